"""Pure: what an act did to one thing, told in the fewest words that are true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit_lines import Action, Change, difference, folded, in_words, spread, word_by_word

OPTION, CITATION = (1, "7"), (2, "3")
LONG = "The mayor said that the bridge over the Lend was to open again after seven days, as he had been told."


def changed(row=OPTION, **fields):
    return Change(row, Action.CHANGED, fields, "“Three”")


def test_two_changes_of_a_row_are_one_from_first_to_last():
    (change,) = folded([changed(text=("One", "Two")), changed(text=("Two", "Three"), is_right=(False, True))])
    assert change.fields == {"text": ("One", "Three"), "is_right": (False, True)}


def test_what_was_changed_back_is_not_told():
    assert folded([changed(text=("One", "Two")), changed(text=("Two", "One"))]) == []


def test_a_row_added_and_then_put_in_its_place_is_added():
    added = Change(OPTION, Action.ADDED, {"position": (None, 0)}, "“Three”")
    (change,) = folded([added, changed(position=(0, 3))])
    assert (change.action, change.fields) == (Action.ADDED, {"position": (None, 3)})


def test_what_was_added_and_removed_in_one_act_was_never_there():
    added, removed = (Change(OPTION, action, {}) for action in (Action.ADDED, Action.REMOVED))
    assert folded([added, removed]) == []


def test_a_row_changed_and_removed_is_removed():
    (change,) = folded(
        [changed(text=("One", "Two")), Change(OPTION, Action.REMOVED, {"text": ("Two", None)})]
    )
    assert (change.action, change.fields) == (Action.REMOVED, {"text": ("One", None)})


def test_rows_keep_the_order_in_which_they_were_first_touched():
    found = folded(
        [changed(CITATION, quote=("a", "b")), changed(text=("c", "d")), changed(CITATION, start=(1, 2))]
    )
    assert [change.row for change in found] == [CITATION, OPTION]


def test_of_named_values_only_those_that_differ_are_told():
    before, after = {"tolerance": 1, "unit": "days"}, {"tolerance": 2, "unit": "days", "steps": True}
    assert spread({"settings": (before, after)}) == {"tolerance": (1, 2), "steps": (None, True)}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (True, "yes"),
        (False, "no"),
        (None, ""),
        (2.0, "2"),
        (["mark", "right_answer"], "mark; right answer"),
        (["a", {"text": "Seven", "right": True, "feedback": ""}], "a; text: Seven, right: yes"),
    ],
)
def test_values_are_told_in_words(value, told):
    assert in_words(value) == told


def test_short_texts_are_told_whole():
    assert difference("Three", "Seven") == [("del", "Three"), ("same", " → "), ("ins", "Seven")]


def test_of_long_texts_the_words_that_changed_are_told_with_a_few_beside_them():
    pieces = difference(LONG, LONG.replace("seven", "nine"))
    assert [piece for piece in pieces if piece.how != "same"] == [("del", "seven"), ("ins", "nine")]
    assert pieces[0].text == "… Lend was to open again after "
    assert pieces[-1].text == " days, as he had been told."


def test_words_that_two_changes_have_between_them_by_chance_change_along():
    pieces = word_by_word("one gate of two", "one door of three")
    assert pieces == [("same", "one "), ("del", "gate of two"), ("ins", "door of three")]


def test_words_at_the_end_that_stayed_are_not_said_to_change():
    assert word_by_word("seven days", "nine days") == [("del", "seven"), ("ins", "nine"), ("same", " days")]


words = st.lists(st.sampled_from(["one", "two", "three", " ", "\n", "…"]), max_size=20).map("".join)


@given(words, words)
def test_the_pieces_hold_both_texts_whole(before, after):
    pieces = word_by_word(before, after)
    assert "".join(piece.text for piece in pieces if piece.how != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.how != "del") == after

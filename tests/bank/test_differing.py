"""What differs between two texts of a question, told in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.differing import Change, Cited, Written, changes, word_changes
from quizzes.kinds import KINDS
from quizzes.kinds.kind import Draft, DraftOption

THREE, SEVEN, NINE = (
    DraftOption("1", "Three"),
    DraftOption("2", "Seven", is_right=True, feedback="Said the mayor."),
    DraftOption("3", "Nine"),
)
DRAFT = Draft("After how many days?", "The mayor said so.", options=(THREE, SEVEN, NINE))
CITED = Cited("Passage 2 of the Lend Post", "supports the answer", "after seven days")
BEFORE = Written("single_choice", DRAFT, ("Read on.",), 1, (CITED,))


def told(**fields) -> list[str]:
    """What changed when the draft's fields do."""
    now = replace(BEFORE, draft=replace(DRAFT, **fields))
    return [f"{change.place}: {change.sentence}" for change in changes(BEFORE, now)]


def test_the_same_text_has_no_changes():
    assert changes(BEFORE, BEFORE) == []


def test_a_stem_is_shown_word_by_word():
    (change,) = changes(BEFORE, replace(BEFORE, draft=replace(DRAFT, stem="After how many weeks?")))
    assert change == Change(
        "Question",
        "Reads otherwise.",
        (("", "After how many "), ("del", "days"), ("ins", "weeks"), ("", "?")),
    )


def test_an_option_that_becomes_right_is_told_in_plain_words():
    options = (THREE, replace(SEVEN, is_right=False), replace(NINE, is_right=True))
    assert told(options=options) == ["Options: “Seven” is wrong now.", "Options: “Nine” is right now."]


def test_options_that_come_and_go_are_named():
    options = (SEVEN, NINE, DraftOption("4", "Ten"))
    assert told(options=options) == [
        "Options: “Three” is removed, which was wrong.",
        "Options: “Ten” is new, and wrong.",
    ]


def test_a_reworded_option_keeps_its_place_by_its_id():
    (change,) = changes(
        BEFORE,
        replace(BEFORE, draft=replace(DRAFT, options=(THREE, SEVEN, replace(NINE, text="Nine weeks")))),
    )
    assert change.words == (("", "Nine"), ("ins", " weeks"))


def test_rows_with_other_ids_are_the_same_rows_when_they_say_the_same():
    options = tuple(replace(row, id=f"new {row.id}") for row in DRAFT.options)
    assert told(options=options) == []


def test_another_order_is_told():
    assert told(options=(NINE, THREE, SEVEN)) == [
        "Options: They stand in this order now: “Nine”, “Three” and “Seven”."
    ]


def test_feedback_and_details_name_their_option():
    options = (replace(THREE, details={"credit": 0.5}), replace(SEVEN, feedback=""), NINE)
    assert told(options=options) == [
        "Options: “Three”: Credit for a near miss: 0.5 instead of 0.",
        "Feedback on “Seven”: Removed.",
    ]


def test_settings_are_told_by_their_labels():
    assert told(settings={"keep_order": True}) == [
        "Settings: Keep the options in this order: yes instead of no."
    ]


def test_points_hints_and_kind_are_told():
    now = replace(BEFORE, points=2.5, hints=("Read on.", "Read passage 2."))
    assert [change.sentence for change in changes(BEFORE, now)] == ["Reads otherwise.", "2.5 instead of 1."]
    assert changes(BEFORE, replace(BEFORE, kind="multiple_response"))[0].sentence == (
        "“Multiple response” instead of “Single choice”."
    )


def test_citations_that_come_go_and_change_are_told():
    other = replace(CITED, place="Passage 1 of the Lend Post", quote="closed")
    assert [change.sentence for change in changes(BEFORE, replace(BEFORE, citations=(other,)))] == [
        "Passage 2 of the Lend Post is cited no more.",
        "Passage 1 of the Lend Post is cited now: it supports the answer.",
    ]
    longer = replace(CITED, quote="again after seven days")
    (change,) = changes(BEFORE, replace(BEFORE, citations=(longer,)))
    assert change.sentence == "Passage 2 of the Lend Post: other words are cited."


@given(before=st.text(max_size=60), now=st.text(max_size=60))
def test_the_words_of_a_change_give_both_texts_back(before, now):
    words = word_changes(before, now)
    assert "".join(part for sign, part in words if sign != "ins") == before
    assert "".join(part for sign, part in words if sign != "del") == now


@pytest.mark.parametrize("one", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_texts_of_any_two_kinds_can_be_compared(one, other):
    texts = [Written(slug, KINDS[slug].EXAMPLES[0].draft) for slug in (one, other)]
    assert bool(changes(*texts)) == (one != other)

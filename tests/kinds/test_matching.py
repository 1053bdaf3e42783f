"""Texts matched with what goes with them."""

import json
import os
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import matching
from quizzes.kinds.kind import ALL, NOTHING, Draft, DraftOption, Shows, Unreadable


def pairs(*rows: tuple[str, ...], **settings: object) -> Draft:
    """Rows of a text, what it goes with and, if need be, feedback."""
    options = tuple(
        DraftOption(f"o{place}", row[0], feedback="".join(row[2:]), details={"match": row[1]})
        for place, row in enumerate(rows, 1)
    )
    return Draft("What goes together?", "Because.", settings, options)


CAPITALS = pairs(
    ("Norway", "Oslo", "It was called Christiania."),
    ("Peru", "Lima"),
    ("Kenya", "Nairobi", "Founded in 1899."),
    ("", "Quito"),
)
LIMA, NAIROBI, OSLO, QUITO = "1234"  # Ids go by the alphabet.


@pytest.mark.parametrize(
    ("answer", "credit"),
    [
        ([OSLO, LIMA, NAIROBI], 1),
        ([OSLO, NAIROBI, LIMA], 1 / 3),
        ([OSLO, QUITO, None], 1 / 3),
        ([OSLO, LIMA, None], 2 / 3),
        ([None, None, NAIROBI], 1 / 3),
        ([LIMA, OSLO, QUITO], 0),
        ([LIMA, LIMA, LIMA], 1 / 3),
    ],
)
def test_credit_is_the_part_of_the_pairs_that_are_right(answer, credit):
    assert matching.grade(matching.key(CAPITALS), answer).credit == pytest.approx(credit)


def test_matched_names_the_texts_that_were_answered():
    assert matching.grade(matching.key(CAPITALS), [OSLO, None, LIMA]).matched == ("1", "3")


def test_texts_may_share_an_answer_however_it_is_typed():
    draft = pairs(("Elbe", "north sea "), ("Rhine", "North  Sea"), ("Danube", "Black Sea"))
    assert [option["text"] for option in matching.face(draft)["options"]] == ["Black Sea", "North  Sea"]
    assert matching.key(draft)["right"] == ["2", "2", "1"]
    assert matching.problems(draft) == []


@given(
    answers=st.lists(st.text(max_size=12), min_size=2, max_size=6, unique=True),
    seed=st.randoms(use_true_random=False),
)
def test_a_face_is_the_same_whichever_answer_goes_with_which_text(answers, seed):
    faces = [
        matching.face(pairs(*((f"text {place}", answer) for place, answer in enumerate(order))))
        for order in (answers, seed.sample(answers, len(answers)))
    ]
    assert json.dumps(faces[0]) == json.dumps(faces[1])


def test_a_face_does_not_tell_which_answer_goes_with_nothing():
    other = pairs(("Norway", "Quito"), ("Peru", "Lima"), ("Kenya", "Nairobi"), ("", "Oslo"))
    assert json.dumps(matching.face(other)) == json.dumps(matching.face(CAPITALS))


def test_answers_are_shuffled_unless_they_are_kept_sorted():
    dates = [(f"event {day}", f"{day} May") for day in range(9, 15)]
    mixed, kept = matching.face(pairs(*dates)), matching.face(pairs(*dates, keep_order="on"))
    assert len({tuple(matching.order(mixed, Random(seed))) for seed in range(20)}) > 15
    shown = matching.arranged(kept, matching.order(kept, Random(1)))["options"]
    assert [option["text"] for option in shown] == [f"{day} May" for day in range(9, 15)]


def test_a_face_does_not_tell_which_text_has_its_answer_typed_otherwise():
    one, other = (pairs(("Elbe", answer), ("Rhine", swapped)) for answer, swapped in (("N", "n"), ("n", "N")))
    assert json.dumps(matching.face(one)) == json.dumps(matching.face(other))


def test_texts_stand_as_they_were_written():
    assert [stem["text"] for stem in matching.face(CAPITALS)["stems"]] == ["Norway", "Peru", "Kenya"]


def test_long_answers_are_printed_in_full():
    short, long = "x" * matching.SHORT, "x" * (matching.SHORT + 1)
    assert not matching.face(pairs(("a", short), ("b", "c")))["has_long_options"]
    assert matching.face(pairs(("a", "c"), ("b", long)))["has_long_options"]


def test_a_choice_is_a_text_and_a_position_on_the_page():
    face = matching.arranged(matching.face(CAPITALS), [QUITO, OSLO, LIMA, NAIROBI])
    assert matching.read(face, ["1-2", "", "3-4"]) == [OSLO, None, NAIROBI]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([], "Nothing is matched yet. Choose an answer first."),
        (["", "", ""], "Nothing is matched yet. Choose an answer first."),
        (["1-3", "1-1"], '"Norway" has 2 answers, "Lima" and "Oslo". Choose one only.'),
        (["4-1"], 'There is no choice "4-1" here. Choose from the lists of the page.'),
        (["1-5"], 'There is no choice "1-5" here. Choose from the lists of the page.'),
        (["Oslo"], 'There is no choice "Oslo" here. Choose from the lists of the page.'),
    ],
)
def test_what_is_no_match_is_refused_with_a_remedy(typed, sentence):
    assert matching.read(matching.face(CAPITALS), typed) == Unreadable(sentence)


@given(st.lists(st.sampled_from([f"{a}-{b}" for a in range(5) for b in range(6)] + [""]), max_size=5))
def test_any_choices_earn_from_0_to_1_or_are_refused(typed):
    answer = matching.read(matching.face(CAPITALS), typed)
    if not isinstance(answer, Unreadable):
        assert len(answer) == 3
        assert 0 <= matching.grade(matching.key(CAPITALS), answer).credit <= 1


def test_an_outcome_tells_each_text_its_answer_and_the_right_one():
    outcome = matching.outcome(matching.face(CAPITALS), matching.key(CAPITALS), [OSLO, NAIROBI, None], ALL)
    told = ("text", "answer", "sign", "right_answer", "feedback")
    assert [tuple(row[name] for name in told) for row in outcome["rows"]] == [
        ("Norway", "Oslo", "right", "", "It was called Christiania."),
        ("Peru", "Nairobi", "wrong", "Lima", ""),
        ("Kenya", "", "missed", "Nairobi", ""),
    ]
    assert outcome["given_text"] == "Norway: Oslo; Peru: Nairobi; Kenya: –"
    assert outcome["right_text"] == "Norway: Oslo; Peru: Lima; Kenya: Nairobi"


def test_feedback_stands_beside_its_text_whatever_was_chosen():
    outcome = matching.outcome(matching.face(CAPITALS), matching.key(CAPITALS), [LIMA, LIMA, LIMA], ALL)
    assert [row["feedback"] for row in outcome["rows"]] == [
        "It was called Christiania.",
        "",
        "Founded in 1899.",
    ]


def test_the_right_answers_can_be_kept_back():
    face, key = matching.face(CAPITALS), matching.key(CAPITALS)
    outcome = matching.outcome(face, key, [LIMA, LIMA, None], Shows(right_answer=False))
    assert [(row["sign"], row["right_answer"]) for row in outcome["rows"]] == [
        ("wrong", ""),
        ("right", ""),
        ("", ""),
    ]
    assert outcome["right_text"] == ""


def test_with_nothing_shown_an_outcome_is_the_same_whatever_is_right():
    other = pairs(("Norway", "Quito"), ("Peru", "Oslo"), ("Kenya", "Lima"), ("", "Nairobi"))
    told = [
        json.dumps(matching.outcome(matching.face(draft), matching.key(draft), [OSLO, LIMA, None], NOTHING))
        for draft in (CAPITALS, other)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (
            pairs(("a", "x"), ("", "y")),
            "The number of pairs is 1. Write at least 2, so that there is a choice.",
        ),
        (
            pairs(("a", "x"), ("b", "X"), ("c", " x")),
            'Every text goes with "x", so there is nothing to choose. Add another answer, without a text.',
        ),
        (
            pairs(("a", "x"), ("b", " "), ("c", "y")),
            'Row 2 says not what "b" goes with. Write it under “Goes with”, or remove the row.',
        ),
        (pairs(("a", "x"), ("b", "y"), ("", "")), "Row 3 is empty. Write a pair, or remove the row."),
        (
            pairs(("Rome", "x"), ("b", "y"), ("ROME", "z")),
            'Rows 1 and 3 are the same, "Rome". Change or remove all but one.',
        ),
        (
            pairs(("a", "x"), ("b", "y"), ("", "Y")),
            'Row 3 has no text, and its answer "Y" stands in row 2, too. Write another answer, or remove the row.',
        ),
    ],
)
def test_a_faulty_draft_is_refused_with_place_fault_and_remedy(draft, sentence):
    assert matching.problems(draft) == [sentence]
    with pytest.raises(ValueError, match="no key"):
        matching.key(draft)


@pytest.mark.parametrize(
    "draft",
    [pairs(("a", "x"), ("b", "y")), pairs(("a", "x"), ("b", "x"), ("", "y")), pairs(("a", 1), ("b", 2))],
)
def test_two_texts_and_two_answers_are_enough(draft):
    assert matching.problems(draft) == []


@pytest.mark.skipif("DJANGO_SETTINGS_MODULE" not in os.environ, reason="templates need Django's settings")
class TestPage:
    def ask(self, draft: Draft, typed: tuple[str, ...] = ()) -> str:
        return render_to_string(
            "kinds/matching.html#ask", {"face": matching.face(draft), "typed": list(typed), "problem": ""}
        )

    def test_what_was_chosen_stays_chosen(self):
        page = self.ask(CAPITALS, typed=("1-3", "3-2"))
        chosen = [line.strip() for line in page.splitlines() if "selected" in line]
        assert chosen == [
            '<option value="1-3" selected>Oslo</option>',
            '<option value="3-2" selected>Nairobi</option>',
        ]

    def test_an_answer_becomes_plain_text_in_a_list_and_never_markup(self):
        page = self.ask(pairs(("a", "*x* & </option><script>1</script>"), ("b", "y")))
        assert "x &amp; &lt;/option&gt;&lt;script&gt;1&lt;/script&gt;</option>" in page
        assert "<script" not in page

    def test_answers_in_full_have_the_numbers_of_the_lists(self):
        page = self.ask(pairs(("a", "one that is far too long for a list"), ("b", "two")))
        assert "<li>one that is far too long for a list</li>" in page
        assert ">1. one that is far too long for a list</option>" in page
        assert ">2. two</option>" in page

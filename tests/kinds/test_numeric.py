"""Numeric: the edge of every tolerance, units, and what may not be published."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import numeric
from quizzes.kinds.kind import ALL, Draft, DraftOption, Unreadable

HOURS = {"unit": "hours", "units": "minutes = 1/60\ndays = 24"}


def row(text: str, **details) -> DraftOption:
    return DraftOption(f"r{text}{sorted(details.items())}", text, details=details)


def question(*rows: DraftOption, **settings) -> Draft:
    return Draft("How much?", settings=settings, options=rows)


def accepts(value: float, tolerance: float, kind: str, answer: float) -> bool:
    return numeric.accepts({"value": value, "tolerance": tolerance, "tolerance_type": kind}, answer)


def read(draft: Draft, typed: str) -> dict | Unreadable:
    return numeric.read(numeric.face(draft), [typed])


def sentence(draft: Draft, typed: str) -> str:
    answer = read(draft, typed)
    assert isinstance(answer, Unreadable)
    return answer.sentence


# Right answer, tolerance, its kind, and the lowest and the highest number accepted.
EDGES = [
    (8, 0, "exact", 8, 8),
    (0, 0, "exact", 0, 0),
    (0.1, 0, "exact", 0.1, 0.1),
    (-3, 0, "exact", -3, -3),
    (6.62607015e-34, 0, "exact", 6.62607015e-34, 6.62607015e-34),
    (1e300, 0, "exact", 1e300, 1e300),
    (30, 2, "nominal", 28, 32),
    (7.75, 0.25, "nominal", 7.5, 8),
    (0.3, 0.1, "nominal", 0.2, 0.4),
    (0, 0.5, "nominal", -0.5, 0.5),
    (-10, 1, "nominal", -11, -9),
    (5, 5, "nominal", 0, 10),
    (1.6e-19, 1e-20, "nominal", 1.5e-19, 1.7e-19),
    (1e20, 1e18, "nominal", 9.9e19, 1.01e20),
    (200, 0.05, "relative", 190, 210),
    (-200, 0.05, "relative", -210, -190),
    (1.6e-19, 0.05, "relative", 1.52e-19, 1.68e-19),
    (2e300, 0.5, "relative", 1e300, 3e300),
    (100, 0.25, "geometric", 80, 125),
    (-100, 0.25, "geometric", -125, -80),
    (1, 1, "geometric", 0.5, 2),
    (4e-30, 1, "geometric", 2e-30, 8e-30),
    (4e200, 1, "geometric", 2e200, 8e200),
]


def nudged(bound: float, toward: float, scale: float) -> float:
    """A number off the bound by a part in a billion, or a tiny one where the bound is 0."""
    step = max(abs(bound), scale) * 1e-9
    return bound + math.copysign(step, toward)


@pytest.mark.parametrize(("value", "tolerance", "kind", "low", "high"), EDGES)
def test_a_bound_itself_is_accepted(value, tolerance, kind, low, high):
    assert accepts(value, tolerance, kind, low)
    assert accepts(value, tolerance, kind, high)
    assert accepts(value, tolerance, kind, value)


@pytest.mark.parametrize(("value", "tolerance", "kind", "low", "high"), EDGES)
def test_just_outside_a_bound_is_refused(value, tolerance, kind, low, high):
    scale = max(abs(low), abs(high), 1e-300)
    assert not accepts(value, tolerance, kind, nudged(low, -1, scale))
    assert not accepts(value, tolerance, kind, nudged(high, 1, scale))


@pytest.mark.parametrize(
    ("value", "tolerance", "kind", "low", "high"), [edge for edge in EDGES if edge[2] != "exact"]
)
def test_just_inside_a_bound_is_accepted(value, tolerance, kind, low, high):
    scale = max(abs(low), abs(high))
    assert accepts(value, tolerance, kind, nudged(low, 1, scale))
    assert accepts(value, tolerance, kind, nudged(high, -1, scale))


@pytest.mark.parametrize("answer", [0.0, 1e-33, -6.62607015e-34, 6.7e-34])
def test_rounding_never_lets_a_tiny_wrong_answer_pass(answer):
    assert not accepts(6.62607015e-34, 0, "exact", answer)
    assert not accepts(1.6e-19, 0.05, "relative", answer)


@pytest.mark.parametrize("kind", ["exact", "nominal", "relative", "geometric"])
def test_around_zero_only_zero_is_exact(kind):
    assert accepts(0, 0, kind, -0.0)
    assert not accepts(0, 0, kind, 1e-20)


def test_a_bound_beyond_the_largest_number_does_not_accept_everything():
    assert accepts(1e308, 5, "geometric", 1.7e308)
    assert not accepts(1e308, 5, "geometric", 1e307)


@given(
    value=st.floats(-1e300, 1e300),
    tolerance=st.floats(0, 10),
    kind=st.sampled_from(list(numeric.BOUNDS)),
    answer=st.floats(allow_nan=False, allow_infinity=False),
)
def test_accepting_is_the_same_on_both_sides_of_zero(value, tolerance, kind, answer):
    assert accepts(value, tolerance, kind, value)
    assert accepts(value, tolerance, kind, answer) == accepts(-value, tolerance, kind, -answer)


def test_the_first_matching_row_wins():
    draft = question(
        row("8"), row("7.75", tolerance=0.25, tolerance_type="nominal", credit=0.9), row("70", credit=0)
    )
    key = numeric.key(draft)
    credits = [numeric.grade(key, {"value": value}).credit for value in (8, 7.5, 7.4, 70)]
    assert credits == [1, 0.9, 0, 0]
    assert numeric.grade(key, {"value": 70}).matched == (draft.options[2].id,)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7.5", 7.5),
        ("7.5 hours", 7.5),
        ("7.5 HOURS.", 7.5),
        ("7.5hours", 7.5),
        ("450 minutes", 7.5),
        ("450 Minutes", 7.5),
        ("0.5 days", 12),
        ("-1 days", -24),
    ],
)
def test_a_known_unit_is_converted_to_the_unit_of_the_question(typed, value):
    assert read(question(row("7.5"), **HOURS), typed) == {"value": value, "unit": "hours", "typed": typed}


def test_an_unknown_unit_is_unreadable_and_the_known_ones_are_named():
    expected = 'The unit "weeks" is not known here. Write hours or minutes or days.'
    assert sentence(question(row("8"), **HOURS), "8 weeks") == expected


def test_a_missing_unit_is_unreadable_only_where_it_is_required():
    assert sentence(question(row("8"), unit="km", unit_required=True), "8") == (
        "The unit is missing. Write it after the number: km."
    )
    assert read(question(row("8"), unit="km"), "8")["value"] == 8


def test_a_unit_where_none_is_asked_for_is_unreadable():
    assert (
        sentence(question(row("8")), "8 km")
        == 'This answer takes no unit such as "km". Write the number alone.'
    )


@pytest.mark.parametrize("typed", ["7 or 8", "7-8", "7 hours 30 minutes", "7/8"])
def test_two_numbers_are_unreadable(typed):
    assert "more than one number" in sentence(question(row("8"), **HOURS), typed)


def test_a_unit_with_a_digit_in_its_name_is_a_unit():
    assert read(question(row("8"), unit="m³", units="l = 1/1000"), "8 m3")["value"] == 8


def test_a_number_too_large_after_conversion_is_unreadable():
    assert "too large" in sentence(question(row("8"), **HOURS), "1e308 days")


@pytest.mark.parametrize("typed", [[], [""], ["  \x00"]])
def test_an_empty_answer_is_unreadable(typed):
    assert numeric.read(numeric.face(question(row("8"))), typed) == Unreadable("Write an answer first.")


@pytest.mark.parametrize(
    ("details", "shown"),
    [
        ({}, "30 hours"),
        ({"tolerance": 2, "tolerance_type": "nominal"}, "30 ± 2 hours"),
        ({"tolerance": 0.05, "tolerance_type": "relative"}, "30 hours ± 5%"),
        ({"tolerance": 0.2, "tolerance_type": "geometric"}, "25 to 36 hours"),
    ],
)
def test_a_right_answer_is_told_with_its_tolerance_and_unit(details, shown):
    draft = question(row("30", **details), row("29", credit=0.5), unit="hours")
    outcome = numeric.outcome(
        numeric.face(draft), numeric.key(draft), {"value": 29, "unit": "hours", "typed": "29 h"}, ALL
    )
    assert outcome["right_answers"] == [shown]
    assert outcome["given_text"] == "29 h"


def test_a_german_question_is_written_read_and_told_with_commas():
    draft = question(row("1.007,5", tolerance="0,5", tolerance_type="nominal"), unit="hPa", language="de")
    assert numeric.problems(draft) == []
    given = read(draft, "1007,9")
    assert numeric.grade(numeric.key(draft), given).credit == 1
    assert (
        numeric.outcome(numeric.face(draft), numeric.key(draft), given, ALL)["right_text"]
        == "1.007,5 ± 0,5 hPa"
    )


def test_a_tolerance_from_a_file_is_a_number_in_any_language():
    draft = question(row("7", tolerance=0.25, tolerance_type="nominal"), language="de")
    assert numeric.key(draft)["accepted"][0]["tolerance"] == 0.25


def test_a_face_knows_nothing_of_the_accepted_numbers():
    assert numeric.face(question(row("8"), **HOURS)) == numeric.face(
        question(row("9"), row("1", credit=0), **HOURS)
    )


PLACE = "Accepted answer 1: "
REFUSED = [
    (question(row("abc")), PLACE + '"abc" is not a number. Write one in digits, as in 7.5.'),
    (
        question(row("8 hours")),
        PLACE + '"8 hours" holds more than a number. Write the number alone, as in 8.',
    ),
    (question(row("1,5")), PLACE + '"1,5" has a decimal comma. Write a decimal point, as in 1.5.'),
    (question(row(" ")), PLACE + "the number is missing. Write it, or remove the row."),
    (
        question(row("8", tolerance=-1, tolerance_type="nominal")),
        PLACE + "the tolerance -1 is below 0. Write how far off an answer may be, as in 0.5.",
    ),
    (
        question(row("8", tolerance_type="relative")),
        PLACE + "the tolerance is missing, which relative needs. Write it.",
    ),
    (
        question(row("8", tolerance="much", tolerance_type="nominal")),
        PLACE + 'the tolerance cannot be read. "much" is not a number. Write one in digits, as in 7.5.',
    ),
    (
        question(row("8", tolerance=math.inf, tolerance_type="nominal")),
        PLACE + 'the tolerance cannot be read. "inf" is not a number. Write one in digits, as in 7.5.',
    ),
    (
        question(row("8", tolerance=1)),
        PLACE + "the tolerance 1 has no effect with exact. Choose nominal, or leave it empty.",
    ),
    (
        question(row("0", tolerance=0.1, tolerance_type="relative")),
        PLACE + "a relative tolerance of 0 leaves no room around the number 0. Choose nominal.",
    ),
    (
        question(row("8", tolerance=1, tolerance_type="about")),
        PLACE + 'the kind of tolerance "about" is unknown. Choose exact or nominal or relative or geometric.',
    ),
    (
        question(row("8"), row("9", credit=-0.5)),
        "Accepted answer 2: the credit -0.5 is outside 0 to 1. Write a part of the full mark, such as 0.5.",
    ),
    (
        question(row("8", credit=0.5)),
        "No accepted answer has full credit, so nobody can be right. Add one with credit 1.",
    ),
    (
        question(row("8"), row("8.0")),
        'Accepted answers 1 and 2 are the same, "8". Change or remove all but one.',
    ),
    (
        question(row("8"), unit="hours", units="minutes = 1/60\n\nweeks"),
        'Units, line 3: "weeks" lacks a name or a factor. Write both, as in minutes = 1/60.',
    ),
    (
        question(row("8"), unit="hours", units="minutes = sixty"),
        'Units, line 1: "sixty" is not a number. Write one in digits, as in 7.5.',
    ),
    (
        question(row("8"), unit="hours", units="minutes = 1/0"),
        'Units, line 1: the factor "1/0" is not above 0. Write a positive number, as in 1/60.',
    ),
    (
        question(row("8"), unit="hours", units="60 = 60"),
        'Units, line 1: the name "60" starts with a number. Begin it with a letter or a sign.',
    ),
    (
        question(row("8"), unit="MW", units="mW = 1e-9"),
        'Units: "mw" is listed twice, or is the unit itself. Keep one line for it.',
    ),
    (
        question(row("8"), units="minutes = 1/60"),
        "The setting “Unit” is empty, but units are asked for. Write the unit of the accepted answers.",
    ),
    (
        question(row("8"), unit_required=True),
        "The setting “Unit” is empty, but units are asked for. Write the unit of the accepted answers.",
    ),
    (
        question(row("8"), unit="10 km"),
        'The setting “Unit”, "10 km", starts with a number. Begin it with a letter or a sign.',
    ),
]


@pytest.mark.parametrize(("draft", "sentence"), REFUSED)
def test_a_faulty_draft_is_refused_with_place_fault_and_remedy(draft, sentence):
    assert numeric.problems(draft) == [sentence]


def test_an_unknown_language_is_refused():
    (found,) = numeric.problems(question(row("8"), language="xx"))
    assert found.startswith(
        'The setting “Numbers are written as in” has the unknown value "xx". Choose among en, '
    )


def test_a_fault_does_not_keep_the_face_from_being_shown():
    assert numeric.face(question(row("abc"), units="?", language="xx"))["stem"] == "How much?"


def test_a_number_that_cannot_be_read_has_no_key():
    with pytest.raises(ValueError, match="not a number"):
        numeric.key(question(replace(row("8"), text="eight")))

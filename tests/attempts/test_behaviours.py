"""What an answer is worth, by the behaviour of its quiz. The expectations are Moodle's published ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts.behaviours import (
    BEHAVIOURS,
    HIGH_PAYS_FROM,
    HIGHEST,
    LOWEST,
    MID_PAYS_FROM,
    Certainty,
)

LOW, MID, HIGH = Certainty
CREDITS = st.floats(0, 1)
CERTAINTIES = st.sampled_from([None, *Certainty])
EVERY_BEHAVIOUR = pytest.mark.parametrize("name", BEHAVIOURS)
WITH_CERTAINTY = pytest.mark.parametrize("name", ["immediate_certainty", "deferred_certainty"])
INTERACTIVE = BEHAVIOURS["interactive"]


# docs.moodle.org, "Using certainty-based marking": C=1: 1 and 0, C=2: 2 and -2, C=3: 3 and -6.
@WITH_CERTAINTY
@pytest.mark.parametrize(
    ("certainty", "credit", "fraction"),
    [(LOW, 1, 1), (LOW, 0, 0), (MID, 1, 2), (MID, 0, -2), (HIGH, 1, 3), (HIGH, 0, -6)],
)
def test_certainty_is_marked_by_moodles_table(name, certainty, credit, fraction):
    assert BEHAVIOURS[name].fraction(credit, certainty=certainty) == fraction


@WITH_CERTAINTY
@pytest.mark.parametrize(("certainty", "fraction"), [(LOW, 0.5), (MID, 1), (HIGH, 1.5)])
def test_a_partly_right_answer_earns_that_part_of_the_right_mark(name, certainty, fraction):
    assert BEHAVIOURS[name].fraction(0.5, certainty=certainty) == fraction


@WITH_CERTAINTY
@pytest.mark.parametrize("credit", [0, 0.5, 1])
def test_who_says_nothing_of_certainty_is_not_very_sure(name, credit):
    behaviour = BEHAVIOURS[name]
    assert behaviour.fraction(credit) == behaviour.fraction(credit, certainty=LOW)


def expected(certainty: Certainty, chance: float) -> float:
    """The mean mark of answers that are right with that chance."""
    behaviour = BEHAVIOURS["deferred_certainty"]
    right, wrong = (behaviour.fraction(credit, certainty=certainty) for credit in (1, 0))
    return chance * right + (1 - chance) * wrong


@pytest.mark.parametrize(
    ("lower", "higher", "pays_from"), [(LOW, MID, MID_PAYS_FROM), (MID, HIGH, HIGH_PAYS_FROM)]
)
def test_at_the_point_told_both_levels_pay_the_same_and_beyond_it_the_higher_one_pays(
    lower, higher, pays_from
):
    assert expected(lower, pays_from) == pytest.approx(expected(higher, pays_from))
    assert expected(lower, pays_from - 0.01) > expected(higher, pays_from - 0.01)
    assert expected(lower, pays_from + 0.01) < expected(higher, pays_from + 0.01)


def test_the_points_told_are_67_and_80_percent():
    assert [f"{point:.0%}" for point in (MID_PAYS_FROM, HIGH_PAYS_FROM)] == ["67%", "80%"]


@given(chance=st.floats(0, 1))
def test_the_level_told_for_a_chance_is_the_best_one(chance):
    told = HIGH if chance > HIGH_PAYS_FROM else MID if chance > MID_PAYS_FROM else LOW
    assert expected(told, chance) == pytest.approx(max(expected(level, chance) for level in Certainty))


def test_guessing_among_three_never_pays_with_more_than_low_certainty():
    assert expected(LOW, 1 / 3) > 0 > expected(MID, 1 / 3) > expected(HIGH, 1 / 3)


# docs.moodle.org, "Question behaviours": penalties of 33.33333 %, right at the first, second, third, fourth try.
@pytest.mark.parametrize(("tries_before", "fraction"), [(0, 1), (1, 0.6666667), (2, 0.3333333), (3, 0)])
def test_each_try_before_costs_a_third_with_moodles_usual_penalty(tries_before, fraction):
    earned = INTERACTIVE.fraction(1, tries_before=tries_before, penalty=1 / 3)
    assert earned == pytest.approx(fraction, abs=1e-7)


def test_partly_right_at_the_second_try_earns_its_credit_less_the_penalty():
    assert INTERACTIVE.fraction(0.5, tries_before=1, penalty=1 / 3) == pytest.approx(0.1666667, abs=1e-7)


@pytest.mark.parametrize(
    ("credit", "tries_before", "penalty"), [(0.25, 1, 0.5), (0, 2, 1 / 3), (1, 1, 1), (1, 9, 0.2)]
)
def test_penalties_never_take_more_than_the_credit(credit, tries_before, penalty):
    assert INTERACTIVE.fraction(credit, tries_before=tries_before, penalty=penalty) == 0


@pytest.mark.parametrize("hints", [(), ("One.",), ("One.", "Two.", "Three.")])
def test_there_is_one_try_more_than_there_are_hints(hints):
    assert INTERACTIVE.tries_allowed(hints) == len(hints) + 1


@pytest.mark.parametrize("name", [name for name in BEHAVIOURS if name != "interactive"])
def test_hints_give_no_further_try_where_there_is_only_one(name):
    assert BEHAVIOURS[name].tries_allowed(("One.", "Two.")) == 1


@pytest.mark.parametrize("name", ["immediate", "deferred"])
@given(credit=CREDITS, certainty=CERTAINTIES, tries_before=st.integers(0, 9), penalty=st.floats(0, 1))
def test_without_tries_and_certainty_an_answer_earns_its_credit(
    name, credit, certainty, tries_before, penalty
):
    behaviour = BEHAVIOURS[name]
    worth = behaviour.fraction(credit, certainty=certainty, tries_before=tries_before, penalty=penalty)
    assert worth == credit


@EVERY_BEHAVIOUR
@given(certainty=CERTAINTIES, tries_before=st.integers(0, 9), penalty=st.floats(0, 1))
def test_what_a_person_has_yet_to_mark_earns_nothing_yet(name, certainty, tries_before, penalty):
    behaviour = BEHAVIOURS[name]
    worth = behaviour.fraction(None, certainty=certainty, tries_before=tries_before, penalty=penalty)
    assert worth is None


@EVERY_BEHAVIOUR
@given(credit=CREDITS, certainty=CERTAINTIES, tries_before=st.integers(0, 9), penalty=st.floats(0, 1))
def test_a_fraction_stays_within_what_the_store_takes_and_below_the_best(
    name, credit, certainty, tries_before, penalty
):
    behaviour = BEHAVIOURS[name]
    fraction = behaviour.fraction(credit, certainty=certainty, tries_before=tries_before, penalty=penalty)
    assert (LOWEST, HIGHEST) == (-6, 3)
    assert (LOWEST if behaviour.asks_certainty else 0) <= fraction <= behaviour.best


@given(credit=CREDITS, tries_before=st.integers(0, 9), penalty=st.floats(0, 1))
def test_an_interactive_fraction_is_from_0_to_1_and_falls_with_each_try(credit, tries_before, penalty):
    now, next_time = (
        INTERACTIVE.fraction(credit, tries_before=tries, penalty=penalty)
        for tries in (tries_before, tries_before + 1)
    )
    assert 0 <= next_time <= now <= 1


@EVERY_BEHAVIOUR
def test_the_best_is_what_a_right_and_very_sure_first_answer_earns(name):
    assert BEHAVIOURS[name].fraction(1, certainty=HIGH) == BEHAVIOURS[name].best

"""What shows when: the review matrix. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from quizzes.attempts.disclosure import (
    EVERYTHING,
    PARTS,
    Disclosure,
    Phase,
    disclosed,
    phase_of,
    problems,
)
from quizzes.kinds.kind import ALL, NOTHING

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
EVERY_PART = pytest.mark.parametrize("part", PARTS)
EVERY_PHASE = pytest.mark.parametrize("phase", Phase)


@EVERY_PHASE
@EVERY_PART
def test_one_tick_shows_that_part_in_that_phase_and_nothing_else(part, phase):
    matrix = {phase.value: [part]}
    assert disclosed(matrix, phase) == Disclosure(**{part: True})
    for other in set(Phase) - {phase}:
        assert disclosed(matrix, other) == Disclosure()


@EVERY_PHASE
def test_a_phase_the_matrix_does_not_name_shows_nothing(phase):
    assert disclosed({}, phase) == Disclosure()
    assert disclosed({phase.value: []}, phase) == Disclosure()


@EVERY_PHASE
def test_everything_is_every_part_in_every_phase(phase):
    assert disclosed(EVERYTHING, phase) == Disclosure(**dict.fromkeys(PARTS, True))


def test_of_an_answer_a_kind_may_show_what_is_ticked_and_no_more():
    assert disclosed(EVERYTHING, Phase.LATER).of_answer == ALL
    others = {"later": ["mark", "explanation", "evidence", "overall"]}
    assert disclosed(others, Phase.LATER).of_answer == NOTHING


@pytest.mark.parametrize(
    ("finished", "closes", "phase"),
    [
        (None, None, Phase.DURING),
        (None, NOON - DAY, Phase.DURING),
        (NOON, None, Phase.JUST_AFTER),
        (NOON - 119 * SECOND, None, Phase.JUST_AFTER),
        (NOON - 2 * MINUTE, None, Phase.LATER),
        (NOON - DAY, None, Phase.LATER),
        (NOON - DAY, NOON + SECOND, Phase.LATER),
        (NOON, NOON + SECOND, Phase.JUST_AFTER),
        (NOON - DAY, NOON, Phase.CLOSED),
        (NOON, NOON, Phase.CLOSED),
        (NOON - SECOND, NOON - DAY, Phase.CLOSED),
    ],
)
def test_the_phase_at_noon(finished, closes, phase):
    assert phase_of(finished, closes, NOON) == phase


def test_while_an_attempt_runs_past_the_close_it_shows_what_shows_during():
    """Extra time goes on when the quiz has closed for others."""
    assert phase_of(None, NOON, NOON + DAY) == Phase.DURING


@EVERY_PHASE
def test_every_phase_has_a_label_of_its_own(phase):
    assert [other for other in Phase if other.label == phase.label] == [phase]


def test_a_matrix_has_no_problems():
    assert problems(EVERYTHING) == []
    assert problems({}) == []
    assert problems({"closed": ["mark"]}) == []


@pytest.mark.parametrize("value", [None, [], "later", 5, [["later", "mark"]]])
def test_what_is_no_table_is_told_so(value):
    assert problems(value) == ["The review matrix is no table of phases. Choose its parts in the form."]


@pytest.mark.parametrize(
    ("matrix", "name"), [({"after": ["mark"]}, "after"), ({"later": ["grade"]}, "grade")]
)
def test_an_unknown_name_is_told(matrix, name):
    (sentence,) = problems(matrix)
    assert sentence == f'The review matrix names "{name}", which is not known. Choose its parts in the form.'


@pytest.mark.parametrize("parts", [5, None, [["mark"]], True])
def test_a_phase_that_lists_no_names_is_told_too(parts):
    assert problems({"later": parts})

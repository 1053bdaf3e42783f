"""Fitting the memory model: the optimiser itself where it is installed, and what is asked of it where it is not."""

import itertools
from functools import cache

import pytest

from quizzes.flashcards import fitting
from quizzes.flashcards.judging import Judgement, Seen
from quizzes.flashcards.own_parameters import before, judged_from, moment_of_trial
from quizzes.flashcards.scheduling import DEFAULT_PARAMETERS, Plan, Rating
from tests.attempts.quizzes import NOON
from tests.flashcards.synthetic import DAY, UNUSUAL, USUAL, histories

needs_torch = pytest.mark.skipif(bool(fitting.missing()), reason='needs pip install "fsrs[optimizer]"')


class Engine:
    """Stands in for the optimiser, and keeps what it was given."""

    finds: list[float] | None = list(UNUSUAL.parameters)

    def __init__(self, logs) -> None:
        self.given.append(logs)

    def compute_optimal_parameters(self) -> list[float] | None:
        return self.finds


@pytest.fixture
def engine() -> type[Engine]:
    return type("Fresh", (Engine,), {"given": []})


def seen(*days: int) -> list[Seen]:
    return [Seen(Rating.Good, NOON + day * DAY, day) for day in days]


def days_told(engine: type[Engine]) -> list[int]:
    logs = engine.given[0]
    return [(later.review_datetime - log.review_datetime).days for log, later in itertools.pairwise(logs)]


def test_the_optimiser_is_told_the_students_days(engine):
    """Ten at night and seven in the morning are nine hours, and a day, apart."""
    evening, morning = NOON.replace(hour=22), NOON.replace(hour=7) + DAY
    fitting.fitted([[Seen(Rating.Good, evening, 0), Seen(Rating.Good, morning, 1)]], engine)
    assert days_told(engine) == [1]


def test_the_optimiser_is_told_whole_days_however_many_ratings_fell_on_one(engine):
    fitting.fitted([seen(7, 7, 7, 8, 8, 10)], engine)
    assert days_told(engine) == [0, 0, 1, 0, 2]


def test_the_optimiser_gets_the_ratings_in_their_order_even_where_the_clock_was_put_back(engine):
    fitting.fitted([seen(7, 5, 8)], engine)
    assert days_told(engine) == [0, 1]


def test_cards_are_told_apart(engine):
    fitting.fitted([seen(0, 1), seen(0, 2)], engine)
    assert [log.card_id for log in engine.given[0]] == [0, 0, 1, 1]


def test_parameters_come_with_four_decimals(engine):
    engine.finds = [0.21234567, *DEFAULT_PARAMETERS[1:]]
    assert fitting.fitted([seen(0, 1)], engine)[0] == 0.2123


def test_where_the_optimiser_finds_nothing_the_default_ones_stay(engine):
    engine.finds = None
    assert fitting.fitted([seen(0, 1)], engine) == DEFAULT_PARAMETERS


@needs_torch
def test_few_recalls_leave_the_default_parameters():
    assert fitting.fitted(histories(UNUSUAL, cards=20, days=60, seed=1)) == DEFAULT_PARAMETERS


@cache
def trial(real: Plan, seed: int) -> tuple[Judgement, Judgement]:
    """How the default and the fitted parameters foretell what this student did in the latest fifth."""
    lived = histories(real, cards=360, days=300, seed=seed)
    assert sum(map(len, lived)) > 3_000
    moment = moment_of_trial(lived, USUAL)
    fitted = Plan(parameters=fitting.fitted(list(before(lived, moment))))
    return judged_from(lived, USUAL, moment), judged_from(lived, fitted, moment)


@needs_torch
def test_a_student_with_an_unusual_memory_is_foretold_better_by_parameters_of_their_own():
    usual, fitted = trial(UNUSUAL, seed=1)
    assert fitted.beats(usual)
    assert fitted.log_loss < usual.log_loss - 0.01
    assert fitted.rmse < usual.rmse - 0.01


@needs_torch
@pytest.mark.parametrize("seed", [2, 3])
def test_a_student_like_all_others_keeps_the_default_parameters(seed):
    """With the first seed the fitted ones lose less, by luck: that is no win."""
    usual, fitted = trial(USUAL, seed)
    assert not fitted.beats(usual)

"""Judging parameters: the definitions of the open benchmark, checked by its formula, by hand, and by itself turned round."""

from datetime import timedelta
from math import log, sqrt

import pytest

from quizzes.flashcards.judging import Judgement, Recall, Seen, judged, recalls, replayed
from quizzes.flashcards.scheduling import Plan, Rating, State
from tests.attempts.quizzes import NOON
from tests.flashcards.synthetic import USUAL

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
AGAIN, HARD, GOOD, EASY = Rating


def recall(foretold: float, is_recalled: bool, days: int = 1, nth: int = 2, lapses: int = 0) -> Recall:
    return Recall(NOON, foretold, is_recalled, days, nth, lapses)


def seen(*ratings_on: tuple[Rating, int]) -> list[Seen]:
    """Ratings with the day each falls on; those of one day stand a minute apart."""
    return [
        Seen(rating, NOON + day * DAY + place * MINUTE, day) for place, (rating, day) in enumerate(ratings_on)
    ]


# Bins. The middles come from the benchmark's own formula, reckoned by hand.


@pytest.mark.parametrize(
    ("days", "middle"), [(1, 2.48), (3, 2.48), (4, 8.98), (13, 8.98), (14, 32.5), (47, 32.5), (48, 117.65)]
)
def test_days_gone_by_fall_into_bins_of_powers_of_3_62(days, middle):
    assert recall(0.9, True, days=days).bin[0] == middle


@pytest.mark.parametrize(
    ("nth", "middle"), [(1, 2), (2, 4), (3, 4), (4, 7), (6, 7), (7, 13), (12, 13), (13, 25)]
)
def test_reviews_fall_into_bins_of_powers_of_1_89(nth, middle):
    assert recall(0.9, True, nth=nth).bin[1] == middle


@pytest.mark.parametrize(("lapses", "middle"), [(0, 0), (1, 2), (2, 3), (3, 5), (5, 5), (6, 9)])
def test_lapses_fall_into_bins_of_powers_of_1_73_and_none_into_its_own(lapses, middle):
    assert recall(0.9, True, lapses=lapses).bin[2] == middle


# Log-loss and RMSE(bins).


def test_log_loss_is_the_mean_of_what_each_recall_cost():
    found = judged([recall(0.9, True), recall(0.8, False)])
    assert found.log_loss == pytest.approx(-(log(0.9) + log(0.2)) / 2)


def test_who_always_says_one_half_loses_the_logarithm_of_two():
    assert judged([recall(0.5, True), recall(0.5, False)]).log_loss == pytest.approx(log(2))


def test_to_be_sure_and_wrong_costs_much_and_not_without_end():
    assert judged([recall(1.0, False)]).log_loss == pytest.approx(52 * log(2))


def test_within_a_bin_only_the_shares_count():
    """Nine of ten recalled, each foretold by 0.9: no gap, although no single one was right to the letter."""
    found = [recall(0.9, True)] * 9 + [recall(0.9, False)]
    assert judged(found).rmse == pytest.approx(0)


def test_a_bin_weighs_as_many_as_it_holds():
    """Three with a gap of 0.1 and one with a gap of 0.5: the root of (3 × 0.01 + 1 × 0.25) / 4."""
    found = [recall(0.9, True, days=1)] * 3 + [recall(0.5, True, days=30)]
    assert judged(found).rmse == pytest.approx(sqrt((3 * 0.01 + 0.25) / 4))


def test_nothing_is_judged_by_nothing():
    with pytest.raises(ValueError, match="Give at least one"):
        judged([])


# Who wins.

BEFORE = Judgement((0.5, 0.3, 0.4, 0.4) * 25, 0.05)


@pytest.mark.parametrize(("rmse", "wins"), [(0.04, True), (0.05, True), (0.06, False)])
def test_parameters_win_by_less_loss_and_shares_that_are_no_worse(rmse, wins):
    less = Judgement(tuple(loss - 0.1 for loss in BEFORE.losses), rmse)
    assert less.beats(BEFORE) is wins


def test_parameters_that_lose_more_never_win():
    more = Judgement(tuple(loss + 0.1 for loss in BEFORE.losses), 0.01)
    assert not more.beats(BEFORE)


def test_a_gain_that_luck_may_give_is_no_win():
    """Better 51 times of a hundred, and worse by as much 49 times."""
    lucky = Judgement(
        tuple(loss - (0.1 if place < 51 else -0.1) for place, loss in enumerate(BEFORE.losses)), 0.01
    )
    assert lucky.log_loss < BEFORE.log_loss
    assert not lucky.beats(BEFORE)


def test_equal_parameters_do_not_beat_each_other():
    assert not BEFORE.beats(BEFORE)


def test_one_recall_proves_nothing():
    assert not Judgement((0.1,), 0.0).beats(Judgement((0.9,), 0.5))


# Which reviews count.


def test_the_first_rating_of_all_is_foretold_by_nobody():
    assert list(recalls(seen((GOOD, 0)), USUAL)) == []


def test_only_the_first_rating_of_a_later_day_is_judged():
    history = seen((GOOD, 0), (GOOD, 0), (AGAIN, 3), (GOOD, 3), (GOOD, 5))
    found = list(recalls(history, USUAL))
    assert [(one.days, one.is_recalled, one.nth, one.lapses) for one in found] == [
        (3, False, 2, 0),
        (2, True, 3, 1),
    ]


def test_forgetting_on_the_day_itself_is_no_lapse():
    found = list(recalls(seen((GOOD, 0), (AGAIN, 0), (GOOD, 4)), USUAL))
    assert [one.lapses for one in found] == [0]


def test_ratings_of_the_same_day_move_the_memory_all_the_same():
    (once,) = recalls(seen((GOOD, 0), (GOOD, 5)), USUAL)
    (twice,) = recalls(seen((GOOD, 0), (EASY, 0), (GOOD, 5)), USUAL)
    assert twice.foretold > once.foretold


def test_what_is_foretold_is_the_forgetting_curve_of_fsrs():
    """After the stability's own time, nine in ten: Good at first is stable for the third parameter's days."""
    plan = Plan(parameters=(*USUAL.parameters[:2], 7.0, *USUAL.parameters[3:]))
    (found,) = recalls(seen((GOOD, 0), (GOOD, 7)), plan)
    assert found.foretold == pytest.approx(0.9)


def test_a_clock_put_back_is_no_time_gone_by():
    assert list(recalls(seen((GOOD, 5), (GOOD, 3)), USUAL)) == []


def test_a_history_is_replayed_from_never_rated_to_what_the_card_is_now():
    memories = [memory for memory, _ in replayed(seen((GOOD, 0), (GOOD, 0), (GOOD, 3)), USUAL)]
    assert [memory.state for memory in memories] == [State.NEW, State.LEARNING, State.REVIEW, State.REVIEW]
    assert memories[0].stability is None
    assert memories[3].stability > memories[2].stability

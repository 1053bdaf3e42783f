"""How the strongest and the weakest third did, from the same counts as all else."""

import pytest

from quizzes.progress.items.analysis import Cell, Whole
from quizzes.progress.items.sides import by_question
from quizzes.progress.items.thirds import Standing
from quizzes.progress.units import units


def tallied(*rows: tuple[float, float]) -> tuple[list[Cell], Standing]:
    """An attempt each: what it earned of one mark at question 1, and of nine at all else."""
    cells = [Cell(1, 1, units(1), units(here), units(elsewhere), 1) for here, elsewhere in rows]
    wholes = [Whole(units(10), units(here + elsewhere), 1) for here, elsewhere in rows]
    return cells, Standing.of(wholes)


def test_each_third_did_what_its_attempts_earned():
    found = by_question(*tallied((1, 8), (0.5, 8), (0, 5), (1, 5), (0, 1), (0.5, 1)))[1]
    assert found.strongest == pytest.approx((0.75, 1))
    assert found.weakest == pytest.approx((0.25, 0.5))
    assert found.everybody == pytest.approx((0.5, 4 / 6))
    assert not found.weakest_earned_more


def test_the_weakest_may_have_done_better():
    assert by_question(*tallied((0, 9), (0, 5), (1, 1)))[1].weakest_earned_more


def test_a_question_at_which_the_good_did_badly_may_still_be_done_better_by_the_strongest():
    """The thirds are those of the whole mark, of which the question is a part: who had it right stands higher by it."""
    found = by_question(*tallied((1, 5), (0, 5.4), (0, 5.4)))[1]
    assert (found.strongest.mark, found.weakest_earned_more) == (1, False)


def test_an_equal_share_is_not_better_however_the_thirds_are_divided():
    found = by_question(*tallied(*[(1, 5)] * 7))[1]
    assert not found.weakest_earned_more
    assert not found.weakest_were_right_more


def test_by_certainty_one_may_be_right_more_and_earn_less():
    """The strongest were sure and right but once; the weakest not sure, and right each time."""
    cells = [
        Cell(1, 1, units(3), units(mark), units(rest), 1) for mark, rest in ((3, 9), (-6, 12), (1, 0), (1, 0))
    ]
    wholes = [Whole(units(12), units(total), 1) for total in (12, 6, 1, 1)]
    found = by_question(cells, Standing.of(wholes))[1]
    assert found.weakest_were_right_more
    assert found.everybody.right == 0.75


def test_a_question_worth_nothing_is_no_fault():
    assert by_question([Cell(1, 1, 0, 0, 5, 2)], Standing.of([Whole(9, 5, 2)]))[1].everybody == (0, 0)

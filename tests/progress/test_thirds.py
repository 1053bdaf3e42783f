import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.items.analysis import Cell, Whole
from quizzes.progress.items.thirds import Chosen, Standing, Thirds, asked, choosers, places
from quizzes.progress.units import units


def wholes(**counts: int) -> list[Whole]:
    """So many attempts at a quiz worth 100 marks for each mark, written m90=3."""
    return [Whole(units(100), units(int(mark[1:])), count) for mark, count in counts.items()]


def test_three_marks_make_three_thirds():
    assert places(wholes(m90=4, m50=4, m10=4)) == {90: (1, 0, 0), 50: (0, 1, 0), 10: (0, 0, 1)}


def test_a_percent_in_which_a_third_ends_counts_for_either_by_its_part():
    found = places(wholes(m90=1, m50=4, m10=1))
    assert found[90] == (1, 0, 0)
    assert found[50] == pytest.approx((0.25, 0.5, 0.25))
    assert found[10] == (0, 0, 1)


def test_where_all_reached_the_same_each_third_holds_a_third_of_them():
    assert places(wholes(m50=5))[50] == pytest.approx((1 / 3, 1 / 3, 1 / 3))


@given(st.dictionaries(st.integers(-600, 100), st.integers(0, 50)))
def test_each_third_holds_a_third_of_the_attempts(counts):
    rows = [Whole(units(100), units(mark), count) for mark, count in counts.items()]
    total = sum(counts.values())
    found = places(rows)
    sums = [sum(found[mark][third] * count for mark, count in counts.items() if count) for third in range(3)]
    assert sums == pytest.approx([total / 3] * 3)


def test_each_option_is_counted_by_third():
    here = Standing.of(wholes(m90=3, m50=3, m10=3))
    rows = [Chosen(7, "a", 90, 3), Chosen(7, "b", 50, 2), Chosen(7, "b", 10, 1), Chosen(8, "a", 10, 2)]
    assert choosers(rows, here) == {7: {"a": (3, 0, 0), "b": (0, 2, 1)}, 8: {"a": (0, 0, 2)}}


def test_who_was_asked_is_counted_by_third_for_each_version():
    rows = wholes(m90=3, m50=3, m10=3)
    cells = [
        Cell(1, 7, units(50), units(50), units(40), 3),
        Cell(1, 7, units(50), units(10), units(40), 1),
        Cell(1, 8, units(50), 0, units(10), 2),
    ]
    assert asked(cells, Standing.of(rows)) == {7: (3, 1, 0), 8: (0, 0, 2)}


def test_the_same_mark_of_different_points_divides_as_in_the_whole_quiz():
    rows = [Whole(units(10), units(5), 1), Whole(units(5), units(5), 1), Whole(units(10), 0, 1)]
    cells = [Cell(1, 7, units(1), units(1), units(4), 2)]
    assert asked(cells, Standing.of(rows))[7] == pytest.approx((1, 1, 0))


def test_shares_are_of_those_asked():
    assert Thirds(1, 2, 0).of(Thirds(2, 2, 0)) == (0.5, 1, 0)

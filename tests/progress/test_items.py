"""The figures by counts are those of the same marks one by one."""

from collections import Counter
from dataclasses import astuple, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.progress import statistics
from quizzes.progress.items.analysis import Cell, Whole, analysis, bins, met
from quizzes.progress.units import units
from tests.progress import published

MARKS = st.sampled_from([0, 1, 0.5, 0.3333333, 0.25, 0.9, 2, -0.5, -2])


@st.composite
def matrices(draw) -> tuple[list[float], list[list[float]]]:
    """The highest marks, and a row an attempt."""
    slots = draw(st.integers(1, 6))
    maxima = draw(st.lists(st.sampled_from([1, 2, 3, 0.5]), min_size=slots, max_size=slots))
    return maxima, draw(st.lists(st.lists(MARKS, min_size=slots, max_size=slots), max_size=30))


def tallied(maxima, rows) -> tuple[list[Cell], list[Whole]]:
    """The rows as the tallies would hold them."""
    cells, wholes = Counter(), Counter()
    for row in rows:
        total = sum(map(units, row))
        wholes[units(sum(maxima)), total] += 1
        for place, mark in enumerate(row):
            cells[place, place, units(maxima[place]), units(mark), total - units(mark)] += 1
    return [Cell(*cell, count) for cell, count in cells.items()], [
        Whole(*one, n) for one, n in wholes.items()
    ]


def close(figures) -> tuple:
    return tuple(one if one is None else pytest.approx(one, rel=1e-9, abs=1e-9) for one in astuple(figures))


@given(matrices())
def test_the_figures_of_each_question_are_those_of_the_marks_one_by_one(matrix):
    maxima, rows = matrix
    spreads = statistics.spreads(rows, len(maxima))
    # Of nothing, sums one by one leave a rounding error, whose root is no small one; here nothing is exactly nothing.
    assume(all(abs(one.covariance_with_total or 1) > 1e-9 for one in spreads))
    found = analysis(*tallied(maxima, rows))
    one_by_one = statistics.item_analysis(maxima, rows) if rows else []
    assert [astuple(one) for one in found.items.values()] == [close(one) for one in one_by_one]


@given(matrices())
def test_the_figures_of_the_quiz_are_those_of_the_marks_one_by_one(matrix):
    maxima, rows = matrix
    found = analysis(*tallied(maxima, rows))
    assert astuple(found.whole) == close(statistics.quiz_figures(rows))


def test_published_figures_come_out_of_counts():
    rows = published.walkthrough()
    found = analysis(*tallied([1] * 7, rows))
    for name, expected in published.WALKTHROUGH_ITEMS.items():
        assert [getattr(one, name) for one in found.items.values()] == published.at_the_tenth_place(expected)
    for name, expected in published.WALKTHROUGH_QUIZ.items():
        assert getattr(found.whole, name) == published.at_the_tenth_place(expected)


def test_published_figures_of_slots_worth_nothing_come_out_of_counts():
    found = analysis(*tallied(published.STATES_MAXIMA, published.states()))
    for name, expected in published.STATES_ITEMS.items():
        figures = [getattr(one, name) for one in found.items.values()]
        assert figures == [published.to_ten_digits(one) for one in expected]


def test_versions_of_a_question_count_as_one():
    maxima, rows = [1, 1], [[1, 0], [0, 1], [1, 1], [0, 0]]
    cells, wholes = tallied(maxima, rows)
    in_versions = [cell._replace(version=10 + place) for place, cell in enumerate(cells)]
    found = analysis(in_versions, wholes)
    assert found.versions == {cell.version for cell in in_versions}
    assert replace(found, versions=frozenset()) == replace(analysis(cells, wholes), versions=frozenset())


def test_a_version_worth_more_counts_for_more_in_the_facility():
    cells = [Cell(1, 1, units(1), units(1), 0, 3), Cell(1, 2, units(2), 0, 0, 1)]
    wholes = [Whole(units(1), units(1), 3), Whole(units(2), 0, 1)]
    assert analysis(cells, wholes).items[1].facility_index == pytest.approx(100 * 3 / 5)


def test_where_questions_were_drawn_a_part_of_the_whole_is_that_of_an_attempt_and_agreement_is_unknown():
    cells = [
        Cell(1, 1, units(1), units(1), units(1), 2),
        Cell(2, 2, units(1), 0, units(1), 1),
        Cell(2, 2, units(1), units(1), units(1), 1),
        Cell(3, 3, units(1), units(1), units(1), 1),
        Cell(3, 3, units(1), units(1), 0, 1),
    ]
    wholes = [Whole(units(2), units(2), 2), Whole(units(2), units(1), 1)]
    found = analysis(cells, wholes)
    assert not found.asks_all_the_same
    assert [one.intended_weight for one in found.items.values()] == [50, 50, 50]
    assert found.whole.internal_consistency is found.whole.error_ratio is found.whole.standard_error is None
    assert found.whole.mean == pytest.approx(5 / 3)


def test_cells_that_count_no_attempt_of_the_selection_say_nothing():
    cells, wholes = tallied([1, 1], [[1, 0], [0, 1], [1, 1]])
    more = [*cells, *(replace_count(cell, 0) for cell in tallied([1, 1], [[0, 0]])[0])]
    assert analysis(more, wholes) == analysis(cells, wholes)


def replace_count(cell: Cell, count: int) -> Cell:
    return cell._replace(count=count, question=cell.question + 5)


def test_of_nothing_nothing_is_known():
    found = analysis([], [])
    assert found.items == {}
    assert replace(found.whole, attempts=1) == statistics.QuizFigures(1, *[None] * 8)


@given(st.lists(st.integers(-3, 3)), st.data())
def test_two_sorted_lists_meet_pair_by_pair(one, data):
    other = data.draw(st.lists(st.integers(-3, 3), min_size=len(one), max_size=len(one)))
    pairs = [pair[:2] for pair in met(Counter(one), Counter(other)) for _ in range(pair[2])]
    assert pairs == list(zip(sorted(one), sorted(other), strict=True))


def test_marks_are_sorted_into_tenths_of_the_whole():
    totals = [(-5, 1), (0, 2), (9, 4), (10, 8), (89, 16), (90, 32), (100, 64)]
    found = bins(Whole(units(100), units(total), count) for total, count in totals)
    assert found == (7, 8, 0, 0, 0, 0, 0, 0, 16, 96)


def test_a_quiz_worth_nothing_is_no_fault():
    assert bins([Whole(0, 0, 3)])[0] == 3

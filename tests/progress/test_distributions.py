import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.distributions import BINS, Distribution, named


def test_each_mark_lies_in_its_tenth_and_the_best_in_the_last():
    assert Distribution([0, 9.99, 10, 55, 90, 100]).bins == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]


def test_what_reckoning_left_of_a_whole_percent_counts_as_that():
    assert Distribution([100 * (0.1 + 0.2), 29.999999999999996]).bins[3] == 2


def test_mean_and_median_are_of_the_marks_themselves():
    found = Distribution([10, 20, 90])
    assert (found.mean, found.median) == (pytest.approx(40), 20)


def test_without_marks_there_is_neither():
    nothing = Distribution([])
    assert (nothing.mean, nothing.median, sum(nothing.bins)) == (None, None, 0)


def test_tenths_are_named_by_where_they_begin_and_end():
    assert (named(0), named(BINS - 1)) == ("0–10 %", "90–100 %")


@given(st.lists(st.floats(0, 100)))
def test_no_mark_is_lost(percents):
    assert sum(Distribution(percents).bins) == len(percents)

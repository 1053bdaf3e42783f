from dataclasses import asdict
from statistics import stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from quizzes.progress.statistics import item_analysis, quiz_figures
from tests.progress import published


def column(figures, name: str) -> list[float | None]:
    return [getattr(item, name) for item in figures]


@pytest.mark.parametrize("name", published.WALKTHROUGH_ITEMS)
def test_the_item_analysis_is_moodles_for_its_walkthrough(name):
    figures = item_analysis([1] * 7, published.walkthrough())
    expected = published.WALKTHROUGH_ITEMS[name]
    assert column(figures, name) == published.at_the_tenth_place(expected)


def test_the_figures_of_the_quiz_are_moodles_for_its_walkthrough():
    figures = asdict(quiz_figures(published.walkthrough()))
    assert figures == published.at_the_tenth_place(published.WALKTHROUGH_QUIZ)


def test_the_published_marks_were_copied_right():
    assert [sum(row) for row in published.states()] == pytest.approx(published.STATES_TOTALS)


@pytest.mark.parametrize("name", published.STATES_ITEMS)
def test_the_item_analysis_is_moodles_for_its_generated_attempts(name):
    figures = item_analysis(published.STATES_MAXIMA, published.states())
    for slot, (found, expected) in enumerate(
        zip(column(figures, name), published.STATES_ITEMS[name], strict=True), start=1
    ):
        assert found == published.to_ten_digits(expected), f"slot {slot}"


def test_intended_weights_are_the_shares_of_the_highest_marks():
    figures = item_analysis([1, 3], [[0, 3], [1, 0]])
    assert column(figures, "intended_weight") == [25, 75]


def test_nobody_took_it():
    (item,) = item_analysis([2], [])
    assert (item.attempts, item.facility_index, item.sd, item.discrimination_index) == (0, None, None, None)
    assert quiz_figures([]).mean is None


def test_one_attempt_has_no_spread():
    item, _ = item_analysis([2, 2], [[1, 2]])
    assert (item.facility_index, item.sd, item.effective_weight) == (50, None, None)
    figures = quiz_figures([[1, 2]])
    assert (figures.mean, figures.median, figures.sd, figures.internal_consistency) == (3, 3, None, None)


def test_where_all_got_the_same_nothing_is_told_apart():
    """0.1 three times has a mean that is not quite 0.1, and so a variance that is not quite nothing."""
    first, second = item_analysis([1, 1], [[0.1, 0], [0.1, 1], [0.1, 1]])
    assert first.discrimination_index is first.discriminative_efficiency is None
    assert second.discrimination_index is None


def test_a_slot_against_the_others_has_no_effective_weight():
    against, *_ = item_analysis([1, 1, 1], [[1, 0, 0], [1, 0, 0], [0, 1, 1], [0, 1, 1]])
    assert against.effective_weight is None
    assert against.discrimination_index == pytest.approx(-100)


def test_a_slot_that_sorts_as_the_rest_does_is_as_efficient_as_can_be():
    first, *_ = item_analysis([1, 4], [[0, 1], [0, 2], [1, 3], [1, 4]])
    assert first.discriminative_efficiency == pytest.approx(100)


some_marks = some.integers(2, 5).flatmap(
    lambda slots: some.lists(
        some.lists(some.sampled_from([0, 0.25, 1 / 3, 0.5, 1, -1]), min_size=slots, max_size=slots),
        min_size=4,
        max_size=30,
    )
)


@given(some_marks, some.randoms(use_true_random=False))
def test_the_order_of_attempts_changes_nothing(marks, chance):
    shuffled = list(marks)
    chance.shuffle(shuffled)
    maxima = [1] * len(marks[0])
    for one, other in zip(item_analysis(maxima, marks), item_analysis(maxima, shuffled), strict=True):
        assert asdict(one) == pytest.approx(asdict(other), abs=1e-6)


@given(some_marks)
def test_no_figure_leaves_its_bounds(marks):
    items = item_analysis([1] * len(marks[0]), marks)
    for item in items:
        for percent in (item.discrimination_index, item.discriminative_efficiency):
            assert percent is None or -1e6 < percent <= 100 + 1e-6
        assert item.discrimination_index is None or item.discrimination_index >= -100 - 1e-6
    weights = [item.effective_weight for item in items if item.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100) or sum(weights) == 0


@given(some_marks, some.sampled_from([2, 10, 0.5]))
def test_marks_in_another_coin_say_the_same(marks, rate):
    other = [[mark * rate for mark in row] for row in marks]
    before, after = quiz_figures(marks), quiz_figures(other)
    assume(before.internal_consistency is not None)
    assert after.internal_consistency == pytest.approx(before.internal_consistency, abs=1e-6)
    assert after.skewness == pytest.approx(before.skewness, abs=1e-6)
    assert after.standard_error == pytest.approx(before.standard_error * rate)


@given(some_marks)
def test_the_standard_deviation_is_that_of_a_sample(marks):
    item, *_ = item_analysis([1] * len(marks[0]), marks)
    assert item.sd == pytest.approx(stdev(row[0] for row in marks))

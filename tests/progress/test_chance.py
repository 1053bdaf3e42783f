"""What chance may make of a figure: held against published values, and against chance itself."""

from random import Random

import pytest

from quizzes.progress.items.chance import highest, is_below_chance, is_chance, kurtosis_error, skewness_error
from quizzes.progress.statistics import item_analysis


@pytest.mark.parametrize(
    ("count", "skewness", "kurtosis"),
    [(10, 0.687, 1.334), (30, 0.427, 0.833), (100, 0.241, 0.478)],
)
def test_standard_errors_of_a_shape_are_those_of_the_tables(count, skewness, kurtosis):
    """As statistics programs print them beside skewness and kurtosis."""
    assert skewness_error(count) == pytest.approx(skewness, abs=5e-4)
    assert kurtosis_error(count) == pytest.approx(kurtosis, abs=5e-4)


def test_of_too_few_any_shape_may_be_chance():
    assert is_chance(9.0, skewness_error(2))
    assert is_chance(9.0, kurtosis_error(3))


def test_the_upper_end_is_that_of_nine_tenths():
    """Of r = 0.30 in 100: artanh 0.30 is 0.3095, and 1.645/√97 is 0.1670."""
    assert highest(0.30, 100) == pytest.approx(0.4435, abs=1e-4)


def test_a_perfect_correlation_stays_one_and_of_three_none_is_told():
    assert (highest(-1.0, 10), highest(-1.0, 3)) == (-1.0, 1.0)


@pytest.mark.parametrize(
    ("index", "attempts", "is_told"), [(-1.3, 46, False), (-30, 30, False), (-31, 30, True)]
)
def test_little_below_nothing_may_be_chance(index, attempts, is_told):
    assert is_below_chance(index / 100, attempts) == is_told


def test_of_questions_that_tell_nothing_one_in_twenty_is_told_and_of_sound_ones_hardly_any():
    chance = Random(5)
    idle = [told(chance, 30, strength=0.0) for _ in range(200)]
    sound = [told(chance, 30, strength=0.5) for _ in range(100)]
    assert sum(idle) / (200 * 10) == pytest.approx(0.05, abs=0.02)
    assert sum(sound) / (100 * 10) < 0.005


def told(chance: Random, attempts: int, *, strength: float) -> int:
    """Of ten questions, how many are told to be below chance; `strength`: what a student's own part is of each mark."""
    rows = []
    for _ in range(attempts):
        own = chance.gauss(0, 1)
        rows.append([float(strength * own + chance.gauss(0, 1) > 0) for _ in range(10)])
    found = item_analysis([1] * 10, rows)
    return sum(
        is_below_chance(one.discrimination_index / 100, attempts) for one in found if one.discrimination_index
    )

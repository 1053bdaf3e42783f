"""What the marks of a quiz say about its questions: the figures of Moodle's quiz statistics, to the last digit.

The formulas are those of "Quiz statistics calculations" in Moodle's developer documentation: classical test theory,
with the variance of a sample. Where a figure cannot be had, for too few attempts or because everybody got the same,
it is None. Nothing here rounds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, isclose, sqrt
from statistics import median

TINY = 1e-12
"""A variance below this is what rounding left of nothing: marks differ by hundredths at the least."""


@dataclass(frozen=True)
class Spread:
    """How the marks of one slot lie, beside those of the other slots of the same attempts.

    `rest` is what an attempt earned in all other slots. `greatest_covariance` is what the covariance would be had
    the strongest in the rest the best mark here, and so on down.
    """

    attempts: int
    mean: float
    variance: float | None
    rest_variance: float | None
    covariance: float | None
    greatest_covariance: float | None

    @property
    def covariance_with_total(self) -> float | None:
        """The total is the mark and the rest."""
        return None if self.variance is None else self.variance + self.covariance


@dataclass(frozen=True)
class ItemFigures:
    """The item analysis of one slot. `sd` is in marks, all but `slot`, `attempts` and `sd` in percent."""

    slot: int
    attempts: int
    facility_index: float | None
    sd: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None


@dataclass(frozen=True)
class Totals:
    """How the whole marks of the attempts lie: their mean, their median, and the sums of the 2nd to 4th powers of the
    differences from the mean, each divided by the number of attempts."""

    attempts: int
    mean: float
    median: float
    m2: float
    m3: float
    m4: float


@dataclass(frozen=True)
class QuizFigures:
    """The figures of a whole quiz. `mean`, `median`, `sd` and `standard_error` are in marks, `internal_consistency`
    (Cronbach's alpha) and `error_ratio` in percent."""

    attempts: int
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    internal_consistency: float | None
    error_ratio: float | None
    standard_error: float | None


def item_analysis(maxima: Sequence[float], marks: Sequence[Sequence[float]]) -> list[ItemFigures]:
    """The figures of each slot; `marks` has a row an attempt, with a mark for each of the `maxima`."""
    return figures_of(maxima, spreads(marks, len(maxima)))


def quiz_figures(marks: Sequence[Sequence[float]]) -> QuizFigures:
    slots = len(marks[0]) if marks else 0
    return figures_of_quiz(totals([fsum(row) for row in marks]), spreads(marks, slots))


def spreads(marks: Sequence[Sequence[float]], slots: int) -> list[Spread]:
    wholes = [fsum(row) for row in marks]
    columns = ([row[slot] for row in marks] for slot in range(slots))
    return [spread(column, wholes) for column in columns]


def spread(column: Sequence[float], wholes: Sequence[float]) -> Spread:
    """How the marks of one slot lie; `wholes` are the whole marks of the same attempts."""
    rest = [whole - mark for mark, whole in zip(column, wholes, strict=True)]
    attempts = len(column)
    if attempts < 2:
        return Spread(attempts, fsum(column) / attempts if attempts else 0, None, None, None, None)
    mean, rest_mean = fsum(column) / attempts, fsum(rest) / attempts
    differences = [mark - mean for mark in column]
    rest_differences = [mark - rest_mean for mark in rest]
    return Spread(
        attempts,
        mean,
        covariance(differences, differences),
        covariance(rest_differences, rest_differences),
        covariance(differences, rest_differences),
        covariance(sorted(differences), sorted(rest_differences)),
    )


def covariance(differences: Sequence[float], others: Sequence[float]) -> float:
    """Of a sample, by the differences from the means."""
    products = (one * other for one, other in zip(differences, others, strict=True))
    return fsum(products) / (len(differences) - 1)


def figures_of(maxima: Sequence[float], slots: Sequence[Spread]) -> list[ItemFigures]:
    """The item analysis by the spread of each slot."""
    whole = fsum(maxima)
    weight = fsum(sqrt(shared) for slot in slots if (shared := slot.covariance_with_total or 0) > 0)
    return [
        ItemFigures(
            slot=number,
            attempts=slot.attempts,
            facility_index=100 * slot.mean / best if best and slot.attempts else None,
            sd=None if slot.variance is None else sqrt(slot.variance),
            intended_weight=100 * best / whole if whole else None,
            effective_weight=effective_weight(slot, weight),
            discrimination_index=discrimination_index(slot),
            discriminative_efficiency=discriminative_efficiency(slot),
        )
        for number, (best, slot) in enumerate(zip(maxima, slots, strict=True), start=1)
    ]


def effective_weight(slot: Spread, weight: float) -> float | None:
    """How much of the differences between students this slot makes: 100·√cov(item, total) over the sum of such roots.
    None where strong students did so badly here that it works against the others."""
    shared = slot.covariance_with_total
    if shared is None or shared < 0 or not weight:
        return None
    return 100 * sqrt(shared) / weight


def discrimination_index(slot: Spread) -> float | None:
    """How far those who did well elsewhere did well here: 100·cov(item, rest) / √(var(item)·var(rest))."""
    if is_nothing(slot.variance) or is_nothing(slot.rest_variance):
        return None
    return 100 * slot.covariance / sqrt(slot.variance * slot.rest_variance)


def discriminative_efficiency(slot: Spread) -> float | None:
    """The covariance in percent of what it could be with these very marks, each sorted."""
    if is_nothing(slot.variance) or is_nothing(slot.rest_variance):
        return None
    return 100 * slot.covariance / slot.greatest_covariance


def is_nothing(variance: float | None) -> bool:
    return variance is None or isclose(variance, 0, abs_tol=TINY)


def totals(wholes: Sequence[float]) -> Totals:
    attempts = len(wholes)
    if not attempts:
        return Totals(0, 0, 0, 0, 0, 0)
    mean = fsum(wholes) / attempts
    powers = (fsum((whole - mean) ** power for whole in wholes) / attempts for power in (2, 3, 4))
    return Totals(attempts, mean, median(wholes), *powers)


def figures_of_quiz(whole: Totals, slots: Iterable[Spread]) -> QuizFigures:
    """The figures of the whole quiz by the spread of its marks, and of those of its slots."""
    count = whole.attempts
    if count < 2:
        known = (whole.mean, whole.median) if count else (None, None)
        return QuizFigures(count, *known, None, None, None, None, None, None)
    k2 = whole.m2 * count / (count - 1)
    sd, alpha = sqrt(k2), internal_consistency(k2, list(slots))
    error = None if alpha is None else 100 * sqrt(1 - alpha / 100)
    return QuizFigures(
        attempts=count,
        mean=whole.mean,
        median=whole.median,
        sd=sd,
        skewness=skewness(whole, k2),
        kurtosis=kurtosis(whole, k2),
        internal_consistency=alpha,
        error_ratio=error,
        standard_error=None if error is None else error * sd / 100,
    )


def skewness(whole: Totals, k2: float) -> float | None:
    """k3 / k2^(3/2), by the k-statistics."""
    count = whole.attempts
    if count < 3 or is_nothing(k2):
        return None
    k3 = count**2 * whole.m3 / ((count - 1) * (count - 2))
    return k3 / k2**1.5


def kurtosis(whole: Totals, k2: float) -> float | None:
    """k4 / k2², by the k-statistics: 0 where the marks lie as in a normal distribution."""
    count = whole.attempts
    if count < 4 or is_nothing(k2):
        return None
    lifted = (count + 1) * whole.m4 - 3 * (count - 1) * whole.m2**2
    return count**2 * lifted / ((count - 1) * (count - 2) * (count - 3)) / k2**2


def internal_consistency(k2: float, slots: Sequence[Spread]) -> float | None:
    """Cronbach's alpha in percent: 100·p/(p-1)·(1 - Σ var(item) / var(total)).

    As in Moodle, not for fewer than three attempts.
    """
    if len(slots) < 2 or is_nothing(k2) or slots[0].attempts < 3:
        return None
    return 100 * len(slots) / (len(slots) - 1) * (1 - fsum(slot.variance for slot in slots) / k2)

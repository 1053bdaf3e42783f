"""The item analysis of a quiz by counts: so many attempts earned this here and that elsewhere.

The figures are those of statistics.py. What they need, sums of products and sorted lists, is had from the counts in
whole units and without rounding, so a million attempts cost as much as their marks differ.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter, mul
from typing import NamedTuple

from quizzes.progress import statistics
from quizzes.progress.items.distributions import binned
from quizzes.progress.statistics import ItemFigures, QuizFigures, Spread, Totals
from quizzes.progress.units import PER_MARK, marks, share

# Places in a cell.
MARK, REST, COUNT = 3, 4, 5
Histogram = Mapping[int, int]


class Cell(NamedTuple):
    """So many attempts earned `mark` of `points` at a question, and `rest` at all else; in units."""

    question: int
    version: int
    points: int
    mark: int
    rest: int
    count: int


class Whole(NamedTuple):
    """So many attempts earned `total` of `points` in all; in units."""

    points: int
    total: int
    count: int


@dataclass(frozen=True)
class Analysis:
    """Of one quiz: the figures of each question by its id, those of the whole, and how the wholes lie.

    `points` is the best possible mark, on average where it differs; `asks_all_the_same`, whether every attempt was
    asked the same questions. Where not, nothing can be said of how far the questions agree. `below_nothing`: how many
    attempts ended there.
    """

    items: dict[int, ItemFigures]
    whole: QuizFigures
    points: float
    asks_all_the_same: bool
    bins: tuple[int, ...]
    below_nothing: int
    versions: frozenset[int]


def analysis(cells: Iterable[Cell], wholes: Sequence[Whole]) -> Analysis:
    """By the marks of those attempts; `slot` of a figure is the place of its question in the order they come in."""
    by_question = grouped(cells)
    spreads = {question: spread(found) for question, found in by_question.items()}
    attempts = sum(whole.count for whole in wholes)
    points = mean_of((whole.points, whole.count) for whole in wholes)
    is_same = all(one.attempts == attempts for one in spreads.values())
    totals = totals_of(wholes)
    return Analysis(
        items(by_question, spreads, points),
        statistics.figures_of_quiz(totals, spreads.values() if is_same else ()),
        points,
        is_same,
        bins(wholes),
        sum(whole.count for whole in wholes if whole.total < 0),
        frozenset(cell.version for found in by_question.values() for cell in found),
    )


def grouped(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    """Each question's, whatever its version."""
    found: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.count:
            found[cell.question].append(cell)
    return dict(found)


def items(
    cells: Mapping[int, Sequence[Cell]], spreads: Mapping[int, Spread], whole: float
) -> dict[int, ItemFigures]:
    """Where attempts were asked different questions, a question's part of the whole is that of an attempt it is in."""
    maxima = [mean_of((cell.points, cell.count) for cell in found) for found in cells.values()]
    figures = statistics.figures_of(maxima, list(spreads.values()))
    return {
        question: replace(one, intended_weight=100 * best / whole if whole else None)
        for question, best, one in zip(cells, maxima, figures, strict=True)
    }


def mean_of(counted: Iterable[tuple[int, int]]) -> float:
    """In marks, of values in units with how often each occurs; 0 of none."""
    rows = list(counted)
    count = sum(times for _, times in rows)
    return sum(value * times for value, times in rows) / (count * PER_MARK) if count else 0.0


def spread(cells: Sequence[Cell]) -> Spread:
    """How the marks of one question lie, as statistics.spread() has it of the same marks one by one."""
    earned, rests, counts = (list(map(itemgetter(place), cells)) for place in (MARK, REST, COUNT))
    count, total, rest = sum(counts), sum(map(mul, earned, counts)), sum(map(mul, rests, counts))
    mean = total / (count * PER_MARK) if count else 0
    if count < 2:
        return Spread(count, mean, None, None, None, None)

    def covariance(products: int, one: int, other: int) -> float:
        return (count * products - one * other) / (count * (count - 1) * PER_MARK**2)

    return Spread(
        count,
        mean,
        covariance(products(earned, earned, counts), total, total),
        covariance(products(rests, rests, counts), rest, rest),
        covariance(products(earned, rests, counts), total, rest),
        covariance(greatest_products(earned, rests, counts), total, rest),
    )


def products(one: Sequence[int], other: Sequence[int], counts: Sequence[int]) -> int:
    return sum(map(mul, map(mul, one, other), counts))


def greatest_products(earned: Sequence[int], rests: Sequence[int], counts: Sequence[int]) -> int:
    """The sum of products had the best mark met the best rest, the second the second, and so on."""
    here, elsewhere = defaultdict(int), defaultdict(int)
    for mark, rest, count in zip(earned, rests, counts, strict=True):
        here[mark] += count
        elsewhere[rest] += count
    return sum(mark * rest * count for mark, rest, count in met(here, elsewhere))


def met(one: Histogram, other: Histogram) -> Iterator[tuple[int, int, int]]:
    """Two sorted lists side by side, in runs of the same pair; both hold as many values."""
    runs, others = iter(sorted(one.items())), iter(sorted(other.items()))
    left = right = 0
    while True:
        if not left:
            value, left = next(runs, (0, 0))
        if not right:
            beside, right = next(others, (0, 0))
        if not (count := min(left, right)):
            return
        yield value, beside, count
        left, right = left - count, right - count


def totals_of(wholes: Sequence[Whole]) -> Totals:
    lying = Counter()
    for whole in wholes:
        lying[whole.total] += whole.count
    count = lying.total()
    if not count:
        return Totals(0, 0, 0, 0, 0, 0)
    total = sum(value * times for value, times in lying.items())
    # Times the count, so that the mean is a whole number, too.
    away = [(count * value - total, times) for value, times in lying.items()]
    powers = (
        sum(times * one**power for one, times in away) / (count ** (power + 1) * PER_MARK**power)
        for power in (2, 3, 4)
    )
    return Totals(count, total / (count * PER_MARK), median(lying), *powers)


def median(lying: Histogram) -> float:
    count = sum(lying.values())
    return marks(value_at(lying, (count - 1) // 2) + value_at(lying, count // 2)) / 2


def value_at(lying: Histogram, place: int) -> int:
    """What stands at that place, from 0, in the sorted list."""
    for value, times in sorted(lying.items()):
        if place < times:
            return value
        place -= times
    raise IndexError("there are not so many")


def bins(wholes: Iterable[Whole]) -> tuple[int, ...]:
    """How many attempts reached which tenth of the whole. Less than nothing counts as nothing."""
    return binned((share(whole.total, whole.points), whole.count) for whole in wholes)

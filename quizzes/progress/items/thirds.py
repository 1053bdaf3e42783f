"""Who chose what: of the strongest, the middle and the weakest third of the attempts, by their whole marks.

Kelley (1939) took the upper and the lower 27 percent, which is best for large groups of one kind; a third of each
leaves out nobody and is easier to tell. Attempts with the same whole percent cannot be told apart, so where a third
ends among them, each counts by its part for either side.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.progress.items.analysis import Cell, Whole
from quizzes.progress.units import percent


class Thirds(NamedTuple):
    """So many of the strongest, of the middle and of the weakest third; parts where a percent is divided."""

    strongest: float
    middle: float
    weakest: float

    def plus(self, other: "Thirds", times: float = 1) -> "Thirds":
        # Written out, for it is done for every row of a quiz.
        return Thirds(self[0] + times * other[0], self[1] + times * other[1], self[2] + times * other[2])

    def of(self, whole: "Thirds") -> "Thirds":
        """The shares, from 0 to 1; nothing of nothing is 0."""
        return Thirds(*(min(one / all, 1.0) if all else 0.0 for one, all in zip(self, whole, strict=True)))


NONE = Thirds(0, 0, 0)


@dataclass(frozen=True)
class Standing:
    """Of the attempts at a quiz: which part of those that reached a percent, or earned a whole mark, is in which third."""

    by_percent: Mapping[int, Thirds]
    by_total: Mapping[int, Thirds]

    @classmethod
    def of(cls, wholes: Sequence[Whole]) -> "Standing":
        found = places(wholes)
        return cls(found, stands(wholes, found))


class Chosen(NamedTuple):
    """So many attempts that reached `percent` of the whole chose an option of a version; the empty one is none."""

    version: int
    option: str
    percent: int
    count: int


def places(wholes: Iterable[Whole]) -> dict[int, Thirds]:
    """For each percent reached, which part of the attempts that reached it stands in which third."""
    lying = Counter()
    for whole in wholes:
        lying[percent(whole.total, whole.points)] += whole.count
    edge, before, found = lying.total() / 3, 0, {}
    for reached, count in sorted(lying.items(), reverse=True):
        if not count:
            continue
        after = before + count
        parts = [overlap(before, after, third * edge, (third + 1) * edge) / count for third in range(3)]
        found[reached], before = Thirds(*parts), after
    return found


def overlap(start: float, end: float, low: float, high: float) -> float:
    return max(0.0, min(end, high) - max(start, low))


def choosers(chosen: Iterable[Chosen], standing: Standing) -> dict[int, dict[str, Thirds]]:
    """By version and option, how many of each third chose it."""
    found: dict[int, dict[str, Thirds]] = defaultdict(dict)
    for one in chosen:
        if one.count and one.percent in standing.by_percent:
            before = found[one.version].get(one.option, NONE)
            found[one.version][one.option] = before.plus(standing.by_percent[one.percent], one.count)
    return dict(found)


def asked(cells: Iterable[Cell], standing: Standing) -> dict[int, Thirds]:
    """By version, how many of each third were asked it.

    Where the same whole mark was reached of different points, the attempts divide as they do in the whole quiz.
    """
    found: dict[int, Thirds] = defaultdict(lambda: NONE)
    for cell in cells:
        found[cell.version] = found[cell.version].plus(
            standing.by_total.get(cell.mark + cell.rest, NONE), cell.count
        )
    return dict(found)


def stands(wholes: Sequence[Whole], places: Mapping[int, Thirds]) -> dict[int, Thirds]:
    """By whole mark, which part of the attempts that earned it stands in which third."""
    counts = Counter()
    for whole in wholes:
        counts[whole.total] += whole.count
    found: dict[int, Thirds] = defaultdict(lambda: NONE)
    for whole in wholes:
        if whole.count:
            here = places[percent(whole.total, whole.points)]
            found[whole.total] = found[whole.total].plus(here, whole.count / counts[whole.total])
    return dict(found)

"""Who chose what: of the strongest, the middle and the weakest third of the attempts, by their whole marks.

Kelley (1939) took the upper and the lower 27 percent, which is best for large groups of one kind; a third of each
leaves out nobody and is easier to tell. Attempts with the same whole percent cannot be told apart, so where a third
ends among them, each counts by its part for either side.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quizzes.progress.items import Cell, Whole
from quizzes.progress.units import percent


class Thirds(NamedTuple):
    """So many of the strongest, of the middle and of the weakest third; parts where a percent is divided."""

    strongest: float
    middle: float
    weakest: float

    def plus(self, other: "Thirds", times: float = 1) -> "Thirds":
        return Thirds(*(one + times * another for one, another in zip(self, other, strict=True)))

    def of(self, whole: "Thirds") -> "Thirds":
        """The shares, from 0 to 1; nothing of nothing is 0."""
        return Thirds(*(min(one / all, 1.0) if all else 0.0 for one, all in zip(self, whole, strict=True)))


NONE = Thirds(0, 0, 0)


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


def choosers(chosen: Iterable[Chosen], places: Mapping[int, Thirds]) -> dict[int, dict[str, Thirds]]:
    """By version and option, how many of each third chose it."""
    found: dict[int, dict[str, Thirds]] = defaultdict(dict)
    for one in chosen:
        if one.count and one.percent in places:
            before = found[one.version].get(one.option, NONE)
            found[one.version][one.option] = before.plus(places[one.percent], one.count)
    return dict(found)


def asked(cells: Iterable[Cell], wholes: Sequence[Whole], places: Mapping[int, Thirds]) -> dict[int, Thirds]:
    """By version, how many of each third were asked it.

    Where the same whole mark was reached of different points, the attempts divide as they do in the whole quiz.
    """
    standing = stands(wholes, places)
    found: dict[int, Thirds] = defaultdict(lambda: NONE)
    for cell in cells:
        found[cell.version] = found[cell.version].plus(standing.get(cell.mark + cell.rest, NONE), cell.count)
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

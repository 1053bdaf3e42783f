"""How the versions of a question went in one quiz: what its page shows of that, reckoned from the counts once."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quizzes.progress.items import thirds
from quizzes.progress.items.analysis import Cell, mean_of, spread
from quizzes.progress.items.sides import Sides, sides
from quizzes.progress.items.thirds import Chosen, Standing, Thirds
from quizzes.progress.statistics import Spread


class Outcome(NamedTuple):
    """Of one version. `points`: the best mark, on average where it differs; `asked`: how many of each third were asked
    it, and `choosers`, by option, how many of them chose what."""

    points: float
    spread: Spread
    sides: Sides
    asked: Thirds
    choosers: Mapping[str, Thirds]


def outcomes(cells: Iterable[Cell], chosen: Iterable[Chosen], standing: Standing) -> dict[int, Outcome]:
    """By version, of one question in one quiz."""
    choosers = thirds.choosers(chosen, standing)
    asked = thirds.asked(found := list(cells), standing)
    return {
        version: Outcome(
            mean_of((cell.points, cell.count) for cell in own),
            spread(own),
            sides(own, standing),
            asked[version],
            choosers.get(version, {}),
        )
        for version, own in by_version(found).items()
    }


def by_version(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.version, []).append(cell)
    return found


def points_of(found: Iterable[Outcome]) -> float:
    """The best mark of all of them together."""
    rows = [(one.points, one.spread.attempts) for one in found]
    count = sum(attempts for _, attempts in rows)
    return sum(points * attempts for points, attempts in rows) / count if count else 0.0

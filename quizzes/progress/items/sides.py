"""How the strongest and the weakest third of the attempts did at a question, whatever its kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.progress.items.analysis import Cell
from quizzes.progress.items.thirds import NONE, Standing

TINY = 1e-9
"""What adding up parts of attempts leaves of nothing."""


class Did(NamedTuple):
    """Of some attempts, in parts of the whole: `mark`, what they earned of the best mark; `right`, how many of them
    earned anything. Nobody did nothing."""

    mark: float
    right: float


@dataclass(frozen=True)
class Sides:
    """At one question. What is right earns something and what is wrong nothing, or less, however sure one was."""

    strongest: Did
    weakest: Did
    everybody: Did

    @property
    def weakest_earned_more(self) -> bool:
        return self.weakest.mark > self.strongest.mark + TINY

    @property
    def weakest_were_right_more(self) -> bool:
        return self.weakest.right > self.strongest.right + TINY


def by_question(cells: Iterable[Cell], standing: Standing) -> dict[int, Sides]:
    """By the question's id."""
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.question, []).append(cell)
    return {question: sides(own, standing) for question, own in found.items()}


def sides(cells: Sequence[Cell], standing: Standing) -> Sides:
    """Of the attempts in these cells. The thirds are those of the whole marks, as thirds.py has them."""
    thirds = [standing.by_total.get(cell.mark + cell.rest, NONE) for cell in cells]
    return Sides(
        did(cells, [third.strongest for third in thirds]),
        did(cells, [third.weakest for third in thirds]),
        did(cells, [1.0] * len(cells)),
    )


def did(cells: Iterable[Cell], parts: Iterable[float]) -> Did:
    """Each cell counts by its part."""
    count = earned = best = right = 0.0
    for cell, part in zip(cells, parts, strict=True):
        times = cell.count * part
        count, right = count + times, right + times * (cell.mark > 0)
        earned, best = earned + times * cell.mark, best + times * cell.points
    return Did(earned / best if best else 0.0, right / count if count else 0.0)

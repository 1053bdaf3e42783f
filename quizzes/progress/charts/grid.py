"""Students by topics: shares as shaded cells, each with its figure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from quizzes.progress.charts.chart import Chart
from quizzes.progress.charts.scales import told_share, within

ON_PAPER = 8
"""So many columns of a grid stand side by side on a sheet of paper."""


@dataclass(frozen=True)
class GridHead:
    label: str
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """No share: nothing was answered there. Vague: too few answers to say much."""

    share: float | None
    told: str
    is_vague: bool = False
    url: str = ""

    @property
    def level(self) -> int | None:
        """From 0, under a fifth, to 4, from four fifths on."""
        return None if self.share is None else min(int(5 * within(self.share) + 1e-9), 4)

    @property
    def figure(self) -> str:
        if self.share is None:
            return "–"
        return f"({told_share(self.share)})" if self.is_vague else told_share(self.share)


@dataclass(frozen=True)
class GridRow:
    label: str
    url: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid(Chart):
    """The grid is its own table. `corner` says what the rows are about."""

    corner: str
    heads: Sequence[GridHead]
    rows: Sequence[GridRow]

    levels = ((4, "80 % and more"), (3, "60–79 %"), (2, "40–59 %"), (1, "20–39 %"), (0, "under 20 %"))

    @property
    def is_empty(self) -> bool:
        return not (self.heads and self.rows)

    @cached_property
    def has_vague(self) -> bool:
        return any(cell.is_vague for row in self.rows for cell in row.cells)

    @property
    def sheets(self) -> list["Grid"]:
        """Where paper is too narrow for it, parts of it that are about as wide as each other, all rows in each."""
        count = -(-len(self.heads) // ON_PAPER)
        bounds = [len(self.heads) * number // count for number in range(count + 1)] if count > 1 else []
        return [self.part(first, last) for first, last in pairwise(bounds)]

    def part(self, first: int, last: int) -> "Grid":
        rows = [replace(row, cells=row.cells[first:last]) for row in self.rows]
        return replace(self, heads=self.heads[first:last], rows=rows)

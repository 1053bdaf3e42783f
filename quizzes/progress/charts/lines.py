"""Shares over time, up to four lines, each told by its letter and its marker as well as by its colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quizzes.progress.charts.chart import PLOT, TOP, Plot, Table
from quizzes.progress.charts.scales import (
    AxisLabel,
    Tick,
    across,
    axis_labels,
    coordinate,
    pushed_apart,
    shortened,
    told_share,
    within,
)

MARKERS = (
    "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1 -4 0Z",
    "M-3.5 -3.5H3.5V3.5H-3.5Z",
    "M0 -4.8L4.6 3.4H-4.6Z",
    "M0 -5L5 0L0 5L-5 0Z",
)
"""A circle, a square, a triangle and a diamond about their middle."""
LETTERS = "ABCD"
MARKERS_ON_A_LINE = 13


@dataclass(frozen=True)
class Point:
    label: str
    share: float | None
    told: str


@dataclass(frozen=True)
class Line:
    name: str
    points: Sequence[Point]

    @cached_property
    def known(self) -> list[int]:
        return [index for index, point in enumerate(self.points) if point.share is not None]

    def stands_alone(self, index: int) -> bool:
        return not {index - 1, index + 1} & set(self.known)


@dataclass(frozen=True)
class Mark:
    x: str
    y: str
    told: str


@dataclass(frozen=True)
class DrawnLine:
    """`path` is drawn in a square of 100 that is stretched over the plot; the rest stands in the plot itself."""

    line: Line
    letter: str
    number: int
    shape: str
    path: str
    marks: Sequence[Mark]
    label_y: str
    short_name: str
    last_told: str


@dataclass(frozen=True)
class Lines(Plot):
    """Points of the same place in their lines stand above each other. Of more than four lines, the first four show."""

    label_of_points: str
    lines: Sequence[Line]

    top, plot = TOP, PLOT

    @cached_property
    def shown(self) -> list[Line]:
        return [line for line in self.lines[: len(LETTERS)] if line.known]

    @property
    def is_empty(self) -> bool:
        return not self.shown

    @cached_property
    def longest(self) -> Sequence[Point]:
        return max((line.points for line in self.lines[: len(LETTERS)]), key=len, default=())

    @property
    def has_several(self) -> bool:
        return len(self.shown) > 1

    @property
    def ticks(self) -> list[Tick]:
        return [Tick(coordinate(self.down(share)), told_share(share)) for share in (0, 0.5, 1)]

    def along(self, index: int) -> float:
        last = len(self.longest) - 1
        return index / last if last else 0.5

    def down(self, share: float) -> float:
        return TOP + PLOT * (1 - within(share))

    @cached_property
    def drawn(self) -> list[DrawnLine]:
        ends = [self.down(line.points[line.known[-1]].share) for line in self.shown]
        label_places = pushed_apart(ends, 16, TOP, TOP + PLOT)
        return [self.draw(number, line, label_places[number]) for number, line in enumerate(self.shown)]

    def draw(self, number: int, line: Line, label_place: float) -> DrawnLine:
        return DrawnLine(
            line,
            LETTERS[number],
            number,
            MARKERS[number],
            self.path(line),
            [self.mark(line, index) for index in self.marked(line)],
            coordinate(label_place + 4.5),
            shortened(line.name, 12),
            line.points[line.known[-1]].told,
        )

    def path(self, line: Line) -> str:
        """A stroke for every run of known points; one that stands alone is a marker only."""
        known = set(line.known)
        parts = []
        for index in line.known:
            place = f"{100 * self.along(index):.2f} {100 * (1 - within(line.points[index].share)):.2f}"
            parts.append(f"L{place}" if index - 1 in known else f"M{place}")
        return "".join(parts)

    def marked(self, line: Line) -> list[int]:
        """Each known point, or evenly chosen ones; always the last, and those that no stroke reaches."""
        step = -(-len(self.longest) // MARKERS_ON_A_LINE)
        last = line.known[-1]
        return [
            index
            for index in line.known
            if (last - index) % step == 0 or line.stands_alone(index) or index == line.known[0]
        ]

    def mark(self, line: Line, index: int) -> Mark:
        point = line.points[index]
        told = f"{line.name}, {point.label}: {point.told}"
        return Mark(across(self.along(index)), coordinate(self.down(point.share)), told)

    def labels(self, width: int) -> list[AxisLabel]:
        places = [self.along(index) for index in range(len(self.longest))]
        return axis_labels(places, [point.label for point in self.longest], width, ends_with_last=True)

    @property
    def table(self) -> Table:
        lines = self.lines[: len(LETTERS)]
        rows = [
            (point.label, *(line.points[index].told if index < len(line.points) else "" for line in lines))
            for index, point in enumerate(self.longest)
        ]
        return Table((self.label_of_points, *(line.name for line in lines)), rows)

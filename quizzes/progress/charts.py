"""The charts of the progress pages: what each shows, and where its ink goes. The templates stand in progress/charts/.

Shares are from 0 to 1; what lies outside is drawn at the edge, while `told` says what is so. Every chart has its
figures as a table too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from quizzes.progress.calendars import DAY_NAMES, Day, Weeks
from quizzes.progress.scales import (
    AxisLabel,
    Tick,
    across,
    axis_labels,
    coordinate,
    pushed_apart,
    round_steps,
    shortened,
    told_number,
    told_range,
    told_share,
    within,
)

TOP, PLOT, FOOT = 18, 160, 26
"""Pixels down a drawing: room for figures above it, the plot, and the labels below."""
NARROW, MEDIUM, WIDE = 210, 336, 480
"""Pixels across the plot on a phone, in one of two columns of a wide page, and in its only one: labels are thinned for
each."""
MARKERS = (
    "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1 -4 0Z",
    "M-3.5 -3.5H3.5V3.5H-3.5Z",
    "M0 -4.8L4.6 3.4H-4.6Z",
    "M0 -5L5 0L0 5L-5 0Z",
)
"""A circle, a square, a triangle and a diamond about their middle."""
LETTERS = "ABCD"
MARKERS_ON_A_LINE = 13
COLUMNS_WITH_FIGURES = 10
ON_PAPER = 8
"""So many columns of a grid stand side by side on a sheet of paper."""


@dataclass(frozen=True)
class Table:
    """The figures of a chart: a row begins with what it is about."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Chart:
    """`title` is a noun phrase, `reading` one sentence that says what is to be seen, `id` its own on the page.

    `note` stands under it: what else one must know of its figures.
    """

    id: str
    title: str
    reading: str
    note: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Bar:
    """No share: no bar, only what is told. From `low` to `high` the true share is likely: nine times in ten."""

    label: str
    share: float | None
    told: str
    low: float | None = None
    high: float | None = None
    url: str = ""
    note: str = ""

    @property
    def width(self) -> str:
        return across(self.share or 0)

    @property
    def has_whisker(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def whisker(self) -> tuple[str, str]:
        return across(self.low), across(self.high)


@dataclass(frozen=True)
class Bars(Chart):
    label_of_rows: str
    rows: Sequence[Bar]

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @cached_property
    def has_whiskers(self) -> bool:
        return any(row.has_whisker for row in self.rows)

    @property
    def table(self) -> Table:
        heads = (self.label_of_rows, "Figure", *(["Likely"] if self.has_whiskers else []))
        return Table(heads, [self.told_row(row)[: len(heads)] for row in self.rows])

    def told_row(self, row: Bar) -> tuple[str, ...]:
        label = f"{row.label} ({row.note})" if row.note else row.label
        return label, row.told, told_range(row.low, row.high)


@dataclass(frozen=True)
class Column:
    label: str
    count: float
    told: str
    is_marked: bool = False


@dataclass(frozen=True)
class DrawnColumn:
    """`figure` stands above the column, at `middle`; it is empty where there is no room for all."""

    column: Column
    x: str
    width: str
    middle: str
    y: str
    height: str
    figure: str
    figure_y: str


@dataclass(frozen=True)
class Columns(Chart):
    label_of_columns: str
    columns: Sequence[Column]

    height = TOP + PLOT + FOOT
    foot = TOP + PLOT

    @property
    def is_empty(self) -> bool:
        return not any(column.count > 0 for column in self.columns)

    @cached_property
    def steps(self) -> list[float]:
        counts = [max(column.count, 0) for column in self.columns]
        return round_steps(max(counts, default=0), all(float(count).is_integer() for count in counts))

    @property
    def ticks(self) -> list[Tick]:
        return [Tick(coordinate(self.down(step)), told_number(step)) for step in self.steps]

    def down(self, count: float) -> float:
        return TOP + PLOT * (1 - within(count / self.steps[-1]))

    @property
    def drawn(self) -> list[DrawnColumn]:
        return [self.draw(index, column) for index, column in enumerate(self.columns)]

    def draw(self, index: int, column: Column) -> DrawnColumn:
        slot = 1 / len(self.columns)
        air = slot * (0.12 if len(self.columns) <= 40 else 0.06)
        top = self.down(column.count)
        return DrawnColumn(
            column,
            across(index * slot + air),
            across(slot - 2 * air),
            across((index + 0.5) * slot),
            coordinate(top),
            coordinate(self.foot - top),
            self.figure(column),
            coordinate(top - 5),
        )

    def figure(self, column: Column) -> str:
        has_room = len(self.columns) <= COLUMNS_WITH_FIGURES
        figure = told_number(column.count)
        return figure if has_room and column.count > 0 and len(figure) <= 3 else ""

    def labels(self, width: int) -> list[AxisLabel]:
        """Those that have room under a plot so wide."""
        count = len(self.columns)
        places = [(index + 0.5) / count for index in range(count)]
        return axis_labels(places, [column.label for column in self.columns], width)

    @property
    def narrow_labels(self) -> list[AxisLabel]:
        return self.labels(NARROW)

    @property
    def medium_labels(self) -> list[AxisLabel]:
        return self.labels(MEDIUM)

    @property
    def wide_labels(self) -> list[AxisLabel]:
        return self.labels(WIDE)

    @property
    def table(self) -> Table:
        return Table(
            (self.label_of_columns, "Figure"), [(column.label, column.told) for column in self.columns]
        )


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
class Lines(Chart):
    """Points of the same place in their lines stand above each other. Of more than four lines, the first four show."""

    label_of_points: str
    lines: Sequence[Line]

    height = TOP + PLOT + FOOT
    top, plot, foot = TOP, PLOT, TOP + PLOT

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
    def narrow_labels(self) -> list[AxisLabel]:
        return self.labels(NARROW)

    @property
    def medium_labels(self) -> list[AxisLabel]:
        return self.labels(MEDIUM)

    @property
    def wide_labels(self) -> list[AxisLabel]:
        return self.labels(WIDE)

    @property
    def table(self) -> Table:
        lines = self.lines[: len(LETTERS)]
        rows = [
            (point.label, *(line.points[index].told if index < len(line.points) else "" for line in lines))
            for index, point in enumerate(self.longest)
        ]
        return Table((self.label_of_points, *(line.name for line in lines)), rows)


@dataclass(frozen=True)
class Dot:
    """Who said `label` claimed to be right so often, and was right in `share` of the answers."""

    label: str
    claimed: float
    share: float
    low: float | None
    high: float | None
    told: str

    @property
    def x(self) -> str:
        return across(self.claimed)

    @property
    def y(self) -> str:
        return across(1 - within(self.share))

    @property
    def whisker(self) -> tuple[str, str] | None:
        if self.low is None or self.high is None:
            return None
        return across(1 - within(self.low)), across(1 - within(self.high))


@dataclass(frozen=True)
class Calibration(Chart):
    dots: Sequence[Dot]

    ticks = [(across(share), across(1 - share), told_share(share)) for share in (0, 0.5, 1)]

    @property
    def is_empty(self) -> bool:
        return not self.dots

    @property
    def has_whiskers(self) -> bool:
        return any(dot.whisker for dot in self.dots)

    @property
    def table(self) -> Table:
        rows = [
            (dot.label, told_share(dot.claimed), dot.told, told_range(dot.low, dot.high)) for dot in self.dots
        ]
        return Table(("How sure", "Claimed", "Right", "Likely"), rows)


@dataclass(frozen=True)
class Calendar(Chart):
    """Days by how much was done on each; no rows of days are counted."""

    days: Sequence[Day]

    @property
    def is_empty(self) -> bool:
        return not any(day.count > 0 for day in self.days)

    @cached_property
    def weeks(self) -> Weeks:
        return Weeks(self.days)

    @property
    def table(self) -> Table:
        rows = [self.weeks.told_week(monday) for monday in self.weeks.mondays] if self.days else []
        return Table(("Week of", *DAY_NAMES), rows)


@dataclass(frozen=True)
class ThirdsRow:
    """How much of the strongest, the middle and the weakest third chose an option."""

    label: str
    is_right: bool
    strongest: float
    middle: float
    weakest: float
    told: tuple[str, str, str]

    @property
    def bars(self) -> list[tuple[str, str, str]]:
        """Name of the third, width, what is told."""
        widths = (across(share) for share in (self.strongest, self.middle, self.weakest))
        return list(zip(("strongest", "middle", "weakest"), widths, self.told, strict=True))


@dataclass(frozen=True)
class Thirds(Chart):
    rows: Sequence[ThirdsRow]

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def table(self) -> Table:
        rows = [(f"{row.label} (right)" if row.is_right else row.label, *row.told) for row in self.rows]
        return Table(("Option", "Strongest third", "Middle third", "Weakest third"), rows)


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

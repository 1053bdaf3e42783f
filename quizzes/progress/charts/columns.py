"""Counts as columns side by side, on an axis of round steps."""

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
    round_steps,
    told_number,
    within,
)

COLUMNS_WITH_FIGURES = 10


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
class Columns(Plot):
    label_of_columns: str
    columns: Sequence[Column]

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
        count = len(self.columns)
        places = [(index + 0.5) / count for index in range(count)]
        return axis_labels(places, [column.label for column in self.columns], width)

    @property
    def table(self) -> Table:
        return Table(
            (self.label_of_columns, "Figure"), [(column.label, column.told) for column in self.columns]
        )

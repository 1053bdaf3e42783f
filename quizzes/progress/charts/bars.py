"""Shares as bars, a line each, with how far the true share may lie from what was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quizzes.progress.charts.chart import Chart, Table
from quizzes.progress.charts.scales import across, told_range


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

"""What every chart has: a title, one sentence that reads it, and its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quizzes.progress.charts.scales import AxisLabel

TOP, PLOT, FOOT = 18, 160, 26
"""Pixels down a drawing: room for figures above it, the plot, and the labels below."""
NARROW, MEDIUM, WIDE = 210, 336, 480
"""Pixels across the plot on a phone, in one of two columns of a wide page, and in its only one: labels are thinned for
each."""


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
class Plot(Chart):
    """A drawing above an axis of labels, of which as many show as have room."""

    height = TOP + PLOT + FOOT
    foot = TOP + PLOT

    def labels(self, width: int) -> list[AxisLabel]:
        """Those that have room under a plot so wide."""
        raise NotImplementedError

    @property
    def narrow_labels(self) -> list[AxisLabel]:
        return self.labels(NARROW)

    @property
    def medium_labels(self) -> list[AxisLabel]:
        return self.labels(MEDIUM)

    @property
    def wide_labels(self) -> list[AxisLabel]:
        return self.labels(WIDE)

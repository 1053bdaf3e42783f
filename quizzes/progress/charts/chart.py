"""What every chart has: a title, one sentence that reads it, and its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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

"""How the marks of a quiz lie: in tenths of the best mark, sorted and named in one way wherever they are drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean, median

from quizzes.progress.charts.scales import told_share
from quizzes.progress.units import PER_MARK, units

BINS = 10
HEAD = "Mark, in whole percents of the best"
"""What the names of the tenths are about."""


@dataclass(frozen=True)
class Distribution:
    """Of marks in percent, from 0 to 100; `mean` and `median` are None where there is none."""

    percents: Sequence[float]

    @property
    def mean(self) -> float | None:
        return fmean(self.percents) if self.percents else None

    @property
    def median(self) -> float | None:
        return median(self.percents) if self.percents else None

    @property
    def bins(self) -> tuple[int, ...]:
        return binned((units(percent / 100), 1) for percent in self.percents)


def binned(shares: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Of shares in units, each with how often it occurs: how many lie from 0 to under a tenth, from one to under two, …;
    from nine tenths to the whole."""
    counts = [0] * BINS
    for share, count in shares:
        counts[min(share * BINS // PER_MARK, BINS - 1)] += count
    return tuple(counts)


def wholly(percent: float) -> str:
    """As many whole percents as are reached, so that "50 % or more" is true."""
    return told_share(floor(round(percent, 5)) / 100)


def named(place: int) -> str:
    """By the whole percents that lie there, as in "80–89 %" and "90–100 %"."""
    width = 100 // BINS
    last = (place + 1) * width - (place < BINS - 1)
    return f"{place * width}–{last}\N{NO-BREAK SPACE}%"

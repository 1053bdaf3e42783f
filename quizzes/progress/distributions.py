"""How the marks of a quiz lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

BINS = 10
PLACES = 7
"""To which a percent is rounded before it is sorted into a bin, so that 3 of 10 lie with 30 percent."""


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
    def bins(self) -> list[int]:
        """How many lie from 0 to under 10, from 10 to under 20, …; from 90 to 100."""
        counts = [0] * BINS
        for percent in self.percents:
            counts[bin_of(percent)] += 1
        return counts


def bin_of(percent: float) -> int:
    return min(int(round(percent, PLACES) * BINS // 100), BINS - 1)


def named(place: int) -> str:
    """As in "90–100 %"."""
    width = 100 // BINS
    return f"{place * width}–{(place + 1) * width} %"

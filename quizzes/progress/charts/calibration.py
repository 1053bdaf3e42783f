"""How sure students said they were against how often they were right."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.progress.charts.chart import Chart, Table
from quizzes.progress.charts.scales import across, told_range, told_share, within


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

"""Who chose which option: of the strongest, the middle and the weakest third."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.progress.charts.chart import Chart, Table
from quizzes.progress.charts.scales import across


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

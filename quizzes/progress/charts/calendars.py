"""A calendar of days, shaded by how much was done on each: weeks as columns, Monday on top.

A year does not fit a phone, so it is drawn in blocks of weeks, which stand side by side where there is room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from quizzes.progress.charts.chart import Chart, Table
from quizzes.progress.charts.scales import told_number

WEEKS_IN_A_BLOCK = 14
PITCH, SQUARE = 14, 12
LEFT, TOP = 34, 18
SHADES = 4
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Day:
    on: date
    count: int
    told: str

    @property
    def date_told(self) -> str:
        return f"{self.on.day} {self.on:%B %Y}"


@dataclass(frozen=True)
class DrawnDay:
    day: Day
    x: int
    y: int
    level: int


@dataclass(frozen=True)
class BlockLabel:
    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Block:
    """Some weeks that follow each other, drawn together."""

    width: int
    height: int
    days: Sequence[DrawnDay]
    months: Sequence[BlockLabel]
    names: Sequence[BlockLabel]


@dataclass(frozen=True)
class Shade:
    level: int
    text: str


def monday_of(day: date) -> date:
    return day - ONE_DAY * day.weekday()


def shade_width(most: int) -> int:
    """So many more make the next darker shade."""
    return max(-(-most // SHADES), 1)


@dataclass(frozen=True)
class Weeks:
    """The days from the first to the last; what is not among them had nothing."""

    days: Sequence[Day]

    @cached_property
    def by_date(self) -> dict[date, Day]:
        return {day.on: day for day in self.days}

    @cached_property
    def mondays(self) -> list[date]:
        first, last = monday_of(min(self.by_date)), monday_of(max(self.by_date))
        return [first + ONE_WEEK * number for number in range((last - first) // ONE_WEEK + 1)]

    @cached_property
    def most(self) -> int:
        return max(day.count for day in self.days)

    def level(self, count: int) -> int:
        return min(-(-max(count, 0) // shade_width(self.most)), SHADES)

    @property
    def shades(self) -> list[Shade]:
        width = shade_width(self.most)
        ranges = [(width * (level - 1) + 1, width * level) for level in range(1, self.level(self.most) + 1)]
        texts = (
            told_number(low) if low == high else f"{told_number(low)}–{told_number(high)}"
            for low, high in ranges
        )
        return [Shade(0, "0"), *(Shade(level, text) for level, text in enumerate(texts, start=1))]

    @property
    def blocks(self) -> list[Block]:
        starts = range(0, len(self.mondays), WEEKS_IN_A_BLOCK)
        return [self.block(self.mondays[start : start + WEEKS_IN_A_BLOCK]) for start in starts]

    def block(self, mondays: Sequence[date]) -> Block:
        return Block(
            LEFT + PITCH * max(len(mondays), 2),
            TOP + PITCH * len(DAY_NAMES),
            [drawn for week, monday in enumerate(mondays) for drawn in self.week(week, monday)],
            month_labels(mondays),
            [BlockLabel(LEFT - 6, TOP + PITCH * at + 10, DAY_NAMES[at]) for at in (0, 2, 4)],
        )

    def week(self, number: int, monday: date) -> list[DrawnDay]:
        first, last = min(self.by_date), max(self.by_date)
        dates = (monday + ONE_DAY * at for at in range(len(DAY_NAMES)))
        return [self.draw(number, on) for on in dates if first <= on <= last]

    def draw(self, week: int, on: date) -> DrawnDay:
        day = self.by_date.get(on, Day(on, 0, "0"))
        return DrawnDay(day, LEFT + PITCH * week, TOP + PITCH * on.weekday(), self.level(day.count))

    def told_week(self, monday: date) -> tuple[str, ...]:
        days = (self.by_date.get(monday + ONE_DAY * at) for at in range(len(DAY_NAMES)))
        return f"{monday.day} {monday:%B %Y}", *(day.told if day else "" for day in days)


def month_labels(mondays: Sequence[date]) -> list[BlockLabel]:
    """The name of a month above the first week that begins in it, and of the block's first; none where the next
    follows too soon, or the edge."""
    begins = [at for at, monday in enumerate(mondays) if at == 0 or monday.month != mondays[at - 1].month]
    nexts = [*begins[1:], len(mondays)]
    return [
        BlockLabel(LEFT + PITCH * at, TOP - 6, f"{mondays[at]:%b}")
        for at, following in zip(begins, nexts, strict=True)
        if following - at > 2 or (at == 0 and len(mondays) <= 2)
    ]


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

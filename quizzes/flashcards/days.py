"""The student's day, which turns at 04:00 by the student's own clock, and what is due on it."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from quizzes.flashcards.scheduling import STEPPED, Memory, in_utc

TURN = time(4)
"""Late enough that who learns past midnight still learns today."""

LONGEST_SPREAD = 365


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the clock shows 04:00 of that day or has gone past it.

    So where the clock shows 04:00 twice the first counts, and where it leaps over 04:00 the day starts with the leap.
    Of a day that a zone left out, such as 30 December 2011 in Apia, only the hours before the next 04:00 are left.
    """
    turn = datetime.combine(day, TURN)
    first, second = (turn.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if shown(first, zone) == turn:
        return first
    # The clock never shows it. The two readings of a time left out are from either side of the leap, the later first.
    seconds = range(int((first - second).total_seconds()))
    to_leap = bisect_left(
        seconds, True, key=lambda after: shown(second + timedelta(seconds=after), zone) >= turn
    )
    return second + timedelta(seconds=to_leap)


def day_end(day: date, zone: ZoneInfo) -> datetime:
    """The start of the next day, which is no longer of this one."""
    return day_start(day + timedelta(days=1), zone)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The student's day in which an instant lies; each lies in just one."""
    at = in_utc(at)
    day = (shown(at, zone) - timedelta(hours=TURN.hour)).date()
    # A day that has started goes on although the clock is put back before 04:00.
    following = day + timedelta(days=1)
    return following if day_start(following, zone) <= at else day


def days_between(earlier: datetime, later: datetime, zone: ZoneInfo) -> int:
    """How many of the student's days apart, as `scheduling.rate` wants it; 0 within a day, or when time runs back."""
    return max((day_of(later, zone) - day_of(earlier, zone)).days, 0)


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows; without a zone, so that times compare as they read."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def due_before(at: datetime, zone: ZoneInfo) -> datetime:
    """A card in review is due now when its `due` lies before this: any time of today, or earlier."""
    return day_end(day_of(at, zone), zone)


def as_time(column: datetime | str) -> datetime:
    """SQLite gives a time that is not read through a field as text, in UTC; PostgreSQL does within JSON."""
    time = datetime.fromisoformat(column) if isinstance(column, str) else column
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def is_due(memory: Memory, *, at: datetime, zone: ZoneInfo) -> bool:
    """A learning step is due at its minute, a review from the start of its day. A new card waits to be taken up."""
    if memory.due is None:
        return False
    if memory.state in STEPPED:
        return memory.due <= in_utc(at)
    return memory.due < due_before(at, zone)


@dataclass(frozen=True)
class Spread:
    """A backlog worked off at the daily limit. `days` counts today, and is None where it takes more than a year."""

    overdue: int
    daily: int
    days: int | None

    @property
    def is_for_later(self) -> bool:
        """Whether some of it waits beyond today."""
        return self.days is None or self.days > 1

    @property
    def sentence(self) -> str:
        if not self.overdue:
            return "Nothing waited while you were away."
        waited = f"{self.overdue:,} {'card' if self.overdue == 1 else 'cards'} waited while you were away."
        if not self.is_for_later:
            return f"{waited} You can see {'it' if self.overdue == 1 else 'them all'} today."
        if self.days is None:
            return f"{waited} With {self.daily:,} a day others fall due as fast as you see these: see more a day."
        return (
            f"{waited} With up to {self.daily:,} a day you are back on track in {self.days:,} days, "
            "with those that fall due meanwhile."
        )


def spread(overdue: int, daily: int, *, room: int | None = None, coming: Iterable[int] = ()) -> Spread:
    """Each day takes as many as the daily limit has room for, as the queue does, until none waits.

    `room` is what today still has of it, the whole limit unless told. `coming` are the days, in their order, on which
    other cards fall due; 0 is today. It is read no further than it takes.
    """
    if overdue < 0 or daily < 1:
        raise ValueError(
            f"{overdue} cards at {daily} a day cannot be spread. Give at least 0 cards and 1 a day."
        )
    days = iter(coming)
    waiting, following = overdue - (daily if room is None else room), next(days, None)
    for day in range(LONGEST_SPREAD):
        while following is not None and following <= day:
            waiting, following = waiting + 1, next(days, None)
        if waiting <= 0:
            return Spread(overdue, daily, day + 1)
        waiting -= daily
    return Spread(overdue, daily, None)

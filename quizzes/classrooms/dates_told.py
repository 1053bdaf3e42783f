"""When something opens, is due and closes, as one says it to somebody who looks now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def when(moment: datetime, *, at: datetime, zone: ZoneInfo) -> str:
    """By the clock on that person's wall: "tomorrow, 18:00", "Friday, 08:30", "3 December, 18:00"."""
    there, here = moment.astimezone(zone), at.astimezone(zone)
    return f"{day_told(there, here)}, {there:%H:%M}"


def day_told(there: datetime, here: datetime) -> str:
    days = (there.date() - here.date()) // timedelta(days=1)
    if days in NEAR:
        return NEAR[days]
    if 1 < days < 7:
        return DAYS[there.weekday()]
    year = f" {there.year}" if there.year != here.year else ""
    return f"{there.day} {MONTHS[there.month - 1]}{year}"


def date_of(moment: datetime, zone: ZoneInfo) -> str:
    """For who may read it any day: "Friday, 27 November 2026, 18:00"."""
    there = moment.astimezone(zone)
    return f"{DAYS[there.weekday()]}, {there.day} {MONTHS[there.month - 1]} {there.year}, {there:%H:%M}"


def told(
    *,
    opens: datetime | None = None,
    due: datetime | None = None,
    closes: datetime | None = None,
    is_done: bool = False,
    at: datetime,
    zone: ZoneInfo,
) -> str:
    """One line for it; what is done is never late. `opens` is given where it is not open yet."""

    def parts() -> Iterator[str]:
        def tell(moment: datetime) -> str:
            return when(moment, at=at, zone=zone)

        if closes and closes <= at:
            yield f"closed {tell(closes)}"
            return
        if opens:
            yield f"opens {tell(opens)}"
        is_late = bool(due and due < at and not is_done)
        if is_late:
            yield "late"
        if due and not (is_late and closes):
            yield f"{'was due' if due < at else 'due'} {tell(due)}"
        if closes and closes != due:
            yield f"closes {tell(closes)}"

    return ", ".join(parts())

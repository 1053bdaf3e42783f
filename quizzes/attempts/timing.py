"""When an attempt must be in. The server's clock decides; the page's clock only tells."""

from datetime import datetime, timedelta

GRACE = timedelta(seconds=30)
"""For what was on its way when the time ended."""

SKEW = timedelta(minutes=1)
"""What the clocks of several machines may differ by; a larger step back is a clock that was put right."""


def deadline(
    started: datetime, *, limit: timedelta | None, closes: datetime | None, extra: timedelta = timedelta()
) -> datetime | None:
    """The earlier of the end of the time limit and of the quiz, each later by the student's extra time."""
    ends = [started + limit] if limit else []
    ends += [closes] if closes else []
    return min(ends) + extra if ends else None


def is_over(deadline: datetime | None, at: datetime) -> bool:
    return deadline is not None and at > deadline + GRACE


def went_back(last: datetime | None, at: datetime) -> bool:
    """Whether the clock shows clearly less than when something was last taken."""
    return last is not None and at < last - SKEW


def after_a_step_back(time: datetime, last: datetime, at: datetime) -> datetime:
    """A time told by a clock that was put back since `last`, as it is told now: as far from now as it was from then."""
    return at + (time - last)

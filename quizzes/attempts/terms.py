"""What holds for a student at a quiz: when it may be taken, how long, how often; and how several such terms combine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from quizzes.attempts import timing


class Window(NamedTuple):
    """From when until when; None: from ever, for ever."""

    opens: datetime | None = None
    closes: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return (self.opens is None or self.opens <= at) and (self.closes is None or at < self.closes)


@dataclass(frozen=True)
class Terms:
    """`due` is when it is wanted by, and stops nobody; `limit` and `attempts_allowed` are None where there is none.

    `is_assigned`: whether anything but the quiz's own offer has a part in them.
    """

    windows: tuple[Window, ...] = (Window(),)
    due: datetime | None = None
    limit: timedelta | None = None
    attempts_allowed: int | None = None
    extra: timedelta = timedelta()
    is_assigned: bool = False

    def may_take(self, at: datetime) -> bool:
        return any(window.is_open(at) for window in self.windows)

    @property
    def closes(self) -> datetime | None:
        """The last close: until then nothing shows that waits for it. None where it never closes."""
        return most([window.closes for window in self.windows])

    def opens(self, at: datetime) -> datetime | None:
        """When it opens next; None while it is open, and when it does not open any more."""
        if self.may_take(at):
            return None
        return min(
            (window.opens for window in self.windows if window.opens and window.opens > at), default=None
        )

    def has_closed(self, at: datetime) -> bool:
        return self.closes is not None and self.closes <= at

    def deadline(self, started: datetime) -> datetime | None:
        return timing.deadline(started, limit=self.limit, closes=self.closes, extra=self.extra)

    def are_used_up(self, used: int) -> bool:
        return self.attempts_allowed is not None and used >= self.attempts_allowed


def most_generous(several: Iterable[Terms]) -> Terms | None:
    """One for all of them; None where there is none.

    It may be taken whenever one of them lets it be taken, until the last of them closes, with the longest limit and
    the most attempts. It is due when the last of those is that are due at all.
    """
    several = tuple(several)
    if not several:
        return None
    return Terms(
        windows=tuple(dict.fromkeys(window for terms in several for window in terms.windows)),
        due=max((terms.due for terms in several if terms.due), default=None),
        limit=most([terms.limit for terms in several]),
        attempts_allowed=most([terms.attempts_allowed for terms in several]),
        extra=max(terms.extra for terms in several),
        is_assigned=any(terms.is_assigned for terms in several),
    )


def most(values: Sequence[Any]) -> Any:
    """The largest; None, which is without bounds, where one of them is."""
    return None if None in values else max(values)

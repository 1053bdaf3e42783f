"""How well a student knows a topic by now, and how sure one can be of that.

Weeks are those of UTC, as tallies hold them, on every page and whatever clock its reader has: so no answer falls between
two weeks, and a topic is told alike to a student and to a teacher far away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import sqrt

HALF_LIFE = timedelta(weeks=4)
"""After so long an answer weighs half as much as a new one."""
Z = 1.6448536269514722
"""The band holds what is true nine times in ten."""
WIDE = 0.4
"""A band wider than this says little."""


@dataclass(frozen=True)
class Week:
    """What came in during the week that began at `start`: how many answers, and the sum of their credits."""

    start: date
    answers: int
    credit: float


@dataclass(frozen=True)
class Mastery:
    """`share` of the credit, from 0 to 1, and the band in which it lies, nine times in ten."""

    answers: int
    share: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Of the band: a share of few answers is drawn towards a half, so that one miss is not yet the least there can be."""
        return (self.low + self.high) / 2

    @property
    def is_vague(self) -> bool:
        """Whether there are too few answers to say much, or too few that still weigh anything."""
        return self.high - self.low > WIDE

    @property
    def doubt(self) -> str:
        """What is said of it wherever it stands, if it is vague."""
        return "few recent answers" if self.is_vague else ""


@dataclass(frozen=True)
class Weighed:
    """Answers of which newer ones weigh more: how many, and the sums of their weights, of the squares of these, and of
    weight times credit. A factor that all weights have in common changes nothing."""

    answers: int
    weight: float
    squares: float
    credit: float

    def __add__(self, other: "Weighed") -> "Weighed":
        return Weighed(
            self.answers + other.answers,
            self.weight + other.weight,
            self.squares + other.squares,
            self.credit + other.credit,
        )

    @property
    def mastery(self) -> Mastery:
        """There must be an answer.

        The band is Wilson's score interval (1927), for as many answers of equal weight as these weights are worth (Kish).
        """
        share = self.credit / self.weight
        low, high = wilson(min(max(share, 0.0), 1.0), self.weight**2 / self.squares)
        return Mastery(self.answers, share, low, high)


def day_of_weeks(at: datetime) -> date:
    """Today, by the clock that the weeks go by."""
    return at.astimezone(UTC).date()


def mastery(weeks: Iterable[Week], today: date) -> Mastery | None:
    """By all answers, newer ones weighing more; None where there is none."""
    weighed = [(weight(week, today), week) for week in weeks if week.answers]
    if not weighed:
        return None
    return Weighed(
        sum(week.answers for _, week in weighed),
        sum(each * week.answers for each, week in weighed),
        sum(each**2 * week.answers for each, week in weighed),
        sum(each * week.credit for each, week in weighed),
    ).mastery


def weight(week: Week, today: date) -> float:
    """A week to come, by a clock that was wrong, weighs as much as this one."""
    return 0.5 ** (max(today - week.start, timedelta()) / HALF_LIFE)


def wilson(share: float, count: float, z: float = Z) -> tuple[float, float]:
    """The interval in which the true share lies, seen `share` in `count` trials."""
    middle = share + z**2 / (2 * count)
    reach = z * sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    scale = 1 + z**2 / count
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)

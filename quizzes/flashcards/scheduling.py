"""When a card comes back: the door to FSRS-6 as the package `fsrs` reckons it. Time and chance are arguments."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from random import Random

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS, FUZZ_RANGES

Rating = fsrs.Rating
"""Again (1) is forgotten; Hard (2), Good (3) and Easy (4) are recalled."""

LOWEST_RETENTION, HIGHEST_RETENTION = 0.70, 0.97
LONGEST_STEP = timedelta(hours=12)
LEECH_FROM, LEECH_EVERY = 8, 4
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
YEAR = 365 * DAY
MONTH = YEAR / 12


class State(IntEnum):
    """The numbers are those of fsrs, which has none for a card never rated."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


STEPPED = (State.LEARNING, State.RELEARNING)
"""Where a card is due at its minute, not on its day."""


@dataclass(frozen=True)
class Memory:
    """How well one student holds one card, as far as can be told; `Memory()` is a card never rated.

    `step` counts from 0. After `stability` days the card is recalled nine times in ten; `difficulty` is 1 to 10.
    """

    state: State = State.NEW
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    due: datetime | None = None
    last_review: datetime | None = None

    def __post_init__(self) -> None:
        missing = {value is None for value in (self.stability, self.difficulty, self.due, self.last_review)}
        if missing != {self.state == State.NEW} or (self.step is None) == (self.state in STEPPED):
            raise ValueError(
                f"{self} cannot be. A new card has no more than its state, a rated one has all the rest, "
                "and a step just while it is learned or relearned."
            )


@dataclass(frozen=True)
class Plan:
    """How a deck is learned. `longest_interval` is in days; `parameters` are the 21 of FSRS-6."""

    desired_retention: float = 0.90
    learning_steps: tuple[timedelta, ...] = (MINUTE, 10 * MINUTE)
    relearning_steps: tuple[timedelta, ...] = (10 * MINUTE,)
    longest_interval: int = 36_500
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    fuzz: bool = True

    def __post_init__(self) -> None:
        if not LOWEST_RETENTION <= self.desired_retention <= HIGHEST_RETENTION:
            raise ValueError(
                f"The desired retention is {self.desired_retention}. Choose one from "
                f"{LOWEST_RETENTION:.2f} to {HIGHEST_RETENTION:.2f}."
            )
        for step in (*self.learning_steps, *self.relearning_steps):
            # Hard makes a lone step half as long again, and that must still come before a day.
            if not timedelta() < step <= LONGEST_STEP:
                raise ValueError(f"A step is {step} long. Choose more than nothing, and at most 12 hours.")
        if self.longest_interval < 1:
            raise ValueError(f"The longest interval is {self.longest_interval} days. Choose at least 1.")
        scheduler_of(self)  # fsrs refuses parameters out of their bounds: here, not at the first rating.


@lru_cache(maxsize=256)
def scheduler_of(plan: Plan) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=plan.parameters,
        desired_retention=plan.desired_retention,
        learning_steps=plan.learning_steps,
        relearning_steps=plan.relearning_steps,
        maximum_interval=plan.longest_interval,
        enable_fuzzing=False,  # Its chance is the global one, which no preview could foresee.
    )


def rate(
    memory: Memory,
    rating: Rating,
    *,
    plan: Plan,
    at: datetime,
    chance: Random | None,
    days_since: int | None = None,
) -> Memory:
    """The memory after a rating. One number is drawn from `chance`, which moves a due day within its fuzz range.

    `days_since` is how many of the student's days ago the last review was. Without it fsrs counts spans of 24 hours,
    and a card seen at 18:00 and on the next morning passes for one seen twice in a day, which hardly lengthens its
    interval. Where cards are due from the start of a day, give it.
    """
    return scheduled(memory, rating, plan, in_utc(at), drawn(plan, chance), days_since)


def previews(
    memory: Memory, *, plan: Plan, at: datetime, chance: Random | None, days_since: int | None = None
) -> dict[Rating, timedelta]:
    """The interval behind each button: what `rate` gives when its `chance` starts from the same seed.

    Where a plan's steps rise, Hard is never longer than Good, nor Good than Easy. They may be equal: unlike Anki, fsrs
    does not hold them a day apart.
    """
    at, draw = in_utc(at), drawn(plan, chance)
    return {rating: scheduled(memory, rating, plan, at, draw, days_since).due - at for rating in Rating}


def retrievability(memory: Memory, *, plan: Plan, at: datetime, days_since: int | None = None) -> float:
    """The chance that the student recalls the card now; 0 for a new one. Falls from day to day, not within one."""
    at = in_utc(at)
    return float(scheduler_of(plan).get_card_retrievability(card_of(memory, at, days_since), at))


def scheduled(
    memory: Memory, rating: Rating, plan: Plan, at: datetime, draw: float | None, days_since: int | None
) -> Memory:
    card, _ = scheduler_of(plan).review_card(card_of(memory, at, days_since), Rating(rating), at)
    interval = card.due - at
    if card.state == fsrs.State.Review and draw is not None:
        interval = fuzzed(interval.days, draw, plan.longest_interval)
    return Memory(State(card.state), card.step, card.stability, card.difficulty, at + interval, at)


def card_of(memory: Memory, at: datetime, days_since: int | None) -> fsrs.Card:
    is_new = memory.state == State.NEW
    # All that fsrs reads of the last review is how many days it is ago.
    seen = memory.last_review if days_since is None else at - timedelta(days=days_since)
    return fsrs.Card(
        card_id=0,  # Without an id, fsrs sleeps a millisecond to invent one.
        state=fsrs.State.Learning if is_new else fsrs.State(memory.state),
        step=0 if is_new else memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due or at,  # Without one, fsrs looks at the clock.
        last_review=seen,
    )


def in_utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone. Give an aware time.")
    return at.astimezone(UTC)


def drawn(plan: Plan, chance: Random | None) -> float | None:
    """One number for all four buttons, drawn before anything is known, so a preview and its rating draw alike."""
    return chance.random() if plan.fuzz and chance is not None else None


def fuzzed(days: int, draw: float, longest: int) -> timedelta:
    """Each day of the fuzz range is as likely as the next, as in Anki.

    fsrs itself rounds where Anki cuts off, and so at times goes a day past the range.
    """
    first, last = fuzz_range(days, longest)
    return timedelta(days=first + int(draw * (last - first + 1)))


def fuzz_range(days: int, longest: int) -> tuple[int, int]:
    """The first and the last day to which an interval of at most `longest` may move, by the ranges of Anki and fsrs."""
    if days < FUZZ_RANGES[0]["start"]:
        return days, days
    either_way = 1 + sum(
        part["factor"] * max(min(days, part["end"]) - part["start"], 0) for part in FUZZ_RANGES
    )
    return round(days - either_way), min(round(days + either_way), longest)


def is_lapse(before: Memory, rating: Rating) -> bool:
    """Forgetting what was learned; stumbling while learning or relearning is none."""
    return before.state == State.REVIEW and rating == Rating.Again


def is_leech(lapses: int) -> bool:
    """Whether this very lapse is one to speak up at: the 8th, then every 4th, as in Anki."""
    return lapses >= LEECH_FROM and (lapses - LEECH_FROM) % LEECH_EVERY == 0


def rating_for_answer(credit: float, certainty: int | None) -> Rating:
    """The rating that an answer in a quiz stands for; `certainty` is 1 (low) to 3, or None where none was asked.

    Guessing does not pay. A wrong answer is Again however unsure it was, so to call it a guess saves nothing; a right
    one called a guess is Hard, after which the card comes back soonest; and to call a guess certain only puts off
    the day on which it is found out. Partly right is Again, for a card holds one thing, and a part of it is missing.
    """
    if certainty not in (None, 1, 2, 3):
        raise ValueError(f"The certainty is {certainty}. Give 1, 2, 3, or None where none was asked.")
    if credit < 1:
        return Rating.Again
    return Rating.Hard if certainty == 1 else Rating.Good


def told(interval: timedelta) -> str:
    """An interval as a button says it: 10 min, 1 day, 1.5 months. A longer one never reads shorter.

    Minutes, hours and days are whole, months and years have a decimal; a month is a twelfth of a year of 365 days.
    """
    if (minutes := rounded(interval, MINUTE)) < 60:
        return f"{max(minutes, 1)} min"
    if (hours := rounded(interval, HOUR)) < 24:
        return counted(hours, "hour")
    if (days := rounded(interval, DAY)) < 31:
        return counted(days, "day")
    if (tenths := rounded(interval, MONTH / 10)) < 120:
        return counted(tenths / 10, "month")
    return counted(rounded(interval, YEAR / 10) / 10, "year")


def rounded(interval: timedelta, unit: timedelta) -> int:
    """How many units, halves up; in whole numbers, so nothing is lost."""
    return (2 * interval + unit) // (2 * unit)


def counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"

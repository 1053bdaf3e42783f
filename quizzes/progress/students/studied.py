"""What a student did with cards and what is to come: by the student's own days, which turn at 04:00."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from quizzes.flashcards.days import day_of, day_start
from quizzes.flashcards.models import Learner

WEEKS_BACK, DAYS_AHEAD, DAYS_OF_RETENTION = 26, 30, 30
MATURE_FROM = 21
"""Days. Anki calls a card mature from here on."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)

# By hand, so that all of it takes one statement that looks no further than its days, each by an index: reviews by
# (student, at), cards by (student, state, due). True retention is Anki's: of cards that were in review, which is an
# interval of a day or more, the first rating of a card on a day, and passed is what is not Again. Ratings that stand
# for an answer in a quiz are left out of both: nobody gave them by hand, a right one counts as a review only where the
# card was due, and a miss always.
CARDS = """
    WITH past (day, starts, ends) AS (VALUES {past}), ahead (day, starts, ends) AS (VALUES {ahead})
    SELECT 'studied', day, (
        SELECT COUNT(CASE WHEN review.answer_id IS NULL THEN 1 END) FROM quizzes_review AS review
        WHERE review.student_id = %s AND review.at >= past.starts AND review.at < past.ends
    ), 0 FROM past
    UNION ALL
    SELECT 'due', day, (
        SELECT COUNT(*) FROM quizzes_card AS card
        WHERE card.student_id = %s AND card.state IN (1, 2, 3) AND card.due >= ahead.starts AND card.due < ahead.ends
            AND NOT card.is_suspended AND NOT card.is_withdrawn
            AND (ahead.day > 0 OR card.buried_until IS NULL OR card.buried_until <= %s)
    ), 0 FROM ahead
    UNION ALL
    SELECT 'due', 1, COUNT(*), 0 FROM quizzes_card AS card
    WHERE card.student_id = %s AND card.state IN (1, 2, 3) AND card.due < %s AND card.buried_until > %s
        AND NOT card.is_suspended AND NOT card.is_withdrawn
    UNION ALL
    SELECT CASE WHEN {days_before} >= {mature} THEN 'mature' ELSE 'young' END AS age, review.day,
        COUNT(*), SUM(CASE WHEN review.rating > 1 THEN 1 ELSE 0 END)
    FROM (
        SELECT past.day, review.rating, review.state_before, review.answer_id, review."before", ROW_NUMBER() OVER (
            PARTITION BY past.day, review.card_id ORDER BY review.at, review.id
        ) AS place
        FROM past CROSS JOIN quizzes_review AS review
        WHERE past.day > {last_of_retention} AND review.student_id = %s
            AND review.at >= past.starts AND review.at < past.ends
    ) AS review
    WHERE review.place = 1 AND review.state_before = 2 AND review.answer_id IS NULL
    GROUP BY age, review.day
"""
# The interval a card had been given when it was rated.
DAYS_BEFORE = {
    "sqlite": """(
        julianday(json_extract(review."before", '$.due')) - julianday(json_extract(review."before", '$.last_review'))
    )""",
    "postgresql": """(EXTRACT(EPOCH FROM
        (review."before" ->> 'due')::timestamptz - (review."before" ->> 'last_review')::timestamptz
    ) / 86400)""",
}


@dataclass(frozen=True)
class Recalled:
    """Of so many cards so many were recalled."""

    cards: int = 0
    passed: int = 0

    def __add__(self, other: "Recalled") -> "Recalled":
        return Recalled(self.cards + other.cards, self.passed + other.passed)

    @property
    def told(self) -> str:
        return f"{100 * self.passed / self.cards:.0f} %" if self.cards else "–"

    @property
    def counts(self) -> str:
        return f"{self.passed:,} of {self.cards:,}" if self.cards else ""


@dataclass(frozen=True)
class Retention:
    """True retention over the days up to today."""

    period: str
    young: Recalled
    mature: Recalled

    @property
    def ages(self) -> tuple[Recalled, Recalled, Recalled]:
        """Young, mature, all."""
        return self.young, self.mature, self.young + self.mature


@dataclass(frozen=True)
class Studied:
    """`by_day` counts ratings by hand, each time a card was rated, `due` the cards to come, both by day; overdue cards are due today."""

    today: date
    by_day: dict[date, int]
    due: dict[date, int]
    young: dict[date, Recalled]
    mature: dict[date, Recalled]

    @cached_property
    def retentions(self) -> list[Retention]:
        periods = {"Today": 1, "Last 7 days": 7, "Last 30 days": DAYS_OF_RETENTION}
        return [Retention(period, *self.within(days)) for period, days in periods.items()]

    def within(self, days: int) -> tuple[Recalled, Recalled]:
        first = self.today - ONE_DAY * (days - 1)
        young, mature = (
            sum((one for day, one in ages.items() if day >= first), Recalled())
            for ages in (self.young, self.mature)
        )
        return young, mature


def studied(learner: Learner, at: datetime) -> Studied:
    """One statement, whose cost follows the last half year, not all there is."""
    today = day_of(at, learner.zone)
    found: dict[str, dict[date, Recalled]] = defaultdict(lambda: defaultdict(Recalled))
    for what, day, count, passed in rows_of(learner, today, at):
        found[what][today + ONE_DAY * int(day)] += Recalled(int(count), int(passed or 0))
    counts = {what: {day: one.cards for day, one in found[what].items()} for what in ("studied", "due")}
    return Studied(today, counts["studied"], counts["due"], dict(found["young"]), dict(found["mature"]))


def rows_of(learner: Learner, today: date, at: datetime) -> Sequence[tuple[str, int, int, int]]:
    first = ONE_DAY * today.weekday() + timedelta(weeks=WEEKS_BACK - 1)
    past = spans(today, range(-first.days, 1), learner.zone)
    ahead = spans(today, range(DAYS_AHEAD), learner.zone)
    ends = ahead[0][-1]
    ahead[0] = (0, LONG_AGO, ends)
    student = learner.student_id
    values = [*flat(past), *flat(ahead), student, student, at, student, ends, at, student]
    statement = CARDS.format(
        past=", ".join(["(%s, %s, %s)"] * len(past)),
        ahead=", ".join(["(%s, %s, %s)"] * len(ahead)),
        days_before=DAYS_BEFORE[connection.vendor],
        # Whole days, whatever a fraction of a second does to their difference.
        mature=MATURE_FROM - 0.5,
        last_of_retention=-DAYS_OF_RETENTION,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapted(value) for value in values])
        return cursor.fetchall()


def spans(today: date, days: range, zone: ZoneInfo) -> list[tuple[int, datetime, datetime]]:
    """Each day by its distance from today, with when it starts and ends."""
    starts = [day_start(today + ONE_DAY * day, zone) for day in (*days, days[-1] + 1)]
    return list(zip(days, starts[:-1], starts[1:], strict=True))


def flat(rows: Sequence[tuple]) -> list[Any]:
    return [value for row in rows for value in row]


def adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

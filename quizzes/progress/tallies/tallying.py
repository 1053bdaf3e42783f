"""What attempts and their answers come to: the sums that the tables of tallies hold of them."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Answer
from quizzes.bank import serving
from quizzes.progress.tallies.tables import (
    CERTAINTIES,
    GIVEN,
    MARKS,
    OPTIONS,
    QUESTIONS,
    TOPICS,
    TOTALS,
    VERSIONS,
    Tallies,
)
from quizzes.progress.units import percent, units

Counts = tuple[int, int, int, int]
"""Whether an attempt counts, and whether as its student's first, last and best at the quiz."""
NOTHING: Counts = (0, 0, 0, 0)
PLAIN: Counts = (1, 0, 0, 0)


class Position(NamedTuple):
    """A slot and its answer, in the order of its query. `topic_id`: of the question as it is now."""

    attempt_id: int
    version_id: int
    question_id: int
    topic_id: int | None
    points: float
    granted: float | None
    answered_at: datetime | None
    given: Any
    credit: float | None
    fraction: float | None
    certainty: int | None
    is_erased: bool | None
    written: str | None

    @property
    def mark(self) -> float:
        earned = self.granted if self.answered_at is None else self.fraction
        return self.points * (earned or 0)


POSITION = (
    "attempt_id",
    "version_id",
    "version__question_id",
    "version__question__topic_id",
    "points",
    "granted",
    "answer__answered_at",
    "answer__given",
    "answer__credit",
    "answer__fraction",
    "answer__certainty",
    "answer__is_erased",
    # As the store has it written: what it takes the digest of.
    Cast("answer__given", TextField()),
)


class Sat(NamedTuple):
    """An attempt, in the order of its query."""

    id: int
    student_id: int
    quiz_id: int
    behaviour: str
    is_trial: bool
    repeats_id: int | None
    finished_at: datetime | None
    number: int
    mark: float
    points: float
    waits: bool

    @property
    def is_counted(self) -> bool:
        """Whether it is ended and marked whole, through the whole quiz, and no trial."""
        is_whole = self.repeats_id is None and not self.waits
        return self.finished_at is not None and is_whole and not self.is_trial

    @property
    def share(self) -> float:
        return self.mark / self.points if self.points else 0.0


SAT = tuple(name if name != "behaviour" else "quiz__behaviour" for name in Sat._fields)
WAITS = Exists(Answer.objects.filter(slot__attempt=OuterRef("pk"), credit=None))


def with_waits(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    return attempts.annotate(waits=WAITS)


def sat(attempts: QuerySet[Attempt]) -> Iterator[Sat]:
    return (Sat._make(row) for row in with_waits(attempts).order_by("pk").values_list(*SAT))


def monday(at: datetime) -> date:
    """Of the week, in UTC, in which something happened."""
    day = at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def digest(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()


def add_answer(tallies: Tallies, student_id: int, position: Position) -> None:
    """To what is told of its student. One that waits for its mark counts for nothing yet."""
    if position.credit is None:
        return
    credit = units(position.credit)
    if position.topic_id is not None:
        tallies.add(TOPICS, (student_id, position.topic_id, monday(position.answered_at)), 1, credit)
    tallies.add(QUESTIONS, (student_id, position.question_id), 1, credit)
    if position.certainty is not None:
        tallies.add(CERTAINTIES, (student_id, position.certainty), 1, int(position.credit == 1))


def add_given(tallies: Tallies, position: Position) -> None:
    """To what is told of the version. What an erased person typed is told no more."""
    if position.credit is None:
        return
    tallies.add(VERSIONS, (position.version_id,), 1, units(position.credit))
    if not position.is_erased:
        key = (position.version_id, digest(position.written))
        tallies.add(GIVEN, key, 1)
        tallies.besides[GIVEN][key] = position.given


def add_sat(tallies: Tallies, one: Sat, positions: Iterable[Position], counts: Counts) -> None:
    """A whole attempt, to what is told of its quiz."""
    best = BEHAVIOURS[one.behaviour].best
    total, points = units(one.mark), units(one.points)
    tallies.add(TOTALS, (one.quiz_id, points, total), *counts)
    for position in positions:
        mark = units(position.mark)
        key = (one.quiz_id, position.version_id, units(position.points * best), mark, total - mark)
        tallies.add(MARKS, key, *counts)
        for option in chosen(position):
            tallies.add(OPTIONS, (one.quiz_id, position.version_id, option, percent(total, points)), *counts)


def chosen(position: Position) -> list[str]:
    """The options that an answer chose; the empty one where options were left alone."""
    face = serving.faces.get(position.version_id)
    if not face.task.options(face.content):
        return []
    given = position.answered_at is not None
    return (face.task.chosen(face.content, position.given) if given else []) or [""]


def bearers(attempts: Iterable[Sat]) -> dict[int, Counts]:
    """Of one student's attempts at one quiz those that are the first, the last or the best, by their ids."""
    counted = sorted((one for one in attempts if one.is_counted), key=lambda one: one.number)
    if not counted:
        return {}
    first, last = counted[0], counted[-1]
    best = max(counted, key=lambda one: (one.share, -one.number))
    return {one.id: (1, int(one is first), int(one is last), int(one is best)) for one in (first, last, best)}

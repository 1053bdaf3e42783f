"""Holds the tallies against the rows they are told of, and puts right what differs.

It goes through everything once for each sort of key, a part at a time, each part in a transaction of its own: nobody has
to wait long, and memory does not grow with what is stored.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core.chunks import chunks
from core.models import User
from core.turns import write_in_turn
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.slot import Slot
from quizzes.bank.models import QuestionVersion
from quizzes.progress.tallies import triggers
from quizzes.progress.tallies.counting import at_quizzes, positions_of
from quizzes.progress.tallies.tables import (
    CERTAINTIES,
    GIVEN,
    MARKS,
    OPTIONS,
    QUESTIONS,
    TOPICS,
    TOTALS,
    VERSIONS,
    Key,
    Table,
    Tallies,
)
from quizzes.progress.tallies.tallying import (
    PLAIN,
    POSITION,
    Position,
    add_answer,
    add_given,
    add_sat,
    bearers,
)

PEOPLE, THINGS, SITTINGS = 200, 20, 500
"""How many students, how many versions and how many attempts are held in memory at a time."""


@dataclass(frozen=True)
class Difference:
    """A row that does not hold what the answers come to. `kept` and `right` are its sums; nothing for no row."""

    table: Table
    key: Key
    kept: tuple[int, ...]
    right: tuple[int, ...]

    def __str__(self) -> str:
        named = ", ".join(
            f"{column.removesuffix('_id')} {value}"
            for column, value in zip(self.table.key, self.key, strict=True)
        )
        return f"{self.table} of {named}: {told(self.table, self.kept)} kept, {told(self.table, self.right)} in the rows"


def told(table: Table, sums: tuple[int, ...]) -> str:
    if not any(sums):
        return "nothing"
    return ", ".join(f"{value} {column}" for column, value in zip(table.sums, sums, strict=True))


@dataclass(frozen=True)
class Sweep:
    """Tables that are told of the same things, the column that names the thing, and how their sums are found."""

    tables: tuple[Table, ...]
    column: str
    things: Callable[[], QuerySet]
    found: Callable[[Collection[int]], Tallies]
    at_once: int


def of_students(ids: Collection[int]) -> Tallies:
    tallies = Tallies()
    rows = Slot.objects.filter(attempt__student__in=ids, answer__credit__isnull=False)
    named = rows.order_by().values_list("attempt__student_id", *POSITION[:-1])
    for student, *position in named.iterator():
        add_answer(tallies, student, Position(*position, written=None))
    return tallies


def of_versions(ids: Collection[int]) -> Tallies:
    tallies = Tallies()
    rows = Slot.objects.filter(version__in=ids, attempt__is_trial=False, answer__credit__isnull=False)
    for position in rows.order_by().values_list(*POSITION).iterator():
        add_given(tallies, Position._make(position))
    return tallies


def of_quizzes(ids: Collection[int]) -> Tallies:
    """A quiz at a time, and of its students so many at a time that their attempts fit."""
    tallies = Tallies()
    for quiz in ids:
        ended = Attempt.objects.whole().finished().filter(quiz=quiz, is_trial=False)
        students = ended.order_by("student").values_list("student", flat=True).distinct()
        for some in chunks(students.iterator(), SITTINGS):
            add_students(tallies, quiz, some)
    return tallies


def add_students(tallies: Tallies, quiz: int, students: Collection[int]) -> None:
    for of_pair in at_quizzes([(student, quiz) for student in students]).values():
        bearing = bearers(of_pair)
        counted = [one for one in of_pair if one.is_counted]
        for some in chunks(counted, SITTINGS):
            positions = positions_of([one.id for one in some])
            for one in some:
                add_sat(tallies, one, positions[one.id], bearing.get(one.id, PLAIN))


def students() -> QuerySet:
    return User.objects.order_by("pk").values_list("pk", flat=True)


def versions() -> QuerySet:
    return QuestionVersion.objects.order_by("pk").values_list("pk", flat=True)


def quizzes() -> QuerySet:
    return Quiz.objects.order_by("pk").values_list("pk", flat=True)


SWEEPS = (
    Sweep((TOPICS, QUESTIONS, CERTAINTIES), "student_id", students, of_students, PEOPLE),
    Sweep((VERSIONS, GIVEN), "version_id", versions, of_versions, THINGS),
    Sweep((TOTALS, MARKS, OPTIONS), "quiz_id", quizzes, of_quizzes, 1),
)


def differences(*, mend: bool = False) -> Iterator[Difference]:
    """Where the tallies differ from the rows. With `mend` each is put right as it is found."""
    for sweep in SWEEPS:
        for ids in chunks(list(sweep.things()), sweep.at_once):
            with write_in_turn():
                hold_still()
                found = list(compared(sweep, ids, mend=mend))
            yield from found


def rebuild() -> int:
    """Put the tallies right; how many rows were wrong."""
    return sum(1 for _ in differences(mend=True))


def follow(**kwargs: Any) -> None:
    """After a `migrate`: put the triggers in place, and tell what was answered while there were none."""
    if triggers.lay(**kwargs):
        rebuild()


def hold_still() -> None:
    """Let nobody write an answer or a mark until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE quizzes_attempt, quizzes_slot, quizzes_answer IN SHARE MODE")


def compared(sweep: Sweep, ids: Collection[int], *, mend: bool) -> Iterator[Difference]:
    found, mended = sweep.found(ids), Tallies()
    for table in sweep.tables:
        rows = table.model.objects.filter(**{f"{sweep.column}__in": ids}).values_list(*table.key, *table.sums)
        width = len(table.key)
        kept = {tuple(row[:width]): tuple(row[width:]) for row in rows.iterator()}
        for key in sorted({*kept, *found.sums[table]}):
            nothing = (0,) * len(table.sums)
            was, right = kept.get(key, nothing), tuple(found.sums[table].get(key, nothing))
            if was != right:
                yield Difference(table, key, was, right)
                mended.add(table, key, *(one - other for one, other in zip(right, was, strict=True)))
        mended.besides[table] |= found.besides[table]
    if mend:
        mended.store()

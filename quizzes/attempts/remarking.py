"""Marks brought to what the standing corrections make of them: which slots that changes, and how they are stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import F, FloatField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.chunks import chunks
from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.attempts.correcting import Marking, Position, Rules, Sitting, marked_anew
from quizzes.attempts.slot import Answer, Slot
from quizzes.bank.changes import Asked, Change, keys_after
from quizzes.bank.corrections import Correction, asked
from quizzes.bank.models import QuestionVersion
from quizzes.kinds.kind import Key

# Rows that one statement touches.
AT_ONCE = 5000
COLUMNS = {
    "slot": "pk",
    "version": "version_id",
    "points": "points",
    "published_points": "version__points",
    "granted": "granted",
    "tries": "tries",
    "answer": "answer__pk",
    "given": "answer__given",
    "credit": "answer__credit",
    "fraction": "answer__fraction",
    "first_credit": "answer__first_credit",
    "first_fraction": "answer__first_fraction",
    "certainty": "answer__certainty",
    "is_of_the_end": "answer__is_of_the_end",
    "is_erased": "answer__is_erased",
    "attempt": "attempt_id",
    "mark": "attempt__mark",
    "out_of": "attempt__points",
    "finished_at": "attempt__finished_at",
    "student": "attempt__student_id",
    "behaviour": "attempt__quiz__behaviour",
    "penalty": "attempt__quiz__penalty",
    "quiz": "attempt__quiz__title",
}


@dataclass(frozen=True)
class Remarked:
    """A slot that is marked otherwise than it was, and its attempt's mark before and after."""

    row: Mapping[str, Any]
    before: Marking
    after: Marking
    mark_after: float
    out_of_after: float

    @property
    def attempt_id(self) -> int:
        return self.row["attempt"]

    @property
    def mark_before(self) -> float:
        return self.row["mark"]

    @property
    def out_of_before(self) -> float:
        return self.row["out_of"]

    @property
    def is_worse(self) -> bool:
        return self.mark_after * self.out_of_before < self.mark_before * self.out_of_after - 1e-9

    @property
    def first(self) -> Marking:
        return first_of(self.row)


def asking(version_ids: Collection[int]) -> list[int]:
    """The ids of the attempts that ask these versions, in their order."""
    asked_in = Slot.objects.filter(version__in=version_ids).values_list("attempt", flat=True)
    return list(asked_in.order_by("attempt").distinct())


def effects(
    attempt_ids: Sequence[int], version_ids: Collection[int], changes: Sequence[Change]
) -> list[Remarked]:
    """What would change in these attempts, which ask these versions, if just these changes stood."""
    corrected = set(version_ids).union(*(change.version_ids for change in changes))
    keys = keys_of(corrected, changes)
    return [
        remarked
        for _, slots in groupby(rows_of(attempt_ids, corrected), key=itemgetter("attempt"))
        for remarked in effects_on(list(slots), keys, changes)
    ]


def rows_of(attempt_ids: Sequence[int], version_ids: Collection[int]) -> Iterator[dict[str, Any]]:
    """Their slots that ask one of the versions, with what was answered."""
    slots = Slot.objects.filter(version__in=version_ids).order_by("attempt_id", "position")
    for some in chunks(attempt_ids, AT_ONCE):
        for row in slots.filter(attempt__in=some).values_list(*COLUMNS.values()):
            yield dict(zip(COLUMNS, row, strict=True))


def keys_of(
    version_ids: Collection[int], changes: Sequence[Change]
) -> dict[int, tuple[Asked, dict[int, Key]]]:
    """Each version as published, and its key after each change."""
    versions = map(asked, QuestionVersion.objects.filter(pk__in=version_ids))
    ids = [change.id for change in changes]
    return {
        version.id: (version, dict(zip(ids, keys_after(version, changes)[1:], strict=True)))
        for version in versions
    }


def effects_on(
    rows: Sequence[Mapping[str, Any]],
    keys: Mapping[int, tuple[Asked, Mapping[int, Key]]],
    changes: Sequence[Change],
) -> Iterator[Remarked]:
    """Of one attempt."""
    befores = [now_of(row) for row in rows]
    how = BEHAVIOURS[rows[0]["behaviour"]]
    mark, out_of = rows[0]["mark"], rows[0]["out_of"]
    sitting = Sitting(
        Rules(how, rows[0]["penalty"]),
        tuple(position_of(row, *keys[row["version"]]) for row in rows),
        is_over=rows[0]["finished_at"] is not None,
        mark=mark - sum(before.mark for before in befores),
        points=out_of - sum(before.points for before in befores) * how.best,
    )
    afters = marked_anew(sitting, changes)
    mark_after = sitting.mark + sum(after.mark for after in afters)
    out_of_after = sitting.points + sum(after.points for after in afters) * how.best
    for row, before, after in zip(rows, befores, afters, strict=True):
        if before != after:
            yield Remarked(row, before, after, mark_after, out_of_after)


def position_of(row: Mapping[str, Any], version: Asked, keys: Mapping[int, Key]) -> Position:
    first, givens = first_of(row), givens_of(row)
    if row["is_erased"]:
        # The words are gone with the person who typed them; what they earned stays.
        first, givens = replace(first, credit=row["credit"], fraction=row["fraction"]), ()
    return Position(row["version"], version.task, keys, first, givens, certainty=row["certainty"])


def givens_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What was given in each try. An attempt that ended between two tries has the last one as its answer."""
    if row["answer"] is None:
        return ()
    tries = [tried["given"] for tried in row["tries"]]
    return tuple(tries if tries and row["is_of_the_end"] else [*tries, row["given"]])


def now_of(row: Mapping[str, Any]) -> Marking:
    fraction = row["granted"] if row["answer"] is None else row["fraction"]
    return Marking(row["credit"], fraction, row["points"])


def first_of(row: Mapping[str, Any]) -> Marking:
    """As it was marked before any correction."""
    points = float(row["published_points"])
    if row["answer"] is None:
        return Marking(None, None, points)
    if row["first_fraction"] is None:
        return Marking(row["credit"], row["fraction"], points)
    return Marking(row["first_credit"], row["first_fraction"], points)


def store(attempts: QuerySet, found: Sequence[Remarked]) -> None:
    """A few statements, however many rows: those that come to the same are written together."""
    answers, slots, best = defaultdict(list), defaultdict(list), defaultdict(set)
    for remarked in found:
        row, after, first = remarked.row, remarked.after, remarked.first
        is_first = (after.credit, after.fraction) == (first.credit, first.fraction)
        if row["answer"] is not None:
            kept = (None, None) if is_first else (first.credit, first.fraction)
            answers[after.credit, after.fraction, *kept].append(row["answer"])
        granted = after.fraction if row["answer"] is None else None
        if (after.points, granted) != (row["points"], row["granted"]):
            slots[after.points, granted].append(row["slot"])
        best[BEHAVIOURS[row["behaviour"]].best].add(row["attempt"])
    write(Answer.objects.all(), ("credit", "fraction", "first_credit", "first_fraction"), answers)
    write(Slot.objects.all(), ("points", "granted"), slots)
    for times, ids in best.items():
        recount(attempts, ids, best=times)


def write(rows: QuerySet, columns: Sequence[str], ids_by_values: Mapping[tuple, list[int]]) -> None:
    for values, ids in ids_by_values.items():
        for some in chunks(ids, AT_ONCE):
            rows.filter(pk__in=some).update(**dict(zip(columns, values, strict=True)))


def recount(attempts: QuerySet, ids: Iterable[int], *, best: int) -> None:
    """Set mark and points by the rows. `best`: what a point can earn at most."""
    slots = Slot.objects.filter(attempt=OuterRef("pk")).order_by().values("attempt")
    mark = slots.annotate(sum=Sum(MARK)).values("sum")
    points = slots.annotate(sum=Sum("points") * best).values("sum")
    for some in chunks(sorted(ids), AT_ONCE):
        attempts.model.objects.filter(pk__in=some).update(mark=Subquery(mark), points=Subquery(points))


# What a slot earns, as a column.
MARK = F("points") * Coalesce(F("answer__fraction"), F("granted"), 0.0, output_field=FloatField())


def settle(attempt: Any) -> bool:
    """Bring one attempt to what the standing corrections make of it, within a transaction; whether any stands."""
    asking = Correction.objects.filter(question__versions__slots__attempt=attempt).values("pk")
    changes = Correction.objects.standing().filter(pk__in=asking).changes()
    version_ids = set().union(*(change.version_ids for change in changes))
    if version_ids:
        store(type(attempt).objects.all(), effects([attempt.pk], version_ids, changes))
    return bool(version_ids)

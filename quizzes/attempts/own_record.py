"""What attempts hold about a student: the part of the student's record, and what is forgotten of it.

The record tells what the student's own review page would show at this moment, and no more: the key stays home.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from core.chunks import chunks
from core.models import User
from core.personal import Erasing
from quizzes.attempts.disclosure import Disclosure, disclosed, phase_of
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.slot import Answer, Slot
from quizzes.attempts.verdicts import result_of
from quizzes.bank import serving
from quizzes.bank.changes import keys_after
from quizzes.bank.corrections import Correction, asked
from quizzes.bank.models import QuestionVersion
from quizzes.kinds import Kind
from quizzes.kinds.kind import Unreadable

ATTEMPT_COLUMNS = (
    "attempt",
    "quiz",
    "question_set",
    "number",
    "repeats",
    "started_at",
    "deadline_at",
    "finished_at",
    "is_ended_by_time",
    "review_opened_at",
    "questions",
    "answered",
    "mark",
    "points",
)
ANSWER_COLUMNS = (
    "attempt",
    "quiz",
    "position",
    "question",
    "kind",
    "asked",
    "options",
    "given",
    "certainty",
    "tries",
    "is_flagged",
    "saved_at",
    "answered_at",
    "result",
    "mark",
    "points",
    "right_answer",
    "explanation",
)


def attempts(student: User, at: datetime) -> Iterator[tuple]:
    quizzes = quizzes_of(student)
    for attempt in student.attempts.order_by("pk").iterator():
        attempt.quiz = quizzes[attempt.quiz_id]
        shown = attempt.disclosed(at)
        yield (
            attempt.pk,
            attempt.quiz.title,
            attempt.quiz.question_set.title,
            attempt.number,
            attempt.repeats_id,
            attempt.started_at,
            attempt.deadline_at,
            attempt.finished_at,
            attempt.is_ended_by_time,
            attempt.review_opened_at,
            attempt.slot_count,
            attempt.answered_count,
            attempt.mark if shown.mark else None,
            attempt.points,
        )


def quizzes_of(student: User) -> dict[int, Quiz]:
    taken = Quiz.objects.filter(pk__in=student.attempts.order_by().values("quiz"))
    return {quiz.pk: quiz for quiz in taken.select_related("question_set")}


class Version(NamedTuple):
    """A version with its key, as a record needs it. It never leaves this module whole."""

    question_id: int
    task: Kind
    face: Mapping
    key: Mapping


def load_versions(ids: Collection[int]) -> dict[int, Version]:
    """With the keys as they were put right."""
    versions = list(QuestionVersion.objects.filter(pk__in=ids))
    changes = defaultdict(list)
    for correction in Correction.objects.standing().filter(question__versions__in=ids).distinct():
        changes[correction.question_id].append(correction.change)
    return {
        version.pk: Version(
            version.question_id,
            version.task,
            version.face,
            keys_after(asked(version), changes[version.question_id])[-1],
        )
        for version in versions
    }


class Row(NamedTuple):
    """What is kept of one position of an attempt, in the order of its query."""

    attempt_id: int
    quiz_id: int
    finished_at: datetime | None
    is_assigned: bool
    closes_at: datetime | None
    reached: int
    position: int
    version_id: int
    option_order: list
    typed: list | None
    slot_certainty: int | None
    tries: list
    is_flagged: bool
    saved_at: datetime | None
    points: float
    granted: float | None
    given: Any
    credit: float | None
    fraction: float | None
    certainty: int | None
    answered_at: datetime | None
    is_erased: bool | None

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def earned(self) -> float | None:
        """What of the points, also where a correction gives everybody the credit."""
        return self.fraction if self.is_answered else self.granted

    def shown(self, quiz: Quiz, at: datetime) -> Disclosure:
        closes = self.closes_at if self.is_assigned else quiz.closes_at
        return disclosed(quiz.review, phase_of(self.finished_at, closes, at))


PATHS = (
    "attempt_id",
    "attempt__quiz_id",
    "attempt__finished_at",
    "attempt__is_assigned",
    "attempt__closes_at",
    "attempt__reached",
    "position",
    "version_id",
    "option_order",
    "typed",
    "certainty",
    "tries",
    "is_flagged",
    "saved_at",
    "points",
    "granted",
    "answer__given",
    "answer__credit",
    "answer__fraction",
    "answer__certainty",
    "answer__answered_at",
    "answer__is_erased",
)


def answers(student: User, at: datetime) -> Iterator[tuple]:
    """Every question that may have been seen, with what was given and as much of its worth as shows now."""
    quizzes, versions = quizzes_of(student), serving.Shelf(load_versions)
    rows = Slot.objects.of(student).order_by("attempt_id", "position").values_list(*PATHS)
    for chunk in chunks(map(Row._make, rows.iterator())):
        known = versions.many(row.version_id for row in chunk)
        for row in chunk:
            quiz = quizzes[row.quiz_id]
            if row.finished_at or not quiz.is_forward_only or row.position <= row.reached:
                yield told(row, quiz, known[row.version_id], row.shown(quiz, at))


def told(row: Row, quiz: Quiz, version: Version, shown: Disclosure) -> tuple:
    face = version.task.arranged(version.face, row.option_order)
    is_over = row.is_answered or row.finished_at is not None
    return (
        row.attempt_id,
        quiz.title,
        row.position,
        version.question_id,
        version.task.LABEL,
        face["stem"],
        [option["text"] for option in face.get("options", [])],
        given_in(row, version.task, face),
        row.certainty if row.is_answered else row.slot_certainty,
        [told_try(one, version.task, face) for one in row.tries],
        row.is_flagged,
        row.saved_at,
        row.answered_at,
        result_of(row.credit) if row.is_answered and shown.correctness else "",
        row.earned * row.points if row.earned is not None and shown.mark else None,
        row.points,
        right_answer(row, version, face, shown) if is_over and shown.right_answer else "",
        version.key["explanation"] if is_over and shown.explanation else "",
    )


def given_in(row: Row, task: Kind, face: Mapping) -> str:
    """The answer as its student would tell it; what is saved and not handed in yet, where there is none."""
    if row.is_answered:
        return task.said(face, row.given)
    if not row.typed:
        return ""
    given = task.read(face, row.typed)
    return "; ".join(row.typed) if isinstance(given, Unreadable) else task.said(face, given)


def told_try(one: Mapping, task: Kind, face: Mapping) -> str:
    return task.said(face, one["given"])


def right_answer(row: Row, version: Version, face: Mapping, shown: Disclosure) -> str:
    given = row.given if row.is_answered else None
    return version.task.outcome(face, version.key, given, shown.of_answer)["right_text"]


def stop(student: User) -> None:
    """Nothing is taken in any more by attempts that run, nor by those that more time could open again."""
    student.attempts.perhaps_running().update(is_abandoned=True)


def forget(erasing: Erasing) -> None:
    """Take out what was typed. Choices, numbers and marks stay, for the figures of the class."""
    student = erasing.person
    for ids in chunks(student.attempts.order_by("pk").values_list("pk", flat=True), 100):
        slots = Slot.objects.filter(attempt__in=ids)
        forget_given(Answer.objects.filter(slot__in=slots))
        forget_tries(slots.exclude(tries=[]))
        slots.filter(typed__isnull=False).update(typed=None)


def forget_given(answers: QuerySet[Answer]) -> None:
    """Answers that come to the same without their words are written together."""
    rows = list(answers.values_list("pk", "slot__version_id", "given"))
    faces = serving.faces.many({version for _, version, _ in rows})
    wordless: dict[str, list[int]] = defaultdict(list)
    for pk, version, given in rows:
        left = faces[version].task.anonymous(faces[version].content, given)
        if left != given:
            wordless[json.dumps(left)].append(pk)
    for left, pks in wordless.items():
        Answer.objects.filter(pk__in=pks).update(given=json.loads(left), is_erased=True)


def forget_tries(slots: QuerySet[Slot]) -> None:
    rows = list(slots.values_list("pk", "version_id", "tries"))
    faces = serving.faces.many({version for _, version, _ in rows})
    for pk, version, tries in rows:
        face = faces[version]
        left = [one | {"given": face.task.anonymous(face.content, one["given"])} for one in tries]
        if left != tries:
            Slot.objects.filter(pk=pk).update(tries=left)

"""One position of an attempt: the version asked there, what was written, and the answer it became."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random
from typing import Any

from django.db import IntegrityError, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse

from core.models import User
from core.turns import write_in_turn
from quizzes.attempts import answered
from quizzes.attempts.asked import Asked
from quizzes.attempts.behaviours import HIGHEST, LOWEST, Certainty
from quizzes.attempts.correcting import Marking, Position, Rules, Sitting, marked_anew
from quizzes.attempts.saving import Saving
from quizzes.attempts.trying import Trying
from quizzes.attempts.verdicts import result_of, verdict_of
from quizzes.attempts.work import NOTHING_SENT, AttemptFinished, Overtaken, Work
from quizzes.bank import serving
from quizzes.bank.models import QuestionVersion
from quizzes.kinds.kind import Unreadable


class SlotQuerySet(models.QuerySet):
    def of(self, student: User) -> "SlotQuerySet":
        return self.filter(attempt__student=student)

    def unanswered(self) -> "SlotQuerySet":
        return self.filter(answer=None)

    def answered_or_over(self) -> "SlotQuerySet":
        """What can be answered no more, as far as it was reached."""
        was_reached = Q(attempt__quiz__is_forward_only=False) | Q(position__lte=F("attempt__reached"))
        return self.filter(Q(answer__isnull=False) | Q(attempt__finished_at__isnull=False) & was_reached)

    def begun(self) -> "SlotQuerySet":
        """With something saved, whether or not it can be read."""
        return self.filter(typed__isnull=False)

    def with_last_edit(self) -> "SlotQuerySet":
        return self.annotate(last_edit=serving.LAST_EDIT)

    def with_attempt(self) -> "SlotQuerySet":
        along = {name: RawSQL(sql, []) for name, sql in answered.ALONG.items()}  # noqa: S611 - our own
        return self.with_last_edit().annotate(**along).select_related("attempt__quiz", "answer")


class Slot(Asked, Saving, Trying, models.Model):
    """One position in an attempt: the version asked there and the order its options stand in.

    `typed` is what is saved and not marked yet; `tries` are the marked ones before the last; `revision` counts
    the changes of both.
    """

    attempt = models.ForeignKey("quizzes.Attempt", models.CASCADE, related_name="slots")
    position = models.PositiveIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="slots")
    option_order = models.JSONField(default=list)
    points = models.FloatField(help_text="What it counts for: as published, or nothing once it was dropped.")
    granted = models.FloatField(
        null=True, help_text="The part of its points it earns without an answer, by a correction."
    )
    typed = models.JSONField(null=True)
    certainty = models.PositiveSmallIntegerField(null=True)
    saved_at = models.DateTimeField(null=True)
    tries = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    is_flagged = models.BooleanField(default=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="one_slot_a_position")]

    def __str__(self) -> str:
        return f"question {self.position} of {self.attempt}"

    def get_absolute_url(self) -> str:
        return reverse("attempts:question", args=[self.attempt_id, self.position])

    @classmethod
    def filled(
        cls, attempt: models.Model, versions: Sequence[QuestionVersion], chance: Random, *, shuffles: bool
    ) -> Iterable["Slot"]:
        for position, version in enumerate(versions, start=1):
            yield cls(
                attempt=attempt,
                position=position,
                version=version,
                option_order=version.task.order(version.face, chance) if shuffles else [],
                points=float(version.points),
            )

    @property
    def given_answer(self) -> "Answer | None":
        return getattr(self, "answer", None)

    @property
    def best(self) -> float:
        return self.points * self.attempt.quiz.how.best

    @property
    def next_url(self) -> str:
        """The question after this one; nothing after the last."""
        if self.position == self.attempt.slot_count:
            return ""
        return reverse("attempts:question", args=[self.attempt_id, self.position + 1])

    @property
    def previous_url(self) -> str:
        if self.position == 1 or self.attempt.quiz.is_forward_only:
            return ""
        return reverse("attempts:question", args=[self.attempt_id, self.position - 1])

    @property
    def mark(self) -> float:
        return super().mark if self.given_answer else (self.granted or 0) * self.points

    @property
    def is_answered_at_once(self) -> bool:
        """Whether it was marked as it was answered; sending that answer once more shows what came of it."""
        answer = self.given_answer
        return answer is not None and self.attempt.quiz.how.marks_each and not answer.is_of_the_end

    @property
    def was_reached(self) -> bool:
        """Whether it may have been seen."""
        return not self.attempt.quiz.is_forward_only or self.position <= self.attempt.reached

    @property
    def certainties(self) -> tuple[Certainty, ...]:
        return tuple(Certainty)

    def submit(self, given: Any, work: Work = NOTHING_SENT, *, at: datetime) -> "Answer | None":
        """Mark the answer and keep it, on disk when this returns. None when it was a try and another is left.

        The first answer counts; a second one gets the first. Raises AttemptFinished when the attempt was over,
        Stale when a try was made on a page older than the last one.
        """
        # Before the key: a correction that comes between the two is noticed when the attempt takes the answer in.
        how = self.attempt.quiz.how
        while not self.given_answer:
            credit = self.credit_of(given)
            try:
                if how.has_tries:
                    return self.tried(given, credit, work, at=at)
                return self.keep(self.answered(given, credit, at=at, certainty=work.certainty))
            except Overtaken:
                self.look_again()
        return self.given_answer

    def credit_of(self, given: Any) -> float | None:
        grade = self.task.grade(self.evidence.key, given)
        return None if grade is None else grade.credit

    def answered(
        self,
        given: Any,
        credit: float | None,
        *,
        at: datetime,
        certainty: int | None = None,
        tries_before: int = 0,
    ) -> "Answer":
        """The answer this would be; not kept yet."""
        quiz = self.attempt.quiz
        certainty = (certainty or Certainty.LOW) if quiz.how.asks_certainty else None
        if self.evidence.changes:
            grade = self.task.grade(self.evidence.keys[0], given)
            credit = None if grade is None else grade.credit
        fraction = quiz.how.fraction(
            credit, certainty=certainty, tries_before=tries_before, penalty=quiz.penalty
        )
        answer = Answer(
            slot=self, given=given, credit=credit, fraction=fraction, certainty=certainty, answered_at=at
        )
        if self.evidence.changes:
            self.put_right(answer, [*(tried["given"] for tried in self.tries[:tries_before]), given])
        return answer

    def put_right(self, answer: "Answer", givens: Sequence[Any]) -> None:
        """Mark a new answer, marked by the key as published, by the corrections that stand."""
        changes, quiz = self.evidence.changes, self.attempt.quiz
        keys = dict(zip((change.id for change in changes), self.evidence.keys[1:], strict=True))
        first = Marking(answer.credit, answer.fraction, self.points)
        position = Position(self.version_id, self.task, keys, first, tuple(givens), answer.certainty)
        sitting = Sitting(Rules(quiz.how, quiz.penalty), (position,), is_over=False)
        (now,) = marked_anew(sitting, changes)
        if (now.credit, now.fraction) != (first.credit, first.fraction):
            answer.first_credit, answer.first_fraction = first.credit, first.fraction
            answer.credit, answer.fraction = now.credit, now.fraction

    def keep(self, answer: "Answer", *, unless_overtaken: bool = False) -> "Answer":
        mark, attempt = (answer.fraction or 0) * self.points, self.attempt
        try:
            with write_in_turn():
                # The attempt first: whoever changes it, too, waits here and not behind the answer.
                attempt.take_in(mark, answered=1, at=answer.answered_at, unless_overtaken=unless_overtaken)
                answer.save(force_insert=True)
                if attempt.is_finished:
                    attempt.end_with_last_answer()
                answered.tell(attempt, [answer], answer.answered_at)
        except (IntegrityError, AttemptFinished):
            answer = Answer.objects.filter(slot=self).first()
            if answer is None:
                raise
            attempt.refresh_from_db(fields=["answered_count", "mark", "points", "revision", "finished_at"])
        self.answer = answer
        return answer

    def write(self, *, at: datetime, begun: int = 0, **columns: Any) -> None:
        with write_in_turn():
            self.attempt.take_in(0, answered=begun, at=at, unless_overtaken=True)
            Slot.objects.filter(pk=self.pk).update(**columns)
        for name, value in columns.items():
            setattr(self, name, value)

    def look_again(self) -> None:
        """Read anew what may have changed since this was loaded, the key last."""
        self.refresh_from_db(fields=["typed", "certainty", "saved_at", "tries", "revision", "points"])
        self.attempt.refresh_from_db(
            fields=[
                "revision",
                "remarkings",
                "finished_at",
                "deadline_at",
                "answered_count",
                "mark",
                "points",
            ]
        )
        self.__dict__.pop("last_edit", None)
        # One that was made and not taken in hangs on the slot already.
        self._state.fields_cache.pop("answer", None)
        if answer := Answer.objects.filter(slot=self).first():
            self.answer = answer

    def flag(self, is_flagged: bool) -> None:
        """Mark it to be looked at again, or no more."""
        with write_in_turn():
            if Slot.objects.filter(pk=self.pk, attempt__finished_at=None).update(is_flagged=is_flagged):
                self.is_flagged = is_flagged

    def pending_answer(self, at: datetime) -> "Answer | None":
        """What was saved or tried here, as the answer it becomes when the attempt ends; None where nothing counts."""
        if self.tries:
            last = self.tries[-1]
            credit = self.credit_of(last["given"])
            answer = self.answered(last["given"], credit, at=at, tries_before=len(self.tries) - 1)
        elif isinstance(given := self.task.read(self.face, self.typed or ()), Unreadable):
            return None
        else:
            answer = self.answered(given, self.credit_of(given), at=at, certainty=self.certainty)
        answer.is_of_the_end = True
        return answer


class Answer(models.Model):
    """The stored, marked answer of a slot.

    `credit` is how right it is, 0 to 1; `fraction` what it earns of the slot's points by the quiz's behaviour.
    Both are null while a person has yet to mark it.
    """

    slot = models.OneToOneField(Slot, models.CASCADE, related_name="answer")
    given = models.JSONField()
    credit = models.FloatField(null=True)
    fraction = models.FloatField(null=True)
    # As it was marked before any correction; empty where that is how it is marked now.
    first_credit = models.FloatField(null=True)
    first_fraction = models.FloatField(null=True)
    certainty = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField()
    is_of_the_end = models.BooleanField(
        default=False, help_text="Made when the attempt ended, of what was saved by then."
    )
    is_erased = models.BooleanField(
        default=False,
        help_text="Its words were erased with its student; its mark stays, and it can never be marked anew.",
    )

    class Meta:
        indexes = [
            models.Index(fields=["slot"], condition=Q(credit=None), name="answers_that_wait"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(credit__range=(0, 1)), name="credit_from_0_to_1"),
            models.CheckConstraint(
                condition=Q(fraction__range=(LOWEST, HIGHEST)), name="fraction_from_minus_6_to_3"
            ),
            models.CheckConstraint(
                condition=Q(credit=None, fraction=None) | Q(credit__isnull=False, fraction__isnull=False),
                name="marked_or_waiting",
            ),
            models.CheckConstraint(
                condition=Q(first_credit=None, first_fraction=None)
                | Q(first_credit__range=(0, 1), first_fraction__range=(LOWEST, HIGHEST)),
                name="first_marked_or_never_corrected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.credit:.0%}" if self.credit is not None else f"{self.slot}: to be marked"

    @property
    def sureness(self) -> str:
        return Certainty(self.certainty).label if self.certainty else ""

    @property
    def result(self) -> str:
        """One word for signs and styles: right, partly or wrong; nothing while it waits for its mark."""
        return result_of(self.credit)

    @property
    def verdict(self) -> str:
        return verdict_of(self.credit)

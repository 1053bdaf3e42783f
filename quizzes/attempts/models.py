from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, models
from django.db.models import F, Q
from django.urls import reverse

from core.models import User
from core.turns import write_in_turn
from quizzes.articles.models import Article
from quizzes.attempts.asked import Asked
from quizzes.bank.models import Question, QuestionSet, QuestionVersion
from quizzes.kinds.kind import Grade

# By hand, because an answer must be cheap: building this very statement with Case() and F() takes the ORM longer
# than everything else about storing an answer.
COUNT_ANSWER = """
    UPDATE quizzes_attempt
    SET answered_count = answered_count + 1,
        mark = mark + %s,
        finished_at = CASE WHEN answered_count + 1 = slot_count THEN %s ELSE NULL END
    WHERE id = %s AND finished_at IS NULL
"""


class Quiz(models.Model):
    """How a question set is given. Each set has one for practice, made when it is first wanted."""

    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="quizzes")
    title = models.CharField(max_length=200)
    is_practice = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["question_set"], condition=Q(is_practice=True), name="one_practice_a_set"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def practice(cls, question_set: QuestionSet) -> "Quiz":
        quiz, _ = cls.objects.get_or_create(
            question_set=question_set, is_practice=True, defaults={"title": question_set.title}
        )
        return quiz


class AttemptQuerySet(models.QuerySet):
    def open(self) -> "AttemptQuerySet":
        return self.filter(finished_at=None)

    def finished(self) -> "AttemptQuerySet":
        return self.exclude(finished_at=None)

    def with_quiz(self) -> "AttemptQuerySet":
        return self.select_related("quiz__question_set")


class Attempt(models.Model):
    """One student's run through a quiz."""

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    repeats = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        related_name="repetitions",
        help_text="The attempt whose misses it repeats.",
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Kept with each answer, so that no page has to count.
    slot_count = models.PositiveIntegerField()
    answered_count = models.PositiveIntegerField(default=0)
    points = models.FloatField()
    mark = models.FloatField(default=0)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "quiz"],
                condition=Q(finished_at=None, repeats=None),
                name="one_open_attempt_a_quiz",
            ),
            models.UniqueConstraint(
                fields=["repeats"], condition=Q(finished_at=None), name="one_open_repetition_an_attempt"
            ),
            models.CheckConstraint(
                condition=Q(answered_count__lte=F("slot_count")), name="no_more_answers_than_slots"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} on {self.quiz}"

    def get_absolute_url(self) -> str:
        return reverse("attempts:take", args=[self.pk])

    @classmethod
    def start(cls, student: User, quiz: Quiz, *, at: datetime, chance: Random) -> "Attempt | None":
        """The student's open attempt, or a new one. None when the set has nothing to ask."""
        if attempt := student.attempts.open().filter(quiz=quiz, repeats=None).first():
            return attempt
        questions = quiz.question_set.questions.published().in_order().select_related("current")
        versions = [question.current for question in questions]
        return cls.given(student, quiz, versions, at=at, chance=chance)

    def repeat_missed(self, *, at: datetime, chance: Random) -> "Attempt | None":
        """An attempt at the questions not fully right here, as they are asked today; the open one if there is one."""
        if attempt := self.repetitions.open().first():
            return attempt
        missed = self.slots.exclude(answer__credit=1).values("version__question")
        questions = Question.objects.published().filter(pk__in=missed).in_order().select_related("current")
        versions = [question.current for question in questions]
        return Attempt.given(self.student, self.quiz, versions, at=at, chance=chance, repeats=self)

    @classmethod
    def given(
        cls,
        student: User,
        quiz: Quiz,
        versions: list[QuestionVersion],
        *,
        at: datetime,
        chance: Random,
        repeats: "Attempt | None" = None,
    ) -> "Attempt | None":
        """A new attempt with its slots; if another tab made one in the meantime, that one."""
        if not versions:
            return None
        points = sum(float(version.points) for version in versions)
        try:
            with write_in_turn():
                attempt = cls.objects.create(
                    student=student,
                    quiz=quiz,
                    repeats=repeats,
                    started_at=at,
                    slot_count=len(versions),
                    points=points,
                )
                Slot.objects.bulk_create(Slot.filled(attempt, versions, chance))
        except IntegrityError:
            return student.attempts.open().filter(quiz=quiz, repeats=repeats).first()
        return attempt

    def count_answer(self, mark: float, *, at: datetime) -> bool:
        """Add an answer to the counts; the last one ends the attempt. False, and no change, when it had ended."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ANSWER, [mark, connection.ops.adapt_datetimefield_value(at), self.pk])
            is_counted = cursor.rowcount == 1
        self.answered_count += is_counted
        self.mark += mark * is_counted
        return is_counted

    def finish(self, *, at: datetime) -> None:
        """End it here; what was not answered stays unanswered. Finishing twice changes nothing."""
        with write_in_turn():
            Attempt.objects.open().filter(pk=self.pk).update(finished_at=at)
        self.refresh_from_db(fields=["finished_at"])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def remaining_count(self) -> int:
        return self.slot_count - self.answered_count


class AttemptFinished(Exception):
    """The attempt was ended before this answer arrived."""


class SlotQuerySet(models.QuerySet):
    def of(self, student: User) -> "SlotQuerySet":
        return self.filter(attempt__student=student)

    def unanswered(self) -> "SlotQuerySet":
        return self.filter(answer=None)

    def with_articles_edited(self) -> "SlotQuerySet":
        return self.annotate(articles_edited=models.Subquery(Article.objects.last_edit()))

    def with_attempt(self) -> "SlotQuerySet":
        return self.with_articles_edited().select_related("attempt", "answer")

    def with_quiz(self) -> "SlotQuerySet":
        return self.select_related("attempt__quiz")


class Slot(Asked, models.Model):
    """One position in an attempt: the version asked there and the order its options stand in."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="slots")
    position = models.PositiveIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="slots")
    option_order = models.JSONField(default=list)
    points = models.FloatField()

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="one_slot_a_position")]

    def __str__(self) -> str:
        return f"question {self.position} of {self.attempt}"

    def get_absolute_url(self) -> str:
        return reverse("attempts:question", args=[self.attempt_id, self.position])

    @classmethod
    def filled(cls, attempt: Attempt, versions: list[QuestionVersion], chance: Random) -> Iterable["Slot"]:
        for position, version in enumerate(versions, start=1):
            yield cls(
                attempt=attempt,
                position=position,
                version=version,
                option_order=version.task.order(version.face, chance),
                points=float(version.points),
            )

    @property
    def given_answer(self) -> "Answer | None":
        return getattr(self, "answer", None)

    @property
    def next_url(self) -> str:
        """The question after this one; nothing after the last."""
        if self.position == self.attempt.slot_count:
            return ""
        return reverse("attempts:question", args=[self.attempt_id, self.position + 1])

    def submit(self, given: Any, *, at: datetime) -> "Answer":
        """Mark the answer and keep it, on disk when this returns. The first answer counts; a second one gets the first.

        Raises AttemptFinished when the attempt was ended before.
        """
        if self.given_answer:
            return self.given_answer
        grade = self.task.grade(self.evidence.key, given)
        try:
            with write_in_turn():
                self.answer = Answer.objects.create(
                    slot=self, given=given, credit=grade.credit, answered_at=at
                )
                self._count(grade, at)
        except IntegrityError:
            self.answer = Answer.objects.get(slot=self)
        return self.answer

    def _count(self, grade: Grade, at: datetime) -> None:
        mark = grade.credit * self.points
        if not self.attempt.count_answer(mark, at=at):
            raise AttemptFinished


class Answer(models.Model):
    """The stored, marked answer of a slot."""

    slot = models.OneToOneField(Slot, models.CASCADE, related_name="answer")
    given = models.JSONField()
    credit = models.FloatField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(credit__range=(0, 1)), name="credit_from_0_to_1")]

    def __str__(self) -> str:
        return f"{self.slot}: {self.credit:.0%}"

    @property
    def result(self) -> str:
        """One word for signs and styles: right, partly or wrong."""
        return result_of(self.credit)

    @property
    def verdict(self) -> str:
        if self.result == "partly":
            return f"Partly right: {self.credit:.0%}."
        return {"right": "Right.", "wrong": "Not right."}[self.result]


def result_of(credit: float | None) -> str:
    if credit is None:
        return ""
    return "right" if credit == 1 else "partly" if credit > 0 else "wrong"

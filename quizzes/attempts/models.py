"""One student's run through a quiz."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.conf import settings
from django.db import IntegrityError, connection, models
from django.db.models import F, Q
from django.urls import reverse

from core.models import User
from core.turns import write_in_turn
from quizzes.attempts import answered, counted, disclosure, remarking, timing
from quizzes.attempts.clocked import Clocked
from quizzes.attempts.disclosure import Disclosure
from quizzes.attempts.quiz import Quiz, terms_at
from quizzes.attempts.results import share
from quizzes.attempts.slot import Answer, Slot
from quizzes.attempts.work import AttemptFinished, Overtaken
from quizzes.bank import serving
from quizzes.bank.models import Question, QuestionVersion

# By hand, because an answer must be cheap: building this very statement with Case() and F() takes the ORM longer
# than everything else about storing an answer. It is also what refuses: nothing is taken after the end.
TAKE_IN = """
    UPDATE quizzes_attempt
    SET answered_count = answered_count + %s,
        mark = mark + %s,
        revision = revision + 1,
        clock_at = CASE WHEN clock_at > %s THEN clock_at ELSE %s END,
        finished_at = CASE WHEN %s = 1 AND answered_count + 1 = slot_count THEN %s ELSE NULL END
    WHERE id = %s AND finished_at IS NULL AND NOT is_abandoned AND (deadline_at IS NULL OR deadline_at >= %s)
        AND remarkings = %s
"""
UNLESS_OVERTAKEN = " AND revision = %s"
# Another window may have answered since this attempt was loaded: the row alone knows whether that was the last one.
HOW_MANY = " RETURNING answered_count"


@dataclass(frozen=True)
class NotOpen:
    """Why a quiz cannot be started, in a sentence."""

    sentence: str


class AttemptQuerySet(models.QuerySet):
    def open(self) -> "AttemptQuerySet":
        return self.filter(finished_at=None, is_abandoned=False)

    def finished(self) -> "AttemptQuerySet":
        return self.exclude(finished_at=None)

    def whole(self) -> "AttemptQuerySet":
        """Runs through the quiz itself, not repetitions of what was missed."""
        return self.filter(repeats=None)

    def perhaps_running(self) -> "AttemptQuerySet":
        """Open, or ended by time and not reviewed yet, so that more time may open them again."""
        is_perhaps = Q(finished_at=None) | Q(is_ended_by_time=True, review_opened_at=None)
        return self.filter(is_perhaps, is_abandoned=False)

    def against_the_clock(self) -> "AttemptQuerySet":
        """Those a new deadline still means something to."""
        return self.perhaps_running().filter(deadline_at__isnull=False)

    def unsettled(self, at: datetime) -> "AttemptQuerySet":
        """Those that are not what they must be by the clock."""
        latest = at - timing.GRACE
        is_moved = Q(deadline_at__gt=F("finished_at")) | Q(finished_at__gt=at + timing.SKEW)
        return self.against_the_clock().filter(
            Q(finished_at=None, deadline_at__lt=latest)
            | Q(is_moved, finished_at__isnull=False, deadline_at__gte=latest)
            | Q(clock_at__gt=at + timing.SKEW)
        )

    def delete(self) -> tuple[int, dict[str, int]]:
        with write_in_turn(), counted.changing(list(self.order_by().values_list("pk", flat=True))):
            return super().delete()

    delete.queryset_only = True

    def with_quiz(self) -> "AttemptQuerySet":
        return self.select_related("quiz__question_set")

    def follow_terms(self, quizzes: Collection[int], *, deadlines: bool = True) -> None:
        """Take over what holds for their students at these quizzes now. Where nothing holds any more, what held last
        stays.
        """
        with write_in_turn():
            # Who starts meanwhile was here before, and is found below; or waits here, and then sees what holds.
            list(Quiz.objects.select_for_update().filter(pk__in=quizzes).order_by("pk").values_list("pk"))
            found = list(self.whole().filter(quiz__in=quizzes).select_related("quiz", "student"))
            holding = terms_at({one.quiz for one in found}, {one.student_id for one in found})
            changed = [one for one in found if (one.student_id, one.quiz_id) in holding]
            for attempt in changed:
                attempt.follow(holding[attempt.student_id, attempt.quiz_id], deadline=deadlines)
            self.model.objects.bulk_update(
                changed, ["is_assigned", "closes_at", "deadline_at"], batch_size=200
            )
            for attempt in changed:
                if deadlines and attempt.is_ended_for_nothing:
                    attempt.reopen()


class Attempt(Clocked, models.Model):
    """One student's run through a quiz.

    `deadline_at` is set at the start and moves with extra time and assignments alone; `clock_at` is when something
    was last taken in; `revision` counts what was taken in. Kept here so that an answer need not ask for them:
    `is_assigned`, whether an assignment has a part in what holds, and then `closes_at` rather than the quiz's own.
    """

    # Nobody who was asked is deleted, for that would take marks out of the figures of classes: people are erased.
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    repeats = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        # Few repeat anything: an index of all makes SQLite look there for the many that do not.
        db_index=False,
        related_name="repetitions",
        help_text="The attempt whose misses it repeats.",
    )
    number = models.PositiveIntegerField(default=1, help_text="The student's first, second, … at the quiz.")
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    is_assigned = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True)
    clock_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    is_ended_by_time = models.BooleanField(default=False)
    review_opened_at = models.DateTimeField(null=True)
    is_abandoned = models.BooleanField(
        default=False,
        help_text="Its student was erased: what is marked stays, and nothing is taken in any more.",
    )
    is_trial = models.BooleanField(
        default=False, help_text="A teacher tries the quiz out: it counts for no figure about students."
    )
    reached = models.PositiveIntegerField(
        default=1, help_text="The question reached, where there is no way back."
    )
    revision = models.PositiveIntegerField(default=0)
    # Counts the corrections that touched it, and those it started with, so that no answer is kept that was marked by
    # the key before.
    remarkings = models.PositiveIntegerField(default=0)
    # Kept with each answer, so that no page has to count.
    slot_count = models.PositiveIntegerField()
    answered_count = models.PositiveIntegerField(default=0)
    points = models.FloatField(help_text="The best possible mark.")
    mark = models.FloatField(default=0)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["repeats"], condition=Q(repeats__isnull=False), name="repetitions"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "quiz"],
                condition=Q(finished_at=None, repeats=None),
                name="one_open_attempt_a_quiz",
            ),
            models.UniqueConstraint(
                fields=["student", "quiz", "number"], condition=Q(repeats=None), name="attempts_are_numbered"
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

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """With those that repeat its misses."""
        again = list(self.repetitions.values_list("pk", flat=True))
        with write_in_turn(), counted.changing([self.pk, *again]):
            return super().delete(*args, **kwargs)

    @classmethod
    def start(cls, student: User, quiz: Quiz, *, at: datetime, chance: Random) -> "Attempt | NotOpen":
        """The student's open attempt, or a new one; or why there is none."""
        attempts = student.attempts.filter(quiz=quiz).whole()
        settle_all(attempts, at=at)
        if attempt := attempts.open().first():
            return attempt
        used, last = attempts.aggregate(used=models.Count("pk"), last=models.Max("number")).values()
        terms = quiz.terms_for(student)
        if terms is None or not terms.may_take(at):
            return NotOpen(f"“{quiz}” is not open now.")
        if terms.are_used_up(used):
            allowed = "1 attempt" if terms.attempts_allowed == 1 else f"{terms.attempts_allowed} attempts"
            return NotOpen(f"“{quiz}” allows {allowed}, and all are used.")
        versions = quiz.versions_for(student, chance)
        with write_in_turn():
            attempt = cls.given(student, quiz, versions, at=at, chance=chance, number=(last or 0) + 1)
            if isinstance(attempt, Attempt) and not quiz.is_practice:
                # What holds may have changed since it was asked above; from here on a change finds this attempt.
                attempt.renew_deadline()
        return attempt

    def repeat_missed(self, *, at: datetime, chance: Random) -> "Attempt | NotOpen":
        """Practice of the questions not fully right here, as they are asked today; the open one if there is one."""
        if attempt := self.repetitions.open().first():
            return attempt
        missed = self.slots.exclude(answer__credit=1).values("version__question")
        questions = Question.objects.published().filter(pk__in=missed).in_order().select_related("current")
        versions = [question.current for question in questions]
        quiz = Quiz.practice(self.quiz.question_set)
        return Attempt.given(self.student, quiz, versions, at=at, chance=chance, repeats=self)

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
        **fields,
    ) -> "Attempt | NotOpen":
        """A new attempt with its slots; if another tab made one in the meantime, that one."""
        if not versions:
            return NotOpen(f"“{quiz}” has no question to ask.")
        points = sum(float(version.points) for version in versions) * quiz.how.best
        try:
            with write_in_turn():
                attempt = cls.objects.create(
                    student=student,
                    quiz=quiz,
                    repeats=repeats,
                    is_trial=student.is_staff,
                    started_at=at,
                    clock_at=at,
                    slot_count=len(versions),
                    points=points,
                    **fields,
                )
                slots = Slot.filled(attempt, versions, chance, shuffles=quiz.shuffles_options)
                Slot.objects.bulk_create(slots)
                if remarking.settle(attempt):
                    attempts = cls.objects.filter(pk=attempt.pk)
                    attempts.update(remarkings=F("remarkings") + 1)
                    attempt.refresh_from_db(fields=["points", "remarkings"])
        except IntegrityError:
            return student.attempts.open().get(quiz=quiz, repeats=repeats)
        return attempt

    def take_in(self, mark: float, *, answered: int, at: datetime, unless_overtaken: bool = False) -> None:
        """Count something that is being stored in this transaction; where answers are marked at once, the last ends it.

        Raises AttemptFinished, so that nothing is stored, when it had ended; Overtaken when a key was put right since
        this attempt was loaded, and where it is asked for, when something else was taken in.
        """
        is_marked = int(answered and self.quiz.how.marks_each)
        now, grace = (connection.ops.adapt_datetimefield_value(time) for time in (at, at - timing.GRACE))
        values = [answered, mark, now, now, is_marked, now, self.pk, grace, self.remarkings]
        if unless_overtaken:
            values.append(self.revision)
        with connection.cursor() as cursor:
            cursor.execute(TAKE_IN + UNLESS_OVERTAKEN * unless_overtaken + HOW_MANY, values)
            taken = cursor.fetchone()
        if taken is None:
            raise self.why_not(at)
        (self.answered_count,) = taken
        self.mark += mark
        self.revision += 1
        if is_marked and self.answered_count == self.slot_count:
            self.finished_at = at

    def end_with_last_answer(self) -> None:
        """Once the answer that ended it is kept: bring its marks to what standing corrections make of them all."""
        if self.remarkings and remarking.settle(self):
            self.refresh_from_db(fields=["mark", "points"])
        counted.ended(self)

    def why_not(self, at: datetime) -> Exception:
        is_open = Attempt.objects.open().filter(
            Q(deadline_at=None) | Q(deadline_at__gte=at - timing.GRACE), pk=self.pk
        )
        return Overtaken() if is_open.exists() else AttemptFinished()

    def finish(self, *, at: datetime) -> None:
        """End it and mark what was saved; the rest stays unanswered. Finishing twice changes nothing."""
        is_by_time = self.deadline_at is not None and at >= self.deadline_at
        at = self.deadline_at if is_by_time else at
        pending = self.slots.unanswered().filter(Q(typed__isnull=False) | ~Q(tries=[]))
        # What marking needs is read before the others have to wait.
        serving.evidence.many(slot.as_of for slot in pending.with_last_edit())
        with write_in_turn(), counted.changing([self.pk]):
            ended = Attempt.objects.open().filter(pk=self.pk)
            if ended.update(finished_at=at, is_ended_by_time=is_by_time):
                answers = [answer for slot in pending.with_attempt() if (answer := slot.pending_answer(at))]
                # In one order, so that two who end at once do not wait for each other's counts in a circle.
                Answer.objects.bulk_create(sorted(answers, key=lambda answer: answer.slot.version_id))
                self.recount()
                remarking.settle(self)
                self.finished_at = at
                answered.tell(self, answers, at)
        self.refresh_from_db(fields=["finished_at", "is_ended_by_time", "answered_count", "mark", "points"])

    def recount(self) -> None:
        """Set the counts by the rows: answers, and while answers are marked at the end, what is saved."""
        marks = self.slots.aggregate(count=models.Count("answer"), mark=models.Sum(remarking.MARK))
        is_saving = Q(pk=self.pk, finished_at=None) if not self.quiz.how.marks_each else Q(pk__in=[])
        saved = self.slots.begun().count() if Attempt.objects.filter(is_saving).exists() else 0
        Attempt.objects.filter(pk=self.pk).update(
            answered_count=max(marks["count"], saved), mark=marks["mark"] or 0
        )

    def go_on_from(self, position: int) -> None:
        """Where there is no way back: leave that question for good. Leaving it twice is leaving it once."""
        with write_in_turn():
            there = Attempt.objects.open().filter(pk=self.pk, reached=position, slot_count__gt=position)
            there.update(reached=position + 1)
        self.refresh_from_db(fields=["reached"])

    def may_open(self, position: int) -> bool:
        return not self.quiz.is_forward_only or self.is_finished or position == self.reached

    def disclosed(self, at: datetime) -> Disclosure:
        phase = disclosure.phase_of(self.finished_at, self.closes, at)
        return disclosure.disclosed(self.quiz.review, phase)

    @property
    def about_url(self) -> str:
        """Where its quiz tells about itself to its student."""
        return self.quiz.page_url if self.is_assigned else self.quiz.get_absolute_url()

    def may_be_repeated(self, at: datetime) -> bool:
        """Practice shows what was right, so it waits until that may show."""
        shown = self.disclosed(at)
        return self.is_finished and shown.correctness and shown.right_answer

    @property
    def awaits_close(self) -> bool:
        """Whether what was right shows once the quiz has closed."""
        return "correctness" in self.quiz.review.get("closed", ())

    @property
    def saves(self) -> bool:
        """Whether answers are saved as they stand and marked at the end, rather than marked one by one."""
        return not (self.quiz.how.marks_each or self.is_finished)

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def remaining_count(self) -> int:
        return self.slot_count - self.answered_count

    @property
    def percent(self) -> float:
        return 100 * share(self.mark, self.points)

    @property
    def has_passed(self) -> bool | None:
        """None where the quiz has no pass mark."""
        return None if self.quiz.pass_percent is None else self.percent >= self.quiz.pass_percent


def settle_all(attempts: AttemptQuerySet, *, at: datetime) -> list[Attempt]:
    """Make them all what they must be by the clock; those that were not."""
    return [attempt.settle(at=at) for attempt in list(attempts.unsettled(at).select_related("quiz"))]

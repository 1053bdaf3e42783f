"""What students say is wrong with a question, and what came of it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import IntegrityError, models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.audit import record
from core.models import User
from core.turns import write_in_turn
from quizzes.attempts.slot import Slot
from quizzes.bank.models import QuestionSet
from quizzes.reports import heard

OPEN_AT_MOST = 20
LONGEST = 2_000


class ReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def answered(self) -> Self:
        return self.exclude(answered_at=None)

    def unseen(self) -> Self:
        """Answered, and the student has not looked yet."""
        return self.answered().filter(seen_at=None)

    def for_teacher(self, teacher: User) -> Self:
        """Those about the sets a teacher looks after; a set that nobody was named for is looked after by all."""
        if teacher.is_superuser:
            return self
        sets = QuestionSet.objects.filter(pk=OuterRef("slot__version__question__question_set"))
        return self.filter(Exists(sets.filter(Q(teachers=None) | Q(teachers=teacher))))

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def with_question(self) -> Self:
        return self.select_related("slot__version__question__question_set")


class Report(models.Model):
    """One student's word on a question as it was asked, and the teachers' answer to it."""

    class Reason(models.TextChoices):
        KEY = "key", "The marked answer is wrong"
        ANOTHER = "another", "Another answer is right, too"
        PASSAGE = "passage", "The passage does not say so"
        UNCLEAR = "unclear", "It is unclear, or misspelt"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        RIGHTED = "righted", "Put right, and the marks were looked at again"
        MENDED = "mended", "Mended for those who are asked from now on"
        STANDS = "stands", "Looked at; the question stays as it is"

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="reports")
    reason = models.CharField("what is wrong", max_length=10, choices=Reason)
    text = models.TextField("in your words", max_length=LONGEST, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField("what came of it", max_length=10, choices=Outcome, blank=True)
    reply = models.TextField(
        "reply", max_length=LONGEST, blank=True, help_text="The student reads it as you write it."
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["answered_at", "at"], name="reports_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(answered_at=None), name="one_open_report_a_slot"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", seen_at=None)
                | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="answered_means_there_is_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.slot.version.question}"

    def get_absolute_url(self) -> str:
        return f"{reverse('reports:overview')}#report-{self.pk}"

    @classmethod
    def send(cls, slot: Slot, *, reason: str, text: str, at: datetime) -> "Self | None":
        """Keep the student's word on a slot; what is open there already counts, so sending twice is sending once.

        None where the student has as many open as anybody may.
        """
        mine = cls.objects.open().filter(student=slot.attempt.student_id)
        if found := mine.filter(slot=slot).first():
            return found
        if mine.count() >= OPEN_AT_MOST:
            return None
        try:
            with write_in_turn():
                slot.attempt.student.stay()
                report = cls.objects.create(
                    student=slot.attempt.student, slot=slot, reason=reason, text=text, at=at
                )
                heard.tell(heard.SENT, report)
        except IntegrityError:
            # Another window sent one at this very moment.
            return mine.filter(slot=slot).first()
        return report

    def withdraw(self) -> None:
        """Take it back, unless it has been answered by now."""
        Report.objects.open().filter(pk=self.pk).delete()

    def answer(self, outcome: str, reply: str, *, by: User, at: datetime) -> bool:
        """Tell the student what came of it; False when somebody else did before."""
        with write_in_turn():
            still_open = Report.objects.open().filter(pk=self.pk)
            if not still_open.update(outcome=outcome, reply=reply, answered_at=at, answered_by=by):
                return False
            record(self, {"outcome": ("", outcome)})
            self.refresh_from_db()
            heard.tell(heard.ANSWERED, self)
        return True

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def question_url(self) -> str:
        """Where the student sees the question again: in the attempt while it runs, then in its review."""
        if self.slot.attempt.is_finished:
            return f"{reverse('attempts:review', args=[self.slot.attempt_id])}#q{self.slot.position}"
        return self.slot.get_absolute_url()

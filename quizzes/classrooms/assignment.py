"""What a class is given to do: a quiz to take or a set to learn, by when, and what is otherwise for one student."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.audit import record
from core.models import User
from core.turns import write_in_turn
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import A_WEEK_AT_MOST, Quiz
from quizzes.attempts.terms import Terms, Window
from quizzes.bank.models import Question, QuestionSet
from quizzes.classrooms.models import Classroom, Membership

VALUES = ("opens_at", "due_at", "closes_at", "minutes", "attempts_allowed")
"""What may be otherwise for one student."""

NO_DISORDER = "The dates are not in order. Write them so that it opens, then is due, then closes."


def dates_in_order(name: str) -> models.CheckConstraint:
    """Those that are given; due and close may be one moment."""
    opens_first = (
        Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
        Q(opens_at=None) | Q(due_at=None) | Q(due_at__gt=F("opens_at")),
    )
    due_before_close = Q(due_at=None) | Q(closes_at=None) | Q(due_at__lte=F("closes_at"))
    condition = opens_first[0] & opens_first[1] & due_before_close
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=NO_DISORDER)


def count_of(rows: models.QuerySet) -> Coalesce:
    """As a column of another query."""
    counted = rows.order_by().values(nothing=Value(1)).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class AssignmentQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Neither withdrawn nor of a class that is archived."""
        return self.filter(withdrawn_at=None, classroom__archived_at=None)

    def to_any_of(self, students: Collection[int]) -> Self:
        """Those that hold for at least one of them."""
        attending = Membership.objects.current().filter(classroom=OuterRef("classroom"), student__in=students)
        chosen = Assignment.chosen.through.objects.filter(assignment=OuterRef("pk"), user__in=students)
        return self.current().filter(Exists(attending), Q(is_for_everyone=True) | Exists(chosen))

    def with_thing(self) -> Self:
        return self.select_related("quiz__question_set", "question_set", "classroom")

    def with_counts(self) -> Self:
        """Each with how many students it is for, and how many questions its set asks."""
        present = Membership.objects.current().filter(classroom=OuterRef("classroom"))
        picked = Assignment.chosen.through.objects.filter(assignment=OuterRef(OuterRef("pk"))).values("user")
        asked = Question.objects.published().filter(question_set=OuterRef("question_set"))
        return self.annotate(
            meant_count=Case(
                When(is_for_everyone=True, then=count_of(present)),
                default=count_of(present.filter(student__in=picked)),
            ),
            question_count=count_of(asked),
        )


class Assignment(models.Model):
    """A quiz or a set, given to a class or to some of its students. A withdrawn one is kept to be read."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="assignments")
    quiz = models.ForeignKey(Quiz, models.PROTECT, null=True, blank=True, related_name="assignments")
    question_set = models.ForeignKey(
        QuestionSet, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    opens_at = models.DateTimeField("opens", null=True, blank=True)
    due_at = models.DateTimeField("due", null=True, blank=True)
    closes_at = models.DateTimeField("closes", null=True, blank=True)
    is_for_everyone = models.BooleanField("for everyone in the class", default=True)
    chosen = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiz=None, question_set__isnull=False) | Q(quiz__isnull=False, question_set=None),
                name="an_assignment_is_one_thing",
            ),
            dates_in_order("assignments_open_are_due_and_close"),
        ]

    def __str__(self) -> str:
        return f"{self.thing} for {self.classroom}"

    def get_absolute_url(self) -> str:
        return reverse("classrooms:assignment", args=[self.classroom_id, self.pk])

    @property
    def thing(self) -> Quiz | QuestionSet:
        return self.quiz or self.question_set

    @property
    def is_deck(self) -> bool:
        return self.question_set_id is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def members(self) -> models.QuerySet[Membership]:
        """Those in the class today for whom it is."""
        members = self.classroom.memberships.current()
        return members if self.is_for_everyone else members.filter(student__in=self.chosen.all())

    def give(self, chosen: Collection[User] = ()) -> Self:
        """Keep a new one, for these students where it is not for everyone. The very same given twice is given once."""
        with write_in_turn():
            # Two clicks at once come here one after the other.
            Classroom.objects.select_for_update().get(pk=self.classroom_id)
            if same := self.same(chosen):
                return same
            self.save()
            self.choose(chosen)
            self.hold_at_once()
        return self

    def same(self, chosen: Collection[User]) -> Self | None:
        columns = ("quiz", "question_set", "opens_at", "due_at", "closes_at", "is_for_everyone")
        like = {name: getattr(self, name) for name in columns}
        found = self.classroom.assignments.filter(withdrawn_at=None, **like)
        wanted = set() if self.is_for_everyone else {student.pk for student in chosen}
        return next((one for one in found if set(one.chosen.values_list("pk", flat=True)) == wanted), None)

    def change(self, chosen: Collection[User] = ()) -> None:
        """Keep what was edited. It holds at once, for who is not chosen any more, too."""
        with write_in_turn():
            self.save()
            self.choose(chosen)
            self.hold_at_once()

    def choose(self, students: Collection[User]) -> None:
        """By their ids in what the audit keeps: their names are theirs to take away."""
        before = sorted(self.chosen.values_list("pk", flat=True))
        after = [] if self.is_for_everyone else sorted(student.pk for student in students)
        self.chosen.set(after)
        record(self, {"chosen": (before, after)} if before != after else {})

    def withdraw(self, at: datetime) -> None:
        """It holds for nobody any more; who is at it may go on until their deadline."""
        with write_in_turn():
            if Assignment.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=at):
                self.withdrawn_at = at
                record(self, {"withdrawn_at": (None, at)})
                self.hold_at_once()

    def give_again(self) -> None:
        with write_in_turn():
            withdrawn = Assignment.objects.filter(pk=self.pk, withdrawn_at__isnull=False)
            if withdrawn.update(withdrawn_at=None):
                record(self, {"withdrawn_at": (self.withdrawn_at, None)})
            self.withdrawn_at = None
            self.hold_at_once()

    def hold_at_once(self) -> None:
        """Let the attempts of the class follow, those that run by their deadline, all by when it closes."""
        if self.quiz_id:
            students = self.classroom.memberships.values("student")
            Attempt.objects.filter(student__in=students).follow_terms([self.quiz_id])

    def terms_with(self, own: "Allowance | None") -> Terms:
        """What it lets a student do, with the values of their own where they have some."""
        limit, allowed = self.quiz.time_limit, self.quiz.attempts_allowed
        if own and own.minutes:
            limit = timedelta(minutes=own.minutes)
        if own and own.attempts_allowed:
            allowed = own.attempts_allowed
        opens, due, closes = self.dates_with(own)
        return Terms((Window(opens, closes),), due, limit, allowed, is_assigned=True)

    def dates_with(self, own: "Allowance | None") -> tuple[datetime | None, datetime | None, datetime | None]:
        """When it opens, is due and closes for a student."""
        return tuple(
            (own and getattr(own, name)) or getattr(self, name)
            for name in ("opens_at", "due_at", "closes_at")
        )


class Allowance(models.Model):
    """What is otherwise for one student: each value that is given stands in place of what holds for all."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="allowances")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opens_at = models.DateTimeField("opens", null=True, blank=True)
    due_at = models.DateTimeField("due", null=True, blank=True)
    closes_at = models.DateTimeField("closes", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "time limit", null=True, blank=True, validators=A_WEEK_AT_MOST, help_text="In minutes."
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        "attempts", null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "student"], name="one_allowance_a_student"),
            models.CheckConstraint(condition=~Q(minutes=0), name="one_minute_allowed_at_least"),
            models.CheckConstraint(condition=~Q(attempts_allowed=0), name="one_attempt_allowed_at_least"),
            models.CheckConstraint(
                condition=~Q(opens_at=None, due_at=None, closes_at=None, minutes=None, attempts_allowed=None),
                name="an_allowance_allows_something",
                violation_error_message="Nothing is otherwise yet. Write at least one value.",
            ),
            dates_in_order("allowances_open_are_due_and_close"),
        ]

    def __str__(self) -> str:
        return f"what holds for {self.student} at {self.assignment}"

    def save(self, *args, **kwargs) -> None:
        with write_in_turn():
            super().save(*args, **kwargs)
            self.hold_at_once()

    @property
    def told(self) -> str:
        """What is otherwise, in few words."""
        named = [("other dates", self.opens_at or self.due_at or self.closes_at)]
        named += [(f"{self.minutes} minutes", self.minutes)]
        attempts = "1 attempt" if self.attempts_allowed == 1 else f"{self.attempts_allowed} attempts"
        return ", ".join(words for words, value in [*named, (attempts, self.attempts_allowed)] if value)

    def keep(self) -> None:
        """In place of what was otherwise for this student before; kept twice is kept once."""
        values = {name: getattr(self, name) for name in VALUES}
        with write_in_turn():
            Allowance.objects.update_or_create(
                assignment=self.assignment, student=self.student, defaults=values
            )

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with write_in_turn():
            deleted = super().delete(*args, **kwargs)
            self.hold_at_once()
        return deleted

    def hold_at_once(self) -> None:
        if self.assignment.quiz_id:
            Attempt.objects.filter(student=self.student_id).follow_terms([self.assignment.quiz_id])


def given(students: Collection[int], quizzes: Collection[int] | None) -> Iterable[tuple[int, int, Terms]]:
    """The quizzes assigned to the students, with what holds for each: what `attempts.assigned.GIVEN` asks for."""
    if quizzes is not None and not quizzes:
        return
    assignments = Assignment.objects.to_any_of(students).filter(quiz__isnull=False).select_related("quiz")
    if quizzes is not None:
        assignments = assignments.filter(quiz__in=quizzes)
    for assignment, student, own in to_each(list(assignments), students):
        yield student, assignment.quiz_id, assignment.terms_with(own)


def to_each(
    assignments: Collection[Assignment], students: Collection[int]
) -> Iterable[tuple[Assignment, int, Allowance | None]]:
    """Each assignment with each of the students for whom it is, and what is otherwise for that one.

    The assignments are some of `Assignment.objects.to_any_of(students)`.
    """
    if not assignments:
        return
    allowances = Allowance.objects.filter(assignment__in=assignments, student__in=students)
    own = {(one.assignment_id, one.student_id): one for one in allowances}
    # For one student alone, those that hold were looked for already.
    meant = None if len(students) == 1 else whom_they_are_for(assignments, students)
    for assignment in assignments:
        for student in students:
            if meant is None or (assignment.pk, student) in meant:
                yield assignment, student, own.get((assignment.pk, student))


def whom_they_are_for(
    assignments: Collection[Assignment], students: Collection[int]
) -> Collection[tuple[int, int]]:
    """The pairs of assignment and student, of these students."""
    members = Membership.objects.current().filter(
        student__in=students, classroom__in={one.classroom_id for one in assignments}
    )
    attending = set(members.values_list("classroom", "student"))
    some = [one.pk for one in assignments if not one.is_for_everyone]
    rows = Assignment.chosen.through.objects.filter(assignment__in=some, user__in=students)
    chosen = set(rows.values_list("assignment", "user")) if some else set()
    return {
        (assignment.pk, student)
        for assignment in assignments
        for student in students
        if (assignment.classroom_id, student) in attending
        and (assignment.is_for_everyone or (assignment.pk, student) in chosen)
    }


class Reminder(models.Model):
    """That a student was reminded of an assignment: once is enough."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="reminders")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "student"], name="one_reminder_a_student")
        ]

    def __str__(self) -> str:
        return f"{self.student} was reminded of {self.assignment}"

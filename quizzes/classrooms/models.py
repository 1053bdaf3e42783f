"""Classes: who teaches them and who is in them."""

from datetime import datetime
from random import Random
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Prefetch, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.urls import reverse

from core.audit import record
from core.models import TEACHERS, User
from core.turns import write_in_turn
from quizzes.attempts.models import Attempt
from quizzes.classrooms import joining


class ClassroomQuerySet(models.QuerySet):
    def taught_by(self, teacher: User) -> Self:
        return self.filter(teachings__teacher=teacher)

    def attended_by(self, student: User) -> Self:
        """Those the student is in today."""
        return self.current().filter(memberships__student=student, memberships__removed_at=None)

    def current(self) -> Self:
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        return self.exclude(archived_at=None)

    def let_in_by(self, code: str) -> Self:
        """The one that this code, as it was typed, lets anybody into today."""
        typed = joining.as_code(code)
        return (
            self.current().filter(is_open_to_join=True, code=typed) if joining.is_code(typed) else self.none()
        )

    def with_counts(self) -> Self:
        """Each with how many are in it today."""
        return self.annotate(
            student_count=Count("memberships", Q(memberships__removed_at=None), distinct=True)
        )

    def with_teachers(self) -> Self:
        return self.prefetch_related(Prefetch("teachings", Teaching.objects.select_related("teacher")))


class Classroom(models.Model):
    """A class: some teachers, and the students who are in it. An archived one is kept to be read."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=joining.LENGTH, unique=True, editable=False)
    is_open_to_join = models.BooleanField("students may join by the code", default=True)
    is_pseudonymous = models.BooleanField(
        "pseudonymous",
        default=False,
        help_text="Accounts are made here: no e-mail, a name you give, a printed slip to sign in with.",
    )
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "class"
        verbose_name_plural = "classes"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("classrooms:classroom", args=[self.pk])

    @classmethod
    def open_for(
        cls, teacher: User, name: str, *, at: datetime, chance: Random, code: str = "", **fields
    ) -> Self:
        """A new class with its first teacher. With a code that one of the teacher's classes has, it is that one."""
        with write_in_turn():
            if code and (made := cls.objects.taught_by(teacher).filter(code=code).first()):
                return made
            classroom = cls(name=name, created_at=at, code=code, **fields)
            if not code or cls.objects.filter(code=code).exists():
                classroom.code = classroom.unused_code(chance)
            classroom.save()
            Teaching.objects.create(classroom=classroom, teacher=teacher)
        return classroom

    def rename(self, name: str) -> None:
        self.name = name
        with write_in_turn():
            self.save(update_fields=["name"])

    def renew_code(self, chance: Random) -> None:
        """From now on only the new one lets anybody in."""
        with write_in_turn():
            self.code = self.unused_code(chance)
            self.save(update_fields=["code"])

    def unused_code(self, chance: Random) -> str:
        while Classroom.objects.filter(code=(code := joining.new_code(chance))).exists():
            pass
        return code

    def open_to_join(self, is_open: bool) -> None:
        self.is_open_to_join = is_open
        with write_in_turn():
            self.save(update_fields=["is_open_to_join"])

    def archive(self, at: datetime) -> None:
        """From now on it is only read, and its code lets nobody in. Archiving twice keeps the first time."""
        with write_in_turn():
            if Classroom.objects.current().filter(pk=self.pk).update(archived_at=at):
                record(self, {"archived_at": (None, at)})
            self.hold_at_once()

    def take_up_again(self) -> None:
        with write_in_turn():
            if Classroom.objects.archived().filter(pk=self.pk).update(archived_at=None):
                record(self, {"archived_at": (self.archived_at, None)})
            self.hold_at_once()

    def locked(self) -> Self:
        """The class as it is now; what is done to its people waits for the end of this transaction."""
        return Classroom.objects.select_for_update().get(pk=self.pk)

    def let_in(self, student: User, *, at: datetime) -> "Membership | None":
        """Who has the code joins, once. Nobody does when it was closed or renewed since, nor who was removed."""
        with write_in_turn():
            now_so = self.locked()
            if now_so.code != self.code or now_so.is_archived or not now_so.is_open_to_join:
                return None
            membership, _ = self.memberships.get_or_create(student=student, defaults={"joined_at": at})
        return membership if membership.removed_at is None else None

    def admit(self, student: User, *, at: datetime, name: str = "") -> "Membership":
        """A teacher takes the student in, also who was removed; taking in twice is taking in once."""
        with write_in_turn():
            membership, is_new = self.memberships.get_or_create(
                student=student, defaults={"joined_at": at, "name": name}
            )
            if not is_new and membership.removed_at is not None:
                membership.removed_at = None
                membership.save(update_fields=["removed_at"])
        return membership

    def share_with(self, teacher: User) -> "Teaching":
        with write_in_turn():
            return self.teachings.get_or_create(teacher=teacher)[0]

    def part_from(self, teaching: "Teaching") -> bool:
        """One teacher fewer. False, and nothing done, for the last one who can sign in."""
        with write_in_turn():
            self.locked()
            if not self.teachings.filter(teacher__is_active=True).exclude(pk=teaching.pk).exists():
                return False
            self.teachings.filter(pk=teaching.pk).delete()
        return True

    def hold_at_once(self) -> None:
        """Let the attempts of its students follow what holds for them now; after whoever came, left or was archived."""
        quizzes = list(self.assignments.exclude(quiz=None).values_list("quiz", flat=True).distinct())
        if quizzes:
            Attempt.objects.filter(student__in=self.memberships.values("student")).follow_terms(quizzes)

    @property
    def told_code(self) -> str:
        return joining.told(self.code)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def lets_in(self) -> bool:
        """Whether its code lets anybody in today."""
        return self.is_open_to_join and not self.is_archived


class Teaching(models.Model):
    """One teacher of a class. All teachers of a class have the same rights over it."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="teachings")
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="teachings")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["classroom", "teacher"], name="one_teaching_a_teacher")
        ]

    def __str__(self) -> str:
        return f"{self.teacher} teaches {self.classroom}"

    @property
    def called(self) -> str:
        return self.teacher.get_full_name() or self.teacher.get_username()


class MembershipQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        return self.exclude(removed_at=None)

    def by_name(self) -> Self:
        """With their students, in the order of what they are called."""
        called = Coalesce(NullIf("name", Value("")), "student__username")
        return self.select_related("student").order_by(Lower(called), "pk")

    def called_like(self, words: str) -> Self:
        return self.filter(Q(name__icontains=words) | Q(student__username__icontains=words))

    def with_slips(self) -> Self:
        """Those whose password the class's teachers may make anew: accounts made here, that are nothing but a student's."""
        return (
            self.current()
            .filter(
                is_made_here=True,
                student__is_active=True,
                student__is_staff=False,
                student__is_superuser=False,
                student__teachings=None,
            )
            .exclude(student__groups__name=TEACHERS)
        )


class Membership(models.Model):
    """One student in a class. Who is removed stays on record, for what was done in it."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="memberships")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    name = models.CharField(
        max_length=100, blank=True, help_text="As the teacher calls the student; empty: the user name."
    )
    is_made_here = models.BooleanField(
        "account made by this class",
        default=False,
        help_text="Its teachers may print a slip with a new password.",
    )
    joined_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["classroom", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["classroom", "student"], name="one_membership_a_student"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(removed_at__gte=F("joined_at")), name="removed_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called} in {self.classroom}"

    def save(self, *args, **kwargs) -> None:
        with write_in_turn():
            super().save(*args, **kwargs)
            self.hold_at_once()

    def get_absolute_url(self) -> str:
        return reverse("classrooms:member", args=[self.classroom_id, self.pk])

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with write_in_turn():
            deleted = super().delete(*args, **kwargs)
            self.hold_at_once()
        return deleted

    def hold_at_once(self) -> None:
        """Whoever comes or goes has other terms. Who is removed may go on with a running attempt until its deadline."""
        quizzes = self.classroom.assignments.exclude(quiz=None).values_list("quiz", flat=True)
        if quizzes := list(quizzes.distinct()):
            Attempt.objects.filter(student=self.student_id).follow_terms(quizzes)

    @property
    def called(self) -> str:
        return self.name or self.student.get_username()

    def rename(self, name: str) -> None:
        self.name = name
        with write_in_turn():
            self.save(update_fields=["name"])

    def remove(self, at: datetime) -> None:
        """Out of the class from now on; what was done in it stays. Removing twice keeps the first time."""
        with write_in_turn():
            standing = Membership.objects.current().filter(pk=self.pk)
            removed_at = max(at, self.joined_at)
            if standing.update(removed_at=removed_at):
                record(self, {"removed_at": (None, removed_at)})
            self.hold_at_once()

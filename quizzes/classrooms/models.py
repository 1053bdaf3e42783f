"""Classes: who teaches them and who is in them."""

from datetime import datetime
from random import Random
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse

from core.models import User
from core.turns import write_in_turn
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
    def open_for(cls, teacher: User, name: str, *, at: datetime, chance: Random, **fields) -> Self:
        """A new class with its first teacher."""
        with write_in_turn():
            classroom = cls(name=name, created_at=at, **fields)
            classroom.code = classroom.unused_code(chance)
            classroom.save()
            Teaching.objects.create(classroom=classroom, teacher=teacher)
        return classroom

    def renew_code(self, chance: Random) -> None:
        """From now on only the new one lets anybody in."""
        with write_in_turn():
            self.code = self.unused_code(chance)
            self.save(update_fields=["code"])

    def unused_code(self, chance: Random) -> str:
        while Classroom.objects.filter(code=(code := joining.new_code(chance))).exists():
            pass
        return code

    def admit(self, student: User, *, at: datetime, name: str = "") -> "Membership":
        """The student is in it from now on, also who was removed; joining twice is joining once."""
        with write_in_turn():
            membership, is_new = self.memberships.get_or_create(
                student=student, defaults={"joined_at": at, "name": name}
            )
            if not is_new and membership.removed_at is not None:
                membership.removed_at = None
                membership.save(update_fields=["removed_at"])
        return membership

    @property
    def told_code(self) -> str:
        return joining.told(self.code)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


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


class MembershipQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def by_name(self) -> Self:
        return self.order_by("name", "student__username")


class Membership(models.Model):
    """One student in a class. Who is removed stays on record, for what was done in it."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="memberships")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    name = models.CharField(
        max_length=100, blank=True, help_text="As the teacher calls the student; empty: the user name."
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

    @property
    def called(self) -> str:
        return self.name or self.student.get_username()

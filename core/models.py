from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from core.audit import Entry

__all__ = ["STUDENTS", "TEACHERS", "Entry", "Immutable", "ImmutableQuerySet", "User"]

TEACHERS, STUDENTS = "Teachers", "Students"


class User(AbstractUser):
    """A student, a teacher or a host. Ours from the first migration, so we can change it."""

    is_demo = models.BooleanField(
        default=False, editable=False, help_text="Its password is known to everyone: usable in a demo alone."
    )
    confirmed_email = models.EmailField(
        blank=True, editable=False, help_text="The address its owner confirmed; no other gets letters."
    )

    @property
    def is_reached_by_mail(self) -> bool:
        return bool(self.email) and self.email == self.confirmed_email


class Refusal(models.Model):
    """That a person wants no letters of a kind."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="refusals")
    kind = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="a_kind_is_refused_once")]

    def __str__(self) -> str:
        return f"{self.person} refuses {self.kind}"


class ImmutableQuerySet(models.QuerySet):
    def update(self, **fields):
        raise TypeError(f"{self.model.__name__} rows are never changed: write a new one instead.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError(f"{self.model.__name__} rows are never changed: write a new one instead.")


class Immutable(models.Model):
    """A row that is written once. What was asked stays asked, what was printed stays printed."""

    objects = ImmutableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} {self.pk} is never changed: write a new one instead.")
        super().save(*args, **kwargs)

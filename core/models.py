from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.http import Http404

from core.audit import Entry
from core.turns import write_in_turn

__all__ = ["STUDENTS", "TEACHERS", "Entry", "Gone", "Immutable", "ImmutableQuerySet", "Refusal", "User"]

TEACHERS, STUDENTS = "Teachers", "Students"
# What tells who somebody is; an older copy of the row must not bring it back.
IDENTITY = {"username", "email", "first_name", "last_name", "password", "is_active", "is_superuser"}


class Gone(Http404):
    """The person was erased while something of theirs was on its way; nothing of it is kept."""


class User(AbstractUser):
    """A student, a teacher or a host. Ours from the first migration, so we can change it.

    Who was erased leaves a row that names nobody, so that what they did still counts.
    """

    is_demo = models.BooleanField(
        default=False, editable=False, help_text="Its password is known to everyone: usable in a demo alone."
    )
    confirmed_email = models.EmailField(
        blank=True, editable=False, help_text="The address its owner confirmed; no other gets letters."
    )
    asked_to_be_erased_at = models.DateTimeField("asked to be erased", null=True, editable=False)
    erased_on = models.DateField("erased", null=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_on=None)
                | Q(
                    username__startswith="erased-",
                    email="",
                    confirmed_email="",
                    first_name="",
                    last_name="",
                    is_active=False,
                    is_superuser=False,
                    last_login=None,
                ),
                name="who_is_erased_has_no_name",
            ),
        ]

    def save(self, *args, update_fields=None, **kwargs) -> None:
        if self._state.adding or (update_fields is not None and not IDENTITY & set(update_fields)):
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        with write_in_turn():
            self.stay()
            super().save(*args, update_fields=update_fields, **kwargs)

    def stay(self) -> None:
        """Within a transaction that keeps something this person typed: they are not erased before it ends.

        Raises Gone when they are erased already.
        """
        if not User.objects.select_for_update(no_key=True).filter(pk=self.pk, erased_on=None).exists():
            raise Gone

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

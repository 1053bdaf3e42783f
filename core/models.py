from django.contrib.auth.models import AbstractUser
from django.db import models

TEACHERS, STUDENTS = "Teachers", "Students"


class User(AbstractUser):
    """A student, a teacher or a host. Ours from the first migration, so we can change it."""

    is_demo = models.BooleanField(
        default=False, editable=False, help_text="Its password is known to everyone: usable in a demo alone."
    )


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

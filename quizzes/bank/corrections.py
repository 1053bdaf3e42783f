"""What was put right in the keys of published versions. The versions themselves never change."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.audit import record
from core.models import User
from quizzes.bank.changes import WHATS, Asked, Change
from quizzes.bank.models import Question, QuestionVersion


class CorrectionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those not taken back, in the order they were made."""
        return self.filter(taken_back_at=None).order_by("pk")

    def changes(self) -> list[Change]:
        return [correction.change for correction in self]


def what_choices() -> list[tuple[str, str]]:
    return [(name, what.label) for name, what in WHATS.items()]


class Correction(models.Model):
    """One thing put right in a question's key, for some of its versions, until it is taken back.

    Rows are only added, and marked as taken back once: so their number tells whether anything has changed.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=20, choices=what_choices)
    details = models.JSONField(default=dict, help_text="What is accepted, left out, or marked by.")
    version_ids = models.JSONField(help_text="The versions it holds for.")
    keeps_better = models.BooleanField("nobody's mark goes down", default=True)
    reason = models.TextField(blank=True, max_length=500, help_text="Shown to the students it concerns.")
    # Made with the page, so that a button clicked twice makes one.
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=list(WHATS)), name="a_correction_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(taken_back_by=None) | Q(taken_back_at__isnull=False),
                name="taken_back_by_someone_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.told

    @property
    def told(self) -> str:
        """What it does, in the sentence students read."""
        return WHATS[self.what].told(self.details)

    @property
    def change(self) -> Change:
        """As arithmetic sees it; what is not kept yet has the number 0."""
        versions = frozenset(self.version_ids)
        return Change(self.pk or 0, self.what, self.details, versions, self.keeps_better)

    @property
    def corrects_key(self) -> bool:
        return WHATS[self.what].corrects is not None

    @property
    def is_standing(self) -> bool:
        return self.taken_back_at is None

    def take_back(self, *, by: User, at: datetime) -> bool:
        """Whether it still stood. Its effects on marks are taken back by whoever calls this."""
        standing = Correction.objects.filter(pk=self.pk, taken_back_at=None)
        is_first = bool(standing.update(taken_back_by=by, taken_back_at=at))
        if is_first:
            record(self, {"taken_back_at": (None, at)})
        self.refresh_from_db(fields=["taken_back_by", "taken_back_at"])
        return is_first


def asked(version: QuestionVersion) -> Asked:
    return Asked(version.pk, version.task, version.face, version.key)


def alike(version: QuestionVersion, versions: Iterable[QuestionVersion]) -> list[QuestionVersion]:
    """Those that take the same answers as `version`, itself among them."""
    shape = version.task.shape(version.face)
    return [
        other for other in versions if other.kind == version.kind and other.task.shape(other.face) == shape
    ]

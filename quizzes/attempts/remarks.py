"""What each correction did to each slot: written once, for students to read and for the record."""

from django.db import models

from core.models import Immutable
from quizzes.bank.corrections import Correction


class Remark(Immutable):
    """A slot's marking and its attempt's mark, before and after a correction was made or taken back."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="remarks")
    slot = models.ForeignKey("quizzes.Slot", models.CASCADE, related_name="remarks")
    at = models.DateTimeField()
    is_taken_back = models.BooleanField(default=False)
    credit_before = models.FloatField(null=True)
    credit_after = models.FloatField(null=True)
    fraction_before = models.FloatField(null=True)
    fraction_after = models.FloatField(null=True)
    points_before = models.FloatField()
    points_after = models.FloatField()
    mark_before = models.FloatField(help_text="Of the whole attempt.")
    mark_after = models.FloatField()
    out_of_before = models.FloatField(help_text="The best possible mark of the attempt.")
    out_of_after = models.FloatField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            # Making and taking back each happen once, and each touches a slot once.
            models.UniqueConstraint(
                fields=["correction", "slot", "is_taken_back"], name="one_remark_a_slot_and_act"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.mark_before:g} → {self.mark_after:g}"

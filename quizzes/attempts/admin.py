from django.contrib import admin
from django.http import HttpRequest

from quizzes.attempts.models import Attempt


@admin.register(Attempt)
class AttemptAdmin(admin.ModelAdmin):
    """For the host to look something up. Marks never change by hand."""

    list_display = (
        "student",
        "quiz",
        "started_at",
        "finished_at",
        "answered_count",
        "slot_count",
        "mark",
        "points",
    )
    list_filter = ("quiz", "finished_at")
    search_fields = ("student__username", "quiz__title")
    list_select_related = ("student", "quiz")
    date_hierarchy = "started_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Attempt | None = None) -> bool:
        return False

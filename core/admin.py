from random import SystemRandom

# Imported here, so that what it registers stands there to be replaced.
from auditlog import admin as auditlog_admin
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.timezone import now

from core import erasing
from core.audit_desk import AuditAdmin, LinesAsHistory
from core.models import Entry, User

__all__ = ["PersonAdmin", "auditlog_admin"]

admin.site.unregister(Entry)
admin.site.register(Entry, AuditAdmin)


class Asked(admin.SimpleListFilter):
    title = "erasure"
    parameter_name = "erasure"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("asked", "Asked to be erased"), ("erased", "Erased")]

    def queryset(self, request: HttpRequest, people):
        conditions = {
            "asked": {"asked_to_be_erased_at__isnull": False},
            "erased": {"erased_on__isnull": False},
        }
        return people.filter(**conditions.get(self.value(), {}))


@admin.register(User)
class PersonAdmin(LinesAsHistory, UserAdmin):
    """Nobody is deleted here, for that would take marks out of the figures of classes: people are erased.

    The history tells who gave which rights; passwords and addresses are not kept.
    """

    list_display = (*UserAdmin.list_display, "asked_to_be_erased_at")
    list_filter = (Asked, *UserAdmin.list_filter)
    readonly_fields = ("last_login", "date_joined")
    # Django's widget of two lists is not labelled for screen readers.
    filter_horizontal = ()

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """There is nothing left to change of who was erased."""
        return super().has_change_permission(request, obj) and (obj is None or obj.erased_on is None)

    def get_urls(self) -> list:
        own = [path("<int:person_id>/erase/", self.admin_site.admin_view(self.erase), name="core_user_erase")]
        return own + super().get_urls()

    def erase(self, request: HttpRequest, person_id: int) -> HttpResponse:
        """What will be done, and the button that does it."""
        if not request.user.is_superuser:
            raise PermissionDenied
        person = get_object_or_404(User, pk=person_id, erased_on=None)
        if request.method != "POST":
            return self.confirm(request, person)
        name = person.username
        outcome = erasing.erase(person, at=now(), chance=SystemRandom())
        if isinstance(outcome, erasing.HeldBack):
            messages.error(request, outcome.sentence)
            return redirect("admin:core_user_erase", person_id)
        self.log_change(request, outcome, "Erased.")
        if person_id == request.user.pk:
            return redirect("erased")
        messages.success(request, f"“{name}” is erased. What is left is called “{outcome}”.")
        return redirect("admin:core_user_changelist")

    def confirm(self, request: HttpRequest, person: User) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "person": person,
            "parts": list(erasing.parts(person)),
            "held_back": erasing.held_back(person),
        }
        return render(request, "admin/core/user/erase.html", context)

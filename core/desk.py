"""The desk: Django's admin, its front page grouped by room."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

PEOPLE, AUDIT = "People", "Audit"
# Those that stand after all others.
LAST = (PEOPLE, AUDIT)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the person at the desk, and where it is."""

    sentence: str
    url: str


# (request) -> what waits for that person; other apps add their functions.
WAITING: list[Callable[[HttpRequest], list[Waiting]]] = []


class AttestAdminSite(admin.AdminSite):
    site_header = "Attest: the desk"
    site_title = "Attest"
    index_title = "What would you like to work on?"
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.user.is_superuser:
            tell_who_asked(request)
        waiting = [found for look in WAITING for found in look(request)]
        return super().index(request, (extra_context or {}) | {"waiting": waiting})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """The models by the room their code lives in, not by Django app."""
        groups: dict[str, dict] = {}
        for app in super().get_app_list(request, app_label):
            for model in app["models"]:
                room = room_of(model["model"])
                group = groups.setdefault(room, app | {"name": room, "models": []})
                group["models"].append(model)
        return sorted(
            groups.values(), key=lambda group: (*(group["name"] == room for room in LAST), group["name"])
        )


def tell_who_asked(request: HttpRequest) -> None:
    """Who asked to be erased is told to the host until it is seen to."""
    count = get_user_model().objects.filter(asked_to_be_erased_at__isnull=False).count()
    if count:
        url = reverse("admin:core_user_changelist") + "?erasure=asked"
        people = f"{count} people ask" if count > 1 else "One person asks"
        messages.warning(request, format_html('<a href="{}">{} to be erased.</a>', url, people))


def room_of(model: type) -> str:
    """quizzes.bank.models -> Bank; the audit is the audit; accounts and the rest are people."""
    if model.__module__ == "core.audit":
        return AUDIT
    parts = model.__module__.split(".")
    if len(parts) > 2 and apps.is_installed(parts[0]):
        return parts[1].capitalize() if parts[0] == "quizzes" else PEOPLE
    return PEOPLE

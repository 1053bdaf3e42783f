"""The desk: Django's admin, its front page grouped by room."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

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


def room_of(model: type) -> str:
    """quizzes.bank.models -> Bank; the audit is the audit; accounts and the rest are people."""
    if model.__module__ == "core.audit":
        return AUDIT
    parts = model.__module__.split(".")
    if len(parts) > 2 and apps.is_installed(parts[0]):
        return parts[1].capitalize() if parts[0] == "quizzes" else PEOPLE
    return PEOPLE

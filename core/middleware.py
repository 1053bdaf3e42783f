from collections.abc import Callable
from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import ResolverMatch
from django.utils.cache import patch_cache_control

from core import signing_in
from core.acting import acting

LARGEST = BigIntegerField.MAX_BIGINT


class SignedInMiddleware(LoginRequiredMiddleware):
    """Pages are for people who signed in, unless a view says otherwise.

    A form sent after the session ended is not thrown away: the answer is a sign-in form that keeps what was typed.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if request.method == "POST":
            return signing_in.keep_what_was_typed(request, view_func)
        response = super().handle_no_permission(request, view_func)
        if getattr(request, "htmx", False):
            return _whole_page(response.url)
        return response


def _whole_page(url: str) -> HttpResponse:
    """Tell htmx to go there as a browser does, so that no page is swapped into a part of another."""
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


class NumbersInRangeMiddleware:
    """Nothing has a number that no store can hold, whatever the address says; SQLite fails where it is asked for one."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, named: dict[str, Any]) -> None:
        if any(isinstance(value, int) and value > LARGEST for value in named.values()):
            raise Http404
        # Django's own pages of a row take any text, and its lists any number to sort their rows by.
        if is_too_large(named.get("object_id", "")):
            raise Http404
        if is_list_of_the_desk(request.resolver_match):
            request.GET = without_large_numbers(request.GET)


def is_list_of_the_desk(found: ResolverMatch) -> bool:
    return found.app_name == "admin" and found.url_name.endswith("_changelist")


def without_large_numbers(asked: QueryDict) -> QueryDict:
    """What is searched is text, whatever it looks like."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        small = [
            value for value in values if name == SEARCH_VAR or not any(map(is_too_large, value.split(",")))
        ]
        if small:
            kept.setlist(name, small)
    return kept


def is_too_large(value: object) -> bool:
    """Whether it is the text of a number that no store can hold."""
    digits = value.strip().removeprefix("-") if isinstance(value, str) else ""
    return digits.isdecimal() and int(digits[:30]) > LARGEST


class ActingMiddleware:
    """A request is one act of whoever is signed in when something changes; the person is not asked for before."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(actor=lambda: request.user):
            return self.get_response(request)


class PrivatePagesMiddleware:
    """Nothing a view answers is kept by a cache or shown again from one; static files are served elsewhere."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response

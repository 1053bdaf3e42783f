"""The bare view an answer is measured against, and the measuring. Imported when Django is set up."""

import io
import time
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.test.utils import override_settings
from django.urls import include, path
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from core.models import User
from quizzes.kinds.kind import Unreadable
from quizzes.models import Answer, Attempt, Learner, QuestionSet, Quiz, Slot

TOKEN = "a" * 32
GIVEN = "1"


@require_POST
def bare(request: HttpRequest, attempt_id: int, slot_id: int) -> HttpResponse:
    """Two reads, one insert, a fragment of 1 kB."""
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    slot = get_object_or_404(Slot, pk=slot_id)
    Answer.objects.create(slot=slot, given=request.POST["given"], credit=1, fraction=1, answered_at=now())
    return render(
        request, "fragment.html", {"attempt": attempt, "words": "a fragment of a thousand bytes " * 30}
    )


urlpatterns = [path("bare/<int:attempt_id>/<int:slot_id>/", bare), path("", include("core.urls"))]
FRAGMENT = '<section id="feedback"><h2>Kept</h2><p>{{ words }}</p><p>{{ attempt.pk }}</p></section>'


def run(rounds: int, warm_up: int) -> tuple[list[float], list[float], list[float], int]:
    """CPU seconds of each bare POST, each answer's alone and each answer's with its card, in turn, and how many answers
    there were before.
    """
    call_command("migrate", verbosity=0)
    call_command("load_library", stdout=io.StringIO())
    ada, eve, kim = (User.objects.create_user(name) for name in ("ada", "eve", "kim"))
    Learner.objects.create(student=ada, learns_from_quizzes=False)
    templates = [settings.TEMPLATES[0] | {"DIRS": [], "APP_DIRS": False}]
    templates[0]["OPTIONS"] = settings.TEMPLATES[0]["OPTIONS"] | {"loaders": loaders()}
    costs: tuple[list[float], ...] = ([], [], [])
    with override_settings(ROOT_URLCONF="tests.bench_views", TEMPLATES=templates):
        handler, cookies = WSGIHandler(), [cookies_of(eve), cookies_of(ada), cookies_of(kim)]
        slots = zip(slots_of(eve), slots_of(ada), slots_of(kim), strict=False)
        for count, (bare_slot, *asked) in enumerate(islice(slots, rounds + warm_up)):
            urls = (
                f"/bare/{bare_slot.attempt_id}/{bare_slot.pk}/",
                *(slot.get_absolute_url() for slot in asked),
            )
            one_each = [cost(handler, url, kept) for url, kept in zip(urls, cookies, strict=True)]
            if count >= warm_up:
                for seen, seconds in zip(costs, one_each, strict=True):
                    seen.append(seconds)
    return *costs, Answer.objects.count() - 3 * rounds


def loaders() -> list:
    names = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    fragment = ("django.template.loaders.locmem.Loader", {"fragment.html": FRAGMENT})
    own = (names[0], [str(settings.BASE_DIR / "templates")])
    return [
        (
            "template_partials.loader.Loader",
            [("django.template.loaders.cached.Loader", [own, names[1], fragment])],
        )
    ]


def cookies_of(student: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(student.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = student.get_session_auth_hash()
    session.create()
    names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    return f"{names[0]}={session.session_key}; {names[1]}={TOKEN}"


def slots_of(student: User) -> Iterator[Slot]:
    """Unanswered slots without end, through all sets in turn: those for which the answer sent can be read."""
    while True:
        for question_set in QuestionSet.objects.open():
            attempt = Attempt.start(student, Quiz.practice(question_set), at=now(), chance=Random(7))
            yield from (slot for slot in attempt.slots.order_by("position") if takes_the_answer(slot))
            Attempt.objects.filter(pk=attempt.pk).update(finished_at=now())


def takes_the_answer(slot: Slot) -> bool:
    return not isinstance(slot.task.read(slot.face, [GIVEN]), Unreadable)


def cost(handler: Callable, url: str, cookies: str) -> float:
    """CPU seconds of one POST through the WSGI handler."""
    environ = environ_of(url, cookies, urlencode({"given": GIVEN, "csrfmiddlewaretoken": TOKEN}).encode())
    statuses: list[str] = []
    began = time.process_time()
    response = handler(environ, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    seconds = time.process_time() - began
    if statuses != ["200 OK"] or not body:
        raise RuntimeError(f"{url}: {statuses}, {body[:300]!r}")
    return seconds


def environ_of(url: str, cookies: str, body: bytes) -> dict:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": url,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookies,
        "HTTP_HX_REQUEST": "true",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }

"""One side of `bench_progress`: reads names of things from its input, does them, and writes what each cost as JSON."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from core.models import User  # noqa: E402
from quizzes.attempts import counted  # noqa: E402
from quizzes.attempts.asked import panes  # noqa: E402
from quizzes.kinds.kind import Unreadable  # noqa: E402
from quizzes.models import Attempt, Classroom, Learner, Membership, Quiz, Slot  # noqa: E402
from quizzes.progress.items import report as item_report  # noqa: E402
from quizzes.progress.items import selections  # noqa: E402
from quizzes.progress.made_up.history import QUIZ_LENGTH  # noqa: E402
from quizzes.progress.made_up.school import SLUG  # noqa: E402
from quizzes.progress.tallies import triggers  # noqa: E402
from tests.bench_progress import ANSWERS, COLD, ITEM_ANALYSIS, LAST, WARM  # noqa: E402
from tests.bench_views import TOKEN, cookies_of, environ_of  # noqa: E402

ATTEMPTS, WARM_UP = 24, 2
"""Answered through with tallies, and as many without; the first ones are not counted."""
DEAREST = 0.02
"""The part of the times that is left out as the machine's, from above."""
POSSIBLE = (["1"], ["1-1"])


@dataclass(frozen=True)
class Page:
    """Who looks at it, its name and arguments, and what its address asks besides."""

    person: User
    name: str
    args: tuple = ()
    asks: str = ""


class Costs:
    """The things that can be done here, by what they are called."""

    def __init__(self) -> None:
        small = Classroom.objects.get(name="Class 1")
        year = Classroom.objects.get(name="The whole year")
        self.teacher = small.teachings.get().teacher
        # The first one never turns up.
        member = Membership.objects.filter(classroom=small).order_by("pk")[1]
        self.student = member.student
        self.quiz = Quiz.objects.filter(assignments__classroom=small).order_by("pk").first()
        year_quiz = Quiz.objects.filter(assignments__classroom=year).order_by("pk").first()
        self.pages = {
            **self.of_people(member),
            **self.of_class("class of 30", small, self.quiz),
            **self.of_class("class of 500", year, year_quiz),
            "set": Page(self.teacher, "set", (self.quiz.question_set.slug,)),
        }
        question = (first_question(self.quiz),)
        self.kept = {
            "question": Page(self.teacher, "question", question),
            "question in a quiz": Page(self.teacher, "question", question, f"?quiz={self.quiz.pk}"),
            "quiz, everybody": Page(self.teacher, "quiz", (self.quiz.pk,)),
            "quiz, everybody, items as CSV": Page(self.teacher, "items", (self.quiz.pk, "csv")),
            "quiz, everybody, items as XLSX": Page(self.teacher, "items", (self.quiz.pk, "xlsx")),
        }
        self.clients = {person.pk: signed_in(person) for person in (self.student, self.teacher)}

    def of_people(self, member: Membership) -> dict[str, Page]:
        return {
            "student": Page(self.student, "own"),
            "student's report": Page(self.student, "report"),
            "student's report, for the teacher": Page(
                self.teacher, "student", (member.classroom_id, member.pk)
            ),
        }

    def of_class(self, called: str, classroom: Classroom, quiz: Quiz) -> dict[str, Page]:
        ids, asks = (classroom.pk, quiz.pk), f"?question={first_question(quiz)}"
        return {
            called: Page(self.teacher, "classroom", (classroom.pk,)),
            f"{called}, a quiz": Page(self.teacher, "classroom_quiz", ids),
            f"{called}, a question of it": Page(self.teacher, "classroom_quiz", ids, asks),
            f"{called}, marks as CSV": Page(self.teacher, "marks", (classroom.pk, "csv")),
            f"{called}, marks as XLSX": Page(self.teacher, "marks", (classroom.pk, "xlsx")),
            f"{called}, items as CSV": Page(self.teacher, "classroom_items", (*ids, "csv")),
            f"{called}, items as XLSX": Page(self.teacher, "classroom_items", (*ids, "xlsx")),
        }

    @property
    def things(self) -> list[str]:
        return [
            *self.pages,
            *(f"{name}{way}" for name in (*self.kept, ITEM_ANALYSIS) for way in (COLD, WARM)),
        ]

    def of(self, thing: str) -> dict[str, Any]:
        if thing == ANSWERS:
            return {"pairs": answers()}
        if thing.endswith(COLD):
            # As an attempt that ends leaves it: no figures are kept.
            cache.clear()
        name = thing.removesuffix(COLD).removesuffix(WARM)
        if name == ITEM_ANALYSIS:
            return timed(lambda: item_report.of_everybody(self.quiz, selections.Selection.BEST).rows)
        page = (self.pages | self.kept)[name]
        try:
            url = reverse(f"progress:{page.name}", args=page.args) + page.asks
        except NoReverseMatch:
            return {"problem": "there is no such page"}
        return timed(lambda: self.read(page.person, url))

    def read(self, person: User, url: str) -> None:
        """Raises RuntimeError where the page does not come."""
        response = self.clients[person.pk].get(url)
        content = response.getvalue()
        if response.status_code != 200 or not content:
            raise RuntimeError(f"{url}: {response.status_code}")


def first_question(quiz: Quiz) -> int:
    return quiz.question_set.questions.order_by("position").values_list("pk", flat=True)[0]


def signed_in(person: User) -> Client:
    client = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(person)
    return client


def timed(act: Callable[[], object]) -> dict[str, Any]:
    """Seconds on the clock, for much of the work is the database's, in PostgreSQL another process."""
    count = 0

    def counting(execute, *args):
        nonlocal count
        count += 1
        return execute(*args)

    with connection.execute_wrapper(counting):
        began = time.perf_counter()
        act()
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "queries": count}


def answers() -> dict[str, tuple[float, float]]:
    """Mean seconds of an answer without and with tallies, by the processor and by the clock: of those that end an
    attempt, of the others, and over whole attempts. Two students answer the same sets, each to its end, in turn one
    without first and one with.
    """
    handler, ways = WSGIHandler(), (without_tallies, with_tallies)
    people = [User.objects.create_user(f"bench-{now():%Y%m%d%H%M%S}-{name}") for name in ("without", "with")]
    Learner.objects.bulk_create(Learner(student=person, learns_from_quizzes=False) for person in people)
    cookies = [cookies_of(person) for person in people]
    seen: list[list[tuple[float, float, bool]]] = [[], []]
    for round_, quiz in enumerate(full_practices()[:ATTEMPTS]):
        for place in ((0, 1), (1, 0))[round_ % 2]:
            slots = begun(people[place], quiz)
            with ways[place]():
                costs = [answer(handler, slot, cookies[place]) for slot in slots]
            seen[place] += costs if round_ >= WARM_UP else []
    return dict(means(seen))


def means(seen: list[list[tuple[float, float, bool]]]) -> Iterator[tuple[str, tuple[float, float]]]:
    for place, measure in enumerate(("by the processor", "by the clock")):
        between, last = (
            [mean([cost[place] for cost in costs if cost[2] == is_last]) for costs in seen]
            for is_last in (False, True)
        )
        # From both means, for what is left out from above must not be the ends.
        whole = [
            ((QUIZ_LENGTH - 1) * one + end) / QUIZ_LENGTH for one, end in zip(between, last, strict=True)
        ]
        yield f"one that does not end an attempt, {measure}", tuple(between)
        yield f"one {LAST}, {measure}", tuple(last)
        yield f"mean over whole attempts, {measure}", tuple(whole)


def mean(seconds: list[float]) -> float:
    kept = sorted(seconds)[: max(1, int(len(seconds) * (1 - DEAREST)))]
    return sum(kept) / len(kept)


@contextmanager
def with_tallies() -> Iterator[None]:
    """The triggers laid anew, so that the store is as fresh from that as without them."""
    with without_tallies():
        pass
    yield


@contextmanager
def without_tallies() -> Iterator[None]:
    """Neither the database nor the attempts tell anybody of marks. Afterwards all is as it was."""
    kept = counted.ENDED[:], counted.CHANGING[:]
    counted.ENDED.clear()
    counted.CHANGING.clear()
    with connection.cursor() as cursor:
        for name in triggers.STANDING[connection.vendor](connection):
            cursor.execute(triggers.DIALECTS[connection.vendor].dropped.format(name=name))
    try:
        yield
    finally:
        triggers.lay()
        counted.ENDED[:], counted.CHANGING[:] = kept


def full_practices() -> list[Quiz]:
    practices = Quiz.objects.filter(is_practice=True, question_set__slug__startswith=SLUG).order_by("pk")
    return list(practices.annotate(count=Count("question_set__questions")).filter(count=QUIZ_LENGTH))


def begun(person: User, quiz: Quiz) -> list[Slot]:
    """The slots of a new attempt; what a process keeps of a question once it was asked is there."""
    attempt = Attempt.start(person, quiz, at=now(), chance=Random(7))
    slots = list(attempt.slots.order_by("position"))
    panes.many(slot.as_of for slot in slots)
    return slots


def answer(handler: WSGIHandler, slot: Slot, cookies: str) -> tuple[float, float, bool]:
    """Seconds by the processor and by the clock, and whether it was the last of its attempt."""
    typed = next(typed for typed in POSSIBLE if not isinstance(slot.task.read(slot.face, typed), Unreadable))
    form = urlencode({"given": typed[0], "csrfmiddlewaretoken": TOKEN}).encode()
    environ, statuses = environ_of(slot.get_absolute_url(), cookies, form), []
    began, on_the_clock = time.process_time(), time.perf_counter()
    response = handler(environ, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    seconds = time.process_time() - began, time.perf_counter() - on_the_clock
    if statuses != ["200 OK"] or not body:
        raise RuntimeError(f"{slot.get_absolute_url()}: {statuses}, {body[:300]!r}")
    return *seconds, slot.position == QUIZ_LENGTH


def main() -> None:
    costs = Costs()
    print(json.dumps(costs.things), flush=True)  # noqa: T201
    for line in sys.stdin:
        print(json.dumps(costs.of(line.strip())), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

"""Cards for these tests, and what students do with them. The ordinary card is a note with a front and a back."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import User
from quizzes.flashcards import studying
from quizzes.flashcards.models import Card, Learner, Note, Review
from quizzes.flashcards.scheduling import Rating, State
from quizzes.models import Question
from tests.attempts.quizzes import NOON
from tests.factories import QuestionFactory

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def learner_of(student: User, **settings) -> Learner:
    """The student's own settings, the usual ones but for those named."""
    Learner.objects.get_or_create(student=student)
    Learner.objects.filter(student=student).update(**settings)
    return Learner.objects.get(student=student)


def in_review(due: datetime = NOON, *, last: datetime | None = None, stability: float = 10.0) -> dict:
    """The columns of a card that was learned, and is due then."""
    return {
        "state": State.REVIEW.value,
        "stability": stability,
        "difficulty": 5.0,
        "due": due,
        "last_review": last or due - timedelta(days=stability),
        "review_count": 3,
    }


def in_a_step(due: datetime, *, state: State = State.LEARNING) -> dict:
    memory = {"step": 0, "stability": 1.0, "difficulty": 5.0, "due": due, "last_review": due - MINUTE}
    return {"state": state.value, "review_count": 1, **memory}


def cards(student: User, count: int, **columns) -> list[Card]:
    """So many cards of a front and a back, each of a note of its own."""
    place = student.cards.count()
    notes = Note.objects.bulk_create(
        Note(student=student, front=f"Front {place + number}", back="Back") for number in range(count)
    )
    made = [
        Card(student=student, note=note, position=place + number, **columns)
        for number, note in enumerate(notes, 1)
    ]
    return Card.objects.bulk_create(made)


def card(student: User, **columns) -> Card:
    return cards(student, 1, **columns)[0]


def question_card(student: User, question: Question | None = None, **columns) -> Card:
    question = question or QuestionFactory(published=True)
    return Card.objects.create(student=student, question=question, **columns)


def rated(found: Card, rating: Rating = Rating.Good, at: datetime = NOON) -> Review | None:
    """As the buttons do, on a page that was just loaded."""
    found = Card.objects.get(pk=found.pk)
    learner = Learner.of(found.student)
    return studying.give(found, rating, learner=learner, at=at, seen=found.review_count)


def rows(*models: Any) -> list[list[dict]]:
    """Everything that is stored of these, of cards and their reviews unless others are named."""
    return [list(model.objects.order_by("pk").values()) for model in models or (Card, Review)]


def row(found: Card) -> dict:
    return Card.objects.values().get(pk=found.pk)


def fronts(found: Iterable[Card]) -> list[str]:
    return [str(one) for one in found]


# By their pages.


def turn(client: Client, found: Card, given: str | list[str] | None = None, **how) -> HttpResponse:
    return client.get(
        reverse("flashcards:turn", args=[found.pk]), {} if given is None else {"given": given}, **how
    )


def rate(client: Client, found: Card, rating: Any = 3, seen: Any = None, **how) -> HttpResponse:
    seen = Card.objects.get(pk=found.pk).review_count if seen is None else seen
    fields = {"rating": rating, "seen": seen}
    return client.post(reverse("flashcards:rate", args=[found.pk]), fields, **how)


def undo(client: Client, **how) -> HttpResponse:
    return client.post(reverse("flashcards:undo"), **how)


def aside(client: Client, found: Card, act: str, **how) -> HttpResponse:
    return client.post(reverse("flashcards:aside", args=[found.pk]), {"act": act}, **how)


def said(response: HttpResponse) -> list[str]:
    """What the next page tells of the act."""
    return [str(message) for message in response.context["messages"]]


def statements(act: Callable[[], Any]) -> list[str]:
    """What it asks of the store, but for where a transaction begins and ends."""
    with CaptureQueriesContext(connection) as asked:
        act()
    bounds = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [one["sql"] for one in asked if not one["sql"].startswith(bounds)]

"""Quizzes for these tests, and what students do with them. The ordinary quiz is a deferred one on single choices."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.models import User
from quizzes.attempts.work import Work
from quizzes.bank.models import Question
from quizzes.bank.publishing import Refused, publish
from quizzes.kinds import KINDS
from quizzes.kinds.kind import Draft
from quizzes.models import Attempt, DraftCitation, Quiz, Slot
from tests.conftest import HTMX
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, passage, question_set_with

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# What an answer that ends its attempt costs besides: the attempt counts for its quiz from there on. PostgreSQL
# takes its turn at the quiz by a statement, SQLite has it with the transaction.
TO_END = 8 if connection.vendor == "postgresql" else 7
# What it costs to count attempts anew for their quizzes, however many they are.
TO_COUNT = 10
SECOND, MINUTE, HOUR, MONTH = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=30),
)


def quiz(questions: int = 3, **fields) -> Quiz:
    """A quiz that students may take, on a set of its own unless one is named; `hints` are those of its questions."""
    hints = fields.pop("hints", "")
    question_set = fields.pop("question_set", None) or question_set_with(questions, hints=hints)
    ordinary = {"title": "Bridges on Monday", "behaviour": "deferred", "is_offered": True}
    return Quiz.objects.create(question_set=question_set, **ordinary | fields)


def started(student: User, given: Quiz, at: datetime = NOON) -> Attempt:
    attempt = Attempt.start(student, given, at=at, chance=Random(7))
    assert isinstance(attempt, Attempt), attempt
    return attempt


def start(client: Client, given: Quiz) -> Attempt:
    """By the button of the quiz's page."""
    response = client.post(reverse("attempts:start", args=[given.pk]))
    led_to = re.fullmatch(r"/attempts/(\d+)/", response["Location"])
    assert led_to, response["Location"]
    return Attempt.objects.get(pk=led_to[1])


def slot_of(attempt: Attempt, position: int = 1) -> Slot:
    """As the store has it."""
    return Slot.objects.with_attempt().get(attempt=attempt, position=position)


def place_of(slot: Slot, text: str) -> str:
    """The number beside an option on the page."""
    return str([option["text"] for option in slot.face["options"]].index(text) + 1)


def fields_of(slot: Slot, *texts: str, **fields) -> dict:
    """The fields of the question's page with those options chosen, on the page's own revision."""
    given = [place_of(slot, text) for text in texts]
    return {"given": given, "revision": Slot.objects.get(pk=slot.pk).revision} | fields


def send(client: Client, slot: Slot, *texts: str, **fields) -> HttpResponse:
    """The button of the question's form."""
    return client.post(slot.get_absolute_url(), fields_of(slot, *texts, **fields))


def autosave(client: Client, slot: Slot, *texts: str, **fields) -> HttpResponse:
    """What the page's script sends while one writes."""
    return client.post(slot.get_absolute_url(), fields_of(slot, *texts, **fields), headers=HTMX)


def told(slot: Slot) -> list[str]:
    """What is saved, as the options say it."""
    slot = slot_of(slot.attempt, slot.position)
    return [slot.face["options"][int(place) - 1]["text"] for place in slot.typed or ()]


def kept(slot: Slot, *texts: str, at: datetime = NOON, certainty: int | None = None) -> Slot:
    """The slot with those options saved, without a page."""
    slot = slot_of(slot.attempt, slot.position)
    slot.save_work(Work(tuple(place_of(slot, text) for text in texts), certainty, slot.revision), at=at)
    return slot


def answer(slot: Slot, text: str, at: datetime = NOON, **work) -> Slot:
    """The slot with that option given and marked at once, without a page."""
    slot = slot_of(slot.attempt, slot.position)
    given = slot.task.read(slot.face, [place_of(slot, text)])
    slot.submit(given, Work((place_of(slot, text),), **work), at=at)
    return slot


def step_of(page: HttpResponse, position: int) -> str:
    """What the palette says of a question."""
    (label,) = [step.label for step in page.context["steps"] if step.position == position]
    return label


def end(client: Client, attempt: Attempt) -> HttpResponse:
    return client.post(reverse("attempts:finish", args=[attempt.pk]))


def review(client: Client, attempt: Attempt) -> HttpResponse:
    return client.get(reverse("attempts:review", args=[attempt.pk]))


def one_of_each_kind(**fields) -> dict[str, Question]:
    """A set with a published question of every kind, as each kind's first example has it."""
    question_set = QuestionSetFactory()
    return {
        slug: published(slug, kind.EXAMPLES[0].draft, question_set=question_set, position=position, **fields)
        for position, (slug, kind) in enumerate(KINDS.items(), 1)
    }


def published(kind: str, draft: Draft, **fields) -> Question:
    """What a draft of the pure world says, as a question that may be asked."""
    if draft.reading:
        fields["cites"] = []
    question = QuestionFactory(
        kind=kind,
        stem=draft.stem,
        explanation=draft.explanation,
        settings=dict(draft.settings),
        options=[
            {
                "text": row.text,
                "is_right": row.is_right,
                "feedback": row.feedback,
                "details": dict(row.details),
            }
            for row in draft.options
        ],
        **fields,
    )
    cite(question, draft)
    version = publish(question, at=NOON)
    assert not isinstance(version, Refused), version
    question.refresh_from_db()
    return question


def cite(question: Question, draft: Draft) -> None:
    """The article of a kind that reads one, with the words its draft cites."""
    body = [one for one in draft.reading if one.label.startswith("passage ")]
    if not body:
        return
    article = ArticleFactory(sentences=[one.text for one in body])
    for number, one in enumerate(body, 1):
        for first, last in one.cited:
            DraftCitation.objects.create(
                question=question, passage=passage(article, number), quote=one.text[first:last]
            )


def answers_to(kind: str) -> list[tuple[tuple[str, ...], float | None]]:
    """What a student may type into the first example's question, its options as authored, and its credit."""
    examples = KINDS[kind].EXAMPLES
    return [
        (without_titles(kind, example.typed), example.credit)
        for example in examples
        if example.draft == examples[0].draft and not example.order
    ]


def typed_for(kind: str, credit: float) -> tuple[str, ...]:
    """What earns that credit there."""
    return next(typed for typed, earned in answers_to(kind) if earned == credit)


def without_titles(kind: str, typed: Iterable[str]) -> tuple[str, ...]:
    """The article here has no title before its first passage, so a sentence's name counts one less."""
    if kind != "evidence":
        return tuple(typed)
    return tuple(re.sub(r"^\d+", lambda number: str(int(number[0]) - 1), name) for name in typed)

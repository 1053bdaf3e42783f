"""Before an answer is given, nothing that leaves the server depends on which option is right.

Each kind is asked in two databases that differ only in the key; every response up to the answer must be equal,
byte for byte, but for the CSRF token.
"""

import re

import pytest
import time_machine
from django.db import models
from django.urls import reverse

from quizzes.bank import serving
from quizzes.kinds import KINDS
from quizzes.models import Attempt, Correction, Option, Question, QuestionVersion
from tests.conftest import HTMX, without_token
from tests.factories import QuestionFactory, QuestionSetFactory, attempt_of, passage

pytestmark = pytest.mark.django_db

CHOICES = [("Three", True), ("Seven", False), ("Nine", False), ("Two weeks", False)]
OTHER_CHOICES = [("Three", False), ("Seven", False), ("Nine", True), ("Two weeks", False)]


def pair(text: str, match: str) -> dict:
    return {"text": text, "details": {"match": match}}


def gap(number: int, text: str, is_right: bool | None = None) -> dict:
    """A row of a gap to fill; one to choose from where it says whether it is right."""
    asks = {} if is_right is None else {"asks": "single_choice"}
    return {"text": text, "is_right": bool(is_right), "details": {"gap": number} | asks}


PAIRS = [pair("Closed", "Three"), pair("Open", "Seven"), pair("Mended", "Nine")]
OTHER_PAIRS = [pair("Closed", "Nine"), pair("Open", "Three"), pair("Mended", "Seven")]
GAPS = [gap(1, "closed", True), gap(1, "open", False)]
OTHER_GAPS = [gap(1, "closed", False), gap(1, "open", True)]
# Kind -> rows and settings of the one database, rows and settings of the other.
WORLDS = {
    "single_choice": ((CHOICES, {}), (OTHER_CHOICES, {})),
    "multiple_response": ((CHOICES, {}), ([(text, not right) for text, right in CHOICES], {})),
    "true_false": (([], {"answer": "true"}), ([], {"answer": "false"})),
    "short_text": (([("Lend", False)], {}), ([("A much longer name", False)], {})),
    "numeric": (([("7", False)], {"unit": "days"}), ([("1000000", False)], {"unit": "days"})),
    "ordering": ((CHOICES, {}), (CHOICES[::-1], {})),
    "matching": ((PAIRS, {}), (OTHER_PAIRS, {})),
    "cloze": (
        ([*GAPS, gap(2, "Lend")], {"text": "It was [1] on the [2]."}),
        ([*OTHER_GAPS, gap(2, "A much longer name")], {"text": "It was [1] on the [2]."}),
    ),
    # What is right is told by the citation, which changes with the key.
    "evidence": (([], {}), ([], {})),
}
# What no kind can read, so that sending it is no answer yet.
NO_ANSWER = ["", "\x00"]
COOKIE = re.compile(r"csrftoken=[A-Za-z0-9]+")


@pytest.fixture(autouse=True)
def clock_stands_still():
    """Cookies say when they expire, to the second."""
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        yield


def test_every_kind_is_tried():
    assert set(WORLDS) == set(KINDS)


@pytest.mark.parametrize("kind", WORLDS)
def test_responses_up_to_the_answer_do_not_depend_on_the_key(as_ada, ada, kind):
    question = ask(kind)
    attempt = attempt_of(ada, question.question_set)
    seen = everything_before_the_answer(as_ada, attempt)
    change_the_key(question, *WORLDS[kind][1])
    assert everything_before_the_answer(as_ada, attempt) == seen


@pytest.mark.parametrize("kind", WORLDS)
def test_a_visitor_sees_the_same_whatever_the_key(client, kind):
    question = ask(kind, is_sample=True)
    pages = [reverse("home"), reverse("articles:sources")]
    seen = [bare(client.get(page)) for page in pages]
    unreadable = bare(client.post(reverse("sample"), {"given": ""}))
    change_the_key(question, *WORLDS[kind][1])
    assert [bare(client.get(page)) for page in pages] == seen
    assert bare(client.post(reverse("sample"), {"given": ""})) == unreadable


@pytest.mark.parametrize("kind", WORLDS)
def test_the_order_of_options_does_not_depend_on_the_key(as_ada, kind):
    question = ask(kind)
    orders = [order_started_with(as_ada, question)]
    change_the_key(question, *WORLDS[kind][1])
    orders.append(order_started_with(as_ada, question))
    assert orders[0] == orders[1]


@pytest.mark.parametrize("what", ["accept", "credit_to_all"])
def test_responses_up_to_the_answer_do_not_depend_on_what_was_put_right(as_ada, ada, what):
    """Nor on how often it was, or which answer was accepted."""
    question = ask("single_choice")
    attempt = attempt_of(ada, question.question_set)
    seen = everything_before_the_answer(as_ada, attempt)
    for option in question.options.all():
        Correction.objects.create(
            question=question,
            what=what,
            details={"given": [str(option.pk)], "said": option.text},
            version_ids=[question.current_id],
            reason=f"{option.text} is right.",
            made_at=attempt.started_at,
        )
        assert everything_before_the_answer(as_ada, attempt) == seen


def test_the_comparison_would_notice_a_leak(as_ada, ada):
    """If the face held the key, the test above would fail: what it compares is not empty or masked away."""
    question = ask("single_choice")
    attempt = attempt_of(ada, question.question_set)
    seen = everything_before_the_answer(as_ada, attempt)
    leak = question.current.face | {"stem": question.stem + " (not Nine)"}
    rewrite(question.current, face=leak)
    assert everything_before_the_answer(as_ada, attempt) != seen


def ask(kind: str, **fields) -> Question:
    rows, settings = WORLDS[kind][0]
    return QuestionFactory(
        question_set=QuestionSetFactory(),
        kind=kind,
        stem="When?",
        options=rows,
        settings=settings,
        published=True,
        **fields,
    )


def change_the_key(question: Question, rows: list, settings: dict) -> None:
    """The other database: the same rows but for what is right."""
    for option, row in zip(question.options.all(), rows, strict=True):
        columns = row if isinstance(row, dict) else {"text": row[0], "is_right": row[1]}
        Option.objects.filter(pk=option.pk).update(**columns)
    if question.task.READS_ARTICLE:
        first = passage(question.draft_citations.get().passage.revision.article, 1)
        question.draft_citations.update(passage=first, quote="closed on Monday")
    Question.objects.filter(pk=question.pk).update(settings=settings)
    other = Question.objects.get(pk=question.pk)
    rewrite(question.current, face=other.task.face(other.draft), key=other.task.key(other.draft))


def rewrite(version: QuestionVersion, **fields) -> None:
    changed = models.QuerySet(QuestionVersion).filter(pk=version.pk).update(**fields)
    assert changed == 1
    serving.faces.clear()
    serving.evidence.clear()


def everything_before_the_answer(client, attempt: Attempt) -> list:
    question_set = attempt.quiz.question_set
    question = reverse("attempts:question", args=[attempt.pk, 1])
    gets = [
        reverse("home"),
        reverse("bank:set", args=[question_set.slug]),
        reverse("attempts:take", args=[attempt.pk]),
        reverse("attempts:review", args=[attempt.pk]),
        question,
        reverse("articles:sources"),
    ]
    responses = [client.get(url, headers=headers) for url in gets for headers in ({}, HTMX)]
    responses += [
        client.post(question, {"given": typed}, headers=headers)
        for typed in NO_ANSWER
        for headers in ({}, HTMX)
    ]
    return [bare(response) for response in responses]


def bare(response) -> tuple:
    """Status, headers, cookies and body, without the CSRF token."""
    cookies = COOKIE.sub("csrftoken=…", response.cookies.output())
    return response.status_code, sorted(response.headers.items()), cookies, without_token(response.content)


def order_started_with(client, question: Question) -> list:
    client.post(reverse("attempts:practice", args=[question.question_set.slug]))
    attempt = Attempt.objects.get()
    order = attempt.slots.get().option_order
    attempt.delete()
    return order

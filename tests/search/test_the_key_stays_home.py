"""What a student finds never depends on what is right, nor on anything that is shown only after an answer.

Each search is made in two databases that differ only there; the answers must be equal, byte for byte, but for the
CSRF token: in what is found, in its order, its count and its length.
"""

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from quizzes.bank.publishing import publish
from quizzes.models import DraftCitation, Option, Question
from tests.attempts.test_the_key_stays_home import bare, rewrite
from tests.conftest import HTMX
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, passage, point

pytestmark = pytest.mark.django_db
SEARCHES = (
    "",
    "bridge",
    "bridge open",
    "days bridge again",
    "after",
    "the",
    "seven",
    "nine",
    "lighthouse",
    "admiral",
    '"days was bridge"',
    "three seven nine",
    "b",
)


@pytest.fixture(autouse=True)
def clock_stands_still():
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        yield


@pytest.fixture
def questions() -> list[Question]:
    """Found by one another's words: where one's hidden texts counted, the order would change."""
    practice = QuestionSetFactory()
    stems = [
        "Was the bridge open?",
        "How many days was the bridge open again after it was shut?",
        "After that, the bridge?",
    ]
    made = [QuestionFactory(question_set=practice, stem=stem, published=True) for stem in stems]
    made.append(QuestionFactory(question_set=practice, stem="Was the bridge a bridge of seven days?"))
    kept = QuestionSetFactory(is_for_practice=False)
    made.append(QuestionFactory(question_set=kept, stem="What bridge of nine days?", published=True))
    point()
    return made


def everything_found(client) -> list:
    queries = [{"q": typed} for typed in SEARCHES]
    queries += [query | {"in": "questions"} for query in queries]
    return [
        bare(client.get(reverse("search:find"), query, headers=headers))
        for query in queries
        for headers in ({}, HTMX)
    ]


def another_option_is_right(questions) -> None:
    Option.objects.update(is_right=False)
    Option.objects.filter(position=3).update(is_right=True)
    for question in Question.objects.exclude(current=None):
        rewrite(question.current, key=question.task.key(question.draft))


def other_options_and_feedback(questions) -> None:
    Option.objects.update(
        text="lighthouse bridge seven", feedback="The admiral, after nine days.", details={"match": "bridge"}
    )
    Option.objects.filter(position=1).delete()


def other_explanations_and_hints(questions) -> None:
    Question.objects.update(
        explanation="bridge lighthouse seven days",
        hints="admiral\nbridge",
        settings={"text": "bridge bridge", "feedback_true": "the bridge"},
    )
    for question in Question.objects.exclude(current=None):
        rewrite(question.current, key={"explanation": "bridge lighthouse"}, hints=["admiral bridge"])


def other_quotes(questions) -> None:
    DraftCitation.objects.update(quote="the bridge of seven days, the lighthouse")


def drafts_that_are_not_published(questions) -> None:
    Question.objects.update(stem="The lighthouse of the admiral: seven, nine bridges?")
    QuestionFactory(question_set=questions[0].question_set, stem="Which bridge, admiral?", cites=[])


def an_empty_draft_set(questions) -> None:
    for _ in range(30):
        QuestionFactory(stem="bridge " * 9, cites=[])


CHANGES = (
    another_option_is_right,
    other_options_and_feedback,
    other_explanations_and_hints,
    other_quotes,
    drafts_that_are_not_published,
    an_empty_draft_set,
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_student_finds_does_not_depend_on_what_is_hidden(as_ada, questions, change):
    seen = everything_found(as_ada)
    change(questions)
    assert everything_found(as_ada) == seen


@pytest.mark.parametrize("change", CHANGES)
def test_nor_does_what_a_visitor_finds(client, questions, change):
    seen = everything_found(client)
    change(questions)
    assert everything_found(client) == seen


@pytest.mark.parametrize("change", CHANGES[1:])
def test_the_comparison_would_notice_a_leak(as_tom, questions, change):
    """A teacher finds by all of this: the changes are ones that a search can see."""
    seen = everything_found(as_tom)
    change(questions)
    assert everything_found(as_tom) != seen


def test_what_is_published_is_found_by_students(as_ada, questions):
    """And what they find does change, where the face does."""
    seen = everything_found(as_ada)
    Question.objects.filter(pk=questions[0].pk).update(stem="Was the lighthouse lit?")
    article = ArticleFactory()
    DraftCitation.objects.filter(question=questions[0]).update(
        passage=passage(article, 2), quote="after seven days"
    )
    publish(Question.objects.get(pk=questions[0].pk), at=now())
    assert everything_found(as_ada) != seen

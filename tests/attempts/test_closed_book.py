"""While an attempt at a closed-book quiz runs, the sources are shut for its student."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes.models import Article, Attempt, ExtraTime
from tests.attempts.quizzes import MINUTE, NOON, end, quiz, slot_of, start
from tests.conftest import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def attempt(as_ada) -> Attempt:
    return start(as_ada, quiz(is_open_book=False, minutes=10))


@pytest.fixture
def pages(attempt) -> list[str]:
    """Where words of the sources can be read."""
    return [reverse("articles:sources"), *(article.get_absolute_url() for article in Article.objects.all())]


def statuses(client: Client, pages: list[str]) -> set[int]:
    return {client.get(page, headers=headers).status_code for page in pages for headers in ({}, HTMX)}


def test_the_reader_refuses_the_student_names_the_quiz_and_shows_the_way_on(as_ada, attempt, pages):
    assert statuses(as_ada, pages) == {403}
    for page in pages:
        refused = as_ada.get(page)
        assert "“Bridges on Monday” is a closed-book quiz" in refused.text
        assert f'href="{attempt.get_absolute_url()}"' in refused.text
        assert "after seven days" not in refused.text


def test_a_citation_and_an_older_revision_are_shut_too(as_ada, attempt):
    slot = slot_of(attempt)
    citation = slot.version.citations.get()
    article = citation.passage.revision.article
    assert statuses(as_ada, [citation.get_absolute_url(), f"{article.get_absolute_url()}?revision=1"]) == {
        403
    }


def test_others_read_on(as_eve, as_tom, client, pages):
    for reader in (as_eve, as_tom, client):
        assert statuses(reader, pages) == {200}


def test_an_open_book_shuts_nothing(as_ada):
    start(as_ada, quiz())
    assert statuses(as_ada, [reverse("articles:sources")]) == {200}


def test_the_sources_open_when_it_ends(as_ada, attempt, pages):
    end(as_ada, attempt)
    assert statuses(as_ada, pages) == {200}


def test_the_sources_open_when_its_time_has_passed(as_ada, pages, clock):
    clock.shift(10 * MINUTE + MINUTE / 2)
    assert statuses(as_ada, pages) == {403}
    clock.shift(MINUTE)
    assert statuses(as_ada, pages) == {200}


def test_with_extra_time_they_stay_shut_for_as_long(as_ada, ada, attempt, pages, clock):
    ExtraTime.objects.create(quiz=attempt.quiz, student=ada, minutes=5)
    clock.shift(14 * MINUTE)
    assert statuses(as_ada, pages) == {403}
    clock.shift(2 * MINUTE)
    assert statuses(as_ada, pages) == {200}


def test_extra_time_that_opens_it_again_shuts_them_again(as_ada, ada, attempt, pages, clock):
    clock.shift(11 * MINUTE)
    assert statuses(as_ada, pages) == {200}
    ExtraTime.objects.create(quiz=attempt.quiz, student=ada, minutes=5)
    assert statuses(as_ada, pages) == {403}


def test_another_quiz_that_runs_open_book_does_not_open_them(as_ada, pages):
    start(as_ada, quiz())
    assert statuses(as_ada, pages) == {403}


def test_the_pages_of_the_attempt_and_of_the_sets_stay_open(as_ada, attempt):
    pages = ["/", attempt.quiz.get_absolute_url(), attempt.quiz.question_set.get_absolute_url()]
    pages += [slot_of(attempt).get_absolute_url(), reverse("attempts:finish", args=[attempt.pk])]
    assert statuses(as_ada, pages) == {200}


def test_the_terms_say_so(as_ada, attempt):
    assert "Closed book: while your attempt runs" in as_ada.get(attempt.quiz.get_absolute_url()).text

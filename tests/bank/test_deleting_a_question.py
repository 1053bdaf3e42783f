"""A question that was published cannot be deleted; the desk says why, and offers to retire it."""

import pytest
from django.test import Client
from lxml import html

from quizzes.bank.models import Question
from tests.bank.test_question_desk import LIST, words
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def deleting(client: Client, question: Question):
    return client.get(f"{LIST}{question.pk}/delete/")


def retiring(response) -> list:
    return html.document_fromstring(response.text).xpath("//form[.//input[@name='_selected_action']]")


def test_a_published_question_says_why_it_cannot_be_deleted_and_what_to_do(as_tom):
    response = deleting(as_tom, QuestionFactory(published=True))
    assert "cannot be deleted: it was published" in words(response)
    assert "Retire it instead" in words(response)
    assert "protected related objects" not in words(response)


def test_it_is_retired_from_there(as_tom):
    question, other = QuestionFactory(published=True), QuestionFactory(published=True)
    (form,) = retiring(deleting(as_tom, question))
    response = as_tom.post(form.action, dict(form.form_values()), follow=True)
    assert "1 retired" in words(response)
    states = [Question.objects.get(pk=row.pk).state for row in (question, other)]
    assert states == [Question.State.RETIRED, Question.State.PUBLISHED]


def test_a_retired_one_is_not_offered_to_be_retired_again(as_tom):
    question = QuestionFactory(published=True)
    question.retire()
    response = deleting(as_tom, question)
    assert "It is retired already" in words(response)
    assert retiring(response) == []


def test_sending_the_deletion_nevertheless_deletes_nothing(as_tom):
    question = QuestionFactory(published=True)
    response = as_tom.post(f"{LIST}{question.pk}/delete/", {"post": "yes"})
    assert "Retire it instead" in words(response)
    assert Question.objects.filter(pk=question.pk).exists()


def test_a_draft_that_nothing_needs_is_still_deleted(as_tom):
    question = QuestionFactory()
    assert "Retire" not in words(deleting(as_tom, question))
    as_tom.post(f"{LIST}{question.pk}/delete/", {"post": "yes"})
    assert not Question.objects.filter(pk=question.pk).exists()

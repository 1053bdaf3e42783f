"""Teachers who publish at the same moment. Threads have their own connections, so these tests commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils.timezone import now

from quizzes.bank.models import Citation, Question, QuestionVersion
from quizzes.bank.publishing import publish
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db(transaction=True)
TEACHERS = 8


def in_threads(act, tries) -> list:
    def closing(value):
        try:
            return act(value)
        finally:
            connection.close()

    with ThreadPoolExecutor(TEACHERS) as teachers:
        return list(teachers.map(closing, tries))


def test_one_question_published_by_many_at_once_becomes_one_version():
    question = QuestionFactory()
    versions = in_threads(lambda _: publish(question, at=now()), range(TEACHERS))
    assert len(set(versions)) == 1
    assert (QuestionVersion.objects.count(), Citation.objects.count()) == (1, 1)


def test_edits_published_at_once_are_numbered_without_a_gap_and_the_last_is_asked():
    question = QuestionFactory()

    def edit_and_publish(stem: str) -> QuestionVersion:
        Question.objects.filter(pk=question.pk).update(stem=stem)
        return publish(question, at=now())

    in_threads(edit_and_publish, [f"When does bridge {number} open?" for number in range(3 * TEACHERS)])
    numbers = sorted(QuestionVersion.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    question.refresh_from_db()
    assert question.current.number == numbers[-1]
    assert question.current.face["stem"] == question.stem

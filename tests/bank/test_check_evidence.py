"""manage.py check_evidence: it finds words that are no longer where a published question cites them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from quizzes.bank.models import Citation
from quizzes.bank.publishing import publish
from tests.factories import QuestionFactory, question_set_with

pytestmark = pytest.mark.django_db


def check() -> str:
    out = StringIO()
    call_command("check_evidence", stdout=out)
    return out.getvalue()


def broken() -> str:
    """What the check prints before it fails."""
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("check_evidence", stdout=out)
    assert failed.value.returncode == 1
    return out.getvalue()


def tamper(sql: str, *values) -> None:
    """Past the models, which refuse it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_sound_evidence_is_counted():
    question_set_with(3)
    assert check() == "3 published questions, 0 broken.\n"


def test_a_changed_passage_breaks_the_evidence():
    question = question_set_with(1).questions.get()
    passage = question.current.citations.get().passage
    question_set_with(2)
    tamper("UPDATE quizzes_passage SET text = %s WHERE id = %s", "It is open.", passage.pk)
    printed = broken()
    assert f"Question {question.pk} ({question}): “after seven days” is not in {passage}." in printed
    assert printed.endswith("3 published questions, 1 broken.\n")


def test_a_changed_quotation_breaks_the_evidence():
    question_set_with(1)
    tamper("UPDATE quizzes_citation SET quote = %s", "after nine days")
    assert "“after nine days” is not in" in broken()


def test_words_that_moved_within_their_passage_break_the_evidence():
    question_set_with(1)
    tamper("UPDATE quizzes_citation SET start = start + 1")
    assert "1 broken" in broken()


def test_a_question_without_a_citation_is_broken():
    question_set_with(1)
    tamper("DELETE FROM quizzes_citation")
    assert "it has no citation" in broken()


def test_drafts_and_retired_questions_are_not_checked():
    QuestionFactory()
    question_set_with(1).questions.get().retire()
    tamper("UPDATE quizzes_citation SET quote = %s", "after nine days")
    assert check() == "0 published questions, 0 broken.\n"


def test_only_the_version_that_is_asked_is_checked():
    question = question_set_with(1).questions.get()
    old = question.current.citations.get()
    question.draft_citations.update(quote="seven days")
    publish(question, at=now())
    tamper("UPDATE quizzes_citation SET quote = %s WHERE id = %s", "after nine days", old.pk)
    assert Citation.objects.count() == 2
    assert check() == "1 published questions, 0 broken.\n"

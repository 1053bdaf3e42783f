"""The pages of a question's versions."""

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from quizzes.bank.drafted import digest_of
from quizzes.bank.models import Option, Question
from quizzes.bank.publishing import publish
from tests.bank.reviewed import LIST, words
from tests.factories import QuestionFactory, attempt_of, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(tom) -> Question:
    """Version 1 asked of days; version 2 of weeks, with another right answer."""
    question = QuestionFactory(stem="After how many days?", published=True)
    question.stem = "After how many weeks?"
    question.save()
    Option.objects.filter(question=question).update(is_right=False)
    Option.objects.filter(question=question, text="Nine").update(is_right=True)
    publish(question, at=now(), by=tom)
    return Question.objects.get()


def versions(question: Question) -> str:
    return f"{LIST}{question.pk}/versions/"


def restoring(question: Question, number: int = 1) -> str:
    return f"{versions(question)}{number}/restore/"


def test_the_list_tells_when_who_and_how_often(question, as_tom, ada):
    attempt_of(ada, question.question_set)
    page = words(as_tom.get(versions(question)))
    assert f"2 asked now {now():%-d %B %Y}" in page
    assert "tom 1 Restore version 2" in page
    assert "the library 0 Restore version 1" in page


def test_what_changed_between_two_versions_is_told_in_words(question, as_tom):
    page = as_tom.get(versions(question), {"before": "1", "now": "2"})
    assert "<del>days</del><ins>weeks</ins>" in page.text
    assert "“Nine” is right now." in words(page)
    assert "“Seven” is wrong now." in words(page)


def test_at_first_the_last_version_and_the_draft_are_compared(question, as_tom):
    assert "Both say the same." in words(as_tom.get(versions(question)))
    Question.objects.update(stem="After how many months?")
    assert "<del>weeks</del><ins>months</ins>" in as_tom.get(versions(question)).text


@pytest.mark.parametrize("asked", [{"before": "9"}, {"now": "x"}, {"before": "", "now": "-1"}])
def test_versions_that_are_not_there_are_passed_over(question, as_tom, asked):
    assert as_tom.get(versions(question), asked).status_code == 200


def test_a_question_that_was_never_published_says_so(as_tom):
    assert "It was never published" in words(as_tom.get(versions(QuestionFactory())))


def test_a_version_of_a_kind_that_is_gone_is_listed_and_not_restored(question, as_tom):
    with connection.cursor() as store:
        store.execute("UPDATE quizzes_questionversion SET kind = 'hangman' WHERE number = 1")
    assert "is not installed here" in words(as_tom.get(versions(question), {"before": "1", "now": "2"}))
    page = as_tom.post(restoring(question), {"seen": digest_of(question)}, follow=True)
    assert "“hangman”, is not installed here" in words(page)


def test_restoring_is_looked_at_first_and_then_done(question, as_tom):
    page = as_tom.get(restoring(question))
    assert "“Seven” is right now." in words(page)
    assert Question.objects.get().stem == "After how many weeks?"
    done = as_tom.post(restoring(question), {"seen": digest_of(question)}, follow=True)
    assert "The draft reads as version 1 did." in words(done)
    assert Question.objects.get().stem == "After how many days?"


def test_an_unpublished_draft_is_kept_as_a_question_of_its_own(question, as_tom):
    Question.objects.update(stem="After how many months?")
    question = Question.objects.get()
    assert "First keep what stands in the draft" in words(as_tom.get(restoring(question)))
    as_tom.post(restoring(question), {"seen": digest_of(question), "keep": "on"})
    assert set(Question.objects.values_list("stem", flat=True)) == {
        "After how many days?",
        "After how many months?",
    }


def test_a_published_draft_needs_no_copy(question, as_tom):
    assert "First keep" not in words(as_tom.get(restoring(question)))


def test_a_stale_page_restores_nothing_and_says_who_changed_the_draft(question, as_tom, ute):
    Question.objects.update(edited_by=ute)
    page = as_tom.post(restoring(question), {"seen": "0" * 64})
    assert page.status_code == 409
    assert "Ute changed the draft after you opened this page" in words(page)
    assert Question.objects.get().stem == "After how many weeks?"


def test_a_version_that_says_what_the_draft_says_is_not_offered(question, as_tom):
    assert "there is nothing to restore" in words(as_tom.get(restoring(question, 2)))


def test_an_older_text_that_comes_back_is_told(question, as_tom):
    cited = question.current.citations.get()
    cited.passage.revision.article.revise(body(["Another text altogether."]), "brief")
    assert "This version cites an older text" in words(as_tom.get(restoring(question)))
    done = as_tom.post(restoring(question), {"seen": digest_of(question)}, follow=True)
    assert "It cites an older text" in words(done)


def test_a_version_that_is_not_there_is_not_found(question, as_tom):
    assert as_tom.get(restoring(question, 7)).status_code == 404
    assert as_tom.get(f"{LIST}999/versions/").status_code == 404


def test_duplicate_opens_the_copy(question, as_tom):
    page = as_tom.post(f"{LIST}{question.pk}/duplicate/", follow=True)
    copy = Question.objects.order_by("-pk").first()
    assert page.redirect_chain[-1][0] == f"{LIST}{copy.pk}/change/"
    assert "This is a copy" in words(page)
    again = as_tom.post(f"{LIST}{question.pk}/duplicate/", follow=True)
    assert "There was a copy already" in words(again)
    assert Question.objects.count() == 2


def test_an_address_alone_copies_nothing(question, as_tom):
    assert as_tom.get(f"{LIST}{question.pk}/duplicate/").status_code == 302
    assert Question.objects.count() == 1


def test_the_tools_stand_on_the_question(question, as_tom):
    page = words(as_tom.get(f"{LIST}{question.pk}/change/"))
    for tool in ("Review", "Versions", "Duplicate", "History"):
        assert tool in page


@pytest.mark.parametrize("page", ["versions/", "versions/1/restore/", "duplicate/"])
def test_students_and_strangers_get_nowhere(question, as_ada, page):
    for client in (as_ada, Client()):
        for method in ("get", "post"):
            assert getattr(client, method)(f"{LIST}{question.pk}/{page}").status_code in (302, 403)
    assert Question.objects.count() == 1


def test_many_versions_take_no_more_queries(question, as_tom, tom, django_assert_max_num_queries):
    for number in range(8):
        Question.objects.update(stem=f"After how many days, {number}?")
        publish(question, at=now(), by=tom)
    with django_assert_max_num_queries(30):
        as_tom.get(versions(question))

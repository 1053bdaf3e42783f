"""What a second teacher's approval is worth, and what it is not worth."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from core.models import User
from quizzes.bank.drafted import digest_of
from quizzes.bank.models import Option, Question
from quizzes.bank.opinions import Changed, NotYours, Opinion, Review, give
from quizzes.bank.publishing import Refused, publish
from tests.bank.reviewed import written_by
from tests.factories import QuestionFactory, TopicFactory

pytestmark = pytest.mark.django_db
ASKS, REMARKS, APPROVES, WANTS = Opinion.Verdict.values


def say(question: Question, by: User, verdict: str, comment: str = ""):
    about = digest_of(Question.objects.get(pk=question.pk))
    return give(question, about=about, by=by, verdict=verdict, comment=comment, at=now())


def change_an_option(question: Question, by: User) -> None:
    Option.objects.filter(question=question, position=1).update(text="Thirteen")
    Question.objects.filter(pk=question.pk).update(edited_by=by)


def sentence(question: Question) -> str:
    return Review(Question.objects.get(pk=question.pk)).sentence


def test_a_reviewed_set_publishes_nothing_that_nobody_else_approved(tom, ute):
    question = written_by(tom)
    outcome = publish(question, at=now(), by=tom)
    assert isinstance(outcome, Refused)
    assert "only once a second teacher approved" in str(outcome)
    say(question, ute, APPROVES)
    assert publish(question, at=now(), by=tom).number == 1


def test_other_sets_publish_as_ever(tom):
    question = QuestionFactory(edited_by=tom)
    assert not isinstance(publish(question, at=now(), by=tom), Refused)


def test_the_last_editor_cannot_approve(tom):
    question = written_by(tom)
    assert say(question, tom, APPROVES) == NotYours()
    assert not Opinion.objects.exists()


def test_an_approval_is_of_one_text_only(tom, ute):
    question = written_by(tom)
    say(question, ute, APPROVES)
    change_an_option(question, tom)
    assert isinstance(publish(question, at=now(), by=tom), Refused)
    assert sentence(question) == (
        "ute approved an earlier text; it was changed since. Nobody has reviewed it since."
    )
    say(question, tom, ASKS)
    assert sentence(question) == "ute approved an earlier text; it was changed since. Waiting for review."


def test_changes_that_were_made_are_told(tom, ute):
    question = written_by(tom)
    say(question, ute, WANTS, "Three?")
    change_an_option(question, tom)
    assert (
        sentence(question) == "ute asked for changes, and the text was changed. Nobody has reviewed it since."
    )


def test_the_very_text_that_was_approved_counts_again(tom, ute):
    question = written_by(tom)
    say(question, ute, APPROVES)
    change_an_option(question, tom)
    Option.objects.filter(question=question, position=1).update(text="Three")
    assert not isinstance(publish(question, at=now(), by=tom), Refused)


def test_whoever_changes_an_approved_text_is_its_author_from_then_on(tom, ute):
    question = written_by(tom)
    say(question, ute, APPROVES)
    change_an_option(question, ute)
    assert say(question, ute, APPROVES) == NotYours()
    say(question, tom, APPROVES)
    assert not isinstance(publish(question, at=now(), by=ute), Refused)


def test_a_new_topic_leaves_an_approval_as_it_is(tom, ute):
    question = written_by(tom)
    say(question, ute, APPROVES)
    question.topic, question.difficulty = TopicFactory(name="Ferries"), 3
    question.save()
    assert not isinstance(publish(question, at=now(), by=tom), Refused)


def test_wishes_for_changes_outweigh_another_teachers_approval(tom, ute, host):
    question = written_by(tom)
    say(question, ute, APPROVES)
    say(question, host, WANTS, "Seven or nine?")
    assert isinstance(publish(question, at=now(), by=tom), Refused)
    assert sentence(question) == "host asked for changes to this text."
    say(question, host, APPROVES)
    assert sentence(question) == "ute and host approved this text."


def test_words_about_a_text_that_was_changed_meanwhile_are_not_taken_for_the_new_one(tom, ute):
    question = written_by(tom)
    read = digest_of(question)
    change_an_option(question, tom)
    assert give(question, about=read, by=ute, verdict=APPROVES, comment="", at=now()) == Changed()
    assert not Opinion.objects.exists()


def test_a_double_click_is_kept_once_and_a_second_thought_twice(tom, ute):
    question = written_by(tom)
    assert say(question, ute, WANTS, "Why?") == say(question, ute, WANTS, "Why?")
    say(question, ute, APPROVES)
    say(question, ute, WANTS, "Why?")
    assert Opinion.objects.count() == 3


def test_a_question_waits_from_asking_until_somebody_decides(tom, ute):
    question = written_by(tom)
    assert sentence(question) == "Nobody has reviewed this text yet."
    say(question, tom, ASKS)
    say(question, ute, REMARKS, "I shall look at it.")
    assert Review(question).is_waiting
    assert sentence(question) == "Waiting for review."
    say(question, ute, APPROVES)
    assert not Review(question).is_waiting


def test_publishing_again_what_students_are_asked_needs_no_approval(tom, ute):
    question = written_by(tom)
    say(question, ute, APPROVES)
    first = publish(question, at=now(), by=tom)
    Opinion.objects.all().delete()
    question.retire()
    assert publish(question, at=now(), by=tom) == first


def test_the_librarys_files_and_settled_citations_need_no_approval(tom):
    assert publish(written_by(tom), at=now()).number == 1
    assert publish(written_by(tom), at=now(), by=tom, goes_over=True).number == 1


def test_opinions_are_never_changed(tom, ute):
    opinion = say(written_by(tom), ute, APPROVES)
    opinion.verdict = WANTS
    with pytest.raises(TypeError):
        opinion.save()


def test_the_store_takes_no_remark_without_words(tom, ute):
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(question=written_by(tom), about="x", by=ute, at=now(), verdict=REMARKS)
    assert not Opinion.objects.exists()


def test_what_somebody_said_stays_when_they_leave(tom, ute):
    question = written_by(tom)
    say(question, ute, APPROVES)
    ute.delete()
    assert Opinion.objects.get().by is None
    assert not Review(Question.objects.get()).is_approved

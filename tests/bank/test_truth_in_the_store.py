"""What the models and the store themselves refuse, whoever asks."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.timezone import now

from core.models import User
from quizzes.bank.models import Citation, DraftCitation, Question, QuestionSet, QuestionVersion, Topic
from quizzes.bank.publishing import publish
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return QuestionFactory(published=True)


def refuses(name: str):
    return pytest.raises(IntegrityError, match=f"(?i){name}")


# Written once.


def test_a_version_cannot_be_saved_again(question):
    version = question.current
    version.key = {"right": []}
    with pytest.raises(TypeError, match="never changed"):
        version.save()


def test_versions_cannot_be_updated_past_save(question):
    with pytest.raises(TypeError, match="never changed"):
        QuestionVersion.objects.update(key={})
    with pytest.raises(TypeError, match="never changed"):
        question.versions.update(key={})
    with pytest.raises(TypeError, match="never changed"):
        QuestionVersion.objects.bulk_update([question.current], ["key"])


def test_a_citation_cannot_be_saved_again(question):
    citation = question.current.citations.get()
    citation.quote = "seven days"
    with pytest.raises(TypeError, match="never changed"):
        citation.save()


def test_citations_cannot_be_updated_past_save(question):
    with pytest.raises(TypeError, match="never changed"):
        Citation.objects.update(quote="seven days")
    with pytest.raises(TypeError, match="never changed"):
        question.current.citations.update(quote="seven days")


def test_a_version_outlives_the_account_that_published_it(question, tom):
    Question.objects.update(stem="When does it open?")
    from_tom = publish(question, at=now(), by=tom)
    User.objects.filter(pk=tom.pk).delete()
    assert QuestionVersion.objects.get(pk=from_tom.pk).published_by is None


# Kept, because something rests on it.


def test_a_question_that_was_published_cannot_be_deleted(question):
    question.retire()
    with pytest.raises(ProtectedError):
        question.delete()


def test_a_draft_is_deleted_with_its_options_and_citations():
    question = QuestionFactory()
    question.delete()
    assert not question.options.model.objects.exists()
    assert not DraftCitation.objects.exists()


def test_a_set_with_questions_cannot_be_deleted(question):
    with pytest.raises(ProtectedError):
        question.question_set.delete()


def test_a_topic_with_questions_cannot_be_deleted(question):
    with pytest.raises(ProtectedError):
        question.topic.delete()


def test_a_version_with_citations_cannot_be_deleted(question):
    Question.objects.update(state="draft", current=None)
    with pytest.raises(ProtectedError):
        QuestionVersion.objects.all().delete()


# Refused by the store.


def test_two_sets_cannot_share_an_address():
    question_set = QuestionSetFactory()
    with refuses("unique"), transaction.atomic():
        QuestionSet.objects.create(title="Another", slug=question_set.slug)


def test_two_topics_cannot_share_a_name():
    Topic.objects.create(name="Rivers")
    with refuses("unique"), transaction.atomic():
        Topic.objects.create(name="Rivers")


def test_two_questions_cannot_share_a_place_in_the_library():
    QuestionFactory(library_name="opening")
    with refuses("unique"), transaction.atomic():
        QuestionFactory(library_name="opening")


def test_many_questions_can_be_of_no_library():
    assert [QuestionFactory().library_name, QuestionFactory().library_name] == [None, None]


@pytest.mark.parametrize("points", [0, -1])
def test_a_question_worth_nothing_is_refused(question, points):
    with refuses("a_question_is_worth_something"), transaction.atomic():
        Question.objects.update(points=points)


@pytest.mark.parametrize("difficulty", [0, 4])
def test_a_difficulty_outside_1_to_3_is_refused(question, difficulty):
    with refuses("difficulty_from_1_to_3"), transaction.atomic():
        Question.objects.update(difficulty=difficulty)


def test_a_published_question_without_a_version_is_refused(question):
    with refuses("published_means_there_is_a_version"), transaction.atomic():
        Question.objects.update(current=None)


def test_a_draft_needs_no_version(question):
    Question.objects.update(state="draft", current=None)
    question.refresh_from_db()
    assert question.current is None


def test_two_versions_cannot_share_a_number(question):
    version = question.current
    with refuses("unique"), transaction.atomic():
        question.versions.create(
            number=1, kind=version.kind, face={}, key={}, points=1, published_at=version.published_at
        )


def test_a_citation_without_words_is_refused(question):
    with refuses("a_citation_quotes_words"), transaction.atomic():
        question.current.citations.create(passage=passage(ArticleFactory()), quote="")

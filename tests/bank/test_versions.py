"""Bringing an older text back, and copying a question."""

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from quizzes.bank.drafted import content, digest_of
from quizzes.bank.models import DraftCitation, Option, Question, QuestionVersion
from quizzes.bank.opinions import Opinion, give
from quizzes.bank.publishing import publish, says_the_same, what_is_missing
from quizzes.bank.versions import (
    Overtaken,
    Restored,
    attempt_counts,
    draft_of,
    duplicate,
    restore,
    written_draft,
    written_version,
)
from tests.bank.test_question_desk import DRAFTS, stored
from tests.factories import QuestionFactory, attempt_of, body, passage, question_set_with

pytestmark = pytest.mark.django_db
EVERY_DRAFT = pytest.mark.parametrize(("kind", "draft"), DRAFTS.values(), ids=DRAFTS)


def published(question: Question) -> QuestionVersion:
    version = publish(question, at=now())
    assert isinstance(version, QuestionVersion), version
    return version


def spoilt(question: Question) -> Question:
    """The same question with nothing left as it was."""
    question.options.all().delete()
    question.draft_citations.all().delete()
    Question.objects.filter(pk=question.pk).update(
        stem="Spoilt", explanation="", hints="x", settings={}, points=7, kind="true_false"
    )
    return Question.objects.get(pk=question.pk)


def bring_back(question: Question, version: QuestionVersion, by, **how) -> Restored:
    question = Question.objects.get(pk=question.pk)
    return restore(question, version, seen=digest_of(question), by=by, **how)


@EVERY_DRAFT
def test_a_restored_draft_publishes_what_the_version_asked(tom, kind, draft):
    question = stored(kind, draft)
    version = published(question)
    question = bring_back(spoilt(question), version, tom).question
    assert what_is_missing(question) == []
    again = published(question)
    assert without_ids(again) == without_ids(version)


def without_ids(version: QuestionVersion) -> tuple:
    written = written_version(version)
    rows = [(row.text, row.is_right, row.feedback, row.details) for row in written.draft.options]
    return written.kind, written.draft.stem, rows, written.hints, written.points, written.citations


def test_every_question_of_the_library_comes_back_as_it_was_published():
    call_command("load_library", verbosity=0)
    versions = list(QuestionVersion.objects.all())
    assert len(versions) > 100
    for version in versions:
        draft = draft_of(version)
        assert version.task.face(draft) == version.face, version
        assert version.task.key(draft) == version.key, version


def test_a_version_never_changes_when_it_is_restored(tom):
    question = QuestionFactory(published=True)
    version = QuestionVersion.objects.get()
    before = QuestionVersion.objects.values().get()
    cited = list(version.citations.values())
    bring_back(spoilt(question), version, tom)
    assert QuestionVersion.objects.values().get() == before
    assert list(version.citations.values()) == cited


def test_students_are_asked_what_they_were_asked_until_the_draft_is_published(tom):
    question = QuestionFactory(published=True)
    first = question.current
    question.stem = "After how many weeks?"
    question.save()
    second = published(question)
    bring_back(question, first, tom)
    question.refresh_from_db()
    assert question.current == second
    third = published(question)
    assert (third.number, third.face) == (3, first.face)


def test_rows_that_are_still_there_are_written_over_so_that_the_draft_is_the_version_again(tom):
    question = QuestionFactory(published=True)
    Option.objects.filter(question=question, position=1).update(text="Thirteen", is_right=True)
    question = bring_back(question, question.current, tom).question
    assert says_the_same(question.current, question)


def test_a_citation_of_an_older_text_comes_back_as_it_stood(tom):
    question = QuestionFactory(published=True)
    version = question.current
    cited = version.citations.get()
    article = cited.passage.revision.article
    article.revise(body(["Another text.", "It opened again after seven days."]), "brief")
    DraftCitation.objects.update(passage=passage(article, 2), quote="after seven days", start=16)
    published(question)
    bring_back(question, version, tom)
    again = DraftCitation.objects.get()
    assert (again.passage, again.start, again.quote) == (cited.passage, cited.start, cited.quote)
    assert what_is_missing(Question.objects.get()) == []


def test_whoever_restores_is_the_author_and_another_approves(tom, ute):
    question = QuestionFactory(published=True, edited_by=ute)
    give(question, about=digest_of(question), by=tom, verdict="approves", comment="", at=now())
    bring_back(spoilt(question), question.current, tom)
    assert Question.objects.get().edited_by == tom
    assert Opinion.objects.count() == 1


def test_a_draft_that_changed_meanwhile_is_not_replaced(tom, ute):
    question = QuestionFactory(published=True)
    Option.objects.filter(question=question, position=1).update(text="Eleven")
    looked_at = digest_of(question)
    Option.objects.filter(question=question, position=1).update(text="Thirteen")
    Question.objects.update(edited_by=ute)
    assert restore(question, question.current, seen=looked_at, by=tom) == Overtaken(ute)
    assert Option.objects.filter(text="Thirteen").exists()


def test_a_second_click_restores_nothing_twice_and_keeps_one_copy(tom):
    question = QuestionFactory(published=True)
    version, question = question.current, spoilt(question)
    seen = digest_of(question)
    first = restore(question, version, seen=seen, by=tom, keeps_draft=True)
    second = restore(question, version, seen=seen, by=tom, keeps_draft=True)
    assert first.kept.stem == "Spoilt"
    assert isinstance(second, Restored)
    assert Question.objects.count() == 2


@EVERY_DRAFT
def test_a_copy_says_the_same_and_is_a_draft_at_the_end_of_its_set(tom, kind, draft):
    question = stored(kind, draft)
    published(question)
    copy, is_new = duplicate(question, by=tom)
    assert is_new
    assert content(copy) == content(question)
    assert (copy.state, copy.current, copy.library_name) == ("draft", None, None)
    assert copy.position > question.position
    assert {option.pk for option in copy.options.all()}.isdisjoint(
        option.pk for option in question.options.all()
    )


def test_a_double_click_makes_one_copy_and_a_changed_copy_makes_room_for_another(tom):
    question = QuestionFactory()
    copy, _ = duplicate(question, by=tom)
    assert duplicate(question, by=tom) == (copy, False)
    Option.objects.filter(question=copy, position=1).update(text="Thirteen")
    assert duplicate(question, by=tom)[1]


def test_attempts_are_counted_by_version(ada, eve, tom):
    question_set = question_set_with(1)
    for student in (ada, eve):
        attempt_of(student, question_set)
    (version,) = QuestionVersion.objects.all()
    assert attempt_counts([version]) == {version.pk: 2}


def test_an_unfinished_draft_can_be_told(tom):
    question = QuestionFactory(options=[], cites=[])
    assert written_draft(question).draft.stem == question.stem

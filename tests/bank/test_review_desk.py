"""The page on which a second teacher reads a question and says what they think."""

import pytest
from django.test import Client
from django.utils.timezone import now

from quizzes.bank.drafted import digest_of
from quizzes.bank.models import Option, Question
from quizzes.bank.opinions import Opinion, give
from quizzes.kinds import KINDS
from tests.bank.reviewed import LIST, client_of, teacher, words, written_by
from tests.bank.test_question_desk import DRAFTS, Form, begun, stored
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def address(question: Question) -> str:
    return f"{LIST}{question.pk}/review/"


def send(client: Client, question: Question, verdict: str, comment: str = "", **fields):
    about = digest_of(Question.objects.get(pk=question.pk))
    return client.post(address(question), {"about": about, "verdict": verdict, "comment": comment, **fields})


def test_the_question_is_shown_with_its_key_and_its_evidence(tom, as_ute):
    page = as_ute.get(address(written_by(tom, hints="Read on.")))
    for told in ("Seven", "The mayor spoke of seven days.", "Hint 1: Read on.", "On Nine.", "right answer"):
        assert told in words(page)
    assert "<mark>after seven days</mark>" in page.text


@pytest.mark.parametrize(("kind", "draft"), DRAFTS.values(), ids=DRAFTS)
def test_a_question_of_any_kind_can_be_reviewed(as_ute, kind, draft):
    assert as_ute.get(address(stored(kind, draft))).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_an_unfinished_question_is_shown_with_what_it_lacks(as_ute, kind):
    page = as_ute.get(address(QuestionFactory(kind=kind, options=[], cites=[])))
    assert "It cannot be published as it stands" in words(page)


def test_an_approval_is_kept_and_told(tom, as_ute):
    question = written_by(tom)
    page = as_ute.post(address(question), {"about": digest_of(question), "verdict": "approves"}, follow=True)
    assert "You approved this text." in words(page)
    assert "ute approved this text." in words(page)


def test_who_said_what_and_when_stands_in_the_thread(tom, as_ute):
    question = written_by(tom)
    send(as_ute, question, "wants_changes", "Is it *seven*?")
    page = as_ute.get(address(question))
    assert "ute asks for changes" in words(page)
    assert "<em>seven</em>" in page.text
    assert f'datetime="{now():%Y-%m-%d}' in page.text


def test_the_author_is_offered_no_approval_and_takes_none(tom, as_tom):
    question = written_by(tom)
    assert 'value="approves"' not in as_tom.get(address(question)).text
    page = send(as_tom, question, "approves")
    assert page.status_code == 422
    assert "another teacher approves it" in words(page)


def test_a_wish_without_words_is_asked_for_them(tom, as_ute):
    page = send(as_ute, written_by(tom), "wants_changes", "  ")
    assert page.status_code == 422
    assert "Say what should be changed" in words(page)


def test_a_text_that_changed_meanwhile_is_shown_anew_and_the_words_are_kept(tom, as_ute):
    question = written_by(tom)
    read = digest_of(question)
    Option.objects.filter(question=question, position=1).update(text="Thirteen")
    page = as_ute.post(
        address(question), {"about": read, "verdict": "wants_changes", "comment": "Why three?"}
    )
    assert page.status_code == 409
    assert "tom changed the text while you read it" in words(page)
    assert "Why three?" in page.text
    assert f'value="{digest_of(question)}"' in page.text
    assert not Opinion.objects.exists()


def test_forged_words_are_refused_and_keep_nothing(tom, as_ute):
    question = written_by(tom)
    assert as_ute.post(address(question), {"about": "x", "verdict": "approves"}).status_code == 422
    assert as_ute.post(address(question), {"about": "0" * 64, "verdict": "publishes"}).status_code == 422
    assert not Opinion.objects.exists()


def test_saving_a_changed_text_makes_its_author_and_a_new_topic_does_not(tom, ute, as_ute):
    question = written_by(tom)
    Form(as_ute, question).press(difficulty="3")
    assert Question.objects.get().edited_by == tom
    Form(as_ute, question).press(stem="After how many days did it open?")
    assert Question.objects.get().edited_by == ute


def test_a_new_question_has_an_author(tom, as_tom):
    begun(as_tom, "short_text").press(stem="Who?")
    assert Question.objects.get(stem="Who?").edited_by == tom


def test_the_question_form_says_what_publishing_waits_for(tom, ute, as_tom):
    question = written_by(tom)
    assert "Nobody has reviewed this text yet." in words(as_tom.get(f"{LIST}{question.pk}/change/"))
    form = Form(as_tom, question)
    assert "was not published. Review: Nobody has reviewed this text yet." in form.press("_publish")
    give(question, about=digest_of(question), by=ute, verdict="approves", comment="", at=now())
    assert "is published, version 1" in form.press("_publish")


@pytest.mark.parametrize(
    ("verdict", "review"), [("asks", "waiting"), ("wants_changes", "changes"), ("approves", "approved")]
)
def test_the_list_finds_questions_by_where_they_stand(tom, ute, as_tom, verdict, review):
    found, other = written_by(tom), written_by(tom)
    for question in (found, other):
        give(question, about=digest_of(question), by=ute, verdict="wants_changes", comment="Why?", at=now())
    give(
        other,
        about=digest_of(other),
        by=ute,
        verdict="approves" if review == "changes" else "wants_changes",
        comment="So!",
        at=now(),
    )
    give(found, about=digest_of(found), by=ute, verdict=verdict, comment="Well.", at=now())
    give(found, about=digest_of(found), by=ute, verdict="remarks", comment="Hm.", at=now())
    assert "1 question" in words(as_tom.get(LIST, {"review": review}))


def test_advice_and_near_duplicates_stand_beside_it(tom, as_ute):
    options = [("Seven", True), ("Nine", False), ("None of the above", False)]
    stem = "After how many days was the bridge over the Lend to open again?"
    question = written_by(tom, stem=stem, options=options)
    QuestionFactory(stem=stem.replace("days", "weeks"))
    page = words(as_ute.get(address(question)))
    assert '"None of the above" names no answer' in page
    assert "Only there: weeks." in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_students_and_strangers_see_nothing_of_it(as_ada, tom, method):
    question = written_by(tom)
    for client in (as_ada, Client()):
        assert getattr(client, method)(address(question)).status_code in (302, 403)
    assert not Opinion.objects.exists()


def test_staff_without_the_right_may_not(tom):
    ben = teacher("ben")
    ben.groups.clear()
    assert client_of(ben).get(address(written_by(tom))).status_code == 403


def test_a_question_that_is_not_there_is_not_found(as_ute):
    assert as_ute.get(f"{LIST}999/review/").status_code == 404


def test_a_long_thread_takes_no_more_queries(tom, ute, as_ute, django_assert_max_num_queries):
    question = written_by(tom)
    for number in range(12):
        give(
            question, about=digest_of(question), by=ute, verdict="remarks", comment=f"No. {number}", at=now()
        )
    with django_assert_max_num_queries(45):
        as_ute.get(address(question))

"""The desk's pages on which a teacher puts a key right."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from core.models import STUDENTS
from quizzes.attempts.corrected import NAMELESS
from quizzes.bank.corrections import Correction
from quizzes.bank.publishing import publish
from quizzes.models import Classroom, Option, Question
from tests.attempts.corrections import finished, first_question, marks, option_id
from tests.attempts.quizzes import NOON, quiz
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(db):
    return quiz(3, behaviour="immediate")


def key_page(client: Client, question: Question, **asked):
    return client.get(reverse("admin:quizzes_correction_key", args=[question.pk]), asked)


def address(question: Question, what: str) -> str:
    return reverse("admin:quizzes_correction_propose", args=[question.pk, what])


def link_to(page, text: str) -> str:
    """The address behind the row of the answer with that text."""
    row = re.search(rf'<th scope="row">{text}</th>.*?href="([^"]+)"', page.text, re.S)
    assert row, page.text
    return row[1].replace("&amp;", "&")


def fields_of(page, **changed) -> dict:
    """What the form of a preview sends."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    hidden.pop("csrfmiddlewaretoken", None)
    versions = re.findall(r'name="versions" value="(\d+)"[^>]*checked', page.text)
    return hidden | {"versions": versions, "keeps_better": "yes", "reason": ""} | changed


def test_the_page_tells_what_is_right_and_counts_what_was_given(as_tom, ada, eve, at_once):
    for student in (ada, eve):
        finished(student, at_once, ["Nine", "Seven", ""])
    page = key_page(as_tom, first_question(at_once))
    assert "<strong>Seven</strong>" in page.text
    assert re.search(r'<th scope="row">Nine</th><td class="number">2</td>', page.text)
    assert "2 answers to version 1" in page.text


def test_a_correction_in_the_desks_list_leads_to_the_page_of_its_key(as_tom, as_ada, ada, at_once):
    finished(ada, at_once, ["Nine", "Seven", ""])
    question = first_question(at_once)
    made = Correction.objects.create(
        question=question, what="credit_to_all", version_ids=[question.current_id], made_at=NOON
    )
    own = reverse("admin:quizzes_correction_change", args=[made.pk])
    page = as_tom.get(own, follow=True)
    assert page.redirect_chain[-1][0] == reverse("admin:quizzes_correction_key", args=[question.pk])
    assert made.told in page.text
    assert "version_ids" not in page.text
    for nothing in ("999", "key"):
        absent = reverse("admin:quizzes_correction_change", args=[nothing])
        assert as_tom.get(absent).status_code == 404
    assert "/login/" in as_ada.get(own)["Location"]


def test_the_question_leads_to_the_page_of_its_key(as_tom, at_once):
    question = first_question(at_once)
    page = as_tom.get(reverse("admin:quizzes_question_change", args=[question.pk]))
    assert reverse("admin:quizzes_correction_key", args=[question.pk]) in page.text


def test_what_a_correction_would_do_shows_before_it_is_done(as_tom, ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", ""])
    page = as_tom.get(link_to(key_page(as_tom, first_question(at_once)), "Nine"))
    assert "1 finished attempt would be marked anew, none of them down" in page.text
    assert "1 of 3" in page.text
    assert "2 of 3" in page.text
    assert marks(attempt) == (1, 3)
    assert not Correction.objects.exists()


def test_a_teacher_accepts_an_answer_that_was_given(as_tom, tom, ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", ""])
    question = first_question(at_once)
    page = as_tom.get(link_to(key_page(as_tom, question), "Nine"))
    done = as_tom.post(address(question, "accept"), fields_of(page, reason="It says so."), follow=True)
    made = Correction.objects.get()
    assert (made.made_by, made.reason, marks(attempt)) == (tom, "It says so.", (2, 3))
    assert "1 finished attempt marked anew." in done.text


def test_a_second_click_makes_no_second_correction(as_tom, ada, at_once):
    finished(ada, at_once, ["Nine", "Seven", ""])
    question = first_question(at_once)
    page = as_tom.get(link_to(key_page(as_tom, question), "Nine"))
    statuses = [as_tom.post(address(question, "accept"), fields_of(page)).status_code for _ in range(2)]
    assert statuses == [302, 302]
    assert Correction.objects.count() == 1


def test_a_stale_preview_says_so_and_does_nothing(as_tom, ada, eve, at_once):
    finished(ada, at_once, ["Nine", "Seven", ""])
    question = first_question(at_once)
    page = as_tom.get(link_to(key_page(as_tom, question), "Nine"))
    finished(eve, at_once, ["Nine", "", ""])
    again = as_tom.post(address(question, "accept"), fields_of(page, reason="It says so."))
    assert again.status_code == 409
    assert "Marks have changed" in again.text
    assert "2 finished attempts would be marked anew" in again.text
    assert "It says so." in again.text
    assert not Correction.objects.exists()
    assert as_tom.post(address(question, "accept"), fields_of(again)).status_code == 302


def test_letting_marks_fall_shows_anew_whose_would(as_tom, ada, at_once):
    finished(ada, at_once, ["Seven", "Seven", "Three"])
    question = first_question(at_once)
    page = as_tom.get(address(question, "drop_question"))
    assert "No finished attempt would be marked otherwise" in page.text
    again = as_tom.post(address(question, "drop_question"), fields_of(page, keeps_better="no"))
    assert again.status_code == 409
    assert "<strong>1 would go down</strong>" in again.text


def test_a_form_without_a_version_is_refused_and_keeps_what_was_typed(as_tom, ada, at_once):
    finished(ada, at_once, ["Nine", "", ""])
    question = first_question(at_once)
    page = as_tom.get(link_to(key_page(as_tom, question), "Nine"))
    refused = as_tom.post(address(question, "accept"), fields_of(page, versions=[], reason="It says so."))
    assert refused.status_code == 422
    assert "No version of the question is chosen." in refused.text
    assert "It says so." in refused.text


def test_the_only_right_option_is_refused_with_what_can_be_done(as_tom, at_once):
    question = first_question(at_once)
    chosen = {"chosen": option_id(question, "Seven")}
    page = as_tom.get(address(question, "drop_option"), chosen)
    assert page.status_code == 422
    assert "Accept another answer first" in page.text


def test_an_answer_that_nobody_gave_cannot_be_accepted(as_tom, at_once):
    response = as_tom.get(address(first_question(at_once), "accept"), {"chosen": "made up"}, follow=True)
    assert "not among the answers" in response.text


def test_a_correction_is_taken_back_from_the_page(as_tom, tom, ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", ""])
    question = first_question(at_once)
    page = as_tom.get(link_to(key_page(as_tom, question), "Nine"))
    as_tom.post(address(question, "accept"), fields_of(page))
    back = reverse("admin:quizzes_correction_back", args=[Correction.objects.get().pk])
    preview = as_tom.get(back)
    assert "2 of 3" in preview.text
    assert marks(attempt) == (2, 3)
    as_tom.post(back, fields_of(preview))
    assert marks(attempt) == (1, 3)
    assert Correction.objects.get().taken_back_by == tom
    assert as_tom.get(back).status_code == 302
    assert "Taken back" in key_page(as_tom, question).text


def test_taking_back_on_a_stale_page_shows_anew(as_tom, ada, eve, at_once):
    question = first_question(at_once)
    finished(ada, at_once, ["Nine", "", ""])
    page = as_tom.get(link_to(key_page(as_tom, question), "Nine"))
    as_tom.post(address(question, "accept"), fields_of(page))
    back = reverse("admin:quizzes_correction_back", args=[Correction.objects.get().pk])
    preview = as_tom.get(back)
    finished(eve, at_once, ["Nine", "", ""])
    again = as_tom.post(back, fields_of(preview))
    assert (again.status_code, Correction.objects.standing().count()) == (409, 1)
    assert as_tom.post(back, fields_of(again)).status_code == 302
    assert not Correction.objects.standing().exists()


def test_older_answers_are_marked_by_the_version_published_since(as_tom, ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "", ""])
    question = first_question(at_once)
    Option.objects.filter(question=question).update(is_right=False)
    Option.objects.filter(question=question, text="Nine").update(is_right=True)
    publish(Question.objects.get(pk=question.pk), at=now())
    assert "Mark older answers by version 2" in key_page(as_tom, question).text
    page = as_tom.get(address(question, "remark"))
    as_tom.post(address(question, "remark"), fields_of(page))
    assert marks(attempt)[0] == 1


def test_a_teacher_sees_names_of_own_classes_alone(as_tom, tom, host, ada, eve, at_once):
    classroom = Classroom.objects.create(name="9b", code="ABCDEFGH", created_at=NOON)
    classroom.teachings.create(teacher=tom)
    classroom.admit(ada, at=NOON, name="Ada of 9b")
    for student in (ada, eve):
        finished(student, at_once, ["Nine", "", ""])
    preview = link_to(key_page(as_tom, first_question(at_once)), "Nine")
    told = as_tom.get(preview).text
    assert "Ada of 9b" in told
    assert NAMELESS in told
    assert ">eve<" not in told
    assert ">eve<" in signed_in(host).get(preview).text


@pytest.mark.parametrize("name", ["key", "propose", "back"])
def test_students_and_helpers_without_the_right_put_nothing_right(as_ada, ada, at_once, name):
    finished(ada, at_once, ["Nine", "", ""])
    question = first_question(at_once)
    made = Correction.objects.create(
        question=question, what="drop_question", version_ids=[question.current_id], made_at=NOON
    )
    urls = {
        "key": reverse("admin:quizzes_correction_key", args=[question.pk]),
        "propose": address(question, "drop_question"),
        "back": reverse("admin:quizzes_correction_back", args=[made.pk]),
    }
    clerk = signed_in(person("clerk", STUDENTS, is_staff=True))
    for method in ("get", "post"):
        assert getattr(as_ada, method)(urls[name]).status_code == 302
        assert getattr(clerk, method)(urls[name]).status_code == 403
    assert Correction.objects.standing().count() == 1


def test_corrections_stand_in_the_desks_list_and_are_not_changed_there(as_tom, at_once):
    question = first_question(at_once)
    made = Correction.objects.create(
        question=question, what="credit_to_all", version_ids=[question.current_id], made_at=NOON
    )
    assert "Everyone has the credit" in as_tom.get(reverse("admin:quizzes_correction_changelist")).text
    assert as_tom.get(reverse("admin:quizzes_correction_add")).status_code == 403
    assert as_tom.post(reverse("admin:quizzes_correction_delete", args=[made.pk])).status_code == 403


def test_a_preview_of_many_takes_as_many_queries_as_of_few(
    as_tom, ada, eve, at_once, django_assert_max_num_queries
):
    question = first_question(at_once)
    for student in (ada, eve):
        for _ in range(3):
            finished(student, at_once, ["Nine", "Seven", ""])
    url = link_to(key_page(as_tom, question), "Nine")
    with django_assert_max_num_queries(22):
        as_tom.get(url)

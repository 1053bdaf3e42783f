from operator import attrgetter

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.timezone import now

from core.models import TEACHERS, User
from quizzes.attempts import corrected
from quizzes.bank.publishing import publish
from quizzes.models import Question, QuestionSet, Report
from quizzes.reports import heard
from tests.factories import UserFactory
from tests.reports.test_reporting import answered_slot

pytestmark = pytest.mark.django_db
LIST = "/admin/quizzes/report/"


@pytest.fixture
def report(ada) -> Report:
    return Report.send(answered_slot(ada), reason="key", text="It was nine days.", at=now())


@pytest.fixture
def ann(db) -> User:
    """Another teacher."""
    ann = UserFactory(username="ann", is_staff=True)
    ann.groups.add(Group.objects.get(name=TEACHERS))
    return ann


def page(report: Report) -> str:
    return reverse("admin:quizzes_report_change", args=[report.pk])


def test_a_teacher_reads_what_the_student_saw(as_tom, report):
    text = as_tom.get(page(report)).text
    assert "It was nine days." in text
    assert "The marked answer is wrong" in text
    assert "Seven" in text
    assert "<mark>after seven days</mark>" in text
    assert "version 1" in text
    assert "A student," in text
    assert "ada" not in text


def test_the_answer_is_called_the_students_and_in_their_own_review_theirs(as_tom, as_ada, report):
    desk = as_tom.get(page(report)).text
    assert "the student’s answer, " in desk
    assert "your answer" not in desk
    review = as_ada.get(report.slot.get_absolute_url()).text
    assert "your answer, " in review
    assert "the student’s answer" not in review


@pytest.mark.parametrize(
    "template", sorted((settings.BASE_DIR / "templates/kinds").glob("*.html")), ids=attrgetter("name")
)
def test_no_kind_says_by_itself_whose_the_answer_is(template):
    assert "your answer" not in template.read_text()


def test_it_says_when_students_are_asked_a_newer_version(as_tom, report):
    question = Question.objects.get(pk=report.slot.version.question_id)
    question.stem += " Think."
    question.save()
    publish(question, at=now())
    assert "students are asked version 2 now" in as_tom.get(page(report)).text


def test_other_reports_on_the_question_are_counted(as_tom, report, eve):
    attempt = report.slot.attempt
    attempt.pk, attempt.student = None, eve
    attempt.save(force_insert=True)
    slot = report.slot
    slot.pk, slot.attempt = None, attempt
    slot.save(force_insert=True)
    Report.send(slot, reason="unclear", text="", at=now())
    assert "It is unclear, or misspelt (1)" in as_tom.get(page(report)).text


def test_an_answer_reaches_the_student_once(as_tom, report, tom):
    response = as_tom.post(page(report), {"outcome": "mended", "reply": "Thank you."}, follow=True)
    assert "Answered. The student sees it" in response.text
    report.refresh_from_db()
    assert (report.outcome, report.reply, report.answered_by) == ("mended", "Thank you.", tom)
    assert as_tom.post(page(report), {"outcome": "stands", "reply": "No."}).status_code == 403
    report.refresh_from_db()
    assert report.outcome == "mended"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"reply": "Kept?"}, "Nothing is chosen. Choose what came of it."),
        ({"outcome": "stands"}, "Say why the question stays as it is"),
    ],
)
def test_an_answer_that_is_not_whole_is_not_sent(as_tom, report, sent, sentence):
    response = as_tom.post(page(report), sent)
    assert sentence in response.text
    assert sent.get("reply", "") in response.text
    assert Report.objects.open().exists()


def test_of_two_teachers_the_second_is_told(client, ann, tom, report, monkeypatch):
    """Both opened it; Tom's answer arrives while Ann's is being checked."""
    real = Report.answer

    def tom_first(self, outcome, reply, *, by, at):
        real(Report.objects.get(), "mended", "Tom's words.", by=tom, at=at)
        return real(self, outcome, reply, by=by, at=at)

    monkeypatch.setattr(Report, "answer", tom_first)
    client.force_login(ann)
    response = client.post(page(report), {"outcome": "stands", "reply": "Ann's words."}, follow=True)
    assert "Tom answered before you" in response.text
    assert "Ann&#x27;s words." in response.text
    assert Report.objects.get().reply == "Tom's words."


def test_only_teachers_of_the_set_hear_of_it(client, as_tom, ann, tom, host, report):
    QuestionSet.objects.get().teachers.add(ann)
    assert "0 reports" in as_tom.get(LIST).text
    assert as_tom.get(page(report)).status_code == 302
    assert as_tom.post(page(report), {"outcome": "mended"}).status_code in (302, 403)
    assert Report.objects.open().exists()
    for person in (ann, host):
        client.force_login(person)
        assert "It was nine days." in client.get(page(report)).text


def test_the_desk_opens_with_what_waits(as_tom, report, tom):
    assert "A student says that something is wrong with a question" in as_tom.get("/admin/").text
    assert "A student says that something is wrong with a question" in as_tom.get("/").text
    report.answer("mended", "", by=tom, at=now())
    assert "something is wrong" not in as_tom.get("/admin/").text


def test_names_are_read_by_those_who_know_the_student(as_tom, ada, report, monkeypatch):
    monkeypatch.setattr(
        corrected, "NAMES", [lambda teacher, ids: {ada.pk: "Ada L."} if ada.pk in ids else {}]
    )
    assert "Ada L.," in as_tom.get(page(report)).text


def test_the_host_reads_all_names(client, host, report):
    client.force_login(host)
    assert "Ada," in client.get(page(report)).text


def test_the_way_to_put_the_key_right_stands_beside_it(as_tom, report):
    address = reverse("admin:quizzes_correction_key", args=[report.slot.version.question_id])
    assert f'href="{address}"' in as_tom.get(page(report)).text


def test_listeners_hear_of_a_report_and_of_its_answer(ada, tom, monkeypatch):
    heard_of = []
    monkeypatch.setattr(heard, "SENT", [lambda report: heard_of.append(("sent", report.reason))])
    monkeypatch.setattr(heard, "ANSWERED", [lambda report: heard_of.append(("answered", report.outcome))])
    report = Report.send(answered_slot(ada), reason="key", text="", at=now())
    report.answer("mended", "", by=tom, at=now())
    assert heard_of == [("sent", "key"), ("answered", "mended")]


def test_reports_are_neither_written_nor_deleted_at_the_desk(as_tom, report):
    assert as_tom.get(f"{LIST}add/").status_code == 403
    assert as_tom.post(f"{LIST}{report.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Report.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_with_many(as_tom, report, count, django_assert_max_num_queries):
    for _ in range(count - 1):
        Report.objects.filter(pk=report.pk).update(answered_at=now(), outcome="mended")
        Report.send(report.slot, reason="key", text="", at=now())
    with django_assert_max_num_queries(12):
        assert as_tom.get(LIST).status_code == 200

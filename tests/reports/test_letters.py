import pytest
from django.core import mail
from django.utils.timezone import now

from core import letters
from core.models import Refusal, User
from quizzes.models import QuestionSet, Report
from quizzes.reports.letters import ANSWERED, REPORTED
from tests.reports.test_reporting import answered_slot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No other thread: what was sent stands in the outbox when the transaction is over."""
    monkeypatch.setattr(letters, "in_background", letters.deliver)


def reached(person: User) -> User:
    person.email = person.confirmed_email = f"{person.username}@school.example"
    person.save(update_fields=["email", "confirmed_email"])
    return person


def sent(student: User, callbacks) -> Report:
    with callbacks(execute=True):
        return Report.send(answered_slot(student), reason="key", text="It was nine.", at=now())


def test_the_teachers_named_for_the_set_get_a_letter(ada, tom, django_capture_on_commit_callbacks):
    slot = answered_slot(ada)
    slot.version.question.question_set.teachers.add(reached(tom))
    with django_capture_on_commit_callbacks(execute=True):
        report = Report.send(slot, reason="key", text="It was nine.", at=now())
    (letter,) = mail.outbox
    assert letter.to == [tom.email]
    assert "The marked answer is wrong" in letter.body
    assert f"/admin/quizzes/report/{report.pk}/change/" in letter.body
    assert "It was nine." not in letter.body
    assert "ada" not in letter.body


def test_where_nobody_was_named_no_letter_is_sent(ada, tom, django_capture_on_commit_callbacks):
    reached(tom)
    sent(ada, django_capture_on_commit_callbacks)
    assert mail.outbox == []


def test_the_student_gets_the_answer(ada, tom, django_capture_on_commit_callbacks):
    report = sent(reached(ada), django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        report.answer("stands", "The mayor said seven.", by=tom, at=now())
    (letter,) = mail.outbox
    assert letter.to == [ada.email]
    assert "The mayor said seven." in letter.body
    assert f"/reports/#report-{report.pk}" in letter.body


@pytest.mark.parametrize("kind", [REPORTED, ANSWERED])
def test_each_kind_can_be_refused(ada, tom, kind, django_capture_on_commit_callbacks):
    for person in (ada, tom):
        Refusal.objects.create(person=reached(person), kind=kind)
    slot = answered_slot(ada)
    QuestionSet.objects.get().teachers.add(tom)
    with django_capture_on_commit_callbacks(execute=True):
        Report.send(slot, reason="key", text="", at=now()).answer("mended", "", by=tom, at=now())
    assert {letter.to[0] for letter in mail.outbox} == {
        (tom if kind == ANSWERED else ada).email,
    }

"""Letters about assignments: when something was assigned, and when it is due soon."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from core import letters
from core.models import User
from quizzes.classrooms.announcing import remind
from quizzes.models import Learner, Reminder
from tests.attempts.corrections import finished
from tests.attempts.quizzes import HOUR, NOON, started
from tests.classrooms.given import allowed, assigned, quiz
from tests.factories import classroom_of, question_set_with

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(letters, "in_background", letters.deliver)
    monkeypatch.setattr(letters.transaction, "on_commit", lambda act: act())
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def history(tom, ada, eve):
    for student in (ada, eve):
        reached = f"{student.username}@example.org"
        User.objects.filter(pk=student.pk).update(email=reached, confirmed_email=reached)
    return classroom_of(tom, ada, eve)


def sent() -> dict[str, str]:
    """Subject by receiver, since this was last asked."""
    found = {letter.to[0].partition("@")[0]: letter.subject for letter in mail.outbox}
    assert len(found) == len(mail.outbox)
    mail.outbox.clear()
    return found


def send(client, history, thing, **fields):
    ordinary = {"thing": thing, "is_for_everyone": "1"}
    return client.post(reverse("classrooms:assign", args=[history.pk]), ordinary | fields)


def test_who_gets_an_assignment_gets_a_letter_once(as_tom, history):
    which = f"quiz-{quiz(title='Bridges').pk}"
    send(as_tom, history, which)
    assert sent() == dict.fromkeys(["ada", "eve"], "Bridges: assigned in History 9b")
    send(as_tom, history, which)
    assert sent() == {}


def test_the_letter_names_the_thing_the_class_the_dates_and_the_way(as_tom, ada, history):
    Learner.objects.create(student=ada, time_zone="Europe/Berlin")
    given = quiz(title="Bridges")
    send(as_tom, history, f"quiz-{given.pk}", due_at="2026-03-06T18:00")
    texts = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "Take “Bridges”, in your class History 9b." in texts["ada@example.org"]
    assert "Due Friday, 6 March 2026, 19:00." in texts["ada@example.org"]
    assert "Due Friday, 6 March 2026, 18:00." in texts["eve@example.org"]
    assert f"http://127.0.0.1:8000{given.page_url}" in texts["eve@example.org"]


def test_an_edit_tells_those_who_come_to_it_alone(as_tom, ada, eve, history):
    made = assigned(history, quiz(), eve)
    mail.outbox.clear()
    where = reverse("classrooms:edit_assignment", args=[history.pk, made.pk])
    as_tom.post(where, {"is_for_everyone": "", "chosen": [ada.pk, eve.pk]})
    assert set(sent()) == {"ada"}


def edited(client, history, made, **fields) -> None:
    where = reverse("classrooms:edit_assignment", args=[history.pk, made.pk])
    assert client.post(where, {"is_for_everyone": "1"} | fields).status_code == 302


def test_other_dates_are_told_once_to_those_for_whom_they_hold(as_tom, ada, eve, history):
    made = assigned(history, quiz(title="Bridges"), due_at=NOON + 3 * DAY)
    allowed(made, eve, due_at=NOON + 9 * DAY)
    mail.outbox.clear()
    edited(as_tom, history, made, due_at="2026-03-04T18:00")
    (letter,) = mail.outbox
    assert "Your teacher changed when “Bridges”, in your class History 9b, is to be done." in letter.body
    assert "Due Wednesday, 4 March 2026, 18:00." in letter.body
    assert sent() == {"ada": "Bridges: other dates in History 9b"}
    edited(as_tom, history, made, due_at="2026-03-04T18:00")
    assert sent() == {}


def test_that_there_is_no_date_any_more_is_told(as_tom, history):
    made = assigned(history, quiz(), due_at=NOON + 3 * DAY)
    mail.outbox.clear()
    edited(as_tom, history, made)
    assert "There is no date any more by which it is due or closes." in mail.outbox[0].body
    assert set(sent()) == {"ada", "eve"}


def test_of_what_is_over_or_withdrawn_no_dates_are_told(as_tom, history, clock):
    over = assigned(history, quiz(), closes_at=NOON + DAY)
    withdrawn = assigned(history, quiz(), due_at=NOON + 3 * DAY)
    withdrawn.withdraw(NOON)
    mail.outbox.clear()
    edited(as_tom, history, withdrawn, due_at="2026-03-04T18:00")
    clock.move_to(NOON + 2 * DAY)
    edited(as_tom, history, over, opens_at="2026-03-01T18:00", closes_at="2026-03-03T12:00")
    assert sent() == {}


def test_who_finished_is_told_of_no_other_dates(as_tom, eve, history):
    given = quiz()
    made = assigned(history, given, due_at=NOON + 3 * DAY)
    finished(eve, given, ["Seven", "Nine", "Seven"])
    mail.outbox.clear()
    edited(as_tom, history, made, due_at="2026-03-04T18:00")
    assert set(sent()) == {"ada"}


def test_who_was_reminded_is_reminded_of_the_new_date_too(as_tom, history, clock):
    made = assigned(history, quiz(title="Bridges"), due_at=NOON + 5 * HOUR)
    assert remind(at=NOON, within=DAY) == 2
    edited(as_tom, history, made, due_at="2026-03-06T18:00")
    mail.outbox.clear()
    clock.move_to(NOON + 4 * DAY)
    assert remind(at=NOON + 4 * DAY, within=DAY) == 2
    assert sent() == dict.fromkeys(["ada", "eve"], "Bridges: due soon")
    assert remind(at=NOON + 4 * DAY, within=DAY) == 0


def test_an_exception_is_told_to_its_student_when_it_comes_and_when_it_goes(as_tom, ada, history):
    made = assigned(history, quiz(title="Bridges"), due_at=NOON + 3 * DAY)
    mail.outbox.clear()
    where = reverse("classrooms:allowance", args=[history.pk, made.pk, ada.pk])
    as_tom.post(where, {"due_at": "2026-03-09T18:00"})
    assert "Due Monday, 9 March 2026, 18:00." in mail.outbox[0].body
    assert sent() == {"ada": "Bridges: other dates in History 9b"}
    as_tom.post(where, {"due_at": "2026-03-09T18:00", "attempts_allowed": "3"})
    assert sent() == {}
    as_tom.post(where, {"take_back": "1"})
    assert sent() == {"ada": "Bridges: other dates in History 9b"}


def test_who_refuses_the_kind_is_not_written_to(as_tom, ada, history):
    letters.refuse(ada, "assigned")
    send(as_tom, history, f"quiz-{quiz().pk}")
    assert set(sent()) == {"eve"}


def test_what_is_due_within_a_day_is_told_once_to_who_has_not_finished(ada, eve, history, clock):
    made = assigned(history, quiz(title="Bridges"), due_at=NOON + 2 * DAY)
    assert remind(at=NOON, within=DAY) == 0
    started(ada, made.quiz).finish(at=NOON)
    clock.move_to(NOON + DAY)
    call_command("send_reminders")
    assert sent() == {"eve": "Bridges: due soon"}
    call_command("send_reminders")
    assert sent() == {}
    assert Reminder.objects.count() == 1


def test_who_has_another_date_is_reminded_before_that_one(ada, history):
    made = assigned(history, quiz(), due_at=NOON + HOUR)
    allowed(made, ada, due_at=NOON + 3 * DAY)
    remind(at=NOON, within=DAY)
    assert set(sent()) == {"eve"}
    remind(at=NOON + 2 * DAY + HOUR, within=DAY)
    assert set(sent()) == {"ada"}


def test_an_exception_that_is_due_soon_is_told_though_the_rest_is_not(ada, history):
    made = assigned(history, quiz(), due_at=NOON + 5 * DAY)
    allowed(made, ada, due_at=NOON + HOUR)
    remind(at=NOON, within=DAY)
    assert set(sent()) == {"ada"}


@pytest.mark.parametrize("how", ["withdrawn", "late", "archived"])
def test_nobody_is_reminded_of_what_holds_no_more(history, how):
    made = assigned(history, quiz(), due_at=NOON + (-HOUR if how == "late" else HOUR))
    if how == "withdrawn":
        made.withdraw(NOON)
    elif how == "archived":
        type(history).objects.update(archived_at=NOON)
    assert remind(at=NOON, within=DAY) == 0
    assert sent() == {}


def test_who_refused_can_be_reminded_after_wanting_it_again(ada, eve, history):
    assigned(history, question_set_with(1), due_at=NOON + HOUR)
    letters.refuse(ada, "due_soon")
    remind(at=NOON, within=DAY)
    assert set(sent()) == {"eve"}
    letters.take_again(ada, "due_soon")
    remind(at=NOON, within=DAY)
    assert set(sent()) == {"ada"}


def test_reminding_takes_as_many_queries_for_many_students_as_for_few(history, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(username=f"s{n}", email=f"s{n}@example.org", confirmed_email=f"s{n}@example.org")
        for n in range(60)
    )
    history.memberships.bulk_create(
        history.memberships.model(classroom=history, student=one, joined_at=NOON) for one in people
    )
    assigned(history, quiz(), due_at=NOON + HOUR)
    with django_assert_max_num_queries(14):
        assert remind(at=NOON, within=timedelta(days=1)) == 62

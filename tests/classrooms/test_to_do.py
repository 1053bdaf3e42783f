"""What a student sees of what was assigned: on the front page first what is due, on the page of a class all of it."""

import re

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from quizzes.models import Card, Learner
from tests.attempts.quizzes import HOUR, NOON, end, fields_of, slot_of, start, started
from tests.attempts.test_answering import MOST_STATEMENTS, statements_of
from tests.classrooms.given import allowed, assigned, quiz
from tests.factories import classroom_of, question_set_with

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def history(tom, ada, eve):
    return classroom_of(tom, ada, eve)


def to_do(client) -> list[str]:
    """The titles that stand under "To do", in their order."""
    found = re.search(r'<h2 id="to-do">.*?</section>', client.get("/").text, re.S)
    return re.findall(r'<h3><a href="[^"]*">([^<]*)', found[0]) if found else []


def test_what_is_due_stands_first_in_order_of_time(as_ada, history):
    for title, due in (("Later", 3 * DAY), ("Sooner", DAY), ("Late", -HOUR)):
        assigned(history, quiz(title=title), due_at=NOON + due)
    assigned(history, quiz(title="At any time"))
    assigned(history, quiz(title="Opens first"), opens_at=NOON + HOUR, due_at=NOON + 2 * HOUR)
    assert to_do(as_ada) == ["Late", "Sooner", "Later", "At any time", "Opens first"]


def test_it_says_for_which_class_and_when_in_words(as_ada, history):
    assigned(history, quiz(), due_at=NOON + DAY + 6 * HOUR, closes_at=NOON + 4 * DAY)
    page = as_ada.get("/").text
    assert "due tomorrow, 18:00, closes Friday, 12:00" in page
    assert f'<a href="{history.get_absolute_url()}">History 9b</a>' in page


def test_the_words_go_by_the_clock_of_the_student(as_ada, ada, history):
    Learner.objects.create(student=ada, time_zone="Pacific/Auckland")
    assigned(history, quiz(), due_at=NOON + 11 * HOUR)
    assert "due today, 12:00" in as_ada.get("/").text


def test_late_is_said_in_words(as_ada, history):
    assigned(history, quiz(), due_at=NOON - HOUR, closes_at=NOON + 4 * DAY)
    assert '<strong class="late">late, closes Friday, 12:00</strong>' in as_ada.get("/").text


def test_it_is_started_in_one_click_and_gone_on_with_in_one(as_ada, history):
    given = quiz(title="Bridges")
    assigned(history, given)
    assert f'action="{reverse("attempts:start", args=[given.pk])}"' in as_ada.get("/").text
    attempt = start(as_ada, given)
    page = as_ada.get("/").text
    assert page.count(f'href="{attempt.get_absolute_url()}"') == 1
    assert "You stopped in the middle" not in page


def test_what_is_finished_or_closed_is_not_to_do(as_ada, ada, history, clock):
    given = quiz(title="Bridges")
    assigned(history, given)
    assigned(history, quiz(title="Rivers"), closes_at=NOON + HOUR)
    assert to_do(as_ada) == ["Rivers", "Bridges"]
    end(as_ada, start(as_ada, given))
    clock.shift(HOUR)
    assert to_do(as_ada) == []


def test_what_is_offered_to_all_and_assigned_stands_there_once(as_ada, as_eve, ada, history):
    given = quiz(title="Bridges", is_offered=True)
    assigned(history, given, ada)
    page = as_ada.get("/").text
    assert to_do(as_ada) == ["Bridges"]
    assert "Quizzes open now" not in page
    assert to_do(as_eve) == []
    assert "Quizzes open now" in as_eve.get("/").text


def test_from_two_classes_it_stands_there_once_with_both(as_ada, ada, tom, history):
    other = classroom_of(tom, ada, name="Politics")
    given = quiz(title="Bridges")
    assigned(history, given, due_at=NOON + DAY)
    assigned(other, given, due_at=NOON + 2 * DAY)
    assert to_do(as_ada) == ["Bridges"]
    page = as_ada.get("/").text
    assert "History 9b</a>, <a" in page or "Politics</a>, <a" in page
    assert "due Wednesday, 12:00" in page


def test_an_exception_is_what_its_student_reads(as_ada, as_eve, ada, history):
    made = assigned(history, quiz(minutes=10), due_at=NOON + DAY)
    allowed(made, ada, due_at=NOON + 2 * DAY, minutes=25)
    assert "due Wednesday, 12:00" in as_ada.get("/").text
    assert "25 minutes" in as_ada.get("/").text
    assert "due tomorrow, 12:00" in as_eve.get("/").text
    about = as_ada.get(made.quiz.page_url).text
    assert "25 minutes from the moment you start." in about
    assert "Due 4 March 2026, 12:00." in about


def test_a_set_is_added_to_the_cards_in_one_click_and_done_when_each_was_seen(as_ada, ada, history):
    given = question_set_with(2)
    assigned(history, given)
    assert "cards, 0 of 2 learned" in as_ada.get("/").text
    assert as_ada.post(reverse("flashcards:add_set", args=[given.slug])).status_code == 302
    page = as_ada.get("/").text
    assert "Add to my cards" not in page
    assert "Learn now" in page
    Card.objects.filter(question=given.questions.first()).update(review_count=1)
    assert "cards, 1 of 2 learned" in as_ada.get("/").text
    Card.objects.update(review_count=1)
    assert to_do(as_ada) == []


def test_another_students_cards_do_not_count(as_ada, eve, history):
    given = question_set_with(1)
    assigned(history, given)
    Card.objects.create(student=eve, question=given.questions.get(), review_count=1)
    assert "cards, 0 of 1 learned" in as_ada.get("/").text


def test_the_class_shows_a_student_their_own_work_and_nothing_of_others(as_ada, ada, eve, history):
    given, other = quiz(title="Bridges"), quiz(title="Only for Eve")
    assigned(history, given)
    assigned(history, other, eve)
    started(eve, given).finish(at=NOON)
    page = as_ada.get(history.get_absolute_url()).text
    assert "Bridges" in page
    assert "not opened" in page
    assert "finished" not in page
    assert "Only for Eve" not in page
    assert "eve" not in page.replace("every", "").replace("never", "")
    end(as_ada, start(as_ada, given))
    assert "finished" in as_ada.get(history.get_absolute_url()).text


def test_the_class_shows_only_what_is_assigned_there(as_ada, ada, tom, history):
    other = classroom_of(tom, ada, name="Politics")
    assigned(other, quiz(title="Bridges"))
    assert "Bridges" not in as_ada.get(history.get_absolute_url()).text
    assert "Bridges" in as_ada.get(other.get_absolute_url()).text


def test_who_has_used_all_attempts_has_no_button(as_ada, history):
    given = quiz(attempts_allowed=1)
    assigned(history, given)
    end(as_ada, start(as_ada, given))
    assert reverse("attempts:start", args=[given.pk]) not in as_ada.get(history.get_absolute_url()).text


def test_the_set_shows_its_assigned_quizzes_to_their_students_alone(as_ada, ada, as_eve, history):
    given = quiz(title="Over the river")
    assigned(history, given, ada, opens_at=NOON + HOUR)
    about = given.question_set.get_absolute_url()
    assert "opens 2 March, 13:00" in as_ada.get(about).text
    assert "Over the river" not in as_eve.get(about).text


def test_the_page_of_a_quiz_that_opens_later_says_when(as_ada, history, clock):
    given = quiz()
    assigned(history, given, opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
    assert "It opens 2 March 2026, 13:00." in as_ada.get(given.page_url).text
    clock.shift(2 * HOUR)
    assert "This quiz has closed." in as_ada.get(given.page_url).text


def test_a_running_attempt_shows_until_when_by_the_students_clock(as_ada, ada, history):
    Learner.objects.create(student=ada, time_zone="Europe/Berlin")
    given = quiz(minutes=20)
    assigned(history, given)
    start(as_ada, given)
    assert "the time runs until 2 March, 13:20" in as_ada.get("/").text


def test_an_answer_costs_no_more_under_an_assignment(as_ada, ada, history):
    """The deadline and the close are kept with the attempt."""
    given = quiz(behaviour="immediate", minutes=20)
    made = assigned(history, given, closes_at=NOON + DAY)
    allowed(made, ada, minutes=30)
    slot = slot_of(start(as_ada, given))
    fields = fields_of(slot, "Seven")
    # Asked once a connection, by Django.
    assert connection.features.supports_json_field
    statements = statements_of(lambda: as_ada.post(slot.get_absolute_url(), fields))
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
    assert not [one for one in statements if "classroom" in one or "assignment" in one or "allowance" in one]

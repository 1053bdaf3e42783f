"""What an assignment lets its students do, and that a change of it holds at once."""

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from quizzes.attempts.disclosure import PARTS
from quizzes.models import Assignment, Attempt, ExtraTime, Membership
from tests.attempts.quizzes import (
    HOUR,
    MINUTE,
    NOON,
    SECOND,
    autosave,
    end,
    review,
    slot_of,
    started,
    told,
)
from tests.classrooms.given import allowed, assigned, classroom_with, quiz
from tests.conftest import signed_in
from tests.factories import question_set_with

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def history(tom, ada, eve):
    return classroom_with(tom, ada, eve)


def again(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


def may_start(student, given) -> bool:
    client = signed_in(student)
    client.post(reverse("attempts:start", args=[given.pk]))
    found = student.attempts.filter(quiz=given)
    return bool(found.delete()[0])


# Who may take it, and when.


def test_a_quiz_that_is_not_offered_may_be_taken_by_whom_it_is_assigned_to(history, ada, host):
    given = quiz()
    assert not may_start(ada, given)
    assigned(history, given)
    assert may_start(ada, given)
    assert not may_start(host, given)
    assert signed_in(host).get(given.page_url).status_code == 404


def test_to_some_it_is_assigned_to_those_alone(history, ada, eve):
    given = quiz()
    assigned(history, given, eve)
    assert not may_start(ada, given)
    assert may_start(eve, given)


def test_it_may_be_taken_from_its_opening_until_it_closes(history, ada, clock):
    given = quiz()
    assigned(history, given, opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
    found = []
    for at in (NOON, NOON + HOUR, NOON + 2 * HOUR - SECOND, NOON + 2 * HOUR):
        clock.move_to(at)
        found.append(may_start(ada, given))
    assert found == [False, True, True, False]


def test_after_it_was_due_it_may_still_be_taken(history, ada, clock):
    given = quiz()
    assigned(history, given, due_at=NOON + HOUR, closes_at=NOON + DAY)
    clock.move_to(NOON + 2 * HOUR)
    assert may_start(ada, given)


def test_the_quizzes_own_dates_are_those_of_its_offer_to_all(history, ada):
    """Last year's quiz, assigned this year."""
    given = quiz(opens_at=NOON - 2 * DAY, closes_at=NOON - DAY)
    assigned(history, given)
    assert may_start(ada, given)
    assert started(ada, given).deadline_at is None


@pytest.mark.parametrize("how", ["withdrawn", "removed", "archived"])
def test_what_is_withdrawn_or_of_a_class_one_is_not_in_any_more_lets_nobody_in(history, ada, how):
    given = quiz()
    assignment = assigned(history, given)
    if how == "withdrawn":
        assignment.withdraw(NOON)
    elif how == "removed":
        Membership.objects.filter(student=ada).update(removed_at=NOON + DAY)
    else:
        type(history).objects.update(archived_at=NOON)
    assert not may_start(ada, given)


def test_what_was_withdrawn_can_be_given_again(history, ada):
    given = quiz()
    assignment = assigned(history, given)
    assignment.withdraw(NOON)
    assignment.give_again()
    assert may_start(ada, given)


def test_who_joins_later_gets_what_was_assigned_to_everyone(history, host):
    given = quiz()
    assigned(history, given)
    history.admit(host, at=NOON)
    assert may_start(host, given)


# Several that hold for one student.


def test_of_two_classes_the_more_generous_holds(history, tom, ada):
    other = classroom_with(tom, ada, name="Politics")
    given = quiz(attempts_allowed=1)
    assigned(history, given, closes_at=NOON + HOUR)
    assigned(other, given, closes_at=NOON + DAY)
    assert started(ada, given).deadline_at == NOON + DAY


def test_an_offer_to_all_and_an_assignment_hold_both(history, ada, clock):
    given = quiz(is_offered=True, closes_at=NOON + HOUR)
    assigned(history, given, closes_at=NOON + DAY)
    clock.move_to(NOON + 2 * HOUR)
    assert may_start(ada, given)


def test_an_exception_stands_in_place_of_the_value_that_holds_for_all(history, ada, eve, clock):
    given = quiz(minutes=10, attempts_allowed=1)
    assignment = assigned(history, given, opens_at=NOON - DAY, closes_at=NOON + DAY)
    allowed(assignment, ada, minutes=25, attempts_allowed=2)
    assert started(eve, given).deadline_at == NOON + 10 * MINUTE
    attempt = started(ada, given)
    assert attempt.deadline_at == NOON + 25 * MINUTE
    attempt.finish(at=NOON)
    second = started(ada, given)
    second.finish(at=NOON)
    assert not may_start_again(ada, given)


def may_start_again(student, given) -> bool:
    signed_in(student).post(reverse("attempts:start", args=[given.pk]))
    return student.attempts.filter(quiz=given).open().exists()


def test_an_exception_can_be_less_than_what_holds_for_all(history, ada):
    given = quiz(minutes=30)
    allowed(assigned(history, given), ada, minutes=5)
    assert started(ada, given).deadline_at == NOON + 5 * MINUTE


def test_extra_time_of_the_quiz_comes_on_top(history, ada):
    given = quiz(minutes=30)
    allowed(assigned(history, given), ada, minutes=40)
    ExtraTime.objects.create(quiz=given, student=ada, minutes=10)
    assert started(ada, given).deadline_at == NOON + 50 * MINUTE


# Held at once.


def test_a_new_exception_gives_more_time_to_a_running_attempt(history, ada, eve):
    given = quiz(minutes=10)
    assignment = assigned(history, given)
    running, others = started(ada, given), started(eve, given)
    exception = allowed(assignment, ada, minutes=25)
    assert again(running).deadline_at == NOON + 25 * MINUTE
    assert again(others).deadline_at == NOON + 10 * MINUTE
    exception.minutes = 15
    exception.save()
    assert again(running).deadline_at == NOON + 15 * MINUTE
    exception.delete()
    assert again(running).deadline_at == NOON + 10 * MINUTE


def test_an_attempt_that_time_has_ended_opens_again_by_an_exception(history, ada, clock):
    given = quiz(minutes=10)
    assignment = assigned(history, given)
    attempt = started(ada, given)
    client = signed_in(ada)
    autosave(client, slot_of(attempt), "Seven")
    clock.move_to(NOON + 11 * MINUTE)
    client.get("/")
    assert again(attempt).is_finished
    allowed(assignment, ada, minutes=30)
    client.get("/")
    assert not again(attempt).is_finished
    assert told(slot_of(attempt)) == ["Seven"]


def test_a_close_that_is_moved_or_taken_away_holds_for_running_attempts(history, ada):
    given = quiz()
    assignment = assigned(history, given, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    for closes in (NOON + DAY, NOON + MINUTE, None, NOON + HOUR):
        assignment.closes_at = closes
        assignment.change()
        assert again(attempt).deadline_at == closes


def test_an_attempt_that_a_close_has_ended_opens_again_when_there_is_no_close_any_more(history, ada, clock):
    given = quiz()
    assignment = assigned(history, given, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    clock.move_to(NOON + 2 * HOUR)
    assert again(attempt).settle(at=NOON + 2 * HOUR).is_finished
    assignment.closes_at = None
    assignment.change()
    assert not again(attempt).is_finished


def test_who_ended_it_by_hand_is_not_let_in_again_by_a_later_close(history, ada):
    given = quiz()
    assignment = assigned(history, given, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    attempt.finish(at=NOON)
    assignment.closes_at = None
    assignment.change()
    assert again(attempt).is_finished


@pytest.mark.parametrize("how", ["removed", "withdrawn", "not chosen"])
def test_who_is_at_it_when_nothing_holds_any_more_goes_on_until_the_deadline(history, ada, eve, how, clock):
    given = quiz(minutes=10)
    assignment = assigned(history, given, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    if how == "removed":
        member = history.memberships.get(student=ada)
        member.removed_at = NOON
        member.save()
    elif how == "withdrawn":
        assignment.withdraw(NOON)
    else:
        assignment.is_for_everyone = False
        assignment.change([eve])
    assert again(attempt).deadline_at == NOON + 10 * MINUTE
    client = signed_in(ada)
    autosave(client, slot_of(attempt), "Seven")
    assert told(slot_of(attempt)) == ["Seven"]
    end(client, attempt)
    assert client.get(given.page_url).status_code == 200
    assert not may_start_again(ada, given)


def test_who_is_removed_and_has_it_from_another_class_goes_by_that_one(history, tom, ada):
    other = classroom_with(tom, ada, name="Politics")
    given = quiz()
    assigned(history, given, closes_at=NOON + DAY)
    assigned(other, given, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    assert attempt.deadline_at == NOON + DAY
    member = history.memberships.get(student=ada)
    member.removed_at = NOON
    member.save()
    assert again(attempt).deadline_at == NOON + HOUR
    history.admit(ada, at=NOON)
    assert again(attempt).deadline_at == NOON + DAY


def test_what_is_offered_to_all_gets_the_later_close_of_an_assignment_at_once(history, ada):
    given = quiz(is_offered=True, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    assigned(history, given, closes_at=NOON + DAY)
    assert again(attempt).deadline_at == NOON + DAY


# What waits for the close.


def shows_what_was_right(student, attempt) -> bool:
    return "Right." in review(signed_in(student), attempt).text


def test_nothing_that_waits_for_the_close_shows_before_the_close_of_that_student(history, ada, eve, clock):
    given = quiz(review={"closed": list(PARTS)})
    assignment = assigned(history, given, closes_at=NOON + HOUR)
    allowed(assignment, ada, closes_at=NOON + DAY)
    attempts = {}
    for student in (ada, eve):
        attempts[student] = started(student, given)
        autosave(signed_in(student), slot_of(attempts[student]), "Seven")
        end(signed_in(student), attempts[student])
    found = {}
    for at in (NOON + HOUR - SECOND, NOON + HOUR, NOON + DAY - SECOND, NOON + DAY):
        clock.move_to(at)
        found[at] = [shows_what_was_right(student, attempts[student]) for student in (ada, eve)]
    assert list(found.values()) == [[False, False], [False, True], [False, True], [True, True]]


def test_a_close_put_off_after_the_end_hides_it_again_and_leaving_the_class_does_not_open_it(
    history, ada, clock
):
    given = quiz(review={"closed": list(PARTS)})
    assignment = assigned(history, given, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    autosave(signed_in(ada), slot_of(attempt), "Seven")
    end(signed_in(ada), attempt)
    clock.move_to(NOON + HOUR)
    assert shows_what_was_right(ada, attempt)
    assignment.closes_at = NOON + DAY
    assignment.change()
    assert not shows_what_was_right(ada, attempt)
    member = history.memberships.get(student=ada)
    member.removed_at = NOON + HOUR
    member.save()
    assert not shows_what_was_right(ada, attempt)
    clock.move_to(NOON + DAY)
    assert shows_what_was_right(ada, attempt)


def test_an_assignment_without_a_close_does_not_take_the_close_of_the_quiz(history, ada):
    given = quiz(review={"closed": list(PARTS)}, closes_at=NOON - DAY)
    assigned(history, given)
    attempt = started(ada, given)
    autosave(signed_in(ada), slot_of(attempt), "Seven")
    end(signed_in(ada), attempt)
    assert not shows_what_was_right(ada, attempt)


def test_a_close_of_the_quiz_changed_at_the_desk_counts_where_it_is_the_later_one(history, ada, clock):
    given = quiz(is_offered=True, review={"closed": list(PARTS)}, closes_at=NOON + HOUR)
    assigned(history, given, closes_at=NOON + 2 * HOUR)
    attempt = started(ada, given)
    autosave(signed_in(ada), slot_of(attempt), "Seven")
    end(signed_in(ada), attempt)
    given.closes_at = NOON + DAY
    given.save()
    clock.move_to(NOON + 3 * HOUR)
    assert not shows_what_was_right(ada, attempt)


# Truth in the store; clicks.


@pytest.mark.parametrize(
    "fields",
    [
        {"opens_at": NOON, "closes_at": NOON},
        {"opens_at": NOON, "due_at": NOON - SECOND},
        {"due_at": NOON + SECOND, "closes_at": NOON},
        {"quiz": None},
    ],
)
def test_the_store_refuses_dates_out_of_order_and_an_assignment_of_nothing(history, fields):
    made = assigned(history, quiz())
    with pytest.raises(IntegrityError):
        Assignment.objects.filter(pk=made.pk).update(**fields)


def test_the_store_refuses_a_quiz_and_a_set_in_one_assignment(history):
    made = assigned(history, quiz())
    with pytest.raises(IntegrityError):
        Assignment.objects.filter(pk=made.pk).update(question_set=question_set_with(1))


@pytest.mark.parametrize("fields", [{}, {"minutes": 0}, {"attempts_allowed": 0}])
def test_the_store_refuses_an_exception_that_allows_nothing(history, ada, fields):
    with pytest.raises(IntegrityError):
        allowed(assigned(history, quiz()), ada, **fields)


def test_a_student_has_one_exception_at_an_assignment(history, ada):
    made = assigned(history, quiz())
    allowed(made, ada, minutes=5)
    with pytest.raises(IntegrityError):
        allowed(made, ada, minutes=6)


def test_the_same_given_twice_is_given_once(history, ada, eve):
    given = quiz()
    first = assigned(history, given, due_at=NOON + DAY)
    assert assigned(history, given, due_at=NOON + DAY) == first
    assert assigned(history, given, ada, due_at=NOON + DAY) != first
    assert assigned(history, given, eve, due_at=NOON + DAY) != assigned(
        history, given, ada, due_at=NOON + DAY
    )
    assert Assignment.objects.count() == 3

"""Clicks that arrive together. Threads have their own connections, so these tests commit."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from quizzes.models import Answer, Attempt, Quiz, Slot
from tests.attempts.quizzes import place_of, quiz
from tests.conftest import HTMX
from tests.factories import UserFactory, question_set_with

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 100


def test_a_hundred_double_clicks_make_a_hundred_answers():
    question_set = question_set_with(2)
    slots = [slot for _ in range(CLICKS // 2) for slot in slots_of_a_new_attempt(UserFactory(), question_set)]
    assert len(slots) == CLICKS
    clicks = [slot for slot in slots for _ in range(2)]
    with ThreadPoolExecutor(16) as people:
        statuses = list(people.map(click, clicks))
    assert statuses == [200] * 2 * CLICKS
    assert Answer.objects.count() == CLICKS
    for attempt in Attempt.objects.all():
        answers = Answer.objects.filter(slot__attempt=attempt)
        assert attempt.answered_count == answers.count()
        assert attempt.mark == sum(answer.credit for answer in answers)
        assert attempt.is_finished


def test_two_tabs_that_start_at_once_get_one_attempt():
    student, question_set = UserFactory(), question_set_with(2)
    with ThreadPoolExecutor(8) as tabs:
        started = list(tabs.map(lambda _: start(student, question_set), range(8)))
    assert len(set(started)) == 1
    assert Attempt.objects.count() == 1
    assert Quiz.objects.count() == 1


@pytest.mark.parametrize("behaviour", ["deferred", "interactive"])
def test_of_windows_that_write_at_once_one_is_kept_and_the_others_are_told(behaviour):
    question_set = question_set_with(6, hints="Read on.\nIt was a week.")
    given = quiz(question_set=question_set, behaviour=behaviour)
    student = UserFactory()
    for slot in slots_of_a_new_attempt(student, question_set, given):
        written = 4 * [place_of(slot, text) for text in ("Three", "Nine")]
        with ThreadPoolExecutor(8) as windows:
            statuses = list(windows.map(click, 8 * [slot], written, 8 * ["0"]))
        replies = list(zip(written, statuses, strict=True))
        kept = Slot.objects.get(pk=slot.pk)
        assert {status for place, status in replies if [place] == kept.typed} == {200}
        assert {status for place, status in replies if [place] != kept.typed} == {409}
        assert kept.revision == 1
    attempt = Attempt.objects.get()
    assert attempt.answered_count == (6 if behaviour == "deferred" else 0)
    assert attempt.revision == 6


def test_submitting_while_windows_still_write_marks_what_was_saved():
    given = quiz(question_set=question_set_with(8), behaviour="deferred")
    attempt_slots = slots_of_a_new_attempt(UserFactory(), given.question_set, given)
    attempt = Attempt.objects.get()
    with ThreadPoolExecutor(8) as windows:
        saved = [windows.submit(click, slot, place_of(slot, "Seven"), "0") for slot in attempt_slots]
        ended = [windows.submit(end, attempt.pk) for _ in range(3)]
        statuses = [save.result() for save in saved] + [one.result() for one in ended]
    assert set(statuses) <= {200, None}
    attempt.refresh_from_db()
    assert attempt.is_finished
    kept = attempt.slots.filter(typed__isnull=False).count()
    assert attempt.mark == attempt.answered_count == kept == Answer.objects.count()


def end(attempt_id: int) -> None:
    try:
        Attempt.objects.get(pk=attempt_id).finish(at=now())
    finally:
        connection.close()


def slots_of_a_new_attempt(student, question_set, given: Quiz | None = None) -> list:
    attempt = Attempt.start(student, given or Quiz.practice(question_set), at=now(), chance=Random(7))
    client = Client()
    client.force_login(student)
    slots = list(attempt.slots.all())
    for slot in slots:
        slot.cookies = client.cookies
    return slots


def click(slot, given: str = "1", revision: str = "") -> int:
    client = Client()
    client.cookies = slot.cookies
    fields = {"given": given, "revision": revision}
    try:
        return client.post(slot.get_absolute_url(), fields, headers=HTMX).status_code
    finally:
        connection.close()


def start(student, question_set) -> int:
    try:
        return Attempt.start(student, Quiz.practice(question_set), at=now(), chance=Random(7)).pk
    finally:
        connection.close()

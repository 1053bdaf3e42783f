"""Clicks that arrive together. Threads have their own connections, so these tests commit."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from quizzes.models import Answer, Attempt, Quiz
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


def slots_of_a_new_attempt(student, question_set) -> list:
    attempt = Attempt.start(student, Quiz.practice(question_set), at=now(), chance=Random(7))
    client = Client()
    client.force_login(student)
    slots = list(attempt.slots.all())
    for slot in slots:
        slot.cookies = client.cookies
    return slots


def click(slot) -> int:
    client = Client()
    client.cookies = slot.cookies
    try:
        return client.post(
            slot.get_absolute_url(), {"given": "1"}, headers={"HX-Request": "true"}
        ).status_code
    finally:
        connection.close()


def start(student, question_set) -> int:
    try:
        return Attempt.start(student, Quiz.practice(question_set), at=now(), chance=Random(7)).pk
    finally:
        connection.close()

"""Clicks that arrive together, from several windows. Threads have their own connections, so these tests commit."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from quizzes.attempts.quiz import Quiz
from quizzes.flashcards.models import Learner
from quizzes.models import Answer, Attempt, Card, Review, Slot
from tests.attempts.quizzes import place_of
from tests.conftest import HTMX
from tests.factories import UserFactory, own_card, question_set_with
from tests.flashcards.cards import DAY, cards, in_review, question_card, rate, rows, undo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def zoe():
    student = UserFactory()
    Learner.objects.create(student=student)
    return student


def window_of(student) -> Client:
    client = Client()
    client.force_login(student)
    return client


def at_once(acts: Iterable[Callable[[], object]], windows: int = 8) -> list:
    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(windows) as pool:
        return list(pool.map(one, acts))


def test_of_eight_windows_that_rate_a_card_at_once_one_counts(zoe):
    found, client = cards(zoe, 20), window_of(zoe)
    before = [one.pk for one in found]
    replies = at_once(
        lambda one=one, rating=rating: rate(window_with(client), one, rating, seen=0).status_code
        for one in found
        for rating in (1, 2, 3, 4)
    )
    assert set(replies) == {302}
    assert Review.objects.count() == len(before)
    assert set(Card.objects.values_list("review_count", flat=True)) == {1}


def window_with(other: Client) -> Client:
    """Another window of the same browser."""
    client = Client()
    client.cookies = other.cookies
    return client


def test_cards_of_one_note_rated_in_several_windows_at_once_all_count(zoe):
    """Each rating puts the other cards off, so two of them reach for the same rows."""
    client = window_of(zoe)
    for number in range(10):
        first = own_card(
            zoe, f"In {{{{Geneva}}}} on {{{{Monday}}}} by {{{{train}}}} and {{{{bus}}}} {number}."
        )
        siblings = list(first.note.cards.all())
        replies = at_once(
            (lambda one=one: rate(window_with(client), one, 3, seen=0).status_code for one in siblings), 4
        )
        assert replies == [302] * 4
    assert Review.objects.count() == 40


def test_of_several_windows_that_undo_at_once_each_takes_back_another_rating_or_none(zoe):
    client = window_of(zoe)
    lot = cards(zoe, 6, **in_review(now() - DAY))
    before = rows()
    for one in lot:
        rate(client, one, 3)
    assert set(at_once(lambda: undo(window_with(client)).status_code for _ in range(16))) == {302}
    assert Review.objects.count() == sum(Card.objects.values_list("review_count", flat=True)) - 18
    while Review.objects.exists():
        undo(client)
    assert rows() == before


def test_ratings_and_undos_at_once_leave_as_many_reviews_as_the_cards_count(zoe):
    client, lot = window_of(zoe), cards(zoe, 4)
    acts = [lambda one=one: rate(window_with(client), one, 3, seen=0).status_code for one in lot * 3]
    acts += [lambda: undo(window_with(client)).status_code] * 8
    Random(3).shuffle(acts)
    assert set(at_once(acts)) == {302}
    for one in Card.objects.all():
        assert one.review_count == one.reviews.count()


def test_a_double_click_on_taking_back_takes_back_once(zoe):
    client, question_set = window_of(zoe), question_set_with(4)
    attempt = Attempt.start(zoe, Quiz.practice(question_set), at=now(), chance=Random(7))
    for slot in attempt.slots.all():
        client.post(slot.get_absolute_url(), {"given": place_of(slot, "Nine")})
    made = [reverse("flashcards:take_back", args=[pk]) for pk in Review.objects.values_list("pk", flat=True)]
    assert len(made) == 4
    replies = at_once(
        lambda address=address: window_with(client).post(address, headers=HTMX).text for address in made * 3
    )
    assert sum("That is taken back." in reply for reply in replies) == 4
    assert rows() == [[], []]


def test_a_question_missed_in_several_windows_at_once_makes_one_card_and_loses_no_answer(zoe):
    question_set, client = question_set_with(3), window_of(zoe)
    slots = []
    for number in range(6):
        quiz = Quiz.objects.create(question_set=question_set, title=f"Bridges {number}", is_offered=True)
        slots += Attempt.start(zoe, quiz, at=now(), chance=Random(7)).slots.all()
    replies = at_once(
        lambda slot=slot: (
            window_with(client)
            .post(slot.get_absolute_url(), {"given": place_of(slot, "Nine")}, headers=HTMX)
            .status_code
        )
        for slot in slots * 2
    )
    assert set(replies) == {200}
    assert Answer.objects.count() == len(slots) == 18
    assert Card.objects.count() == 3
    for one in Card.objects.all():
        assert 1 <= one.review_count == one.reviews.count() <= 6


def test_quizzes_that_end_at_once_with_the_same_misses_all_end(zoe):
    """In several windows, the questions in another order each time."""
    question_set = question_set_with(8)
    attempts = []
    for number in range(4):
        fields = {"behaviour": "deferred", "is_shuffled": True, "is_offered": True}
        quiz = Quiz.objects.create(question_set=question_set, title=f"Bridges {number}", **fields)
        attempt = Attempt.start(zoe, quiz, at=now(), chance=Random(number))
        for slot in attempt.slots.all():
            Slot.objects.filter(pk=slot.pk).update(typed=[place_of(slot, "Nine")], saved_at=now())
        attempts.append(attempt)
    at_once([lambda pk=one.pk: Attempt.objects.get(pk=pk).finish(at=now()) for one in attempts * 2])
    assert Attempt.objects.filter(finished_at=None).count() == 0
    assert Answer.objects.count() == 32
    assert Card.objects.count() == 8
    for one in Card.objects.all():
        assert 1 <= one.review_count == one.reviews.count() <= 4


def test_a_due_card_answered_right_in_several_windows_at_once_is_reviewed_once(zoe):
    question_set, client = question_set_with(1), window_of(zoe)
    found = question_card(zoe, question_set.questions.get(), **in_review(now() - DAY))
    slots = []
    for number in range(6):
        quiz = Quiz.objects.create(question_set=question_set, title=f"Bridges {number}", is_offered=True)
        slots += Attempt.start(zoe, quiz, at=now(), chance=Random(7)).slots.all()
    replies = at_once(
        lambda slot=slot: (
            window_with(client)
            .post(slot.get_absolute_url(), {"given": place_of(slot, "Seven")}, headers=HTMX)
            .status_code
        )
        for slot in slots
    )
    assert set(replies) == {200}
    assert found.reviews.count() == 1
    assert Answer.objects.filter(credit=1).count() == 6


def test_a_note_saved_in_several_windows_at_once_has_a_card_for_each_gap(zoe):
    found, client = own_card(zoe, "In {{Geneva}}."), window_of(zoe)
    address = reverse("flashcards:edit", args=[found.pk])
    fields = {"front": "In {{Geneva}} on {{Monday}} by {{train}}.", "back": ""}
    replies = at_once(lambda: window_with(client).post(address, fields).status_code for _ in range(8))
    assert set(replies) == {302}
    assert sorted(Card.objects.values_list("gap", flat=True)) == [1, 2, 3]


def test_the_cards_opened_for_the_first_time_in_several_windows_at_once(zoe):
    Learner.objects.all().delete()
    client = window_of(zoe)
    replies = at_once(lambda: window_with(client).get("/cards/review/").status_code for _ in range(8))
    assert set(replies) == {200}
    assert not Learner.objects.exists(), "to look is not to settle how one learns"


def test_settings_sent_for_the_first_time_from_several_windows_at_once_are_kept_once(zoe):
    Learner.objects.all().delete()
    client = window_of(zoe)
    fields = {"desired_retention": "80", "new_a_day": "7", "reviews_a_day": "9", "time_zone": "Asia/Tokyo"}
    replies = at_once(
        lambda: window_with(client).post("/cards/settings/", fields).status_code for _ in range(8)
    )
    assert set(replies) == {302}
    assert Learner.objects.get().new_a_day == 7

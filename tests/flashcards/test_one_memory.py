"""Quizzes and cards share one memory: what an answer does to its question's card, and what it must not do."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from core.models import User
from quizzes.attempts import answered
from quizzes.attempts.disclosure import EVERYTHING
from quizzes.flashcards import decks, studying
from quizzes.flashcards.queue import Queue
from quizzes.models import Answer, Attempt, Card, Learner, Question, Review
from tests.attempts.quizzes import NOON, answer, end, fields_of, kept, quiz, send, slot_of, started
from tests.conftest import HTMX
from tests.factories import own_card, question_set_with
from tests.flashcards.cards import (
    DAY,
    HOUR,
    MINUTE,
    card,
    in_a_step,
    in_review,
    learner_of,
    question_card,
    rate,
    rated,
    row,
    rows,
    statements,
    undo,
)

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "Seven", "Nine"
ADDED = "Added to your cards."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def practice(student: User, questions: int = 1, **fields) -> Attempt:
    """At a quiz that marks each answer, unless it is told otherwise."""
    return started(student, quiz(questions, **{"behaviour": "immediate"} | fields))


def question_of(attempt: Attempt, position: int = 1) -> Question:
    return slot_of(attempt, position).version.question


def known(attempt: Attempt, position: int = 1, **columns) -> Card:
    """A card of the question asked there."""
    return question_card(attempt.student, question_of(attempt, position), **columns)


# A miss.


def test_a_wrong_answer_adds_its_question_to_the_cards(as_ada, ada):
    attempt = practice(ada)
    page = send(as_ada, slot_of(attempt), WRONG)
    found = ada.cards.get()
    assert found.question == question_of(attempt)
    review = found.reviews.get()
    assert (review.rating, review.answer) == (1, Answer.objects.get())
    assert found.due == NOON + MINUTE
    assert page.status_code == 302
    assert ADDED in as_ada.get(page["Location"]).text


def test_by_htmx_the_feedback_tells_of_it_with_the_way_back(as_ada, ada):
    slot = slot_of(practice(ada))
    page = as_ada.post(slot.get_absolute_url(), fields_of(slot, WRONG), headers=HTMX)
    assert ADDED in page.text
    assert reverse("flashcards:take_back", args=[Review.objects.get().pk]) in page.text


def test_a_partly_right_answer_is_a_miss(as_ada, ada):
    options = [("Three", True), ("Seven", True), ("Nine", False)]
    question_set = question_set_with(1, kind="multiple_response", options=options)
    attempt = practice(ada, question_set=question_set)
    send(as_ada, slot_of(attempt), "Seven")
    assert 0 < Answer.objects.get().credit < 1
    assert Review.objects.get().rating == 1


def test_a_miss_sends_a_known_card_back_to_be_learned(as_ada, ada):
    attempt = practice(ada)
    found = known(attempt, **in_review(NOON + 30 * DAY))
    page = send(as_ada, slot_of(attempt), WRONG)
    assert row(found)["state"] == 3
    assert row(found)["lapse_count"] == 1
    assert "Back among the cards you are learning." in as_ada.get(page["Location"]).text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize(("lapses", "is_told"), [(6, False), (7, True), (8, False), (11, True)])
def test_a_miss_tells_of_a_card_that_is_often_forgotten(as_ada, ada, headers, lapses, is_told):
    attempt = practice(ada)
    known(attempt, **in_review(NOON - DAY) | {"lapse_count": lapses})
    slot = slot_of(attempt)
    page = as_ada.post(slot.get_absolute_url(), fields_of(slot, WRONG), headers=headers)
    if not headers:
        page = as_ada.get(slot.get_absolute_url())
    assert (f"was forgotten {lapses + 1} times." in page.text) == is_told


def test_a_miss_of_a_question_in_a_deck_goes_into_the_deck(ada):
    attempt = practice(ada)
    deck = decks.add_set(ada, attempt.quiz.question_set, at=NOON)
    Card.objects.all().delete()
    answer(slot_of(attempt), WRONG)
    assert ada.cards.get().deck == deck


def test_missing_it_again_in_another_attempt_counts_again_on_the_same_card(ada):
    question_set = question_set_with(1)
    for number in range(3):
        at = NOON + number * HOUR
        attempt = started(ada, quiz(question_set=question_set, behaviour="immediate"), at=at)
        answer(slot_of(attempt), WRONG, at=at)
    assert ada.cards.get().reviews.count() == 3


# A right answer.


def test_a_right_answer_adds_nothing(as_ada, ada):
    page = send(as_ada, slot_of(practice(ada)), RIGHT)
    assert rows() == [[], []]
    assert "cards" not in as_ada.get(page["Location"]).text.split("<main")[1].split("</main")[0].lower()


def test_a_right_answer_is_the_review_of_a_card_that_was_due(as_ada, ada):
    attempt = practice(ada)
    found = known(attempt, **in_review(NOON - DAY))
    page = send(as_ada, slot_of(attempt), RIGHT)
    assert found.reviews.get().rating == 3
    assert row(found)["due"] > NOON + DAY
    assert "Counts as the review of its card" in as_ada.get(page["Location"]).text
    assert Queue(learner_of(ada), NOON).next() is None


@pytest.mark.parametrize(
    "columns",
    [{}, in_review(NOON + DAY), in_a_step(NOON + MINUTE), in_review() | {"is_suspended": True}],
    ids=["new", "due tomorrow", "a step in a minute", "set aside"],
)
def test_a_right_answer_changes_nothing_of_a_card_that_was_not_due(as_ada, ada, columns):
    attempt = practice(ada)
    known(attempt, **columns)
    before = rows()
    send(as_ada, slot_of(attempt), RIGHT)
    assert rows() == before
    assert Answer.objects.get().credit == 1


def test_guessing_until_it_is_right_does_not_pay(ada, clock):
    """A miss and, seconds later, a right answer to what was just seen: the card is where the miss left it."""
    question_set, after_miss = question_set_with(1), None
    for number, text in enumerate([WRONG, RIGHT, RIGHT, RIGHT]):
        at = NOON + number * timedelta(seconds=10)
        attempt = started(ada, quiz(question_set=question_set, behaviour="immediate"), at=at)
        answer(slot_of(attempt), text, at=at)
        after_miss = after_miss or rows()
    assert rows() == after_miss


def test_a_card_is_reviewed_by_one_right_answer_a_time(ada):
    question_set = question_set_with(1)
    found = question_card(ada, question_set.questions.get(), **in_review(NOON - DAY))
    for number in range(4):
        at = NOON + number * HOUR
        attempt = started(ada, quiz(question_set=question_set, behaviour="immediate"), at=at)
        answer(slot_of(attempt), RIGHT, at=at)
    assert found.reviews.count() == 1


@pytest.mark.parametrize(("certainty", "rating"), [(1, 2), (2, 3), (3, 3)])
def test_a_right_answer_weighs_as_sure_as_it_was(ada, certainty, rating):
    attempt = practice(ada, behaviour="immediate_certainty")
    found = known(attempt, **in_review(NOON - DAY))
    answer(slot_of(attempt), RIGHT, certainty=certainty)
    assert found.reviews.get().rating == rating


@pytest.mark.parametrize("certainty", [1, 2, 3])
def test_a_wrong_answer_is_again_however_unsure_it_was(ada, certainty):
    attempt = practice(ada, behaviour="immediate_certainty")
    answer(slot_of(attempt), WRONG, certainty=certainty)
    assert Review.objects.get().rating == 1


# When it counts.


def test_of_several_tries_only_the_last_counts(ada):
    attempt = practice(ada, behaviour="interactive", hints="Read on.\nIt was a week.")
    found = known(attempt, **in_review(NOON - DAY))
    before = rows()
    for number, text in enumerate(["Three", "Nine"]):
        answer(slot_of(attempt), text, revision=number)
        assert rows() == before
    answer(slot_of(attempt), RIGHT, revision=2)
    assert [review.rating for review in found.reviews.all()] == [3]


def test_what_is_saved_counts_when_the_attempt_ends(as_ada, ada):
    attempt = practice(ada, 3, behaviour="deferred")
    due = known(attempt, 3, **in_review(NOON - DAY))
    kept(slot_of(attempt, 1), WRONG)
    kept(slot_of(attempt, 3), RIGHT)
    assert Review.objects.count() == 0
    end(as_ada, attempt)
    assert {review.card.question_id: review.rating for review in Review.objects.all()} == {
        question_of(attempt, 1).pk: 1,
        due.question_id: 3,
    }
    before = rows()
    end(as_ada, attempt)
    assert rows() == before


def test_an_attempt_ended_by_the_clock_counts_at_its_deadline(as_ada, ada, clock):
    attempt = practice(ada, behaviour="deferred", minutes=10)
    kept(slot_of(attempt), WRONG)
    clock.move_to(NOON + 3 * HOUR)
    as_ada.get(attempt.get_absolute_url())
    assert Review.objects.get().at == NOON + 10 * MINUTE


def test_an_attempt_ended_late_does_not_turn_a_card_back(as_ada, ada, clock):
    """The card was seen after the deadline and before anyone looked at the attempt: its last review stays the last."""
    attempt = practice(ada, behaviour="deferred", minutes=10)
    kept(slot_of(attempt), WRONG)
    found = known(attempt)
    clock.move_to(NOON + 2 * HOUR)
    rate(as_ada, found, 4)
    clock.move_to(NOON + 3 * HOUR)
    as_ada.get(attempt.get_absolute_url())
    assert row(found)["last_review"] >= NOON + 2 * HOUR
    times = list(found.reviews.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    undo(as_ada)
    assert found.reviews.count() == len(times) - 1


def test_thirty_misses_at_once_cost_no_more_than_so_many_statements_each(as_ada, ada):
    counts = {}
    for size in (5, 30):
        attempt = practice(ada, size, behaviour="deferred")
        for position in range(1, size + 1):
            kept(slot_of(attempt, position), WRONG)
        counts[size] = len(statements(lambda attempt=attempt: end(as_ada, attempt)))
        assert Review.objects.filter(answer__slot__attempt=attempt).count() == size
    each = (counts[30] - counts[5]) / 25
    print(f"\nfinishing a deferred quiz: {counts} statements, {each:.1f} for each miss")  # noqa: T201
    assert each <= 8


def test_an_answer_sent_twice_counts_once(as_ada, ada):
    slot = slot_of(practice(ada))
    sent = fields_of(slot, WRONG)
    pages = [as_ada.post(slot.get_absolute_url(), sent, headers=HTMX) for _ in range(3)]
    assert Review.objects.count() == 1
    assert all(ADDED in page.text for page in pages)


def test_another_answer_sent_later_does_not_change_the_card(as_ada, ada):
    slot = slot_of(practice(ada))
    send(as_ada, slot, WRONG)
    before = rows()
    send(as_ada, slot, RIGHT)
    assert rows() == before


# When it does not.


@pytest.mark.parametrize("missing", ["right_answer", "evidence"])
@pytest.mark.parametrize("text", [WRONG, RIGHT])
def test_a_quiz_that_keeps_what_was_right_to_itself_tells_the_cards_nothing(as_ada, ada, missing, text):
    parts = [part for part in EVERYTHING["during"] if part != missing]
    review = dict.fromkeys(EVERYTHING, parts)
    attempt = practice(ada, 2, review=review)
    known(attempt, 1, **in_review(NOON - DAY))
    before = rows()
    for position in (1, 2):
        page = send(as_ada, slot_of(attempt, position), text)
        assert "your cards" not in as_ada.get(page["Location"]).text
    assert rows() == before


@pytest.mark.parametrize("text", [WRONG, RIGHT])
def test_a_deferred_quiz_that_shows_nothing_tells_the_cards_nothing(as_ada, ada, text):
    attempt = practice(ada, 2, behaviour="deferred", review={})
    known(attempt, 1, **in_review(NOON - DAY))
    for position in (1, 2):
        kept(slot_of(attempt, position), text)
    before = rows()
    end(as_ada, attempt)
    assert rows() == before


@pytest.mark.parametrize("text", [WRONG, RIGHT])
def test_nothing_is_learned_from_quizzes_by_who_does_not_want_it(as_ada, ada, text):
    learner_of(ada, learns_from_quizzes=False)
    attempt = practice(ada, 2)
    known(attempt, 1, **in_review(NOON - DAY))
    before = rows()
    for position in (1, 2):
        page = send(as_ada, slot_of(attempt, position), text)
        assert "your cards" not in as_ada.get(page["Location"]).text
    assert rows() == before


def test_a_card_set_aside_stays_aside_after_a_miss(ada):
    attempt = practice(ada)
    known(attempt, **in_review() | {"is_suspended": True})
    before = rows()
    answer(slot_of(attempt), WRONG)
    assert rows() == before


def test_what_an_answer_does_is_told_to_its_own_student_alone(as_ada, ada, eve):
    question_set = question_set_with(1)
    theirs = question_card(eve, question_set.questions.get(), **in_review(NOON - DAY))
    before = row(theirs)
    for text in (WRONG, RIGHT):
        attempt = started(ada, quiz(question_set=question_set, behaviour="immediate"))
        send(as_ada, slot_of(attempt), text)
    assert row(theirs) == before
    assert set(Review.objects.values_list("student", flat=True)) == {ada.pk}


def test_what_a_quiz_counts_does_not_use_up_the_days_limits(ada):
    learner = learner_of(ada, reviews_a_day=2, new_a_day=2)
    attempt = practice(ada, 4)
    known(attempt, 1, **in_review(NOON - DAY))
    for _ in range(3):
        card(ada, **in_review(NOON - DAY))
        card(ada)
    answer(slot_of(attempt, 1), RIGHT)
    answer(slot_of(attempt, 2), WRONG)
    left = Queue(learner, NOON).left
    assert (left.new, left.reviews, left.learning, left.seen) == (2, 2, 1, 0)


# Taking it back.


def test_undo_among_the_cards_takes_back_an_answer_whole_and_says_so(as_ada, ada):
    before = rows()
    attempt = practice(ada)
    send(as_ada, slot_of(attempt), WRONG)
    told = str(ada.cards.get())
    page = undo(as_ada, follow=True)
    assert rows() == before
    assert [str(one) for one in page.context["messages"]] == [
        f"What your answer in a quiz did to the card “{told}” is taken back."
    ]


def take_back(client: Client, review: Review, **how):
    return client.post(reverse("flashcards:take_back", args=[review.pk]), **how)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_taking_it_back_deletes_the_card_it_made_and_nothing_else(as_ada, ada, headers):
    own_card(ada)
    rated(card(ada))
    before = rows()
    attempt = practice(ada)
    send(as_ada, slot_of(attempt), WRONG)
    page = take_back(as_ada, Review.objects.get(answer__isnull=False), headers=headers)
    assert page.status_code == (200 if headers else 302)
    assert rows() == before
    assert Answer.objects.get().credit == 0
    assert "your cards" not in as_ada.get(slot_of(attempt).get_absolute_url()).text


def test_taking_it_back_deletes_the_card_it_made_in_a_deck_too(as_ada, ada):
    """The question came into the set after the deck was made."""
    attempt = practice(ada, 2)
    decks.add_set(ada, attempt.quiz.question_set, at=NOON)
    Card.objects.filter(question=question_of(attempt, 1)).delete()
    before = rows()
    answer(slot_of(attempt, 1), WRONG)
    take_back(as_ada, Review.objects.get())
    assert rows() == before


def test_taking_it_back_leaves_a_card_that_was_there_before(as_ada, ada):
    for columns in ({}, in_review(NOON - DAY)):
        attempt = practice(ada)
        known(attempt, **columns)
        before = rows()
        answer(slot_of(attempt), WRONG)
        take_back(as_ada, Review.objects.get())
        assert rows() == before


def test_taking_it_back_twice_is_taking_it_back_once(as_ada, ada):
    attempt = practice(ada)
    found = known(attempt, **in_review(NOON - DAY))
    answer(slot_of(attempt), RIGHT)
    review, before = Review.objects.get(), rows()
    take_back(as_ada, review)
    rate(as_ada, found, 4)
    after = rows()
    page = take_back(as_ada, review, headers=HTMX)
    assert "nothing to take back" in page.text
    assert rows() == after != before


def test_it_is_not_taken_back_from_under_a_later_rating(as_ada, ada, clock):
    answer(slot_of(practice(ada)), WRONG)
    review = Review.objects.get()
    clock.shift(2 * MINUTE)
    rate(as_ada, ada.cards.get(), 3)
    before = rows()
    assert "nothing to take back" in take_back(as_ada, review, headers=HTMX).text
    assert rows() == before


def test_a_rating_by_hand_is_not_taken_back_that_way(as_ada, ada):
    review = rated(card(ada))
    before = rows()
    take_back(as_ada, review)
    assert rows() == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_belongs_to_another_is_not_taken_back(as_eve, eve, ada, headers):
    answer(slot_of(practice(ada)), WRONG)
    before = rows()
    take_back(as_eve, Review.objects.get(), headers=headers)
    assert rows() == before


# Nothing endangers the answer.


def test_an_answer_is_kept_whatever_becomes_of_the_card(as_ada, ada, monkeypatch):
    """The card's part fails in the store: the answer and its mark are there all the same."""

    def fails(*_args, **_columns):
        raise IntegrityError("the card could not be stored")

    attempt = practice(ada, 2)
    monkeypatch.setattr(Review.objects, "create", fails)
    send(as_ada, slot_of(attempt, 1), WRONG)
    assert Answer.objects.get().credit == 0
    attempt.refresh_from_db()
    assert attempt.answered_count == 1


def test_an_attempt_ends_whatever_becomes_of_its_cards(as_ada, ada, monkeypatch):
    def fails(*_args, **_columns):
        raise IntegrityError("the card could not be stored")

    attempt = practice(ada, 2, behaviour="deferred")
    kept(slot_of(attempt, 1), WRONG)
    monkeypatch.setattr(Review.objects, "create", fails)
    end(as_ada, attempt)
    assert Answer.objects.count() == 1
    attempt.refresh_from_db()
    assert attempt.is_finished


def test_an_answer_by_someone_who_never_opened_the_cards_needs_no_settings(ada):
    answer(slot_of(practice(ada)), WRONG)
    assert Review.objects.count() == 1
    assert not Learner.objects.exists()


def test_an_answer_that_waits_for_its_mark_says_nothing_yet(ada):
    attempt = practice(ada)
    slot = slot_of(attempt)
    waiting = Answer(slot=slot, given=[], credit=None, fraction=None, answered_at=NOON)
    slot.keep(waiting)
    assert rows() == [[], []]


def test_an_attempt_that_is_deleted_leaves_its_reviews_where_they_are(ada):
    attempt = practice(ada)
    answer(slot_of(attempt), WRONG)
    found = row(ada.cards.get())
    attempt.delete()
    assert row(ada.cards.get()) == found
    assert Review.objects.get().answer is None


def test_an_answers_review_without_its_answer_can_still_be_undone_in_turn(ada):
    attempt = practice(ada)
    answer(slot_of(attempt), WRONG)
    attempt.delete()
    assert studying.undo(Review.objects.get())


# What it costs.


def test_what_an_answer_costs_with_and_without_a_card(as_ada, ada):
    learner_of(ada)
    attempt = practice(ada, 8)
    due = known(attempt, 4, **in_review(NOON - DAY))
    known(attempt, 5, **in_review(NOON + DAY))
    known(attempt, 6, **in_review(NOON + DAY))
    send(as_ada, slot_of(attempt, 1), RIGHT)
    told = {}
    for name, position, text in [
        ("right, no card", 2, RIGHT),
        ("wrong, no card yet", 3, WRONG),
        ("right, its card due", 4, RIGHT),
        ("right, its card not due", 5, RIGHT),
        ("wrong, its card known", 6, WRONG),
    ]:
        slot = slot_of(attempt, position)
        sent = fields_of(slot, text)
        told[name] = len(statements(lambda: as_ada.post(slot.get_absolute_url(), sent, headers=HTMX)))  # noqa: B023
    print(f"\nstatements for an answer: {told}")  # noqa: T201
    hook, answered.ANSWERED[:] = list(answered.ANSWERED), []
    try:
        slot = slot_of(attempt, 7)
        bare = len(
            statements(
                lambda: as_ada.post(slot.get_absolute_url(), fields_of(slot, RIGHT), headers=HTMX),
            )
        )
    finally:
        answered.ANSWERED[:] = hook
    assert due.reviews.count() == 1
    # fields_of asks once for the page's revision, and with the hook gone the review is looked for.
    assert told["right, no card"] <= bare - 1
    assert told["wrong, no card yet"] <= told["right, no card"] + 10
    assert told["right, its card due"] <= told["right, no card"] + 6


def test_repeating_what_was_missed_counts_like_any_attempt(as_ada, ada, clock):
    attempt = practice(ada, 2)
    send(as_ada, slot_of(attempt, 1), WRONG)
    send(as_ada, slot_of(attempt, 2), RIGHT)
    clock.shift(10 * MINUTE)
    page = as_ada.post(reverse("attempts:missed", args=[attempt.pk]))
    again = Attempt.objects.get(repeats=attempt)
    assert page.status_code == 302
    send(as_ada, slot_of(again), RIGHT)
    assert [review.rating for review in ada.cards.get().reviews.order_by("pk")] == [1, 3]

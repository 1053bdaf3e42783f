"""Rating a card and taking the rating back; putting cards off, aside, or under a flag."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.flashcards import scheduling, studying
from quizzes.flashcards.models import Card, Deck, Learner, Note, Review
from quizzes.flashcards.scheduling import Memory, Rating, State
from tests.attempts.quizzes import NOON
from tests.factories import own_card
from tests.flashcards.cards import (
    DAY,
    HOUR,
    MINUTE,
    card,
    cards,
    in_review,
    learner_of,
    question_card,
    rated,
    row,
    rows,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=3, microseconds=123_457)
STATES = {
    "new": {},
    "a first step": {
        "state": 1,
        "step": 0,
        "stability": 1.3,
        "difficulty": 6.1,
        "due": NOON,
        "last_review": NOON - MINUTE,
        "review_count": 1,
    },
    "in review": in_review(NOON - DAY, stability=17.25),
    "overdue by years": in_review(NOON - 900 * DAY, stability=3.5),
    "relearned": {
        "state": 3,
        "step": 0,
        "stability": 0.7,
        "difficulty": 8.8,
        "due": NOON,
        "last_review": NOON - 10 * MINUTE,
        "review_count": 9,
        "lapse_count": 4,
    },
    "seen tomorrow, by a clock that was put back": in_review(NOON + 12 * DAY, last=NOON + DAY),
}


@pytest.fixture
def learner(ada) -> Learner:
    return learner_of(ada)


# A rating does what its button said.


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("columns", STATES.values(), ids=STATES)
def test_a_rating_brings_the_card_back_when_its_button_said(ada, learner, columns, rating):
    found = card(ada, **columns)
    foretold = studying.intervals(found, learner=learner, at=LATER)[rating]
    rated(found, rating, at=LATER)
    assert row(found)["due"] - LATER == foretold


@pytest.mark.parametrize("columns", STATES.values(), ids=STATES)
def test_the_card_held_in_hand_is_the_card_in_the_store_after_a_rating(ada, learner, columns):
    found = card(ada, **columns)
    studying.give(found, Rating.Again, learner=learner, at=LATER, seen=found.review_count)
    held = {name: value for name, value in vars(found).items() if not name.startswith("_")}
    assert held == row(found)


def test_a_new_card_takes_the_steps_of_one_and_ten_minutes_and_then_days(ada):
    found, at, waits = card(ada), NOON, []
    for _ in range(3):
        rated(found, Rating.Good, at=at)
        waits.append(row(found)["due"] - at)
        at = row(found)["due"]
    assert waits[0] == 10 * MINUTE
    assert waits[1] >= DAY
    assert waits[2] > waits[1]
    again = card(ada)
    rated(again, Rating.Again, at=NOON)
    assert row(again)["due"] == NOON + MINUTE


def test_what_was_forgotten_comes_back_after_ten_minutes_and_counts_a_lapse(ada):
    found = card(ada, **in_review())
    rated(found, Rating.Again)
    assert row(found)["due"] == NOON + 10 * MINUTE
    assert row(found)["state"] == State.RELEARNING
    assert row(found)["lapse_count"] == 1
    rated(found, Rating.Again, at=NOON + 10 * MINUTE)
    assert row(found)["lapse_count"] == 1


def test_who_wants_to_recall_more_sees_cards_sooner(ada):
    waits = []
    for retention in (0.70, 0.90, 0.97):
        learner_of(ada, desired_retention=retention)
        found = card(ada, **in_review(stability=60.0))
        rated(found)
        waits.append(row(found)["due"] - NOON)
    assert waits[0] > 2 * waits[1] > 4 * waits[2]


def test_days_are_those_of_the_students_zone(ada):
    """18:00 to 08:00 the next morning is a day apart in Tokyo, and all on one day in New York."""
    evening, morning = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (9, 23))
    kept = {}
    for zone in ("Asia/Tokyo", "America/New_York"):
        learner_of(ada, time_zone=zone)
        found = card(ada, **in_review(morning, last=evening, stability=1.0))
        rated(found, at=morning)
        kept[zone] = row(found)["stability"]
    assert kept["Asia/Tokyo"] > 1.5 * kept["America/New_York"]


def test_a_card_put_off_and_rated_all_the_same_comes_when_its_button_said(ada, learner):
    """On a page that was open before it was put off, or from its deck."""
    found = card(ada)
    studying.set_aside(found, "bury", learner=learner, at=NOON)
    before = rows()
    review = rated(found, Rating.Again)
    assert row(found)["buried_until"] is None
    assert studying.undo(review)
    assert rows() == before


# Nothing counts twice.


def test_a_rating_given_on_a_page_from_before_another_changes_nothing(ada, learner):
    found = card(ada)
    older = Card.objects.get(pk=found.pk)
    assert rated(found)
    before = rows()
    newer = Card.objects.get(pk=found.pk)
    # The last: what is held is older than the page, so what would be reckoned from it is wrong.
    for held, seen in ((older, 0), (newer, 0), (newer, 7), (older, 1)):
        assert studying.give(held, Rating.Easy, learner=learner, at=LATER, seen=seen) is None
    assert rows() == before


def test_a_card_that_was_set_aside_meanwhile_is_not_rated(ada, learner):
    found = card(ada)
    older = Card.objects.get(pk=found.pk)
    studying.set_aside(found, "suspend", learner=learner, at=NOON)
    before = rows()
    assert studying.give(older, Rating.Good, learner=learner, at=NOON, seen=0) is None
    assert rated(found) is None
    assert rows() == before


# Taking back.


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("columns", STATES.values(), ids=STATES)
def test_undo_makes_the_card_what_it_was_to_the_letter(ada, columns, rating):
    found = card(ada, buried_until=NOON - timedelta(microseconds=1), **columns)
    before = rows()
    assert studying.undo(rated(found, rating, at=LATER))
    assert rows() == before


def test_thirty_ratings_are_taken_back_one_after_the_other(ada, learner):
    found = [card(ada), own_card(ada, "In {{Geneva}} on {{Monday}}, by {{train}}."), card(ada, **in_review())]
    ratings, before = [Rating.Good, Rating.Again, Rating.Hard, Rating.Easy], []
    for number in range(30):
        before.append(rows())
        assert rated(found[number % 3], ratings[number % 4], at=NOON + number * MINUTE)
    for kept in reversed(before):
        assert studying.undo(studying.last_review(learner, NOON + HOUR))
        assert rows() == kept
    assert studying.last_review(learner, NOON + HOUR) is None


def test_a_rating_is_taken_back_once(ada):
    found = card(ada)
    rated(found)
    first, second = Review.objects.get(), Review.objects.get()
    assert studying.undo(first)
    before = rows()
    assert not studying.undo(second)
    assert rows() == before


def test_an_undo_that_comes_late_does_not_take_back_the_rating_after_it(ada):
    """Another tab took the rating back and gave a new one while this one was on its way."""
    found = card(ada)
    rated(found, Rating.Easy)
    first, late = Review.objects.get(), Review.objects.get()
    assert studying.undo(first)
    rated(found, Rating.Again)
    before = rows()
    assert not studying.undo(late)
    assert rows() == before


def test_a_rating_is_not_taken_back_under_a_later_one(ada):
    found = card(ada)
    first = rated(found)
    rated(found, at=LATER)
    before = rows()
    assert not studying.undo(first)
    assert rows() == before


def test_the_last_rating_is_the_one_given_last_although_the_clock_was_put_back(ada, learner):
    found, other = card(ada), card(ada)
    rated(other, at=NOON + HOUR)
    rated(found, at=NOON + HOUR)
    last = rated(found, at=NOON)
    assert studying.last_review(learner, NOON + MINUTE) == last
    assert studying.undo(last)


def test_ratings_of_the_day_before_yesterday_stand(ada, learner):
    rated(card(ada), at=NOON - 2 * DAY)
    assert studying.last_review(learner, NOON) is None


def test_the_last_rating_is_ones_own(ada, eve, learner):
    rated(card(eve))
    assert studying.last_review(learner, NOON) is None


# Cards of one note.


def test_other_gaps_of_a_note_wait_for_tomorrow(ada):
    first = own_card(ada, "In {{Geneva}} on {{Monday}}.")
    second = first.note.cards.get(gap=2)
    stranger = card(ada)
    rated(first)
    assert row(second)["buried_until"] == datetime(2026, 3, 3, 4, tzinfo=UTC)
    assert row(first)["buried_until"] is row(stranger)["buried_until"] is None


def test_undo_lets_a_sibling_wait_as_long_as_it_did_before(ada):
    first = own_card(ada, "In {{Geneva}} on {{Monday}} by {{train}}.")
    second, third = first.note.cards.exclude(pk=first.pk)
    until = NOON + timedelta(days=3, microseconds=17)
    Card.objects.filter(pk=third.pk).update(buried_until=until)
    before = rows()
    review = rated(first)
    assert studying.undo(review)
    assert rows() == before
    assert (row(second)["buried_until"], row(third)["buried_until"]) == (None, until)


# Leeches.


def test_a_card_forgotten_eight_times_is_a_leech_and_stays_in_play(ada):
    found = card(ada, **in_review() | {"lapse_count": 6})
    rated(found, Rating.Again)
    assert not row(found)["is_leech"]
    Card.objects.filter(pk=found.pk).update(**in_review(), step=None)
    review = rated(found, Rating.Again)
    assert row(found)["is_leech"]
    assert not row(found)["is_suspended"]
    studying.undo(review)
    assert not row(found)["is_leech"]


def test_recalling_it_once_does_not_make_it_a_lesser_leech(ada):
    found = card(ada, **in_review() | {"lapse_count": 8, "is_leech": True})
    rated(found, Rating.Easy)
    assert row(found)["is_leech"]


# Put off, aside, flagged.


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("UTC", datetime(2026, 3, 3, 4, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 3, 2, 19, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 3, 9, tzinfo=UTC)),
    ],
)
def test_a_card_is_put_off_until_four_by_the_students_own_clock(ada, zone, until):
    found = card(ada)
    studying.set_aside(found, "bury", learner=learner_of(ada, time_zone=zone), at=NOON)
    assert row(found)["buried_until"] == until


def test_what_is_set_aside_is_taken_up_with_its_memory(ada, learner):
    found = card(ada, **in_review())
    before = rows()
    for act in ("suspend", "bury", "resume"):
        assert studying.set_aside(found, act, learner=learner, at=NOON)
    assert rows() == before
    for act in ("flag", "unflag"):
        assert studying.set_aside(found, act, learner=learner, at=NOON)
    assert rows() == before


@pytest.mark.parametrize("act", ["", "delete", "BURY", "__class__", "bury "])
def test_an_act_that_is_none_does_nothing(ada, learner, act):
    found = card(ada)
    before = rows()
    assert studying.set_aside(found, act, learner=learner, at=NOON) == ""
    assert rows() == before


def test_an_act_on_a_card_costs_one_statement(ada, learner):
    found = card(ada)
    with CaptureQueriesContext(connection) as asked:
        studying.set_aside(found, "flag", learner=learner, at=NOON)
    assert len([one for one in asked if "quizzes_card" in one["sql"]]) == 1


# Rows that cannot be.


def test_a_student_who_is_erased_takes_cards_and_reviews_along(ada, eve):
    for student in (ada, eve):
        learner_of(student)
        rated(own_card(student, "In {{Geneva}} on {{Monday}}."))
        rated(question_card(student))
    ada.delete()
    for model in (Card, Review, Note, Deck, Learner):
        assert set(model.objects.values_list("student", flat=True)) == {eve.pk}


def test_a_card_keeps_what_scheduling_says_of_it(ada, learner):
    found = cards(ada, 1, **in_review(stability=12.5))[0]
    days = found.days_since(LATER, learner.zone)
    wanted = scheduling.rate(
        found.memory, Rating.Hard, plan=learner.plan, at=LATER, chance=found.chance(), days_since=days
    )
    rated(found, Rating.Hard, at=LATER)
    assert Card.objects.get(pk=found.pk).memory == wanted
    assert isinstance(wanted, Memory)

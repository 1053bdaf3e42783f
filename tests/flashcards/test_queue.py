"""Which card comes next, and how many are left: the counts are what is then served, on both stores."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import User
from quizzes.flashcards import studying
from quizzes.flashcards.days import due_before
from quizzes.flashcards.models import Card, Learner
from quizzes.flashcards.queue import AHEAD, Queue, backlog
from quizzes.flashcards.scheduling import Rating, State, retrievability
from tests.attempts.quizzes import NOON
from tests.factories import own_card
from tests.flashcards.cards import (
    DAY,
    HOUR,
    MINUTE,
    card,
    cards,
    fronts,
    in_a_step,
    in_review,
    learner_of,
    question_card,
    rated,
)

pytestmark = pytest.mark.django_db
ZONES = ["UTC", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Apia"]


@pytest.fixture
def learner(ada) -> Learner:
    return learner_of(ada)


def counts(learner: Learner, at: datetime = NOON) -> tuple[int, int, int]:
    left = Queue(learner, at).left
    return left.new, left.learning, left.reviews


def served(learner: Learner, at: datetime = NOON, rating: Rating = Rating.Easy) -> list[Card]:
    """All cards in the order they come while each is rated; Easy leaves no step to come back for."""
    found = []
    while (one := Queue(learner, at).next()) is not None:
        found.append(one)
        assert studying.give(one, rating, learner=learner, at=at, seen=one.review_count)
        assert len(found) < 500, "the queue does not end"
    return found


def sorts(found: list[Card]) -> Counter:
    """By what they were when they were served; `found` holds them as rated."""
    return Counter(State(one.reviews.last().state_before).name for one in found)


# The order.


def test_a_due_step_comes_before_reviews_and_these_before_new_cards(ada, learner):
    cards(ada, 1)
    cards(ada, 1, **in_review())
    cards(ada, 1, **in_a_step(NOON))
    cards(ada, 1, **in_a_step(NOON - MINUTE, state=State.RELEARNING))
    assert fronts(served(learner)) == ["Front 3", "Front 2", "Front 1", "Front 0"]


def test_a_step_that_is_not_due_waits_for_the_other_cards_and_no_longer(ada, learner):
    cards(ada, 1, **in_a_step(NOON + 19 * MINUTE))
    cards(ada, 2)
    assert fronts(served(learner)) == ["Front 1", "Front 2", "Front 0"]


def test_a_step_further_off_is_not_brought_forward(ada, learner):
    cards(ada, 1, **in_a_step(NOON + 20 * MINUTE + timedelta(seconds=1)))
    assert Queue(learner, NOON).next() is None
    assert counts(learner) == (0, 1, 0)
    assert Queue(learner, NOON + timedelta(seconds=1)).next() is not None


def test_new_cards_come_in_their_places_and_reviews_by_the_day_they_were_due(ada, learner):
    for days in (1, 3, 2):
        cards(ada, 1, **in_review(NOON - days * DAY))
    found = cards(ada, 3)
    for place, one in zip((9, 7, 8), found, strict=True):
        Card.objects.filter(pk=one.pk).update(position=place)
    assert fronts(served(learner)) == ["Front 1", "Front 2", "Front 0", "Front 4", "Front 5", "Front 3"]


def test_most_likely_forgotten_first_is_the_order_of_what_is_still_recalled(ada):
    learner, chance = learner_of(ada, forgotten_first=True), Random(5)
    for _ in range(40):
        last = NOON - chance.randint(1, 400) * DAY
        cards(ada, 1, **in_review(NOON - DAY, last=last, stability=chance.uniform(0.3, 300)))
    found = list(Queue(learner, NOON).reviews())
    recalled = [
        retrievability(one.memory, plan=learner.plan, at=NOON, days_since=one.days_since(NOON, learner.zone))
        for one in found
    ]
    assert len(set(recalled)) > 35
    assert recalled == sorted(recalled)


def test_without_that_wish_the_longest_overdue_comes_first(ada, learner):
    cards(ada, 1, **in_review(NOON - DAY, stability=0.1))
    cards(ada, 1, **in_review(NOON - 2 * DAY, stability=500))
    assert fronts(Queue(learner, NOON).reviews()) == ["Front 1", "Front 0"]


# What is left is what comes.


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 3, 4, 12, 23])
def test_what_is_left_is_what_is_then_served(ada, eve, zone, hour):
    learner, at = learner_of(ada, time_zone=zone, new_a_day=7, reviews_a_day=11), NOON.replace(hour=hour)
    a_mixed_lot(ada, at, Random(f"{zone} {hour}"))
    a_mixed_lot(eve, at, Random(1))
    told = Queue(learner, at).left
    found = served(learner, at)
    came = sorts(found)
    assert (told.new, told.reviews) == (came["NEW"], came["REVIEW"])
    assert told.new == 7
    assert told.reviews == 11
    assert told.learning >= came["LEARNING"] + came["RELEARNING"]
    after = Queue(learner, at).left
    assert (after.new, after.reviews, after.seen) == (0, 0, 18)
    # What is still being learned waits for its minute, later in the day.
    assert after.learning == told.learning - came["LEARNING"] - came["RELEARNING"]
    assert after.first_step is None or after.first_step > at + AHEAD


def a_mixed_lot(student: User, at: datetime, chance: Random) -> None:
    cards(student, 20)
    for _ in range(30):
        cards(student, 1, **in_review(at - chance.randint(1, 90) * DAY, stability=chance.uniform(1, 50)))
    for _ in range(10):
        cards(student, 1, **in_review(at + chance.randint(3, 9) * DAY))
        cards(student, 1, **in_a_step(at + chance.randint(-300, 300) * MINUTE))
    every_third = list(student.cards.values_list("pk", flat=True))[::5]
    student.cards.filter(pk__in=every_third).update(is_suspended=True)
    student.cards.filter(pk__in=[pk + 1 for pk in every_third]).update(buried_until=at + HOUR)
    student.cards.filter(pk__in=[pk + 2 for pk in every_third]).update(buried_until=at)


@pytest.mark.parametrize("at", [NOON, NOON.replace(hour=3, minute=59), NOON.replace(hour=4)])
@pytest.mark.parametrize("zone", ZONES)
def test_the_counts_by_hand_are_the_counts_of_the_rows(ada, at, zone):
    """The statement is written by hand; here the same is counted in Python."""
    learner = learner_of(ada, time_zone=zone, new_a_day=50, reviews_a_day=100)
    a_mixed_lot(ada, at, Random(f"{zone} {at}"))
    ends = due_before(at, learner.zone)
    for hours in range(-30, 31, 3):
        cards(ada, 1, **in_review(at + hours * HOUR))
    for moment in (ends, ends - timedelta(microseconds=1)):
        cards(ada, 1, **in_review(moment))
        cards(ada, 1, **in_a_step(moment))
    ready = [
        one
        for one in ada.cards.all()
        if not one.is_suspended and (one.buried_until is None or one.buried_until <= at)
    ]
    steps = [one.due for one in ready if one.state in (1, 3)]
    assert counts(learner, at) == (
        sum(one.state == 0 for one in ready),
        sum(due < max(ends, at + AHEAD) for due in steps),
        sum(one.state == 2 and one.due < ends for one in ready),
    )
    assert Queue(learner, at).left.first_step == min(steps)


def test_cards_of_one_note_count_as_often_as_they_come_today(ada, learner):
    """The others are put off as soon as one of them was seen."""
    own_card(ada, "In {{Geneva}} on {{Monday}} by {{train}}.")
    cards(ada, 1)
    told = Queue(learner, NOON).left.total
    assert len(served(learner)) == told


def test_a_step_that_is_served_is_counted_though_it_falls_after_the_days_turn(ada, learner):
    at = NOON.replace(hour=3, minute=55)
    card(ada, **in_a_step(at + 10 * MINUTE))
    queue = Queue(learner, at)
    assert queue.next() is not None
    assert queue.left.total == 1


# Limits of the day.


def test_twenty_new_cards_and_two_hundred_reviews_are_the_usual_day(ada, learner):
    cards(ada, 25)
    cards(ada, 210, **in_review())
    assert counts(learner) == (20, 0, 200)
    came = sorts(served(learner))
    assert came == {"NEW": 20, "REVIEW": 200}


@pytest.mark.parametrize(("new", "reviews"), [(0, 0), (0, 5), (5, 0)])
def test_a_limit_of_none_serves_none(ada, new, reviews):
    learner = learner_of(ada, new_a_day=new, reviews_a_day=reviews)
    cards(ada, 6)
    cards(ada, 6, **in_review())
    assert counts(learner) == (new, 0, reviews)
    assert sorts(served(learner)) == Counter({"NEW": new, "REVIEW": reviews}) + Counter()


@pytest.mark.parametrize(
    ("zone", "turn"),
    [
        ("UTC", datetime(2026, 3, 3, 4, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 3, 2, 22, 30, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 3, 3, 12, tzinfo=UTC)),
    ],
)
def test_new_cards_come_again_when_the_day_turns_at_four_in_ones_own_zone(ada, zone, turn):
    learner = learner_of(ada, time_zone=zone, new_a_day=3)
    cards(ada, 9)
    assert len(served(learner, NOON + HOUR)) == 3
    assert counts(learner, turn - timedelta(microseconds=1))[0] == 0
    assert counts(learner, turn)[0] == 3


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_the_limit_holds_through_a_night_in_which_the_clock_is_changed(ada, day):
    """In Berlin 04:00 is 02:00 UTC in summer and 03:00 in winter; the clock was changed an hour or two before."""
    learner = learner_of(ada, time_zone="Europe/Berlin", new_a_day=2)
    cards(ada, 9)
    turn = day.replace(hour=2 if day.month == 3 else 3)
    assert len(served(learner, turn - timedelta(hours=9))) == 2
    assert counts(learner, turn - MINUTE)[0] == 0
    assert counts(learner, turn)[0] == 2


def test_a_card_is_due_from_the_start_of_its_day(ada, learner):
    card(ada, **in_review(NOON.replace(hour=23)))
    assert counts(learner, NOON.replace(hour=3, minute=59))[2] == 0
    assert counts(learner, NOON.replace(hour=4))[2] == 1


def test_taking_a_rating_back_gives_its_place_in_the_day_back(ada, learner):
    cards(ada, 25)
    before = Queue(learner, NOON).left
    review = rated(Queue(learner, NOON).next(), Rating.Easy)
    assert Queue(learner, NOON).left.seen == 1
    studying.undo(review)
    assert Queue(learner, NOON).left == before


# How far the day is.


def test_the_day_is_as_far_as_the_cards_seen_of_it(ada):
    learner = learner_of(ada, new_a_day=4)
    cards(ada, 9)
    seen = []
    while (one := Queue(learner, NOON).next()) is not None:
        seen.append(Queue(learner, NOON).left.percent)
        studying.give(one, Rating.Easy, learner=learner, at=NOON, seen=one.review_count)
    assert seen == [0, 25, 50, 75]
    assert Queue(learner, NOON).left.percent == 100


def test_a_day_without_cards_is_over(learner):
    assert Queue(learner, NOON).left.percent == 100
    assert Queue(learner, NOON).next() is None


# After a break.


@pytest.mark.parametrize(("waiting", "daily"), [(50, 10), (400, 10), (5, 10), (40, 1), (210, 200)])
def test_the_backlog_is_worked_off_as_its_sentence_says(ada, waiting, daily):
    """Day by day: as many as it says, and done when it says."""
    learner, at, days = learner_of(ada, reviews_a_day=daily), NOON, 0
    cards(ada, waiting, **in_review(NOON - 60 * DAY, stability=400))
    told = backlog(Queue(learner, at))
    assert (told.overdue, told.daily) == (waiting, daily)
    while overdue := backlog(Queue(learner, at)).overdue:
        served_today = counts(learner, at)[2]
        assert served_today == min(daily, overdue)
        due = [one.pk for one in Queue(learner, at).reviews()[:served_today]]
        for pk in due:
            rated(Card.objects.get(pk=pk), Rating.Easy, at=at)
        at, days = at + DAY, days + 1
        assert days < 100
    assert days == told.days


def test_what_is_due_today_did_not_wait(ada, learner):
    cards(ada, 3, **in_review(NOON.replace(hour=4)))
    cards(ada, 2, **in_review(NOON.replace(hour=3)))
    assert backlog(Queue(learner, NOON)).overdue == 2


def test_a_long_backlog_is_served_as_many_a_day_as_it_says(ada):
    learner = learner_of(ada, reviews_a_day=50)
    cards(ada, 1_501, **in_review(NOON - 60 * DAY, stability=400))
    told = backlog(Queue(learner, NOON))
    assert (told.overdue, told.daily, told.days) == (1_501, 50, 31)
    assert counts(learner) == (0, 0, 50)


def test_what_falls_due_meanwhile_is_reckoned_with(ada):
    """10 wait, 4 a day; 3 fall due today and on each day after: of 13, 12, 11, 10, 9, 8, 7, 6, 5 and 4 four are seen."""
    learner = learner_of(ada, reviews_a_day=4)
    cards(ada, 10, **in_review(NOON - 5 * DAY))
    for day in range(12):
        cards(ada, 3, **in_review(NOON + day * DAY))
    assert backlog(Queue(learner, NOON)).days == 10
    for one in list(Queue(learner, NOON).reviews()[:2]):
        rated(one, Rating.Easy)
    assert backlog(Queue(learner, NOON)).days == 10


def test_a_backlog_that_only_grows_says_so(ada):
    learner = learner_of(ada, reviews_a_day=1)
    for day in range(-2, 400):
        cards(ada, 1, **in_review(NOON + day * DAY))
    told = backlog(Queue(learner, NOON))
    assert told.days is None
    assert told.is_for_later


# When the next one comes.


def test_what_is_put_off_until_tomorrow_comes_back_then(ada, learner):
    turn = NOON.replace(day=3, hour=4)
    for due in (NOON - HOUR, NOON + HOUR):
        found = card(ada, **in_a_step(due))
        Card.objects.filter(pk=found.pk).update(buried_until=turn)
        assert Queue(learner, NOON).comes_back() == turn
        found.delete()
    card(ada, **in_review(NOON - DAY) | {"buried_until": turn + DAY})
    assert Queue(learner, NOON).comes_back() == turn + DAY
    card(ada, **in_a_step(NOON + HOUR))
    assert Queue(learner, NOON).comes_back() == NOON + HOUR


# What it costs.


def test_counts_cost_one_statement_and_the_next_card_one_more(ada, learner):
    cards(ada, 3, **in_review())
    question_card(ada, **in_review())
    with CaptureQueriesContext(connection) as asked:
        queue = Queue(learner, NOON)
        assert queue.left.total == 4
        assert str(queue.next().note)
    assert len(asked) == 2

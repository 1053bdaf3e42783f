"""Cards done and to come, by the student's own days."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.flashcards.scheduling import Rating, State
from quizzes.models import Answer, Card, Review
from quizzes.progress.students.figures import calendar_chart
from quizzes.progress.students.studied import Recalled, studied
from tests.attempts.corrections import finished
from tests.attempts.quizzes import NOON, quiz
from tests.flashcards.cards import (
    DAY,
    HOUR,
    MINUTE,
    card,
    cards,
    in_a_step,
    in_review,
    learner_of,
    rated,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def review(
    found: Card, rating: Rating = Rating.Good, at: datetime = NOON, days: float = 5, **columns
) -> Review:
    """A rating of a card that was to come back after so many days."""
    before = {"last_review": (at - days * DAY).isoformat(), "due": at.isoformat()}
    ordinary = {"state_before": State.REVIEW.value, "before": before}
    return Review.objects.create(
        card=found, student=found.student, rating=rating, at=at, **ordinary | columns
    )


def test_what_is_rated_before_four_in_the_morning_counts_for_the_day_before(ada):
    learner = learner_of(ada, time_zone="Asia/Kathmandu")
    found = card(ada, **in_review())
    turn = datetime(2026, 3, 1, 22, 15, tzinfo=UTC)  # 04:00 of 2 March in Kathmandu.
    review(found, at=turn - MINUTE)
    review(found, at=turn)
    assert {day: count for day, count in studied(learner, NOON).by_day.items() if count} == {
        TODAY - DAY: 1,
        TODAY: 1,
    }


def test_the_calendar_begins_on_a_monday_and_ends_today(ada):
    days = studied(learner_of(ada), NOON + 2 * DAY).by_day
    assert min(days).strftime("%A") == "Monday"
    assert max(days) == TODAY + 2 * DAY
    assert max(days) - min(days) >= 25 * 7 * DAY


def test_the_reviews_of_others_count_for_them_alone(ada, eve):
    review(card(eve, **in_review()))
    cards(eve, 2, **in_review())
    found = studied(learner_of(ada), NOON)
    assert not any(found.by_day.values())
    assert not any(found.due.values())
    assert found.retentions[-1].ages[-1] == Recalled()


def test_overdue_cards_are_due_today_and_others_on_their_day(ada):
    cards(ada, 2, **in_review(NOON - 50 * DAY))
    card(ada, **in_a_step(NOON + HOUR))
    card(ada, **in_review(NOON + 29 * DAY))
    card(ada, **in_review(NOON + 30 * DAY))
    card(ada)
    due = studied(learner_of(ada), NOON).due
    assert {day: count for day, count in due.items() if count} == {TODAY: 3, TODAY + 29 * DAY: 1}


def test_cards_put_off_come_tomorrow_and_those_put_aside_do_not_come(ada):
    tomorrow = NOON.replace(hour=4) + DAY
    card(ada, **in_review(), buried_until=tomorrow)
    card(ada, **in_review(), buried_until=NOON - HOUR)
    card(ada, **in_review(), is_suspended=True)
    card(ada, **in_review(), is_withdrawn=True)
    due = studied(learner_of(ada), NOON).due
    assert (due[TODAY], due[TODAY + DAY]) == (1, 1)


def test_mature_is_what_had_waited_three_weeks(ada):
    one, other = cards(ada, 2, **in_review())
    review(one, days=21)
    review(other, Rating.Again, days=20)
    (young, mature, every), *_ = (one.ages for one in studied(learner_of(ada), NOON).retentions)
    assert (young, mature, every) == (Recalled(1, 0), Recalled(1, 1), Recalled(2, 1))


@pytest.mark.parametrize("rating", Rating)
def test_all_but_again_is_recalled(ada, rating):
    review(card(ada, **in_review()), rating)
    assert studied(learner_of(ada), NOON).retentions[0].ages[-1] == Recalled(1, rating != Rating.Again)


def test_a_card_counts_by_its_first_rating_of_a_day(ada):
    found = card(ada, **in_review())
    # Stored in another order than they were given.
    review(found, Rating.Good, at=NOON + HOUR)
    review(found, Rating.Again, at=NOON)
    review(found, Rating.Good, at=NOON - DAY)
    today, week, _ = (one.ages[-1] for one in studied(learner_of(ada), NOON + 2 * HOUR).retentions)
    assert (today, week) == (Recalled(1, 0), Recalled(2, 1))


@pytest.mark.parametrize("state", [State.NEW, State.LEARNING, State.RELEARNING])
def test_what_is_still_learned_tells_nothing_about_recall(ada, state):
    review(card(ada, **in_review()), state_before=state.value)
    assert studied(learner_of(ada), NOON).retentions[-1].ages[-1] == Recalled()


def test_what_an_answer_in_a_quiz_rated_was_not_rated_by_hand(ada):
    finished(ada, quiz(1), ["Nine"])
    Review.objects.all().delete()
    found = card(ada, **in_review())
    review(found, answer=Answer.objects.get())
    assert not any(studied(learner_of(ada), NOON).by_day.values())
    review(found)
    assert studied(learner_of(ada), NOON).by_day[TODAY] == 1


def test_a_card_that_was_rated_twice_is_told_as_two_ratings(ada):
    found = card(ada, **in_review())
    review(found, at=NOON - HOUR)
    review(found)
    chart = calendar_chart(studied(learner_of(ada), NOON))
    assert chart.reading == "In the last 26 weeks you rated cards 2 times, on 1 day."
    assert chart.days[-1].told == "2 ratings"


def test_an_answer_in_a_quiz_is_no_recall_of_a_card(ada):
    finished(ada, quiz(1), ["Nine"])
    Review.objects.all().delete()
    review(card(ada, **in_review()), answer=Answer.objects.get())
    assert studied(learner_of(ada), NOON).retentions[-1].ages[-1] == Recalled()


def test_retention_reaches_back_thirty_days_and_says_so(ada):
    found = card(ada, **in_review())
    for days in (0, 6, 7, 29, 30):
        review(found, at=NOON - days * DAY)
    told = {one.period: one.ages[-1].cards for one in studied(learner_of(ada), NOON).retentions}
    assert told == {"Today": 1, "Last 7 days": 2, "Last 30 days": 4}


def test_what_the_buttons_store_is_counted(ada):
    found = card(ada, **in_review(NOON, stability=30))
    rated(found, Rating.Hard)
    retention = studied(learner_of(ada), NOON).retentions[0]
    assert retention.ages == (Recalled(), Recalled(1, 1), Recalled(1, 1))


def test_it_takes_one_statement_that_goes_through_no_whole_table(ada):
    learner = learner_of(ada)
    cards(ada, 3, **in_review())
    with CaptureQueriesContext(connection) as asked:
        studied(learner, NOON)
    (statement,) = asked
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement['sql']}")
            plan = [row[-1] for row in cursor.fetchall()]
        found = [step for step in plan if "SEARCH review " in step or "SEARCH card " in step]
        bounded = (
            "reviews_by_time (student_id=? AND at>? AND at<?)",
            "cards_by_due (student_id=? AND state=? AND due",
        )
        assert len(found) == 4, plan
        assert all(any(index in step for index in bounded) for step in found), found

from datetime import date, timedelta

import pytest

from core.models import User
from quizzes.models import TopicTally
from quizzes.progress.classes.topics import known_topics
from quizzes.progress.students.mastery import Week, mastery
from quizzes.progress.units import marks
from tests.factories import TopicFactory, UserFactory
from tests.progress.tallied import monday, on_topic

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 13)
AGES = (-3, 0, 1, 5, 27, 60, 300)
"""In weeks: one to come, by a clock that was wrong; some that weigh next to nothing."""


def everyone():
    return User.objects.values("pk")


@pytest.mark.parametrize("ages", [AGES, AGES[:1], AGES[-1:]])
def test_the_database_weighs_answers_as_a_students_own_page_does(ages):
    student, topic = UserFactory(), TopicFactory()
    for age in ages:
        on_topic(student, topic, 7 + age % 3, 2.4 + age % 4, TODAY - timedelta(weeks=age))
    weeks = [Week(row.week, row.answers, marks(row.credit)) for row in TopicTally.objects.all()]
    expected, found = mastery(weeks, TODAY), known_topics(everyone(), TODAY)[student.pk][topic.pk].mastery
    assert found.answers == expected.answers
    told = (found.share, found.low, found.high)
    assert told == pytest.approx((expected.share, expected.low, expected.high), rel=1e-9)


def test_students_and_topics_are_told_apart_and_others_left_out():
    (one, other, stranger), dates = UserFactory.create_batch(3), TopicFactory(name="Dates")
    places = TopicFactory(name="Places")
    on_topic(one, dates, 4, 3, TODAY)
    on_topic(one, places, 2, 0, TODAY)
    on_topic(other, dates, 5, 5, TODAY)
    on_topic(stranger, dates, 9, 9, TODAY)
    found = known_topics(User.objects.exclude(pk=stranger.pk).values("pk"), TODAY)
    answers = {student: {topic: one.answers for topic, one in of.items()} for student, of in found.items()}
    assert answers == {one.pk: {dates.pk: 4, places.pk: 2}, other.pk: {dates.pk: 5}}


def test_a_tally_that_was_emptied_again_says_nothing():
    on_topic(UserFactory(), TopicFactory(), 0, 0, TODAY)
    assert known_topics(everyone(), TODAY) == {}


def test_it_asks_once_however_many_there_are(django_assert_num_queries):
    topics = [TopicFactory(name=f"Topic {number}") for number in range(5)]
    for student in UserFactory.create_batch(5):
        for topic in topics:
            on_topic(student, topic, 3, 1, monday(TODAY))
    with django_assert_num_queries(1):
        assert len(known_topics(everyone(), TODAY)) == 5


def test_the_whole_class_is_the_sum_of_its_students():
    topic = TopicFactory()
    for student, age in zip(UserFactory.create_batch(3), (0, 1, 2), strict=True):
        on_topic(student, topic, 4, age, TODAY - timedelta(weeks=age))
    known = [found[topic.pk] for found in known_topics(everyone(), TODAY).values()]
    weeks = [Week(row.week, row.answers, marks(row.credit)) for row in TopicTally.objects.all()]
    assert sum(known[1:], known[0]).mastery.share == pytest.approx(mastery(weeks, TODAY).share)

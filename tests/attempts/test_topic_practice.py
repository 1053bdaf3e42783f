"""Practice of one topic: which questions, once, and beside what was met before."""

from random import Random

import pytest

from quizzes.attempts.models import Attempt, NotOpen
from quizzes.attempts.topic_practice import MOST, practise
from quizzes.models import Question, QuestionSet
from tests.attempts.quizzes import HOUR, NOON, started
from tests.factories import QuestionFactory, TopicFactory, attempt_of, question_set_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return TopicFactory(name="Bridges")


@pytest.fixture
def met(ada, topic) -> Attempt:
    """Ada's practice of a set with two questions on the topic and one on another."""
    question_set = question_set_with(2, topic=topic)
    QuestionFactory(question_set=question_set, topic=TopicFactory(name="Boats"), published=True)
    attempt = attempt_of(ada, question_set)
    attempt.finish(at=NOON)
    return attempt


def practised(student, topic, known=None) -> Attempt | NotOpen:
    return practise(student, topic, known or {}, at=NOON, chance=Random(7))


def asked(attempt: Attempt) -> list[int]:
    return list(attempt.slots.order_by("position").values_list("version__question", flat=True))


def test_only_questions_on_the_topic_are_asked(ada, topic, met):
    attempt = practised(ada, topic)
    assert set(asked(attempt)) == set(topic.questions.values_list("pk", flat=True))
    assert attempt.quiz == met.quiz
    assert attempt.points == attempt.slot_count == 2


def test_what_is_known_least_comes_first_and_what_was_never_answered_between(ada, topic, met):
    third = QuestionFactory(question_set=met.quiz.question_set, topic=topic, published=True)
    well, badly = Question.objects.filter(topic=topic).exclude(pk=third.pk).in_order()
    assert asked(practised(ada, topic, {well.pk: 0.9, badly.pk: 0.2})) == [badly.pk, third.pk, well.pk]


def test_no_more_than_ten_are_asked(ada, topic, met):
    QuestionFactory.create_batch(MOST, question_set=met.quiz.question_set, topic=topic, published=True)
    assert practised(ada, topic).slot_count == MOST


def test_the_set_with_most_questions_on_it_is_practised_of_those_that_are_free(ada, topic, met):
    larger = question_set_with(3, topic=topic)
    kept_back = question_set_with(4, topic=topic)
    QuestionSet.objects.filter(pk=kept_back.pk).update(is_for_practice=False)
    assert practised(ada, topic).quiz.question_set == larger


def test_what_is_no_longer_asked_is_not_practised(ada, topic, met):
    gone = Question.objects.filter(topic=topic).first()
    gone.retire()
    assert gone.pk not in asked(practised(ada, topic))


def test_a_second_click_goes_on_with_the_same(ada, topic, met):
    assert practised(ada, topic) == practised(ada, topic)
    assert ada.attempts.open().count() == 1


def test_once_it_has_ended_the_next_is_a_new_one(ada, topic, met):
    first = practised(ada, topic)
    first.finish(at=NOON)
    assert practised(ada, topic) != first


def test_an_open_practice_of_the_whole_set_stays_as_it_is(ada, topic, met):
    running = started(ada, met.quiz, at=NOON + HOUR)
    attempt = practised(ada, topic)
    assert attempt != running
    assert set(ada.attempts.open()) == {running, attempt}
    assert started(ada, met.quiz) == running


def test_it_counts_as_no_run_through_the_quiz(ada, topic, met):
    attempt = practised(ada, topic)
    assert attempt not in ada.attempts.whole()
    assert started(ada, met.quiz).number == met.number + 1


def test_practice_of_what_was_missed_and_of_another_topic_may_be_open_beside_it(ada, topic, met):
    missed = met.repeat_missed(at=NOON, chance=Random(7))
    one = practised(ada, topic)
    other = practised(ada, TopicFactory(name="Boats"))
    assert len({missed, one, other}) == 3
    assert (practised(ada, topic), practised(ada, TopicFactory(name="Boats"))) == (one, other)


def test_who_met_nothing_yet_is_told_so(ada, topic):
    question_set_with(1, topic=topic)
    told = practised(ada, topic)
    assert isinstance(told, NotOpen)
    assert "Practise a set first." in told.sentence
    assert not ada.attempts.exists()


def test_a_topic_without_questions_is_told_so(ada):
    told = practised(ada, TopicFactory(name="Ferries"))
    assert isinstance(told, NotOpen)
    assert "can be practised now" in told.sentence


def test_attempts_of_others_have_no_part_in_it(ada, eve, topic, met):
    practised(ada, topic)
    assert isinstance(practised(eve, topic), NotOpen)

"""What a student's own figures may tell: nothing that the quizzes themselves do not tell yet."""

from datetime import timedelta

import pytest

from quizzes.attempts.disclosure import EVERYTHING
from quizzes.progress.students.own_tallies import Did, OwnTallies
from tests.attempts.corrections import finished
from tests.attempts.quizzes import HOUR, NOON, answer, kept, quiz, slot_of, started

pytestmark = pytest.mark.django_db
AFTER_THE_CLOSE = {"closed": list(EVERYTHING["closed"])}


def test_what_shows_is_told_by_topic_week_question_and_certainty(ada, eve):
    given = quiz(2, behaviour="immediate_certainty")
    attempt = started(ada, given)
    answer(slot_of(attempt, 1), "Seven", certainty=3)
    answer(slot_of(attempt, 2), "Nine", certainty=3)
    finished(eve, given, ["Nine"])
    told = OwnTallies(ada, NOON)
    ((week,),) = told.topics.values()
    assert (week.start, week.answers, week.credit) == ((NOON - timedelta(NOON.weekday())).date(), 2, 1.0)
    assert sorted(told.questions.values()) == [Did(1, 0.0), Did(1, 1.0)]
    assert told.certainties == {3: Did(2, 1)}


def test_what_a_quiz_tells_after_its_close_alone_is_left_out_until_then(ada):
    given = quiz(1, review=AFTER_THE_CLOSE, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    kept(slot_of(attempt, 1), "Seven")
    attempt.finish(at=NOON)
    shown = finished(ada, quiz(1, behaviour="immediate"), ["Nine"])
    before, after = OwnTallies(ada, NOON + HOUR / 2), OwnTallies(ada, NOON + HOUR)
    assert before.questions == {shown.slots.get().version.question_id: Did(1, 0.0)}
    assert [week.answers for weeks in before.topics.values() for week in weeks] == [1]
    assert len(after.questions) == 2
    assert [week.credit for weeks in after.topics.values() for week in weeks] == [1.0]


def test_what_is_hidden_costs_as_many_queries_for_many_attempts_as_for_one(
    ada, django_assert_max_num_queries
):
    given = quiz(1, review=AFTER_THE_CLOSE)
    for _ in range(5):
        attempt = started(ada, given)
        kept(slot_of(attempt, 1), "Seven")
        attempt.finish(at=NOON)
    told = OwnTallies(ada, NOON)
    with django_assert_max_num_queries(8):
        assert (told.topics, told.questions, told.certainties) == ({}, {}, {})

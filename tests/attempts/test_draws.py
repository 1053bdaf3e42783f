"""Which versions an attempt asks, with the store: the whole set in its order, or what the quiz draws."""

from collections import Counter
from random import Random

import pytest
from django.utils.timezone import now

from quizzes.bank.publishing import publish
from quizzes.models import Attempt, DrawRule, Question, Quiz
from tests.attempts.quizzes import end, quiz, start, started
from tests.factories import QuestionFactory, QuestionSetFactory, TopicFactory, attempt_of, question_set_with

pytestmark = pytest.mark.django_db


def asked(given: Quiz, student, seed: int = 7) -> list[Question]:
    return [version.question for version in given.versions_for(student, Random(seed))]


def draw(given: Quiz, count: int, **fields) -> DrawRule:
    return DrawRule.objects.create(quiz=given, count=count, **fields)


def questions_of(attempt: Attempt) -> set[int]:
    return set(attempt.slots.values_list("version__question", flat=True))


def test_without_a_draw_the_whole_set_is_asked_in_its_order(ada):
    given = quiz(5)
    assert asked(given, ada) == list(given.question_set.questions.order_by("position"))


def test_only_what_is_published_now_is_asked_in_its_current_version(ada):
    given = quiz(3)
    QuestionFactory(question_set=given.question_set, stem="Still a draft?")
    first, second, _ = given.question_set.questions.published().order_by("position")
    first.retire()
    versions = given.versions_for(ada, Random(7))
    assert versions[0].question == second
    assert all(version == version.question.current for version in versions)
    assert len(versions) == 2


def test_shuffled_questions_come_in_another_order_with_another_chance(ada):
    given = quiz(6, is_shuffled=True)
    orders = {tuple(question.pk for question in asked(given, ada, seed)) for seed in range(6)}
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1
    assert asked(given, ada, 3) == asked(given, ada, 3)


def test_a_draw_asks_as_many_as_it_says_and_none_twice(ada):
    given = quiz(6)
    draw(given, 2)
    draw(given, 3)
    for seed in range(10):
        questions = asked(given, ada, seed)
        assert len(set(questions)) == len(questions) == 5


def test_the_same_chance_draws_the_same_and_another_one_otherwise(ada):
    given = quiz(8)
    draw(given, 3)
    assert asked(given, ada, 1) == asked(given, ada, 1)
    assert len({tuple(asked(given, ada, seed)) for seed in range(8)}) > 1


def test_each_rule_draws_from_its_set_topic_and_difficulty(ada):
    own, other = QuestionSetFactory(), QuestionSetFactory()
    rivers = TopicFactory(name="Rivers")
    wanted = [
        QuestionFactory(question_set=own, topic=rivers, difficulty=1, published=True),
        QuestionFactory(question_set=own, topic=TopicFactory(name="Ferries"), difficulty=3, published=True),
        QuestionFactory(question_set=other, published=True),
    ]
    QuestionFactory(question_set=own, topic=TopicFactory(name="Shops"), difficulty=1, published=True)
    QuestionFactory(question_set=QuestionSetFactory(), topic=rivers, published=True)
    given = quiz(question_set=own)
    draw(given, 1, topic=rivers)
    draw(given, 1, difficulty=3)
    draw(given, 1, question_set=other)
    for seed in range(5):
        assert asked(given, ada, seed) == wanted


def test_a_draw_that_finds_too_few_asks_what_there_is(ada):
    given = quiz(2)
    draw(given, 5)
    assert len(asked(given, ada)) == 2
    assert started(ada, given).slot_count == 2


def test_a_draw_that_finds_nothing_cannot_be_started(as_ada, ada):
    given = quiz(2)
    draw(given, 1, topic=TopicFactory(name="Ferries"))
    refused = Attempt.start(ada, given, at=now(), chance=Random(7))
    assert "has no question to ask" in refused.sentence
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(("counts", "short"), [((2,), 0), ((3,), 1), ((2, 2), 2), ((), 0)])
def test_a_quiz_knows_how_many_questions_are_too_few_to_draw_from(counts, short):
    given = quiz(2)
    for count in counts:
        draw(given, count)
    assert given.shortage() == short


def test_a_second_attempt_asks_what_the_first_did_not(as_ada, ada):
    given = quiz(6)
    draw(given, 3)
    seen = []
    for _ in range(2):
        attempt = start(as_ada, given)
        seen.append(questions_of(attempt))
        end(as_ada, attempt)
    assert not seen[0] & seen[1]


def test_attempt_by_attempt_all_questions_are_asked_equally_often(as_ada):
    given = quiz(4)
    draw(given, 3)
    times: Counter[int] = Counter()
    for _ in range(8):
        attempt = start(as_ada, given)
        times.update(questions_of(attempt))
        assert max(times.values()) - min(times.get(pk, 0) for pk in all_ids(given)) <= 1
        end(as_ada, attempt)
    assert set(times.values()) == {6}


def all_ids(given: Quiz) -> list[int]:
    return list(given.question_set.questions.values_list("pk", flat=True))


def test_what_was_practised_was_seen(ada):
    question_set = question_set_with(2)
    attempt_of(ada, question_set)
    new = QuestionFactory(question_set=question_set, published=True)
    given = quiz(question_set=question_set)
    draw(given, 1)
    for seed in range(8):
        assert asked(given, ada, seed) == [new]


def test_a_question_seen_in_an_older_version_was_seen(ada):
    given = quiz(2)
    draw(given, 1)
    (seen,) = questions_of(started(ada, given))
    question = Question.objects.get(pk=seen)
    question.stem = "After how many weeks was it to open?"
    question.save()
    publish(question, at=now())
    for seed in range(8):
        assert [one.pk for one in asked(given, ada, seed)] != [seen]


def test_what_others_saw_does_not_count(ada, eve):
    given = quiz(2)
    draw(given, 1)
    (seen,) = questions_of(started(eve, given))
    assert {one.pk for seed in range(12) for one in asked(given, ada, seed)} > {seen}


def test_a_draw_in_another_order_is_the_same_draw(ada):
    given = quiz(6)
    draw(given, 4)
    plain = asked(given, ada, 5)
    given.is_shuffled = True
    assert set(asked(given, ada, 5)) == set(plain)


@pytest.mark.parametrize("size", [4, 40])
def test_starting_a_draw_costs_the_same_however_many_there_are(ada, size, django_assert_max_num_queries):
    given = quiz(size)
    draw(given, 3)
    with django_assert_max_num_queries(19):
        started(ada, given)


def test_the_points_of_an_attempt_are_those_of_what_was_drawn(ada):
    question_set = QuestionSetFactory()
    for points in (1, 2, 4):
        QuestionFactory(question_set=question_set, points=points, published=True)
    given = quiz(question_set=question_set, behaviour="deferred_certainty")
    draw(given, 2)
    attempt = started(ada, given)
    assert attempt.points == 3 * sum(slot.points for slot in attempt.slots.all())


def test_where_options_keep_their_order_no_slot_has_one_of_its_own(ada):
    assert [slot.option_order for slot in started(ada, quiz(shuffles_options=False)).slots.all()] == [
        [],
        [],
        [],
    ]
    assert all(slot.option_order for slot in started(ada, quiz()).slots.all())

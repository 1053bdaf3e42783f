"""Which questions a quiz draws. Pure: candidates in, ids out."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts.drawing import Candidate, Rule, drawn

SEEN = st.lists(st.integers(0, 4), max_size=12)


def candidates(*times_seen: int, set_id: int = 1, topic_id: int | None = None, difficulty: int = 2) -> list:
    """Questions 1, 2, … of one set, each seen that often."""
    return [
        Candidate(id, set_id, topic_id, difficulty, times) for id, times in enumerate(times_seen, start=1)
    ]


def test_what_was_not_seen_comes_first():
    for seed in range(50):
        assert set(drawn([Rule(2, 1)], candidates(1, 0, 3, 0), Random(seed))) == {2, 4}


def test_when_everything_was_seen_what_was_seen_least_often_comes_first():
    for seed in range(50):
        assert drawn([Rule(3, 1)], candidates(5, 2, 1, 3), Random(seed)) == [3, 2, 4]


@given(seen=SEEN, count=st.integers(0, 15), seed=st.integers())
def test_nothing_left_out_was_seen_less_often_than_anything_drawn(seen, count, seed):
    ids = drawn([Rule(count, 1)], candidates(*seen), Random(seed))
    times = [seen[id - 1] for id in ids]
    assert times == sorted(seen)[:count]


@given(seen=SEEN, counts=st.lists(st.integers(0, 6), max_size=4), seed=st.integers())
def test_nothing_is_drawn_twice_however_many_rules_overlap(seen, counts, seed):
    ids = drawn([Rule(count, 1) for count in counts], candidates(*seen), Random(seed))
    assert len(set(ids)) == len(ids) == min(sum(counts), len(seen))


def test_chance_decides_among_equals_and_each_is_as_likely_as_another():
    first = Counter(drawn([Rule(1, 1)], candidates(0, 0, 0, 0), Random(seed))[0] for seed in range(4000))
    assert set(first) == {1, 2, 3, 4}
    assert all(900 < times < 1100 for times in first.values())


def test_a_rule_that_finds_too_few_takes_what_there_is():
    assert sorted(drawn([Rule(5, 1)], candidates(0, 0), Random(7))) == [1, 2]
    assert drawn([Rule(5, 1)], [], Random(7)) == []


def test_the_next_rule_does_not_make_up_for_one_that_found_too_few():
    pool = [Candidate(1, 1, None, 2), *(Candidate(id, 2, None, 2) for id in (2, 3, 4))]
    ids = drawn([Rule(3, 1), Rule(1, 2)], pool, Random(7))
    assert len(ids) == 2
    assert ids[0] == 1


POOL = [
    Candidate(1, set_id=1, topic_id=10, difficulty=1),
    Candidate(2, set_id=1, topic_id=10, difficulty=3),
    Candidate(3, set_id=1, topic_id=11, difficulty=1),
    Candidate(4, set_id=1, topic_id=None, difficulty=1),
    Candidate(5, set_id=2, topic_id=10, difficulty=1),
]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (Rule(9, 1), {1, 2, 3, 4}),
        (Rule(9, 2), {5}),
        (Rule(9, 1, topic_id=10), {1, 2}),
        (Rule(9, 1, difficulty=1), {1, 3, 4}),
        (Rule(9, 1, topic_id=10, difficulty=3), {2}),
        (Rule(9, 1, topic_id=12), set()),
        (Rule(9, 3), set()),
    ],
)
def test_a_rule_draws_only_from_its_set_topic_and_difficulty(rule, found):
    assert set(drawn([rule], POOL, Random(7))) == found


def test_questions_come_rule_by_rule():
    for seed in range(20):
        ids = drawn([Rule(1, 2), Rule(2, 1, topic_id=10), Rule(1, 1, topic_id=11)], POOL, Random(seed))
        assert (ids[0], set(ids[1:3]), ids[3]) == (5, {1, 2}, 3)


@given(seen=SEEN, seed=st.integers())
def test_the_same_chance_draws_the_same(seen, seed):
    rules = [Rule(2, 1), Rule(3, 1)]
    assert drawn(rules, candidates(*seen), Random(seed)) == drawn(rules, candidates(*seen), Random(seed))


def test_another_chance_draws_otherwise():
    assert len({tuple(drawn([Rule(4, 1)], candidates(*[0] * 8), Random(seed))) for seed in range(9)}) > 1

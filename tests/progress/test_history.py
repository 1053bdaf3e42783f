from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from quizzes.attempts.behaviours import BEHAVIOURS, Certainty
from quizzes.progress.made_up import history
from quizzes.progress.made_up.history import Item, Scale, Sitting

UNTIL = date(2026, 7, 31)
SMALL = Scale(students=60, answers=5_000, questions=100, classes=2)


def sittings(scale: Scale = SMALL, seed: int = 7) -> list[Sitting]:
    return history.sittings(scale, UNTIL, Random(seed))


def test_the_same_chance_makes_the_same_history_and_another_one_another():
    assert sittings() == sittings()
    assert sittings() != sittings(seed=8)


@pytest.mark.parametrize("answers", [1, 19, 5_000, 40_000])
@pytest.mark.parametrize("questions", [1, 45, 500])
def test_a_history_leaves_just_the_answers_that_are_wanted(answers, questions):
    found = sittings(replace(SMALL, answers=answers, questions=questions))
    assert sum(sitting.answers for sitting in found) == answers


def test_what_happens_lies_within_two_years_in_the_order_of_time():
    found = sittings()
    assert [one.starts for one in found] == sorted(one.starts for one in found)
    assert found[-1].starts.date() <= UNTIL
    assert 500 < (UNTIL - found[0].starts.date()).days <= 2 * 52 * 7
    assert {one.starts.weekday() for one in found} == set(range(5))


def test_attempts_at_a_quiz_are_numbered_and_only_the_last_may_be_open():
    own = defaultdict(list)
    for one in sittings():
        own[one.student, one.quiz, one.is_practice].append(one)
    assert any(len(attempts) > 1 for attempts in own.values())
    assert any(not attempts[-1].is_finished for attempts in own.values())
    for attempts in own.values():
        assert [one.number for one in attempts] == list(range(1, len(attempts) + 1))
        assert all(one.is_finished for one in attempts[:-1])


def test_a_longer_history_holds_the_same_of_its_first_students():
    short = sittings(replace(SMALL, students=500, answers=2_000))
    long = sittings(replace(SMALL, students=500, answers=20_000))
    last = max(one.student for one in short)
    assert last > 10
    assert [one for one in short if one.student < last] == [one for one in long if one.student < last]


COMPARABLE = Scale(students=10_000, answers=10_000, questions=500, classes=334, is_comparable=True)


def test_in_a_history_to_be_compared_the_year_does_the_same_however_many_answers_there_are():
    short, long = sittings(COMPARABLE), sittings(replace(COMPARABLE, answers=400_000))
    of_the_year = [one for one in short if one.student < 500]
    assert of_the_year == [one for one in long if one.student < 500]
    assert len(of_the_year) < len(short) < len(long)
    assert sum(one.answers for one in short) == 10_000


def test_in_a_history_to_be_compared_a_class_is_as_busy_as_ever_and_most_of_the_year_do_something():
    answers = Counter()
    for one in sittings(COMPARABLE):
        answers[one.student] += one.answers
    assert 70 < sum(answers[student] for student in range(30)) / 30 < 130
    assert sum(student < 500 for student in answers) > 300


def test_in_a_history_to_be_compared_nobody_answers_by_what_others_gave():
    one, other = Random(1), Random(2)
    first, second = sittings()[:2]
    assert draw(first, COMPARABLE, one) == draw(first, COMPARABLE, other) != draw(second, COMPARABLE, one)
    assert draw(first, SMALL, one) != draw(first, SMALL, other)


def draw(sitting: Sitting, scale: Scale, chance: Random) -> float:
    return history.chance_of(sitting, scale, chance).random()


def test_a_class_is_given_quizzes_and_most_of_its_students_take_them():
    taken = Counter(one.quiz for one in sittings() if one.student < 30 and not one.is_practice)
    assert all(taken[quiz] > 15 for quiz in SMALL.given_to_class(0))


def test_students_beyond_the_classes_are_in_none():
    scale = replace(SMALL, classes=1)
    assert (scale.class_of(29), scale.class_of(30)) == (0, None)


def test_an_item_asks_as_much_as_birnbaum_has_it():
    item = Item(discrimination=1.5, difficulty=0.5)
    assert item.chance_of_right(0.5) == 0.5
    assert item.chance_of_right(1.5) == pytest.approx(0.8175744761936437)


def test_the_able_are_more_often_right_and_less_often_where_the_key_is_wrong():
    right, wrong = Item(1.2, 0), Item(-1.2, 0)
    rates = [share_right(right, ability) for ability in (-2, 0, 2)]
    assert rates == sorted(rates)
    assert all(above - below > 0.2 for below, above in pairwise(rates))
    assert share_right(wrong, 2) < 0.2
    assert any(item.discrimination < 0 for item in history.items(80, Random(7)))


def share_right(item: Item, ability: float) -> float:
    chance, how = Random(7), BEHAVIOURS["immediate"]
    return sum(history.reply(item, 4, ability, how, chance).place == 0 for _ in range(500)) / 500


def test_all_wrong_answers_are_given_and_the_first_of_them_most():
    places = [history.given(0.2, 4, Random(seed)) for seed in range(400)]
    count = Counter(places)
    assert set(count) == {0, 1, 2, 3}
    assert count[1] > count[2]


def test_who_is_surer_is_more_often_right_but_not_as_often_as_they_think():
    chance, how, seen = Random(7), BEHAVIOURS["deferred_certainty"], defaultdict(list)
    for _ in range(3_000):
        reply = history.reply(Item(1, 0), 4, chance.gauss(0, 1), how, chance)
        seen[reply.certainty].append(reply.place == 0)
    shares = [sum(seen[level]) / len(seen[level]) for level in Certainty]
    assert shares == sorted(shares)
    assert shares[-1] < 0.8


def test_a_second_try_follows_a_wrong_one_and_is_more_often_right():
    chance, how = Random(7), BEHAVIOURS["interactive"]
    replies = [history.reply(Item(1, 0), 4, 0, how, chance) for _ in range(500)]
    again = [reply for reply in replies if reply.tried is not None]
    assert all(reply.tried != 0 for reply in again)
    assert sum(reply.place == 0 for reply in again) / len(again) > 0.6

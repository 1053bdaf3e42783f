"""Which wrong answers may be right ones misspelt."""

import pytest

from quizzes.progress.items.nearness import is_near


@pytest.mark.parametrize(
    ("said", "is_a_slip"),
    [("Viena", True), (" vienna ", True), ("Wienna", True), ("Berlin", False), ("", False)],
)
def test_a_missed_spelling_is_near_and_another_word_is_not(said, is_a_slip):
    assert is_near(said, ["Vienna", "Wien"]) == is_a_slip


def test_nothing_is_near_where_nothing_is_right():
    assert not is_near("Vienna", [])


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("on 11 January", "on 10 January"),
        ("100 000 troops", "10 000 troops"),
        ("troops", "3 troops"),
        ("thirteen days", "thirty days"),
        ("on Tuesday", "on Thursday"),
        ("June talks", "July talks"),
    ],
)
def test_another_number_or_day_is_no_missed_spelling(said, right):
    assert not is_near(said, [right])


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("not allowed", "now allowed"),
        ("now allowed", "not allowed"),
        ("it isn’t binding", "it is binding"),
        ("no guarantees", "guarantees"),
        ("illegal", "legal"),
        ("it is possible", "it is impossible"),
        ("unacceptable", "acceptable"),
    ],
)
def test_the_contrary_is_no_missed_spelling(said, right):
    assert not is_near(said, [right])


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("not alowed", "not allowed"),
        ("on 10 Janury", "on 10 January"),
        ("sevn days", "seven days"),
        ("imposible", "impossible"),
        ("Thusday", "Thursday"),
    ],
)
def test_such_words_may_be_misspelt_themselves(said, right):
    assert is_near(said, [right])


def test_one_right_answer_that_it_misses_is_enough():
    assert is_near("on 10 Janury", ["on 11 January", "on 10 January"])

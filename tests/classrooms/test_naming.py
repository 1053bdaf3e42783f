from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quizzes.classrooms.naming import (
    LONGEST_MADE,
    first_free,
    made_safe,
    names_like,
    new_password,
    pseudonyms,
    username_fault,
)

SEEDS = some.integers()


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("Ada Lovelace", "ada.lovelace"),
        ("  Éva  Œuvre ", "eva.oeuvre"),
        ("Jürgen Groß", "jurgen.gross"),
        ("Seán O'Neill", "sean.oneill"),
        ("Łukasz Ørsted", "lukasz.orsted"),
        ("Иван Петров", "иван.петров"),
        ("=cmd|' /C calc'!A0", "cmd.c.calc.a0"),
        ("🙂 !", ""),
    ],
)
def test_a_name_becomes_a_user_name_that_can_be_typed(name, username):
    assert made_safe(name) == username


@given(some.text(max_size=120), SEEDS)
def test_whatever_a_person_is_called_the_user_name_is_one_that_may_be(name, seed):
    for username in islice(names_like(name, Random(seed)), 8):
        assert username_fault(username) == ""
        assert len(username) <= LONGEST_MADE + 4


def test_who_is_called_like_another_gets_a_number():
    names = names_like("Ada Lovelace", Random(1))
    assert first_free(names, {"ada.lovelace", "ada.lovelace2"}) == "ada.lovelace3"


@given(SEEDS)
def test_a_pseudonym_is_two_words_and_a_number(seed):
    quality, thing, number = next(pseudonyms(Random(seed))).split("-")
    assert quality.isalpha()
    assert thing.isalpha()
    assert 10 <= int(number) <= 99


@given(SEEDS)
def test_a_password_has_nothing_that_is_misread(seed):
    first, second = new_password(Random(seed)).split("-")
    assert len(first) == len(second) == 5
    assert not set(first + second) & set("lio01LIO")


def test_passwords_differ():
    chance = Random(1)
    assert len({new_password(chance) for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("username", ["two words", "a/b", "a" * 151, "tab\t", "ö<"])
def test_what_cannot_be_a_user_name_is_told(username):
    assert username_fault(username)

"""What was typed, beside what was wanted."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.flashcards.comparing import Stretch, difference, nearest

WORDS = st.text(alphabet="aAbßİi ç", max_size=12)


def of_sign(found: list[Stretch], *signs: str) -> str:
    return "".join(stretch.text for stretch in found if stretch.sign in signs)


def test_the_nearest_answer_is_the_one_that_differs_least():
    assert nearest("the hage", ["Geneva", "The Hague", "Den Haag"]) == "The Hague"


def test_a_missing_and_an_extra_letter_are_marked():
    assert difference("Genxeva", "Geneva") == [
        Stretch("Gen", "same"),
        Stretch("x", "extra"),
        Stretch("eva", "same"),
    ]
    assert difference("Genva", "Geneva") == [
        Stretch("Gen", "same"),
        Stretch("e", "missing"),
        Stretch("va", "same"),
    ]


def test_a_letter_in_place_of_another_is_shown_before_the_one_that_was_wanted():
    assert difference("Genewa", "Geneva") == [
        Stretch("Gene", "same"),
        Stretch("w", "extra"),
        Stretch("v", "missing"),
        Stretch("a", "same"),
    ]


@pytest.mark.parametrize("typed", ["geneva", "GENEVA", "  Geneva  ", "gEnEvA\n"])
def test_capitals_and_outer_blanks_do_not_count(typed):
    assert difference(typed, "Geneva") == [Stretch("Geneva", "same")]


def test_nothing_typed_is_all_missing():
    assert difference("", "Geneva") == [Stretch("Geneva", "missing")]


@given(WORDS, WORDS)
def test_what_was_wanted_can_be_read_off(typed, wanted):
    assert of_sign(difference(typed, wanted), "same", "missing") == wanted.strip()


@given(WORDS, WORDS)
def test_what_was_typed_can_be_read_off_but_for_capitals(typed, wanted):
    read = of_sign(difference(typed, wanted), "same", "extra")
    assert len(read) == len(typed.strip())
    assert read.casefold().replace("i̇", "i") == typed.strip().casefold().replace("i̇", "i")


@given(WORDS)
def test_the_same_words_differ_in_nothing(typed):
    assert {stretch.sign for stretch in difference(typed, typed)} <= {"same"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("a" * 4_000, "a" * 2_000), ("ab" * 2_000, "ba" * 1_000), ("x" * 4_000, "y" * 2_000)],
)
def test_long_words_do_not_hold_up_the_page(typed, wanted):
    """An address of 8,000 letters may hold as many of an answer, and a front may have 2,000."""
    began = time.process_time()
    difference(typed, wanted)
    assert time.process_time() - began < 3

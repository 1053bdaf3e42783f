"""A note's text with gaps, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.flashcards.gaps import Part, answer_to, gap_count, parts

TEXTS = st.lists(st.sampled_from(["{{", "}}", "{", "}", " ", "a", "b", "*", "\n"]), max_size=15).map("".join)


def test_gaps_are_numbered_from_one_in_reading_order():
    assert parts("The {{talks}} were in {{Geneva}}.") == [
        Part("The "),
        Part("talks", 1),
        Part(" were in "),
        Part("Geneva", 2),
        Part("."),
    ]


def test_a_text_without_gaps_is_one_part():
    assert parts("The talks.") == [Part("The talks.")]


@pytest.mark.parametrize("text", ["", "{{}}", "{Geneva}", "{{Geneva", "Geneva}}", "{ {Geneva} }"])
def test_what_is_not_in_two_pairs_of_braces_is_no_gap(text):
    assert gap_count(text) == 0


@pytest.mark.parametrize("blank", ["{{ }}", "{{\n}}", "{{\t  }}"])
def test_braces_around_blanks_alone_are_no_gap(blank):
    text = f"The talks were in {blank}."
    assert gap_count(text) == 0
    assert "".join(part.text for part in parts(text)) == text


def test_blanks_at_the_edges_of_a_gap_do_not_belong_to_its_words():
    assert answer_to("In {{ Geneva }}.", 1) == "Geneva"


def test_a_gap_may_run_over_a_line():
    assert answer_to("In {{Geneva\non Monday}}.", 1) == "Geneva\non Monday"


def test_there_is_nothing_in_a_gap_that_is_not_there():
    assert answer_to("In {{Geneva}}.", 2) == ""


@given(TEXTS)
def test_every_gap_that_is_counted_has_words_to_ask_for(text):
    numbers = [part.gap for part in parts(text) if part.gap]
    assert numbers == list(range(1, gap_count(text) + 1))
    assert all(answer_to(text, number).strip() for number in numbers)


@given(TEXTS)
def test_nothing_but_braces_and_blanks_beside_them_is_lost(text):
    kept = "".join(part.text for part in parts(text))
    assert [letter for letter in kept if letter in "ab*"] == [letter for letter in text if letter in "ab*"]

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizzes.articles.quoting import ALIKE, Piece, Span, cut, find

PASSAGE = "The mayor — a baker’s son — said “not yet”, and then the mayor said no more."
TEXTS = st.text(alphabet=st.sampled_from("ab é–’“\u00a0.\n"), max_size=40)


def found(words: str, text: str = PASSAGE, near: int = 0) -> str | None:
    span = find(words, text, near=near)
    return text[span.start : span.end] if span else None


@st.composite
def texts_with_spans(draw) -> tuple[str, list[Span]]:
    """A text and spans of it in any order; they may overlap, be empty or run past the end."""
    text = draw(st.text(max_size=60))
    ends = st.tuples(st.integers(0, len(text) + 3), st.integers(0, len(text) + 3))
    return text, [Span(min(pair), max(pair)) for pair in draw(st.lists(ends, max_size=6))]


def test_words_are_found_where_they_stand():
    assert find("a baker", PASSAGE) == Span(12, 19)


def test_words_that_do_not_stand_there_are_not_found():
    assert find("the baker", PASSAGE) is None


def test_another_wording_is_not_a_quotation_however_close():
    assert find("The mayor, a baker’s son,", PASSAGE) is None


def test_capitals_are_part_of_the_words():
    assert find("the Mayor", PASSAGE) is None


def test_straight_and_curly_quotation_marks_are_the_same_words():
    assert found("a baker's son") == "a baker’s son"
    assert found('said "not yet"') == "said “not yet”"


def test_a_hyphen_finds_a_dash():
    assert found("The mayor - a baker") == "The mayor — a baker"


def test_a_blank_finds_a_no_break_space():
    assert found("100 000 people", "Some 100\u202f000 people came.") == "100\u202f000 people"


def test_outer_blanks_of_a_quotation_do_not_matter():
    assert found("  said no more \n") == "said no more"


def test_part_of_a_word_is_not_found():
    assert find("cat", "They concatenate a catalogue.") is None


def test_a_word_is_found_although_it_began_another_word_before():
    assert find("cat", "The catalogue shows a cat.") == Span(22, 25)


def test_a_number_is_not_found_in_a_longer_number():
    assert find("14", "In 2014 it cost 140.") is None


def test_punctuation_ends_a_word():
    assert found("no more") == "no more"
    assert found("not yet") == "not yet"


def test_no_words_are_found_nowhere():
    assert find("", PASSAGE) is None
    assert find(" \n\u00a0", PASSAGE) is None


def test_words_that_stand_twice_are_found_at_the_place_nearest_to_the_one_meant():
    text = "the mayor said; later the mayor said."
    assert find("the mayor said", text) == Span(0, 14)
    assert find("the mayor said", text, near=20) == Span(22, 36)
    assert find("the mayor said", text, near=500) == Span(22, 36)


def test_overlapping_places_are_all_looked_at():
    assert find("no no", "no no no", near=3) == Span(3, 8)


@given(text=TEXTS, words=TEXTS, near=st.integers(0, 50))
def test_what_is_found_reads_as_the_words_do(text, words, near):
    stands = found(words, text, near)
    assert stands is None or stands.translate(ALIKE) == words.strip().translate(ALIKE)


@given(before=st.text(max_size=20), words=st.text(min_size=1, max_size=20), after=st.text(max_size=20))
def test_words_between_blanks_are_always_found(before, words, after):
    text = f"{before} {words} {after}"
    assert bool(find(words, text, near=len(before) + 1)) == bool(words.strip().translate(ALIKE).strip())


def test_a_text_is_cut_into_marked_and_unmarked_pieces():
    assert cut("one two three", [Span(4, 7)]) == [
        Piece("one "),
        Piece("two", is_marked=True),
        Piece(" three"),
    ]


def test_overlapping_spans_are_marked_as_one():
    assert cut("one two three", [Span(6, 13), Span(4, 8)]) == [
        Piece("one "),
        Piece("two three", is_marked=True),
    ]


def test_a_text_without_spans_is_one_piece():
    assert cut("one two", []) == [Piece("one two")]


@given(texts_with_spans())
def test_pieces_join_back_to_the_text(case):
    text, spans = case
    assert "".join(piece.text for piece in cut(text, spans)) == text


@given(texts_with_spans())
def test_exactly_the_characters_within_a_span_are_marked(case):
    text, spans = case
    marked = [piece.is_marked for piece in cut(text, spans) for _ in piece.text]
    assert marked == [any(span.start <= place < span.end for span in spans) for place in range(len(text))]


@given(texts_with_spans())
def test_no_piece_is_empty_and_two_marked_pieces_never_touch(case):
    pieces = cut(*case)
    assert all(piece.text for piece in pieces)
    assert not any(one.is_marked and other.is_marked for one, other in pairwise(pieces))

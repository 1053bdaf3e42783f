"""What is typed, what is looked for, and the stretch of a text that shows it. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.articles.quoting import Span
from quizzes.search.asked import MOST_WORDS, NO_WORDS, TOO_MANY, Term, asked
from quizzes.search.snippets import WIDTH, snippet

TEXT = "The Russian envoys closed the NATO–Russia talks; Moscow's envoy had talked of “open doors”."


def marked(typed: str, text: str = TEXT) -> list[str]:
    return [text[span.start : span.end] for span in asked(typed).marks(text)]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  \t\n", ()),
        ("nato", (Term(("nato",), is_open=True),)),
        ("nato talks", (Term(("nato",)), Term(("talks",), is_open=True))),
        ("day-long talks", (Term(("day", "long")), Term(("talks",), is_open=True))),
        ('"open door" nato', (Term(("open", "door"), is_exact=True), Term(("nato",), is_open=True))),
        ("nato “open door”", (Term(("nato",)), Term(("open", "door"), is_exact=True))),
        ('"open do', (Term(("open", "do"), is_exact=True, is_open=True),)),
        ("nato NATO Nato's x", (Term(("nato",)), Term(("x",), is_open=True))),
    ],
)
def test_words_and_phrases_are_told_apart(typed, terms):
    assert asked(typed).terms == terms


@pytest.mark.parametrize("typed", ['"', '""', "***", "( ) : ^ -", "—", "😀", "\0"])
def test_what_holds_no_word_is_told_in_a_sentence(typed):
    assert (asked(typed).terms, asked(typed).problem) == ((), NO_WORDS)


@pytest.mark.parametrize(
    "typed", [" ".join(f"w{n}" for n in range(MOST_WORDS + 1)), '"' + "word " * 2000 + '"']
)
def test_more_words_than_can_be_looked_for_are_refused_in_a_sentence(typed):
    assert (asked(typed).terms, asked(typed).problem) == ((), TOO_MANY)


def test_as_many_words_as_allowed_are_looked_for():
    assert len(asked(" ".join(f"w{n}" for n in range(MOST_WORDS))).terms) == MOST_WORDS


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("talks", ["talks", "talked"]),
        ("envoy", ["envoys", "envoy"]),
        ("rus", ["Russian", "Russia"]),
        ("rus talks", ["talks", "talked"]),
        ('"talks"', ["talks"]),
        ('"nato russia"', ["NATO–Russia"]),
        ('"russia nato"', []),
        ("nato-russia", ["NATO–Russia"]),
        ("russia-nato", []),
        ("moscow", ["Moscow"]),
        ("DOOR", ["doors"]),
        ('"door"', []),
        ('"open door', ["open doors"]),
    ],
)
def test_the_words_that_are_looked_for_are_marked(typed, found):
    assert marked(typed) == found


def test_all_the_words_must_be_there_in_any_of_the_texts():
    assert asked("days seven").is_found_in(["Seven shops", "some days"])
    assert not asked("days nine").is_found_in(["Seven shops", "some days"])
    assert not asked("").is_found_in(["Seven shops"])


def test_advice_fits_what_was_asked():
    assert "quotation marks" in asked('"open door" x').advice
    assert "fewer" in asked("open door").advice
    assert "another word" in asked("door").advice


def shown(text: str, typed: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_marked else piece.text
        for piece in snippet(text, asked(typed).marks(text))
    )


def test_a_short_text_is_shown_whole():
    assert shown("It opens after seven days.", "seven") == "It opens after [seven] days."


def test_a_long_text_is_cut_around_the_first_of_the_words_at_blanks():
    text = "one two three " * 60 + "needle " + "four five six " * 60
    cut = shown(text, "needle")
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert "[needle]" in cut
    assert set(cut.strip("… ").split()) <= {"one", "two", "three", "[needle]", "four", "five", "six"}
    assert len(cut) < WIDTH + 10


def test_at_the_ends_nothing_is_left_out():
    text = "needle " + "one two three " * 60
    assert shown(text, "needle").startswith("[needle] one")
    assert shown("one two three " * 60 + "needle.", "needle").endswith("[needle].")


def test_a_text_without_blanks_is_cut_anywhere():
    text = "字" * 900 + "針" + "字" * 900
    assert "[針]" in shown(text, "針")
    assert len(shown(text, "針")) < WIDTH + 10


@given(st.text(alphabet="ab é\u0301", max_size=900), st.integers(0, 900), st.integers(1, 400))
def test_a_snippet_is_a_stretch_of_the_text_that_holds_the_first_mark(text, start, length):
    mark = Span(min(start, len(text)), min(start + length, len(text)))
    pieces = snippet(text, [mark] if mark.start < mark.end else [])
    shown = "".join(piece.text for piece in pieces)
    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert mark.start == mark.end or any(piece.is_marked for piece in pieces)

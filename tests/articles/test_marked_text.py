"""An article's text as a teacher edits it: what is written is read back, and whatever is typed is read or refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.articles import marked_text
from quizzes.articles.blocks import Block, Problem, Role, numbered
from quizzes.articles.shapes import trim

LEADS = ["title", "Title", "HEADING", "body", "Caption", "credit", "boilerplate", "Note"]
# A passage holds no line break: whoever stores a text joins its lines.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
WORDS = st.text(LETTERS, min_size=1, max_size=60)
LIKE_A_ROLE = st.builds("{}{}:{}{}".format, st.sampled_from(LEADS), st.sampled_from(["", " "]), WORDS, WORDS)
TEXTS = (WORDS | LIKE_A_ROLE | st.sampled_from([f"{lead}:" for lead in LEADS])).map(trim).filter(bool)
ROLES = st.sampled_from(marked_text.NAMED)
PAIRS = st.lists(st.tuples(ROLES, TEXTS), max_size=8)


def read(text: str) -> list[tuple[Role, str]]:
    """Roles and texts."""
    blocks = marked_text.read(text)
    assert not isinstance(blocks, Problem), blocks
    return [(block.role, block.text) for block in blocks]


@given(before=PAIRS, paragraph=TEXTS, after=PAIRS)
@example(before=[], paragraph="Title: it is a body paragraph all the same.", after=[])
@example(before=[(Role.TITLE, "title: title: Closed")], paragraph="body:", after=[(Role.BODY, "body: x")])
@example(before=[], paragraph=":", after=[(Role.CREDIT, ": by nobody")])
@example(before=[], paragraph="Tıtle: with a dotless i", after=[(Role.BODY, "TİTLE: with a dotted one")])
def test_what_is_written_is_read_back(before, paragraph, after):
    blocks = numbered([*before, (Role.BODY, paragraph), *after])
    written = marked_text.written((block.role, block.text) for block in blocks)
    assert marked_text.read(written) == blocks


@given(PAIRS, TEXTS)
def test_what_a_browser_sends_of_it_is_read_as_well(pairs, paragraph):
    """Browsers send CR LF, and a careless hand leaves blanks in the blank lines."""
    blocks = numbered([*pairs, (Role.BODY, paragraph)])
    written = marked_text.written((block.role, block.text) for block in blocks)
    assert marked_text.read(written.replace("\n", "\r\n")) == blocks
    assert marked_text.read(f"\n \n{written}\n\t\n".replace("\n\n", "\n \t\n\n")) == blocks


@given(
    st.text(max_size=300) | st.lists(LIKE_A_ROLE | st.sampled_from(["\n", "\r", " ", "\n\n"])).map("".join)
)
@example("Tıtle: Closed\n\nThe bridge.")
@example("TİTLE: Closed\n\nThe bridge.")
@example("caption:\n\nThe bridge.")
def test_whatever_is_typed_is_read_or_refused(text):
    blocks = marked_text.read(text)
    if isinstance(blocks, Problem):
        assert blocks.sentence
        return
    assert all(block.text and "\n" not in block.text and "\r" not in block.text for block in blocks)
    assert Role.BODY in {block.role for block in blocks}
    again = marked_text.written((block.role, block.text) for block in blocks)
    assert marked_text.read(again) == blocks


def test_a_paragraph_without_a_role_is_body_text():
    assert read("One.\n\nTwo.") == [(Role.BODY, "One."), (Role.BODY, "Two.")]


@pytest.mark.parametrize(
    ("lead", "role"),
    [
        ("title:", Role.TITLE),
        ("Title: ", Role.TITLE),
        ("HEADING:", Role.HEADING),
        ("CaPtIoN :", Role.CAPTION),
        ("  credit:\t", Role.CREDIT),
        ("body:", Role.BODY),
        ("Body: ", Role.BODY),
    ],
)
def test_a_role_is_named_in_any_case_before_a_colon(lead, role):
    assert read(f"{lead}Some words.\n\nThe bridge.") == [(role, "Some words."), (Role.BODY, "The bridge.")]


@pytest.mark.parametrize(
    "text",
    [
        "Titles: are no role.",
        "The title: it stands later.",
        "boilerplate: is no role that a teacher gives.",
        "title without a colon",
        "title – with a dash",
        "(title): in brackets",
        "Tıtle: with a dotless i",
        "TİTLE: with a dotted one",
        "ｔｉｔｌｅ: in wide letters",
        ": without a word",
    ],
)
def test_what_only_looks_like_a_role_is_body_text(text):
    assert read(text) == [(Role.BODY, text)]


def test_a_body_paragraph_that_starts_like_a_role_is_written_with_its_own():
    assert marked_text.written([(Role.BODY, "Title: how to read one.")]) == "body: Title: how to read one."


def test_an_ordinary_paragraph_is_written_as_it_is():
    assert marked_text.written([(Role.TITLE, "Closed"), (Role.BODY, "One.")]) == "title: Closed\n\nOne."


def test_lines_without_a_blank_one_between_are_one_paragraph():
    assert read("It was to open\nagain \n  after seven days.") == [
        (Role.BODY, "It was to open again after seven days.")
    ]


def test_a_role_stands_at_the_start_of_a_paragraph_and_not_of_a_line():
    assert read("The bridge\ntitle: closed") == [(Role.BODY, "The bridge title: closed")]


def test_words_may_start_on_the_line_after_the_role():
    assert read("caption:\nThe hall.\n\nThe bridge.") == [
        (Role.CAPTION, "The hall."),
        (Role.BODY, "The bridge."),
    ]


@pytest.mark.parametrize("between", ["\r\n\r\n", "\r\r", "\n\n\n\n", "\n \t \n", "\r\n\u00a0\r\n", "\n\n  "])
def test_any_blank_line_ends_a_paragraph(between):
    assert read(f"One.{between}Two.") == [(Role.BODY, "One."), (Role.BODY, "Two.")]


def test_numbers_run_within_a_role():
    blocks = marked_text.read("One.\n\ncaption: A.\n\nTwo.\n\ntitle: T.\n\ncaption: B.\n\nbody: Three.")
    assert blocks == (
        Block(Role.BODY, "One.", 1),
        Block(Role.CAPTION, "A.", 1),
        Block(Role.BODY, "Two.", 2),
        Block(Role.TITLE, "T.", 1),
        Block(Role.CAPTION, "B.", 2),
        Block(Role.BODY, "Three.", 3),
    )


def test_a_role_without_words_takes_no_number():
    assert marked_text.read("caption:\n\ncaption: The hall.\n\nOne.")[0] == Block(
        Role.CAPTION, "The hall.", 1
    )


@pytest.mark.parametrize("text", ["", "  \n\n ", "title: Closed", "body:", "caption: A.\n\ncredit: B."])
def test_a_text_without_a_body_paragraph_is_refused_with_what_to_do(text):
    blocks = marked_text.read(text)
    assert isinstance(blocks, Problem)
    assert "leave at least one without a role" in blocks.sentence


def test_a_long_text_of_blanks_and_colons_is_read_at_once():
    """A pattern that tries every way would take longer than anyone waits."""
    assert isinstance(marked_text.read(" \n" * 200_000), Problem)
    assert isinstance(marked_text.read("title" + " " * 200_000 + ":"), Problem)
    assert read(" : " * 100_000)[0][0] is Role.BODY
    assert read("title:" * 50_000 + "\n\nOne.")[1] == (Role.BODY, "One.")

"""Own cards as a table: what spreadsheets write is read, problems come with their line, and formulas stay text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.flashcards import card_file
from quizzes.flashcards.card_file import BOM, decoded, read, written
from quizzes.flashcards.records import CardRecord, Problem


def sides(text: str) -> list[tuple[str, str]]:
    records, problems = read(text)
    assert problems == []
    return [(record.front, record.back) for record in records]


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in read(text)[1]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_is_a_card(separator, end):
    text = end.join([f"Who spoke?{separator}The mayor", f"When?{separator}On Monday", ""])
    assert sides(text) == [("Who spoke?", "The mayor"), ("When?", "On Monday")]


def test_commas_within_a_text_part_nothing_where_semicolons_do():
    assert sides("Who, and when?;The mayor, on Monday\nWhy?;Cracks, two") == [
        ("Who, and when?", "The mayor, on Monday"),
        ("Why?", "Cracks, two"),
    ]


def test_a_text_in_quotation_marks_may_hold_the_separator_lines_and_such_marks():
    assert sides('"Who, and\nwhen?","He said ""Monday"""') == [("Who, and\nwhen?", 'He said "Monday"')]


def test_a_first_line_that_names_the_columns_is_no_card_and_their_order_is_free():
    assert sides("Tags,Back,Front\nbridges,The mayor,Who?") == [("Who?", "The mayor")]


def test_gaps_need_no_back():
    assert sides("In {{Geneva}} on Monday") == [("In {{Geneva}} on Monday", "")]
    assert sides("front\nIn {{Geneva}}") == [("In {{Geneva}}", "")]


def test_blank_lines_are_none():
    assert sides("\n\nWho?,He\n , \n") == [("Who?", "He")]


def test_lines_are_counted_as_an_editor_counts_them():
    records, _ = read('front,back\n"a\nb",c\n\nd,e')
    assert [record.line for record in records] == [2, 5]


def test_the_mark_of_utf_8_is_no_letter_of_the_first_card():
    assert sides(BOM + "front,back\nWho?,He") == [("Who?", "He")]
    assert decoded((BOM + "Zürich").encode()) == "Zürich"


def test_another_encoding_is_told_with_its_line():
    found = decoded("Who?,He\nWo?,Zürich".encode("latin-1"))
    assert found == Problem(2, "The file is not in UTF-8. Save it as “CSV UTF-8” and send it again.")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a,b\n,c", 2, "The front is empty."),
        ("a,b\nno gap and no back,", 2, "Write what is on the back"),
        ("a,b\na,b,c", 2, "3 columns where there are two"),
        ('a,b\n"open,c\nd,e', 2, "quotation marks do not pair"),
        ('a,b\n"a"x,c', 2, "quotation marks do not pair"),
        (f"a,b\n{'x' * 2001},c", 2, "Its front: 2,001 characters are more than 2,000."),
        (f"a,b\nc,{'x' * 2001}", 2, "Its back: 2,001 characters"),
        (f"a,b\n{'{{x}} ' * 21},", 2, "More than 20 gaps."),
        ("a,b\nc\0,d", 2, "a character that is no text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, line, words):
    ((found_line, sentence),) = problems(text)
    assert found_line == line
    assert words in sentence


def test_each_problem_of_a_file_is_told_in_the_order_of_its_lines():
    assert [line for line, _ in problems("a,b,c\nd,e\n,f\ng,h,i")] == [1, 3, 4]


def test_more_cards_than_are_taken_at_once_are_refused(monkeypatch):
    monkeypatch.setattr(card_file, "MOST", 2)
    assert problems("a,b\nc,d\ne,f") == [(3, "More than 2 cards. Bring them in several files.")]


def test_nothing_holds_no_card():
    assert read("") == ([], [])
    assert read("front,back\n") == ([], [])


# Out, and in again.


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''=1"])
def test_what_a_spreadsheet_would_carry_out_stays_text(cell):
    line = written([CardRecord(cell, "b")]).split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


def test_words_that_are_no_formula_go_out_as_they_are():
    assert written([CardRecord("'Tis so", "2 - 1")]) == BOM + "front,back\r\n'Tis so,2 - 1\r\n"


TEXTS = st.text(
    st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1, max_size=40
).map(str.strip)
SIGNS = st.text(st.sampled_from("=+-@'\"\t ,;\n{}ab"), min_size=1, max_size=8).map(str.strip)


@given(st.lists(st.tuples(TEXTS | SIGNS, TEXTS | SIGNS).filter(all), max_size=6))
def test_what_goes_out_comes_in_again_to_the_letter(pairs):
    records, found = read(written(CardRecord(front, back) for front, back in pairs))
    assert found == []
    assert [(record.front, record.back) for record in records] == pairs

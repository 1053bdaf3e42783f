import csv
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as some

from quizzes.progress.items import mark_lists
from quizzes.progress.items.mark_lists import Unreadable
from tests.core.test_env import manage
from tests.progress import published


@pytest.fixture
def analysis(tmp_path):
    """The printed table for a file of that content."""

    def analysis(content: str | bytes, *options: str) -> list[dict[str, str]]:
        path, out = tmp_path / "marks.csv", StringIO()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("item_analysis", "--csv", path, *options, stdout=out)
        return list(csv.DictReader(StringIO(out.getvalue())))

    return analysis


def as_csv(rows, delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(str(cell) for cell in row) for row in rows)


def walkthrough() -> list[list[float]]:
    return [[1] * 7, *published.walkthrough()]


def test_it_prints_the_figures_of_each_slot_in_full(analysis):
    table = analysis(as_csv(walkthrough()))
    assert list(table[0]) == [
        "slot",
        "attempts",
        "facility_index",
        "sd",
        "intended_weight",
        "effective_weight",
        "discrimination_index",
        "discriminative_efficiency",
    ]
    assert [row["slot"] for row in table] == list("1234567")
    for name, expected in published.WALKTHROUGH_ITEMS.items():
        assert [float(row[name]) for row in table] == published.at_the_tenth_place(expected)


def test_it_prints_the_figures_of_the_quiz(analysis):
    (row,) = analysis(as_csv(walkthrough()), "--quiz")
    assert {name: float(row[name]) for name in row} == published.at_the_tenth_place(
        published.WALKTHROUGH_QUIZ
    )


def test_it_needs_neither_settings_nor_a_database(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text(as_csv(walkthrough()))
    run = manage("item_analysis", "--csv", str(path), DEBUG="maybe", DATABASE_URL="nonsense")
    assert (run.returncode, run.stderr) == (0, "")
    table = list(csv.DictReader(StringIO(run.stdout)))
    expected = published.WALKTHROUGH_ITEMS["discrimination_index"]
    assert [float(row["discrimination_index"]) for row in table] == published.at_the_tenth_place(expected)


def test_what_cannot_be_read_is_told_in_one_line_and_by_the_exit_code(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text('1,1\n1,"' + "0" * 140_000)
    run = manage("item_analysis", "--csv", str(path))
    assert (run.returncode, run.stdout) == (1, "")
    (told,) = run.stderr.splitlines()
    assert "Line 2: its cells cannot be told apart" in told


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf1,2\r\n0.5,2\r\n1,0\r\n",
        "1,2\r\n0.5,2\r\n1,0\r\n".encode("utf-16"),
        "\ufeff1\t2\r\n0,5\t2\r\n1\t0\r\n".encode("utf-16-be"),
        "1,2\r0.5,2\r1,0",
        "1;2\n0,5;2\n1;0\n",
        "1,5;2,5;1\n0,75;2,5;1\n1,5;0;1\n",
        "sep=;\n1;2\n0,5;2\n1;0\n",
        "sep=,\r\n1,2\r\n0.5,2\r\n1,0\r\n",
        "1\t2\n0.5\t2\n1\t\n",
        "1,2\n0.5,2\n1,-\n",
        "1,2,,\n0.5,2,,\n1,0,,\n",
        "1,2\n0.5,2,\n1,0,\n",
        "Question 1,Question 2\n1,2\n\n0.5,2\n1,0\n",
        '"Words; places",Question 2,\n1,2,\n0.5,2,\n1,0,\n',
        '"1","2"\n".5","2."\n"+1","0"\n',
        "1,2\n0.5, 2 \n1e0,0.0\n",
    ],
    ids=[
        "with a mark of order",
        "wide, as Unicode text",
        "wide, the other way round",
        "line ends of old",
        "semicolons and decimal commas",
        "more decimal commas than semicolons",
        "a line that tells the semicolon",
        "a line that tells the comma",
        "tabs and an empty cell",
        "a hyphen where nothing was earned",
        "empty columns behind",
        "delimiters behind each attempt",
        "names and an empty line",
        "names with another delimiter in them",
        "quotation marks and numbers cut short",
        "blanks and powers of ten",
    ],
)
def test_it_reads_what_spreadsheets_write(analysis, content):
    first, second, *_ = analysis(content)
    assert (float(first["facility_index"]), float(second["facility_index"])) == (75, 50)


def test_an_attempt_that_earned_nothing_anywhere_is_an_attempt(analysis):
    first, second = analysis("1,1\n,\n1,1\n,\n1,0\n")
    assert (first["attempts"], first["facility_index"], second["facility_index"]) == ("4", "50.0", "25.0")


def test_an_empty_cell_of_a_single_column_is_an_attempt(analysis):
    (only,) = analysis('1\n1\n""\n  \n1\n')
    assert (only["attempts"], only["facility_index"]) == ("4", "50.0")


def test_marks_may_be_taken_off(analysis):
    """−6 of 3 at the most: sure, and wrong."""
    first, second = analysis("3,3\n-6,3\n3,−3\n")
    assert (first["facility_index"], second["facility_index"]) == ("-50.0", "0.0")


def test_what_was_added_up_from_tenths_is_not_above_the_highest_mark(analysis):
    (only,) = analysis(f"0.3\n{0.1 + 0.2}\n0.3\n")
    assert float(only["facility_index"]) == pytest.approx(100)


def test_a_slot_worth_nothing_has_no_facility(analysis):
    first, second = analysis("0,1\n0,1\n0,0\n")
    assert (first["facility_index"], second["facility_index"]) == ("", "50.0")


def test_it_says_which_lines_it_took_for_names_and_for_the_highest_marks(tmp_path):
    path, told = tmp_path / "marks.csv", StringIO()
    path.write_text("First,Second\n1,2\n1,0\n")
    call_command("item_analysis", "--csv", path, stdout=StringIO(), stderr=told)
    assert told.getvalue() == f"{path}: line 1 holds names; line 2 is taken for the highest marks.\n"


REFUSED = {
    "nothing": ("", "Line 1: there is no mark. Write the highest marks first"),
    "nothing but blanks": ("\n \n\n", "Line 1: there is no mark."),
    "names alone": ("names,only", "Line 1: there is no mark."),
    "a line too short": ("1,1\n0,1\n1", "Line 3: 1 cells where the highest marks have 2."),
    "a line too long": ("1,1\n0,1,1", "Line 2: 3 cells where the highest marks have 2."),
    "a word": ("1,1\n0,half", "Line 2, cell 2: “half” is no mark. Write a number"),
    "no number": ("1,1\n0,nan", "Line 2, cell 2: “nan” is no mark."),
    "without end": ("1,1\n0,inf", "Line 2, cell 2: “inf” is no mark."),
    "far too much": (
        "1,1\n0,1e400",
        "Line 2, cell 2: “1e400” is no mark. Write a number under 1,000,000,000.",
    ),
    "too much": ("1,1\n0,-1000000000", "Line 2, cell 2: “-1000000000” is no mark. Write a number under"),
    "as programs write": ("1,1\n1_0,0", "Line 2, cell 1: “1_0” is no mark."),
    "other figures": ("1,1\n١,0", "Line 2, cell 1: “١” is no mark."),
    "a percentage": ("1,1\n50%,0", "Line 2, cell 1: “50%” is no mark."),
    "a comma in commas": ('1,1\n"0,5",0', "Line 2, cell 1: “0,5” is no mark."),
    "a line within a cell": ('1,1\n"0\n1",0\n', "Line 2, cell 1: “0 1” is no mark."),
    "not UTF-8": ("1,1\n0,é".encode("latin-1"), "Byte 7 is not UTF-8. Save the file as CSV in UTF-8."),
    "half of a wide sign": (b"\xff\xfe1\0,\0" + b"1", "Byte 7 is not UTF-16. Save the file"),
    "NUL": ("1,1\n0\0,1", "Line 2: there is a NUL character, as in no text. Save the file"),
    "wide, but does not say so": ("1,1\n0,1".encode("utf-16-le"), "Line 1: there is a NUL character"),
    "above the highest": (
        "1,2\n1,2\n0,2.5",
        "Line 3, cell 2: 2.5 is above 2, the highest mark there by line 1.",
    ),
    "above nothing": ("0,1\n0.1,1", "Line 2, cell 1: 0.1 is above 0"),
    "names for the highest": (
        "a,b\n0.5,1\n1,1",
        "Line 3, cell 1: 1 is above 0.5, the highest mark there by line 2.",
    ),
    "a highest below nothing": ("1,-1\n0,-2", "Line 1, cell 2: -1 cannot be the highest mark."),
    "a highest that is not there": ("1,,1\n1,1,1", "Line 1, cell 2: there is no highest mark. Write it"),
    "no highest at all": (",\n1,1", "Line 1, cell 1: there is no highest mark."),
    "a name among the highest": ("Ada,1\n0,1", "Line 1, cell 1: “Ada” is no mark."),
    "other names than slots": (
        "a\n1,1\n0,1",
        "Line 1: its names are 1, and the highest marks in line 2 are 2.",
    ),
    "a column with decimal commas": (
        "a\n1,5\n0,5",
        "Line 1: its names are 1, and the highest marks in line 2 are 2.",
    ),
    "one column, an empty line": (
        "1\n1\n\n0",
        "Line 3: it is empty. Write 0 for an attempt that earned nothing",
    ),
    "an unknown delimiter": ("sep=|\n1|1\n0|1", "Line 1: “sep=|” names no sign that is known."),
    "after the told delimiter": ("sep=;\n1;1\n\n0;x", "Line 4, cell 2: “x” is no mark."),
    "an open quotation mark": ('1,1\n0,"1\n1,1', "Line 2: its cells cannot be told apart"),
    "a cell without end": ("1,1\n1,1\n" + "1" * 140_000, "Line 3: its cells cannot be told apart"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_told_with_its_place(analysis, content, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)) as told:
        analysis(content)
    assert str(told.value).isprintable()


@given(some.text(alphabet='01.,;-\t\n\r" aé') | some.binary())
def test_whatever_a_file_holds_it_is_a_list_or_a_sentence(content):
    found = mark_lists.read(content if isinstance(content, bytes) else content.encode())
    if isinstance(found, Unreadable):
        assert found.sentence.isprintable()
        assert found.sentence.endswith(".")
    else:
        assert all(len(row) == len(found.maxima) > 0 for row in found.marks)
        assert all(
            mark <= best * (1 + 1e-9)
            for row in found.marks
            for mark, best in zip(row, found.maxima, strict=True)
        )


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file or directory\. Name a CSV file"):
        call_command("item_analysis", "--csv", tmp_path / "gone.csv")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: Is a directory\. Name a CSV file"):
        call_command("item_analysis", "--csv", tmp_path)

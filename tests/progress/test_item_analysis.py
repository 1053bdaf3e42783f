import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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
        assert [float(row[name]) for row in table] == pytest.approx(expected, rel=1e-5)


def test_it_prints_the_figures_of_the_quiz(analysis):
    (row,) = analysis(as_csv(walkthrough()), "--quiz")
    assert {name: float(row[name]) for name in row} == pytest.approx(published.WALKTHROUGH_QUIZ, rel=1.5e-5)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf1,2\r\n0.5,2\r\n1,0\r\n",
        "1;2\n0,5;2\n1;0\n",
        "1\t2\n0.5\t2\n1\t\n",
        "Question 1,Question 2\n1,2\n\n0.5,2\n1,0\n",
    ],
    ids=[
        "with a mark of order",
        "semicolons and decimal commas",
        "tabs and an empty cell",
        "names and an empty line",
    ],
)
def test_it_reads_what_spreadsheets_write(analysis, content):
    first, second = analysis(content)
    assert (float(first["facility_index"]), float(second["facility_index"])) == (75, 50)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Line 1: there is no mark."),
        ("names,only", "Line 1: there is no mark."),
        ("1,1\n0,1\n1", "Line 3: 1 cells where the highest marks have 2."),
        ("1,1\n0,half", "Line 2, cell 2: “half” is no mark."),
        ("1,1\n0,nan", "Line 2, cell 2: “nan” is no mark."),
        ("1,1\n0,1e400", "Line 2, cell 2: “1e400” is no mark."),
        ("1,1\n0,é".encode("latin-1"), "Byte 7 is not UTF-8."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(analysis, content, sentence):
    with pytest.raises(CommandError, match=sentence):
        analysis(content)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("item_analysis", "--csv", tmp_path / "gone.csv")

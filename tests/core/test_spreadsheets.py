"""Tables of other programs, without a database."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from core.spreadsheets import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    Problem,
    Row,
    as_csv,
    as_xlsx,
    read_table,
    safe,
)

ROSTER = "name,user name\r\nAda Lovelace,ada\r\nÉva Œuvre,eva\r\n"
READ = [Row(1, ("name", "user name")), Row(2, ("Ada Lovelace", "ada")), Row(3, ("Éva Œuvre", "eva"))]


def cells(content: bytes, filename: str = "roster.csv") -> list[tuple[str, ...]]:
    rows = read_table(content, filename)
    assert not isinstance(rows, Problem), rows
    return [row.cells for row in rows]


def xlsx(*rows, at: int = 1) -> bytes:
    book = Workbook()
    for line, row in enumerate(rows, start=at):
        for column, cell in enumerate(row, start=1):
            book.active.cell(line, column, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_is_read_in_whatever_coding_a_spreadsheet_saves_it(encoding):
    assert read_table(ROSTER.encode(encoding), "roster.csv") == READ


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_commas_semicolons_and_tabs_part_the_cells(delimiter, ending):
    content = ROSTER.replace(",", delimiter).replace("\r\n", ending).encode()
    assert read_table(content, "roster.csv") == READ


def test_a_comma_within_quotation_marks_parts_nothing():
    assert cells(b'"Lovelace, Ada";ada\n"Byron, G.";gb\n') == [("Lovelace, Ada", "ada"), ("Byron, G.", "gb")]


def test_excel_may_name_what_parts_the_cells():
    assert read_table(b"sep=;\r\nname;user, name\r\n", "r.csv") == [Row(2, ("name", "user, name"))]


def test_lines_are_counted_as_the_spreadsheet_counts_them():
    rows = read_table(b'name\n\n"Ada\nLovelace"\nEva\n', "roster.csv")
    assert [row.line for row in rows] == [1, 3, 5]
    rows = read_table(xlsx(["name"], [None], ["Ada"], at=3), "roster.xlsx")
    assert [row.line for row in rows] == [3, 5]


def test_a_cell_a_line_does_not_have_is_empty():
    assert read_table(b"name,user name\nAda\n", "r.csv")[1][1] == ""


def test_a_spreadsheet_is_read_as_it_looks():
    content = xlsx(["name", "number", "share"], ["Ada ", 7.0, 0.5], [" Eva", True, None])
    assert cells(content, "r.xlsx") == [("name", "number", "share"), ("Ada", "7", "0.5"), ("Eva", "yes")]


def test_a_file_is_known_by_what_it_holds_and_not_by_its_name():
    assert cells(xlsx(["name"]), "roster.csv") == cells(b"name\n", "roster.xlsx") == [("name",)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b",,\n,,\n", "no line with text"),
        (b"a" * (MOST_BYTES + 1), "1.0 MB, more than 1 MB"),
        (b"\xd0\xcf\x11\xe0 anything", "old format"),
        (b"\x89PNG\r\n\x1a\n\x01\x02", "cannot be read as text"),
        (b"name\x81\x8d", "cannot be read as text"),
        (b"PK\x03\x04 anything", "damaged"),
        (b'name\nAda\n"Eva\n', "Line 3: a quotation mark"),
        (b'name\n"Ada" L.\n', "Line 2: a quotation mark"),
        (b"name\n" * (MOST_ROWS + 1), "more than 2,000 lines"),
        (b"\n" * MOST_LINES + b"name\n", "goes on after line 20,000"),
        (b"name" + b",x" * MOST_COLUMNS, "Line 1 has more than 60 cells"),
        (b"name\n" + b"x" * (LONGEST_CELL + 1), "Line 2: a cell has more than 2,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content, says):
    problem = read_table(content, "roster.csv")
    assert isinstance(problem, Problem)
    assert says in problem.sentence


def test_a_spreadsheet_that_unpacks_to_more_than_it_should_is_not_unpacked():
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert len(bomb.getvalue()) < MOST_BYTES
    assert "unpacks to more than 10 MB" in read_table(bomb.getvalue(), "r.xlsx").sentence


def test_a_spreadsheet_with_a_line_far_down_is_refused_before_all_lines_are_made():
    content = xlsx(["name"])
    assert read_table(content, "r.xlsx") == [Row(1, ("name",))]
    far = changed(content, "xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="1048576"')
    assert "goes on after line 20,000" in read_table(far, "r.xlsx").sentence


def test_entities_in_a_spreadsheet_are_not_unfolded():
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
    content = changed(xlsx(["name"]), "xl/worksheets/sheet1.xml", b"<worksheet", entities)
    assert "can be read" in read_table(content, "r.xlsx").sentence


def test_a_zip_that_is_no_spreadsheet_is_refused():
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("roster.csv", "name\nAda\n")
    assert "no table that can be read" in read_table(packed.getvalue(), "r.zip").sentence


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            inner = before.read(name)
            if name == part:
                assert old in inner
                inner = inner.replace(old, new, 1)
            after.writestr(name, inner)
    return out.getvalue()


# Writing.


@pytest.mark.parametrize("cell", ["=1+1", "+49 30", "-", "@ada", "\tx", "\rx", "＝1", "'=1"])
def test_nothing_that_was_written_is_run_by_a_spreadsheet(cell):
    assert safe(cell) == f"'{cell}"
    assert f"'{cell}".encode() in as_csv([[cell]])
    sheet = load_workbook(BytesIO(as_xlsx([["name"], [cell]]))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.startswith("'")


@pytest.mark.parametrize("cell", ["Ada", "O'Neill", "'t Hooft", "1-2", ""])
def test_ordinary_text_is_written_as_it_is(cell):
    assert safe(cell) == cell


def test_numbers_stay_numbers():
    assert as_csv([[-1, 0.5, Decimal("-2.50"), None]]) == b"\xef\xbb\xbf-1,0.5,-2.50,\r\n"
    sheet = load_workbook(BytesIO(as_xlsx([[-1, 0.5, Decimal("-2.50"), None]]))).active
    assert [cell.value for cell in sheet[1]] == [-1, 0.5, -2.5]


WORDS = some.text(
    some.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs"]), min_size=1, max_size=20
).filter(lambda text: text == text.strip(" \u00a0\u200b\ufeff"))
BEGINS = some.sampled_from(["", "=", "+", "-", "@", "'", "'=", "''-", "＝"])
CELLS = some.builds(str.__add__, BEGINS, WORDS)


@given(some.lists(some.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_was_written_as_csv_is_what_is_read(rows):
    assert cells(as_csv([["name", "b"], *rows])) == [("name", "b"), *map(tuple, rows)]


@given(some.lists(some.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=3))
def test_what_was_written_as_a_spreadsheet_is_what_is_read(rows):
    read = cells(
        as_xlsx([["name", "b"], *rows], title="a/b [c]: it's a very long name for a sheet"), "r.xlsx"
    )
    assert read == [("name", "b"), *map(tuple, rows)]

"""Tables from and for other programs: CSV and XLSX, read with the number of each line, written safe to open.

A cell that begins like a formula is run by the spreadsheet that opens it. So it is written with an apostrophe before it,
which spreadsheets take as "this is text", and reading takes the apostrophe away again: what was written is what is read.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | float | Decimal | None

MOST_BYTES = 1_000_000
MOST_UNPACKED = 10_000_000
MOST_PARTS = 200
MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_LINES = 20_000
LONGEST_CELL = 2_000
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As a spreadsheet reads it; apostrophes before it count, so that taking one away always gives back what was.
LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
DELIMITERS = ",;\t"
ZIP_BEGINS, OLD_EXCEL_BEGINS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SAVE_AGAIN = "Save it from your spreadsheet as CSV (UTF-8) or as XLSX, and try again."


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be read; the line where that is known."""

    sentence: str
    line: int | None = None


@dataclass(frozen=True)
class Row:
    """The cells of a line up to the last that holds something, outer blanks taken off; `line` counts from 1, as spreadsheets do."""

    line: int
    cells: tuple[str, ...]

    def __getitem__(self, place: int) -> str:
        """The cell at a place; empty where the line is shorter."""
        return self.cells[place] if place < len(self.cells) else ""


def read_table(content: bytes, filename: str) -> list[Row] | Problem:
    """All lines that are not empty, the head line among them. What it is, is told by the content, not by its name."""
    if not content.strip():
        return Problem(f"“{filename}” is empty. Choose the file that holds the table.")
    if len(content) > MOST_BYTES:
        return Problem(
            f"“{filename}” has {len(content) / 1_000_000:.1f} MB, more than {MOST_BYTES / 1_000_000:.0f} MB. "
            "Keep the table alone, without pictures and other sheets."
        )
    if content.startswith(OLD_EXCEL_BEGINS):
        return Problem(f"“{filename}” is in Excel's old format or has a password. {SAVE_AGAIN}")
    read = of_xlsx if content.startswith(ZIP_BEGINS) else of_csv
    return read(content, filename)


def of_csv(content: bytes, filename: str) -> list[Row] | Problem:
    text = decoded(content)
    if text is None:
        return Problem(f"“{filename}” holds characters that cannot be read as text. {SAVE_AGAIN}")
    delimiter, skipped, text = delimiter_of(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return taken(lines_of(reader, skipped))
    except csv.Error:
        return Problem(
            f"Line {reader.line_num + skipped}: a quotation mark is opened and not closed, or text follows a closed one. "
            'Write a quotation mark inside a cell twice, as in "the ""big"" class".',
            reader.line_num + skipped,
        )


def lines_of(reader, skipped: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Each record with the line it begins in: a cell in quotation marks may run over several."""
    begins = 1 + skipped
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1 + skipped


def decoded(content: bytes) -> str | None:
    """UTF-8 and UTF-16, with or without a mark at the beginning, else Windows-1252; None when it is no text."""
    for encoding in encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if has_control_characters(text) else text
    return None


def encodings(content: bytes) -> Sequence[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    even, odd = content[:2_000:2].count(0), content[1:2_000:2].count(0)
    if even or odd:
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8-sig", "cp1252"]


def has_control_characters(text: str) -> bool:
    return bool(ILLEGAL_CHARACTERS_RE.search(text))


def delimiter_of(text: str) -> tuple[str, int, str]:
    """What parts the cells, how many lines were passed over, and the rest. Excel may name it: "sep=;"."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if named := re.fullmatch(r"sep=([,;\t])\r?", first, re.IGNORECASE):
        return named[1], 1, rest
    outside = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=outside.count), 0, text


def of_xlsx(content: bytes, filename: str) -> list[Row] | Problem:
    """The first sheet, what its formulas gave rather than the formulas."""
    if too_much := unpacked_problem(content, filename):
        return too_much
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What a file says of its own size may be wrong.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
        return taken((line, [as_text(cell) for cell in cells]) for line, cells in enumerate(rows, start=1))
    except Exception:
        return Problem(f"“{filename}” is no table that can be read, or is damaged. {SAVE_AGAIN}")


def unpacked_problem(content: bytes, filename: str) -> Problem | None:
    """XLSX is packed: a small file may hold more than any machine does."""
    try:
        parts = ZipFile(BytesIO(content)).infolist()
    except BadZipFile:
        return Problem(f"“{filename}” is damaged. {SAVE_AGAIN}")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return Problem(
            f"“{filename}” unpacks to more than {MOST_UNPACKED // 1_000_000} MB. "
            "Copy the table into a new file, without other sheets and pictures."
        )
    return None


def as_text(cell: object) -> str:
    """As a person would type it: 7.0 is 7, and a date is as in 2026-11-22."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def taken(lines: Iterable[tuple[int, Sequence[str]]]) -> list[Row] | Problem:
    """The lines that hold something, as long as the table is not too large."""
    rows: list[Row] = []
    for line, cells in lines:
        row = Row(line, without_empty_end([cleaned(cell) for cell in cells]))
        if problem := row_problem(row, len(rows)):
            return problem
        if row.cells:
            rows.append(row)
    return rows or Problem(
        "The table has no line with text in it. Write one line a person, under a head line."
    )


def row_problem(row: Row, row_count: int) -> Problem | None:
    line = row.line
    if line > MOST_LINES:
        return Problem(f"The table goes on after line {MOST_LINES:,}. Delete the empty lines under it.", line)
    if not row.cells:
        return None
    if row_count >= MOST_ROWS:
        return Problem(f"The table has more than {MOST_ROWS:,} lines. Cut it into several files.", line)
    if len(row.cells) > MOST_COLUMNS:
        return Problem(
            f"Line {line} has more than {MOST_COLUMNS} cells. Delete those that are not needed.", line
        )
    if any(len(cell) > LONGEST_CELL for cell in row.cells):
        return Problem(f"Line {line}: a cell has more than {LONGEST_CELL:,} characters. Shorten it.", line)
    return None


def without_empty_end(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def cleaned(cell: str) -> str:
    """Without outer blanks, and without the apostrophe that kept it from being a formula."""
    return without_apostrophe(cell.strip(" \u00a0\u200b\ufeff"))


def without_apostrophe(text: str) -> str:
    return text[1:] if text.startswith("'") and LIKE_A_FORMULA.match(text) else text


def safe(cell: Cell) -> Cell:
    """Nothing that a spreadsheet would run. Numbers are numbers."""
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell)
    return f"'{text}" if LIKE_A_FORMULA.match(text) else text


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """With commas, in UTF-8 with the mark by which Excel knows it."""
    out = StringIO(newline="")
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]], title: str = "Table") -> bytes:
    return as_sheets({title: rows})


def as_sheets(tables: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """XLSX with a sheet a table; a sheet's name takes 31 characters, and not all of them."""
    book = Workbook(write_only=True)
    for title, rows in tables.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", title)[:31].strip() or "Table")
        for row in rows:
            sheet.append([safe(cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# By the ending of a file's name: what writes it, and how it is sent.
WRITERS: dict[str, tuple[Callable[[Iterable[Sequence[Cell]]], bytes], str]] = {
    "csv": (as_csv, CSV_TYPE),
    "xlsx": (as_xlsx, XLSX_TYPE),
}

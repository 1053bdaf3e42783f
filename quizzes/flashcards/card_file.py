"""Own cards as a table: CSV with a front and a back, as every spreadsheet and most card programs write it."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from quizzes.flashcards.records import CardRecord, Problem, problems_of

SEPARATORS = "\t;,"
HEADER = ("front", "back")
MOST = 5_000
# A spreadsheet takes a cell that begins so for a formula, and carries it out. Behind an apostrophe it stays text.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def written(records: Iterable[CardRecord]) -> str:
    """With a mark in front by which spreadsheets know UTF-8."""
    table = StringIO()
    table.write(BOM)
    writer = csv.writer(table)
    writer.writerow(HEADER)
    writer.writerows([guarded(record.front), guarded(record.back)] for record in records)
    return table.getvalue()


def guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def decoded(content: bytes) -> str | Problem:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        return Problem(line, "The file is not in UTF-8. Save it as “CSV UTF-8” and send it again.")


def read(text: str) -> tuple[list[CardRecord], list[Problem]]:
    """All that can be read, and what is wrong with the rest. Never raises for what a file holds."""
    rows, problems = rows_of(text.removeprefix(BOM))
    first, second, rows = columns_of(rows)
    records = []
    for line, cells in rows:
        if len(cells) > 2 and any(cell.strip() for cell in cells[2:]) and (first, second) == (0, 1):
            problems.append(Problem(line, too_many(cells)))
            continue
        record = CardRecord(side(cells, first), side(cells, second), line=line)
        problems += problems_of(record)
        records.append(record)
    if len(records) > MOST:
        problems.append(
            Problem(records[MOST].line, f"More than {MOST:,} cards. Bring them in several files.")
        )
    return records, sorted(problems, key=lambda problem: problem.line)


def too_many(cells: Sequence[str]) -> str:
    return (
        f"{len(cells)} columns where there are two, front and back. Put a text that holds the separator in "
        'quotation marks, or name the columns "front" and "back" in the first line.'
    )


def side(cells: Sequence[str], column: int) -> str:
    return unguarded(cells[column].strip(" \n")).strip() if 0 <= column < len(cells) else ""


Row = tuple[int, list[str]]


def rows_of(text: str) -> tuple[list[Row], list[Problem]]:
    """Each row that holds anything, with the line it begins on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    rows, line = [], 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            return rows, [
                Problem(line, 'Its quotation marks do not pair. Write one within a text twice, as in "".')
            ]
        if cells is None:
            return rows, []
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        line = reader.line_num + 1


def separator_of(text: str) -> str:
    """Whichever parts the first rows most often in two; the comma where none does."""
    return max(SEPARATORS, key=lambda separator: (pairs(text, separator), separator == ","))


def pairs(text: str, separator: str) -> int:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    return sum(len(cells) == 2 for _, cells in zip(range(20), whole_rows(reader), strict=False))


def whole_rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return


def columns_of(rows: list[Row]) -> tuple[int, int, list[Row]]:
    """Which columns are the front and the back, and the rows below the header, where there is one."""
    names = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    if "front" not in names:
        return 0, 1, rows
    return names.index("front"), names.index("back") if "back" in names else -1, rows[1:]

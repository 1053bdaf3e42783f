"""Reading a list of marks: a row an attempt, a column a slot, the highest marks that can be had in the first row."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = ",;\t"


@dataclass(frozen=True)
class MarkList:
    maxima: list[float]
    marks: list[list[float]]


@dataclass(frozen=True)
class Unreadable:
    """Why a list cannot be read: where, what, and what to do."""

    sentence: str


def read(content: bytes) -> MarkList | Unreadable:
    """The list in a CSV file: UTF-8, with commas, semicolons (then marks may have decimal commas) or tabs.

    A line of names before the highest marks is passed over. An empty cell is a slot left empty, which earned nothing.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return Unreadable(f"Byte {problem.start + 1} is not UTF-8. Save the file as CSV in UTF-8.")
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    lines = numbered_lines(text, delimiter)
    if lines and not any(mark_in(cell, delimiter) is not None for cell in lines[0][1]):
        lines = lines[1:]
    if not lines:
        return Unreadable(
            "Line 1: there is no mark. Write the highest marks first, then a line for each attempt."
        )
    try:
        maxima, *marks = (list(marks_in(*line, delimiter, len(lines[0][1]))) for line in lines)
    except ValueError as problem:
        return Unreadable(str(problem))
    return MarkList(maxima, marks)


def numbered_lines(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The lines that hold something, each with its number in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def marks_in(number: int, row: Sequence[str], delimiter: str, wanted: int) -> Iterator[float]:
    """Raises ValueError with a sentence that names line, fault and remedy."""
    if len(row) != wanted:
        raise ValueError(
            f"Line {number}: {len(row)} cells where the highest marks have {wanted}. Give each line one for each slot."
        )
    for place, cell in enumerate(row, start=1):
        mark = mark_in(cell, delimiter)
        if mark is None:
            raise ValueError(
                f"Line {number}, cell {place}: “{cell[:40]}” is no mark. Write a number, as in 0.5."
            )
        yield mark


def mark_in(cell: str, delimiter: str) -> float | None:
    text = cell.strip()
    if delimiter != ",":
        text = text.replace(",", ".")
    try:
        mark = float(text or 0)
    except ValueError:
        return None
    return mark if abs(mark) < 1e9 else None

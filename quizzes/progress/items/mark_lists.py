"""Reading a list of marks: a row an attempt, a column a slot, the highest marks that can be had in the first row."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

DELIMITERS = "\t;,"
"""The first of them in the first line parts the cells: beside a semicolon, a comma belongs to a number."""
# What Excel writes first, to tell itself how the cells are parted.
TOLD = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
QUOTED = re.compile('"[^"]*"')
NUMBER = re.compile(r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
EMPTY = ("", "-")
"""A slot that earned nothing, as spreadsheets and as Moodle's tables have it."""
MOST = 1_000_000_000
CELL_SHOWN = 40


@dataclass(frozen=True)
class MarkList:
    """`maxima_line` is the line of the highest marks; `names_line` that of names before it, where there is one."""

    maxima: list[float]
    marks: list[list[float]]
    maxima_line: int
    names_line: int | None


@dataclass(frozen=True)
class Unreadable:
    """Why a list cannot be read: where, what, and what to do."""

    sentence: str


class Fault(ValueError):
    """The sentence of an `Unreadable`."""


@dataclass(frozen=True)
class Line:
    """The cells of a line, and its number in the file. `point` parts whole numbers from fractions, as "." always does."""

    number: int
    cells: list[str]
    point: str

    @property
    def is_blank(self) -> bool:
        """Not so a line of delimiters: its cells are empty, but they are there."""
        return len(self.cells) < 2 and not "".join(self.cells).strip()

    @property
    def width(self) -> int:
        """How many cells there are up to the last one with something in it."""
        filled = [place for place, cell in enumerate(self.cells, start=1) if cell.strip() not in EMPTY]
        return max(filled, default=0)

    @property
    def holds_names(self) -> bool:
        return self.width > 0 and all(self.number_in(cell) is None for cell in self.cells)

    def number_in(self, cell: str) -> float | None:
        text = cell.strip().replace(self.point, ".").replace("\N{MINUS SIGN}", "-")
        return float(text) if NUMBER.fullmatch(text) else None

    def mark(self, place: int) -> float | None:
        """None for an empty cell. Raises Fault."""
        cell = self.cells[place]
        if cell.strip() in EMPTY:
            return None
        mark = self.number_in(cell)
        if mark is None:
            raise Fault(f"{self.at(place)}: “{shown(cell)}” is no mark. Write a number, as in 0.5.")
        if abs(mark) >= MOST:
            raise Fault(f"{self.at(place)}: “{shown(cell)}” is no mark. Write a number under {MOST:,}.")
        return mark

    def at(self, place: int) -> str:
        return f"Line {self.number}, cell {place + 1}"


def read(content: bytes) -> MarkList | Unreadable:
    """The list in a CSV file: UTF-8, or UTF-16 that says so; with commas, semicolons or tabs, and with the last two
    decimal commas as well.

    A line of names before the highest marks is passed over, as is an empty line. An empty cell is a slot left empty,
    which earned nothing. Marks may be negative: some quizzes take marks off.
    """
    try:
        lines = iter(lines_of(decoded(content)))
        top = next_filled(lines)
        names, first = (top, next_filled(lines)) if top.holds_names else (None, top)
        maxima = list(maxima_in(first))
        if names and names.width != len(maxima):
            raise Fault(
                f"Line {names.number}: its names are {names.width}, and the highest marks in line {first.number} are "
                f"{len(maxima)}. Name each slot, or take the line of names out."
            )
        marks = [list(marks_in(line, first, maxima)) for line in lines if not is_passed_over(line, maxima)]
    except Fault as fault:
        return Unreadable(str(fault))
    return MarkList(maxima, marks, first.number, names and names.number)


def decoded(content: bytes) -> str:
    """Raises Fault."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as problem:
        name = "UTF-16" if is_wide else "UTF-8"
        raise Fault(f"Byte {problem.start + 1} is not {name}. Save the file as CSV in UTF-8.") from problem
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Fault(f"Line {line}: there is a NUL character, as in no text. Save the file as CSV in UTF-8.")
    return text


def lines_of(text: str) -> Iterator[Line]:
    """Raises Fault."""
    told, before = TOLD.match(text), 0
    if told:
        text, before = text[told.end() :], 1
    delimiter = told[1] if told else delimiter_of(text)
    if delimiter not in DELIMITERS:
        raise Fault(
            f"Line 1: “{shown(told[0])}” names no sign that is known. Part the cells by commas, semicolons or tabs."
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = before + 1
    try:
        for cells in reader:
            yield Line(number, cells, "." if delimiter == "," else ",")
            number = before + reader.line_num + 1
    except csv.Error as problem:
        raise Fault(
            f"Line {number}: its cells cannot be told apart, for a quotation mark stands alone or a cell has over "
            f"{csv.field_size_limit():,} characters. Write numbers, without quotation marks."
        ) from problem


def delimiter_of(text: str) -> str:
    first = QUOTED.sub("", next(filter(str.strip, text.splitlines()), ""))
    return next((sign for sign in DELIMITERS if sign in first), ",")


def next_filled(lines: Iterator[Line]) -> Line:
    """Raises Fault where there is none."""
    for line in lines:
        if not line.is_blank:
            return line
    raise Fault("Line 1: there is no mark. Write the highest marks first, then a line for each attempt.")


def is_passed_over(line: Line, maxima: list[float]) -> bool:
    """Raises Fault where an empty line may be an attempt's one empty cell."""
    if len(maxima) == 1 and not line.cells:
        raise Fault(
            f"Line {line.number}: it is empty. Write 0 for an attempt that earned nothing, or take the line out."
        )
    return len(maxima) > 1 and line.is_blank


def maxima_in(line: Line) -> Iterator[float]:
    """A column that has none is none of a slot, when it stands behind the others. Raises Fault."""
    for place in range(max(1, line.width)):
        best = line.mark(place)
        if best is None:
            raise Fault(
                f"{line.at(place)}: there is no highest mark. Write it, 0 for a slot that is worth nothing."
            )
        if best < 0:
            raise Fault(
                f"{line.at(place)}: {best:g} cannot be the highest mark. Write what can be had, 0 for nothing."
            )
        yield best


def marks_in(line: Line, first: Line, maxima: list[float]) -> Iterator[float]:
    """Raises Fault."""
    count = max(line.width, min(len(line.cells), len(maxima)))
    if count != len(maxima):
        raise Fault(
            f"Line {line.number}: {count} cells where the highest marks have {len(maxima)}. Give each line one for each slot."
        )
    for place, best in enumerate(maxima):
        mark = line.mark(place) or 0.0
        # What was added up from tenths may be a little more than they are.
        if mark > best and not isclose(mark, best, rel_tol=1e-9):
            raise Fault(
                f"{line.at(place)}: {mark:g} is above {best:g}, the highest mark there by line {first.number}. "
                "Put right whichever is wrong; the first line of numbers holds the highest marks."
            )
        yield mark


def shown(cell: str) -> str:
    """In one line, and no sign in it that does something to a screen."""
    return "".join(sign if sign.isprintable() else " " for sign in cell.strip()[:CELL_SHOWN])

"""What a roster file says: its columns by their heads, and who stands in each line."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quizzes.classrooms.naming import username_fault

LONGEST_NAME = 100
MOST_PEOPLE = 600
# So many lines may stand above the head.
TITLES = 5
NAME, FIRST, LAST, USERNAME, EMAIL = "name", "first name", "last name", "user name", "e-mail"
# How a head may be written, without blanks and signs.
HEADS = {
    NAME: "name fullname student studentname pupil pupilname displayname learner",
    FIRST: "firstname givenname forename first",
    LAST: "lastname surname familyname last",
    USERNAME: "username user login loginname account accountname signinname userid",
    EMAIL: "email emailaddress mail",
}
COLUMN_OF = {head: column for column, heads in HEADS.items() for head in heads.split()}


class Line(Protocol):
    """A line of a table: its number, its cells, and "" for a cell it does not have."""

    line: int
    cells: Sequence[str]

    def __getitem__(self, place: int) -> str: ...


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line, with the remedy."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Person:
    """Who stands in a line. Without a user name the class draws one."""

    line: int
    name: str
    username: str = ""
    email: str = ""


@dataclass(frozen=True)
class RosterFile:
    people: tuple[Person, ...]
    faults: tuple[Fault, ...]
    found: tuple[str, ...]
    """The columns that are used, by our words."""
    passed_over: tuple[str, ...]
    """The heads of the others, as the file has them."""


def read_roster(lines: Sequence[Line]) -> RosterFile | Fault:
    """The people of a table that has at least a head line; a fault when it cannot be told who they are.

    Spreadsheets have titles above the head: those are passed over.
    """
    start = next((place for place, line in enumerate(lines[: TITLES + 1]) if is_head(line)), 0)
    head, *body = lines[start:]
    columns = columns_of(head)
    if isinstance(columns, Fault):
        return columns
    if not body:
        return Fault(
            head.line, f"The file ends after its head, line {head.line}. Write one line a person under it."
        )
    if len(body) > MOST_PEOPLE:
        return Fault(
            body[MOST_PEOPLE].line,
            f"{len(body):,} people are more than {MOST_PEOPLE} at once. Cut the file in two.",
        )
    people = [person_in(line, columns) for line in body]
    used = set(columns.values())
    others = tuple(cell for place, cell in enumerate(head.cells) if cell and place not in used)
    return RosterFile(tuple(people), tuple(faults_in(people)), tuple(columns), others)


def columns_of(head: Line) -> Mapping[str, int] | Fault:
    columns: dict[str, int] = {}
    for place, cell in enumerate(head.cells):
        column = COLUMN_OF.get(bare(cell))
        if column in columns:
            return Fault(
                head.line,
                f"Line {head.line}: “{head[columns[column]]}” and “{cell}” both mean the {column}. Keep one of them.",
            )
        if column:
            columns[column] = place
    if NAME in columns or FIRST in columns or LAST in columns:
        return columns
    told = ", ".join(f"“{cell}”" for cell in head.cells if cell)
    return Fault(
        head.line,
        f"Line {head.line} should name the columns, one of them “name”, and has {told:.200}. Write a head line above the people.",
    )


def is_head(line: Line) -> bool:
    return not isinstance(columns_of(line), Fault)


def bare(head: str) -> str:
    return re.sub(r"[\W_]+", "", head.casefold())


def person_in(line: Line, columns: Mapping[str, int]) -> Person:
    cells = {column: in_one_line(line[place]) for column, place in columns.items()}
    name = cells.get(NAME) or " ".join(filter(None, [cells.get(FIRST, ""), cells.get(LAST, "")]))
    username = unicodedata.normalize("NFKC", cells.get(USERNAME, ""))
    return Person(line.line, name, username, cells.get(EMAIL, ""))


def in_one_line(cell: str) -> str:
    return " ".join(cell.split())


def faults_in(people: Iterable[Person]) -> Iterable[Fault]:
    """At most one a line, in the order of the lines."""
    first_lines: dict[tuple[str, str], int] = {}
    for person in people:
        sentence = fault_of(person) or fault_of_twice(person, first_lines)
        if sentence:
            yield Fault(person.line, f"Line {person.line}{sentence}")


def fault_of(person: Person) -> str:
    if not person.name:
        return " has no name. Write one, or delete the line."
    if len(person.name) > LONGEST_NAME:
        return f": the name has {len(person.name)} characters, more than {LONGEST_NAME}. Shorten it."
    if person.username and (fault := username_fault(person.username)):
        return f": the user name “{person.username:.60}” {fault}"
    return ""


def fault_of_twice(person: Person, first_lines: dict[tuple[str, str], int]) -> str:
    """Two of one name are told apart by their user names; notes the line where each stood first."""
    key = ("user name", person.username.casefold()) if person.username else ("name", person.name.casefold())
    first = first_lines.setdefault(key, person.line)
    if first == person.line:
        return ""
    if person.username:
        return f": the user name “{person.username}” stands in line {first} too. Give each person one of their own."
    return f": “{person.name}” stands in line {first} too. Delete one of them, or give each a user name."

"""What a roster file says, from the table on; no database."""

import pytest

from core.spreadsheets import Row
from quizzes.classrooms.roster_file import MOST_PEOPLE, Fault, Person, RosterFile, read_roster


def read(*lines: tuple[str, ...]) -> RosterFile | Fault:
    return read_roster([Row(number, cells) for number, cells in enumerate(lines, start=1)])


def sentences(*lines: tuple[str, ...]) -> list[str]:
    return [fault.sentence for fault in read(*lines).faults]


@pytest.mark.parametrize(
    "head",
    [
        ("name", "user name", "e-mail"),
        ("NAME", "Username", "Email"),
        ("Full name", "login", "E-Mail address"),
        ("Student", "User_Name", "mail"),
    ],
)
def test_columns_are_known_by_their_usual_heads(head):
    found = read(head, ("Ada", "ada", "ada@example.org"))
    assert found.people == (Person(2, "Ada", "ada", "ada@example.org"),)
    assert found.found == ("name", "user name", "e-mail")


def test_titles_above_the_head_are_passed_over_and_lines_keep_their_numbers():
    found = read(("History 9b",), ("", "printed on Monday"), ("Name", "E-mail"), ("Ada", "ada@example.org"))
    assert found.people == (Person(4, "Ada", "", "ada@example.org"),)
    assert found.passed_over == ()


def test_without_a_head_the_first_line_is_the_one_that_is_told():
    lines = [("History 9b",), *[(f"Person {number}",) for number in range(9)], ("name",), ("Ada",)]
    assert read(*lines).sentence.startswith("Line 1 should name the columns")


def test_a_first_and_a_last_name_are_one_name():
    assert read(("Last name", "First name"), ("Lovelace", "Ada")).people[0].name == "Ada Lovelace"


def test_other_columns_are_passed_over_and_told():
    found = read(("Phone", "Name", "Form"), ("1", "Ada", "9b"))
    assert found.people == (Person(2, "Ada"),)
    assert found.passed_over == ("Phone", "Form")


def test_blanks_and_line_breaks_in_a_name_are_one_blank():
    assert read(("name",), ("Ada \n Lovelace",)).people[0].name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([("Ada Lovelace", "ada"), ("Eva", "eva")], "Line 1 should name the columns, one of them “name”"),
        ([("user name",), ("ada",)], "Line 1 should name the columns"),
        ([("name", "Student"), ("Ada", "x")], "Line 1: “name” and “Student” both mean the name"),
        ([("name",)], "The file ends after its head"),
        ([("name",), *[("Ada",)] * (MOST_PEOPLE + 1)], "601 people are more than 600"),
    ],
)
def test_a_table_that_does_not_say_who_is_in_it_is_refused(lines, says):
    fault = read(*lines)
    assert isinstance(fault, Fault)
    assert says in fault.sentence


def test_each_faulty_line_is_told_once_with_its_number():
    told = sentences(
        ("name", "user name"),
        ("Ada", "ada"),
        ("", "eva"),
        ("Zoe", "z o e"),
        ("Ada again", "ADA"),
        ("x" * 101, ""),
    )
    assert [sentence.split(":")[0].split(" has")[0] for sentence in told] == [
        "Line 3",
        "Line 4",
        "Line 5",
        "Line 6",
    ]
    assert "stands in line 2 too" in told[2]


def test_two_of_one_name_are_told_apart_by_their_user_names():
    assert sentences(("name", "user name"), ("Max Müller", "max1"), ("Max Müller", "max2")) == []
    [told] = sentences(("name",), ("Max Müller",), ("max müller",))
    assert "Line 3: “max müller” stands in line 2 too." in told

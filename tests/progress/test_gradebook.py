"""The gradebook of a class: for its teachers, right, and safe to open."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.models import STUDENTS, TEACHERS, User
from core.spreadsheets import read_table
from quizzes.models import Assignment, Attempt, Classroom, Learner, Membership, Quiz
from tests.attempts.quizzes import HOUR, NOON, quiz, started
from tests.classrooms.given import assigned
from tests.conftest import person, signed_in
from tests.factories import UserFactory, classroom_of, question_set_with

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def history(tom, ada, eve) -> Classroom:
    return classroom_of(tom, ada, eve)


def address(classroom: Classroom, ending: str = "csv") -> str:
    return reverse("progress:marks", args=[classroom.pk, ending])


def table(client: Client, classroom: Classroom, ending: str = "csv") -> list[tuple[str, ...]]:
    return [
        row.cells for row in read_table(client.get(address(classroom, ending)).content, f"marks.{ending}")
    ]


def took(student: User, given: Quiz, *marks: float, points: float = 4) -> None:
    """Finished attempts with these marks, one after the other."""
    for number, mark in enumerate(marks, start=1):
        Attempt.objects.create(
            student=student,
            quiz=given,
            number=number,
            started_at=NOON,
            finished_at=NOON,
            slot_count=1,
            points=points,
            mark=mark,
        )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_has_a_row_a_student_and_a_column_a_quiz(as_tom, history, ada, eve, ending):
    first, second = quiz(1, title="Bridges"), quiz(1, title="Rivers", counts="first")
    assigned(history, first, due_at=NOON + DAY)
    assigned(history, second, created_at=NOON + HOUR)
    took(ada, first, 3)
    took(ada, second, 2, 4)
    took(eve, second, 0)
    assert table(as_tom, history, ending) == [
        (
            "Name",
            "User name",
            "Bridges (percent, the highest mark, due 2026-03-03)",
            "Rivers (percent, the first attempt)",
        ),
        ("ada", "ada", *told(ending, 75, 50)),
        ("eve", "eve", "", *told(ending, 0)),
    ]


def told(ending: str, *marks: float) -> list[str]:
    """As the two files write a number."""
    return [f"{mark:.1f}" if ending == "csv" else str(mark) for mark in marks]


@pytest.mark.parametrize(
    ("counts", "percent"), [("highest", "100.0"), ("average", "43.8"), ("first", "25.0"), ("last", "50.0")]
)
def test_a_cell_is_the_mark_that_counts_by_the_rule_of_the_quiz(as_tom, history, ada, counts, percent):
    given = quiz(1, counts=counts)
    assigned(history, given)
    took(ada, given, 1, 4, -3, 2, points=4)
    took(ada, quiz(1), 3)
    assert table(as_tom, history)[1][2] == percent


def test_it_says_what_the_page_of_each_assignment_says(as_tom, history, ada):
    given = quiz(1, counts="average")
    made = assigned(history, given)
    took(ada, given, 1, 1, 2, points=3)
    alone = as_tom.get(reverse("classrooms:marks", args=[history.pk, made.pk, "csv"])).content
    assert read_table(alone, "one.csv")[1].cells[4] == table(as_tom, history)[1][2] == "44.4"


def test_open_attempts_practice_and_repeated_misses_are_no_marks(as_tom, history, ada):
    given = quiz(1)
    assigned(history, given)
    started(ada, given)
    whole = Attempt.objects.create(
        student=ada, quiz=quiz(1), started_at=NOON, finished_at=NOON, slot_count=1, points=1, mark=0
    )
    Attempt.objects.create(
        student=ada,
        quiz=given,
        repeats=whole,
        number=9,
        started_at=NOON,
        finished_at=NOON,
        slot_count=1,
        points=1,
        mark=1,
    )
    assert table(as_tom, history)[1] == ("ada", "ada")


def test_who_is_not_meant_has_no_mark_whatever_they_did(as_tom, history, ada, eve):
    given = quiz(1)
    assigned(history, given, eve)
    took(ada, given, 4)
    took(eve, given, 4)
    assert table(as_tom, history)[1:] == [("ada", "ada"), ("eve", "eve", "100.0")]


def test_decks_have_no_column_and_what_is_withdrawn_says_so(as_tom, history):
    assigned(history, question_set_with(1))
    assigned(history, quiz(1, title="Bridges")).withdraw(NOON)
    assert table(as_tom, history)[0] == (
        "Name",
        "User name",
        "Bridges (percent, the highest mark, withdrawn)",
    )


def test_who_was_removed_is_not_in_it(as_tom, history, ada):
    Membership.objects.filter(student=ada).update(removed_at=NOON + DAY)
    assert [row[0] for row in table(as_tom, history)[1:]] == ["eve"]


def test_a_day_is_that_of_the_teachers_clock(as_tom, tom, history):
    Learner.objects.create(student=tom, time_zone="Asia/Tokyo")
    assigned(history, quiz(1), due_at=NOON + 4 * HOUR)
    assert "due 2026-03-03" in table(as_tom, history)[0][2]


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_nothing_in_it_is_run_by_the_spreadsheet_that_opens_it(as_tom, history, ada, begin):
    Membership.objects.filter(student=ada).update(name=begin)
    assigned(history, quiz(1, title=begin))
    csv = as_tom.get(address(history)).content.decode("utf-8-sig")
    cells = [cell.strip('"') for line in csv.split("\r\n") for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝"))]
    sheet = load_workbook(BytesIO(as_tom.get(address(history, "xlsx")).content)).worksheets[0]
    assert [cell.value for row in sheet for cell in row if cell.data_type == "f"] == []
    assert sheet["C1"].value.startswith(f"'{begin[0]}")


def test_a_class_without_students_or_quizzes_has_a_head_line(as_tom, tom):
    assert table(as_tom, classroom_of(tom)) == [("Name", "User name")]


def test_a_class_that_is_archived_still_has_its_gradebook(as_tom, history, ada):
    given = quiz(1)
    assigned(history, given)
    took(ada, given, 4)
    history.archive(NOON)
    assert table(as_tom, history)[1] == ("ada", "ada", "100.0")


def test_only_its_teachers_get_it(history, ada, host, tom):
    other = person("tim", TEACHERS, is_staff=True)
    for stranger in (ada, host, other):
        assert signed_in(stranger).get(address(history)).status_code == 404
    history.share_with(other)
    assert signed_in(other).get(address(history)).status_code == 200


def test_there_is_no_other_kind_of_file(as_tom, history):
    assert as_tom.get(address(history, "exe")).status_code == 404


def test_the_file_is_named_after_the_class(as_tom, history):
    assert as_tom.get(address(history, "xlsx"))["Content-Disposition"] == (
        'attachment; filename="history-9b-marks.xlsx"'
    )


def crowd(teacher: User, size: int, quizzes: int) -> Classroom:
    """A class of that many, each of whom took each of that many quizzes."""
    classroom = classroom_of(teacher)
    students = UserFactory.create_batch(size)
    Group.objects.get(name=STUDENTS).user_set.add(*students)
    classroom.memberships.bulk_create(
        Membership(classroom=classroom, student=one, joined_at=NOON) for one in students
    )
    question_set = question_set_with(1)
    given = Quiz.objects.bulk_create(
        Quiz(question_set=question_set, title=f"Quiz {number}") for number in range(quizzes)
    )
    Assignment.objects.bulk_create(
        Assignment(classroom=classroom, quiz=one, created_at=NOON + timedelta(seconds=number))
        for number, one in enumerate(given)
    )
    Attempt.objects.bulk_create(
        Attempt(student=student, quiz=one, started_at=NOON, finished_at=NOON, slot_count=1, points=4, mark=3)
        for student in students
        for one in given
    )
    return classroom


@pytest.mark.parametrize("size", [30, 500])
def test_it_takes_at_most_11_queries_whatever_the_size(as_tom, tom, size, django_assert_max_num_queries):
    Group.objects.get_or_create(name=STUDENTS)
    classroom = crowd(tom, size, quizzes=20)
    with django_assert_max_num_queries(11):
        rows = table(as_tom, classroom)
    assert len(rows) == size + 1
    assert set(rows[-1][2:]) == {"75.0"}

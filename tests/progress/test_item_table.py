"""The item analysis as a file: what the command reckons from the marks, and safe to open."""

import csv
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.models import TEACHERS, User
from quizzes.models import Attempt, Classroom, Question, Quiz
from tests.attempts.quizzes import NOON, kept, quiz, slot_of, started
from tests.classrooms.given import assigned
from tests.conftest import person, signed_in
from tests.factories import UserFactory, classroom_of

pytestmark = pytest.mark.django_db
RIGHT = ("110", "101", "100", "111", "000", "011")
"""Which of three questions each student gets right."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def given() -> Quiz:
    return quiz(3)


def take(student: User, given: Quiz, right: str) -> Attempt:
    attempt = started(student, given)
    for position, is_right in enumerate(right, start=1):
        kept(slot_of(attempt, position), "Seven" if is_right == "1" else "Nine")
    attempt.finish(at=NOON)
    return attempt


@pytest.fixture
def taken(tom, given) -> Classroom:
    """Everybody of a class took it once, and one of another class did."""
    students = UserFactory.create_batch(len(RIGHT))
    for student, right in zip(students, RIGHT, strict=True):
        take(student, given, right)
    take(UserFactory(username="somebody else"), given, "010")
    return classroom_of(tom, *students)


def address(given: Quiz, classroom: Classroom | None = None, ending: str = "csv") -> str:
    if classroom:
        return reverse("progress:classroom_items", args=[classroom.pk, given.pk, ending])
    return reverse("progress:items", args=[given.pk, ending])


def lines_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def of_the_whole(given: Quiz, classroom: Classroom | None = None, ending: str = "csv") -> str:
    if classroom:
        return reverse("progress:classroom_whole", args=[classroom.pk, given.pk, ending])
    return reverse("progress:whole", args=[given.pk, ending])


def reckoned(tmp_path, marks: list[str], **options) -> list[dict[str, str]]:
    """What `manage.py item_analysis` makes of the same marks."""
    file = tmp_path / "marks.csv"
    file.write_text("\n".join(",".join(row) for row in ["111", *marks]))
    out = StringIO()
    call_command("item_analysis", csv=file, stdout=out, **options)
    return list(csv.DictReader(StringIO(out.getvalue())))


def assert_same(found: list[dict[str, str]], expected: list[dict[str, str]]) -> None:
    assert len(found) == len(expected)
    for line, other in zip(found, expected, strict=True):
        for column, figure in other.items():
            assert (line[column] == "") == (figure == ""), column
            assert float(line[column] or 0) == pytest.approx(float(figure or 0), rel=1e-9, abs=1e-9), column


def test_it_is_what_the_command_reckons_from_the_same_marks(as_tom, taken, given, tmp_path):
    everybody = lines_of(as_tom.get(address(given)).content)
    assert_same(everybody, reckoned(tmp_path, [*RIGHT, "010"]))
    assert [line["attempts"] for line in everybody] == ["7"] * 3


def test_a_class_has_its_own_attempts_alone(as_tom, taken, given, tmp_path):
    assert_same(lines_of(as_tom.get(address(given, taken)).content), reckoned(tmp_path, list(RIGHT)))


def test_the_figures_of_the_whole_quiz_are_those_of_the_command(as_tom, taken, given, tmp_path):
    for of_class, marks in ((None, [*RIGHT, "010"]), (taken, list(RIGHT))):
        found = lines_of(as_tom.get(of_the_whole(given, of_class)).content)
        assert_same(found, reckoned(tmp_path, marks, quiz=True))
        assert float(found[0]["best_mark"]) == 3


def test_in_xlsx_the_whole_quiz_stands_on_a_second_sheet(as_tom, taken, given):
    for of_class in (None, taken):
        book = load_workbook(BytesIO(as_tom.get(address(given, of_class, "xlsx")).content))
        assert book.sheetnames == ["Questions", "Quiz"]
        heads, figures = book["Quiz"].iter_rows(values_only=True)
        (line,) = lines_of(as_tom.get(of_the_whole(given, of_class)).content)
        assert list(heads) == list(line)
        assert figures == pytest.approx([float(figure) for figure in line.values()], rel=1e-9)


def test_the_figures_of_a_quiz_are_for_whom_its_page_is(as_tom, as_ada, taken, given):
    assert as_ada.get(of_the_whole(given)).status_code == 404
    other = signed_in(person("tim", TEACHERS, is_staff=True))
    assert [other.get(of_the_whole(given, of_class)).status_code for of_class in (None, taken)] == [200, 404]
    for of_class in (None, taken):
        page = as_tom.get(address(given, of_class).removesuffix("items.csv")).text
        assert f'href="{of_the_whole(given, of_class)}?attempts=best"' in page
        assert as_tom.get(of_the_whole(given, of_class, "exe")).status_code == 404


def test_of_a_quiz_that_nobody_finished_there_is_the_head_alone(as_tom, given):
    assert lines_of(as_tom.get(of_the_whole(given)).content) == []


def test_the_columns_are_those_of_the_command_and_then_the_question(as_tom, taken, given):
    expected = [
        "slot",
        "attempts",
        "facility_index",
        "sd",
        "intended_weight",
        "effective_weight",
        "discrimination_index",
        "discriminative_efficiency",
        "question",
        "random_guess_score",
    ]
    for of_class in (None, taken):
        found = lines_of(as_tom.get(address(given, of_class)).content)
        assert list(found[0]) == expected
        assert [line["slot"] for line in found] == ["1", "2", "3"]
        stems = given.question_set.questions.in_order().values_list("stem", flat=True)
        assert [line["question"] for line in found] == list(stems)
        assert float(found[0]["random_guess_score"]) == pytest.approx(100 / 3)


def test_csv_and_xlsx_say_the_same(as_tom, taken, given):
    for of_class in (None, taken):
        lines = csv.reader(
            StringIO(as_tom.get(address(given, of_class)).content.decode("utf-8-sig"), newline="")
        )
        content = as_tom.get(address(given, of_class, "xlsx")).content
        sheet = load_workbook(BytesIO(content)).worksheets[0]
        told = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
        for line, row in zip(lines, told, strict=True):
            assert len(line) == len(row)
            for cell, other in zip(line, row, strict=True):
                # XLSX keeps 16 digits of a number.
                assert cell == other or float(cell) == pytest.approx(other, rel=1e-15)


@pytest.mark.parametrize("of_class", [False, True])
def test_the_address_says_which_attempts_count(as_tom, taken, given, of_class):
    again = taken.memberships.first().student
    take(again, given, "000")
    url = address(given, taken if of_class else None)
    count = len(RIGHT) + (not of_class)

    def first_of(attempts: str) -> tuple[str, float]:
        line = lines_of(as_tom.get(url, {"attempts": attempts}).content)[0]
        return line["attempts"], round(float(line["facility_index"]) * int(line["attempts"]) / 100)

    assert first_of("first") == first_of("best") == first_of("anything") == (str(count), 4)
    assert first_of("last") == (str(count), 3)
    assert first_of("all") == (str(count + 1), 4)


def test_a_quiz_that_nobody_finished_has_a_head_line(as_tom, tom, ada, given):
    classroom = classroom_of(tom, ada)
    assigned(classroom, given)
    for of_class in (None, classroom):
        reply = as_tom.get(address(given, of_class))
        assert reply.content.decode("utf-8-sig").count("\r\n") == 1


def test_no_question_is_run_by_the_spreadsheet_that_opens_it(as_tom, taken, given):
    Question.objects.update(stem="=1+1")
    assert lines_of(as_tom.get(address(given)).content)[0]["question"] == "'=1+1"
    sheet = load_workbook(BytesIO(as_tom.get(address(given, ending="xlsx")).content)).worksheets[0]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}


def test_over_everybody_it_is_for_those_who_may_author(as_ada, taken, given, host):
    assert as_ada.get(address(given)).status_code == 404
    assert signed_in(person("tim", TEACHERS, is_staff=True)).get(address(given)).status_code == 200


def test_of_a_class_it_is_for_its_teachers(as_ada, taken, given, host):
    other = signed_in(person("tim", TEACHERS, is_staff=True))
    for stranger in (as_ada, other, signed_in(host), signed_in(taken.memberships.first().student)):
        assert stranger.get(address(given, taken)).status_code == 404


def test_a_quiz_the_class_has_nothing_to_do_with_is_not_found_by_way_of_it(as_tom, taken):
    assert as_tom.get(address(quiz(1), taken)).status_code == 404


def test_the_page_of_the_figures_leads_to_the_file_of_the_same_attempts(as_tom, taken, given):
    for of_class in (None, taken):
        url = address(given, of_class)
        page = as_tom.get(url.removesuffix("items.csv"), {"attempts": "last"}).text
        assert f'href="{url}?attempts=last"' in page
        assert f'href="{url.replace("csv", "xlsx")}?attempts=last"' in page


def test_there_is_no_other_kind_of_file(as_tom, taken, given):
    for of_class in (None, taken):
        assert as_tom.get(address(given, of_class, "exe")).status_code == 404


def test_the_file_is_named_after_the_quiz_and_the_attempts(as_tom, taken, given):
    def name(client: Client, url: str) -> str:
        return client.get(url, {"attempts": "last"})["Content-Disposition"].partition('"')[2]

    assert name(as_tom, address(given)) == 'bridges-on-monday-items-last.csv"'
    assert name(as_tom, address(given, taken)) == 'history-9b-bridges-on-monday-items-last.csv"'


@pytest.mark.parametrize("students", [2, 12])
def test_many_attempts_take_as_few_queries_as_few(
    as_tom, tom, given, students, django_assert_max_num_queries
):
    members = UserFactory.create_batch(students)
    for student in members:
        take(student, given, "101")
    classroom = classroom_of(tom, *members)
    for of_class in (None, classroom):
        with django_assert_max_num_queries(12):
            as_tom.get(address(given, of_class))

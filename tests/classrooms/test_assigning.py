"""Teachers assign, see who stands where, make exceptions, and take marks away as a table."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook

from core.models import User
from core.spreadsheets import read_table
from quizzes.bank.models import QuestionSet
from quizzes.models import Allowance, Assignment, Attempt, Card, Learner, Membership, Quiz
from tests.attempts.quizzes import HOUR, MINUTE, NOON, autosave, end, kept, slot_of, started
from tests.classrooms.given import allowed, assigned, quiz
from tests.conftest import signed_in
from tests.factories import classroom_of, question_set_with

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def history(tom, ada, eve):
    return classroom_of(tom, ada, eve)


def address(name: str, *args) -> str:
    return reverse(f"classrooms:{name}", args=[getattr(one, "pk", one) for one in args])


def send(client, history, which, **fields):
    ordinary = {"thing": which, "is_for_everyone": "1"}
    return client.post(address("assign", history), ordinary | fields)


# Assigning.


def test_a_quiz_is_assigned_to_everyone(as_tom, tom, history):
    given = quiz()
    reply = send(as_tom, history, f"quiz-{given.pk}", due_at="2026-03-09T18:00")
    made = Assignment.objects.get()
    assert reply["Location"] == made.get_absolute_url()
    assert (made.quiz, made.created_by, made.is_for_everyone, made.closes_at) == (given, tom, True, None)
    assert "is assigned." in as_tom.get(made.get_absolute_url()).text


def test_a_set_is_assigned_to_some(as_tom, history, eve):
    given = question_set_with(2)
    send(as_tom, history, f"set-{given.pk}", is_for_everyone="", chosen=[eve.pk])
    made = Assignment.objects.get()
    assert (made.question_set, made.is_for_everyone, list(made.chosen.all())) == (given, False, [eve])


def test_a_double_click_assigns_once(as_tom, history):
    given = quiz()
    first, second = (send(as_tom, history, f"quiz-{given.pk}") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Assignment.objects.count() == 1


def test_dates_are_read_and_shown_by_the_clock_of_the_teacher(as_tom, tom, history):
    Learner.objects.create(student=tom, time_zone="America/New_York")
    send(as_tom, history, f"quiz-{quiz().pk}", due_at="2026-03-09T18:00")
    made = Assignment.objects.get()
    assert made.due_at == NOON + 7 * DAY + 10 * HOUR
    page = as_tom.get(address("edit_assignment", history, made)).text
    assert 'value="2026-03-09T18:00"' in page
    assert "Times are in America/New York." in page


def test_the_form_begins_with_what_is_usual(as_tom, history):
    given = quiz()
    page = as_tom.get(address("assign", history), {"thing": f"quiz-{given.pk}"}).text
    assert f'<option value="quiz-{given.pk}" selected>' in page
    assert 'value="2026-03-09T18:00"' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"thing": ""}, "Choose one of the list."),
        ({"thing": "quiz-0"}, "Choose one of the list."),
        ({"due_at": "soon"}, "This is no date and time."),
        ({"opens_at": "2026-03-09T18:00", "due_at": "2026-03-08T18:00"}, "It is due before it opens."),
        ({"opens_at": "2026-03-09T18:00", "closes_at": "2026-03-08T18:00"}, "It closes before it opens."),
        ({"due_at": "2026-03-09T18:00", "closes_at": "2026-03-08T18:00"}, "It closes before it is due."),
        ({"due_at": "", "closes_at": "2026-03-01T18:00"}, "It would be closed already."),
        ({"due_at": "2026-03-01T18:00"}, "It would be due already."),
        ({"is_for_everyone": ""}, "Nobody is chosen."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_keeps_what_was_typed(
    as_tom, history, fields, sentence
):
    reply = send(as_tom, history, f"quiz-{quiz().pk}", **{"due_at": "2026-04-01T07:00"} | fields)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert fields.get("due_at", "2026-04-01T07:00") in reply.text
    assert not Assignment.objects.exists()


def test_students_of_another_class_practice_and_sets_kept_for_quizzes_cannot_be_chosen(as_tom, history, host):
    given = question_set_with(1)
    QuestionSet.objects.update(is_for_practice=False)
    practice = Quiz.practice(given)
    assert send(as_tom, history, f"quiz-{practice.pk}").status_code == 422
    assert send(as_tom, history, f"set-{given.pk}").status_code == 422
    reply = send(as_tom, history, f"quiz-{quiz().pk}", is_for_everyone="", chosen=[host.pk])
    assert reply.status_code == 422
    assert not Assignment.objects.exists()


def test_an_edit_holds_at_once_and_the_thing_stays(as_tom, history, ada):
    given, other = quiz(), quiz()
    made = assigned(history, given, closes_at=NOON + HOUR)
    attempt = started(ada, given)
    fields = {"thing": f"quiz-{other.pk}", "is_for_everyone": "1", "closes_at": "2026-03-03T12:00"}
    as_tom.post(address("edit_assignment", history, made), fields)
    assert Assignment.objects.get().quiz == given
    assert Attempt.objects.get(pk=attempt.pk).deadline_at == NOON + DAY


def test_withdrawing_twice_is_withdrawing_once_and_it_can_be_given_again(as_tom, history, clock):
    made = assigned(history, quiz())
    for _ in range(2):
        as_tom.post(address("withdraw", history, made), {"withdrawn": "1"})
        clock.shift(HOUR)
    assert Assignment.objects.get().withdrawn_at == NOON
    as_tom.post(address("withdraw", history, made), {"withdrawn": "0"})
    assert Assignment.objects.get().withdrawn_at is None


def test_nothing_is_assigned_in_an_archived_class(as_tom, history):
    type(history).objects.update(archived_at=NOON)
    send(as_tom, history, f"quiz-{quiz().pk}")
    assert not Assignment.objects.exists()


def test_from_the_desk_a_quiz_is_assigned_in_two_clicks(as_tom, history):
    given = quiz()
    desk = as_tom.get(reverse("admin:quizzes_quiz_change", args=[given.pk])).text
    link = f"{address('choose_class')}?thing=quiz-{given.pk}"
    assert f'href="{link}"' in desk
    assert f"{address('assign', history)}?thing=quiz-{given.pk}" in as_tom.get(link).text


# Nothing of another class.


@pytest.mark.parametrize("name", ["assignment", "edit_assignment", "withdraw", "allowance", "marks"])
def test_an_assignment_of_another_class_is_not_reached_through_ones_own(as_tom, history, host, ada, name):
    other = assigned(classroom_of(host, ada, name="Other"), quiz())
    rest = {"allowance": [ada.pk], "marks": ["csv"]}.get(name, [])
    where = address(name, history, other, *rest)
    for reply in (as_tom.get(where), as_tom.post(where, {"minutes": 5, "withdrawn": "1"})):
        assert reply.status_code in (404, 405)
    assert not Allowance.objects.exists()
    assert Assignment.objects.get().withdrawn_at is None


def test_an_exception_is_only_for_whom_the_assignment_is(as_tom, history, ada, eve, host):
    made = assigned(history, quiz(), eve)
    for student in (ada, host):
        reply = as_tom.post(address("allowance", history, made, student), {"minutes": 5})
        assert reply.status_code == 404
    assert not Allowance.objects.exists()


# Exceptions.


def test_an_exception_is_kept_shown_changed_and_taken_back(as_tom, history, ada):
    made = assigned(history, quiz(minutes=10))
    where = address("allowance", history, made, ada)
    running = started(ada, made.quiz)
    as_tom.post(where, {"minutes": "25"})
    assert Attempt.objects.get(pk=running.pk).deadline_at == NOON + 25 * MINUTE
    assert "25 minutes" in as_tom.get(made.get_absolute_url()).text
    as_tom.post(where, {"minutes": "15", "attempts_allowed": "2"})
    assert Attempt.objects.get(pk=running.pk).deadline_at == NOON + 15 * MINUTE
    assert Allowance.objects.get().attempts_allowed == 2
    for _ in range(2):
        assert as_tom.post(where, {"take_back": "1"}).status_code == 302
    assert Attempt.objects.get(pk=running.pk).deadline_at == NOON + 10 * MINUTE


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nothing is otherwise yet."),
        ({"minutes": "0"}, "Write a number from 1 to 10,080"),
        ({"attempts_allowed": "0"}, "Write 1 or more."),
        ({"closes_at": "2026-03-02T13:00"}, "It closes before it is due."),
        ({"due_at": "2026-03-01T11:00"}, "It is due before it opens."),
    ],
)
def test_an_exception_that_cannot_be_is_refused_with_a_sentence(as_tom, history, ada, fields, sentence):
    made = assigned(history, quiz(), opens_at=NOON - HOUR, due_at=NOON + 3 * HOUR)
    reply = as_tom.post(address("allowance", history, made, ada), fields)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert not Allowance.objects.exists()


def test_an_exception_says_what_holds_for_all(as_tom, history, ada):
    made = assigned(history, quiz(minutes=10), due_at=NOON + DAY)
    page = as_tom.get(address("allowance", history, made, ada)).text
    for told in ("at once", "3 March 2026, 12:00", "never", "10 minutes", "as many as they like"):
        assert f"For all: {told}." in page


def test_a_set_has_no_time_limit_to_except_from(as_tom, history, ada):
    made = assigned(history, question_set_with(1))
    page = as_tom.get(address("allowance", history, made, ada)).text
    assert 'name="minutes"' not in page
    assert 'name="due_at"' in page


# Who stands where.


def statuses(client, assignment) -> dict[str, str]:
    page = client.get(assignment.get_absolute_url())
    return {row["member"].called: row["outcome"].told for row in page.context["page"]}


def tally(client, assignment) -> tuple[int, int, int]:
    """As the page of the assignment says, and that of the class too."""
    found = client.get(assignment.get_absolute_url()).context["tally"]
    told = [f"{found.not_opened} not opened", f"{found.started} started", f"{found.finished} finished"]
    page = client.get(assignment.classroom.get_absolute_url()).text
    assert "<span>" + "</span> <span>".join(told) + "</span>" in page
    return found.not_opened, found.started, found.finished


def test_a_teacher_sees_who_has_not_opened_started_and_finished(as_tom, tom, history, ada, eve, host):
    history.admit(host, at=NOON)
    made = assigned(history, quiz())
    started(eve, made.quiz)
    started(host, made.quiz).finish(at=NOON)
    assert statuses(as_tom, made) == {"ada": "not opened", "eve": "started", "host": "finished"}
    assert tally(as_tom, made) == (1, 1, 1)


def test_an_attempt_whose_time_is_over_counts_as_finished(as_tom, history, ada, clock):
    made = assigned(history, quiz(minutes=10))
    started(ada, made.quiz)
    clock.move_to(NOON + 11 * MINUTE)
    assert statuses(as_tom, made)["ada"] == "finished"
    assert tally(as_tom, made) == (1, 0, 1)


def test_late_is_who_finished_after_it_was_due_or_has_not_yet(as_tom, history, ada, eve, host, clock):
    history.admit(host, at=NOON)
    made = assigned(history, quiz(), due_at=NOON + HOUR)
    allowed(made, host, due_at=NOON + DAY)
    started(ada, made.quiz).finish(at=NOON + HOUR)
    clock.move_to(NOON + 2 * HOUR)
    assert statuses(as_tom, made) == {"ada": "finished", "eve": "not opened, late", "host": "not opened"}
    started(eve, made.quiz, NOON + 2 * HOUR).finish(at=NOON + 2 * HOUR)
    assert statuses(as_tom, made)["eve"] == "finished, late"


@pytest.mark.parametrize(
    ("counts", "marks", "status"),
    [
        ("highest", (1, 4), "finished, late"),
        ("highest", (4, 1), "finished"),
        ("highest", (4, 4), "finished"),
        ("first", (1, 4), "finished"),
        ("last", (4, 1), "finished, late"),
        ("average", (4, 1), "finished, late"),
    ],
)
def test_late_is_told_of_the_attempt_that_settles_the_mark(
    as_tom, history, ada, clock, counts, marks, status
):
    made = assigned(history, quiz(4, counts=counts), due_at=NOON + HOUR)
    for at, right in zip((NOON, NOON + DAY), marks, strict=True):
        clock.move_to(at)
        attempt = started(ada, made.quiz, at)
        for position in range(1, right + 1):
            kept(slot_of(attempt, position), "Seven")
        Attempt.objects.get(pk=attempt.pk).finish(at=at)
    assert statuses(as_tom, made)["ada"] == status


def test_the_students_to_choose_from_stand_in_the_order_of_their_names(as_tom, history, ada, eve, host):
    history.admit(host, at=NOON)
    for student, name in ((ada, "Student 10"), (eve, "student 9"), (host, "Anna")):
        Membership.objects.filter(student=student).update(name=name)
    page = as_tom.get(address("assign", history)).text
    assert page.index("Anna") < page.index("student 9") < page.index("Student 10")


def test_the_mark_is_the_one_that_counts(as_tom, history, ada):
    given = quiz(4, counts="average")
    made = assigned(history, given)
    for right in (4, 2):
        attempt = started(ada, given)
        for position in range(1, right + 1):
            kept(slot_of(attempt, position), "Seven")
        Attempt.objects.get(pk=attempt.pk).finish(at=NOON)
    page = as_tom.get(made.get_absolute_url()).text
    assert "75 %" in page
    assert "2 attempts" in page


def test_a_deck_is_finished_when_each_published_card_was_reviewed(as_tom, history, ada, eve):
    given = question_set_with(2)
    made = assigned(history, given)
    first, second = given.questions.all()
    for student, seen in ((ada, [first, second]), (eve, [first])):
        for question in (first, second):
            Card.objects.create(student=student, question=question, review_count=int(question in seen))
    assert statuses(as_tom, made) == {"ada": "finished", "eve": "started"}
    assert tally(as_tom, made) == (0, 1, 1)
    second.retire()
    assert statuses(as_tom, made)["eve"] == "finished"


def test_who_left_is_not_counted(as_tom, history, ada, eve):
    made = assigned(history, quiz())
    started(ada, made.quiz)
    Membership.objects.filter(student=ada).update(removed_at=NOON + DAY)
    assert statuses(as_tom, made) == {"eve": "not opened"}
    assert tally(as_tom, made) == (1, 0, 0)


def test_an_assignment_to_some_counts_those_alone(as_tom, history, ada, eve):
    made = assigned(history, quiz(is_offered=True), eve)
    started(ada, made.quiz)
    assert tally(as_tom, made) == (1, 0, 0)


def test_the_page_says_when_a_quiz_is_open_to_all_anyway(as_tom, history):
    told = "offered to all as well"
    assert told in as_tom.get(assigned(history, quiz(is_offered=True)).get_absolute_url()).text
    assert told not in as_tom.get(assigned(history, quiz()).get_absolute_url()).text


# As a table.


def test_marks_are_taken_away_as_csv_and_xlsx(as_tom, history, ada, eve):
    made = assigned(history, quiz(2), due_at=NOON + HOUR)
    attempt = started(ada, made.quiz)
    autosave(signed_in(ada), slot_of(attempt), "Seven")
    end(signed_in(ada), attempt)
    csv = as_tom.get(address("marks", history, made, "csv"))
    assert "attachment" in csv["Content-Disposition"]
    rows = [row.cells for row in read_table(csv.content, "marks.csv")]
    assert rows[1:] == [
        ("ada", "ada", "finished", "", "50.0", "1", "2026-03-02 12:00"),
        ("eve", "eve", "not opened", "", "", "0"),
    ]
    xlsx = as_tom.get(address("marks", history, made, "xlsx"))
    sheet = load_workbook(BytesIO(xlsx.content)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:5] == ["ada", "ada", "finished", None, 50]


def test_a_name_that_is_a_formula_is_written_as_text(as_tom, history, ada):
    Membership.objects.filter(student=ada).update(name="=1+1")
    csv = as_tom.get(address("marks", history, assigned(history, quiz()), "csv")).content.decode()
    assert "'=1+1" in csv
    assert "\n=1+1" not in csv


def test_there_is_no_other_kind_of_table(as_tom, history):
    assert as_tom.get(address("marks", history, assigned(history, quiz()), "exe")).status_code == 404


# Large classes.


@pytest.fixture
def crowd(tom):
    """500 students with 200 assignments, of which 20 are sets and 20 are to some."""
    classroom = classroom_of(tom)
    group = Group.objects.get_or_create(name="Students")[0]
    students = User.objects.bulk_create(User(username=f"s{number:03}") for number in range(500))
    group.user_set.add(*students)
    Membership.objects.bulk_create(
        Membership(classroom=classroom, student=one, joined_at=NOON) for one in students
    )
    question_set = question_set_with(2)
    given = quiz(question_set=question_set)
    made = Assignment.objects.bulk_create(
        Assignment(
            classroom=classroom,
            quiz=None if number % 10 == 0 else given,
            question_set=question_set if number % 10 == 0 else None,
            created_at=NOON + timedelta(seconds=number),
            is_for_everyone=number % 10 != 1,
        )
        for number in range(200)
    )
    chosen = Assignment.chosen.through
    chosen.objects.bulk_create(
        chosen(assignment=one, user=student) for one in made[1::10] for student in students[:30]
    )
    Attempt.objects.bulk_create(
        Attempt(
            student=student,
            quiz=given,
            started_at=NOON,
            finished_at=NOON if number % 2 else None,
            slot_count=2,
            points=2,
            mark=1,
        )
        for number, student in enumerate(students[:300])
    )
    Card.objects.bulk_create(
        Card(student=student, question=question, review_count=1)
        for question in question_set.questions.all()
        for student in students[:100]
    )
    Allowance.objects.bulk_create(
        Allowance(assignment=made[2], student=student, minutes=5) for student in students[:50]
    )
    return made


def test_a_class_of_500_with_200_assignments_takes_at_most_12_queries(
    as_tom, crowd, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page = as_tom.get(crowd[0].classroom.get_absolute_url()).text
    assert "200 not opened" in page
    assert "400 not opened" in page
    assert "0 not opened" in page
    assert "Older assignments" in page
    assert "Newer assignments" not in page
    last = as_tom.get(crowd[0].classroom.get_absolute_url(), {"assignments": "8"}).text
    assert "Older assignments" not in last
    assert "Newer assignments" in last
    for one in (crowd[0], crowd[1], crowd[2]):
        with django_assert_max_num_queries(12):
            reply = as_tom.get(one.get_absolute_url())
        assert reply.status_code == 200
    with django_assert_max_num_queries(12):
        table = as_tom.get(address("marks", crowd[2].classroom, crowd[2], "csv")).content
    assert len(read_table(table, "marks.csv")) == 501
    with django_assert_max_num_queries(12):
        as_tom.get(address("edit_assignment", crowd[1].classroom, crowd[1]))


def test_a_student_of_it_sees_what_to_do_in_a_bounded_number_of_queries(crowd, django_assert_max_num_queries):
    client = signed_in(User.objects.get(username="s000"))
    with django_assert_max_num_queries(12):
        assert client.get(crowd[0].classroom.get_absolute_url()).status_code == 200
    with django_assert_max_num_queries(24):
        client.get("/")

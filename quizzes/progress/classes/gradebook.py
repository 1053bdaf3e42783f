"""The gradebook of a class: a row a student, a column a quiz it was given."""

from collections.abc import Collection, Iterable, Sequence
from zoneinfo import ZoneInfo

from core.spreadsheets import Cell
from quizzes.classrooms.assignment import Assignment, whom_they_are_for
from quizzes.classrooms.marks import percents
from quizzes.classrooms.models import Classroom, Membership


def gradebook(classroom: Classroom, zone: ZoneInfo) -> Iterable[Sequence[Cell]]:
    """Its lines, the head first. A cell is the mark that counts, in percent of the best; empty where there is none.

    Students are those of today; assignments stand in the order in which they were given, the withdrawn ones among
    them, for what was done on them is done.
    """
    members = list(classroom.memberships.current().by_name())
    given = list(quizzes_given(classroom))
    students = [member.student_id for member in members]
    meant = whom_they_are_for(given, students)
    found = percents({one.quiz for one in given}, students)
    yield ["Name", "User name", *(head(one, zone) for one in given)]
    for member in members:
        yield [member.called, member.student.get_username(), *marks_of(member, given, meant, found)]


def quizzes_given(classroom: Classroom) -> Iterable[Assignment]:
    return classroom.assignments.filter(quiz__isnull=False).with_thing().order_by("created_at", "pk")


def head(assignment: Assignment, zone: ZoneInfo) -> str:
    """What the column holds, as in "The week (percent, the highest mark, due 2026-11-29)"."""
    told = ["percent", assignment.quiz.get_counts_display()]
    if assignment.due_at:
        told.append(f"due {assignment.due_at.astimezone(zone):%Y-%m-%d}")
    if assignment.is_withdrawn:
        told.append("withdrawn")
    return f"{assignment.quiz} ({', '.join(told)})"


def marks_of(
    member: Membership,
    given: Sequence[Assignment],
    meant: Collection[tuple[int, int]],
    found: dict[tuple[int, int], float],
) -> Iterable[float | None]:
    """Nothing where the assignment is not for this student, whatever they did at the quiz otherwise."""
    student = member.student_id
    for one in given:
        percent = found.get((student, one.quiz_id)) if (one.pk, student) in meant else None
        yield None if percent is None else round(percent, 1)

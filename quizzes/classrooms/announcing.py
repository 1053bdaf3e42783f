"""Letters about assignments: that something was assigned or has other dates, and that it is due soon."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q

from core import letters
from core.letters import Letter
from core.models import User
from core.turns import write_in_turn
from quizzes.classrooms import dates_told
from quizzes.classrooms.assignment import Allowance, Assignment, Reminder
from quizzes.classrooms.outcomes import outcomes
from quizzes.flashcards.models import Learner

ASSIGNED, DUE_SOON = "assigned", "due_soon"
KINDS = {
    ASSIGNED: "Your teacher assigns something or changes its dates",
    DUE_SOON: "Something is due within a day",
}

Dates = tuple[datetime | None, datetime | None, datetime | None]
"""When something opens, is due and closes."""


def announce(assignment: Assignment, *, at: datetime, but_not: Collection[int] = ()) -> None:
    """Tell everyone for whom it is, but not those who knew of it before."""
    if assignment.is_withdrawn:
        return
    students = [student for student in members_of(assignment) if student.pk not in but_not]
    own = allowances_of(assignment, students)
    letters.send_all(
        ASSIGNED,
        [
            Letter(
                student,
                f"{assignment.thing}: assigned in {assignment.classroom}",
                text(assignment, own.get(student.pk), student, at),
            )
            for student in students
        ],
    )


def dates_by_student(assignment: Assignment) -> dict[int, Dates]:
    """Which dates hold for whom, by the students' ids."""
    students = assignment.members().values_list("student", flat=True)
    own = {one.student_id: one for one in assignment.allowances.all()}
    return {student: assignment.dates_with(own.get(student)) for student in students}


def announce_dates(assignment: Assignment, before: Mapping[int, Dates], *, at: datetime) -> None:
    """Tell those for whom it has other dates than before, unless it is over for them or they finished it. They are reminded
    anew before the date that holds now."""
    dates_now = dates_by_student(assignment)
    moved = {student for student, dates in dates_now.items() if before.get(student, dates) != dates}
    if assignment.is_withdrawn or not moved:
        return
    own = {one.student_id: one for one in assignment.allowances.all()}
    found = outcomes(assignment, moved, own, at)
    told = {pk for pk in moved if not is_over(dates_now[pk], at) and not found[pk].is_finished}
    with write_in_turn():
        assignment.reminders.filter(student__in=moved).delete()
    students = [student for student in members_of(assignment) if student.pk in told]
    subject = f"{assignment.thing}: other dates in {assignment.classroom}"
    letters.send_all(
        ASSIGNED,
        [
            Letter(student, subject, text_of_dates(assignment, own.get(student.pk), student, at))
            for student in students
        ],
    )


def is_over(dates: Dates, at: datetime) -> bool:
    closes = dates[2]
    return closes is not None and closes <= at


def members_of(assignment: Assignment) -> list[User]:
    """With how each reads the clock."""
    return [member.student for member in assignment.members().select_related("student__learner")]


def allowances_of(assignment: Assignment, students: Iterable[User]) -> dict[int, Allowance]:
    return {one.student_id: one for one in assignment.allowances.filter(student__in=students)}


def text_of_dates(assignment: Assignment, own: Allowance | None, student: User, at: datetime) -> str:
    named = f"“{assignment.thing}”, in your class {assignment.classroom}"
    times = told(assignment, own, student, at)
    dates = (
        f"{times[:1].upper()}{times[1:]}"
        if times
        else "There is no date any more by which it is due or closes"
    )
    return f"Your teacher changed when {named}, is to be done.\n{dates}.\n\n{address_of(assignment)}\n"


def text(assignment: Assignment, own: Allowance | None, student: User, at: datetime) -> str:
    verb = "Learn" if assignment.is_deck else "Take"
    times = told(assignment, own, student, at)
    return (
        f"{verb} “{assignment.thing}”, in your class {assignment.classroom}.\n"
        f"{times[:1].upper()}{times[1:]}{'.' if times else ''}\n\n{address_of(assignment)}\n"
    )


def address_of(assignment: Assignment) -> str:
    where = assignment.thing.get_absolute_url() if assignment.is_deck else assignment.quiz.page_url
    return f"{settings.SITE_URL}{where}"


def told(assignment: Assignment, own: Allowance | None, student: User, at: datetime) -> str:
    """Read another day, "tomorrow" would be another one: so the date, by the student's own clock."""
    opens, due, closes = assignment.dates_with(own)
    zone = Learner.of(student).zone
    named = [("opens", opens if opens and opens > at else None), ("due", due), ("closes", closes)]
    return ", ".join(f"{word} {dates_told.date_of(moment, zone)}" for word, moment in named if moment)


def remind(*, at: datetime, within: timedelta) -> int:
    """Letters about what is due from now until then and not finished; each person gets one an assignment. How many."""
    count = 0
    for assignment in may_be_due(at, within):
        wanted = list(unfinished(assignment, at, within))
        if kept := keep_reminders(assignment, [letter.person for letter in wanted], at):
            letters.send_all(DUE_SOON, [one for one in wanted if one.person.pk in kept], waits=True)
            count += len(kept)
    return count


def may_be_due(at: datetime, within: timedelta) -> Iterable[Assignment]:
    soon = (at, at + within)
    moved = Allowance.objects.filter(due_at__range=soon).values("assignment")
    current = Assignment.objects.current().with_thing()
    return current.filter(Q(due_at__range=soon) | Q(pk__in=moved)).order_by("pk")


def unfinished(assignment: Assignment, at: datetime, within: timedelta) -> Iterator[Letter]:
    """To those a letter reaches, who have not finished and for whom it is due by then."""
    people = {student.pk: student for student in members_of(assignment)}
    reached = set(letters.takers(DUE_SOON, people).values_list("pk", flat=True))
    own = allowances_of(assignment, people.values())
    found = outcomes(assignment, people, own, at)
    for pk in sorted(reached):
        due = assignment.dates_with(own.get(pk))[1]
        if due and at <= due <= at + within and not found[pk].is_finished:
            subject = f"{assignment.thing}: due soon"
            yield Letter(people[pk], subject, text(assignment, own.get(pk), people[pk], at))


def keep_reminders(assignment: Assignment, people: Iterable[User], at: datetime) -> set[int]:
    """Keep that these are reminded now, those who were not yet; by their ids. Of two runs at once, one keeps."""
    reminded = set(assignment.reminders.values_list("student", flat=True))
    fresh = [person.pk for person in people if person.pk not in reminded]
    try:
        with write_in_turn():
            Reminder.objects.bulk_create(
                Reminder(assignment=assignment, student_id=pk, sent_at=at) for pk in fresh
            )
    except IntegrityError:
        return set()
    return set(fresh)

"""What there is to do, on the page of a class and on the front page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now

from quizzes.classrooms import dates_told
from quizzes.classrooms.models import Classroom
from quizzes.classrooms.outcomes import tallies
from quizzes.classrooms.to_do import Task, tasks_of
from quizzes.flashcards.models import Learner

A_PAGE = 25


def for_teachers(request: HttpRequest, classroom: Classroom) -> SafeString:
    """Each assignment with how many students are where; the newest first, a page at a time."""
    at, zone = now(), Learner.of(request.user).zone
    number = page_number(request.GET.get("assignments", ""))
    # One more than is shown tells whether there are older ones, without counting.
    first = (number - 1) * A_PAGE
    found = list(classroom.assignments.with_thing().with_counts()[first : first + A_PAGE + 1])
    shown = found[:A_PAGE]
    counts = tallies(classroom, shown, at)
    rows = [
        {
            "assignment": one,
            "tally": counts[one.pk],
            "told": dates_told.told(
                opens=one.opens_at if one.opens_at and one.opens_at > at else None,
                due=one.due_at,
                closes=one.closes_at,
                is_done=True,
                at=at,
                zone=zone,
            ),
        }
        for one in shown
    ]
    context = {
        "classroom": classroom,
        "rows": rows,
        "newer": number - 1,
        "older": number + 1 if len(found) > A_PAGE else 0,
    }
    return render_to_string("classrooms/_assignments.html", context, request)


def page_number(asked: str) -> int:
    """The first for whatever is no page."""
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


def for_students(request: HttpRequest, classroom: Classroom) -> SafeString:
    """The student's own assignments in this class, with how they stand; nothing where there are none."""
    tasks = [task for task in tasks_of(request.user, now()) if classroom in task.classrooms]
    if not tasks:
        return SafeString()
    return render_to_string("classrooms/_own_assignments.html", {"rows": rows(request, tasks)}, request)


def rows(request: HttpRequest, tasks: list[Task]) -> list[dict]:
    zone = Learner.of(request.user).zone
    return [{"task": task, "told": task.told(zone)} for task in tasks]

"""What there is to do, on the page of a class and on the front page."""

from django.core.paginator import Paginator
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
    assignments = Paginator(classroom.assignments.with_thing(), A_PAGE)
    page = assignments.get_page(request.GET.get("assignments"))
    shown = list(page)
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
    context = {"classroom": classroom, "rows": rows, "page": page}
    return render_to_string("classrooms/_assignments.html", context, request)


def for_students(request: HttpRequest, classroom: Classroom) -> SafeString:
    """The student's own assignments in this class, with how they stand."""
    tasks = [task for task in tasks_of(request.user, now()) if classroom in task.classrooms]
    return render_to_string("classrooms/_own_assignments.html", {"rows": rows(request, tasks)}, request)


def rows(request: HttpRequest, tasks: list[Task]) -> list[dict]:
    zone = Learner.of(request.user).zone
    return [{"task": task, "told": task.told(zone)} for task in tasks]

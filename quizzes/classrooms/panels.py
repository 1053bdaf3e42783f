"""The parts of a class's page that are written elsewhere. They are added in quizzes/apps.py."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from quizzes.classrooms.models import Classroom

# (request, class) -> a rendered section of the page; empty where there is nothing to show.
Panel = Callable[[HttpRequest, Classroom], SafeString]
FOR_TEACHERS: list[Panel] = []
FOR_STUDENTS: list[Panel] = []


def panels(request: HttpRequest, classroom: Classroom, *, is_teacher: bool) -> list[SafeString]:
    wanted = FOR_TEACHERS if is_teacher else FOR_STUDENTS
    return [part for panel in wanted if (part := panel(request, classroom))]

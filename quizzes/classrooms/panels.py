"""The parts of a class's pages that are written elsewhere. They are added in quizzes/apps.py."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from quizzes.classrooms.models import Classroom, Membership

# (request, class) -> a rendered section of the page; empty where there is nothing to show.
Panel = Callable[[HttpRequest, Classroom], SafeString]
FOR_TEACHERS: list[Panel] = []
FOR_STUDENTS: list[Panel] = []
# (request, membership) -> a rendered section of the page on which a teacher sees one student.
OF_STUDENT: list[Callable[[HttpRequest, Membership], SafeString]] = []


def panels(request: HttpRequest, classroom: Classroom, *, is_teacher: bool) -> list[SafeString]:
    wanted = FOR_TEACHERS if is_teacher else FOR_STUDENTS
    return [part for panel in wanted if (part := panel(request, classroom))]


def of_student(request: HttpRequest, membership: Membership) -> list[SafeString]:
    return [part for panel in OF_STUDENT if (part := panel(request, membership))]

"""The classes one runs or is in, and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quizzes.classrooms.finding import makes_classes, role_in, taught_by
from quizzes.classrooms.models import Classroom
from quizzes.classrooms.panels import panels


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The classes one teaches and those one is in."""
    context = {
        "makes_classes": makes_classes(request.user),
        "taught": taught_by(request.user).current().with_counts(),
        "archived": taught_by(request.user).archived(),
        "attended": Classroom.objects.attended_by(request.user).with_teachers(),
    }
    return render(request, "classrooms/overview.html", context)


@require_safe
def classroom(request: HttpRequest, classroom_id: int) -> HttpResponse:
    """A class, as its teacher or as a student in it sees it."""
    found, is_teacher = role_in(request.user, classroom_id)
    context = {"classroom": found, "panels": panels(request, found, is_teacher=is_teacher)}
    template = "classrooms/classroom.html" if is_teacher else "classrooms/attended.html"
    return render(request, template, context)

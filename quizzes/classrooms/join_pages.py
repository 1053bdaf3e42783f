"""Joining a class by its code or link: see which class it is, and confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from core.tries import Tries
from quizzes.classrooms.models import Classroom

UNKNOWN = "No class has this code. Check it for a slip, or ask your teacher for the one that holds now."
TOO_MANY = "Too many codes that no class has were tried from here. Wait a quarter of an hour, then try again."
REMOVED = "You were removed from this class. Ask its teacher to take you in again."
NOTHING = "Write the code your teacher gave you. It looks like ABCD-EFGH."
QUARTER_OF_AN_HOUR = 15 * 60
# A whole school may share an address, and all of a class mistype.
BY_PERSON = Tries("code-by-person", most=10, seconds=QUARTER_OF_AN_HOUR)
BY_ADDRESS = Tries("code-by-address", most=200, seconds=QUARTER_OF_AN_HOUR)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    typed = (request.POST if request.method == "POST" else request.GET).get("code", "")[:40].strip()
    if not typed:
        is_sent = request.method == "POST" or "code" in request.GET
        return ask_for_code(request, problem=NOTHING if is_sent else "", status=422 if is_sent else 200)
    address = request.META.get("REMOTE_ADDR", "")
    if BY_PERSON.are_used_up(request.user.pk) or BY_ADDRESS.are_used_up(address):
        return ask_for_code(request, typed, TOO_MANY, 429)
    classroom = Classroom.objects.let_in_by(typed).with_teachers().first()
    if classroom is None:
        BY_PERSON.count(request.user.pk)
        BY_ADDRESS.count(address)
        return ask_for_code(request, typed, UNKNOWN, 422)
    return enter(request, classroom)


def enter(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Someone has the code of this class."""
    membership = classroom.memberships.filter(student=request.user).first()
    if membership and membership.removed_at:
        return ask_for_code(request, classroom.told_code, REMOVED, 422)
    if membership or classroom.teachings.filter(teacher=request.user).exists():
        messages.info(request, f"You are in “{classroom}” already.")
        return redirect(classroom)
    if request.method != "POST":
        return render(request, "classrooms/join.html", {"classroom": classroom})
    if not classroom.let_in(request.user, at=now()):
        return ask_for_code(request, classroom.told_code, UNKNOWN, 422)
    messages.success(request, f"You are in “{classroom}” now.")
    return redirect(classroom)


def ask_for_code(request: HttpRequest, typed: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    return render(request, "classrooms/join.html", {"typed": typed, "problem": problem}, status=status)

"""Who is in a class and who teaches it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from core.signing_in import fills_again, sent, status_of
from quizzes.classrooms import panels
from quizzes.classrooms.finding import for_its_teacher
from quizzes.classrooms.forms import MemberForm, TeacherForm
from quizzes.classrooms.models import Classroom, Membership


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
@fills_again
def member(request: HttpRequest, classroom: Classroom, membership_id: int) -> HttpResponse:
    """One student of the class: what the teacher calls them, and taking them out or in again."""
    found = member_of(classroom, membership_id)
    form = MemberForm(sent(request), instance=found)
    if request.method == "POST" and form.is_valid():
        found.rename(form.cleaned_data["name"])
        messages.success(request, "Saved.")
        return redirect(classroom)
    membership = member_of(classroom, membership_id)
    context = {
        "classroom": classroom,
        "membership": membership,
        "form": form,
        "has_slip": classroom.memberships.with_slips().filter(pk=membership.pk).exists(),
        "panels": panels.of_student(request, membership),
    }
    return render(request, "classrooms/member.html", context, status=status_of(request, form))


def member_of(classroom: Classroom, membership_id: int) -> Membership:
    return get_object_or_404(classroom.memberships.select_related("student"), pk=membership_id)


@require_POST
@for_its_teacher
def remove(request: HttpRequest, classroom: Classroom, membership_id: int) -> HttpResponse:
    """Take a student out of the class, or in again."""
    found = member_of(classroom, membership_id)
    if request.POST.get("act") == "take_in":
        classroom.admit(found.student, at=now())
        messages.success(request, f"{found.called} is in the class again.")
    else:
        found.remove(at=now())
        messages.success(request, f"{found.called} is out of the class. What was done in it is kept.")
    return redirect(classroom)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
@fills_again
def teachers(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """The teachers of the class; another one by user name."""
    form = TeacherForm(sent(request))
    if request.method == "POST" and form.is_valid():
        added = classroom.share_with(form.cleaned_data["username"])
        messages.success(request, f"{added.called} teaches the class.")
        return redirect("classrooms:teachers", classroom.pk)
    context = {
        "classroom": classroom,
        "teachings": classroom.teachings.select_related("teacher"),
        "form": form,
    }
    return render(request, "classrooms/teachers.html", context, status=status_of(request, form))


@require_POST
@for_its_teacher
def part(request: HttpRequest, classroom: Classroom, teaching_id: int) -> HttpResponse:
    """A teacher leaves the class or is removed from it; the last one cannot."""
    found = get_object_or_404(classroom.teachings.select_related("teacher"), pk=teaching_id)
    if not classroom.part_from(found):
        messages.warning(request, "A class needs a teacher. Add another one first, or archive the class.")
        return redirect("classrooms:teachers", classroom.pk)
    if found.teacher == request.user:
        messages.success(request, f"You do not teach “{classroom}” any more.")
        return redirect("classrooms:overview")
    messages.success(request, f"{found.called} does not teach the class any more.")
    return redirect("classrooms:teachers", classroom.pk)

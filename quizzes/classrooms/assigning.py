"""Teachers assign: a quiz or a set to a class, who stands where on it, and what is otherwise for one student."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import get_current_timezone, get_current_timezone_name, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import spreadsheet
from core.signing_in import fills_again, sent, status_of
from quizzes.classrooms import announcing, dates_told
from quizzes.classrooms.assignment import Allowance, Assignment
from quizzes.classrooms.assignment_forms import AllowanceForm, AssignmentForm, usual_due
from quizzes.classrooms.finding import for_its_teacher, makes_classes, taught_by
from quizzes.classrooms.models import Classroom
from quizzes.classrooms.outcomes import outcomes, tally_of
from quizzes.classrooms.own_time import in_own_time

A_PAGE = 100


def zone_name() -> str:
    return get_current_timezone_name().replace("_", " ")


def assignments_of(classroom: Classroom) -> QuerySet[Assignment]:
    return classroom.assignments.with_thing()


def assignment_in(classroom: Classroom, assignment_id: int) -> Assignment:
    return get_object_or_404(assignments_of(classroom), pk=assignment_id)


@require_safe
def choose_class(request: HttpRequest) -> HttpResponse:
    """From a quiz or a set, which the address names: to which class?"""
    if not makes_classes(request.user):
        raise Http404
    classrooms = taught_by(request.user).current().with_counts()
    context = {"classrooms": classrooms, "thing": request.GET.get("thing", "")}
    return render(request, "classrooms/choose_class.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
@in_own_time
@fills_again
def assign(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """A new assignment. Sent twice, it is given once."""
    at = now()
    new = Assignment(classroom=classroom, created_by=request.user, created_at=at)
    begin_with = {"thing": request.GET.get("thing", ""), "due_at": usual_due(at)}
    form = AssignmentForm(sent(request), instance=new, initial=begin_with, at=at)
    if request.method == "POST" and form.is_valid():
        given = new.give(form.cleaned_data["chosen"])
        if given is new:
            announcing.announce(given, at=at)
        messages.success(request, f"“{given.thing}” is assigned.")
        return redirect(given)
    context = {"classroom": classroom, "form": form, "zone_name": zone_name()}
    return render(request, "classrooms/assign.html", context, status=status_of(request, form))


@require_safe
@for_its_teacher
@in_own_time
def assignment(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """Who has not opened, started and finished it, and with which mark."""
    found, at = assignment_in(classroom, assignment_id), now()
    everyone = rows(found)
    page = Paginator(everyone, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "classroom": classroom,
        "assignment": found,
        "told": told(found, at),
        "page": page,
        "tally": tally_of(row["outcome"] for row in everyone),
    }
    return render(request, "classrooms/assignment.html", context)


def told(assignment: Assignment, at: datetime) -> str:
    opens, due, closes = assignment.dates_with(None)
    later = opens if opens and opens > at else None
    # What is late is told of each student; here a date is a date.
    return dates_told.told(
        opens=later, due=due, closes=closes, is_done=True, at=at, zone=get_current_timezone()
    )


def rows(assignment: Assignment) -> list[dict]:
    """Each member with how they stand and what is otherwise for them."""
    members = list(assignment.members().select_related("student").by_name())
    students = [member.student_id for member in members]
    own = {one.student_id: one for one in assignment.allowances.all()}
    found = outcomes(assignment, students, own, now())
    return [
        {"member": member, "outcome": found[member.student_id], "own": own.get(member.student_id)}
        for member in members
    ]


@require_safe
@for_its_teacher
@in_own_time
def marks(request: HttpRequest, classroom: Classroom, assignment_id: int, ending: str) -> HttpResponse:
    """All of it as a table for a spreadsheet."""
    found = assignment_in(classroom, assignment_id)
    head = ["Name", "User name", "Status", "Late", "Mark in percent", "Attempts", "Finished"]
    lines = [line(row) for row in rows(found)]
    return spreadsheet([head, *lines], ending=ending, name=f"assignment-{found.pk}")


def line(row: dict) -> list:
    outcome, member = row["outcome"], row["member"]
    ended = outcome.finished_at and outcome.finished_at.astimezone(get_current_timezone())
    return [
        member.called,
        member.student.get_username(),
        outcome.state.value,
        "late" if outcome.is_late else "",
        None if outcome.percent is None else round(outcome.percent, 1),
        outcome.used,
        f"{ended:%Y-%m-%d %H:%M}" if ended else "",
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
@in_own_time
@fills_again
def edit(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """Other dates, other students; they hold at once."""
    found = assignment_in(classroom, assignment_id)
    before = announcing.dates_by_student(found) if request.method == "POST" else {}
    form = AssignmentForm(sent(request), instance=found, at=now())
    if request.method == "POST" and form.is_valid():
        found.change(form.cleaned_data["chosen"])
        announcing.announce(found, at=now(), but_not=before)
        announcing.announce_dates(found, before, at=now())
        messages.success(request, "Saved. It holds from now on, for running attempts too.")
        return redirect(found)
    context = {"classroom": classroom, "form": form, "assignment": found, "zone_name": zone_name()}
    return render(request, "classrooms/assign.html", context, status=status_of(request, form))


@require_POST
@for_its_teacher
def withdraw(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """Take it back from the students, or give it again; `withdrawn` is what it shall be."""
    found = assignment_in(classroom, assignment_id)
    if request.POST.get("withdrawn") == "1":
        found.withdraw(now())
        messages.success(request, "Withdrawn. Who is at it may go on until their time is over.")
    else:
        found.give_again()
        messages.success(request, "Given again.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
@in_own_time
@fills_again
def allowance(
    request: HttpRequest, classroom: Classroom, assignment_id: int, student_id: int
) -> HttpResponse:
    """What is otherwise for one student; it holds at once."""
    found = assignment_in(classroom, assignment_id)
    member = get_object_or_404(found.members().select_related("student"), student=student_id)
    own = found.allowances.filter(student=student_id).first()
    before = {student_id: found.dates_with(own)}
    if request.method == "POST" and "take_back" in request.POST:
        return taken_back(request, found, own, before)
    own = own or Allowance(student=member.student)
    # The one that was found, so that what holds for all is not asked for again.
    own.assignment = found
    form = AllowanceForm(sent(request), instance=own)
    if request.method == "POST" and form.is_valid():
        own.keep()
        announcing.announce_dates(found, before, at=now())
        messages.success(request, f"Saved. It holds for {member.called} from now on.")
        return redirect(found)
    context = {
        "classroom": classroom,
        "assignment": found,
        "member": member,
        "form": form,
        "is_kept": own.pk is not None,
        "zone_name": zone_name(),
    }
    return render(request, "classrooms/allowance.html", context, status=status_of(request, form))


def taken_back(
    request: HttpRequest, assignment: Assignment, own: Allowance | None, before: dict[int, announcing.Dates]
) -> HttpResponse:
    if own:
        own.delete()
        announcing.announce_dates(assignment, before, at=now())
    messages.success(request, "The exception is taken back. What holds for all holds here too.")
    return redirect(assignment)

"""Rosters in and out, and the slips to sign in with."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import spreadsheet
from core.spreadsheets import Problem, read_table
from quizzes.classrooms.finding import for_its_teacher
from quizzes.classrooms.forms import RosterForm
from quizzes.classrooms.models import Classroom, Membership
from quizzes.classrooms.roster import Plan, Planner
from quizzes.classrooms.roster_file import Fault, RosterFile, read_roster
from quizzes.classrooms.slips import Slip, choice_of, make_anew
from quizzes.classrooms.taking_in import Promise, TakenIn, take_in
from quizzes.classrooms.views import CHANCE

SLIPS_A_PAGE = 200
HEAD = ("name", "user name", "e-mail")


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
def roster(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Choose a file; see what each line of it would do; take them in."""
    if request.method != "POST":
        return roster_page(request, classroom, RosterForm())
    if "promise" in request.POST:
        return keep_promise(request, classroom)
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return roster_page(request, classroom, form, status=422)
    sent = form.cleaned_data["file"]
    found = roster_in(sent.read(), sent.name)
    if not isinstance(found, RosterFile):
        form.add_error("file", found.sentence)
        return roster_page(request, classroom, form, status=422)
    plan = Planner(classroom, request.user, found.people, chance=CHANCE).plan(found.faults)
    context = {"plan": plan, "roster": found, "filename": sent.name}
    return roster_page(request, classroom, RosterForm(), context, 422 if plan.faults else 200)


def roster_in(content: bytes, filename: str) -> RosterFile | Fault | Problem:
    rows = read_table(content, filename)
    return rows if isinstance(rows, Problem) else read_roster(rows)


def roster_page(
    request: HttpRequest,
    classroom: Classroom,
    form: RosterForm,
    context: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    whole = {"classroom": classroom, "form": form} | (context or {})
    plan = whole.get("plan")
    if plan and not plan.faults:
        whole["promise"] = Promise(classroom.pk, request.user.pk, plan.planned)
    return render(request, "classrooms/roster.html", whole, status=status)


def keep_promise(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Take in what was shown. The answer to this very form is the one page on which the passwords stand."""
    promise = Promise.sent(request.POST["promise"])
    if promise is None or (promise.classroom_id, promise.teacher_id) != (classroom.pk, request.user.pk):
        messages.warning(request, "The roster did not arrive whole, or is a day old. Choose the file again.")
        return redirect("classrooms:roster", classroom.pk)
    done = take_in(classroom, request.user, promise.planned, at=now(), chance=CHANCE)
    if isinstance(done, Plan):
        return roster_page(request, classroom, RosterForm(), {"plan": done, "is_overtaken": True}, 409)
    if done.slips:
        return slips_page(request, classroom, done.slips, done)
    messages.success(request, taken_in_sentence(done))
    return redirect(classroom)


def taken_in_sentence(done: TakenIn) -> str:
    if not done.joined_count:
        return "They are in the class already: nothing was changed."
    return f"{done.joined_count} joined the class." if done.joined_count > 1 else "One joined the class."


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
def slips(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Choose whose slips to print; printing makes new passwords."""
    if request.method != "POST":
        return choose_slips(request, classroom)
    choices = request.POST.getlist("student")
    if not choices:
        return choose_slips(request, classroom, "Choose at least one student.", 422)
    made = make_anew(classroom, choices, chance=CHANCE)
    if made is None:
        changed = (
            "Some of those you chose have another password or left the class since this page was opened, or you "
            "pressed twice. Nothing was changed by this press. Choose again: the slips you make now will hold."
        )
        return choose_slips(request, classroom, changed, 409)
    return slips_page(request, classroom, made)


def choose_slips(
    request: HttpRequest, classroom: Classroom, problem: str = "", status: int = 200
) -> HttpResponse:
    people = classroom.memberships.with_slips().by_name()
    page = Paginator(people, SLIPS_A_PAGE).get_page(request.GET.get("page"))
    chosen = {choice.partition(".")[0] for choice in request.POST.getlist("student")}
    if request.method != "POST":
        chosen = {request.GET.get("student", "")}
    is_all = request.GET.get("all") == "1"
    context = {
        "classroom": classroom,
        "page": page,
        "rows": [(member, choice_of(member), is_all or str(member.pk) in chosen) for member in page],
        "is_all": is_all,
        "problem": problem,
    }
    return render(request, "classrooms/slips.html", context, status=status)


def slips_page(
    request: HttpRequest, classroom: Classroom, made: list[Slip], taken_in: TakenIn | None = None
) -> HttpResponse:
    """The slips, to be printed now."""
    context = {
        "classroom": classroom,
        "slips": made,
        "taken_in": taken_in,
        "address": request.build_absolute_uri(reverse("home")),
    }
    return render(request, "classrooms/printed_slips.html", context)


@require_safe
@for_its_teacher
def export(request: HttpRequest, classroom: Classroom, ending: str) -> HttpResponse:
    """The roster as a file that can be read in again."""
    rows = [row_of(member) for member in classroom.memberships.current().by_name()]
    return spreadsheet([HEAD, *rows], ending=ending, name=f"{classroom} roster")


def row_of(member: Membership) -> tuple[str, str, str]:
    """The e-mail address only where the class was given it: of their own accounts, students give it to whom they like."""
    email = member.student.email if member.is_made_here else ""
    return member.called, member.student.get_username(), email

"""The classes one runs or is in, and the page of each."""

from random import SystemRandom

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.htmx import render_page
from core.signing_in import fills_again, sent, status_of
from quizzes.classrooms.finding import for_its_teacher, makes_classes, role_in, taught_by
from quizzes.classrooms.forms import ClassroomForm, NewClassroomForm
from quizzes.classrooms.models import Classroom
from quizzes.classrooms.panels import panels

A_PAGE = 100
CHANCE = SystemRandom()


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The classes one teaches and those one is in."""
    taught = taught_by(request.user)
    context = {
        "makes_classes": makes_classes(request.user),
        "taught": taught.current().with_counts(),
        "archived": taught.archived().with_counts(),
        "attended": Classroom.objects.attended_by(request.user).with_teachers(),
    }
    return render(request, "classrooms/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a class."""
    if not makes_classes(request.user):
        raise Http404
    if request.method != "POST":
        return render(request, "classrooms/new.html", {"form": NewClassroomForm.fresh(CHANCE)})
    form = NewClassroomForm(request.POST)
    if not form.is_valid():
        return render(request, "classrooms/new.html", {"form": form}, status=422)
    is_pseudonymous = form.cleaned_data["is_pseudonymous"]
    classroom = Classroom.open_for(
        request.user,
        form.cleaned_data["name"],
        at=now(),
        chance=CHANCE,
        code=form.code,
        is_pseudonymous=is_pseudonymous,
        # Who comes by the code comes with a user name of their own choice.
        is_open_to_join=not is_pseudonymous,
    )
    return redirect(classroom)


@require_safe
def classroom(request: HttpRequest, classroom_id: int) -> HttpResponse:
    """A class, as its teacher or as a student in it sees it."""
    found, is_teacher = role_in(request.user, classroom_id)
    context = {
        "classroom": found,
        "teachings": found.teachings.select_related("teacher"),
        "panels": panels(request, found, is_teacher=is_teacher),
    }
    if not is_teacher:
        context["membership"] = (
            found.memberships.current().select_related("student").get(student=request.user)
        )
        return render(request, "classrooms/attended.html", context)
    context |= people_of(request, found) | {"link": link_to_join(request, found)}
    return render_page(request, "classrooms/classroom.html", context, partial="people")


def people_of(request: HttpRequest, classroom: Classroom) -> dict:
    """Those in the class, a page of them, by name; those who are called as was asked for, when it was."""
    wanted = " ".join(request.GET.get("name", "")[:100].replace("\0", "").split())
    people = classroom.memberships.current().by_name()
    page = Paginator(people.called_like(wanted) if wanted else people, A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    return {
        "page": shown,
        "wanted": wanted,
        "student_count": people.count() if wanted else page.count,
        "removed": classroom.memberships.removed().by_name()[:A_PAGE],
    }


def link_to_join(request: HttpRequest, classroom: Classroom) -> str:
    """The whole address, to be sent round."""
    return request.build_absolute_uri(f"{reverse('classrooms:join')}?code={classroom.told_code}")


@require_POST
@for_its_teacher
def code(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Open or close the class to those who have its code, or give it another code."""
    act = request.POST.get("act")
    if act == "renew":
        classroom.renew_code(CHANCE)
        sentence = "The code is new. The old one lets nobody in any more."
    elif act in ("open", "close"):
        classroom.open_to_join(act == "open")
        sentence = "The code lets students in." if act == "open" else "The code lets nobody in any more."
    else:
        sentence = "That did not arrive whole. Try again."
    if request.htmx:
        context = {"classroom": classroom, "link": link_to_join(request, classroom), "sentence": sentence}
        return render(request, "classrooms/classroom.html#code", context)
    messages.info(request, sentence)
    return redirect(classroom)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_teacher
@fills_again
def settings(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """What the class is called."""
    form = ClassroomForm(sent(request), instance=classroom)
    if request.method == "POST" and form.is_valid():
        classroom.rename(form.cleaned_data["name"])
        messages.success(request, "Saved.")
        return redirect(classroom)
    context = {"classroom": Classroom.objects.get(pk=classroom.pk), "form": form}
    return render(request, "classrooms/settings.html", context, status=status_of(request, form))


@require_POST
@for_its_teacher(also_archived=True)
def archive(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Put the class away, to be read only; or take it up again."""
    if request.POST.get("act") == "take_up":
        classroom.take_up_again()
        messages.success(request, "The class is taken up again.")
    else:
        classroom.archive(at=now())
        messages.success(request, "The class is archived: you can read it, and its code lets nobody in.")
    return redirect(classroom)

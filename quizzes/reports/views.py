"""A student's own reports: sending one, taking it back, and what came of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.htmx import render_page
from core.models import User
from core.signing_in import fills_again, sent
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Slot
from quizzes.reports.beside import report_on
from quizzes.reports.forms import ReportForm
from quizzes.reports.models import OPEN_AT_MOST, Report

TOO_MANY = (
    f"You have {OPEN_AT_MOST} reports open. Wait until your teachers have answered some, or take one back."
)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the student said, newest first, with what came of it; what is read here counts as seen."""
    reports = request.user.reports.newest_first().select_related("slot__version", "slot__attempt")[:100]
    response = render(request, "reports/overview.html", {"reports": list(reports)})
    if request.method == "GET":
        request.user.reports.unseen().update(seen_at=now())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fills_again
def report(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """The form for a question that was answered, or is over; sent once, it shows what was said."""
    slot = slot_of(request.user, attempt_id, position)
    form = ReportForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return shown(request, slot, form, status=422 if request.method == "POST" else 200)
    found = Report.send(slot, at=now(), **form.cleaned_data)
    if found is None:
        form.add_error(None, TOO_MANY)
        return shown(request, slot, form, status=422)
    if request.htmx:
        return part_of(request, slot, found)
    messages.success(request, "Sent. Your teachers will look at it.")
    return redirect(found.question_url)


def slot_of(student: User, attempt_id: int, position: int) -> Slot:
    """404 also for a question that may still be answered: there is nothing to say before that."""
    slots = Slot.objects.of(student).with_attempt().filter(attempt=attempt_id, position=position)
    slot = get_object_or_404(slots.answered_or_over())
    slot.attempt.student = student
    return slot


def shown(request: HttpRequest, slot: Slot, form: ReportForm, *, status: int) -> HttpResponse:
    open_now = found if (found := report_on(slot)) and found.is_open else None
    context = {"slot": slot, "form": form, "report": open_now}
    return render_page(request, "reports/report.html", context, partial="part", status=status)


def part_of(request: HttpRequest, slot: Slot, found: Report | None) -> HttpResponse:
    context = {"slot": slot, "report": found, "is_fresh": True}
    return render(request, "reports/_part.html", context)


@require_POST
def withdraw(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Take back what is not answered yet. Twice is once."""
    slot = slot_of(request.user, attempt_id, position)
    for found in Report.objects.open().filter(slot=slot, student=request.user):
        found.withdraw()
    if request.htmx:
        return part_of(request, slot, report_on(slot))
    messages.info(request, "Taken back.")
    attempt: Attempt = slot.attempt
    return redirect("attempts:review", attempt.pk) if attempt.is_finished else redirect(slot)

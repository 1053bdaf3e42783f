"""What people can do about what is held about them: see it, take it along, and go."""

from random import SystemRandom

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import erasing, exporting
from core.forms import ErasureForm
from core.models import User
from core.personal import WAITS, first_sentence


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    context = {
        "parts": list(erasing.parts(request.user)),
        "waits": first_sentence(WAITS, request.user, now()),
        "not_alone": erasing.not_alone(request.user),
    }
    return render(request, "core/data.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    at = now()
    if waits := first_sentence(WAITS, request.user, at):
        return render(request, "core/data_waits.html", {"waits": waits}, status=403)
    file = exporting.record(request.user, at=at)
    return FileResponse(file, as_attachment=True, filename=exporting.file_name(request.user, at=at))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    if sentence := erasing.not_alone(request.user):
        return refused(request, sentence)
    form = ErasureForm(request.user, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "parts": list(erasing.parts(request.user))}
        return render(request, "core/erase.html", context, status=422 if form.errors else 200)
    outcome = erasing.erase(request.user, at=now(), chance=SystemRandom())
    if isinstance(outcome, erasing.HeldBack):
        return refused(request, outcome.sentence)
    logout(request)
    return redirect("erased")


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect("data")


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the host to be erased, or take that back; `asked` is what it shall be. Asking twice is asking once."""
    people = User.objects.filter(pk=request.user.pk, erased_on=None)
    if request.POST.get("asked") == "1":
        people.filter(asked_to_be_erased_at=None).update(asked_to_be_erased_at=now())
    else:
        people.update(asked_to_be_erased_at=None)
    return redirect("data")


@login_not_required
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "core/erased.html")

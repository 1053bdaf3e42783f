from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from core.forms import SignUpForm
from core.signing_in import wanted_page


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    wanted = wanted_page(request)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login(request, form.save(), backend="core.backends.AttestBackend")
        return redirect(wanted or "home")
    context = {"form": form, "next": wanted}
    return render(request, "core/signup.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token was of an earlier session, as when someone signed in again in another tab.

    A page that htmx runs gets a fresh token, which no other site can read, and keeps what was typed.
    """
    response = refusal(request, "core/csrf_failure.html", 403)
    if getattr(request, "htmx", False):
        trigger_client_event(response, "freshtoken", {"token": get_token(request)})
    return response


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, "core/403.html", 403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, "core/404.html", 404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    # No context processor: whatever failed may fail there too.
    return refusal(None, "core/500.html", 500)


def refusal(request: HttpRequest | None, template: str, status: int) -> HttpResponse:
    """An error page. htmx is told not to swap it: what the person typed stays where it is."""
    response = render(request, template, status=status)
    response["HX-Reswap"] = "none"
    return response

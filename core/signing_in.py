"""Signing in again without losing what was typed.

The fields of a form sent after the session ended are carried through the sign-in form and laid down in the
new session; the page the form stood on picks them up once. Only of views that say so, by `fills_again`; and never
a password.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

KEPT = "kept"
# A whole form of the desk, also in a script whose letters take nine characters each on their way.
LONGEST = 100_000


def fills_again(view: Callable) -> Callable:
    """The view shows its form, at the address it is sent to, with what was typed before signing in again."""
    view.fills_again = True
    return view


def keep_what_was_typed(request: HttpRequest, view: Callable) -> HttpResponse:
    """A sign-in form, as a page or as a fragment, that carries the fields of the request where its page takes them up."""
    typed = told_in(request.POST) if getattr(view, "fills_again", False) else ""
    context = {
        "form": AuthenticationForm(request),
        "next": page_of(request),
        "kept_path": request.path,
        "kept_fields": typed if len(typed) <= LONGEST else "",
    }
    template = "core/signed_out.html#sign-in" if getattr(request, "htmx", False) else "core/signed_out.html"
    response = render(request, template, context, status=403)
    patch_vary_headers(response, ["HX-Request"])
    return response


def told_in(fields: QueryDict) -> str:
    """The fields but for those that nobody may read later."""
    told = fields.copy()
    for name in fields:
        if name == "csrfmiddlewaretoken" or "password" in name.lower():
            del told[name]
    return told.urlencode()


def page_of(request: HttpRequest) -> str:
    """The page the form was sent from, where it is one of ours; else the front page."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def wanted_page(request: HttpRequest) -> str:
    """Where somebody was going before they were asked who they are, where it is a page of ours; else nothing."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


class SignIn(auth_views.LoginView):
    template_name = "core/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        path, fields = self.request.POST.get("kept_path"), self.request.POST.get("kept_fields")
        if path and fields:
            self.request.session[KEPT] = {"path": path[:500], "fields": fields[:LONGEST]}
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs) -> dict:
        kept = {name: self.request.POST.get(name, "") for name in ("kept_path", "kept_fields")}
        return super().get_context_data(**kept, **kwargs)


def what_was_typed(request: HttpRequest, path: str) -> Mapping:
    """The fields once sent to this path and kept over a sign-in; empty when there are none. Given out once."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != path:
        return QueryDict()
    del request.session[KEPT]
    return QueryDict(kept["fields"])


def sent(request: HttpRequest) -> Mapping | None:
    """What a form is bound to: the fields that were sent, an empty form too, or that were kept over a sign-in."""
    return request.POST if request.method == "POST" else what_was_typed(request, request.path) or None


def status_of(request: HttpRequest, form: BaseForm) -> int:
    """Of a page with a form: what is only filled in again is not refused yet."""
    return 422 if request.method == "POST" and form.errors else 200

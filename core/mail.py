"""The pages of letters: which kinds one wants, at which address, and how to stop one kind without signing in."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core import letters
from core.models import User


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Empty: no letters at all.",
        error_messages={"invalid": "This is no address. Write it as in ada@example.org."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """A switch a kind."""
    if request.method == "POST":
        wanted = set(request.POST.getlist("kind"))
        for kind in letters.KINDS:
            (letters.take_again if kind in wanted else letters.refuse)(request.user, kind)
        messages.success(request, "Saved.")
        return redirect("mail")
    return shown(request, AddressForm(initial={"email": request.user.email}))


def shown(request: HttpRequest, form: forms.Form) -> HttpResponse:
    refused = letters.refused_by(request.user)
    kinds = [(kind, label, kind not in refused) for kind, label in letters.KINDS.items()]
    context = {"kinds": kinds, "form": form}
    return render(request, "core/mail.html", context, status=422 if form.errors else 200)


@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Take the address away at once; use another one once its owner has confirmed it."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return shown(request, form)
    wanted = form.cleaned_data["email"]
    if not wanted:
        User.objects.filter(pk=request.user.pk).update(email="", confirmed_email="")
        messages.success(request, "The address is removed. No letters will come.")
    elif wanted == request.user.email and request.user.is_reached_by_mail:
        messages.info(request, f"Letters go to {wanted} already.")
    elif not letters.may_ask_again(request.user):
        form.add_error(
            "email", "Several links were sent already. Look for them there, or try again in an hour."
        )
        return shown(request, form)
    else:
        letters.ask_to_confirm(request.user, wanted)
        messages.success(request, f"A link was sent to {wanted}. Open it there to confirm the address.")
    return redirect("mail")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link from the letter, for who is signed in as the one who asked."""
    found = letters.address_in(token, request.user)
    if found is None:
        return render(request, "core/mail_link.html", {"is_old": True}, status=404)
    if request.method == "POST":
        User.objects.filter(pk=request.user.pk).update(email=found, confirmed_email=found)
        messages.success(request, f"Letters go to {found} from now on.")
        return redirect("mail")
    return render(request, "core/mail_link.html", {"address": found})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """The link under each letter, signed for one person and kind. Mail programs send it as a form of their own, so there
    is no token of ours in it; reading the page alone, as their scanners do, refuses nothing.
    """
    found = letters.read_token(token)
    if found is None:
        raise Http404
    person, kind = found
    if request.method == "POST":
        letters.refuse(person, kind)
    context = {"label": letters.KINDS[kind], "is_refused": request.method == "POST"}
    return render(request, "core/refuse_mail.html", context)

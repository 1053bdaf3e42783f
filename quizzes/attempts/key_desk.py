"""The desk's pages on which a teacher puts a wrong key right: what is wrong, what that would do, do it, take it back."""

import uuid
from collections.abc import Sequence

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now

from quizzes.attempts import corrected, putting_right
from quizzes.attempts.key_subject import Subject
from quizzes.attempts.putting_right import Overtaken, Proposal
from quizzes.bank.changes import WHATS
from quizzes.bank.corrections import Correction
from quizzes.bank.models import Question, QuestionVersion

# Rows of a preview that are written out; all are counted.
MOST_ROWS = 200
STALE = "Marks have changed since that page was made, or you changed what it shall do. Nothing was done; this is what it would do now."
GONE = "That is not among the answers and options of this question any more. Choose again."


class CorrectionForm(forms.Form):
    """How a correction is made. It comes with its page, so all of it has a beginning."""

    versions = forms.MultipleChoiceField(
        label="Versions of the question it holds for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "No version of the question is chosen. Choose those it shall hold for."},
    )
    keeps_better = forms.ChoiceField(
        label="Marks",
        choices=[("yes", "Nobody’s mark goes down"), ("no", "Marks may go down, too")],
        widget=forms.RadioSelect,
        initial="yes",
    )
    reason = forms.CharField(
        label="Why, for the students it concerns",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="They read it in their review, where the right answer shows.",
    )

    def __init__(self, versions: Sequence[QuestionVersion], chosen: Sequence[QuestionVersion], data=None):
        super().__init__(data if data and "reason" in data else None)
        self.fields["versions"].choices = [(one.pk, f"version {one.number}") for one in versions]
        self.fields["versions"].initial = [one.pk for one in chosen]

    @property
    def settled(self) -> dict:
        """Columns of the correction, of what was sent or of what it begins with."""
        values = {name: field.initial for name, field in self.fields.items()}
        values |= self.cleaned_data if self.is_bound else {}
        return {
            "version_ids": sorted(map(int, values.get("versions") or [])),
            "keeps_better": values.get("keeps_better") != "no",
            "reason": values.get("reason") or "",
        }


class KeyDesk(admin.ModelAdmin):
    """Reached from a question; stands in the desk's list as the record of what was put right."""

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "question/<int:question_id>/": ("key", self.key),
            "question/<int:question_id>/<slug:what>/": ("propose", self.propose),
            "<int:correction_id>/back/": ("back", self.back),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"quizzes_correction_{name}")
            for route, (name, view) in pages.items()
        ]
        return own + super().get_urls()

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        """What was put right is told, and taken back, on the page of the question's key."""
        self.check_may_put_right(request)
        if not object_id.isdecimal():
            raise Http404
        correction = get_object_or_404(Correction, pk=object_id)
        return redirect("admin:quizzes_correction_key", correction.question_id)

    def key(self, request: HttpRequest, question_id: int) -> HttpResponse:
        """What is right, what was given, and what can be done about it."""
        subject = self.subject_of(request, question_id)
        made = subject.question.corrections.select_related("made_by", "taken_back_by")
        return self.page(request, "key.html", subject, {"made": made, "whats": WHATS})

    def propose(self, request: HttpRequest, question_id: int, what: str) -> HttpResponse:
        """What a correction would do; by POST, do it."""
        subject = self.subject_of(request, question_id)
        if what not in WHATS:
            raise Http404
        sent = request.POST if request.method == "POST" else request.GET
        chosen = sent.get("chosen", "")
        details = subject.details(what, chosen)
        if details is None:
            messages.warning(request, GONE)
            return redirect(address(subject))
        versions = subject.older if what == "remark" else subject.alike
        form = CorrectionForm(versions, versions, sent)
        form.is_valid()
        correction = Correction(
            question=subject.question,
            what=what,
            details=details,
            made_by=request.user,
            token=token_of(sent.get("token", "")),
            **form.settled,
        )
        problem = " ".join(error for errors in form.errors.values() for error in errors)
        context = {"form": form, "chosen": chosen, "what": WHATS[what], "name": what}
        if problem := problem or putting_right.problem(correction):
            if Correction.objects.filter(token=correction.token).exists():
                return redirect(address(subject))
            return self.page(request, "propose.html", subject, context | {"problem": problem}, 422)
        if request.method != "POST":
            context["proposal"] = putting_right.proposed(correction)
            return self.page(request, "propose.html", subject, context)
        return self.make(request, subject, correction, context)

    def make(
        self, request: HttpRequest, subject: Subject, correction: Correction, context: dict
    ) -> HttpResponse:
        try:
            made = putting_right.make(correction, at=now(), seen=request.POST.get("seen", ""))
        except Overtaken as overtaken:
            messages.warning(request, STALE)
            (context["proposal"],) = overtaken.args
            return self.page(request, "propose.html", subject, context, 409)
        if made is correction:
            self.log_addition(request, made, f"Put right: {made.told}")
            messages.success(request, f"Done. {made.told} {told(made.remarks.count())}")
        return redirect(address(subject))

    def back(self, request: HttpRequest, correction_id: int) -> HttpResponse:
        """What taking a correction back would do; by POST, do it."""
        self.check_may_put_right(request)
        questions = Correction.objects.select_related("question", "made_by")
        correction = get_object_or_404(questions, pk=correction_id)
        subject = self.subject_of(request, correction.question_id)
        if not correction.is_standing:
            return redirect(address(subject))
        if request.method != "POST":
            return self.back_page(request, subject, putting_right.proposed_back(correction))
        try:
            seen = request.POST.get("seen", "")
            is_done = putting_right.take_back(correction, by=request.user, at=now(), seen=seen)
        except Overtaken as overtaken:
            messages.warning(request, STALE)
            return self.back_page(request, subject, *overtaken.args, status=409)
        if is_done:
            self.log_change(request, correction, f"Taken back: {correction.told}")
            count = correction.remarks.filter(is_taken_back=True).count()
            messages.success(request, f"Taken back. {told(count)}")
        return redirect(address(subject))

    def back_page(
        self, request: HttpRequest, subject: Subject, proposal: Proposal, status: int = 200
    ) -> HttpResponse:
        return self.page(request, "back.html", subject, {"proposal": proposal}, status)

    def subject_of(self, request: HttpRequest, question_id: int) -> Subject:
        self.check_may_put_right(request)
        question = get_object_or_404(Question.objects.select_related("current"), pk=question_id)
        version = question.versions.filter(pk=number_in(request, "version")).first()
        version = version or question.current or question.versions.first()
        if version is None:
            raise Http404("It was never published.")
        return Subject(question, version)

    def check_may_put_right(self, request: HttpRequest) -> None:
        if not request.user.has_perm("quizzes.add_correction"):
            raise PermissionDenied

    def page(
        self, request: HttpRequest, template: str, subject: Subject, context: dict, status: int = 200
    ) -> HttpResponse:
        if proposal := context.get("proposal"):
            shown = proposal.finished[:MOST_ROWS]
            names = corrected.names_for(request.user, {one.row["student"] for one in shown})
            context["rows"] = [(names[one.row["student"]], one) for one in shown]
            context["token"] = proposal.correction.token
        whole = self.admin_site.each_context(request) | {"opts": self.opts, "subject": subject} | context
        return render(request, f"admin/quizzes/correction/{template}", whole, status=status)


def address(subject: Subject) -> str:
    """Of the page of a question's key."""
    return reverse("admin:quizzes_correction_key", args=[subject.question.pk])


def told(count: int) -> str:
    if not count:
        return "No finished attempt is marked otherwise by it."
    return f"{count} finished attempt{'s' * (count != 1)} marked anew."


def token_of(sent: str) -> uuid.UUID:
    try:
        return uuid.UUID(sent)
    except ValueError:
        return uuid.uuid4()


def number_in(request: HttpRequest, name: str) -> int | None:
    sent = request.POST.get(name, "") or request.GET.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None

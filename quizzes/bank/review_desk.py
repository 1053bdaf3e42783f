"""How a second teacher reads a question at the desk: as students see it, with its key and evidence, and says what they think."""

from collections.abc import Iterator

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.timezone import now

from core.signing_in import fills_again, sent
from quizzes.articles.models import Passage
from quizzes.articles.quoting import Piece, cut
from quizzes.bank.colleague import Colleague
from quizzes.bank.desk_pages import DeskPages
from quizzes.bank.drafted import digest_of
from quizzes.bank.models import Question
from quizzes.bank.opinions import NotYours, Opinion, Review, give, last_decision
from quizzes.bank.preview import Preview
from quizzes.bank.publishing import is_asked_as_it_stands

WANTED = {
    Opinion.Verdict.REMARKS: "Write your remark first.",
    Opinion.Verdict.WANTS_CHANGES: "Say what should be changed, then ask for it.",
}
DONE = {
    Opinion.Verdict.ASKS: "A review is asked for. Other teachers find the question under “waiting for review”.",
    Opinion.Verdict.REMARKS: "Your remark is kept.",
    Opinion.Verdict.APPROVES: "You approved this text. Any change to it needs another look.",
    Opinion.Verdict.WANTS_CHANGES: "Your wishes are kept, and the text counts as not approved until it is changed.",
}
LONGEST = 4000


class OpinionForm(forms.Form):
    """What is thought of the text whose digest the page had."""

    comment = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 70}),
        label="What do you think of it?",
    )
    verdict = forms.ChoiceField(
        choices=Opinion.Verdict, error_messages={"required": "Choose what to do with one of the buttons."}
    )
    about = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def clean_comment(self) -> str:
        return self.cleaned_data["comment"].replace("\r\n", "\n").strip()

    def clean(self) -> dict:
        cleaned = super().clean()
        wanted = WANTED.get(cleaned.get("verdict"))
        if wanted and "comment" in cleaned and not cleaned["comment"]:
            self.add_error("comment", wanted)
        return cleaned


def quoted_in(preview: Preview) -> Iterator[tuple[Passage, str, list[Piece]]]:
    """Each citation: its passage, how it bears on the answer, and the text with the words marked."""
    for citation in preview.citations:
        span = citation.found
        pieces = cut(citation.passage.text, [span] if span else [])
        yield citation.passage, citation.get_stance_display(), pieces


class ReviewFilter(admin.SimpleListFilter):
    title = "review"
    parameter_name = "review"
    VERDICTS = {
        "waiting": Opinion.Verdict.ASKS,
        "changes": Opinion.Verdict.WANTS_CHANGES,
        "approved": Opinion.Verdict.APPROVES,
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("waiting", "waiting for review"),
            ("changes", "changes asked for"),
            ("approved", "last approved"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        verdict = self.VERDICTS.get(self.value())
        return (
            queryset if verdict is None else queryset.alias(decision=last_decision()).filter(decision=verdict)
        )


class ReviewDesk(DeskPages):
    """Keeps who wrote the text last, and has the page on which others read it."""

    def get_urls(self) -> list[URLPattern]:
        return [self.own_address("<int:question_id>/review/", self.review, "review"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Question, form: ModelForm, change: bool) -> None:
        form.digest_before = digest_of(Question.objects.get(pk=obj.pk)) if change else ""
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        """Whoever changes what would be asked is its author; a new topic alone makes nobody one."""
        super().save_related(request, form, formsets, change)
        question = Question.objects.get(pk=form.instance.pk)
        if digest_of(question) != form.digest_before:
            form.instance.edited_by = request.user
            Question.objects.filter(pk=question.pk).update(edited_by=request.user)

    @fills_again
    def review(self, request: HttpRequest, question_id: int) -> HttpResponse:
        question = self.question_to_change(request, question_id)
        if request.method != "POST":
            return self.review_page(request, question, OpinionForm(sent(request)))
        form = OpinionForm(request.POST)
        if not form.is_valid():
            return self.review_page(request, question, form, 422)
        kept = give(question, by=request.user, at=now(), **form.cleaned_data)
        if isinstance(kept, Opinion):
            messages.success(request, DONE[kept.verdict])
            return redirect("admin:quizzes_question_review", question.pk)
        if isinstance(kept, NotYours):
            form.add_error(
                None, "You changed this text last, so another teacher approves it. Ask for a review."
            )
            return self.review_page(request, question, form, 422)
        return self.text_changed(request, question_id, form)

    def text_changed(self, request: HttpRequest, question_id: int, form: OpinionForm) -> HttpResponse:
        question = self.question_to_change(request, question_id)
        who = question.edited_by.get_username() if question.edited_by else "Somebody"
        form.add_error(
            None,
            f"{who} changed the text while you read it. This is how it reads now; your words are kept below.",
        )
        return self.review_page(request, question, form, 409)

    def review_page(
        self, request: HttpRequest, question: Question, form: OpinionForm, status: int = 200
    ) -> HttpResponse:
        review, preview = Review(question), Preview.stored(question)
        context = {
            "question": question,
            "form": form,
            "review": review,
            "preview": preview,
            "quoted": list(quoted_in(preview)),
            "colleague": Colleague.on(preview),
            "is_author": question.edited_by_id == request.user.pk,
            "is_asked": is_asked_as_it_stands(question),
        }
        return self.question_page(request, "review.html", context, status)

"""How a teacher writes a question at the desk: the kind first, then one page with the form, its preview and the source."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.timezone import now

from core.signing_in import fills_again, what_was_typed
from core.turns import write_in_turn
from quizzes import kinds
from quizzes.articles.models import Article
from quizzes.bank import forms
from quizzes.bank.chosen import NOT_THERE, Chosen, is_number
from quizzes.bank.colleague import Colleague
from quizzes.bank.fields import SETTING
from quizzes.bank.kind_choice import card, usual_choice
from quizzes.bank.models import DraftCitation, Question, QuestionSet
from quizzes.bank.overtaken import Overtaken
from quizzes.bank.points import Point
from quizzes.bank.preview import Preview
from quizzes.bank.question_rows import CitationInline, OptionInline, kind_asked, kind_of, task_of
from quizzes.bank.source_beside import SourceBeside
from quizzes.bank.written import citations_in, faults_in, options_in, sentences
from quizzes.bank.written_rows import (
    as_of_another_kind,
    with_citation,
    without_junk,
    without_lost_rows,
    written_so_far,
)

FOLDER = "admin/quizzes/question"
MOST_CITED = 200
# Buttons that show the form again as it stands, with something more beside it, and store nothing.
KIND_CHOSEN = "_kind_chosen"
LOOKING = ("_preview", "_source", "_cite", KIND_CHOSEN)
# From the form back to the choice of its kind. What stands in the form comes along, and back with KIND_CHOSEN.
ANOTHER_KIND = "_another_kind"
KEPT = (
    "You were signed out in between. What you typed is here as you left it, and not saved yet: save it now."
)


class OnlyShown:
    """Mixed into a form that is shown again as it was sent: checked, and never saved."""

    def is_valid(self) -> bool:
        super().is_valid()
        return False


class WritingDesk(admin.ModelAdmin):
    """The pages on which a question is written."""

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "add/preview/": (self.preview, "add_preview"),
            "<int:question_id>/preview/": (self.preview, "preview"),
            "source/": (self.source, "source"),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"quizzes_question_{name}")
            for address, (view, name) in pages.items()
        ]
        return own + super().get_urls()

    # The pages.

    @fills_again
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        take_up_what_was_typed(request)
        if ANOTHER_KIND in request.POST or kind_asked(request) not in kinds.KINDS:
            return self.choose_kind(request)
        if KIND_CHOSEN in request.POST:
            request.POST = as_of_another_kind(request.POST, task_of(request, None))
        return super().add_view(request, form_url, extra_context)

    @fills_again
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        take_up_what_was_typed(request)
        return super().change_view(request, object_id, form_url, extra_context)

    def choose_kind(self, request: HttpRequest) -> HttpResponse:
        """Where it belongs and what kind it is. The choice stores nothing; it is an address, unless something was written."""
        sent, goes_back = request.POST or request.GET, ANOTHER_KIND in request.POST
        is_sent = not goes_back and ("kind" in request.GET or request.method == "POST")
        first = request.POST.dict() if goes_back else usual_choice(request.GET)
        form = forms.KindForm(sent if is_sent else None, initial=first)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Write a question",
            "form": form,
            "cards": [card(radio) for radio in form["kind"]],
            "chosen": chosen_in_address(request),
            "kept": {name: request.GET[name] for name in ("passage", "start", "end") if name in request.GET},
            "written": written_so_far(request.POST),
            "has_sets": QuestionSet.objects.exists(),
        }
        return render(request, f"{FOLDER}/kind.html", context, status=422 if is_sent else 200)

    def preview(self, request: HttpRequest, question_id: int | None = None) -> HttpResponse:
        """What stands beside the form, of the form as it stands. Nothing of it is stored."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if question_id is None and kind_asked(request) not in kinds.KINDS:
            raise Http404
        if question_id is not None:
            get_object_or_404(Question, pk=question_id)
        request.is_only_shown = request.is_part = True
        return self.changeform_view(request, question_id and str(question_id))

    def source(self, request: HttpRequest) -> HttpResponse:
        """The text of an article, to cite from."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        articles = Article.objects.exclude(current=None)
        wanted = request.GET.get("source", "")
        article = get_object_or_404(articles, pk=wanted if is_number(wanted) else 0)
        cited = [int(pk) for pk in request.GET.getlist("cited") if is_number(pk)][:MOST_CITED]
        context = {"source": SourceBeside(article, cited_passages=cited)}
        return render(request, f"{FOLDER}/_source.html", context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and not is_only_shown(request):
            return self.save_in_turn(request, object_id, form_url, extra_context)
        if request.method == "POST":
            add_what_is_cited(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_in_turn(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        """Whoever saves the same question meanwhile waits, and is told; a form that is sent twice is stored once."""
        if made := self.made_already(request, object_id):
            return redirect("admin:quizzes_question_change", made.pk)
        try:
            with write_in_turn():
                if object_id is not None and is_number(object_id):
                    Question.objects.select_for_update().filter(pk=object_id).first()
                return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            made = self.made_already(request, object_id)
            if made is None:
                raise
            return redirect("admin:quizzes_question_change", made.pk)

    def made_already(self, request: HttpRequest, object_id: str | None) -> Question | None:
        """The question that this very form made before."""
        token = forms.token_in(request.POST.get("token", ""))
        if object_id is not None or token is None or not self.has_add_permission(request):
            return None
        return Question.objects.filter(form_token=token).first()

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Question | None = None,
    ) -> HttpResponse:
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        preview = preview_of(request, form, formsets)
        if getattr(request, "is_part", False):
            beside = {"preview": preview, "colleague": Colleague.on(preview)}
            return TemplateResponse(request, f"{FOLDER}/_preview.html", beside)
        faults = [] if is_looking(request) else faults_in(form, formsets)
        context |= {
            "kind": form.instance.kind,
            "kind_label": form.instance.task.LABEL,
            "preview": preview,
            "colleague": Colleague.on(preview),
            "preview_url": preview_address(obj),
            "source": SourceBeside.chosen(
                source_asked(request), preview.citations, form["question_set"].value()
            ),
            "stances": DraftCitation.Stance.choices,
            "faults": faults,
            "overtaken": Overtaken.of(form, formsets) if form.is_bound and form.was_overtaken else None,
            "is_kept": getattr(request, "is_kept", False),
            "opens_source": not preview.citations or "_source" in request.POST or "_cite" in request.POST,
        }
        if context["is_kept"]:
            messages.warning(request, KEPT)
        response = super().render_change_form(request, context, add, change, form_url, obj)
        response.status_code = 422 if faults and form.is_bound and not context["is_kept"] else 200
        return response

    # The form.

    def get_form(self, request: HttpRequest, obj: Question | None = None, **kwargs) -> type[ModelForm]:
        kwargs["form"] = forms.question_form(kind_of(request, obj))
        form = super().get_form(request, obj, **kwargs)
        return type("Shown", (OnlyShown, form), {}) if is_only_shown(request) else form

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> list[tuple]:
        task = task_of(request, obj)
        settings = [SETTING + column.name for column in task.SETTINGS]
        placed = ("points", "position", "is_sample") if obj else ("points", "is_sample")
        return [
            (None, {"fields": ("standing", "question_set", "stem") if obj else ("question_set", "stem")}),
            (f"{task.LABEL}: what is asked", {"fields": settings}),
            ("After the answer", {"fields": ("explanation", "hints"), "classes": ("below-rows",)}),
            (
                "Where it belongs",
                {
                    "fields": (
                        "topic",
                        "point",
                        "difficulty",
                        "objective",
                        *placed,
                        "seen" if obj else "token",
                    ),
                    "classes": ("below-rows", "collapse"),
                },
            ),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        asked = request.GET.get("question_set", "")
        return {"question_set": asked if is_number(asked) else None}

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> tuple[str, ...]:
        return ("standing",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Question | None) -> list[type]:
        return [OptionInline, CitationInline] if task_of(request, obj).OPTION_COLUMNS else [CitationInline]

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Question, inline: admin.options.InlineModelAdmin, prefix: str
    ) -> dict[str, Any]:
        found = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in found:
            known = found["queryset"].filter(question=obj).values_list("pk", flat=True) if obj.pk else []
            found["data"] = without_lost_rows(without_junk(found["data"]), prefix, list(known))
        elif isinstance(inline, CitationInline) and (chosen := chosen_in_address(request)):
            found["initial"] = [{"passage": chosen.passage, "quote": chosen.quote, "near": chosen.span.start}]
        return found

    # Saving.

    def save_model(self, request: HttpRequest, obj: Question, form: ModelForm, change: bool) -> None:
        if not change:
            obj.position = obj.question_set.next_position()
            obj.form_token = form.cleaned_data["token"]
        super().save_model(request, obj, form, change)
        if "point" in form.changed_data:
            # What is kept of the evidence, here and on other machines, is from before.
            Point.objects.filter(pk__in=[obj.point_id, form.initial.get("point")]).update(edited_at=now())

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renumber(form.instance.options.all())
        renumber(form.instance.draft_citations.all())

    def response_add(
        self, request: HttpRequest, obj: Question, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The next one begins where this one did; else the question stays open."""
        if "_publish" in request.POST:
            self.publish_and_tell(request, obj)
        else:
            messages.success(request, f"“{obj}” is saved as a draft.")
        if "_addanother" in request.POST:
            begun = urlencode({"kind": obj.kind, "question_set": obj.question_set_id})
            return redirect(f"{reverse('admin:quizzes_question_add')}?{begun}")
        return redirect("admin:quizzes_question_change", obj.pk)

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if "_publish" not in request.POST:
            return super().response_change(request, obj)
        self.publish_and_tell(request, obj)
        return redirect(request.path)

    def publish_and_tell(self, request: HttpRequest, question: Question) -> None:
        raise NotImplementedError


def is_looking(request: HttpRequest) -> bool:
    return any(button in request.POST for button in LOOKING)


def is_only_shown(request: HttpRequest) -> bool:
    return getattr(request, "is_only_shown", False) or is_looking(request)


def take_up_what_was_typed(request: HttpRequest) -> None:
    """A form that was sent after the session ended is shown again as it was sent."""
    # Django reads fields and files at once: asked for files later, it would read the fields of the request anew.
    is_plain = request.method == "GET" and not request.FILES
    if is_plain and (kept := what_was_typed(request, request.path)):
        request.method, request.POST = "POST", kept
        request.is_only_shown = request.is_kept = True


def add_what_is_cited(request: HttpRequest) -> None:
    """What the button beside a passage does without JavaScript: its words are cited, to be shortened by hand."""
    if chosen := Chosen.at(f"{request.POST.get('_cite', '')}::"):
        request.POST = with_citation(request.POST, chosen)


def chosen_in_address(request: HttpRequest) -> Chosen | None:
    """?passage=…&start=…&end=…, as the reader sends whoever asks about words."""
    if "passage" not in request.GET:
        return None
    chosen = Chosen.at(":".join(request.GET.get(name, "") for name in ("passage", "start", "end")))
    if chosen is None:
        messages.warning(request, NOT_THERE)
    return chosen


def source_asked(request: HttpRequest) -> str:
    return request.POST.get("source", "") or request.GET.get("source", "")


def preview_of(request: HttpRequest, form: ModelForm, formsets: Sequence[BaseFormSet]) -> Preview:
    if not form.is_bound and form.instance.pk:
        return Preview.stored(form.instance)
    return Preview.written(
        form.instance,
        options_in(formsets),
        citations_in(formsets, form.instance),
        faults=sentences(form, formsets),
        typed=tuple(request.POST.getlist("given")),
        checks=request.POST.get("_preview") == "check",
    )


def preview_address(question: Question | None) -> str:
    if question is None:
        return reverse("admin:quizzes_question_add_preview")
    return reverse("admin:quizzes_question_preview", args=[question.pk])


def renumber(rows: QuerySet) -> None:
    """Give the rows the places 1, 2, 3, … in the order they have."""
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])

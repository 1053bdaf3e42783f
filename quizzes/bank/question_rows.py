"""The rows of a question's form at the desk, made for its kind."""

from django.contrib import admin
from django.http import HttpRequest

from quizzes import kinds
from quizzes.bank import forms
from quizzes.bank.models import DraftCitation, Option, Question


def kind_asked(request: HttpRequest) -> str:
    return request.POST.get("kind") or request.GET.get("kind", "")


def kind_of(request: HttpRequest, question: Question | None) -> str:
    return question.kind if question and question.kind else kind_asked(request)


def task_of(request: HttpRequest, question: Question | None) -> kinds.Kind:
    return kinds.KINDS[kind_of(request, question)]


class RowsInline(admin.TabularInline):
    """Rows that are set as lines of fields, moved and removed in place; see desk_rows.js."""

    template = "admin/quizzes/question/rows.html"
    formset = forms.NamedRows
    lead = ""


class OptionInline(RowsInline):
    model = Option

    def get_extra(self, request: HttpRequest, obj: Question | None = None, **kwargs) -> int:
        """Empty rows to write in, for those without JavaScript too: some for a new question, else one."""
        return 1 if obj and obj.options.exists() else 4

    def get_formset(self, request: HttpRequest, obj: Question | None = None, **kwargs):
        return super().get_formset(request, obj, form=forms.option_form(task_of(request, obj)), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        """Just the columns the kind uses, in its order."""
        return ["position", *(column.name for column in task_of(request, obj).OPTION_COLUMNS)]


class CitationInline(RowsInline):
    model = DraftCitation
    form = forms.CitationForm
    fields = ("position", "passage", "quote", "stance", "near")
    autocomplete_fields = ("passage",)
    extra = 1
    lead = "Choose words in the source beside the form, or look a passage up here and copy its words."

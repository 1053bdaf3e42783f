"""The desk's page of a report: what the student saw, and the answer to it."""

from django.contrib import admin, messages
from django.db.models import Count, F, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.timezone import now

from quizzes.attempts import corrected
from quizzes.attempts.disclosure import PARTS, Disclosure
from quizzes.attempts.slot import Slot
from quizzes.reports.forms import AnswerForm
from quizzes.reports.models import Report


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("open", "open"), ("answered", "answered")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = {"open": queryset.open, "answered": queryset.answered}.get(self.value())
        return wanted() if wanted else queryset


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Open ones first, the longest waiting on top."""

    list_display = ("question", "reason", "question_set", "at", "standing")
    list_filter = (StandingFilter, "reason", "slot__version__question__question_set")
    search_fields = ("text", "reply", "slot__version__question__stem")
    ordering = (F("answered_at").desc(nulls_first=True), "at")
    form = AnswerForm
    change_form_template = "admin/quizzes/report/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_teacher(request.user).with_question()

    @admin.display(description="question", ordering="slot__version__question")
    def question(self, report: Report) -> str:
        return str(report.slot.version.question)

    @admin.display(description="question set")
    def question_set(self, report: Report) -> str:
        return str(report.slot.version.question.question_set)

    @admin.display(description="standing", ordering="answered_at")
    def standing(self, report: Report) -> str:
        return "open" if report.is_open else report.get_outcome_display()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """What was answered stays as the student reads it."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def render_change_form(
        self, request: HttpRequest, context: dict, obj: Report | None = None, **kwargs
    ) -> HttpResponse:
        return super().render_change_form(request, context | page_of(request, obj), obj=obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: Report, form: ModelForm, change: bool) -> None:
        kept = Report.objects.get(pk=obj.pk)
        form.is_first = kept.answer(obj.outcome, obj.reply, by=request.user, at=now())

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: list, add: bool = False
    ) -> str:
        return "Answered." if form.is_first else "Somebody else had answered before."

    def response_change(self, request: HttpRequest, obj: Report) -> HttpResponse:
        kept = Report.objects.select_related("answered_by").get(pk=obj.pk)
        if kept.answered_by == request.user and kept.reply == obj.reply:
            messages.success(
                request, "Answered. The student sees it on the front page and beside the question."
            )
        else:
            messages.warning(
                request,
                format_html(
                    "{} answered before you, so yours was not sent: “{}”",
                    kept.answered_by or "Somebody",
                    obj.reply,
                ),
            )
        return redirect("admin:quizzes_report_change", obj.pk)


def page_of(request: HttpRequest, report: Report) -> dict:
    """What the student saw, and what stands around it."""
    slot = (
        Slot.objects.with_attempt()
        .select_related("version__question__current", "attempt__student")
        .get(pk=report.slot_id)
    )
    slot.disclosed = Disclosure(**dict.fromkeys(PARTS, True))
    question = slot.version.question
    others = Report.objects.filter(slot__version__question=question).exclude(pk=report.pk)
    reasons = others.values("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    return {
        "report": report,
        "slot": slot,
        "question": question,
        "who": corrected.names_for(request.user, [report.student_id])[report.student_id],
        "others": [(Report.Reason(row["reason"]).label, row["count"]) for row in reasons],
        "is_newest": question.current_id == slot.version_id,
    }

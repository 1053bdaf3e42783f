from copy import copy

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet, TextField
from django.forms import ModelForm, Textarea
from django.http import HttpRequest

from core.audit_desk import LinesAsHistory
from quizzes.attempts.forms import ExtraTimeForm, ExtraTimes, QuizForm
from quizzes.attempts.key_desk import KeyDesk
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import DrawRule, ExtraTime, FeedbackBand, Quiz
from quizzes.bank.corrections import Correction
from quizzes.bank.forms import NamedRows

# How a quiz asks stays as it is once somebody was asked; when and what shows may change at any time.
SETTLED_BY_ATTEMPTS = (
    "question_set",
    "behaviour",
    "penalty",
    "is_shuffled",
    "shuffles_options",
    "is_forward_only",
)


class DrawRuleInline(admin.TabularInline):
    model = DrawRule
    formset = NamedRows
    extra = 1
    verbose_name_plural = "draw (without a line here, the whole set is asked)"

    def has_add_permission(self, request: HttpRequest, obj: Quiz | None = None) -> bool:
        return super().has_add_permission(request, obj) and not has_attempts(obj)

    def has_change_permission(self, request: HttpRequest, obj: Quiz | None = None) -> bool:
        return super().has_change_permission(request, obj) and not has_attempts(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Quiz | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not has_attempts(obj)


class FeedbackBandInline(admin.TabularInline):
    model = FeedbackBand
    formset = NamedRows
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 2, "cols": 60})}}
    extra = 1
    verbose_name_plural = "overall feedback by share of the marks"


class ExtraTimeInline(admin.TabularInline):
    model = ExtraTime
    form = ExtraTimeForm
    formset = ExtraTimes
    extra = 1
    verbose_name_plural = "extra time (holds at once, for running attempts too)"


@admin.register(Quiz)
class QuizAdmin(LinesAsHistory):
    form = QuizForm
    list_display = (
        "title",
        "question_set",
        "behaviour",
        "is_offered",
        "opens_at",
        "closes_at",
        "attempt_count",
    )
    list_filter = ("is_offered", "behaviour", "question_set")
    list_select_related = ("question_set",)
    search_fields = ("title", "introduction")
    inlines = (DrawRuleInline, FeedbackBandInline, ExtraTimeInline)
    actions = ("duplicate",)
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("title", "question_set", "introduction", "is_offered")}),
        (
            "How it asks",
            {
                "fields": (
                    "behaviour",
                    "penalty",
                    "is_shuffled",
                    "shuffles_options",
                    "is_forward_only",
                    "is_open_book",
                )
            },
        ),
        ("When", {"fields": ("opens_at", "closes_at", "minutes")}),
        ("What counts", {"fields": ("attempts_allowed", "counts", "pass_percent")}),
        ("What students see", {"fields": ("review",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        whole = Count("attempts", filter=Q(attempts__repeats=None))
        return super().get_queryset(request).filter(is_practice=False).annotate(attempt_count=whole)

    @admin.display(description="attempts", ordering="attempt_count")
    def attempt_count(self, quiz: Quiz) -> int:
        return quiz.attempt_count

    def get_readonly_fields(self, request: HttpRequest, obj: Quiz | None = None) -> tuple[str, ...]:
        return SETTLED_BY_ATTEMPTS if has_attempts(obj) else ()

    def get_fieldsets(self, request: HttpRequest, obj: Quiz | None = None) -> list:
        """Says why some of it cannot be changed any more."""
        if not has_attempts(obj):
            return self.fieldsets
        why = "Students have been asked, so how it asks stays. Duplicate the quiz to ask in another way."
        return [
            (name, options | {"description": why} if name == "How it asks" else options)
            for name, options in self.fieldsets
        ]

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if short := form.instance.shortage():
            messages.warning(
                request, f"There are {short} questions too few to draw from. Publish more, or draw fewer."
            )

    @admin.action(description="Duplicate the selected quizzes", permissions=["add"])
    def duplicate(self, request: HttpRequest, quizzes: QuerySet) -> None:
        for quiz in quizzes:
            self.log_addition(request, duplicate(quiz), f"Duplicated from “{quiz}”.")
        messages.success(
            request, f"{len(quizzes)} duplicated. Students do not see the copies until you offer them."
        )


def has_attempts(quiz: Quiz | None) -> bool:
    return quiz is not None and quiz.attempts.exists()


def duplicate(quiz: Quiz) -> Quiz:
    """A quiz that asks in the same way, not offered yet; draws and bands come along, extra time does not."""
    copied = copy(quiz)
    copied.pk, copied.library_name, copied.is_offered = None, None, False
    copied.title = f"{quiz.title[:190]} (copy)"
    copied.save(force_insert=True)
    for row in [*quiz.draws.all(), *quiz.bands.all()]:
        row.pk, row.quiz = None, copied
        row.save(force_insert=True)
    return copied


@admin.register(Attempt)
class AttemptAdmin(admin.ModelAdmin):
    """For the host to look something up. Marks never change by hand."""

    list_display = (
        "student",
        "quiz",
        "number",
        "started_at",
        "finished_at",
        "answered_count",
        "slot_count",
        "mark",
        "points",
    )
    list_filter = ("quiz", "finished_at")
    search_fields = ("student__username", "quiz__title")
    list_select_related = ("student", "quiz")
    date_hierarchy = "started_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Attempt | None = None) -> bool:
        return False


@admin.register(Correction)
class CorrectionAdmin(KeyDesk):
    """What was put right in keys. Made and taken back on the page of a question's key."""

    list_display = ("told", "question", "made_at", "made_by", "taken_back_at")
    list_filter = ("what", "made_at")
    search_fields = ("question__stem", "reason")
    list_select_related = ("question", "made_by")

    @admin.display(description="what")
    def told(self, correction: Correction) -> str:
        return correction.told

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

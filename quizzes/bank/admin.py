from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, ManyToManyField, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import now

from core.audit_desk import LinesAsHistory
from quizzes.articles.models import Article
from quizzes.bank import forms
from quizzes.bank.alike_desk import AlikeDesk
from quizzes.bank.coverage import witness_counts
from quizzes.bank.models import DraftCitation, Question, QuestionSet, Topic
from quizzes.bank.opinions import lacks_approval
from quizzes.bank.points import Point, Side, SidePassage
from quizzes.bank.publishing import Refused, publish, says_the_same, unnamed_source, what_is_missing
from quizzes.bank.review_desk import ReviewDesk, ReviewFilter
from quizzes.bank.several_desk import SeveralDesk
from quizzes.bank.versions_desk import VersionsDesk
from quizzes.bank.writing_desk import WritingDesk, renumber


@admin.register(Topic)
class TopicAdmin(LinesAsHistory):
    search_fields = ("name",)


@admin.register(QuestionSet)
class QuestionSetAdmin(LinesAsHistory):
    list_display = ("title", "position", "published_count", "draft_count", "is_for_practice")
    search_fields = ("title", "description")
    prepopulated_fields = {"slug": ("title",)}
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super().get_queryset(request).with_counts().annotate(all_count=Count("questions", distinct=True))
        )

    @admin.display(description="published questions", ordering="question_count")
    def published_count(self, question_set: QuestionSet) -> int:
        return question_set.question_count

    @admin.display(description="others")
    def draft_count(self, question_set: QuestionSet) -> int:
        return question_set.all_count - question_set.question_count


class CitedArticleFilter(admin.SimpleListFilter):
    title = "article cited"
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(article.slug, article.name) for article in Article.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(draft_citations__passage__revision__article__slug=self.value()).distinct()


class TextCitedFilter(admin.SimpleListFilter):
    """Questions that stayed behind when an article got a new text."""

    title = "text cited"
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("older", "an older text"), ("today", "the text of today")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        cites_older = Exists(DraftCitation.objects.of_older_texts().filter(question=OuterRef("pk")))
        wanted = {"older": cites_older, "today": ~cites_older}.get(self.value())
        return queryset if wanted is None else queryset.filter(wanted)


class QuestionList(ChangeList):
    """Each question of the page knows on how many independent sources it rests, 0 while it is not asked."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        witnesses = witness_counts(self.result_list)
        for question in self.result_list:
            question.witnesses = witnesses.get(question.pk, 0)


@admin.register(Question)
class QuestionAdmin(LinesAsHistory, WritingDesk, ReviewDesk, VersionsDesk, SeveralDesk, AlikeDesk):
    list_display = ("stem_in_short", "question_set", "kind", "topic", "difficulty", "state", "evidence")
    list_filter = (
        "question_set",
        "kind",
        "topic",
        "difficulty",
        "state",
        CitedArticleFilter,
        TextCitedFilter,
        ReviewFilter,
    )
    list_select_related = ("question_set", "topic")
    search_fields = ("stem", "explanation", "options__text", "draft_citations__quote")
    ordering = ("question_set__position", "question_set", "position")
    actions = ("publish", "retire", "change_several")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(citation_count=Count("draft_citations", distinct=True))

    @admin.display(description="question", ordering="stem")
    def stem_in_short(self, question: Question) -> str:
        return str(question)

    @admin.display(description="evidence", ordering="citation_count")
    def evidence(self, question: Question) -> str:
        if not question.citation_count:
            return "none"
        cited = f"{question.citation_count} cited"
        return f"{cited}, {question.witnesses} sources" if question.witnesses > 1 else cited

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return QuestionList

    @admin.display(description="State")
    def standing(self, question: Question) -> str:
        """Its state, whether students are asked what stands here, and what keeps it from being published."""
        missing = what_is_missing(question)
        state = question.get_state_display()
        if question.current:
            state += f", version {question.current.number}"
        if missing:
            return f"{state}. Before it can be published as it stands: {' '.join(missing)}"
        is_asked = question.state == Question.State.PUBLISHED
        if is_asked and says_the_same(question.current, question):
            return f"{state}. Students are asked what stands here."
        if objection := lacks_approval(question):
            return f"{state}. Not yet to be published as it stands. {objection}"
        if not is_asked:
            return f"{state}. Ready to publish."
        return f"{state}. Students are asked that version; what stands here differs until it is published."

    @admin.action(description="Publish the selected questions", permissions=["change"])
    def publish(self, request: HttpRequest, questions: QuerySet) -> None:
        for question in questions:
            self.publish_and_tell(request, question)

    def publish_and_tell(self, request: HttpRequest, question: Question) -> None:
        outcome = publish(question, at=now(), by=request.user)
        if isinstance(outcome, Refused):
            messages.error(request, format_html("“{}” was not published. {}", str(question), str(outcome)))
            return
        self.log_change(request, question, f"Published as version {outcome.number}.")
        messages.success(
            request, format_html("“{}” is published, version {}.", str(question), outcome.number)
        )
        if warning := unnamed_source(question):
            messages.warning(request, warning)

    @admin.action(description="Retire the selected questions", permissions=["change"])
    def retire(self, request: HttpRequest, questions: QuerySet) -> None:
        asked = list(questions.exclude(state=Question.State.RETIRED))
        for question in asked:
            question.retire()
            self.log_change(request, question, "Retired.")
        match len(asked):
            case 0:
                messages.info(request, "All of them are retired already. Nothing was changed.")
            case 1:
                messages.success(request, "1 retired: it is asked no more, and old attempts keep it.")
            case count:
                messages.success(
                    request, f"{count} retired: they are asked no more, and old attempts keep them."
                )


class SideInline(admin.TabularInline):
    model = Side
    formset = forms.NamedRows
    form = forms.SideForm
    fields = ("position", "says")
    show_change_link = True
    extra = 2


@admin.register(Point)
class PointAdmin(LinesAsHistory):
    """The sides are named here; the words of each are cited on the side's own page."""

    list_display = ("question", "topic", "settled", "side_count")
    list_filter = ("settled", "topic")
    search_fields = ("question", "careful", "sides__says")
    prepopulated_fields = {"slug": ("question",)}
    fields = ("question", "slug", "topic", "careful", "settled", "settled_by", "position")
    inlines = (SideInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(side_count=Count("sides", distinct=True))

    @admin.display(description="sides")
    def side_count(self, point: Point) -> int:
        return point.side_count

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renumber(form.instance.sides.all())


class SidePassageInline(admin.TabularInline):
    model = SidePassage
    formset = forms.NamedRows
    form = forms.SidePassageForm
    fields = ("position", "passage", "quote")
    autocomplete_fields = ("passage",)
    extra = 2

    class Media:
        js = ("js/desk.js",)


@admin.register(Side)
class SideAdmin(admin.ModelAdmin):
    """Reached from its point; it does not stand in the desk's list."""

    fields = ("point", "says")
    readonly_fields = ("point",)
    inlines = (SidePassageInline,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renumber(form.instance.passages.all())
        form.instance.point.save(update_fields=["edited_at"])

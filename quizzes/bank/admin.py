from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, ManyToManyField, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import now

from quizzes.articles.models import Article
from quizzes.bank import forms
from quizzes.bank.alike_desk import AlikeDesk
from quizzes.bank.coverage import witness_counts
from quizzes.bank.fields import SETTING
from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet, Topic
from quizzes.bank.opinions import lacks_approval
from quizzes.bank.points import Point, Side, SidePassage
from quizzes.bank.publishing import Refused, publish, says_the_same, unnamed_source, what_is_missing
from quizzes.bank.review_desk import ReviewDesk, ReviewFilter
from quizzes.bank.several_desk import SeveralDesk
from quizzes.bank.versions_desk import VersionsDesk


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    search_fields = ("name",)


@admin.register(QuestionSet)
class QuestionSetAdmin(admin.ModelAdmin):
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


class OptionInline(admin.TabularInline):
    model = Option
    formset = forms.NamedRows

    def get_extra(self, request: HttpRequest, obj: Question | None = None, **kwargs) -> int:
        """Empty rows to write in, for those without JavaScript too: some for a new question, else one."""
        return 1 if obj and obj.options.exists() else 4

    def get_formset(self, request: HttpRequest, obj: Question | None = None, **kwargs):
        return super().get_formset(request, obj, form=forms.option_form(obj.task), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        """Just the columns the kind uses, in its order."""
        return ["position", *(column.name for column in obj.task.OPTION_COLUMNS)]


class CitationInline(admin.TabularInline):
    model = DraftCitation
    formset = forms.NamedRows
    form = forms.CitationForm
    fields = ("position", "passage", "quote", "stance")
    autocomplete_fields = ("passage",)
    extra = 1

    class Media:
        js = ("js/desk.js",)


class QuestionList(ChangeList):
    """Each question of the page knows on how many independent sources it rests, 0 while it is not asked."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        witnesses = witness_counts(self.result_list)
        for question in self.result_list:
            question.witnesses = witnesses.get(question.pk, 0)


@admin.register(Question)
class QuestionAdmin(ReviewDesk, VersionsDesk, SeveralDesk, AlikeDesk):
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
    save_on_top = True

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

    def get_form(self, request: HttpRequest, obj: Question | None = None, **kwargs) -> type[ModelForm]:
        kwargs["form"] = forms.question_form(obj.task) if obj else forms.NewQuestionForm
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> list[tuple]:
        if obj is None:
            chosen = ("cites",) if cites_from(request) else ()
            return [(None, {"fields": (*chosen, *forms.NewQuestionForm.Meta.fields)})]
        settings = [SETTING + column.name for column in obj.task.SETTINGS]
        return [
            (None, {"fields": ("standing", "question_set", "stem", "explanation", "hints")}),
            (obj.task.LABEL, {"fields": settings}),
            (
                "Where it belongs",
                {"fields": ("topic", "point", "difficulty", "objective", "points", "position", "is_sample")},
            ),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str]:
        return super().get_changeform_initial_data(request) | {"cites": cites_from(request)}

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> tuple[str, ...]:
        return ("standing",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Question | None) -> list[type]:
        if obj is None:
            return []
        return [OptionInline, CitationInline] if obj.task.OPTION_COLUMNS else [CitationInline]

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

    def save_model(self, request: HttpRequest, obj: Question, form: ModelForm, change: bool) -> None:
        if not change:
            obj.position = obj.question_set.next_position()
        super().save_model(request, obj, form, change)
        if "point" in form.changed_data:
            # What is kept of the evidence, here and on other machines, is from before.
            Point.objects.filter(pk__in=[obj.point_id, form.initial.get("point")]).update(edited_at=now())

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change and (chosen := forms.Chosen.at(form.cleaned_data["cites"])):
            form.instance.draft_citations.create(
                passage=chosen.passage, quote=chosen.quote, start=chosen.span.start
            )
        renumber(form.instance.options.all())
        renumber(form.instance.draft_citations.all())

    def response_add(
        self, request: HttpRequest, obj: Question, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The new question opens at once: its options and citations are still to be written."""
        if obj.draft_citations.exists():
            messages.info(
                request, "Now write its options, look at the passage it cites already, and publish."
            )
        else:
            messages.info(request, "Now write its options, cite the passage that decides it, and publish.")
        return HttpResponseRedirect(reverse("admin:quizzes_question_change", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if "_publish" not in request.POST:
            return super().response_change(request, obj)
        self.publish_and_tell(request, obj)
        return HttpResponseRedirect(request.path)

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
        for question in questions:
            question.retire()
            self.log_change(request, question, "Retired.")
        messages.success(
            request, f"{len(questions)} retired: they are asked no more, and old attempts keep them."
        )


class SideInline(admin.TabularInline):
    model = Side
    formset = forms.NamedRows
    form = forms.SideForm
    fields = ("position", "says")
    show_change_link = True
    extra = 2


@admin.register(Point)
class PointAdmin(admin.ModelAdmin):
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


def cites_from(request: HttpRequest) -> str:
    """What a new question is to cite, as the form sends it, or the address that led there: ?passage=…&start=…&end=…"""
    if "passage" not in request.GET:
        return request.POST.get("cites", "")
    return request.POST.get("cites") or ":".join(
        request.GET.get(name, "") for name in ("passage", "start", "end")
    )


def renumber(rows: QuerySet) -> None:
    """Give the rows the places 1, 2, 3, … in the order they have."""
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            rows.filter(pk=row.pk).update(position=position)

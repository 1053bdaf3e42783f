from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from quizzes.articles import importing
from quizzes.articles.blocks import Problem
from quizzes.articles.forms import NewArticleForm, RolesForm, TextForm
from quizzes.articles.models import Article, Passage
from quizzes.articles.new_text_desk import NewTextDesk
from quizzes.articles.settling_form import NewText


@admin.register(Article)
class ArticleAdmin(NewTextDesk):
    """What is known of an article is edited here; its words come in by a new revision and never change."""

    list_display = ("title", "publisher", "published", "kind", "passage_count")
    list_filter = ("kind", "publisher")
    search_fields = ("title", "short_name", "publisher", "revisions__passages__text")
    fields = (
        "title",
        "short_name",
        "slug",
        "publisher",
        "published",
        "date_note",
        "kind",
        "goes_back_to",
        "about",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        body = Count("current__passages", filter=Q(current__passages__role="body"), distinct=True)
        return super().get_queryset(request).annotate(passage_count=body)

    @admin.display(description="body passages", ordering="passage_count")
    def passage_count(self, article: Article) -> int:
        return article.passage_count

    def get_urls(self) -> list:
        own = [path("roles/", self.admin_site.admin_view(self.roles), name="quizzes_article_roles")]
        return own + super().get_urls()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """First step of a new article: what it is, and its text."""
        return self.take_text(request, NewArticleForm(request.POST or None, request.FILES or None), None)

    def take_text(self, request: HttpRequest, form: TextForm, article: Article | None) -> HttpResponse:
        self.check_may_add(request)
        if request.method != "POST" or not form.is_valid():
            status = 422 if form.errors else 200
            return self.page(request, "text.html", {"form": form, "article": article}, status)
        described = {
            name: str(value or "")
            for name, value in form.cleaned_data.items()
            if name not in ("file", "pasted")
        }
        described["article"] = article.pk if article else None
        return self.blocks_page(request, RolesForm.proposed(described, form.blocks))

    def roles(self, request: HttpRequest) -> HttpResponse:
        """Second step: the teacher has seen every block with its role, and saves."""
        self.check_may_add(request)
        form = RolesForm.settled(request.POST) if request.method == "POST" else None
        if form is None:
            messages.warning(request, "The text did not arrive whole. Paste or upload it again.")
            return redirect("admin:quizzes_article_add")
        if not form.is_valid():
            return self.blocks_page(request, form, 422)
        if form.described["article"]:
            article = get_object_or_404(Article, pk=form.described["article"])
            new = NewText.of(article, article.current_id, form.described["wording"], form.blocks)
            return self.show_effects(request, article, new)
        article = self.store(request, form)
        if isinstance(article, Problem):
            messages.error(request, article.sentence)
            return self.blocks_page(request, form, 422)
        return HttpResponseRedirect(article.get_absolute_url())

    def store(self, request: HttpRequest, form: RolesForm) -> Article | Problem:
        described = form.described
        description = importing.Description(
            slug=described["slug"],
            title=described["title"],
            publisher=described["publisher"],
            published=described["published"] or None,
            kind=described["kind"],
        )
        article = importing.store(description, form.blocks, described["wording"], by=request.user)
        if isinstance(article, Article):
            self.log_addition(request, article, "Stored with revision 1.")
        return article

    def blocks_page(self, request: HttpRequest, form: RolesForm, status: int = 200) -> HttpResponse:
        return self.page(request, "roles.html", {"form": form, "article_title": form.title}, status)


@admin.register(Passage)
class PassageAdmin(admin.ModelAdmin):
    """For looking passages up while citing; their words never change."""

    list_display = ("text_in_short", "article", "label", "revision_number")
    list_filter = ("revision__article", "role")
    list_select_related = ("revision__article",)
    search_fields = ("text", "revision__article__short_name", "revision__article__title", "=number")
    ordering = ("revision__article", "-revision__number", "position")

    @admin.display(description="passage")
    def text_in_short(self, passage: Passage) -> str:
        return passage.text[:90]

    @admin.display(description="article", ordering="revision__article")
    def article(self, passage: Passage) -> str:
        return str(passage.revision.article)

    @admin.display(description="revision", ordering="revision__number")
    def revision_number(self, passage: Passage) -> int:
        return passage.revision.number

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Passage | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Passage | None = None) -> bool:
        return False

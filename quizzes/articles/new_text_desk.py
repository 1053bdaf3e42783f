"""How a teacher gives an article a new text at the desk: edit or paste it, see what that does, settle it, save."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.timezone import now

from core.audit_desk import LinesAsHistory
from core.turns import write_in_turn
from quizzes.articles import marked_text
from quizzes.articles.blocks import Block, Problem, Role
from quizzes.articles.forms import LONGEST, MOST_BLOCKS, TextForm
from quizzes.articles.models import Article
from quizzes.articles.settling import Settled, Settling
from quizzes.articles.settling_form import NewText, SettlingForm


class EditForm(forms.Form):
    """The whole text as paragraphs. When it can be read, `blocks` holds them."""

    text = forms.CharField(
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 30, "cols": 90}),
        help_text="A blank line ends a passage. One that starts with “title:”, “heading:”, “caption:” or “credit:” "
        "is no body paragraph.",
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)
    blocks: tuple[Block, ...] = ()

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        blocks = marked_text.read(text)
        if isinstance(blocks, Problem):
            raise forms.ValidationError(blocks.sentence)
        if len(blocks) > MOST_BLOCKS:
            raise forms.ValidationError(
                f"The text has {len(blocks):,} passages, more than {MOST_BLOCKS}: store one article at a time."
            )
        self.blocks = blocks
        return text


class NewTextDesk(LinesAsHistory):
    """The pages of an article's desk that lead to a new revision."""

    def get_urls(self) -> list[URLPattern]:
        pages = {"revise": self.revise, "edit": self.edit, "settle": self.settle}
        own = [
            path(
                f"<int:article_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"quizzes_article_{name}",
            )
            for name, view in pages.items()
        ]
        return own + super().get_urls()

    def revise(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """A text that is pasted or uploaded; its blocks are checked next."""
        article = get_object_or_404(Article, pk=article_id)
        form = TextForm(request.POST or None, request.FILES or None, initial={"title": article.title})
        return self.take_text(request, form, article)

    def edit(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """The text as it stands, to be changed here."""
        self.check_may_add(request)
        article = get_object_or_404(Article.objects.exclude(current=None), pk=article_id)
        passages = article.current.passages.order_by("position")
        text = marked_text.written((Role(passage.role), passage.text) for passage in passages)
        initial = {"text": text, "based_on": article.current_id}
        form = EditForm(request.POST or None, initial=initial)
        if request.method != "POST" or not form.is_valid():
            context = {"form": form, "article": article}
            return self.page(request, "edit.html", context, 422 if form.errors else 200)
        new = NewText.of(article, form.cleaned_data["based_on"], article.current.wording, form.blocks)
        return self.show_effects(request, article, new)

    def show_effects(self, request: HttpRequest, article: Article, new: NewText) -> HttpResponse:
        """What the text would do, before anything of it is stored. A text that nothing quotes is stored at once."""
        if article.current.wording == new.wording and article.current.holds(new.blocks):
            messages.info(request, "The article reads so already: nothing was changed.")
            return redirect(article)
        if new.based_on != article.current_id:
            return self.overtaken(request, article, new)
        if new.settling(article).cases:
            return self.settle_page(request, SettlingForm(new.settling(article)), new)
        return self.save_text(request, article, new)

    def settle(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """What stayed on older texts: settled together with a new text, or later."""
        self.check_may_add(request)
        article = get_object_or_404(Article.objects.exclude(current=None), pk=article_id)
        if request.method != "POST":
            return self.settle_page(request, SettlingForm(Settling.of(article)))
        if "text" not in request.POST:
            return self.save_decisions(request, article)
        new = NewText.sent(request.POST)
        if new is None or new.article_id != article.pk:
            messages.warning(request, "The text did not arrive whole. Edit or paste it again.")
            return redirect("admin:quizzes_article_edit", article.pk)
        return self.save_text(request, article, new)

    def save_text(self, request: HttpRequest, article: Article, new: NewText) -> HttpResponse:
        """Store the text and carry out what was decided: both or nothing."""
        with write_in_turn():
            article = Article.objects.select_for_update().get(pk=article.pk)
            if new.based_on != article.current_id and not article.current.holds(new.blocks):
                return self.overtaken(request, article, new)
            form = SettlingForm(new.settling(article), request.POST)
            if not form.is_valid():
                return self.settle_page(request, form, new, 422)
            before = article.current_id
            revision = new.store(article, by=request.user)
            settled = Settling.of(article).settle(form.decisions, at=now(), by=request.user)
        if revision.pk != before:
            self.log_change(request, article, f"Added revision {revision.number}.")
        messages.success(request, f"Revision {revision.number} is stored and shown from now on.")
        return self.tell(request, article, settled)

    def save_decisions(self, request: HttpRequest, article: Article) -> HttpResponse:
        settling = Settling.of(article)
        form = SettlingForm(settling, request.POST)
        if request.POST.get("revision") != str(article.current_id):
            messages.warning(request, "The article got another revision meanwhile. This is what it did.")
            # Places were pointed at in the text before.
            kept = {name: value for name, value in request.POST.items() if not name.endswith("-where")}
            return self.settle_page(request, SettlingForm(settling, kept=kept), None, 409)
        if not form.is_valid():
            return self.settle_page(request, form, None, 422)
        return self.tell(request, article, settling.settle(form.decisions, at=now(), by=request.user))

    def overtaken(self, request: HttpRequest, article: Article, new: NewText) -> HttpResponse:
        """Somebody else revised the article meanwhile: say so, and show what this text would do to theirs."""
        newest = article.current
        who = f" by {newest.created_by}" if newest.created_by else ""
        messages.warning(
            request,
            f"The article got revision {newest.number}{who} while you were editing, and yours would replace it. "
            "Read theirs before you save.",
        )
        again = replace(new, based_on=newest.pk)
        form = SettlingForm(again.settling(article), kept=request.POST)
        return self.settle_page(request, form, again, 409)

    def tell(self, request: HttpRequest, article: Article, settled: Settled) -> HttpResponse:
        """Log and say what was done; what is left stays on the page."""
        for holder in settled.moved:
            self.log_change(request, holder.row, f"Cites revision {article.current.number} of {article}.")
        for holder in settled.retired:
            self.log_change(request, holder.row, "Retired.")
        if summary := settled.summary:
            messages.success(request, summary)
        for note in settled.notes:
            messages.warning(request, note)
        return redirect("admin:quizzes_article_settle", article.pk) if settled.left else redirect(article)

    def settle_page(
        self, request: HttpRequest, form: SettlingForm, new: NewText | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "settling": form.settling,
            "article": form.settling.revision.article,
            "new": new,
        }
        return self.page(request, "settle.html", context, status)

    def check_may_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def page(self, request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, f"admin/quizzes/article/{template}", whole, status=status)

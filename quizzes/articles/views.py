from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.articles import reading
from quizzes.articles.models import Article, Revision
from quizzes.articles.open_book import unless_shut


@login_not_required
@require_safe
@unless_shut
def sources(request: HttpRequest) -> HttpResponse:
    passages = Count("current__passages", filter=Q(current__passages__role="body"))
    articles = Article.objects.readable_by(request.user).annotate(passage_count=passages)
    return render(request, "articles/sources.html", {"articles": articles})


@login_not_required
@require_safe
@unless_shut
def read(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article, slug=slug)
    readable = article.revisions.readable_by(request.user).select_related("article").order_by("-number")
    revisions = list(readable)
    revision = revision_to_read(request, article, revisions)
    context = {
        "article": article,
        "revision": revision,
        "lines": reading.lines(request, revision),
        "is_newest": revision == revisions[0],
        "revisions": revisions,
    }
    return render(request, "articles/read.html", context)


def revision_to_read(request: HttpRequest, article: Article, revisions: list[Revision]) -> Revision:
    """The revision asked for by number; else the newest, unless what is to be marked stands only in another."""
    wanted = request.GET.get("revision", "")
    if wanted:
        revisions = [revision for revision in revisions if str(revision.number) == wanted]
    if not revisions:
        raise Http404
    found = revisions[0] if wanted else reading.needed(request, article, revisions[0])
    if found not in revisions:
        raise Http404
    return found

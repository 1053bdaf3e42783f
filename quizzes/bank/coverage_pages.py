"""For teachers: what of an article, or of the articles of a set, is asked about."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.articles.models import Article
from quizzes.bank import coverage
from quizzes.bank.margin import may_author
from quizzes.bank.models import QuestionSet

View = Callable[..., HttpResponse]


def for_authors(view: View) -> View:
    """To everyone else the page does not exist."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_author(request):
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@require_safe
@for_authors
def of_article(request: HttpRequest, slug: str) -> HttpResponse:
    articles = Article.objects.exclude(current=None).select_related("current", "goes_back_to")
    found = coverage.of_article(get_object_or_404(articles, slug=slug))
    return render(request, "bank/coverage_article.html", {"coverage": found})


@require_safe
@for_authors
def of_set(request: HttpRequest, slug: str) -> HttpResponse:
    wanted = get_object_or_404(QuestionSet, slug=slug)
    questions = wanted.questions.published().in_order()
    context = {
        "set": wanted,
        "backings": coverage.backings(questions),
        "coverages": coverage.of_set(wanted),
    }
    return render(request, "bank/coverage_set.html", context)

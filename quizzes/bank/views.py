from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.articles.models import Article
from quizzes.bank import about
from quizzes.bank.models import Citation, QuestionSet, Topic


@require_safe
def question_set(request: HttpRequest, slug: str) -> HttpResponse:
    """About a set: what it asks, from which articles, and what to do with it."""
    wanted = get_object_or_404(QuestionSet.objects.open().with_counts(), slug=slug)
    cited = Citation.objects.asked_now().filter(version__question__question_set=wanted)
    published = wanted.questions.published()
    context = {
        "set": wanted,
        "articles": Article.objects.filter(revisions__passages__citations__in=cited).distinct(),
        "topics": Topic.objects.filter(questions__in=published).distinct(),
        "panels": about.panels(request, wanted),
    }
    return render(request, "bank/set.html", context)

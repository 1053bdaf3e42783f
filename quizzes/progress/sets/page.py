"""For teachers: how the questions of a set are answered, and which passages are misread there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.attempts.quiz import Quiz
from quizzes.bank.coverage_pages import for_authors
from quizzes.bank.models import QuestionSet
from quizzes.bank.reading_order import reading_order
from quizzes.progress.passages import costly
from quizzes.progress.sets.charts import questions_chart, topics_chart
from quizzes.progress.sets.figures import figures_of

PASSAGES = 8
IN_ORDER = "set"


@require_safe
@for_authors
def question_set(request: HttpRequest, slug: str) -> HttpResponse:
    wanted = get_object_or_404(QuestionSet, slug=slug)
    figures = figures_of(wanted)
    is_in_order = request.GET.get("order") == IN_ORDER
    context = {
        "set": wanted,
        "figures": figures,
        "is_in_order": is_in_order,
        "in_order": IN_ORDER,
        "questions": questions_chart(figures.asked if is_in_order else figures.worst_first),
        "topics": topics_chart(figures),
        "passages": costly(figures.did)[:PASSAGES],
        "quizzes": sorted(
            Quiz.objects.filter(question_set=wanted),
            key=lambda quiz: (not quiz.is_practice, reading_order(quiz.title), quiz.pk),
        ),
    }
    return render(request, "progress/set.html", context)

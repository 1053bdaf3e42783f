"""About a quiz: its terms, what the student reached so far, and the button that starts it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from quizzes.attempts import terms
from quizzes.attempts.behaviours import Certainty
from quizzes.attempts.models import settle_all
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.results import COUNTS, counted, share
from quizzes.attempts.views import begin


@require_safe
def about(request: HttpRequest, quiz_id: int) -> HttpResponse:
    offered = Quiz.objects.offered().select_related("question_set").prefetch_related("draws")
    quiz = get_object_or_404(offered, pk=quiz_id)
    at = now()
    attempts = request.user.attempts.filter(quiz=quiz).whole()
    settle_all(attempts, at=at)
    rows = [
        (attempt, attempt.disclosed(at)) for attempt in attempts.select_related("quiz").order_by("number")
    ]
    context = {
        "quiz": quiz,
        "terms": terms.of(quiz, quiz.extra_for(request.user)),
        "certainties": tuple(Certainty) if quiz.how.asks_certainty else (),
        "rows": rows,
        "open_attempt": next((attempt for attempt, _ in rows if not attempt.is_finished), None),
        "is_open": quiz.is_open(at),
        "has_closed": quiz.has_closed(at),
        "are_attempts_used": quiz.attempts_allowed is not None and len(rows) >= quiz.attempts_allowed,
        "result": result(rows, quiz),
        "counts": COUNTS[quiz.counts],
    }
    return render(request, "attempts/quiz.html", context)


def result(rows: list, quiz: Quiz) -> float | None:
    """What counts so far, in percent; None before the first mark, and while marks do not show."""
    finished = [(attempt, shown) for attempt, shown in rows if attempt.is_finished]
    if not all(shown.mark for _, shown in finished):
        return None
    found = counted([share(attempt.mark, attempt.points) for attempt, _ in finished], quiz.counts)
    return None if found is None else 100 * found


@require_POST
def start(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Start the quiz, or go on with it where it was left."""
    return begin(request, get_object_or_404(Quiz.objects.offered(), pk=quiz_id))

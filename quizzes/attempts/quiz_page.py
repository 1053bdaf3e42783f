"""About a quiz: its terms, what the student reached so far, and the button that starts it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from quizzes.attempts import terms_told
from quizzes.attempts.behaviours import Certainty
from quizzes.attempts.models import settle_all
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.results import COUNTS, counted, share
from quizzes.attempts.views import begin


@require_safe
def about(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """For whom it is offered or assigned to; who took it by an assignment finds the way back to what they did."""
    quiz = quiz_of(quiz_id)
    at = now()
    attempts = request.user.attempts.filter(quiz=quiz).whole()
    settle_all(attempts, at=at)
    rows = [
        (attempt, attempt.disclosed(at)) for attempt in attempts.select_related("quiz").order_by("number")
    ]
    terms = quiz.terms_for(request.user)
    if terms is None and not any(attempt.is_assigned for attempt, _ in rows):
        raise Http404
    context = {
        "quiz": quiz,
        "terms": terms_told.of(quiz, terms) if terms else [],
        "opens": terms and terms.opens(at),
        "certainties": tuple(Certainty) if quiz.how.asks_certainty else (),
        "rows": rows,
        "open_attempt": next((attempt for attempt, _ in rows if not attempt.is_finished), None),
        "is_open": terms is not None and terms.may_take(at),
        "has_closed": terms is None or terms.has_closed(at),
        "are_attempts_used": terms is not None and terms.are_used_up(len(rows)),
        "result": result(rows, quiz),
        "counts": COUNTS[quiz.counts],
    }
    return render(request, "attempts/quiz.html", context)


def quiz_of(quiz_id: int) -> Quiz:
    quizzes = Quiz.objects.filter(is_practice=False).select_related("question_set").prefetch_related("draws")
    return get_object_or_404(quizzes, pk=quiz_id)


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
    quiz = quiz_of(quiz_id)
    if quiz.terms_for(request.user) is None:
        raise Http404
    return begin(request, quiz)

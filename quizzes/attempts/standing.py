"""How a student stands on a set: the part of the set's page that attempts write."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now

from quizzes.attempts.models import settle_all
from quizzes.bank.models import QuestionSet

LATEST = 5


def panel(request: HttpRequest, question_set: QuestionSet) -> SafeString:
    at = now()
    attempts = request.user.attempts.filter(quiz__question_set=question_set)
    settle_all(attempts, at=at)
    practised = attempts.filter(quiz__is_practice=True)
    context = {
        "set": question_set,
        "open_attempt": practised.open().whole().first(),
        "latest": practised.finished().order_by("-finished_at")[:LATEST],
        "quizzes": question_set.quizzes.offered(),
        "at": at,
    }
    return render_to_string("attempts/_standing.html", context, request)

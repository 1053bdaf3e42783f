"""How a student stands on a set: the part of the set's page that attempts write."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quizzes.bank.models import QuestionSet


def panel(request: HttpRequest, question_set: QuestionSet) -> SafeString:
    attempts = request.user.attempts.filter(quiz__question_set=question_set)
    context = {
        "set": question_set,
        "open_attempt": attempts.open().filter(repeats=None).first(),
        "latest": attempts.finished().order_by("-finished_at")[:5],
    }
    return render_to_string("attempts/_standing.html", context, request)

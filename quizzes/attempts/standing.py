"""How a student stands on a set: the part of the set's page that attempts write."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now

from core.models import User
from quizzes.attempts.models import settle_all
from quizzes.attempts.quiz import Quiz, terms_at
from quizzes.attempts.terms import Terms
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
        "quizzes": quizzes_for(request.user, question_set, at),
    }
    return render_to_string("attempts/_standing.html", context, request)


def quizzes_for(student: User, question_set: QuestionSet, at: datetime) -> list[tuple[Quiz, dict]]:
    """The set's quizzes that the student may take, now or another time, each with its times."""
    quizzes = list(question_set.quizzes.filter(is_practice=False))
    terms = terms_at(quizzes, [student.pk]) if quizzes else {}
    return [(quiz, times(found, at)) for quiz in quizzes if (found := terms.get((student.pk, quiz.pk)))]


def times(terms: Terms, at: datetime) -> dict:
    return {
        "minutes": terms.limit and terms.limit // timedelta(minutes=1),
        "opens": terms.opens(at),
        "has_closed": terms.has_closed(at),
        "closes": terms.closes,
    }

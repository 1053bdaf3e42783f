"""While an attempt at a closed-book quiz runs, its student may not read the sources."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now

from core.models import User
from quizzes.articles.reading import Shut
from quizzes.attempts.models import Attempt


def shut(request: HttpRequest) -> Shut | None:
    attempt = request.user.is_authenticated and running(request.user, now())
    if not attempt:
        return None
    sentence = f"“{attempt.quiz}” is a closed-book quiz and your attempt is still running. They open when it has ended."
    return Shut(sentence, "Go on with the quiz", attempt.get_absolute_url())


def record_waits(student: User, at: datetime) -> str:
    """A student's own record tells what was right in attempts before, so it is shut as the sources are."""
    attempt = running(student, at)
    if attempt is None:
        return ""
    return f"“{attempt.quiz}” is a closed-book quiz and your attempt is still running. Your record opens when it has ended."


def running(student: User, at: datetime) -> Attempt | None:
    attempts = student.attempts.perhaps_running().filter(quiz__is_open_book=False).select_related("quiz")
    return next((one for one in attempts if not one.settle(at=at).is_finished), None)

"""While an attempt at a closed-book quiz runs, its student may not read the sources."""

from django.http import HttpRequest
from django.utils.timezone import now

from quizzes.articles.reading import Shut


def shut(request: HttpRequest) -> Shut | None:
    if not request.user.is_authenticated:
        return None
    running = request.user.attempts.perhaps_running().filter(quiz__is_open_book=False).select_related("quiz")
    attempt = next((one for one in running if not one.settle(at=now()).is_finished), None)
    if attempt is None:
        return None
    sentence = f"“{attempt.quiz}” is a closed-book quiz and your attempt is still running. They open when it has ended."
    return Shut(sentence, "Go on with the quiz", attempt.get_absolute_url())

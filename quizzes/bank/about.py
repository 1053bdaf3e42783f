"""The parts of a set's page that other rooms write. They add their functions in quizzes/apps.py."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from quizzes.bank.models import QuestionSet

# (request, set) -> a rendered part of the page.
PANELS: list[Callable[[HttpRequest, QuestionSet], SafeString]] = []


def panels(request: HttpRequest, question_set: QuestionSet) -> list[SafeString]:
    return [panel(request, question_set) for panel in PANELS]

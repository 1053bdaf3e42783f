"""Times as the clock of the person shows them who reads or writes them."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from quizzes.flashcards.models import Learner


def in_own_time(view: Callable) -> Callable:
    """Within this view, forms and templates go by the person's own time zone."""

    @wraps(view)
    def at_their_clock(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with timezone.override(Learner.of(request.user).zone):
            return view(request, *args, **kwargs)

    return at_their_clock

"""What other rooms do when answers are kept, and what they show beside one. They add their functions in quizzes/apps.py."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from quizzes.attempts.models import Attempt
    from quizzes.attempts.slot import Answer, Slot

# (attempt, answers, at) -> None, in the transaction that keeps them.
ANSWERED: list[Callable[["Attempt", Sequence["Answer"], datetime], None]] = []
# Columns that a slot's own query brings along, so that an answer need not ask for them: name -> hand-written SQL.
ALONG: dict[str, str] = {}
# (request, answered slot) -> a rendered part of the feedback, empty where there is nothing to tell.
BESIDE: list[Callable[[HttpRequest, "Slot"], SafeString]] = []
# (request, slots of a finished attempt) -> a rendered part of its review for some of them, by their ids.
IN_REVIEW: list[Callable[[HttpRequest, Sequence["Slot"]], dict[int, SafeString]]] = []


def tell(attempt: "Attempt", answers: Sequence["Answer"], at: datetime) -> None:
    for act in ANSWERED:
        act(attempt, answers, at)


def beside(request: HttpRequest, slot: "Slot") -> list[SafeString]:
    return [part for show in BESIDE if (part := show(request, slot))]


def in_review(request: HttpRequest, slots: Sequence["Slot"]) -> None:
    """Give each slot its `parts`."""
    parts = [show(request, slots) for show in IN_REVIEW]
    for slot in slots:
        slot.parts = [found[slot.pk] for found in parts if slot.pk in found]

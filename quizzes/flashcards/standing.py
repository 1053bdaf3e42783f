"""What cards tell on other rooms' pages: a set's page, and what is due on the front page."""

from datetime import datetime

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now

from core.models import User
from quizzes.bank.models import QuestionSet
from quizzes.flashcards.models import Learner
from quizzes.flashcards.queue import Left, Queue


def panel(request: HttpRequest, question_set: QuestionSet) -> SafeString:
    """A set's cards: add them, or learn them. Nothing for a set that is kept for quizzes."""
    if not question_set.is_for_practice:
        return SafeString()
    decks = request.user.decks.filter(question_set=question_set)
    context = {
        "set": question_set,
        "deck": decks.annotate(card_count=Count("cards", Q(cards__is_withdrawn=False))).first(),
    }
    return render_to_string("flashcards/_set.html", context, request)


def left_today(student: User, at: datetime | None = None) -> Left | None:
    """What the student's cards ask for today; None for who has none."""
    return Queue(Learner.of(student), at or now()).left if student.cards.exists() else None

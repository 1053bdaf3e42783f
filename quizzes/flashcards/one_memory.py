"""One memory for quizzes and cards: what an answer in a quiz does to its question's card.

An answer that is not fully right adds the question to the cards, or sends its card back to be learned. A right one is a
review where the card was due, and else nothing: what was just seen proves little, and trying often must not pay.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.turns import write_in_turn
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Answer, Slot
from quizzes.flashcards import leeches
from quizzes.flashcards.days import is_due
from quizzes.flashcards.models import Card, Deck, Learner, Review
from quizzes.flashcards.scheduling import rating_for_answer
from quizzes.flashcards.studying import give, undo

logger = logging.getLogger(__name__)
# Columns of the slot's query, so that an answer need not ask for them: its question, and the student's card of it. As a
# rule there is none, and then nothing more is asked.
QUESTION_ID = """(
    SELECT version.question_id FROM quizzes_questionversion AS version WHERE version.id = quizzes_slot.version_id
)"""
CARD_ID = """(
    SELECT card.id FROM quizzes_card AS card
    JOIN quizzes_questionversion AS version ON version.question_id = card.question_id
    WHERE version.id = quizzes_slot.version_id AND card.student_id = quizzes_attempt.student_id
)"""


def learn(attempt: Attempt, answers: Sequence[Answer], at: datetime) -> None:
    """Part of keeping the answers. Where a quiz keeps what was right to itself, no card shows it either."""
    for answer in answers:
        answer.became = None
    shown = attempt.disclosed(at)
    if not (shown.right_answer and shown.evidence):
        return
    marked = [answer for answer in answers if answer.credit is not None]
    wanted = [answer for answer in marked if answer.credit < 1 or may_have_card(answer.slot)]
    learner = wanted and Learner.of(attempt.student)
    if not (learner and learner.learns_from_quizzes):
        return
    questions = questions_of([answer.slot for answer in wanted])
    known = Card.objects.filter(student=attempt.student_id, question__in=questions.values())
    cards = {card.question_id: card for card in known}
    try:
        with transaction.atomic():
            # In one order, so that windows that end at once do not wait for each other in a circle.
            for answer in sorted(wanted, key=lambda answer: questions[answer.slot_id]):
                answer.became = advance(attempt, answer, questions[answer.slot_id], cards, learner, at)
    except IntegrityError:
        # An answer is worth more than its card.
        logger.exception("The cards of %s were not advanced.", attempt)


def advance(
    attempt: Attempt,
    answer: Answer,
    question: int,
    cards: Mapping[int, Card],
    learner: Learner,
    at: datetime,
) -> Review | None:
    card = cards.get(question)
    if card is None:
        card, made = new_card(attempt, question)
    else:
        made = False
    # An attempt may be ended late, as of its deadline, when the card was seen since.
    at = max(at, card.last_review or at)
    if answer.credit == 1 and (card.is_suspended or not is_due(card.memory, at=at, zone=learner.zone)):
        return None
    rating = rating_for_answer(answer.credit, answer.certainty)
    return give(card, rating, learner=learner, at=at, seen=card.review_count, answer=answer, made_card=made)


def questions_of(slots: Sequence[Slot]) -> dict[int, int]:
    """The question of each slot, as its query told or asked for now."""
    if all(hasattr(slot, "question_id") for slot in slots):
        return {slot.pk: slot.question_id for slot in slots}
    return dict(
        Slot.objects.filter(pk__in=[slot.pk for slot in slots]).values_list("pk", "version__question")
    )


def may_have_card(slot: Slot) -> bool:
    """Told by the slot's query, where it was loaded by one that tells."""
    return getattr(slot, "card_id", True) is not None


def new_card(attempt: Attempt, question_id: int) -> tuple[Card, bool]:
    """The card, and whether it was made now."""
    deck = Deck.objects.filter(student=attempt.student_id, question_set__questions=question_id).first()
    # Another window may be making it at this moment. It is rated at once, so it needs no place among the new ones.
    return Card.objects.get_or_create(
        student_id=attempt.student_id, question_id=question_id, defaults={"deck": deck}
    )


def beside(request: HttpRequest, slot: Slot) -> SafeString:
    """What the answer did to the student's cards, with the way back."""
    became = review_of(slot)
    if became is None:
        return SafeString()
    context = {
        "review": became,
        "is_new": became.made_card,
        "slot": slot,
        "leech": leeches.told(became),
    }
    return render_to_string("flashcards/_became.html", context, request)


def review_of(slot: Slot) -> Review | None:
    """What the answer did, told by `learn` in the request that kept it; a question without a card needs no look."""
    answer = slot.given_answer
    if hasattr(answer, "became"):
        return answer.became
    kept = Review.objects.filter(answer=answer.pk).select_related("card")
    return kept.first() if may_have_card(slot) else None


def take_back(review: Review) -> bool:
    """Undo a rating, or what an answer did; a card that an answer made goes, too."""
    with write_in_turn():
        if not undo(review):
            return False
        if review.made_card:
            Card.objects.filter(pk=review.card_id, review_count=0).delete()
    return True

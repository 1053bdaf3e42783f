"""Ada's cards, in the states that their pages are looked at in."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.utils.timezone import now

from core.models import User
from quizzes.flashcards.decks import add_set, own_deck, save_note
from quizzes.flashcards.scheduling import State
from quizzes.models import Card, Note, Passage, Question, QuestionSet, Review
from tests.browser.world import SET, World
from tests.factories import own_card


@dataclass(frozen=True)
class Decks:
    """Cards by what they are, and those that waited while she was away."""

    cards: dict[str, Card]
    overdue: list[Card]

    def __getitem__(self, name: str) -> Card:
        return self.cards[name]


@lru_cache(maxsize=1)
def decks(world: World) -> Decks:
    ada = world.ada
    in_set = add_set(ada, QuestionSet.objects.get(slug=SET), at=now())
    kinds = {
        kind: in_set.cards.filter(question__kind=kind).first() for kind in ("single_choice", "short_text")
    }
    missed = Question.objects.published().exclude(question_set__slug=SET).first()
    # Ada may have missed it by herself on a page before.
    Card.objects.get_or_create(student=ada, question=missed)
    notes = {
        "gap": own_card(ada, "The bridge was closed for {{seven}} days, *said the {{council}}*."),
        "plain": own_card(ada, "Who spoke of seven days?", "The **mayor**, on Monday."),
        "sourced": sourced(ada),
        "leech": leech(own_card(ada, "It opened on {{Monday}}.")),
    }
    overdue = [own_card(ada, f"What was said on day {number}?", "That it opens.") for number in range(9)]
    Card.objects.filter(pk__in=[card.pk for card in overdue]).update(**learned())
    return Decks(kinds | notes, overdue)


def learned() -> dict:
    """The columns of a card that is due in a while."""
    due, last = now() + timedelta(days=50), now() - timedelta(days=60)
    return {
        "state": State.REVIEW,
        "stability": 20.0,
        "difficulty": 5.0,
        "due": due,
        "last_review": last,
        "review_count": 2,
    }


def sourced(student: User) -> Card:
    """Made from words of an article that has other words now."""
    found = Passage.objects.filter(role="body", revision__article__slug="ap-story").first()
    words = " ".join(found.text.split()[:5])
    note = Note(student=student, front=f"{{{{{words}}}}} …", passage=found, quote=words, start=0)
    save_note(note, own_deck(student, at=now()))
    return note.cards.get()


def leech(card: Card) -> Card:
    Card.objects.filter(pk=card.pk).update(**learned(), lapse_count=9, is_leech=True, is_flagged=True)
    for days in range(3):
        Review.objects.create(
            card=card,
            student=card.student,
            rating=1 + days,
            at=now() - timedelta(days=60 + days),
            state_before=2,
            before={},
        )
    return Card.objects.get(pk=card.pk)

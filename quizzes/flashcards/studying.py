"""Rating a card and taking the rating back; putting cards off, aside, or under a flag."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from core.turns import write_in_turn
from quizzes.flashcards.days import as_time, day_end, day_of
from quizzes.flashcards.models import Card, Learner, Review
from quizzes.flashcards.scheduling import Memory, Rating, is_lapse, is_leech, previews, rate

MEMORY = ("state", "step", "stability", "difficulty", "due", "last_review")
# All that a rating changes of a card.
RATED = (*MEMORY, "review_count", "lapse_count", "is_leech", "buried_until")
TIMES = ("due", "last_review", "buried_until")
UNDONE_WITHIN = timedelta(days=1)
A_DOUBLE_CLICK = timedelta(seconds=10)


def give(
    card: Card, rating: Rating, *, learner: Learner, at: datetime, seen: int, **why: Any
) -> Review | None:
    """Rate a card that was seen after so many reviews; None when it was rated since, or put aside.

    So a double click, a second tab or a page that was left open counts nothing twice. `why` are further columns.
    """
    if card.review_count != seen or card.is_suspended:
        return None
    changes = after(card, rating, learner=learner, at=at)
    before = columns(card)
    with write_in_turn():
        # All cards of the note first, so that two windows that rate two of them wait in one order.
        buried = bury_siblings(card, until=day_end(day_of(at, learner.zone), learner.zone))
        unchanged = Card.objects.filter(pk=card.pk, review_count=seen, is_suspended=False)
        if not unchanged.update(**changes):
            transaction.set_rollback(True)
            return None
        review = Review.objects.create(
            card=card,
            student_id=card.student_id,
            rating=rating,
            at=at,
            state_before=card.state,
            before=before,
            buried=buried,
            **why,
        )
    for name, value in changes.items():
        setattr(card, name, value)
    return review


def why_not(card_id: int, rating: Rating, *, seen: int, at: datetime) -> str:
    """Why a rating did not count, in a sentence; nothing for the second click on its button."""
    card = Card.objects.get(pk=card_id)
    last = card.reviews.filter(rating=rating, at__gt=at - A_DOUBLE_CLICK, answer=None).first()
    if last and card.review_count == seen + 1 == last.before["review_count"] + 1:
        return ""
    if card.is_suspended:
        return f"“{card}” was set aside in another window, so this rating does not count."
    return f"“{card}” was rated or changed in another window since, so this rating does not count."


def after(card: Card, rating: Rating, *, learner: Learner, at: datetime) -> dict[str, Any]:
    """The card's columns once it is rated."""
    memory = rate(
        card.memory,
        rating,
        plan=learner.plan,
        at=at,
        chance=card.chance(),
        days_since=card.days_since(at, learner.zone),
    )
    lapses = card.lapse_count + is_lapse(card.memory, rating)
    is_new_leech = lapses > card.lapse_count and is_leech(lapses)
    return columns_of(memory) | {
        "review_count": card.review_count + 1,
        "lapse_count": lapses,
        "is_leech": card.is_leech or is_new_leech,
        "buried_until": None,
    }


def rated_before(card: Card, rating: Rating, *, at: datetime) -> Review:
    """The card in hand as a rating given elsewhere left it, and that rating; neither is stored yet."""
    review = Review(
        card=card, student=card.student, rating=rating, at=at, state_before=card.state, before=columns(card)
    )
    for name, value in after(card, rating, learner=Learner.of(card.student), at=at).items():
        setattr(card, name, value)
    return review


def intervals(card: Card, *, learner: Learner, at: datetime) -> Mapping[Rating, Any]:
    """What each button would do."""
    days = card.days_since(at, learner.zone)
    return previews(card.memory, plan=learner.plan, at=at, chance=card.chance(), days_since=days)


def columns_of(memory: Memory) -> dict[str, Any]:
    return {name: getattr(memory, name) for name in MEMORY} | {"state": memory.state.value}


def columns(card: Card) -> dict[str, Any]:
    """As JSON keeps them."""
    told = {name: getattr(card, name) for name in RATED}
    return told | {name: told[name] and told[name].isoformat() for name in TIMES}


def read_columns(kept: Mapping[str, Any]) -> dict[str, Any]:
    return dict(kept) | {name: kept[name] and parse_datetime(kept[name]) for name in TIMES}


def bury_siblings(card: Card, *, until: datetime) -> list[tuple[int, str | None]]:
    """Other cards of the same note wait until the next day: one would give the other away. What they waited for before."""
    before = [(row["pk"], row["until"] and as_time(row["until"]).isoformat()) for row in siblings_of(card)]
    if before:
        Card.objects.filter(note=card.note_id).update(buried_until=until)
    return before


def siblings_of(card: Card) -> list[dict[str, Any]]:
    """As the card's query brought them, or asked for now."""
    if not card.gap:
        return []
    if not hasattr(card, "siblings"):
        card = Card.objects.with_siblings().get(pk=card.pk)
    return card.siblings or []


def last_review(learner: Learner, at: datetime) -> Review | None:
    """The rating that can be taken back now; those before it follow one by one. The ids tell which came last."""
    last = Review.objects.filter(student=learner.student_id).select_related("card").order_by("-pk").first()
    return last if last and last.at > at - UNDONE_WITHIN else None


def undo(review: Review) -> bool:
    """Take a rating back: the card is as it was before, to the letter. Not when it was rated since, or undone."""
    kept = read_columns(review.before)
    with write_in_turn():
        as_rated = Card.objects.filter(pk=review.card_id, review_count=kept["review_count"] + 1)
        is_taken_back = Review.objects.filter(pk=review.pk).delete()[0] and as_rated.update(**kept)
        if not is_taken_back:
            transaction.set_rollback(True)
            return False
        for pk, was in review.buried:
            Card.objects.filter(pk=pk).update(buried_until=was and parse_datetime(was))
    return True


def set_aside(card: Card, act: str, *, learner: Learner, at: datetime) -> str:
    """Carry out one of the acts by name; what it did in a sentence, or nothing for a name that is none."""
    tomorrow = day_end(day_of(at, learner.zone), learner.zone)
    acts: dict[str, tuple[dict[str, Any], str]] = {
        "bury": ({"buried_until": tomorrow}, "Put off until tomorrow."),
        "suspend": (
            {"is_suspended": True},
            "Set aside. You find it in its deck, and can take it up again there.",
        ),
        "resume": ({"is_suspended": False, "buried_until": None}, "Taken up again."),
        "flag": ({"is_flagged": True}, "Flagged."),
        "unflag": ({"is_flagged": False}, "The flag is gone."),
    }
    if act not in acts:
        return ""
    changes, sentence = acts[act]
    with write_in_turn():
        Card.objects.filter(pk=card.pk).update(**changes)
    return sentence

"""Students made up: their memory follows parameters that are known, and their cards are scheduled by the default ones."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random

from core.models import User
from quizzes.flashcards.judging import History, Seen, replayed
from quizzes.flashcards.models import Card, Note, Review
from quizzes.flashcards.scheduling import DEFAULT_PARAMETERS, Memory, Plan, Rating, rate, retrievability
from tests.attempts.quizzes import NOON

DAY = timedelta(days=1)
USUAL = Plan()
# What is new to this student is soon gone, and what is recalled holds for long: far from the default ones.
UNUSUAL = Plan(
    parameters=(0.05, 0.3, 0.6, 1.5, *DEFAULT_PARAMETERS[4:8], 2.9, 0.05, *DEFAULT_PARAMETERS[10:20], 0.4)
)


def histories(real: Plan, *, cards: int, days: int, seed: int) -> list[History]:
    """Five new cards a day; each is seen on the day it is due."""
    chance = Random(seed)
    return [list(lived(real, start, days, chance)) for start in (place // 5 for place in range(cards))]


def lived(real: Plan, start: int, days: int, chance: Random) -> Iterator[Seen]:
    """One card's ratings: a lapse is learned again on the same day."""
    told, held = Memory(), Memory()
    day, last = start, None
    while day < days:
        since = None if last is None else day - last
        ratings = [rating_of(held, real, since, chance)]
        ratings += [Rating.Good] if ratings[0] == Rating.Again else []
        for place, rating in enumerate(ratings):
            at = NOON + day * DAY + place * timedelta(minutes=10)
            gone = since if place == 0 else 0
            told = rate(told, rating, plan=USUAL, at=at, chance=chance, days_since=gone)
            held = rate(held, rating, plan=real, at=at, chance=None, days_since=gone)
            yield Seen(rating, at, at.date().toordinal())
        last, day = day, max(day + 1, day_number(told.due))


def day_number(at: datetime) -> int:
    return (at.date() - NOON.date()).days


def rating_of(held: Memory, real: Plan, since: int | None, chance: Random) -> Rating:
    if since is None:
        return chance.choices(list(Rating), [3, 1, 6, 2])[0]
    at = held.last_review + since * DAY
    if chance.random() > retrievability(held, plan=real, at=at, days_since=since):
        return Rating.Again
    return chance.choices([Rating.Hard, Rating.Good, Rating.Easy], [2, 8, 1])[0]


def store(student: User, lived: Iterable[History], plan: Plan = USUAL) -> list[Card]:
    """As if each rating had been given by the buttons."""
    return [store_card(student, history, plan) for history in lived]


def store_card(student: User, history: History, plan: Plan) -> Card:
    memories = [memory for memory, _ in replayed(history, plan)]
    note = Note.objects.create(student=student, front="Front", back="Back")
    card = Card.objects.create(student=student, note=note, review_count=len(history), **columns(memories[-1]))
    Review.objects.bulk_create(
        Review(
            card=card,
            student=student,
            rating=seen.rating,
            at=seen.at,
            state_before=memory.state,
            before=before(memory, place),
        )
        for place, (seen, memory) in enumerate(zip(history, memories, strict=False))
    )
    return card


def columns(memory: Memory) -> dict:
    names = ("step", "stability", "difficulty", "due", "last_review")
    return {name: getattr(memory, name) for name in names} | {"state": memory.state.value}


def before(memory: Memory, count: int) -> dict:
    told = columns(memory) | {
        "review_count": count,
        "lapse_count": 0,
        "is_leech": False,
        "buried_until": None,
    }
    return told | {name: told[name] and told[name].isoformat() for name in ("due", "last_review")}

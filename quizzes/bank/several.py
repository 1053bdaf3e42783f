"""Changing several questions at once: set, topic, difficulty, state. What cannot be done for one is left for that one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from core.models import User
from core.turns import write_in_turn
from quizzes.bank.models import Question, QuestionSet, Topic
from quizzes.bank.opinions import lacks_approval
from quizzes.bank.publishing import (
    Refused,
    is_asked_as_it_stands,
    publish,
    says_the_same,
    what_is_missing,
)

PUBLISH, RETIRE = "publish", "retire"


@dataclass(frozen=True)
class Wish:
    """What is to become of the questions; what is None stays. `topic` may be "" for none."""

    question_set: QuestionSet | None = None
    topic: Topic | str | None = None
    difficulty: int | None = None
    state: str | None = None

    @property
    def is_nothing(self) -> bool:
        return self == Wish()


@dataclass(frozen=True)
class Effect:
    """What the wish does to one question, in words; or why it is left as it is."""

    question: Question
    does: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class Overtaken:
    """One of the questions is no longer as it was looked at."""


def seen(questions: Iterable[Question]) -> str:
    """A name for how the questions stand now: it differs as soon as somebody changed one."""
    told = [
        (row.pk, row.question_set_id, row.topic_id, row.difficulty, row.state, row.current_id, row.edited_at)
        for row in questions
    ]
    return sha256(repr(told).encode()).hexdigest()


def foreseen(questions: Sequence[Question], wish: Wish) -> list[Effect]:
    """What would be done, without doing it."""
    return [effect_on(question, wish) for question in questions]


def effect_on(question: Question, wish: Wish) -> Effect:
    does = tuple(words for part in (moving, sorting, levelling, stating) for words in part(question, wish))
    refusal = refused(question, wish) if does else ""
    return Effect(question, () if refusal else does, refusal)


def moving(question: Question, wish: Wish) -> list[str]:
    if wish.question_set in (None, question.question_set):
        return []
    return [f"moves to “{wish.question_set}”"]


def sorting(question: Question, wish: Wish) -> list[str]:
    if wish.topic is None or (wish.topic or None) == question.topic:
        return []
    return [f"gets the topic “{wish.topic}”" if wish.topic else "loses its topic"]


def levelling(question: Question, wish: Wish) -> list[str]:
    if wish.difficulty in (None, question.difficulty):
        return []
    return [f"becomes {Question.Difficulty(wish.difficulty).label.lower()}"]


def stating(question: Question, wish: Wish) -> list[str]:
    if wish.state == PUBLISH and not is_asked_as_it_stands(question):
        return ["is published"]
    if wish.state == RETIRE and question.state != Question.State.RETIRED:
        return ["is retired"]
    return []


def refused(question: Question, wish: Wish) -> str:
    """Why it cannot be published, in the set it will belong to."""
    if wish.state != PUBLISH or is_asked_as_it_stands(question):
        return ""
    if missing := what_is_missing(question):
        return " ".join(missing)
    if question.current and says_the_same(question.current, question):
        return ""
    return lacks_approval(question, wish.question_set)


def change(
    ids: Iterable[int], wish: Wish, *, as_seen: str, by: User, at: datetime
) -> list[Effect] | Overtaken:
    """Do it, question by question: wholly or, where one is refused, not at all. The others are done all the same.

    Sent twice, the second finds the questions changed and does nothing.
    """
    with write_in_turn():
        questions = rows(ids, lock=True)
        if seen(questions) != as_seen:
            return Overtaken()
        effects = foreseen(questions, wish)
        return [done(effect, wish, by=by, at=at) if effect.does else effect for effect in effects]


class NotPublished(Exception):
    """Undoes what was done to one question already."""


def done(effect: Effect, wish: Wish, *, by: User, at: datetime) -> Effect:
    try:
        with transaction.atomic():
            carry_out(effect.question, wish, by=by, at=at)
    except NotPublished as refusal:
        return Effect(effect.question, refused=str(refusal))
    return effect


def carry_out(question: Question, wish: Wish, *, by: User, at: datetime) -> None:
    """A question that moves comes last in its new set; the others keep their places, and so their order."""
    if moving(question, wish):
        question.question_set, question.position = wish.question_set, wish.question_set.next_position()
    if sorting(question, wish):
        question.topic = wish.topic or None
    if levelling(question, wish):
        question.difficulty = wish.difficulty
    question.save(update_fields=["question_set", "position", "topic", "difficulty", "edited_at"])
    if wish.state == RETIRE and question.state != Question.State.RETIRED:
        question.retire()
    if wish.state == PUBLISH:
        outcome = publish(question, at=at, by=by)
        if isinstance(outcome, Refused):
            raise NotPublished(str(outcome))


def rows(ids: Iterable[int], *, lock: bool = False) -> list[Question]:
    found = Question.objects.filter(pk__in=list(ids)).select_related("question_set", "topic", "current")
    return list((found.select_for_update(of=("self",)) if lock else found).in_order())

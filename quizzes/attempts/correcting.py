"""What corrections make of marks: arithmetic without a database.

A slot's marking is a function of how it was marked at first and of the corrections that stand, in their order. So taking
one back needs no memory of what it did: what the others make of the first marking is reckoned anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quizzes.attempts.behaviours import ROUNDING, Behaviour
from quizzes.bank.changes import Change
from quizzes.kinds.kind import Key, Kind


@dataclass(frozen=True)
class Marking:
    """How right the answer of a slot is, what part of its points it earns, and the points the slot counts for.

    `fraction` without `credit` is earned without an answer; both are None where nothing is earned yet.
    """

    credit: float | None
    fraction: float | None
    points: float

    @property
    def mark(self) -> float:
        return (self.fraction or 0) * self.points


@dataclass(frozen=True)
class Rules:
    """What of a quiz bears on marks."""

    how: Behaviour
    penalty: float


@dataclass(frozen=True)
class Position:
    """A slot: what was given in each try, the last one that counted, nothing where there is no answer.

    `keys`: the key after each correction that holds for its version, by the correction's id.
    """

    version_id: int
    task: Kind
    keys: Mapping[int, Key]
    first: Marking
    givens: tuple[Any, ...] = ()
    certainty: int | None = None


@dataclass(frozen=True)
class Sitting:
    """The slots of one attempt that corrections hold for, and what the others bring: `mark` of `points`."""

    rules: Rules
    positions: tuple[Position, ...]
    is_over: bool
    mark: float = 0
    points: float = 0


Effect = Callable[[Sitting, Position, Marking, Change], Marking]


def marked_anew(sitting: Sitting, changes: Sequence[Change]) -> list[Marking]:
    """The marking of each position, after all of the changes in turn."""
    now = [position.first for position in sitting.positions]
    for change in changes:
        for place, position in enumerate(sitting.positions):
            if position.version_id in change.version_ids:
                after = EFFECTS[change.what](sitting, position, now[place], change)
                if not (change.keeps_better and is_worse(sitting, now, place, after)):
                    now[place] = after
    return now


def by_the_key(sitting: Sitting, position: Position, now: Marking, change: Change) -> Marking:
    if not position.givens or now.credit is None:
        return now
    key = position.keys[change.id]
    grades = [position.task.grade(key, given) for given in position.givens]
    if any(grade is None for grade in grades):
        return now
    credit, fraction = earned(sitting.rules, [grade.credit for grade in grades], position.certainty)
    return replace(now, credit=credit, fraction=fraction)


def earned(rules: Rules, credits: Sequence[float], certainty: int | None) -> tuple[float, float]:
    """Credit and fraction of an answer by its tries: the first that is fully right would have been the last."""
    counts = next((place for place, credit in enumerate(credits) if credit == 1), len(credits) - 1)
    fraction = rules.how.fraction(
        credits[counts], certainty=certainty, tries_before=counts, penalty=rules.penalty
    )
    return credits[counts], fraction


def full(sitting: Sitting, position: Position, now: Marking, change: Change) -> Marking:
    """What a right answer earns, given as surely as it was. How right it was stays as it is."""
    waits = position.givens and now.credit is None
    if waits or not (position.givens or sitting.is_over):
        return now
    fraction = sitting.rules.how.fraction(1.0, certainty=position.certainty, penalty=sitting.rules.penalty)
    return replace(now, fraction=fraction)


def without_points(sitting: Sitting, position: Position, now: Marking, change: Change) -> Marking:
    return replace(now, points=0.0)


EFFECTS: dict[str, Effect] = {
    "accept": by_the_key,
    "drop_option": by_the_key,
    "remark": by_the_key,
    "credit_to_all": full,
    "drop_question": without_points,
}


def is_worse(sitting: Sitting, now: Sequence[Marking], place: int, after: Marking) -> bool:
    """Whether the student's share of the marks falls. While the attempt runs nobody knows what a question fewer does."""
    if after.points != now[place].points and not sitting.is_over:
        return False
    before, later = share(sitting, now), share(sitting, [*now[:place], after, *now[place + 1 :]])
    return later < before - ROUNDING


def share(sitting: Sitting, markings: Sequence[Marking]) -> float:
    mark = sitting.mark + sum(marking.mark for marking in markings)
    points = sitting.points + sum(marking.points for marking in markings) * sitting.rules.how.best
    return mark / points if points > ROUNDING else 0.0

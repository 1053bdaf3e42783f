"""Counts attempts for their quizzes, in the transaction that ends them or changes a mark.

What each answer adds to, the database keeps (triggers.py). Once an attempt has ended, it counts at its quiz, and which of
the student's attempts is the last or the best may be another. Whatever else changes marks does so between two looks at
the attempts it concerns, and the difference is added.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter

from core.chunks import chunks
from core.turns import hold
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Slot
from quizzes.bank import serving
from quizzes.progress.tallies.tables import Tallies
from quizzes.progress.tallies.tallying import (
    NOTHING,
    PLAIN,
    POSITION,
    Counts,
    Position,
    Sat,
    add_answer,
    add_sat,
    bearers,
    sat,
)

Pair = tuple[int, int]
"""The ids of a student and a quiz."""
AT_ONCE = 2000
DOORS = 64


def ended(attempt: Attempt) -> None:
    """It counts now, and others of its student are not the last or the best any more."""
    if attempt.is_trial or attempt.repeats_id is not None:
        return
    pair = (attempt.student_id, attempt.quiz_id)
    hold(*doors([pair]))
    of_pair = at_quizzes([pair])[pair]
    before, after = bearers(one for one in of_pair if one.id != attempt.pk), bearers(of_pair)
    found = Tallies()
    for one in of_pair:
        now = after.get(one.id, PLAIN) if one.is_counted else NOTHING
        was = before.get(one.id, PLAIN) if one.is_counted and one.id != attempt.pk else NOTHING
        if now != was:
            counts = tuple(new - old for new, old in zip(now, was, strict=True))
            add_sat(found, one, positions_of([one.id])[one.id], counts)
    found.store()


@contextmanager
def changing(attempt_ids: Collection[int]) -> Iterator[None]:
    """Whatever is done in here to the marks of these attempts is counted; also that they end, run again or go."""
    ids = sorted(attempt_ids)
    pairs = lock(ids)
    hold(*doors(pairs))
    found = Tallies()
    look(found, ids, pairs, times=-1)
    yield
    look(found, ids, pairs, times=1)
    found.store()


def doors(pairs: Collection[Pair]) -> set[str]:
    """What whoever looks for the last and the best of a pair's attempts passes by. A few doors for all: PostgreSQL has
    room for some thousand locks."""
    return {f"marks {(student * 31 + quiz) % DOORS}" for student, quiz in pairs}


def lock(ids: Collection[int]) -> set[Pair]:
    """Let nothing more be taken in by these attempts until the transaction ends. In one order, for all."""
    locked = (
        Attempt.objects.select_for_update(no_key=True).order_by("pk").values_list("student_id", "quiz_id")
    )
    return {pair for some in chunks(ids, AT_ONCE) for pair in locked.filter(pk__in=some)}


def look(found: Tallies, ids: Collection[int], pairs: Collection[Pair], *, times: int) -> None:
    """Add what these attempts come to, so many times; of others at the same quizzes only whether they are a first, a last
    or a best."""
    chosen = set(ids)
    for some in chunks(sorted(pairs), AT_ONCE):
        wanted: dict[int, tuple[Sat, Counts]] = {}
        for of_pair in at_quizzes(some).values():
            bearing = bearers(of_pair)
            for one in of_pair:
                is_chosen = one.id in chosen and one.is_counted
                if is_chosen or one.id in bearing:
                    _, *parts = bearing.get(one.id, PLAIN)
                    wanted[one.id] = one, tuple(times * count for count in (int(is_chosen), *parts))
        add_wanted(found, wanted)


def add_wanted(found: Tallies, wanted: Mapping[int, tuple[Sat, Counts]]) -> None:
    for some in chunks(wanted, AT_ONCE):
        positions = positions_of(some)
        for id in some:
            one, counts = wanted[id]
            add_sat(found, one, positions[id], counts)


def at_quizzes(pairs: Collection[Pair]) -> dict[Pair, list[Sat]]:
    """All ended attempts of these students at these quizzes."""
    students, quizzes = {student for student, _ in pairs}, {quiz for _, quiz in pairs}
    attempts = Attempt.objects.whole().finished().filter(student__in=students, quiz__in=quizzes)
    found: dict[Pair, list[Sat]] = {pair: [] for pair in pairs}
    for one in sat(attempts):
        if (one.student_id, one.quiz_id) in found:
            found[one.student_id, one.quiz_id].append(one)
    return found


def positions_of(attempt_ids: Collection[int]) -> dict[int, list[Position]]:
    rows = Slot.objects.filter(attempt__in=list(attempt_ids)).order_by("attempt_id", "position")
    found = [Position._make(row) for row in rows.values_list(*POSITION)]
    serving.faces.many(position.version_id for position in found)
    positions: dict[int, list[Position]] = defaultdict(list)
    for id, of_attempt in groupby(found, key=attrgetter("attempt_id")):
        positions[id] = list(of_attempt)
    return positions


def of_answers(student_id: int, attempt_ids: Collection[int]) -> Tallies:
    """What the answers of these attempts of the student's come to."""
    found = Tallies()
    for some in chunks(attempt_ids, AT_ONCE):
        for positions in positions_of(some).values():
            for position in positions:
                if position.answered_at is not None:
                    add_answer(found, student_id, position)
    return found

"""Keeps the tallies, in the transaction that keeps the answer or changes a mark.

An answer adds to what is told of its student and its version. Once an attempt has ended, it is told of its quiz, and
which of the student's attempts is the last or the best may be another. Whatever else changes marks does so between two
looks at the attempts it concerns, and the difference is added.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, DateField, F, FloatField, Sum
from django.db.models.functions import Cast, Floor, TruncWeek

from core.chunks import chunks
from core.turns import hold
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Answer, Slot
from quizzes.bank import serving
from quizzes.bank.models import Question
from quizzes.progress.tables import TOPICS, Tallies
from quizzes.progress.tallying import (
    POSITION,
    Counts,
    Position,
    Sat,
    add_answer,
    add_given,
    add_sat,
    bearers,
    sat,
)
from quizzes.progress.units import PER_MARK

Pair = tuple[int, int]
"""The ids of a student and a quiz."""
PLAIN: Counts = (1, 0, 0, 0)
"""An attempt that is not the first, the last or the best."""
AT_ONCE = 500
# A column of the slot's own query, so that an answer need not ask for it.
TOPIC_ID = """(
    SELECT question.topic_id FROM quizzes_questionversion AS version
    JOIN quizzes_question AS question ON question.id = version.question_id WHERE version.id = quizzes_slot.version_id
)"""


def added(attempt: Attempt, answer: Answer) -> None:
    """One more answer."""
    tallies = Tallies()
    position = position_of(attempt, answer)
    add_answer(tallies, attempt.student_id, position)
    if not attempt.is_trial:
        add_given(tallies, position)
    if attempt.is_finished and not attempt.is_trial and attempt.repeats_id is None:
        tallies.add_all(ended(attempt))
    tallies.store()


def position_of(attempt: Attempt, answer: Answer) -> Position:
    slot = answer.slot
    question_id, topic_id = question_of(slot)
    return Position(
        attempt.pk,
        slot.version_id,
        question_id,
        topic_id,
        slot.points,
        slot.granted,
        answer.answered_at,
        answer.given,
        answer.credit,
        answer.fraction,
        answer.certainty,
        answer.is_erased,
    )


def question_of(slot: Slot) -> tuple[int, int | None]:
    """The question and its topic, as the slot's query told or asked for now."""
    if hasattr(slot, "question_id") and hasattr(slot, "topic_id"):
        return slot.question_id, slot.topic_id
    return Question.objects.filter(versions__slots=slot.pk).values_list("pk", "topic_id").get()


def ended(attempt: Attempt) -> Tallies:
    """What is new once an attempt has ended: it, and that others are not the last or the best any more."""
    pair = (attempt.student_id, attempt.quiz_id)
    hold("marks", *pair)
    of_pair = at_quizzes([pair])[pair]
    before, after = bearers(one for one in of_pair if one.id != attempt.pk), bearers(of_pair)
    found = Tallies()
    concerned = {
        one.id: one
        for one in of_pair
        if before.get(one.id) != after.get(one.id) or (one.id == attempt.pk and one.is_counted)
    }
    positions = positions_of(concerned)
    for one in concerned.values():
        now, was = after.get(one.id, PLAIN), before.get(one.id, PLAIN)
        add_sat(found, one, positions[one.id], now if one.id == attempt.pk else difference(now, was))
    return found


def difference(now: Counts, was: Counts) -> Counts:
    return tuple(one - other for one, other in zip(now, was, strict=True))


@contextmanager
def changing(attempt_ids: Collection[int], are_counted: bool) -> Iterator[None]:
    """Whatever is done in here to the marks of these attempts is counted; also that they go."""
    ids = list(attempt_ids)
    lock(ids)
    pairs = set(Attempt.objects.filter(pk__in=ids).order_by().values_list("student_id", "quiz_id"))
    if are_counted:
        for pair in sorted(pairs):
            hold("marks", *pair)
    before = Tallies()
    look(before, ids, pairs if are_counted else (), times=-1)
    yield
    look(before, ids, pairs if are_counted else (), times=1)
    before.store()


def lock(ids: Collection[int]) -> None:
    """Let nothing more be taken in by these attempts until the transaction ends. In one order, for all."""
    locked = Attempt.objects.select_for_update(no_key=True).order_by("pk").values_list("pk")
    for some in chunks(sorted(ids), AT_ONCE):
        list(locked.filter(pk__in=some))


def look(found: Tallies, ids: Collection[int], pairs: Collection[Pair], *, times: int) -> None:
    """Add what attempts come to, so many times. Of others at the same quizzes only whether they are the last or best."""
    for some in chunks(ids, AT_ONCE):
        add_answers(found, list(sat(Attempt.objects.filter(pk__in=some))), times)
    chosen = set(ids)
    for some in chunks(sorted(pairs), AT_ONCE):
        add_whole(found, at_quizzes(some), chosen, times)


def add_answers(found: Tallies, attempts: Collection[Sat], times: int) -> None:
    tallies, positions = Tallies(), positions_of([one.id for one in attempts])
    for one in attempts:
        for position in positions[one.id]:
            if position.answered_at is not None:
                add_answer(tallies, one.student_id, position)
                if not one.is_trial:
                    add_given(tallies, position)
    found.add_all(tallies, times)


def add_whole(found: Tallies, by_pair: dict[Pair, list[Sat]], chosen: Collection[int], times: int) -> None:
    tallies, wanted = Tallies(), {}
    for of_pair in by_pair.values():
        bearing = bearers(of_pair)
        for one in of_pair:
            is_chosen = one.id in chosen and one.is_counted
            if is_chosen or one.id in bearing:
                _, *parts = bearing.get(one.id, PLAIN)
                wanted[one.id] = one, (int(is_chosen), *parts)
    for some in chunks(wanted, AT_ONCE):
        positions = positions_of(some)
        for id in some:
            add_sat(tallies, wanted[id][0], positions[id], wanted[id][1])
    found.add_all(tallies, times)


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
    positions: dict[int, list[Position]] = defaultdict(list)
    serving.faces.many(position.version_id for position in found)
    for id, of_attempt in groupby(found, key=attrgetter("attempt_id")):
        positions[id] = list(of_attempt)
    return positions


# Credit in units, as a column, rounded as units() does.
CREDIT = Cast(
    Floor(F("credit") * float(PER_MARK) + 0.5, output_field=FloatField()), output_field=FloatField()
)


def topic_changed(question: Question, before: int | None) -> None:
    """Take over to its new topic what was answered to a question so far."""
    weekly = (
        Answer.objects.filter(slot__version__question=question.pk, credit__isnull=False)
        .values(
            student=F("slot__attempt__student"),
            week=TruncWeek("answered_at", tzinfo=UTC, output_field=DateField()),
        )
        .annotate(count=Count("pk"), sum=Sum(CREDIT))
        .order_by()
    )
    moved = Tallies()
    for row in weekly.values_list("student", "week", "count", "sum"):
        student, week, count, credit = row
        for topic, times in ((before, -1), (question.topic_id, 1)):
            if topic is not None:
                moved.add(TOPICS, (student, topic, week), times * count, times * round(credit))
    moved.store()

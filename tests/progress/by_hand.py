"""What the tallies must be, told in the plainest way from what is stored: one row after the other, with fractions."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, timedelta
from fractions import Fraction

from quizzes.models import Answer, Attempt, Slot
from quizzes.progress.tallies.tables import TABLES

BEST = {"immediate_certainty": 3, "deferred_certainty": 3}


def stored() -> dict[str, dict[tuple, tuple]]:
    """The tables as they are, without rows that come to nothing; a given answer itself in place of its digest."""
    return {
        str(table): {
            tuple(getattr(row, column) for column in table.key if column != "digest")
            + ((json.dumps(row.given, sort_keys=True),) if table.besides else ()): sums
            for row in table.model.objects.all()
            if any(sums := tuple(getattr(row, column) for column in table.sums))
        }
        for table in TABLES
    }


def told() -> dict[str, dict[tuple, tuple]]:
    found: dict[str, dict[tuple, list[int]]] = {str(table): {} for table in TABLES}

    def add(table: str, key: tuple, *counts: int) -> None:
        held = found[table].setdefault(key, [0] * len(counts))
        held[:] = [one + other for one, other in zip(held, counts, strict=True)]

    for answer in Answer.objects.exclude(credit=None).select_related(
        "slot__attempt", "slot__version__question"
    ):
        tell_answer(add, answer)
    groups = defaultdict(list)
    for attempt in Attempt.objects.filter(repeats=None, is_trial=False).exclude(finished_at=None):
        if not Answer.objects.filter(slot__attempt=attempt, credit=None).exists():
            groups[attempt.student_id, attempt.quiz_id].append(attempt)
    for attempts in groups.values():
        attempts.sort(key=lambda one: one.number)
        best = sorted(attempts, key=lambda one: -(one.mark / one.points if one.points else 0))[0]
        for one in attempts:
            tell_attempt(add, one, (1, one is attempts[0], one is attempts[-1], one is best))
    return {
        table: {key: tuple(map(int, sums)) for key, sums in rows.items()} for table, rows in found.items()
    }


def whole(number: float) -> int:
    """The nearest whole ten-millionth, halves upward."""
    return int((Fraction(number * 10**7 + 0.5)) // 1)


def tell_answer(add, answer: Answer) -> None:
    slot, attempt = answer.slot, answer.slot.attempt
    question = slot.version.question
    credit = whole(answer.credit)
    day = answer.answered_at.astimezone(UTC).date()
    while day.strftime("%a") != "Mon":
        day -= timedelta(days=1)
    if question.topic_id:
        add("TopicTally", (attempt.student_id, question.topic_id, day), 1, credit)
    add("QuestionTally", (attempt.student_id, question.pk), 1, credit)
    if answer.certainty:
        add("CertaintyTally", (attempt.student_id, answer.certainty), 1, answer.credit == 1)
    if not attempt.is_trial:
        add("VersionTally", (slot.version_id,), 1, credit)
        if not answer.is_erased:
            add("GivenTally", (slot.version_id, json.dumps(answer.given, sort_keys=True)), 1)


def tell_attempt(add, attempt: Attempt, counts: tuple) -> None:
    best = BEST.get(attempt.quiz.behaviour, 1)
    total, points = whole(attempt.mark), whole(attempt.points)
    add("TotalTally", (attempt.quiz_id, points, total), *counts)
    for slot in Slot.objects.filter(attempt=attempt).select_related("answer", "version"):
        answer = slot.given_answer
        earned = slot.granted if answer is None else answer.fraction
        mark = whole(slot.points * (earned or 0))
        add(
            "MarkTally",
            (attempt.quiz_id, slot.version_id, whole(slot.points * best), mark, total - mark),
            *counts,
        )
        for option in chosen(slot, answer):
            share = Fraction(total, points) * 100 if points else Fraction(0)
            add(
                "OptionTally",
                (attempt.quiz_id, slot.version_id, option, int((share + Fraction(1, 2)) // 1)),
                *counts,
            )


def chosen(slot: Slot, answer: Answer | None) -> Iterator[str]:
    if slot.version.kind in ("single_choice", "multiple_response", "true_false", "evidence"):
        yield from (answer.given if answer and answer.given else [""])

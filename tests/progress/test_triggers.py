"""The tallies of many answers at once."""

from contextlib import suppress
from time import perf_counter

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from core.models import User
from quizzes.models import Answer, Attempt, Slot
from quizzes.progress.models import QuestionTally
from quizzes.progress.tallies.rebuilding import differences
from tests.attempts.corrections import finished
from tests.attempts.quizzes import quiz

FEW, MANY = 400, 3200
# In proportion to their number it is 8; each looking at all others would make it 64.
MOST_TIMES = 20


class NeverMind(Exception):
    """Rolls back."""


@pytest.fixture
def counts_of_rows_that_are_old(ada):
    """The store takes its tables for empty, whatever comes, and has planned what an answer counts for."""
    with suppress(NeverMind), transaction.atomic():
        finished(ada, quiz(3, behaviour="immediate"), ["Nine", "Seven", ""])
        raise NeverMind
    counted_anew()
    finished(ada, quiz(3, behaviour="immediate"), ["Nine", "Seven", ""])


@pytest.mark.usefixtures("counts_of_rows_that_are_old")
def test_what_many_answers_cost_grows_with_their_number_alone():
    given = quiz(1, behaviour="immediate")
    few, many = answered(given, FEW), answered(given, MANY)
    seconds = [marked_right_in(answers) for answers in (few, many)]
    assert seconds[1] / seconds[0] < MOST_TIMES
    assert QuestionTally.objects.filter(credit__gt=0).count() == FEW + MANY + 1
    counted_anew()
    assert not list(differences())


def counted_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def answered(given, count: int) -> list[Answer]:
    """Of so many students, each an answer that is wrong."""
    before = User.objects.count()
    people = User.objects.bulk_create([User(username=f"person{before + n}") for n in range(count)])
    attempts = Attempt.objects.bulk_create(
        [Attempt(student=one, quiz=given, started_at=now(), slot_count=1, points=1) for one in people]
    )
    version = given.question_set.questions.get().current
    slots = Slot.objects.bulk_create(
        [Slot(attempt=attempt, position=1, version=version, points=1) for attempt in attempts]
    )
    return Answer.objects.bulk_create(
        [Answer(slot=slot, given=["1"], credit=0, fraction=0, answered_at=now()) for slot in slots]
    )


def marked_right_in(answers: list[Answer]) -> float:
    begun = perf_counter()
    Answer.objects.filter(pk__in=[answer.pk for answer in answers]).update(credit=1, fraction=1)
    return perf_counter() - begun

"""What putting a key right costs when many were asked. With `pytest -rP` it tells the times."""

import logging
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from core.models import User
from quizzes.attempts.putting_right import make, proposed, proposed_back, take_back
from quizzes.models import Answer, Attempt, Slot
from tests.attempts.corrections import correction, first_question
from tests.attempts.quizzes import quiz

MANY = 10_000
logger = logging.getLogger(__name__)
# SQLite takes 999 values a statement, and Django writes the log of what changed within that.
MOST_STATEMENTS = 200
SECONDS = 30


@pytest.mark.django_db
def test_ten_thousand_answers_are_marked_anew_in_a_few_statements():
    given = quiz(3, behaviour="immediate")
    people = User.objects.bulk_create([User(username=f"person{number}") for number in range(MANY)])
    common = {"quiz": given, "started_at": now(), "finished_at": now(), "slot_count": 3, "points": 3}
    attempts = Attempt.objects.bulk_create(
        [Attempt(student=one, answered_count=1, **common) for one in people]
    )
    versions = [
        question.current for question in given.question_set.questions.in_order().select_related("current")
    ]
    slots = Slot.objects.bulk_create(
        [
            Slot(attempt=attempt, position=position, version=version, points=1)
            for attempt in attempts
            for position, version in enumerate(versions, 1)
        ]
    )
    question = first_question(given)
    nine = [str(question.options.get(text="Nine").pk)]
    Answer.objects.bulk_create(
        [
            Answer(slot=slot, given=nine, credit=0, fraction=0, answered_at=now())
            for slot in slots
            if slot.position == 1
        ]
    )
    with connection.cursor() as cursor:
        # What a store does by itself after a minute: else it goes by the counts of rows of other tests.
        cursor.execute("ANALYZE")
    for what in ("accept", "drop_question"):
        made = correction(question, what, text="Nine" if what == "accept" else "")
        begun = perf_counter()
        seen = proposed(made).digest
        shown = perf_counter()
        with CaptureQueriesContext(connection) as queries:
            make(made, at=now(), seen=seen)
        done = perf_counter()
        assert take_back(made, by=None, at=now(), seen=proposed_back(made).digest)
        logger.warning(
            "%s: %d attempts shown in %.1f s, done in %.1f s and %d statements, taken back in %.1f s",
            what,
            MANY,
            shown - begun,
            done - shown,
            len(queries),
            perf_counter() - done,
        )
        assert len(queries) < MOST_STATEMENTS
        assert done - shown < SECONDS
    assert not Attempt.objects.exclude(mark=0, points=3).exists()

"""Attempts that were taken before quizzes had numbers, clocks and certainty keep their marks."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

pytestmark = pytest.mark.django_db(transaction=True)
ACCOUNTS = ("core", "0002_groups")
BEFORE, AFTER = "0004_sets_kept_for_quizzes", "0008_what_an_answer_earns"


def migrated(name: str):
    """The store as it is after that migration, and the models as they were."""
    state = [("quizzes", name), ACCOUNTS]
    for app, of_app in state:
        call_command("migrate", app, of_app, verbosity=0)
    return MigrationExecutor(connection).loader.project_state(state).apps


@pytest.fixture
def before():
    yield migrated(BEFORE)
    call_command("migrate", verbosity=0)


def taken(apps, student, quiz, version, *, days: int, credit: float, repeats=None):
    """An attempt of one question, finished so many days ago."""
    at = now() - timedelta(days=days)
    attempt = apps.get_model("quizzes", "Attempt").objects.create(
        student=student,
        quiz=quiz,
        repeats=repeats,
        started_at=at,
        finished_at=at,
        slot_count=1,
        answered_count=1,
        points=1,
        mark=credit,
    )
    slot = apps.get_model("quizzes", "Slot").objects.create(
        attempt=attempt, position=1, version=version, points=1
    )
    apps.get_model("quizzes", "Answer").objects.create(slot=slot, given=["a"], credit=credit, answered_at=at)
    return attempt


def test_old_attempts_are_numbered_as_they_were_started_and_their_answers_earn_their_credit(before):
    ada = before.get_model("core", "User").objects.create(username="ada")
    question_set = before.get_model("quizzes", "QuestionSet").objects.create(title="Bridges", slug="bridges")
    question = before.get_model("quizzes", "Question").objects.create(
        question_set=question_set, kind="single_choice", stem="When?"
    )
    version = before.get_model("quizzes", "QuestionVersion").objects.create(
        question=question,
        number=1,
        kind="single_choice",
        face={"stem": "When?", "options": [{"id": "a", "text": "Now"}], "keep_order": True},
        key={},
        points=1,
        published_at=now(),
    )
    quiz = before.get_model("quizzes", "Quiz").objects.create(question_set=question_set, title="Bridges")
    later = taken(before, ada, quiz, version, days=1, credit=0.5)
    earlier = taken(before, ada, quiz, version, days=9, credit=1)
    repeated = taken(before, ada, quiz, version, days=0, credit=0, repeats=later)

    after = migrated(AFTER)
    attempts = after.get_model("quizzes", "Attempt").objects
    assert {attempt.pk: attempt.number for attempt in attempts.filter(repeats=None)} == {
        earlier.pk: 1,
        later.pk: 2,
    }
    assert attempts.get(pk=repeated.pk).repeats_id == later.pk
    answers = after.get_model("quizzes", "Answer").objects
    assert sorted(answers.values_list("credit", "fraction")) == [(0, 0), (0.5, 0.5), (1, 1)]
    assert not attempts.exclude(deadline_at=None).exists()

"""Whatever happens, what is counted is what the answers come to: also when two processes do it at once."""

import os
import subprocess
import sys
from random import Random

import pytest
from django.db import connection

from core.models import User
from quizzes.models import Attempt, Quiz
from quizzes.progress.tallies import triggers
from quizzes.progress.tallies.rebuilding import differences
from tests import stores
from tests.attempts.quizzes import quiz
from tests.factories import QuestionFactory, TopicFactory, UserFactory, question_set_with
from tests.progress import story
from tests.progress.by_hand import stored, told

STUDENTS = 8


def a_school() -> None:
    UserFactory(username="host", is_superuser=True, is_staff=True)
    UserFactory.create_batch(STUDENTS)
    TopicFactory(name="Ferries")
    for behaviour in ("immediate", "deferred_certainty", "interactive"):
        question_set = question_set_with(2)
        QuestionFactory(
            question_set=question_set,
            kind="short_text",
            options=[{"text": "seven", "is_right": True}],
            published=True,
        )
        quiz(question_set=question_set, behaviour=behaviour)
        Quiz.practice(question_set)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_a_story_is_counted_as_the_answers_come_to(seed):
    a_school()
    done = story.tell(Random(seed), 250)
    assert done["give"] > 50
    assert stored() == told()
    assert not list(differences())
    assert Attempt.objects.exclude(finished_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_thousand_acts_of_two_processes_are_counted_as_the_answers_come_to():
    triggers.lay()
    a_school()
    at_once = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.progress.story", str(seed), "500"],
            env=os.environ | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "core.settings"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in (1, 2)
    ]
    for teller in at_once:
        printed, complaints = teller.communicate(timeout=300)
        assert teller.returncode == 0, complaints
        assert "'give'" in printed
    assert User.objects.exclude(erased_on=None).exists()
    assert stored() == told()
    assert not list(differences())


def address() -> str:
    """Of the database of this test."""
    settings = connection.settings_dict
    if stores.STORE == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = settings["HOST"] or settings["OPTIONS"].get("host", "")
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={host}"

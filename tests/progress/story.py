"""A story of answers, endings, corrections, erasures and deletions, told by chance. Each act says whether it was done.

`python -m tests.progress.story SEED COUNT` goes on telling in the database that DATABASE_URL names: so several processes
tell it at once.
"""

import os
import sys
from collections import Counter
from datetime import datetime, timedelta
from random import Random

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    django.setup()

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.timezone import now

from core.erasing import erase
from core.models import User
from quizzes.attempts.putting_right import Overtaken, make, problem, proposed, proposed_back, take_back
from quizzes.attempts.work import AttemptFinished, Stale, Work
from quizzes.attempts.work import Overtaken as OvertakenWork
from quizzes.bank.corrections import Correction
from quizzes.bank.models import Question, Topic
from quizzes.models import Attempt, Quiz, Slot


def any_of(rows: QuerySet, chance: Random):
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.model.objects.filter(pk=chance.choice(ids)).first() if ids else None


def begin(chance: Random, at: datetime) -> bool:
    student = any_of(User.objects.filter(erased_on=None, is_superuser=False), chance)
    found = student and Attempt.start(student, any_of(Quiz.objects.all(), chance), at=at, chance=chance)
    return isinstance(found, Attempt)


def give(chance: Random, at: datetime) -> bool:
    """Answers, or saves where answers are marked at the end."""
    open_slots = Slot.objects.filter(attempt__finished_at=None, attempt__is_abandoned=False, answer=None)
    chosen = any_of(open_slots, chance)
    slot = chosen and Slot.objects.with_attempt().filter(pk=chosen.pk).first()
    if slot is None:
        return False
    typed = (
        chance.choice(["1", "2", "3"])
        if slot.task.options(slot.face)
        else chance.choice(["seven", "9", "Nine"])
    )
    work = Work((typed,), chance.choice([1, 2, 3]), slot.revision)
    try:
        if slot.attempt.quiz.how.marks_each:
            slot.submit(slot.task.read(slot.face, [typed]), work, at=at)
        else:
            slot.save_work(work, at=at)
    except (AttemptFinished, Stale, OvertakenWork):
        return False
    return True


def end(chance: Random, at: datetime) -> bool:
    attempt = any_of(Attempt.objects.open(), chance)
    if attempt:
        attempt.finish(at=at)
    return attempt is not None


def run_out_and_run_again(chance: Random, at: datetime) -> bool:
    attempt = any_of(Attempt.objects.open().whole(), chance)
    if attempt is None:
        return False
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=at)
    attempt.refresh_from_db()
    attempt.finish(at=at + timedelta(seconds=1))
    attempt.reopen()
    return True


def correct(chance: Random, at: datetime) -> bool:
    question = any_of(Question.objects.all(), chance)
    what = chance.choice(["credit_to_all", "drop_question"])
    keeps_better = chance.random() < 0.5
    made = Correction(
        question=question,
        what=what,
        details={"said": ""},
        version_ids=[question.current_id],
        keeps_better=keeps_better,
    )
    if problem(made):
        return False
    try:
        make(made, at=at, seen=proposed(made).digest)
    except Overtaken:
        return False
    return True


def withdraw(chance: Random, at: datetime) -> bool:
    made = any_of(Correction.objects.standing(), chance)
    if made is None:
        return False
    try:
        return take_back(made, by=User.objects.get(is_superuser=True), at=at, seen=proposed_back(made).digest)
    except Overtaken:
        return False


def forget(chance: Random, at: datetime) -> bool:
    people = User.objects.filter(erased_on=None, is_superuser=False)
    if people.count() < 4:
        return False
    erase(any_of(people, chance), at=at, chance=chance)
    return True


def take_away(chance: Random, at: datetime) -> bool:
    attempt = any_of(Attempt.objects.all(), chance)
    if attempt:
        attempt.delete()
    return attempt is not None


def sort_anew(chance: Random, at: datetime) -> bool:
    question = any_of(Question.objects.all(), chance)
    topic = any_of(Topic.objects.all(), chance)
    Question.objects.filter(pk=question.pk).update(topic=chance.choice([topic, None]))
    return True


ACTS = {
    give: 60,
    begin: 14,
    end: 8,
    run_out_and_run_again: 3,
    correct: 3,
    withdraw: 3,
    sort_anew: 2,
    take_away: 2,
    forget: 1,
}


def tell(chance: Random, count: int) -> Counter:
    """How often each act was done."""
    done: Counter = Counter()
    for _ in range(count):
        act = chance.choices(list(ACTS), weights=list(ACTS.values()))[0]
        try:
            done[act.__name__] += act(chance, now())
        except (ObjectDoesNotExist, IntegrityError):
            # The other process took away what it was about.
            done["too late"] += 1
    return done


if __name__ == "__main__":
    print(dict(tell(Random(int(sys.argv[1])), int(sys.argv[2]))))  # noqa: T201

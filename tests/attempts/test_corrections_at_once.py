"""Keys put right while students answer. Threads have their own connections, so these tests commit."""

import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.utils.timezone import now

from core.models import STUDENTS, TEACHERS
from quizzes.attempts.putting_right import Overtaken, make, proposed, proposed_back, take_back
from quizzes.attempts.work import Work
from quizzes.bank import serving
from quizzes.bank.corrections import Correction
from quizzes.models import Answer, Attempt, Slot
from tests.attempts.corrections import correction
from tests.attempts.quizzes import place_of, quiz, slot_of, started
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
STUDENTS_AT_ONCE = 6


@pytest.fixture
def groups():
    """A flushed database has lost what the migrations wrote."""
    for name in (STUDENTS, TEACHERS):
        Group.objects.get_or_create(name=name)


def in_threads(*acts) -> list:
    start = Barrier(len(acts))

    def closing(act):
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return [done.result() for done in [people.submit(closing, act) for act in acts]]


def insist(act):
    """As a teacher does whose page was stale: look again, and do it."""
    for _ in range(200):
        try:
            return act()
        except Overtaken:
            time.sleep(0.005)
    raise AssertionError("the marks never held still")


def answering(attempt: Attempt, text: str):
    def act() -> None:
        for position in range(1, attempt.slot_count + 1):
            slot = slot_of(attempt, position)
            slot.submit(slot.task.read(slot.face, [place_of(slot, text)]), at=now())

    return act


def accepting(question):
    def act() -> None:
        made = correction(question, "accept", text="Nine")
        insist(lambda: make(made, at=now(), seen=proposed(made).digest))

    return act


def taking_back(made: Correction):
    def act() -> None:
        insist(lambda: take_back(made, by=None, at=now(), seen=proposed_back(made).digest))

    return act


def all_is_consistent(*, accepted: bool) -> None:
    for answer in Answer.objects.select_related("slot"):
        assert answer.credit == float(accepted), answer
        assert answer.first_credit == (0 if accepted else None), answer
    for attempt in Attempt.objects.all():
        slots = Slot.objects.filter(attempt=attempt).select_related("answer", "attempt__quiz")
        assert attempt.mark == pytest.approx(sum(slot.mark for slot in slots))
        assert attempt.answered_count == Answer.objects.filter(slot__attempt=attempt).count()


def test_answers_given_while_a_key_is_put_right_are_marked_by_one_key_and_its_correction(groups):
    given = quiz(4, behaviour="immediate")
    questions = list(given.question_set.questions.in_order().select_related("current"))
    attempts = [started(UserFactory(), given, now()) for _ in range(STUDENTS_AT_ONCE)]
    in_threads(
        *(answering(attempt, "Nine") for attempt in attempts),
        *(accepting(question) for question in questions[:2]),
        *(accepting(question) for question in questions[2:]),
    )
    assert Answer.objects.count() == 4 * STUDENTS_AT_ONCE
    all_is_consistent(accepted=True)


def test_answers_given_while_corrections_are_taken_back_are_marked_by_the_key_as_published(groups):
    given = quiz(4, behaviour="immediate")
    questions = list(given.question_set.questions.in_order().select_related("current"))
    for question in questions:
        accepting(question)()
    attempts = [started(UserFactory(), given, now()) for _ in range(STUDENTS_AT_ONCE)]
    in_threads(
        *(answering(attempt, "Nine") for attempt in attempts),
        *(taking_back(made) for made in Correction.objects.standing()),
    )
    all_is_consistent(accepted=False)


def test_attempts_started_and_ended_meanwhile_are_marked_by_the_correction(groups):
    given = quiz(2)
    question, _ = given.question_set.questions.in_order().select_related("current")
    students = [UserFactory() for _ in range(STUDENTS_AT_ONCE)]

    def sits(student):
        def act() -> None:
            attempt = Attempt.start(student, given, at=now(), chance=Random(1))
            from_page = slot_of(attempt)
            from_page.save_work(work_on(from_page, "Nine"), at=now())
            attempt.finish(at=now())

        return act

    in_threads(*map(sits, students), accepting(question))
    assert set(Attempt.objects.values_list("mark", flat=True)) == {1}


def work_on(slot: Slot, text: str) -> Work:
    return Work((place_of(slot, text),), None, slot.revision)


def test_two_corrections_of_two_questions_in_the_same_attempts_do_not_wait_in_a_circle(groups):
    given = quiz(4, behaviour="immediate")
    questions = list(given.question_set.questions.in_order().select_related("current"))
    for _ in range(STUDENTS_AT_ONCE):
        answering(started(UserFactory(), given, now()), "Nine")()
    in_threads(*(accepting(question) for question in questions))
    assert set(Attempt.objects.values_list("mark", flat=True)) == {4}


def test_one_correction_sent_twice_at_once_is_made_once(groups):
    given = quiz(1, behaviour="immediate")
    question = given.question_set.questions.select_related("current").get()
    answering(started(UserFactory(), given, now()), "Nine")()
    made = correction(question, "accept", text="Nine")
    seen = proposed(made).digest

    def sends():
        fields = ("question", "what", "details", "version_ids", "made_at", "token")
        again = Correction(**{name: getattr(made, name) for name in fields})
        return make(again, at=now(), seen=seen).pk

    assert len(set(in_threads(*[sends] * 5))) == 1
    assert Attempt.objects.get().mark == 1


def test_a_key_put_right_elsewhere_marks_the_next_answer_here(groups):
    """What this process keeps of the evidence is from before; another one put the key right."""
    given = quiz(2, behaviour="immediate")
    question = given.question_set.questions.in_order().select_related("current").first()
    attempt = started(UserFactory(), given, now())
    slot = slot_of(attempt)
    before = slot.evidence
    kept = dict(serving.evidence.kept)
    accepting(question)()
    serving.evidence.kept.clear()
    serving.evidence.kept.update(kept)
    assert slot.evidence is before
    # The page was loaded before: the attempt refuses the mark by the old key, and it is marked again.
    slot.submit(slot.task.read(slot.face, [place_of(slot, "Nine")]), at=now())
    assert Answer.objects.get().credit == 1
    assert slot_of(attempt).evidence is not before

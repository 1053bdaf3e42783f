"""A person is erased while something of theirs is on its way. Threads have their own connections, so these commit."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from core import erasing
from core.models import Gone, User
from quizzes.attempts.work import AttemptFinished, Work
from quizzes.flashcards.decks import own_deck, save_note
from quizzes.models import Answer, Note, Quiz, Slot
from tests.attempts.quizzes import quiz, started
from tests.core import a_life
from tests.core.a_life import NAMES, TYPED, traces
from tests.factories import PASSWORD, QuestionFactory, QuestionSetFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Quasimodo"


def words_asked(count: int) -> Quiz:
    question_set = QuestionSetFactory()
    for _ in range(count):
        QuestionFactory(question_set=question_set, published=True, **a_life.EVERY_KIND[2])
    return Quiz.practice(question_set)


@pytest.mark.parametrize("behaviour", ["immediate", "deferred"])
def test_while_a_student_answers_no_word_slips_through(behaviour):
    """Answers that were kept before are wordless, later ones are refused; marks and counts agree."""
    practice = words_asked(12)
    given = practice if behaviour == "immediate" else quiz(question_set=practice.question_set)
    person = a_life.student()
    attempt = started(person, given, now())
    slots, client = list(attempt.slots.all()), Client()
    client.force_login(person)
    together = Barrier(len(slots) + 1)

    def answer(slot: Slot) -> int:
        try:
            together.wait()
            fields = {"given": WORD, "revision": "0"}
            return client.post(slot.get_absolute_url(), fields).status_code
        finally:
            connection.close()

    def erase() -> object:
        try:
            together.wait()
            return erasing.erase(person, at=now(), chance=Random(7))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(slots) + 1) as people:
        erased = people.submit(erase)
        statuses = list(people.map(answer, slots))
    assert isinstance(erased.result(), User)
    # 302: kept, or the person is gone and sent to the sign-in page; 403: the form, to someone signed out by now.
    assert set(statuses) <= {302, 403, 404}
    assert traces((*NAMES, WORD)) == set()
    attempt.refresh_from_db()
    answers = Answer.objects.filter(slot__attempt=attempt)
    if behaviour == "immediate":
        assert attempt.answered_count == answers.count()
    assert attempt.mark == sum(answer.fraction for answer in answers)
    assert all(answer.is_erased for answer in answers)


def test_an_answer_that_was_read_before_and_is_kept_after_is_refused():
    person = a_life.student()
    attempt = started(person, words_asked(2), now())
    slow = attempt.slots.with_attempt().first()
    erasing.erase(person, at=now(), chance=Random(7))
    with pytest.raises(AttemptFinished):
        slow.submit(WORD, at=now())
    assert traces((WORD,)) == set()


def test_work_that_is_saved_after_is_refused():
    person = a_life.student()
    attempt = started(person, quiz(question_set=words_asked(2).question_set), now())
    slow = attempt.slots.with_attempt().first()
    erasing.erase(person, at=now(), chance=Random(7))
    with pytest.raises(AttemptFinished):
        slow.save_work(Work((WORD,), revision=0), at=now())
    assert traces((WORD,)) == set()


def test_an_attempt_that_is_ended_after_stays_as_it_was():
    person = a_life.student()
    attempt = started(person, quiz(question_set=words_asked(2).question_set, minutes=1), now())
    attempt.slots.with_attempt().first().save_work(Work((WORD,), revision=0), at=now())
    erasing.erase(person, at=now(), chance=Random(7))
    attempt.finish(at=now())
    assert attempt.finished_at is None
    assert not Answer.objects.exists()


def test_a_card_that_is_written_after_is_refused():
    person = a_life.student()
    deck = own_deck(person, at=now())
    erasing.erase(person, at=now(), chance=Random(7))
    with pytest.raises(Gone):
        save_note(Note(student=person, front=WORD, back="On the tower."), deck)
    assert traces((WORD,)) == set()


def test_two_hosts_cannot_erase_each_other_at_once():
    hosts = [User.objects.create_superuser(name) for name in ("one", "other")]

    def erase(person: User) -> object:
        try:
            return erasing.erase(person, at=now(), chance=Random(person.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        outcomes = list(people.map(erase, hosts))
    assert sum(isinstance(outcome, erasing.HeldBack) for outcome in outcomes) == 1
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


@pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="this is of SQLite's files"
)
def test_not_a_byte_of_the_file_holds_a_name_or_a_word(host):
    """Nor of the log beside it: what was deleted or written over is gone from the disk."""
    person = a_life.student()
    a_life.live(person, host, at=a_life.at_noon())
    words = [word.encode() for word in (*NAMES, *TYPED[:4])]
    assert any(word in on_disk() for word in words)
    erasing.erase(person, at=now(), chance=Random(7))
    assert [word for word in words if word.lower() in on_disk().lower()] == []


def on_disk() -> bytes:
    file = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


def test_the_page_of_the_person_who_goes_ends_with_nobody_signed_in(host):
    person = a_life.student()
    client = Client()
    client.force_login(person)
    sent = {"username": person.username, "password": PASSWORD}
    response = client.post(reverse("erase"), sent)
    assert response.status_code == 302
    assert response["Location"] == reverse("erased")
    assert client.get("/accounts/data/").status_code == 302
    assert traces(NAMES) == set()

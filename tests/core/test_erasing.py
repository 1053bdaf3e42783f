"""What is left of a person who was erased."""

from random import Random

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from core import erasing
from core.erasing import HeldBack
from core.models import Gone, User
from quizzes.models import Answer, Attempt, Card, Classroom, Membership, Note, Quiz, Review, Slot, Teaching
from tests.core import a_life
from tests.core.a_life import NAMES, TYPED, live, traces
from tests.factories import own_card

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina(host) -> User:
    person = a_life.student()
    live(person, host, at=a_life.at_noon())
    return person


def erase(person: User) -> User:
    outcome = erasing.erase(person, at=now(), chance=Random(7))
    assert isinstance(outcome, User), outcome
    return outcome


def test_before_she_is_erased_she_is_found_everywhere(mina):
    """Else the next test would find nothing because there was nothing."""
    places = {place for place, _ in traces(NAMES + TYPED)}
    assert {
        "core_user.username",
        "core_user.email",
        "quizzes_answer.given",
        "quizzes_slot.typed",
        "quizzes_slot.tries",
        "quizzes_note.front",
        "quizzes_membership.name",
        "django_admin_log.object_repr",
        "django_admin_log.change_message",
        "axes_accessattempt.username",
        "django_session",
    } <= places
    found = {word for _, word in traces(NAMES + TYPED[:4] + TYPED[5:])}
    assert {word.casefold() for word in TYPED[:4] + TYPED[5:]} <= found


def test_no_name_no_address_and_no_word_of_hers_is_left_anywhere(mina):
    erase(mina)
    assert traces((*NAMES, *TYPED, "203.0.113.77")) == set()


def test_what_is_left_names_nobody(mina):
    shell = erase(mina)
    assert shell.pk == mina.pk
    assert shell.username.startswith("erased-")
    assert (shell.email, shell.first_name, shell.last_name, shell.last_login) == ("", "", "", None)
    assert not shell.has_usable_password()
    assert not shell.is_active
    assert (shell.date_joined.hour, shell.date_joined.minute, shell.date_joined.second) == (0, 0, 0)


def figures() -> dict:
    """What the figures of a class are made of: counts, sums and means by question, by attempt and by class."""
    answers = Answer.objects.values_list("slot__version", "credit", "fraction", "certainty", "answered_at")
    attempts = Attempt.objects.order_by("pk").values_list(
        "pk", "quiz", "number", "finished_at", "slot_count", "answered_count", "mark", "points"
    )
    return {
        "answers": sorted(answers, key=str),
        "chosen": [
            answer.given
            for answer in Answer.objects.order_by("pk")
            if isinstance(answer.given, list) and all(isinstance(item, str) for item in answer.given)
        ],
        "slots": list(Slot.objects.order_by("pk").values_list("attempt", "position", "version", "points")),
        "attempts": list(attempts),
        "members": list(
            Membership.objects.order_by("pk").values_list("classroom", "joined_at", "removed_at")
        ),
        "staff": list(User.objects.order_by("pk").values_list("is_staff", flat=True)),
    }


def test_the_figures_of_her_class_stay_as_they_were(mina, ada):
    a_life.answer_all(a_life.started(ada, Quiz.objects.filter(is_practice=True).first()), "Seven", now())
    before = figures()
    assert before["answers"]
    assert before["chosen"]
    erase(mina)
    assert figures() == before


def test_a_typed_answer_says_that_its_words_are_erased_and_a_chosen_one_does_not(mina):
    erase(mina)
    erased = Answer.objects.values_list("slot__version__kind", "is_erased")
    assert {kind for kind, is_erased in erased if is_erased} == {"short_text", "cloze"}
    assert {kind for kind, is_erased in erased if not is_erased} >= {"single_choice", "numeric", "true_false"}


def test_her_cards_and_notes_are_gone_and_those_of_others_are_not(mina, ada):
    card = own_card(ada)
    erase(mina)
    assert not Card.objects.filter(student=mina).exists()
    assert not Review.objects.filter(student=mina).exists()
    assert list(Note.objects.all()) == [card.note]


def test_others_stay_signed_in_and_she_does_not(mina, as_ada):
    assert len(Session.objects.all()) == 2
    erase(mina)
    assert len(Session.objects.all()) == 1
    assert as_ada.get("/accounts/data/").status_code == 200


def test_the_history_of_the_desk_goes_on_telling_what_changed(mina):
    lines = LogEntry.objects.count()
    shell = erase(mina)
    assert LogEntry.objects.count() == lines
    on_the_quiz = LogEntry.objects.exclude(change_message="").values_list("change_message", flat=True)
    assert f"5 more minutes for {shell}" in "".join(on_the_quiz)
    assert '"extra time"' in "".join(on_the_quiz)


def test_names_are_taken_out_of_messages_that_wait_for_somebody_else(mina, as_tom):
    session = as_tom.session
    session["_messages"] = f'[["__json_message",0,25,"{mina} was added.",""]]'
    session.save()
    shell = erase(mina)
    assert f"{shell} was added." in as_tom.session["_messages"]
    assert as_tom.get("/accounts/data/").status_code == 200


def test_erasing_twice_changes_nothing(mina):
    first = erase(mina)
    before = figures()
    again = erase(User.objects.get(pk=mina.pk))
    assert again.username == first.username
    assert figures() == before


def test_what_slipped_in_is_forgotten_when_she_is_erased_again(mina):
    erase(mina)
    Note.objects.create(student_id=mina.pk, front=TYPED[4])
    erase(User.objects.get(pk=mina.pk))
    assert traces(TYPED) == set()


def test_nothing_is_forgotten_where_something_fails(mina, monkeypatch):
    """All of it, or none."""

    def fail(row, shell, at):
        raise RuntimeError

    monkeypatch.setattr(erasing, "become_nobody", fail)
    before = traces(NAMES + TYPED)
    with pytest.raises(RuntimeError):
        erasing.erase(mina, at=now(), chance=Random(7))
    assert traces(NAMES + TYPED) == before


def test_an_older_copy_of_the_account_does_not_bring_the_name_back(mina):
    stale = User.objects.get(pk=mina.pk)
    erase(mina)
    with pytest.raises(Gone):
        stale.save()
    assert traces(NAMES) == set()


@pytest.mark.parametrize(
    "column", [{"email": "a@example.org"}, {"first_name": "Ada"}, {"is_active": True}, {"username": "ada"}]
)
def test_the_database_itself_keeps_an_erased_account_nameless(mina, column):
    erase(mina)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=mina.pk).update(**column)


def test_the_only_host_is_not_erased(host):
    outcome = erasing.erase(host, at=now(), chance=Random(7))
    assert isinstance(outcome, HeldBack)
    assert "last account that may do everything" in outcome.sentence
    host.refresh_from_db()
    assert host.is_active
    assert host.username == "host"


def test_a_host_beside_another_one_is_erased(host, ada):
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    erase(host)


def test_a_teacher_whose_class_has_nobody_else_is_held_back_until_it_has(tom, host):
    classroom = Classroom.open_for(tom, "7b", at=now(), chance=Random(7))
    outcome = erasing.erase(tom, at=now(), chance=Random(7))
    assert outcome == HeldBack(
        "Nobody else teaches “7b”. Add another teacher to each of these classes, or archive it, first."
    )
    assert User.objects.get(pk=tom.pk).username == "tom"
    Teaching.objects.create(classroom=classroom, teacher=host)
    erase(tom)
    assert [teaching.teacher for teaching in classroom.teachings.all()] == [host]


def test_a_teacher_of_archived_classes_alone_is_erased(tom):
    classroom = Classroom.open_for(tom, "7b", at=now(), chance=Random(7))
    Classroom.objects.filter(pk=classroom.pk).update(archived_at=now())
    erase(tom)


def test_what_a_teacher_tried_out_still_does_not_count(tom):
    erase(tom)
    assert User.objects.get(pk=tom.pk).is_staff


def test_an_attempt_that_ran_takes_nothing_in_any_more(mina):
    running = mina.attempts.get(quiz__behaviour="deferred")
    assert running.finished_at is None
    erase(mina)
    running.refresh_from_db()
    assert running.is_abandoned
    assert not running.slots.begun().exists()
    assert not Attempt.objects.filter(pk=running.pk).unsettled(now() + a_life.timedelta(days=1)).exists()


def test_names_within_other_words_stay():
    words = erasing.Words.of(["ann", "Ann Lee"], "erased-x")
    assert words.taken_out("Ann's annotation, by Ann Lee") == "erased-x's annotation, by erased-x"


def test_the_store_overwrites_what_is_deleted():
    if connection.vendor != "sqlite":
        pytest.skip("this is of SQLite's files; PostgreSQL has VACUUM")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)

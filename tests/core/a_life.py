"""A student who left traces everywhere, and a look into every column of every table for what is left of them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from core.models import User
from quizzes.attempts.work import Work
from quizzes.bank.models import QuestionSet
from quizzes.models import Attempt, Classroom, ExtraTime, Quiz, Slot
from tests.attempts.quizzes import quiz, started
from tests.factories import PASSWORD, QuestionFactory, QuestionSetFactory, own_card, point

NAMES = ("Wilhelmine.Xylander", "Wilhelmine", "Xýlander-Ōno", "w.xylander@example.org", "Mina the Third")
TYPED = ("Quasimodo", "Esmeraldine", "Frollovian", "Gringoirette", "Phoebusson", "Clopinade")
EVERY_KIND = [
    {"kind": "single_choice"},
    {"kind": "true_false", "options": [], "settings": {"answer": "true"}},
    {"kind": "short_text", "options": [{"text": "Seven", "details": {"credit": 1}}]},
    {"kind": "numeric", "options": [{"text": "7", "details": {"credit": 1}}]},
    {
        "kind": "cloze",
        "settings": {"text": "It opened after [1] days, said [2]."},
        "options": [
            {"text": "7", "details": {"gap": 1, "asks": "numeric"}},
            {"text": "the mayor", "details": {"gap": 2}},
        ],
    },
]


def student() -> User:
    person = User.objects.create_user(
        NAMES[0], NAMES[3], PASSWORD, first_name=NAMES[1], last_name=NAMES[2], last_login=now()
    )
    person.date_joined = datetime(2026, 1, 5, 10, 12, 30, tzinfo=UTC)
    person.save()
    return person


def set_of_every_kind() -> QuestionSet:
    question_set = QuestionSetFactory(title="A week at the bridge")
    for fields in EVERY_KIND:
        QuestionFactory(question_set=question_set, published=True, **fields)
    return question_set


def answer_all(attempt: Attempt, words: str, at: datetime) -> None:
    """An answer to every question, with those words wherever words can be typed."""
    for slot in attempt.slots.with_attempt():
        slot.submit(slot.read(typed(slot, words)), at=at)


def typed(slot: Slot, words: str) -> list[str]:
    return {"short_text": [words], "numeric": ["7"], "cloze": ["7", words]}.get(slot.served.kind, ["1"])


def live(person: User, host: User, *, at: datetime) -> None:
    """Every way in which a person leaves something behind, each with words of its own."""
    question_set = set_of_every_kind()
    classroom = Classroom.open_for(host, "7b", at=at, chance=Random(7))
    classroom.admit(person, at=at, name=NAMES[4])
    finished = started(person, Quiz.practice(question_set), at)
    answer_all(finished, TYPED[0], at)
    saved = started(person, quiz(question_set=question_set, minutes=30), at)
    for slot in saved.slots.with_attempt():
        slot.save_work(Work(tuple(typed(slot, TYPED[1])), revision=0), at=at)
    hinted = QuestionSetFactory()
    QuestionFactory(question_set=hinted, published=True, hints="Look again.\nAnd again.", **EVERY_KIND[2])
    tried = started(person, quiz(question_set=hinted, behaviour="interactive"), at)
    for slot in tried.slots.with_attempt():
        slot.submit(TYPED[2], Work((TYPED[2],), revision=0), at=at)
    own_card(person, f"Who is {{{{{TYPED[3]}}}}}?", TYPED[3])
    ExtraTime.objects.create(quiz=saved.quiz, student=person, minutes=5)
    point()
    log(person, host, saved.quiz)
    sign_in_badly(person)
    sign_in_and_type(person, saved)


def log(person: User, host: User, given: Quiz) -> None:
    """Lines of the desk's history: on the person, on what is theirs, and one on something else that names them."""
    for thing, message in (
        (person, "Changed."),
        (person.attempts.first(), "Looked at."),
        (given, [{"added": {"name": "extra time", "object": f"5 more minutes for {person}"}}]),
        (given, f"For {person.get_full_name()}, called {NAMES[4]}."),
        # JSON that keeps to ASCII writes this name in another way.
        (given, [{"added": {"name": "note", "object": person.get_full_name()}}]),
    ):
        LogEntry.objects.create(
            user=host,
            content_type=ContentType.objects.get_for_model(thing),
            object_id=str(thing.pk),
            object_repr=str(thing)[:200],
            action_flag=CHANGE,
            change_message=message if isinstance(message, str) else json.dumps(message),
        )


def sign_in_badly(person: User) -> None:
    for name in (person.username, person.username.upper(), person.email):
        Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Xylander's own browser").post(
            reverse("login"), {"username": name, "password": "guessed"}
        )


def sign_in_and_type(person: User, attempt: Attempt) -> Client:
    """Signed in with something typed that waits in the session: a form that was sent while signed out."""
    client = Client()
    fields = {"kept_path": attempt.get_absolute_url(), "kept_fields": f"given={TYPED[5]}"}
    client.post(reverse("login"), {"username": person.username, "password": PASSWORD} | fields)
    return client


def texts() -> Iterator[tuple[str, str]]:
    """Where it stands, and what: every value of every column of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            for column in columns:
                cursor.execute(f'SELECT CAST("{column}" AS {TEXT[connection.vendor]}) FROM "{table}"')  # noqa: S608 - our own tables
                yield from ((f"{table}.{column}", as_text(value)) for (value,) in cursor.fetchall() if value)


# The index of SQLite keeps blocks of bytes, in which words stand as they are.
TEXT = {"sqlite": "blob", "postgresql": "text"}


def as_text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def traces(words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which of the words stand where, however they are written: as text, as JSON, in capitals, in an opened session."""
    wanted = {word.casefold() for word in words} | {json.dumps(word)[1:-1].casefold() for word in words}
    found = set()
    for place, text in [*texts(), *opened_sessions()]:
        found |= {(place, word) for word in wanted if word in text.casefold()}
    return found


def opened_sessions() -> Iterator[tuple[str, str]]:
    for session in Session.objects.all():
        yield "django_session", json.dumps(session.get_decoded(), ensure_ascii=False)


def at_noon() -> datetime:
    return now() - timedelta(minutes=1)

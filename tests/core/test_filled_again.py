"""What was typed when the session had ended: promised to come back only where it does, and never a password."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse

from core.models import User
from quizzes.flashcards import decks
from quizzes.models import Note
from tests.attempts.quizzes import NOON
from tests.browser.answers import typed as answer_typed
from tests.classrooms.given import assigned, classroom_with, quiz
from tests.factories import PASSWORD, QuestionFactory, attempt_of

pytestmark = pytest.mark.django_db

PROMISE = "What you typed is kept."
KEPT = ("next", "kept_path", "kept_fields")


def patterns(resolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield ":".join(filter(None, [before, one.name])), one
        else:
            yield from patterns(one, ":".join(filter(None, [before, one.namespace])))


def promising() -> set[str]:
    everything = patterns(get_resolver())
    return {name for name, one in everything if getattr(one.callback, "fills_again", False)}


def of_the_class(tom: User, ada: User, name: str, field: str, text: str) -> tuple:
    classroom = classroom_with(tom, ada)
    given = assigned(classroom, quiz())
    own = {
        "classrooms:member": [classroom.memberships.get().pk],
        "classrooms:edit_assignment": [given.pk],
        "classrooms:allowance": [given.pk, ada.pk],
    }
    return tom, reverse(name, args=[classroom.pk, *own.get(name, [])]), {field: text}


CLASS_FORMS = {
    "classrooms:settings": ("name", "Zebras"),
    "classrooms:member": ("name", "Ada Zebra"),
    "classrooms:teachers": ("username", "zebra"),
    "classrooms:assign": ("due_at", "zebra day"),
    "classrooms:edit_assignment": ("closes_at", "zebra day"),
    "classrooms:allowance": ("due_at", "zebra day"),
}


def place(name: str, tom: User, ada: User) -> tuple[User, str, dict[str, str]]:
    """Who was at which form, and what they typed; "zebra" is in it."""
    if name in CLASS_FORMS:
        return of_the_class(tom, ada, name, *CLASS_FORMS[name])
    match name:
        case "flashcards:new":
            return ada, reverse(name), {"front": "A zebra"}
        case "flashcards:edit":
            note = Note(student=ada, front="Front", back="Back")
            decks.add_note(note, at=NOON)
            return ada, reverse(name, args=[note.cards.get().pk]), {"front": "A zebra", "back": ""}
        case "flashcards:settings":
            return ada, reverse(name), {"new_a_day": "zebra"}
        case "reports:report":
            slot = attempt_of(ada).slots.first()
            slot.submit(slot.read(answer_typed(slot, "wrong")), at=NOON)
            return ada, reverse(name, args=[slot.attempt_id, slot.position]), {"text": "It was a zebra"}
        case "admin:quizzes_question_review":
            return tom, reverse(name, args=[QuestionFactory().pk]), {"comment": "It was a zebra"}
    raise AssertionError(name)


# What an answer looks like is the kind's: tests/attempts/test_saving.py fills one in again. A new question is begun
# by its kind first: tests/bank/test_writing_desk.py does so.
ELSEWHERE = {"attempts:question", "admin:quizzes_question_add", "admin:quizzes_question_change"}
HERE = {
    *CLASS_FORMS,
    "flashcards:new",
    "flashcards:edit",
    "flashcards:settings",
    "reports:report",
    "admin:quizzes_question_review",
}


def test_every_form_of_which_it_is_promised_is_tried():
    assert promising() == HERE | ELSEWHERE


def sent_after_the_end(client, address: str, fields: dict):
    return client.post(address, fields, headers={"referer": f"http://testserver{address}"})


@pytest.mark.parametrize("name", sorted(HERE))
def test_the_form_is_filled_in_again(client, tom, ada, name):
    person, address, fields = place(name, tom, ada)
    refused = sent_after_the_end(client, address, fields)
    assert PROMISE in refused.text
    carried = {field: refused.context[field] for field in KEPT}
    page = client.post(
        reverse("login"), carried | {"username": person.username, "password": PASSWORD}, follow=True
    )
    assert page.redirect_chain[-1][0] == address
    assert page.status_code == 200
    assert next(text for text in fields.values() if "ebra" in text) in page.text
    assert "ebra" not in client.get(address).text


def test_where_nothing_is_filled_in_nothing_is_promised_and_nothing_kept(client):
    for name in ("classrooms:new", "classrooms:join", "mail", "admin:quizzes_topic_add"):
        refused = sent_after_the_end(client, reverse(name), {"comment": "A zebra"})
        assert refused.status_code == 403
        assert PROMISE not in refused.text
        assert "zebra" not in refused.text


@pytest.mark.parametrize("name", ["password_change", "erase"])
def test_a_form_with_passwords_is_not_kept(client, name):
    fields = {"old_password": "zebra", "new_password1": "zebra", "password": "zebra", "username": "ada"}
    refused = sent_after_the_end(client, reverse(name), fields)
    assert refused.status_code == 403
    assert PROMISE not in refused.text
    assert "zebra" not in refused.text


def test_a_password_is_kept_of_no_form(client):
    fields = {"front": "A giraffe", "New_Password": "zebra", "csrfmiddlewaretoken": "zebra"}
    refused = sent_after_the_end(client, reverse("flashcards:new"), fields)
    assert refused.context["kept_fields"] == "front=A+giraffe"

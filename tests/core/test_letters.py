"""Letters: to whom they go, when, and that nothing breaks when they do not."""

import re
from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from core import letters
from core.letters import Letter
from core.models import Refusal, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "assigned"


@pytest.fixture(autouse=True)
def on_this_thread(monkeypatch):
    monkeypatch.setattr(letters, "in_background", letters.deliver)


@pytest.fixture
def kim(db) -> User:
    """Somebody with an address."""
    return UserFactory(username="kim", email="kim@example.org", confirmed_email="kim@example.org")


def sent() -> list[str]:
    return [letter.to[0] for letter in mail.outbox]


def refuse_link(letter) -> str:
    return re.search(r"http://127.0.0.1:8000(/accounts/mail/refuse/\S+)", letter.body)[1]


def test_a_letter_goes_to_the_confirmed_address_once_what_it_tells_of_is_stored(kim):
    with transaction.atomic():
        letters.send(KIND, kim, "A quiz", "Take it.")
        assert sent() == []
    assert sent() == ["kim@example.org"]
    assert mail.outbox[0].body.startswith("Take it.\n")


def test_what_is_taken_back_is_not_told(kim):
    with transaction.atomic():
        letters.send(KIND, kim, "A quiz", "Take it.")
        transaction.set_rollback(True)
    assert sent() == []


@pytest.mark.parametrize(
    "fields",
    [{"email": ""}, {"confirmed_email": ""}, {"email": "other@example.org"}, {"is_active": False}],
)
def test_nobody_is_written_to_without_a_confirmed_address(kim, fields):
    User.objects.filter(pk=kim.pk).update(**fields)
    letters.send(KIND, kim, "A quiz", "Take it.")
    assert sent() == []


def test_a_kind_that_is_refused_does_not_come_and_others_do(kim):
    letters.refuse(kim, KIND)
    letters.refuse(kim, KIND)
    letters.send(KIND, kim, "A quiz", "Take it.")
    letters.send("due_soon", kim, "A quiz", "Soon.")
    assert [letter.body[:5] for letter in mail.outbox] == ["Soon."]
    letters.take_again(kim, KIND)
    letters.send(KIND, kim, "A quiz", "Take it.")
    assert len(mail.outbox) == 2


def test_a_kind_that_nobody_knows_is_a_mistake_of_ours(kim):
    with pytest.raises(KeyError):
        letters.send("nonsense", kim, "A quiz", "Take it.")


@pytest.mark.parametrize("fault", [SMTPException("no"), ConnectionRefusedError(), TimeoutError()])
def test_a_mail_server_that_fails_breaks_nothing_and_is_told_to_the_log(kim, monkeypatch, fault, caplog):
    def failing():
        raise fault

    monkeypatch.setattr(letters, "get_connection", failing)
    with transaction.atomic():
        letters.send(KIND, kim, "A quiz", "Take it.")
        Refusal.objects.create(person=kim, kind="due_soon")
    assert Refusal.objects.exists()
    assert "1 letters could not be sent" in caplog.text


def test_a_class_of_500_is_written_to_over_one_connection(monkeypatch, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(username=f"s{n}", email=f"s{n}@example.org", confirmed_email=f"s{n}@example.org")
        for n in range(500)
    )
    batches = []

    class Connection:
        def send_messages(self, messages):
            batches.append(len(messages))

    monkeypatch.setattr(letters, "get_connection", Connection)
    with django_assert_max_num_queries(2):
        letters.send_all(KIND, [Letter(person, "A quiz", "Take it.") for person in people])
    assert batches == [500]


def test_a_line_break_in_a_title_makes_no_other_header(kim):
    letters.send(KIND, kim, "A quiz\r\nBcc: all@example.org", "Take it.")
    assert mail.outbox[0].subject == "A quiz Bcc: all@example.org"


def test_letters_go_out_on_a_thread_of_their_own(kim, monkeypatch):
    monkeypatch.undo()
    threads = []
    monkeypatch.setattr(letters.Thread, "start", lambda thread: threads.append(thread))
    letters.send(KIND, kim, "A quiz", "Take it.")
    assert [thread.name for thread in threads] == ["letters"]
    assert sent() == []


# The link under each letter.


def test_the_link_stops_one_kind_without_signing_in_once_the_button_is_pressed(kim):
    letters.send(KIND, kim, "A quiz", "Take it.")
    link = refuse_link(mail.outbox[0])
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(link)
    assert "Your teacher assigns something" in page.text
    assert "<button>Stop them</button>" in page.text
    assert not Refusal.objects.exists()
    for _ in range(2):
        # As a mail program sends it: no cookie, no token.
        assert "No more of these letters." in visitor.post(link, {"List-Unsubscribe": "One-Click"}).text
    assert letters.refused_by(kim) == {KIND}


def test_mail_programs_find_the_link_in_the_header(kim):
    letters.send(KIND, kim, "A quiz", "Take it.")
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000{refuse_link(mail.outbox[0])}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token.swapcase(), lambda token: "x"]
)
def test_a_link_that_was_changed_refuses_nothing(kim, client, change):
    token = letters.token_for(kim, KIND)
    assert client.post(f"/accounts/mail/refuse/{change(token)}/").status_code == 404
    assert not Refusal.objects.exists()


def test_the_link_of_somebody_who_is_gone_is_dead(kim, client):
    token = letters.token_for(kim, KIND)
    kim.delete()
    assert client.get(f"/accounts/mail/refuse/{token}/").status_code == 404

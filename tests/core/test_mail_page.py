"""The page of letters: a switch a kind, and an address that is used once its owner confirmed it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils.timezone import now

from core import letters
from core.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_this_thread(monkeypatch):
    cache.clear()
    monkeypatch.setattr(letters, "in_background", letters.deliver)
    monkeypatch.setattr(letters.transaction, "on_commit", lambda act: act())


def asked(client, address="ada@example.org") -> str:
    """The way of the link that was sent there."""
    client.post("/accounts/mail/address/", {"email": address})
    assert mail.outbox[-1].to == [address]
    return re.search(r"(/accounts/mail/confirm/\S+)", mail.outbox[-1].body)[1]


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_the_account_menu_leads_there(as_ada):
    assert 'href="/accounts/mail/"' in as_ada.get("/").text


def test_every_kind_has_a_switch_that_is_on_until_it_is_refused(as_ada, ada):
    page = as_ada.get("/accounts/mail/").text
    assert page.count('name="kind"') == page.count(" checked") == len(letters.KINDS)
    as_ada.post("/accounts/mail/", {"kind": ["due_soon"]})
    assert letters.refused_by(ada) == set(letters.KINDS) - {"due_soon"}
    assert as_ada.get("/accounts/mail/").text.count(" checked") == 1
    as_ada.post("/accounts/mail/", {"kind": list(letters.KINDS)})
    assert letters.refused_by(ada) == set()


def test_an_address_is_used_once_it_was_confirmed(as_ada, ada):
    link = asked(as_ada)
    assert again(ada).email == ""
    assert "ada@example.org" in as_ada.get(link).text
    assert again(ada).email == ""
    assert as_ada.post(link).status_code == 302
    assert again(ada).is_reached_by_mail
    assert "Letters go to <strong>ada@example.org</strong>" in as_ada.get("/accounts/mail/").text


def test_until_a_new_address_is_confirmed_letters_go_to_the_old_one(as_ada, ada):
    as_ada.post(asked(as_ada))
    link = asked(as_ada, "other@example.org")
    assert again(ada).confirmed_email == "ada@example.org"
    as_ada.post(link)
    assert again(ada).confirmed_email == again(ada).email == "other@example.org"


def test_an_address_can_be_removed(as_ada, ada):
    as_ada.post(asked(as_ada))
    as_ada.post("/accounts/mail/address/", {"email": ""})
    assert (again(ada).email, again(ada).confirmed_email) == ("", "")


def test_an_address_that_the_host_wrote_is_not_used_before_it_is_confirmed(as_ada, ada):
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    assert not again(ada).is_reached_by_mail
    assert "is not confirmed yet" in as_ada.get("/accounts/mail/").text
    as_ada.post(asked(as_ada))
    assert again(ada).is_reached_by_mail


def test_what_is_no_address_is_refused_with_a_sentence(as_ada):
    reply = as_ada.post("/accounts/mail/address/", {"email": "ada at home"})
    assert reply.status_code == 422
    assert "This is no address." in reply.text
    assert 'value="ada at home"' in reply.text
    assert not mail.outbox


def test_a_link_confirms_for_who_asked_alone(as_ada, as_eve, eve):
    link = asked(as_ada)
    assert as_eve.post(link).status_code == 404
    assert again(eve).email == ""


def test_a_link_holds_for_a_week(as_ada, ada):
    link = asked(as_ada)
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        as_ada.force_login(ada)
        assert as_ada.post(link).status_code == 404
    assert again(ada).email == ""


def test_only_a_few_links_are_sent_an_hour(as_ada):
    replies = [as_ada.post("/accounts/mail/address/", {"email": f"a{n}@example.org"}) for n in range(7)]
    assert [reply.status_code for reply in replies] == [302] * 5 + [422] * 2
    assert len(mail.outbox) == 5

"""Joining by a code or a link, and guessing at codes."""

import pytest
from django.test import Client
from django.utils.timezone import now

from core.models import User
from quizzes.classrooms.join_pages import BY_ADDRESS, BY_PERSON, TOO_MANY, UNKNOWN
from quizzes.models import Classroom, Membership
from tests.conftest import signed_in
from tests.factories import PASSWORD, UserFactory, classroom_of

pytestmark = pytest.mark.django_db
JOIN = "/classes/join/"


@pytest.fixture
def history(tom) -> Classroom:
    return classroom_of(tom)


def link(classroom: Classroom) -> str:
    return f"{JOIN}?code={classroom.told_code}"


def test_a_link_shows_which_class_it_is_and_joins_only_when_confirmed(as_ada, history, ada):
    page = as_ada.get(link(history))
    assert "Join “History 9b”?" in page.text
    assert "Taught by tom" in page.text
    assert not Membership.objects.exists()
    done = as_ada.post(JOIN, {"code": history.told_code})
    assert done["Location"] == history.get_absolute_url()
    as_ada.post(JOIN, {"code": history.told_code})
    assert Membership.objects.get().student == ada


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_taken_however_it_is_typed(as_ada, history, typed):
    as_ada.post(JOIN, {"code": typed(history.told_code)})
    assert Membership.objects.count() == 1


def test_a_visitor_signs_in_and_is_back_at_the_class(ada, history):
    client = Client()
    asked = client.get(link(history))
    assert asked.status_code == 302
    sign_in = client.get(asked["Location"])
    sent = {"username": "ada", "password": PASSWORD, "next": sign_in.context["next"]}
    page = client.post("/accounts/login/", sent, follow=True)
    assert "Join “History 9b”?" in page.text


def test_a_visitor_makes_an_account_and_is_back_at_the_class(history):
    client = Client()
    sign_in = client.get(client.get(link(history))["Location"])
    way = sign_in.text.split('New here? <a href="')[1].split('"')[0].replace("&amp;", "&")
    page = client.get(way)
    new = {"username": "zoe", "password1": "a long password", "password2": "a long password"}
    page = client.post("/accounts/signup/", new | {"next": page.context["next"]}, follow=True)
    assert "Join “History 9b”?" in page.text


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_making_an_account_leads_nowhere_else(elsewhere):
    new = {"username": "zoe", "password1": "a long password", "password2": "a long password"}
    assert Client().post("/accounts/signup/", new | {"next": elsewhere})["Location"] == "/"


def closed(classroom: Classroom) -> None:
    classroom.open_to_join(False)


def archived(classroom: Classroom) -> None:
    classroom.archive(at=now())


def renewed(classroom: Classroom) -> None:
    Classroom.objects.update(code="AAAABBBB")


@pytest.mark.parametrize("shut", [closed, archived, renewed])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_code_that_lets_nobody_in_is_as_unknown_as_any(as_ada, history, shut, method):
    code = history.told_code
    shut(history)
    page = getattr(as_ada, method)(JOIN, {"code": code})
    other = getattr(as_ada, method)(JOIN, {"code": "ZZZZ-2222"})
    assert page.status_code == other.status_code == 422
    assert UNKNOWN in page.text
    assert UNKNOWN in other.text
    assert "History 9b" not in page.text
    assert not Membership.objects.exists()


@pytest.mark.parametrize("typed", ["\0", "AAAA-BBBB\0", "💥" * 8, "x" * 5_000, "%00", "ıııııııı"])
def test_whatever_is_typed_as_a_code_gets_an_answer(as_ada, typed):
    assert as_ada.post(JOIN, {"code": typed}).status_code == 422


def test_nothing_typed_is_told_how_a_code_looks(as_ada):
    page = as_ada.post(JOIN)
    assert page.status_code == 422
    assert "It looks like ABCD-EFGH." in page.text


def test_who_was_removed_comes_back_by_no_code(as_ada, history, ada):
    history.admit(ada, at=now()).remove(at=now())
    for _ in range(2):
        page = as_ada.post(JOIN, {"code": history.told_code})
        assert page.status_code == 422
        assert "Ask its teacher to take you in again." in page.text
        Classroom.objects.update(code="AAAABBBB")
        history.refresh_from_db()
    assert not Membership.objects.current().exists()
    history.admit(ada, at=now())
    assert as_ada.get(history.get_absolute_url()).status_code == 200


def test_a_class_that_was_closed_while_somebody_confirmed_lets_nobody_in(history, ada):
    stale = Classroom.objects.get()
    history.open_to_join(False)
    assert stale.let_in(ada, at=now()) is None
    history.open_to_join(True)
    Classroom.objects.update(code="AAAABBBB")
    assert stale.let_in(ada, at=now()) is None
    assert not Membership.objects.exists()


def test_who_is_in_it_or_teaches_it_is_sent_to_it(as_tom, as_ada, history, ada):
    history.admit(ada, at=now())
    for client in (as_tom, as_ada):
        assert client.get(link(history))["Location"] == history.get_absolute_url()
    assert Membership.objects.count() == 1


# Guessing.


def test_who_guesses_too_often_is_stopped_even_with_the_right_code(as_ada, as_eve, history):
    for _ in range(BY_PERSON.most):
        assert as_ada.post(JOIN, {"code": "ZZZZ-2222"}).status_code == 422
    page = as_ada.post(JOIN, {"code": history.told_code})
    assert page.status_code == 429
    assert TOO_MANY in page.text
    assert not Membership.objects.exists()
    assert as_eve.get(link(history)).status_code == 200


def test_right_codes_are_no_guesses(as_ada, history):
    for _ in range(BY_PERSON.most + 1):
        assert as_ada.get(link(history)).status_code == 200


def test_new_accounts_from_one_address_do_not_guess_on(history):
    for number in range(BY_ADDRESS.most // BY_PERSON.most):
        client = signed_in(UserFactory(username=f"guesser{number}"))
        for _ in range(BY_PERSON.most):
            client.get(JOIN, {"code": "ZZZZ-2222"})
    assert signed_in(User.objects.get(username="tom")).get(link(history)).status_code == 429
    from_elsewhere = signed_in(UserFactory())
    assert from_elsewhere.get(link(history), REMOTE_ADDR="192.0.2.7").status_code == 200

"""The page on what is held about you, and the ways out."""

import io
from random import Random
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from core.models import User
from quizzes.models import Classroom
from tests.attempts.quizzes import quiz, started
from tests.conftest import HTMX
from tests.factories import PASSWORD, attempt_of, own_card, question_set_with

pytestmark = pytest.mark.django_db
DATA, ERASE, ASK, DOWNLOAD = (
    reverse(name) for name in ("data", "erase", "ask_to_be_erased", "data_download")
)


def test_the_page_tells_what_is_held_and_how_much(as_ada, ada):
    own_card(ada)
    page = as_ada.get(DATA).text
    assert "Cards you wrote yourself." in page
    assert "Your attempts at quizzes" not in page
    attempt_of(ada)
    assert "Your attempts at quizzes" in as_ada.get(DATA).text


def test_it_is_found_in_the_menu(as_ada):
    assert f'href="{DATA}"' in as_ada.get("/").text


def test_a_visitor_has_no_data_here(client):
    for url in (DATA, ERASE, DOWNLOAD):
        assert client.get(url).status_code == 302


def test_the_page_asks_the_store_so_often_and_no_more(as_ada, ada, django_assert_max_num_queries):
    attempt_of(ada, question_set_with(5))
    own_card(ada)
    with django_assert_max_num_queries(35):
        as_ada.get(DATA)


def test_everything_comes_as_one_file(as_ada, ada):
    own_card(ada, "The bridge was closed for {{seven}} days.")
    response = as_ada.get(DOWNLOAD)
    assert response["Content-Type"] == "application/zip"
    assert f'filename="attest-ada-{now():%Y-%m-%d}.zip"' in response["Content-Disposition"]
    archive = ZipFile(io.BytesIO(response.getvalue()))
    assert "seven" in archive.read("notes.json").decode()
    assert "no-store" in response["Cache-Control"]


def test_while_a_closed_book_quiz_runs_the_record_is_shut(as_ada, ada):
    attempt = started(ada, quiz(2, is_open_book=False), now())
    response = as_ada.get(DOWNLOAD)
    assert response.status_code == 403
    assert "closed-book quiz" in response.text
    assert "Download everything" not in as_ada.get(DATA).text
    attempt.finish(at=now())
    response = as_ada.get(DOWNLOAD)
    response.getvalue()
    assert response.status_code == 200


def test_a_student_goes_by_name_and_password(as_ada, ada):
    own_card(ada)
    assert "Cards you wrote yourself." in as_ada.get(ERASE).text
    response = as_ada.post(ERASE, {"username": "ada", "password": PASSWORD})
    assert response["Location"] == reverse("erased")
    assert as_ada.get(response["Location"]).status_code == 200
    assert as_ada.get(DATA).status_code == 302
    ada.refresh_from_db()
    assert ada.username.startswith("erased-")
    again = Client().post(reverse("login"), {"username": "ada", "password": PASSWORD})
    assert again.status_code == 422


def test_a_second_click_finds_nobody_to_erase(as_ada, ada):
    sent = {"username": "ada", "password": PASSWORD}
    as_ada.post(ERASE, sent)
    assert as_ada.post(ERASE, sent).status_code == 403
    assert User.objects.filter(username__startswith="erased-").count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"username": "Ada", "password": PASSWORD}, "This is not your user name. Write “ada”."),
        ({"username": "ada", "password": "guessed"}, "This is not your password."),
        ({}, "This field is required."),
    ],
)
def test_a_slip_erases_nobody_and_is_told(as_ada, ada, sent, sentence):
    response = as_ada.post(ERASE, sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{sent.get("username", "")}"' in response.text or not sent
    ada.refresh_from_db()
    assert ada.username == "ada"


def test_a_form_sent_by_htmx_gets_the_whole_page_as_well(as_ada):
    response = as_ada.post(ERASE, {"username": "no"}, headers=HTMX)
    assert response.status_code == 422
    assert "<h1>Erase your account</h1>" in response.text


@pytest.fixture
def in_a_made_class(ada, tom) -> User:
    """Ada's account belongs to a class whose accounts are made for it."""
    made = Classroom.open_for(tom, "7b", at=now(), chance=Random(7), is_pseudonymous=True)
    made.admit(ada, at=now())
    return ada


def test_whose_account_was_made_for_a_class_asks_and_may_take_it_back(as_ada, in_a_made_class):
    page = as_ada.get(DATA).text
    assert "This account was made for the class “7b”" in page
    for _ in range(2):
        assert as_ada.post(ASK, {"asked": "1"})["Location"] == DATA
    in_a_made_class.refresh_from_db()
    first = in_a_made_class.asked_to_be_erased_at
    assert first
    assert "You asked for it on" in as_ada.get(DATA).text
    as_ada.post(ASK, {"asked": "0"})
    in_a_made_class.refresh_from_db()
    assert in_a_made_class.asked_to_be_erased_at is None


def test_asking_twice_keeps_the_first_time(as_ada, in_a_made_class):
    as_ada.post(ASK, {"asked": "1"})
    first = User.objects.get(pk=in_a_made_class.pk).asked_to_be_erased_at
    as_ada.post(ASK, {"asked": "1"})
    assert User.objects.get(pk=in_a_made_class.pk).asked_to_be_erased_at == first


@pytest.mark.parametrize("method", ["get", "post"])
def test_such_an_account_is_not_erased_by_its_student(as_ada, in_a_made_class, method):
    response = getattr(as_ada, method)(ERASE, {"username": "ada", "password": PASSWORD})
    assert response["Location"] == DATA
    assert User.objects.filter(username="ada").exists()


def test_people_of_the_desk_ask_the_host(as_tom):
    assert "You have rights at the desk" in as_tom.get(DATA).text
    assert as_tom.post(ERASE, {"username": "tom", "password": PASSWORD})["Location"] == DATA
    assert User.objects.filter(username="tom").exists()


def test_the_host_sees_who_asked_on_the_front_page_of_the_desk_and_teachers_do_not(client, host, as_tom, ada):
    User.objects.filter(pk=ada.pk).update(asked_to_be_erased_at=now())
    client.force_login(host)
    assert "One person asks" in client.get("/admin/").text
    listed = client.get("/admin/core/user/?erasure=asked").text
    assert ">ada</a>" in listed
    assert ">tom</a>" not in listed
    assert "asks" not in as_tom.get("/admin/").text


@pytest.fixture
def at_the_desk(host) -> Client:
    client = Client()
    client.force_login(host)
    return client


def desk_of(person: User) -> str:
    return reverse("admin:core_user_erase", args=[person.pk])


def test_the_host_sees_what_will_be_done_and_then_does_it(at_the_desk, ada):
    own_card(ada)
    assert f'href="{desk_of(ada)}"' in at_the_desk.get(f"/admin/core/user/{ada.pk}/change/").text
    page = at_the_desk.get(desk_of(ada)).text
    assert "Cards you wrote yourself." in page
    assert User.objects.filter(username="ada").exists()
    response = at_the_desk.post(desk_of(ada), follow=True)
    assert "“ada” is erased." in response.text
    assert not User.objects.filter(username="ada").exists()
    assert at_the_desk.post(desk_of(ada)).status_code == 404


def test_the_desk_says_why_somebody_is_held_back(at_the_desk, host):
    assert "last account that may do everything" in at_the_desk.get(desk_of(host)).text
    response = at_the_desk.post(desk_of(host), follow=True)
    assert "last account that may do everything" in response.text
    assert User.objects.filter(username="host").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_hosts_erase_at_the_desk(as_tom, ada, method):
    assert getattr(as_tom, method)(desk_of(ada)).status_code == 403
    assert User.objects.filter(username="ada").exists()


def test_nobody_is_deleted_at_the_desk(at_the_desk, ada):
    attempt_of(ada)
    url = reverse("admin:core_user_delete", args=[ada.pk])
    assert at_the_desk.post(url, {"post": "yes"}).status_code == 403
    assert User.objects.filter(username="ada").exists()


def test_of_who_was_erased_nothing_is_changed_at_the_desk(at_the_desk, ada):
    at_the_desk.post(desk_of(ada))
    url = reverse("admin:core_user_change", args=[ada.pk])
    assert at_the_desk.get(url).status_code == 200
    assert at_the_desk.post(url, {"username": "ada"}).status_code == 403


def test_a_page_of_the_desk_that_was_opened_before_does_not_bring_a_name_back(at_the_desk, ada):
    """The host had the account open when the student went."""
    at_the_desk.post(desk_of(ada))
    at_the_desk.post(
        reverse("admin:core_user_change", args=[ada.pk]), {"username": "ada", "email": "a@example.org"}
    )
    assert not User.objects.filter(username="ada").exists()

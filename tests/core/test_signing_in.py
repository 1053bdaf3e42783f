from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.urls import reverse

from core.models import STUDENTS, User
from core.signing_in import what_was_typed
from quizzes.models import Classroom
from tests.conftest import HTMX
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"username": "zoe", "password1": "correct horse battery", "password2": "correct horse battery"}


def sign_in(client, name: str, password: str, **extra):
    return client.post(reverse("login"), {"username": name, "password": password}, **extra)


def test_signing_up_makes_a_student_and_signs_in(client):
    page = client.post(reverse("signup"), NEW, follow=True)
    zoe = User.objects.get(username="zoe")
    assert [group.name for group in zoe.groups.all()] == [STUDENTS]
    assert not zoe.is_staff
    assert page.context["user"] == zoe


def test_a_name_that_is_taken_is_refused_and_stays_typed(client, ada):
    page = client.post(reverse("signup"), NEW | {"username": "ada"})
    assert page.status_code == 422
    assert 'value="ada"' in page.text
    assert "already exists" in page.text


def test_a_wrong_password_is_told_and_the_name_stays(client, ada):
    page = sign_in(client, "ada", "wrong")
    assert page.status_code == 422
    assert 'value="ada"' in page.text
    assert "Please enter a correct" in page.text


def test_a_guesser_is_locked_out_and_a_classmate_at_the_same_address_is_not(client, ada, eve):
    for _ in range(10):
        page = sign_in(client, "ada", "wrong")
    assert "Too many tries." in page.text
    assert sign_in(client, "ada", PASSWORD).status_code == 429
    assert sign_in(client, "eve", PASSWORD).status_code == 302


def test_signing_out_is_a_form_and_ends_the_session(as_ada):
    assert as_ada.get(reverse("logout")).status_code == 405
    as_ada.post(reverse("logout"))
    assert "_auth_user_id" not in as_ada.session


def test_a_password_can_be_changed(as_ada, client):
    new = "another long password"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert "is changed" in as_ada.post(reverse("password_change"), typed, follow=True).text
    assert sign_in(client, "ada", new).status_code == 302


def test_the_next_page_is_never_on_another_site(client, ada):
    page = client.post(
        reverse("login"), {"username": "ada", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert page["Location"] == "/"


def test_htmx_is_sent_to_the_sign_in_page_whole(client):
    page = client.get(reverse("password_change"), headers=HTMX)
    assert page["HX-Redirect"].startswith(reverse("login"))
    assert not page.content


def test_what_was_typed_comes_back_once_and_only_on_its_page(client, ada, rf):
    kept = {"kept_path": "/somewhere/", "kept_fields": "given=7"}
    client.post(reverse("login"), {"username": "ada", "password": PASSWORD, **kept})
    request = rf.get("/")
    request.session = client.session
    given = [
        what_was_typed(request, path).getlist("given") for path in ("/else/", "/somewhere/", "/somewhere/")
    ]
    assert given == [[], ["7"], []]


@pytest.fixture
def demo(settings):
    settings.ATTEST_DEMO = True
    call_command("create_demo_accounts", stdout=StringIO())
    return settings


def test_the_demo_has_a_student_and_a_teacher(client, demo):
    assert sign_in(client, "student", "attest-demo").status_code == 302
    client.logout()
    assert sign_in(client, "teacher", "attest-demo").status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_demo_has_one_class_however_often_it_is_made(demo):
    call_command("create_demo_accounts", stdout=StringIO())
    classroom = Classroom.objects.get()
    assert classroom.teachings.get().teacher.username == "teacher"
    assert classroom.memberships.get().student.username == "student"


def test_demo_accounts_are_for_this_machine_alone(client, demo):
    assert sign_in(client, "student", "attest-demo", REMOTE_ADDR="192.0.2.7").status_code == 422


def test_demo_accounts_end_with_the_demo(client, demo):
    sign_in(client, "student", "attest-demo")
    demo.ATTEST_DEMO = False
    assert client.get(reverse("password_change")).status_code == 302
    assert sign_in(client, "teacher", "attest-demo").status_code == 422


def test_a_persons_account_is_never_made_a_demo_account(settings, client):
    settings.ATTEST_DEMO = True
    User.objects.create_user("student", password=PASSWORD)
    call_command("create_demo_accounts", stdout=StringIO(), stderr=StringIO())
    assert sign_in(client, "student", PASSWORD).status_code == 302
    assert not User.objects.get(username="student").is_demo


def test_a_refused_sign_in_keeps_nothing_of_what_was_typed_before(client, ada):
    typed = {"kept_path": "/attempts/1/2/", "kept_fields": "given=Quasimodo"}
    client.post("/accounts/login/", {"username": "ada", "password": "guessed"} | typed)
    kept = AccessAttempt.objects.get()
    assert "Quasimodo" not in kept.post_data
    assert "guessed" not in kept.post_data

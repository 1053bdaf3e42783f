"""Every address of a class with the ids of another, for every sort of person: there is nothing there, and nothing changes."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from core.models import STUDENTS, TEACHERS, User
from quizzes.classrooms.urls import urlpatterns
from quizzes.models import Allowance, Assignment, Classroom, Membership, Teaching
from tests.conftest import person, signed_in
from tests.factories import classroom_of, question_set_with

pytestmark = pytest.mark.django_db
SENT = {"name": "Theirs", "act": "renew", "username": "una", "student": "1", "code": "AAAABBBB"}
WITHOUT_CLASS = {"overview", "new", "join", "choose_class"}
OF_ASSIGNMENT = ("assignment", "edit_assignment", "withdraw", "marks", "allowance")
OF_CLASS = [pattern.name for pattern in urlpatterns if pattern.name not in WITHOUT_CLASS]


@pytest.fixture
def classes(tom, ada, eve) -> dict[str, Classroom]:
    """Tom's class with Ada in it and Una beside him; Una's own with Eve in it; a third teacher's."""
    una, third = person("una", TEACHERS), person("third", TEACHERS)
    person("gone", TEACHERS, is_active=False)
    person("newcomer", STUDENTS)
    shared = classroom_of(tom, ada, name="Shared")
    shared.share_with(una)
    shared.share_with(User.objects.get(username="gone"))
    classes = {
        "shared": shared,
        "unas": classroom_of(una, eve, name="Una's"),
        "third": classroom_of(third, person("zoe", STUDENTS), name="Third"),
    }
    for classroom in classes.values():
        Assignment.objects.create(classroom=classroom, question_set=question_set_with(1), created_at=now())
    return classes


def client_of(name: str) -> Client:
    return signed_in(User.objects.get(username=name))


def ids_in(name: str, classroom: Classroom, inner: Classroom) -> list[int]:
    """The ids in an address of a class; what is nested in it is of the inner one."""
    if name in ("member", "remove"):
        return [classroom.pk, inner.memberships.first().pk]
    if name == "part":
        return [classroom.pk, inner.teachings.first().pk]
    if name in OF_ASSIGNMENT:
        return [classroom.pk, inner.assignments.first().pk, *ids_after(name, inner)]
    return [classroom.pk]


def ids_after(name: str, classroom: Classroom) -> list:
    return {"marks": ["csv"], "allowance": [classroom.memberships.first().student_id]}.get(name, [])


def state() -> list:
    models = (Classroom, Membership, Teaching, Assignment, Allowance)
    rooms = [list(model.objects.order_by("pk").values()) for model in models]
    return [*rooms, list(User.objects.order_by("pk").values("username", "password", "email", "is_active"))]


def refused(client: Client, url: str) -> bool:
    answers = [client.get(url), client.post(url, SENT)]
    # Of an address without page, GET is no method.
    return answers[0].status_code in (404, 405) and answers[1].status_code in (404, 405)


@pytest.mark.parametrize("who", ["eve", "third", "zoe", "newcomer", "host"])
@pytest.mark.parametrize("name", OF_CLASS)
def test_who_has_nothing_to_do_with_a_class_finds_nothing_there(classes, host, who, name):
    shared, before = classes["shared"], state()
    assert refused(client_of(who), reverse(f"classrooms:{name}", args=ids_in(name, shared, shared)))
    assert state() == before


@pytest.mark.parametrize("name", [name for name in OF_CLASS if name != "classroom"])
def test_a_student_of_a_class_finds_nothing_but_its_page(classes, name):
    shared, before = classes["shared"], state()
    assert refused(client_of("ada"), reverse(f"classrooms:{name}", args=ids_in(name, shared, shared)))
    assert state() == before


@pytest.mark.parametrize("who", ["gone", None])
@pytest.mark.parametrize("name", OF_CLASS)
def test_a_disabled_teacher_is_a_visitor(classes, who, name):
    shared, before = classes["shared"], state()
    client = client_of(who) if who else Client()
    url = reverse(f"classrooms:{name}", args=ids_in(name, shared, shared))
    for response in (client.get(url), client.post(url, SENT)):
        assert response.status_code in (302, 403)
        assert response.status_code != 302 or "/accounts/login/" in response["Location"]
    assert state() == before


@pytest.mark.parametrize("name", OF_CLASS)
def test_a_co_teacher_opens_all_that_a_teacher_opens(classes, name):
    shared = classes["shared"]
    url = reverse(f"classrooms:{name}", args=ids_in(name, shared, shared))
    assert client_of("una").get(url).status_code == client_of("tom").get(url).status_code in (200, 405)


@pytest.mark.parametrize("who", ["tom", "una"])
@pytest.mark.parametrize("inner", ["unas", "third"])
@pytest.mark.parametrize("name", ["member", "remove", "part", *OF_ASSIGNMENT])
def test_what_is_in_one_class_is_not_reached_through_another(classes, who, inner, name):
    shared, before = classes["shared"], state()
    assert refused(client_of(who), reverse(f"classrooms:{name}", args=ids_in(name, shared, classes[inner])))
    assert state() == before


def test_a_slip_is_not_made_for_a_student_of_another_class(classes):
    other = classes["third"].memberships.get()
    Membership.objects.filter(pk=other.pk).update(is_made_here=True)
    before = state()
    url = reverse("classrooms:slips", args=[classes["shared"].pk])
    assert client_of("tom").post(url, {"student": [f"{other.pk}.0"]}).status_code == 409
    assert state() == before


def test_who_is_no_teacher_any_more_runs_no_class(classes, tom):
    tom.groups.clear()
    for name in OF_CLASS:
        shared = classes["shared"]
        assert refused(client_of("tom"), reverse(f"classrooms:{name}", args=ids_in(name, shared, shared))), (
            name
        )


def test_a_removed_student_finds_nothing(classes, ada):
    shared = classes["shared"]
    shared.memberships.get().remove(at=now())
    assert client_of("ada").get(shared.get_absolute_url()).status_code == 404


def test_no_exception_is_made_for_a_student_of_another_class(classes):
    shared, stranger, before = classes["shared"], classes["third"].memberships.get().student_id, state()
    url = reverse("classrooms:allowance", args=[shared.pk, shared.assignments.get().pk, stranger])
    assert refused(client_of("tom"), url)
    assert state() == before


def test_nothing_is_assigned_to_a_student_of_another_class(classes):
    shared, stranger, before = classes["shared"], classes["third"].memberships.get().student_id, state()
    thing = f"set-{shared.assignments.get().question_set_id}"
    sent = {"thing": thing, "is_for_everyone": "False", "chosen": [str(stranger)]}
    response = client_of("tom").post(reverse("classrooms:assign", args=[shared.pk]), sent)
    assert response.status_code == 422
    assert "Select a valid choice" in response.text
    assert state() == before

"""The audit keeps what happened, and lets go of who it was when a person is erased."""

import json
from random import Random

import pytest
from django.utils.timezone import now

from core import audit
from core.acting import acting
from core.models import Entry
from quizzes.models import Classroom, ExtraTime, Quiz
from tests.audit.reading import Since
from tests.conftest import signed_in
from tests.factories import QuestionFactory, UserFactory, question_set_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(db):
    return UserFactory(username="zoe-quint", email="zoe@quint.example", first_name="Zoe", last_name="Quint")


@pytest.fixture
def traces(zoe, tom):
    """Lines that name Zoe: she acted, joined under a name, taught, and was given time and rights."""
    since = Since()
    with acting(tom):
        classroom = Classroom.open_for(tom, "7b", at=now(), chance=Random(1))
        membership = classroom.admit(zoe, at=now(), name="Zoe Quint, front row")
        membership.name = "Zoe Q."
        membership.save()
        classroom.teachings.create(teacher=zoe)
        quiz = Quiz.objects.create(question_set=question_set_with(1), title="The test")
        ExtraTime.objects.create(quiz=quiz, student=zoe, minutes=20)
        zoe.is_staff = True
        zoe.save()
    with acting(zoe):
        QuestionFactory()
    return since


def everything() -> str:
    return json.dumps(list(Entry.objects.values()), default=str).casefold()


def test_a_person_is_named_until_they_are_forgotten(traces):
    told = "\n".join(traces.told)
    assert "student zoe-quint added" in told
    assert "Zoe Quint, front row" in str([entry.changes for entry in traces.entries])
    assert "zoe-quint: question " in told


def test_who_is_forgotten_is_named_nowhere(zoe, traces, host):
    count = Entry.objects.count()
    audit.forget(zoe)
    assert "zoe" not in everything()
    assert "quint" not in everything()
    assert not Entry.objects.filter(actor=zoe).exists()
    assert not Entry.objects.filter(person_id=zoe.pk).exists()
    assert Entry.objects.count() == count
    assert "somebody: question " in "\n".join(traces.told)
    assert "student somebody added" in "\n".join(traces.told)
    assert signed_in(host).get("/admin/core/entry/").status_code == 200


def test_others_are_not_forgotten_along(zoe, traces, ada):
    classroom = Classroom.objects.get(name="7b")
    since = Since()
    with acting(ada):
        classroom.admit(ada, at=now(), name="Ada L.")
    audit.forget(zoe)
    assert since.told == ["ada: class “7b”: student ada added"]
    assert "Ada L." in str(since.entries.get().changes)


@pytest.mark.parametrize("by", ["host", "zoe"])
def test_deleting_the_account_brings_no_name_back(zoe, traces, host, by):
    audit.forget(zoe)
    with acting({"host": host, "zoe": zoe}[by]):
        zoe.delete()
    assert "zoe" not in everything()
    assert "quint" not in everything()
    assert "student somebody removed" in "\n".join(traces.told)


def test_forgetting_twice_is_forgetting_once(zoe, traces):
    audit.forget(zoe)
    before = everything()
    audit.forget(zoe)
    assert everything() == before


def test_no_address_of_mail_or_machine_is_kept(client, host, zoe):
    client.force_login(host)
    client.post("/admin/quizzes/topic/add/", {"name": "Bridges"}, REMOTE_ADDR="203.0.113.9")
    assert Entry.objects.filter(actor=host).exists()
    assert "203.0.113.9" not in everything()
    columns = {field.name for field in Entry._meta.get_fields()}
    assert not columns & {"remote_addr", "remote_port", "actor_email", "serialized_data", "additional_data"}

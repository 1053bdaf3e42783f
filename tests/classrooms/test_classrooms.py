from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from quizzes.models import Classroom, Membership, Teaching

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(tom) -> Classroom:
    return Classroom.open_for(tom, "History 9b", at=now(), chance=Random(1))


def test_who_opens_a_class_teaches_it(history, tom, host):
    assert list(Classroom.objects.taught_by(tom)) == [history]
    assert not Classroom.objects.taught_by(host).exists()


def test_no_two_classes_have_one_code(history, tom):
    again = Classroom.open_for(tom, "History 9c", at=now(), chance=Random(1))
    assert again.code != history.code
    with pytest.raises(IntegrityError):
        Classroom.objects.filter(pk=again.pk).update(code=history.code)


def test_a_renewed_code_is_another_one(history):
    before = history.code
    history.renew_code(Random(2))
    assert Classroom.objects.get().code == history.code != before


def test_joining_twice_is_joining_once(history, ada):
    first = history.admit(ada, at=now())
    assert history.admit(ada, at=now(), name="Ada L.") == first
    assert Membership.objects.count() == 1


def test_who_was_removed_may_come_back_and_is_the_same_member(history, ada):
    joined = now()
    membership = history.admit(ada, at=joined)
    Membership.objects.update(removed_at=joined + timedelta(days=1))
    assert not Classroom.objects.attended_by(ada).exists()
    assert history.admit(ada, at=joined + timedelta(days=2)) == membership
    assert list(Classroom.objects.attended_by(ada)) == [history]


def test_an_archived_class_is_attended_no_more(history, ada):
    history.admit(ada, at=now())
    Classroom.objects.update(archived_at=now())
    assert not Classroom.objects.attended_by(ada).exists()


def test_a_teacher_teaches_a_class_once(history, tom):
    with pytest.raises(IntegrityError):
        Teaching.objects.create(classroom=history, teacher=tom)


def test_a_student_is_called_by_the_name_the_teacher_gives_else_by_the_user_name(history, ada, eve):
    assert history.admit(ada, at=now(), name="Ada L.").called == "Ada L."
    assert history.admit(eve, at=now()).called == eve.username

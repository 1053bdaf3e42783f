"""What a roster does to accounts and to the class: nothing before it is taken in, then all of it, once."""

from random import Random
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password
from django.utils.timezone import now

from core.models import STUDENTS, User
from core.passwords import ROUNDS, hash_drawn
from quizzes.classrooms import taking_in
from quizzes.classrooms.roster import Fate, Plan, Planner
from quizzes.classrooms.roster_file import Person
from quizzes.classrooms.taking_in import Promise, take_in
from quizzes.models import Classroom, Membership
from tests.conftest import person
from tests.factories import UserFactory, classroom_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(tom) -> Classroom:
    return classroom_of(tom)


def people(*names: str) -> list[Person]:
    """As in "Ada Lovelace/ada/ada@example.org", from line 2 on."""
    return [Person(line, *name.split("/")) for line, name in enumerate(names, start=2)]


def planned(classroom: Classroom, teacher: User, *names: str) -> Plan:
    return Planner(classroom, teacher, people(*names), chance=Random(1)).plan()


def fates(plan: Plan) -> list[Fate]:
    return [one.fate for one in plan.planned]


def taken(classroom: Classroom, teacher: User, plan: Plan):
    return take_in(classroom, teacher, plan.planned, at=now(), chance=Random(2))


def stored() -> tuple:
    return list(User.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())


def test_a_plan_stores_nothing(history, tom):
    before = stored()
    plan = planned(history, tom, "Ada Lovelace", "Zoe/zoe/zoe@example.org")
    assert fates(plan) == [Fate.NEW, Fate.NEW]
    assert [one.person.username for one in plan.planned] == ["ada.lovelace", "zoe"]
    assert stored() == before


def test_taken_in_they_are_students_of_the_class_and_can_sign_in_by_their_slips(history, tom):
    done = taken(history, tom, planned(history, tom, "Ada Lovelace", "Zoe/zoe/zoe@example.org"))
    assert [(slip.name, slip.username) for slip in done.slips] == [
        ("Ada Lovelace", "ada.lovelace"),
        ("Zoe", "zoe"),
    ]
    for slip in done.slips:
        account = User.objects.get(username=slip.username)
        assert account.check_password(slip.password)
        assert list(account.groups.values_list("name", flat=True)) == [STUDENTS]
        assert not account.is_staff
        membership = history.memberships.get(student=account)
        assert (membership.name, membership.is_made_here) == (slip.name, True)
    assert User.objects.get(username="zoe").email == "zoe@example.org"


def test_sent_twice_it_makes_one_account_each_and_no_other_password(history, tom):
    plan = planned(history, tom, "Ada Lovelace", "Zoe/zoe")
    taken(history, tom, plan)
    before = stored()
    again = taken(history, tom, plan)
    assert (again.slips, again.joined_count) == ([], 0)
    assert stored() == before


def test_the_same_file_once_more_finds_everyone_in_the_class(history, tom):
    taken(history, tom, planned(history, tom, "Ada Lovelace", "Zoe/zoe"))
    plan = planned(history, tom, "ada lovelace", "Zoe/zoe")
    assert fates(plan) == [Fate.IN, Fate.IN]
    assert not plan.changes_something


def test_another_name_in_the_list_is_told_and_changes_nothing(history, tom):
    taken(history, tom, planned(history, tom, "Ada Lovelace/ada1", "Zoe/zoe"))
    plan = planned(history, tom, "Ada King/ada1", "ZOE/zoe")
    assert fates(plan) == [Fate.IN, Fate.IN]
    assert [one.stays for one in plan.planned] == [
        "and stays “Ada Lovelace”; their own page changes the name",
        "",
    ]
    taken(history, tom, plan)
    assert history.memberships.get(student__username="ada1").name == "Ada Lovelace"


def test_addresses_for_accounts_there_are_stay_and_that_is_told(history, tom):
    taken(history, tom, planned(history, tom, "Ada/ada1", "Zoe/zoe/zoe@example.org"))
    assert not planned(history, tom, "Ada/ada1", "Ben//ben@example.org").keeps_addresses
    plan = planned(history, tom, "Ada/ada1/ada@example.org")
    assert plan.keeps_addresses
    taken(history, tom, plan)
    assert User.objects.get(username="ada1").email == ""


def test_an_account_that_is_in_none_of_the_teachers_classes_is_never_taken_in(history, tom, eve, host):
    other = person("una", "Teachers")
    classroom_of(other, eve)
    plan = planned(history, tom, "Eve/eve", "The host/host", "A teacher/una")
    assert plan.planned == ()
    assert [fault.line for fault in plan.faults] == [2, 3, 4]
    assert all("is taken" in fault.sentence for fault in plan.faults)


def test_who_was_removed_from_the_teachers_classes_is_not_taken_in_from_there(history, tom, eve):
    classroom_of(tom, eve, name="Last year").memberships.get().remove(at=now())
    assert planned(history, tom, "Eve/eve").faults


def test_an_account_of_another_class_of_the_teacher_joins_and_keeps_its_password(history, tom, eve):
    classroom_of(tom, eve, name="Last year")
    plan = planned(history, tom, "Eve L./eve")
    assert fates(plan) == [Fate.KNOWN]
    password = eve.password
    done = taken(history, tom, plan)
    assert (done.slips, done.joined_count) == ([], 1)
    membership = history.memberships.get(student=eve)
    assert (membership.called, membership.is_made_here) == ("Eve L.", False)
    eve.refresh_from_db()
    assert eve.password == password


def test_who_was_removed_comes_back_by_a_roster(history, tom, eve):
    history.admit(eve, at=now()).remove(at=now())
    plan = planned(history, tom, "Eve/eve")
    assert fates(plan) == [Fate.BACK]
    assert taken(history, tom, plan).joined_count == 1
    assert history.memberships.current().get().student == eve


def test_an_old_page_sent_again_brings_nobody_back_who_was_removed_since(history, tom):
    plan = planned(history, tom, "Ada Lovelace")
    taken(history, tom, plan)
    history.memberships.get().remove(at=now())
    taken(history, tom, plan)
    assert not history.memberships.current().exists()


def test_a_name_taken_since_the_plan_takes_nobody_in_and_is_told(history, tom):
    plan = planned(history, tom, "Ada Lovelace", "Zoe/zoe")
    UserFactory(username="zoe")
    before = stored()
    now_so = taken(history, tom, plan)
    assert isinstance(now_so, Plan)
    assert [fault.line for fault in now_so.faults] == [3]
    assert stored() == before


def test_a_name_we_drew_and_that_was_taken_since_is_drawn_anew(history, tom):
    plan = planned(history, tom, "Ada Lovelace")
    UserFactory(username="ada.lovelace")
    done = taken(history, tom, plan)
    assert [slip.username for slip in done.slips] == ["ada.lovelace2"]


def test_nothing_is_half_done_when_it_breaks_in_the_middle(history, tom):
    plan = planned(history, tom, "Ada Lovelace", "Zoe")
    before = stored()
    with patch.object(taking_in, "known_to", side_effect=RuntimeError), pytest.raises(RuntimeError):
        taken(history, tom, plan)
    assert stored() == before


def test_a_name_taken_at_the_very_moment_of_storing_is_told_and_stores_nothing(history, tom):
    plan = planned(history, tom, "Ada Lovelace", "Zoe/zoe")
    make = taking_in.make_accounts

    def overtaken(*args):
        User.objects.bulk_create([User(username="zoe")])
        make(*args)

    with patch.object(taking_in, "make_accounts", overtaken):
        assert isinstance(taken(history, tom, plan), Plan)
    assert not history.memberships.exists()


def test_in_a_pseudonymous_class_user_names_tell_nothing_and_no_address_is_kept(tom):
    classroom = classroom_of(tom, is_pseudonymous=True)
    taken(classroom, tom, planned(classroom, tom, "Ada Lovelace//ada@example.org", "Zoe"))
    for membership in classroom.memberships.select_related("student"):
        assert membership.student.email == ""
        assert not {"ada", "lovelace", "zoe"} & set(membership.student.username.replace("-", " ").split())
        assert membership.student.username.count("-") == 2


def test_a_user_name_in_other_capitals_is_the_same_persons(history, tom):
    taken(history, tom, planned(history, tom, "Ada Lovelace/student.nr3"))
    [again] = planned(history, tom, "Ada Lovelace/STUDENT.Nr3").planned
    assert (again.fate, again.person.username) == (Fate.IN, "student.nr3")
    [elsewhere] = planned(classroom_of(tom), tom, "Ada Lovelace/Student.NR3").planned
    assert (elsewhere.fate, elsewhere.person.username) == (Fate.KNOWN, "student.nr3")


def test_a_stranger_cannot_be_taken_in_by_other_capitals(history, tom):
    UserFactory(username="zoe")
    [fault] = planned(history, tom, "Zoe/ZOE").faults
    assert "zoe" in fault.sentence


def test_what_is_no_address_is_told(history, tom):
    [fault] = planned(history, tom, "Ada/ada/at home").faults
    assert fault.sentence.startswith("Line 2: “at home” is no e-mail address.")


def test_as_many_queries_for_five_hundred_as_for_thirty(history, tom, django_assert_max_num_queries):
    for count in (30, 500):
        names = [f"Student {count} {number}" for number in range(count)]
        with django_assert_max_num_queries(6):
            plan = planned(history, tom, *names)
        with django_assert_max_num_queries(40):
            done = taken(history, tom, plan)
        assert len(done.slips) == count
    assert history.memberships.count() == 530


def test_a_promise_is_only_what_was_shown(history, tom):
    promise = Promise(history.pk, tom.pk, planned(history, tom, "Ada", "Zoe/zoe/zoe@example.org").planned)
    assert Promise.sent(promise.signed) == promise
    assert Promise.sent(promise.signed[:-1] + "x") is None
    assert Promise.sent("") is None


def test_a_drawn_password_is_hashed_lightly_and_at_full_cost_when_its_person_signs_in(settings, ada):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    ada.password = hash_drawn("k7mpx-3qdwh")
    ada.save()
    assert PBKDF2PasswordHasher().decode(ada.password)["iterations"] == ROUNDS
    assert not check_password("k7mpx-3qdwg", ada.password)
    with patch.object(PBKDF2PasswordHasher, "iterations", ROUNDS + 1):
        assert ada.check_password("k7mpx-3qdwh")
    ada.refresh_from_db()
    assert PBKDF2PasswordHasher().decode(ada.password)["iterations"] == ROUNDS + 1

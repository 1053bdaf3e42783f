"""The pages of classes, as teachers and students use them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from core.models import TEACHERS, User
from core.spreadsheets import read_table
from quizzes.classrooms import panels
from quizzes.models import Classroom, Membership, Teaching
from tests.conftest import HTMX, person, signed_in
from tests.factories import UserFactory, classroom_of

pytestmark = pytest.mark.django_db
ROSTER = "name;user name\nAda Lovelace;\nZoe;zoe\n"


@pytest.fixture
def history(tom) -> Classroom:
    return classroom_of(tom)


def address(name: str, *args) -> str:
    return reverse(f"classrooms:{name}", args=args)


def roster(text: str = ROSTER, name: str = "roster.csv") -> dict:
    return {"file": SimpleUploadedFile(name, text.encode())}


def promise_on(page) -> str:
    return page.text.split('name="promise" value="')[1].split('"')[0]


def class_of(tom, count: int) -> Classroom:
    classroom = classroom_of(tom)
    users = User.objects.bulk_create(User(username=f"s{number:03}") for number in range(count))
    Membership.objects.bulk_create(
        Membership(classroom=classroom, student=user, joined_at=now(), is_made_here=True) for user in users
    )
    return classroom


# Making, naming, archiving.


def test_a_teacher_makes_a_class_and_sees_its_code(as_tom, tom):
    page = as_tom.get(address("new"))
    sent = {"name": "History 9b", "once": page.context["form"]["once"].value()}
    page = as_tom.post(address("new"), sent, follow=True)
    made = Classroom.objects.get()
    assert page.redirect_chain == [(made.get_absolute_url(), 302)]
    assert f"http://testserver/classes/join/?code={made.told_code}" in page.text
    assert made.teachings.get().teacher == tom


def test_a_second_click_makes_no_second_class(as_tom):
    sent = {"name": "History 9b", "once": as_tom.get(address("new")).context["form"]["once"].value()}
    first, second = as_tom.post(address("new"), sent), as_tom.post(address("new"), sent)
    assert first["Location"] == second["Location"]
    assert Classroom.objects.count() == 1
    as_tom.post(address("new"), {"name": "History 9b", "once": "anything"})
    assert Classroom.objects.count() == 2


def test_a_class_needs_a_name_and_what_was_chosen_is_kept(as_tom):
    page = as_tom.post(address("new"), {"name": " ", "is_pseudonymous": "on"})
    assert page.status_code == 422
    assert "Write what the class is called." in page.text
    assert "checked" in page.text


def test_a_pseudonymous_class_begins_closed(as_tom):
    as_tom.post(address("new"), {"name": "9b", "is_pseudonymous": "on"})
    assert not Classroom.objects.get().is_open_to_join


def test_a_class_is_renamed(as_tom, history):
    as_tom.post(address("settings", history.pk), {"name": "History 10b"})
    assert Classroom.objects.get().name == "History 10b"
    page = as_tom.post(address("settings", history.pk), {"name": ""})
    assert page.status_code == 422
    assert "History 10b" in page.text


@pytest.mark.parametrize("is_pseudonymous", [True, False])
def test_whether_a_class_is_pseudonymous_is_settled_when_it_is_made(as_tom, tom, is_pseudonymous):
    made = classroom_of(tom, is_pseudonymous=is_pseudonymous)
    fields = {"name": "9c"} if is_pseudonymous else {"name": "9c", "is_pseudonymous": "on"}
    as_tom.post(address("settings", made.pk), fields)
    made.refresh_from_db()
    assert (made.name, made.is_pseudonymous) == ("9c", is_pseudonymous)


def test_an_archived_class_is_read_and_changed_by_nothing_until_it_is_taken_up_again(as_tom, history, ada):
    membership = history.admit(ada, at=now())
    as_tom.post(address("archive", history.pk), {"act": "archive"})
    assert as_tom.get(history.get_absolute_url()).status_code == 200
    before = list(Classroom.objects.values()), list(Membership.objects.values()), Teaching.objects.count()
    for name, args, sent in [
        ("code", [], {"act": "renew"}),
        ("settings", [], {"name": "x"}),
        ("member", [membership.pk], {"name": "x"}),
        ("remove", [membership.pk], {}),
        ("teachers", [], {"username": "tom"}),
        ("roster", [], roster()),
        ("slips", [], {"student": "1"}),
    ]:
        page = as_tom.post(address(name, history.pk, *args), sent, follow=True)
        assert "This class is archived. Take it up again to change it." in page.text, name
    assert before == (
        list(Classroom.objects.values()),
        list(Membership.objects.values()),
        Teaching.objects.count(),
    )
    as_tom.post(address("archive", history.pk), {"act": "take_up"})
    assert not Classroom.objects.get().is_archived


def test_archiving_twice_keeps_the_first_time(history):
    first = now()
    history.archive(at=first)
    history.archive(at=first + timedelta(days=1))
    assert Classroom.objects.get().archived_at == first


# The code.


def test_the_code_is_closed_opened_and_renewed(as_tom, history):
    before = history.code
    for act, is_open in [("close", False), ("open", True)]:
        assert (
            as_tom.post(address("code", history.pk), {"act": act})["Location"] == history.get_absolute_url()
        )
        assert Classroom.objects.get().is_open_to_join is is_open
    as_tom.post(address("code", history.pk), {"act": "renew"})
    assert Classroom.objects.get().code != before


def test_htmx_gets_the_part_about_joining_alone(as_tom, history):
    part = as_tom.post(address("code", history.pk), {"act": "close"}, headers=HTMX)
    assert part.text.strip().startswith('<section id="code"')
    assert "The code lets nobody in any more." in part.text


def test_an_act_that_is_none_changes_nothing(as_tom, history):
    before = Classroom.objects.values().get()
    as_tom.post(address("code", history.pk), {"act": "explode"})
    assert Classroom.objects.values().get() == before


# People.


def test_a_student_sees_the_class_its_teachers_and_no_other_student(as_ada, history, ada, eve):
    history.admit(ada, at=now(), name="Ada L.")
    history.admit(eve, at=now(), name="Eve X.")
    page = as_ada.get(history.get_absolute_url())
    assert "Taught by tom" in page.text
    assert "Ada L." in page.text
    assert "Eve X." not in page.text
    assert "eve" not in page.text.replace("every", "").replace("even", "")
    assert history.told_code not in page.text


def test_a_member_is_renamed_removed_and_taken_in_again(as_tom, as_ada, history, ada):
    membership = history.admit(ada, at=now())
    as_tom.post(address("member", history.pk, membership.pk), {"name": "Ada L."})
    assert Membership.objects.get().called == "Ada L."
    as_tom.post(address("remove", history.pk, membership.pk), {"act": "remove"})
    assert as_ada.get(history.get_absolute_url()).status_code == 404
    as_tom.post(address("remove", history.pk, membership.pk), {"act": "take_in"})
    assert as_ada.get(history.get_absolute_url()).status_code == 200
    assert Membership.objects.get().name == "Ada L."


def test_removing_twice_keeps_the_first_time(history, ada):
    membership = history.admit(ada, at=now())
    membership.remove(at=(first := now()))
    membership.remove(at=first + timedelta(days=1))
    assert Membership.objects.get().removed_at == first


def test_a_name_that_is_too_long_comes_back_as_it_was_typed(as_tom, history, ada):
    membership = history.admit(ada, at=now())
    page = as_tom.post(address("member", history.pk, membership.pk), {"name": "x" * 101})
    assert page.status_code == 422
    assert "x" * 101 in page.text
    assert "<h1>ada</h1>" in page.text


def test_people_are_found_by_name_with_and_without_htmx(as_tom, tom):
    classroom = class_of(tom, 120)
    url = f"{classroom.get_absolute_url()}?name=S11"
    page, part = as_tom.get(url), as_tom.get(url, headers=HTMX)
    assert "10 of 120 called like “S11”" in page.text
    assert part.text.strip().startswith('<section id="people"')
    assert "s110" in part.text
    assert "s109" not in part.text


# Teachers.


def test_a_co_teacher_has_the_same_rights_and_may_leave(as_tom, history):
    una = person("una", TEACHERS)
    as_una = signed_in(una)
    assert as_una.get(history.get_absolute_url()).status_code == 404
    as_tom.post(address("teachers", history.pk), {"username": "una"})
    as_tom.post(address("teachers", history.pk), {"username": "una"})
    assert as_una.get(history.get_absolute_url()).status_code == 200
    teaching = Teaching.objects.get(teacher=una)
    page = as_una.post(address("part", history.pk, teaching.pk))
    assert page["Location"] == address("overview")
    assert as_una.get(history.get_absolute_url()).status_code == 404


def test_who_is_no_teacher_is_as_unknown_as_nobody(as_tom, history, eve):
    UserFactory(username="gone", is_active=False).groups.add(*User.objects.get(username="tom").groups.all())
    for name in ("eve", "nobody", "gone"):
        page = as_tom.post(address("teachers", history.pk), {"username": name})
        assert page.status_code == 422
        assert f"No teacher has the user name “{name}”." in page.text
    assert Teaching.objects.count() == 1


def test_the_last_teacher_who_can_sign_in_cannot_leave(as_tom, history):
    una = person("una", TEACHERS, is_active=False)
    history.share_with(una)
    own = Teaching.objects.get(teacher__username="tom")
    page = as_tom.post(address("part", history.pk, own.pk), follow=True)
    assert "A class needs a teacher." in page.text
    assert Teaching.objects.count() == 2


# The roster.


def test_a_roster_is_looked_at_taken_in_and_printed_and_sent_again_it_changes_nothing(as_tom, history):
    url = address("roster", history.pk)
    page = as_tom.post(url, roster())
    assert "Nothing is saved yet." in page.text
    assert User.objects.count() == 1
    sent = {"promise": promise_on(page)}
    printed = as_tom.post(url, sent)
    assert printed.headers["Cache-Control"] == "no-store, private"
    for slip in printed.context["slips"]:
        assert slip.password in printed.text
        assert User.objects.get(username=slip.username).check_password(slip.password)
    again = as_tom.post(url, sent, follow=True)
    assert "They are in the class already: nothing was changed." in again.text
    assert User.objects.count() == 3


def test_the_passwords_of_slips_are_stored_nowhere(as_tom, history):
    url = address("roster", history.pk)
    printed = as_tom.post(url, {"promise": promise_on(as_tom.post(url, roster()))})
    passwords = [slip.password for slip in printed.context["slips"]]
    pages = [as_tom.get(url).text, as_tom.get(history.get_absolute_url()).text]
    told = "".join(pages) + str(list(User.objects.values())) + str(dict(as_tom.session))
    assert passwords
    assert not [password for password in passwords if password in told]


def test_a_roster_with_faults_is_told_line_by_line_and_offers_nothing_to_take_in(as_tom, history):
    page = as_tom.post(address("roster", history.pk), roster("name;user name\nAda;\n;zoe\n"))
    assert page.status_code == 422
    assert "Line 3 has no name." in page.text
    assert "Take them in" not in page.text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose the file"),
        (roster(""), "The file is empty."),
        (roster("\x00\x01"), "cannot be read as text"),
        (roster("who\nAda\n"), "should name the columns"),
        (roster("x" * 1_000_001), "more than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(as_tom, history, sent, says):
    for upload in sent.values():
        upload.seek(0)
    page = as_tom.post(address("roster", history.pk), sent)
    assert page.status_code == 422
    assert says in page.text


def test_a_roster_shown_to_another_teacher_or_for_another_class_is_not_taken_in(as_tom, tom, history):
    other = classroom_of(tom, name="Another")
    una = person("una", TEACHERS)
    history.share_with(una)
    promise = promise_on(as_tom.post(address("roster", history.pk), roster()))
    for client, classroom in [(as_tom, other), (signed_in(una), history)]:
        page = client.post(address("roster", classroom.pk), {"promise": promise}, follow=True)
        assert "did not arrive whole" in page.text
    assert not Membership.objects.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_exported_roster_runs_nothing_and_is_read_in_again(as_tom, history, ada, eve, ending):
    history.admit(ada, at=now(), name="=HYPERLINK(1)")
    history.admit(eve, at=now(), name="Éva")
    file = as_tom.get(address(f"roster_{ending}", history.pk))
    assert f'filename="history-9b-roster.{ending}"' in file["Content-Disposition"]
    rows = [row.cells for row in read_table(file.content, "r")]
    assert rows == [("name", "user name", "e-mail"), ("=HYPERLINK(1)", "ada"), ("Éva", "eve")]
    upload = BytesIO(file.content)
    upload.name = f"r.{ending}"
    page = as_tom.post(address("roster", history.pk), {"file": upload})
    assert "Everyone on it is in the class already" in page.text


# Slips.


def test_new_slips_are_made_for_those_chosen_alone_and_the_old_passwords_are_dead(as_tom, history):
    url = address("roster", history.pk)
    first = as_tom.post(url, {"promise": promise_on(as_tom.post(url, roster()))}).context["slips"]
    page = as_tom.get(address("slips", history.pk))
    choices = {member.called: choice for member, choice, _ in page.context["rows"]}
    printed = as_tom.post(address("slips", history.pk), {"student": [choices["Zoe"]]})
    [slip] = printed.context["slips"]
    assert User.objects.get(username="zoe").check_password(slip.password)
    for old in first:
        account = User.objects.get(username=old.username)
        assert account.check_password(old.password) is (old.name != "Zoe")


def test_a_second_click_on_slips_makes_no_password_that_nobody_sees(as_tom, tom):
    classroom = class_of(tom, 2)
    url = address("slips", classroom.pk)
    sent = {"student": [choice for _, choice, _ in as_tom.get(url).context["rows"]]}
    as_tom.post(url, sent)
    before = list(User.objects.values_list("password", flat=True))
    again = as_tom.post(url, sent)
    assert again.status_code == 409
    assert "Nothing was changed by this press." in again.text
    assert list(User.objects.values_list("password", flat=True)) == before


def test_nobody_gets_a_new_password_whose_account_was_not_made_by_the_class(as_tom, history, ada, eve):
    history.admit(ada, at=now())
    for fields in ({"is_staff": True}, {"is_superuser": True}, {"is_active": False}):
        membership = history.admit(UserFactory(**fields), at=now())
        Membership.objects.filter(pk=membership.pk).update(is_made_here=True)
    grown = history.admit(person("una", TEACHERS), at=now())
    removed = history.admit(eve, at=now())
    Membership.objects.filter(pk__in=[grown.pk, removed.pk]).update(is_made_here=True)
    removed.remove(at=now())
    assert as_tom.get(address("slips", history.pk)).context["rows"] == []
    before = list(User.objects.order_by("pk").values_list("password", flat=True))
    choices = [f"{pk}.{'0' * 16}" for pk in Membership.objects.values_list("pk", flat=True)]
    assert as_tom.post(address("slips", history.pk), {"student": choices}).status_code == 409
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == before


def test_slips_want_somebody_chosen(as_tom, history):
    page = as_tom.post(address("slips", history.pk))
    assert page.status_code == 422


# How much a page asks of the store, in a class of five hundred.


@pytest.mark.parametrize("name", ["classroom", "slips", "roster_csv", "roster_xlsx", "settings", "teachers"])
def test_a_page_of_a_large_class_makes_few_queries(as_tom, tom, name, django_assert_max_num_queries):
    classroom = class_of(tom, 500)
    with django_assert_max_num_queries(12):
        assert as_tom.get(address(name, classroom.pk)).status_code == 200


def test_the_overview_makes_few_queries_however_many_classes_there_are(
    as_tom, tom, ada, django_assert_max_num_queries
):
    for number in range(20):
        classroom_of(tom, ada, name=f"Class {number}")
    for client in (as_tom, signed_in(ada)):
        with django_assert_max_num_queries(12):
            assert client.get(address("overview")).status_code == 200


# The way there, and what other rooms add.


def test_the_way_to_the_classes_stands_on_a_page_for_whom_it_leads_somewhere(
    as_ada, as_tom, history, ada, eve
):
    way = 'href="/classes/"'
    assert way in as_tom.get("/").text
    assert way not in as_ada.get("/").text
    membership = history.admit(ada, at=now())
    assert way in as_ada.get("/").text
    membership.remove(at=now())
    assert way not in as_ada.get("/").text


def test_the_way_to_the_classes_costs_no_query(ada, tom, history, django_assert_num_queries):
    history.admit(ada, at=now())
    client = signed_in(ada)
    with django_assert_num_queries(2):
        client.get("/accounts/password/done/")


def test_other_rooms_add_parts_to_the_page_of_a_class(monkeypatch, as_tom, as_ada, history, ada):
    membership = history.admit(ada, at=now())
    monkeypatch.setattr(
        panels, "FOR_TEACHERS", [lambda request, classroom: f"for teachers of {classroom.pk}"]
    )
    monkeypatch.setattr(panels, "FOR_STUDENTS", [lambda request, classroom: f"for {request.user}"])
    monkeypatch.setattr(panels, "OF_STUDENT", [lambda request, membership: f"of {membership.student}"])
    assert f"for teachers of {history.pk}" in as_tom.get(history.get_absolute_url()).text
    assert "for ada" in as_ada.get(history.get_absolute_url()).text
    assert "of ada" in as_tom.get(membership.get_absolute_url()).text

"""Where the audit is read: a list, a page a line, and the history of each thing; to each what concerns them."""

from random import Random

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from core.acting import acting
from core.models import Entry
from quizzes.models import Classroom, QuestionSet, Quiz
from tests.audit.reading import Since
from tests.conftest import person, signed_in
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, point, question_set_with

pytestmark = pytest.mark.django_db

LIST = "/admin/core/entry/"
LONG = (
    "The mayor spoke of seven days, and the council, which had asked him for his reasons twice before, "
    "wrote down what he had said and sent it to the paper."
)


@pytest.fixture
def tim(db):
    """A teacher of another class."""
    return person("tim", "Teachers", is_staff=True)


@pytest.fixture
def as_host(host):
    return signed_in(host)


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())


def rows(client, **query) -> list[str]:
    """The lines in the list: what each cell says."""
    page = html.document_fromstring(client.get(LIST, query).content.decode())
    found = page.xpath("//table[@id='result_list']/tbody/tr")
    return [" | ".join(" ".join(cell.text_content().split()) for cell in row) for row in found]


def page_of(client, since: Since):
    return client.get(reverse("admin:core_entry_change", args=[since.entries.lines().last().pk]))


def retired(by, **fields):
    question = QuestionFactory(published=True, **fields)
    with acting(by):
        question.retire()
    return question


# The list.


def test_the_list_tells_when_who_about_what_and_what_changed(as_tom, tom):
    retired(tom, stem="After how many days?")
    row = rows(as_tom)[0].split(" | ")
    assert row[1:] == ["tom", "question After how many days?", "state Published → Retired"]


def test_an_act_on_one_thing_is_one_row(as_tom, tom):
    with acting(tom):
        QuestionFactory(stem="After how many days?", published=True)
    assert len([row for row in rows(as_tom) if "question After how many days?" in row]) == 1


def test_the_list_is_filtered_by_who_what_and_when(as_tom, tom, host):
    retired(tom, stem="By Tom?")
    retired(host, stem="By the host?")
    since = Since()
    ArticleFactory(short_name="The Post")
    since.entries.update(timestamp="2020-01-01T00:00Z")

    def found(**query) -> str:
        return "\n".join(rows(as_tom, **query))

    assert "By Tom?" in found(who=tom.pk)
    assert "By the host? | state" not in found(who=tom.pk)
    assert "state Published" not in found(who="nobody")
    assert "The Post" in found(about="article")
    assert "question" not in found(about="article")
    assert "The Post" in found(timestamp__lt="2021-01-01 00:00:00+00:00")
    assert "By Tom?" not in found(timestamp__lt="2021-01-01 00:00:00+00:00")


@pytest.mark.parametrize("sought", ["drawbridge", "Drawbridge", "as it was", "café"])
def test_a_search_finds_words_as_they_were_and_as_they_are(as_tom, tom, sought):
    question_set = QuestionSetFactory(title="As it was")
    with acting(tom):
        question_set.title = "Drawbridge café"
        question_set.save()
    QuestionSetFactory(title="Another")
    found = rows(as_tom, q=sought)
    assert found
    assert all("question set Drawbridge café" in row for row in found)


def test_a_search_for_a_question_finds_what_happened_to_its_options(as_tom, tom):
    question = QuestionFactory(stem="After how many days?")
    with acting(tom):
        option = question.options.get(text="Three")
        option.text = "Thirteen"
        option.save()
    assert "option “Three”" not in rows(as_tom, q="how many days")[0]
    assert "text Three → Thirteen" in rows(as_tom, q="how many days")[0]


def test_an_empty_search_shows_all(as_tom, tom):
    retired(tom)
    assert rows(as_tom, q=" ") == rows(as_tom)


def test_nobody_changes_or_removes_a_line(as_host, host):
    retired(host)
    entry = Entry.objects.last()
    for name, args in (("add", []), ("delete", [entry.pk])):
        assert (
            as_host.post(reverse(f"admin:core_entry_{name}", args=args), {"post": "yes"}).status_code == 403
        )
    as_host.post(reverse("admin:core_entry_change", args=[entry.pk]), {"door": "mine"})
    as_host.post(LIST, {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"})
    assert Entry.objects.get(pk=entry.pk).door == entry.door


# To each what concerns them.


def test_a_teacher_reads_of_sets_questions_articles_and_quizzes(as_tom, as_host):
    question_set = question_set_with(1)
    Quiz.objects.create(question_set=question_set, title="The test")
    seen = "\n".join(rows(as_tom))
    for sort in ("question set", "question", "article", "quiz", "topic"):
        assert f"| {sort} " in seen


def test_only_the_host_reads_of_accounts(as_tom, as_host, tom, ada):
    assert "account" not in "\n".join(rows(as_tom))
    assert "account ada" in "\n".join(rows(as_host))
    entry = Entry.objects.about(ada).first()
    assert as_tom.get(reverse("admin:core_entry_change", args=[entry.pk])).status_code == 404
    assert as_host.get(reverse("admin:core_entry_change", args=[entry.pk])).status_code == 200


def test_lines_of_a_class_are_for_those_who_teach_it(as_tom, tom, tim, ada):
    Classroom.open_for(tim, "8c", at=now(), chance=Random(2)).admit(ada, at=now())
    foreign = Since()
    Classroom.open_for(tom, "7b", at=now(), chance=Random(1))
    assert "class 7b" in "\n".join(rows(as_tom))
    assert "class 8c" not in "\n".join(rows(as_tom))
    assert "class 8c" in "\n".join(rows(signed_in(tim)))
    entry = Entry.objects.filter(subject_id=Classroom.objects.get(name="8c").pk, cid__gt="").lines()
    for line in entry.filter(subject_type__model="classroom"):
        assert as_tom.get(reverse("admin:core_entry_change", args=[line.pk])).status_code == 404
    assert foreign.lines


def test_a_search_finds_nothing_of_a_class_of_others(as_tom, tim):
    Classroom.open_for(tim, "Secretly named", at=now(), chance=Random(2))
    assert rows(as_tom, q="Secretly") == []


def test_at_the_desk_without_rights_one_reads_nothing(db):
    helper = signed_in(person("helper", "Students", is_staff=True))
    question_set_with(1)
    assert rows(helper) == []


def test_a_right_to_see_questions_is_a_right_to_see_what_became_of_them(db):
    helper = person("helper", "Students", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_question"))
    question_set_with(1)
    assert {row.split(" | ")[2].split()[0] for row in rows(signed_in(helper))} == {"question"}


@pytest.mark.parametrize("address", [LIST, f"{LIST}1/change/", f"{LIST}1/history/"])
def test_students_and_visitors_do_not_get_there(client, as_ada, address):
    for who in (client, as_ada):
        assert "/login/" in who.get(address)["Location"]


@pytest.mark.parametrize("number", ["0", "999999", "abc", "9" * 30])
def test_a_line_that_is_not_there_is_not_found(as_tom, number):
    assert as_tom.get(f"{LIST}{number}/change/").status_code == 404


# A line, and a history.


def test_a_line_shows_before_and_after_and_where_to_go(as_tom, tom):
    question = QuestionFactory(explanation=LONG)
    since = Since()
    with acting(tom):
        question.explanation = LONG.replace("seven", "nine")
        question.save()
    page = html.document_fromstring(page_of(as_tom, since).content.decode())
    assert [gone.text for gone in page.xpath("//del")] == ["seven"]
    assert [come.text for come in page.xpath("//ins")] == ["nine"]
    assert "sent it to the paper" not in page.text_content()
    assert page.xpath(f"//a[@href='/admin/quizzes/question/{question.pk}/change/']")


def test_what_was_written_is_shown_as_text(as_tom, tom):
    since = Since()
    with acting(tom):
        QuestionSetFactory(title="<script>alert(1)</script> & co")
    for response in (as_tom.get(LIST), page_of(as_tom, since)):
        assert "<script>alert" not in response.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in response.text


def test_a_line_about_something_deleted_still_names_it(as_tom, tom):
    question = QuestionFactory(stem="After how many days?")
    since = Since()
    with acting(tom):
        question.delete()
    told = words(page_of(as_tom, since))
    assert "Question “After how many days?”" in told
    assert "deleted" in told
    assert "it is gone" in told


@pytest.mark.parametrize("name", ["question", "article", "quiz", "questionset", "topic", "point"])
def test_each_has_its_history(as_tom, name):
    question_set = question_set_with(1)
    Quiz.objects.create(question_set=question_set, title="The test")
    point()
    entry = Entry.objects.filter(subject_type__model=name).first()
    url = reverse(f"admin:quizzes_{name}_history", args=[entry.subject_id])
    assert "created" in words(as_tom.get(url))


def test_the_history_of_a_question_tells_every_door_newest_first(as_tom, tom, host):
    question = QuestionFactory(published=True)
    with acting(tom):
        question.retire()
    with acting(door="command load_library"):
        question.difficulty = 3
        question.save()
    page = as_tom.get(reverse("admin:quizzes_question_history", args=[question.pk]))
    told = words(page)
    assert told.index("command load_library") < told.index("tom ·")
    assert "difficulty Medium → Hard" in told
    assert "state Published → Retired" in told


def test_something_without_lines_says_so(as_tom):
    question_set = QuestionSetFactory()
    Entry.objects.all().delete()
    url = reverse("admin:quizzes_questionset_history", args=[question_set.pk])
    assert "Nothing of it has changed since changes are kept." in words(as_tom.get(url))


def test_the_history_of_what_is_gone_leads_back(as_tom):
    assert as_tom.get(reverse("admin:quizzes_question_history", args=[999])).status_code == 302


def test_the_history_of_an_account_is_the_hosts(as_tom, as_host, ada):
    url = reverse("admin:core_user_history", args=[ada.pk])
    assert as_tom.get(url).status_code == 403
    assert "groups" in words(as_host.get(url))


def test_a_long_history_comes_in_pages(as_tom, tom):
    question_set = QuestionSetFactory(title="Of many names")
    for number in range(60):
        with acting(tom):
            question_set.position = number + 1
            question_set.save()
    url = reverse("admin:quizzes_questionset_history", args=[question_set.pk])
    assert "Page 1 of 2" in words(as_tom.get(url))
    assert "created" in words(as_tom.get(url, {"page": "2"}))
    assert words(as_tom.get(url, {"page": "many"}))


def test_many_lines_cost_no_more_queries_than_few(as_tom, tom, django_assert_max_num_queries):
    with acting(tom):
        question_set_with(1)
    few = queries(as_tom, LIST)
    for _ in range(12):
        with acting(tom):
            question_set_with(1)
    assert queries(as_tom, LIST) <= few
    history = reverse("admin:quizzes_questionset_history", args=[QuestionSet.objects.first().pk])
    with django_assert_max_num_queries(12):
        as_tom.get(history)


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)

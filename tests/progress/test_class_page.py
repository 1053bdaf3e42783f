"""The page of a class: who needs help and on what, topics, quizzes, passages that are misread."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from core.erasing import erase
from core.models import TEACHERS, User
from quizzes.models import Attempt, Classroom, Membership, QuestionTally, Topic, TopicTally
from quizzes.progress.classes.page import A_PAGE, AWAY, QUIZZES
from quizzes.progress.told import NEWER_WEIGH_MORE
from quizzes.progress.units import units
from tests.classrooms.given import assigned, quiz
from tests.conftest import HTMX, person, signed_in
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    TopicFactory,
    UserFactory,
    classroom_of,
    passage,
    question_set_with,
)
from tests.progress.tallied import monday, on_question, on_topic

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=100)


@pytest.fixture
def classroom(tom, ada, eve) -> Classroom:
    return class_since(tom, ada, eve)


def class_since(teacher: User, *students: User, **fields) -> Classroom:
    """Whose students joined long ago."""
    made = classroom_of(teacher, *students, **fields)
    made.memberships.update(joined_at=now() - LONG_AGO)
    return made


def address(classroom: Classroom, query: str = "") -> str:
    return reverse("progress:classroom", args=[classroom.pk]) + query


def page(client: Client, classroom: Classroom, query: str = "") -> html.HtmlElement:
    response = client.get(address(classroom, query))
    assert response.status_code == 200
    return html.document_fromstring(response.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def section(found: html.HtmlElement, name: str) -> str:
    """What stands under the heading of that id; nothing where there is no such section."""
    return " ".join(words(one) for one in found.xpath(f"//section[@aria-labelledby='{name}']"))


def row(found: html.HtmlElement, label: str) -> list[str]:
    """The figures of a row of the grid."""
    (cells,) = [
        one.xpath("td/span[@aria-hidden]/text()")
        for one in found.xpath("//table[contains(@class, 'grid')]/tbody/tr")
        if words(one.find("th")) == label
    ]
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in cells]


def labels(found: html.HtmlElement) -> list[str]:
    return [words(one) for one in found.xpath("//table[contains(@class, 'grid')]/tbody/tr/th")]


def today():
    return now().date()


def taken(student: User, given, percent: float, number: int = 1, **fields) -> Attempt:
    """A finished attempt with that mark."""
    ordinary = {"started_at": now(), "finished_at": now(), "clock_at": now(), "number": number}
    return Attempt.objects.create(
        student=student, quiz=given, slot_count=1, points=10, mark=percent / 10, **ordinary | fields
    )


# Whose page it is.


def test_a_teacher_of_the_class_sees_it_and_so_does_a_colleague_of_the_class(classroom, as_tom):
    una = person("una", TEACHERS)
    classroom.share_with(una)
    assert as_tom.get(address(classroom)).status_code == 200
    assert signed_in(una).get(address(classroom)).status_code == 200


def test_for_everybody_else_there_is_no_such_page(classroom, as_ada, host):
    others = [as_ada, signed_in(host), signed_in(person("una", TEACHERS))]
    assert [client.get(address(classroom)).status_code for client in others] == [404, 404, 404]


def test_who_is_no_teacher_any_more_does_not_see_it(classroom, tom, as_tom):
    tom.groups.clear()
    assert as_tom.get(address(classroom)).status_code == 404


def test_it_is_the_same_page_when_htmx_asks(classroom, as_tom):
    response = as_tom.get(address(classroom), headers=HTMX)
    assert "<h1>Progress of History 9b</h1>" in response.text


# Who needs help, and on what.


def test_who_very_likely_knows_little_is_named_with_the_topic_and_how_sure_that_is(classroom, as_tom, ada):
    classroom.memberships.filter(student=ada).update(name="Ada L.")
    on_topic(ada, TopicFactory(name="Dates"), 20, 4, today())
    found = page(as_tom, classroom)
    told = section(found, "help")
    assert "Ada L. Dates 20 % in 20 answers, likely 9–38 %" in told.replace("\N{NO-BREAK SPACE}", " ")
    member = classroom.memberships.get(student=ada)
    assert found.xpath(f"//section[@aria-labelledby='help']//a[contains(@href, '/students/{member.pk}/')]")


def test_nobody_is_named_for_a_few_answers_that_went_wrong(classroom, as_tom, ada, eve):
    topic = TopicFactory()
    on_topic(ada, topic, 1, 0, today())
    on_topic(eve, topic, 40, 36, today())
    told = section(page(as_tom, classroom), "help")
    assert "ada" not in told
    assert "Nobody very likely earns less than 60 % of the credit" in told
    assert "eve" in told, "the lowest of which there is enough to tell"


def test_nobody_is_named_for_what_the_table_marks_as_few_answers(classroom, as_tom, ada):
    on_topic(ada, TopicFactory(), 3, 0, today())
    found = page(as_tom, classroom)
    assert row(found, "ada") == ["(0 %)"]
    assert "ada" not in section(found, "help")
    assert "very likely" not in section(found, "help")


def test_a_topic_is_told_to_its_student_as_it_is_to_the_teacher(classroom, as_tom, as_ada, ada):
    on_topic(ada, TopicFactory(name="Dates"), 3, 0, today())
    on_topic(ada, TopicFactory(name="Places"), 20, 4, today())
    cells = {
        words(one.find("span[@class='sr']")).replace(" ", " ")
        for one in page(as_tom, classroom).xpath("//table[contains(@class, 'grid')]//tr[th/a='ada']/td")
    }
    own = as_ada.get("/progress/").context["mastery"]
    told = {", ".join(filter(None, [one.told, one.note])).replace(" ", " ") for one in own.rows}
    assert cells == told == {"0 %, 3 answers, few recent answers", "20 %, 20 answers"}


def test_where_nothing_can_be_told_it_says_so(classroom, as_tom, ada):
    on_topic(ada, TopicFactory(), 2, 1, today())
    assert "too few answers of each student" in section(page(as_tom, classroom), "help")


def test_ten_are_named_and_the_others_counted(tom, as_tom):
    students = UserFactory.create_batch(13)
    topic = TopicFactory()
    for student in students:
        on_topic(student, topic, 20, 1, today())
    found = page(as_tom, class_since(tom, *students))
    told = section(found, "help")
    assert sum(student.username in told for student in students) == 10
    assert "And 3 more students" in told
    (link,) = found.xpath("//section[@aria-labelledby='help']//a[contains(., '3 more')]/@href")
    assert link == "?order=need#by-topic"


def test_a_student_with_many_weak_topics_has_the_weakest_shown_and_the_others_counted(classroom, as_tom, ada):
    for credit in range(5):
        on_topic(ada, TopicFactory(name=f"Topic {credit}"), 20, credit, today())
    found = page(as_tom, classroom)
    told = section(found, "help")
    assert "Topic 0" in told
    assert "Topic 4" not in told
    assert "and 2 more topics" in told
    member = classroom.memberships.get(student=ada)
    report = reverse("progress:student", args=[classroom.pk, member.pk])
    assert found.xpath("//a[contains(., 'more topics')]/@href") == [report]


# Who was not here lately.


def test_who_did_nothing_for_two_weeks_is_listed_apart(classroom, as_tom, ada):
    taken(ada, quiz(1), 50)
    told = section(page(as_tom, classroom), "away")
    assert "eve" in told
    assert "ada" not in told


def test_of_many_the_others_are_a_click_away(tom, as_tom):
    students = UserFactory.create_batch(AWAY + 2)
    made = class_since(tom, *students)
    found = page(as_tom, made)
    (link,) = found.xpath("//section[@aria-labelledby='away']//a[contains(., 'and 2 more')]/@href")
    assert link == "?away=all#away"
    told = section(page(as_tom, made, "?away=all"), "away")
    assert all(student.username in told for student in students)
    assert "more" not in told.partition("helps most.")[2]


def test_who_answered_lately_at_an_attempt_of_long_ago_was_here(classroom, as_tom, ada, eve):
    for student in (ada, eve):
        taken(student, quiz(1), 50, started_at=now() - LONG_AGO, clock_at=now())
    assert section(page(as_tom, classroom), "away") == ""


def test_an_attempt_of_long_ago_does_not_count_as_lately(classroom, as_tom, ada):
    long_ago = now() - timedelta(days=15)
    taken(ada, quiz(1), 50, started_at=long_ago, clock_at=long_ago, finished_at=long_ago)
    assert "ada" in section(page(as_tom, classroom), "away")


def test_nobody_who_joined_just_now_is_listed(tom, ada, as_tom):
    assert section(page(as_tom, classroom_of(tom, ada)), "away") == ""


def test_of_an_archived_class_nobody_is_expected(classroom, as_tom, ada):
    classroom.archive(at=now())
    assert section(page(as_tom, classroom), "away") == ""


# Topics.


def test_the_grid_has_a_row_a_student_and_first_the_class_as_a_whole(classroom, as_tom, ada, eve):
    dates, places = TopicFactory(name="Dates"), TopicFactory(name="Places")
    on_topic(ada, dates, 30, 30, today())
    on_topic(eve, dates, 30, 0, today())
    on_topic(eve, places, 1, 1, today())
    found = page(as_tom, classroom)
    assert labels(found) == ["The whole class", "ada", "eve"]
    assert row(found, "The whole class") == ["50 %", "(100 %)"]
    assert row(found, "ada") == ["100 %", "–"]
    assert row(found, "eve") == ["0 %", "(100 %)"]
    assert "the class earns least on Dates" in words(found)


def test_topics_stand_as_people_count(classroom, as_tom, ada):
    for number in (10, 9, 1):
        on_topic(ada, TopicFactory(name=f"Week {number}"), 30, 30, today())
    heads = page(as_tom, classroom).xpath("//table[contains(@class, 'grid')]/thead//th")
    assert [words(head) for head in heads][1:] == ["Week 1", "Week 9", "Week 10"]


def test_who_left_the_class_counts_no_more(classroom, as_tom, ada, eve):
    topic = TopicFactory()
    on_topic(ada, topic, 30, 30, today())
    on_topic(eve, topic, 30, 0, today())
    classroom.memberships.get(student=eve).remove(now())
    found = page(as_tom, classroom)
    assert labels(found) == ["The whole class", "ada"]
    assert row(found, "The whole class") == ["100 %"]


def test_students_of_other_classes_are_not_in_it(classroom, as_tom, tom):
    stranger = UserFactory(username="stranger")
    class_since(tom, stranger, name="Other")
    on_topic(stranger, TopicFactory(name="Dates"), 30, 0, today())
    assert "Dates" not in words(page(as_tom, classroom))


def test_students_come_a_page_at_a_time(tom, as_tom):
    students = UserFactory.create_batch(A_PAGE + 1)
    made = class_since(tom, *students)
    on_topic(students[0], TopicFactory(), 1, 1, today())
    assert len(labels(page(as_tom, made))) == 1 + A_PAGE
    assert len(labels(page(as_tom, made, "?page=2"))) == 2


def test_the_grid_can_begin_with_who_is_most_in_need(classroom, as_tom, ada, eve):
    topic = TopicFactory()
    on_topic(ada, topic, 30, 29, today())
    on_topic(eve, topic, 30, 3, today())
    by_need = page(as_tom, classroom, "?order=need")
    assert labels(page(as_tom, classroom)) == ["The whole class", "ada", "eve"]
    assert labels(by_need) == ["The whole class", "eve", "ada"]
    assert by_need.xpath("//nav[@aria-label='Order of the students']/a/@href") == ["?#by-topic"]


def test_the_order_stays_from_page_to_page(tom, as_tom):
    students = UserFactory.create_batch(A_PAGE + 1)
    made, topic = class_since(tom, *students), TopicFactory()
    on_topic(students[-1], topic, 30, 3, today())
    on_topic(students[0], topic, 30, 30, today())
    found = page(as_tom, made, "?order=need")
    assert labels(found)[1:3] == [students[-1].username, students[0].username]
    (link,) = found.xpath("//nav[@aria-label='Pages of students']/a/@href")
    assert link == "?page=2&order=need#by-topic"
    assert len(labels(page(as_tom, made, "?page=2&order=need"))) == 2


def test_under_the_grid_it_says_that_newer_answers_weigh_more(classroom, as_tom, ada):
    on_topic(ada, TopicFactory(), 8, 7, today())
    found = page(as_tom, classroom)
    assert [words(one) for one in found.xpath("//figure[@id='topics']/p[@class='chart-note']")] == [
        NEWER_WEIGH_MORE
    ]


# Quizzes.


def test_each_quiz_shows_how_the_marks_that_count_lie(classroom, as_tom, ada, eve):
    given = quiz(1, counts="last", title="The bridge")
    assigned(classroom, given)
    taken(ada, given, 90)
    taken(ada, given, 40, number=2)
    taken(eve, given, 60)
    told = section(page(as_tom, classroom), "quizzes")
    assert "2 of 2 have finished." in told
    assert "Mean 50 %, median 50 %" in told
    assert "the last attempt" in told


def test_an_attempt_whose_time_is_over_is_finished_but_has_no_mark(classroom, as_tom, ada):
    given = quiz(1)
    assigned(classroom, given)
    over = now() - timedelta(hours=1)
    taken(ada, given, 0, finished_at=None, deadline_at=over)
    told = section(page(as_tom, classroom), "quizzes")
    assert "1 of 2 have finished." in told
    assert "Nobody has a mark yet." in told


def test_only_those_it_is_for_count(classroom, as_tom, ada, eve):
    given = quiz(1)
    assigned(classroom, given, ada)
    taken(ada, given, 80)
    taken(eve, given, 20)
    told = section(page(as_tom, classroom), "quizzes")
    assert "1 of 1 have finished." in told
    assert "Mean 80 %" in told


def test_what_students_of_other_classes_did_is_not_in_it(classroom, as_tom, tom):
    given = quiz(1)
    stranger = UserFactory()
    assigned(class_since(tom, stranger, name="Other"), given)
    assigned(classroom, given)
    taken(stranger, given, 80)
    assert "0 of 2 have finished." in section(page(as_tom, classroom), "quizzes")


def test_repetitions_of_what_was_missed_do_not_count(classroom, as_tom, ada):
    given = quiz(1)
    assigned(classroom, given)
    first = taken(ada, given, 40)
    taken(ada, given, 100, repeats=first)
    assert "Mean 40 %" in section(page(as_tom, classroom), "quizzes")


def test_older_quizzes_are_a_page_away(classroom, as_tom):
    for number in range(QUIZZES + 1):
        assigned(classroom, quiz(1, title=f"Quiz {number}"), created_at=now() + timedelta(hours=number))
    newest, oldest = (section(page(as_tom, classroom, query), "quizzes") for query in ("", "?assignments=2"))
    assert f"Quiz {QUIZZES}" in newest
    assert "Quiz 0" not in newest
    assert "Older quizzes" in newest
    assert "Quiz 0" in oldest


@pytest.mark.parametrize("query", ["?assignments=x", "?assignments=99999999", "?page=x", "?page=-3"])
def test_a_page_that_is_none_does_no_harm(classroom, as_tom, query):
    assert as_tom.get(address(classroom, query)).status_code == 200


# Passages.


def test_passages_that_cost_marks_are_told_with_the_question_and_a_way_to_the_words(
    classroom, as_tom, ada, eve
):
    article = ArticleFactory(short_name="Post story")
    missed = QuestionFactory(cites=[(passage(article, 2), "after seven days")], published=True)
    known = QuestionFactory(cites=[(passage(article, 1), "on Monday")], published=True)
    for student in (ada, eve):
        on_question(student, missed, 2, 0.5)
        on_question(student, known, 2, 2)
    on_topic(ada, TopicFactory(), 4, 2.5, today())
    found = page(as_tom, classroom)
    told = section(found, "passages")
    assert "Post story, passage 2" in told
    assert "passage 1" not in told
    assert "75 % of the credit lost in 4 answers" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert missed.stem in told
    assert found.xpath(
        f"//section[@aria-labelledby='passages']//a[starts-with(@href, '{article.get_absolute_url()}?cite=')]"
    )


# Classes without anything to show.


def test_an_empty_class_says_how_to_fill_it(tom, as_tom):
    found = page(as_tom, classroom_of(tom))
    assert "Nobody is in this class yet." in words(found)
    assert not found.xpath("//table")


def test_without_answers_it_says_what_to_do(classroom, as_tom):
    found = page(as_tom, classroom)
    assert "None of them has a marked answer yet." in words(found)
    assert found.xpath(f"//a[@href='{reverse('classrooms:assign', args=[classroom.pk])}']")


def test_an_archived_class_can_be_read_and_offers_nothing_to_do(classroom, as_tom, ada):
    on_topic(ada, TopicFactory(), 20, 4, today())
    classroom.archive(at=now())
    found = page(as_tom, classroom)
    assert "ada" in section(found, "help")
    assert not found.xpath("//a[contains(@href, '/assign/')]")


def test_an_erased_student_stays_in_the_figures_without_a_name(classroom, as_tom, ada):
    classroom.memberships.filter(student=ada).update(name="Ada Lovelace")
    on_topic(ada, TopicFactory(), 20, 4, today())
    assert isinstance(erase(ada, at=now(), chance=Random(7)), User)
    found = page(as_tom, classroom)
    assert "Lovelace" not in words(found)
    assert "ada" not in section(found, "help")
    assert row(found, "The whole class") == ["20 %"]


# How much it asks of the database.


def crowd(tom: User, count: int) -> Classroom:
    made = class_since(tom, name=f"{count} of them")
    students = User.objects.bulk_create(User(username=f"of{count}-{number}") for number in range(count))
    Membership.objects.bulk_create(
        Membership(classroom=made, student=student, joined_at=now()) for student in students
    )
    topics = [TopicFactory(name=f"Topic {number}") for number in range(6)]
    questions = list(question_set_with(6).questions.all())
    week = monday(today())
    TopicTally.objects.bulk_create(
        TopicTally(student=one, topic=topic, week=week - timedelta(weeks=ago), answers=3, credit=units(1))
        for one in students
        for topic in topics
        for ago in range(3)
    )
    QuestionTally.objects.bulk_create(
        QuestionTally(student=one, question=question, answers=3, credit=units(1))
        for one in students
        for question in questions
    )
    for given in (quiz(1) for _ in range(QUIZZES + 1)):
        assigned(made, given, created_at=now())
        moment = now()
        Attempt.objects.bulk_create(
            Attempt(
                student=one,
                quiz=given,
                slot_count=1,
                points=1,
                mark=number % 2,
                started_at=moment,
                finished_at=moment,
            )
            for number, one in enumerate(students)
        )
    return made


def queries(client: Client, made: Classroom) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address(made)).status_code == 200
    return len(captured)


def test_it_asks_as_little_for_five_hundred_students_as_for_thirty(tom, as_tom):
    few, many = (queries(as_tom, crowd(tom, count)) for count in (30, 500))
    assert few == many
    assert many < 15


def test_topics_that_nobody_in_the_class_answered_on_have_no_column(classroom, as_tom, ada):
    TopicFactory(name="Elsewhere")
    on_topic(ada, TopicFactory(name="Dates"), 3, 1, today())
    assert "Elsewhere" not in words(page(as_tom, classroom))
    assert Topic.objects.count() == 2


# Ways in.


def test_a_teacher_finds_it_on_the_pages_of_classes_and_a_student_does_not(classroom, as_tom, as_ada):
    link = f'href="{address(classroom)}"'
    places = ["/classes/", classroom.get_absolute_url()]
    assert [link in as_tom.get(place).text for place in places] == [True, True]
    assert [link in as_ada.get(place).text for place in places] == [False, False]


def test_that_of_an_archived_class_is_found_too(classroom, as_tom):
    classroom.archive(at=now())
    assert all(
        address(classroom) in as_tom.get(at).text for at in ("/classes/", classroom.get_absolute_url())
    )

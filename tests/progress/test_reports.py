"""Reports of one student: a student's own, and one for the teacher of a class."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from core.models import TEACHERS
from quizzes.models import CertaintyTally, Classroom, Learner, Membership, QuestionSet, Quiz
from quizzes.progress.students.knowledge import Whom
from quizzes.progress.students.mastery import Week
from quizzes.progress.students.report import Tallies, report_of
from tests.attempts.corrections import finished
from tests.attempts.quizzes import HOUR, NOON, answer, quiz, slot_of, started
from tests.classrooms.given import assigned
from tests.conftest import person, signed_in
from tests.factories import QuestionFactory, TopicFactory, classroom_of, question_set_with
from tests.progress.tallied import on_question, on_topic

pytestmark = pytest.mark.django_db
DAY, WEEK = 24 * HOUR, timedelta(weeks=1)
TODAY = NOON.date()
OWN = "/progress/report/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def history(tom, ada, eve) -> Classroom:
    return classroom_of(tom, ada, eve)


def address(membership: Membership) -> str:
    return reverse("progress:student", args=[membership.classroom_id, membership.pk])


@pytest.fixture
def of_ada(history, ada) -> str:
    return address(history.memberships.get(student=ada))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# For the teacher.


def test_a_teacher_reads_how_a_student_stands_on_everything(as_tom, history, ada, of_ada):
    given = quiz(1, title="Bridges on paper")
    assigned(history, given, due_at=NOON + DAY)
    started(ada, given).finish(at=NOON)
    on_topic(ada, TopicFactory(name="Rivers"), 30, 12, TODAY)
    question = QuestionFactory(published=True, stem="How long was it closed?")
    on_question(ada, question, 4, 1)
    CertaintyTally.objects.create(student=ada, certainty=3, answers=10, right=7)
    page = plain(as_tom.get(of_ada).text)
    assert "<h1>ada</h1>" in page
    assert "30 answers since the week of 2 March 2026" in page
    for told in (
        "Bridges on paper",
        "due 3 Mar 2026",
        "0 %",
        "Rivers",
        "40 %, 30 answers",
        "75 % of the credit lost in 4 answers",
        "How long was it closed?",
        "When they were very sure, they were right 7 times in 10.",
    ):
        assert told in page, told


def test_nothing_of_another_student_is_in_it(as_tom, eve, of_ada):
    on_topic(eve, TopicFactory(name="Rivers"), 30, 12, TODAY)
    on_question(eve, QuestionFactory(published=True, stem="Of Eve alone?"), 4, 1)
    page = as_tom.get(of_ada).text
    assert "ada has not answered anything yet." in page
    assert "Rivers" not in page
    assert "Of Eve alone?" not in page


def test_a_student_who_did_nothing_in_a_class_without_work_has_a_page_that_says_so(as_tom, of_ada):
    page = as_tom.get(of_ada).text
    assert "Nothing has been assigned to ada yet." in page
    assert "<svg" not in page.partition("<main")[2]


def test_only_teachers_of_the_class_read_it(history, ada, eve, host, of_ada):
    other = person("tim", TEACHERS, is_staff=True)
    for stranger in (ada, eve, host, other):
        assert signed_in(stranger).get(of_ada).status_code == 404
    history.share_with(other)
    assert signed_in(other).get(of_ada).status_code == 200


def test_a_student_of_another_class_is_not_found_by_way_of_ones_own(as_tom, tom, history, host):
    elsewhere = classroom_of(host, host, name="Elsewhere").memberships.get()
    assert as_tom.get(reverse("progress:student", args=[history.pk, elsewhere.pk])).status_code == 404


def test_who_left_the_class_has_no_report_there_any_more(as_tom, history, ada, of_ada):
    member = history.memberships.get(student=ada)
    member.remove(NOON + DAY)
    assert as_tom.get(of_ada).status_code == 404
    assert of_ada not in as_tom.get(member.get_absolute_url()).text


def test_an_archived_class_can_still_be_read(as_tom, history, of_ada):
    history.archive(NOON)
    assert as_tom.get(of_ada).status_code == 200


def test_the_page_of_a_student_leads_to_it(as_tom, history, ada, of_ada):
    assert f'href="{of_ada}"' in as_tom.get(history.memberships.get(student=ada).get_absolute_url()).text


def test_the_student_is_called_as_the_class_does(as_tom, history, ada, of_ada):
    history.memberships.filter(student=ada).update(name="Ada <L.>")
    assert "<h1>Ada &lt;L.&gt;</h1>" in as_tom.get(of_ada).text


def test_of_many_assignments_the_latest_are_told_and_that_there_are_older_ones(as_tom, history, of_ada):
    for number in range(14):
        assigned(history, quiz(1, title=f"Quiz {number:02}"), created_at=NOON + number * HOUR)
    page = as_tom.get(of_ada).text
    assert "These are the latest 12; there are older ones." in page
    assert "Quiz 13" in page
    assert "Quiz 01" not in page


def test_much_takes_as_many_queries_as_little(as_tom, history, ada, of_ada, django_assert_max_num_queries):
    much(history, ada, topics=2, weeks=2, assignments=1)
    with django_assert_max_num_queries(14):
        as_tom.get(of_ada)
    much(history, ada, topics=20, weeks=30, assignments=20)
    with django_assert_max_num_queries(14):
        assert as_tom.get(of_ada).status_code == 200


def much(classroom: Classroom, student, *, topics: int, weeks: int, assignments: int) -> None:
    for number in range(topics):
        topic = TopicFactory(name=f"Topic {topics}, {number}")
        for ago in range(weeks):
            on_topic(student, topic, 5, 3, TODAY - ago * WEEK)
        on_question(student, QuestionFactory(published=True), 3, 1)
    CertaintyTally.objects.get_or_create(student=student, certainty=1, answers=3, right=1)
    for number in range(assignments):
        given = quiz(1)
        assigned(classroom, given, created_at=NOON + number * HOUR)
        started(student, given).finish(at=NOON)
    assigned(classroom, QuestionSet.objects.first(), due_at=NOON + assignments * DAY)


def test_what_a_quiz_keeps_to_itself_counts_for_the_teacher_and_not_for_the_student(
    as_tom, as_ada, ada, of_ada
):
    secret = quiz(1, behaviour="immediate", review={}, closes_at=NOON + DAY)
    answer(slot_of(started(ada, secret)), "Three")
    assert "1 answer since" in as_tom.get(of_ada).text
    page = as_ada.get(OWN).text
    assert "You have not answered anything yet" in page
    assert "0 %" not in page


# A student's own.


def test_a_student_reads_their_own(as_ada, ada, eve):
    on_topic(ada, TopicFactory(name="Rivers"), 30, 12, TODAY)
    on_topic(eve, TopicFactory(name="Mountains"), 30, 12, TODAY)
    page = plain(as_ada.get(OWN).text)
    assert "Report of ada" in page
    assert "40 %, 30 answers" in page
    assert "Mountains" not in page


def test_without_an_answer_it_says_what_to_do(as_ada):
    page = as_ada.get(OWN).text
    assert "After your first quiz there is something to see here." in page
    assert "Quizzes you took" not in page


def test_it_lists_the_quizzes_taken_with_the_mark_that_counts(as_ada, ada):
    given = quiz(1, title="Bridges on paper")
    started(ada, given).finish(at=NOON)
    started(ada, quiz(1, title="Still running"))
    page = as_ada.get(OWN).text
    assert "Bridges on paper" in page
    assert "0 %" in page
    assert "Still running" not in page


def test_a_mark_that_does_not_show_yet_is_not_in_it(as_ada, ada):
    hidden = quiz(1, title="Bridges on paper", review={}, closes_at=NOON + DAY)
    started(ada, hidden).finish(at=NOON)
    page = as_ada.get(OWN).text
    assert "not shown yet" in page
    assert "0 %" not in page


def test_practice_is_no_quiz(as_ada, ada):
    from_set = question_set_with(1)
    started(ada, Quiz.practice(from_set)).finish(at=NOON)
    assert "Quizzes you took" not in as_ada.get(OWN).text


def test_it_has_the_passages_that_the_page_has(as_ada, ada):
    missed = QuestionFactory(published=True)
    finished(ada, quiz(question_set=missed.question_set, behaviour="immediate"), ["Nine"])
    (found,) = as_ada.get("/progress/").context["passages"]
    page = as_ada.get(OWN)
    assert [(one.passage, one.told) for one in page.context["report"].passages] == [
        (found.passage, found.told)
    ]
    assert found.url in page.text
    assert missed.current.face["stem"] not in page.text


def test_passages_that_may_not_be_read_now_are_not_in_it(as_ada, ada):
    missed = QuestionFactory(published=True)
    finished(ada, quiz(question_set=missed.question_set, behaviour="immediate"), ["Nine"])
    started(ada, quiz(1, is_open_book=False))
    page = as_ada.get(OWN)
    assert page.context["report"].passages is None
    assert "They are shut while your attempt at a closed-book quiz is running." in page.text


def test_each_chart_has_a_heading(as_ada, ada):
    on_topic(ada, TopicFactory(name="Rivers"), 30, 12, TODAY)
    CertaintyTally.objects.create(student=ada, certainty=3, answers=10, right=7)
    page = html.document_fromstring(as_ada.get(OWN).text)
    charts = page.xpath("//figure")
    assert len(charts) == 3
    assert [words.strip() for one in charts for words in one.xpath(".//h2/text()")] == [
        "How well each topic is known",
        "How it changed",
        "When you were sure, were you right?",
    ]


def test_a_student_and_a_teacher_read_the_same_figures(as_ada, as_tom, ada, of_ada):
    on_topic(ada, TopicFactory(name="Rivers"), 30, 12, TODAY - 3 * WEEK)
    on_topic(ada, TopicFactory(name="Towns"), 3, 2, TODAY)
    CertaintyTally.objects.create(student=ada, certainty=2, answers=10, right=7)
    own = as_ada.get("/progress/").context
    reports = [as_ada.get(OWN).context["report"], as_tom.get(of_ada).context["report"]]
    for report in reports:
        assert (report.topics, report.weeks) == (own["mastery"], own["change"])
        assert report.calibration.table == own["calibration"].table


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("America/Los_Angeles", datetime(2026, 3, 1, 20, 30, tzinfo=ZoneInfo("America/Los_Angeles"))),
        ("Pacific/Auckland", datetime(2026, 3, 2, 8, 30, tzinfo=ZoneInfo("Pacific/Auckland"))),
    ],
)
def test_an_answer_of_this_minute_stands_in_the_weeks_wherever_student_and_teacher_live(
    as_ada, as_tom, ada, tom, of_ada, clock, zone, at
):
    clock.move_to(at)
    for one in (ada, tom):
        Learner.objects.create(student=one, time_zone=zone)
    answer(slot_of(started(ada, quiz(1, behaviour="immediate"), at=at)), "Seven", at=at)
    weeks = [as_tom.get(of_ada).context["report"].weeks, as_ada.get(OWN).context["report"].weeks]
    assert weeks == [as_ada.get("/progress/").context["change"]] * 2
    (line,) = weeks[0].lines
    assert [plain(point.told) for point in line.points] == ["100 %, 1 answer"]


def test_a_teacher_has_one_too(as_tom):
    assert as_tom.get(OWN).status_code == 200


def test_it_takes_at_most_12_queries(as_ada, ada, django_assert_max_num_queries):
    for number in range(10):
        on_topic(ada, TopicFactory(name=f"Topic {number}"), 5, 2, TODAY)
        on_question(ada, QuestionFactory(published=True), 3, 1)
        started(ada, quiz(1)).finish(at=NOON)
    with django_assert_max_num_queries(12):
        as_ada.get(OWN)


# What the figures say.


def tallies(**found) -> Tallies:
    return Tallies(**{"topics": {}, "certainties": {}} | found)


def test_the_report_counts_from_the_first_week_with_an_answer():
    weeks = {"Towns": [Week(TODAY - 90 * WEEK, 3, 1)], "Rivers": [Week(TODAY, 2, 1)]}
    found = report_of(tallies(topics=weeks), TODAY, Whom.YOU)
    assert (found.answers, found.since) == (5, TODAY - 90 * WEEK)
    assert report_of(tallies(), TODAY, Whom.YOU).since is None

"""Reports of one student: a student's own, and one for the teacher of a class."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.models import TEACHERS
from quizzes.models import CertaintyTally, Classroom, Membership, QuestionSet, Quiz
from quizzes.progress.mastery import Week
from quizzes.progress.own_tallies import Did
from quizzes.progress.report import Tallies, calibration, report_of, topic_bars, week_line
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


# For the teacher.


def test_a_teacher_reads_how_a_student_stands_on_everything(as_tom, history, ada, of_ada):
    given = quiz(1, title="Bridges on paper")
    assigned(history, given, due_at=NOON + DAY)
    started(ada, given).finish(at=NOON)
    on_topic(ada, TopicFactory(name="Rivers"), 30, 12, TODAY)
    question = QuestionFactory(published=True, stem="How long was it closed?")
    on_question(ada, question, 4, 1)
    CertaintyTally.objects.create(student=ada, certainty=3, answers=10, right=7)
    page = as_tom.get(of_ada).text
    assert "<h1>ada</h1>" in page
    assert "30 answers since the week of 2 March 2026" in page
    for told in (
        "Bridges on paper",
        "due 3 Mar 2026",
        "0 %",
        "Rivers",
        "40 %, 30 answers",
        "25 %, 4 answers",
        "How long was it closed?",
        "When very sure, right 7 times in 10.",
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
    page = as_ada.get(OWN).text
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


def test_the_least_known_topic_comes_first_and_what_is_vague_last():
    found = topic_bars(
        {"Bridges": [Week(TODAY, 40, 30)], "Rivers": [Week(TODAY, 40, 10)], "Towns": [Week(TODAY, 1, 0)]},
        TODAY,
    )
    assert [row.label for row in found.rows] == ["Rivers", "Bridges", "Towns"]
    assert [row.note for row in found.rows] == ["", "", "few answers"]
    assert found.reading.startswith("Rivers is known least, Bridges best")
    assert found.rows[0].told == "25 %, 40 answers"
    assert found.rows[0].low < 0.25 < found.rows[0].high


def test_where_all_is_vague_the_reading_says_so():
    assert "too few answers" in topic_bars({"Towns": [Week(TODAY, 1, 1)]}, TODAY).reading


def test_weeks_of_all_topics_add_up_and_those_without_answers_are_gaps():
    monday = date(2026, 3, 2)
    weeks = [Week(monday, 2, 1), Week(monday, 2, 2), Week(monday - 2 * WEEK, 4, 1)]
    (line,) = week_line(weeks, TODAY).lines
    assert [(point.label, point.share) for point in line.points] == [
        ("16 Feb", 0.25),
        ("23 Feb", None),
        ("2 Mar", 0.75),
    ]


@pytest.mark.parametrize(
    ("weeks_ago", "sentence"),
    [
        ([0, 20], "earned, in the three before 25 %."),
        ([0], "In the last three months 50 % of the credit was earned."),
        ([20], "There are no answers from the last three months."),
        ([80], "There are no answers from the last three months."),
    ],
)
def test_the_reading_holds_the_last_three_months_against_those_before(weeks_ago, sentence):
    weeks = [Week(date(2026, 3, 2) - ago * WEEK, 4, 2 if ago == 0 else 1) for ago in weeks_ago]
    assert week_line(weeks, TODAY).reading.endswith(sentence)


def test_calibration_is_told_only_where_somebody_was_asked():
    assert calibration({}).dots == []
    found = calibration({1: Did(4, 1), 3: Did(10, 7)})
    assert [dot.label for dot in found.dots] == ["Not very sure", "Very sure"]
    assert found.reading == "When very sure, right 7 times in 10."


def test_the_report_counts_from_the_first_week_with_an_answer():
    weeks = {"Towns": [Week(TODAY - 90 * WEEK, 3, 1)], "Rivers": [Week(TODAY, 2, 1)]}
    found = report_of(tallies(topics=weeks), TODAY)
    assert (found.answers, found.since) == (5, TODAY - 90 * WEEK)
    assert report_of(tallies(), TODAY).since is None

"""What a student knows, drawn: the same figures for the student and for the student's teacher."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizzes.progress import told
from quizzes.progress.students.knowledge import Whom, calibration_chart, topics_chart, weeks_chart
from quizzes.progress.students.mastery import Mastery, Week, day_of_weeks, mastery
from quizzes.progress.students.own_tallies import Did
from quizzes.progress.tallies.tallying import monday

TODAY, MONDAY, WEEK = date(2026, 3, 2), date(2026, 3, 2), timedelta(weeks=1)


def known(**topics: Week) -> dict[str, Mastery]:
    return {name: mastery([week], TODAY) for name, week in topics.items()}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_least_known_topic_comes_first_and_one_miss_is_not_the_least_there_can_be():
    found = topics_chart(
        known(Bridges=Week(TODAY, 40, 30), Rivers=Week(TODAY, 40, 10), Towns=Week(TODAY, 1, 0))
    )
    assert [row.label for row in found.rows] == ["Rivers", "Towns", "Bridges"]
    assert [row.note for row in found.rows] == ["", "few recent answers", ""]
    assert found.reading == "Rivers is known least, Bridges best."
    assert plain(found.rows[0].told) == "25 %, 40 answers"
    assert found.rows[0].low < 0.25 < found.rows[0].high


def test_what_is_missed_half_the_time_comes_before_what_is_nearly_always_right_however_old_it_is():
    found = topics_chart(known(Bridges=Week(TODAY, 50, 48), Rivers=Week(TODAY, 6, 3)))
    assert [row.label for row in found.rows] == ["Rivers", "Bridges"]


def test_topics_whose_bands_overlap_are_not_told_apart():
    found = topics_chart(known(Bridges=Week(TODAY, 40, 30), Rivers=Week(TODAY, 40, 28)))
    assert found.reading == "No topic is clearly known better than another: their bands overlap."


def test_where_all_is_vague_the_reading_says_so():
    assert "too few answers" in topics_chart(known(Towns=Week(TODAY, 1, 1))).reading


def test_where_one_topic_is_clear_the_reading_compares_nothing():
    found = topics_chart(known(Towns=Week(TODAY, 1, 1), Rivers=Week(TODAY, 40, 10)))
    assert found.reading == "Only of Rivers are there enough answers to say much."


def test_under_the_topics_it_says_that_newer_answers_weigh_more():
    assert topics_chart(known(Rivers=Week(TODAY, 8, 4))).note == told.NEWER_WEIGH_MORE


def test_weeks_of_all_topics_add_up_and_those_without_answers_are_gaps():
    weeks = [Week(MONDAY, 2, 1), Week(MONDAY, 2, 2), Week(MONDAY - 2 * WEEK, 4, 1)]
    (line,) = weeks_chart(weeks, TODAY).lines
    assert [(point.label, point.share) for point in line.points] == [
        ("16 Feb", 0.25),
        ("23 Feb", None),
        ("2 Mar", 0.75),
    ]


def test_one_topic_stands_beside_all_week_by_week():
    weeks = [Week(MONDAY, 2, 1), Week(MONDAY - WEEK, 4, 1)]
    chart = weeks_chart(weeks, TODAY, ("Rivers", [Week(MONDAY, 2, 1)]))
    assert [(line.name, [point.share for point in line.points]) for line in chart.lines] == [
        ("All topics", [0.25, 0.5]),
        ("Rivers", [None, 0.5]),
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
    weeks = [Week(MONDAY - ago * WEEK, 4, 2 if ago == 0 else 1) for ago in weeks_ago]
    assert plain(weeks_chart(weeks, TODAY).reading).endswith(sentence)


# Where it is Sunday and UTC has begun the next week, and where it is Monday and UTC is in the last.
SUNDAY_EVENING = datetime(2026, 3, 1, 20, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
MONDAY_MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=ZoneInfo("Pacific/Auckland"))


@pytest.mark.parametrize("at", [SUNDAY_EVENING, MONDAY_MORNING])
def test_no_answer_falls_between_the_weeks_wherever_its_student_lives(at):
    assert monday(at) != at.date() - timedelta(days=at.weekday())
    (line,) = weeks_chart([Week(monday(at), 3, 2)], day_of_weeks(at)).lines
    assert [(point.label, plain(point.told)) for point in line.points] == [
        (f"{monday(at).day} {monday(at):%b}", "67 %, 3 answers")
    ]


def test_a_moment_lies_on_one_day_of_the_weeks_by_whatever_clock():
    assert day_of_weeks(SUNDAY_EVENING) == day_of_weeks(SUNDAY_EVENING.astimezone(UTC)) == date(2026, 3, 2)


def test_calibration_is_told_only_where_somebody_was_asked():
    assert calibration_chart({}, Whom.THEY).is_empty
    found = calibration_chart({1: Did(4, 1), 3: Did(10, 7)}, Whom.THEY)
    assert [dot.label for dot in found.dots] == ["Not very sure", "Very sure"]
    assert found.reading == "When they were very sure, they were right 7 times in 10."


@pytest.mark.parametrize(
    ("right", "to_the_student", "to_the_teacher"),
    [
        (
            50,
            "When you were very sure, you were right 5 times in 10, but that pays only over 80 %: say less, or look twice.",
            "When they were very sure, they were right 5 times in 10, but that pays only over 80 %.",
        ),
        (
            85,
            "When you were very sure, you were right 8 times in 10.",
            "When they were very sure, they were right 8 times in 10.",
        ),
    ],
)
def test_whom_it_is_told_changes_the_words_alone(right, to_the_student, to_the_teacher):
    did = {3: Did(100, right)}
    own, taught = (calibration_chart(did, whom) for whom in (Whom.YOU, Whom.THEY))
    assert (plain(own.reading), plain(taught.reading)) == (to_the_student, to_the_teacher)
    assert (own.dots, own.table) == (taught.dots, taught.table)


def test_who_knows_more_than_they_say_is_told_so():
    found = calibration_chart({1: Did(100, 95)}, Whom.YOU)
    assert found.reading.endswith("you were right 10 times in 10: you know more than you say.")

"""The page of a quiz: its terms, the attempts so far, what counts, and the button that starts it."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from quizzes.attempts import terms_told
from quizzes.models import Attempt, DrawRule, ExtraTime, FeedbackBand, Quiz
from tests.attempts.quizzes import HOUR, MINUTE, NOON, end, quiz, review, send, slot_of, start
from tests.factories import question_set_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def about(client, given: Quiz):
    return client.get(given.get_absolute_url())


def words(page) -> str:
    """As a reader sees it."""
    return " ".join(html.document_fromstring(page.content.decode()).text_content().split())


def taken(client, given: Quiz, right: int) -> Attempt:
    """A whole attempt with that many of its questions answered rightly."""
    attempt = start(client, given)
    for position in range(1, right + 1):
        send(client, slot_of(attempt, position), "Seven")
    end(client, attempt)
    return Attempt.objects.get(pk=attempt.pk)


# Terms.


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "3 questions."),
        ({"behaviour": "immediate"}, "Each answer is marked at once, and the passage opens beside it."),
        ({}, "Answers are saved as you write and can be changed until you submit."),
        ({"behaviour": "interactive"}, "Each further try costs 33% of the question's mark."),
        ({"attempts_allowed": 1}, "One attempt."),
        ({"attempts_allowed": 2}, "2 attempts; the highest mark counts."),
        ({"attempts_allowed": 3, "counts": "average"}, "3 attempts; the average of all attempts counts."),
        ({"counts": "last"}, "As many attempts as you like; the last attempt counts."),
        ({"pass_percent": 60}, "Passed from 60 %."),
        ({"minutes": 20}, "20 minutes from the moment you start."),
        ({"minutes": 20}, "When they are over, what you saved is submitted."),
        ({"opens_at": NOON + HOUR}, "Opens 2 March 2026, 13:00."),
        ({"closes_at": NOON + HOUR}, "Closes 2 March 2026, 13:00."),
        ({"is_forward_only": True}, "There is no way back to a question you have left."),
        ({"is_open_book": True}, "Open book: you may read the sources meanwhile."),
        ({"is_open_book": False}, "Closed book: while your attempt runs, the sources stay shut for you."),
    ],
)
def test_the_terms_say_what_one_agrees_to(as_ada, fields, sentence):
    page = words(about(as_ada, quiz(**fields)))
    assert sentence in page.replace("’", "'")


def test_the_terms_say_nothing_of_what_is_not_so(as_ada):
    page = words(about(as_ada, quiz()))
    for word in ("minutes", "Opens", "Closes", "Passed", "no way back", "Each further try", "drawn for you"):
        assert word not in page


def test_a_single_question_is_told_as_one(as_ada):
    assert "1 question." in words(about(as_ada, quiz(1)))


def test_a_draw_tells_how_many_are_drawn(as_ada):
    given = quiz(5)
    DrawRule.objects.create(quiz=given, count=2)
    DrawRule.objects.create(quiz=given, count=1)
    assert "3 questions, drawn for you." in words(about(as_ada, given))


def test_extra_time_is_told_to_the_student_who_has_it_alone(as_ada, as_eve, ada):
    given = quiz(minutes=20)
    ExtraTime.objects.create(quiz=given, student=ada, minutes=10)
    assert "30 minutes from the moment you start, 10 of them extra time for you." in words(
        about(as_ada, given)
    )
    assert "20 minutes from the moment you start." in words(about(as_eve, given))


def test_certainty_is_explained_by_its_table(as_ada):
    page = words(about(as_ada, quiz(behaviour="deferred_certainty")))
    assert "less than 67 % of the time" in page
    assert "67 to 80 %" in page
    assert "more than 80 %" in page


def test_the_introduction_is_markdown(as_ada):
    assert "<strong>calm</strong>" in about(as_ada, quiz(introduction="Stay **calm**.")).text


def test_terms_of_practice_are_sentences_too(ada):
    given = Quiz.practice(question_set_with(2))
    assert all(sentence.endswith(".") for sentence in terms_told.of(given, given.own_terms))


# Who sees it.


@pytest.mark.parametrize("fields", [{"is_offered": False}, {"is_practice": True}])
def test_a_quiz_that_is_not_offered_does_not_exist_for_students(as_ada, fields):
    given = quiz(**fields)
    for address in (reverse("attempts:quiz", args=[given.pk]), reverse("attempts:start", args=[given.pk])):
        assert as_ada.get(address).status_code in (404, 405)
        assert as_ada.post(address).status_code in (404, 405)
    assert as_ada.post(reverse("attempts:start", args=[given.pk])).status_code == 404
    assert not Attempt.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client):
    given = quiz()
    assert about(client, given).status_code in (302, 403)
    assert client.post(reverse("attempts:start", args=[given.pk])).status_code in (302, 403)
    assert not Attempt.objects.exists()


def test_students_see_their_own_attempts_alone(as_ada, as_eve):
    given = quiz()
    attempt = taken(as_ada, given, 2)
    assert "Your attempts" not in about(as_eve, given).text
    assert reverse("attempts:review", args=[attempt.pk]) in about(as_ada, given).text


# Starting.


def test_starting_goes_to_the_first_question(as_ada):
    page = as_ada.post(reverse("attempts:start", args=[quiz().pk]), follow=True)
    assert "Question 1 of 3" in page.text


def test_starting_again_while_it_runs_goes_on_with_it(as_ada):
    given = quiz()
    assert "Start</button>" in about(as_ada, given).text
    first = start(as_ada, given)
    assert "Go on</button>" in about(as_ada, given).text
    assert start(as_ada, given) == first
    assert Attempt.objects.count() == 1


def test_attempts_are_numbered(as_ada):
    given = quiz()
    for number in (1, 2, 3):
        assert taken(as_ada, given, 0).number == number


@pytest.mark.parametrize("allowed", [1, 2])
def test_only_as_many_attempts_as_allowed_can_be_started(as_ada, allowed):
    given = quiz(attempts_allowed=allowed)
    for _ in range(allowed):
        taken(as_ada, given, 1)
    page = about(as_ada, given)
    assert "You have used all your attempts." in page.text
    assert "</button></form>" not in page.text.split('id="terms"')[1]
    refused = as_ada.post(reverse("attempts:start", args=[given.pk]), follow=True)
    assert "all are used" in refused.text
    assert Attempt.objects.count() == allowed


def test_one_students_attempts_do_not_use_up_anothers(as_ada, as_eve):
    given = quiz(attempts_allowed=1)
    taken(as_ada, given, 1)
    assert start(as_eve, given).number == 1


def test_practice_uses_up_no_attempt(as_ada):
    given = quiz(attempts_allowed=1)
    as_ada.post(reverse("attempts:practice", args=[given.question_set.slug]))
    assert start(as_ada, given).number == 1


def test_a_student_can_start_anew_after_the_host_deleted_an_attempt(as_ada):
    given = quiz()
    first = taken(as_ada, given, 1)
    taken(as_ada, given, 1)
    first.delete()
    assert not start(as_ada, given).is_finished


def test_a_quiz_that_asks_nothing_cannot_be_started_and_says_so(as_ada):
    given = quiz(1)
    given.question_set.questions.get().retire()
    page = as_ada.post(reverse("attempts:start", args=[given.pk]), follow=True)
    assert "has no question to ask" in page.text
    assert not Attempt.objects.exists()


def test_before_it_opens_and_after_it_closes_it_says_so_and_has_no_button(as_ada, clock):
    given = quiz(opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
    assert "This quiz is not open yet." in about(as_ada, given).text
    clock.shift(HOUR)
    assert "Start</button>" in about(as_ada, given).text
    clock.shift(HOUR)
    page = about(as_ada, given)
    assert "This quiz has closed." in page.text
    assert reverse("attempts:start", args=[given.pk]) not in page.text


def test_home_and_the_set_link_to_it_while_it_is_open(as_ada, clock):
    given = quiz(opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
    link = f'href="{given.get_absolute_url()}"'
    assert link not in as_ada.get("/").text
    assert "opens 2 March, 13:00" in as_ada.get(given.question_set.get_absolute_url()).text
    clock.shift(HOUR)
    assert link in as_ada.get("/").text
    assert "closes 2 March, 14:00" in as_ada.get(given.question_set.get_absolute_url()).text
    clock.shift(HOUR)
    assert link not in as_ada.get("/").text
    assert "· closed" in as_ada.get(given.question_set.get_absolute_url()).text


# What counts.


@pytest.mark.parametrize(
    ("counts", "percent"), [("highest", "75 %"), ("average", "50 %"), ("first", "25 %"), ("last", "50 %")]
)
def test_of_several_attempts_the_one_that_counts_is_told(as_ada, counts, percent):
    given = quiz(4, counts=counts)
    for right in (1, 3, 2):
        taken(as_ada, given, right)
    assert f"{percent} so far, by the" in words(about(as_ada, given))


def test_a_running_attempt_does_not_count(as_ada):
    given = quiz(4, counts="last")
    taken(as_ada, given, 3)
    start(as_ada, given)
    assert "75 % so far" in words(about(as_ada, given))


def test_before_the_first_mark_nothing_counts(as_ada):
    given = quiz()
    assert "so far" not in words(about(as_ada, given))
    start(as_ada, given)
    assert "so far" not in words(about(as_ada, given))


@pytest.mark.parametrize(("right", "verdict"), [(1, "not passed yet"), (2, "passed"), (4, "passed")])
def test_whether_it_is_passed_is_told(as_ada, right, verdict):
    given = quiz(4, pass_percent=50)
    attempt = taken(as_ada, given, right)
    assert f"% so far: {verdict}." in words(about(as_ada, given))
    assert attempt.has_passed == (right >= 2)
    assert ("Not passed" in review(as_ada, attempt).text) == (right < 2)


def test_without_a_pass_mark_nobody_passes_or_fails(as_ada):
    given = quiz(2)
    attempt = taken(as_ada, given, 0)
    assert attempt.has_passed is None
    for page in (about(as_ada, given), review(as_ada, attempt)):
        assert "passed" not in page.text.lower()


def test_a_share_just_below_the_pass_mark_is_not_told_as_the_pass_mark(as_ada):
    given = quiz(3, pass_percent=67)
    attempt = taken(as_ada, given, 2)
    assert not attempt.has_passed
    assert "67 % so far" not in words(about(as_ada, given))
    assert "67 %, passed from 67 %" not in words(review(as_ada, attempt))


@pytest.mark.parametrize("counts", ["highest", "first"])
def test_while_marks_do_not_show_neither_mark_nor_result_nor_verdict_is_told(as_ada, counts):
    matrix = {"closed": ["mark", "correctness"]}
    given = quiz(4, counts=counts, pass_percent=50, review=matrix, closes_at=NOON + HOUR)
    attempt = taken(as_ada, given, 3)
    pages = [about(as_ada, given), review(as_ada, attempt), as_ada.get("/")]
    pages.append(as_ada.get(given.question_set.get_absolute_url()))
    for page in pages:
        told = words(page)
        assert "75 %" not in told
        assert "3 of 4 marks" not in told
        assert "Not passed" not in told
        assert "so far" not in told
    assert "later" in words(pages[0])


def test_marks_show_from_the_close_on(as_ada, clock):
    given = quiz(4, review={"closed": ["mark"]}, closes_at=NOON + HOUR)
    taken(as_ada, given, 3)
    clock.shift(HOUR - MINUTE)
    assert "75 %" not in words(about(as_ada, given))
    clock.shift(MINUTE)
    assert "75 % so far" in words(about(as_ada, given))


# Bands.


@pytest.mark.parametrize(
    ("right", "band"),
    [(0, "Read it once more."), (1, "Read it once more."), (2, "Half of it."), (4, "All of it.")],
)
def test_the_band_reached_is_told_at_the_end(as_ada, right, band):
    given = quiz(4)
    for percent, text in ((0, "Read it once more."), (50, "Half of it."), (100, "All of it.")):
        FeedbackBand.objects.create(quiz=given, from_percent=percent, text=text)
    page = review(as_ada, taken(as_ada, given, right))
    told = [text for text in ("Read it once more.", "Half of it.", "All of it.") if text in page.text]
    assert told == [band]


def test_below_the_lowest_band_nothing_is_told(as_ada):
    given = quiz(4)
    FeedbackBand.objects.create(quiz=given, from_percent=50, text="Half of it.")
    assert 'class="band"' not in review(as_ada, taken(as_ada, given, 1)).text


# What it costs.


@pytest.mark.parametrize("allowed", [None, 50])
def test_the_page_costs_the_same_with_many_attempts(as_ada, ada, allowed):
    given = quiz(2, attempts_allowed=allowed)
    counts = []
    for times in (1, 8):
        for _ in range(times):
            taken(as_ada, given, 1)
        with CaptureQueriesContext(connection) as queries:
            about(as_ada, given)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14

"""Time limits, by a clock that these tests set. No request here takes any time of its own."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now

from core.models import User
from quizzes.attempts.models import settle_all
from quizzes.attempts.work import AttemptFinished
from quizzes.models import Answer, Attempt, ExtraTime
from tests.attempts.quizzes import (
    HOUR,
    MINUTE,
    MONTH,
    NOON,
    SECOND,
    answer,
    autosave,
    end,
    kept,
    quiz,
    review,
    send,
    slot_of,
    start,
    started,
    told,
)
from tests.conftest import HTMX, signed_in

pytestmark = pytest.mark.django_db
LIMIT = 10 * MINUTE
DEADLINE = NOON + LIMIT
NOT_COUNTED = "was not counted"


@pytest.fixture(autouse=True)
def clock():
    """Stands at noon until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def attempt(as_ada) -> Attempt:
    """Ten minutes for three questions, started at noon."""
    return start(as_ada, quiz(minutes=10))


def again(attempt: Attempt) -> Attempt:
    """As the store has it."""
    return Attempt.objects.get(pk=attempt.pk)


def grant(student: User, attempt: Attempt, minutes: int) -> ExtraTime:
    return ExtraTime.objects.create(quiz=attempt.quiz, student=student, minutes=minutes)


def seconds_left(client: Client, attempt: Attempt, position: int = 1) -> int:
    """By the timer of a question's page."""
    page = client.get(reverse("attempts:question", args=[attempt.pk, position]))
    found = re.search(r'data-seconds="(\d+)"', page.text)
    assert found, "no timer: the attempt has ended"
    return int(found[1])


# The deadline.


def test_the_deadline_is_stored_at_the_start(attempt):
    assert attempt.deadline_at == DEADLINE


def test_a_quiz_without_limits_has_no_deadline_and_no_timer(as_ada):
    attempt = start(as_ada, quiz())
    assert attempt.deadline_at is None
    assert 'role="timer"' not in as_ada.get(slot_of(attempt).get_absolute_url()).text


def test_a_new_limit_holds_for_attempts_started_from_then_on(attempt):
    attempt.quiz.minutes = 1
    attempt.quiz.save()
    assert again(attempt).settle(at=NOON + 9 * MINUTE).deadline_at == DEADLINE


def test_the_page_tells_the_seconds_that_are_left(as_ada, attempt, clock):
    assert seconds_left(as_ada, attempt) == 600
    clock.shift(LIMIT - SECOND)
    assert seconds_left(as_ada, attempt) == 1
    clock.shift(20 * SECOND)
    assert seconds_left(as_ada, attempt) == 0


@pytest.mark.parametrize("after", [-SECOND, timedelta(), 29 * SECOND, 30 * SECOND])
@pytest.mark.parametrize("act", [send, autosave])
def test_what_is_saved_until_half_a_minute_after_the_deadline_counts(as_ada, attempt, clock, act, after):
    clock.move_to(DEADLINE + after)
    act(as_ada, slot_of(attempt), "Seven")
    assert told(slot_of(attempt)) == ["Seven"]
    end(as_ada, attempt)
    assert again(attempt).mark == 1


@pytest.mark.parametrize("act", [send, autosave])
def test_what_is_saved_31_seconds_after_the_deadline_is_refused_and_says_so(as_ada, attempt, clock, act):
    clock.move_to(DEADLINE + 31 * SECOND)
    reply = act(as_ada, slot_of(attempt), "Seven")
    address = reverse("attempts:review", args=[attempt.pk])
    assert reply.headers.get("HX-Redirect", reply.headers.get("Location")) == address
    assert NOT_COUNTED in as_ada.get(address).text
    assert slot_of(attempt).typed is None
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("after", "mark"), [(29 * SECOND, 1), (31 * SECOND, 0)])
def test_an_answer_marked_at_once_counts_until_half_a_minute_after_too(as_ada, clock, after, mark):
    attempt = start(as_ada, quiz(minutes=10, behaviour="immediate"))
    clock.move_to(DEADLINE + after)
    send(as_ada, slot_of(attempt), "Seven")
    assert again(attempt).mark == mark


def test_a_try_31_seconds_after_the_deadline_is_refused(as_ada, ada, clock):
    attempt = start(as_ada, quiz(minutes=10, behaviour="interactive"))
    clock.move_to(DEADLINE + 31 * SECOND)
    send(as_ada, slot_of(attempt), "Three")
    assert slot_of(attempt).tries == []
    assert NOT_COUNTED in review(as_ada, attempt).text


@pytest.mark.parametrize("path", ["", "1/", "2/", "finish/", "review/"])
def test_when_time_has_passed_any_page_of_the_attempt_submits_what_was_saved(as_ada, attempt, clock, path):
    send(as_ada, slot_of(attempt, 1), "Seven")
    send(as_ada, slot_of(attempt, 2), "Nine")
    clock.move_to(DEADLINE + 31 * SECOND)
    as_ada.get(f"/attempts/{attempt.pk}/{path}")
    ended = again(attempt)
    assert (ended.is_ended_by_time, ended.finished_at) == (True, DEADLINE)
    assert (ended.answered_count, ended.mark) == (2, 1)


@pytest.mark.parametrize("page", ["home", "quiz", "set", "source"])
def test_other_pages_submit_what_was_saved_too(as_ada, attempt, clock, page):
    send(as_ada, slot_of(attempt), "Seven")
    attempt.quiz.is_open_book = False
    attempt.quiz.save()
    clock.move_to(DEADLINE + 31 * SECOND)
    url = {
        "home": "/",
        "quiz": attempt.quiz.get_absolute_url(),
        "set": attempt.quiz.question_set.get_absolute_url(),
        "source": reverse("articles:sources"),
    }[page]
    assert as_ada.get(url).status_code == 200
    assert again(attempt).is_ended_by_time
    assert again(attempt).mark == 1


def test_the_review_says_that_time_was_up(as_ada, attempt, clock):
    clock.move_to(DEADLINE + HOUR)
    page = review(as_ada, attempt)
    assert "when the time was up" in page.text
    assert "12:10" in page.text


def test_what_is_submitted_within_the_grace_was_ended_by_the_time(as_ada, attempt, clock):
    clock.move_to(DEADLINE + 10 * SECOND)
    end(as_ada, attempt)
    assert again(attempt).is_ended_by_time
    assert again(attempt).finished_at == DEADLINE


def test_overdue_attempts_are_settled_in_one_go_and_the_others_left(as_ada, as_eve, attempt, clock):
    clock.shift(5 * MINUTE)
    later = start(as_eve, attempt.quiz)
    clock.move_to(DEADLINE + MINUTE)
    assert len(settle_all(Attempt.objects.all(), at=now())) == 1
    assert (again(attempt).is_finished, again(later).is_finished) == (True, False)


# A clock that is put back.


def test_a_clock_put_back_an_hour_gains_no_time(as_ada, attempt, clock):
    clock.shift(4 * MINUTE)
    send(as_ada, slot_of(attempt), "Seven")
    before = seconds_left(as_ada, attempt)
    clock.shift(-HOUR)
    assert seconds_left(as_ada, attempt) <= before
    clock.shift(6 * MINUTE + 31 * SECOND)
    send(as_ada, slot_of(attempt, 2), "Seven")
    assert told(slot_of(attempt, 2)) == []
    assert again(attempt).is_ended_by_time


@pytest.mark.parametrize("act", [send, autosave])
def test_no_time_is_gained_when_saving_is_the_first_thing_after_the_step_back(as_ada, attempt, clock, act):
    clock.shift(4 * MINUTE)
    send(as_ada, slot_of(attempt), "Seven")
    clock.shift(-HOUR)
    act(as_ada, slot_of(attempt), "Nine")
    assert told(slot_of(attempt)) == ["Nine"]
    assert again(attempt).seconds_left(now()) <= 360


def test_no_time_is_gained_before_anything_was_saved(as_ada, attempt, clock):
    clock.shift(-HOUR)
    assert seconds_left(as_ada, attempt) <= 600


def test_a_clock_put_back_again_and_again_gains_no_time(as_ada, attempt, clock):
    left = 600
    for position in (1, 2, 3):
        clock.shift(2 * MINUTE)
        send(as_ada, slot_of(attempt, position), "Seven")
        left -= 120
        clock.shift(-HOUR)
        assert seconds_left(as_ada, attempt) <= left


def test_a_clock_put_back_by_less_than_a_minute_changes_no_deadline(as_ada, attempt, clock):
    clock.shift(-59 * SECOND)
    send(as_ada, slot_of(attempt), "Seven")
    assert again(attempt).deadline_at == DEADLINE


def test_small_steps_back_with_a_save_after_each_gain_no_more_than_the_one_that_is_allowed(
    as_ada, attempt, clock
):
    for text in ("Seven", "Nine", "Three", "Seven", "Nine"):
        clock.shift(-MINUTE)
        send(as_ada, slot_of(attempt), text)
    assert seconds_left(as_ada, attempt) <= 600 + 60


def test_what_was_saved_before_the_step_back_is_still_there(as_ada, attempt, clock):
    clock.shift(4 * MINUTE)
    send(as_ada, slot_of(attempt), "Seven")
    clock.shift(-HOUR)
    assert "checked" in as_ada.get(slot_of(attempt).get_absolute_url()).text
    end(as_ada, attempt)
    assert again(attempt).mark == 1


def test_extra_time_after_a_step_back_brings_its_minutes_and_not_the_hour(as_ada, ada, attempt, clock):
    clock.shift(4 * MINUTE)
    send(as_ada, slot_of(attempt), "Seven")
    clock.shift(-HOUR)
    before = seconds_left(as_ada, attempt)
    grant(ada, attempt, 5)
    assert seconds_left(as_ada, attempt) <= before + 5 * 60


def test_a_step_back_after_the_time_was_up_gains_no_time(as_ada, attempt, clock):
    clock.shift(4 * MINUTE)
    send(as_ada, slot_of(attempt), "Seven")
    clock.move_to(DEADLINE + 5 * MINUTE)
    as_ada.get("/")
    clock.shift(-HOUR)
    send(as_ada, slot_of(attempt), "Nine")
    found = again(attempt)
    assert found.is_finished or found.seconds_left(now()) <= 360


# A clock that runs ahead for a while.


@pytest.mark.parametrize("is_signed_in_anew", [False, True])
def test_a_month_ahead_ends_nothing_that_is_open_when_the_clock_returns(
    as_ada, ada, attempt, clock, is_signed_in_anew
):
    send(as_ada, slot_of(attempt, 1), "Seven")
    send(as_ada, slot_of(attempt, 2), "Nine")
    before = [(slot.typed, slot.revision) for slot in attempt.slots.order_by("position")]
    clock.shift(MONTH)
    client = signed_in(ada) if is_signed_in_anew else as_ada
    slot = slot_of(attempt, 3)
    client.get("/")
    client.get(attempt.quiz.get_absolute_url())
    client.get(attempt.get_absolute_url())
    client.get(slot.get_absolute_url())
    send(client, slot, "Three")
    autosave(client, slot_of(attempt, 1), "Nine")
    clock.move_to(NOON + MINUTE)
    client = signed_in(ada)
    page = client.get(slot.get_absolute_url())
    assert page.status_code == 200
    assert step_words(page) == ["answered", "answered", "not answered"]
    found = again(attempt)
    assert not found.is_finished
    assert found.deadline_at == DEADLINE
    assert [(slot.typed, slot.revision) for slot in found.slots.order_by("position")] == before
    assert (found.answered_count, found.mark) == (2, 0)
    send(client, slot, "Seven")
    end(client, attempt)
    assert again(attempt).mark == 2


def step_words(page) -> list[str]:
    return [step.word.lower() for step in page.context["steps"]]


def ahead_and_back(client: Client, ada: User, clock) -> None:
    """Requests while the clock runs a month ahead; then it is put right."""
    clock.shift(MONTH)
    signed_in(ada).get("/")
    clock.shift(-MONTH)


def test_home_goes_on_with_it_when_the_clock_has_returned(as_ada, ada, attempt, clock):
    ahead_and_back(as_ada, ada, clock)
    assert f'href="{attempt.get_absolute_url()}"' in as_ada.get("/").text


def test_the_page_of_the_quiz_goes_on_with_it_when_the_clock_has_returned(as_ada, ada, attempt, clock):
    ahead_and_back(as_ada, ada, clock)
    assert ">Go on</button>" in as_ada.get(attempt.quiz.get_absolute_url()).text


@pytest.mark.parametrize("allowed", [None, 1])
def test_starting_goes_on_with_it_when_the_clock_has_returned(as_ada, ada, attempt, clock, allowed):
    attempt.quiz.attempts_allowed = allowed
    attempt.quiz.save()
    ahead_and_back(as_ada, ada, clock)
    assert start(as_ada, attempt.quiz) == attempt


def test_interactive_tries_are_as_they_were_when_the_clock_has_returned(as_ada, ada, clock):
    given = quiz(2, minutes=10, behaviour="interactive", hints="Less than two weeks.")
    attempt = start(as_ada, given)
    send(as_ada, slot_of(attempt), "Three")
    ahead_and_back(as_ada, ada, clock)
    assert "1 try left" in as_ada.get(slot_of(attempt).get_absolute_url()).text
    assert not Answer.objects.exists()
    assert again(attempt).mark == 0
    send(as_ada, slot_of(attempt), "Seven")
    assert again(attempt).mark == pytest.approx(2 / 3)


def test_answers_marked_at_once_are_kept_when_the_clock_has_returned(as_ada, ada, clock):
    attempt = start(as_ada, quiz(minutes=10, behaviour="immediate"))
    send(as_ada, slot_of(attempt), "Seven")
    ahead_and_back(as_ada, ada, clock)
    assert "Right." in as_ada.get(slot_of(attempt).get_absolute_url()).text
    assert (again(attempt).answered_count, again(attempt).mark) == (1, 1)
    assert not again(attempt).is_finished


def test_a_clock_that_differs_by_seconds_opens_nothing_again_that_was_submitted(as_ada, attempt, clock):
    clock.move_to(DEADLINE + 5 * SECOND)
    end(as_ada, attempt)
    clock.move_to(DEADLINE - 5 * SECOND)
    assert review(as_ada, attempt).status_code == 200
    assert again(attempt).is_finished


# Extra time.


def test_extra_time_holds_from_the_start(as_ada, ada, clock):
    given = quiz(minutes=10)
    ExtraTime.objects.create(quiz=given, student=ada, minutes=5)
    assert start(as_ada, given).deadline_at == NOON + 15 * MINUTE


def test_extra_time_granted_while_it_runs_holds_at_once(as_ada, ada, attempt, clock):
    send(as_ada, slot_of(attempt), "Seven")
    clock.move_to(DEADLINE - MINUTE)
    grant(ada, attempt, 5)
    assert seconds_left(as_ada, attempt) == 6 * 60
    clock.move_to(DEADLINE + 4 * MINUTE)
    send(as_ada, slot_of(attempt, 2), "Seven")
    assert told(slot_of(attempt, 2)) == ["Seven"]


@pytest.mark.parametrize("is_settled", [True, False])
def test_extra_time_granted_just_after_the_end_opens_it_again(as_ada, ada, attempt, clock, is_settled):
    send(as_ada, slot_of(attempt), "Seven")
    clock.move_to(DEADLINE + MINUTE)
    if is_settled:
        as_ada.get(attempt.get_absolute_url())
        assert again(attempt).is_finished
    grant(ada, attempt, 5)
    assert seconds_left(as_ada, attempt) == 4 * 60
    found = again(attempt)
    assert (found.is_finished, found.is_ended_by_time) == (False, False)
    assert told(slot_of(attempt)) == ["Seven"]
    assert not Answer.objects.exists()
    send(as_ada, slot_of(attempt, 2), "Seven")
    end(as_ada, attempt)
    assert again(attempt).mark == 2


def test_the_review_leads_back_to_an_attempt_that_got_extra_time(as_ada, ada, attempt, clock):
    clock.move_to(DEADLINE + MINUTE)
    as_ada.get("/")
    grant(ada, attempt, 5)
    assert review(as_ada, attempt)["Location"] == attempt.get_absolute_url()
    assert not again(attempt).is_finished
    assert again(attempt).review_opened_at is None


def test_extra_time_after_the_review_was_opened_opens_nothing_again(as_ada, ada, attempt, clock):
    send(as_ada, slot_of(attempt), "Seven")
    clock.move_to(DEADLINE + MINUTE)
    assert review(as_ada, attempt).status_code == 200
    grant(ada, attempt, 60)
    for path in ("", "1/", "2/", "finish/"):
        as_ada.get(f"/attempts/{attempt.pk}/{path}")
    send(as_ada, slot_of(attempt, 2), "Seven")
    assert again(attempt).is_finished
    assert again(attempt).mark == 1
    assert slot_of(attempt, 2).typed is None


def test_extra_time_opens_nothing_that_was_submitted(as_ada, ada, attempt, clock):
    end(as_ada, attempt)
    grant(ada, attempt, 60)
    as_ada.get(attempt.get_absolute_url())
    assert again(attempt).is_finished


def test_extra_time_that_is_over_as_well_opens_nothing(as_ada, ada, attempt, clock):
    clock.move_to(DEADLINE + HOUR)
    as_ada.get(attempt.get_absolute_url())
    grant(ada, attempt, 5)
    as_ada.get(attempt.get_absolute_url())
    assert again(attempt).is_finished


def test_one_students_extra_time_is_not_anothers(as_ada, as_eve, ada, attempt, clock):
    other = start(as_eve, attempt.quiz)
    grant(ada, attempt, 60)
    assert again(other).deadline_at == DEADLINE
    assert again(attempt).deadline_at == DEADLINE + HOUR


def test_extra_time_taken_back_holds_at_once_too(as_ada, ada, attempt, clock):
    extra = grant(ada, attempt, 60)
    extra.delete()
    assert again(attempt).deadline_at == DEADLINE


def test_extra_time_changed_holds_at_once_too(as_ada, ada, attempt, clock):
    extra = grant(ada, attempt, 60)
    extra.minutes = 20
    extra.save()
    assert again(attempt).deadline_at == DEADLINE + 20 * MINUTE


def test_answers_marked_at_once_are_kept_when_it_opens_again(as_ada, ada, clock):
    attempt = start(as_ada, quiz(minutes=10, behaviour="immediate"))
    send(as_ada, slot_of(attempt), "Seven")
    clock.move_to(DEADLINE + MINUTE)
    as_ada.get(attempt.get_absolute_url())
    grant(ada, attempt, 5)
    as_ada.get(attempt.get_absolute_url())
    assert (again(attempt).is_finished, again(attempt).mark) == (False, 1)
    send(as_ada, slot_of(attempt, 2), "Seven")
    assert again(attempt).mark == 2


def test_an_answer_given_at_the_very_moment_of_the_deadline_is_kept_when_it_opens_again(as_ada, ada, clock):
    attempt = start(as_ada, quiz(minutes=10, behaviour="immediate"))
    clock.move_to(DEADLINE)
    send(as_ada, slot_of(attempt), "Seven")
    clock.move_to(DEADLINE + MINUTE)
    as_ada.get(attempt.get_absolute_url())
    grant(ada, attempt, 5)
    as_ada.get(attempt.get_absolute_url())
    assert Answer.objects.get().credit == 1
    assert again(attempt).mark == 1


@pytest.mark.parametrize("path", ["", "1/", "review/"])
def test_an_attempt_that_got_extra_time_and_a_later_one_do_not_get_in_each_others_way(
    as_ada, ada, attempt, clock, path
):
    clock.move_to(DEADLINE + MINUTE)
    as_ada.get("/")
    grant(ada, attempt, 5)
    start(as_ada, attempt.quiz)
    assert as_ada.get(f"/attempts/{attempt.pk}/{path}").status_code in (200, 302)
    assert ada.attempts.open().count() == 1


# Opening and closing.


def test_a_quiz_cannot_be_started_before_it_opens_and_after_it_closes(as_ada, clock):
    given = quiz(opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
    address = reverse("attempts:start", args=[given.pk])
    for at, may_start in [
        (NOON + HOUR - SECOND, False),
        (NOON + HOUR, True),
        (NOON + 2 * HOUR - SECOND, True),
        (NOON + 2 * HOUR, False),
    ]:
        clock.move_to(at)
        page = as_ada.post(address, follow=True)
        assert Attempt.objects.exists() == may_start
        assert (f"“{given}” is not open now." in page.text) != may_start
        Attempt.objects.all().delete()


def test_the_close_ends_an_attempt_before_its_own_time_is_up(as_ada, clock):
    given = quiz(minutes=60, closes_at=NOON + 10 * MINUTE)
    attempt = start(as_ada, given)
    assert attempt.deadline_at == NOON + 10 * MINUTE
    send(as_ada, slot_of(attempt), "Seven")
    clock.move_to(NOON + 11 * MINUTE)
    as_ada.get(attempt.get_absolute_url())
    assert again(attempt).is_ended_by_time
    assert again(attempt).mark == 1


def test_an_attempt_with_extra_time_goes_on_after_the_close(as_ada, ada, clock):
    given = quiz(closes_at=NOON + 10 * MINUTE)
    ExtraTime.objects.create(quiz=given, student=ada, minutes=5)
    attempt = start(as_ada, given)
    clock.move_to(NOON + 14 * MINUTE)
    send(as_ada, slot_of(attempt), "Seven")
    assert told(slot_of(attempt)) == ["Seven"]


def test_a_quiz_taken_from_students_lets_a_running_attempt_go_on(as_ada, attempt):
    attempt.quiz.is_offered = False
    attempt.quiz.save()
    assert as_ada.get(reverse("attempts:quiz", args=[attempt.quiz.pk])).status_code == 404
    assert attempt.quiz.get_absolute_url() == attempt.quiz.question_set.get_absolute_url()
    send(as_ada, slot_of(attempt), "Seven")
    end(as_ada, attempt)
    assert again(attempt).mark == 1


# Time zones and daylight saving.


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Chatham", "Asia/Kolkata"])
@pytest.mark.parametrize(
    "night", [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
)
def test_an_hour_is_an_hour_in_any_zone_and_on_the_nights_when_clocks_change(ada, clock, zone, night):
    given = quiz(minutes=60)
    clock.move_to(night)
    client = signed_in(ada)
    with timezone.override(ZoneInfo(zone)):
        attempt = start(client, given)
        assert again(attempt).deadline_at == night + HOUR
        clock.shift(HOUR)
        send(client, slot_of(attempt), "Seven")
        assert told(slot_of(attempt)) == ["Seven"]
        clock.shift(31 * SECOND)
        send(client, slot_of(attempt, 2), "Seven")
        assert slot_of(attempt, 2).typed is None


@pytest.mark.parametrize(("zone", "told_as"), [("Europe/Berlin", "13:10"), ("Asia/Kolkata", "17:40")])
def test_times_are_told_in_the_zone_of_the_site(as_ada, attempt, zone, told_as):
    with timezone.override(ZoneInfo(zone)):
        assert told_as in as_ada.get(slot_of(attempt).get_absolute_url()).text


# Without pages: what the models do whoever asks.


def test_settling_twice_is_settling_once(ada):
    attempt = started(ada, quiz(minutes=10))
    kept(slot_of(attempt), "Seven", at=NOON)
    for _ in range(2):
        again(attempt).settle(at=DEADLINE + MINUTE)
    assert Answer.objects.count() == 1
    assert again(attempt).finished_at == DEADLINE


def test_two_requests_that_follow_the_same_step_back_take_the_same_from_the_deadline(ada):
    attempt = started(ada, quiz(minutes=10))
    first, second = again(attempt), again(attempt)
    for loaded in (first, second):
        loaded.settle(at=NOON - HOUR)
        assert loaded.deadline_at == NOON - HOUR + LIMIT
    assert again(attempt).deadline_at == NOON - HOUR + LIMIT


def test_an_answer_loaded_in_time_and_given_too_late_is_refused_by_the_store(ada):
    attempt = started(ada, quiz(minutes=10, behaviour="immediate"))
    with pytest.raises(AttemptFinished):
        answer(slot_of(attempt), "Seven", at=DEADLINE + 31 * SECOND)
    assert not Answer.objects.exists()


def test_an_autosave_in_the_grace_is_told_as_saved(as_ada, attempt, clock):
    clock.move_to(DEADLINE + 29 * SECOND)
    page = as_ada.post(slot_of(attempt).get_absolute_url(), {"given": "1", "revision": "0"}, headers=HTMX)
    assert "Saved 12:10:29." in page.text

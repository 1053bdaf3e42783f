"""What holds for a student, pure: when, how long, how often, and how several such terms combine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from quizzes.attempts.terms import Terms, Window, most_generous

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALWAYS = Terms()


@pytest.mark.parametrize(
    ("opens", "closes", "after", "is_open"),
    [
        (None, None, -DAY, True),
        (NOON, None, timedelta(seconds=-1), False),
        (NOON, None, timedelta(), True),
        (None, NOON, timedelta(seconds=-1), True),
        (None, NOON, timedelta(), False),
        (NOON, NOON + HOUR, HOUR / 2, True),
    ],
)
def test_a_window_is_open_from_its_opening_until_just_before_its_close(opens, closes, after, is_open):
    assert Terms((Window(opens, closes),)).may_take(NOON + after) == is_open


def test_where_nothing_lets_a_student_take_it_there_are_no_terms():
    assert most_generous([]) is None


def test_one_alone_holds_as_it_is():
    terms = Terms((Window(NOON, NOON + DAY),), NOON + HOUR, HOUR, 2, is_assigned=True)
    assert most_generous([terms]) == terms


@pytest.mark.parametrize(
    ("one", "other", "name", "expected"),
    [
        ({"limit": HOUR}, {"limit": DAY}, "limit", DAY),
        ({"limit": HOUR}, {"limit": None}, "limit", None),
        ({"attempts_allowed": 3}, {"attempts_allowed": 1}, "attempts_allowed", 3),
        ({"attempts_allowed": 3}, {"attempts_allowed": None}, "attempts_allowed", None),
        ({"due": NOON}, {"due": NOON + DAY}, "due", NOON + DAY),
        ({"due": NOON}, {"due": None}, "due", NOON),
        ({"extra": HOUR}, {}, "extra", HOUR),
        ({"is_assigned": True}, {}, "is_assigned", True),
    ],
)
def test_of_several_the_most_generous_value_holds(one, other, name, expected):
    pair = [replace(ALWAYS, **one), replace(ALWAYS, **other)]
    assert getattr(most_generous(pair), name) == expected
    assert getattr(most_generous(reversed(pair)), name) == expected


def test_between_two_windows_it_is_not_open_and_tells_when_it_opens_again():
    monday = Terms((Window(NOON, NOON + HOUR),))
    friday = Terms((Window(NOON + 4 * DAY, NOON + 5 * DAY),))
    both = most_generous([friday, monday])
    open_at = [both.may_take(NOON + after) for after in (HOUR / 2, DAY, 4 * DAY, 5 * DAY)]
    assert open_at == [True, False, True, False]
    assert both.opens(NOON + DAY) == NOON + 4 * DAY
    assert both.opens(NOON - DAY) == NOON
    assert both.opens(NOON) is None


def test_it_has_closed_when_the_last_of_them_closes():
    both = most_generous([Terms((Window(None, NOON),)), Terms((Window(None, NOON + DAY),))])
    assert both.closes == NOON + DAY
    assert [both.has_closed(at) for at in (NOON, NOON + DAY)] == [False, True]


def test_with_one_that_never_closes_it_never_closes():
    both = most_generous([Terms((Window(None, NOON),)), ALWAYS])
    assert both.closes is None
    assert not both.has_closed(NOON + 100 * DAY)


def test_the_deadline_is_the_limit_or_the_close_whichever_comes_first_and_the_extra_time():
    terms = Terms((Window(None, NOON + DAY),), limit=HOUR, extra=HOUR / 2)
    assert terms.deadline(NOON) == NOON + HOUR * 1.5
    assert terms.deadline(NOON + DAY - HOUR / 4) == NOON + DAY + HOUR / 2
    assert ALWAYS.deadline(NOON) is None


@pytest.mark.parametrize(("allowed", "used", "are_used_up"), [(None, 99, False), (2, 1, False), (2, 2, True)])
def test_attempts_are_used_up_when_as_many_were_made_as_are_allowed(allowed, used, are_used_up):
    assert Terms(attempts_allowed=allowed).are_used_up(used) == are_used_up

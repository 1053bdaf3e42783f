"""Dates in words, for who looks now."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizzes.classrooms.dates_told import date_of, told, when

# A Monday.
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONDON, BERLIN, AUCKLAND = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(), "today, 12:00"),
        (6 * HOUR, "today, 18:00"),
        (12 * HOUR, "tomorrow, 00:00"),
        (DAY, "tomorrow, 12:00"),
        (2 * DAY, "Wednesday, 12:00"),
        (6 * DAY, "Sunday, 12:00"),
        (7 * DAY, "9 March, 12:00"),
        (-DAY, "yesterday, 12:00"),
        (-2 * DAY, "28 February, 12:00"),
        (-70 * DAY, "22 December 2025, 12:00"),
    ],
)
def test_a_moment_is_told_by_the_day_it_is_from_today(after, words):
    assert when(NOON + after, at=NOON, zone=LONDON) == words


def test_the_day_is_that_of_the_students_own_clock():
    evening = NOON + 10 * HOUR
    assert when(evening, at=NOON, zone=BERLIN) == "today, 23:00"
    assert when(evening, at=NOON, zone=AUCKLAND) == "today, 11:00"
    assert when(NOON + 12 * HOUR, at=NOON, zone=AUCKLAND) == "today, 13:00"
    assert when(NOON - 2 * HOUR, at=NOON, zone=AUCKLAND) == "yesterday, 23:00"


def test_over_the_night_when_clocks_change_tomorrow_is_tomorrow():
    evening = datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert when(datetime(2026, 3, 29, 16, tzinfo=UTC), at=evening, zone=BERLIN) == "tomorrow, 18:00"


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({}, ""),
        ({"due": DAY}, "due tomorrow, 12:00"),
        ({"due": DAY, "closes": 4 * DAY}, "due tomorrow, 12:00, closes Friday, 12:00"),
        ({"due": DAY, "closes": DAY}, "due tomorrow, 12:00"),
        ({"due": -HOUR, "closes": 4 * DAY}, "late, closes Friday, 12:00"),
        ({"due": -HOUR}, "late, was due today, 11:00"),
        ({"closes": DAY}, "closes tomorrow, 12:00"),
        ({"due": -DAY, "closes": -HOUR}, "closed today, 11:00"),
        ({"opens": DAY, "due": 4 * DAY}, "opens tomorrow, 12:00, due Friday, 12:00"),
    ],
)
def test_one_line_says_what_counts_now(dates, words):
    moments = {name: NOON + after for name, after in dates.items()}
    assert told(**moments, at=NOON, zone=LONDON) == words


def test_what_is_done_is_not_late():
    assert told(due=NOON - HOUR, is_done=True, at=NOON, zone=LONDON) == "was due today, 11:00"


def test_a_letter_names_the_whole_date():
    assert date_of(NOON, BERLIN) == "Monday, 2 March 2026, 13:00"

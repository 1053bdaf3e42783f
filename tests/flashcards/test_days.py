"""The student's day, what is due on it, and how a backlog is dealt out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.flashcards.days import (
    day_end,
    day_of,
    day_start,
    days_between,
    due_before,
    is_due,
    spread,
)
from quizzes.flashcards.scheduling import STEPPED, Memory, State

HOUR, MINUTE, TICK = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)
BERLIN, NEW_YORK, LORD_HOWE, CAIRO, SANTIAGO, BAKU, APIA, KWAJALEIN, MACAU, VOSTOK = map(
    ZoneInfo,
    [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "America/Santiago",
        "Asia/Baku",
        "Pacific/Apia",
        "Pacific/Kwajalein",
        "Asia/Macau",
        "Antarctica/Vostok",
    ],
)
ZONES = [BERLIN, NEW_YORK, LORD_HOWE, CAIRO, SANTIAGO, BAKU, APIA, KWAJALEIN, MACAU, VOSTOK]
ZONES += map(ZoneInfo, ["UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "Africa/Casablanca"])
# Near these the clocks of those zones were put forward or back.
CHANGES = [
    datetime(*parts, tzinfo=UTC)
    for parts in [
        (1969, 9, 30, 13),
        (1975, 4, 19, 19, 30),
        (1993, 8, 20, 12),
        (1994, 10, 31, 20),
        (1994, 12, 31, 12),
        (2011, 12, 30, 10),
        (2014, 10, 26),
        (2015, 3, 29),
        (2025, 3, 9, 7),
        (2025, 3, 30, 1),
        (2025, 4, 5, 15),
        (2025, 10, 26, 1),
    ]
]
NEAR = st.builds(
    lambda change, away: change + away, st.sampled_from(CHANGES), st.timedeltas(-50 * HOUR, 50 * HOUR)
)
ANY = st.datetimes(datetime(1960, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
INSTANTS, ZONE = NEAR | ANY, st.sampled_from(ZONES)


def local(zone: ZoneInfo, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=zone, fold=fold)


def due_in(state: State, due: datetime) -> Memory:
    return Memory(state, 0 if state in STEPPED else None, 3.0, 5.0, due, due - HOUR)


# When a day turns


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, LORD_HOWE, CAIRO, SANTIAGO, APIA])
def test_the_day_turns_at_four_by_the_students_clock(zone):
    four = local(zone, 2025, 6, 2, 4)
    assert day_start(date(2025, 6, 2), zone) == four.astimezone(UTC)
    assert day_of(four, zone) == date(2025, 6, 2)
    assert day_of(four.astimezone(UTC) - TICK, zone) == date(2025, 6, 1)


def test_an_instant_lies_in_different_days_for_students_far_apart():
    assert day_of(NOON, ZoneInfo("Pacific/Kiritimati")) == date(2025, 6, 2)
    assert day_of(NOON + 4 * HOUR, ZoneInfo("Pacific/Kiritimati")) == date(2025, 6, 3)
    assert day_of(NOON + 4 * HOUR, NEW_YORK) == date(2025, 6, 2)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, (2025, 3, 28), 24),
        (BERLIN, (2025, 3, 29), 23),
        (BERLIN, (2025, 10, 25), 25),
        (NEW_YORK, (2025, 3, 8), 23),
        (NEW_YORK, (2025, 11, 1), 25),
        (LORD_HOWE, (2025, 4, 5), 24.5),
        (LORD_HOWE, (2025, 10, 4), 23.5),
        (CAIRO, (2025, 4, 24), 23),
        (CAIRO, (2025, 10, 30), 25),
        (SANTIAGO, (2025, 4, 5), 25),
        (SANTIAGO, (2025, 9, 6), 23),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone, day, hours):
    assert day_end(date(*day), zone) - day_start(date(*day), zone) == hours * HOUR


def test_where_the_clock_leaps_over_four_the_day_starts_with_the_leap():
    start = day_start(date(2015, 3, 29), BAKU)
    assert start == local(BAKU, 2015, 3, 29, 5).astimezone(UTC) == datetime(2015, 3, 29, tzinfo=UTC)
    assert day_of(start - TICK, BAKU) == date(2015, 3, 28)


def test_a_leap_from_half_past_three_to_half_past_four_starts_the_day_at_half_past_four():
    start = day_start(date(1975, 4, 20), MACAU)
    assert start == datetime(1975, 4, 19, 19, 30, tzinfo=UTC)
    assert start.astimezone(MACAU).strftime("%H:%M") == "04:30"


def test_a_leap_from_midnight_to_seven_starts_the_day_at_seven():
    start = day_start(date(1994, 11, 1), VOSTOK)
    assert start == datetime(1994, 11, 1, tzinfo=UTC)
    assert start.astimezone(VOSTOK).hour == 7


def test_where_the_clock_shows_four_twice_the_first_counts():
    start, day = day_start(date(2014, 10, 26), BAKU), date(2014, 10, 26)
    assert start == local(BAKU, 2014, 10, 26, 4).astimezone(UTC)
    assert local(BAKU, 2014, 10, 26, 4, fold=1).astimezone(UTC) == start + HOUR
    assert {day_of(start + minutes * MINUTE, BAKU) for minutes in range(120)} == {day}


def test_a_day_that_its_zone_left_out_has_the_night_before_the_next():
    left_out = date(2011, 12, 30)
    leap, next_four = datetime(2011, 12, 30, 10, tzinfo=UTC), datetime(2011, 12, 30, 14, tzinfo=UTC)
    assert (day_start(left_out, APIA), day_end(left_out, APIA)) == (leap, next_four)
    assert day_of(leap - TICK, APIA) == date(2011, 12, 29)
    assert day_of(leap, APIA) == left_out
    assert day_of(next_four, APIA) == date(2011, 12, 31)


def test_a_day_that_has_started_goes_on_when_the_clock_is_put_back_before_four():
    repeated, back = date(1969, 9, 30), datetime(1969, 9, 30, 13, tzinfo=UTC)
    assert (back - MINUTE).astimezone(KWAJALEIN).hour == 23
    assert back.astimezone(KWAJALEIN).hour < 4
    assert day_of(back - MINUTE, KWAJALEIN) == day_of(back, KWAJALEIN) == repeated
    assert day_end(repeated, KWAJALEIN) - day_start(repeated, KWAJALEIN) == 47 * HOUR


@given(at=INSTANTS, zone=ZONE)
def test_every_instant_lies_in_just_one_day(at, zone):
    day = day_of(at, zone)
    around = [day + timedelta(days=days) for days in range(-3, 4)]
    assert [one for one in around if day_start(one, zone) <= at < day_end(one, zone)] == [day]


@given(at=INSTANTS, zone=ZONE)
def test_a_day_starts_when_the_clock_first_reads_four_or_later(at, zone):
    day = day_of(at, zone)
    start, four = day_start(day, zone), datetime(day.year, day.month, day.day, 4)
    assert start.tzinfo is UTC
    assert start.astimezone(zone).replace(tzinfo=None) >= four
    assert (start - TICK).astimezone(zone).replace(tzinfo=None) < four


@given(at=INSTANTS, zone=ZONE, later=st.timedeltas(timedelta(), 60 * HOUR))
def test_days_follow_each_other(at, zone, later):
    assert day_of(at, zone) <= day_of(at + later, zone)
    assert day_of(at.astimezone(zone), zone) == day_of(at, zone)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        day_of(datetime(2025, 1, 1), BERLIN)
    with pytest.raises(ValueError, match="no time zone"):
        is_due(due_in(State.LEARNING, NOON), at=datetime(2025, 1, 1), zone=BERLIN)


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ((1, 18), (2, 7), 1),
        ((1, 18), (2, 3), 0),
        ((2, 3), (2, 5), 1),
        ((1, 5), (1, 23), 0),
        ((1, 12), (4, 12), 3),
        ((4, 12), (1, 12), 0),
    ],
)
def test_days_between_are_the_students_own(earlier, later, days):
    assert days_between(local(BERLIN, 2025, 6, *earlier), local(BERLIN, 2025, 6, *later), BERLIN) == days


# What is due


def test_a_review_is_due_all_day_long():
    evening = local(BERLIN, 2025, 6, 2, 21)
    review = due_in(State.REVIEW, evening)
    dawn = day_start(date(2025, 6, 2), BERLIN)
    assert not is_due(review, at=dawn - TICK, zone=BERLIN)
    assert is_due(review, at=dawn, zone=BERLIN)
    assert is_due(review, at=evening + 900 * HOUR, zone=BERLIN)


def test_a_review_of_after_midnight_belongs_to_the_evening_before():
    review = due_in(State.REVIEW, local(BERLIN, 2025, 6, 3, 2))
    assert is_due(review, at=local(BERLIN, 2025, 6, 2, 9), zone=BERLIN)


def test_a_review_due_as_the_next_day_turns_is_not_due_today():
    review = due_in(State.REVIEW, day_start(date(2025, 6, 3), BERLIN))
    assert not is_due(review, at=local(BERLIN, 2025, 6, 2, 23), zone=BERLIN)


@pytest.mark.parametrize("state", STEPPED)
def test_a_learning_step_is_due_at_its_minute(state):
    step = due_in(state, NOON)
    assert not is_due(step, at=NOON - TICK, zone=BERLIN)
    assert is_due(step, at=NOON, zone=BERLIN)


def test_a_new_card_is_not_due():
    assert not is_due(Memory(), at=NOON, zone=BERLIN)


@given(due=INSTANTS, at=INSTANTS, zone=ZONE)
@example(due=day_start(date(2025, 6, 3), BERLIN), at=NOON, zone=BERLIN)
def test_the_bound_of_a_query_and_the_card_agree_on_what_is_due(due, at, zone):
    is_due_today = day_of(due, zone) <= day_of(at, zone)
    assert is_due(due_in(State.REVIEW, due), at=at, zone=zone) == is_due_today
    assert (due < due_before(at, zone)) == is_due_today


@given(at=INSTANTS, zone=ZONE)
def test_what_is_due_today_stays_due_today(at, zone):
    assert at < due_before(at, zone) == due_before(due_before(at, zone) - TICK, zone)


# A backlog


@pytest.mark.parametrize(
    ("overdue", "daily", "sentence"),
    [
        (0, 50, "Nothing waited while you were away."),
        (1, 50, "1 card waited while you were away. You can see it today."),
        (50, 50, "50 cards waited while you were away. You can see them all today."),
        (
            51,
            50,
            "51 cards waited while you were away. With up to 50 a day you are back on track in 2 days, with those that fall due meanwhile.",
        ),
        (
            340,
            100,
            "340 cards waited while you were away. With up to 100 a day you are back on track in 4 days, with those that fall due meanwhile.",
        ),
        (
            1500,
            50,
            "1,500 cards waited while you were away. With up to 50 a day you are back on track in 30 days, with those that fall due meanwhile.",
        ),
        (
            1501,
            50,
            "1,501 cards waited while you were away. With up to 50 a day you are back on track in 31 days, with those that fall due meanwhile.",
        ),
    ],
)
def test_a_backlog_is_told_in_a_friendly_sentence(overdue, daily, sentence):
    assert spread(overdue, daily).sentence == sentence


@given(overdue=st.integers(1, 18_000), daily=st.integers(50, 500))
def test_a_backlog_takes_as_few_days_as_the_daily_limit_allows(overdue, daily):
    dealt = spread(overdue, daily)
    assert dealt.days == -(-overdue // daily)
    assert dealt.is_for_later == (overdue > daily)


@given(
    overdue=st.integers(0, 300),
    daily=st.integers(1, 50),
    seen=st.integers(0, 50),
    coming=st.lists(st.integers(0, 40), max_size=300).map(sorted),
)
def test_a_backlog_ends_on_the_day_on_which_nothing_is_left_over(overdue, daily, seen, coming):
    """Here each day is gone through as a student does."""
    room, waiting, day = max(daily - seen, 0), overdue, 0
    while True:
        waiting = max(waiting + coming.count(day) - (daily if day else room), 0)
        day += 1
        if not waiting or day == 365:
            break
    assert spread(overdue, daily, room=room, coming=coming).days == (None if waiting else day)


def test_a_backlog_that_others_outrun_has_no_end():
    told = spread(3, 2, coming=[day for day in range(366) for _ in range(2)])
    assert told.days is None
    assert "fall due as fast as you see these" in told.sentence


@pytest.mark.parametrize(("overdue", "daily"), [(-1, 50), (10, 0), (10, -5)])
def test_a_backlog_needs_a_day_with_room(overdue, daily):
    with pytest.raises(ValueError, match="cannot be spread"):
        spread(overdue, daily)

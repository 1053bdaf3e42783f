"""When an attempt must be in: pure reckoning with times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts import timing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
SPANS = st.timedeltas(timedelta(), timedelta(days=60))


def test_without_limit_and_close_there_is_no_deadline():
    assert timing.deadline(NOON, limit=None, closes=None, extra=HOUR) is None
    assert not timing.is_over(None, NOON)


@pytest.mark.parametrize(
    ("limit", "closes", "extra", "deadline"),
    [
        (HOUR, None, timedelta(), NOON + HOUR),
        (None, NOON + 2 * HOUR, timedelta(), NOON + 2 * HOUR),
        (HOUR, NOON + 2 * HOUR, timedelta(), NOON + HOUR),
        (HOUR, NOON + 10 * MINUTE, timedelta(), NOON + 10 * MINUTE),
        (HOUR, None, 15 * MINUTE, NOON + 75 * MINUTE),
        (HOUR, NOON + 10 * MINUTE, 15 * MINUTE, NOON + 25 * MINUTE),
    ],
)
def test_the_deadline_is_the_earlier_end_and_extra_time_moves_it(limit, closes, extra, deadline):
    assert timing.deadline(NOON, limit=limit, closes=closes, extra=extra) == deadline


@given(started=MOMENTS, limit=SPANS | st.none(), closes=MOMENTS | st.none(), extra=SPANS)
def test_extra_time_moves_any_deadline_by_just_as_much(started, limit, closes, extra):
    without = timing.deadline(started, limit=limit, closes=closes)
    given_more = timing.deadline(started, limit=limit, closes=closes, extra=extra)
    assert given_more == (None if without is None else without + extra)


@pytest.mark.parametrize(
    ("after", "is_over"), [(-SECOND, False), (0 * SECOND, False), (30 * SECOND, False), (31 * SECOND, True)]
)
def test_time_is_over_half_a_minute_after_the_deadline(after, is_over):
    assert timing.is_over(NOON, NOON + after) == is_over


def test_the_grace_ends_to_the_microsecond():
    assert timing.is_over(NOON, NOON + timing.GRACE + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("step", "went_back"), [(HOUR, False), (-59 * SECOND, False), (-MINUTE, False), (-61 * SECOND, True)]
)
def test_clocks_may_differ_by_a_minute_before_one_counts_as_put_back(step, went_back):
    assert timing.went_back(NOON, NOON + step) == went_back


def test_before_anything_was_taken_no_clock_went_back():
    assert not timing.went_back(None, NOON)


@given(last=MOMENTS, left=SPANS, back=SPANS)
def test_after_a_step_back_as_much_time_is_left_as_was(last, left, back):
    at = last - back
    assert timing.after_a_step_back(last + left, last, at) - at == left


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Chatham"])
@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25), (2026, 3, 8), (2026, 11, 1)])
def test_an_hour_is_an_hour_on_the_days_when_clocks_change(zone, day):
    """The store gives UTC; a local time, as a form may give it, must come to the same."""
    started = datetime(*day, 0, 30, tzinfo=UTC)
    local_close = (started + 5 * HOUR).astimezone(ZoneInfo(zone))
    for minutes in range(0, 24 * 60, 30):
        start = started + minutes * MINUTE
        deadline = timing.deadline(start, limit=HOUR, closes=local_close + 24 * HOUR)
        assert deadline - start == HOUR
        assert not timing.is_over(deadline, (start + HOUR).astimezone(ZoneInfo(zone)))
        assert timing.is_over(deadline, (start + HOUR + MINUTE).astimezone(ZoneInfo(zone)))

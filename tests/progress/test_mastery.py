from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.students.mastery import HALF_LIFE, Week, mastery, wilson

TODAY = date(2022, 1, 17)
WEEKS = st.builds(
    lambda ago, answers, part: Week(TODAY - timedelta(weeks=ago), answers, answers * part),
    st.integers(0, 200),
    st.integers(0, 50),
    st.floats(0, 1),
)


def test_without_an_answer_nothing_is_known():
    assert mastery([], TODAY) is None
    assert mastery([Week(TODAY, 0, 0)], TODAY) is None


def test_the_band_is_that_of_wilson():
    """As Newcombe (1998) has it for 81 of 263, at 95 percent."""
    assert wilson(81 / 263, 263, z=1.959964) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_few_answers_leave_a_wide_band_and_many_a_narrow_one():
    few, many = (mastery([Week(TODAY, count, count / 2)], TODAY) for count in (4, 400))
    assert few.is_vague
    assert not many.is_vague
    assert few.share == many.share == 0.5


def test_an_answer_of_four_weeks_ago_weighs_half():
    found = mastery([Week(TODAY - HALF_LIFE, 10, 0), Week(TODAY, 10, 10)], TODAY)
    assert found.share == pytest.approx(2 / 3)
    assert found.answers == 20


def test_old_answers_leave_more_in_doubt_than_as_many_new_ones():
    old = mastery([Week(TODAY - 6 * HALF_LIFE, 20, 10), Week(TODAY, 1, 0.5)], TODAY)
    new = mastery([Week(TODAY, 21, 10.5)], TODAY)
    assert old.high - old.low > new.high - new.low


@given(st.lists(WEEKS))
def test_the_share_lies_in_its_band_and_the_band_between_0_and_1(weeks):
    found = mastery(weeks, TODAY)
    if found:
        assert 0 <= found.low <= found.share + 1e-9
        assert found.share - 1e-9 <= found.high <= 1

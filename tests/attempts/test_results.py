"""What counts of several attempts. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts.results import COUNTS, counted, share

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=8)
EVERY_RULE = pytest.mark.parametrize("rule", COUNTS)


@pytest.mark.parametrize(
    ("rule", "counts"), [("highest", 0.9), ("average", 0.6), ("first", 0.5), ("last", 0.4)]
)
def test_each_rule_picks_its_own(rule, counts):
    assert counted([0.5, 0.9, 0.4], rule) == pytest.approx(counts)


@EVERY_RULE
def test_before_the_first_attempt_nothing_counts(rule):
    assert counted([], rule) is None


@EVERY_RULE
@given(share=st.floats(0, 1))
def test_of_one_attempt_that_one_counts(rule, share):
    assert counted([share], rule) == share


@EVERY_RULE
@given(shares=SHARES)
def test_what_counts_is_never_better_than_the_best_nor_worse_than_the_worst(rule, shares):
    slack = 1e-12
    assert min(shares) - slack <= counted(shares, rule) <= max(shares) + slack


@pytest.mark.parametrize(
    ("mark", "points", "part"), [(0, 4, 0), (1, 4, 0.25), (4, 4, 1), (-6, 4, 0), (0, 0, 0), (-3, 0, 0)]
)
def test_a_share_is_from_0_to_1_and_marks_below_nothing_count_as_nothing(mark, points, part):
    assert share(mark, points) == part


@given(mark=st.floats(-1e6, 1e6), points=st.floats(0, 1e6))
def test_a_share_stays_from_0_to_1(mark, points):
    assert 0 <= share(mark, points) <= 1

import pytest

from quizzes.progress import told

BLANK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 cards"), (1, "1 card"), (2, "2 cards"), (1200, "1,200 cards")]
)
def test_what_is_counted_agrees_with_its_number(count, words):
    assert told.counted(count, "card") == words


def test_what_was_earned_is_told_with_the_number_of_answers():
    assert told.earned(0.62, 14) == f"62{BLANK}%, 14 answers"
    assert told.earned(1, 1) == f"100{BLANK}%, 1 answer"


def test_what_was_lost_is_told_as_a_share_of_the_credit():
    assert told.lost(3, 4) == f"75{BLANK}% of the credit lost in 4 answers"
    assert told.lost(1, 1) == f"100{BLANK}% of the credit lost in 1 answer"


def test_what_was_lost_is_never_told_as_nothing():
    assert told.lost(0.5, 200) == f"under 1{BLANK}% of the credit lost in 200 answers"
    assert told.lost(1, 200).startswith("under 1")
    assert told.lost(2, 200).startswith(f"1{BLANK}%")

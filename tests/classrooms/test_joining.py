from random import Random

from hypothesis import given
from hypothesis import strategies as some

from quizzes.classrooms.joining import LETTERS, as_code, new_code, told


@given(some.integers())
def test_a_code_is_eight_letters_that_nobody_misreads(seed):
    code = new_code(Random(seed))
    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert not set(code) & set("IO01l")


@given(some.integers())
def test_a_code_read_out_and_typed_is_the_same_code(seed):
    code = new_code(Random(seed))
    assert as_code(told(code)) == as_code(told(code).lower().replace("-", "  ")) == code

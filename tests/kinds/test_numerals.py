"""How a number is written in each language, and what is no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import numerals
from quizzes.kinds.kind import Unreadable

EITHER = [
    ("1000", 1000),
    ("1 000", 1000),
    ("1\u00a0000", 1000),
    ("1\u202f000", 1000),
    ("1\u2009000", 1000),
    ("1'000", 1000),
    ("1’000", 1000),
    ("1e3", 1000),
    ("1E+3", 1000),
    ("1e-3", 0.001),
    (" 7 ", 7),
    ("007", 7),
    ("+7", 7),
    ("-7", -7),
    ("\N{MINUS SIGN}7", -7),
    ("– 7", -7),
    ("－７", -7),
    ("٧", 7),
    ("12 345 678", 12345678),
    ("0", 0),
]
POINT = [
    ("7.5", 7.5),
    ("1,000", 1000),
    ("1,234,567.8", 1234567.8),
    (".5", 0.5),
    ("8.", 8),
    ("７．５", 7.5),
    ("1.000", 1),
]
COMMA = [
    ("7,5", 7.5),
    ("1.000", 1000),
    ("1.234.567,8", 1234567.8),
    (",5", 0.5),
    ("8.", 8),
    ("1 000,25", 1000.25),
]
TABLE = [
    *[(text, language, value) for language in ("en", "de", "fr", "ja") for text, value in EITHER],
    *[(text, language, value) for language in ("en", "ja") for text, value in POINT],
    *[(text, language, value) for language in ("de", "fr", "ru") for text, value in COMMA],
]


@pytest.mark.parametrize(("text", "language", "value"), TABLE)
def test_a_number_is_read_as_its_language_writes_it(text, language, value):
    assert numerals.read(text, language) == value


@pytest.mark.parametrize(
    ("text", "language", "remedy"),
    [
        ("1,5", "en", "Write a decimal point, as in 1.5."),
        ("0,500", "en", "Write a decimal point, as in 0.500."),
        ("1.000,5", "en", "Write a decimal point, as in 1000.5."),
        ("1,0000", "en", "Write a decimal point, as in 1.0000."),
        ("1.5", "de", "Write a decimal comma, as in 1,5."),
        ("0.125", "de", "Write a decimal comma, as in 0,125."),
        ("1,000.5", "de", "Write a decimal comma, as in 1000,5."),
        ("1.000.000", "en", "Leave it out, as in 1000000."),
        ("1,000,000", "de", "Leave it out, as in 1000000."),
    ],
)
def test_the_other_decimal_sign_is_not_wrong_but_unreadable(text, language, remedy):
    answer = numerals.read(text, language)
    assert isinstance(answer, Unreadable)
    assert answer.sentence.endswith(remedy)


@pytest.mark.parametrize(
    "text",
    [
        "", "seven", "inf", "-Infinity", "nan", "1e999", "-1e999", "9" * 400, "1e-999", "7 8", "7-8", "7/8", "7.5.2",
        "1,00,000", "1,0000,000", "1 00", "1,000 000", "1_000", "0x10", "5²", "½", "$5", "about 8", "--7", "1e", "e3", "-",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_no_single_number_is_unreadable(text, language):
    assert isinstance(numerals.read(text, language), Unreadable)


@pytest.mark.parametrize("language", numerals.LANGUAGES)
@given(number=st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9))
def test_a_number_written_in_a_language_is_read_back(language, number):
    text = repr(number).replace(".", numerals.decimal_sign(language))
    assert numerals.read(text, language) == number


@pytest.mark.parametrize("language", numerals.LANGUAGES)
@given(number=st.integers(-(10**12), 10**12), group=st.sampled_from(["other", " ", "'", "\u202f"]))
def test_a_grouped_number_is_read_back(language, number, group):
    sign = {".": ",", ",": "."}[numerals.decimal_sign(language)] if group == "other" else group
    assert numerals.read(f"{number:,}".replace(",", sign), language) == number


@given(text=st.text(max_size=40), language=st.sampled_from(["en", "de"]))
def test_every_text_is_read_or_refused_with_a_sentence(text, language):
    answer = numerals.read(text, language)
    assert isinstance(answer, float) or answer.sentence.endswith(".")


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("7.5 hours", "7.5", "hours"),
        ("7.5hours.", "7.5", "hours"),
        ("1 000 km", "1 000", "km"),
        ("5'", "5", "'"),
        ("5 %", "5", "%"),
        ("3 eggs", "3", "eggs"),
        ("3e2 m³", "3e2", "m³"),
        ("hours", "", "hours"),
    ],
)
def test_a_unit_is_told_from_the_number_before_it(text, number, rest):
    assert numerals.split(text) == (number, rest)

"""Numbers as people write them, in the language of the question: 1,000.5 here is 1.000,5 there."""

import math
import re
import unicodedata

from quizzes.kinds.folding import QUOTES, is_dash, quoted
from quizzes.kinds.kind import Unreadable

LANGUAGES = {
    "en": "English", "cs": "Czech", "da": "Danish", "de": "German", "es": "Spanish", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
POINT_LANGUAGES = {"en", "he", "ja", "ko", "zh"}
SIGN_NAMES = {".": "point", ",": "comma"}
SWAP = str.maketrans(".,", ",.")

# A grouping sign counts only between two digits, so that "5'" leaves its sign to the unit.
NUMBER = re.compile(r"[+-]? ?[.,]?\d(?:[.,' ]?\d)*(?:[eE][+-]?\d+)?")
EXPONENT = r"(?:[eE][+-]?\d+)?"


def decimal_sign(language: str) -> str:
    return "." if language in POINT_LANGUAGES else ","


def choices() -> tuple[tuple[str, str], ...]:
    """(code, label) pairs for a form, each label with a number as that language writes it."""
    samples = {".": "1,000.5", ",": "1.000,5"}
    return tuple((code, f"{name} ({samples[decimal_sign(code)]})") for code, name in LANGUAGES.items())


def split(text: str) -> tuple[str, str]:
    """The number a text starts with, in ASCII, and what follows it; no number is an empty string."""
    line = " ".join("".join(map(ascii_mark, text.translate(QUOTES))).split())
    number = NUMBER.match(line)
    if number is None:
        return "", line
    return number[0], line[number.end() :].strip(" .,")


def ascii_mark(mark: str) -> str:
    """Digits of any script, full-width signs, dashes and spaces as their ASCII fellows.

    Not by NFKC, which would make 52 of a 5 with a superscript 2.
    """
    digit = unicodedata.decimal(mark, None)
    if digit is not None:
        return str(digit)
    if is_dash(mark):
        return "-"
    if unicodedata.category(mark) == "Cf":
        return ""
    if "！" <= mark <= "～":
        return unicodedata.normalize("NFKC", mark)
    return mark


def read(text: str, language: str) -> float | Unreadable:
    """The number a text holds and nothing else."""
    number, rest = split(text)
    if rest and number:
        return Unreadable(f"{quoted(text)} holds more than a number. Write the number alone, as in {number}.")
    return value(number or rest, language)


def value(number: str, language: str) -> float | Unreadable:
    """The value of a number as `split` gives it."""
    sign = decimal_sign(language)
    if not re.search(r"\d", number):
        return Unreadable(
            f"{quoted(number)} is not a number. Write one in digits, as in {'7.5'.replace('.', sign)}."
        )
    plain = without_grouping(number, sign)
    if plain is None:
        return misread(number, sign)
    result = float(plain)
    if math.isinf(result):
        return Unreadable(f"{quoted(number)} is too large to be read. Write a smaller number.")
    if result == 0 and re.search(r"[1-9]", re.split("[eE]", plain)[0]):
        return Unreadable(f"{quoted(number)} is too close to zero to be read. Write 0 or a larger number.")
    return result


def without_grouping(number: str, sign: str) -> str | None:
    """The number as Python writes it; None unless it follows the rules of its decimal sign.

    Groups are of three digits, by one sign throughout, and the first does not start with 0: "0,500"
    is half written with the other decimal sign, not five hundred.
    """
    decimal, other = re.escape(sign), re.escape(sign.translate(SWAP))
    fraction = rf"(?:{decimal}\d+)?"
    grouped = rf"[1-9]\d{{0,2}}(?P<group>[{other} '])\d{{3}}(?:(?P=group)\d{{3}})*{fraction}"
    shape = rf"[+-]? ?(?:\d+{fraction}|{decimal}\d+|{grouped}){EXPONENT}"
    if not re.fullmatch(shape, number):
        return None
    return re.sub(rf"[{other} ']", "", number).replace(sign, ".")


def misread(number: str, sign: str) -> Unreadable:
    """What to say of digits that do not make a number by the rules of this decimal sign."""
    other = sign.translate(SWAP)
    mirrored = without_grouping(number, other)
    if mirrored is None:
        return Unreadable(
            f"{quoted(number)} cannot be read as one number. Write one, as in {'7.5'.replace('.', sign)}."
        )
    if "." not in mirrored:
        return Unreadable(
            f"{quoted(number)} has a {SIGN_NAMES[sign]} between groups. Leave it out, as in {mirrored}."
        )
    remedy = f"Write a decimal {SIGN_NAMES[sign]}, as in {mirrored.replace('.', sign)}."
    return Unreadable(f"{quoted(number)} has a decimal {SIGN_NAMES[other]}. {remedy}")


def written(number: float, language: str) -> str:
    """A number for people to read, to twelve digits at most."""
    return f"{number:.12g}".replace(".", decimal_sign(language))

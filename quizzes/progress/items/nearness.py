"""How near words come to right ones, so that missed spellings are found among what is simply wrong."""

import re
from collections.abc import Iterable
from itertools import product

from rapidfuzz import fuzz

NEAR = 75
"""From this likeness on, of 100, it is worth a look: one letter in four may be another."""
DENIALS = {
    "cannot", "neither", "never", "no", "nobody", "non", "none", "nor", "not", "nothing", "nowhere", "without",
}  # fmt: skip
DENYING = ("anti", "dis", "il", "im", "in", "ir", "non", "un")
"""What makes the contrary of a word when it stands before it."""
ONE_OF_MANY = {
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
}  # fmt: skip
"""Words that are much alike and mean another number, day or month."""


def is_near(said: str, rights: Iterable[str]) -> bool:
    return any(is_slip(plain(said), plain(right)) for right in rights)


def plain(text: str) -> str:
    return text.strip().casefold().replace("’", "'")


def is_slip(said: str, right: str) -> bool:
    """Whether one may be the other misspelt: much alike, and neither another number nor the contrary."""
    return fuzz.ratio(said, right) >= NEAR and not (
        is_another_number(said, right) or is_contrary(said, right)
    )


def is_another_number(one: str, other: str) -> bool:
    """Or another day or month; where one of them has none, it may be misspelt."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return True
    members = [[word for word in words(text) if word in ONE_OF_MANY] for text in (one, other)]
    return all(members) and members[0] != members[1]


def is_contrary(one: str, other: str) -> bool:
    """As "now allowed" and "not allowed", "legal" and "illegal"."""
    if denials(one) != denials(other):
        return True
    alone, others = set(words(one)) - set(words(other)), set(words(other)) - set(words(one))
    return any(denies(word, another) or denies(another, word) for word, another in product(alone, others))


def denials(text: str) -> int:
    return sum(word in DENIALS or word.endswith("n't") for word in words(text))


def denies(word: str, another: str) -> bool:
    return any(word == begins + another for begins in DENYING)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text)

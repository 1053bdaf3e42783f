"""The words of a text, as search compares them: case, accents and typography folded, and each word's stem.

What is a word is told once, as data, because two engines carry it out: `re` here, for SQLite and for the marks
on the page, and `regexp_replace` in PostgreSQL (postgresql.py writes its function from the same constants).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from unicodedata import combining, normalize

# Longer texts are searched up to here: PostgreSQL keeps at most a megabyte of words of one text.
LONGEST_TEXT = 100_000
LONGEST_WORD = 64

# After NFKD. What is dropped: accents and points of all scripts in wide use, soft hyphens, joiners, directions.
DROPPED = (
    (0x00AD, 0x00AD),
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),
    (0x061C, 0x061C),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x20D0, 0x20FF),
    (0x3099, 0x309A),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF),
)
# What stands between words: punctuation, symbols, blanks, private use.
BETWEEN = (
    (0x0001, 0x002F),
    (0x003A, 0x0040),
    (0x005B, 0x0060),
    (0x007B, 0x00BF),
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x02B9, 0x02FF),
    (0x0375, 0x0375),
    (0x037E, 0x037E),
    (0x0387, 0x0387),
    (0x055A, 0x055F),
    (0x0589, 0x058A),
    (0x05BE, 0x05BE),
    (0x05C0, 0x05C0),
    (0x05C3, 0x05C3),
    (0x05C6, 0x05C6),
    (0x05F3, 0x05F4),
    (0x0600, 0x060F),
    (0x061B, 0x061F),
    (0x066A, 0x066D),
    (0x06D4, 0x06D4),
    (0x0964, 0x0965),
    (0x0970, 0x0970),
    (0x1680, 0x1680),
    (0x2000, 0x2BFF),
    (0x2E00, 0x2E7F),
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x303D, 0x303F),
    (0x30A0, 0x30A0),
    (0x30FB, 0x30FB),
    (0xE000, 0xF8FF),
    (0xFD3E, 0xFD4F),
    (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F),
    (0xFFF0, 0xFFFF),
    (0x1F000, 0x1FBFF),
    (0xE0000, 0x10FFFF),
)
# Written without blanks: each of these characters is a word, and several in a row are looked for as a phrase.
ALONE = ((0x3041, 0x3096), (0x30A1, 0x30FA), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))

# Letters of one case, for letters that do not come apart into a letter and an accent.
CASED = (
    *((chr(code), chr(code).lower()) for code in range(0x00C0, 0x0557)),
    *(("Ø", "o"), ("ø", "o"), ("Đ", "d"), ("đ", "d"), ("Ł", "l"), ("ł", "l"), ("Ħ", "h"), ("ħ", "h")),
    *(("ı", "i"), ("ς", "σ"), ("ẞ", "ß"), ("’", "'"), ("‘", "'"), ("ʼ", "'")),
)
FOLDED = {upper: lower for upper, lower in CASED if upper != lower and len(normalize("NFKD", lower)) == 1}
LIGATURES = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"))


def between_brackets(*ranges: tuple[int, int]) -> str:
    """Code points as both engines write them in a class of characters."""
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


NO_WORD = f"[{between_brackets(*BETWEEN)}]"
OWNERS_S = f"'s(?![^{between_brackets(*BETWEEN)}])"
# A light stemmer of English: each rule once, in this order. Inflection goes, the word stays recognisable:
# talks, talked, talking; country, countries; agree, agreed; plan, planned.
STEMMING = (
    (r"^(.{2,})ie[sd]$", r"\1y"),
    (r"^(.{2,}[^siu])s$", r"\1"),
    (r"^(.{3,})eed$", r"\1ee"),
    (r"^([^aeiouy]*[aeiouy].*)([bfgmnprt])\2(ing|ed)$", r"\1\2"),
    (r"^(?=[^aeiouy]*[aeiouy].*ing$)(.{3,})ing$", r"\1"),
    (r"^(?=[^aeiouy]*[aeiouy].*ed$)(.{2,}[^e])ed$", r"\1"),
    (r"^(.{3,})e$", r"\1"),
    (r"^(.{2,}[^aeiou])y$", r"\1i"),
)

LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)} | FOLDED)
GONE = re.compile(f"[{between_brackets(*DROPPED)}]")
POSSESSIVE = re.compile(OWNERS_S)
WORD = re.compile(f"[{between_brackets(*ALONE)}]|[^{between_brackets(*BETWEEN, *ALONE)}]+")
RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in STEMMING)


# Told to the index, which is filled anew when what is a word changes.
EDITION = sha256(
    repr(
        (LONGEST_TEXT, LONGEST_WORD, DROPPED, BETWEEN, ALONE, sorted(FOLDED.items()), LIGATURES, STEMMING)
    ).encode()
).hexdigest()[:12]


@dataclass(frozen=True)
class Word:
    """A word of a text: as it is said, its stem, and where it stands."""

    said: str
    stem: str
    start: int
    end: int


def said(text: str) -> list[str]:
    """The folded words of the text in their order."""
    folded = fold(text[:LONGEST_TEXT])
    return [found[0][:LONGEST_WORD] for found in WORD.finditer(POSSESSIVE.sub("  ", folded))]


def fold(text: str) -> str:
    """Case, accents and typography folded. Blanks and punctuation stay where they are."""
    plain = text.replace("\0", " ")
    if not plain.isascii():
        plain = GONE.sub("", normalize("NFKD", plain))
    lower = plain.translate(LOWER)
    for ligature, letters in LIGATURES:
        lower = lower.replace(ligature, letters)
    return lower


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    for pattern, replacement in RULES:
        word = pattern.sub(replacement, word)
    return word


def words(text: str) -> list[Word]:
    """The words with their places in the text as it stands."""
    folded, places = folded_with_places(text[:LONGEST_TEXT])
    found = WORD.finditer(POSSESSIVE.sub("  ", folded))
    return [
        Word(
            match[0][:LONGEST_WORD],
            stem(match[0][:LONGEST_WORD]),
            places[match.start()][0],
            places[match.end() - 1][1],
        )
        for match in found
    ]


def folded_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its characters where in the text it comes from."""
    if text.isascii():
        return fold(text), [(place, place + 1) for place in range(len(text))]
    folded, places = [], []
    for start, end in characters(text):
        letters = fold(text[start:end])
        folded.append(letters)
        places += [(start, end)] * len(letters)
    return "".join(folded), places


def characters(text: str) -> Iterator[tuple[int, int]]:
    """Where each character begins and ends, its accents taken with it: what NFKD never takes apart."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not combining(text[place]):
            yield start, place
            start = place

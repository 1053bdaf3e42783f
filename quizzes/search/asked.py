"""What somebody looks for: words that must all be there, and phrases in quotation marks.

Each word may be inflected; the last one may still be in the middle of being typed. A phrase is looked for word
for word. Nothing that can be typed is an error: what is no word stands between words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizzes.articles.quoting import Span
from quizzes.search.words import Word, said, stem, words

MOST_WORDS = 24
NO_WORDS = "There is no word in that. Write letters or digits."
TOO_MANY = f"That is too much to look for at once. Write up to {MOST_WORDS} words."
# Every other piece is a phrase; an open quotation mark begins one that is still being typed.
QUOTATION_MARKS = re.compile('["“”„«»]')


@dataclass(frozen=True)
class Term:
    """One word, or several in a row: inflected as may be, or exactly so. Of an open one the last word may go on."""

    words: tuple[str, ...]
    is_exact: bool = False
    is_open: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(map(stem, self.words))

    def places(self, text: Sequence[Word]) -> Iterator[Span]:
        """Where it stands among the words of a text."""
        length = len(self.words)
        for first in range(len(text) - length + 1):
            here = text[first : first + length]
            if self.is_said_by(here):
                yield Span(here[0].start, here[-1].end)

    def is_said_by(self, here: Sequence[Word]) -> bool:
        if not self.is_exact and tuple(word.stem for word in here) == self.stems:
            return True
        heard = tuple(word.said for word in here)
        if self.is_open:
            return heard[:-1] == self.words[:-1] and heard[-1].startswith(self.words[-1])
        return self.is_exact and heard == self.words


@dataclass(frozen=True)
class Asked:
    """What is looked for; a sentence instead where it cannot be."""

    terms: tuple[Term, ...] = ()
    problem: str = ""

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def advice(self) -> str:
        """What to try when nothing has all the terms."""
        if any(term.is_exact for term in self.terms):
            return "Try it without the quotation marks: then the words may stand anywhere, and inflected."
        if len(self.terms) > 1:
            return (
                "All of these words must be there. Try fewer of them, or only the beginning of the last one."
            )
        return "Try another word for it, or only the beginning of this one."

    def marks(self, text: str) -> list[Span]:
        """Where the terms stand in the text."""
        its_words = words(text)
        return sorted(place for term in self.terms for place in term.places(its_words))

    def without(self, text: str) -> "Asked":
        """Those of the terms that do not stand in the text."""
        its_words = words(text)
        return Asked(tuple(term for term in self.terms if not any(term.places(its_words))))

    def is_found_in(self, texts: Iterable[str]) -> bool:
        """Whether every term stands in one of the texts, each in any."""
        read = [words(text) for text in texts]
        return bool(self.terms) and all(any(any(term.places(text)) for text in read) for term in self.terms)


def asked(typed: str) -> Asked:
    if not typed.strip():
        return Asked()
    terms = tuple(dict.fromkeys(terms_of(typed)))
    if not terms:
        return Asked(problem=NO_WORDS)
    if sum(len(term.words) for term in terms) > MOST_WORDS:
        return Asked(problem=TOO_MANY)
    return Asked(terms)


def terms_of(typed: str) -> Iterator[Term]:
    pieces = QUOTATION_MARKS.split(typed)
    for place, piece in enumerate(pieces):
        is_last = place == len(pieces) - 1
        if place % 2:
            yield from spoken(piece, is_exact=True, is_open=is_last)
        else:
            yield from plain_terms(piece, is_last)


def plain_terms(piece: str, is_last: bool) -> Iterator[Term]:
    """A term a word; what is one word only to the eye, as in "day-long", is looked for in a row."""
    found = [term for chunk in piece.split() for term in spoken(chunk)]
    if found and is_last:
        found[-1] = Term(found[-1].words, is_open=True)
    yield from found


def spoken(piece: str, **how: bool) -> Iterator[Term]:
    if its_words := tuple(said(piece)):
        yield Term(its_words, **how)

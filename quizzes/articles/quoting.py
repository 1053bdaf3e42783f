"""Find quoted words in a text, word for word, and cut a text where words are marked.

Typography is not wording: curly or straight quotation marks, kinds of dash and of blank count as equal.
What is found is always a span of the text as it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t\n\r", " "
        ),
    }
)


@dataclass(frozen=True, order=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is marked as a whole, or not at all."""

    text: str
    is_marked: bool = False


def find(words: str, text: str, *, near: int = 0) -> Span | None:
    """Where the words stand in the text: the place nearest to `near` when they stand there more than once."""
    wanted = words.strip().translate(ALIKE)
    places = list(occurrences(wanted, text.translate(ALIKE)))
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return Span(start, start + len(wanted))


def occurrences(words: str, text: str) -> Iterable[int]:
    """Each place where the words stand as whole words: "cat" does not stand in "concatenate"."""
    place = text.find(words) if words else -1
    while place != -1:
        end = place + len(words)
        if not (is_inside_a_word(text, place) or is_inside_a_word(text, end)):
            yield place
        place = text.find(words, place + 1)


def is_inside_a_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def cut(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The text in pieces, marked and unmarked in turn. Spans may overlap; joined they give the text back."""
    pieces, done = [], 0
    for span in merged(spans):
        start, end = max(span.start, 0), min(span.end, len(text))
        pieces += [Piece(text[done:start]), Piece(text[start:end], is_marked=True)]
        done = end
    return [piece for piece in [*pieces, Piece(text[done:])] if piece.text]


def merged(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined

"""The stretch of a text that shows why it was found, cut at blanks, with the words marked."""

from collections.abc import Sequence

from quizzes.articles.quoting import Piece, Span, cut

WIDTH = 260
BEFORE = 70
# How far a cut may move to fall between two words; in a text without blanks it falls anywhere.
NEAR = 30


def snippet(text: str, marks: Sequence[Span]) -> list[Piece]:
    """The text itself where it is short; else what stands around the first mark."""
    window = around(text, marks[0].start if marks else 0)
    shown = [
        Span(max(mark.start, window.start) - window.start, min(mark.end, window.end) - window.start)
        for mark in marks
        if mark.start < window.end and mark.end > window.start
    ]
    pieces = cut(text[window.start : window.end], shown)
    if window.start > 0:
        pieces.insert(0, Piece("… "))
    if window.end < len(text):
        pieces.append(Piece(" …"))
    return pieces


def around(text: str, place: int) -> Span:
    if len(text) <= WIDTH:
        return Span(0, len(text))
    start = min(max(place - BEFORE, 0), len(text) - WIDTH)
    start = start and after_a_blank(text, start, limit=place)
    end = min(start + WIDTH, len(text))
    return Span(start, end if end == len(text) else before_a_blank(text, end, limit=place + 1))


def after_a_blank(text: str, place: int, *, limit: int) -> int:
    blank = text.find(" ", place, max(min(place + NEAR, limit), place))
    return blank + 1 if blank != -1 else place


def before_a_blank(text: str, place: int, *, limit: int) -> int:
    blank = text.rfind(" ", max(place - NEAR, limit), place + 1)
    return blank if blank != -1 else place

"""What other rooms show in the reader. They add their functions in quizzes/apps.py; this room knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.quoting import Piece, Span, cut


@dataclass(frozen=True)
class Mark:
    """Words to mark in a passage of the revision being read; no span marks the passage as a whole."""

    passage_id: int
    span: Span | None
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A passage as the reader shows it."""

    passage: Passage
    pieces: tuple[Piece, ...]
    is_cited: bool
    notes: tuple[str, ...]
    margin: tuple[str, ...]


@dataclass(frozen=True)
class Shut:
    """Why the sources are shut for someone for a while, and where the way on leads."""

    sentence: str
    way_on: str
    url: str


# (request) -> why this person may not read now, if so.
SHUT: list[Callable[[HttpRequest], Shut | None]] = []
# (request, article, newest) -> the revision that must be shown instead of the newest, if any.
NEEDED: list[Callable[[HttpRequest, Article, Revision], Revision | None]] = []
# (request, revision) -> what to mark in it.
MARKS: list[Callable[[HttpRequest, Revision], Iterable[Mark]]] = []
# (request, revision) -> a few words beside each passage, by the passage's id.
MARGIN: list[Callable[[HttpRequest, Revision], dict[int, str]]] = []


def shut(request: HttpRequest) -> Shut | None:
    return next(filter(None, (shuts(request) for shuts in SHUT)), None)


def needed(request: HttpRequest, article: Article, newest: Revision) -> Revision:
    return next(filter(None, (need(request, article, newest) for need in NEEDED)), newest)


def lines(request: HttpRequest, revision: Revision) -> list[Line]:
    marks = [mark for marks_in in MARKS for mark in marks_in(request, revision)]
    margins = [beside(request, revision) for beside in MARGIN]
    return [line(passage, marks, margins) for passage in revision.passages.order_by("position")]


def line(passage: Passage, marks: list[Mark], margins: list[dict[int, str]]) -> Line:
    here = [mark for mark in marks if mark.passage_id == passage.pk]
    return Line(
        passage=passage,
        pieces=tuple(cut(passage.text, [mark.span for mark in here if mark.span])),
        is_cited=bool(here),
        notes=tuple(mark.note for mark in here if mark.note),
        margin=tuple(notes[passage.pk] for notes in margins if passage.pk in notes),
    )

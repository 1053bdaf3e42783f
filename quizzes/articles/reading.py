"""What other rooms show in the reader. They add their functions in quizzes/apps.py; this room knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.quoting import Piece, Span, cut


@dataclass(frozen=True)
class Mark:
    """Words to mark in a passage of the revision being read; no span marks the passage as a whole."""

    passage_id: int
    span: Span | None
    note: str = ""


@dataclass(frozen=True)
class Action:
    """Something to do with a passage, or with the words of it that are selected.

    It is a link to `url` with `passage=<id>`, and `start=<n>&end=<n>` for words: characters of the passage's text.
    """

    label: str
    label_for_words: str
    url: str

    def on(self, passage: Passage) -> "Action":
        return replace(self, url=f"{self.url}?{urlencode({'passage': passage.pk})}")


@dataclass(frozen=True)
class Line:
    """A passage as the reader shows it."""

    passage: Passage
    pieces: tuple[Piece, ...]
    is_cited: bool
    notes: tuple[str, ...]
    margin: tuple[SafeString, ...]
    actions: tuple[Action, ...]


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
# (request, revision) -> a rendered part beside each passage, by the passage's id.
MARGIN: list[Callable[[HttpRequest, Revision], dict[int, SafeString]]] = []
# (request) -> what this person may do with a passage, if anything.
ACTIONS: list[Callable[[HttpRequest], Action | None]] = []


def shut(request: HttpRequest) -> Shut | None:
    return next(filter(None, (shuts(request) for shuts in SHUT)), None)


def needed(request: HttpRequest, article: Article, newest: Revision) -> Revision:
    return next(filter(None, (need(request, article, newest) for need in NEEDED)), newest)


def lines(request: HttpRequest, revision: Revision) -> list[Line]:
    marks = [mark for marks_in in MARKS for mark in marks_in(request, revision)]
    margins = [beside(request, revision) for beside in MARGIN]
    actions = list(filter(None, (offered(request) for offered in ACTIONS)))
    return [line(passage, marks, margins, actions) for passage in revision.passages.order_by("position")]


def line(
    passage: Passage, marks: list[Mark], margins: list[dict[int, SafeString]], actions: list[Action]
) -> Line:
    here = [mark for mark in marks if mark.passage_id == passage.pk]
    return Line(
        passage=passage,
        pieces=tuple(cut(passage.text, [mark.span for mark in here if mark.span])),
        is_cited=bool(here),
        notes=tuple(mark.note for mark in here if mark.note),
        margin=tuple(parts[passage.pk] for parts in margins if passage.pk in parts),
        actions=tuple(action.on(passage) for action in actions),
    )

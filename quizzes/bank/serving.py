"""Versions as student pages need them: the face before the answer; key and evidence after it.

Versions and revisions never change, so each process keeps the last few hundred it served. What is told about an
article (its title, its publisher) does change: evidence is kept together with the moment the articles were last
edited, and an edit by anyone, on any machine, makes it load anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from quizzes import kinds
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.quoting import Piece, cut
from quizzes.bank.models import Citation, QuestionVersion

KEPT = 1000
# Within a stance, sources stand in the order the teacher gave.
ORDER = (Citation.Stance.SUPPORTS, Citation.Stance.CONTEXT, Citation.Stance.CONTRADICTS)
Key = TypeVar("Key")
Served = TypeVar("Served")


class AsOf(NamedTuple):
    """A version, and when any article was last edited."""

    version_id: int
    articles_edited: datetime | None


@dataclass(frozen=True)
class Face:
    """What a student may see before answering."""

    kind: str
    content: Mapping

    @property
    def task(self) -> kinds.Kind:
        return kinds.KINDS[self.kind]


@dataclass(frozen=True)
class Neighbour:
    """A passage next to the cited one, for context."""

    number: int
    role: str
    text: str


@dataclass(frozen=True)
class Source:
    """A cited passage with its words marked."""

    article: Article
    revision: Revision
    passage: Passage
    stance: str
    url: str
    pieces: tuple[Piece, ...]
    before: Neighbour | None
    after: Neighbour | None

    @property
    def contradicts(self) -> bool:
        return self.stance == Citation.Stance.CONTRADICTS

    @property
    def stands_alone(self) -> bool:
        """A caption or a title is read without its neighbours."""
        return self.passage.role != "body"


@dataclass(frozen=True)
class Evidence:
    """What marks and explains an answer."""

    key: Mapping
    hints: tuple[str, ...]
    points: float
    sources: tuple[Source, ...]

    @cached_property
    def main(self) -> Source:
        return self.sources[0]

    @cached_property
    def others(self) -> tuple[Source, ...]:
        return self.sources[1:]

    @cached_property
    def articles(self) -> frozenset[Article]:
        return frozenset(source.article for source in self.sources if not source.contradicts)


class Shelf(Generic[Key, Served]):
    """The last things this process served, by key. What is not there is loaded, many in one query."""

    def __init__(self, load: Callable[[Collection[Key]], dict[Key, Served]], size: int = KEPT) -> None:
        self.load, self.size = load, size
        self.kept: OrderedDict[Key, Served] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key) -> Served:
        return self.many([key])[key]

    def many(self, keys: Iterable[Key]) -> dict[Key, Served]:
        """Raises KeyError for what does not exist."""
        wanted = list(dict.fromkeys(keys))
        with self.lock:
            found = {key: self.kept[key] for key in wanted if key in self.kept}
        if missing := [key for key in wanted if key not in found]:
            found |= self.keep(self.load(missing))
        return {key: found[key] for key in wanted}

    def keep(self, loaded: dict[Key, Served]) -> dict[Key, Served]:
        with self.lock:
            self.kept.update(loaded)
            while len(self.kept) > self.size:
                self.kept.popitem(last=False)
        return loaded

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()


def load_faces(version_ids: Collection[int]) -> dict[int, Face]:
    rows = QuestionVersion.objects.filter(pk__in=version_ids).values_list("pk", "kind", "face")
    return {pk: Face(kind, face) for pk, kind, face in rows}


def load_evidence(keys: Collection[AsOf]) -> dict[AsOf, Evidence]:
    """Keys and sources, in one query: no version is published without a citation."""
    key_of = {key.version_id: key for key in keys}
    citations = (
        Citation.objects.with_sources()
        .select_related("version")
        .annotate(before=neighbour(-1), after=neighbour(+1))
        .filter(version__in=key_of)
        .order_by("version", "position")
    )
    grouped = [(version, list(cited)) for version, cited in groupby(citations, key=attrgetter("version"))]
    # Whoever marks an answer needs the face too, and it came along.
    faces.keep({version.pk: Face(version.kind, version.face) for version, _ in grouped})
    return {
        key_of[version.pk]: Evidence(version.key, tuple(version.hints), float(version.points), sources(cited))
        for version, cited in grouped
    }


def neighbour(step: int) -> Subquery:
    position = OuterRef("passage__position") + step
    passages = Passage.objects.filter(revision=OuterRef("passage__revision"), position=position)
    return Subquery(passages.values(as_json=JSONObject(number="number", role="role", text="text")))


def sources(citations: list[Citation]) -> tuple[Source, ...]:
    """One source a passage and stance: what supports the answer, what gives context, what says otherwise."""
    together: dict[tuple[int, str], list[Citation]] = {}
    for citation in citations:
        together.setdefault((citation.passage_id, citation.stance), []).append(citation)
    found = [source(group) for group in together.values()]
    return tuple(sorted(found, key=lambda source: ORDER.index(source.stance)))


def source(citations: list[Citation]) -> Source:
    first = citations[0]
    passage = first.passage
    return Source(
        article=passage.revision.article,
        revision=passage.revision,
        passage=passage,
        stance=first.stance,
        url=first.get_absolute_url(),
        pieces=tuple(cut(passage.text, [citation.span for citation in citations])),
        before=first.before and Neighbour(**first.before),
        after=first.after and Neighbour(**first.after),
    )


faces: Shelf[int, Face] = Shelf(load_faces)
evidence: Shelf[AsOf, Evidence] = Shelf(load_evidence)

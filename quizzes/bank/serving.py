"""Versions as student pages need them: the face before the answer; key and evidence after it.

Versions and revisions never change, so each process keeps the last few hundred it served. What is told about an
article (its title, its publisher) and a point does change, and a key can be put right: evidence is kept together with
the moment any of them was last edited and the number of corrections, and an edit by anyone, on any machine, makes it
load anew.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter, itemgetter
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Aggregate, CharField, JSONField, OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from quizzes import kinds
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.quoting import Piece, Span, cut
from quizzes.bank import changes
from quizzes.bank.changes import Change
from quizzes.bank.corrections import Correction, asked
from quizzes.bank.models import Citation, QuestionVersion
from quizzes.bank.points import SidePassage

# When anything that is told beside an answer was last edited, as a column of other queries. By hand, because every
# answer asks for it, and a subquery of the ORM is built and compiled anew each time.
EDITS = "SELECT edited_at FROM quizzes_article UNION ALL SELECT edited_at FROM quizzes_point"
# Corrections are counted, because two that are stored at once may be stored in the other order than their times. The
# number tells of each that was made and of each that was taken back.
CORRECTIONS = "SELECT COUNT(*) + COUNT(taken_back_at) FROM quizzes_correction"
STAMP = (
    f"(SELECT COALESCE(CAST(MAX(edited_at) AS text), '') FROM ({EDITS}) AS edits) || ' ' || ({CORRECTIONS})"  # noqa: S608 - no input
)
LAST_EDIT = RawSQL(STAMP, [], CharField())  # noqa: S611 - no input

KEPT = 1000
# Within a stance, sources stand in the order the teacher gave.
ORDER = (Citation.Stance.SUPPORTS, Citation.Stance.CONTEXT, Citation.Stance.CONTRADICTS)
Key = TypeVar("Key")
Served = TypeVar("Served")


class AsOf(NamedTuple):
    """A version, and the last edit of any article, point or key."""

    version_id: int
    last_edit: str | None


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
    def has_since_changed(self) -> bool:
        """Whether the article has a newer text than the one cited, and not just other words behind its numbers."""
        return not self.revision.has_current_numbers

    @property
    def stands_alone(self) -> bool:
        """A caption or a title is read without its neighbours."""
        return self.passage.role != "body"


@dataclass(frozen=True)
class OtherSide:
    """What other passages say on the point a question belongs to."""

    says: str
    point_url: str
    passages: tuple["OtherPassage", ...]


@dataclass(frozen=True)
class OtherPassage:
    article: str
    label: str
    url: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Evidence:
    """What marks and explains an answer. `otherwise`: the sides of its point that the answer does not rest on.

    `key` is put right already; `keys` are the published one and what each of the `changes` made of it in turn.
    """

    key: Mapping
    hints: tuple[str, ...]
    points: float
    sources: tuple[Source, ...]
    otherwise: tuple[OtherSide, ...] = ()
    changes: tuple[Change, ...] = ()
    keys: tuple[Mapping, ...] = ()

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
        .annotate(
            before=neighbour(-1),
            after=neighbour(+1),
            sides=sides_of_the_point(),
            stood_on=passages_stood_on(),
            corrections=standing_corrections(),
        )
        .filter(version__in=key_of)
        .order_by("version", "position")
    )
    grouped = [(version, list(cited)) for version, cited in groupby(citations, key=attrgetter("version"))]
    # Whoever marks an answer needs the face too, and it came along.
    faces.keep({version.pk: Face(version.kind, version.face) for version, _ in grouped})
    return {
        key_of[version.pk]: put_together(version, cited, changes_of(cited[0].corrections or ()))
        for version, cited in grouped
    }


def put_together(version: QuestionVersion, cited: list[Citation], found: tuple[Change, ...]) -> Evidence:
    keys = changes.keys_after(asked(version), found)
    return Evidence(
        keys[-1],
        tuple(version.hints),
        float(version.points),
        sources(cited),
        otherwise(cited),
        tuple(change for change in found if version.pk in change.version_ids),
        tuple(
            key for place, key in enumerate(keys) if not place or version.pk in found[place - 1].version_ids
        ),
    )


def neighbour(step: int) -> Subquery:
    position = OuterRef("passage__position") + step
    passages = Passage.objects.filter(revision=OuterRef("passage__revision"), position=position)
    return Subquery(passages.values(as_json=JSONObject(number="number", role="role", text="text")))


class JSONRows(Aggregate):
    """The rows of a group as one JSON list."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


def sides_of_the_point() -> Subquery:
    """Every passage on every side, so that evidence still takes one query."""
    article = "passage__revision__article"
    row = JSONObject(
        point="side__point__slug",
        side="side__position",
        says="side__says",
        passage="passage_id",
        same_as="same_as",
        text="passage__text",
        role="passage__role",
        number="passage__number",
        start="start",
        quote="quote",
        slug=f"{article}__slug",
        title=f"{article}__title",
        short_name=f"{article}__short_name",
        revision="passage__revision__number",
        numbering=numbering_of("passage__revision"),
        current=numbering_of(f"{article}__current"),
        place="position",
    )
    taken = SidePassage.objects.filter(side__point=OuterRef("version__question__point")).order_by()
    return Subquery(taken.values("side__point").annotate(rows=JSONRows(row)).values("rows"))


def standing_corrections() -> Subquery:
    row = JSONObject(
        id="pk", what="what", details="details", version_ids="version_ids", keeps_better="keeps_better"
    )
    standing = Correction.objects.filter(
        question=OuterRef("version__question"), taken_back_at=None
    ).order_by()
    return Subquery(standing.values("question").annotate(rows=JSONRows(row)).values("rows"))


def changes_of(rows: Iterable[Mapping]) -> tuple[Change, ...]:
    return tuple(
        Change(
            row["id"],
            row["what"],
            from_json(row["details"]),
            frozenset(from_json(row["version_ids"])),
            bool(row["keeps_better"]),
        )
        for row in sorted(rows, key=itemgetter("id"))
    )


def passages_stood_on() -> Subquery:
    """Where the answer stood, version by version, in each text that this question went over to."""
    row = JSONObject(version="version__number", passage="passage_id")
    first = Coalesce("version__went_over_from", "version")
    same = Citation.objects.filter(
        stance=Citation.Stance.SUPPORTS, version__question=OuterRef("version__question")
    ).alias(first=first)
    same = same.filter(first=Coalesce(OuterRef("version__went_over_from"), OuterRef("version"))).order_by()
    return Subquery(same.values("version__question").annotate(rows=JSONRows(row)).values("rows"))


def otherwise(citations: list[Citation]) -> tuple[OtherSide, ...]:
    """The sides none of whose passages supports the answer; passages that are cited stand beside it already."""
    rows = sorted(citations[0].sides or (), key=lambda row: (row["side"], row["place"]))
    own = own_sides(rows, citations[0].stood_on or ())
    cited = {citation.passage_id for citation in citations}
    others = [row for row in rows if row["side"] not in own]
    return tuple(
        OtherSide(
            says,
            reverse("bank:point", args=[point]),
            tuple(other_passage(row) for row in side_rows if not cited & passages_of(row)),
        )
        for (_, says, point), side_rows in groupby(others, key=itemgetter("side", "says", "point"))
    )


def own_sides(rows: Iterable[Mapping], stood_on: Iterable[Mapping]) -> set[int]:
    """Those that the first version on any side takes: going over to another text changes no side."""
    by_version: dict[int, set[int]] = {}
    for stood in stood_on:
        by_version.setdefault(stood["version"], set()).add(stood["passage"])
    taken = (
        {row["side"] for row in rows if passages & passages_of(row)}
        for _, passages in sorted(by_version.items())
    )
    return next(filter(None, taken), set())


def passages_of(row: Mapping) -> set[int]:
    """The passage in every revision it is known in."""
    return {row["passage"], *from_json(row["same_as"])}


def from_json(value: Any) -> Any:
    """SQLite gives a JSON column within a row of JSON as text."""
    return json.loads(value) if isinstance(value, str) else value


def numbering_of(revision: str) -> Coalesce:
    return Coalesce(f"{revision}__numbered_as", f"{revision}_id")


def other_passage(row: Mapping) -> OtherPassage:
    passage = Passage(role=row["role"], number=row["number"], text=row["text"])
    span = Span(row["start"], row["start"] + len(row["quote"]))
    of_revision = "" if row["numbering"] == row["current"] else f"?revision={row['revision']}"
    url = f"{reverse('articles:read', args=[row['slug']])}{of_revision}#{passage.anchor}"
    return OtherPassage(
        row["short_name"] or row["title"], passage.label, url, tuple(cut(passage.text, [span]))
    )


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

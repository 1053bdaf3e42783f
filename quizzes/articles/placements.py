"""Where words that are quoted from older revisions stand in a newer one, kept from the moment it is stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import models
from django.db.models import F, Q

from core.models import Immutable
from quizzes.articles import placing
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.placing import Anchor, Line, State
from quizzes.articles.quoting import Span

VERBATIM = (State.PLACED.value, State.MOVED.value)


class Quote(NamedTuple):
    """Words that somebody quotes: from one character of a passage to another."""

    passage_id: int
    start: int
    end: int


# (article) -> everything quoted from it that is in use. Other rooms add theirs in quizzes/apps.py.
QUOTES: list[Callable[[Article], Iterable[Quote]]] = []


class Placement(Immutable):
    """Where quoted words of another revision stand in this one.

    Changed words without a span stand in a text that was put behind the numbers of theirs: the passage is known by
    its number, and its words are others.
    """

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="placements")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="placements")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    landed_in = models.ForeignKey(Passage, models.CASCADE, null=True, related_name="landings")
    landed_start = models.PositiveIntegerField(null=True)
    landed_end = models.PositiveIntegerField(null=True)
    score = models.FloatField()
    runner_up = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "start", "end", "revision"], name="a_quote_is_placed_once_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(state="orphaned", landed_in=None)
                | (~Q(state="orphaned") & Q(landed_in__isnull=False)),
                name="an_orphan_stands_nowhere",
            ),
            models.CheckConstraint(
                condition=Q(landed_start=None, landed_end=None)
                | Q(
                    landed_in__isnull=False,
                    landed_start__isnull=False,
                    landed_end__isnull=False,
                    landed_end__gt=F("landed_start"),
                ),
                name="words_stand_in_a_passage",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=VERBATIM) | Q(landed_start__isnull=False),
                name="the_very_words_are_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage}, {self.start} to {self.end}: {self.state}"

    @property
    def quote(self) -> Quote:
        return Quote(self.passage_id, self.start, self.end)

    @property
    def span(self) -> Span | None:
        return None if self.landed_start is None else Span(self.landed_start, self.landed_end)

    @property
    def is_verbatim(self) -> bool:
        """The very words stand in the newer text, so nothing is to be decided before they are marked there."""
        return self.state in VERBATIM


def same_elsewhere(passage: Passage) -> list[int]:
    """Ids of the passages of other revisions from which quotes were placed in this one, or from this in them."""
    came = Placement.objects.filter(landed_in=passage).values_list("passage_id", flat=True)
    went = passage.placements.exclude(landed_in=None).values_list("landed_in_id", flat=True)
    return sorted({*came, *went})


def place_in(revision: Revision) -> None:
    """Keep where all that is quoted from the article's other revisions stands in this one. Safe to repeat."""
    passages = list(revision.passages.all())
    own = {passage.pk for passage in passages}
    known = {placement.quote for placement in revision.placements.all()}
    quotes = {quote for quotes_of in QUOTES for quote in quotes_of(revision.article)}
    new = [quote for quote in quotes - known if quote.passage_id not in own]
    Placement.objects.bulk_create(placements(new, revision, passages), ignore_conflicts=True)


def placements(quotes: Iterable[Quote], revision: Revision, passages: Sequence[Passage]) -> list[Placement]:
    """Where each quote stands among the revision's passages. Nothing is stored, and these need not be either."""
    wanted = sorted(set(quotes))
    quoted = Passage.objects.filter(pk__in={quote.passage_id for quote in wanted})
    cited = {passage.pk: passage for passage in quoted.select_related("revision__article")}
    by_revision: dict[Revision, list[Quote]] = {}
    for quote in wanted:
        by_revision.setdefault(cited[quote.passage_id].revision, []).append(quote)
    return [
        placement
        for old, of_old in by_revision.items()
        for placement in placed_from(old, of_old, cited, revision, passages)
    ]


def placed_from(
    old: Revision,
    quotes: Sequence[Quote],
    cited: Mapping[int, Passage],
    revision: Revision,
    passages: Sequence[Passage],
) -> Iterator[Placement]:
    if old.numbering == revision.numbering:
        by_number = {passage.anchor: passage for passage in passages}
        return (at_its_number(quote, cited[quote.passage_id], revision, by_number) for quote in quotes)
    return by_words(old, quotes, revision, passages)


def at_its_number(
    quote: Quote, passage: Passage, revision: Revision, by_number: Mapping[str, Passage]
) -> Placement:
    """In a text behind the same numbers: the very words in the passage of that number, or else that passage."""
    landed = by_number.get(passage.anchor)
    span = landed and landed.find(passage.text[quote.start : quote.end], near=quote.start)
    state = State.PLACED if span else State.CHANGED if landed else State.ORPHANED
    return kept(quote, revision, state, landed, span, 100.0 if span else 0.0, 0.0)


def by_words(
    old: Revision, quotes: Sequence[Quote], revision: Revision, passages: Sequence[Passage]
) -> Iterator[Placement]:
    before = list(old.passages.all())
    line_of = {passage.pk: line for line, passage in enumerate(before)}
    anchors = [Anchor(line_of[quote.passage_id], Span(quote.start, quote.end)) for quote in quotes]
    placed = placing.place(anchors, lines_of(before), lines_of(passages))
    for quote, found in zip(quotes, placed, strict=True):
        landed = None if found.line is None else passages[found.line]
        yield kept(quote, revision, found.state, landed, found.span, found.score, found.runner_up)


def lines_of(passages: Iterable[Passage]) -> list[Line]:
    return [Line(passage.anchor, passage.text) for passage in passages]


def kept(
    quote: Quote,
    revision: Revision,
    state: State,
    landed: Passage | None,
    span: Span | None,
    score: float,
    runner_up: float,
) -> Placement:
    return Placement(
        passage_id=quote.passage_id,
        start=quote.start,
        end=quote.end,
        revision=revision,
        state=state.value,
        landed_in=landed,
        landed_start=span and span.start,
        landed_end=span and span.end,
        score=score,
        runner_up=runner_up,
    )

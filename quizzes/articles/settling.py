"""What a new text of an article does to everything that quotes it, and how a teacher settles that.

Whatever quotes an article (a question, a point) goes over to the new text as a whole, when a teacher says so. Until
then it goes on citing the text it cites.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from django.db import models, transaction

from core.models import User
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.placements import Placement, Quote, placements
from quizzes.articles.placing import State
from quizzes.articles.quoting import ALIKE, Piece, Span, cut, occurrences


class Act(StrEnum):
    MOVE = "move"
    LEAVE = "leave"
    RETIRE = "retire"


class CannotMove(Exception):
    """Why something cannot go over to the new text: one sentence."""


@dataclass(frozen=True)
class Words:
    """Words in a passage."""

    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        return self.passage.text[self.span.start : self.span.end]

    @property
    def pieces(self) -> list[Piece]:
        return cut(self.passage.text, [self.span])


@dataclass(frozen=True)
class Quotation:
    """What a holder quotes; `says` is how it bears on it."""

    key: str
    words: Words
    says: str = ""

    @property
    def quote(self) -> Quote:
        return Quote(self.words.passage.pk, self.words.span.start, self.words.span.end)


class Holder(ABC):
    """Something that quotes an article."""

    key: str
    sort: str
    row: models.Model
    url: str
    may_retire = False
    quotations: tuple[Quotation, ...]

    @property
    def name(self) -> str:
        return str(self.row)

    @abstractmethod
    def move(self, landed: Mapping[str, Words], *, at: datetime, by: User) -> str:
        """Quote these words from now on, by the quotations' keys; a sentence where something is left to do.

        Raises CannotMove.
        """

    def retire(self, *, by: User) -> None:
        raise NotImplementedError


# (article) -> all that quotes it and is in use. Other rooms add theirs in quizzes/apps.py.
HOLDERS: list[Callable[[Article], Iterable[Holder]]] = []


@dataclass(frozen=True)
class Landing:
    """A quotation, and where its words stand in the new text."""

    quotation: Quotation
    placement: Placement

    @property
    def new(self) -> Words | None:
        span = self.placement.span
        return Words(self.placement.landed_in, span) if span else None

    @property
    def state(self) -> str:
        return self.placement.state

    @property
    def changes(self) -> list[tuple[str, str]]:
        """The words before and the words now, stretch by stretch: ("del", …), ("ins", …) or ("", …) for what stayed."""
        old, new = self.quotation.words.text.split(), self.new.text.split()
        found = []
        for _, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            before, now = " ".join(old[start:end]), " ".join(new[first:last])
            found += [("", now)] if before == now else [("del", before), ("ins", now)]
        return [(sign, words) for sign, words in found if words]


@dataclass(frozen=True)
class Case:
    """A holder with those of its quotations that do not stand in the new text yet."""

    holder: Holder
    landings: tuple[Landing, ...]

    @property
    def is_verbatim(self) -> bool:
        return all(landing.placement.is_verbatim for landing in self.landings)


@dataclass(frozen=True)
class Decision:
    """What to do with a case; `chosen` are words a person picked, by the quotations' keys."""

    act: Act
    chosen: Mapping[str, Words] = field(default_factory=dict)


LEAVE = Decision(Act.LEAVE)


class Settling:
    """Everything that quotes an article, placed in a revision of it that is stored or about to be."""

    def __init__(self, revision: Revision, passages: Sequence[Passage]):
        self.revision, self.passages = revision, passages

    @classmethod
    def of(cls, article: Article) -> "Settling":
        """In the revision that is shown now."""
        return cls(article.current, list(article.current.passages.all()))

    @cached_property
    def cases(self) -> list[Case]:
        holders = [holder for holders in HOLDERS for holder in holders(self.revision.article)]
        elsewhere = [(holder, self.not_here(holder)) for holder in holders]
        placed = self.placed({quotation.quote for _, quotations in elsewhere for quotation in quotations})
        return [
            Case(holder, tuple(Landing(quotation, placed[quotation.quote]) for quotation in quotations))
            for holder, quotations in elsewhere
            if quotations
        ]

    def placed(self, quotes: Set[Quote]) -> dict[Quote, Placement]:
        """As stored with the revision; what is not stored is placed now."""
        stored = Placement.objects.filter(revision=self.revision.pk).select_related("landed_in")
        known = {found.quote: found for found in stored}
        new = placements(quotes - known.keys(), self.revision, self.passages)
        return known | {found.quote: found for found in new}

    def not_here(self, holder: Holder) -> list[Quotation]:
        """What it quotes from a text with other numbers. Behind the same numbers nothing is to be decided."""
        return [
            quotation
            for quotation in holder.quotations
            if quotation.words.passage.revision.numbering != self.revision.numbering
        ]

    @cached_property
    def unchanged(self) -> list[Case]:
        return [case for case in self.cases if case.is_verbatim]

    @property
    def told(self) -> str:
        """As in "3 citations placed, 1 orphaned in revision 2 of AP story"; nothing where all cite it."""
        if not self.cases:
            return ""
        (first, state), *others = [(count, state) for state, count in self.counts]
        counts = [
            f"{first} citation{'s' * (first > 1)} {state}",
            *(f"{count} {state}" for count, state in others),
        ]
        return f"{', '.join(counts)} in revision {self.revision.number} of {self.revision.article}"

    @property
    def unchanged_told(self) -> str:
        return counted([case.holder for case in self.unchanged])

    @cached_property
    def open(self) -> list[Case]:
        """Cases in which a person must decide."""
        return [case for case in self.cases if not case.is_verbatim]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many quotations are in each state."""
        found = Counter(landing.state for case in self.cases for landing in case.landings)
        return [(state.value, found[state.value]) for state in State if found[state.value]]

    def places_of(self, typed: str) -> list[Words]:
        """Wherever the typed words stand in the new text."""
        words = typed.strip().translate(ALIKE)
        return [
            Words(passage, Span(start, start + len(words)))
            for passage in self.passages
            for start in occurrences(words, passage.text.translate(ALIKE))
        ]

    @transaction.atomic
    def settle(self, decisions: Mapping[str, Decision], *, at: datetime, by: User) -> "Settled":
        """Carry out what was decided, by the holders' keys; what nothing was decided on is left. Each case goes
        over as a whole or not at all.
        """
        settled = Settled()
        for case in self.cases:
            carry_out(case, self.stored(decisions.get(case.holder.key, LEAVE)), settled, at=at, by=by)
        return settled

    def stored(self, decision: Decision) -> Decision:
        """The decision with the passages of this revision, which was not stored when they were chosen."""
        own = {passage.anchor: passage for passage in self.passages}
        chosen = {key: Words(own[words.passage.anchor], words.span) for key, words in decision.chosen.items()}
        return Decision(decision.act, chosen)


@dataclass
class Settled:
    """What was done, and a sentence for whatever is left to do."""

    moved: list[Holder] = field(default_factory=list)
    left: list[Holder] = field(default_factory=list)
    retired: list[Holder] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """As in "12 questions and 1 point cite the new text; 1 question retired." """
        told = [
            (counted(self.moved), "cite the new text"),
            (counted(self.retired), "retired"),
            (counted(self.left), "stay on the text they cite"),
        ]
        return "; ".join(f"{holders} {done}" for holders, done in told if holders) + "." * any(
            h for h, _ in told
        )


def counted(holders: Sequence[Holder]) -> str:
    counts = Counter(holder.sort for holder in holders)
    return " and ".join(f"{count} {sort}{'s' * (count > 1)}" for sort, count in counts.items())


def carry_out(case: Case, decision: Decision, settled: Settled, *, at: datetime, by: User) -> None:
    if decision.act is Act.LEAVE:
        settled.left.append(case.holder)
    elif decision.act is Act.RETIRE:
        case.holder.retire(by=by)
        settled.retired.append(case.holder)
    else:
        move(case, decision.chosen, settled, at=at, by=by)


def move(case: Case, chosen: Mapping[str, Words], settled: Settled, *, at: datetime, by: User) -> None:
    landed = {landing.quotation.key: landing.new for landing in case.landings} | chosen
    try:
        with transaction.atomic():
            if None in landed.values():
                raise CannotMove("Some of its words are gone, and no others were chosen.")
            note = case.holder.move(landed, at=at, by=by)
    except CannotMove as reason:
        settled.left.append(case.holder)
        settled.notes.append(f"“{case.holder.name}” goes on citing the text it cites. {reason}")
        return
    settled.moved.append(case.holder)
    if note:
        settled.notes.append(note)

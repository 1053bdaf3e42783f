"""A question as students would be asked it now, from what stands in its form. Nothing of it is stored or published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from quizzes import kinds
from quizzes.articles.models import Passage
from quizzes.articles.quoting import cut
from quizzes.bank.models import DraftCitation, Question
from quizzes.bank.publishing import citations_of, what_is_missing_in
from quizzes.bank.serving import ORDER, Evidence, Neighbour, Source
from quizzes.kinds.kind import ALL, Draft, DraftOption, Grade, Key, Outcome, Unreadable


@dataclass(frozen=True)
class Preview:
    """`faults` are what the form itself refuses; `typed` is an answer that stands in the preview, to be checked or not."""

    question: Question
    draft: Draft
    citations: tuple[DraftCitation, ...]
    faults: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    checks: bool = False

    @classmethod
    def stored(cls, question: Question) -> "Preview":
        return cls(question, question.draft, tuple(citations_of(question)))

    @classmethod
    def written(
        cls,
        question: Question,
        options: Iterable[DraftOption],
        citations: Iterable[DraftCitation],
        **how: Any,
    ) -> "Preview":
        """Of rows as a form holds them."""
        cited = with_passages(citations)
        return cls(question, question.drafted(options, cited), cited, **how)

    @property
    def task(self) -> kinds.Kind:
        return self.question.task

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What keeps it from being published, a sentence each."""
        return (*self.faults, *what_is_missing_in(self.task, self.draft, self.citations))

    @cached_property
    def face(self) -> dict[str, Any]:
        return self.task.arranged(self.task.face(self.draft), [])

    @cached_property
    def key(self) -> Key | None:
        """Nothing while the kind finds it unfit to be marked."""
        return None if self.task.problems(self.draft) else self.task.key(self.draft)

    @cached_property
    def given(self) -> Any:
        return self.task.read(self.face, self.typed) if self.checks else None

    @property
    def problem(self) -> str:
        """Why the answer that was tried cannot be read, if so."""
        return self.given.sentence if isinstance(self.given, Unreadable) else ""

    @property
    def is_tried(self) -> bool:
        return self.key is not None and self.given is not None and not self.problem

    @property
    def grade(self) -> Grade | None:
        return self.task.grade(self.key, self.given) if self.is_tried else None

    @property
    def worth(self) -> int:
        """What the answer that was tried earns, in per cent of the mark."""
        return round(100 * self.grade.credit)

    @property
    def outcome(self) -> Outcome:
        return self.task.outcome(self.face, self.key, self.given if self.is_tried else None, ALL)

    @property
    def ask_template(self) -> str:
        return f"kinds/{self.question.kind}.html#ask"

    @property
    def answered_template(self) -> str:
        return f"kinds/{self.question.kind}.html#answered"

    @cached_property
    def evidence(self) -> Evidence | None:
        sources = sources_of(self.citations)
        if not sources:
            return None
        return Evidence(self.key or {}, (), float(self.question.points or 0), sources)


def with_passages(citations: Iterable[DraftCitation]) -> tuple[DraftCitation, ...]:
    """The citations with all that is told about their passages, in one query."""
    kept = list(citations)
    passages = Passage.objects.select_related("revision__article__current").in_bulk(
        {citation.passage_id for citation in kept}
    )
    for citation in kept:
        citation.passage = passages[citation.passage_id]
    return tuple(kept)


def sources_of(citations: Sequence[DraftCitation]) -> tuple[Source, ...]:
    """As students see them: one a passage and stance, with the words that were found."""
    together: dict[tuple[int, str], list[DraftCitation]] = {}
    for citation in citations:
        if citation.found:
            together.setdefault((citation.passage_id, citation.stance), []).append(citation)
    near = neighbours([group[0].passage for group in together.values()])
    found = [source(group, near) for group in together.values()]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.stance)))


def source(citations: Sequence[DraftCitation], near: dict[tuple[int, int], Neighbour]) -> Source:
    passage = citations[0].passage
    return Source(
        article=passage.revision.article,
        revision=passage.revision,
        passage=passage,
        stance=citations[0].stance,
        url=passage.get_absolute_url(),
        pieces=tuple(cut(passage.text, [citation.found for citation in citations])),
        before=near.get((passage.revision_id, passage.position - 1)),
        after=near.get((passage.revision_id, passage.position + 1)),
    )


def neighbours(passages: Sequence[Passage]) -> dict[tuple[int, int], Neighbour]:
    """What stands before and after these passages, by revision and position."""
    if not passages:
        return {}
    beside = Q()
    for passage in passages:
        places = [passage.position - 1, passage.position + 1]
        beside |= Q(revision=passage.revision_id, position__in=places)
    rows = Passage.objects.filter(beside).values_list("revision_id", "position", "number", "role", "text")
    return {(revision, position): Neighbour(*told) for revision, position, *told in rows}

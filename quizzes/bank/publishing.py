"""From what a teacher edits to what students are asked: refuse with sentences, or write a new version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.models import User
from quizzes import kinds
from quizzes.bank import asking
from quizzes.bank.models import Citation, DraftCitation, Question, QuestionVersion
from quizzes.bank.opinions import lacks_approval
from quizzes.kinds.kind import Draft


@dataclass(frozen=True)
class Refused:
    """Why a question cannot be published: one sentence each, with place, fault and remedy."""

    problems: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.problems)


@transaction.atomic
def publish(
    question: Question, *, at: datetime, by: User | None = None, goes_over: bool = False
) -> QuestionVersion | Refused:
    """Ask the question as it stands now. Publishing again without a change writes no new version.

    `goes_over`: it asks what it asked, and cites a newer text. Whoever settles that has seen both, so a reviewed set
    wants no other look at it; nor at what nobody publishes by hand, the files of the library.
    """
    question = Question.objects.select_for_update().get(pk=question.pk)
    if problems := what_is_missing(question):
        return Refused(tuple(problems))
    version = question.current
    if version is None or not says_the_same(version, question):
        if by and not goes_over and (objection := lacks_approval(question)):
            return Refused((objection,))
        before = question.current if goes_over else None
        version = new_version(
            question, at=at, by=by, went_over_from=before and (before.went_over_from or before)
        )
    question.current, question.state = version, Question.State.PUBLISHED
    question.save(update_fields=["current", "state"])
    asking.tell(question)
    return version


def what_is_missing(question: Question) -> list[str]:
    if question.kind not in kinds.KINDS:
        return [f'Kind: "{question.kind}" is not installed here. Choose another kind.']
    return what_is_missing_in(question.task, question.draft, list(citations_of(question)))


def what_is_missing_in(task: kinds.Kind, draft: Draft, citations: Sequence[DraftCitation]) -> list[str]:
    """The same of what is not stored yet."""
    cited = citation_problems(citations)
    found = task.problems(draft)
    # A kind that reads the article speaks of citations too; what is wrong with them is told once.
    return [*(problem for problem in found if not (cited and problem.startswith("Citations:"))), *cited]


def citation_problems(citations: Sequence[DraftCitation]) -> list[str]:
    problems = [problem for citation in citations if (problem := problem_with(citation))]
    if not any(citation.stance == DraftCitation.Stance.SUPPORTS for citation in citations):
        problems.append("Citations: none supports the answer. Cite the words of a passage that decide it.")
    return problems


def problem_with(citation: DraftCitation) -> str | None:
    if not citation.quote.strip():
        return (
            f"Citation of {citation.passage}: no words are quoted. Copy the deciding words from the passage."
        )
    if citation.found is None:
        return (
            f"Citation of {citation.passage}: “{citation.quote[:80]}” does not stand there. "
            "Copy the words exactly as the passage has them."
        )
    return None


def citations_of(question: Question):
    return question.draft_citations.select_related("passage__revision__article")


def new_version(question: Question, *, at: datetime, by: User | None, **fields: Any) -> QuestionVersion:
    latest = question.versions.order_by("-number").first()
    version = question.versions.create(
        number=latest.number + 1 if latest else 1,
        kind=question.kind,
        face=question.task.face(question.draft),
        key=question.task.key(question.draft),
        hints=question.hint_lines,
        points=question.points,
        published_at=at,
        published_by=by,
        **fields,
    )
    Citation.objects.bulk_create(
        Citation(
            version=version, passage_id=passage, quote=quote, start=start, stance=stance, position=position
        )
        for position, (passage, start, quote, stance) in enumerate(quotations(question), start=1)
    )
    return version


def is_asked_as_it_stands(question: Question) -> bool:
    """Whether students are asked just what stands in the question now."""
    is_asked = question.state == Question.State.PUBLISHED and not what_is_missing(question)
    return is_asked and says_the_same(question.current, question)


def says_the_same(version: QuestionVersion, question: Question) -> bool:
    cited = version.citations.order_by("position").values_list("passage_id", "start", "quote", "stance")
    return (
        version.kind == question.kind
        and version.points == question.points
        and version.face == question.task.face(question.draft)
        and version.key == question.task.key(question.draft)
        and version.hints == question.hint_lines
        and list(cited) == quotations(question)
    )


def quotations(question: Question) -> list[tuple[int, int, str, str]]:
    """Passage, start, words and stance of each citation, the words as the passage has them."""
    found = []
    for citation in citations_of(question):
        span = citation.found
        words = citation.passage.text[span.start : span.end]
        found.append((citation.passage_id, span.start, words, citation.stance))
    return found


def unnamed_source(question: Question) -> str | None:
    """A warning where sources differ on what is asked and the stem names none of those the answer rests on."""
    if question.point is None:
        return None
    articles = {citation.passage.revision.article for citation in citations_of(question)}
    stem = question.stem.casefold()
    names = {name for article in articles for name in (article.short_name, article.publisher) if name}
    if any(name.casefold() in stem for name in names):
        return None
    told = " or ".join(sorted(article.name for article in articles))
    return f"Sources differ on “{question.point}”, and the question names none. Name one in the stem, as in “according to the {told}”."

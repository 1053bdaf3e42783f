"""The texts a question had: its versions and its draft, told in the same words; restoring one, copying a question."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.models import User
from core.turns import write_in_turn
from quizzes import kinds
from quizzes.bank.differing import Cited, Written
from quizzes.bank.drafted import content, digest_of
from quizzes.bank.models import DraftCitation, Option, Question, QuestionVersion, Quotation
from quizzes.kinds.kind import Draft, DraftOption

# (ids of versions) -> in how many attempts each was asked. Added in quizzes/apps.py.
ASKED: list[Callable[[Collection[int]], Mapping[int, int]]] = []


def attempt_counts(versions: Iterable[QuestionVersion]) -> dict[int, int]:
    ids = [version.pk for version in versions]
    return {pk: count for tell in ASKED for pk, count in tell(ids).items()}


def draft_of(version: QuestionVersion) -> Draft:
    return version.task.draft_of(version.face, version.key)


def written_version(version: QuestionVersion) -> Written:
    return Written(
        version.kind,
        draft_of(version),
        tuple(version.hints),
        float(version.points),
        cited(version.citations.all()),
    )


def written_draft(question: Question) -> Written:
    """As it would be published, where it could be, so that it differs from a version in nothing but its words."""
    task, draft = question.task, question.draft
    if not task.problems(draft):
        draft = task.draft_of(task.face(draft), task.key(draft))
    return Written(
        question.kind,
        draft,
        tuple(question.hint_lines),
        float(question.points),
        cited(question.draft_citations.all()),
    )


def cited(citations: QuerySet) -> tuple[Cited, ...]:
    found = citations.select_related("passage__revision__article__current").order_by("position", "pk")
    return tuple(Cited(place(row), row.get_stance_display(), row.quote) for row in found)


def place(citation: Quotation) -> str:
    """An older text of an article is another place."""
    passage = citation.passage
    revision = passage.revision
    older = "" if revision.has_current_numbers else f" in revision {revision.number}"
    return f"{passage.label} of {revision.article.name}{older}".capitalize()


@dataclass(frozen=True)
class Overtaken:
    """The draft is no longer the one that was looked at, so nothing was done."""

    by: User | None


@dataclass(frozen=True)
class Restored:
    """`kept`: the copy of what stood in the draft before, where one was wanted."""

    question: Question
    kept: Question | None = None


def restore(
    question: Question, version: QuestionVersion, *, seen: str, by: User, keeps_draft: bool = False
) -> Restored | Overtaken:
    """Write the version's text into the draft. Versions stay as they are; students are asked what they were asked.

    `seen` is the digest of the draft that the teacher saw replaced. A second click finds the draft restored already.
    """
    with write_in_turn():
        question = Question.objects.select_for_update().get(pk=question.pk)
        before = digest_of(question)
        if before != seen:
            return Restored(question) if says_version(question, version) else Overtaken(question.edited_by)
        kept = copy_of(question, by=by) if keeps_draft else None
        write_draft(question, version)
        question.edited_by = by
        question.save()
        return Restored(question, kept)


def says_version(question: Question, version: QuestionVersion) -> bool:
    return not_ids(written_draft(question)) == not_ids(written_version(version))


def not_ids(written: Written) -> tuple:
    """What is written, whatever the rows are called in the store."""
    draft = written.draft
    rows = [(row.text, row.is_right, row.feedback, dict(row.details)) for row in draft.options]
    told = (draft.stem, draft.explanation, dict(draft.settings), rows)
    return (written.kind, told, written.hints, written.points, written.citations)


def write_draft(question: Question, version: QuestionVersion) -> None:
    draft = draft_of(version)
    question.kind, question.stem, question.explanation = version.kind, draft.stem, draft.explanation
    question.settings, question.points = dict(draft.settings), version.points
    question.hints = "\n".join(version.hints)
    write_options(question, draft.options)
    write_citations(question, version.citations.order_by("position", "pk"))


def write_options(question: Question, options: Iterable[DraftOption]) -> None:
    """Rows that are still there are written over, so that an option keeps its name in what is told of answers."""
    stored = {str(option.pk): option for option in question.options.all()}
    kept = []
    for position, row in enumerate(options, start=1):
        option = stored.get(row.id) or Option(question=question)
        option.position, option.text, option.is_right = position, row.text, row.is_right
        option.feedback, option.details = row.feedback, dict(row.details)
        option.save()
        kept.append(option.pk)
    question.options.exclude(pk__in=kept).delete()


def write_citations(question: Question, citations: Iterable[Quotation]) -> None:
    """Those that stand there already stay, so that the audit tells of the others alone."""
    stored = {said_by(citation): citation for citation in question.draft_citations.all()}
    rows = [
        stored.pop(said_by(citation), None) or DraftCitation(question=question, **says(citation))
        for citation in citations
    ]
    question.draft_citations.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.save()


def says(citation: Quotation) -> dict[str, Any]:
    return {name: getattr(citation, name) for name in ("passage_id", "start", "quote", "stance")}


def said_by(citation: Quotation) -> tuple:
    return tuple(says(citation).values())


COPIED = (
    "kind",
    "stem",
    "explanation",
    "hints",
    "settings",
    "topic",
    "difficulty",
    "objective",
    "points",
    "point",
)


def duplicate(question: Question, *, by: User) -> tuple[Question, bool]:
    """A draft with the same text and citations, last in the same set; and whether it is new.

    A copy that nobody touched yet is given once more, so that a double click makes one.
    """
    with write_in_turn():
        question = Question.objects.select_for_update().get(pk=question.pk)
        if untouched := untouched_copy(question):
            return untouched, False
        return copy_of(question, by=by), True


def untouched_copy(question: Question) -> Question | None:
    same = Question.objects.filter(
        question_set=question.question_set_id,
        state=Question.State.DRAFT,
        current=None,
        library_name=None,
        stem=question.stem,
        pk__gt=question.pk,
    )
    wanted = content(question)
    return next((copy for copy in same.order_by("pk") if content(copy) == wanted), None)


def copy_of(question: Question, *, by: User) -> Question:
    fields = {name: getattr(question, name) for name in COPIED}
    copy = Question.objects.create(
        question_set=question.question_set,
        position=question.question_set.next_position(),
        edited_by=by,
        **fields,
    )
    # A row's id says nothing in another question, so every row is new.
    write_options(copy, (option.draft for option in question.options.all()))
    write_citations(copy, question.draft_citations.order_by("position", "pk"))
    return copy


def is_known(version: QuestionVersion) -> bool:
    """Whether its kind is installed here, so that it can be told and restored."""
    return version.kind in kinds.KINDS

"""Which questions of the bank are alike. Stems are compared first, in memory; answers only where the stems come near."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, QuerySet

from quizzes import kinds
from quizzes.bank.advice import right_texts
from quizzes.bank.likeness import Index, Likeness, Wording, likeness
from quizzes.bank.models import Question, QuestionSet
from quizzes.kinds.kind import Draft


@dataclass(frozen=True)
class Pair:
    """Two questions and how alike they are; `one` is the one that was asked about, or the earlier."""

    one: Question
    other: Question
    likeness: Likeness


def like(question: Question, draft: Draft | None = None, *, limit: int = 10) -> list[Pair]:
    """The questions of the whole bank most like this one, however they are asked now; or like a draft of it."""
    stem = draft.stem if draft else question.stem
    near = {pk for pk in stems_as_of(last_edit()).near(stem) if pk != question.pk}
    # Its own options come in the query that brings those of the others.
    by_id = loaded(near if draft else near | {question.pk})
    own = wording_of(question.task, draft) if draft else wording(by_id.pop(question.pk))
    pairs = (Pair(question, other, likeness(own, wording(other))) for other in by_id.values())
    return most_alike_first(pairs)[:limit]


def alike_in(question_set: QuestionSet) -> list[Pair]:
    """Each pair of which at least one question belongs to the set, those most alike first."""
    own = list(question_set.questions.select_related("question_set").prefetch_related("options"))
    index = stems_as_of(last_edit())
    pairs: dict[frozenset[int], tuple[int, int]] = {}
    for question in own:
        for other in index.near(question.stem):
            if other != question.pk:
                pairs.setdefault(frozenset((question.pk, other)), (question.pk, other))
    return found(list(pairs.values()), own)


def last_edit() -> tuple:
    """Other than before whenever a question was saved, added or removed, by anyone on any machine."""
    return tuple(Question.objects.aggregate(Count("pk"), Max("pk"), Max("edited_at")).values())


@lru_cache(maxsize=1)
def stems_as_of(edit: tuple) -> Index[int]:
    """All stems, kept while nothing is edited: whoever writes asks again with every pause."""
    return Index(dict(Question.objects.order_by().values_list("pk", "stem")))


def found(pairs: Collection[tuple[int, int]], own: Iterable[Question]) -> list[Pair]:
    by_id = loaded({pk for pair in pairs for pk in pair}) | {question.pk: question for question in own}
    wordings = {pk: wording(by_id[pk]) for pk in {pk for pair in pairs for pk in pair}}
    compared = (
        Pair(by_id[one], by_id[other], likeness(wordings[one], wordings[other])) for one, other in pairs
    )
    return most_alike_first(compared)


def most_alike_first(pairs: Iterable[Pair]) -> list[Pair]:
    near = [pair for pair in pairs if pair.likeness.is_near]
    return sorted(near, key=lambda pair: (-pair.likeness.share, pair.one.pk, pair.other.pk))


def loaded(ids: Collection[int]) -> dict[int, Question]:
    rows: QuerySet[Question] = Question.objects.filter(pk__in=ids).select_related("question_set")
    return {question.pk: question for question in rows.prefetch_related("options")}


def wording(question: Question) -> Wording:
    return wording_of(question.task, question.wording)


def wording_of(task: kinds.Kind, draft: Draft) -> Wording:
    """A kind whose rows are no answers by themselves, such as items to order, is compared by all of them."""
    told = right_texts(task, draft) or [option.text for option in draft.options]
    return Wording(draft.stem, " ".join(told))

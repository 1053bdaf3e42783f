"""Which questions of the bank are alike. Stems are compared first, in memory; answers only where the stems come near."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from quizzes.bank.advice import right_texts
from quizzes.bank.likeness import Index, Likeness, Wording, likeness, near
from quizzes.bank.models import Question, QuestionSet


@dataclass(frozen=True)
class Pair:
    """Two questions and how alike they are; `one` is the one that was asked about, or the earlier."""

    one: Question
    other: Question
    likeness: Likeness


def like(question: Question, limit: int = 10) -> list[Pair]:
    """The questions of the whole bank most like this one, however they are asked now."""
    others = {pk: stem for pk, stem in stems().items() if pk != question.pk}
    return found([(question.pk, other) for other in near(question.stem, others)], [question])[:limit]


def alike_in(question_set: QuestionSet) -> list[Pair]:
    """Each pair of which at least one question belongs to the set, those most alike first."""
    own = list(question_set.questions.select_related("question_set").prefetch_related("options"))
    index = Index(stems())
    pairs: dict[frozenset[int], tuple[int, int]] = {}
    for question in own:
        for other in index.near(question.stem):
            if other != question.pk:
                pairs.setdefault(frozenset((question.pk, other)), (question.pk, other))
    return found(list(pairs.values()), own)


def stems() -> dict[int, str]:
    return dict(Question.objects.order_by().values_list("pk", "stem"))


def found(pairs: Collection[tuple[int, int]], own: Iterable[Question]) -> list[Pair]:
    by_id = loaded({pk for pair in pairs for pk in pair}) | {question.pk: question for question in own}
    wordings = {pk: wording(by_id[pk]) for pk in {pk for pair in pairs for pk in pair}}
    compared = (
        Pair(by_id[one], by_id[other], likeness(wordings[one], wordings[other])) for one, other in pairs
    )
    near = [pair for pair in compared if pair.likeness.is_near]
    return sorted(near, key=lambda pair: (-pair.likeness.share, pair.one.pk, pair.other.pk))


def loaded(ids: Collection[int]) -> dict[int, Question]:
    rows: QuerySet[Question] = Question.objects.filter(pk__in=ids).select_related("question_set")
    return {question.pk: question for question in rows.prefetch_related("options")}


def wording(question: Question) -> Wording:
    """A kind whose rows are no answers by themselves, such as items to order, is compared by all of them."""
    draft = question.wording
    told = right_texts(question.task, draft) or [option.text for option in draft.options]
    return Wording(question.stem, " ".join(told))

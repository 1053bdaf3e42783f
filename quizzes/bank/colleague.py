"""What a colleague looking over one's shoulder would say of a question while it is written. It never keeps one back."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max

from quizzes.bank.advice import Advice, advice, right_texts
from quizzes.bank.alike import loaded, wording
from quizzes.bank.likeness import Index, Likeness, Wording, likeness
from quizzes.bank.models import Question
from quizzes.bank.preview import Preview
from quizzes.kinds.kind import Draft

# A set is read as a whole up to here; what stands beyond is left to the page of near-duplicates.
MOST_OTHERS = 300
MOST_ALIKE = 3


@dataclass(frozen=True)
class Alike:
    """A question of the bank that asks nearly the same, and the words in which it differs."""

    question: Question
    likeness: Likeness


@dataclass(frozen=True)
class Colleague:
    advice: tuple[Advice, ...]
    alike: tuple[Alike, ...]

    @classmethod
    def on(cls, preview: Preview) -> "Colleague":
        """Nothing while there is no stem."""
        if not preview.draft.stem.strip():
            return cls((), ())
        others = list(others_of_the_set(preview.question))
        found = sorted(alike_to(preview), key=lambda near: -near.likeness.share)
        return cls(tuple(advice(preview.task, preview.draft, others)), tuple(found[:MOST_ALIKE]))


def others_of_the_set(question: Question) -> Iterator[Draft]:
    others = Question.objects.filter(question_set=question.question_set_id).exclude(pk=question.pk)
    asked = others.exclude(state=Question.State.RETIRED).order_by("-edited_at").prefetch_related("options")
    for other in asked[:MOST_OTHERS]:
        # Their texts to read are no advice's business, and would be looked up one by one.
        yield other.drafted((option.draft for option in other.options.all()), ())


def alike_to(preview: Preview) -> Iterator[Alike]:
    near = [pk for pk in stems_as_of(last_edit()).near(preview.draft.stem) if pk != preview.question.pk]
    answer = right_texts(preview.task, preview.draft) or [option.text for option in preview.draft.options]
    own = Wording(preview.draft.stem, " ".join(answer))
    for other in loaded(near).values():
        found = likeness(own, wording(other))
        if found.is_near:
            yield Alike(other, found)


def last_edit() -> tuple:
    """Other than before whenever a question was saved, added or removed, by anyone on any machine."""
    return tuple(Question.objects.aggregate(Count("pk"), Max("pk"), Max("edited_at")).values())


@lru_cache(maxsize=1)
def stems_as_of(edit: tuple) -> Index[int]:
    """All stems, kept while nothing is edited: whoever writes asks again with every pause."""
    return Index(dict(Question.objects.order_by().values_list("pk", "stem")))

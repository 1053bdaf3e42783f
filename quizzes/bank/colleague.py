"""What a colleague looking over one's shoulder would say of a question while it is written. It never keeps one back."""

from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.bank.advice import Advice, advice
from quizzes.bank.alike import Pair, like
from quizzes.bank.models import Question
from quizzes.bank.preview import Preview
from quizzes.kinds.kind import Draft

# A set is read as a whole up to here; what stands beyond is left to the page of near-duplicates.
MOST_OTHERS = 300
MOST_ALIKE = 3


@dataclass(frozen=True)
class Colleague:
    advice: tuple[Advice, ...]
    alike: tuple[Pair, ...]

    @classmethod
    def on(cls, preview: Preview) -> "Colleague":
        """Nothing while there is no stem."""
        if not preview.draft.stem.strip():
            return cls((), ())
        others = list(others_of_the_set(preview.question))
        alike = like(preview.question, preview.draft, limit=MOST_ALIKE)
        return cls(tuple(advice(preview.task, preview.draft, others)), tuple(alike))


def others_of_the_set(question: Question) -> Iterator[Draft]:
    others = Question.objects.filter(question_set=question.question_set_id).exclude(pk=question.pk)
    asked = others.exclude(state=Question.State.RETIRED).order_by("-edited_at").prefetch_related("options")
    for other in asked[:MOST_OTHERS]:
        # Their texts to read are no advice's business, and would be looked up one by one.
        yield other.wording

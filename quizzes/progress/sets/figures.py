"""How the published questions of a set are answered, over all students and as they are asked now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quizzes.bank import coverage
from quizzes.bank.models import Question, QuestionSet
from quizzes.bank.reading_order import reading_order
from quizzes.progress.students.own_tallies import Did


@dataclass(frozen=True)
class Asked:
    """A published question and how its answers went; `place` counts from 1 in the order of the set."""

    question: Question
    place: int
    did: coverage.Did | None

    @property
    def share(self) -> float | None:
        return self.did.credit if self.did else None

    @property
    def answers(self) -> int:
        return self.did.answers if self.did else 0


@dataclass(frozen=True)
class OfTopic:
    """A topic of the set; its share is that of all answers, each of which counts the same."""

    name: str
    questions: int
    did: coverage.Did | None


@dataclass(frozen=True)
class SetFigures:
    """`asked` has the questions in the order of the set."""

    question_set: QuestionSet
    asked: Sequence[Asked]

    @property
    def answers(self) -> int:
        return sum(one.answers for one in self.asked)

    @cached_property
    def worst_first(self) -> list[Asked]:
        """Those nobody answered come last."""
        return sorted(self.asked, key=lambda one: (one.share is None, one.share or 0, one.place))

    @cached_property
    def topics(self) -> list[OfTopic]:
        """By name; questions without one come last."""
        found: dict[str, list[Asked]] = defaultdict(list)
        for one in self.asked:
            found[one.question.topic.name if one.question.topic else ""].append(one)
        return [
            OfTopic(name or "No topic", len(of), coverage.together(one.did for one in of))
            for name, of in sorted(found.items(), key=lambda pair: (not pair[0], reading_order(pair[0])))
        ]

    @property
    def did(self) -> dict[int, Did]:
        """By the question's id, as sums of credit."""
        return {
            one.question.pk: Did(one.answers, one.answers * one.did.credit) for one in self.asked if one.did
        }


def figures_of(question_set: QuestionSet) -> SetFigures:
    """In three queries, however many questions and answers there are."""
    published = question_set.questions.published().in_order().select_related("topic")
    questions = list(published)
    did = coverage.how_students_did(question.current_id for question in questions)
    asked = [Asked(one, place, did.get(one.current_id)) for place, one in enumerate(questions, start=1)]
    return SetFigures(question_set, asked)

"""A student's own tallies, as far as they may show to the student now: what a quiz keeps to itself stays out of the sums."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from core.models import User
from quizzes.attempts.disclosure import Phase
from quizzes.attempts.quiz import Quiz
from quizzes.progress.counting import of_answers
from quizzes.progress.mastery import Week
from quizzes.progress.tables import CERTAINTIES, QUESTIONS, TOPICS, Table, Tallies
from quizzes.progress.units import marks


class Did(NamedTuple):
    """How many answers have a mark, and the sum of their credits."""

    answers: int
    credit: float


class OwnTallies:
    """Asked once, told in parts; each part costs one query."""

    def __init__(self, student: User, at: datetime) -> None:
        self.student, self.at = student, at

    @cached_property
    def topics(self) -> dict[int, list[Week]]:
        """By the topic's id, the weeks in which the student answered on it, in their order."""
        found: dict[int, list[Week]] = defaultdict(list)
        for (_, topic, week), (answers, credit) in self.shown(TOPICS):
            found[topic].append(Week(week, answers, marks(credit)))
        return dict(found)

    @cached_property
    def questions(self) -> dict[int, Did]:
        """By the question's id."""
        return {
            question: Did(answers, marks(credit))
            for (_, question), (answers, credit) in self.shown(QUESTIONS)
        }

    @cached_property
    def certainties(self) -> dict[int, Did]:
        """By the certainty; the credit counts the answers that were fully right."""
        return {
            certainty: Did(answers, right) for (_, certainty), (answers, right) in self.shown(CERTAINTIES)
        }

    def shown(self, table: Table) -> list[tuple[tuple, list[int]]]:
        """The rows without what must not show, in the order of their keys."""
        left = Tallies()
        for row in table.model.objects.filter(student=self.student).values_list(*table.key, *table.sums):
            left.add(table, tuple(row[: len(table.key)]), *row[len(table.key) :])
        for key, counts in self.hidden.rows(table):
            left.add(table, key, *(-count for count in counts))
        return list(left.rows(table))

    @cached_property
    def hidden(self) -> Tallies:
        """What those answers come to whose correctness does not show now."""
        taken = Quiz.objects.filter(attempts__student=self.student).distinct()
        secretive = [quiz for quiz in taken if not always_shows(quiz)]
        attempts = self.student.attempts.filter(quiz__in=secretive).select_related("quiz")
        return of_answers([one.pk for one in attempts if not one.disclosed(self.at).correctness])


def always_shows(quiz: Quiz) -> bool:
    return all("correctness" in quiz.review.get(phase.value, ()) for phase in Phase)


def topics(student: User, at: datetime) -> dict[int, list[Week]]:
    return OwnTallies(student, at).topics


def questions(student: User, at: datetime) -> dict[int, Did]:
    return OwnTallies(student, at).questions


def certainties(student: User, at: datetime) -> dict[int, Did]:
    return OwnTallies(student, at).certainties

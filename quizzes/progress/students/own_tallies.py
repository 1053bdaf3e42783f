"""A student's own tallies, as far as they may show to the student now: what a quiz keeps to itself stays out of the sums."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, DateField, Expression, F, QuerySet, Value
from django.db.models.functions import Cast

from core.models import User
from quizzes.attempts.disclosure import Phase
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz
from quizzes.progress.students.mastery import Week
from quizzes.progress.tallies.counting import of_answers
from quizzes.progress.tallies.tables import CERTAINTIES, QUESTIONS, TOPICS, Table, Tallies
from quizzes.progress.units import marks


class Did(NamedTuple):
    """How many answers have a mark, and the sum of their credits."""

    answers: int
    credit: float


class OwnTallies:
    """Asked once, told in parts: one query, and two more where a quiz keeps something to itself.

    `attempts` are the student's attempts at quizzes, with their quizzes, where they were asked for already.
    """

    def __init__(self, student: User, at: datetime, attempts: Iterable[Attempt] | None = None) -> None:
        self.student, self.at, self.attempts = student, at, attempts

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

    @property
    def topic_names(self) -> dict[int, str]:
        """By the topic's id; also of those that may not show."""
        return {topic: name for table, topic, _, _, _, name in self.rows if table == str(TOPICS)}

    def shown(self, table: Table) -> list[tuple[tuple, list[int]]]:
        """The rows without what must not show, in the order of their keys."""
        left = Tallies()
        for name, about, week, *sums, _ in self.rows:
            if name == str(table):
                left.add(table, (self.student.pk, about, *([week] if week else [])), *sums)
        for key, counts in self.hidden.rows(table):
            left.add(table, key, *(-count for count in counts))
        return list(left.rows(table))

    @cached_property
    def rows(self) -> list[tuple]:
        """Of the three tables: which, about what, in which week, the two sums, the topic's name."""
        no_week, no_name = Value(None, DateField()), Value("", CharField())
        topics = of(TOPICS, self.student, F("topic_id"), F("week"), F("topic__name"))
        questions = of(QUESTIONS, self.student, F("question_id"), no_week, no_name)
        certainties = of(CERTAINTIES, self.student, F("certainty"), no_week, no_name)
        return list(topics.union(questions, certainties, all=True))

    @cached_property
    def hidden(self) -> Tallies:
        """What those answers come to whose correctness does not show now."""
        attempts = self.at_secretive_quizzes() if self.attempts is None else self.attempts
        return of_answers(
            self.student.pk, [one.pk for one in attempts if not one.disclosed(self.at).correctness]
        )

    def at_secretive_quizzes(self) -> Iterable[Attempt]:
        taken = Quiz.objects.filter(attempts__student=self.student).distinct()
        secretive = [quiz for quiz in taken if not always_shows(quiz)]
        return self.student.attempts.filter(quiz__in=secretive).select_related("quiz") if secretive else ()


def of(table: Table, student: User, about: F, week: Expression, name: Expression) -> QuerySet:
    """The student's rows of a table in columns that are the same for all of them."""
    *_, first, second = table.columns
    named = {"of_table": Value(str(table), CharField()), "about": about, "in_week": week, "named": name}
    sums = {"count": F(first), "sum": Cast(F(second), BigIntegerField())}
    own = table.model.objects.filter(student=student).annotate(**named, **sums)
    return own.values_list("of_table", "about", "in_week", "count", "sum", "named")


def always_shows(quiz: Quiz) -> bool:
    return all("correctness" in quiz.review.get(phase.value, ()) for phase in Phase)

"""A student's own tallies, as far as they may show to the student now."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from core.models import User
from quizzes.progress.mastery import Week
from quizzes.progress.units import marks


class Did(NamedTuple):
    """How many answers have a mark, and the sum of their credits."""

    answers: int
    credit: float


def topics(student: User, at: datetime) -> dict[int, list[Week]]:
    """By the topic's id, the weeks in which the student answered on it, in their order."""
    found: dict[int, list[Week]] = defaultdict(list)
    rows = student.topic_tallies.order_by("week").values_list("topic", "week", "answers", "credit")
    for topic, week, answers, credit in rows:
        found[topic].append(Week(week, answers, marks(credit)))
    return dict(found)


def questions(student: User, at: datetime) -> dict[int, Did]:
    """By the question's id."""
    rows = student.question_tallies.values_list("question", "answers", "credit")
    return {question: Did(answers, marks(credit)) for question, answers, credit in rows}


def certainties(student: User, at: datetime) -> dict[int, Did]:
    """By the certainty; the credit counts the answers that were fully right."""
    rows = student.certainty_tallies.values_list("certainty", "answers", "right")
    return {certainty: Did(answers, right) for certainty, answers, right in rows}

"""The quizzes a student took, with the marks that show to the student now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from core.models import User
from quizzes.attempts.disclosure import Disclosure
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.quiz_page import result


@dataclass(frozen=True)
class Result:
    """`percent` is the mark that counts, None while it does not show."""

    quiz: Quiz
    attempts: int
    latest: Attempt
    percent: float | None


def own_results(student: User, at: datetime) -> list[Result]:
    """Of every quiz that the student finished, the latest first; practice is none. One query."""
    rows: dict[Quiz, list[tuple[Attempt, Disclosure]]] = defaultdict(list)
    attempts = student.attempts.finished().whole().filter(quiz__is_practice=False)
    for attempt in attempts.select_related("quiz__question_set").order_by("number"):
        rows[attempt.quiz].append((attempt, attempt.disclosed(at)))
    found = [Result(quiz, len(made), made[-1][0], result(made, quiz)) for quiz, made in rows.items()]
    return sorted(found, key=lambda one: one.latest.finished_at, reverse=True)

"""The marks that count, of many students at many quizzes, in one query."""

from collections import defaultdict
from collections.abc import Collection

from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.results import counted, share


def percents(quizzes: Collection[Quiz], students: Collection[int]) -> dict[tuple[int, int], float]:
    """By student and quiz; nothing where no attempt is marked yet. Every attempt counts, whenever it was made."""
    rows = (
        Attempt.objects.finished()
        .whole()
        .filter(quiz__in=quizzes, student__in=students)
        .order_by("number")
        .values_list("student", "quiz", "mark", "points")
    )
    shares: dict[tuple[int, int], list[float]] = defaultdict(list)
    for student, quiz, mark, points in rows.iterator(chunk_size=5_000):
        shares[student, quiz].append(share(mark, points))
    rules = {quiz.pk: quiz.counts for quiz in quizzes}
    return {pair: 100 * counted(found, rules[pair[1]]) for pair, found in shares.items()}

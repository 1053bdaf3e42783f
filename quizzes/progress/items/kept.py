"""Figures that are kept until something counted of their quiz changes."""

from typing import NamedTuple

from django.core.cache import cache

from quizzes.attempts.quiz import Quiz
from quizzes.progress.items import cells
from quizzes.progress.items.analysis import Analysis, analysis
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.sides import Sides, by_question
from quizzes.progress.items.thirds import Standing
from quizzes.progress.models import QuizStamp

EDITION = 4
"""To be raised when figures are reckoned otherwise, or hold something else."""
A_DAY = 24 * 60 * 60


class Kept(NamedTuple):
    """`sides`: by the question's id how the thirds did at it."""

    analysis: Analysis
    sides: dict[int, Sides]
    standing: Standing


def analysis_of(quiz: Quiz, selection: Selection) -> Kept:
    """As the tallies have it at this moment."""
    # The stamp first: what changes after it was read is never kept under it.
    stamp = QuizStamp.objects.filter(quiz=quiz).values_list("stamp", flat=True).first()
    key = f"items {EDITION} {quiz.pk} {selection.value} {stamp}".replace(" ", ":")
    found = cache.get(key)
    if found is None:
        marks = cells.of_quiz(quiz, selection)
        standing = Standing.of(marks.wholes)
        found = Kept(analysis(marks.cells, marks.wholes), by_question(marks.cells, standing), standing)
        cache.set(key, found, A_DAY)
    return found

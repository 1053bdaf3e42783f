"""The item analysis of a quiz as tables, in the columns of `manage.py item_analysis`: a line a question, which says
beside them which question it is; and one line for the whole quiz.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields, replace

from core.spreadsheets import Cell
from quizzes.progress.items.report import Report
from quizzes.progress.statistics import ItemFigures, QuizFigures

HEAD = (*(field.name for field in fields(ItemFigures)), "question", "random_guess_score")
QUIZ_HEAD = (*(field.name for field in fields(QuizFigures)), "best_mark")


def item_table(report: Report) -> Iterable[Sequence[Cell]]:
    """A line a question, in the order of the page; nothing is rounded. Shares are in percent, the random guess too."""
    yield HEAD
    for row in report.rows:
        figures = replace(row.figures, slot=row.position)
        guess = None if row.guess is None else 100 * row.guess
        yield (*astuple(figures), row.question.stem, guess)


def quiz_table(report: Report) -> Iterable[Sequence[Cell]]:
    """As the command has it with `--quiz`, nothing rounded; then the best mark, which mean, median and the like are of."""
    yield QUIZ_HEAD
    if report.attempts:
        yield (*astuple(report.analysis.whole), report.analysis.points)

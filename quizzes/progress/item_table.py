"""The item analysis of a quiz as a table: the columns of `manage.py item_analysis`, then which question it is."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields, replace

from core.spreadsheets import Cell
from quizzes.progress.item_report import Report
from quizzes.progress.statistics import ItemFigures

HEAD = (*(field.name for field in fields(ItemFigures)), "question", "random_guess_score")


def item_table(report: Report) -> Iterable[Sequence[Cell]]:
    """A line a question, in the order of the page; nothing is rounded. Shares are in percent, the random guess too."""
    yield HEAD
    for row in report.rows:
        figures = replace(row.figures, slot=row.position)
        guess = None if row.guess is None else 100 * row.guess
        yield (*astuple(figures), row.question.stem, guess)

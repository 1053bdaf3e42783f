"""What attempts at a quiz earned, counted: read from the tallies, which are kept as the answers come in."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from quizzes.attempts.quiz import Quiz
from quizzes.bank.models import Question, QuestionVersion
from quizzes.progress.items.analysis import Cell, Whole
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.thirds import Chosen
from quizzes.progress.models import GivenTally, MarkTally, OptionTally, TotalTally


@dataclass(frozen=True)
class Marks:
    """Of the attempts of one selection at one quiz: what each question earned, and the whole."""

    cells: list[Cell]
    wholes: list[Whole]


def of_quiz(quiz: Quiz, selection: Selection) -> Marks:
    counted = {f"{selection.column}__gt": 0}
    cells = MarkTally.objects.filter(quiz=quiz, **counted).values_list(
        "version__question", "version", "points", "mark", "rest", selection.column
    )
    return Marks([Cell(*row) for row in cells], wholes([quiz.pk], selection).get(quiz.pk, []))


def wholes(quizzes: Collection[int], selection: Selection) -> dict[int, list[Whole]]:
    """By quiz."""
    found: dict[int, list[Whole]] = defaultdict(list)
    rows = TotalTally.objects.filter(quiz__in=quizzes, **{f"{selection.column}__gt": 0})
    for quiz, *row in rows.values_list("quiz", "points", "total", selection.column):
        found[quiz].append(Whole(*row))
    return dict(found)


def asking(versions: Collection[QuestionVersion]) -> QuerySet[Quiz]:
    """Quizzes for which attempts count that were asked one of these."""
    return Quiz.objects.filter(Exists(MarkTally.objects.filter(quiz=OuterRef("pk"), version__in=versions)))


def of_question(question: Question, selection: Selection, quizzes: Collection[int]) -> dict[int, list[Cell]]:
    """By quiz, what its attempts earned at this question."""
    found: dict[int, list[Cell]] = defaultdict(list)
    counted = {f"{selection.column}__gt": 0}
    rows = MarkTally.objects.filter(quiz__in=quizzes, version__question=question, **counted)
    columns = ("version", "points", "mark", "rest", selection.column)
    for asking, *row in rows.values_list("quiz", *columns):
        found[asking].append(Cell(question.pk, *row))
    return dict(found)


def chosen(question: Question, selection: Selection, quizzes: Collection[int]) -> dict[int, list[Chosen]]:
    """By quiz, which options its attempts chose of this question."""
    found: dict[int, list[Chosen]] = defaultdict(list)
    rows = OptionTally.objects.filter(quiz__in=quizzes, version__question=question)
    rows = rows.annotate(count=F(selection.column))
    for quiz, *row in rows.filter(count__gt=0).values_list("quiz", "version", "option", "percent", "count"):
        found[quiz].append(Chosen(*row))
    return dict(found)


def given(version_ids: Collection[int]) -> Iterable[tuple[Any, int]]:
    """What students gave to these versions, and how often: what `attempts.given_answers.COUNTED` asks for."""
    return GivenTally.objects.filter(version__in=version_ids).order_by("pk").values_list("given", "answers")

"""Figures that are kept until something counted of their quiz changes."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache

from quizzes.attempts.quiz import Quiz
from quizzes.bank.models import Question
from quizzes.progress.items import cells
from quizzes.progress.items.analysis import Analysis, analysis
from quizzes.progress.items.outcomes import Outcome, outcomes
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.sides import Sides, by_question
from quizzes.progress.items.thirds import Standing
from quizzes.progress.models import QuizStamp

EDITION = 4
"""To be raised when figures are reckoned otherwise, or hold something else."""
A_DAY = 24 * 60 * 60


Stamps = Mapping[int, UUID]
"""By the quiz's id. They are read first: what changes after that is never kept under them."""


class Kept(NamedTuple):
    """`sides`: by the question's id how the thirds did at it."""

    analysis: Analysis
    sides: dict[int, Sides]
    standing: Standing


def analysis_of(quiz: Quiz, selection: Selection) -> Kept:
    """As the tallies have it at this moment."""
    return analysed(quiz, selection, stamps_of([quiz]))


def outcomes_of(
    question: Question, quizzes: Collection[Quiz], selection: Selection
) -> dict[int, dict[int, Outcome]]:
    """By quiz and version how the question went in each of them, as the tallies have it at this moment."""
    return went(question, quizzes, selection, stamps_of(quizzes))


def question_in(question: Question, quiz: Quiz, selection: Selection) -> tuple[Kept, dict[int, Outcome]]:
    """Both, in one quiz."""
    stamps = stamps_of([quiz])
    whole = analysed(quiz, selection, stamps)
    return whole, went(question, [quiz], selection, stamps, {quiz.pk: whole.standing})[quiz.pk]


def stamps_of(quizzes: Collection[Quiz]) -> Stamps:
    return dict(QuizStamp.objects.filter(quiz__in=quizzes).values_list("quiz", "stamp"))


def key(of: str, quiz: Quiz, selection: Selection, stamps: Stamps) -> str:
    return f"items:{EDITION}:{of}:{quiz.pk}:{selection.value}:{stamps.get(quiz.pk)}"


def analysed(quiz: Quiz, selection: Selection, stamps: Stamps) -> Kept:
    place = key("quiz", quiz, selection, stamps)
    found = cache.get(place)
    if found is None:
        marks = cells.of_quiz(quiz, selection)
        standing = Standing.of(marks.wholes)
        found = Kept(analysis(marks.cells, marks.wholes), by_question(marks.cells, standing), standing)
        cache.set(place, found, A_DAY)
    return found


def went(
    question: Question,
    quizzes: Collection[Quiz],
    selection: Selection,
    stamps: Stamps,
    standings: Mapping[int, Standing] | None = None,
) -> dict[int, dict[int, Outcome]]:
    """The standings are read where they are not at hand."""
    places = {quiz.pk: key(f"question:{question.pk}", quiz, selection, stamps) for quiz in quizzes}
    known = cache.get_many(places.values())
    if missing := [quiz for quiz, place in places.items() if place not in known]:
        standings = standings or standings_of(missing, selection)
        earned = cells.of_question(question, selection, missing)
        chosen = cells.chosen(question, selection, missing)
        fresh = {
            places[quiz]: outcomes(earned.get(quiz, []), chosen.get(quiz, []), standings[quiz])
            for quiz in missing
        }
        cache.set_many(fresh, A_DAY)
        known |= fresh
    return {quiz: known[place] for quiz, place in places.items()}


def standings_of(quizzes: Collection[int], selection: Selection) -> dict[int, Standing]:
    wholes = cells.wholes(quizzes, selection)
    return {quiz: Standing.of(wholes.get(quiz, [])) for quiz in quizzes}

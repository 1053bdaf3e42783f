"""Figures as tables for a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from core.downloads import sheets, spreadsheet
from quizzes.attempts.quiz import Quiz
from quizzes.bank.coverage_pages import for_authors
from quizzes.classrooms.finding import for_its_teacher
from quizzes.classrooms.models import Classroom
from quizzes.classrooms.own_time import in_own_time
from quizzes.progress.classes.gradebook import gradebook
from quizzes.progress.items.class_cells import quizzes_of
from quizzes.progress.items.report import Report, of_class, of_everybody
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.table import item_table, quiz_table


@require_safe
@for_its_teacher
@in_own_time
def marks(request: HttpRequest, classroom: Classroom, ending: str) -> HttpResponse:
    """The gradebook of a class."""
    zone = get_current_timezone()
    return spreadsheet(gradebook(classroom, zone), ending=ending, name=f"{classroom} marks")


@require_safe
@for_authors
def items(request: HttpRequest, quiz_id: int, ending: str) -> HttpResponse:
    """The item analysis of a quiz over everybody, by the attempts its page is asked for."""
    quiz = get_object_or_404(Quiz, pk=quiz_id)
    selection = selection_of(request, quiz)
    return analysed(of_everybody(quiz, selection), ending, f"{quiz} items {selection.value}")


@require_safe
@for_its_teacher
def classroom_items(request: HttpRequest, classroom: Classroom, quiz_id: int, ending: str) -> HttpResponse:
    """The same of a class's own attempts."""
    quiz = get_object_or_404(quizzes_of(classroom), pk=quiz_id)
    selection = selection_of(request, quiz)
    return analysed(
        of_class(classroom, quiz, selection), ending, f"{classroom} {quiz} items {selection.value}"
    )


@require_safe
@for_authors
def whole(request: HttpRequest, quiz_id: int, ending: str) -> HttpResponse:
    """The figures of a whole quiz over everybody."""
    quiz = get_object_or_404(Quiz, pk=quiz_id)
    selection = selection_of(request, quiz)
    table = quiz_table(of_everybody(quiz, selection))
    return spreadsheet(table, ending=ending, name=f"{quiz} figures {selection.value}")


@require_safe
@for_its_teacher
def classroom_whole(request: HttpRequest, classroom: Classroom, quiz_id: int, ending: str) -> HttpResponse:
    """The same of a class's own attempts."""
    quiz = get_object_or_404(quizzes_of(classroom), pk=quiz_id)
    selection = selection_of(request, quiz)
    table = quiz_table(of_class(classroom, quiz, selection))
    return spreadsheet(table, ending=ending, name=f"{classroom} {quiz} figures {selection.value}")


def analysed(report: Report, ending: str, name: str) -> HttpResponse:
    """Question by question; where a file has room for several tables, the whole quiz stands on a second sheet."""
    if ending == "xlsx":
        return sheets({"Questions": item_table(report), "Quiz": quiz_table(report)}, name=name)
    return spreadsheet(item_table(report), ending=ending, name=name)


def selection_of(request: HttpRequest, quiz: Quiz) -> Selection:
    """What is asked for; else the attempts by which the quiz counts."""
    return Selection.asked(request.GET.get("attempts", ""), Selection.counted(quiz.counts))

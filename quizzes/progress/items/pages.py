"""For teachers: the item analysis of a quiz, over everybody or over a class, and of one question."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.attempts.key_subject import Subject
from quizzes.attempts.quiz import Quiz
from quizzes.bank.coverage_pages import for_authors
from quizzes.bank.models import Question
from quizzes.classrooms.finding import for_its_teacher
from quizzes.classrooms.models import Classroom
from quizzes.progress.exports import selection_of
from quizzes.progress.items import answers, class_cells
from quizzes.progress.items import question as question_report
from quizzes.progress.items import report as item_report
from quizzes.progress.items.outcomes import outcomes
from quizzes.progress.items.report import HEADS, Report
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.thirds import Standing
from quizzes.progress.items.verdicts import FEW, ITEM_FIGURES

ORDERS = {"look": "What needs a look first", "asked": "In the order asked"}


@require_safe
@for_authors
def quiz(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Over everybody, without names."""
    found = get_object_or_404(Quiz.objects.select_related("question_set"), pk=quiz_id)
    return quiz_page(request, item_report.of_everybody(found, selection_of(request, found)))


@require_safe
@for_its_teacher
def classroom_quiz(request: HttpRequest, classroom: Classroom, quiz_id: int) -> HttpResponse:
    """Of the class's own attempts; with `?question=` of one question of them."""
    quizzes = class_cells.quizzes_of(classroom).select_related("question_set")
    found = get_object_or_404(quizzes, pk=quiz_id)
    wanted = request.GET.get("question", "")
    if wanted:
        return class_question(request, classroom, found, number_in(wanted))
    return quiz_page(request, item_report.of_class(classroom, found, selection_of(request, found)))


@require_safe
@for_authors
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Over all quizzes, or with `?quiz=` in that one."""
    found = get_object_or_404(Question.objects.select_related("question_set", "current"), pk=question_id)
    version = found.current or found.versions.first()
    if version is None:
        raise Http404("It was never published.")
    subject, context = Subject(found, version), {"question": found, "stem": version.face["stem"]}
    if wanted := request.GET.get("quiz", ""):
        quiz = context["quiz"] = get_object_or_404(Quiz, pk=number_in(wanted))
        selection = selection_of(request, quiz)
        report, context["told"] = question_report.in_quiz(found, subject, selection, quiz)
        context |= chips(request, selection, quiz.counts)
    else:
        selection = Selection.asked(request.GET.get("attempts", ""), Selection.BEST)
        report = question_report.over_all_quizzes(found, subject, selection)
        context |= chips(request, selection)
    return render(request, "progress/question.html", context | {"report": report})


def quiz_page(request: HttpRequest, report: Report) -> HttpResponse:
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "look"
    context = {
        "report": report,
        "quiz": report.quiz,
        "classroom": report.classroom,
        "rows": report.rows if order == "asked" else report.worst_first,
        "heads": HEADS,
        "figures": ITEM_FIGURES,
        "order": order,
        "orders": ORDERS,
        "few": FEW,
        **chips(request, report.selection, report.quiz.counts),
    }
    return render(request, "progress/quiz.html", context)


def class_question(request: HttpRequest, classroom: Classroom, quiz: Quiz, question_id: int) -> HttpResponse:
    """One question of a quiz, as the class answered it."""
    selection = selection_of(request, quiz)
    runs = class_cells.runs(classroom, quiz, selection)
    marks = class_cells.of_class(runs, quiz)
    own = [cell for cell in marks.cells if cell.question == question_id]
    found = get_object_or_404(Question.objects.select_related("question_set"), pk=question_id)
    versions = list(class_cells.versions_asked(classroom, quiz).filter(question=found).order_by("-number"))
    if not versions:
        raise Http404("The class was not asked it here.")
    subject = Subject(found, versions[0])
    asked = question_report.with_keys(versions, subject.standing)
    chosen = class_cells.chosen(runs, found, {version.pk: version for version in versions})
    newest = asked[versions[0].pk]
    context = {
        "answers": None if newest.options else answers.of_class(subject, runs),
        "classroom": classroom,
        "quiz": quiz,
        "question": found,
        "stem": newest.version.face["stem"],
        "told": question_report.in_class(newest, own, marks, quiz),
        "charts": list(question_report.charts_of(asked, [outcomes(own, chosen, Standing.of(marks.wholes))])),
        **chips(request, selection, quiz.counts),
    }
    return render(request, "progress/class_question.html", context)


def chips(request: HttpRequest, selection: Selection, rule: str = "") -> dict:
    """The ways to choose other attempts, each with all else that the address asks for. `rule`: by which the quiz counts."""
    kept = request.GET.copy()
    links = []
    for one in Selection:
        kept["attempts"] = one.value
        links.append((one, one.chip(rule), f"?{kept.urlencode()}"))
    return {"selection": selection, "chips": links}


def number_in(text: str) -> int:
    """404 for what is no number."""
    if not (text.isdecimal() and len(text) < 10):
        raise Http404
    return int(text)

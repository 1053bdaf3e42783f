"""What other rooms' pages show of the item analysis: where it is to be found."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quizzes.bank.margin import may_author
from quizzes.bank.models import QuestionSet
from quizzes.bank.reading_order import reading_order


def of_set(request: HttpRequest, question_set: QuestionSet) -> SafeString:
    """For whoever writes questions: how each quiz of the set did, and its practice."""
    if not may_author(request):
        return SafeString()
    quizzes = sorted(
        question_set.quizzes.all(), key=lambda quiz: (quiz.is_practice, reading_order(quiz.title), quiz.pk)
    )
    if not quizzes:
        return SafeString()
    return render_to_string("progress/_of_set.html", {"quizzes": quizzes}, request)

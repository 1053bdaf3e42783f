"""The front door: for visitors what this is, with a question to try; for students what to do next."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from core.htmx import render_page
from quizzes.attempts.models import settle_all
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.sample import Sample
from quizzes.bank.models import Question, QuestionSet
from quizzes.classrooms import work_shown
from quizzes.classrooms.to_do import tasks_of
from quizzes.flashcards.models import Learner
from quizzes.flashcards.standing import left_today
from quizzes.kinds.kind import Unreadable
from quizzes.reports.waiting import answered_for, at_the_desk


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "welcome.html", {"sample": first_sample()})
    at = now()
    attempts = request.user.attempts.with_quiz()
    settle_all(attempts, at=at)
    latest = attempts.finished().order_by("-finished_at").first()
    waiting = [task for task in tasks_of(request.user, at) if task.is_waiting]
    assigned = [task.thing.pk for task in waiting if task.is_quiz]
    running = [task.running.pk for task in waiting if task.running]
    context = {
        "answered_reports": answered_for(request.user),
        "waiting": at_the_desk(request),
        "to_do": work_shown.rows(request, waiting),
        "zone": Learner.of(request.user).zone,
        "open_attempts": attempts.open().exclude(pk__in=running),
        "latest": latest,
        "shown": latest and latest.disclosed(at),
        "quizzes": Quiz.objects.open(at).exclude(pk__in=assigned).select_related("question_set"),
        "cards": left_today(request.user, at),
        "sets": QuestionSet.objects.open().with_counts().in_order(),
    }
    return render(request, "home.html", context)


@login_not_required
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Mark a visitor's answer to the sample question. Nothing is stored."""
    asked = first_sample()
    if asked is None:
        raise Http404
    typed = request.POST.getlist("given")
    given = asked.read(typed)
    if isinstance(given, Unreadable):
        context = {"sample": asked, "typed": typed, "problem": given.sentence}
        return render_page(request, "welcome.html", context, partial="sample", status=422)
    return render_page(request, "welcome.html", {"sample": asked.answered(given)}, partial="sample")


def first_sample() -> Sample | None:
    question = Question.objects.sample()
    return Sample(question.current_id) if question else None

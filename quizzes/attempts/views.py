from random import Random

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.htmx import render_page
from core.models import User
from core.signing_in import what_was_typed
from quizzes.attempts import reviewing
from quizzes.attempts.models import Attempt, AttemptFinished, Quiz, Slot
from quizzes.attempts.steps import step_of, steps
from quizzes.bank.models import QuestionSet
from quizzes.kinds.kind import Unreadable


@require_POST
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """Start practising a set, or go on where it was left."""
    question_set = get_object_or_404(QuestionSet.objects.open().for_practice(), slug=slug)
    quiz = Quiz.practice(question_set)
    attempt = Attempt.start(request.user, quiz, at=now(), chance=chance_of(request.user, quiz))
    return redirect(attempt or question_set)


@require_safe
def take(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The first question still to be answered."""
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    slot = attempt.slots.unanswered().order_by("position").first()
    if attempt.is_finished or slot is None:
        return redirect("attempts:review", attempt.pk)
    return redirect(slot)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    slots = Slot.objects.of(request.user).with_attempt()
    place = {"attempt": attempt_id, "position": position}
    if request.method == "POST":
        return answer(request, get_object_or_404(slots, **place))
    return show(request, get_object_or_404(slots.with_quiz(), **place))


def show(request: HttpRequest, slot: Slot) -> HttpResponse:
    """The question, or what came of it once it is answered."""
    if slot.attempt.is_finished and not slot.given_answer:
        return redirect("attempts:review", slot.attempt_id)
    typed = what_was_typed(request, slot.get_absolute_url()).getlist("given")
    context = {
        "slot": slot,
        "typed": typed,
        "is_kept": bool(typed),
        "steps": steps(slot.attempt, at=slot.position),
    }
    return render_page(request, "attempts/take.html", context, partial="question")


def answer(request: HttpRequest, slot: Slot) -> HttpResponse:
    typed = request.POST.getlist("given")
    given = slot.read(typed)
    if isinstance(given, Unreadable) and not slot.given_answer:
        return ask_again(request, slot, typed, given)
    try:
        slot.submit(given, at=now())
    except AttemptFinished:
        return too_late(request, slot)
    if not request.htmx:
        return redirect(slot)
    return render(
        request, "attempts/take.html#feedback", {"slot": slot, "is_fresh": True, "step": step_of(slot)}
    )


def ask_again(request: HttpRequest, slot: Slot, typed: list[str], problem: Unreadable) -> HttpResponse:
    context = {"slot": slot, "typed": typed, "problem": problem.sentence}
    if not request.htmx:
        context["steps"] = steps(slot.attempt, at=slot.position)
    return render_page(request, "attempts/take.html", context, partial="feedback", status=422)


def too_late(request: HttpRequest, slot: Slot) -> HttpResponse:
    messages.warning(
        request, "This attempt was ended before your last answer arrived, so it was not counted."
    )
    response = redirect("attempts:review", slot.attempt_id)
    return HttpResponseClientRedirect(response.url) if request.htmx else response


@require_POST
def finish(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    attempt.finish(at=now())
    return redirect("attempts:review", attempt.pk)


@require_safe
def review(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempt = get_object_or_404(request.user.attempts.with_quiz(), pk=attempt_id)
    if not attempt.is_finished:
        return redirect(attempt)
    return render(request, "attempts/review.html", reviewing.of(attempt))


@require_POST
def missed(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Practise the questions not fully right in a finished attempt."""
    attempt = get_object_or_404(request.user.attempts.finished(), pk=attempt_id)
    again = attempt.repeat_missed(at=now(), chance=chance_of(request.user, attempt.quiz))
    if again is None:
        messages.info(request, "Nothing was missed here that is still asked.")
        return redirect("attempts:review", attempt.pk)
    return redirect(again)


def chance_of(student: User, quiz: Quiz) -> Random:
    """Chance that no student can foresee, and that would fall the same way again.

    So the order of options can be told to depend on the student, the quiz and the attempt alone.
    """
    which = f"{student.pk} {quiz.pk} {student.attempts.count()}"
    return Random(salted_hmac("quizzes.attempts.order", which).hexdigest())  # noqa: S311 - seeded with a secret

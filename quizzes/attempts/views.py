"""Taking an attempt: its questions, its end, its review."""

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
from core.signing_in import fills_again, what_was_typed
from quizzes.attempts import answered, reviewing, work
from quizzes.attempts.models import Attempt, NotOpen
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.slot import Slot
from quizzes.attempts.steps import step_of, steps
from quizzes.attempts.work import AttemptFinished, Stale, Work
from quizzes.bank import serving
from quizzes.bank.models import QuestionSet, Topic
from quizzes.kinds.kind import Unreadable


@require_POST
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """Start practising a set, or go on where it was left."""
    question_set = get_object_or_404(QuestionSet.objects.open().for_practice(), slug=slug)
    return begin(request, Quiz.practice(question_set))


def begin(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    attempt = Attempt.start(request.user, quiz, at=now(), chance=chance_of(request.user, quiz))
    if isinstance(attempt, NotOpen):
        messages.info(request, attempt.sentence)
        return redirect(quiz if quiz.is_practice else quiz.page_url)
    return redirect(attempt)


@require_safe
def take(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The question to go on with, or the end."""
    attempt = attempt_of(request, attempt_id)
    if attempt.is_finished:
        return redirect("attempts:review", attempt.pk)
    if attempt.quiz.is_forward_only:
        return redirect(attempt.slots.get(position=attempt.reached))
    slots = (
        attempt.slots.unanswered().filter(typed__isnull=True) if attempt.saves else attempt.slots.unanswered()
    )
    slot = slots.order_by("position").first()
    return redirect(slot) if slot else redirect("attempts:finish", attempt.pk)


def attempt_of(request: HttpRequest, attempt_id: int) -> Attempt:
    """The person's own attempt, as it is by the clock."""
    attempt = get_object_or_404(request.user.attempts.with_quiz(), pk=attempt_id)
    return attempt.settle(at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@fills_again
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    slot = slot_of(request, attempt_id, position)
    if not slot.attempt.may_open(position):
        return elsewhere(request, slot.attempt)
    return answer(request, slot) if request.method == "POST" else show(request, slot)


def slot_of(request: HttpRequest, attempt_id: int, position: int) -> Slot:
    at = now()
    slots = Slot.objects.of(request.user).with_attempt()
    slot = get_object_or_404(slots, attempt=attempt_id, position=position)
    was_finished = slot.attempt.is_finished
    if slot.attempt.settle(at=at).is_finished != was_finished:
        slot = slots.get(pk=slot.pk)
    slot.disclosed = slot.attempt.disclosed(at)
    slot.attempt.student = request.user
    return slot


def elsewhere(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    messages.info(request, "There is no way back here: this is the question you have reached.")
    return sent_to(request, redirect(attempt))


def sent_to(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The redirect, as a whole page for htmx too."""
    return HttpResponseClientRedirect(response.url) if request.htmx else response


def show(request: HttpRequest, slot: Slot) -> HttpResponse:
    """The question, or what came of it once it is answered."""
    if slot.attempt.is_finished and not slot.given_answer:
        return redirect("attempts:review", slot.attempt_id)
    kept = work.of(what_was_typed(request, slot.get_absolute_url()))
    context = page_context(slot, kept if kept.typed else slot.work) | {"is_kept": bool(kept.typed)}
    if slot.given_answer:
        context["beside"] = answered.beside(request, slot)
    return render_page(request, "attempts/take.html", context, partial="question")


def page_context(slot: Slot, shown: Work) -> dict:
    return {
        "slot": slot,
        "typed": list(shown.typed),
        "certainty": shown.certainty,
        "revision": slot.revision if shown.revision is None else shown.revision,
        "steps": steps(slot.attempt, slot.disclosed, at=slot.position),
        "seconds_left": slot.attempt.seconds_left(now()),
    }


def answer(request: HttpRequest, slot: Slot) -> HttpResponse:
    sent = work.of(request.POST)
    if slot.attempt.is_finished and not slot.is_answered_at_once:
        return too_late(request, slot.attempt)
    try:
        if slot.attempt.saves:
            return save(request, slot, sent)
        given = slot.read(sent.typed)
        if isinstance(given, Unreadable) and not slot.given_answer:
            return ask_again(request, slot, sent, given)
        slot.submit(given, sent, at=now())
    except AttemptFinished:
        return too_late(request, slot.attempt)
    except Stale:
        return conflict(request, slot, sent)
    if not request.htmx:
        return redirect(slot)
    context = {
        "slot": slot,
        "typed": list(slot.work.typed),
        "is_fresh": True,
        "is_other": slot.given_answer is not None and slot.given_answer.given != given,
        "step": step_of(slot),
        "beside": answered.beside(request, slot) if slot.given_answer else [],
    }
    return render(request, "attempts/take.html#feedback", context)


def save(request: HttpRequest, slot: Slot, sent: Work) -> HttpResponse:
    """Keep what was typed. The page's own script gets word of it; a button goes on to the next question."""
    if "clear" in request.POST:
        sent = sent.cleared()
    slot.save_work(sent, at=now())
    if request.htmx:
        return render(request, "attempts/take.html#saved", {"slot": slot, "step": step_of(slot)})
    if slot.problem:
        messages.warning(request, f"Saved, but it cannot be marked as it is. {slot.problem}")
        return redirect(slot)
    if "clear" in request.POST or "stay" in request.POST:
        return redirect(slot)
    return onward(slot)


def onward(slot: Slot) -> HttpResponse:
    if slot.attempt.quiz.is_forward_only:
        slot.attempt.go_on_from(slot.position)
    return redirect(slot.next_url) if slot.next_url else redirect("attempts:finish", slot.attempt_id)


def conflict(request: HttpRequest, slot: Slot, sent: Work) -> HttpResponse:
    """Both values, when the question was changed in another window: the student chooses."""
    context = page_context(slot, sent) | {"is_conflict": True, "here": slot.told(sent)}
    context["revision"] = slot.revision
    response = render_page(request, "attempts/take.html", context, partial="feedback", status=409)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#feedback", "outerHTML"
    return response


def ask_again(request: HttpRequest, slot: Slot, sent: Work, problem: Unreadable) -> HttpResponse:
    context = {
        "slot": slot,
        "typed": list(sent.typed),
        "certainty": sent.certainty,
        "problem": problem.sentence,
    }
    if not request.htmx:
        context |= page_context(slot, sent)
    return render_page(request, "attempts/take.html", context, partial="feedback", status=422)


def too_late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    attempt.refresh_from_db(fields=["finished_at", "deadline_at"])
    if not attempt.is_finished:
        attempt.settle(at=now())
    messages.warning(
        request, "This attempt had ended before your last answer arrived, so that answer was not counted."
    )
    return sent_to(request, redirect("attempts:review", attempt.pk))


@require_POST
def flag(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Flag a question, or take the flag away; `flagged` is what it shall be."""
    slot = slot_of(request, attempt_id, position)
    slot.flag(request.POST.get("flagged") == "1")
    if request.htmx:
        return render(request, "attempts/take.html#flag", {"slot": slot, "step": step_of(slot)})
    return redirect(slot)


@require_POST
def leave(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Where there is no way back: go on to the next question."""
    slot = slot_of(request, attempt_id, position)
    if slot.attempt.is_finished or slot.position != slot.attempt.reached:
        return redirect(slot.attempt)
    return onward(slot)


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What is answered and what is not, and the button that ends it."""
    attempt = attempt_of(request, attempt_id)
    if request.method == "POST":
        attempt.finish(at=now())
    if attempt.is_finished:
        return redirect("attempts:review", attempt.pk)
    slots = list(attempt.slots.select_related("answer").order_by("position"))
    serving.faces.many(slot.version_id for slot in slots)
    shown = attempt.disclosed(now())
    context = {
        "attempt": attempt,
        "rows": list(zip(slots, steps(attempt, shown), strict=True)),
        "open_count": sum(not (slot.typed or slot.tries or slot.given_answer) for slot in slots),
        "flagged_count": sum(slot.is_flagged for slot in slots),
        "seconds_left": attempt.seconds_left(now()),
    }
    return render(request, "attempts/finish.html", context)


@require_safe
def review(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempt = attempt_of(request, attempt_id)
    if not attempt.is_finished:
        return redirect(attempt)
    at = now()
    reviewing.mark_opened(attempt, at=at)
    context = reviewing.of(attempt, at=at)
    answered.in_review(request, context["slots"])
    return render(request, "attempts/review.html", context)


@require_POST
def missed(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Practise the questions not fully right in a finished attempt, where what was right may show."""
    attempt = get_object_or_404(request.user.attempts.finished().with_quiz(), pk=attempt_id)
    if not attempt.may_be_repeated(now()):
        messages.info(request, "What was missed here can be practised once the answers show.")
        return redirect("attempts:review", attempt.pk)
    again = attempt.repeat_missed(at=now(), chance=chance_of(request.user, attempt.quiz))
    if isinstance(again, NotOpen):
        messages.info(request, "Nothing was missed here that is still asked.")
        return redirect("attempts:review", attempt.pk)
    return redirect(again)


def chance_of(student: User, asked: Quiz | Topic) -> Random:
    """Chance that no student can foresee, and that would fall the same way again.

    So the order of options can be told to depend on the student, what is asked and the attempt alone.
    """
    which = f"{student.pk} {asked.pk} {student.attempts.count()}"
    return Random(salted_hmac("quizzes.attempts.order", which).hexdigest())  # noqa: S311 - seeded with a secret

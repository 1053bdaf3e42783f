"""Learning cards: what is due, one card at a time, and how one learns."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.htmx import render_page
from quizzes.articles.open_book import unless_shut
from quizzes.bank.models import QuestionSet
from quizzes.flashcards import decks, one_memory, studying
from quizzes.flashcards.days import day_of
from quizzes.flashcards.forms import LearnerForm, sent
from quizzes.flashcards.models import Card, Learner
from quizzes.flashcards.queue import Queue, backlog
from quizzes.flashcards.scheduling import Rating, is_leech, retrievability, told
from quizzes.flashcards.shown import shown

WORDS = {Rating.Again: "Again", Rating.Hard: "Hard", Rating.Good: "Good", Rating.Easy: "Easy"}
A_PAGE = 50


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is due today, and the decks."""
    learner, at = Learner.of(request.user), now()
    queue = Queue(learner, at)
    added = request.user.decks.exclude(question_set=None).values("question_set")
    context = {
        "left": queue.left,
        "backlog": backlog(queue),
        "decks": decks.decks_of(request.user, at=at, due_before=queue.due_before),
        "missed": decks.missed_by(request.user, at=at, due_before=queue.due_before),
        "sets": QuestionSet.objects.open().for_practice().exclude(pk__in=added).with_counts().in_order(),
        "learner": learner,
        "has_own_cards": request.user.notes.exists(),
    }
    return render(request, "flashcards/overview.html", context)


@require_POST
def add_set(request: HttpRequest, slug: str) -> HttpResponse:
    """A set as a deck, in one click."""
    question_set = get_object_or_404(QuestionSet.objects.open().for_practice(), slug=slug)
    deck = decks.add_set(request.user, question_set, at=now())
    messages.success(request, f"“{deck}” is a deck of yours now, {deck.cards.count()} cards.")
    return redirect("flashcards:overview")


@require_safe
@unless_shut
def review(request: HttpRequest) -> HttpResponse:
    """The card whose turn it is, front up; or what was done today and when to come back."""
    learner, at = Learner.of(request.user), now()
    queue = Queue(learner, at)
    card = wanted(request) or queue.next()
    context = {"left": queue.left}
    if card is None:
        context |= {"comes_back": queue.comes_back(), "zone": learner.zone}
        return render_page(request, "flashcards/review.html", context, partial="card")
    context |= {"card": card, "asked": shown(card)}
    return render_page(request, "flashcards/review.html", context, partial="card")


def wanted(request: HttpRequest) -> Card | None:
    """A card asked for by its id: the one whose rating was just taken back."""
    asked_for = request.GET.get("card", "")
    if not (asked_for.isdecimal() and len(asked_for) < 19):
        return None
    return request.user.cards.with_content().filter(pk=asked_for, is_suspended=False).first()


@require_safe
@unless_shut
def turn(request: HttpRequest, card_id: int) -> HttpResponse:
    """The back of a card, with what was answered on its front, if anything was."""
    learner, at = Learner.of(request.user), now()
    card = get_object_or_404(request.user.cards.with_content(), pk=card_id)
    asked = shown(card)
    asked.answer(request.GET.getlist("given"))
    seen = request.GET.get("seen", "")
    intervals = studying.intervals(card, learner=learner, at=at)
    context = {
        "card": card,
        "asked": asked,
        "is_turned": True,
        # As often as it was rated when its front was shown: rated elsewhere since, this turn counts no more.
        "seen": seen if seen.isdecimal() and len(seen) < 10 else card.review_count,
        "buttons": [(rating.value, WORDS[rating], told(intervals[rating])) for rating in Rating],
        "suggested": asked.suggested and asked.suggested.value,
        "left": None if request.htmx else Queue(learner, at).left,
    }
    return render_page(request, "flashcards/review.html", context, partial="back")


@require_POST
@unless_shut
def rate(request: HttpRequest, card_id: int) -> HttpResponse:
    """Rate a card and go on to the next. Rated twice is rated once."""
    learner = Learner.of(request.user)
    card = get_object_or_404(request.user.cards.with_siblings(), pk=card_id)
    rating, seen = request.POST.get("rating", ""), request.POST.get("seen", "")
    if rating in {"1", "2", "3", "4"} and seen.isdecimal() and len(seen) < 10:
        lapses_before = card.lapse_count
        given = studying.give(card, Rating(int(rating)), learner=learner, at=now(), seen=int(seen))
        if given and card.lapse_count > lapses_before and is_leech(card.lapse_count):
            messages.info(
                request,
                f"“{card}” was forgotten {card.lapse_count} times. Read its passage again, or word it anew.",
            )
    else:
        messages.warning(request, "That rating did not arrive whole. Choose again.")
    return redirect("flashcards:review")


@require_POST
@unless_shut
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last rating back, and show that card again."""
    last = studying.last_review(Learner.of(request.user), now())
    if last is None or not studying.undo(last):
        messages.info(request, "There is no rating of the last day to take back.")
        return redirect("flashcards:review")
    return redirect(f"{redirect('flashcards:review').url}?card={last.card_id}")


@require_POST
def take_back(request: HttpRequest, review_id: int) -> HttpResponse:
    """Undo what an answer in a quiz did to its card. Taken back twice is taken back once."""
    made = request.user.card_reviews.filter(pk=review_id).exclude(answer=None)
    found = made.select_related("answer__slot", "card").first()
    slot = found and found.answer.slot
    sentence = (
        "That is taken back." if found and one_memory.take_back(found) else "There is nothing to take back."
    )
    if request.htmx:
        return render(request, "flashcards/_taken_back.html", {"sentence": sentence})
    messages.info(request, sentence)
    return redirect(slot or "flashcards:overview")


@require_POST
@unless_shut
def aside(request: HttpRequest, card_id: int) -> HttpResponse:
    """Put a card off until tomorrow, set it aside or take it up again, flag it or take the flag away."""
    card = get_object_or_404(request.user.cards, pk=card_id)
    learner = Learner.of(request.user)
    sentence = studying.set_aside(card, request.POST.get("act", ""), learner=learner, at=now())
    if sentence:
        messages.info(request, sentence)
    return redirect((request.POST.get("back") == "card" and card) or "flashcards:review")


@require_safe
@unless_shut
def card(request: HttpRequest, card_id: int) -> HttpResponse:
    """A card with how well it is remembered, and what can be done with it."""
    found = get_object_or_404(request.user.cards.with_content(), pk=card_id)
    learner, at = Learner.of(request.user), now()
    recalled = retrievability(
        found.memory, plan=learner.plan, at=at, days_since=found.days_since(at, learner.zone)
    )
    context = {
        "card": found,
        "asked": shown(found),
        "percent": round(100 * recalled),
        "reviews": found.reviews.order_by("-pk")[:20],
        "zone": learner.zone,
        "due_day": found.due and day_of(found.due, learner.zone),
    }
    return render(request, "flashcards/card.html", context)


@require_safe
@unless_shut
def deck(request: HttpRequest, deck_id: int) -> HttpResponse:
    """The cards of a deck."""
    found = get_object_or_404(request.user.decks, pk=deck_id)
    return listed(request, found.cards.all(), {"title": found.title, "deck": found})


@require_safe
@unless_shut
def missed(request: HttpRequest) -> HttpResponse:
    """The cards that quizzes made, of questions whose set is no deck."""
    return listed(request, request.user.cards.in_no_deck(), {"title": "Missed in quizzes", "is_missed": True})


def listed(request: HttpRequest, cards: QuerySet[Card], context: dict) -> HttpResponse:
    ordered = cards.select_related("question", "note").order_by("position", "pk")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    zone = Learner.of(request.user).zone
    rows = [(card, card.due and day_of(card.due, zone)) for card in page]
    return render(request, "flashcards/deck.html", context | {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """How one learns."""
    form = LearnerForm(sent(request), instance=Learner.of(request.user))
    if request.method == "POST" and form.is_valid():
        keep(form)
        messages.success(request, "Saved.")
        return redirect("flashcards:overview")
    return render(request, "flashcards/settings.html", {"form": form}, status=422 if form.errors else 200)


def keep(form: LearnerForm) -> None:
    """Another window may have stored the first settings since."""
    learner = form.instance
    Learner.objects.update_or_create(student=learner.student, defaults=form.cleaned_data)

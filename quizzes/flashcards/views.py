"""Learning cards: what is due, one card at a time, and how one learns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.htmx import render_page
from core.signing_in import fills_again, sent, status_of
from quizzes.articles.models import Passage
from quizzes.articles.open_book import unless_shut
from quizzes.bank.models import QuestionSet
from quizzes.flashcards import decks, leeches, margin, one_memory, studying
from quizzes.flashcards.forms import LearnerForm, number
from quizzes.flashcards.models import Card, CardQuerySet, Learner
from quizzes.flashcards.queue import Queue, backlog, learned
from quizzes.flashcards.scheduling import Rating, retrievability, told
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
    count = deck.cards.count()
    messages.success(request, f"“{deck}” is a deck of yours now, {count} card{pluralize(count)}.")
    return redirect("flashcards:overview")


@require_safe
@unless_shut
def review(request: HttpRequest) -> HttpResponse:
    """The card whose turn it is, front up; or what was done today and when to come back."""
    learner, at = Learner.of(request.user), now()
    queue = Queue(learner, at)
    passage = margin.passage_named(request.GET.get("passage", ""), request.user)
    card = wanted(request, queue) or (margin.next_beside(queue, passage) if passage else queue.next())
    if card is None and passage:
        return back_to(passage, request)
    context = {"left": queue.left, "passage": passage and passage.pk}
    context |= {"card": card, "asked": shown(card)} if card else at_the_end(queue)
    return render_page(request, "flashcards/review.html", context, partial="card")


def wanted(request: HttpRequest, queue: Queue) -> Card | None:
    """A card asked for by its id, where it is in play, or its rating was just taken back."""
    asked_for = number(request.GET.get("card", ""))
    if asked_for is None:
        return None
    cards = request.user.cards.not_resting() if "undone" in request.GET else queue.cards
    return cards.with_content().filter(pk=asked_for).first()


def back_to(passage: Passage, request: HttpRequest) -> HttpResponse:
    """To the article at the passage, when none of its cards is due any more."""
    messages.info(request, f"No card of {passage.label} is due any more. Read on from here.")
    address = passage.get_absolute_url()
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def at_the_end(queue: Queue) -> dict[str, Any]:
    """What was learned today, and when to come back."""
    learner = queue.learner
    return {
        "learned": learned(learner, queue.at),
        "comes_back": queue.comes_back(),
        "zone": learner.zone,
        "can_undo": studying.last_review(learner, queue.at) is not None,
        "has_cards": learner.student.cards.exists(),
    }


def on(request: HttpRequest, **named: Any) -> HttpResponse:
    """On to the next card: of the passage one learns beside, if one does."""
    if (passage := number(request.POST.get("passage", ""))) is not None:
        named["passage"] = passage
    return redirect(f"{reverse('flashcards:review')}?{urlencode(named)}" if named else "flashcards:review")


@require_safe
@unless_shut
def turn(request: HttpRequest, card_id: int) -> HttpResponse:
    """The back of a card, with what was answered on its front, if anything was."""
    learner, at = Learner.of(request.user), now()
    card = get_object_or_404(request.user.cards.with_content(), pk=card_id)
    asked = shown(card)
    asked.answer(request.GET.getlist("given"))
    seen = number(request.GET.get("seen", ""), digits=9)
    intervals = studying.intervals(card, learner=learner, at=at)
    context = {
        "card": card,
        "asked": asked,
        "is_turned": True,
        # As often as it was rated when its front was shown: rated elsewhere since, this turn counts no more.
        "seen": card.review_count if seen is None else seen,
        "passage": number(request.GET.get("passage", "")),
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
    rating, seen = request.POST.get("rating", ""), number(request.POST.get("seen", ""), digits=9)
    if rating not in {"1", "2", "3", "4"} or seen is None:
        messages.warning(request, "That rating did not arrive whole. Choose again.")
        return on(request)
    at = now()
    given = studying.give(card, Rating(int(rating)), learner=learner, at=at, seen=seen)
    if given is None:
        if sentence := studying.why_not(card.pk, Rating(int(rating)), seen=seen, at=at):
            messages.warning(request, sentence)
    elif sentence := leeches.told(given):
        messages.info(request, sentence)
    return on(request)


@require_POST
@unless_shut
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last rating back, and show that card again."""
    last = studying.last_review(Learner.of(request.user), now())
    told = last and f"“{last.card}”"
    if last is None or not one_memory.take_back(last):
        messages.info(request, "There is no rating of the last day to take back.")
        return on(request)
    if last.answer_id is None:
        messages.info(request, f"{last.get_rating_display()} for {told} is taken back.")
        return on(request, card=last.card_id, undone=1)
    messages.info(request, f"What your answer in a quiz did to the card {told} is taken back.")
    return on(request)


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
    return redirect(card) if request.POST.get("back") == "card" else on(request)


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
        "standing": found.standing(at, learner.zone),
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


@dataclass(frozen=True)
class Sort:
    """Some of a deck's cards, by a link with their count."""

    name: str
    label: str
    count: int


# How they are asked for in an address, how they are told, and which they are.
SORTS: dict[str, tuple[str, Callable[[CardQuerySet], CardQuerySet]]] = {
    "flagged": ("flagged", CardQuerySet.flagged),
    "leech": ("often forgotten", CardQuerySet.often_forgotten),
    "aside": ("set aside", CardQuerySet.set_aside),
}


def sorts_of(cards: CardQuerySet) -> list[Sort]:
    """All cards, and those that the deck has any of."""
    counted = cards.aggregate(
        all=Count("pk"),
        flagged=Count("pk", Q(is_flagged=True)),
        leech=Count("pk", Q(is_leech=True)),
        aside=Count("pk", Q(is_suspended=True)),
    )
    some = [Sort(name, label, counted[name]) for name, (label, _) in SORTS.items() if counted[name]]
    return [Sort("", "all", counted["all"]), *some]


def listed(request: HttpRequest, cards: CardQuerySet, context: dict) -> HttpResponse:
    only, sorts = request.GET.get("only", ""), sorts_of(cards)
    if only in SORTS:
        _, some = SORTS[only]
        cards = some(cards)
    else:
        only = ""
    context |= {"sorts": sorts if len(sorts) > 1 or only else [], "only": only}
    ordered = cards.select_related("question", "note").order_by("position", "pk")
    pages = Paginator(ordered, A_PAGE)
    # Counted already.
    pages.count = next((sort.count for sort in sorts if sort.name == only), 0)
    page = pages.get_page(request.GET.get("page"))
    zone, at = Learner.of(request.user).zone, now()
    rows = [(card, card.standing(at, zone)) for card in page]
    return render(request, "flashcards/deck.html", context | {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@fills_again
def settings(request: HttpRequest) -> HttpResponse:
    """How one learns."""
    form = LearnerForm(sent(request), instance=Learner.of(request.user))
    if request.method == "POST" and form.is_valid():
        keep(form)
        messages.success(request, "Saved.")
        return redirect("flashcards:overview")
    return render(request, "flashcards/settings.html", {"form": form}, status=status_of(request, form))


@require_POST
def zone(request: HttpRequest) -> HttpResponse:
    """Let the day turn by the zone that the browser told of, or by the one of the site for good."""
    named = request.POST.get("time_zone", "")
    if named not in available_timezones():
        messages.warning(request, "That time zone is not known here. Choose yours below.")
        return redirect("flashcards:settings")
    Learner.objects.update_or_create(student=request.user, defaults={"time_zone": named})
    messages.success(request, f"Your day begins at 04:00 in {named.replace('_', ' ')}.")
    return redirect("flashcards:overview")


def keep(form: LearnerForm) -> None:
    """Another window may have stored the first settings since."""
    learner = form.instance
    Learner.objects.update_or_create(student=learner.student, defaults=form.cleaned_data)

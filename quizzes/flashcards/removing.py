"""Deleting a note and removing a deck: a page that counts what goes first, and the act by its button."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from quizzes.articles.open_book import unless_shut
from quizzes.flashcards import decks
from quizzes.flashcards.models import Note, Review


@require_http_methods(["GET", "HEAD", "POST"])
@unless_shut
def note(request: HttpRequest, card_id: int) -> HttpResponse:
    """The note behind a card, with all its cards and their ratings."""
    card = get_object_or_404(request.user.cards.exclude(note=None).select_related("note"), pk=card_id)
    if request.method == "POST":
        request.user.notes.filter(pk=card.note_id).delete()
        messages.success(request, "It is deleted.")
        return redirect("flashcards:overview")
    return render(request, "flashcards/remove.html", {"card": card} | counted(card.note))


def counted(note: Note) -> Mapping[str, Any]:
    return {"card_count": note.cards.count(), "review_count": Review.objects.filter(card__note=note).count()}


@require_http_methods(["GET", "HEAD", "POST"])
def deck(request: HttpRequest, deck_id: int) -> HttpResponse:
    """A set's deck: cards that were never rated go, and the others are set aside with what is remembered."""
    found = get_object_or_404(request.user.decks.exclude(question_set=None), pk=deck_id)
    if request.method == "POST":
        decks.remove(found)
        messages.success(request, f"“{found}” is no deck of yours any more.")
        return redirect("flashcards:overview")
    rated = found.cards.rated().count()
    counts = {"rated_count": rated, "unrated_count": found.cards.count() - rated}
    return render(request, "flashcards/remove.html", {"deck": found} | counts)

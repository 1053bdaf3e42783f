"""A student's own cards: written freely, or begun from words selected in the reader, which are then their evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from core.signing_in import fills_again, sent, status_of
from quizzes.articles.models import Passage
from quizzes.articles.open_book import unless_shut
from quizzes.articles.quoting import Piece, Span, cut
from quizzes.articles.reading import Action
from quizzes.flashcards import decks
from quizzes.flashcards.forms import NoteForm, number
from quizzes.flashcards.margin import passage_named
from quizzes.flashcards.models import Note

SOURCE_IS_GONE = (
    "The words this card was begun from cannot be found any more, so it is not added yet. Begin again from the "
    "text, or send it once more to add it without its source."
)


@dataclass(frozen=True)
class Source:
    """The words a new card is made from."""

    passage: Passage
    span: Span

    @property
    def words(self) -> str:
        return self.passage.text[self.span.start : self.span.end]

    @property
    def pieces(self) -> list[Piece]:
        return cut(self.passage.text, [self.span])

    @property
    def with_gap(self) -> str:
        """The passage with the words as a gap; its words alone where they are the whole."""
        text, start, end = self.passage.text, self.span.start, self.span.end
        return text if self.words == text else f"{text[:start]}{{{{{self.words}}}}}{text[end:]}"


@require_http_methods(["GET", "HEAD", "POST"])
@unless_shut
@fills_again
def new(request: HttpRequest) -> HttpResponse:
    named = request.POST if request.method == "POST" else request.GET
    source = source_of(named, request.user)
    initial = {"front": source.with_gap} if source else {}
    form = NoteForm(sent(request), initial=initial)
    if form.is_bound and named.get("passage") and not source:
        form.add_error(None, SOURCE_IS_GONE)
    if request.method == "POST" and form.is_valid():
        note = form.save(commit=False)
        note.student = request.user
        if source:
            note.passage, note.quote, note.start = source.passage, source.words, source.span.start
        decks.add_note(note, at=now())
        messages.success(request, "It is among your own cards.")
        return redirect(source.passage if source else "flashcards:overview")
    context = {"form": form, "source": source}
    return render(request, "flashcards/note.html", context, status=status_of(request, form))


def source_of(sent: QueryDict, person) -> Source | None:
    """The words named in the address or the form; nothing where they do not stand in a text this person may read."""
    if not (found := passage_named(sent.get("passage", ""), person)):
        return None
    start, end = number(sent.get("start") or "0"), number(sent.get("end") or str(len(found.text)))
    if start is None or end is None or not start < end <= len(found.text):
        return None
    if not found.text[start:end].strip():
        return None
    return Source(found, Span(start, end))


@require_http_methods(["GET", "HEAD", "POST"])
@unless_shut
@fills_again
def edit(request: HttpRequest, card_id: int) -> HttpResponse:
    """The note behind a card, to change it."""
    card = get_object_or_404(
        request.user.cards.exclude(note=None).select_related("note__passage__revision__article", "deck"),
        pk=card_id,
    )
    note: Note = card.note
    form = NoteForm(sent(request), instance=note)
    if request.method == "POST" and form.is_valid():
        deck = card.deck or decks.own_deck(request.user, at=now())
        messages.success(request, saved(decks.save_note(form.save(commit=False), deck)))
        return redirect("flashcards:overview")
    source = Source(note.passage, note.span) if note.passage else None
    context = {"form": form, "source": source, "card": card}
    return render(request, "flashcards/note.html", context, status=status_of(request, form))


def saved(gone: Sequence[str]) -> str:
    """That it is kept, and which cards went with what they asked for."""
    if not gone:
        return "Saved."
    if gone == [""]:
        return "Saved. The card that asked for its back is gone with its ratings, for its gaps are asked now."
    named = ", ".join(f"“{words}”" for words in gone)
    if len(gone) == 1:
        return f"Saved. The card of the gap {named} is gone with its ratings, for that gap is no more."
    return f"Saved. The cards of the gaps {named} are gone with their ratings, for these gaps are no more."


def make_card(request: HttpRequest) -> Action | None:
    """What the reader offers with selected words."""
    if not request.user.is_authenticated:
        return None
    return Action("Make a card", "Make a card from these words", reverse("flashcards:new"))

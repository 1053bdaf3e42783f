"""What is said when a card was forgotten once too often: what it needs depends on what it is."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quizzes.bank.models import Citation
from quizzes.flashcards.models import Card, Review
from quizzes.flashcards.scheduling import is_leech


def told(review: Review) -> SafeString:
    """What to do about the card, with the way there; nothing where this rating did not make it a leech again."""
    card = review.card
    is_lapse = card.lapse_count > review.before["lapse_count"]
    return sentence(card) if is_lapse and is_leech(card.lapse_count) else SafeString()


def sentence(card: Card) -> SafeString:
    forgotten = format_html("“{}” was forgotten {} times.", str(card), card.lapse_count)
    if card.question_id:
        return format_html('{} <a href="{}">Read its passage again</a>.', forgotten, passage_of(card))
    edit = reverse("flashcards:edit", args=[card.pk])
    if passage := card.note.passage:
        words = '{} <a href="{}">Read its passage again</a>, or <a href="{}">word it anew</a>.'
        return format_html(words, forgotten, passage.get_absolute_url(), edit)
    return format_html('{} <a href="{}">Word it anew</a>, or make several cards of it.', forgotten, edit)


def passage_of(card: Card) -> str:
    """The address of the first words that prove the answer; no question is published without."""
    cited = Citation.objects.filter(version=card.question.current_id, stance=Citation.Stance.SUPPORTS)
    found = cited.select_related("passage__revision__article__current").order_by("pk").first()
    return found.passage.get_absolute_url() if found else card.question.get_absolute_url()

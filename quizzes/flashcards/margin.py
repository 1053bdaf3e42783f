"""Reading an article with one's cards: those that are due stand beside the passages that prove them."""

from collections import defaultdict

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now

from core.models import User
from quizzes.articles.models import Passage, Revision
from quizzes.bank.models import Citation
from quizzes.bank.resting import resting_on
from quizzes.flashcards.forms import number
from quizzes.flashcards.models import Card, Learner
from quizzes.flashcards.queue import Queue

MOST = 500


def due_here(request: HttpRequest, revision: Revision) -> dict[int, SafeString]:
    if not request.user.is_authenticated:
        return {}
    return {
        passage: render_to_string("flashcards/_margin.html", {"cards": cards, "passage": passage})
        for passage, cards in cards_beside(Queue(Learner.of(request.user), now()), revision).items()
    }


def passage_named(text: str, person: User) -> Passage | None:
    """The passage of that id, where this person may read its text."""
    if (pk := number(text)) is None:
        return None
    readable = Passage.objects.filter(revision__in=Revision.objects.readable_by(person))
    return readable.filter(pk=pk).select_related("revision__article__current").first()


def next_beside(queue: Queue, passage: Passage) -> Card | None:
    """The next of the due cards that stand beside the passage."""
    beside = cards_beside(queue, passage.revision).get(passage.pk, ())
    return queue.due().filter(pk__in=beside).order_by("due", "pk").with_content().first()


def cards_beside(queue: Queue, revision: Revision) -> dict[int, list[int]]:
    """The ids of due cards by the passage of this text that proves them."""
    due = queue.due()
    rows = list(due.values_list("pk", "question", "note__passage")[:MOST])
    if not rows:
        return {}
    card_of = {question: card for card, question, _ in rows if question}
    beside = defaultdict(list)
    for card, _, passage in rows:
        beside[passage].append(card)
    cited = Citation.objects.asked_now().filter(
        version__question__in=card_of, stance=Citation.Stance.SUPPORTS
    )
    for passage, citations in resting_on(revision, cited.select_related("version")).items():
        beside[passage.pk] += {card_of[citation.version.question_id]: None for citation in citations}
    return {passage: cards for passage, cards in beside.items() if passage}

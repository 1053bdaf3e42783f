"""Reading an article with one's cards: those that are due stand beside the passages that prove them."""

from collections import defaultdict

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now

from quizzes.articles.models import Revision
from quizzes.bank.models import Citation
from quizzes.bank.resting import resting_on
from quizzes.flashcards.models import Learner
from quizzes.flashcards.queue import Queue

MOST = 500


def due_here(request: HttpRequest, revision: Revision) -> dict[int, SafeString]:
    if not request.user.is_authenticated:
        return {}
    due = Queue(Learner.of(request.user), now()).due()
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
    return {
        passage: render_to_string("flashcards/_margin.html", {"cards": cards})
        for passage, cards in beside.items()
        if passage
    }

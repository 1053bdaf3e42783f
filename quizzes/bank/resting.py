"""Which citations rest on which passage of a revision, whatever revision they were made on."""

from collections import defaultdict

from django.db.models import QuerySet

from quizzes.articles.models import Passage, Revision
from quizzes.articles.placements import Placement, Quote
from quizzes.bank.models import Citation


def resting_on(revision: Revision, citations: QuerySet[Citation]) -> dict[Passage, list[Citation]]:
    """The citations that stand in each passage of the revision, in the order of the text. Three queries.

    A citation stands where it was made, at its number in a text behind the same numbers, and else where it was
    placed; an orphan stands nowhere.
    """
    passages = list(revision.passages.order_by("position"))
    placed = Placement.objects.filter(revision=revision).exclude(landed_in=None)
    by_number = {passage.anchor: passage.pk for passage in passages}
    by_words = {placement.quote: placement.landed_in_id for placement in placed}
    found = defaultdict(list)
    for citation in citations.filter(passage__revision__article=revision.article_id).select_related(
        "passage__revision"
    ):
        found[landed_in(citation, revision, by_number, by_words)].append(citation)
    return {passage: found[passage.pk] for passage in passages if passage.pk in found}


def landed_in(
    citation: Citation, revision: Revision, by_number: dict[str, int], by_words: dict[Quote, int]
) -> int | None:
    if citation.passage.revision.numbering == revision.numbering:
        return by_number.get(citation.passage.anchor)
    span = citation.found
    return by_words.get(Quote(citation.passage_id, span.start, span.end)) if span else None

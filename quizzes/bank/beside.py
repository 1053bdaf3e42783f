"""What the bank marks in the reader: the words a citation rests on."""

from collections.abc import Iterable

from django.http import HttpRequest

from quizzes.articles.models import Article, Revision
from quizzes.articles.reading import Mark
from quizzes.bank.models import Citation
from quizzes.bank.shown import citation_id

OTHER_WORDS = (
    "The question was written on another wording of this passage. "
    "Its words do not stand here in the same form, so the whole passage is marked."
)


def cited_words(request: HttpRequest, revision: Revision) -> Iterable[Mark]:
    """The words of `?cite=<signed id>`, when that citation belongs to this article and lands in this revision."""
    citation = citation_asked_for(request, revision.article)
    landed = citation and landing(citation, revision)
    return [landed] if landed else []


def revision_cited(request: HttpRequest, article: Article, newest: Revision) -> Revision | None:
    """The revision a citation was made in, when it does not land in the newest: old words rather than a guess."""
    citation = citation_asked_for(request, article)
    if citation is None or landing(citation, newest):
        return None
    return citation.passage.revision


def citation_asked_for(request: HttpRequest, article: Article) -> Citation | None:
    wanted = citation_id(request.GET.get("cite", ""))
    if wanted is None:
        return None
    return Citation.objects.with_sources().filter(pk=wanted, passage__revision__article=article).first()


def landing(citation: Citation, revision: Revision) -> Mark | None:
    """Where a citation stands in a revision of its article; None rather than a guess.

    In the revision it cites: its own words. In a text behind the same numbers: the passage of the same
    number, and the very words where they still occur. In any other revision: the same words, where they were placed.
    """
    if citation.passage.revision_id == revision.pk:
        return Mark(citation.passage_id, citation.span)
    if citation.passage.revision.numbering == revision.numbering:
        return same_number(citation, revision)
    return same_words(citation, revision)


def same_number(citation: Citation, revision: Revision) -> Mark | None:
    passage = revision.passages.filter(role=citation.passage.role, number=citation.passage.number).first()
    if passage is None:
        return None
    span = passage.find(citation.quote, near=citation.start)
    return Mark(passage.pk, span, "" if span else OTHER_WORDS)


def same_words(citation: Citation, revision: Revision) -> Mark | None:
    """The very words, in the same passage or where they were moved to; changed words are left to a person."""
    placed = revision.placements.filter(
        passage=citation.passage, start=citation.span.start, end=citation.span.end
    )
    placement = placed.first()
    return Mark(placement.landed_in_id, placement.span) if placement and placement.is_verbatim else None

"""What the bank shows in the reader: the words a citation rests on, and which passages carry questions."""

from collections.abc import Iterable

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.placing import Anchor, Line, State, place
from quizzes.articles.reading import Mark
from quizzes.bank.models import Citation

OTHER_WORDS = (
    "The question was written on another wording of this passage. "
    "Its words do not stand here in the same form, so the whole passage is marked."
)


def cited_words(request: HttpRequest, revision: Revision) -> Iterable[Mark]:
    """The words of `?cite=<id>`, when that citation belongs to this article and lands in this revision."""
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
    wanted = request.GET.get("cite", "")
    if not (wanted.isdecimal() and len(wanted) < 19):
        return None
    return Citation.objects.with_sources().filter(pk=wanted, passage__revision__article=article).first()


def landing(citation: Citation, revision: Revision) -> Mark | None:
    """Where a citation stands in a revision of its article; None rather than a guess.

    In the revision it cites: its own words. In a text behind the same numbers: the passage of the same
    number, and the very words where they still occur. In any other revision: the same words, where placing
    is sure of them.
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
    old, new = list(citation.passage.revision.passages.all()), list(revision.passages.all())
    anchor = Anchor(old.index(citation.passage), citation.span)
    (placement,) = place([anchor], lines_of(old), lines_of(new))
    if placement.state not in (State.PLACED, State.MOVED):
        return None
    return Mark(new[placement.line].pk, placement.span)


def lines_of(passages: Iterable[Passage]) -> list[Line]:
    return [Line(passage.anchor, passage.text) for passage in passages]


def question_counts(request: HttpRequest, revision: Revision) -> dict[int, str]:
    """How many questions rest on each passage, for people who may take them."""
    if not request.user.is_authenticated:
        return {}
    numbering = Coalesce("passage__revision__numbered_as", "passage__revision")
    cited = Citation.objects.asked_now().alias(numbering=numbering).filter(numbering=revision.numbering)
    counts = cited.values_list("passage__role", "passage__number").annotate(
        count=Count("version", distinct=True)
    )
    by_number = {(role, number): count for role, number, count in counts}
    return {
        passage.pk: f"{count} question{'s' if count > 1 else ''}"
        for passage in revision.passages.all()
        if (count := by_number.get((passage.role, passage.number)))
    }

"""Which passages cost most marks: those on which questions rest that were not answered right."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from quizzes.articles.models import Passage
from quizzes.articles.placements import Placement, Quote
from quizzes.bank.coverage import UNSEEN
from quizzes.bank.models import Citation, Question
from quizzes.progress import told
from quizzes.progress.students.own_tallies import Did


@dataclass(frozen=True)
class Costly:
    """A passage with the questions that rest on it, those that lost most first. `lost` is credit: a wrong answer lost 1.

    `citation` has the words of the question that lost most.
    """

    passage: Passage
    citation: Citation
    questions: tuple[Question, ...]
    answers: int
    lost: float

    @property
    def url(self) -> str:
        """Leads into the reader, those words marked."""
        return self.citation.get_absolute_url()

    @property
    def told(self) -> str:
        return told.lost(self.lost, self.answers)


class Place(NamedTuple):
    """A passage by its number in the text of today, or by its id where it stands in an older text alone."""

    article: int
    anchor: str
    passage: int | None = None


def costly(did: Mapping[int, Did], among: QuerySet[Citation] | None = None) -> list[Costly]:
    """Those that lost anything, most first; `did` tells by the question's id. Two queries at the most.

    Where not all may show, `among` is what may.
    """
    lost = {question: one for question, one in did.items() if lost_at(one) > 0}
    if not lost:
        return []
    resting: dict[Place, dict[Question, Citation]] = defaultdict(dict)
    found: dict[Place, Passage] = {}
    for place, passage, citation in placed(
        supporting(lost, Citation.objects.all() if among is None else among)
    ):
        resting[place].setdefault(citation.version.question, citation)
        found.setdefault(place, passage)
    costly = [of_passage(found[place], cited, lost) for place, cited in resting.items()]
    return sorted(costly, key=lambda one: (-one.lost, one.answers, one.passage.pk))


def supporting(questions: Collection[int], among: QuerySet[Citation]) -> list[Citation]:
    """What the answers of these questions rest on, as they are asked now."""
    cited = among.asked_now().filter(version__question__in=questions, stance=Citation.Stance.SUPPORTS)
    return list(cited.with_sources().select_related("version__question").defer(*UNSEEN).order_by("pk"))


def placed(citations: Collection[Citation]) -> Iterator[tuple[Place, Passage, Citation]]:
    """Each with the passage it stands in today; with its own where its words are gone."""
    moved = [one for one in citations if not one.passage.revision.has_current_numbers]
    landed = landings(moved) if moved else {}
    for citation in citations:
        passage = citation.passage
        article = passage.revision.article_id
        span = citation.found if citation in moved else None
        there = landed.get(Quote(passage.pk, span.start, span.end)) if span else None
        if there:
            yield Place(article, there.anchor), there, citation
        elif citation in moved:
            yield Place(article, passage.anchor, passage.pk), passage, citation
        else:
            yield Place(article, passage.anchor), passage, citation


def landings(citations: Collection[Citation]) -> dict[Quote, Passage]:
    revisions = {citation.passage.revision.article.current_id for citation in citations}
    rows = Placement.objects.filter(
        revision__in=revisions, passage__in={citation.passage_id for citation in citations}
    ).exclude(landed_in=None)
    return {row.quote: row.landed_in for row in rows.select_related("landed_in__revision__article__current")}


def of_passage(passage: Passage, cited: Mapping[Question, Citation], did: Mapping[int, Did]) -> Costly:
    questions = sorted(cited, key=lambda question: (-lost_at(did[question.pk]), question.pk))
    return Costly(
        passage,
        cited[questions[0]],
        tuple(questions),
        sum(did[question.pk].answers for question in questions),
        sum(lost_at(did[question.pk]) for question in questions),
    )


def lost_at(did: Did) -> float:
    return did.answers - did.credit

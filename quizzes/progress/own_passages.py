"""Passages that keep costing marks: what was lost on the questions whose answers rest on them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from core.models import User
from quizzes.attempts.slot import Slot
from quizzes.bank.models import Citation
from quizzes.progress.own_tallies import Did

MOST = 5


@dataclass(frozen=True)
class CostlyPassage:
    """`lost` is the sum of the credit that `answers` missed; `citation` leads into the reader, its words marked."""

    citation: Citation
    question_ids: tuple[int, ...]
    answers: int
    lost: float

    @property
    def article(self) -> str:
        return self.citation.passage.revision.article.name

    @property
    def label(self) -> str:
        return self.citation.passage.label

    @property
    def url(self) -> str:
        return self.citation.get_absolute_url()

    @property
    def told(self) -> str:
        """As in "5 answers, 60 % of the credit lost"."""
        share = f"{100 * self.lost / self.answers:.0f} %"
        return f"{self.answers} answer{'' if self.answers == 1 else 's'}, {share} of the credit lost"


def citations_of(question_ids: Iterable[int]) -> QuerySet[Citation]:
    """What the answers to these questions, as they are asked now or were last, rest on."""
    deciding = Citation.objects.filter(
        version__question__in=list(question_ids),
        version__question__current=F("version"),
        stance=Citation.Stance.SUPPORTS,
    )
    along = deciding.with_sources().defer("passage__text").annotate(question_id=F("version__question"))
    return along.order_by("version__question__position", "version", "position", "pk")


def shown_to(
    student: User, citations: QuerySet[Citation], withholding: Collection[int]
) -> QuerySet[Citation]:
    """Those of questions the student answered in some other attempt than those, which do not show their evidence."""
    answered = Slot.objects.of(student).filter(
        version__question=OuterRef("version__question"), answer__isnull=False
    )
    return citations.filter(Exists(answered.exclude(attempt__in=withholding)))


def costly_passages(
    citations: Iterable[Citation], did: Mapping[int, Did], most: int = MOST
) -> list[CostlyPassage]:
    """Those on which most was lost, the dearest first. A question that rests on several passages counts for each."""
    together: dict[tuple, list[Citation]] = defaultdict(list)
    for citation in citations:
        together[place_of(citation)].append(citation)
    found = [costly(group, did) for group in together.values()]
    lost = sorted((one for one in found if one.lost > 0), key=lambda one: (-one.lost, one.answers))
    return lost[:most]


def place_of(citation: Citation) -> tuple:
    """The passage, the same in every text that stands behind the same numbers."""
    passage = citation.passage
    return passage.revision.article_id, passage.revision.numbering, passage.role, passage.number


def costly(citations: list[Citation], did: Mapping[int, Did]) -> CostlyPassage:
    questions = tuple(dict.fromkeys(citation.question_id for citation in citations))
    answers = sum(did[question].answers for question in questions)
    lost = answers - sum(did[question].credit for question in questions)
    # The words of the question that lost most.
    dearest = max(citations, key=lambda one: did[one.question_id].answers - did[one.question_id].credit)
    return CostlyPassage(dearest, questions, answers, lost)

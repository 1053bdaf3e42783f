"""What of an article's text is asked about, how students did there, and on how many sources each answer rests."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from quizzes.articles.models import Article, Passage
from quizzes.bank.models import Citation, Question, QuestionSet, QuestionVersion
from quizzes.bank.points import SidePassage, witness_count
from quizzes.bank.resting import resting_on

MOST = 3
"""The strip tells passages with so many questions, or more, from none but those with fewer."""
NARROWEST = 1 / 500
"""The part of the strip that the shortest passage takes at least, so that it can be seen."""
FIRST = Coalesce("went_over_from", "pk")
UNSEEN = tuple(f"version__{column}" for column in ("face", "key", "hints"))


class Did(NamedTuple):
    """How students did: how many of their answers have a mark, and the mean credit of those, from 0 to 1."""

    answers: int
    credit: float

    @property
    def percent(self) -> float:
        return 100 * self.credit


# (ids of versions) -> answers and mean credit by the version's id, where there is any answer.
# A higher room adds its function in quizzes/apps.py.
ANSWERED: list[Callable[[Collection[int]], Mapping[int, tuple[int, float]]]] = []


def how_students_did(version_ids: Iterable[int | None]) -> dict[int, Did]:
    """By the version's id, where there is any answer to it, or to what it went over from: that asked the same."""
    same = asking_the_same(version_ids)
    wanted = set().union(*same.values())
    told = {version: Did(*did) for tell in ANSWERED for version, did in tell(wanted).items()}
    found = {version: together(told.get(one) for one in family) for version, family in same.items()}
    return {version: did for version, did in found.items() if did}


def asking_the_same(version_ids: Iterable[int | None]) -> dict[int, set[int]]:
    """By the version's id, all versions that asked just this, of older texts of its articles too; it is among them."""
    wanted = QuestionVersion.objects.filter(pk__in=set(version_ids) - {None})
    families: dict[int, set[int]] = defaultdict(set)
    rows = QuestionVersion.objects.alias(first=FIRST).filter(first__in=wanted.values_list(FIRST))
    for version, first in rows.order_by().values_list("pk", FIRST):
        families[first].add(version)
    return {version: family for family in families.values() for version in family}


def together(found: Iterable[Did | None]) -> Did | None:
    """Of all the answers, each of which counts the same; None where there is none."""
    told = list(filter(None, found))
    answers = sum(did.answers for did in told)
    return Did(answers, sum(did.answers * did.credit for did in told) / answers) if answers else None


@dataclass(frozen=True)
class Segment:
    """Where a passage stands in the strip of its article, in percent of the strip's length."""

    start: str
    width: str


@dataclass(frozen=True)
class Row:
    """A passage: the questions that rest on it, those that cite it otherwise, how students did on the former."""

    passage: Passage
    questions: tuple[Question, ...]
    otherwise: tuple[Question, ...]
    did: Did | None
    segment: Segment

    @property
    def level(self) -> int:
        return min(len(self.questions), MOST)

    @property
    def is_asked_about(self) -> bool:
        return bool(self.questions)


@dataclass(frozen=True)
class Coverage:
    """An article's passages in their order, with what is asked about them. `lost_count`: questions on words it lost."""

    article: Article
    rows: tuple[Row, ...]
    did: Did | None
    lost_count: int

    @cached_property
    def asked_about_count(self) -> int:
        return sum(row.is_asked_about for row in self.rows)

    @property
    def sentence(self) -> str:
        """As in "19 of 24 passages are asked about; 5 are not." """
        asked, count = self.asked_about_count, len(self.rows)
        if not asked:
            return (
                f"None of {count} passages is asked about yet."
                if count > 1
                else "Its one passage is not asked about yet."
            )
        if asked == count:
            return (
                f"All {count} passages are asked about." if count > 1 else "Its one passage is asked about."
            )
        left = count - asked
        return f"{asked} of {count} passages {are(asked)} asked about; {left} {are(left)} not."


def are(count: int) -> str:
    return "is" if count == 1 else "are"


def of_article(article: Article) -> Coverage:
    """Counts the published questions of all sets. The article must have a text."""
    (coverage,) = coverages([article], Citation.objects.asked_now())
    return coverage


def of_set(question_set: QuestionSet) -> list[Coverage]:
    """Of each article the set cites, counting the set's published questions alone."""
    cited = Citation.objects.asked_now().filter(version__question__question_set=question_set)
    articles = Article.objects.filter(revisions__passages__citations__in=cited).distinct()
    return coverages(articles.select_related("current"), cited)


def coverages(articles: Iterable[Article], citations: QuerySet[Citation]) -> list[Coverage]:
    """So many queries an article, however many passages, questions and answers there are."""
    with_questions = citations.select_related("version__question").defer(*UNSEEN)
    resting = {article: resting_on(article.current, with_questions) for article in articles}
    versions = {row.version_id for found in resting.values() for rows in found.values() for row in rows}
    did = how_students_did(versions)
    return [coverage(article, found, citations, did) for article, found in resting.items()]


def coverage(
    article: Article,
    resting: Mapping[Passage, list[Citation]],
    citations: QuerySet[Citation],
    did: Mapping[int, Did],
) -> Coverage:
    passages = list(article.current.passages.order_by("position"))
    segments = strip([len(passage.text) for passage in passages])
    rows = tuple(
        row(passage, resting.get(passage, []), did, segment)
        for passage, segment in zip(passages, segments, strict=True)
    )
    asked = {question.current_id for row in rows for question in row.questions}
    supporting = citations.filter(passage__revision__article=article, stance=Citation.Stance.SUPPORTS)
    lost = set(supporting.order_by().values_list("version", flat=True)) - asked
    return Coverage(article, rows, together(did.get(version) for version in asked), len(lost))


def row(passage: Passage, citations: list[Citation], did: Mapping[int, Did], segment: Segment) -> Row:
    """A question counts once, however often it cites the passage: by its support, if any of its citations supports."""
    questions = {citation.version.question: None for citation in citations if supports(citation)}
    others = {citation.version.question: None for citation in citations if not supports(citation)}
    return Row(
        passage,
        tuple(questions),
        tuple(question for question in others if question not in questions),
        together(did.get(question.current_id) for question in questions),
        segment,
    )


def supports(citation: Citation) -> bool:
    return citation.stance == Citation.Stance.SUPPORTS


def strip(lengths: Collection[int]) -> Iterator[Segment]:
    """Segments in proportion to the lengths, one after the other over the whole strip."""
    seen = [max(length, NARROWEST * sum(lengths)) for length in lengths]
    start = 0.0
    for length in seen:
        width = 100 * length / sum(seen)
        yield Segment(f"{start:.3f}%", f"{width:.3f}%")
        start += width


@dataclass(frozen=True)
class Backing:
    """On how many sources that do not go back to one another the answer of a question rests."""

    question: Question
    witnesses: int
    did: Did | None

    @property
    def sentence(self) -> str:
        if self.witnesses == 1:
            return "1: rests on one source alone"
        return f"{self.witnesses} independent sources"


def backings(questions: Collection[Question]) -> list[Backing]:
    """Of published questions."""
    witnesses = witness_counts(questions)
    did = how_students_did(question.current_id for question in questions)
    return [Backing(question, witnesses[question.pk], did.get(question.current_id)) for question in questions]


def witness_counts(questions: Iterable[Question]) -> dict[int, int]:
    """By the question's id, for those that are asked. So many queries, however many questions there are.

    What speaks for an answer: the articles its supporting citations are from, and those that take the same side of
    its point as one of the passages it rests on, or rested on before it went over to a newer text.
    """
    asked = [question for question in questions if is_asked(question)]
    same = asking_the_same(question.current_id for question in asked)
    by_version: dict[int, list[Citation]] = defaultdict(list)
    supporting = Citation.objects.filter(version__in=same, stance=Citation.Stance.SUPPORTS)
    for citation in supporting.select_related("passage__revision__article"):
        by_version[citation.version_id].append(citation)
    sides = sides_of({question.point_id for question in asked} - {None})
    return {
        question.pk: witness_count(
            [
                *articles_of(by_version[question.current_id]),
                *allies(
                    (row for version in same[question.current_id] for row in by_version[version]),
                    sides.get(question.point_id, []),
                ),
            ]
        )
        for question in asked
    }


def is_asked(question: Question) -> bool:
    return question.state == Question.State.PUBLISHED


def sides_of(point_ids: Collection[int]) -> dict[int, list[list[SidePassage]]]:
    """The passages of each side, by the point's id."""
    taken = SidePassage.objects.filter(side__point__in=point_ids)
    sides: dict[int, dict[int, list[SidePassage]]] = {}
    for row in taken.select_related("side", "passage__revision__article"):
        sides.setdefault(row.side.point_id, {}).setdefault(row.side_id, []).append(row)
    return {point: list(of_point.values()) for point, of_point in sides.items()}


def allies(cited: Iterable[Citation], sides: Iterable[list[SidePassage]]) -> Iterator[Article]:
    passages = {citation.passage_id for citation in cited}
    for side in sides:
        if any(passages & row.passage_ids for row in side):
            yield from articles_of(side)


def articles_of(quoted: Iterable[Citation | SidePassage]) -> Iterator[Article]:
    return (row.passage.revision.article for row in quoted)

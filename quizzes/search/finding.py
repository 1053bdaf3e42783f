"""Who finds what: the shelves open to a person, and what is found there as the page shows it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse
from django.utils.html import strip_tags

from core.models import User
from core.templatetags.writing import markdown
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.quoting import Piece
from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet, QuestionVersion
from quizzes.bank.points import Point
from quizzes.search.asked import Asked
from quizzes.search.index import Matches
from quizzes.search.shelves import FACES, PASSAGES, POINTS, QUESTIONS, Shelf
from quizzes.search.snippets import snippet

AT_ONCE = 20
# How many texts of a question or point are shown beneath its own words.
MOST_EXCERPTS = 2


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a text with the words marked, and what text it is."""

    pieces: Sequence[Piece]
    label: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing found: where its name leads, and the words that are in it."""

    url: str
    name: Sequence[Piece]
    excerpts: tuple[Excerpt, ...] = ()
    note: str = ""


class Sort(ABC):
    """One sort of thing that a person may find."""

    name: str
    heading: str
    shelf: Shelf

    @abstractmethod
    def open_to(self, user: User) -> QuerySet:
        """The ids of what this person may find."""

    @abstractmethod
    def findings(self, ids: Sequence[int], asked: Asked) -> list[Finding]:
        """In the order of the ids."""


class Passages(Sort):
    """Passages as the reader would show them now."""

    name, heading, shelf = "passages", "Passages", PASSAGES

    def open_to(self, user: User) -> QuerySet:
        newest = Revision.objects.readable_by(user).filter(article=OuterRef("pk")).order_by("-number")
        shown = Article.objects.values_list(Subquery(newest.values("pk")[:1]))
        return Passage.objects.filter(revision__in=shown).values("pk")

    def findings(self, ids: Sequence[int], asked: Asked) -> list[Finding]:
        passages = Passage.objects.select_related("revision__article__current").in_bulk(ids)
        return [self.finding(passages[pk], asked) for pk in ids if pk in passages]

    def finding(self, passage: Passage, asked: Asked) -> Finding:
        name = f"{passage.revision.article.name}, {passage.label}"
        words = Excerpt(snippet(passage.text, asked.marks(passage.text)))
        return Finding(passage.get_absolute_url(), [Piece(name)], (words,))


class Points(Sort):
    name, heading, shelf = "points", "Where the sources differ", POINTS

    def open_to(self, user: User) -> QuerySet:
        return Point.objects.values("pk")

    def findings(self, ids: Sequence[int], asked: Asked) -> list[Finding]:
        points = Point.objects.prefetch_related("sides").in_bulk(ids)
        return [self.finding(points[pk], asked) for pk in ids if pk in points]

    def finding(self, point: Point, asked: Asked) -> Finding:
        texts = [("One side", side.says) for side in point.sides.all()]
        texts += [("A careful reader", plain(point.careful)), ("Why", plain(point.settled_by))]
        return Finding(
            point.get_absolute_url(),
            snippet(point.question, asked.marks(point.question)),
            excerpts(texts, asked, beside=point.question),
            note=point.get_settled_display(),
        )


class AskedQuestions(Sort):
    """Questions as students are asked them: found by the stem alone, and nothing else of them is looked at."""

    name, heading, shelf = "questions", "Questions", FACES

    def open_to(self, user: User) -> QuerySet:
        sets = QuestionSet.objects.open().for_practice()
        return Question.objects.published().filter(question_set__in=sets).values("current")

    def findings(self, ids: Sequence[int], asked: Asked) -> list[Finding]:
        stems = QuestionVersion.objects.select_related("question__question_set")
        versions = stems.only("face", "question__question_set").in_bulk(ids)
        return [self.finding(versions[pk], asked) for pk in ids if pk in versions]

    def finding(self, version: QuestionVersion, asked: Asked) -> Finding:
        question_set = version.question.question_set
        stem = plain(version.face["stem"])
        words = snippet(stem, asked.marks(stem))
        return Finding(question_set.get_absolute_url(), words, note=question_set.title)


class WrittenQuestions(Sort):
    """Questions as teachers write them, in every state, by all that stands in them."""

    name, heading, shelf = "questions", "Questions", QUESTIONS

    def open_to(self, user: User) -> QuerySet:
        return Question.objects.values("pk")

    def findings(self, ids: Sequence[int], asked: Asked) -> list[Finding]:
        written = Question.objects.select_related("question_set").prefetch_related(
            Prefetch("options", Option.objects.all()),
            Prefetch("draft_citations", DraftCitation.objects.all()),
        )
        questions = written.in_bulk(ids)
        return [self.finding(questions[pk], asked) for pk in ids if pk in questions]

    def finding(self, question: Question, asked: Asked) -> Finding:
        stem = plain(question.stem)
        return Finding(
            reverse("admin:quizzes_question_change", args=[question.pk]),
            snippet(stem, asked.marks(stem)),
            excerpts(texts_beside_the_stem(question), asked, beside=stem),
            note=f"{question.get_state_display()} · {question.question_set}",
        )


def texts_beside_the_stem(question: Question) -> list[tuple[str, str]]:
    options = question.options.all()
    texts = [("Option", plain(option.text)) for option in options]
    texts += [("Goes with", text_at(option.details, "match")) for option in options]
    texts += [("Quote", citation.quote) for citation in question.draft_citations.all()]
    texts += [("Text", text_at(question.settings, "text")), ("Explanation", plain(question.explanation))]
    texts += [("Feedback", plain(option.feedback)) for option in options]
    texts += [("Feedback", text_at(question.settings, f"feedback_{way}")) for way in ("true", "false")]
    return [*texts, ("Hint", question.hints)]


def text_at(content: Mapping, key: str) -> str:
    return plain(str(content.get(key) or ""))


def plain(text: str) -> str:
    """Markdown as it reads."""
    return unescape(strip_tags(markdown(text))).strip()


def excerpts(texts: Iterable[tuple[str, str]], asked: Asked, *, beside: str) -> tuple[Excerpt, ...]:
    """Those of the texts that have words which do not stand beside them already; where none has, the first one."""
    missing = asked.without(beside)
    found = [(label, text, marks) for label, text in texts if (marks := asked.marks(text))]
    telling = [row for row in found if missing and missing.marks(row[1])] or found[:1]
    return tuple(Excerpt(snippet(text, marks), label) for label, text, marks in telling[:MOST_EXCERPTS])


def may_see_the_desk(user: User) -> bool:
    """Whether the desk would show them the questions with their keys."""
    return user.is_active and user.is_staff and user.has_perm("quizzes.view_question")


def sorts_for(user: User) -> list[Sort]:
    if not user.is_authenticated:
        return [Passages()]
    return [Passages(), Points(), WrittenQuestions() if may_see_the_desk(user) else AskedQuestions()]


@dataclass(frozen=True)
class Section:
    """A page of what was found of one sort."""

    sort: Sort
    asked: Asked
    page: Page

    @property
    def name(self) -> str:
        return self.sort.name

    @property
    def heading(self) -> str:
        return self.sort.heading

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def count_in_words(self) -> str:
        return f"{self.count} {self.name if self.count > 1 else self.name.removesuffix('s')}"

    @cached_property
    def findings(self) -> list[Finding]:
        ids = list(self.page.object_list)
        return self.sort.findings(ids, self.asked) if ids else []


@dataclass(frozen=True)
class Found:
    """All that a person finds, or one sort of it, on its pages."""

    sections: tuple[Section, ...] = ()
    is_one_sort: bool = False

    @property
    def sentence(self) -> str:
        """How many of what, for the ear."""
        if not self.sections:
            return "Nothing found."
        return f"Found: {', '.join(section.count_in_words for section in self.sections)}."


def find(user: User, asked: Asked, *, only: str = "", page: str = "1") -> Found:
    if not asked:
        return Found()
    sorts = sorts_for(user)
    chosen = [sort for sort in sorts if sort.name == only]
    sections = [section(sort, user, asked, page if chosen else "1") for sort in chosen or sorts]
    return Found(tuple(section for section in sections if section.count), is_one_sort=bool(chosen))


def section(sort: Sort, user: User, asked: Asked, page: str) -> Section:
    matches = Matches(sort.shelf, asked, sort.open_to(user), at_once=AT_ONCE)
    return Section(sort, asked, Paginator(matches, AT_ONCE).get_page(page))

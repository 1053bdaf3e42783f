"""The text of an article beside a question's form, to choose words from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from quizzes.articles.models import Article, Passage
from quizzes.articles.quoting import Piece, Span, cut
from quizzes.bank.chosen import is_number
from quizzes.bank.models import DraftCitation


@dataclass(frozen=True)
class Line:
    """A passage to cite, with the words marked that are cited."""

    passage: Passage
    pieces: tuple[Piece, ...]
    is_of_older_text: bool


@dataclass(frozen=True)
class SourceBeside:
    """`cited_passages` stand there even where they belong to an older text of the article."""

    article: Article | None
    citations: tuple[DraftCitation, ...] = ()
    cited_passages: Collection[int] = ()

    @classmethod
    def chosen(
        cls, asked_for: str, citations: Sequence[DraftCitation], question_set: object
    ) -> "SourceBeside":
        """Of the article that was asked for; else the one it cites already; else the usual one."""
        cited = tuple(citations)
        return cls(
            article_asked(asked_for) or article_cited(cited) or article_usual(str(question_set or "")),
            cited,
            tuple(citation.passage_id for citation in cited),
        )

    @cached_property
    def articles(self) -> list[Article]:
        return list(Article.objects.exclude(current=None).only("title", "short_name"))

    @cached_property
    def lines(self) -> list[Line]:
        """The text of today, then cited passages of older texts."""
        if self.article is None:
            return []
        of_article = Passage.objects.select_related("revision__article").filter(
            revision__article=self.article
        )
        today = of_article.filter(revision=self.article.current_id).order_by("position")
        older = of_article.filter(pk__in=self.cited_passages).exclude(revision=self.article.current_id)
        return [self.line(passage) for passage in (*today, *older)]

    def line(self, passage: Passage) -> Line:
        return Line(
            passage,
            tuple(cut(passage.text, self.spans(passage))),
            passage.revision_id != self.article.current_id,
        )

    def spans(self, passage: Passage) -> list[Span]:
        here = [citation for citation in self.citations if citation.passage_id == passage.pk]
        return [span for citation in here if (span := citation.found)]


def article_asked(asked_for: str) -> Article | None:
    if not is_number(asked_for):
        return None
    return Article.objects.exclude(current=None).filter(pk=asked_for).first()


def article_cited(citations: Sequence[DraftCitation]) -> Article | None:
    return citations[0].passage.revision.article if citations else None


def article_usual(question_set: str) -> Article | None:
    """Where the set was written from last; else the article whose text came in last."""
    if is_number(question_set):
        in_set = DraftCitation.objects.filter(question__question_set=question_set)
        last = in_set.select_related("passage__revision__article").order_by("-pk").first()
        if last:
            return last.passage.revision.article
    return Article.objects.exclude(current=None).order_by("-current").first()

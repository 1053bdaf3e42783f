"""What quotes an article in this room: questions and the sides of points. See articles/settling.py."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import models
from django.urls import reverse

from core.models import User
from quizzes.articles.models import Article, Revision
from quizzes.articles.placements import Quote
from quizzes.articles.settling import CannotMove, Holder, Quotation, Words
from quizzes.bank.models import Citation, DraftCitation, Question, Quoted
from quizzes.bank.points import SidePassage
from quizzes.bank.publishing import Refused, is_asked_as_it_stands, publish


def quotes(article: Article) -> Iterator[Quote]:
    """What is quoted of the article by questions, as they are asked and as they are being written, and by points."""
    of_article = {"passage__revision__article": article}
    drafted = DraftCitation.objects.exclude(question__state=Question.State.RETIRED)
    for rows in (Citation.objects.asked_now(), drafted, SidePassage.objects.all()):
        for row in rows.filter(**of_article).order_by().select_related("passage"):
            if span := row.found:
                yield Quote(row.passage_id, span.start, span.end)


def holders(article: Article) -> Iterator[Holder]:
    """Questions in the order of their sets, then points. Retired questions are left as they are."""
    of_article = {"passage__revision__article": article}
    drafted = DraftCitation.objects.exclude(question__state=Question.State.RETIRED).filter(**of_article)
    drafted = drafted.select_related("passage__revision", "question__question_set")
    in_order = [f"question__{name}" for name in ("question_set__position", "question_set", "position", "pk")]
    for question, rows in groupby(drafted.order_by(*in_order, "position"), attrgetter("question")):
        yield from holding(QuestionHolder, question, rows)
    taken = SidePassage.objects.filter(**of_article).select_related("passage__revision", "side__point")
    in_order = [f"side__{name}" for name in ("point__position", "point", "position")]
    for point, rows in groupby(taken.order_by(*in_order, "position"), attrgetter("side.point")):
        yield from holding(PointHolder, point, rows)


def holding(sort: type["RowHolder"], row: models.Model, quoting: Iterable[Quoted]) -> Iterator[Holder]:
    """A holder of those words that stand where it says; what does not is publishing's to complain of."""
    if found := tuple(quoted for quoted in quoting if quoted.found):
        yield sort(row, found)


class RowHolder(Holder):
    """A row of ours, and the rows by which it quotes."""

    def __init__(self, row: models.Model, quoting: tuple[Quoted, ...]) -> None:
        self.row, self.quoting = row, quoting
        self.key = f"{self.sort}-{row.pk}"
        self.url = reverse(f"admin:quizzes_{self.sort}_change", args=[row.pk])
        self.quotations = tuple(
            Quotation(str(quoted.pk), Words(quoted.passage, quoted.found), self.says(quoted))
            for quoted in quoting
        )

    def says(self, quoted: Quoted) -> str:
        raise NotImplementedError

    def quote(self, landed: Mapping[str, Words]) -> None:
        for row in self.quoting:
            if words := landed.get(str(row.pk)):
                row.passage, row.start, row.quote = words.passage, words.span.start, words.text
                row.save()


class QuestionHolder(RowHolder):
    sort = "question"
    may_retire = True

    def says(self, quoted: DraftCitation) -> str:
        return quoted.get_stance_display()

    def move(self, landed: Mapping[str, Words], *, at: datetime, by: User) -> str:
        question = Question.objects.select_for_update().get(pk=self.row.pk)
        was_asked_as_it_stood = is_asked_as_it_stands(question)
        self.quote(landed)
        # Whoever has its form open is told, rather than citing the old text again by saving.
        question.save(update_fields=["edited_at"])
        if was_asked_as_it_stood:
            outcome = publish(question, at=at, by=by, goes_over=True)
            if isinstance(outcome, Refused):
                raise CannotMove(str(outcome))
        elif question.state == Question.State.PUBLISHED:
            return (
                f"“{self.name}” has changes that are not published. Its draft cites the new text now; students "
                "are asked the version that cites the old one until you publish it."
            )
        return ""

    def retire(self, *, by: User) -> None:
        self.row.retire()


class PointHolder(RowHolder):
    sort = "point"

    def says(self, quoted: SidePassage) -> str:
        return f"on the side “{quoted.side}”"

    def move(self, landed: Mapping[str, Words], *, at: datetime, by: User) -> str:
        for taken in self.quoting:
            taken.same_as = [*taken.same_as, taken.passage_id]
        self.quote(landed)
        self.row.save(update_fields=["edited_at"])
        return ""


def follow_sides(revision: Revision) -> None:
    """Sides remember the passages that are theirs in another revision, whether or not they go over to it: whoever
    answered on either text has taken the same side.
    """
    landed = {placed.quote: placed.landed_in_id for placed in revision.placements.exclude(landed_in=None)}
    for taken in SidePassage.objects.filter(passage__revision__article=revision.article_id):
        passage = landed.get(Quote(taken.passage_id, taken.span.start, taken.span.end))
        if passage and passage not in taken.same_as:
            taken.same_as = [*taken.same_as, passage]
            taken.save(update_fields=["same_as"])

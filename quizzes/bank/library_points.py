"""The points of a library: what its articles differ on, and which of them go back to one another."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from quizzes.articles.models import Article
from quizzes.bank.library_items import Item, one_of, passage, save, tables, texts, topic
from quizzes.bank.models import Question
from quizzes.bank.points import Point, Side, SidePassage


class PointItem(Item):
    rows = (Point, Side, SidePassage)

    def __init__(self, position: int, content: Mapping) -> None:
        self.name = content["slug"]
        self.record = {
            "question": str(content["question"]),
            "topic": content.get("topic", ""),
            "careful": str(content["careful"]),
            "settled": one_of(Point.Settled, "settled", content["settled"]),
            "settled_by": str(content.get("settled_by", "")),
            "position": position,
            "questions": sorted(texts(content, "questions")),
            "sides": [side_record(side) for side in tables(content, "sides")],
        }
        if len(self.record["sides"]) < 2:
            raise ValueError("a point has two sides at least. Write each below a line [[points.sides]].")

    def find(self) -> Point | None:
        return Point.objects.filter(slug=self.name).first()

    def record_of(self, stored: Point) -> dict:
        same = ("question", "careful", "settled", "settled_by", "position")
        named = stored.questions.exclude(library_name=None)
        return {name: getattr(stored, name) for name in same} | {
            "topic": stored.topic.name if stored.topic else "",
            "questions": sorted(named.values_list("library_name", flat=True)),
            "sides": [
                (side.says, [reference(cited) for cited in side.passages.all()])
                for side in Point.objects.with_sides().get(pk=stored.pk).sides.all()
            ],
        }

    def write(self, stored: Point | None) -> Point:
        point = stored or Point(slug=self.name)
        for name in ("question", "careful", "settled", "settled_by", "position"):
            setattr(point, name, self.record[name])
        point.topic = topic(self.record["topic"])
        point.library_digest = self.digest
        save(point)
        point.sides.all().delete()
        for position, (says, cited) in enumerate(self.record["sides"], start=1):
            side = Side(point=point, position=position, says=says)
            save(side)
            for place, (where, quote) in enumerate(cited, start=1):
                save(side_passage(side, place, where, quote))
        self.claim_questions(point)
        return point

    def claim_questions(self, point: Point) -> None:
        wanted = self.record["questions"]
        found = Question.objects.filter(library_name__in=wanted)
        unknown = set(wanted) - set(found.values_list("library_name", flat=True))
        if unknown:
            raise ValueError(
                f'the question "{min(unknown)}" does not exist. Write the name of one in the library.'
            )
        for question in point.questions.exclude(library_name=None).exclude(library_name__in=wanted):
            ask_about(question, None)
        for question in found.filter(Q(point=None) | ~Q(point=point)):
            ask_about(question, point)


def ask_about(question: Question, point: Point | None) -> None:
    question.point = point
    question.save(update_fields=["point"])


def side_record(content: Mapping) -> tuple[str, list[tuple[str, str]]]:
    cited = [(str(row["passage"]), str(row["quote"])) for row in tables(content, "passages")]
    if not cited:
        raise ValueError(f'the side "{content["says"]}" cites no passage. Cite the words that say so.')
    return str(content["says"]), cited


def side_passage(side: Side, position: int, where: str, quote: str) -> SidePassage:
    cited = passage(where)
    span = cited.find(quote)
    if span is None:
        raise ValueError(
            f"“{quote[:80]}” does not stand in {where}. Copy the words exactly as the passage has them."
        )
    words = cited.text[span.start : span.end]
    return SidePassage(side=side, position=position, passage=cited, quote=words, start=span.start)


def reference(cited: SidePassage) -> tuple[str, str]:
    return f"{cited.passage.revision.article.slug} {cited.passage.anchor}", cited.quote


def go_back(pairs: Sequence[Any]) -> None:
    """The first article of each pair goes back to the second, unless a teacher said otherwise."""
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2):
            raise ValueError('independence holds pairs of slugs, as in [["a-rewrite", "its-source"]].')
        later, earlier = (Article.objects.filter(slug=slug).first() for slug in pair)
        if later is None or earlier is None:
            raise ValueError(f"independence names an article that is not there: {' or '.join(pair)}.")
        if later.goes_back_to is None:
            later.goes_back_to = earlier
            later.save(update_fields=["goes_back_to"])

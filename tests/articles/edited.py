"""A text, an edit of it that does to citations all that an edit can do, and questions that rest on either."""

from quizzes.articles.models import Article
from quizzes.bank.models import Citation, Question
from tests.factories import QuestionFactory, passage

OLD = [
    (
        "The bridge over the Lend was closed on Monday, the council said. "
        "The ferry ran every twenty minutes from the old harbour to the market square."
    ),
    "It was to open again after seven days, according to the mayor.",
    "Two shops on the north bank lost half of their customers.",
    "Nobody was hurt when the first stone fell into the river, the fire brigade reported.",
]
NEW = [
    "The bridge over the Lend was closed on Monday, the council said.",
    "It was to open again after seven days, according to the mayor.",
    "Nobody was hurt when the first stone fell down into the river, the fire brigade reported.",
    "The ferry ran every twenty minutes from the old harbour to the market square.",
]
# What the edit does to these words of the old text; and where in it they stand.
PLACED, MOVED, GONE = "after seven days", "closed on Monday", "lost half of their customers"
CHANGED, CHANGED_TO = "the first stone fell into the river", "the first stone fell down into the river"
IN = {PLACED: 2, MOVED: 1, GONE: 3, CHANGED: 4}


def question_on(article: Article, *words: str, **fields) -> Question:
    """A published question that rests on these words of the old text."""
    cites = [(passage(article, IN[quote]), quote) for quote in words]
    return QuestionFactory(**{"cites": cites, "published": True} | fields)


def cited(question: Question) -> list[tuple[int, str, str]]:
    """What students are asked rests on: revision, passage and words. They stand there."""
    found = Citation.objects.filter(version=Question.objects.get(pk=question.pk).current).with_sources()
    assert all(citation.is_found for citation in found)
    return [
        (citation.passage.revision.number, citation.passage.anchor, citation.quote)
        for citation in found.order_by("position")
    ]

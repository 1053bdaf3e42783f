"""The charts of a question set."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.text import Truncator

from quizzes.bank import coverage
from quizzes.progress.charts import Bar, Bars
from quizzes.progress.charts.scales import told_share
from quizzes.progress.items.verdicts import FEW, on_facility
from quizzes.progress.sets.figures import Asked, OfTopic, SetFigures
from quizzes.progress.students.mastery import wilson
from quizzes.progress.told import counted, earned

LETTERS = 90


def questions_chart(asked: Sequence[Asked]) -> Bars:
    """The whisker is the band in which the true facility lies nine times in ten."""
    return Bars(
        "questions",
        "How much of the credit is earned, question by question",
        reading_of(asked),
        "Question",
        [bar_of(one) for one in asked],
    )


def bar_of(asked: Asked) -> Bar:
    low, high = band(asked.did)
    return Bar(
        f"{asked.place}. {Truncator(asked.question.stem).chars(LETTERS)}",
        asked.share,
        told(asked.did),
        low,
        high,
        reverse("progress:question", args=[asked.question.pk]),
        note_on(asked),
    )


def note_on(asked: Asked) -> str:
    """Its topic, and how difficult that makes it, once there are answers enough to say."""
    topic = asked.question.topic.name if asked.question.topic else ""
    verdict = on_facility(100 * asked.share) if asked.answers >= FEW else None
    return " · ".join(filter(None, [topic, verdict and verdict.sentence]))


def topics_chart(figures: SetFigures) -> Bars:
    return Bars(
        "topics",
        "How much of the credit is earned, topic by topic",
        reading_of_topics(figures),
        "Topic",
        [
            Bar(
                one.name,
                one.did and one.did.credit,
                told(one.did),
                *band(one.did),
                note=counted(one.questions, "question"),
            )
            for one in figures.topics
        ],
    )


def band(did: coverage.Did | None) -> tuple[float | None, float | None]:
    return wilson(min(max(did.credit, 0.0), 1.0), did.answers) if did else (None, None)


def told(did: coverage.Did | None) -> str:
    return earned(did.credit, did.answers) if did else "no answers yet"


def reading_of(asked: Sequence[Asked]) -> str:
    answered = [one for one in asked if one.did]
    if not answered:
        return "Nobody has answered any of them yet."
    hardest = min(answered, key=lambda one: (one.share, one.place))
    told = f"students earned {told_share(hardest.share)} of its credit"
    if is_surely_least(hardest, answered):
        return f"Hardest is question {hardest.place}: {told}."
    return f"Question {hardest.place} is among the hardest: {told}."


def is_surely_least(least: Asked | OfTopic, others: Iterable[Asked | OfTopic]) -> bool:
    """Whether its band lies below all other bands, so that it is no chance which of them comes last."""
    _, high = band(least.did)
    return all(high < band(other.did)[0] for other in others if other is not least)


def reading_of_topics(figures: SetFigures) -> str:
    answered = [one for one in figures.topics if one.did]
    if not answered:
        return "Nobody has answered on any of them yet."
    weakest = min(answered, key=lambda one: one.did.credit)
    told = f"{told_share(weakest.did.credit)} of the credit"
    if is_surely_least(weakest, answered):
        return f"Least is earned on {weakest.name}: {told}."
    return f"{weakest.name} is among the topics on which least is earned: {told}."

"""What a finished attempt shows, as far as its quiz lets it: each question, and the score by article and by topic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from quizzes.attempts.models import Attempt
from quizzes.attempts.notes import notes_on
from quizzes.attempts.slot import Slot
from quizzes.bank import serving


@dataclass(frozen=True)
class Score:
    """Marks under one heading: an article or a topic."""

    heading: str
    url: str
    mark: float
    points: float
    question_count: int

    @property
    def percent(self) -> float:
        return 100 * self.mark / self.points

    @property
    def tenths(self) -> int:
        """The bar's length, 0 to 10, for a style class."""
        return round(max(0, self.percent) / 10)


def of(attempt: Attempt, *, at: datetime) -> dict:
    shown = attempt.disclosed(at)
    slots = (
        attempt.slots.with_last_edit()
        .select_related("answer", "version__question__topic")
        .defer("version__face", "version__key", "version__question__settings")
    )
    slots = list(slots.order_by("position"))
    # Two queries here rather than two a question below.
    serving.faces.many(slot.version_id for slot in slots)
    serving.evidence.many(slot.as_of for slot in slots)
    # As a rule no correction concerns it, and then nothing is asked.
    notes = notes_on(slots, shown) if attempt.remarkings else {}
    for slot in slots:
        slot.disclosed, slot.notes = shown, notes.get(slot.pk, [])
    return {
        "attempt": attempt,
        "shown": shown,
        "slots": slots,
        "missed_count": sum(not is_right(slot) for slot in slots) if shown.correctness else 0,
        "by_article": by_article(slots) if shown.mark else [],
        "by_topic": by_topic(slots) if shown.mark else [],
        "band": attempt.quiz.band_for(attempt.percent) if shown.overall else None,
        "closes_at": attempt.closes,
    }


def mark_opened(attempt: Attempt, *, at: datetime) -> None:
    """Keep when the review was first opened: from then on, more time does not open the attempt again."""
    if attempt.review_opened_at is None:
        Attempt.objects.filter(pk=attempt.pk, review_opened_at=None).update(review_opened_at=at)


def is_right(slot: Slot) -> bool:
    return slot.given_answer is not None and slot.given_answer.credit == 1


def by_article(slots: Iterable[Slot]) -> list[Score]:
    """A question that rests on several articles counts under each of them."""
    return scores(
        ((article.name, article.get_absolute_url()), slot)
        for slot in slots
        for article in slot.evidence.articles
    )


def by_topic(slots: Iterable[Slot]) -> list[Score]:
    return scores(
        ((topic.name, ""), slot) for slot in slots if (topic := slot.version.question.topic) is not None
    )


def scores(pairs: Iterable[tuple[tuple[str, str], Slot]]) -> list[Score]:
    groups: dict[tuple[str, str], list[Slot]] = {}
    # A question that was dropped counts under no heading.
    for heading, slot in ((heading, slot) for heading, slot in pairs if slot.points):
        groups.setdefault(heading, []).append(slot)
    return sorted(
        (
            Score(
                heading, url, sum(slot.mark for slot in slots), sum(slot.best for slot in slots), len(slots)
            )
            for (heading, url), slots in groups.items()
        ),
        key=lambda score: (score.percent, score.heading),
    )

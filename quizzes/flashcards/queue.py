"""Which card comes next, and how many are left today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Greatest

from quizzes.flashcards.days import (
    LONGEST_SPREAD,
    Spread,
    as_time,
    day_end,
    day_of,
    day_start,
    due_before,
    spread,
)
from quizzes.flashcards.models import Card, Learner, Review
from quizzes.flashcards.scheduling import STEPPED, Rating, State

# A step that is due so soon is not waited for when nothing else is left.
AHEAD = timedelta(minutes=20)

# By hand, so that everything a page tells of the day takes one statement, and none counts further than its limit. Of
# the cards of one note only one counts: as soon as it is rated, the others are put off.
TODAY = """
    SELECT
        (SELECT COUNT(*) FROM {own_reviews} AND state_before = 0),
        (SELECT COUNT(*) FROM {own_reviews} AND state_before = 2),
        (SELECT COUNT(*) FROM (
            SELECT DISTINCT {note} FROM {in_play} AND state = 0
            AND (note_id IS NULL OR NOT EXISTS ({sibling} AND (
                sibling.state = 2 AND sibling.due < %(due_before)s
                OR sibling.state IN (1, 3) AND sibling.due < %(steps_before)s
            ))) LIMIT %(new)s
        ) AS unseen),
        (SELECT COUNT(*) FROM (
            SELECT DISTINCT {note} FROM {in_play} AND state = 2 AND due < %(due_before)s
            AND (note_id IS NULL OR NOT EXISTS (
                {sibling} AND sibling.state IN (1, 3) AND sibling.due < %(steps_before)s
            )) LIMIT %(reviews)s
        ) AS reviews),
        (SELECT COUNT(*) FROM (
            SELECT DISTINCT {note} FROM {in_play} AND state IN (1, 3) AND due < %(steps_before)s LIMIT %(most)s
        ) AS steps),
        (SELECT MIN(due) FROM {in_play} AND state IN (1, 3))
"""
OWN_REVIEWS = "quizzes_review WHERE student_id = %(student)s AND at >= %(day_start)s AND answer_id IS NULL"
READY = "NOT {0}.is_suspended AND NOT {0}.is_withdrawn AND ({0}.buried_until IS NULL OR {0}.buried_until <= %(at)s)"
IN_PLAY = f"quizzes_card AS card WHERE card.student_id = %(student)s AND {READY.format('card')}"
SIBLING = f"SELECT 1 FROM quizzes_card AS sibling WHERE sibling.note_id = card.note_id AND {READY.format('sibling')}"  # noqa: S608
COUNTS = TODAY.format(
    own_reviews=OWN_REVIEWS, in_play=IN_PLAY, sibling=SIBLING, note="COALESCE(-card.note_id, card.id)"
)
MOST = 1000


@dataclass(frozen=True)
class Left:
    """How many cards are left today, by what they are, and how many were seen."""

    new: int
    learning: int
    reviews: int
    seen: int
    first_step: datetime | None

    @property
    def total(self) -> int:
        return self.new + self.learning + self.reviews

    @property
    def told(self) -> str:
        """As in "18 new, 2 to review"."""
        sorts = {"new": self.new, "being learned": self.learning, "to review": self.reviews}
        return ", ".join(f"{count} {sort}" for sort, count in sorts.items() if count)

    @property
    def percent(self) -> int:
        """How far the day is, of 100."""
        return 100 * self.seen // (self.seen + self.total) if self.seen + self.total else 100


class Queue:
    """A student's cards at one moment. Costs do not grow with cards or reviews."""

    def __init__(self, learner: Learner, at: datetime) -> None:
        self.learner, self.at = learner, at
        self.cards = Card.objects.of(learner.student_id).in_play(at)
        self.due_before = due_before(at, learner.zone)

    @cached_property
    def left(self) -> Left:
        day = day_start(day_of(self.at, self.learner.zone), self.learner.zone)
        adapt = connection.ops.adapt_datetimefield_value
        values = {
            "student": self.learner.student_id,
            "day_start": adapt(day),
            "due_before": adapt(self.due_before),
            "steps_before": adapt(max(self.due_before, self.at + AHEAD)),
            "at": adapt(self.at),
            "new": self.learner.new_a_day,
            "reviews": self.learner.reviews_a_day,
            "most": MOST,
        }
        with connection.cursor() as cursor:
            cursor.execute(COUNTS, values)
            new_seen, reviews_seen, new, reviews, learning, first_step = cursor.fetchone()
        return Left(
            new=max(0, min(new, self.learner.new_a_day - new_seen)),
            learning=learning,
            reviews=max(0, min(reviews, self.learner.reviews_a_day - reviews_seen)),
            seen=new_seen + reviews_seen,
            first_step=first_step and as_time(first_step),
        )

    def next(self) -> Card | None:
        """A step that is due, then reviews, then new cards; when nothing else is left, a step due in a moment."""
        cards = self.turn()
        return cards.with_content().first() if cards is not None else None

    def turn(self) -> QuerySet[Card] | None:
        """The sort of card whose turn it is, told by the counts, so that only one sort is asked for."""
        left, steps = self.left, self.cards.filter(state__in=STEPPED).order_by("due", "pk")
        if left.first_step and left.first_step <= self.at:
            return steps
        if left.reviews:
            return self.reviews()
        if left.new:
            return self.cards.filter(state=State.NEW).order_by("position", "pk")
        return steps if left.first_step and left.first_step <= self.at + AHEAD else None

    def due(self) -> QuerySet[Card]:
        """All that is due, whatever the day's limits."""
        is_step = Q(state__in=STEPPED, due__lte=self.at)
        return self.cards.filter(is_step | Q(state=State.REVIEW, due__lt=self.due_before))

    def comes_back(self) -> datetime | None:
        """When the next card comes, now that none is left."""
        tomorrow, zone = self.due_before, self.learner.zone
        waiting = Card.objects.of(self.learner.student_id).filter(is_suspended=False, is_withdrawn=False)
        # A card that is put off comes no sooner than that, however long it has been due.
        comes = Greatest("due", Coalesce("buried_until", "due"))
        times = waiting.aggregate(
            step=Min(comes, filter=Q(state__in=STEPPED) & (Q(due__gt=self.at) | Q(buried_until__gt=self.at))),
            review=Min(comes, filter=Q(state=State.REVIEW)),
            new=Count("pk", filter=Q(state=State.NEW)),
        )
        review = times["review"] and max(day_start(day_of(times["review"], zone), zone), tomorrow)
        reviews = review if self.learner.reviews_a_day else None
        new = tomorrow if times["new"] and self.learner.new_a_day else None
        return min(filter(None, [times["step"], reviews, new]), default=None)

    def reviews(self) -> QuerySet[Card]:
        due = self.cards.filter(state=State.REVIEW, due__lt=self.due_before)
        return (
            due.order_by(forgotten(self.at), "pk")
            if self.learner.forgotten_first
            else due.order_by("due", "pk")
        )


def forgotten(at: datetime) -> OrderBy:
    """Most likely forgotten first: what a card holds falls with the time gone by as a multiple of its stability."""
    gone_by = ExpressionWrapper(Value(at, DateTimeField()) - F("last_review"), DurationField())
    return ExpressionWrapper(gone_by / F("stability"), DurationField()).desc()


@dataclass(frozen=True)
class Learned:
    """How many cards of today were recalled, are to be learned again, and were new."""

    recalled: int
    again: int
    new: int

    @property
    def told(self) -> str:
        """As in "10 recalled, 2 to learn again, 4 new"."""
        sorts = {"recalled": self.recalled, "to learn again": self.again, "new": self.new}
        return ", ".join(f"{count} {sort}" for sort, count in sorts.items() if count)


def learned(learner: Learner, at: datetime) -> Learned:
    """Of the cards that `Left.seen` counts."""
    today = day_start(day_of(at, learner.zone), learner.zone)
    seen = Review.objects.filter(student=learner.student_id, at__gte=today, answer=None)
    reviewed = Q(state_before=State.REVIEW)
    counted = seen.aggregate(
        recalled=Count("pk", reviewed & Q(rating__gt=Rating.Again)),
        again=Count("pk", reviewed & Q(rating=Rating.Again)),
        new=Count("pk", Q(state_before=State.NEW)),
    )
    return Learned(**counted)


def backlog(queue: Queue) -> Spread:
    """What waited while the student was away, and how long the queue takes to serve it."""
    learner, zone = queue.learner, queue.learner.zone
    reviews = queue.cards.filter(state=State.REVIEW)
    today = day_of(queue.at, zone)
    before_today = day_start(today, zone)
    count = reviews.filter(due__lt=before_today).count() if learner.reviews_a_day else 0
    if not count:
        return spread(0, 1)
    coming = reviews.filter(due__gte=before_today).order_by("due").values_list("due", flat=True)
    days = days_of(coming.iterator(), today, zone)
    return spread(count, learner.reviews_a_day, room=queue.left.reviews, coming=days)


def days_of(dues: Iterable[datetime], today: date, zone: ZoneInfo) -> Iterator[int]:
    """How many days from today each falls, from times in their order; the end of a day is reckoned once for all on it."""
    day, ends = 0, day_end(today, zone)
    for due in dues:
        while due >= ends and day < LONGEST_SPREAD:
            day += 1
            ends = day_end(today + timedelta(days=day), zone)
        yield day

"""Cards, the decks they stand in, and every rating of them."""

from datetime import datetime
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

from core.models import User
from quizzes.articles.models import Passage
from quizzes.articles.quoting import Span
from quizzes.attempts.slot import Answer
from quizzes.bank.models import Question, QuestionSet
from quizzes.bank.serving import JSONRows
from quizzes.flashcards import gaps
from quizzes.flashcards.days import day_of, days_between
from quizzes.flashcards.scheduling import (
    DEFAULT_PARAMETERS,
    HIGHEST_RETENTION,
    LOWEST_RETENTION,
    STEPPED,
    Memory,
    Plan,
    Rating,
    State,
)


def told_time(at: datetime, zone: ZoneInfo) -> str:
    """By the student's clock, whose zone is named."""
    return f"{date_format(at.astimezone(zone), 'j F Y, H:i')} ({zone})"


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is no time zone that is known here. Write one as in Europe/Berlin.")


def zone_of_the_site() -> str:
    return settings.TIME_ZONE


class Learner(models.Model):
    """How a student learns cards."""

    student = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="learner")
    time_zone = models.CharField(
        max_length=60, default=zone_of_the_site, validators=[known_zone], help_text="As in Europe/Berlin."
    )
    desired_retention = models.FloatField(
        "cards to recall when they come back",
        default=0.90,
        validators=[MinValueValidator(LOWEST_RETENTION), MaxValueValidator(HIGHEST_RETENTION)],
        help_text="From 0.70 to 0.97. The more, the sooner they come back.",
    )
    new_a_day = models.PositiveSmallIntegerField("new cards a day", default=20)
    reviews_a_day = models.PositiveSmallIntegerField("reviews a day", default=200)
    forgotten_first = models.BooleanField(
        "most likely forgotten first", default=False, help_text="Good after a break."
    )
    learns_from_quizzes = models.BooleanField(
        "quizzes and cards share one memory",
        default=True,
        help_text="A miss in a quiz becomes a card, and a right answer counts as its review where one was due.",
    )
    parameters = models.JSONField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(desired_retention__range=(LOWEST_RETENTION, HIGHEST_RETENTION)),
                name="retention_from_70_to_97",
            ),
        ]

    def __str__(self) -> str:
        return f"how {self.student} learns"

    @classmethod
    def of(cls, student: User) -> "Learner":
        """With the usual settings, not stored, for who never changed them."""
        return getattr(student, "learner", None) or cls(student=student)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def plan(self) -> Plan:
        parameters = tuple(self.parameters or DEFAULT_PARAMETERS)
        return Plan(desired_retention=self.desired_retention, parameters=parameters)


class Deck(models.Model):
    """Cards of a student that belong together: those of a set, or own ones."""

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="decks")
    question_set = models.ForeignKey(QuestionSet, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["student", "question_set"], name="a_set_is_added_once"),
            models.UniqueConstraint(
                fields=["student"], condition=Q(question_set=None), name="one_deck_of_own_cards"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """A student's own card or cards: a front and a back, or a text with gaps, a card for each gap.

    With words of a passage as its evidence, or freely typed.
    """

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    front = models.TextField(help_text="Markdown. Words in {{double braces}} are a gap.")
    back = models.TextField(blank=True, help_text="Markdown. May stay empty where the front has a gap.")
    passage = models.ForeignKey(Passage, models.PROTECT, null=True, related_name="+")
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(passage=None, quote="") | (Q(passage__isnull=False) & ~Q(quote="")),
                name="a_passage_comes_with_its_words",
            ),
        ]

    def __str__(self) -> str:
        return self.front[:80]

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.quote))


class CardQuerySet(models.QuerySet):
    def of(self, student: User) -> "CardQuerySet":
        return self.filter(student=student)

    def rated(self) -> "CardQuerySet":
        return self.filter(review_count__gt=0)

    def flagged(self) -> "CardQuerySet":
        return self.filter(is_flagged=True)

    def often_forgotten(self) -> "CardQuerySet":
        return self.filter(is_leech=True)

    def set_aside(self) -> "CardQuerySet":
        return self.filter(is_suspended=True)

    def in_no_deck(self) -> "CardQuerySet":
        """Of a question whose set is no deck: made by a miss in a quiz, or left of a deck that was removed."""
        return self.filter(deck=None)

    def in_play(self, at: datetime) -> "CardQuerySet":
        """Neither suspended nor put off to another day."""
        return self.not_resting().filter(Q(buried_until=None) | Q(buried_until__lte=at))

    def not_resting(self) -> "CardQuerySet":
        return self.filter(is_suspended=False, is_withdrawn=False)

    def with_siblings(self) -> "CardQuerySet":
        """Each with a list of the other cards of its note, and until when they are put off."""
        others = (
            Card.objects.filter(note=models.OuterRef("note")).exclude(pk=models.OuterRef("pk")).order_by()
        )
        row = JSONObject(pk="pk", until="buried_until")
        rows = others.values("note").annotate(rows=JSONRows(row)).values("rows")
        return self.annotate(siblings=models.Subquery(rows))

    def with_content(self) -> "CardQuerySet":
        return self.select_related(
            "question__current", "question__question_set", "note__passage__revision__article__current"
        )


class Card(models.Model):
    """A student's flashcard: a question of the bank, or a note of their own; with how well it is remembered."""

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cards")
    deck = models.ForeignKey(Deck, models.SET_NULL, null=True, related_name="cards")
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="cards")
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="cards")
    gap = models.PositiveSmallIntegerField(default=0, help_text="Which gap of the note it asks, from 1.")
    position = models.PositiveIntegerField(default=0, help_text="Its place among the new cards.")

    state = models.PositiveSmallIntegerField(
        choices=[(state.value, state.name) for state in State], default=0
    )
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    due = models.DateTimeField(null=True)
    last_review = models.DateTimeField(null=True)

    review_count = models.PositiveIntegerField(default=0)
    lapse_count = models.PositiveIntegerField(default=0)
    is_leech = models.BooleanField(default=False)
    is_suspended = models.BooleanField(default=False)
    is_withdrawn = models.BooleanField(default=False, help_text="Its question is asked no more.")
    is_flagged = models.BooleanField(default=False)
    buried_until = models.DateTimeField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["student", "state", "due"], name="cards_by_due"),
            models.Index(fields=["student", "state", "position"], name="cards_by_place"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["student", "question"], name="a_question_is_one_card"),
            models.UniqueConstraint(fields=["note", "gap"], name="a_gap_is_one_card"),
            models.CheckConstraint(
                condition=Q(question=None, note__isnull=False) | Q(question__isnull=False, note=None),
                name="a_card_has_a_question_or_a_note",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.NEW.value, stability=None, difficulty=None, due=None, last_review=None
                )
                | Q(
                    ~Q(state=State.NEW.value),
                    stability__isnull=False,
                    difficulty__isnull=False,
                    due__isnull=False,
                    last_review__isnull=False,
                ),
                name="only_a_new_card_has_no_memory",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.NEW.value, State.REVIEW.value], step=None)
                | Q(state__in=[State.LEARNING.value, State.RELEARNING.value], step__isnull=False),
                name="steps_are_for_learning",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question) if self.question else gaps.blanked(self.note.front, self.gap)[:100]

    def get_absolute_url(self) -> str:
        return reverse("flashcards:card", args=[self.pk])

    @property
    def memory(self) -> Memory:
        return Memory(
            State(self.state), self.step, self.stability, self.difficulty, self.due, self.last_review
        )

    def chance(self) -> Random:
        """The same for a button's preview and for the rating it foretells."""
        seed = salted_hmac("quizzes.flashcards.fuzz", f"{self.pk} {self.review_count}").hexdigest()
        return Random(seed)  # noqa: S311 - spreads due days, guards nothing

    def standing(self, at: datetime, zone: ZoneInfo) -> str:
        """When it comes, or why it does not, in a sentence."""
        if self.is_withdrawn:
            return "Its question is asked no more, so it rests."
        if self.is_suspended:
            return "It is set aside."
        if self.buried_until and self.buried_until > at:
            return f"It is put off until {told_time(self.buried_until, zone)}."
        if self.due is None:
            return "You have not seen it yet."
        if self.state in STEPPED:
            return f"It comes back on {told_time(self.due, zone)}."
        return f"It is due on {date_format(day_of(self.due, zone), 'j F Y')}."

    def days_since(self, at: datetime, zone: ZoneInfo) -> int | None:
        return None if self.last_review is None else days_between(self.last_review, at, zone)


class Review(models.Model):
    """One rating of a card; with what the card was before, so that it can be taken back to the letter.

    `answer` is the answer in a quiz that stands for it. An answer counts once.
    """

    card = models.ForeignKey(Card, models.CASCADE, related_name="reviews")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="card_reviews")
    rating = models.PositiveSmallIntegerField(choices=[(rating.value, rating.name) for rating in Rating])
    at = models.DateTimeField()
    state_before = models.PositiveSmallIntegerField()
    before = models.JSONField()
    buried = models.JSONField(
        default=list, help_text="Siblings it put off, each with the time it was put off to before."
    )
    made_card = models.BooleanField(default=False, help_text="The card is there because of this.")
    answer = models.OneToOneField(Answer, models.SET_NULL, null=True, related_name="card_review")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["student", "at"], name="reviews_by_time"),
            models.Index(fields=["student", "-id"], name="reviews_by_student"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(rating__range=(1, 4)), name="ratings_from_again_to_easy"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()} for “{self.card}”"

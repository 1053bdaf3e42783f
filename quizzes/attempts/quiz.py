"""How a question set is given: behaviour, draw, limits, and what shows when. Teachers write it at the desk."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import User
from core.turns import write_in_turn
from quizzes.attempts import assigned, disclosure, drawing
from quizzes.attempts.behaviours import BEHAVIOURS, Behaviour
from quizzes.attempts.results import COUNTS
from quizzes.attempts.terms import Terms, Window, most_generous
from quizzes.bank.models import Question, QuestionSet, QuestionVersion, Topic

THIRD = 0.3333333
"""The usual penalty, to as many places as other systems keep it."""


A_WEEK_AT_MOST = [MinValueValidator(1), MaxValueValidator(7 * 24 * 60)]


def behaviour_choices() -> list[tuple[str, str]]:
    return [(name, behaviour.label) for name, behaviour in BEHAVIOURS.items()]


def everything_shows() -> dict[str, list[str]]:
    return deepcopy(disclosure.EVERYTHING)


def is_a_matrix(value: object) -> None:
    if found := disclosure.problems(value):
        raise ValidationError(found)


class QuizQuerySet(models.QuerySet):
    def offered(self) -> "QuizQuerySet":
        """Quizzes that students may see; practice is a set's own and not among them."""
        return self.filter(is_offered=True, is_practice=False)

    def open(self, at: datetime) -> "QuizQuerySet":
        has_begun = Q(opens_at=None) | Q(opens_at__lte=at)
        has_not_ended = Q(closes_at=None) | Q(closes_at__gt=at)
        return self.offered().filter(has_begun, has_not_ended)


class Quiz(models.Model):
    """How a question set is given. Each set has one for practice, made when it is first wanted."""

    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="quizzes")
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True, help_text="Shown before the start. Markdown.")
    is_practice = models.BooleanField(default=False, editable=False)
    is_offered = models.BooleanField("students may take it", default=False)
    behaviour = models.CharField(max_length=30, choices=behaviour_choices, default="immediate")
    penalty = models.FloatField(
        "penalty for each further try",
        default=THIRD,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="The part of the credit that each try used before takes away. Only where there are several tries.",
    )
    is_shuffled = models.BooleanField("questions in a new order each time", default=False)
    shuffles_options = models.BooleanField("options in a new order each time", default=True)
    is_forward_only = models.BooleanField(
        "no way back", default=False, help_text="One question after the other, none seen twice."
    )
    is_open_book = models.BooleanField(
        "open book", default=True, help_text="The sources may be read while an attempt runs."
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="Empty: as many as they like."
    )
    counts = models.CharField(
        "what counts of several attempts", max_length=10, choices=list(COUNTS.items()), default="highest"
    )
    pass_percent = models.PositiveSmallIntegerField(
        "pass mark", null=True, blank=True, validators=[MaxValueValidator(100)], help_text="In percent."
    )
    opens_at = models.DateTimeField("opens", null=True, blank=True)
    closes_at = models.DateTimeField("closes", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "time limit", null=True, blank=True, validators=A_WEEK_AT_MOST, help_text="In minutes."
    )
    review = models.JSONField(default=everything_shows, validators=[is_a_matrix])
    # Null rather than empty: a teacher's own quizzes have no name in the library, and none is like another.
    library_name = models.SlugField(max_length=100, unique=True, null=True, editable=False)  # noqa: DJ001

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ["question_set__position", "title", "pk"]
        verbose_name_plural = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["question_set"], condition=Q(is_practice=True), name="one_practice_a_set"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="a_quiz_closes_after_it_opens",
                violation_error_message="The quiz closes before it opens. Write a later time for “closes”.",
            ),
            models.CheckConstraint(condition=Q(penalty__range=(0, 1)), name="penalty_from_0_to_1"),
            models.CheckConstraint(
                condition=Q(pass_percent=None) | Q(pass_percent__lte=100), name="pass_mark_to_100"
            ),
            models.CheckConstraint(condition=~Q(attempts_allowed=0), name="one_attempt_at_least"),
            models.CheckConstraint(condition=~Q(minutes=0), name="one_minute_at_least"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Where its close is one of several that hold for a student, the latest is found anew."""
        with write_in_turn():
            super().save(*args, **kwargs)
            self.attempts.filter(is_assigned=True).follow_terms([self.pk], deadlines=False)

    def get_absolute_url(self) -> str:
        """A set's practice is told of on the page of the set, and so is a quiz that is not offered any more."""
        if self.is_practice or not self.is_offered:
            return self.question_set.get_absolute_url()
        return self.page_url

    @property
    def page_url(self) -> str:
        return reverse("attempts:quiz", args=[self.pk])

    @classmethod
    def practice(cls, question_set: QuestionSet) -> "Quiz":
        quiz, _ = cls.objects.get_or_create(
            question_set=question_set, is_practice=True, defaults={"title": question_set.title}
        )
        return quiz

    @property
    def how(self) -> Behaviour:
        return BEHAVIOURS[self.behaviour]

    @property
    def time_limit(self) -> timedelta | None:
        return timedelta(minutes=self.minutes) if self.minutes else None

    @property
    def own_terms(self) -> Terms:
        """What holds where it is offered to all. Practice is always open."""
        if self.is_practice:
            return Terms()
        return Terms(
            (Window(self.opens_at, self.closes_at),),
            limit=self.time_limit,
            attempts_allowed=self.attempts_allowed,
        )

    def terms_for(self, student: User) -> Terms | None:
        """What holds for the student; None where nothing lets them take it."""
        if self.is_practice:
            return self.own_terms
        return terms_at([self], [student.pk]).get((student.pk, self.pk))

    def extra_for(self, student: User) -> timedelta:
        return extra_times([self], [student.pk]).get((student.pk, self.pk), timedelta())

    def deadline_for(self, student: User, started: datetime) -> datetime | None:
        """Also for who was let take it before, and may not any more."""
        terms = self.terms_for(student) or replace(self.own_terms, extra=self.extra_for(student))
        return terms.deadline(started)

    def versions_for(self, student: User, chance: Random) -> list[QuestionVersion]:
        """What an attempt of this student asks, in its order."""
        rules = [draw.rule for draw in self.draws.all()]
        questions = self.questions_drawn(rules, student, chance) if rules else self.questions_in_order()
        versions = [question.current for question in questions]
        if self.is_shuffled:
            chance.shuffle(versions)
        return versions

    def questions_in_order(self) -> models.QuerySet[Question]:
        return self.question_set.questions.published().in_order().select_related("current")

    def questions_drawn(self, rules: Sequence[drawing.Rule], student: User, chance: Random) -> list[Question]:
        questions = questions_of(rules)
        ids = drawing.drawn(rules, candidates(questions, times_seen(student, questions)), chance)
        found = Question.objects.select_related("current").in_bulk(ids)
        return [found[id] for id in ids]

    def shortage(self) -> int:
        """By how many questions the draw finds too few."""
        rules = [draw.rule for draw in self.draws.all()]
        found = drawing.drawn(rules, candidates(questions_of(rules), {}), Random(0))  # noqa: S311 - only counted
        return sum(rule.count for rule in rules) - len(found)

    def question_count(self) -> int:
        """How many questions an attempt asks, where there are enough to draw from."""
        counts = [draw.count for draw in self.draws.all()]
        return sum(counts) if counts else self.question_set.questions.published().count()

    def band_for(self, percent: float) -> "FeedbackBand | None":
        return self.bands.filter(from_percent__lte=percent).order_by("-from_percent").first()


def terms_at(quizzes: Collection[Quiz], students: Collection[int]) -> dict[tuple[int, int], Terms]:
    """What holds at each of the quizzes for each of the students, by their ids; nothing where they may not take it.

    A quiz that is offered to all has its own dates; further ways to take it come from other rooms.
    """
    given = assigned.given(students, [quiz.pk for quiz in quizzes])
    extra = extra_times(quizzes, students)
    found = {
        (student, quiz.pk): what_holds(
            quiz, given.get((student, quiz.pk), []), extra.get((student, quiz.pk), timedelta())
        )
        for quiz in quizzes
        for student in students
    }
    return {pair: terms for pair, terms in found.items() if terms}


def what_holds(quiz: Quiz, given: Sequence[Terms], extra: timedelta) -> Terms | None:
    """Of the quiz's own offer, if it is offered to all, and of what was given beside it."""
    own = [quiz.own_terms] if quiz.is_offered else []
    terms = most_generous([*own, *given])
    return terms and replace(terms, extra=extra)


def extra_times(quizzes: Collection[Quiz], students: Collection[int]) -> dict[tuple[int, int], timedelta]:
    rows = ExtraTime.objects.filter(quiz__in=quizzes, student__in=students)
    return {
        (student, quiz): timedelta(minutes=minutes)
        for student, quiz, minutes in rows.values_list("student", "quiz", "minutes")
    }


def questions_of(rules: Iterable[drawing.Rule]) -> models.QuerySet[Question]:
    return Question.objects.published().filter(question_set__in={rule.set_id for rule in rules})


def candidates(questions: models.QuerySet[Question], seen: Mapping[int, int]) -> list[drawing.Candidate]:
    rows = questions.in_order().values_list("pk", "question_set_id", "topic_id", "difficulty")
    return [drawing.Candidate(*row, times_seen=seen.get(row[0], 0)) for row in rows]


def times_seen(student: User, questions: models.QuerySet[Question]) -> dict[int, int]:
    """How often attempts of this student asked each question, in whatever version."""
    asked = QuestionVersion.objects.filter(slots__attempt__student=student, question__in=questions)
    return dict(asked.values_list("question").annotate(times=models.Count("slots")).order_by())


class DrawRule(models.Model):
    """So many questions drawn at random. A quiz without such rules asks its whole set."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="draws")
    count = models.PositiveSmallIntegerField("how many", validators=[MinValueValidator(1)])
    question_set = models.ForeignKey(
        QuestionSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the quiz's own.",
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: of any topic."
    )
    difficulty = models.PositiveSmallIntegerField(
        choices=Question.Difficulty, null=True, blank=True, help_text="Empty: of any difficulty."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="a_draw_takes_something")]

    def __str__(self) -> str:
        parts = [self.question_set, self.topic, self.get_difficulty_display()]
        return f"{self.count} at random" + "".join(f", {part}" for part in parts if part)

    @property
    def rule(self) -> drawing.Rule:
        set_id = self.question_set_id or self.quiz.question_set_id
        return drawing.Rule(self.count, set_id, self.topic_id, self.difficulty)


class FeedbackBand(models.Model):
    """What is said at the end to whoever reached that share of the marks, and not the next band's."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="bands")
    from_percent = models.PositiveSmallIntegerField(
        "from", validators=[MaxValueValidator(100)], help_text="Percent."
    )
    text = models.TextField(help_text="Markdown.")

    class Meta:
        ordering = ["-from_percent"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "from_percent"], name="one_text_a_band"),
            models.CheckConstraint(condition=Q(from_percent__lte=100), name="bands_to_100"),
        ]

    def __str__(self) -> str:
        return f"from {self.from_percent} %"


class ExtraTime(models.Model):
    """Minutes more for one student. They hold at once, for an attempt that runs, too."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="extra_times")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(validators=A_WEEK_AT_MOST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "student"], name="one_extra_time_a_student")]

    def __str__(self) -> str:
        return f"{self.minutes} more minutes for {self.student}"

    def save(self, *args, **kwargs) -> None:
        with write_in_turn():
            before = ExtraTime.objects.filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            for extra in filter(None, (before, self)):
                extra.hold_at_once()

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with write_in_turn():
            deleted = super().delete(*args, **kwargs)
            self.hold_at_once()
        return deleted

    def hold_at_once(self) -> None:
        for attempt in self.quiz.attempts.filter(student=self.student).against_the_clock():
            attempt.renew_deadline()

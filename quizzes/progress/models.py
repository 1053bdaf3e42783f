"""What has come in so far, counted and summed as it comes in, so that no page has to go through the answers.

Kept in the transaction that keeps the answer (counting.py), held against the rows by `check_integrity`. `answers` counts
those that have a mark; marks and credits are in units (units.py). What teachers try out counts for themselves alone.

No constraint keeps a count from falling below nothing, and none looks up the version or the quiz: no answer shall be
refused because of what is counted about it, nor wait for whoever holds those rows, who may be waiting for its attempt.
"""

from django.conf import settings
from django.db import models

from quizzes.attempts.quiz import Quiz
from quizzes.bank.models import Question, QuestionVersion, Topic


class TopicTally(models.Model):
    """How a student's answers on a topic went in a week. `week` is its Monday, in UTC; a topic is the one that the
    question has now."""

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topic_tallies")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="tallies")
    week = models.DateField()
    answers = models.IntegerField()
    credit = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "topic", "week"], name="one_tally_a_topic_and_week")
        ]

    def __str__(self) -> str:
        return f"{self.student}, {self.topic}, {self.week}: {self.answers}"


class QuestionTally(models.Model):
    """How a student's answers to a question went, in whatever version."""

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="question_tallies")
    question = models.ForeignKey(Question, models.CASCADE, related_name="tallies")
    answers = models.IntegerField()
    credit = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "question"], name="one_tally_a_student_and_question")
        ]

    def __str__(self) -> str:
        return f"{self.student}, {self.question}: {self.answers}"


class CertaintyTally(models.Model):
    """How often a student was fully right when they said how certain they were."""

    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="certainty_tallies")
    certainty = models.PositiveSmallIntegerField()
    answers = models.IntegerField()
    right = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "certainty"], name="one_tally_a_certainty")]

    def __str__(self) -> str:
        return f"{self.student}, certain {self.certainty}: {self.right} of {self.answers}"


class VersionTally(models.Model):
    """How the answers of all students to a version went."""

    version = models.OneToOneField(QuestionVersion, models.CASCADE, db_constraint=False, related_name="tally")
    answers = models.IntegerField()
    credit = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.version}: {self.answers}"


class GivenTally(models.Model):
    """How often an answer that students type was given. `digest` is of the answer as JSON."""

    version = models.ForeignKey(
        QuestionVersion, models.CASCADE, db_constraint=False, related_name="given_tallies"
    )
    digest = models.CharField(max_length=64)
    given = models.JSONField()
    answers = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "digest"], name="one_tally_a_version_and_answer")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.answers} gave the same"


class ByAttempt(models.Model):
    """Counts attempts: all, and those that are a student's first, last and best at the quiz.

    Those that count are ended, marked whole, and through the whole quiz; the best is the one with the highest part of
    the points, the earliest of such.
    """

    attempts = models.IntegerField()
    firsts = models.IntegerField()
    lasts = models.IntegerField()
    bests = models.IntegerField()

    class Meta:
        abstract = True


class TotalTally(ByAttempt):
    """How many attempts at a quiz earned `total` where `points` was the best."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, db_constraint=False, related_name="total_tallies")
    points = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "points", "total"], name="one_tally_a_total")]

    def __str__(self) -> str:
        return f"{self.quiz}, {self.total} of {self.points}: {self.attempts}"


class MarkTally(ByAttempt):
    """How many attempts at a quiz earned `mark` of `points` at a version, and `rest` at all else."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, db_constraint=False, related_name="mark_tallies")
    version = models.ForeignKey(
        QuestionVersion, models.CASCADE, db_constraint=False, related_name="mark_tallies"
    )
    points = models.BigIntegerField()
    mark = models.BigIntegerField()
    rest = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "version", "points", "mark", "rest"], name="one_tally_a_mark_and_rest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quiz}, {self.version}, {self.mark} and {self.rest}: {self.attempts}"


class OptionTally(ByAttempt):
    """How many attempts that earned `percent` of the whole chose an option; the empty one is no answer."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, db_constraint=False, related_name="option_tallies")
    version = models.ForeignKey(
        QuestionVersion, models.CASCADE, db_constraint=False, related_name="option_tallies"
    )
    option = models.CharField(max_length=100)
    percent = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "version", "option", "percent"], name="one_tally_an_option_and_percent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quiz}, {self.version}, {self.option} at {self.percent} %: {self.attempts}"


class QuizStamp(models.Model):
    """Becomes another whenever anything changes that is counted of a quiz: what was reckoned of it is old then."""

    quiz = models.OneToOneField(Quiz, models.CASCADE, db_constraint=False, related_name="stamp")
    stamp = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.quiz}: {self.stamp}"

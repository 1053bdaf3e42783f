"""What has come in, written down by hand where a test needs no answers."""

from datetime import date, timedelta

from core.models import User
from quizzes.models import Question, QuestionTally, Topic, TopicTally, VersionTally
from quizzes.progress.units import units


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def on_topic(student: User, topic: Topic, answers: int, credit: float, week: date) -> TopicTally:
    return TopicTally.objects.create(
        student=student, topic=topic, week=monday(week), answers=answers, credit=units(credit)
    )


def on_question(student: User, question: Question, answers: int, credit: float) -> QuestionTally:
    return QuestionTally.objects.create(
        student=student, question=question, answers=answers, credit=units(credit)
    )


def on_version(question: Question, answers: int, credit: float) -> VersionTally:
    """Of the version that is asked now."""
    return VersionTally.objects.create(version=question.current, answers=answers, credit=units(credit))

"""A student's tallies with all that counts, for the teachers of their classes. What students see of their own is less:
own_tallies.py."""

from collections import defaultdict

from quizzes.progress.models import CertaintyTally, QuestionTally, TopicTally
from quizzes.progress.students.mastery import Week
from quizzes.progress.students.own_tallies import Did
from quizzes.progress.units import marks


def topics(student: int) -> dict[str, list[Week]]:
    """By the topic's name, the weeks in which the student answered on it, in their order."""
    found: dict[str, list[Week]] = defaultdict(list)
    tallies = TopicTally.objects.filter(student=student, answers__gt=0).order_by("week")
    for topic, week, answers, credit in tallies.values_list("topic__name", "week", "answers", "credit"):
        found[topic].append(Week(week, answers, marks(credit)))
    return dict(found)


def questions(student: int) -> dict[int, Did]:
    """By the question's id."""
    tallies = QuestionTally.objects.filter(student=student, answers__gt=0)
    rows = tallies.values_list("question", "answers", "credit")
    return {question: Did(answers, marks(credit)) for question, answers, credit in rows}


def certainties(student: int) -> dict[int, Did]:
    """By the certainty; the credit counts the answers that were fully right."""
    tallies = CertaintyTally.objects.filter(student=student, answers__gt=0)
    rows = tallies.values_list("certainty", "answers", "right")
    return {certainty: Did(answers, right) for certainty, answers, right in rows}

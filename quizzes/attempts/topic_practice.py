"""Practice of one topic: a few of its questions, those first that the student knows least.

It stands beside the attempt at which the topic was met, as what is repeated of it: so no run through a whole quiz is
counted for it, and one that is open stays as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from django.db.models import Count, Exists, OuterRef, QuerySet

from core.models import User
from core.turns import hold, write_in_turn
from quizzes.attempts.models import Attempt, NotOpen
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.slot import Slot
from quizzes.bank.models import Question, QuestionSet, Topic

MOST = 10
NEVER_ANSWERED = 0.5
"""Where a question stands that was never answered: after those that went wrong, before those that went well."""


def practise(
    student: User, topic: Topic, known: Mapping[int, float], *, at: datetime, chance: Random
) -> Attempt | NotOpen:
    """The open practice of the topic, or a new one; `known` is the share earned so far, by the question's id."""
    versions = [question.current for question in least_known(asked_on(topic), known)]
    if not versions:
        return NotOpen(f"No question on “{topic}” can be practised now.")
    quiz = Quiz.practice(versions[0].question.question_set)
    with write_in_turn():
        hold(f"practice of a topic by {student.pk}")
        if running := open_on(student, topic).first():
            return running
        met_at = where_met(student, topic)
        if met_at is None:
            return NotOpen(f"You have met nothing on “{topic}” yet. Practise a set first.")
        return Attempt.given(student, quiz, versions, at=at, chance=chance, repeats=met_at)


def asked_on(topic: Topic) -> QuerySet[Question]:
    """The questions on the topic in the set that has most of them, of those that are free to practise."""
    sets = QuestionSet.objects.for_practice().filter(
        questions__topic=topic, questions__state=Question.State.PUBLISHED
    )
    counted = sets.annotate(asked=Count("questions")).order_by("-asked", "position", "pk")
    asked = Question.objects.published().filter(topic=topic, question_set__in=counted.values("pk")[:1])
    return asked.in_order().select_related("current", "question_set")


def least_known(questions: QuerySet[Question], known: Mapping[int, float]) -> Sequence[Question]:
    return sorted(questions, key=lambda question: known.get(question.pk, NEVER_ANSWERED))[:MOST]


def open_on(student: User, topic: Topic) -> QuerySet[Attempt]:
    """Open practice that asks of this topic alone."""
    slots = Slot.objects.filter(attempt=OuterRef("pk"))
    repetitions = student.attempts.open().exclude(repeats=None).with_quiz()
    return repetitions.filter(
        Exists(slots.filter(version__question__topic=topic)),
        ~Exists(slots.exclude(version__question__topic=topic)),
        quiz__is_practice=True,
    )


def where_met(student: User, topic: Topic) -> Attempt | None:
    """The latest attempt that asked of the topic, of those of which no repetition is open; or the latest at all.

    There is one for whoever has any attempt: of an open repetition itself nothing is repeated yet, or of that one.
    """
    free = student.attempts.filter(~Exists(Attempt.objects.open().filter(repeats=OuterRef("pk"))))
    met = Exists(Slot.objects.filter(attempt=OuterRef("pk"), version__question__topic=topic))
    return free.annotate(asked_it=met).order_by("-asked_it", "-started_at", "-pk").first()

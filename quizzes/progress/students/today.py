"""What a student can do today: go on, take what is wanted, learn what is due, practise what is weakest."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from core.models import User
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz
from quizzes.bank.models import Topic
from quizzes.classrooms.to_do import Task, tasks_of
from quizzes.flashcards.models import Learner
from quizzes.flashcards.queue import Left, Queue
from quizzes.progress import told
from quizzes.progress.students.mastery import Mastery

WEAKEST, QUIZZES = 3, 5


@dataclass(frozen=True)
class Known:
    """A topic and how well its student knows it by now."""

    topic: Topic
    mastery: Mastery

    @property
    def told(self) -> str:
        return told.earned(self.mastery.share, self.mastery.answers)


@dataclass(frozen=True)
class Today:
    """Quizzes that are offered to all, and that the student never took, are told where nothing is assigned."""

    cards: Left
    tasks: Sequence[Task]
    running: Sequence[Attempt]
    quizzes: Sequence[Quiz]
    weakest: Sequence[Known]

    @property
    def is_empty(self) -> bool:
        return not (self.cards.total or self.tasks or self.running or self.quizzes or self.weakest)


def today_of(student: User, attempts: Collection[Attempt], known: Iterable[Known], at: datetime) -> Today:
    tasks = [task for task in tasks_of(student, at) if task.is_waiting]
    in_tasks = {task.running.pk for task in tasks if task.running}
    running = [one for one in attempts if is_running(one, at) and one.pk not in in_tasks]
    return Today(
        Queue(Learner.of(student), at).left,
        tasks,
        running,
        [] if tasks else open_quizzes({one.quiz_id for one in attempts}, at),
        weakest(known),
    )


def attempts_that_matter(student: User) -> Sequence[Attempt]:
    """What runs, and all attempts at quizzes: those may withhold what practice shows."""
    running, at_quizzes = student.attempts.open(), student.attempts.filter(quiz__is_practice=False)
    return list((running | at_quizzes).with_quiz())


def is_running(attempt: Attempt, at: datetime) -> bool:
    """Open and within its time. One whose time is over is ended by the next page of its own."""
    is_open = not attempt.is_finished and not attempt.is_abandoned
    return is_open and (attempt.deadline_at is None or attempt.deadline_at > at)


def open_quizzes(but: Collection[int], at: datetime) -> Sequence[Quiz]:
    """What closes first comes first."""
    found = Quiz.objects.open(at).exclude(pk__in=but).select_related("question_set")
    return list(found.order_by(F("closes_at").asc(nulls_last=True), *Quiz._meta.ordering)[:QUIZZES])


def weakest(known: Iterable[Known]) -> list[Known]:
    """What was never missed is not weak."""
    missed = [one for one in known if one.mastery.share < 1]
    return sorted(missed, key=lambda one: one.mastery.middle)[:WEAKEST]

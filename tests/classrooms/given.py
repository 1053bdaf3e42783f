"""Classes with something to do, for these tests."""

from random import Random

from django.utils.timezone import now

from core.models import User
from quizzes.bank.models import QuestionSet
from quizzes.models import Allowance, Assignment, Classroom, Quiz
from tests.attempts.quizzes import NOON
from tests.attempts.quizzes import quiz as offered_quiz


def classroom_with(teacher: User, *students: User, name: str = "History 9b") -> Classroom:
    number = Classroom.objects.count()
    classroom = Classroom.open_for(teacher, name, at=now(), chance=Random(number))
    for student in students:
        classroom.admit(student, at=now())
    return classroom


def quiz(questions: int = 3, **fields) -> Quiz:
    """A quiz that is not offered to all."""
    return offered_quiz(questions, **{"is_offered": False} | fields)


def assigned(classroom: Classroom, thing: Quiz | QuestionSet, *chosen: User, **fields) -> Assignment:
    """To everyone in the class, unless somebody is named."""
    which = {"quiz": thing} if isinstance(thing, Quiz) else {"question_set": thing}
    ordinary = {"classroom": classroom, "created_at": NOON, "is_for_everyone": not chosen}
    return Assignment(**which | ordinary | fields).give(chosen)


def allowed(assignment: Assignment, student: User, **fields) -> Allowance:
    return Allowance.objects.create(assignment=assignment, student=student, **fields)

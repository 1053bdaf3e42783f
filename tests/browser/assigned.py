"""A class with things to do, for pages to be looked at."""

from datetime import timedelta
from random import Random

from django.core import signing
from django.urls import reverse
from django.utils.timezone import now

from core import letters
from core.models import User
from quizzes.models import Allowance, Assignment, Attempt, Classroom, QuestionSet, Quiz
from tests.browser.world import SET, World
from tests.factories import UserFactory, classroom_of

NAME = "History 9b"
LONG_NAME = "Inés García Fernández de la Vega"
HOUR = timedelta(hours=1)


def history(world: World) -> Classroom:
    """Tom's class with Ada and others in it: a quiz some have taken, a late one, a set, one that opens later."""
    if found := Classroom.objects.filter(name=NAME).first():
        return found
    others = [UserFactory(username=name) for name in ("bo", "kim", "lee")]
    classroom = classroom_of(User.objects.get(username="tom"), world.ada, *others, name=NAME)
    classroom.memberships.filter(student=others[0]).update(name=LONG_NAME)
    at, quiz = now(), Quiz.objects.get(library_name="the-week-as-a-test")
    made = give(classroom, quiz=quiz, due_at=at + 26 * HOUR, closes_at=at + 90 * HOUR)
    Allowance.objects.create(assignment=made, student=others[0], minutes=40, closes_at=at + 120 * HOUR)
    for student in others[:2]:
        attempt = Attempt.start(student, quiz, at=at - HOUR / 4, chance=Random(7))
        assert isinstance(attempt, Attempt)
    attempt.finish(at=at)
    late = Quiz.objects.get(library_name="with-hints")
    give(classroom, quiz=late, due_at=at - 5 * HOUR, closes_at=at + 40 * HOUR)
    give(classroom, question_set=QuestionSet.objects.get(slug=SET), due_at=at + 200 * HOUR)
    hidden = Quiz.objects.create(
        question_set=QuestionSet.objects.get(slug=SET), title="Not offered to all", minutes=10
    )
    give(classroom, quiz=hidden, opens_at=at + 30 * HOUR)
    give(classroom, quiz=hidden).withdraw(at)
    return classroom


def give(classroom: Classroom, **fields) -> Assignment:
    return Assignment(classroom=classroom, created_at=now(), **fields).give()


def of_the_class(name: str):
    return lambda world: reverse(f"classrooms:{name}", args=[history(world).pk])


def of_the_quiz(name: str):
    """A page of the assignment that some have begun."""

    def address(world: World) -> str:
        classroom = history(world)
        return reverse(f"classrooms:{name}", args=[classroom.pk, classroom.assignments.earliest("pk").pk])

    return address


def of_a_student(world: World) -> str:
    member = history(world).memberships.get(name=LONG_NAME)
    return f"{of_the_quiz('assignment')(world)}students/{member.student_id}/"


def report_on(world: World, username: str) -> str:
    """What the teacher of the class reads, and prints, about one student of it."""
    member = history(world).memberships.get(student__username=username)
    return reverse("progress:student", args=[member.classroom_id, member.pk])


def link_to_refuse(world: World) -> str:
    return reverse("refuse_mail", args=[letters.token_for(world.ada, "due_soon")])


def link_to_confirm(world: World) -> str:
    token = signing.dumps([world.ada.pk, "ada.of.a.long.name@students.example.org"], salt=letters.CONFIRMING)
    return reverse("confirm_mail", args=[token])

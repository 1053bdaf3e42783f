"""The pages of a class's and of a set's progress in every state worth a look; part of the table of all pages."""

from datetime import timedelta
from functools import lru_cache
from random import Random

from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page

from core.models import User
from quizzes.models import (
    Assignment,
    Attempt,
    Classroom,
    Membership,
    Question,
    QuestionTally,
    Quiz,
    Topic,
    TopicTally,
    VersionTally,
)
from quizzes.progress.units import units
from tests.browser.pages import State, at
from tests.browser.world import SET, World
from tests.factories import QuestionSetFactory, TopicFactory, classroom_of
from tests.progress.tallied import monday

LONG_TOPIC = "Donaudampfschifffahrtsgesellschaftskapitän und sein Schiff"
LONG_NAMES = ("Wolfeschlegelsteinhausenbergerdorff the Elder", "Inés García Fernández de la Vega")
SMALL, LARGE = 6, 500


@lru_cache(maxsize=1)
def classes(world: World) -> dict[str, Classroom]:
    """Tom's: an empty one, one without answers, a small one, a large one, one that is put away."""
    tom = User.objects.get(username="tom")
    TopicFactory(name=LONG_TOPIC)
    made = {
        "empty": classroom_of(tom, name="Nobody yet"),
        "fresh": classroom_of(tom, world.ada, name="Fresh"),
        "small": crowd(tom, SMALL),
        "large": crowd(tom, LARGE),
        "away": crowd(tom, SMALL + 1),
    }
    for place, name in enumerate(LONG_NAMES):
        member = made["small"].memberships.order_by("pk")[place]
        member.rename(name)
    made["away"].archive(at=now())
    return made


def crowd(teacher: User, count: int) -> Classroom:
    """So many students of all sorts, who took a few quizzes and practised; the last of them did nothing."""
    chance, moment = Random(count), now()
    made = classroom_of(teacher, name=f"A class of {count}")
    students = User.objects.bulk_create(User(username=f"of{count}-{number}") for number in range(count))
    joined = moment - timedelta(days=100)
    Membership.objects.bulk_create(
        Membership(classroom=made, student=student, joined_at=joined) for student in students
    )
    worth = {student.pk: chance.random() for student in students[:-1]}
    tally(worth, chance)
    for quiz in Quiz.objects.filter(is_practice=False)[:3]:
        Assignment(classroom=made, quiz=quiz, created_at=moment).give()
        Attempt.objects.bulk_create(
            taken(student, quiz, round(10 * share), moment) for student, share in worth.items()
        )
    return made


def tally(worth: dict[int, float], chance: Random) -> None:
    """What they know of each topic, and of each question."""
    week, topics, questions = monday(now().date()), list(Topic.objects.all()), list(Question.objects.all())
    TopicTally.objects.bulk_create(
        TopicTally(student_id=student, topic=topic, week=week, answers=count, credit=units(count * share))
        for student, share in worth.items()
        for topic in topics
        if (count := chance.randrange(20))
    )
    QuestionTally.objects.bulk_create(
        QuestionTally(student_id=student, question=question, answers=2, credit=units(2 * share))
        for student, share in list(worth.items())[:30]
        for question in questions
    )


def taken(student: int, quiz: Quiz, mark: int, at) -> Attempt:
    times = {"started_at": at, "clock_at": at, "finished_at": at}
    return Attempt(student_id=student, quiz=quiz, slot_count=10, points=10, mark=mark, **times)


def of_class(which: str, query: str = "") -> State:
    return at(lambda world: reverse("progress:classroom", args=[classes(world)[which].pk]) + query)


def answered_set(page: Page, world: World) -> None:
    """Some questions answered much, some little, some not at all."""
    for place, question in enumerate(Question.objects.filter(question_set__slug=SET).published()):
        if place % 5:
            count = 7 * place
            VersionTally.objects.update_or_create(
                version=question.current,
                defaults={"answers": count, "credit": units(count / (1 + place % 4))},
            )
    page.goto(reverse("progress:set", args=[SET]))
    page.locator(".misread summary").first.click()


TEACHER: dict[str, State] = {
    "progress of an empty class": of_class("empty"),
    "progress of a class without answers": of_class("fresh"),
    "progress of a small class": of_class("small"),
    "progress of a large class": of_class("large"),
    "progress of a large class, its last students": of_class("large", "?page=10"),
    "progress of a class, no older quizzes": of_class("small", "?assignments=2"),
    "progress of an archived class": of_class("away"),
    "progress on a set": answered_set,
    "progress on a set, in its order": at(lambda _: reverse("progress:set", args=[SET]) + "?order=set"),
    "progress on a set without questions": at(
        lambda _: reverse("progress:set", args=[QuestionSetFactory().slug])
    ),
}

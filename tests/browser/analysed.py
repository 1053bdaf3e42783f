"""A quiz that a class has taken, for the pages of its item analysis."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from core.models import User
from quizzes.models import Classroom, Question, QuestionSet, Quiz
from tests.attempts.quizzes import place_of, started
from tests.browser.world import World
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory, classroom_of

SLUG = "bridges-analysed"
CHOICES = "After how many days, according to the mayor who spoke of a small repair, was the bridge over the Lend to open again?"
# What each student chose of the first two, and wrote for the third; the first is answered rightly by the weak alone.
ANSWERS = (
    ("Nine", "Seven", "the mayor"),
    ("Nine", "Seven", "the mayr"),
    ("Three", "Seven", "the mayr"),
    ("Seven", "Nine", "a councillor of the north bank, whose name the paper does not give"),
    ("Seven", "Three", "nobody"),
    ("Seven", "", "nobody"),
)


def taken(world: World) -> Quiz:
    """Once a world: three questions, taken by a class of Tom's."""
    if found := Quiz.objects.filter(question_set__slug=SLUG).first():
        return found
    question_set = QuestionSetFactory(slug=SLUG, title="Bridges, analysed")
    for stem in (CHOICES, "How long was the bridge closed?"):
        QuestionFactory(question_set=question_set, stem=stem, published=True)
    QuestionFactory(
        question_set=question_set,
        kind="short_text",
        stem="Who said so?",
        options=[("the mayor", True)],
        published=True,
    )
    quiz = Quiz.objects.create(question_set=question_set, title="Bridges, as a test", is_offered=True)
    students = [UserFactory() for _ in ANSWERS]
    classroom_of(User.objects.get(username="tom"), *students, name="Geography 8a")
    for student, answers in zip(students, ANSWERS, strict=True):
        take(student, quiz, answers)
    return quiz


def take(student: User, quiz: Quiz, answers: tuple[str, ...]) -> None:
    at = now()
    attempt = started(student, quiz, at)
    for slot, text in zip(attempt.slots.with_attempt(), answers, strict=True):
        if text:
            typed = place_of(slot, text) if "options" in slot.face else text
            slot.submit(slot.task.read(slot.face, [typed]), at=at)
    attempt.finish(at=at + timedelta(seconds=1))


def of_the_quiz(world: World) -> str:
    return reverse("progress:quiz", args=[taken(world).pk])


def of_an_untaken_quiz(world: World) -> str:
    untaken = Quiz.objects.create(question_set=QuestionSet.objects.first(), title="Not taken by anybody")
    return reverse("progress:quiz", args=[untaken.pk])


def of_the_class(world: World) -> str:
    quiz = taken(world)
    return reverse("progress:classroom_quiz", args=[Classroom.objects.get(name="Geography 8a").pk, quiz.pk])


def question(world: World, place: int) -> Question:
    return taken(world).question_set.questions.in_order()[place]


def of_a_question(place: int):
    return lambda world: reverse("progress:question", args=[question(world, place).pk])


def of_a_question_in_the_quiz(world: World) -> str:
    return f"{of_a_question(0)(world)}?quiz={taken(world).pk}"


def of_a_question_in_the_class(world: World) -> str:
    return f"{of_the_class(world)}?question={question(world, 0).pk}"

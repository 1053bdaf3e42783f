"""The school of a made-up history, stored: its sets and quizzes, its people, its classes and what they are given."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import F

from core.models import STUDENTS, TEACHERS, User
from core.turns import write_in_turn
from quizzes.articles.blocks import Block, Role
from quizzes.articles.models import Article, Passage, Revision
from quizzes.attempts.quiz import Quiz
from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet, QuestionVersion, Topic
from quizzes.bank.publishing import Refused, publish
from quizzes.classrooms import joining, naming
from quizzes.classrooms.assignment import Assignment
from quizzes.classrooms.models import Classroom, Membership, Teaching
from quizzes.progress.made_up import history
from quizzes.progress.made_up import questions as history_questions
from quizzes.progress.made_up.history import CLASS_SIZE, QUIZ_LENGTH, YEAR_SIZE, Item, Scale
from quizzes.progress.made_up.questions import Reading, Wording

SLUG = "made-history"
TOPICS = 10
CLASSES_OF_A_TEACHER = 8
ROWS_AT_ONCE = 1000
OWN_ARTICLE = (
    (
        "The bridge over the Lend was closed on Monday morning after inspectors found cracks beneath the northern arch, "
        "the council said, and nobody was allowed across without a permit from the harbour office."
    ),
    (
        "It was to open again after seven days, according to the mayor, who promised that engineers would work through "
        "every evening and that ferries would carry schoolchildren without charge meanwhile."
    ),
    (
        "Shopkeepers along the northern bank complained that customers stayed away; bakeries reported losing nearly half "
        "their business, while the market square on the other side became busier than before."
    ),
    (
        "A professor of engineering at the regional university doubted the mayor's estimate, saying that similar repairs "
        "elsewhere had usually taken between three and eleven weeks, depending on weather and materials."
    ),
    (
        "By Thursday the council published drawings of the damaged arch, together with a letter in which the builders had "
        "warned about moisture some fourteen years earlier; opposition members demanded an independent inquiry."
    ),
    (
        "When traffic finally returned, drivers queued patiently beside television cameras, several children waved paper "
        "flags, and the oldest resident remembered how the previous bridge disappeared during the great flood."
    ),
)


@dataclass(frozen=True)
class Possible:
    """What may be given to a question, as typed and as read, and what it is worth."""

    typed: list[str]
    given: Any
    credit: float


@dataclass(frozen=True)
class Asked:
    """A published question with its model and its possible answers, the right one first."""

    version: QuestionVersion
    item: Item
    possible: Sequence[Possible]


@dataclass(frozen=True)
class School:
    """The ids and abilities of its students, the questions by quiz, and the quizzes, each with its set's practice."""

    students: Sequence[int]
    abilities: Sequence[float]
    asked: Sequence[Sequence[Asked]]
    quizzes: Sequence[Quiz]
    practices: Sequence[Quiz]


def is_there() -> bool:
    return QuestionSet.objects.filter(slug__startswith=SLUG).exists()


def make(scale: Scale, start: datetime, chance: Random, *, password: str) -> School:
    """`password` is as it is stored: that of all who are made, who sign in by it in a demo alone.

    They bear random names that no account has yet, so that the same chance makes the same in an equal store.
    """
    sources = list(readings())
    items = history.items(scale.questions, chance)
    asked = [list(made_set(quiz, scale, items, sources, start, chance)) for quiz in range(scale.quizzes)]
    quizzes = [made_quiz(number, questions) for number, questions in enumerate(asked)]
    practices = [Quiz.practice(quiz.question_set) for quiz in quizzes]
    taken = set(User.objects.values_list("username", flat=True))
    students = made_people(scale.students, STUDENTS, password, taken, chance)
    teacher_count = ceil((scale.classes + 1) / CLASSES_OF_A_TEACHER)
    teachers = made_people(teacher_count, TEACHERS, password, taken, chance, is_staff=True)
    made_classes(scale, quizzes, students, teachers, start, chance)
    return School(
        [student.pk for student in students],
        history.abilities(scale.students, chance),
        asked,
        quizzes,
        practices,
    )


def readings() -> Iterator[tuple[Reading, Passage]]:
    """Passages told in our own words, of the library where it is loaded; else of a small article that is made here."""
    found = [(reading_of(passage), passage) for passage in passages_now()]
    rich = [pair for pair in found if pair[0].is_rich]
    if not rich:
        article = Article(slug=SLUG, title="The bridge over the Lend", publisher="The Lend Post")
        article.save()
        blocks = [Block(Role.BODY, text, number) for number, text in enumerate(OWN_ARTICLE, start=1)]
        article.revise(blocks, Revision.Wording.BRIEF)
        rich = [(reading_of(passage), passage) for passage in passages_now()]
    yield from rich


def passages_now() -> Iterable[Passage]:
    shown = Passage.objects.filter(
        role=Role.BODY,
        revision__wording=Revision.Wording.BRIEF,
        revision=F("revision__article__current"),
    )
    return shown.select_related("revision__article").order_by("revision__article__slug", "position")


def reading_of(passage: Passage) -> Reading:
    return Reading(f"{passage.label} of “{passage.revision.article.name}”", passage.text)


def made_set(
    quiz: int,
    scale: Scale,
    items: Sequence[Item],
    sources: Sequence[tuple[Reading, Passage]],
    at: datetime,
    chance: Random,
) -> Iterator[Asked]:
    """The published questions of that set."""
    question_set = QuestionSet.objects.create(
        slug=f"{SLUG}-{quiz + 1}",
        title=f"Words and places, {quiz + 1}",
        description="Made-up questions on the words of the sources.",
        position=1000 + quiz,
    )
    texts = [reading for reading, _ in sources]
    for place in range(scale.length(quiz)):
        number = quiz * QUIZ_LENGTH + place
        wording = history_questions.wording(number, texts, chance)
        source = sources[number % len(sources)]
        version = published(question_set, number, wording, source, at)
        yield Asked(version, items[number], possible(version, wording))


def published(
    question_set: QuestionSet, number: int, wording: Wording, source: tuple[Reading, Passage], at: datetime
) -> QuestionVersion:
    topic, _ = Topic.objects.get_or_create(name=f"Close reading {number // 2 % TOPICS + 1}")
    question = Question.objects.create(
        question_set=question_set,
        position=number + 1,
        kind=wording.kind,
        stem=wording.stem,
        explanation=wording.explanation,
        hints="Read the passage once more, to its end.",
        settings=wording.settings,
        topic=topic,
        difficulty=1 + number % 3,
        points=2 if number % 5 == 4 else 1,
    )
    Option.objects.bulk_create(
        Option(question=question, position=position, **columns)
        for position, columns in enumerate(wording.options, start=1)
    )
    reading, passage = source
    DraftCitation.objects.create(question=question, passage=passage, quote=reading.quote, position=1)
    version = publish(question, at=at)
    if isinstance(version, Refused):
        raise ValueError(f"{wording.stem} {version}")
    return version


def possible(version: QuestionVersion, wording: Wording) -> list[Possible]:
    """Raises ValueError where the first is not right: then the writer of such questions is wrong."""
    face, task = version.task.arranged(version.face, []), version.task
    found = []
    for typed in wording.typed:
        given = task.read(face, typed)
        found.append(Possible(list(typed), given, task.grade(version.key, given).credit))
    if found[0].credit != 1:
        raise ValueError(f"{wording.stem} {wording.typed[0]} should be right and is worth {found[0].credit}.")
    return found


def made_quiz(number: int, asked: Sequence[Asked]) -> Quiz:
    """What is saved stands as its page showed it; so options are mixed only where each answer is marked at once."""
    question_set = asked[0].version.question.question_set
    quiz = Quiz(
        question_set=question_set,
        title=f"{question_set.title}: the quiz",
        behaviour=history.behaviour_of(number),
        is_offered=True,
        pass_percent=50,
    )
    quiz.shuffles_options = quiz.how.marks_each
    quiz.save()
    return quiz


def made_people(
    count: int, group: str, password: str, taken: set[str], chance: Random, **fields: Any
) -> list[User]:
    """With random names; those are taken from then on."""
    names, people = naming.pseudonyms(chance), []
    for _ in range(count):
        name = naming.first_free(names, taken)
        taken.add(name)
        people.append(User(username=name, password=password, is_demo=True, **fields))
    with write_in_turn():
        people = User.objects.bulk_create(people, batch_size=ROWS_AT_ONCE)
        through, group_id = User.groups.through, Group.objects.get(name=group).pk
        through.objects.bulk_create(
            (through(user_id=person.pk, group_id=group_id) for person in people), batch_size=ROWS_AT_ONCE
        )
    return people


def made_classes(
    scale: Scale,
    quizzes: Sequence[Quiz],
    students: Sequence[User],
    teachers: Sequence[User],
    at: datetime,
    chance: Random,
) -> None:
    """The classes of thirty in their order, and last the whole year."""
    for number in range(scale.classes):
        members = students[number * CLASS_SIZE : (number + 1) * CLASS_SIZE]
        teacher = teachers[number // CLASSES_OF_A_TEACHER]
        given = [quizzes[quiz] for quiz in scale.given_to_class(number)]
        made_class(f"Class {number + 1}", teacher, members, given, at, chance)
    given = [quizzes[quiz] for quiz in scale.given_to_the_year]
    made_class("The whole year", teachers[0], students[:YEAR_SIZE], given, at, chance)


def made_class(
    name: str,
    teacher: User,
    members: Sequence[User],
    given: Sequence[Quiz],
    at: datetime,
    chance: Random,
) -> None:
    """What it is given is due one after the other over the two years."""
    with write_in_turn():
        classroom = Classroom(name=name, created_at=at, code=joining.new_code(chance))
        classroom.save()
        Teaching.objects.create(classroom=classroom, teacher=teacher)
        Membership.objects.bulk_create(
            (Membership(classroom=classroom, student=student, joined_at=at) for student in members),
            batch_size=ROWS_AT_ONCE,
        )
        for place, quiz in enumerate(given, start=1):
            weeks = place * 2 * history.WEEKS_OF_A_YEAR // (len(given) + 1)
            Assignment.objects.create(
                classroom=classroom,
                quiz=quiz,
                due_at=at + timedelta(weeks=weeks),
                created_by=teacher,
                created_at=at,
            )

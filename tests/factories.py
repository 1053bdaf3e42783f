"""The ordinary thing of each sort. A test states only what matters to it."""

from random import Random

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from core.models import User
from quizzes.articles.blocks import Block, Role
from quizzes.articles.models import Article, Passage, Revision
from quizzes.attempts.models import Attempt, Quiz
from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet, Topic
from quizzes.bank.points import Point, Side, SidePassage
from quizzes.bank.publishing import Refused, publish
from quizzes.classrooms.models import Classroom
from quizzes.flashcards.decks import own_deck, save_note
from quizzes.flashcards.models import Card, Note

SENTENCES = (
    "The bridge over the Lend was closed on Monday, the council said.",
    "It was to open again after seven days, according to the mayor.",
    "Two shops on the north bank lost half of their customers.",
)
PASSWORD = "a long password for tests"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")
    password = factory.django.Password(PASSWORD)


class ArticleFactory(DjangoModelFactory):
    """An article with one revision; `sentences` are its body passages."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"article-{number}")
    title = factory.Sequence(lambda number: f"The bridge, part {number}")
    short_name = factory.SelfAttribute("slug")
    publisher = "The Lend Post"
    kind = Article.Kind.NEWS_REPORT

    @factory.post_generation
    def sentences(self, create, extracted, **kwargs):
        self.revise(body(extracted or SENTENCES), kwargs.get("wording", Revision.Wording.BRIEF))


def body(sentences) -> list[Block]:
    return [Block(Role.BODY, sentence, number) for number, sentence in enumerate(sentences, start=1)]


def passage(article: Article, anchor: int = 1) -> Passage:
    return article.current.passages.get(role="body", number=anchor)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("name",)

    name = "Bridges"


class QuestionSetFactory(DjangoModelFactory):
    class Meta:
        model = QuestionSet

    title = factory.Sequence(lambda number: f"Set {number}")
    slug = factory.Sequence(lambda number: f"set-{number}")
    description = "A set about a bridge."


class QuestionFactory(DjangoModelFactory):
    """A single choice about when the bridge opens. `options` are (text, is_right) pairs, or dicts of columns."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    question_set = factory.SubFactory(QuestionSetFactory)
    position = factory.Sequence(lambda number: number)
    kind = "single_choice"
    stem = factory.Sequence(lambda number: f"After how many days was bridge {number} to open again?")
    explanation = "The mayor spoke of seven days."
    topic = factory.SubFactory(TopicFactory)

    @factory.post_generation
    def options(self, create, extracted, **kwargs):
        rows = [("Three", False), ("Seven", True), ("Nine", False)] if extracted is None else extracted
        for position, row in enumerate(rows, start=1):
            columns = (
                row
                if isinstance(row, dict)
                else {"text": row[0], "is_right": row[1], "feedback": f"On {row[0]}."}
            )
            Option.objects.create(question=self, position=position, **columns)

    @factory.post_generation
    def cites(self, create, extracted, **kwargs):
        """(passage, quote) pairs; by default words of a new article's second passage; an empty list for none."""
        cited = [(passage(ArticleFactory(), 2), "after seven days")] if extracted is None else extracted
        for position, (found, quote) in enumerate(cited, start=1):
            DraftCitation.objects.create(question=self, passage=found, quote=quote, position=position)

    @factory.post_generation
    def published(self, create, extracted, **kwargs):
        if extracted:
            outcome = publish(self, at=now())
            assert not isinstance(outcome, Refused), outcome
            self.refresh_from_db()


def question_set_with(count: int = 3, **fields) -> QuestionSet:
    """A set with that many published questions."""
    question_set = QuestionSetFactory()
    QuestionFactory.create_batch(count, question_set=question_set, published=True, **fields)
    return question_set


def attempt_of(student: User, question_set: QuestionSet | None = None) -> Attempt:
    quiz = Quiz.practice(question_set or question_set_with())
    return Attempt.start(student, quiz, at=now(), chance=Random(7))


def point(sides: dict[str, list[tuple[Passage, str]]] | None = None, **fields) -> Point:
    """A point with its sides: what each says, and the (passage, quote) pairs that say so."""
    if sides is None:
        one, other = ArticleFactory(), ArticleFactory(sentences=("The mayor spoke of nine days.",))
        sides = {
            "Seven days": [(passage(one, 2), "after seven days")],
            "Nine days": [(passage(other, 1), "nine days")],
        }
    ordinary = {
        "question": "How long was it closed?",
        "slug": "how-long",
        "careful": "Seven days, on balance.",
    }
    made = Point.objects.create(**ordinary | fields)
    for position, (says, cited) in enumerate(sides.items(), start=1):
        side = Side.objects.create(point=made, position=position, says=says)
        for place, (found, quote) in enumerate(cited, start=1):
            start = found.text.index(quote)
            SidePassage.objects.create(side=side, passage=found, quote=quote, start=start, position=place)
    return made


def own_card(student: User, front: str = "The bridge was closed for {{seven}} days.", back: str = "") -> Card:
    """The first card of a note of the student's own."""
    note = Note(student=student, front=front, back=back)
    save_note(note, own_deck(student, at=now()))
    return note.cards.first()


def classroom_of(teacher: User, *students: User, name: str = "History 9b", **fields) -> Classroom:
    """A class of this teacher's with these students in it."""
    number = Classroom.objects.count()
    classroom = Classroom.open_for(teacher, name, at=now(), chance=Random(number), **fields)
    for student in students:
        classroom.admit(student, at=now())
    return classroom

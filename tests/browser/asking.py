"""Questions of every kind, made of the kinds' own examples, and quizzes that ask them."""

from collections.abc import Iterable
from random import Random

from django.utils.timezone import now

from core.models import User
from quizzes.articles.blocks import Block, Role
from quizzes.kinds import KINDS
from quizzes.kinds.kind import Draft, Example, ReadingPassage
from quizzes.models import Attempt, Passage, Question, QuestionSet, Quiz, Revision
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory


def question_of(kind: str, question_set: QuestionSet, **fields) -> Question:
    """The first example of a kind, published."""
    draft = KINDS[kind].EXAMPLES[0].draft
    if draft.reading:
        fields["cites"] = list(stored(draft.reading))
    return QuestionFactory(
        question_set=question_set,
        kind=kind,
        stem=draft.stem,
        explanation=draft.explanation,
        settings=dict(draft.settings),
        options=list(rows(draft)),
        published=True,
        **fields,
    )


def rows(draft: Draft) -> Iterable[dict]:
    for option in draft.options:
        yield {
            "text": option.text,
            "is_right": option.is_right,
            "feedback": option.feedback,
            "details": dict(option.details),
        }


def stored(reading: Iterable[ReadingPassage]) -> Iterable[tuple[Passage, str]]:
    """The passages of an example as an article, and the words that are cited in it."""
    article = ArticleFactory()
    blocks = [Block(role_of(part.label), part.text, int(part.label.split()[-1])) for part in reading]
    article.revise(blocks, Revision.Wording.BRIEF)
    for passage, part in zip(article.current.passages.all(), reading, strict=True):
        for start, end in part.cited:
            yield passage, part.text[start:end]


def role_of(label: str) -> Role:
    name = label.split()[0]
    return Role.BODY if name == "passage" else Role(name)


def example_of(kind: str, result: str) -> Example:
    """An answer to the question above that is right, partly right or wrong."""
    examples = KINDS[kind].EXAMPLES
    return next(
        example
        for example in examples
        if example.draft is examples[0].draft and not example.order and result_of(example) == result
    )


def result_of(example: Example) -> str:
    if example.credit is None:
        return ""
    return "right" if example.credit == 1 else "partly" if example.credit else "wrong"


def quiz_of(kinds: Iterable[str], *, hints: str = "", **fields) -> Quiz:
    """A quiz that asks one question of each of these kinds, as they stand here."""
    question_set = QuestionSetFactory()
    for kind in kinds:
        question_of(kind, question_set, hints=hints)
    return Quiz.objects.create(
        **{
            "question_set": question_set,
            "title": "Bridges and more",
            "is_offered": True,
            "shuffles_options": False,
        }
        | fields
    )


def attempt_at(student: User, quiz: Quiz) -> Attempt:
    return Attempt.start(student, quiz, at=now(), chance=Random(7))

"""Corrections for these tests, and attempts that they concern."""

from datetime import timedelta

from core.models import User
from quizzes.attempts.putting_right import make, proposed, proposed_back, take_back
from quizzes.bank.corrections import Correction
from quizzes.bank.models import Question
from quizzes.models import Attempt
from tests.attempts.quizzes import NOON, SECOND, answer, slot_of, started

LATER = NOON + timedelta(days=1)


def option_id(question: Question, text: str) -> str:
    return str(question.options.get(text=text).pk)


def correction(question: Question, what: str, *, text: str = "", **fields) -> Correction:
    """One not made yet, for the version that is asked; about the option with that text, where there is one."""
    details = {"said": text}
    if text:
        details |= {"given": [option_id(question, text)], "option": option_id(question, text)}
    ordinary = {"details": details, "version_ids": [question.current_id], "made_at": NOON}
    return Correction(question=question, what=what, **ordinary | fields)


def put_right(question: Question, what: str, **fields) -> Correction:
    made = correction(question, what, **fields)
    return make(made, at=LATER, seen=proposed(made).digest)


def taken_back(made: Correction, by: User) -> bool:
    return take_back(made, by=by, at=LATER, seen=proposed_back(made).digest)


def finished(student: User, given, texts: list[str], **work) -> Attempt:
    """An attempt at a quiz that marks at once, with these options chosen; an empty text for none."""
    attempt = started(student, given)
    for position, text in enumerate(texts, 1):
        if text:
            answer(slot_of(attempt, position), text, **work)
    attempt.finish(at=NOON + SECOND)
    attempt.refresh_from_db()
    return attempt


def marks(attempt: Attempt) -> tuple[float, float]:
    attempt.refresh_from_db()
    return attempt.mark, attempt.points


def first_question(given) -> Question:
    return given.question_set.questions.in_order().first()

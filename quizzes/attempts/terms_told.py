"""What a student agrees to by starting a quiz, in sentences."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime

from quizzes.attempts.quiz import Quiz
from quizzes.attempts.results import COUNTS
from quizzes.attempts.terms import Terms


def of(quiz: Quiz, terms: Terms) -> list[str]:
    return [quiz.how.told, *sizes(quiz, terms), *times(terms), *rules(quiz)]


def sizes(quiz: Quiz, terms: Terms) -> Iterator[str]:
    count = quiz.question_count()
    yield f"{count} question{'s' * (count != 1)}{', drawn for you' if quiz.draws.all() else ''}."
    if terms.attempts_allowed == 1:
        yield "One attempt."
    elif terms.attempts_allowed:
        yield f"{terms.attempts_allowed} attempts; {COUNTS[quiz.counts]} counts."
    else:
        yield f"As many attempts as you like; {COUNTS[quiz.counts]} counts."
    if quiz.pass_percent is not None:
        yield f"Passed from {quiz.pass_percent} %."


def times(terms: Terms) -> Iterator[str]:
    if terms.limit:
        extra = terms.extra // timedelta(minutes=1)
        given = f", {extra} of them extra time for you" if extra else ""
        minutes = (terms.limit + terms.extra) // timedelta(minutes=1)
        yield (
            f"{minutes} minutes from the moment you start{given}. When they are over, what you saved is submitted."
        )
    if len(terms.windows) == 1 and (opens := terms.windows[0].opens):
        yield f"Opens {moment(opens)}."
    if terms.due:
        yield f"Due {moment(terms.due)}."
    if terms.closes:
        yield f"Closes {moment(terms.closes)}."


def rules(quiz: Quiz) -> Iterator[str]:
    if quiz.how.has_tries and quiz.penalty:
        yield f"Each further try costs {quiz.penalty:.0%} of the question's mark."
    if quiz.is_forward_only:
        yield "There is no way back to a question you have left."
    if quiz.is_open_book:
        yield "Open book: you may read the sources meanwhile."
    else:
        yield "Closed book: while your attempt runs, the sources stay shut for you."


def moment(time: datetime) -> str:
    return date_format(localtime(time), "j F Y, H:i")

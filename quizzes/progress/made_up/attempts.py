"""The attempts of a made-up history, stored as if they had been taken: slots, answers and marks as answering leaves them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import fsum
from random import Random

from core.chunks import chunks
from core.turns import write_in_turn
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.slot import Answer, Slot
from quizzes.progress.made_up import history
from quizzes.progress.made_up.history import Reply, Scale, Sitting
from quizzes.progress.made_up.school import Asked, Possible, School

SITTINGS_AT_ONCE = 250
"""So many attempts are held in memory, and stored in one transaction."""
ROWS_AT_ONCE = 2000
LEAST_SECONDS, MOST_SECONDS = 20, 70
"""What an answer takes."""


@dataclass(frozen=True)
class Sheet:
    """An attempt with its slots and answers, none of them stored yet."""

    attempt: Attempt
    slots: list[Slot]
    answers: list[Answer]


def store(
    school: School,
    scale: Scale,
    until: date,
    chance: Random,
    *,
    tell: Callable[[int], None] = lambda count: None,
) -> int:
    """All attempts in the order of their time; how many answers they left. `tell` hears that after each part."""
    count = 0
    for sittings in chunks(history.sittings(scale, until, chance), SITTINGS_AT_ONCE):
        count += keep([filled(sitting, school, scale, until, chance) for sitting in sittings])
        tell(count)
    return count


def keep(sheets: list[Sheet]) -> int:
    """Store them; how many answers they hold."""
    answers = [answer for sheet in sheets for answer in sheet.answers]
    with write_in_turn():
        Attempt.objects.bulk_create((sheet.attempt for sheet in sheets), batch_size=ROWS_AT_ONCE)
        Slot.objects.bulk_create((slot for sheet in sheets for slot in sheet.slots), batch_size=ROWS_AT_ONCE)
        Answer.objects.bulk_create(answers, batch_size=ROWS_AT_ONCE)
    return len(answers)


def filled(sitting: Sitting, school: School, scale: Scale, until: date, chance: Random) -> Sheet:
    """The attempt as its student left it: answered question by question, then ended or not."""
    quiz = (school.practices if sitting.is_practice else school.quizzes)[sitting.quiz]
    asked, chance = school.asked[sitting.quiz], history.chance_of(sitting, scale, chance)
    ability = history.ability_at(school.abilities[sitting.student], sitting, until)
    attempt = begun(sitting, school, quiz, asked, is_assigned=sitting.quiz in scale.given_to(sitting.student))
    slots, answers = [], []
    for position, question in enumerate(asked, start=1):
        slot = blank(attempt, position, question, quiz, chance)
        slots.append(slot)
        if position <= sitting.answered:
            attempt.clock_at += timedelta(seconds=chance.randrange(LEAST_SECONDS, MOST_SECONDS))
            reply = history.reply(question.item, len(question.possible), ability, quiz.how, chance)
            answers.append(worked(slot, question, reply, quiz, attempt.clock_at))
    if not sitting.is_finished and not quiz.how.marks_each:
        answers = []
    ended(attempt, answers, sitting)
    return Sheet(attempt, slots, answers)


def begun(sitting: Sitting, school: School, quiz: Quiz, asked: list[Asked], *, is_assigned: bool) -> Attempt:
    return Attempt(
        student_id=school.students[sitting.student],
        quiz=quiz,
        number=sitting.number,
        started_at=sitting.starts,
        clock_at=sitting.starts,
        is_assigned=is_assigned and not sitting.is_practice,
        slot_count=len(asked),
        points=sum(float(question.version.points) for question in asked) * quiz.how.best,
    )


def blank(attempt: Attempt, position: int, question: Asked, quiz: Quiz, chance: Random) -> Slot:
    version = question.version
    order = version.task.order(version.face, chance) if quiz.shuffles_options else []
    return Slot(
        attempt=attempt, position=position, version=version, option_order=order, points=float(version.points)
    )


def worked(slot: Slot, question: Asked, reply: Reply, quiz: Quiz, at: datetime) -> Answer:
    """The answer in the slot; with what the slot keeps of it besides, a try before it or what was saved."""
    gave = question.possible[reply.place]
    if reply.tried is not None:
        keep_try(slot, question.possible[reply.tried], at)
    elif not quiz.how.marks_each:
        slot.typed, slot.saved_at, slot.revision = gave.typed, at, 1
        slot.certainty = reply.certainty
    fraction = quiz.how.fraction(
        gave.credit, certainty=reply.certainty, tries_before=len(slot.tries), penalty=quiz.penalty
    )
    return Answer(
        slot=slot,
        given=gave.given,
        credit=gave.credit,
        fraction=fraction,
        certainty=reply.certainty,
        answered_at=at,
    )


def keep_try(slot: Slot, gave: Possible, at: datetime) -> None:
    tried_at = at - timedelta(seconds=LEAST_SECONDS // 2)
    slot.tries = [{"given": gave.given, "credit": gave.credit, "at": tried_at.isoformat()}]
    slot.typed, slot.revision = gave.typed, 1


def ended(attempt: Attempt, answers: list[Answer], sitting: Sitting) -> None:
    """The counts and the mark; and the end, with which saved answers become answers."""
    marks_each = attempt.quiz.how.marks_each
    attempt.answered_count = attempt.revision = sitting.answered
    attempt.mark = fsum(answer.fraction * answer.slot.points for answer in answers)
    is_through = marks_each and sitting.answered == attempt.slot_count
    if sitting.is_finished or is_through:
        attempt.finished_at = attempt.clock_at
    if sitting.is_finished and not marks_each:
        for answer in answers:
            answer.answered_at, answer.is_of_the_end = attempt.finished_at, True

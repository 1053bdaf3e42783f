"""How students stand on an assignment: not opened, started or finished; in time or late; with which mark."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Count, F, Q, QuerySet

from quizzes.attempts import timing
from quizzes.attempts.models import Attempt
from quizzes.attempts.results import bearing, counted, share
from quizzes.bank.models import Question
from quizzes.classrooms.assignment import Allowance, Assignment
from quizzes.classrooms.models import Classroom
from quizzes.flashcards.models import Card


class State(Enum):
    NOT_OPENED = "not opened"
    STARTED = "started"
    FINISHED = "finished"


@dataclass(frozen=True)
class Outcome:
    """`percent` is the mark that counts, None before the first; `used` counts attempts, or cards learned of a deck."""

    state: State = State.NOT_OPENED
    is_late: bool = False
    percent: float | None = None
    used: int = 0
    finished_at: datetime | None = None

    @property
    def is_finished(self) -> bool:
        return self.state is State.FINISHED

    @property
    def told(self) -> str:
        return f"{self.state.value}, late" if self.is_late else self.state.value


@dataclass(frozen=True)
class Tally:
    """How many students of an assignment are in which state."""

    meant: int
    started: int
    finished: int

    @property
    def not_opened(self) -> int:
        return self.meant - self.started - self.finished


def tally_of(found: Iterable[Outcome]) -> Tally:
    count = Counter(one.state for one in found)
    return Tally(count.total(), count[State.STARTED], count[State.FINISHED])


def outcomes(
    assignment: Assignment, students: Collection[int], own: Mapping[int, Allowance], at: datetime
) -> dict[int, Outcome]:
    """Of each of the students; `own` are their exceptions. Every attempt at the quiz counts, whenever it was made."""
    dues = {student: assignment.dates_with(own.get(student))[1] for student in students}
    if assignment.is_deck:
        return of_deck(assignment.question_set_id, dues, at)
    made: dict[int, list[Attempt]] = defaultdict(list)
    attempts = (
        Attempt.objects.whole().filter(quiz=assignment.quiz_id, student__in=students).order_by("number")
    )
    for attempt in attempts:
        made[attempt.student_id].append(attempt)
    return {student: of_quiz(made[student], assignment.quiz.counts, due, at) for student, due in dues.items()}


def of_quiz(attempts: Sequence[Attempt], counts: str, due: datetime | None, at: datetime) -> Outcome:
    """By the attempts of one student in their order. One whose time is over is finished, though not marked yet."""
    ended = [moment for attempt in attempts if (moment := ended_at(attempt, at))]
    marked = [attempt for attempt in attempts if attempt.is_finished]
    shares = [share(attempt.mark, attempt.points) for attempt in marked]
    found = counted(shares, counts)
    finished_at = marked[bearing(shares, counts)].finished_at if marked else min(ended, default=None)
    state = State.FINISHED if ended else State.STARTED if attempts else State.NOT_OPENED
    return Outcome(
        state,
        is_late=due is not None and (finished_at or at) > due,
        percent=None if found is None else 100 * found,
        used=len(attempts),
        finished_at=finished_at,
    )


def ended_at(attempt: Attempt, at: datetime) -> datetime | None:
    if attempt.is_finished:
        return attempt.finished_at
    return attempt.deadline_at if timing.is_over(attempt.deadline_at, at) else None


def of_deck(question_set: int, dues: Mapping[int, datetime | None], at: datetime) -> dict[int, Outcome]:
    """A deck is done when the card of each published question was reviewed at least once. Nobody asks when that was."""
    asked = Question.objects.published().filter(question_set=question_set).count()
    rows = reviewed(Card.objects.filter(student__in=dues), [question_set]).values_list("student")
    seen = dict(rows.annotate(seen=Count("pk")).order_by())
    return {
        student: deck_outcome(seen.get(student, 0), asked, is_late=due is not None and at > due)
        for student, due in dues.items()
    }


def deck_outcome(seen: int, asked: int, *, is_late: bool) -> Outcome:
    if asked and seen >= asked:
        return Outcome(State.FINISHED, used=seen)
    return Outcome(State.STARTED if seen else State.NOT_OPENED, is_late, used=seen)


def reviewed(cards: QuerySet[Card], question_sets: Collection[int]) -> QuerySet[Card]:
    published = Question.objects.published().filter(question_set__in=question_sets)
    return cards.filter(question__in=published, review_count__gt=0)


def tallies(classroom: Classroom, assignments: Sequence[Assignment], at: datetime) -> dict[int, Tally]:
    """By assignment of the class, which came `with_counts`; in as many queries for many as for few."""
    students = classroom.memberships.current().values("student")
    begun = {one.pk: (0, 0) for one in assignments}
    begun |= begun_quizzes(students, [one for one in assignments if not one.is_deck], at)
    begun |= begun_decks(students, [one for one in assignments if one.is_deck])
    return {
        one.pk: Tally(
            meant=one.meant_count, started=begun[one.pk][0] - begun[one.pk][1], finished=begun[one.pk][1]
        )
        for one in assignments
    }


def meant(assignment: str, student: str) -> Q:
    """Only those for whom it is, in a query over what students did, by the ways from there to both."""
    return Q(**{f"{assignment}__is_for_everyone": True}) | Q(**{f"{assignment}__chosen": F(student)})


def begun_quizzes(
    students: QuerySet, assignments: Sequence[Assignment], at: datetime
) -> dict[int, tuple[int, int]]:
    """By assignment: how many students began, and how many of them finished."""
    if not assignments:
        return {}
    is_over = Q(finished_at__isnull=False) | Q(deadline_at__lt=at - timing.GRACE)
    rows = (
        Attempt.objects.whole()
        .filter(
            meant("quiz__assignments", "student"), quiz__assignments__in=assignments, student__in=students
        )
        .values_list("quiz__assignments")
        .annotate(
            begun=Count("student", distinct=True),
            finished=Count("student", filter=is_over, distinct=True),
        )
        .order_by()
    )
    return {pk: (begun, finished) for pk, begun, finished in rows}


def begun_decks(students: QuerySet, assignments: Sequence[Assignment]) -> dict[int, tuple[int, int]]:
    """The same of sets: who reviewed any of its cards began, who reviewed all of them finished."""
    if not assignments:
        return {}
    way = "question__question_set__assignments"
    seen = (
        reviewed(Card.objects.filter(student__in=students), {one.question_set_id for one in assignments})
        .filter(meant(way, "student"), **{f"{way}__in": assignments})
        .values_list(way, "student")
        .annotate(count=Count("pk", distinct=True))
        .order_by()
    )
    counts: dict[int, list[int]] = defaultdict(list)
    for pk, _, count in seen:
        counts[pk].append(count)
    return {
        one.pk: (len(counts[one.pk]), sum(count >= one.question_count for count in counts[one.pk]))
        for one in assignments
    }

"""How the marks of each quiz that a class was given lie."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from quizzes.attempts import timing
from quizzes.attempts.models import Attempt
from quizzes.attempts.results import counted
from quizzes.classrooms.assignment import Assignment
from quizzes.classrooms.models import Classroom
from quizzes.classrooms.outcomes import meant
from quizzes.progress.items.distributions import Distribution
from quizzes.progress.units import PER_MARK, share, units


@dataclass(frozen=True)
class GivenQuiz:
    """A quiz that the class was given: how many students it is for, how many have finished it, and how the marks lie
    that count for them."""

    assignment: Assignment
    finished: int
    marks: Distribution

    @property
    def meant(self) -> int:
        return self.assignment.meant_count


class Run(NamedTuple):
    """An attempt at the quiz of an assignment by a student for whom that is."""

    assignment: int
    student: int
    finished_at: datetime | None
    deadline_at: datetime | None
    mark: float
    points: float


def latest_quizzes(classroom: Classroom, first: int, count: int) -> list[Assignment]:
    """The quizzes that the class was given and that were not withdrawn, from the newest on."""
    found = classroom.assignments.exclude(quiz=None).filter(withdrawn_at=None)
    return list(found.with_thing().with_counts()[first : first + count])


def given_quizzes(classroom: Classroom, assignments: Sequence[Assignment], at: datetime) -> list[GivenQuiz]:
    """In one query for all. The assignments came `with_counts`; every attempt counts, whenever it was made."""
    runs: dict[int, dict[int, list[Run]]] = defaultdict(lambda: defaultdict(list))
    for run in runs_at(classroom, assignments) if assignments else ():
        runs[run.assignment][run.student].append(run)
    return [
        GivenQuiz(
            one,
            finished=sum(any(is_over(run, at) for run in of) for of in runs[one.pk].values()),
            marks=Distribution([mark for of in runs[one.pk].values() for mark in mark_of(of, one)]),
        )
        for one in assignments
    ]


def runs_at(classroom: Classroom, assignments: Sequence[Assignment]) -> list[Run]:
    students = classroom.memberships.current().values("student")
    found = Attempt.objects.whole().filter(
        meant("quiz__assignments", "student"), quiz__assignments__in=assignments, student__in=students
    )
    rows = found.order_by("number").values_list(
        "quiz__assignments", "student", "finished_at", "deadline_at", "mark", "points"
    )
    return [Run(*row) for row in rows]


def is_over(run: Run, at: datetime) -> bool:
    """Whether it is finished, or its time is over though nobody has marked it yet."""
    return run.finished_at is not None or timing.is_over(run.deadline_at, at)


def mark_of(runs: Sequence[Run], assignment: Assignment) -> list[float]:
    """The mark that counts, in percent; nothing before the first."""
    shares = [share(units(run.mark), units(run.points)) for run in runs if run.finished_at]
    found = counted(shares, assignment.quiz.counts)
    return [] if found is None else [100 * found / PER_MARK]

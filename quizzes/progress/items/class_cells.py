"""What a class's own attempts at a quiz earned, counted from their rows: a class is small enough for that."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Min, QuerySet

from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz
from quizzes.attempts.remarking import MARK
from quizzes.attempts.slot import Answer, Slot
from quizzes.bank.models import Question, QuestionVersion
from quizzes.classrooms.models import Classroom
from quizzes.progress.items.analysis import Cell, Whole
from quizzes.progress.items.cells import Marks
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.thirds import Chosen
from quizzes.progress.tallies.tallying import WAITS
from quizzes.progress.units import percent, units


class Run(NamedTuple):
    """One attempt that counts."""

    id: int
    student_id: int
    number: int
    mark: float
    points: float

    @property
    def share(self) -> float:
        return self.mark / self.points if self.points else 0


def quizzes_of(classroom: Classroom) -> QuerySet[Quiz]:
    """Those that its students of today took, and those that were assigned to it."""
    taken = Attempt.objects.filter(student__in=students_of(classroom)).values("quiz")
    assigned = classroom.assignments.exclude(quiz=None).values("quiz")
    return Quiz.objects.filter(pk__in=taken) | Quiz.objects.filter(pk__in=assigned)


def students_of(classroom: Classroom) -> QuerySet:
    return classroom.memberships.current().values("student")


def versions_asked(classroom: Classroom, quiz: Quiz) -> QuerySet[QuestionVersion]:
    """Whatever a student of today was asked in any attempt at it."""
    slots = Slot.objects.filter(attempt__quiz=quiz, attempt__student__in=students_of(classroom))
    return QuestionVersion.objects.filter(pk__in=slots.values("version"))


def runs(classroom: Classroom, quiz: Quiz, selection: Selection) -> list[Run]:
    """The attempts that count, as the tallies count them: ended, marked whole, and through the whole quiz."""
    attempts = (
        Attempt.objects.finished()
        .whole()
        .filter(~WAITS, quiz=quiz, is_trial=False, student__in=students_of(classroom))
        .order_by("student", "number")
        .values_list("pk", "student_id", "number", "mark", "points")
    )
    return selected([Run(*row) for row in attempts], selection)


def selected(runs: Iterable[Run], selection: Selection) -> list[Run]:
    """Of attempts in the order of student and number; the best is the earliest of those with the highest share."""
    pick = PICK[selection]
    return [run for _, own in groupby(runs, key=attrgetter("student_id")) for run in pick(list(own))]


PICK = {
    Selection.FIRST: lambda own: own[:1],
    Selection.LAST: lambda own: own[-1:],
    Selection.BEST: lambda own: [max(own, key=attrgetter("share"))],
    Selection.ALL: lambda own: own,
}


def of_class(runs: Collection[Run], quiz: Quiz) -> Marks:
    rows = (
        slots_of(runs)
        .annotate(earned=MARK)
        .values_list("version__question", "version", "points", "earned", "attempt__mark")
        .annotate(count=Count("pk"))
        .order_by()
    )
    cells = [
        Cell(question, version, units(points * quiz.how.best), units(mark), units(whole) - units(mark), count)
        for question, version, points, mark, whole, count in rows
    ]
    return Marks(cells, [Whole(units(run.points), units(run.mark), 1) for run in runs])


def chosen(
    runs: Collection[Run], question: Question, versions: Mapping[int, QuestionVersion]
) -> list[Chosen]:
    """Which options these attempts chose of the question; the empty one where nothing was answered."""
    rows = (
        slots_of(runs)
        .filter(version__question=question)
        .values_list("version", "answer__given", "attempt__mark", "attempt__points")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [
        Chosen(version, option, percent(units(mark), units(points)), count)
        for version, given, mark, points, count in rows
        for option in options_of(versions[version], given)
    ]


def given(runs: Collection[Run], version_ids: Collection[int]) -> list[tuple[Any, int]]:
    """What these attempts gave to the versions, and how often, counted by the store; what was given first comes first."""
    answers = Answer.objects.filter(
        slot__attempt__in=[run.id for run in runs], slot__version__in=version_ids, is_erased=False
    )
    rows = answers.values_list("given").annotate(count=Count("pk"), first=Min("pk")).order_by("first")
    return [(given, count) for given, count, _ in rows]


def options_of(version: QuestionVersion, given: Any) -> list[str]:
    return [""] if given is None else version.task.chosen(version.face, given)


def slots_of(runs: Collection[Run]) -> QuerySet[Slot]:
    return Slot.objects.filter(attempt__in=[run.id for run in runs])

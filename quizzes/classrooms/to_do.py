"""What a student was given to do: each thing once, however many classes it comes from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, FilteredRelation, Q

from core.models import User
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import Quiz, extra_times, what_holds
from quizzes.attempts.terms import Terms, Window, most_generous
from quizzes.bank.models import Question, QuestionSet
from quizzes.classrooms import dates_told
from quizzes.classrooms.assignment import Allowance, Assignment, to_each
from quizzes.classrooms.models import Classroom
from quizzes.classrooms.outcomes import Outcome, deck_outcome, of_quiz

Given = Sequence[tuple[Assignment, Allowance | None]]
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Task:
    """A quiz or a set with what holds for the student at this moment, and how they stand.

    `running` is the open attempt at a quiz; the counts are of a set's questions, and of them as the student's cards.
    """

    thing: Quiz | QuestionSet
    classrooms: tuple[Classroom, ...]
    terms: Terms
    outcome: Outcome
    at: datetime
    running: Attempt | None = None
    card_count: int = 0
    question_count: int = 0

    @property
    def is_quiz(self) -> bool:
        return isinstance(self.thing, Quiz)

    @property
    def url(self) -> str:
        return self.thing.page_url if self.is_quiz else self.thing.get_absolute_url()

    @property
    def minutes(self) -> int | None:
        return self.terms.limit and (self.terms.limit + self.terms.extra) // timedelta(minutes=1)

    @property
    def is_open(self) -> bool:
        return self.terms.may_take(self.at)

    @property
    def is_waiting(self) -> bool:
        """Whether there is something to do about it, now or once it opens."""
        may_come = self.is_open or self.terms.opens(self.at) is not None
        return self.running is not None or (may_come and not self.outcome.is_finished)

    @property
    def may_start(self) -> bool:
        return self.is_quiz and self.is_open and not self.terms.are_used_up(self.outcome.used)

    @property
    def may_add_cards(self) -> bool:
        return not self.is_quiz and self.is_open and self.card_count < self.question_count

    @property
    def may_learn(self) -> bool:
        return not self.is_quiz and self.card_count > 0

    @property
    def by_time(self) -> tuple[bool, datetime, str]:
        """What can be done before what opens later; then by when it is wanted."""
        return (not self.is_open, self.terms.due or self.terms.closes or NEVER, str(self.thing))

    def told(self, zone: ZoneInfo) -> str:
        return dates_told.told(
            opens=self.terms.opens(self.at),
            due=self.terms.due,
            closes=self.terms.closes,
            is_done=self.outcome.is_finished,
            at=self.at,
            zone=zone,
        )


def tasks_of(student: User, at: datetime) -> list[Task]:
    """Everything that is assigned to the student today, done or not, in order of time."""
    assignments = list(Assignment.objects.to_any_of([student.pk]).with_thing())
    if not assignments:
        return []
    by_thing: dict[Quiz | QuestionSet, list[tuple[Assignment, Allowance | None]]] = defaultdict(list)
    for assignment, _, own in to_each(assignments, [student.pk]):
        by_thing[assignment.thing].append((assignment, own))
    quizzes = {thing: given for thing, given in by_thing.items() if isinstance(thing, Quiz)}
    sets = {thing: given for thing, given in by_thing.items() if isinstance(thing, QuestionSet)}
    found = [*quiz_tasks(student, quizzes, at), *deck_tasks(student, sets, at)]
    return sorted(found, key=lambda task: task.by_time)


def quiz_tasks(student: User, quizzes: Mapping[Quiz, Given], at: datetime) -> Iterable[Task]:
    if not quizzes:
        return
    made: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in student.attempts.whole().filter(quiz__in=quizzes).order_by("number"):
        made[attempt.quiz_id].append(attempt)
    extra = extra_times(quizzes, [student.pk])
    for quiz, given in quizzes.items():
        assigned = [assignment.terms_with(own) for assignment, own in given]
        terms = what_holds(quiz, assigned, extra.get((student.pk, quiz.pk), timedelta()))
        yield Task(
            quiz,
            classrooms_of(given),
            terms,
            of_quiz(made[quiz.pk], quiz.counts, terms.due, at),
            at,
            running=next((attempt for attempt in made[quiz.pk] if not attempt.is_finished), None),
        )


def deck_tasks(student: User, sets: Mapping[QuestionSet, Given], at: datetime) -> Iterable[Task]:
    if not sets:
        return
    counts = card_counts(student, sets)
    for question_set, given in sets.items():
        dates = [assignment.dates_with(own) for assignment, own in given]
        terms = most_generous(Terms((Window(opens, closes),), due) for opens, due, closes in dates)
        asked, owned, seen = counts.get(question_set.pk, (0, 0, 0))
        is_late = terms.due is not None and at > terms.due
        yield Task(
            question_set,
            classrooms_of(given),
            terms,
            deck_outcome(seen, asked, is_late=is_late),
            at,
            card_count=owned,
            question_count=asked,
        )


def card_counts(student: User, sets: Collection[QuestionSet]) -> dict[int, tuple[int, int, int]]:
    """By set: how many questions it asks, how many of them are cards of the student's, and how many were reviewed."""
    rows = (
        Question.objects.published()
        .filter(question_set__in=sets)
        .annotate(own=FilteredRelation("cards", condition=Q(cards__student=student)))
        .values_list("question_set")
        .annotate(asked=Count("pk"), owned=Count("own"), seen=Count("own", Q(own__review_count__gt=0)))
        .order_by()
    )
    return {pk: (asked, owned, seen) for pk, asked, owned, seen in rows}


def classrooms_of(given: Given) -> tuple[Classroom, ...]:
    return tuple(dict.fromkeys(assignment.classroom for assignment, _ in given))

"""How one student of a class stands on all that the class was given to do."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FilteredRelation, Q
from django.db.models.functions import Coalesce

from quizzes.attempts.models import Attempt
from quizzes.classrooms.assignment import Assignment, AssignmentQuerySet
from quizzes.classrooms.models import Membership
from quizzes.classrooms.outcomes import Outcome, deck_outcome, of_quiz
from quizzes.classrooms.to_do import card_counts


@dataclass(frozen=True)
class Standing:
    """An assignment, with `own_due`, and how the student stands. `question_count` is a set's."""

    assignment: Assignment
    outcome: Outcome
    question_count: int = 0


def standings(membership: Membership, assignments: Collection[Assignment], at: datetime) -> list[Standing]:
    """On each of them, which are some of those `meant_for` the student; in two queries, however many they are."""
    student = membership.student
    made = attempts_at({one.quiz_id for one in assignments if not one.is_deck}, student.pk)
    sets = {one.question_set_id for one in assignments if one.is_deck}
    cards = card_counts(student, sets) if sets else {}
    found = []
    for one in assignments:
        if one.is_deck:
            asked, _, seen = cards.get(one.question_set_id, (0, 0, 0))
            is_late = one.own_due is not None and at > one.own_due
            found.append(Standing(one, deck_outcome(seen, asked, is_late=is_late), asked))
        else:
            found.append(Standing(one, of_quiz(made[one.quiz_id], one.quiz.counts, one.own_due, at)))
    return found


def meant_for(membership: Membership) -> AssignmentQuerySet:
    """All that was given to the student in this class and not withdrawn, the newest first; each with `own_due`, when
    this student has to have done it."""
    student = membership.student_id
    chosen = Assignment.chosen.through.objects.filter(user=student).values("assignment")
    is_meant = Q(is_for_everyone=True) | Q(pk__in=chosen)
    own = FilteredRelation("allowances", condition=Q(allowances__student=student))
    given = membership.classroom.assignments.filter(is_meant, withdrawn_at=None).with_thing()
    return given.annotate(own=own, own_due=Coalesce("own__due_at", "due_at"))


def attempts_at(quizzes: Collection[int], student: int) -> dict[int, list[Attempt]]:
    """The student's runs through each whole quiz, in their order."""
    made: dict[int, list[Attempt]] = defaultdict(list)
    found = Attempt.objects.whole().filter(quiz__in=quizzes, student=student).order_by("number")
    for attempt in found if quizzes else ():
        made[attempt.quiz_id].append(attempt)
    return made

"""How one student stands on all that the class was given: as the page of each assignment says."""

import pytest
import time_machine
from django.utils.timezone import now

from quizzes.classrooms.outcomes import outcomes
from quizzes.classrooms.standing import meant_for, standings
from quizzes.models import Card, Membership
from tests.attempts.quizzes import HOUR, NOON, started
from tests.classrooms.given import allowed, assigned, classroom_with, quiz
from tests.factories import question_set_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def history(tom, ada, eve):
    return classroom_with(tom, ada, eve)


def member(classroom, student) -> Membership:
    return classroom.memberships.select_related("student", "classroom").get(student=student)


def found(membership: Membership) -> list:
    return standings(membership, list(meant_for(membership)), now())


def test_it_says_what_the_page_of_each_assignment_says(history, ada, eve):
    late, done, running = quiz(), quiz(counts="average"), quiz()
    made = [
        assigned(history, late, due_at=NOON - HOUR),
        assigned(history, done, due_at=NOON + HOUR),
        assigned(history, running),
        assigned(history, question_set_with(2), due_at=NOON - HOUR),
        assigned(history, quiz(), due_at=NOON - HOUR),
    ]
    allowed(made[4], ada, due_at=NOON + HOUR)
    for _ in range(2):
        started(ada, done).finish(at=NOON)
    started(ada, running)
    started(eve, late).finish(at=NOON)
    Card.objects.create(student=ada, question=made[3].question_set.questions.first(), review_count=1)
    for student in (ada, eve):
        for one in found(member(history, student)):
            own = {each.student_id: each for each in one.assignment.allowances.all()}
            assert one.outcome == outcomes(one.assignment, [student.pk], own, NOON)[student.pk]
    assert {one.assignment for one in found(member(history, ada))} == set(made)


def test_what_is_for_others_or_withdrawn_is_not_in_it(history, ada, eve):
    assigned(history, quiz(), eve)
    assigned(history, quiz()).withdraw(NOON)
    assert found(member(history, ada)) == []
    assert len(found(member(history, eve))) == 1


def test_it_tells_when_it_is_due_for_this_student(history, ada, eve):
    made = assigned(history, quiz(), due_at=NOON + HOUR)
    allowed(made, ada, due_at=NOON + 2 * HOUR)
    assert [found(member(history, one))[0].assignment.own_due for one in (ada, eve)] == [
        NOON + 2 * HOUR,
        NOON + HOUR,
    ]


def test_many_assignments_take_as_many_queries_as_few(history, ada, django_assert_num_queries):
    for number in range(12):
        assigned(history, quiz(1), created_at=NOON + number * HOUR)
    assigned(history, question_set_with(1))
    of_ada = member(history, ada)
    with django_assert_num_queries(3):
        assert len(found(of_ada)) == 13

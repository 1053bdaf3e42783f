"""How all students did at a version, told from the tallies."""

import pytest

from quizzes.bank import coverage
from quizzes.bank.coverage import Did
from quizzes.progress.by_version import how_students_did
from tests.factories import QuestionFactory
from tests.progress.tallied import on_version

pytestmark = pytest.mark.django_db


def test_the_mean_credit_is_told_with_how_many_answers_it_is_of():
    question = QuestionFactory(published=True)
    on_version(question, 8, 2)
    assert how_students_did([question.current_id]) == {question.current_id: (8, 0.25)}


def test_versions_that_were_not_asked_for_or_not_answered_are_left_out():
    asked, other, emptied = QuestionFactory.create_batch(3, published=True)
    on_version(other, 8, 2)
    on_version(emptied, 0, 0)
    assert how_students_did([asked.current_id, emptied.current_id]) == {}


def test_coverage_takes_its_figures_from_there_in_two_queries(django_assert_num_queries):
    question = QuestionFactory(published=True)
    on_version(question, 8, 2)
    with django_assert_num_queries(2):
        assert coverage.how_students_did([question.current_id]) == {question.current_id: Did(8, 0.25)}

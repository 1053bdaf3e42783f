import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from core.models import User
from quizzes.models import Attempt, Quiz
from quizzes.progress.items.analysis import Whole, bins
from quizzes.progress.items.distributions import BINS, Distribution, named, wholly
from quizzes.progress.units import PER_MARK, share, units
from tests.attempts.quizzes import NOON, quiz
from tests.classrooms.given import assigned
from tests.factories import UserFactory, classroom_of


def test_each_mark_lies_in_its_tenth_and_the_best_in_the_last():
    assert Distribution([0, 9.99, 10, 55, 90, 100]).bins == (2, 1, 0, 0, 0, 1, 0, 0, 0, 2)


def test_what_reckoning_left_of_a_whole_percent_counts_as_that():
    assert Distribution([100 * (0.1 + 0.2), 29.999999999999996]).bins[3] == 2


def test_mean_and_median_are_of_the_marks_themselves():
    found = Distribution([10, 20, 90])
    assert (found.mean, found.median) == (pytest.approx(40), 20)


def test_without_marks_there_is_neither():
    nothing = Distribution([])
    assert (nothing.mean, nothing.median, sum(nothing.bins)) == (None, None, 0)


def test_tenths_are_named_by_the_whole_percents_in_them_and_none_twice():
    names = [named(place).replace("\N{NO-BREAK SPACE}", " ") for place in range(BINS)]
    assert (names[0], names[4], names[-1]) == ("0–9 %", "40–49 %", "90–100 %")
    ends = [int(end) for name in names for end in name.removesuffix(" %").split("–")]
    assert ends == sorted(set(ends))


@pytest.mark.parametrize(
    ("percent", "told"), [(49.6, "49 %"), (50, "50 %"), (100 * (0.1 + 0.2), "30 %"), (-25.4, "−26 %")]
)
def test_what_half_of_them_reached_is_never_told_too_high(percent, told):
    assert wholly(percent).replace("\N{NO-BREAK SPACE}", " ") == told


@given(st.lists(st.tuples(st.integers(-60, 30), st.sampled_from([1, 3, 7, 30])), max_size=30))
def test_marks_one_by_one_and_counted_lie_in_the_same_tenths(marks):
    """However a database writes a part of a mark, and whatever it leaves of three thirds."""
    earned = [(round(mark / 3, 7), points) for mark, points in marks]
    counted = bins(Whole(units(points), units(mark), 1) for mark, points in earned)
    one_by_one = Distribution([100 * share(units(mark), units(points)) / PER_MARK for mark, points in earned])
    assert one_by_one.bins == counted


def test_three_thirds_of_a_mark_are_the_whole_of_it():
    assert bins([Whole(units(10), units(3 * 0.3333333), 1)]) == (0, 1, 0, 0, 0, 0, 0, 0, 0, 0)


@pytest.mark.django_db
def test_the_page_of_a_class_and_that_of_its_quiz_sort_the_same_marks_alike(tom, as_tom):
    earned = [0, 0.96, 0.9999999, 4.96, 4.96, 5, 9.96, 10]
    students = UserFactory.create_batch(len(earned))
    classroom, given = classroom_of(tom, *students), quiz(1)
    assignment = assigned(classroom, given)
    for student, mark in zip(students, earned, strict=True):
        of_ten(mark, student, given)
    of_class = table(as_tom, reverse("progress:classroom", args=[classroom.pk]), f"marks-{assignment.pk}")
    of_quiz = table(as_tom, reverse("progress:classroom_quiz", args=[classroom.pk, given.pk]), "marks")
    assert [(head, told.split()[0]) for head, told in of_class] == [
        (head, told.split()[0]) for head, told in of_quiz
    ]
    assert [told.split()[0] for _, told in of_quiz[1:]] == ["2", "1", "0", "0", "2", "1", "0", "0", "0", "2"]


@pytest.mark.django_db
def test_who_earned_less_than_half_is_counted_without_rounding(tom, as_tom):
    students = UserFactory.create_batch(3)
    classroom, given = classroom_of(tom, *students), quiz(1)
    for student, mark in zip(students, (4.96, 4.96, 10), strict=True):
        of_ten(mark, student, given)
    page = as_tom.get(reverse("progress:classroom_quiz", args=[classroom.pk, given.pk])).text
    assert "Half of the 3 attempts earned 49\N{NO-BREAK SPACE}% or more; 2 earned less than half" in page


def of_ten(mark: float, student: User, given: Quiz) -> Attempt:
    """A finished attempt with that mark of ten."""
    times = dict.fromkeys(["started_at", "finished_at", "clock_at"], NOON)
    return Attempt.objects.create(
        student=student, quiz=given, number=1, slot_count=1, points=10, mark=mark, **times
    )


def table(client: Client, url: str, name: str) -> list[list[str]]:
    """What the table of the chart of that id says."""
    found = html.document_fromstring(client.get(url).text)
    rows = found.xpath(f"//figure[@id='{name}']//table//tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


@given(st.lists(st.floats(0, 100)))
def test_no_mark_is_lost(percents):
    assert sum(Distribution(percents).bins) == len(percents)

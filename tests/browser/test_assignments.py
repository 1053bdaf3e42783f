"""A teacher assigns, a student sees it and takes it, the teacher sees how it went; an exception gives more time."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from quizzes.models import Assignment, Attempt, Classroom, QuestionSet, Quiz
from tests.browser.acts import give_an_answer
from tests.browser.world import SET
from tests.factories import classroom_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def history(library, tom, ada) -> Classroom:
    return classroom_of(tom, ada)


@pytest.fixture
def quiz(library) -> Quiz:
    """One that is not offered to all, against the clock."""
    source = Quiz.objects.get(library_name="the-week-as-a-test").question_set
    return Quiz.objects.create(question_set=source, title="Bridges", behaviour="deferred", minutes=10)


def seconds_on(page: Page) -> int:
    return int(page.locator("[data-seconds]").get_attribute("data-seconds"))


@pytest.mark.parametrize("has_javascript", [True, False])
def test_from_the_desk_to_the_mark(opened, tom, ada, history, quiz, has_javascript):
    teacher, student = opened(tom, java_script_enabled=has_javascript), opened(ada)
    teacher.goto(f"/admin/quizzes/quiz/{quiz.pk}/change/")
    teacher.get_by_role("link", name="Assign to a class").click()
    teacher.get_by_role("link", name="History 9b").click()
    expect(teacher.get_by_label("What")).to_have_value(f"quiz-{quiz.pk}")
    teacher.get_by_role("button", name="Assign", exact=True).click()
    expect(teacher.get_by_text("“Bridges” is assigned.")).to_be_visible()
    expect(teacher.get_by_role("row", name="ada")).to_contain_text("not opened")

    student.goto("/")
    to_do = student.get_by_role("region", name="To do")
    expect(to_do).to_contain_text("History 9b")
    to_do.get_by_role("button", name=re.compile("Start.*Bridges")).click()
    give_an_answer(student)
    teacher.reload()
    expect(teacher.get_by_role("row", name="ada")).to_contain_text("started")

    attempt = Attempt.objects.get(student=ada)
    student.goto(f"/attempts/{attempt.pk}/finish/")
    student.get_by_role("main").get_by_role("button", name=re.compile("Submit|Finish|End")).click()
    expect(student).to_have_url(re.compile("/review/"))
    teacher.reload()
    expect(teacher.get_by_role("row", name="ada")).to_contain_text("finished")
    expect(teacher.locator(".tally")).to_contain_text("1 finished")


def test_an_exception_gives_more_time_to_a_running_attempt(opened, tom, ada, history, quiz):
    Assignment(classroom=history, quiz=quiz, created_at=now()).give()
    teacher, student = opened(tom), opened(ada)
    student.goto("/")
    student.get_by_role("button", name=re.compile("Start.*Bridges")).click()
    assert 500 < seconds_on(student) <= 600
    teacher.goto(Assignment.objects.get().get_absolute_url())
    teacher.get_by_role("link", name=re.compile("Add.*the exception for ada")).click()
    teacher.get_by_label("Time limit, in minutes").fill("30")
    teacher.get_by_role("button", name="Save").click()
    expect(teacher.get_by_role("row", name="ada")).to_contain_text("30 minutes")
    student.reload()
    assert 1700 < seconds_on(student) <= 1800


def test_some_students_are_chosen_only_where_it_is_not_for_everyone(opened, tom, ada, history):
    page = opened(tom)
    page.goto(f"/classes/{history.pk}/assign/")
    box = page.get_by_label("ada", exact=True)
    expect(box).to_be_hidden()
    page.get_by_label("Some students").check()
    expect(box).to_be_visible()
    box.check()
    page.get_by_label("What").select_option(label="The week of talks")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("for 1 student")).to_be_visible()
    assert list(Assignment.objects.get().chosen.all()) == [ada]


def test_a_set_is_added_and_learned_from_the_front_page(opened, ada, tom, history):
    Assignment(
        classroom=history,
        question_set=QuestionSet.objects.get(slug=SET),
        due_at=now() + timedelta(days=1),
        created_at=now(),
    ).give()
    page = opened(ada)
    page.goto("/")
    page.get_by_role("button", name="Add to my cards").click()
    page.goto("/")
    page.get_by_role("link", name=re.compile("Learn now.*The week of talks")).click()
    expect(page).to_have_url(re.compile("/cards/review/"))

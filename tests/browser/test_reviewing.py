"""Two teachers at one question: the one asks, the other wishes and approves, and an older version comes back."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from core.models import User
from quizzes.bank.publishing import publish
from quizzes.models import Question
from tests.bank.reviewed import reviewed_set, teacher
from tests.factories import QuestionFactory

WITH_AND_WITHOUT = pytest.mark.parametrize("has_javascript", [True, False])


@pytest.fixture
def ute() -> User:
    return teacher("ute")


def at(page: Page, name: str, question: Question) -> Page:
    page.goto(reverse(f"admin:quizzes_question_{name}", args=[question.pk]))
    return page


@WITH_AND_WITHOUT
def test_a_question_is_published_once_another_teacher_approved_it(opened, tom, ute, has_javascript):
    question = QuestionFactory(question_set=reviewed_set(), edited_by=tom)
    author = at(opened(tom, java_script_enabled=has_javascript), "review", question)
    expect(author.get_by_role("button", name="Approve this text")).to_have_count(0)
    author.get_by_role("button", name="Ask for a review").click()
    expect(author.get_by_text("A review is asked for.")).to_be_visible()

    reviewer = opened(ute, java_script_enabled=has_javascript)
    reviewer.goto("/admin/quizzes/question/?review=waiting")
    reviewer.get_by_role("link", name=str(question)).click()
    reviewer.get_by_role("link", name="Review", exact=True).click()
    expect(reviewer.locator(".source-told mark")).to_have_text("after seven days")
    reviewer.get_by_role("button", name="Approve this text").click()
    expect(reviewer.get_by_text("ute approved this text.")).to_be_visible()

    at(author, "change", question).get_by_role("button", name="Save and publish").first.click()
    expect(author.get_by_text("is published, version 1")).to_be_visible()


@WITH_AND_WITHOUT
def test_an_older_version_is_compared_and_brought_back(opened, tom, has_javascript):
    question = QuestionFactory(stem="After how many days?", published=True)
    Question.objects.filter(pk=question.pk).update(stem="After how many weeks?")
    publish(question, at=now(), by=tom)
    page = at(opened(tom, java_script_enabled=has_javascript), "change", question)
    page.get_by_role("link", name="Versions").click()
    page.get_by_label("From").select_option("version 1")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".words-told del")).to_have_text("days")
    page.get_by_role("link", name="Restore version 1").click()
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_text("The draft reads as version 1 did.")).to_be_visible()
    page.get_by_role("button", name="Save and publish").first.click()
    expect(page.get_by_text("is published, version 3")).to_be_visible()
    assert Question.objects.get(pk=question.pk).current.face["stem"] == "After how many days?"

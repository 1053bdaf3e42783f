"""A class is made, thirty come from a list, a quiz is assigned, one takes it, its key is put right and back again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from core.models import User
from quizzes.models import Attempt, Quiz
from tests.browser.acts import check, fill_in
from tests.browser.answers import typed
from tests.browser.class_pages import ROSTER, look_at_roster
from tests.browser.world import SET


def test_from_the_making_of_a_class_to_a_key_put_right_and_taken_back(opened, tom):
    teacher = opened(tom)
    username, password = class_of_thirty(teacher)
    assign_the_quiz(teacher)
    student = signed_in(opened, username, password)
    attempt = taken_with_one_wrong(student, User.objects.get(username=username))
    teacher.get_by_role("link", name="History 9b").first.click()
    expect(teacher.get_by_text("1 finished")).to_be_visible()

    marks = student.get_by_role("heading", level=1)
    expect(marks).to_have_text("1 of 2 marks")
    accept_what_was_given(teacher, attempt)
    student.reload()
    expect(marks).to_have_text("2 of 2 marks")
    expect(student.locator(".corrected")).to_contain_text("is accepted too")
    teacher.get_by_role("link", name="Take back").click()
    teacher.get_by_role("button", name="Take it back").click()
    expect(teacher.get_by_text("Taken back. 1 finished attempt")).to_be_visible()
    student.reload()
    expect(marks).to_have_text("1 of 2 marks")


def class_of_thirty(page: Page) -> tuple[str, str]:
    """What stands on the first slip."""
    page.goto("/classes/")
    page.get_by_role("link", name="Make a class").click()
    page.get_by_label("Name").fill("History 9b")
    page.get_by_role("button", name="Make the class").click()
    page.get_by_role("link", name="Add from a list").click()
    look_at_roster(page, ROSTER)
    page.get_by_role("button", name="Take them in").click()
    slips = page.locator(".slips li")
    expect(slips).to_have_count(30)
    return tuple(slips.first.locator("dd.code").all_text_contents())


def assign_the_quiz(page: Page) -> None:
    """Two questions, marked at once, for this class alone."""
    source = Quiz.objects.filter(question_set__slug=SET).first().question_set
    quiz = Quiz.objects.create(question_set=source, title="Two on the week")
    quiz.draws.create(count=2, difficulty=1)
    page.get_by_role("link", name="Back to the class").click()
    page.get_by_role("link", name="Assign").first.click()
    page.get_by_label("What").select_option(f"quiz-{quiz.pk}")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("“Two on the week” is assigned.")).to_be_visible()


def signed_in(opened: Callable[..., Page], username: str, password: str) -> Page:
    page = opened()
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    return page


def taken_with_one_wrong(page: Page, student: User) -> Attempt:
    page.get_by_role("button", name=re.compile("Start.*Two on the week")).click()
    attempt = Attempt.objects.get(student=student)
    for slot, result in zip(attempt.slots.order_by("position"), ("wrong", "right"), strict=True):
        page.goto(slot.get_absolute_url())
        fill_in(page, typed(slot, result))
        check(page)
    page.get_by_role("link", name="See how it went").click()
    return attempt


def accept_what_was_given(page: Page, attempt: Attempt) -> None:
    slot = attempt.slots.get(position=1)
    page.goto(f"/admin/quizzes/question/{slot.version.question_id}/change/")
    page.get_by_role("link", name="Put the key right").click()
    page.get_by_role("link", name=re.compile("^Accept it")).first.click()
    expect(page.get_by_text("1 finished attempt would be marked anew")).to_be_visible()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("Done.")).to_be_visible()

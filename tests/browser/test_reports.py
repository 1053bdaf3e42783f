"""Something is wrong with a question: a student says so, a teacher answers, the student reads it."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Report
from tests.browser.acts import check, give_an_answer, has_focus, tab_to
from tests.browser.world import World, attempt_at, first_version

WORDS = "The passage names no day."


@pytest.fixture
def world(ada, watch) -> World:
    return World(ada, watch)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_report_reaches_the_teacher_and_its_answer_the_student(opened, ada, tom, world, script):
    slot = attempt_at(ada, [first_version("single_choice")]).slots.get()
    page = opened(ada, java_script_enabled=script)
    page.goto(slot.get_absolute_url())
    give_an_answer(page)
    check(page)
    page.get_by_role("link", name="Something is wrong with this question").click()
    page.get_by_label("The passage does not say so").check()
    page.get_by_label("In your words").fill(WORDS)
    page.get_by_role("button", name="Send it to your teachers").click()
    expect(page.locator(".report.said")).to_contain_text("Your teachers will look at it.")

    answer_at_the_desk(opened(tom, java_script_enabled=script))

    page.goto("/")
    page.get_by_role("link", name=slot.face["stem"][:20]).first.click()
    expect(page.locator(".came")).to_contain_text("It names the Monday.")


def answer_at_the_desk(desk: Page) -> None:
    desk.goto("/admin/")
    desk.get_by_role("link", name="A student says that something is wrong").click()
    desk.locator("#result_list tbody th a").click()
    expect(desk.locator(".said blockquote")).to_have_text(WORDS)
    desk.get_by_label("Looked at; the question stays as it is").check()
    desk.get_by_label("Reply").fill("It names the Monday.")
    desk.get_by_role("button", name="Answer").click()
    expect(desk.locator(".messagelist")).to_contain_text("Answered.")


def test_the_keyboard_alone_sends_a_report_and_takes_it_back(opened, ada, world):
    slot = attempt_at(ada, [first_version("single_choice")]).slots.get()
    slot.submit(slot.read(["1"]), at=slot.attempt.started_at)
    page = opened(ada)
    page.goto(slot.get_absolute_url())
    tab_to(page.get_by_role("link", name="Something is wrong with this question"))
    page.keyboard.press("Enter")
    expect(page.locator("form.report")).to_be_visible()
    tab_to(page.get_by_label("The marked answer is wrong"))
    page.keyboard.press("Space")
    tab_to(page.get_by_role("button", name="Send it to your teachers"))
    page.keyboard.press("Enter")
    told = page.locator(".report.said [role=status]")
    expect(told).to_be_visible()
    assert has_focus(told)
    tab_to(page.locator(".report").get_by_role("button", name="Take that back"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Something is wrong with this question")).to_be_focused()
    assert not Report.objects.exists()

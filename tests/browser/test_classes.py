"""Classes as people use them: with a mouse, by keys alone, and where no script runs."""

import pytest
from playwright.sync_api import Page, expect

from core.models import User
from quizzes.models import Classroom, Membership
from tests.browser.acts import tab_to
from tests.browser.class_pages import ROSTER, look_at_roster
from tests.factories import classroom_of

WITH_AND_WITHOUT = pytest.mark.parametrize(
    "has_javascript", [True, False], ids=["with_javascript", "without_javascript"]
)
# An A4 page in CSS pixels, without its margins.
HEIGHT_OF_A_SHEET = 1_000


@WITH_AND_WITHOUT
def test_a_teacher_makes_a_class_takes_a_roster_in_and_prints_slips_that_open(opened, tom, has_javascript):
    page = opened(tom, java_script_enabled=has_javascript)
    page.goto("/classes/")
    page.get_by_role("link", name="Make a class").click()
    page.get_by_label("Name").fill("History 9b")
    page.get_by_role("button", name="Make the class").click()
    expect(page.get_by_role("heading", name="History 9b")).to_be_visible()
    page.get_by_role("link", name="Add from a list").click()
    look_at_roster(page, ROSTER)
    expect(page.get_by_text("30 get new accounts")).to_be_visible()
    assert not Membership.objects.exists()
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", name="30 slips to print and cut")).to_be_visible()
    assert Membership.objects.count() == 30
    expect(page.get_by_role("button", name="Print", exact=True)).to_have_count(1 if has_javascript else 0)
    username, password = page.locator(".slips li").first.locator("dd.code").all_text_contents()
    student = opened()
    student.goto("/accounts/login/")
    student.get_by_label("Username").fill(username)
    student.get_by_label("Password").fill(password)
    student.locator("main").get_by_role("button", name="Sign in").click()
    student.get_by_role("link", name="Classes").click()
    expect(student.get_by_role("link", name="History 9b")).to_be_visible()


def test_slips_print_several_a_sheet_and_none_is_cut_in_two(opened, tom):
    classroom = classroom_of(tom)
    page = opened(tom)
    page.goto(f"/classes/{classroom.pk}/roster/")
    look_at_roster(page, ROSTER)
    page.get_by_role("button", name="Take them in").click()
    expect(page.locator(".slips li")).to_have_count(30)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": HEIGHT_OF_A_SHEET})
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("link", name="Back to the class")).to_be_hidden()
    boxes = [slip.bounding_box() for slip in page.locator(".slips li").all()]
    on_first_sheet = [box for box in boxes if box["y"] + box["height"] <= boxes[0]["y"] + HEIGHT_OF_A_SHEET]
    assert len(on_first_sheet) >= 8
    assert {box["x"] for box in boxes} == {boxes[0]["x"], boxes[1]["x"]}
    assert page.locator(".slips li").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"


@WITH_AND_WITHOUT
def test_a_student_joins_by_the_code_with_keys_alone(opened, ada, tom, has_javascript):
    classroom = classroom_of(tom)
    page = opened(ada, java_script_enabled=has_javascript)
    page.goto("/classes/")
    tab_to(page.get_by_label("The code your teacher gave you"))
    page.keyboard.type(classroom.told_code.lower())
    page.keyboard.press("Enter")
    confirm = page.get_by_role("button", name="Join the class")
    expect(confirm).to_be_visible()
    tab_to(confirm)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are in “History 9b” now.")).to_be_visible()
    assert Membership.objects.get().student == ada


@WITH_AND_WITHOUT
def test_a_visitor_with_the_link_makes_an_account_and_joins(opened, tom, has_javascript):
    classroom = classroom_of(tom)
    page: Page = opened(java_script_enabled=has_javascript)
    page.goto(f"/classes/join/?code={classroom.told_code}")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Username").fill("zoe")
    page.get_by_label("Password", exact=True).fill("a long password")
    page.get_by_label("Password confirmation").fill("a long password")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("button", name="Join the class").click()
    expect(page.get_by_role("heading", name="History 9b")).to_be_visible()
    assert Membership.objects.get().student == User.objects.get(username="zoe")


@WITH_AND_WITHOUT
def test_joining_is_closed_and_renewed_in_place(opened, tom, has_javascript):
    classroom = classroom_of(tom)
    page = opened(tom, java_script_enabled=has_javascript)
    page.goto(classroom.get_absolute_url())
    page.get_by_role("button", name="Close joining").click()
    expect(page.get_by_text("The code lets nobody in any more.")).to_be_visible()
    opening = page.get_by_role("button", name="Open joining")
    if has_javascript:
        expect(opening).to_be_focused()
    opening.click()
    page.get_by_role("button", name="Renew the code").click()
    expect(page.get_by_text("The code is new.")).to_be_visible()
    after = Classroom.objects.get()
    assert after.code != classroom.code
    expect(page.locator(".code.big")).to_have_text(after.told_code)

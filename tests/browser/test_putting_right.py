"""A wrong key put right at the desk, and what the student sees of it."""

import pytest
from playwright.sync_api import expect

from quizzes.models import Correction
from tests.browser.acts import tab_to
from tests.browser.corrected import address_of, wrongly_answered
from tests.browser.world import World

TOLD = "is accepted too."


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without JavaScript"])
def test_a_teacher_puts_a_key_right_and_takes_it_back_and_the_students_review_follows(
    opened, ada, tom, watch, scripts
):
    slot = wrongly_answered(World(ada, watch))
    said = slot.task.said(slot.served.content, slot.given_answer.given)
    student = opened(ada, java_script_enabled=scripts)
    review = f"/attempts/{slot.attempt_id}/review/"
    student.goto(review)
    question = student.locator(f"#q{slot.position}")
    expect(question.locator(".result")).to_contain_text("Not right.")

    page = opened(tom, java_script_enabled=scripts)
    page.goto(f"/admin/quizzes/question/{slot.version.question_id}/change/")
    page.get_by_role("link", name="Put the key right").click()
    page.get_by_role("link", name=f"Accept it {said}").click()
    expect(page.get_by_text("1 finished attempt would be marked anew, none of them down")).to_be_visible()
    page.get_by_label("Why, for the students it concerns").fill("Two reports say so.")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text(f"Done. “{said}” {TOLD}")).to_be_visible()

    student.goto(review)
    expect(question.locator(".result")).to_contain_text("Right.")
    expect(question.locator(".corrected")).to_contain_text(f"“{said}” {TOLD}")
    expect(question.locator(".corrected")).to_contain_text("Two reports say so.")

    page.get_by_role("link", name="Take back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back. 1 finished attempt marked anew.")).to_be_visible()
    student.goto(review)
    expect(question.locator(".result")).to_contain_text("Not right.")
    expect(question.locator(".corrected")).to_contain_text("Taken back")
    assert not Correction.objects.standing().exists()


def test_a_key_is_put_right_by_keyboard_alone(opened, ada, tom, watch):
    slot = wrongly_answered(World(ada, watch))
    page = opened(tom)
    page.goto(address_of(slot))
    link = page.get_by_role("link", name="Give everyone the credit")
    tab_to(link)
    link.press("Enter")
    button = page.get_by_role("button", name="Do it")
    tab_to(button)
    button.press("Enter")
    expect(page.get_by_text("Done. Everyone has the credit for this question.")).to_be_visible()

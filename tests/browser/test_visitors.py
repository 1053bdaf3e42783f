"""What somebody without an account sees at the front door."""

from playwright.sync_api import expect

from core.models import User
from quizzes.models import Answer, Attempt
from tests.browser.acts import check, give_an_answer
from tests.browser.evidence import assert_evidence_is_told
from tests.factories import PASSWORD


def test_one_screen_tells_a_visitor_what_this_is_and_asks_a_question(opened):
    page = opened()
    page.goto("/")
    for seen in (
        page.get_by_role("heading", level=1),
        page.get_by_role("link", name="Make an account"),
        page.locator("#stem"),
        *page.locator(".ask-form .option").all(),
        page.get_by_role("button", name="Check"),
    ):
        expect(seen).to_be_in_viewport(ratio=1)


def test_a_visitors_answer_opens_its_evidence_and_nothing_is_stored(opened):
    for has_javascript in (True, False):
        page = opened(java_script_enabled=has_javascript)
        page.goto("/")
        give_an_answer(page)
        check(page)
        assert_evidence_is_told(page)
        assert not Attempt.objects.exists()
        assert not Answer.objects.exists()
        assert "sessionid" not in [cookie["name"] for cookie in page.context.cookies()]
        page.locator("[data-key=e]").click()
        expect(page.locator(".line.cited mark").first).to_be_in_viewport(ratio=1)


def test_a_visitor_makes_an_account_and_starts(opened):
    page = opened()
    page.goto("/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Username").fill("zoe")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Welcome, zoe.")).to_be_visible()
    page.get_by_role("region", name="Question sets").get_by_role("link").first.click()
    page.get_by_role("button", name="Start practising").click()
    give_an_answer(page)
    check(page)
    assert User.objects.get(username="zoe").attempts.get().answered_count == 1

"""The moment the app is for: an answer, its mark, and the words in the article that decide it."""

import re

import pytest
from playwright.sync_api import Page, expect

from quizzes.kinds import KINDS
from quizzes.models import Attempt, Question
from tests.browser.acts import check, give_an_answer, sign_in
from tests.browser.evidence import assert_evidence_is_told

SET = "week-of-talks"


def test_the_set_taken_below_has_questions_of_every_kind():
    kinds = Question.objects.published().filter(question_set__slug=SET).values_list("kind", flat=True)
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_every_answer_of_a_set_opens_the_words_that_decide_it(opened, ada, has_javascript):
    page = opened(java_script_enabled=has_javascript)
    by_htmx: list[str] = []
    page.on("request", lambda request: "hx-request" in request.headers and by_htmx.append(request.method))
    attempt = start(page, ada)
    for position in range(1, attempt.slot_count + 1):
        expect(page.get_by_text(f"Question {position} of {attempt.slot_count}")).to_be_visible()
        give_an_answer(page)
        check(page)
        assert_evidence_is_told(page)
        page.locator("[data-key=n]").click()
        page.wait_for_url(re.compile(rf"/{position + 1}/$|/review/$"))
    assert by_htmx.count("POST") == (attempt.slot_count if has_javascript else 0)
    attempt.refresh_from_db()
    assert attempt.is_finished
    assert attempt.answered_count == attempt.slot_count
    assert_review_is_whole(page, attempt)


def start(page: Page, student) -> Attempt:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Sign in").click()
    sign_in(page, student.username)
    page.locator(f"a[href='/sets/{SET}/']").click()
    page.get_by_role("button", name="Start practising").click()
    return Attempt.objects.get(student=student)


def assert_review_is_whole(page: Page, attempt: Attempt) -> None:
    expect(page.locator(".slot")).to_have_count(attempt.slot_count)
    for slot in page.locator(".slot").all():
        assert slot.locator("mark").count()
        assert slot.locator("a[href^='/sources/']").count()
        assert slot.locator(".result").inner_text().split(maxsplit=1)[1]

"""What a person may do at a question without losing anything: keys, back, a session that ended, a lost connection."""

from random import Random

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from quizzes.models import Answer, Attempt, QuestionSet, Quiz, Slot
from tests.browser.acts import check, give_an_answer, go_to_next, has_focus, sign_in

SET = "week-of-talks"


@pytest.fixture
def attempt(ada) -> Attempt:
    quiz = Quiz.practice(QuestionSet.objects.get(slug=SET))
    return Attempt.start(ada, quiz, at=now(), chance=Random(7))


def first(attempt: Attempt, *kinds: str) -> Slot:
    """The first question of one of these kinds that is not the last one."""
    return attempt.slots.filter(version__kind__in=kinds, position__lt=attempt.slot_count).first()


def with_options(attempt: Attempt) -> Slot:
    return first(attempt, "single_choice", "multiple_response")


@pytest.fixture
def at_question(opened, ada):
    """Ada's page at a question."""

    def go(slot: Slot, **how) -> Page:
        page = opened(ada, **how)
        page.goto(slot.get_absolute_url())
        return page

    return go


def test_keys_alone_choose_check_read_on_and_go_to_the_next_question(attempt, at_question):
    slot = with_options(attempt)
    page = at_question(slot)
    page.keyboard.press("2")
    second = page.locator(".option input").nth(1)
    expect(second).to_be_checked()
    assert has_focus(second)
    page.keyboard.press("Enter")
    verdict = page.locator(".verdict")
    expect(verdict).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("n")
    expect(verdict).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_text(f"Question {slot.position + 1} of")).to_be_visible()
    expect(page.locator("#stem")).to_be_focused()
    assert Answer.objects.get().slot == slot


def test_the_key_e_opens_the_source_at_the_marked_words(attempt, at_question):
    page = at_question(with_options(attempt))
    give_an_answer(page)
    check(page)
    marked = page.locator(".evidence .source").first.locator("mark").all_text_contents()
    page.keyboard.press("e")
    page.wait_for_url("**/sources/**")
    assert page.locator(".line.cited mark").all_text_contents() == marked
    expect(page.locator(".line.cited mark").first).to_be_in_viewport(ratio=1)


def test_the_tab_key_goes_from_the_top_through_the_options_to_check(attempt, at_question):
    page = at_question(first(attempt, "multiple_response"))
    page.keyboard.press("Tab")
    assert has_focus(page.get_by_role("link", name="Skip to the page"))
    page.keyboard.press("Enter")
    seen = []
    while not has_focus(page.get_by_role("button", name="Check")):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.type || document.activeElement.tagName"))
        assert len(seen) < 40, seen
    options = page.locator(".option input").count()
    assert seen[-options - 1 :] == ["checkbox"] * options + ["submit"]


def test_keys_typed_into_an_answer_are_only_typed(attempt, at_question):
    page = at_question(first(attempt, "short_text"))
    page.locator("input.given").focus()
    page.keyboard.type("1 n e?")
    expect(page.locator("input.given")).to_have_value("1 n e?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_focused()
    assert Answer.objects.get().given == "1 n e?"


def test_back_shows_the_answer_as_it_was_and_keeps_the_later_one(attempt, at_question):
    page = at_question(attempt.slots.get(position=1))
    verdicts = []
    for _ in range(2):
        give_an_answer(page)
        check(page)
        verdicts.append(page.locator(".answered").inner_text())
        go_to_next(page)
    before = stored()
    page.go_back()
    expect(page.locator(".answered")).to_have_text(as_shown(verdicts[1]), use_inner_text=True)
    page.go_back()
    expect(page.locator(".answered")).to_have_text(as_shown(verdicts[0]), use_inner_text=True)
    page.go_forward()
    expect(page.locator(".answered")).to_have_text(as_shown(verdicts[1]), use_inner_text=True)
    assert stored() == before


def test_an_answer_from_an_older_tab_does_not_replace_the_first(attempt, opened, ada):
    slot = with_options(attempt)
    older, newer = opened(ada), opened(ada)
    for page in (older, newer):
        page.goto(slot.get_absolute_url())
    newer.locator(".option").nth(0).click()
    check(newer)
    expect(newer.get_by_text("in another window")).to_have_count(0)
    before = stored()
    older.locator(".option").nth(1).click()
    check(older)
    expect(older.get_by_text("This question was answered before, in another window.")).to_be_visible()
    for part in (".options", ".verdict"):
        assert older.locator(part).inner_text() == newer.locator(part).inner_text()
    assert stored() == before


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_what_was_typed_outlives_the_session(attempt, at_question, watch, has_javascript):
    slot = first(attempt, "short_text")
    page = at_question(slot, java_script_enabled=has_javascript)
    page.locator("input.given").fill("typed before “signing in” & kept")
    page.context.clear_cookies(name="sessionid")
    watch.expect("403 POST")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("What you typed is kept.")).to_be_visible()
    assert not Answer.objects.exists()
    sign_in(page, "ada")
    expect(page.locator("input.given")).to_have_value("typed before “signing in” & kept")
    expect(page.get_by_text("Your answer is as you left it")).to_be_visible()
    check(page)
    assert Answer.objects.get().given == "typed before “signing in” & kept"
    assert counted(attempt) == 1


def test_a_lost_connection_says_so_and_keeps_what_was_typed(attempt, at_question, watch):
    slot = first(attempt, "short_text")
    page = at_question(slot)
    page.locator("input.given").fill("typed on a train")
    page.route("**/attempts/**", lambda route: route.abort("internetdisconnected"))
    watch.expect("net::ERR_INTERNET_DISCONNECTED POST", "console: htmx:")
    page.get_by_role("button", name="Check").click()
    notice = page.get_by_role("alert").filter(has_text="Not saved: the server cannot be reached.")
    expect(notice).to_be_in_viewport(ratio=1)
    expect(page.locator("input.given")).to_have_value("typed on a train")
    assert not Answer.objects.exists()
    page.unroute("**/attempts/**")
    check(page)
    expect(notice).to_be_hidden()
    assert Answer.objects.get().given == "typed on a train"


def test_a_broken_server_says_so_and_keeps_what_was_typed(attempt, at_question, watch):
    page = at_question(first(attempt, "short_text"))
    page.locator("input.given").fill("typed and still here")
    page.route("**/attempts/**", lambda route: route.fulfill(status=502, body="bad gateway"))
    watch.expect("502 POST", "console: Response Status Error Code 502")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert").filter(has_text="Not saved: something broke")).to_be_visible()
    expect(page.locator("input.given")).to_have_value("typed and still here")


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_a_double_click_on_check_counts_one_answer(attempt, at_question, has_javascript):
    page = at_question(with_options(attempt), java_script_enabled=has_javascript)
    give_an_answer(page)
    page.get_by_role("button", name="Check").dblclick()
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator("#marks")).to_be_visible()
    assert Answer.objects.count() == 1
    assert counted(attempt) == 1


def test_an_option_must_be_chosen_first_and_the_page_says_so(attempt, at_question, watch):
    page = at_question(with_options(attempt))
    watch.expect("422 POST")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert").filter(has_text="Choose an option first.")).to_be_visible()
    give_an_answer(page)
    check(page)
    assert counted(attempt) == 1


def test_leaving_in_the_middle_keeps_everything_and_ending_shows_the_review(attempt, opened, ada):
    page = opened(ada)
    page.goto(attempt.get_absolute_url())
    give_an_answer(page)
    check(page)
    page.goto("/")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_text("Question 2 of")).to_be_visible()
    page.get_by_text("End this practice").click()
    page.get_by_role("button", name="End it and see the review").click()
    expect(page.get_by_text(f"1 of {attempt.slot_count} questions answered.")).to_be_visible()
    expect(page.locator(".slot")).to_have_count(attempt.slot_count)
    page.get_by_role("button", name="Practise the ones I missed").click()
    expect(page.get_by_text("Question 1 of")).to_be_visible()
    assert Attempt.objects.filter(student=ada, repeats=attempt).exists()


def stored() -> list[tuple]:
    """All answers and counts, to compare before and after."""
    answers = Answer.objects.order_by("pk").values_list("pk", "slot", "given", "credit")
    return [*answers, *Attempt.objects.values_list("pk", "answered_count", "mark")]


def counted(attempt: Attempt) -> int:
    attempt.refresh_from_db()
    return attempt.answered_count


def as_shown(text: str) -> str:
    return " ".join(text.split())

"""Quizzes as they are given: saved while they are written, against the clock, with tries, with certainty, shut books."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Dialog, Locator, Page, Request, Route, expect

from quizzes.kinds import KINDS
from quizzes.models import Answer, Article, Attempt, ExtraTime, FeedbackBand
from tests.browser.acts import check, fill_in_as_shown, has_focus, sign_in
from tests.browser.asking import attempt_at, example_of, quiz_of

SAVED = re.compile(r"^\s*Saved \d\d:\d\d:\d\d\.\s*$")
WITH_AND_WITHOUT = pytest.mark.parametrize(
    "has_javascript", [True, False], ids=["with_javascript", "without_javascript"]
)
TWO_TEXTS = ("short_text", "numeric")


@pytest.fixture(autouse=True)
def library(groups: None) -> None:
    """None is loaded: each test makes the quiz it needs."""


@pytest.fixture
def begun(ada) -> Callable[..., Attempt]:
    """Ada's attempt at a quiz of these kinds, just started; marked at the end unless it says otherwise."""

    def begin(*kinds: str, behaviour: str = "deferred", **fields) -> Attempt:
        return attempt_at(ada, quiz_of(kinds or TWO_TEXTS, behaviour=behaviour, **fields))

    return begin


@pytest.fixture
def at_first(opened, ada) -> Callable[..., Page]:
    """Ada's page at the first question of an attempt."""

    def go(attempt: Attempt, **how) -> Page:
        page = opened(ada, **how)
        page.goto(attempt.slots.first().get_absolute_url())
        return page

    return go


def the_field(page: Page) -> Locator:
    return page.get_by_label("Your answer")


def saved(page: Page) -> Locator:
    return page.locator("#saved")


def stored(attempt: Attempt, position: int = 1) -> list[str] | None:
    return attempt.slots.get(position=position).typed


def is_post(request: Request) -> bool:
    return request.method == "POST"


def step(page: Page, label: str) -> Locator:
    return page.get_by_role("list", name="Questions").get_by_text(label, exact=True)


def warnings(page: Page) -> list[str]:
    """The sorts of dialogs that open from now on; each is answered by staying."""
    found: list[str] = []

    def stay(dialog: Dialog) -> None:
        found.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return found


def test_saved_is_said_only_after_the_server_has_replied(begun, at_first):
    attempt = begun()
    page = at_first(attempt)
    held: list[Route] = []
    page.route("**/attempts/**", lambda route: held.append(route))
    with page.expect_request(is_post):
        the_field(page).fill("Reykjavík")
        expect(saved(page)).to_have_text("Not saved yet …")
    expect(saved(page)).to_have_text("Not saved yet …")
    assert stored(attempt) is None
    expect(step(page, "Question 1, not answered")).to_be_attached()
    held.pop().continue_()
    expect(saved(page)).to_have_text(SAVED)
    assert stored(attempt) == ["Reykjavík"]
    expect(step(page, "Question 1, answered")).to_be_attached()
    assert has_focus(the_field(page))
    page.unroute("**/attempts/**")
    page.reload()
    expect(the_field(page)).to_have_value("Reykjavík")
    expect(saved(page)).to_have_text(SAVED)


def test_what_is_written_while_a_save_is_on_its_way_is_saved_next(begun, at_first):
    attempt = begun()
    page = at_first(attempt)
    held: list[Route] = []
    page.route("**/attempts/**", lambda route: held.append(route))
    with page.expect_request(is_post):
        the_field(page).fill("Reyk")
    the_field(page).press_sequentially("javík")
    with page.expect_response("**/attempts/**"):
        held.pop().continue_()
    expect(saved(page)).to_have_text("Not saved yet …")
    page.unroute("**/attempts/**")
    for route in held:
        route.continue_()
    expect(saved(page)).to_have_text(SAVED)
    assert stored(attempt) == ["Reykjavík"]
    expect(the_field(page)).to_have_value("Reykjavík")


def test_a_lost_connection_is_told_at_once_and_saving_is_tried_until_it_works(begun, at_first, watch):
    attempt = begun()
    page = at_first(attempt)
    warned = warnings(page)
    tries: list[str] = []
    page.on("requestfailed", lambda request: tries.append(request.method))
    page.route("**/attempts/**", lambda route: route.abort("internetdisconnected"))
    watch.expect("net::ERR_INTERNET_DISCONNECTED POST", "console: htmx:")
    the_field(page).fill("Reykjavík")
    expect(saved(page)).to_have_text("Not saved, trying again.")
    expect(page.locator("#notice")).to_be_hidden()
    with page.expect_event("requestfailed"):
        pass
    expect(saved(page)).to_have_text("Not saved, trying again.")
    assert len(tries) >= 2
    page.get_by_role("link", name="Sources").click()
    assert warned == ["beforeunload"]
    assert stored(attempt) is None
    page.unroute("**/attempts/**")
    expect(saved(page)).to_have_text(SAVED, timeout=10_000)
    assert stored(attempt) == ["Reykjavík"]
    page.get_by_role("link", name="Sources").click()
    page.wait_for_url("**/sources/")
    assert warned == ["beforeunload"]


def test_going_on_without_a_connection_loses_nothing(begun, at_first, watch):
    attempt = begun()
    page = at_first(attempt)
    page.route("**/attempts/**", lambda route: route.abort("internetdisconnected"))
    watch.expect("net::ERR_INTERNET_DISCONNECTED POST", "console: htmx:")
    the_field(page).fill("Reykjavík")
    page.get_by_role("button", name="Save and go on").click()
    expect(the_field(page)).to_have_value("Reykjavík")
    page.unroute("**/attempts/**")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    assert stored(attempt) == ["Reykjavík"]


def test_a_broken_server_is_tried_again_too(begun, at_first, watch):
    attempt = begun()
    page = at_first(attempt)
    page.route("**/attempts/**", lambda route: route.fulfill(status=503, body="busy"), times=1)
    watch.expect("503 POST", "console: Response Status Error Code 503")
    the_field(page).fill("Reykjavík")
    expect(saved(page)).to_have_text("Not saved, trying again.")
    expect(saved(page)).to_have_text(SAVED)
    assert stored(attempt) == ["Reykjavík"]


def test_what_cannot_be_marked_is_saved_and_said(begun, at_first):
    attempt = begun("numeric", "true_false")
    page = at_first(attempt)
    the_field(page).fill("rather long")
    expect(saved(page)).to_contain_text("It cannot be marked as it is.")
    assert stored(attempt) == ["rather long"]
    the_field(page).fill("42")
    expect(saved(page)).to_have_text(SAVED)
    the_field(page).fill("")
    expect(saved(page)).to_contain_text("Taken back")
    assert stored(attempt) is None


@WITH_AND_WITHOUT
@pytest.mark.parametrize("stays", [True, False], ids=["what_is_here", "the_other_one"])
def test_of_two_tabs_both_answers_are_shown_and_either_may_stand(
    begun, at_first, watch, has_javascript, stays
):
    attempt = begun()
    first, second = (at_first(attempt, java_script_enabled=has_javascript) for _ in range(2))
    warned = warnings(second)
    for page, text in ((first, "Oslo"), (second, "Reykjavík")):
        if page is second:
            watch.expect("409 POST")
        the_field(page).fill(text)
        if not has_javascript:
            page.get_by_role("button", name="Save and go on").click()
        elif page is first:
            expect(saved(page)).to_have_text(SAVED)
    conflict = second.get_by_role("alert").filter(has_text="changed in another window")
    expect(conflict.get_by_role("definition")).to_have_text(["Oslo", "Reykjavík"])
    assert stored(attempt) == ["Oslo"]
    if stays:
        second.get_by_role("button", name="Keep what stands here").click()
    else:
        second.get_by_role("link", name="Take the other one").click()
    expect(conflict).to_be_hidden()
    expect(the_field(second)).to_have_value("Reykjavík" if stays else "Oslo")
    assert stored(attempt) == ["Reykjavík" if stays else "Oslo"]
    assert not warned


@WITH_AND_WITHOUT
def test_what_was_written_outlives_the_session(begun, at_first, watch, has_javascript):
    attempt = begun()
    page = at_first(attempt, java_script_enabled=has_javascript)
    warned = warnings(page)
    page.context.clear_cookies(name="sessionid")
    watch.expect("403 POST")
    the_field(page).fill("written before “signing in” & kept")
    if not has_javascript:
        page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("What you typed is kept.")).to_be_visible()
    assert stored(attempt) is None
    sign_in(page, "ada")
    assert not warned
    expect(the_field(page)).to_have_value("written before “signing in” & kept")
    expect(page.get_by_text("Your answer is as you left it")).to_be_visible()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    assert stored(attempt) == ["written before “signing in” & kept"]


def ends_in(attempt: Attempt, seconds: int) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now() + timedelta(seconds=seconds))


def test_when_the_time_is_up_what_stands_is_saved_and_submitted(begun, at_first):
    attempt = begun(minutes=20)
    ends_in(attempt, 4)
    page = at_first(attempt)
    expect(page.get_by_role("timer")).to_contain_text("Time left")
    shown = page.get_by_role("timer").inner_text()
    expect(page.get_by_role("timer")).not_to_have_text(shown)
    # Too late for the pause after which it would be saved.
    expect(page.get_by_role("timer")).to_contain_text("0:01")
    the_field(page).fill("Reykjavík")
    expect(page.get_by_role("heading", name="1 of 2 marks")).to_be_visible(timeout=10_000)
    assert Answer.objects.get().given == "Reykjavík"


def test_an_item_nobody_moved_is_no_answer_when_the_time_is_up(begun, at_first):
    attempt = begun("ordering", "true_false", minutes=20)
    ends_in(attempt, 2)
    page = at_first(attempt)
    page.wait_for_url(re.compile(r"/(2|finish|review)/$"), timeout=10_000)
    assert stored(attempt) is None


def test_the_last_minutes_are_told(begun, opened, ada):
    attempt = begun(minutes=20)
    ends_in(attempt, 303)
    page = opened(ada)
    page.clock.install()
    page.goto(attempt.slots.first().get_absolute_url())
    told = page.locator("#time-told")
    expect(page.get_by_role("timer")).to_contain_text("5:0")
    page.clock.run_for(5_000)
    expect(told).to_have_text("5 minutes left.")
    page.clock.run_for(240_000)
    expect(told).to_have_text("1 minute left.")
    expect(page.get_by_role("timer")).to_contain_text("0:5")


def test_extra_time_shows_with_the_next_page(begun, at_first, ada):
    attempt = begun(minutes=20)
    page = at_first(attempt)
    expect(page.get_by_role("timer")).to_contain_text(re.compile("19:|20:00"))
    ExtraTime.objects.create(quiz=attempt.quiz, student=ada, minutes=15)
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text(re.compile("34:|35:00"))
    page.goto(attempt.quiz.get_absolute_url())
    expect(
        page.get_by_text("35 minutes from the moment you start, 15 of them extra time for you")
    ).to_be_visible()


@WITH_AND_WITHOUT
def test_a_whole_quiz_of_every_kind_is_saved_looked_over_and_submitted(opened, ada, has_javascript):
    quiz = quiz_of(KINDS, behaviour="deferred", pass_percent=60)
    FeedbackBand.objects.create(quiz=quiz, from_percent=80, text="You know your *planets*.")
    FeedbackBand.objects.create(quiz=quiz, from_percent=0, text="Read on.")
    page = opened(ada, java_script_enabled=has_javascript)
    page.goto("/")
    page.get_by_role("link", name=quiz.title).click()
    expect(page.get_by_text("marked together at the end")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    for position, kind in enumerate(KINDS, start=1):
        expect(page.get_by_text(f"Question {position} of {len(KINDS)}")).to_be_visible()
        fill_in_as_shown(page, example_of(kind, "right").typed)
        page.get_by_role("button", name=re.compile("^Save and")).click()
    expect(page.get_by_role("heading", name="Everything is answered")).to_be_visible()
    assert not Answer.objects.exists()
    page.get_by_role("button", name="Submit everything").click()
    expect(page.get_by_role("heading", name=f"{len(KINDS)} of {len(KINDS)} marks")).to_be_visible()
    expect(page.get_by_text("Everything was right.")).to_be_visible()
    expect(page.get_by_text("Passed", exact=True)).to_be_visible()
    expect(page.get_by_text("You know your planets.")).to_be_visible()
    assert Answer.objects.filter(credit=1).count() == len(KINDS)
    page.go_back()
    expect(page.get_by_role("heading", name=f"{len(KINDS)} of {len(KINDS)} marks")).to_be_visible()


def test_every_kind_is_saved_while_it_is_filled_in_and_stands_there_again(begun, at_first):
    attempt = begun(*KINDS)
    page = at_first(attempt)
    for slot, kind in zip(attempt.slots.all(), KINDS, strict=True):
        page.goto(slot.get_absolute_url())
        fill_in_as_shown(page, example_of(kind, "right").typed)
        expect(saved(page)).to_have_text(SAVED)
        before = standing(page)
        page.reload()
        assert standing(page) == before, kind
        slot.refresh_from_db()
        given = slot.task.read(slot.face, slot.typed)
        assert slot.credit_of(given) == 1, kind


def standing(page: Page) -> list[str]:
    """What the fields hold, and in which order they stand."""
    return page.locator(".ask-form [name=given]").evaluate_all(
        "fields => fields.map(field => `${field.value} ${field.checked}`)"
    )


def test_the_finish_page_lists_what_is_open_flagged_and_unreadable(begun, at_first):
    attempt = begun("short_text", "numeric", "true_false")
    page = at_first(attempt)
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    expect(step(page, "Question 1, not answered, flagged")).to_be_attached()
    page.get_by_role("list", name="Questions").get_by_role("link").nth(1).click()
    the_field(page).fill("rather long")
    expect(saved(page)).to_contain_text("It cannot be marked as it is.")
    page.get_by_role("link", name="Look it over and submit").click()
    expect(page.get_by_role("heading", name="2 questions not answered yet")).to_be_visible()
    expect(page.get_by_text("1 flagged to look at again.")).to_be_visible()
    rows = page.get_by_role("row")
    expect(rows.nth(1)).to_contain_text(re.compile(r"Not answered\s+flagged"))
    expect(rows.nth(2)).to_contain_text("rather long")
    expect(rows.nth(3)).to_contain_text("Not answered")
    rows.nth(1).get_by_role("link").click()
    page.get_by_role("button", name="Take the flag away").click()
    expect(step(page, "Question 1, not answered")).to_be_attached()
    assert has_focus(page.get_by_role("button", name="Flag to look at again"))


@WITH_AND_WITHOUT
def test_where_there_is_no_way_back_a_question_left_is_not_seen_again(begun, at_first, has_javascript):
    attempt = begun("short_text", "numeric", "true_false", is_forward_only=True)
    page = at_first(attempt, java_script_enabled=has_javascript)
    expect(page.get_by_role("link", name="Back")).to_have_count(0)
    assert page.get_by_role("list", name="Questions").get_by_role("link").count() == 1
    the_field(page).fill("Reykjavík")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    page.goto(attempt.slots.first().get_absolute_url())
    expect(page.get_by_text("There is no way back here")).to_be_visible()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    page.get_by_role("button", name="Leave it for good").click()
    expect(page.get_by_text("Question 3 of 3")).to_be_visible()
    page.get_by_label("False").check()
    page.get_by_role("button", name="Save and look it over").click()
    expect(page.get_by_role("heading", name="1 question not answered yet")).to_be_visible()
    page.get_by_role("button", name="Submit everything").click()
    expect(page.get_by_role("heading", name="2 of 3 marks")).to_be_visible()


@WITH_AND_WITHOUT
def test_a_wrong_answer_brings_a_hint_and_another_try_for_less_credit(begun, at_first, has_javascript):
    hints = "Think of *water*.\nIt is the longer one."
    attempt = begun("single_choice", "true_false", behaviour="interactive", hints=hints)
    page = at_first(attempt, java_script_enabled=has_javascript)
    page.get_by_label("The Rhine").check()
    page.get_by_role("button", name="Check").click()
    told = page.get_by_role("status").filter(has_text="tries left")
    expect(told).to_contain_text("Not right. 2 tries left.")
    expect(told).to_contain_text("Hint: Think of water.")
    if has_javascript:
        expect(told).to_be_focused()
    expect(page.get_by_text("It is the longer one.")).to_have_count(0)
    expect(page.get_by_text("right answer")).to_have_count(0)
    expect(step(page, "Question 1, tried")).to_be_attached()
    page.get_by_role("button", name="Try again").click()
    told = page.get_by_role("status").filter(has_text="1 try left")
    expect(told).to_contain_text("Hint 2: It is the longer one.")
    page.reload()
    expect(told).to_be_visible()
    page.get_by_label("The Danube").check()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".verdict")).to_contain_text("After 2 tries before it")
    expect(page.locator(".verdict")).to_contain_text("0.33 of 1 mark")
    expect(page.locator(".evidence mark").first).to_be_visible()
    assert Answer.objects.get().fraction == pytest.approx(1 / 3)


def test_an_answer_earns_by_how_sure_one_is_of_it(begun, at_first):
    attempt = begun("single_choice", "true_false", behaviour="immediate_certainty")
    page = at_first(attempt)
    group = page.get_by_role("group", name="How sure are you?")
    assert [label.inner_text().split("\n")[0].strip() for label in group.locator("label").all()] == [
        "Not very sure",
        "Fairly sure",
        "Very sure",
    ]
    page.get_by_label("The Rhine").check()
    group.get_by_label("Very sure", exact=False).last.check()
    check(page)
    expect(page.locator(".verdict")).to_contain_text("Very sure")
    expect(page.locator(".verdict")).to_contain_text(re.compile("[-−]6 of 3 marks"))
    page.keyboard.press("n")
    page.get_by_label("False").check()
    check(page)
    expect(page.locator(".verdict")).to_contain_text("1 of 3 marks")
    page.get_by_role("link", name="See how it went").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("[-−]5 of 6 marks"))
    page.goto(attempt.quiz.get_absolute_url())
    expect(page.get_by_role("table", name="How certainty is marked")).to_be_visible()


def test_certainty_is_saved_with_the_answer_and_stands_there_again(begun, at_first):
    attempt = begun(behaviour="deferred_certainty")
    page = at_first(attempt)
    the_field(page).fill("Reykjavík")
    page.get_by_label("Fairly sure").check()
    expect(saved(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Fairly sure")).to_be_checked()
    assert attempt.slots.first().certainty == 2


def test_the_sources_are_shut_for_the_student_of_a_running_closed_book_quiz(opened, ada, eve, watch):
    quiz = quiz_of(["short_text"], behaviour="deferred", is_open_book=False)
    page, other = opened(ada), opened(eve)
    article = Article.objects.first()
    page.goto(quiz.get_absolute_url())
    expect(
        page.get_by_text("Closed book: while your attempt runs, the sources stay shut for you.")
    ).to_be_visible()
    page.get_by_role("button", name="Start").click()
    watch.expect("403 GET")
    for address in ("/sources/", article.get_absolute_url()):
        page.goto(address)
        expect(page.get_by_role("heading", name="The sources are shut for now")).to_be_visible()
        expect(page.get_by_text(f"“{quiz.title}” is a closed-book quiz")).to_be_visible()
        other.goto(address)
        expect(other.get_by_text(article.title).first).to_be_visible()
    page.get_by_role("link", name="Go on with the quiz").click()
    the_field(page).fill("Reykjavík")
    page.get_by_role("button", name="Save and look it over").click()
    page.get_by_role("button", name="Submit everything").click()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", name=article.title)).to_be_visible()


def test_a_review_shows_no_more_than_its_quiz_lets_it(begun, opened, ada):
    attempt = begun("single_choice", "cloze", "ordering", review={})
    for slot, kind in zip(attempt.slots.all(), ("single_choice", "cloze", "ordering"), strict=True):
        page = opened(ada)
        page.goto(slot.get_absolute_url())
        fill_in_as_shown(page, example_of(kind, "right").typed)
        expect(saved(page)).to_have_text(SAVED)
    page.goto(f"{attempt.get_absolute_url()}finish/")
    page.get_by_role("button", name="Submit everything").click()
    expect(page.get_by_role("heading", name="Your answers are in")).to_be_visible()
    expect(page.get_by_text("What was right does not show here now.")).to_be_visible()
    expect(page.get_by_text("Your answer is in.")).to_have_count(3)
    told = page.locator("main").inner_text().casefold()
    for word in ("not right", "partly", "right answer", "your answer, right", " of 3 marks", "flew the ship"):
        assert word not in told
    assert not page.locator("main mark").count()


def test_the_page_of_a_quiz_lists_attempts_and_says_when_all_are_used(opened, ada):
    quiz = quiz_of(["true_false"], attempts_allowed=2, pass_percent=60)
    page = opened(ada)
    for choice in ("True", "False"):
        page.goto(quiz.get_absolute_url())
        page.get_by_role("button", name=re.compile("^Start")).click()
        page.get_by_label(choice).check()
        check(page)
    page.goto(quiz.get_absolute_url())
    expect(page.get_by_text("You have used all your attempts.")).to_be_visible()
    expect(page.get_by_text("100 % so far")).to_be_visible()
    expect(page.get_by_role("table", name="Your attempts").get_by_role("row")).to_have_count(3)
    page.get_by_role("link", name="Review of attempt 1").click()
    expect(page.get_by_role("heading", name="0 of 1 mark")).to_be_visible()
    expect(page.get_by_text("Not passed", exact=True)).to_be_visible()

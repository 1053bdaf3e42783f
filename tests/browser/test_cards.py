"""Learning cards as a person does: by keys alone, with a mouse, and where no script runs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from core.models import User
from quizzes.flashcards.decks import add_set, own_deck, save_note
from quizzes.flashcards.scheduling import State
from quizzes.models import Card, Learner, Note, Question, QuestionSet, Review
from tests.browser.acts import check, sign_in, tab_to
from tests.browser.answers import typed
from tests.browser.conftest import LAPTOP
from tests.browser.faults import NARROW, accessibility_in_both_schemes, sideways
from tests.browser.world import SET, attempt_at, first_version
from tests.factories import own_card

REVIEW = "/cards/review/"
WITH_AND_WITHOUT = pytest.mark.parametrize(
    "has_javascript", [True, False], ids=["with_javascript", "without_javascript"]
)


def cards_of(student: User, *kinds: str) -> list[Card]:
    """A new card of a question of each of these kinds."""
    found = [Question.objects.published().filter(kind=kind).in_order().first() for kind in kinds]
    made = [Card(student=student, question=one, position=place) for place, one in enumerate(found, start=1)]
    return Card.objects.bulk_create(made)


def stored() -> list[tuple]:
    return list(Card.objects.order_by("pk").values_list())


def ratings() -> list[int]:
    return list(Review.objects.order_by("pk").values_list("rating", flat=True))


def turned(page: Page) -> None:
    expect(page.get_by_role("button", name="Good")).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """htmx has taken up the new part: until then, for 20 ms, its forms work as they do without it."""
    expect(page.locator(".htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def left(page: Page, count: int) -> None:
    expect(page.locator("#left")).to_contain_text(f"{count} left today" if count else "Nothing left today")
    settled(page)


# A session.


def test_a_whole_session_by_keys_alone(opened, ada):
    cards_of(ada, "single_choice", "true_false")
    own_card(ada, "The talks were in {{Geneva}}.")
    page = opened(ada)
    page.goto("/cards/")
    tab_to(page.get_by_role("link", name="Learn now"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{REVIEW}")
    total = Card.objects.filter(student=ada).count()
    for number in range(total):
        left(page, total - number)
        page.keyboard.press(" ")
        turned(page)
        page.keyboard.press("4")
        expect(page.get_by_role("button", name="Good")).to_have_count(0)
    expect(page.get_by_role("heading", name="Done for now.")).to_be_focused()
    expect(page.get_by_text(f"You saw {total} cards today.")).to_be_visible()
    assert ratings() == [4] * total


def test_a_whole_session_by_keys_on_a_narrow_page_without_scripts(opened, ada):
    cards_of(ada, "single_choice", "ordering")
    own_card(ada, "The talks were in {{Geneva}}.")
    page = opened(ada, java_script_enabled=False, viewport=NARROW)
    page.goto("/cards/")
    tab_to(page.get_by_role("link", name="Learn now"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for number in range(3):
        expect(page.locator("#left")).to_contain_text(f"{3 - number} left today")
        assert not sideways(page)
        for button in ("Turn", "Easy"):
            tab_to(page.get_by_role("button", name=button))
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert not sideways(page)
    expect(page.get_by_role("heading", name="Done for now.")).to_be_visible()
    assert ratings() == [4] * 3


@WITH_AND_WITHOUT
def test_a_whole_session_by_pointing(opened, ada, has_javascript):
    total = add_set(ada, QuestionSet.objects.get(slug=SET), at=now()).cards.count()
    Learner.objects.create(student=ada, new_a_day=6)
    Card.objects.exclude(position__lte=8).delete()
    assert total > 6
    page = opened(ada, java_script_enabled=has_javascript)
    fragments: list[str] = []
    page.on("request", lambda request: "hx-request" in request.headers and fragments.append(request.method))
    page.goto(REVIEW)
    for number in range(6):
        left(page, 6 - number)
        page.get_by_role("button", name="Turn").click()
        turned(page)
        assert page.locator(".evidence mark").count()
        page.get_by_role("button", name="Easy").click()
    expect(page.get_by_role("heading", name="Done for now.")).to_be_visible()
    assert ratings() == [4] * 6
    assert fragments.count("POST") == (6 if has_javascript else 0)


def test_the_back_comes_only_when_the_card_is_turned(opened, ada):
    own_card(ada, "The talks were in {{Geneva}}.", "So says the AP.")
    page = opened(ada)
    page.goto(REVIEW)
    for word in ("Geneva", "So says the AP."):
        assert word not in page.content()
    page.keyboard.press(" ")
    turned(page)
    expect(page.locator(".back")).to_contain_text("Geneva")
    expect(page.locator(".back")).to_contain_text("So says the AP.")


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
def test_the_keys_one_to_four_rate_the_turned_card(opened, ada, rating):
    own_card(ada)
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    with page.expect_response(lambda response: "/rate/" in response.url):
        page.keyboard.press(str(rating))
    expect(page.get_by_role("button", name="Good")).to_have_count(0)
    assert ratings() == [rating]


def test_enter_turns_and_then_takes_the_rating_that_is_marked(opened, ada):
    cards_of(ada, "single_choice")
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press("Enter")
    turned(page)
    good = page.get_by_role("button", name="Good")
    expect(good).to_be_focused()
    page.keyboard.press("Enter")
    expect(good).to_have_count(0)
    assert ratings() == [3]


def test_keys_pressed_on_the_front_rate_nothing(opened, ada):
    own_card(ada, "When?", "On Monday.")
    page = opened(ada)
    page.goto(REVIEW)
    for key in ("1", "2", "3", "4", "e"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Turn")).to_be_visible()
    assert ratings() == []


def test_digits_choose_on_the_front_of_a_choice_and_rate_on_its_back(opened, ada):
    cards_of(ada, "single_choice")
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press("2")
    expect(page.locator(".option input").nth(1)).to_be_checked()
    assert ratings() == []
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_visible()
    turned(page)
    page.keyboard.press("1")
    expect(page.locator(".verdict")).to_have_count(0)
    assert ratings() == [1]


def test_space_turns_a_card_whose_option_was_chosen_by_its_digit(opened, ada):
    cards_of(ada, "single_choice")
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press("2")
    expect(page.locator(".option input").nth(1)).to_be_checked()
    page.keyboard.press(" ")
    expect(page.locator(".verdict")).to_be_visible()


@WITH_AND_WITHOUT
def test_items_that_nobody_moved_are_no_answer_and_moved_ones_are(opened, ada, has_javascript):
    cards_of(ada, "ordering")
    page = opened(ada, java_script_enabled=has_javascript)
    page.goto(REVIEW)
    if has_javascript:
        expect(page.locator(".ordering.live")).to_be_visible()
    page.get_by_role("button", name="Turn").click()
    turned(page)
    expect(page.locator(".verdict")).to_have_count(0)
    expect(page.locator(".rating:not(.quiet)")).to_contain_text("Good")
    if has_javascript:
        page.goto(REVIEW)
        page.get_by_role("button", name="down").first.click()
        page.get_by_role("button", name="Turn").click()
        expect(page.locator(".verdict")).to_be_visible()


@WITH_AND_WITHOUT
def test_the_last_rating_is_taken_back_and_its_card_shown_again(opened, ada, has_javascript):
    own_card(ada, "The first {{card}}.")
    own_card(ada, "The second {{card}}.")
    before = stored()
    page = opened(ada, java_script_enabled=has_javascript)
    page.goto(REVIEW)
    page.get_by_role("button", name="Turn").click()
    page.get_by_role("button", name="Easy").click()
    expect(page.locator("#stem")).to_contain_text("The second")
    if has_javascript:
        page.keyboard.press("u")
    else:
        page.get_by_role("button", name="Take the last rating back").click()
    expect(page.locator("#stem")).to_contain_text("The first")
    assert stored() == before
    assert ratings() == []


def test_the_last_rating_of_the_day_is_taken_back_from_the_end(opened, ada):
    own_card(ada)
    before = stored()
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    page.keyboard.press("4")
    expect(page.get_by_role("heading", name="Done for now.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Turn")).to_be_visible()
    assert stored() == before


def test_the_key_e_opens_the_evidence_at_the_marked_words(opened, ada):
    cards_of(ada, "single_choice")
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    marked = page.locator(".evidence .source").first.locator("mark").all_text_contents()
    page.keyboard.press("e")
    page.wait_for_url("**/sources/**")
    assert page.locator(".line.cited mark").all_text_contents() == marked


def test_the_question_mark_lists_the_keys_and_nothing_is_rated_behind_it(opened, ada):
    own_card(ada)
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("3")
    page.keyboard.press("Escape")
    turned(page)
    assert ratings() == []


def test_words_are_typed_without_pressing_any_key_of_the_page(opened, ada):
    own_card(ada, "It was in {{u 1 e 4}}.")
    page = opened(ada)
    page.goto(REVIEW)
    page.locator("#given").focus()
    page.keyboard.type("u 1 e 3")
    page.keyboard.press("Enter")
    turned(page)
    expect(page.locator(".difference ins")).to_have_text("4")
    expect(page.locator(".difference del")).to_have_text("3")
    expect(page.get_by_role("button", name="Again")).to_be_focused()
    assert ratings() == []


def test_the_focus_goes_to_the_next_front_so_that_reading_goes_on(opened, ada):
    own_card(ada, "The first {{card}}.")
    own_card(ada, "The second {{card}}.")
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    page.keyboard.press("3")
    expect(page.locator("#stem")).to_contain_text("The second")
    expect(page.locator("#stem")).to_be_focused()
    expect(page).to_have_title("A card · Attest")


def test_the_progress_bar_fills(opened, ada):
    for number in range(4):
        own_card(ada, f"Card {number} is {{{{here}}}}.")
    page = opened(ada)
    page.goto(REVIEW)
    seen = []
    for _ in range(4):
        seen.append(int(page.locator("#left progress").get_attribute("value")))
        stem = page.locator("#stem").inner_text()
        page.keyboard.press(" ")
        turned(page)
        page.keyboard.press("4")
        expect(page.locator("#stem").filter(has_text=stem)).to_have_count(0)
    assert seen == [0, 25, 50, 75]


# Nothing counts twice, nothing is lost.


@WITH_AND_WITHOUT
def test_a_double_click_on_a_rating_counts_one(opened, ada, has_javascript):
    own_card(ada)
    page = opened(ada, java_script_enabled=has_javascript)
    page.goto(REVIEW)
    page.get_by_role("button", name="Turn").click()
    page.get_by_role("button", name="Easy").dblclick()
    expect(page.get_by_role("heading", name="Done for now.")).to_be_visible()
    assert ratings() == [4]


def test_a_second_tab_left_open_does_not_rate_the_card_again(opened, ada):
    found = own_card(ada)
    one, other = opened(ada), opened(ada)
    for page in (one, other):
        page.goto(REVIEW)
        page.keyboard.press(" ")
        turned(page)
    one.get_by_role("button", name="Easy").click()
    expect(one.get_by_role("heading", name="Done for now.")).to_be_visible()
    other.get_by_role("button", name="Again").click()
    expect(other.get_by_role("heading", name="Done for now.")).to_be_visible()
    assert ratings() == [4]
    found.refresh_from_db()
    assert found.state == State.REVIEW


def test_a_rating_sent_after_the_session_ended_is_not_silently_lost(opened, ada, watch):
    own_card(ada)
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    page.context.clear_cookies(name="sessionid")
    watch.expect("403 POST")
    page.get_by_role("button", name="Good").click()
    expect(page.get_by_role("heading", name="You were signed out in between.")).to_be_visible()
    sign_in(page, "ada")
    expect(page.locator("main")).to_be_visible()
    assert ratings() == []


def test_a_lost_connection_is_told_and_the_card_can_be_rated_later(opened, ada, watch):
    own_card(ada)
    page = opened(ada)
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    page.route("**/rate/", lambda route: route.abort("internetdisconnected"), times=1)
    watch.expect("net::ERR_INTERNET_DISCONNECTED POST", "console: htmx:")
    page.get_by_role("button", name="Easy").click()
    expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
    page.get_by_role("button", name="Easy").click()
    expect(page.get_by_role("heading", name="Done for now.")).to_be_visible()
    assert ratings() == [4]


# A narrow page.


@WITH_AND_WITHOUT
def test_on_a_phone_the_evidence_is_read_before_rating_and_the_ratings_stay_at_hand(
    opened, ada, has_javascript
):
    cards_of(ada, "single_choice")
    page = opened(ada, java_script_enabled=has_javascript, viewport={"width": 360, "height": 640})
    page.goto(REVIEW)
    page.get_by_role("button", name="Turn").click()
    good = page.get_by_role("button", name="Good")
    expect(good).to_be_in_viewport(ratio=1)
    expect(page.locator("#stem")).to_be_in_viewport(ratio=1)
    words = page.locator(".evidence mark").first
    words.scroll_into_view_if_needed()
    expect(words).to_be_in_viewport()
    expect(good).to_be_in_viewport(ratio=1)
    in_order = page.evaluate(
        "() => [...document.querySelectorAll('.evidence a, .rating')].map(e => e.matches('.rating'))"
    )
    assert in_order == sorted(in_order)


def test_on_a_phone_what_has_the_focus_is_not_behind_the_ratings(opened, ada):
    cards_of(ada, "single_choice")
    page = opened(ada, viewport={"width": 360, "height": 640})
    page.goto(REVIEW)
    page.keyboard.press(" ")
    turned(page)
    ratings = page.locator(".ratings")
    link = page.get_by_role("link", name="Read on in the source").first
    behind = link.bounding_box()["y"] - ratings.bounding_box()["y"] - 5
    page.evaluate("distance => scrollBy({ top: distance, behavior: 'instant' })", behind)
    assert link.bounding_box()["y"] == pytest.approx(ratings.bounding_box()["y"] + 5, abs=2)
    link.focus()
    assert link.bounding_box()["y"] + link.bounding_box()["height"] <= ratings.bounding_box()["y"]


# Where cards come from.


@WITH_AND_WITHOUT
def test_a_miss_in_practice_becomes_a_card_and_can_be_taken_back(opened, ada, has_javascript):
    slot = attempt_at(ada, [first_version("single_choice"), first_version("true_false")]).slots.first()
    page = opened(ada, java_script_enabled=has_javascript)
    page.goto(slot.get_absolute_url())
    page.locator(f"[name=given][value='{typed(slot, 'wrong')[0]}']").check()
    check(page)
    expect(page.get_by_text("Added to your cards.")).to_be_visible()
    assert Card.objects.get().question == slot.version.question
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_text("That is taken back.")).to_be_visible()
    expect(page.get_by_text("Added to your cards.")).to_have_count(0)
    assert not Card.objects.exists()


@WITH_AND_WITHOUT
def test_a_set_becomes_a_deck_in_one_click(opened, ada, has_javascript):
    page = opened(ada, java_script_enabled=has_javascript)
    page.goto(reverse("bank:set", args=[SET]))
    page.get_by_role("button", name="Add").first.click()
    expect(page.get_by_text("is a deck of yours now")).to_be_visible()
    published = Question.objects.published().filter(question_set__slug=SET)
    assert Card.objects.filter(student=ada).count() == published.count()


def test_a_card_is_written_and_learned(opened, ada):
    page = opened(ada)
    page.goto("/cards/")
    page.get_by_role("link", name="Write a card").click()
    page.get_by_label("Front").fill("The talks were in {{Geneva}} on {{Monday}}.")
    page.get_by_role("button", name="Add it to my cards").click()
    expect(page.get_by_text("It is among your own cards.")).to_be_visible()
    assert Card.objects.filter(student=ada).count() == 2
    page.get_by_role("link", name="Learn now").click()
    expect(page.locator("#stem")).to_contain_text("[ … ]")
    expect(page.locator("#stem strong")).to_have_count(1)


# How the pages stand: what a table of states cannot show, in both schemes and narrow.


def overdue(student: User, count: int) -> None:
    deck = own_deck(student, at=now())
    for number in range(count):
        save_note(Note(student=student, front=f"Front {number}", back=f"Back {number}"), deck)
    last = now() - timedelta(days=60)
    columns = {"stability": 20.0, "difficulty": 5.0, "due": now() - timedelta(days=40), "last_review": last}
    Card.objects.filter(student=student).update(state=State.REVIEW, **columns)


@pytest.mark.parametrize("kind", ["single_choice", "multiple_response", "short_text", "ordering", "evidence"])
def test_fronts_and_backs_are_accessible_and_fit_320_pixels(opened, ada, kind):
    cards_of(ada, kind)
    page = opened(ada, reduced_motion="reduce")
    page.goto(REVIEW)
    faults = []
    for side in ("front", "back"):
        if side == "back":
            page.set_viewport_size(LAPTOP)
            page.get_by_role("button", name="Turn").click()
            turned(page)
        faults += [f"{side}, {fault}" for fault in accessibility_in_both_schemes(page)]
        page.set_viewport_size(NARROW)
        faults += [f"{side}, narrow: {fault}" for fault in sideways(page)]
    assert not faults, "\n".join(faults)


def test_long_words_and_long_cards_fit_320_pixels(opened, ada):
    own_card(ada, "Donaudampfschifffahrtsgesellschaft" * 4 + " {{" + "Rindfleischetikettierung" * 3 + "}}")
    page = opened(ada, reduced_motion="reduce", viewport=NARROW)
    page.goto(REVIEW)
    assert not sideways(page)
    page.locator("#given").fill("x" * 200)
    page.get_by_role("button", name="Turn").click()
    turned(page)
    assert not sideways(page)
    for address in ("/cards/", Card.objects.get().get_absolute_url(), Card.objects.get().deck_id):
        page.goto(address if isinstance(address, str) else reverse("flashcards:deck", args=[address]))
        assert not sideways(page), page.url


@WITH_AND_WITHOUT
def test_the_zone_of_the_browser_is_offered_once(opened, ada, has_javascript):
    page = opened(ada, java_script_enabled=has_javascript, timezone_id="Asia/Tokyo")
    page.goto("/cards/")
    offered = page.get_by_role("button", name="Begin it by my clock")
    if not has_javascript:
        expect(offered).not_to_be_visible()
        return
    offered.click()
    expect(page.get_by_text("Your day begins at 04:00 in Asia/Tokyo.")).to_be_visible()
    expect(offered).to_have_count(0)
    assert Learner.objects.get(student=ada).time_zone == "Asia/Tokyo"


def test_the_backlog_after_a_break_is_told(opened, ada):
    Learner.objects.create(student=ada, reviews_a_day=5)
    overdue(ada, 12)
    page = opened(ada)
    page.goto("/cards/")
    expect(page.get_by_text("12 cards waited while you were away.")).to_be_visible()

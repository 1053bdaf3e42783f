"""Searching in a browser: by keyboard alone, as one types and without scripts, on any width."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.models import User
from tests.browser.acts import has_focus, tab_to
from tests.browser.conftest import LAPTOP
from tests.browser.faults import NARROW, accessibility, sideways, small_targets

PHRASE = '"open door"'


@pytest.fixture
def page(opened, ada) -> Page:
    return opened(ada, reduced_motion="reduce")


def results(page: Page):
    return page.locator(".findings > li")


def test_with_the_keyboard_alone_results_come_as_one_types_and_tab_reaches_them(page):
    page.goto("/sources/")
    page.keyboard.press("/")
    page.keyboard.type("ryabkov")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=ryabkov$"))
    expect(page.locator("#found")).to_contain_text("Found:")
    # Its scripts come after its words.
    page.wait_for_load_state()
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    assert has_focus(field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("sherman gen")
    expect(page).to_have_url(re.compile(r"/search/\?q=sherman(\+|%20)gen$"))
    expect(page.locator("mark", has_text="Geneva").first).to_be_visible()
    assert has_focus(field)
    tab_to(results(page).first.get_by_role("link"), within=4)
    tab_to(results(page).nth(1).get_by_role("link"), within=2)
    words = results(page).nth(1).get_by_role("link").get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(words) + "$"))


def test_the_way_back_from_a_result_leads_to_what_was_found(page):
    page.goto("/search/")
    page.get_by_role("searchbox").press_sequentially("ryabkov")
    expect(results(page).first).to_be_visible()
    count = results(page).count()
    results(page).first.get_by_role("link").click()
    expect(page.get_by_role("searchbox")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("ryabkov")
    expect(results(page)).to_have_count(count)


def test_a_lost_connection_while_searching_says_so_and_nothing_of_saving(page, watch):
    page.goto("/search/")
    page.route("**/search/**", lambda route: route.abort("internetdisconnected"))
    watch.expect("net::ERR_INTERNET_DISCONNECTED GET", "console: htmx:")
    page.get_by_role("searchbox").press_sequentially("rya")
    notice = page.get_by_role("alert").filter(has_text="The server cannot be reached")
    expect(notice).to_be_visible()
    expect(notice).not_to_contain_text("aved")


def test_without_scripts_a_search_is_sent_by_enter_and_tab_reaches_the_results(opened, ada):
    page = opened(ada, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).press("Enter")
    field = page.get_by_role("searchbox")
    field.press_sequentially("sherman gen")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=sherman\+gen$"))
    expect(page.get_by_role("searchbox")).to_have_value("sherman gen")
    first = results(page).first.get_by_role("link")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("href") == first.get_attribute("href"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sources/.+#"))


def test_how_many_were_found_is_said_in_a_place_that_stays(page):
    page.goto("/search/")
    told = page.get_by_role("status")
    expect(told).to_have_text("")
    told.evaluate("element => { element.dataset.stays = 'yes'; }")
    field = page.get_by_role("searchbox")
    field.press_sequentially("ryabkov")
    expect(told).to_contain_text("Found:")
    field.fill("xylophone")
    expect(told).to_contain_text("Nothing found.")
    field.fill("")
    expect(told).to_have_text("")
    assert told.get_attribute("data-stays") == "yes"


def test_fast_typing_shows_the_last_of_it(page):
    page.goto("/search/")
    field = page.get_by_role("searchbox")
    for typed in ("r", "ry", "nato", "xylo", PHRASE):
        field.fill(typed)
        page.wait_for_timeout(260)
    expect(page.locator("mark").filter(has_text="open door").first).to_be_visible()
    assert {mark.casefold() for mark in page.locator("#results mark").all_text_contents()} == {
        "open door",
        "open-door",
    }


def test_all_of_many_are_reached_by_links(page):
    page.goto("/search/?q=the")
    page.get_by_role("link", name="Show all").first.click()
    expect(page.get_by_text("1 to 20 of")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("21 to 40 of")).to_be_visible()
    page.get_by_role("link", name="Everything that was found").click()
    expect(page).to_have_url(re.compile(r"\?q=the$"))


def test_a_key_that_is_typed_into_the_field_is_a_letter_of_it(page):
    page.goto("/search/")
    page.get_by_role("searchbox").press_sequentially("1/2?n")
    expect(page.get_by_role("searchbox")).to_have_value("1/2?n")


@pytest.mark.parametrize("person", ["ada", "tom", None])
def test_header_and_search_fit_320_pixels(opened, request, person):
    who: User | None = person and request.getfixturevalue(person)
    page = opened(who, viewport=NARROW, reduced_motion="reduce")
    for address in ("/search/", "/search/?q=nato", "/sources/", "/search/?q=" + "Donau" * 40):
        page.goto(address)
        assert not sideways(page) + accessibility(page), address
        assert "/search/" not in address or not small_targets(page), address
        assert icon_beside_the_name(page)


def icon_beside_the_name(page: Page) -> bool:
    """In the row of the name, large enough for a finger, and the page's words are not pushed down by it."""
    icon = page.get_by_role("link", name="Search", exact=True).bounding_box()
    name = page.get_by_role("link", name="Attest", exact=True).bounding_box()
    is_in_the_row = name["y"] - 2 <= icon["y"] + icon["height"] / 2 <= name["y"] + name["height"] + 2
    return is_in_the_row and min(icon["width"], icon["height"]) >= 24


def test_the_header_is_one_row_on_a_wide_page_and_tells_where_one_is(page):
    page.set_viewport_size(LAPTOP)
    page.goto("/sources/")
    height = page.locator(".top").bounding_box()["height"]
    page.goto("/search/")
    expect(page.get_by_role("link", name="Search", exact=True)).to_have_attribute("aria-current", "page")
    assert page.locator(".top").bounding_box()["height"] == height < 64
    assert icon_beside_the_name(page)

"""One's own progress in a real browser: accessible in every state, on a phone, and on paper."""

import pytest

from quizzes.models import Question
from tests.browser.conftest import LAPTOP
from tests.browser.faults import NARROW, accessibility_in_both_schemes, sideways
from tests.browser.progress_pages import FRESH, STUDENT, half_a_year
from tests.browser.world import World

STATES = FRESH | STUDENT


@pytest.fixture
def world(ada, watch) -> World:
    return World(ada, watch)


@pytest.mark.parametrize("state", STATES)
def test_progress_is_accessible_in_light_and_dark_and_fits_320_pixels(opened, ada, world, state):
    page = opened(ada, reduced_motion="reduce")
    faults = []
    for size in (LAPTOP, NARROW):
        page.set_viewport_size(size)
        STATES[state](page, world)
        found = accessibility_in_both_schemes(page) + sideways(page)
        faults += [f"{size['width']} px: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def test_on_paper_the_figures_stand_without_what_is_for_the_screen(opened, ada, world):
    half_a_year(world)
    page = opened(ada)
    page.goto("/progress/")
    page.emulate_media(media="print")
    assert not page.locator(".choose-topic").is_visible()
    assert page.locator("#by-topic table").is_visible()
    assert page.locator("#by-week table").is_visible()


def test_one_click_on_a_weak_topic_leads_to_a_question_on_it(opened, ada, world):
    assert world.answered
    page = opened(ada)
    page.goto("/progress/")
    weakest = page.locator(".today li").filter(has=page.get_by_role("button", name="Practise")).first
    name = weakest.locator("h4").inner_text()
    weakest.get_by_role("button", name=f"Practise {name}").click()
    page.wait_for_url("**/attempts/*/1/")
    running = ada.attempts.open().latest("pk")
    asked = Question.objects.filter(versions__slots__attempt=running)
    assert {question.topic.name for question in asked} == {name}

"""The first minute: a site that holds no article and no question yet."""

import pytest
from playwright.sync_api import expect

from tests.browser.faults import NARROW, accessibility, sideways


@pytest.fixture(autouse=True)
def library(groups: None) -> None:
    """None is loaded."""


def test_a_site_that_holds_nothing_yet_says_what_to_do(opened, ada, tom):
    for person, address, sentence in (
        (None, "/", "Every answer shows its evidence."),
        (None, "/sources/", "No article is stored yet."),
        (ada, "/", "Your teacher has not published any question so far."),
        (tom, "/", "Write a question at the desk and publish it"),
        (tom, "/admin/quizzes/question/", "0 questions"),
    ):
        page = opened(person, viewport=NARROW, reduced_motion="reduce")
        page.goto(address)
        expect(page.get_by_text(sentence).first).to_be_visible()
        assert not sideways(page) + accessibility(page), address

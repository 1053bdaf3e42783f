"""What holds on every page, in every state of the table in pages.py."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.pages import STUDENT, TEACHER, VISITOR, State, World

STATES = {"visitor": VISITOR, "student": STUDENT, "teacher": TEACHER}
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    # Off by default, and asked for by WCAG 2.2 AA.
    "rules": {"target-size": {"enabled": True}},
    # It copies style sheets into the page, which our content policy refuses.
    "preload": False,
}
# The desk is Django's, and fades from one colour into the other whatever a person prefers.
AT_REST = "() => document.getAnimations().forEach((animation) => animation.finish())"
NARROW = {"width": 320, "height": 720}
WIDER_THAN_THE_PAGE = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).concat(`${document.scrollingElement.scrollWidth} px`);
}
"""


@pytest.fixture
def world(ada, watch) -> World:
    return World(ada, watch)


@pytest.fixture
def page_of(opened, ada, tom):
    """A page for a sort of person; nothing moves on it."""
    people = {"visitor": None, "student": ada, "teacher": tom}
    return lambda sort, **how: opened(people[sort], reduced_motion="reduce", **how)


@pytest.mark.parametrize("person", STATES)
def test_every_page_is_accessible_in_light_and_dark(page_of, world, person):
    page = page_of(person)
    faults = []
    for name, open_state in STATES[person].items():
        open_state(page, world)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(AT_REST)
            faults += [f"{name}, {scheme}: {violation}" for violation in violations(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("person", STATES)
def test_no_page_scrolls_sideways_at_320_pixels(page_of, world, person):
    page = page_of(person, viewport=NARROW)
    assert not sideways(page, world, STATES[person])


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}) {node['target']} {node['failureSummary']!r:.300}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


def sideways(page: Page, world: World, states: dict[str, State]) -> list[str]:
    faults = []
    for name, open_state in states.items():
        open_state(page, world)
        faults += [f"{name}: {wide}" for wide in page.evaluate(WIDER_THAN_THE_PAGE)]
    return faults

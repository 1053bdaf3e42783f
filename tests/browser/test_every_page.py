"""What holds on every page, in every state of the table in pages.py."""

import pytest

from tests.browser.faults import NARROW, accessibility, sideways
from tests.browser.pages import STUDENT, TEACHER, VISITOR, World

STATES = {"visitor": VISITOR, "student": STUDENT, "teacher": TEACHER}


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
            faults += [f"{name}, {scheme}: {fault}" for fault in accessibility(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("person", STATES)
def test_no_page_scrolls_sideways_at_320_pixels(page_of, world, person):
    page = page_of(person, viewport=NARROW)
    faults = []
    for name, open_state in STATES[person].items():
        open_state(page, world)
        faults += [f"{name}: {fault}" for fault in sideways(page)]
    assert not faults, "\n".join(faults)

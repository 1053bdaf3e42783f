"""What holds on every page, in every state of the table in pages.py."""

import pytest

from tests.browser import class_pages, class_progress, progress_pages
from tests.browser.conftest import LAPTOP
from tests.browser.faults import NARROW, accessibility_in_both_schemes, sideways
from tests.browser.pages import HOST, STUDENT, TEACHER, VISITOR
from tests.browser.world import World

# A student's last state leaves the browser signed out.
STATES = {
    "visitor": VISITOR,
    "student": progress_pages.FRESH | class_pages.STUDENT | progress_pages.STUDENT | STUDENT,
    "teacher": TEACHER | class_pages.TEACHER | class_progress.TEACHER,
    "host": HOST,
}


@pytest.fixture
def world(ada, watch) -> World:
    return World(ada, watch)


@pytest.fixture
def page_of(opened, ada, tom, host):
    """A page for a sort of person; nothing moves on it."""
    people = {"visitor": None, "student": ada, "teacher": tom, "host": host}
    return lambda sort, **how: opened(people[sort], reduced_motion="reduce", **how)


@pytest.mark.parametrize("person", STATES)
def test_every_page_is_accessible_in_light_and_dark_and_fits_320_pixels(page_of, world, person):
    page = page_of(person)
    faults = []
    for name, open_state in STATES[person].items():
        page.set_viewport_size(LAPTOP)
        open_state(page, world)
        faults += [f"{name}, {fault}" for fault in accessibility_in_both_schemes(page)]
        page.set_viewport_size(NARROW)
        faults += [f"{name}, narrow: {fault}" for fault in sideways(page)]
    assert not faults, "\n".join(faults)

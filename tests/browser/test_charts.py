"""The charts of the progress pages, all in one gallery, in a real browser."""

import pytest

from tests.browser.faults import NARROW, accessibility_in_both_schemes, sideways, small_targets
from tests.browser.gallery import STATES


@pytest.fixture(autouse=True)
def with_gallery(settings):
    settings.ROOT_URLCONF = "tests.browser.gallery"


@pytest.mark.parametrize("state", STATES)
def test_charts_are_accessible_in_light_and_dark_and_fit_320_pixels(opened, state):
    page = opened(reduced_motion="reduce")
    page.goto(f"/gallery/{state}/")
    faults = accessibility_in_both_schemes(page) + small_targets(page)
    page.set_viewport_size(NARROW)
    faults += sideways(page)
    faults += accessibility_in_both_schemes(page) + small_targets(page)
    assert not faults, "\n".join(faults)


# As narrow as a chart with labels for a column becomes, and as wide as in one of two columns.
COLUMNS = ({"width": 470, "height": 900}, {"width": 560, "height": 900})
OVERLAPPING = """
() => [...document.querySelectorAll(".chart svg")].flatMap((svg) => {
  const shown = [...svg.querySelectorAll(":scope text")].filter((text) => text.checkVisibility() && text.textContent);
  const boxes = shown.map((text) => [text.textContent, text.getBoundingClientRect()]);
  return boxes.flatMap(([text, one], at) => boxes.slice(at + 1)
    .filter(([, other]) => one.right > other.left + 1 && other.right > one.left + 1
      && one.bottom > other.top + 3 && other.bottom > one.top + 3)
    .map(([other]) => `${svg.closest("figure").id}: ${text} over ${other}`));
})
"""


@pytest.mark.parametrize("state", ["ordinary", "one", "long", "many"])
def test_no_letters_of_a_chart_lie_over_others_on_a_phone_in_a_column_or_on_a_desk(opened, state):
    page = opened()
    page.goto(f"/gallery/{state}/")
    found = page.evaluate(OVERLAPPING)
    for size in (*COLUMNS, NARROW):
        page.set_viewport_size(size)
        found += page.evaluate(OVERLAPPING)
    assert not found


def test_a_chart_in_a_column_has_more_labels_than_on_a_phone(opened):
    page = opened()
    page.goto("/gallery/ordinary/")
    counts = []
    for size in (NARROW, COLUMNS[-1]):
        page.set_viewport_size(size)
        shown = page.locator(".columns-chart").first.locator("text[dy='18']:visible")
        counts.append(shown.count())
    assert counts[0] < counts[1]


def test_on_paper_the_tables_are_open(opened):
    page = opened()
    page.goto("/gallery/ordinary/")
    table = page.locator(".chart-table table").first
    assert not table.is_visible()
    page.emulate_media(media="print")
    assert table.is_visible()
    assert table.bounding_box()["height"] > 100
    assert not page.locator(".chart-table summary").first.is_visible()


def test_the_table_opens_without_a_script(opened):
    page = opened(java_script_enabled=False)
    page.goto("/gallery/ordinary/")
    page.get_by_text("As a table: Marks of the class").click()
    assert page.get_by_role("cell", name="11 students").is_visible()


def test_a_chart_of_nothing_says_one_sentence(opened):
    page = opened()
    page.goto("/gallery/empty/")
    assert page.locator(".chart svg, .chart table").count() == 0
    assert page.locator(".chart-empty").count() == page.locator(".chart").count() == 7

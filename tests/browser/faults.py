"""What can be wrong with a page as it stands."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

NARROW = {"width": 320, "height": 720}
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    # Off by default, and asked for by WCAG 2.2 AA.
    "rules": {"target-size": {"enabled": True}},
    # It copies style sheets into the page, which our content policy refuses.
    "preload": False,
}
COLOURS_ALONE = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "preload": False,
}
# The desk is Django's, and fades from one colour into the other whatever a person prefers.
AT_REST = "() => document.getAnimations().forEach((animation) => animation.finish())"
WIDER_THAN_THE_PAGE = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1);
  return [`${document.scrollingElement.scrollWidth} px wide`, ...wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120))];
}
"""

# What is chosen by its label is as large as the label; what stands in a line of text is as high as the line.
SMALLER_THAN_A_TARGET = """
() => [...document.querySelectorAll("main :is(a, button, select, summary, input:not([type=hidden]))")]
  .filter((e) => e.checkVisibility())
  .map((e) => e.closest("label") || e)
  .filter((e) => { const {width, height} = e.getBoundingClientRect(); return width < 24 || height < 24; })
  .map((e) => `${e.getBoundingClientRect().width} x ${e.getBoundingClientRect().height} px: ${e.outerHTML.slice(0, 120)}`)
"""


def accessibility(page: Page) -> list[str]:
    """What axe finds, a line each."""
    return told(violations(page, AXE_OPTIONS))


def accessibility_in_both_schemes(page: Page) -> list[str]:
    """What axe finds in light, and what of it colours can change, in dark. Leaves the page in dark."""
    page.emulate_media(color_scheme="light")
    faults = [f"light: {fault}" for fault in accessibility(page)]
    page.emulate_media(color_scheme="dark")
    return faults + [f"dark: {fault}" for fault in told(violations(page, COLOURS_ALONE))]


def violations(page: Page, options: dict) -> list[dict]:
    page.evaluate(AT_REST)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate("(options) => axe.run(options).then((found) => found.violations)", options)


def told(violations: list[dict]) -> list[str]:
    return [
        f"{violation['id']} ({violation['impact']}) {node['target']} {node['failureSummary']!r:.300}"
        for violation in violations
        for node in violation["nodes"][:3]
    ]


def sideways(page: Page) -> list[str]:
    """What is wider than the page, when the page scrolls sideways."""
    return page.evaluate(WIDER_THAN_THE_PAGE)


def small_targets(page: Page) -> list[str]:
    """What is to be pressed and is smaller than 24 px in some direction."""
    return page.evaluate(SMALLER_THAN_A_TARGET)

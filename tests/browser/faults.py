"""What can be wrong with a page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW = {"width": 320, "height": 720}
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    # Off by default, and asked for by WCAG 2.2 AA.
    "rules": {"target-size": {"enabled": True}},
    # It copies style sheets into the page, which our content policy refuses.
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


def accessibility(page: Page) -> list[str]:
    """What axe finds, a line each."""
    page.evaluate(AT_REST)
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}) {node['target']} {node['failureSummary']!r:.300}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


def sideways(page: Page) -> list[str]:
    """What is wider than the page, when the page scrolls sideways."""
    return page.evaluate(WIDER_THAN_THE_PAGE)

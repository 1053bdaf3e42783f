"""What a person does at a page."""

import re
from collections.abc import Callable, Iterable, Sequence

from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD

PAIR = re.compile(r"[0-9]+-[0-9]+")


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


def give_an_answer(page: Page) -> None:
    """Some answer that can be read, whatever the kind of the question, with what the page shows of its fields."""
    form = page.locator(".ask-form")
    if has_items_to_move(page):
        form.get_by_role("button", name="Move").nth(1).click()
        return
    fields = form.locator("[name=given]:visible").all()
    if fields[0].get_attribute("type") in ("radio", "checkbox"):
        fields[1].check()
    for number, field in enumerate(fields, start=1):
        if field.evaluate("field => field.localName") == "select":
            # Each another one, as far as there are: what is put in order has a place of its own each.
            last = field.locator("option").count() - 1
            field.select_option(index=1 + (number - 1) % last)
        elif field.get_attribute("type") == "text":
            field.fill("8")


def fields_of(page: Page, values: Sequence[str]) -> Iterable[tuple[Locator, str]]:
    """Each value of an answer, with the field of the page that takes it."""
    fields = page.locator(".ask-form [name=given]")
    if fields.first.get_attribute("type") in ("radio", "checkbox"):
        return [(fields.and_(page.locator(f"[value='{value}']")), value) for value in values]
    if all(PAIR.fullmatch(value) for value in values):
        return [(fields.filter(has=page.locator(f"option[value='{value}']")), value) for value in values]
    return [(fields.nth(place), value) for place, value in enumerate(values)]


def fill_in(page: Page, values: Sequence[str]) -> None:
    """Give an answer by its fields alone, as they are where no script runs."""
    for field, value in fields_of(page, values):
        if field.evaluate("field => field.localName") == "select":
            field.select_option(value)
        elif field.get_attribute("type") == "text":
            field.fill(value)
        else:
            field.check()


def fill_in_as_shown(page: Page, values: Sequence[str]) -> None:
    if has_items_to_move(page):
        move_up(page, values, by=Locator.click)
    else:
        fill_in(page, values)


def has_items_to_move(page: Page) -> bool:
    """Whether the question is an ordering whose items move themselves, as they do where scripts run."""
    page.wait_for_load_state()
    if not page.locator(".ordering").count() or page.evaluate("!('htmx' in window)"):
        return False
    expect(page.get_by_role("button", name="Move").first).to_be_visible()
    return True


def items_wanted(page: Page, values: Sequence[str]) -> list[str]:
    """The items of an ordering in the order that an answer of pairs gives them; nothing was moved yet."""
    shown = items_shown(page)
    pairs = sorted(tuple(map(int, value.split("-"))) for value in values)
    return [shown[item - 1] for _, item in pairs]


def items_shown(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".ordering .text").all_text_contents()]


def way_up(page: Page, item: str) -> Locator:
    return page.get_by_role("button", name=f"Move {item} up", exact=True)


def move_up(page: Page, values: Sequence[str], *, by: Callable[[Locator], None]) -> None:
    """Put the items in that order, the first one first, pressing their buttons in some way."""
    for place, item in enumerate(items_wanted(page, values)):
        while items_shown(page).index(item) > place:
            by(way_up(page, item))


def check(page: Page) -> None:
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_be_visible()


def go_to_next(page: Page) -> None:
    page.get_by_role("link", name="Next question").click()
    expect(page.locator(".verdict")).to_have_count(0)


def tab_to(target: Locator, *, within: int = 80) -> None:
    """Move the focus there as the Tab key does; fail where it does not get there."""
    for _ in range(within):
        if has_focus(target):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"{within} times Tab do not reach {target}")


def has_focus(target: Locator) -> bool:
    return target.evaluate("element => element === document.activeElement")

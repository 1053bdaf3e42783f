"""What a person does at a page."""

from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


def give_an_answer(page: Page) -> None:
    """Some answer that can be read, whatever the kind of the question."""
    options = page.locator(".ask-form .option")
    if options.count():
        options.nth(1).click()
    else:
        page.locator("input.given").fill("8")


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

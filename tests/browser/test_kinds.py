"""Each kind of question in people's hands: by keyboard alone, by touch, by a screen reader, without JavaScript."""

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from quizzes.kinds import KINDS
from quizzes.models import Answer, Slot
from tests.browser.acts import (
    check,
    fields_of,
    fill_in,
    fill_in_as_shown,
    has_focus,
    has_items_to_move,
    items_shown,
    move_up,
    tab_to,
    way_up,
)
from tests.browser.asking import attempt_at, example_of, quiz_of
from tests.browser.faults import NARROW, accessibility_in_both_schemes, sideways, small_targets

TELEPHONE = {"viewport": NARROW, "has_touch": True, "is_mobile": True}

# What a screen reader is told of the first example of each kind, before the answer and after a right one.
TOLD_BEFORE = {
    "single_choice": """
        - heading "Which river flows through Vienna?" [level=2]
        - group "Which river flows through Vienna?":
          - list:
            - listitem:
              - radio "The Rhine"
            - listitem:
              - radio "The Danube"
            - listitem:
              - radio "The Wien"
        - button "Check"
        """,
    "multiple_response": """
        - heading "Which three of these numbers are prime?" [level=2]
        - paragraph: Each wrong choice takes a right one away.
        - group "Which three of these numbers are prime?":
          - list:
            - listitem:
              - checkbox "2"
            - listitem:
              - checkbox "9"
            - listitem:
              - checkbox "11"
            - listitem:
              - checkbox "13"
        - button "Check"
        """,
    "true_false": """
        - heading "Whales are fish." [level=2]
        - group "Whales are fish.":
          - list:
            - listitem:
              - radio "True"
            - listitem:
              - radio "False"
        - button "Check"
        """,
    "short_text": """
        - heading "What is the capital of Iceland?" [level=2]
        - paragraph:
          - textbox "Your answer"
        - button "Check"
        """,
    "numeric": """
        - heading "About how long is a marathon?" [level=2]
        - paragraph:
          - textbox "Your answer"
          - text: km
        - button "Check"
        """,
    "ordering": """
        - heading "Order these planets by their distance from the Sun, nearest first." [level=2]
        - group "Order these planets by their distance from the Sun, nearest first.":
          - paragraph: First
          - list:
            - listitem:
              - text: Earth
              - button "Move Earth up" [disabled]
              - button "Move Earth down"
            - listitem:
              - text: Mars
              - button "Move Mars up"
              - button "Move Mars down"
            - listitem:
              - text: Mercury
              - button "Move Mercury up"
              - button "Move Mercury down"
            - listitem:
              - text: Venus
              - button "Move Venus up"
              - button "Move Venus down" [disabled]
          - paragraph: Last
          - status
        - button "Check"
        """,
    "matching": """
        - heading "On which continent does each mountain stand?" [level=2]
        - group "On which continent does each mountain stand?":
          - list:
            - listitem:
              - combobox "Aconcagua":
                - option "Choose …" [selected]
                - option "Africa"
                - option "Europe"
                - option "North America"
                - option "South America"
            - listitem:
              - combobox "Kilimanjaro"
            - listitem:
              - combobox "Denali"
        - button "Check"
        """,
    "cloze": """
        - heading "Complete the account of the first landing on the Moon." [level=2]
        - group "Complete the account of the first landing on the Moon.":
          - paragraph:
            - text: In
            - textbox "Gap 1 of 4"
            - text: ","
            - textbox "Gap 2 of 4"
            - text: became the first person on the Moon. Buzz Aldrin followed;
            - combobox "Gap 3 of 4":
              - option "Choose …" [selected]
              - option "Gene Cernan"
              - option "Michael Collins"
              - option "Pete Conrad"
            - text: stayed in the ship, which went round the Moon many times (
            - textbox "Gap 4 of 4"
            - text: in all).
        - button "Check"
        """,
    "evidence": """
        - heading /A part of the Rosetta Stone could be read at once/ [level=2]
        - group /A part of the Rosetta Stone could be read at once/:
          - paragraph: /Select the sentence that supports it/
          - group "The text":
            - group "title 1":
              - paragraph:
                - checkbox "The Rosetta Stone"
            - group "passage 1":
              - paragraph:
                - checkbox /French soldiers found the stone/
                - checkbox "It had been built into the wall of an old fort."
            - group "passage 2":
              - paragraph:
                - checkbox "One decree stands on it in three scripts."
                - checkbox /The upper part is in hieroglyphs/
                - checkbox "Scholars of the time could read the Greek."
          - paragraph:
            - status
        - button "Check"
        """,
}
TOLD_AFTER = {
    "single_choice": """
        - listitem: The Rhine
        - listitem: The Danube your answer, right Yes, since Roman days.
        - listitem: The Wien
        """,
    "multiple_response": """
        - listitem: 2 your answer, right The only even prime.
        - listitem: "9"
        - listitem: 11 your answer, right
        - listitem: 13 your answer, right
        """,
    "true_false": """
        - listitem: "True"
        - listitem: False your answer, right Mammals, yes.
        """,
    "short_text": "- listitem: Reykjavík your answer, right",
    "numeric": "- listitem: 42.195 your answer, right",
    "ordering": """
        - paragraph: First
        - list:
          - listitem: Mercury your answer, right
          - listitem: Venus your answer, right
          - listitem: Earth your answer, right
          - listitem: Mars your answer, right
        - paragraph: Last
        """,
    "matching": """
        - listitem: /^Aconcagua .*South America your answer, right/
        - listitem: /^Kilimanjaro .*Africa your answer, right It stands in Tanzania./
        - listitem: /^Denali .*North America your answer, right Once called McKinley./
        """,
    "cloze": """
        - paragraph: /In gap 1.* 1969 .your answer, right.* gap 2.* neil armstrong .your answer, right/
        """,
    "evidence": """
        - listitem: Passage 2, sentence 3 Scholars of the time could read the Greek. your answer, right
        """,
}


@pytest.fixture(autouse=True)
def library(groups: None) -> None:
    """None is loaded: the questions are the kinds' own examples."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def slot(kind, ada) -> Slot:
    """One question of that kind, asked of Ada and not the last one."""
    return slot_of(ada, kind)


def slot_of(ada, kind: str) -> Slot:
    return attempt_at(ada, quiz_of([kind, "true_false"])).slots.first()


def right_answer(kind: str) -> tuple[str, ...]:
    return example_of(kind, "right").typed


def at(page: Page, slot: Slot) -> Page:
    page.goto(slot.get_absolute_url())
    return page


def test_the_keyboard_alone_answers_it_and_goes_on(opened, ada, kind, slot):
    page = at(opened(ada), slot)
    give_by_keyboard(page, right_answer(kind))
    button = page.get_by_role("button", name="Check")
    tab_to(button)
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_focused()
    expect(page.locator(".verdict")).to_contain_text("Right.")
    assert Answer.objects.get().credit == 1
    page.keyboard.press("n")
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()


def test_touch_answers_it_on_a_narrow_telephone(opened, ada, kind, slot):
    page = at(opened(ada, **TELEPHONE), slot)
    assert not sideways(page)
    assert not small_targets(page)
    give_by_touch(page, right_answer(kind))
    page.get_by_role("button", name="Check").tap()
    expect(page.locator(".verdict")).to_contain_text("Right.")
    assert not sideways(page)
    assert not small_targets(page)
    assert Answer.objects.get().credit == 1


def test_it_has_no_barrier_before_and_after_an_answer_in_light_and_dark(opened, ada, kind, slot):
    page = at(opened(ada, viewport=NARROW, reduced_motion="reduce"), slot)
    faults = barriers(page, "asked")
    fill_in_as_shown(page, right_answer(kind))
    faults += barriers(page, "filled in")
    check(page)
    faults += barriers(page, "answered")
    assert not faults, "\n".join(faults)


def test_a_screen_reader_is_told_what_to_do_and_what_came_of_it(opened, ada, kind, slot):
    page = at(opened(ada), slot)
    expect(page.locator(".ask-form")).to_match_aria_snapshot(TOLD_BEFORE[kind])
    fill_in_as_shown(page, right_answer(kind))
    check(page)
    answered = page.get_by_role("region", name=slot.face["stem"])
    expect(answered.locator(":scope > div").first).to_match_aria_snapshot(TOLD_AFTER[kind])
    expect(answered.get_by_role("status")).to_contain_text("Right.")


def test_without_javascript_it_is_answered_and_what_was_typed_stays(opened, ada, kind, slot, watch):
    page = at(opened(ada, java_script_enabled=False), slot)
    watch.expect("422 POST")
    page.get_by_role("button", name="Check").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("first")
    assert described_by_the_problem(page)
    fill_in(page, right_answer(kind))
    check(page)
    expect(page.locator(".verdict")).to_contain_text("Right.")
    assert Answer.objects.get().credit == 1


def test_a_kind_without_an_expectation_here_is_noticed():
    assert set(TOLD_BEFORE) == set(TOLD_AFTER) == set(KINDS)


def test_an_unreadable_answer_keeps_every_field_as_it_was(opened, ada, watch):
    page = at(opened(ada), slot_of(ada, "cloze"))
    watch.expect("422 POST")
    fill_in(page, ("the sixties", "Armstrong", "2", "30"))
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert").filter(has_text="Gap 1:")).to_be_visible()
    expect(page.get_by_label("Gap 1 of 4")).to_be_focused()
    assert page.get_by_label("Gap 1 of 4").get_attribute("aria-invalid") == "true"
    shown = [field.input_value() for field in page.locator("[name=given]").all()]
    assert shown == ["the sixties", "Armstrong", "2", "30"]


def test_an_item_is_dragged_by_the_mouse_and_the_move_is_told(opened, ada):
    page = at(opened(ada), slot_of(ada, "ordering"))
    drag_by_mouse(page, "Venus", onto="Earth")
    assert items_shown(page) == ["Venus", "Earth", "Mars", "Mercury"]
    expect(page.get_by_role("status")).to_have_text("Venus, place 1 of 4")
    drag_by_mouse(page, "Mercury", onto="Venus")
    assert items_shown(page) == ["Mercury", "Venus", "Earth", "Mars"]
    check(page)
    assert Answer.objects.get().credit == 1


def test_alt_and_an_arrow_move_an_item_which_keeps_the_focus(opened, ada):
    page = at(opened(ada), slot_of(ada, "ordering"))
    up = way_up(page, "Mercury")
    tab_to(up)
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert items_shown(page) == ["Mercury", "Earth", "Mars", "Venus"]
    assert has_focus(up)
    expect(page.get_by_role("status")).to_have_text("Mercury, place 1 of 4")
    page.keyboard.press("Alt+ArrowUp")
    assert items_shown(page)[0] == "Mercury"
    page.keyboard.press("Alt+ArrowDown")
    assert items_shown(page) == ["Earth", "Mercury", "Mars", "Venus"]
    assert has_focus(up)


def test_a_finger_drags_an_item_by_its_handle_while_the_page_stays(opened, ada):
    page = at(opened(ada, **TELEPHONE), slot_of(ada, "ordering"))
    handle(page, "Mercury").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag_by_finger(page, "Mercury", onto="Earth")
    assert items_shown(page) == ["Mercury", "Earth", "Mars", "Venus"]
    assert page.evaluate("scrollY") == before


def test_who_checks_an_ordering_untouched_means_the_order_shown(opened, ada):
    page = at(opened(ada), slot_of(ada, "ordering"))
    shown = items_shown(page)
    check(page)
    assert [row["text"] for row in Answer.objects.get().slot.outcome["rows"]] == shown


@pytest.fixture
def reading(opened, ada) -> Page:
    return at(opened(ada), slot_of(ada, "evidence"))


def test_dragging_over_words_selects_each_sentence_they_touch(reading):
    drag_over(reading, "Demotic and the", "Scholars of")
    assert selected(reading) == ["3.2", "3.3"]
    expect(reading.get_by_role("status")).to_have_text("2 sentences selected")
    assert reading.evaluate("getSelection().isCollapsed")
    reading.get_by_text("The upper part is in hieroglyphs").click()
    assert selected(reading) == ["3.3"]
    expect(reading.get_by_role("status")).to_have_text("1 sentence selected")
    check(reading)
    assert Answer.objects.get().credit == 1


def test_dragging_within_a_sentence_selects_it_and_a_drag_across_passages_takes_both(reading):
    drag_over(reading, "He knew", "Coptic")
    assert selected(reading) == ["4.2"]
    reading.get_by_role("button", name="Clear").click()
    assert selected(reading) == []
    expect(reading.get_by_role("button", name="Clear")).to_be_hidden()
    drag_over(reading, "He knew", "Britain took")
    assert selected(reading) == ["4.2", "5.1"]


def test_arrow_keys_walk_from_sentence_to_sentence_and_the_space_bar_selects(reading):
    tab_to(reading.get_by_role("checkbox").first)
    for _ in range(5):
        reading.keyboard.press("ArrowDown")
    reading.keyboard.press("ArrowUp")
    reading.keyboard.press("ArrowDown")
    assert selected(reading) == []
    reading.keyboard.press("Space")
    assert selected(reading) == ["3.3"]
    tab_to(reading.get_by_role("button", name="Clear"))
    reading.keyboard.press("Enter")
    assert selected(reading) == []
    assert has_focus(reading.get_by_role("checkbox", name="Scholars of the time"))


def selected(page: Page) -> list[str]:
    return [box.get_attribute("value") for box in page.get_by_role("checkbox", checked=True).all()]


def barriers(page: Page, state: str) -> list[str]:
    return [f"{state}: {fault}" for fault in sideways(page) + accessibility_in_both_schemes(page)]


def described_by_the_problem(page: Page) -> bool:
    """Whether the field or the group that has the focus points to what is wrong."""
    focused = page.locator("[name=given][autofocus]")
    around = page.locator("fieldset", has=focused)
    descriptions = [
        part.first.get_attribute("aria-describedby") or "" for part in (focused, around) if part.count()
    ]
    return any("problem" in description.split() for description in descriptions)


def press(button: Locator) -> None:
    tab_to(button)
    button.page.keyboard.press("Enter")


def give_by_keyboard(page: Page, values: tuple[str, ...]) -> None:
    if has_items_to_move(page):
        move_up(page, values, by=press)
        return
    for field, value in fields_of(page, values):
        write_by_keyboard(field, value)


def write_by_keyboard(field: Locator, value: str) -> None:
    keyboard = field.page.keyboard
    sort = field.get_attribute("type")
    if sort == "radio":
        # The group is one stop of the Tab key; arrows go on within it, and choose.
        tab_to(field.page.get_by_role("radio").first)
        keyboard.press("Space")
        while not field.is_checked():
            keyboard.press("ArrowDown")
    elif sort == "checkbox":
        tab_to(field)
        keyboard.press("Space")
    elif sort == "text":
        tab_to(field)
        keyboard.type(value)
    else:
        tab_to(field)
        while field.input_value() != value:
            keyboard.press("ArrowDown")


def give_by_touch(page: Page, values: tuple[str, ...]) -> None:
    if has_items_to_move(page):
        move_up(page, values, by=Locator.tap)
        return
    for field, value in fields_of(page, values):
        sort = field.get_attribute("type")
        if sort == "text":
            field.tap()
            page.keyboard.type(value)
        elif sort in ("radio", "checkbox"):
            field.locator("xpath=../span").tap()
        else:
            # Its list is the telephone's own, outside the page.
            field.select_option(value)


def handle(page: Page, item: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=item).locator(".handle")


def middle_of(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def way_between(page: Page, item: str, onto: str) -> list[tuple[float, float]]:
    """Some points on the way from the handle of an item to just above the middle of another."""
    (x, start), (_, end) = middle_of(handle(page, item)), middle_of(handle(page, onto))
    return [(x, start + (end - 3 - start) * part / 8) for part in range(9)]


def drag_by_mouse(page: Page, item: str, *, onto: str) -> None:
    start, *way = way_between(page, item, onto)
    page.mouse.move(*start)
    page.mouse.down()
    for point in way:
        page.mouse.move(*point)
    page.mouse.up()


def drag_by_finger(page: Page, item: str, *, onto: str) -> None:
    handle(page, item).scroll_into_view_if_needed()
    start, *way = way_between(page, item, onto)
    finger = page.context.new_cdp_session(page)
    touch(finger, "touchStart", start)
    for point in way:
        touch(finger, "touchMove", point)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def touch(finger: CDPSession, sort: str, point: tuple[float, float]) -> None:
    x, y = point
    finger.send("Input.dispatchTouchEvent", {"type": sort, "touchPoints": [{"x": x, "y": y}]})


WHERE_WORDS_STAND = """
(root, words) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const {left, right, top, height} = range.getBoundingClientRect();
    return [left + 1, right - 1, top + height / 2];
  }
}
"""


def drag_over(page: Page, first: str, last: str) -> None:
    """Drag with the mouse from the beginning of some words to the end of others."""
    text = page.get_by_role("group", name="The text")
    text.get_by_text(last).scroll_into_view_if_needed()
    left, _, y = text.evaluate(WHERE_WORDS_STAND, first)
    _, right, end = text.evaluate(WHERE_WORDS_STAND, last)
    page.mouse.move(left, y)
    page.mouse.down()
    page.mouse.move(left + 10, y)
    page.mouse.move(right, end, steps=4)
    page.mouse.up()

"""A teacher edits an article, sees what that does to the citations, and settles it; students read what they may."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from quizzes.models import Article, Attempt, Question
from tests.articles.edited import (
    CHANGED,
    CHANGED_TO,
    GONE,
    IN,
    MOVED,
    NEW,
    OLD,
    PLACED,
    cited,
    question_on,
)
from tests.browser.acts import check, has_focus, tab_to
from tests.browser.faults import NARROW, small_targets
from tests.factories import ArticleFactory, QuestionSetFactory, attempt_of

WITH_AND_WITHOUT = pytest.mark.parametrize("has_javascript", [True, False])
SINCE_CHANGED = "The source has since changed; this is the text you were asked on."


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="lend", sentences=OLD)


@pytest.fixture
def asked(article) -> dict[str, Question]:
    """By the words it rests on, a question for each thing that the edit does to words."""
    question_set = QuestionSetFactory()
    return {words: question_on(article, words, question_set=question_set) for words in IN}


@pytest.fixture
def at_effects(opened, tom, article, asked):
    """Tom's page with what the edit would do."""

    def go(sentences=NEW, **how) -> Page:
        page = opened(tom, **how)
        page.goto(reverse("admin:quizzes_article_change", args=[article.pk]))
        page.get_by_role("link", name="Edit the text").click()
        page.get_by_label("The text", exact=True).fill("\n\n".join(sentences))
        page.get_by_role("button", name="See what it changes").click()
        expect(page.locator(".states")).to_contain_text("Nothing is saved yet.")
        return page

    return go


def case_of(page: Page, question: Question) -> Locator:
    return page.get_by_role("group", name=f"Question: {question}", exact=True)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save the text and these decisions").click()


def use_selected(case: Locator) -> Locator:
    return case.get_by_role("button", name="Use the words selected in the new text")


def select_with_mouse(page: Page, words: str, *, in_passage: str) -> None:
    """Drag over the words, the last time they stand in that passage of the new text."""
    part = page.locator(f".new-text [data-passage={in_passage}] .words")
    part.scroll_into_view_if_needed()
    first, last = part.evaluate(
        """(part, words) => {
          const start = part.textContent.lastIndexOf(words);
          const box = (place) => {
            const range = document.createRange();
            range.setStart(part.firstChild, place);
            range.setEnd(part.firstChild, place + 1);
            const {left, right, top, bottom} = range.getClientRects()[0];
            return {left, right, y: (top + bottom) / 2};
          };
          return [box(start), box(start + words.length - 1)];
        }""",
        words,
    )
    page.mouse.move(first["left"], first["y"])
    page.mouse.down()
    page.mouse.move(last["right"], last["y"], steps=8)
    page.mouse.up()
    assert selected(page) == words


def selected(page: Page) -> str:
    return page.evaluate("getSelection().toString()")


def test_an_edit_is_settled_with_words_that_the_mouse_selects_and_students_read_accordingly(
    at_effects, opened, article, asked, ada
):
    before = attempt_of(ada, asked[GONE].question_set)
    answer_all(opened(ada), before)

    page = at_effects()
    expect(page.locator(".states")).to_contain_text("1 placed, 1 moved, 1 changed, 1 orphaned")
    gone, changed = case_of(page, asked[GONE]), case_of(page, asked[CHANGED])
    assert changed.locator("mark").all_text_contents() == [CHANGED, CHANGED_TO]
    assert gone.locator("mark").all_text_contents() == [GONE]
    expect(use_selected(gone)).to_be_disabled()
    select_with_mouse(page, "the council said", in_passage="p1")
    use_selected(gone).click()
    expect(gone.get_by_label("As they stand in the new text")).to_have_value("the council said")
    expect(gone.get_by_label("Cite the new text")).to_be_checked()
    changed.get_by_label("Cite the new text").check()
    assert article.revisions.count() == 1
    save(page)
    page.wait_for_url("**/sources/lend/")

    assert {words: cited(question) for words, question in asked.items()} == {
        PLACED: [(2, "p2", PLACED)],
        MOVED: [(2, "p1", MOVED)],
        CHANGED: [(2, "p3", CHANGED_TO)],
        GONE: [(2, "p1", "the council said")],
    }
    student = opened(ada)
    assert [shown for shown, _ in answer_all(student, attempt_of(ada, asked[GONE].question_set))] == [
        PLACED,
        MOVED,
        "the council said",
        CHANGED_TO,
    ]
    student.goto(reverse("attempts:review", args=[before.pk]))
    sources = student.locator(".source")
    assert sources.locator("mark").all_text_contents() == list(IN)
    assert sources.filter(has_text=SINCE_CHANGED).count() == len(IN)
    student.goto(reverse("attempts:review", args=[Attempt.objects.latest("pk").pk]))
    expect(student.get_by_text(SINCE_CHANGED)).to_have_count(0)


def answer_all(page: Page, attempt: Attempt) -> list[tuple[str, bool]]:
    """Answer every question: the words that are marked then, and whether their source has since changed."""
    shown = []
    for slot in attempt.slots.all():
        page.goto(slot.get_absolute_url())
        page.get_by_label("Seven").check()
        check(page)
        words = page.locator(".evidence mark").inner_text()
        shown.append((words, page.get_by_text(SINCE_CHANGED).count() == 1))
    return shown


def test_until_it_is_settled_students_read_the_old_words_with_a_line_that_says_so(
    at_effects, opened, asked, ada
):
    page = at_effects()
    save(page)
    expect(page.get_by_role("heading", name="citations of older texts")).to_be_visible()
    student = opened(ada)
    assert answer_all(student, attempt_of(ada, asked[GONE].question_set)) == [
        (PLACED, False),
        (MOVED, False),
        (GONE, True),
        (CHANGED, True),
    ]
    student.get_by_role("link", name="Read it as it stands now").click()
    expect(student.locator("#p3 .words")).to_have_text(NEW[2])
    expect(student.locator("mark")).to_have_count(1)  # The name of the site has one.


def test_of_words_that_stand_twice_the_mouse_says_which(at_effects, asked):
    again = "The mayor said so twice: it opens after seven days, yes, after seven days."
    page = at_effects([*NEW, again])
    gone = case_of(page, asked[GONE])
    select_with_mouse(page, PLACED, in_passage="p5")
    use_selected(gone).click()
    save(page)
    page.wait_for_url("**/settle/")
    citation = Question.objects.get(pk=asked[GONE].pk).current.citations.get()
    assert (citation.passage.anchor, citation.start) == ("p5", again.rindex(PLACED))


def test_letters_of_two_units_before_the_words_do_not_shift_what_is_selected(at_effects, asked):
    """Browsers count an emoji as two; the store counts it as one."""
    strange = "🙂🙂 The mayor came, 𝐭𝐡𝐞 mayor went, and the mayor slept."
    page = at_effects([*NEW, strange])
    gone = case_of(page, asked[GONE])
    select_with_mouse(page, "mayor", in_passage="p5")
    use_selected(gone).click()
    save(page)
    page.wait_for_url("**/settle/")
    citation = Question.objects.get(pk=asked[GONE].pk).current.citations.get()
    assert (citation.passage.anchor, citation.start) == ("p5", strange.rindex("mayor"))


def test_words_changed_by_hand_after_selecting_are_looked_for_anew(at_effects, asked):
    page = at_effects()
    gone = case_of(page, asked[GONE])
    select_with_mouse(page, "the council said", in_passage="p1")
    use_selected(gone).click()
    words = gone.get_by_label("As they stand in the new text")
    expect(words).to_be_focused()
    words.fill("Nobody was hurt")
    save(page)
    page.wait_for_url("**/settle/")
    assert cited(asked[GONE]) == [(2, "p3", "Nobody was hurt")]


def test_a_whole_passage_is_selected_by_three_clicks(at_effects, asked):
    page = at_effects()
    gone = case_of(page, asked[GONE])
    page.locator(".new-text [data-passage=p2] .words").click(click_count=3)
    use_selected(gone).click()
    expect(gone.get_by_label("As they stand in the new text")).to_have_value(NEW[1])


def test_words_over_two_passages_are_not_taken(at_effects, asked):
    """A citation stands in one passage; what was selected before is not taken for it either."""
    page = at_effects()
    gone = case_of(page, asked[GONE])
    select_with_mouse(page, "the council said", in_passage="p1")
    page.evaluate(
        """() => {
          const [one, other] = ["p2", "p3"].map((p) => document.querySelector(`[data-passage=${p}] .words`).firstChild);
          getSelection().setBaseAndExtent(one, 3, other, 9);
        }"""
    )
    expect(use_selected(gone)).to_be_disabled()


def test_the_keyboard_alone_edits_settles_and_saves(opened, tom, article, asked):
    """Words cannot be selected by keys in a plain page, so they are typed."""
    page = opened(tom)
    page.goto(reverse("admin:quizzes_article_edit", args=[article.pk]))
    text = page.get_by_label("The text", exact=True)
    tab_to(text)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("\n\n".join(NEW))
    tab_to(page.get_by_role("button", name="See what it changes"))
    page.keyboard.press("Enter")

    gone, changed = case_of(page, asked[GONE]), case_of(page, asked[CHANGED])
    tab_to(gone.get_by_label("As they stand in the new text"))
    page.keyboard.type("the council said")
    tab_to(gone.get_by_label("Stay on the text it cites, for now"))
    page.keyboard.press("ArrowUp")
    expect(gone.get_by_label("Cite the new text")).to_be_checked()
    other = changed.get_by_text("Other words")
    tab_to(other)
    page.keyboard.press("Enter")
    expect(changed.get_by_label("As they stand in the new text")).to_be_visible()
    tab_to(changed.get_by_label("Stay on the text it cites, for now"))
    page.keyboard.press("ArrowDown")
    expect(changed.get_by_label("Retire the question")).to_be_checked()
    tab_to(page.get_by_role("button", name="Save the text and these decisions"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/lend/")
    assert cited(asked[GONE]) == [(2, "p1", "the council said")]
    assert Question.objects.get(pk=asked[CHANGED].pk).state == Question.State.RETIRED


def test_the_keyboard_gets_to_the_new_text_to_scroll_it(at_effects):
    page = at_effects()
    new_text = page.get_by_role("region", name="The new text")
    tab_to(new_text, within=120)
    assert has_focus(new_text)


@WITH_AND_WITHOUT
def test_with_and_without_scripts_a_fault_is_told_where_it_is_and_nothing_typed_is_lost(
    at_effects, article, asked, watch, has_javascript
):
    watch.expect("422 POST")
    page = at_effects([*NEW, "It was to open after seven days."], java_script_enabled=has_javascript)
    gone, changed = case_of(page, asked[GONE]), case_of(page, asked[CHANGED])
    assert use_selected(gone).is_visible() == has_javascript
    gone.get_by_label("As they stand in the new text").fill(PLACED)
    gone.get_by_label("Cite the new text").check()
    changed.get_by_label("Cite the new text").check()
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved.")
    gone = case_of(page, asked[GONE])
    expect(gone).to_contain_text("These words stand 2 times (passage 2, passage 5).")
    words = gone.get_by_label("As they stand in the new text")
    expect(words).to_have_value(PLACED)
    expect(case_of(page, asked[CHANGED]).get_by_label("Cite the new text")).to_be_checked()
    assert article.revisions.count() == 1
    words.fill("open after seven days")
    save(page)
    page.wait_for_url("**/sources/lend/")
    assert cited(asked[GONE]) == [(2, "p5", "open after seven days")]
    assert cited(asked[CHANGED]) == [(2, "p3", CHANGED_TO)]


def test_what_is_wrong_with_words_is_tied_to_their_field(at_effects, asked, watch):
    """So that it is read out with the field."""
    watch.expect("422 POST")
    page = at_effects()
    gone = case_of(page, asked[GONE])
    gone.get_by_label("Cite the new text").check()
    save(page)
    words = case_of(page, asked[GONE]).get_by_label("As they stand in the new text")
    told = words.get_attribute("aria-describedby")
    assert told
    expect(page.locator(f"#{told.split()[0]}")).to_contain_text("Its words are gone.")
    assert words.get_attribute("aria-invalid") == "true"


def test_a_double_click_on_save_stores_one_revision(at_effects, article, asked):
    page = at_effects()
    page.get_by_role("button", name="Save the text and these decisions").dblclick()
    expect(page.get_by_role("heading", name="citations of older texts")).to_be_visible()
    assert article.revisions.count() == 2
    assert asked[PLACED].versions.count() == 2


def test_the_page_before_is_reached_again_without_losing_the_text(at_effects):
    page = at_effects()
    page.go_back()
    expect(page.get_by_label("The text", exact=True)).to_have_value("\n\n".join(NEW))


def test_what_is_to_be_pressed_is_large_enough_on_a_narrow_page(at_effects):
    page = at_effects(viewport=NARROW, reduced_motion="reduce")
    assert [fault for fault in small_targets(page) if "use-selected" in fault or "radio" in fault] == []

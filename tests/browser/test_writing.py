"""A teacher writes questions: from the kind to what students are asked, by mouse, by keyboard, and without scripts."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from quizzes.kinds import KINDS
from quizzes.models import Article, Question, QuestionSet
from tests.browser.acts import has_focus, tab_to
from tests.browser.faults import NARROW, accessibility_in_both_schemes, sideways, small_targets
from tests.browser.pages import drag_over
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, body, passage

MOST_ACTIONS = 12
SENTENCES = (
    "The bridge over the Lend was closed on Monday, the council said.",
    "It was to open again after seven days, according to the mayor.",
    "Two shops on the north bank lost half of their customers.",
)
ADD = "/admin/quizzes/question/add/"


class Hand:
    """Does one thing after the other, and counts them: a click, a key command, a filled field, words selected."""

    def __init__(self) -> None:
        self.acts: list[str] = []

    def __call__(self, name: str, act: Callable, *args) -> None:
        act(*args)
        self.acts.append(name)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="lend", title="AAA: the bridge", short_name="Lend story", sentences=SENTENCES)


@pytest.fixture
def question_set(article) -> QuestionSet:
    return QuestionSetFactory(title="The bridge")


@pytest.fixture
def form_of(opened, tom, question_set, article):
    """The form of a new question of a kind, beside the article."""

    def go(kind: str, **how) -> Page:
        page = opened(tom, **how)
        page.goto(f"{ADD}?kind={kind}&question_set={question_set.pk}&source={article.pk}")
        return page

    return go


def words_in(page: Page, number: int, words: str) -> None:
    drag_over(page, f".source-line[data-label='passage {number}']", words)


def cite(page: Page, number: int, words: str, stance: str = "Supports the answer") -> None:
    page.get_by_role("tab", name="Source").click()
    words_in(page, number, words)
    page.get_by_role("button", name=stance).click()


def save(page: Page, button: str = "Save and publish") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_from_an_empty_set_to_a_published_question_with_two_citations_takes_12_actions(
    opened, tom, question_set, article, pytestconfig
):
    page, act = opened(tom), Hand()
    page.goto(reverse("admin:quizzes_questionset_change", args=[question_set.pk]))
    act("write a question", page.get_by_role("link", name="Write a question").click)
    act("kind", page.get_by_label("Single choice").check)
    act("write it", page.get_by_role("button", name="Write it").click)
    act("stem", page.get_by_label("Stem:").fill, "After how many days was the bridge to open?")
    act("option", page.get_by_label("Text, row 1").fill, "Seven")
    act("option", page.get_by_label("Text, row 2").fill, "Nine")
    act("right", page.get_by_label("Right, row 1").check)
    if page.locator("#source").input_value() != str(article.pk):
        act("article", page.locator("#source").select_option, str(article.pk))
        expect(page.locator(".source-line[data-label='passage 3']")).to_contain_text("Two shops")
    act("words", words_in, page, 2, "after seven days")
    act("supports", page.get_by_role("button", name="Supports the answer").click)
    act("words", words_in, page, 1, "closed on Monday")
    act("context", page.get_by_role("button", name="Gives context").click)
    act("publish", save, page)
    expect(page.get_by_text("is published, version 1.")).to_be_visible()
    question = Question.objects.get(question_set=question_set)
    assert question.state == "published"
    assert [(row.quote, row.stance) for row in question.current.citations.all()] == [
        ("after seven days", "supports"),
        ("closed on Monday", "context"),
    ]
    tell(pytestconfig, f"{len(act.acts)} actions: {', '.join(act.acts)}")
    assert len(act.acts) <= MOST_ACTIONS


def tell(config: pytest.Config, sentence: str) -> None:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reporter.ensure_newline()
    reporter.write_line(sentence)


# Each kind.


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        field = page.locator(f"#question_form .writing-form [name='{name}']")
        sort = field.evaluate("field => field.type")
        if sort == "checkbox":
            field.check()
        elif sort.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


ROWS: dict[str, dict[str, str]] = {
    "single_choice": {"options-0-text": "Seven", "options-0-is_right": "on", "options-1-text": "Nine"},
    "multiple_response": {
        "options-0-text": "Shops",
        "options-0-is_right": "on",
        "options-1-text": "The council",
        "options-2-text": "The mayor",
    },
    "true_false": {"setting_answer": "true"},
    "short_text": {"options-0-text": "mayor"},
    "numeric": {"options-0-text": "7", "setting_unit": "days"},
    "ordering": {"options-0-text": "Closed", "options-1-text": "Mended", "options-2-text": "Opened"},
    "matching": {
        "options-0-text": "Monday",
        "options-0-match": "closed",
        "options-1-text": "Seven days",
        "options-1-match": "open again",
    },
    "cloze": {
        "setting_text": "It was to open after [1] days, the [2] said.",
        "options-0-gap": "1",
        "options-0-text": "7",
        "options-0-asks": "numeric",
        "options-1-gap": "2",
        "options-1-text": "mayor",
    },
    "evidence": {},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_written_seen_and_published(form_of, kind):
    page = form_of(kind)
    fill(page, stem="What was said of the bridge?", explanation="So the mayor said.", **ROWS[kind])
    cite(page, 2, "after seven days")
    page.get_by_role("tab", name="Preview").click()
    expect(page.get_by_text("Ready to publish.")).to_be_visible()
    preview = page.locator("#preview .student-view")
    expect(preview.first.locator(".stem")).to_have_text("What was said of the bridge?")
    expect(preview.last.locator("mark").first).to_have_text("after seven days")
    assert preview.first.locator("[name=given]").count() > 0
    save(page)
    expect(page.get_by_text("is published, version 1.")).to_be_visible()
    question = Question.objects.get(stem="What was said of the bridge?")
    assert question.task.problems(question.draft) == []
    assert (question.kind, question.draft_citations.get().quote) == (kind, "after seven days")


# Rows.


@pytest.fixture
def with_options(opened, tom, article):
    question = QuestionFactory(
        options=[("One", False), ("Two", True), ("Three", False)],
        cites=[(passage(article, 2), "after seven days")],
    )

    def go(**how) -> tuple[Page, Question]:
        page = opened(tom, **how)
        page.goto(reverse("admin:quizzes_question_change", args=[question.pk]))
        return page, question

    return go


def texts(page: Page) -> list[str]:
    fields = page.locator("#options-group .row-list > li:not(.removed) textarea[name$=-text]").all()
    return [text for field in fields if (text := field.input_value())]


def stored(question: Question) -> list[str]:
    return list(question.options.values_list("text", flat=True))


def go_on(page: Page) -> None:
    save(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def test_options_are_moved_by_buttons_by_keys_and_by_dragging(with_options):
    page, question = with_options()
    group = page.locator("#options-group")
    down = group.get_by_role("button", name="Move row 1 down")
    down.click()
    assert texts(page) == ["Two", "One", "Three"]
    expect(group.locator(".moved")).to_have_text("One, place 2 of 4")
    assert (
        page.evaluate("document.activeElement.closest('.row-card').querySelector('textarea').value") == "One"
    )

    third = page.get_by_label("Text, row 3")
    assert third.input_value() == "Three"
    third.press("Alt+ArrowUp")
    assert texts(page) == ["Two", "Three", "One"]
    assert page.evaluate("document.activeElement.value") == "Three"

    grip, target = group.locator(".grip").nth(2).bounding_box(), group.locator(".grip").first.bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(target["x"] + 5, target["y"] - 2, steps=6)
    page.mouse.up()
    assert texts(page) == ["One", "Two", "Three"]

    page.get_by_label("Text, row 1").press("Alt+ArrowDown")
    go_on(page)
    assert stored(question) == ["Two", "One", "Three"]


def test_options_are_added_and_removed_without_a_page_load(with_options):
    page, question = with_options()
    group = page.locator("#options-group")
    page.get_by_label("Text, row 4").fill("Four")
    group.get_by_role("button", name="Add another option").click()
    assert has_focus(page.get_by_label("Text, row 5"))
    page.keyboard.insert_text("Five")
    group.get_by_role("button", name="Remove row 1").click()
    group.get_by_role("button", name="Remove row 1").click()
    group.get_by_role("button", name="Put it back").last.click()
    assert texts(page) == ["Two", "Three", "Four", "Five"]
    go_on(page)
    assert stored(question) == ["Two", "Three", "Four", "Five"]


# The preview.


def test_the_preview_follows_the_writing_and_an_answer_can_be_tried(with_options):
    page, question = with_options()
    stem = page.locator("#preview .stem").first
    page.get_by_label("Stem:").fill("How *many*?")
    expect(stem).to_have_text("How many?")
    page.get_by_label("Right, row 2").uncheck()
    expect(page.get_by_text("No option is marked as right. Mark the right one.")).to_be_visible()
    expect(page.locator("#preview-told")).to_have_text("1 thing missing")
    page.get_by_label("Right, row 3").check()
    preview = page.locator("#preview")
    expect(preview.get_by_role("button", name="Check an answer")).to_be_visible()
    preview.get_by_label("One").check()
    preview.get_by_role("button", name="Check an answer").click()
    expect(preview.get_by_text("Not right.")).to_be_visible()
    preview.get_by_role("button", name="Try another answer").click()
    expect(preview.get_by_role("button", name="Check an answer")).to_be_visible()
    assert "How" not in Question.objects.get(pk=question.pk).stem


# Citing.


def test_words_are_cited_marked_and_removed_again(form_of, article):
    page = form_of("true_false")
    line = page.locator(".source-line[data-label='passage 2']")
    words_in(page, 2, "after seven days")
    page.get_by_role("button", name="Says otherwise").click()
    expect(line.locator("mark")).to_have_text("after seven days")
    expect(line.locator(".cited-here")).to_contain_text("says otherwise")
    assert page.get_by_label("Quote, row 1").input_value() == "after seven days"
    line.get_by_role("button", name="Remove the citation").click()
    expect(line.locator("mark")).to_have_count(0)
    expect(page.locator("#draft_citations-group .row-list > .removed")).to_have_count(1)


def test_words_are_cited_by_keyboard_alone(form_of):
    page = form_of("true_false")
    line = page.locator(".source-line[data-label='passage 2']")
    tab_to(line.get_by_role("button", name="Cite passage 2"), within=200)
    page.keyboard.press("Enter")
    assert has_focus(line.get_by_label("From"))
    page.keyboard.type("after")
    page.keyboard.press("Tab")
    page.keyboard.type("days")
    expect(line.locator(".chosen-words")).to_have_text("“after seven days,”")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(line.locator("mark")).to_have_text("after seven days,")
    assert has_focus(line.get_by_role("button", name="Cite passage 2"))
    assert page.get_by_label("Quote, row 1").input_value() == "after seven days,"


def test_of_words_that_stand_twice_the_selected_ones_are_cited(opened, tom, question_set):
    article = ArticleFactory(sentences=["🌉 The mayor came and then the mayor left."], short_name="Twice")
    page = opened(tom)
    page.goto(f"{ADD}?kind=true_false&question_set={question_set.pk}&source={article.pk}")
    words_in(page, 1, "the mayor left")
    page.get_by_label("to word").select_option(label="mayor")
    page.get_by_role("button", name="Supports the answer").click()
    fill(page, stem="He left.", setting_answer="true")
    save(page)
    expect(page.get_by_text("is published")).to_be_visible()
    citation = Question.objects.get(stem="He left.").draft_citations.get()
    assert (citation.quote, citation.start) == ("the mayor", citation.passage.text.index("the mayor"))
    assert citation.start > 10


def test_another_article_is_opened_and_searched(form_of, article):
    other = ArticleFactory(slug="ferry", short_name="Ferry", sentences=["Of the ferry.", "Of its rope."])
    page = form_of("true_false")
    page.locator("#source").select_option(str(other.pk))
    expect(page.locator(".source-line")).to_have_count(2)
    page.get_by_label("Find in the text").fill("rope")
    expect(page.locator(".source-line:visible")).to_have_count(1)
    expect(page.locator("#found-in-source")).to_have_text("1 passage")
    page.get_by_label("Find in the text").fill("boatman")
    expect(page.get_by_text("Nothing in this text says so")).to_be_visible()


def test_cited_words_of_an_older_text_stay_marked(with_options, article):
    article.revise(body(["All is new."]), "brief")
    page, _ = with_options()
    page.get_by_role("tab", name="Source").click()
    older = page.locator(".source-line", has_text="Older text")
    expect(older.locator("mark")).to_have_text("after seven days")


# When something is wrong.


def test_what_is_wrong_is_told_at_the_top_with_the_way_there(form_of, watch):
    watch.expect("422 POST")
    page = form_of("numeric")
    fill(page, **{"options-0-text": "7", "options-0-tolerance": "a bit"})
    save(page)
    faults = page.locator(".faults")
    expect(faults).to_be_focused()
    faults.get_by_role("link", name="Tolerance, row 1").click()
    assert has_focus(page.get_by_label("Tolerance, row 1", exact=True))
    assert page.get_by_label("Tolerance, row 1", exact=True).input_value() == "a bit"


def test_the_second_of_two_tabs_is_told_before_it_overwrites(with_options, watch):
    watch.expect("422 POST")
    page, question = with_options()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Stem:").fill("As the other tab has it?")
    go_on(other)
    page.get_by_label("Stem:").fill("As this tab has it?")
    save(page, "Save")
    expect(page.locator(".faults")).to_contain_text("As the other tab has it?")
    assert page.get_by_label("Stem:").input_value() == "As this tab has it?"
    save(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert Question.objects.get(pk=question.pk).stem == "As this tab has it?"


def test_a_double_click_makes_one_question(form_of):
    page = form_of("true_false")
    fill(page, stem="It was closed.")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.get_by_text("is saved as a draft")).to_be_visible()
    assert Question.objects.filter(stem="It was closed.").count() == 1


# Without scripts.


def test_a_question_is_written_and_published_without_scripts(form_of, article):
    page = form_of("single_choice", java_script_enabled=False)
    fill(page, stem="When?", **ROWS["single_choice"])
    page.get_by_role("button", name="Cite passage 2").click()
    expect(page.get_by_label("Quote, row 1")).to_have_value(SENTENCES[1])
    page.get_by_label("Quote, row 1").fill("after seven days")
    page.get_by_role("button", name="Show it as it stands now").click()
    expect(page.get_by_text("Ready to publish.")).to_be_visible()
    page.locator("#preview").get_by_label("Nine").check()
    page.get_by_role("button", name="Check an answer").click()
    expect(page.get_by_text("Not right.")).to_be_visible()
    fill(page, **{"options-0-position": "2", "options-1-position": "1"})
    save(page)
    expect(page.get_by_text("is published, version 1.")).to_be_visible()
    assert stored(Question.objects.get(stem="When?")) == ["Nine", "Seven"]


# How it looks to whom.


@pytest.mark.parametrize("kind", ["single_choice", "cloze"])
def test_form_and_source_are_accessible_and_fit(form_of, kind):
    page = form_of(kind, reduced_motion="reduce")
    fill(page, stem="When? " * 40, **ROWS[kind])
    cite(page, 2, "after seven days")
    words_in(page, 1, "closed on Monday")
    faults = accessibility_in_both_schemes(page)
    page.get_by_role("tab", name="Preview").click()
    expect(page.get_by_text("Ready to publish.")).to_be_visible()
    faults += accessibility_in_both_schemes(page)
    # The list behind a search field is there for its value alone.
    small = [target for target in small_targets(page) if "admin-auto" not in target]
    assert not faults + small, "\n".join(faults + small)
    page.set_viewport_size(NARROW)
    assert not sideways(page)

"""Teachers at the desk, under the same strict content policy as everyone: the watch fails on anything it blocks."""

from playwright.sync_api import Locator, Page, expect

from quizzes.models import Article, Passage, Question, QuestionSet
from tests.browser.acts import check, tab_to
from tests.browser.pages import PASTED

STEM = "Attest says that NATO and Russia were to meet in Brussels."


def test_a_question_written_by_keyboard_alone_is_asked(opened, ada, tom):
    question_set = QuestionSet.objects.get(slug="week-of-talks")
    cited, words = passage_to_cite()
    page = opened(tom)
    page.goto("/admin/")
    press(page.locator(".model-question .addlink"))
    choose(page.get_by_label("Question set"), str(question_set))
    tab_to(page.get_by_role("radio", checked=True))
    while not page.get_by_label("True/false").is_checked():
        page.keyboard.press("ArrowDown")
    press(page.get_by_role("button", name="Write it"))

    write(page.get_by_label("Stem:"), STEM)
    choose(page.get_by_label("The statement is:"), "True")
    tab_to(page.get_by_role("combobox", name="Passage, row 1"))
    cite(page, "Passage, row 1", words=words, found=str(cited))
    write(page.get_by_label("Quote, row 1"), words)
    press(page.get_by_role("button", name="Save and publish"))
    expect(page.get_by_text("is published, version 1")).to_be_visible()
    expect(page.get_by_text("Students are asked what stands here.")).to_be_visible()

    assert Question.objects.published().get(stem=STEM).question_set == question_set
    student = opened(ada)
    student.goto(question_set.get_absolute_url())
    student.get_by_role("button", name="Start practising").click()
    while student.locator("#stem").inner_text() != STEM:
        student.goto(next_address(student.url))
    student.get_by_label("True").check()
    check(student)
    expect(student.locator(".verdict")).to_contain_text("Right.")
    assert student.locator(".evidence mark").all_text_contents() == [words]


def test_a_row_added_by_hand_can_cite_another_passage(opened, tom, watch):
    question = Question.objects.published().filter(kind="single_choice").first()
    cited, words = passage_to_cite()
    before = question.draft_citations.count()
    page = opened(tom)
    page.goto(f"/admin/quizzes/question/{question.pk}/change/")
    watch.expect("422 POST")
    page.get_by_role("button", name="Add another citation").click()
    row = f"row {before + 2}"
    cite(page, f"Passage, {row}", words=words, found=str(cited))
    page.get_by_label(f"Quote, {row}").fill("not what stands there")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".faults")).to_contain_text("These words do not stand in that passage.")
    assert question.draft_citations.count() == before
    page.get_by_label(f"Quote, {row}").fill(words)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert question.draft_citations.filter(passage=cited).exists()


def test_a_pasted_article_is_sorted_corrected_and_read(opened, tom):
    page = opened(tom)
    page.goto("/admin/quizzes/article/")
    page.get_by_role("link", name="Add article").click()
    page.get_by_label("Title", exact=True).fill("The bridge over the Lend")
    page.get_by_label("Slug").fill("bridge")
    page.get_by_label("Publisher").fill("The Lend Post")
    page.get_by_label("Or paste the text").fill(PASTED)
    page.get_by_role("button", name="Sort into blocks").click()

    roles = page.locator(".blocks select")
    expect(roles).to_have_count(4)
    assert [role.input_value() for role in roles.all()] == ["title", "body", "body", "body"]
    roles.nth(3).select_option("caption")
    page.get_by_role("button", name="Save with these roles").click()

    page.wait_for_url("**/sources/bridge/")
    expect(page.locator("#p1")).to_contain_text("The bridge over the Lend was closed on Monday")
    expect(page.locator("#p2")).to_contain_text("after seven days")
    expect(page.locator("#p3")).to_have_count(0)
    expect(page.locator("#c1")).to_contain_text("Two shops on the north bank")


def passage_to_cite() -> tuple[Passage, str]:
    """A passage, and words that stand in it alone."""
    cited = Article.objects.get(slug="npr-report").current.passages.get(role="body", number=3)
    words = " ".join(cited.text.split()[:6])
    assert Passage.objects.filter(text__contains=words).get() == cited
    return cited, words


def press(target: Locator) -> None:
    tab_to(target)
    target.page.keyboard.press("Enter")


def write(field: Locator, text: str) -> None:
    tab_to(field)
    field.page.keyboard.insert_text(text)


def choose(field: Locator, label: str) -> None:
    """Choose in a list as the keyboard does: by typing what the choice begins with."""
    tab_to(field)
    field.page.keyboard.type(label)
    assert field.locator("option:checked").inner_text() == label


def cite(page: Page, name: str, *, words: str, found: str) -> None:
    """Look a passage up by words of its text, and take the first that is found."""
    passage = page.get_by_role("combobox", name=name, exact=True)
    passage.press("Enter")
    search = page.locator(".select2-search__field")
    expect(search).to_be_focused()
    page.keyboard.insert_text(words)
    page.keyboard.press("End")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text(found)
    page.keyboard.press("Enter")
    expect(passage).to_have_text(found)


def next_address(address: str) -> str:
    front, position = address.rstrip("/").rsplit("/", 1)
    return f"{front}/{int(position) + 1}/"

"""Coverage for teachers, and what students and teachers meet beside the passages of an article."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from core.models import User
from quizzes.models import Article, DraftCitation, Passage, Question, Slot
from tests.browser.acts import tab_to
from tests.browser.answers import typed
from tests.browser.faults import NARROW, accessibility, sideways, small_targets
from tests.browser.pages import drag_over
from tests.browser.world import SET, World
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, passage

AP = "/sources/ap-story/"
WORDS = "the US turned down"
LONG_WORD = "Donau" * 40
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def second(library) -> Passage:
    """A passage of the AP story, on one line of which the words stand."""
    found = Article.objects.get(slug="ap-story").current.passages.get(role="body", number=2)
    assert found.text.count(WORDS) == 1
    return found


def ask_about(page: Page) -> tuple[str, str]:
    """Where the way to a question about the selected words leads, and what stands on it."""
    link = page.locator(".actions.on-words a[href*=question]")
    expect(link).to_be_visible()
    return link.get_attribute("href"), link.locator(".what").inner_text()


def save_new_question(page: Page) -> DraftCitation:
    """Choose set and kind, fill the form that opens, save, and see what the question cites."""
    page.get_by_label("Question set").select_option(index=1)
    page.get_by_role("radio", name="True/false").check()
    page.get_by_role("button", name="Write it").click()
    page.get_by_label("Stem:").fill("Was it so?")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("is saved as a draft")).to_be_visible()
    return DraftCitation.objects.get(question__stem="Was it so?")


# Words, and a question about them.


def test_words_selected_with_the_mouse_are_asked_about(opened, tom, second):
    page = opened(tom)
    page.goto(AP)
    drag_over(page, "#p2", WORDS)
    start = second.text.index(WORDS)
    address, label = ask_about(page)
    assert (
        address == f"/admin/quizzes/question/add/?passage={second.pk}&start={start}&end={start + len(WORDS)}"
    )
    assert label == "Ask about the selected words"
    page.locator(".actions.on-words a[href*=question]").click()
    expect(page.get_by_text(f"passage 2 of AP story: “{WORDS}”")).to_be_visible()
    cited = save_new_question(page)
    assert (cited.passage, cited.quote, cited.start) == (second, WORDS, start)


def test_the_way_to_ask_stands_just_below_the_selected_words(opened, tom, second):
    page = opened(tom)
    page.goto(AP)
    drag_over(page, "#p2", WORDS)
    ask_about(page)
    words = page.evaluate("() => getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
    bar = page.locator(".actions.on-words").bounding_box()
    assert 0 <= bar["y"] - words["bottom"] <= 12
    assert bar["x"] < words["right"]
    assert (
        bar["x"] + bar["width"]
        <= page.locator("#p2").bounding_box()["x"] + page.locator("#p2").bounding_box()["width"] + 1
    )


def test_words_selected_by_keyboard_are_asked_about_by_keyboard(opened, tom, second):
    page = opened(tom)
    page.goto(AP)
    # As the browser's own search leaves it selected, and the arrow keys then take in more.
    page.evaluate("() => window.find('From Mosc')")
    page.keyboard.press("Shift+Control+ArrowRight")
    link = page.locator("#p2 .actions a[href*=question]")
    expect(link).to_have_attribute("href", f"/admin/quizzes/question/add/?passage={second.pk}&start=0&end=11")
    tab_to(link)
    expect(link).to_contain_text("Ask about the selected words")
    page.keyboard.press("Enter")
    expect(page.get_by_text("passage 2 of AP story: “From Moscow”")).to_be_visible()
    assert save_new_question(page).quote == "From Moscow"


def test_without_a_selection_the_way_leads_to_the_whole_passage_again(opened, tom, second):
    page = opened(tom)
    page.goto(AP)
    drag_over(page, "#p2", WORDS)
    ask_about(page)
    page.locator("h1").click()
    link = page.locator("#p2 .actions a[href*=question]")
    expect(link).to_have_attribute("href", f"/admin/quizzes/question/add/?passage={second.pk}")
    expect(link.locator(".what")).to_have_text("Ask about this")
    assert page.locator(".on-words").count() == 0


def test_words_of_two_passages_are_no_words_of_one(opened, tom):
    page = opened(tom)
    page.goto(AP)
    page.evaluate("""() => {
      const [one, other] = ["#p2 .words", "#p3 .words"].map((place) => document.querySelector(place).firstChild);
      getSelection().setBaseAndExtent(one, 5, other, 9);
    }""")
    page.wait_for_timeout(100)
    assert page.locator(".on-words").count() == 0


def test_the_whole_of_a_passage_can_be_selected_by_clicking_it_three_times(opened, tom, second):
    page = opened(tom)
    page.goto(AP)
    page.locator("#p2 .words").click(click_count=3, position={"x": 20, "y": 10})
    address, _ = ask_about(page)
    query = parse_qs(urlsplit(address).query)
    assert (query["start"], query["end"]) == (["0"], [str(len(second.text))])


def test_words_after_signs_of_two_halves_are_found_where_the_server_counts_them(opened, tom):
    article = ArticleFactory(slug="signs", sentences=["The 🌉 of 🌉 was closed on Monday."])
    page = opened(tom)
    page.goto(article.get_absolute_url())
    drag_over(page, "#p1", "closed on")
    page.locator(".actions.on-words a[href*=question]").click()
    expect(page.get_by_text("passage 1 of signs: “closed on”")).to_be_visible()


def test_in_a_caption_its_number_is_no_part_of_the_words(opened, tom):
    caption = Article.objects.get(slug="ap-story").current.passages.get(role="caption", number=1)
    page = opened(tom)
    page.goto(AP)
    drag_over(page, "#c1", "Wendy Sherman")
    page.locator(".actions.on-words a[href*=question]").click()
    expect(page.get_by_text("caption 1 of AP story: “Wendy Sherman”")).to_be_visible()
    assert save_new_question(page).passage == caption


def test_without_javascript_a_whole_passage_is_asked_about(opened, tom, second):
    page = opened(tom, java_script_enabled=False)
    page.goto(AP)
    page.locator("#p2 .actions a[href*=question]").click()
    expect(page.get_by_text("passage 2 of AP story: “From Moscow")).to_be_visible()
    cited = save_new_question(page)
    assert (cited.passage, cited.quote) == (second, second.text)


def test_on_a_wide_page_the_way_to_ask_shows_when_the_passage_is_pointed_at_or_has_the_focus(opened, tom):
    page = opened(tom)
    page.goto(AP)
    actions = page.locator("#p3 .actions")
    expect(actions).to_have_css("opacity", "0")
    page.locator("#p3 .words").hover()
    expect(actions).to_have_css("opacity", "1")
    page.locator("h1").hover()
    page.locator("#p3 .actions a[href*=question]").focus()
    expect(actions).to_have_css("opacity", "1")


def test_on_a_phone_it_is_always_there(opened, tom):
    page = opened(tom, viewport=PHONE)
    page.goto(AP)
    expect(page.locator("#p3 .actions")).to_have_css("opacity", "1")
    page.locator("#p4 summary").click()
    assert not sideways(page) + small_targets_of_the_margin(page)


def small_targets_of_the_margin(page: Page) -> list[str]:
    return [found for found in small_targets(page) if "question" in found]


# The margin.


def test_a_teacher_opens_the_questions_of_a_passage_and_goes_to_one(opened, tom):
    page = opened(tom)
    page.goto(AP)
    details = page.locator("#p4 details")
    question = details.get_by_role("link").first
    expect(question).to_be_hidden()
    tab_to(details.locator("summary"), within=200)
    page.keyboard.press("Enter")
    expect(question).to_be_visible()
    stem = question.inner_text()
    question.click()
    expect(page.get_by_label("Stem:")).to_have_value(Question.objects.get(stem__startswith=stem[:40]).stem)


@pytest.mark.parametrize("scripted", [True, False])
def test_after_practice_a_student_sees_beside_the_passage_how_they_answered(opened, ada, watch, scripted):
    world = World(ada, watch)
    right, wrong = (world.answered[f"single_choice {result}"] for result in ("right", "wrong"))
    # Both slots ask the same question: the later answer is the one that counts.
    assert right.version_id == wrong.version_id
    decided = right.evidence.main
    page = opened(ada, java_script_enabled=scripted)
    page.goto(decided.article.get_absolute_url())
    line = page.locator(f"#{decided.passage.anchor} .own li").filter(has_text=right.face["stem"][:30])
    expect(line).to_have_count(1)
    expect(line).to_contain_text("Not right.")
    line.get_by_role("link").click()
    assert page.url.endswith(f"/attempts/{wrong.attempt_id}/review/#q{wrong.position}")
    expect(page.locator(f"#q{wrong.position}")).to_be_in_viewport()


def test_what_is_answered_on_one_page_stands_beside_its_passage_on_the_other(opened, ada):
    page, reader = opened(ada), opened(ada)
    page.goto(f"/sets/{SET}/")
    page.get_by_role("button", name="Start practising").click()
    slot = Slot.objects.with_attempt().get(attempt__student=ada, position=1)
    main = slot.evidence.main
    reader.goto(main.article.get_absolute_url())
    expect(reader.get_by_role("list", name="How you answered")).to_have_count(0)
    slot.submit(slot.read(typed(slot, "right")), at=slot.attempt.started_at)
    reader.reload()
    expect(reader.locator(f"#{main.passage.anchor} .own")).to_contain_text("✓ Right.")


# Coverage.


def test_a_segment_of_the_strip_leads_to_the_row_of_its_passage(opened, tom):
    page = opened(tom)
    page.goto(f"{AP}coverage/")
    expect(page.locator("figure .strip > a")).to_have_count(page.locator(".coverage-rows tbody tr").count())
    page.locator("figure .strip > a").nth(5).click()
    assert page.url.endswith("#c1")
    expect(page.locator("#c1")).to_be_in_viewport()


def test_the_strip_of_a_set_leads_to_the_passage_in_the_reader(opened, tom):
    page = opened(tom)
    page.goto(f"/sets/{SET}/coverage/")
    page.locator("figure .strip").first.locator("a").nth(1).click()
    page.wait_for_url("**/sources/*/#p*")


def test_taller_is_more_questions_and_none_is_hatched(opened, tom):
    """So that colour is not needed."""
    article = ArticleFactory(slug="heights", sentences=[f"Sentence {place} is here." for place in range(4)])
    for number in range(4):
        for _ in range(number):
            QuestionFactory(cites=[(passage(article, number + 1), "is here")], published=True)
    page = opened(tom)
    page.goto("/sources/heights/coverage/")
    heights = [
        sum(part.bounding_box()["height"] for part in segment.locator(".fill").all())
        for segment in page.locator("figure .strip > a").all()
    ]
    assert heights[0] == 0 < heights[1] < heights[2] < heights[3]
    hatched = page.locator("figure .strip > a").filter(has=page.locator("rect[fill^='url(#nothing']"))
    expect(hatched).to_have_count(1)
    expect(hatched).to_have_class("level0")


def test_an_uncovered_passage_is_one_click_from_a_question_about_it(opened, tom):
    page = opened(tom)
    page.goto(f"{AP}coverage/")
    page.locator("#p7").get_by_role("link", name="Ask about it").click()
    expect(page.get_by_text("passage 7 of AP story: “")).to_be_visible()
    assert save_new_question(page).passage.number == 7


def test_links_in_the_table_are_reached_by_keyboard_and_the_strip_is_no_detour(opened, tom):
    page = opened(tom)
    page.goto(f"{AP}coverage/")
    first = page.locator(".coverage-rows tbody a").first
    page.locator("h1").click()
    tab_to(first, within=4)


def test_two_hundred_passages_and_long_titles_fit_every_page(opened, tom):
    question_set = overlong()
    page = opened(tom, reduced_motion="reduce")
    article = Article.objects.get(title=LONG_WORD)
    for address in (
        f"{article.get_absolute_url()}coverage/",
        f"/sets/{question_set.slug}/coverage/",
        article.get_absolute_url(),
    ):
        page.goto(address)
        for viewport in (NARROW, {"width": 1280, "height": 720}):
            page.set_viewport_size(viewport)
            assert not sideways(page), (address, viewport, sideways(page))
        assert not accessibility(page), address


def overlong():
    sentences = [f"{LONG_WORD} {place} opened, and then it closed again." for place in range(200)]
    article = ArticleFactory(slug="long", title=LONG_WORD, short_name="", sentences=sentences)
    question_set = QuestionSetFactory(title=LONG_WORD)
    for place in range(1, 40, 2):
        cites = [(passage(article, place), "opened")]
        QuestionFactory(stem=LONG_WORD, question_set=question_set, cites=cites, published=True)
    return question_set


def test_a_student_is_not_led_to_the_coverage(opened, ada: User, watch):
    page = opened(ada)
    for address in ("/sources/", AP, f"/sets/{SET}/"):
        page.goto(address)
        expect(page.get_by_role("link", name="Coverage")).to_have_count(0)
    watch.expect("404 GET")
    page.goto(f"{AP}coverage/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

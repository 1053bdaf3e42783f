"""Writing a question at the desk: the preview, the source beside the form, and what is typed in two places at once."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from quizzes.articles.models import Article
from quizzes.bank.models import DraftCitation, Option, Question
from quizzes.kinds import KINDS
from quizzes.kinds.kind import ALL
from tests.bank.test_question_desk import EVERY_DRAFT, LIST, Form, begun, stored, words
from tests.conftest import signed_in
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, body, passage

pytestmark = pytest.mark.django_db

SOURCE = f"{LIST}source/"
WRITTEN = {
    "stem": "After how **many** days?",
    "options-0-text": "Seven",
    "options-0-is_right": "on",
    "options-0-feedback": "So the mayor said.",
    "options-1-text": "Nine",
    "explanation": "The mayor spoke of seven days.",
}


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", short_name="Lend story")


def cites(article: Article, words: str = "after seven days", number: int = 2, row: int = 0) -> dict[str, str]:
    return {
        f"draft_citations-{row}-passage": str(passage(article, number).pk),
        f"draft_citations-{row}-quote": words,
    }


def part(client: Client, form: Form, **changes: str) -> html.HtmlElement:
    """What stands beside the form once this was typed."""
    address = (
        form.address.replace("change/", "preview/") if "change/" in form.address else f"{LIST}add/preview/"
    )
    response = client.post(address, form.values | changes)
    assert response.status_code == 200
    return html.fragment_fromstring(response.text, create_parent="div")


def told(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def missing(element: html.HtmlElement) -> list[str]:
    return [told(item) for item in element.xpath(".//*[@class='missing']//li")]


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Question, Option, DraftCitation)]


# The preview.


def test_the_preview_shows_what_students_are_asked_and_afterwards_see(as_tom, article):
    shown = part(as_tom, begun(as_tom, "single_choice"), **WRITTEN, **cites(article))
    asked, after = shown.find_class("student-view")
    assert told(asked.get_element_by_id("stem")) == "After how many days?"
    assert asked.xpath(".//strong/text()") == ["many"]
    assert len(asked.xpath(".//input[@name='given'][@type='radio']")) == 2
    assert "The mayor spoke of seven days." in told(after)
    assert after.xpath(".//mark/text()") == ["after seven days"]
    assert "Seven right answer" in told(after)
    assert missing(shown) == []
    assert "Ready to publish." in told(shown)


def test_before_the_answer_the_preview_does_not_tell_which_is_right(as_tom, article):
    asked, _ = part(as_tom, begun(as_tom, "single_choice"), **WRITTEN, **cites(article)).find_class(
        "student-view"
    )
    first, second = (html.tostring(row, with_tail=False).decode() for row in asked.xpath(".//li"))
    assert first.replace("Seven", "Nine").replace('"1"', '"2"').replace("1</kbd>", "2</kbd>") == second


def test_the_preview_stores_nothing(as_tom, article):
    question = QuestionFactory(published=True)
    form, before = Form(as_tom, question), everything()
    part(as_tom, form, stem="When?", **{"options-0-text": "Ten", "options-1-DELETE": "on"})
    part(as_tom, begun(as_tom, "single_choice"), **WRITTEN, **cites(article))
    assert everything() == before


def test_the_preview_of_an_empty_form_says_what_is_missing(as_tom):
    shown = part(as_tom, begun(as_tom, "single_choice"))
    assert "The stem is empty. Write the question there." in missing(shown)
    assert "Citations: none supports the answer. Cite the words of a passage that decide it." in missing(
        shown
    )
    assert "The question appears here as you write it." in told(shown)


def test_the_preview_says_what_the_form_would_refuse_and_shows_the_rest(as_tom, article):
    changes = WRITTEN | cites(article) | {"points": "0", "options-1-credit": "a lot"}
    shown = part(as_tom, begun(as_tom, "single_choice"), **changes)
    assert [sentence.split(":")[0] for sentence in missing(shown)] == [
        "Points",
        "Credit for a near miss, row 2",
    ]
    assert "Nine" in told(shown.find_class("student-view")[0])


def test_words_that_do_not_stand_in_the_passage_are_told_once(as_tom, article):
    shown = part(as_tom, begun(as_tom, "single_choice"), **WRITTEN, **cites(article, "nine days"))
    (sentence, *others) = missing(shown)
    assert "“nine days” does not stand there" in sentence
    assert (
        others == ["Citations: none supports the answer. Cite the words of a passage that decide it."]
        or not others
    )


def test_a_removed_row_is_not_in_the_preview_and_rows_stand_in_their_places(as_tom):
    form = Form(as_tom, QuestionFactory(options=[("A", True), ("B", False), ("C", False)]))
    shown = part(as_tom, form, **{"options-0-DELETE": "on", "options-1-position": "9"})
    asked = shown.find_class("student-view")[0]
    assert [told(row).split()[0] for row in asked.xpath(".//li")] == ["C", "B"]


def test_an_answer_is_tried_in_the_preview(as_tom, article):
    form = begun(as_tom, "single_choice")
    wrong = part(as_tom, form, **WRITTEN, **cites(article), given="2", _preview="check")
    assert "Not right." in told(wrong)
    right = part(as_tom, form, **WRITTEN, **cites(article), given="1", _preview="check")
    assert "Right." in told(right)
    assert "So the mayor said." in told(right)
    none = part(as_tom, form, **WRITTEN, **cites(article), _preview="check")
    assert "Choose an option first." in told(none)


@EVERY_DRAFT
def test_every_kind_is_previewed_as_it_is_published(as_tom, kind, draft):
    question = stored(kind, draft)
    shown = part(as_tom, Form(as_tom, question))
    assert missing(shown) == []
    first, after = shown.find_class("student-view")
    assert first.xpath(".//*[@name='given']")
    task, drafted = KINDS[kind], question.draft
    outcome = task.outcome(task.arranged(task.face(drafted), []), task.key(drafted), None, ALL)
    students_see = render_to_string(f"kinds/{kind}.html#answered", {"outcome": outcome})
    assert told(html.fragment_fromstring(students_see, create_parent="div")) in told(after)


def test_markup_in_the_form_is_shown_and_never_run(as_tom):
    shown = part(
        as_tom, begun(as_tom, "short_text"), stem="<script>alert(1)</script>", **{"options-0-text": "<b>x"}
    )
    assert not shown.xpath(".//script | .//b")
    assert "<script>alert(1)</script>" in told(shown)


def test_a_huge_text_is_refused_in_a_sentence(as_tom):
    said = begun(as_tom).press("_save", stem="x" * 10_001)
    assert "These are 10001 characters. Shorten them to 10000 at most." in said
    assert not Question.objects.exists()


def test_advice_stands_beside_the_preview_with_its_reason_and_does_not_keep_it_back(as_tom, article):
    changes = WRITTEN | cites(article) | {"options-1-text": "All of the above"}
    shown = part(as_tom, begun(as_tom, "single_choice"), **changes)
    (advice,) = shown.find_class("advice")
    assert "All of the above" in told(advice)
    assert advice.xpath(".//details[not(@open)]//cite")
    assert "Ready to publish." in told(shown)


def test_a_question_much_like_another_leads_there_and_tells_the_words_that_differ(as_tom, article):
    other = QuestionFactory(
        stem="Who met in Geneva on 10 January to speak of the treaty?",
        options=[("Envoys", True), ("No one", False)],
    )
    stem = "Who met in Geneva on 12 January to speak of the treaty?"
    changes = {
        "stem": stem,
        "options-0-text": "Envoys",
        "options-0-is_right": "on",
        "options-1-text": "No one",
    }
    (advice,) = part(as_tom, begun(as_tom, "single_choice"), **changes).find_class("advice")
    assert advice.xpath(".//a/@href")[0] == f"{LIST}{other.pk}/change/"
    assert [" ".join(em.text_content().split()) for em in advice.findall(".//em")][:2] == ["12", "10"]


def test_a_question_is_not_like_itself(as_tom):
    question = QuestionFactory(stem="Who met in Geneva on 10 January to speak of the treaty?")
    assert "Much like" not in told(part(as_tom, Form(as_tom, question)))


# Who may look.


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["add/preview/", "1/preview/", "source/?source=1"])
def test_a_student_sees_neither_preview_nor_source_of_the_desk(as_ada, article, method, path):
    QuestionFactory(pk=1, stem="A secret?")
    response = getattr(as_ada, method)(LIST + path, {"kind": "true_false"})
    assert response.status_code in (302, 403)
    assert "secret" not in response.text
    assert "seven days" not in response.text


def test_staff_without_the_right_to_write_gets_no_preview_and_no_source(ada, article):
    ada.is_staff = True
    ada.save()
    client, question = signed_in(ada), QuestionFactory()
    assert client.post(f"{LIST}add/preview/", {"kind": "true_false"}).status_code == 403
    assert client.post(f"{LIST}{question.pk}/preview/").status_code == 403
    assert client.get(SOURCE, {"source": article.pk}).status_code == 403


@pytest.mark.parametrize("path", ["add/preview/?kind=essay", "add/preview/", "99999/preview/"])
def test_there_is_no_preview_of_what_is_not_there(as_tom, path):
    assert as_tom.post(LIST + path).status_code == 404


def test_a_preview_is_no_page_to_open(as_tom):
    assert as_tom.get(f"{LIST}add/preview/").status_code == 405


# The source beside the form.


def test_the_source_shows_the_text_with_the_words_marked_that_are_cited(as_tom, article):
    question = QuestionFactory(cites=[(passage(article, 2), "seven days")])
    lines = Form(as_tom, question).page.find_class("source-line")
    assert [line.get("data-label") for line in lines] == ["passage 1", "passage 2", "passage 3"]
    assert [line.xpath(".//mark/text()") for line in lines] == [[], ["seven days"], []]


def test_cited_passages_of_an_older_text_still_stand_there(as_tom, article):
    old = passage(article, 2)
    question = QuestionFactory(cites=[(old, "seven days")])
    article.revise(body(["A new beginning."]), "brief")
    lines = Form(as_tom, question).page.find_class("source-line")
    assert [line.get("data-passage") for line in lines][-1] == str(old.pk)
    assert told(lines[-1]).startswith("Older text, passage 2")
    part = as_tom.get(SOURCE, {"source": article.pk, "cited": [old.pk, "x", "9" * 40]})
    assert part.text.count("source-line") == 2


def test_a_new_question_opens_at_the_article_its_set_cited_last(as_tom, article):
    question = QuestionFactory(cites=[(passage(article, 2), "seven days")])
    QuestionFactory()
    form = begun(as_tom, question_set=question.question_set)
    assert form.values["source"] == str(article.pk)


def test_the_first_question_of_a_set_opens_at_the_text_that_came_in_last(as_tom, article):
    ArticleFactory(title="AAA")
    article.revise(body(["A new text."]), "brief")
    assert begun(as_tom).values["source"] == str(article.pk)


@pytest.mark.parametrize("source", ["", "x", "0", "9" * 40, "-1"])
def test_there_is_no_source_that_is_not_there(as_tom, source):
    assert as_tom.get(SOURCE, {"source": source}).status_code == 404


def test_without_an_article_the_way_to_one_is_shown(as_tom):
    page = begun(as_tom).page
    assert page.xpath("//a[@href='/admin/quizzes/article/add/']")


# Without JavaScript: the buttons show the same page again, with what was typed.


def test_the_preview_button_keeps_the_form_and_shows_the_preview(as_tom, article):
    form = begun(as_tom, "single_choice")
    said = form.press("_preview", **WRITTEN, **cites(article))
    assert form.response.status_code == 200
    assert form.values["stem"] == WRITTEN["stem"]
    assert form.values["options-1-text"] == "Nine"
    assert "Ready to publish." in said
    assert not Question.objects.exists()


def test_the_article_button_keeps_the_form_and_shows_the_article(as_tom, article):
    other = ArticleFactory(sentences=["Of the ferry."])
    form = begun(as_tom, "single_choice")
    form.press("_source", **WRITTEN, source=str(other.pk))
    assert form.values["stem"] == WRITTEN["stem"]
    assert "Of the ferry." in told(form.page.find_class("source-line")[0])


def cite_button(client: Client, form: Form, number: int, article: Article, **changes: str) -> None:
    form.take(client.post(form.address, form.values | changes | {"_cite": str(passage(article, number).pk)}))


def test_the_button_beside_a_passage_cites_all_of_it(as_tom, article):
    form = begun(as_tom, "single_choice")
    cite_button(as_tom, form, 2, article, **WRITTEN)
    assert form.values["draft_citations-0-quote"] == passage(article, 2).text
    cite_button(as_tom, form, 3, article)
    assert form.values["draft_citations-1-quote"] == passage(article, 3).text
    assert not Question.objects.exists()
    form.press("_publish", **{"draft_citations-0-quote": "after seven days"})
    rows = Question.objects.get().draft_citations.all()
    assert [row.quote for row in rows] == ["after seven days", passage(article, 3).text]


def test_looking_does_not_change_a_stored_question(as_tom, article):
    form, before = Form(as_tom, QuestionFactory()), everything()
    for button in ("_preview", "_source"):
        form.press(button, stem="When?")
    cite_button(as_tom, form, 1, article, stem="When?")
    assert everything() == before


# Another kind.


def to_the_choice(client: Client, form: Form, **written: str) -> html.HtmlElement:
    response = client.post(form.address, form.values | written | {"_another_kind": "choose"})
    assert response.status_code == 200
    (choice,) = html.document_fromstring(response.text).find_class("choose-kind")
    return choice


def chosen(client: Client, form: Form, choice: html.HtmlElement, kind: str) -> int:
    sent = dict(choice.form_values()) | {"kind": kind, "_kind_chosen": "Write it"}
    response = client.post(choice.action, sent)
    if response.status_code == 200:
        form.take(response)
    return response.status_code


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_comes_along_to_another_kind(as_tom, article, kind):
    form = begun(as_tom, "single_choice")
    choice = to_the_choice(as_tom, form, **WRITTEN, **cites(article), hints="Look at the second passage.")
    assert choice.xpath(".//input[@name='kind' and @checked]/@value") == ["single_choice"]
    assert chosen(as_tom, form, choice, kind) == 200
    assert form.page.xpath("//form[@id='question_form']//input[@name='kind']/@value") == [kind]
    kept = {"stem", "explanation", "question_set"}
    assert {name: form.values[name] for name in kept} == {
        name: (form.values | WRITTEN)[name] for name in kept
    }
    assert form.values["hints"] == "Look at the second passage."
    assert form.values["draft_citations-0-quote"] == "after seven days"
    assert not form.page.find_class("faults")
    assert not Question.objects.exists()


def test_options_come_along_where_the_new_kind_has_them(as_tom, article):
    form = begun(as_tom, "single_choice")
    assert chosen(as_tom, form, to_the_choice(as_tom, form, **WRITTEN), "multiple_response") == 200
    assert [form.values[f"options-{row}-text"] for row in (0, 1)] == ["Seven", "Nine"]
    assert form.values["options-0-feedback"] == "So the mayor said."
    form.press("_publish", **cites(article))
    question = Question.objects.get()
    assert (question.kind, question.current.number) == ("multiple_response", 1)


def test_from_a_kind_without_options_there_are_rows_to_write_them_in(as_tom, article):
    form = begun(as_tom, "true_false")
    choice = to_the_choice(as_tom, form, stem=WRITTEN["stem"], **cites(article))
    assert chosen(as_tom, form, choice, "single_choice") == 200
    form.press("_publish", **WRITTEN)
    question = Question.objects.get()
    assert [option.text for option in question.options.all()] == ["Seven", "Nine"]
    assert question.current.kind == "single_choice"


def test_what_a_credit_means_to_one_kind_is_not_taken_for_another(as_tom, article):
    """A right answer to write earns 1, a near miss among options nothing at first; "First" stands above an order."""
    form = begun(as_tom, "short_text")
    choice = to_the_choice(as_tom, form, **WRITTEN, **{"options-0-credit": "0.5"})
    assert chosen(as_tom, form, choice, "single_choice") == 200
    assert form.values["options-0-credit"] == "0"
    assert chosen(as_tom, form, to_the_choice(as_tom, form), "ordering") == 200
    assert form.values["setting_first_label"] == "First"
    assert chosen(as_tom, form, to_the_choice(as_tom, form, setting_first_label="Top"), "ordering") == 200
    assert form.values["setting_first_label"] == "Top"


def test_a_kind_there_is_not_keeps_what_is_written_and_says_so(as_tom):
    form = begun(as_tom, "single_choice")
    choice = to_the_choice(as_tom, form, **WRITTEN)
    sent = dict(choice.form_values()) | {"kind": "essay", "_kind_chosen": "Write it"}
    response = as_tom.post(choice.action, sent)
    assert response.status_code == 422
    (again,) = html.document_fromstring(response.text).find_class("choose-kind")
    assert "“essay” is no kind of question." in told(again)
    assert dict(again.form_values())["stem"] == WRITTEN["stem"]
    assert chosen(as_tom, form, again, "numeric") == 200
    assert form.values["stem"] == WRITTEN["stem"]


def test_before_anything_is_written_the_choice_is_an_address(as_tom):
    QuestionSetFactory()
    response = as_tom.get(f"{LIST}add/")
    (choice,) = html.document_fromstring(response.text).find_class("choose-kind")
    assert choice.method == "GET"
    assert "comes along" not in told(choice)


def test_enter_saves(as_tom):
    form = begun(as_tom, "single_choice")
    buttons = form.page.xpath("//form[@id='question_form']//*[self::button or @type='submit']")
    assert next(button.get("name") for button in buttons if button.get("type") != "button") == "_save"


# Two people, two tabs, a session that ended.


def test_a_form_that_was_overtaken_is_not_saved_and_says_by_whom_and_what(as_tom, host):
    question = QuestionFactory(stem="When?", options=[("Three", False), ("Seven", True)])
    mine = Form(as_tom, question)
    theirs = Form(signed_in(host), question)
    theirs.press(stem="After how many days?", **{"options-0-text": "Four"})
    said = mine.press(stem="When does it open?")
    assert mine.response.status_code == 422
    assert "host saved this question" in said
    assert "After how many days?" in said
    assert "Four" in said
    question.refresh_from_db()
    assert question.stem == "After how many days?"
    assert mine.values["stem"] == "When does it open?"


def test_saved_once_more_it_counts(as_tom, host):
    question = QuestionFactory(stem="When?")
    mine = Form(as_tom, question)
    Form(signed_in(host), question).press(stem="After how many days?")
    mine.press(stem="When does it open?")
    mine.press()
    question.refresh_from_db()
    assert question.stem == "When does it open?"


def test_rows_that_somebody_removed_meanwhile_are_kept_as_new_ones(as_tom, host):
    question = QuestionFactory(options=[("Three", False), ("Seven", True), ("Nine", False)])
    mine = Form(as_tom, question)
    Form(signed_in(host), question).press(**{"options-0-DELETE": "on", "options-2-text": "Ten"})
    mine.press(**{"options-0-text": "Four", "options-1-text": "Seven days"})
    assert "Four" in mine.values.values()
    mine.press()
    assert sorted(question.options.values_list("text", flat=True)) == ["Four", "Nine", "Seven days"]


def test_rows_that_somebody_added_meanwhile_stay_and_are_told(as_tom, host):
    question = QuestionFactory(options=[("Three", False), ("Seven", True)])
    mine = Form(as_tom, question)
    Form(signed_in(host), question).press(**{"options-2-text": "Ten"})
    assert "1 row was added" in mine.press(stem="When does it open?")
    mine.press()
    assert "Ten" in question.options.values_list("text", flat=True)


def test_a_form_saved_twice_in_one_tab_is_not_overtaken(as_tom):
    question = QuestionFactory(stem="When?")
    form = Form(as_tom, question)
    for stem in ("One?", "Two?"):
        assert "saved this question" not in form.press(stem=stem)
    question.refresh_from_db()
    assert question.stem == "Two?"


def test_citations_that_went_over_to_a_new_text_overtake_an_open_form(as_tom, article, tom):
    question = QuestionFactory(cites=[(passage(article, 2), "seven days")], published=True)
    mine = Form(as_tom, question)
    text = "\n\n".join([*(f"{line.text}" for line in article.current.passages.all()), "And more."])
    page = as_tom.post(
        f"/admin/quizzes/article/{article.pk}/edit/", {"text": text, "based_on": article.current_id}
    )
    settle = html.document_fromstring(page.text).get_element_by_id("settling")
    sent = dict(settle.form_values()) | {"verbatim": "move"}
    assert as_tom.post(settle.get("action"), sent).status_code == 302
    mine.press(stem="When?")
    assert mine.response.status_code == 422
    moved = question.draft_citations.get().passage
    assert moved.revision_id != passage(ArticleFactory(), 1).revision_id
    assert moved.revision.article == article


@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_typed_survives_a_session_that_ended(tom, article, is_new):
    client = signed_in(tom)
    question_set = QuestionSetFactory()
    question = None if is_new else QuestionFactory(question_set=question_set)
    form = begun(client, "single_choice", question_set) if is_new else Form(client, question)
    before = everything()
    client.logout()
    query = f"?kind=single_choice&question_set={question_set.pk}" if is_new else ""
    typed = form.values | WRITTEN | cites(article)
    referer = f"http://testserver{form.address}{query}"
    refused = client.post(form.address, typed | {"_save": "Save"}, headers={"referer": referer})
    assert refused.status_code == 403
    sign_in = html.document_fromstring(refused.text)
    (fields,) = [one for one in sign_in.forms if "kept_fields" in one.fields]
    sent = dict(fields.form_values()) | {"username": "tom", "password": "a long password for tests"}
    back = client.post("/accounts/login/", sent, follow=True)
    form.take(back)
    assert "You were signed out in between." in words(back)
    assert form.values["stem"] == WRITTEN["stem"]
    assert form.values["options-1-text"] == "Nine"
    assert form.values["draft_citations-0-quote"] == "after seven days"
    assert everything() == before
    form.press()
    assert Question.objects.get().stem == WRITTEN["stem"]


# What it costs.


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_form_and_preview_take_a_bounded_number_of_queries(as_tom, article):
    as_tom.get("/admin/")
    few, many = (
        QuestionFactory(cites=[(passage(article, 2), "seven days")]),
        QuestionFactory(
            options=[(f"Answer {number}", number == 0) for number in range(12)],
            cites=[(passage(article, 2), "seven days")] * 6,
        ),
    )
    QuestionFactory.create_batch(
        6, question_set=many.question_set, stem="After how many days was it to open?"
    )
    forms = Form(as_tom, few), Form(as_tom, many)
    costs = [queries(lambda form=form: part(as_tom, form)) for form in forms]
    # Each citation's passage is looked up by its field, and once more by its model.
    assert costs[1] - costs[0] <= 2 * 5 + 3
    assert costs[1] <= 50
    assert queries(lambda: begun(as_tom, "single_choice")) <= 30
    assert queries(lambda: as_tom.get(f"{LIST}add/")) <= 10
    assert queries(lambda: as_tom.get(SOURCE, {"source": article.pk})) <= 9

"""The desk, where teachers write and publish questions."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet
from quizzes.bank.publishing import publish, what_is_missing
from quizzes.kinds import KINDS
from quizzes.kinds.kind import Draft
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    attempt_of,
    passage,
    question_set_with,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/quizzes/question/"
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
DRAFTS = {
    f"{slug}-{number}": (slug, draft)
    for slug, kind in KINDS.items()
    for number, draft in enumerate(
        {example.draft.stem: example.draft for example in kind.EXAMPLES}.values(), 1
    )
}
EVERY_DRAFT = pytest.mark.parametrize(("kind", "draft"), DRAFTS.values(), ids=DRAFTS)


class Form:
    """A question's form as a browser holds it: what it shows, and what pressing a button sends."""

    def __init__(self, client: Client, question: Question | None = None, **query) -> None:
        self.client = client
        self.address = f"{LIST}{question.pk}/change/" if question else f"{LIST}add/"
        self.take(client.get(self.address, query))

    def take(self, response) -> None:
        self.response, self.page = response, html.document_fromstring(response.content.decode())
        (form,) = self.page.xpath("//form[@id='question_form']")
        # As browsers do: line ends are sent as CR LF, but the one after <textarea> is none of the text.
        self.values = {
            name: re.sub(r"\r?\n", "\r\n", value.removeprefix("\r").removeprefix("\n"))
            for name, value in form.form_values()
        }
        del self.values["csrfmiddlewaretoken"]
        self.names = {element.name for element in form.inputs if element.name}

    def press(self, button: str = "_continue", **changes: str) -> str:
        """The words of the page that comes then."""
        response = self.client.post(self.address, self.values | changes | {button: "Save"}, follow=True)
        assert response.status_code in (200, 422)
        if "question_form" in response.text:
            self.take(response)
        return words(response)


def words(response) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())


def stored(kind: str, draft: Draft) -> Question:
    """A question with what the draft says, ready to publish. A number from a file may be a text there."""
    columns = {column.name: column for column in KINDS[kind].OPTION_COLUMNS}
    rows = [
        {
            "text": row.text,
            "is_right": row.is_right,
            "feedback": row.feedback,
            "details": {
                name: float(str(value).replace(",", ".")) if columns[name].type == "number" else value
                for name, value in row.details.items()
            },
        }
        for row in draft.options
    ]
    return QuestionFactory(
        kind=kind, stem=draft.stem, explanation=draft.explanation, settings=dict(draft.settings), options=rows
    )


# Who may come in.


def test_the_front_page_is_grouped_by_room_and_shows_a_teacher_nothing_else(as_tom):
    page = html.document_fromstring(as_tom.get("/admin/").text)
    tables = page.xpath("//div[@id='content-main']//table")
    rooms = {
        table.xpath("string(caption)").strip(): [name.strip() for name in table.xpath(".//th[@id]/a/text()")]
        for table in tables
    }
    assert rooms == {
        "Articles": ["Articles", "Passages"],
        "Attempts": ["Quizzes"],
        "Audit": ["Audit"],
        "Bank": ["Corrections", "Points", "Question sets", "Questions", "Topics"],
        "Reports": ["Reports"],
    }


def test_the_host_finds_people_last(client, host):
    client.force_login(host)
    page = html.document_fromstring(client.get("/admin/").text)
    rooms = [caption.text_content().strip() for caption in page.xpath("//div[@id='content-main']//caption")]
    assert rooms[:3] == ["Articles", "Attempts", "Bank"]
    assert rooms[-1] == "People"
    assert len(rooms) == len(set(rooms))


@pytest.mark.parametrize("path", ["core/user/", "auth/group/", "quizzes/attempt/", "axes/accessattempt/"])
def test_a_teacher_opens_neither_accounts_nor_groups_nor_attempts(as_tom, path):
    assert as_tom.get(f"/admin/{path}").status_code in (403, 404)


def test_a_teacher_cannot_make_an_account_or_look_at_an_attempt(as_tom, ada):
    attempt = attempt_of(ada)
    assert as_tom.get("/admin/core/user/add/").status_code == 403
    assert as_tom.get(f"/admin/core/user/{ada.pk}/change/").status_code == 403
    assert as_tom.get(f"/admin/quizzes/attempt/{attempt.pk}/change/").status_code == 403


@pytest.mark.parametrize("path", ["", "quizzes/question/", "quizzes/question/add/", "quizzes/article/add/"])
def test_a_student_gets_no_desk(as_ada, path):
    response = as_ada.get(f"/admin/{path}")
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_a_student_cannot_publish(as_ada):
    question = QuestionFactory()
    as_ada.post(LIST, {"action": "publish", "_selected_action": question.pk})
    as_ada.post(f"{LIST}{question.pk}/change/", {"_publish": "Save"})
    question.refresh_from_db()
    assert question.state == Question.State.DRAFT


# The list.


def listed(client: Client, **query) -> list[str]:
    """The stems in the list, in its order."""
    page = html.document_fromstring(client.get(LIST, query).content.decode())
    return [row.text_content().strip() for row in page.xpath("//table[@id='result_list']/tbody/tr/th")]


def row_of(client: Client, question: Question, **query) -> str:
    page = html.document_fromstring(client.get(LIST, query).content.decode())
    (row,) = page.xpath(f"//table[@id='result_list']/tbody/tr[.//input[@value='{question.pk}']]")
    return " ".join(" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td"))


def test_the_list_tells_set_kind_topic_difficulty_state_and_evidence(as_tom):
    question_set = QuestionSetFactory(title="The bridge")
    question = QuestionFactory(
        stem="When?", question_set=question_set, difficulty=3, topic__name="Rivers", published=True
    )
    assert row_of(as_tom, question).strip() == "When? The bridge Single choice Rivers Hard Published 1 cited"


def test_a_question_without_evidence_says_so_in_the_list(as_tom):
    assert row_of(as_tom, QuestionFactory(cites=[])).endswith("Draft none")


def test_the_list_is_ordered_as_students_meet_the_questions(as_tom):
    second, first = QuestionSetFactory(position=2), QuestionSetFactory(position=1)
    QuestionFactory(stem="C", question_set=second, position=1)
    QuestionFactory(stem="B", question_set=first, position=2)
    QuestionFactory(stem="A", question_set=first, position=1)
    assert listed(as_tom) == ["A", "B", "C"]


def test_the_list_can_be_filtered_by_each_thing_it_tells(as_tom):
    wanted = QuestionFactory(
        stem="Wanted",
        kind="short_text",
        options=[{"text": "7"}],
        difficulty=3,
        topic=TopicFactory(name="Rivers"),
        published=True,
    )
    QuestionFactory(stem="Other")
    filters = {
        "question_set__id__exact": wanted.question_set_id,
        "kind__exact": "short_text",
        "topic__id__exact": wanted.topic_id,
        "difficulty__exact": 3,
        "state__exact": "published",
        "article": wanted.draft_citations.get().passage.revision.article.slug,
    }
    found = {name: listed(as_tom, **{name: value}) for name, value in filters.items()}
    assert found == {name: ["Wanted"] for name in filters}


def test_a_question_that_cites_an_article_twice_is_listed_once_with_both(as_tom):
    article = ArticleFactory(slug="bridge")
    cites = [(passage(article, 1), "Monday"), (passage(article, 2), "seven days")]
    question = QuestionFactory(stem="Wanted", cites=cites)
    assert listed(as_tom, article="bridge") == ["Wanted"]
    assert "2 cited" in row_of(as_tom, question, article="bridge")


@pytest.mark.parametrize("sought", ["ferry", "boatman", "rope", "Two shops"])
def test_a_question_is_found_by_stem_explanation_option_and_quotation(as_tom, sought):
    wanted = QuestionFactory(
        stem="Who ran the ferry?",
        explanation="The boatman did.",
        options=[("With a rope", True), ("By a ropeway", False)],
        cites=[(passage(ArticleFactory(), 3), "Two shops"), (passage(ArticleFactory(), 1), "Monday")],
    )
    QuestionFactory(stem="Other")
    assert listed(as_tom, q=sought) == ["Who ran the ferry?"]
    assert "2 cited" in row_of(as_tom, wanted, q=sought)


def test_a_list_of_a_hundred_questions_takes_at_most_12_queries(as_tom, django_assert_max_num_queries):
    article = ArticleFactory()
    question_set = QuestionSetFactory()
    QuestionFactory.create_batch(100, question_set=question_set, cites=[(passage(article, 2), "seven days")])
    as_tom.get("/admin/")
    with django_assert_max_num_queries(12):
        response = as_tom.get(LIST)
    assert response.text.count('name="_selected_action"') == 100


@pytest.mark.parametrize("path", ["article", "passage", "questionset", "topic"])
def test_other_lists_take_a_bounded_number_of_queries(as_tom, path, django_assert_max_num_queries):
    for _ in range(4):
        question_set_with(3)
    with django_assert_max_num_queries(12):
        assert as_tom.get(f"/admin/quizzes/{path}/").status_code == 200


def act(client: Client, action: str, *questions: Question) -> str:
    chosen = [question.pk for question in questions]
    return words(client.post(LIST, {"action": action, "_selected_action": chosen}, follow=True))


def test_the_chosen_questions_are_published_together(as_tom, tom):
    questions = [QuestionFactory(), QuestionFactory(), QuestionFactory()]
    said = act(as_tom, "publish", *questions[:2])
    states = [Question.objects.get(pk=question.pk).state for question in questions]
    assert states == ["published", "published", "draft"]
    assert said.count("is published, version 1.") == 2
    assert Question.objects.get(pk=questions[0].pk).current.published_by == tom


def test_a_question_that_cannot_be_published_says_why_and_the_others_are_published(as_tom):
    good, bad = QuestionFactory(), QuestionFactory(stem="When?", cites=[])
    said = act(as_tom, "publish", bad, good)
    assert "“When?” was not published. Citations: none supports the answer." in said
    assert [Question.objects.get(pk=question.pk).state for question in (good, bad)] == ["published", "draft"]


def test_markup_in_a_stem_is_told_as_it_was_typed(as_tom):
    page = as_tom.post(
        LIST,
        {"action": "publish", "_selected_action": [QuestionFactory(stem="<b>When</b>?").pk]},
        follow=True,
    )
    assert "<b>When</b>" not in page.text


def test_the_chosen_questions_are_retired_together(as_tom):
    questions = [QuestionFactory(published=True), QuestionFactory(published=True)]
    assert "2 retired" in act(as_tom, "retire", *questions)
    assert set(Question.objects.values_list("state", flat=True)) == {"retired"}


def test_only_what_was_not_retired_yet_is_retired_and_counted(as_tom):
    question, other = QuestionFactory(published=True), QuestionFactory(published=True)
    assert "1 retired: it is asked no more" in act(as_tom, "retire", question)
    told = act(as_tom, "retire", question, other)
    assert "1 retired: it is asked no more" in told
    assert "retired already" in act(as_tom, "retire", question, other)
    retirings = LogEntry.objects.filter(change_message="Retired.").values_list("object_id", flat=True)
    assert sorted(retirings) == sorted([str(question.pk), str(other.pk)])


# A new question.


def begun(client: Client, kind: str = "true_false", question_set: QuestionSet | None = None, **query) -> Form:
    """The form of a new question, once its set and kind are chosen."""
    return Form(client, kind=kind, question_set=(question_set or QuestionSetFactory()).pk, **query)


@EVERY_KIND
def test_a_new_question_has_the_whole_form_of_its_kind_at_once(as_tom, kind):
    form = begun(as_tom, kind)
    task = KINDS[kind]
    assert {name for name in form.names if name.startswith("setting_")} == {
        f"setting_{column.name}" for column in task.SETTINGS
    }
    columns = {match[1] for name in form.names if (match := re.fullmatch(r"options-__prefix__-(\w+)", name))}
    own = {"id", "question", "position", "DELETE"} if task.OPTION_COLUMNS else set()
    assert columns - {"DELETE"} == (own | {column.name for column in task.OPTION_COLUMNS}) - {"DELETE"}
    assert "draft_citations-0-quote" in form.names


def test_a_new_question_begins_with_its_set_and_kind(as_tom):
    QuestionSetFactory(title="The bridge")
    page = html.document_fromstring(as_tom.get(f"{LIST}add/").text)
    assert page.xpath("//input[@name='kind']/@value") == list(KINDS)
    assert "The bridge" in page.xpath("//select[@name='question_set']/option/text()")
    told = " ".join(page.text_content().split())
    for task in KINDS.values():
        assert task.SUMMARY in told


def test_the_set_that_was_asked_for_and_the_kind_written_there_last_are_chosen_already(as_tom):
    wanted = QuestionFactory(kind="numeric", options=[]).question_set
    QuestionFactory(kind="true_false", options=[])
    page = html.document_fromstring(as_tom.get(f"{LIST}add/", {"question_set": wanted.pk}).text)
    assert page.xpath("//select/option[@selected]/@value") == [str(wanted.pk)]
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["numeric"]


def test_without_a_set_the_way_to_one_is_shown(as_tom):
    page = html.document_fromstring(as_tom.get(f"{LIST}add/").text)
    assert page.xpath(
        "//main//a[@href='/admin/quizzes/questionset/add/'] | //a[@href='/admin/quizzes/questionset/add/']"
    )
    assert not page.xpath("//input[@name='kind']")


def test_choosing_a_kind_stores_nothing(as_tom):
    begun(as_tom)
    assert not Question.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_kind_cannot_be_chosen(as_tom, method):
    data = {"question_set": QuestionSetFactory().pk, "kind": "essay", "stem": "When?"}
    response = getattr(as_tom, method)(f"{LIST}add/", data)
    assert response.status_code == 422
    assert "“essay” is no kind of question. Choose one of these." in words(response)
    assert not Question.objects.exists()


def test_a_question_is_written_cited_and_published_by_its_first_save(as_tom, tom):
    found = passage(ArticleFactory(), 2)
    said = begun(as_tom, "single_choice").press(
        "_publish",
        **{
            "stem": "After how many days?",
            "options-0-text": "Seven",
            "options-0-is_right": "on",
            "options-1-text": "Nine",
            "draft_citations-0-passage": str(found.pk),
            "draft_citations-0-quote": "after seven days",
        },
    )
    assert "is published, version 1." in said
    question = Question.objects.get()
    assert (question.kind, question.state, question.current.published_by) == (
        "single_choice",
        "published",
        tom,
    )
    assert [option.text for option in question.options.all()] == ["Seven", "Nine"]


def test_a_new_question_that_cannot_be_published_is_saved_and_says_why(as_tom):
    said = begun(as_tom).press("_publish", stem="It was closed.")
    assert "was not published." in said
    assert Question.objects.get().state == "draft"


def test_a_new_question_needs_a_set_and_a_stem(as_tom):
    form = Form(as_tom, kind="true_false")
    assert form.press("_save").count("This field is required.") >= 2
    assert not Question.objects.exists()


def test_the_next_question_begins_with_the_same_set_and_kind(as_tom):
    question_set = QuestionSetFactory()
    form = begun(as_tom, "numeric", question_set)
    form.press("_addanother", stem="How long?")
    assert (form.values["question_set"], form.values["kind"], form.values["stem"]) == (
        str(question_set.pk),
        "numeric",
        "",
    )


def test_a_new_question_sent_twice_is_one_question(as_tom):
    form = begun(as_tom)
    sent = form.values | {"stem": "It was closed.", "_save": "Save"}
    first, second = (as_tom.post(f"{LIST}add/", sent) for _ in range(2))
    assert Question.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_two_new_questions_may_say_the_same(as_tom):
    for _ in range(2):
        begun(as_tom).press("_save", stem="It was closed.")
    assert Question.objects.count() == 2


# The change form.


@EVERY_DRAFT
def test_saving_a_question_as_the_form_shows_it_changes_nothing(as_tom, kind, draft):
    question = stored(kind, draft)
    version = publish(question, at=now())
    assert what_is_missing(question) == []
    assert "was changed successfully" in Form(as_tom, question).press()
    question.refresh_from_db()
    again = publish(question, at=now())
    assert again == version, (again.face, version.face, again.key, version.key)
    assert question.draft_citations.get().quote == "after seven days"


@EVERY_DRAFT
def test_the_form_shows_what_was_saved(as_tom, kind, draft):
    form = Form(as_tom, stored(kind, draft))
    shown = dict(form.values)
    form.press()
    assert form.values | {"seen": ""} == shown | {"seen": ""}


@EVERY_KIND
def test_every_setting_of_a_kind_can_be_changed(as_tom, kind):
    question = QuestionFactory(kind=kind, options=[])
    other = {"flag": "on", "text": "hours", "long_text": "minutes = 1/60", "number": "2"}
    columns = KINDS[kind].SETTINGS
    changes = {
        f"setting_{column.name}": other.get(column.type) or column.choices[-1][0] for column in columns
    }
    Form(as_tom, question).press(**changes)
    question.refresh_from_db()
    expected = {
        name.removeprefix("setting_"): True if value == "on" else value for name, value in changes.items()
    }
    assert question.settings == expected


@EVERY_KIND
def test_every_column_of_an_option_can_be_changed(as_tom, kind):
    columns = KINDS[kind].OPTION_COLUMNS
    question = QuestionFactory(kind=kind, options=[{"text": "Seven"}] if columns else [])
    other = {"flag": "on", "text": "Nine", "long_text": "Well said.", "number": "0.5"}
    changes = {
        f"options-0-{column.name}": other.get(column.type) or column.choices[-1][0] for column in columns
    }
    Form(as_tom, question).press(**changes)
    for option in question.options.all():
        expected = {
            "text": "Nine",
            "is_right": "is_right" in {column.name for column in columns},
            "feedback": "Well said." if "feedback" in {column.name for column in columns} else "",
        }
        assert {name: getattr(option, name) for name in expected} == expected
        details = {
            column.name: changes[f"options-0-{column.name}"]
            for column in columns
            if column.name not in expected
        }
        assert {name: str(value) for name, value in option.details.items()} == details


def test_an_option_can_be_added_moved_and_removed(as_tom):
    question = QuestionFactory()
    form = Form(as_tom, question)
    new = {
        name.replace("__prefix__", "3"): "" for name in form.names if name.startswith("options-__prefix__")
    }
    new |= {"options-3-text": "Ten", "options-3-position": "1", "options-3-question": str(question.pk)}
    new.pop("options-3-is_right")
    new.pop("options-3-DELETE", None)
    form.press(**new | {"options-TOTAL_FORMS": "4", "options-0-DELETE": "on", "options-1-position": "7"})
    assert list(question.options.values_list("text", flat=True)) == ["Ten", "Nine", "Seven"]


def test_a_citation_is_found_where_it_stands(as_tom):
    article = ArticleFactory(sentences=["The mayor came. Later the mayor left."])
    question = QuestionFactory(cites=[(passage(article), "came")])
    Form(as_tom, question).press(**{"draft_citations-0-quote": "the mayor"})
    citation = question.draft_citations.get()
    assert (citation.quote, citation.start) == ("the mayor", 22)


def test_words_that_are_not_in_the_passage_are_told_at_once_and_what_was_typed_stays(as_tom):
    question = QuestionFactory(stem="When?")
    form = Form(as_tom, question)
    said = form.press(**{"draft_citations-0-quote": "after nine days", "stem": "When does it open?"})
    assert "These words do not stand in that passage." in said
    assert form.values["draft_citations-0-quote"] == "after nine days"
    assert form.values["stem"] == "When does it open?"
    question.refresh_from_db()
    assert (question.stem, question.draft_citations.get().quote) == ("When?", "after seven days")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("points", "0"),
        ("points", "-1"),
        ("points", "many"),
        ("difficulty", "9"),
        ("position", "-1"),
        ("stem", ""),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_stays_in_the_form(as_tom, field, value):
    question = QuestionFactory()
    before = getattr(question, field)
    form = Form(as_tom, question)
    assert "Nothing was saved yet, and nothing you typed is lost. 1 thing to mend" in form.press(
        **{field: value}
    )
    if field != "difficulty":
        assert form.values[field] == value
    question.refresh_from_db()
    assert getattr(question, field) == before


def test_points_of_0_are_refused_with_a_sentence(as_tom):
    assert "A question is worth more than 0 points." in Form(as_tom, QuestionFactory()).press(points="0")


def test_a_tolerance_that_is_no_number_is_refused_at_once(as_tom):
    question = QuestionFactory(kind="numeric", options=[{"text": "7"}])
    assert "Enter a number." in Form(as_tom, question).press(**{"options-0-tolerance": "a bit"})
    assert question.options.get().details == {}


def test_a_text_of_several_lines_is_the_same_after_saving(as_tom):
    question = QuestionFactory(
        stem="Read this:\n\n> It was closed.\n\nWhen?", explanation="One.\nTwo.", published=True
    )
    question.options.update(feedback="First.\nSecond.")
    version = publish(question, at=now())
    Form(as_tom, question).press("_publish")
    question.refresh_from_db()
    assert question.current == version


def test_an_unticked_box_stays_unticked_however_often_the_form_is_saved(as_tom):
    question = QuestionFactory()
    for _ in range(2):
        Form(as_tom, question).press()
    question.refresh_from_db()
    assert not KINDS["single_choice"].SETTINGS[0].of(question.settings)


def test_the_form_tells_when_students_are_asked_something_else(as_tom):
    question = QuestionFactory(published=True)
    question.stem = "Another question?"
    question.save()
    assert "what stands here differs until it is published" in words(Form(as_tom, question).response)


def test_the_form_tells_what_keeps_a_draft_from_being_published(as_tom):
    text = words(Form(as_tom, QuestionFactory(cites=[])).response)
    assert "Draft. Before it can be published as it stands: Citations: none supports the answer." in text


def standing(client: Client, question: Question) -> str:
    field = Form(client, question).page.xpath(
        "string(//*[contains(@class, 'field-standing')]//*[@class='readonly'])"
    )
    return " ".join(field.split())


def test_the_form_tells_that_a_draft_is_ready(as_tom):
    assert standing(as_tom, QuestionFactory()) == "Draft. Ready to publish."


def test_the_form_tells_which_version_students_are_asked(as_tom):
    question = QuestionFactory(published=True)
    assert standing(as_tom, question) == "Published, version 1. Students are asked what stands here."


def test_the_form_tells_that_students_are_asked_something_else(as_tom):
    question = QuestionFactory(published=True)
    Question.objects.update(stem="When?")
    assert "what stands here differs until it is published" in standing(as_tom, question)


def test_the_form_does_not_say_that_a_retired_question_is_asked(as_tom):
    question = QuestionFactory(published=True)
    question.retire()
    assert standing(as_tom, question) == "Retired, version 1. Ready to publish."


def test_saving_alone_does_not_change_what_students_are_asked(as_tom):
    question = QuestionFactory(stem="When?", published=True)
    Form(as_tom, question).press(stem="When does it open?")
    question.refresh_from_db()
    assert (question.stem, question.current.face["stem"]) == ("When does it open?", "When?")


def test_save_and_publish_asks_what_was_typed(as_tom, tom):
    question = QuestionFactory(stem="When?", published=True)
    said = Form(as_tom, question).press("_publish", stem="When does it open?")
    question.refresh_from_db()
    assert question.current.face["stem"] == "When does it open?"
    assert (question.current.number, question.current.published_by) == (2, tom)
    assert "is published, version 2." in said


def test_save_and_publish_of_what_cannot_be_published_saves_and_says_why(as_tom):
    question = QuestionFactory(stem="When?")
    said = Form(as_tom, question).press(
        "_publish", **{"stem": "When, then?", "draft_citations-0-stance": "context"}
    )
    question.refresh_from_db()
    assert (question.stem, question.state) == ("When, then?", "draft")
    assert "“When, then?” was not published. Citations: none supports the answer." in said


def test_the_form_leads_to_the_page_students_see(as_tom):
    question = QuestionFactory(published=True)
    response = as_tom.get(
        Form(as_tom, question).page.xpath("string(//a[contains(@class, 'viewsitelink')]/@href)")
    )
    assert response["Location"].endswith(question.question_set.get_absolute_url())


def test_the_form_takes_a_bounded_number_of_queries(as_tom, django_assert_max_num_queries):
    article = ArticleFactory()
    options = [(f"Answer {number}", number == 0) for number in range(12)]
    question = QuestionFactory(options=options, cites=[(passage(article, 2), "seven days")] * 6)
    as_tom.get("/admin/")
    with django_assert_max_num_queries(32):
        as_tom.get(f"{LIST}{question.pk}/change/")


def test_a_passage_to_cite_is_found_by_its_words_its_article_and_its_number(as_tom):
    ArticleFactory(title="The bridge", short_name="Lend Post story")
    ArticleFactory(title="The ferry", short_name="Other", sentences=["Nothing of note."])
    address = reverse("admin:autocomplete")
    field = {"app_label": "quizzes", "model_name": "draftcitation", "field_name": "passage"}
    for term, count in [
        ("Two shops", 1),
        ("Lend Post story", 3),
        ("Lend story 2", 1),
        ("nowhere", 0),
        ("²", 0),
    ]:
        found = as_tom.get(address, field | {"term": term}).json()["results"]
        assert (term, len(found)) == (term, count)


# History and deletion.


def history(client: Client, question: Question) -> str:
    return words(client.get(f"{LIST}{question.pk}/history/"))


def test_the_history_tells_of_edits_publication_and_retirement(as_tom):
    question = QuestionFactory()
    Form(as_tom, question).press(stem="When?")
    act(as_tom, "publish", question)
    act(as_tom, "retire", question)
    told = history(as_tom, question)
    places = [told.find(part) for part in ("Published → Retired", "published as version 1", "→ When?")]
    assert -1 not in places
    assert places == sorted(places)
    assert "tom" in told


def test_a_refused_publication_is_no_history(as_tom):
    question = QuestionFactory(cites=[])
    act(as_tom, "publish", question)
    assert "Published" not in history(as_tom, question)


def test_a_draft_can_be_deleted(as_tom):
    question = QuestionFactory()
    as_tom.post(f"{LIST}{question.pk}/delete/", {"post": "yes"})
    assert not Question.objects.exists()
    assert not Option.objects.exists()
    assert not DraftCitation.objects.exists()


def test_a_published_question_cannot_be_deleted(as_tom):
    question = QuestionFactory(published=True)
    said = words(as_tom.post(f"{LIST}{question.pk}/delete/", {"post": "yes"}))
    assert "Cannot delete question" in said
    assert Question.objects.exists()


def test_of_chosen_questions_none_is_deleted_when_one_was_published(as_tom):
    questions = [QuestionFactory(published=True), QuestionFactory()]
    data = {
        "action": "delete_selected",
        "_selected_action": [question.pk for question in questions],
        "post": "yes",
    }
    as_tom.post(LIST, data)
    assert Question.objects.count() == 2


# Sets and topics.


def test_a_teacher_makes_a_set(as_tom):
    as_tom.post("/admin/quizzes/questionset/add/", {"title": "The bridge", "slug": "bridge", "position": "3"})
    assert QuestionSet.objects.get().slug == "bridge"


def test_the_list_of_sets_counts_published_questions_and_others(as_tom):
    question_set = question_set_with(2)
    QuestionFactory(question_set=question_set)
    page = html.document_fromstring(as_tom.get("/admin/quizzes/questionset/").text)
    assert page.xpath("string(//td[@class='field-published_count'])") == "2"
    assert page.xpath("string(//td[@class='field-draft_count'])") == "1"


def test_a_set_with_questions_cannot_be_deleted(as_tom):
    question_set = question_set_with(1)
    as_tom.post(f"/admin/quizzes/questionset/{question_set.pk}/delete/", {"post": "yes"})
    assert QuestionSet.objects.exists()


def test_a_new_option_without_a_place_comes_last_and_places_are_numbered_from_1(as_tom):
    question = QuestionFactory()
    Form(as_tom, question).press(**{"options-3-text": "Two weeks", "options-0-position": "7"})
    placed = list(question.options.values_list("position", "text"))
    assert placed == [(1, "Seven"), (2, "Nine"), (3, "Three"), (4, "Two weeks")]


def test_an_empty_row_is_no_option(as_tom):
    question = QuestionFactory()
    Form(as_tom, question).press()
    assert question.options.count() == 3
    assert question.draft_citations.count() == 1


def test_a_new_question_is_asked_last(as_tom):
    first = QuestionFactory(position=7)
    begun(as_tom, question_set=first.question_set).press("_save", stem="The bridge is open.")
    assert Question.objects.get(stem="The bridge is open.").position == 8


def test_a_row_that_was_only_given_a_place_is_no_option(as_tom):
    question = QuestionFactory()
    Form(as_tom, question).press(**{"options-3-position": "2"})
    assert question.options.count() == 3

"""Beside each passage in the reader: its questions for a teacher, and the way to a new one about it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from quizzes.articles.models import Article, Passage
from quizzes.articles.quoting import Span
from quizzes.bank.chosen import NOT_THERE, whole_words
from quizzes.bank.models import DraftCitation, Question
from quizzes.bank.publishing import publish
from tests.attempts.quizzes import answer, quiz, started
from tests.conftest import without_token
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, body, passage

pytestmark = pytest.mark.django_db

SENTENCES = (
    "The council closed the bridge.",
    "It would open after “seven days”, the mayor said. 🌉 The mayor was sure.",
    "Two shops lost customers.",
)
ADD = "/admin/quizzes/question/add/"


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", short_name="AP story", sentences=SENTENCES)


def ask(found: Passage, words: str, *, published: bool = True, **fields) -> Question:
    return QuestionFactory(cites=[(found, words)], published=published, **fields)


def beside(client: Client, anchor: str = "p2", slug: str = "bridge") -> html.HtmlElement | None:
    """The margin of a passage."""
    page = html.document_fromstring(client.get(reverse("articles:read", args=[slug])).text)
    found = page.get_element_by_id(anchor).find_class("margin")
    return found[0] if found else None


def words(element: html.HtmlElement | None) -> str:
    return "" if element is None else " ".join(element.text_content().split())


# Its questions, for a teacher.


def test_a_teacher_sees_the_questions_of_a_passage_closed_at_first(as_tom, article):
    ask(passage(article, 2), "seven days", stem="After how many days?", difficulty=3)
    (details,) = beside(as_tom).xpath("./details[not(@open)]")
    assert words(details.find("summary")) == "1 question on passage 2"
    assert words(details.find("ul")) == "After how many days? Published · Hard · no answers yet"
    assert not beside(as_tom, "p1").xpath("./details")


def test_each_question_leads_to_the_desk(as_tom, article):
    question = ask(passage(article, 2), "seven days")
    (link,) = beside(as_tom).xpath(".//details//a/@href")
    assert link == reverse("admin:quizzes_question_change", args=[question.pk])
    assert as_tom.get(link).status_code == 200


def test_drafts_and_retired_questions_are_there_with_their_state_after_those_that_are_asked(as_tom, article):
    retired = ask(passage(article, 2), "seven days")
    retired.retire()
    ask(passage(article, 2), "The mayor", published=False)
    ask(passage(article, 2), "sure")
    told = [words(item).split(" · ")[0].rpartition(" ")[2] for item in beside(as_tom).xpath(".//li")]
    assert told == ["Published", "Draft", "Retired"]
    assert "3 questions" in words(beside(as_tom))


def test_a_published_question_is_told_where_it_is_asked_and_not_where_it_is_being_rewritten(as_tom, article):
    question = ask(passage(article, 2), "seven days")
    question.draft_citations.update(passage=passage(article, 3), quote="Two shops")
    assert "1 question" in words(beside(as_tom, "p2"))
    assert "question" not in words(beside(as_tom, "p3"))


def test_how_a_passage_bears_on_a_question_is_told_where_it_does_not_decide_it(as_tom, article):
    question = ask(passage(article, 1), "council", published=False)
    for text, stance in (("The mayor", "contradicts"), ("sure", "contradicts")):
        DraftCitation.objects.create(
            question=question, passage=passage(article, 2), quote=text, stance=stance
        )
    publish(question, at=now())
    assert "1 question" in words(beside(as_tom, "p2"))
    assert "says otherwise" in words(beside(as_tom, "p2"))
    assert "supports" not in words(beside(as_tom, "p1"))


def test_a_passage_that_gives_context_and_decides_the_answer_decides_it(as_tom, article):
    question = ask(passage(article, 2), "The mayor", published=False)
    question.draft_citations.update(stance="context")
    DraftCitation.objects.create(question=question, passage=passage(article, 2), quote="sure", position=2)
    publish(question, at=now())
    assert "1 question" in words(beside(as_tom))
    assert "context" not in words(beside(as_tom))


def test_how_students_did_is_told_of_each_question(as_tom, ada, article):
    question = ask(passage(article, 2), "seven days")
    asked = quiz(question_set=question.question_set, behaviour="immediate")
    for given in ("Seven", "Three"):
        attempt = started(ada, asked)
        answer(attempt.slots.get(), given)
        attempt.finish(at=now())
    assert "Published · Medium · 50 %, 2 answers" in words(beside(as_tom))
    assert "ada" not in words(beside(as_tom))


def test_questions_are_told_beside_the_passage_their_words_moved_to(as_tom, article):
    ask(passage(article, 2), "seven days")
    draft = ask(passage(article, 2), "sure", published=False)
    draft.draft_citations.update(start=SENTENCES[1].index("sure"))
    article.revise(body(["A new beginning of it all.", *SENTENCES]), "brief")
    assert "2 questions" in words(beside(as_tom, "p3"))
    assert "question" not in words(beside(as_tom, "p2"))


def test_students_are_told_how_many_and_no_stem(as_ada, article):
    ask(passage(article, 2), "seven days", stem="After how many days?")
    ask(passage(article, 2), "sure", published=False)
    assert words(beside(as_ada)) == "1 question Make a card, passage 2"


def test_beside_a_passage_without_questions_a_student_may_make_a_card(as_ada, article):
    assert words(beside(as_ada, "p1")) == "Make a card, passage 1"


def test_a_visitor_sees_the_text_alone(client, article):
    before = client.get(article.get_absolute_url()).content
    ask(passage(article, 2), "seven days")
    assert client.get(article.get_absolute_url()).content == before
    assert b"Ask about" not in before
    assert b"selected_words" not in before


def test_many_questions_take_as_many_queries_as_few(as_tom, article):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_tom.get(article.get_absolute_url())
        return len(captured)

    ask(passage(article, 2), "seven days")
    ask(passage(article, 1), "council", published=False)
    before = queries()
    for _ in range(6):
        ask(passage(article, 3), "shops")
        ask(passage(article, 1), "bridge", published=False)
        ask(passage(article, 1), "council").retire()
    assert queries() == before <= 16


# Asking about a passage.


KIND = {"kind": "true_false"}


def add_form(client: Client, **query) -> html.HtmlElement:
    response = client.get(ADD, KIND | query)
    assert response.status_code == 200
    page = html.document_fromstring(response.text)
    (form,) = page.xpath("//form[@id='question_form']")
    form.said = [words(message) for message in page.find_class("messagelist")]
    return form


def told(form: html.HtmlElement) -> str:
    """What the form is to cite: the passage and the words."""
    passages = form.xpath("//select[@name='draft_citations-0-passage']/option[@selected]/text()")
    quote = form.xpath("string(//textarea[@name='draft_citations-0-quote'])").strip("\r\n")
    return f"{passages[0]}: “{quote}”" if passages and passages[0] else ""


def save(client: Client, form: html.HtmlElement, **changes) -> Question:
    """What the form sends, with the least that a new question needs."""
    ordinary = {"question_set": QuestionSetFactory().pk, "stem": "Was it so?", "_save": "Save"}
    response = client.post(ADD, dict(form.form_values()) | ordinary | changes, follow=True)
    assert response.status_code == 200
    return Question.objects.get(stem="Was it so?")


def cited(question: Question) -> list[tuple[Passage, str, int, str]]:
    return [(row.passage, row.quote, row.start, row.stance) for row in question.draft_citations.all()]


@pytest.fixture
def characters(article) -> Callable[[str], dict[str, int]]:
    """The query that names words of passage 2."""
    second = passage(article, 2)

    def query(chosen: str) -> dict[str, int]:
        start = second.text.index(chosen)
        return {"passage": second.pk, "start": start, "end": start + len(chosen)}

    return query


def test_each_passage_leads_a_teacher_to_a_question_about_it(as_tom, article):
    link, _ = beside(as_tom, "p3").xpath("./p[@class='actions']/a")
    assert link.get("href") == f"{ADD}?passage={passage(article, 3).pk}"
    assert words(link) == "Ask about this, passage 3"


def test_a_student_is_not_led_to_the_desk(as_ada, article):
    ask(passage(article, 2), "seven days")
    page = as_ada.get(article.get_absolute_url()).text
    assert "Ask about" not in page
    assert "/admin/" not in page


def test_a_question_about_a_passage_cites_the_whole_of_it(as_tom, article):
    form = add_form(as_tom, passage=passage(article, 3).pk)
    assert told(form) == "AP story, passage 3: “Two shops lost customers.”"
    assert cited(save(as_tom, form)) == [(passage(article, 3), SENTENCES[2], 0, "supports")]


def test_a_question_about_words_cites_just_these(as_tom, article, characters):
    form = add_form(as_tom, **characters("🌉 The mayor"))
    assert told(form) == "AP story, passage 2: “🌉 The mayor”"
    place = SENTENCES[1].index("🌉")
    assert cited(save(as_tom, form)) == [(passage(article, 2), "🌉 The mayor", place, "supports")]


def test_of_words_that_stand_twice_the_chosen_ones_are_cited(as_tom, article):
    second = passage(article, 2)
    start = second.text.rindex("mayor")
    form = add_form(as_tom, passage=second.pk, start=start, end=start + 5)
    assert cited(save(as_tom, form)) == [(second, "mayor", start, "supports")]


def test_words_that_were_cut_are_cited_as_whole_words(as_tom, article, characters):
    form = add_form(as_tom, **characters("ven da"))
    assert told(form) == "AP story, passage 2: “seven days”"
    assert cited(save(as_tom, form))[0][1] == "seven days"


@pytest.mark.parametrize(
    ("start", "end", "span"), [(0, 3, (0, 3)), (3, 8, (4, 8)), (5, 9, (4, 8)), (1, 12, (0, 12))]
)
def test_chosen_words_are_whole_and_without_blanks_around_them(start, end, span):
    assert whole_words("The ever end", start, end) == Span(*span)


def test_a_question_written_without_a_passage_cites_nothing(as_tom):
    form = add_form(as_tom)
    assert told(form) == ""
    assert cited(save(as_tom, form)) == []


def test_what_is_missing_in_the_form_does_not_lose_the_words(as_tom, article, characters):
    query = characters("seven days")
    form = add_form(as_tom, **query)
    again = as_tom.post(f"{ADD}?passage={query['passage']}", dict(form.form_values()) | {"stem": ""})
    assert again.status_code == 422
    (form,) = html.document_fromstring(again.text).xpath("//form[@id='question_form']")
    assert told(form) == "AP story, passage 2: “seven days”"
    assert cited(save(as_tom, form))[0][1] == "seven days"


JUNK = [
    {"passage": ""},
    {"passage": "x"},
    {"passage": "0"},
    {"passage": "999999"},
    {"passage": "9" * 400},
    {"passage": "²"},
    {"passage": "1:2"},
    {"passage": "-1"},
    {"passage": "1\x00"},
    {"passage": "HERE", "start": "3"},
    {"passage": "HERE", "end": "3"},
    {"passage": "HERE", "start": "5", "end": "5"},
    {"passage": "HERE", "start": "8", "end": "5"},
    {"passage": "HERE", "start": "0", "end": "5000"},
    {"passage": "HERE", "start": "-3", "end": "5"},
    {"passage": "HERE", "start": "2", "end": "3"},
    {"passage": "HERE", "start": "x", "end": "y"},
    {"passage": "HERE", "start": "0", "end": "9" * 30},
]


@pytest.mark.parametrize("query", JUNK)
def test_junk_in_the_address_is_told_in_a_sentence_and_the_form_still_works(as_tom, article, query):
    here = str(passage(article, 2).pk)
    form = add_form(as_tom, **{name: value.replace("HERE", here) for name, value in query.items()})
    assert form.said == [NOT_THERE]
    assert told(form) == ""
    assert cited(save(as_tom, form)) == []


@pytest.mark.parametrize("sent", ["x", "0", "-1", "99999", "9" * 500])
def test_a_passage_that_is_not_there_is_cited_by_no_question(as_tom, article, sent):
    form = dict(add_form(as_tom).form_values())
    junk = {"draft_citations-0-passage": sent, "draft_citations-0-quote": "seven days"}
    response = as_tom.post(ADD, form | junk | {"question_set": QuestionSetFactory().pk, "stem": "Was it so?"})
    assert response.status_code == 422
    assert not Question.objects.exists()


@pytest.mark.parametrize("near", ["x", "-5", "9" * 400, "1.5"])
def test_a_place_that_is_none_is_refused_or_passed_over(as_tom, article, near):
    form = add_form(as_tom, passage=passage(article, 3).pk)
    sent = dict(form.form_values()) | {"draft_citations-0-near": near, "stem": "Was it so?"}
    response = as_tom.post(ADD, sent | {"question_set": QuestionSetFactory().pk})
    assert response.status_code in (302, 422)
    assert all(row.is_found for row in DraftCitation.objects.all())


def test_choosing_the_kind_keeps_the_words(as_tom, article, characters):
    QuestionSetFactory()
    query = characters("seven days")
    page = html.document_fromstring(as_tom.get(ADD, query).text)
    kept = {
        field.get("name"): field.get("value")
        for field in page.xpath("//main//input[@type='hidden'] | //form//input[@type='hidden']")
    }
    assert {name: int(kept[name]) for name in query} == query


def test_only_who_may_write_questions_may_send_the_form(as_ada, article):
    form = {
        "question_set": QuestionSetFactory().pk,
        "kind": "true_false",
        "stem": "Mine?",
        "draft_citations-TOTAL_FORMS": "1",
        "draft_citations-INITIAL_FORMS": "0",
        "draft_citations-0-passage": passage(article, 2).pk,
        "draft_citations-0-quote": "seven days",
    }
    assert "signed out" not in as_ada.post(ADD, form).text
    assert not Question.objects.exists()
    assert not DraftCitation.objects.exists()


def test_words_of_an_older_text_can_be_asked_about(as_tom, article):
    old = passage(article, 3)
    article.revise(body(["Something else."]), "brief")
    assert cited(save(as_tom, add_form(as_tom, passage=old.pk)))[0][0] == old


def test_what_a_passage_says_is_shown_and_never_run(as_tom):
    article = ArticleFactory(sentences=["<script>alert(1)</script> & more"])
    response = as_tom.get(ADD, KIND | {"passage": passage(article).pk})
    assert "<script>alert(1)" not in response.text
    assert "<script>alert(1)</script> & more" in told(add_form(as_tom, passage=passage(article).pk))


def test_the_page_is_the_same_each_time(as_tom, article):
    ask(passage(article, 2), "seven days")
    pages = {without_token(as_tom.get(article.get_absolute_url()).content) for _ in range(3)}
    assert len(pages) == 1

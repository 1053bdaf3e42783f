"""The page at /search/: who finds what, and how it is shown."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from quizzes.articles.blocks import Block, Role
from quizzes.articles.importing import attach_original
from quizzes.bank.publishing import publish
from quizzes.models import Article, Question, Quiz
from tests.attempts.quizzes import start
from tests.conftest import HTMX
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    UserFactory,
    body,
    passage,
    point,
    question_set_with,
)

pytestmark = pytest.mark.django_db
BRIEFS = ["The council closed the harbour.", "It would open after seven days.", "Two shops lost customers."]
WORDS = ["“We close the harbour,” they said.", "It opens in a week, on Monday.", "Shops suffer."]


class Found:
    """What a page of results shows."""

    def __init__(self, response) -> None:
        assert response.status_code == 200
        self.text = response.text
        self.root = html.document_fromstring(response.text)

    @property
    def sections(self) -> dict[str, int]:
        """Heading -> count."""
        heads = self.root.xpath("//section/h2[@id]")
        return {head.get("id"): int(head.findtext("span")) for head in heads}

    @property
    def items(self) -> list[html.HtmlElement]:
        return self.root.xpath("//ol[@class='findings']/li")

    @property
    def links(self) -> list[str]:
        return [item.find("h3/a").get("href") for item in self.items]

    @property
    def marks(self) -> list[str]:
        return [mark.text_content() for item in self.items for mark in item.iter("mark")]

    @property
    def told(self) -> str:
        return self.root.get_element_by_id("found").text_content()

    @property
    def body(self) -> str:
        return " ".join(self.root.get_element_by_id("results").text_content().split())


def search(client: Client, typed: str, **more) -> Found:
    return Found(client.get(reverse("search:find"), {"q": typed, **more}))


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="harbour", short_name="Lend Post story", sentences=BRIEFS)


@pytest.fixture
def asked_question(article) -> Question:
    """A published question that anyone may practise."""
    return QuestionFactory(
        question_set=QuestionSetFactory(title="The harbour week", slug="week"),
        stem="What did the *council* close?",
        explanation="Closed was the **quay**.",
        hints="Think of boats.",
        options=[("A harbour", True), ("A lighthouse", False)],
        cites=[(passage(article, 1), "closed the harbour")],
        published=True,
    )


# Passages.


def test_a_passage_is_found_with_the_words_marked_and_leads_into_the_reader(client, article):
    found = search(client, "harbours close")
    assert found.sections == {"passages": 1}
    assert found.links == ["/sources/harbour/#p1"]
    assert found.marks == ["closed", "harbour"]
    assert "Lend Post story, passage 1" in found.body
    assert found.told == "Found: 1 passage."


def test_words_of_an_article_are_shown_and_never_run(client):
    ArticleFactory(sentences=["A <script>alert(1)</script> & a <b>harbour</b>."])
    found = search(client, "alert harbour")
    assert found.marks == ["alert", "harbour"]
    assert "<script>alert" not in found.text
    assert "A <script>alert(1)</script> & a <b>harbour</b>." in found.body


def test_what_was_typed_is_shown_and_never_run(client):
    page = search(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in page.text
    assert page.root.get_element_by_id("q").get("value") == '"><script>alert(1)</script>'


def test_a_visitor_finds_the_brief_and_never_the_original(client, as_ada, article):
    attach_original(article, body(WORDS))
    assert search(client, "closed harbour").links == ["/sources/harbour/#p1"]
    for words in ("monday", "suffer", '"we close"'):
        assert search(client, words).sections == {}
        assert search(as_ada, words).sections == {"passages": 1}
    assert search(as_ada, "customers").sections == {}


def test_a_visitor_finds_the_newest_brief_behind_an_original(client, article):
    article.revise(body(["The harbour is open."]), "brief")
    article.revise(body(WORDS), "original")
    assert search(client, "harbour").marks == ["harbour"]
    assert "is open" in search(client, "harbour").body
    assert search(client, "closed").sections == {}


def test_an_older_revision_is_found_no_more(as_ada, article):
    article.revise(body(["The harbour is open."]), "brief")
    assert search(as_ada, "harbour").sections == {"passages": 1}
    assert search(as_ada, "closed").sections == {}


def test_an_article_of_which_only_the_original_is_stored_is_not_found_by_a_visitor(client):
    ArticleFactory(sentences=BRIEFS, sentences__wording="original")
    assert search(client, "harbour").sections == {}


def test_captions_lead_to_their_own_anchor(client, article):
    article.revise([*body(BRIEFS), Block(Role.CAPTION, "Boats at anchor.", 1)], "brief")
    assert search(client, "anchor").links == ["/sources/harbour/#c1"]


# Points.


def test_a_point_is_found_by_its_question_its_sides_and_its_conclusion(as_ada):
    made = point(
        question="How long was it closed?", careful="A *week*, on balance.", settled_by="The mayor knew."
    )
    for words in ("how long", "seven", "nine", "balance", "mayor knew", "closed nine week"):
        assert made.get_absolute_url() in search(as_ada, words).links, words


def test_what_is_said_on_a_point_is_shown_beneath_it(as_ada):
    point(question="How long was it closed?", careful="A *week*, on balance.")
    found = search(as_ada, "closed balance")
    assert found.marks == ["closed", "balance"]
    assert "A careful reader A week, on balance." in found.body


def test_beneath_its_name_stand_the_texts_with_the_words_that_the_name_lacks(as_ada, article):
    sides = {f"Closed, said one of {number}": [(passage(article), "closed")] for number in range(3)}
    point(sides, question="Was it closed?", careful="On balance, yes.")
    found = search(as_ada, "closed balance")
    assert "On balance, yes." in found.body
    assert "said one of" not in found.body


def test_points_are_for_people_who_signed_in(client):
    point(question="How long was the quay closed?")
    assert search(client, "quay").sections == {}


# Questions, as students find them.


def test_a_student_finds_a_question_by_its_stem_and_is_led_to_its_set(as_ada, asked_question):
    found = search(as_ada, "what council")
    assert found.sections == {"questions": 1}
    assert found.links == [asked_question.question_set.get_absolute_url()]
    assert "What did the council close?" in found.body
    assert "The harbour week" in found.body


@pytest.mark.parametrize("words", ["lighthouse", "quay", "boats", '"closed the harbour"', "what harbour"])
def test_a_student_finds_no_question_by_anything_else(as_ada, asked_question, words):
    assert "questions" not in search(as_ada, words).sections


@pytest.mark.parametrize(
    "words",
    [
        "harbour",
        "lighthouse",
        "quay",
        "boats",
        "harbour lighthouse quay",
        "council boats",
        '"closed the harbour"',
    ],
)
def test_a_teacher_finds_a_question_by_all_that_stands_in_it(as_tom, asked_question, words):
    found = search(as_tom, words)
    assert found.sections["questions"] == 1
    assert found.links[-1] == reverse("admin:quizzes_question_change", args=[asked_question.pk])
    assert "Published · The harbour week" in found.body


def test_a_teacher_sees_in_which_text_the_words_stand(as_tom, asked_question):
    assert "Explanation Closed was the quay." in search(as_tom, "quay").body
    assert "Option A lighthouse" in search(as_tom, "council lighthouse").body
    assert "Hint Think of boats." in search(as_tom, "boats").body


def test_a_draft_is_found_at_the_desk_alone(as_ada, as_tom):
    QuestionFactory(stem="Who rang the bell?")
    assert search(as_ada, "bell").sections == {}
    assert "Draft" in search(as_tom, "bell").body


def test_a_retired_question_is_found_at_the_desk_alone(as_ada, as_tom, asked_question):
    QuestionFactory(question_set=asked_question.question_set, published=True)
    asked_question.retire()
    assert "questions" not in search(as_ada, "council").sections
    assert "Retired" in search(as_tom, "council").body


def test_what_is_changed_and_not_published_yet_is_found_at_the_desk_alone(as_ada, as_tom, asked_question):
    Question.objects.update(stem="What did the admiral shut?")
    assert "questions" not in search(as_ada, "admiral").sections
    assert search(as_ada, "what council").sections == {"questions": 1}
    assert search(as_tom, "admiral").sections == {"questions": 1}
    assert search(as_tom, "what council").sections == {}


def test_a_stem_that_was_published_before_is_found_no_more(as_ada, asked_question):
    Question.objects.update(stem="What did the admiral shut?")
    publish(Question.objects.get(), at=now())
    assert search(as_ada, "what council").sections == {}
    assert search(as_ada, "admiral").sections == {"questions": 1}


def test_questions_kept_for_quizzes_are_found_at_the_desk_alone(as_ada, as_tom):
    QuestionFactory(
        question_set=QuestionSetFactory(is_for_practice=False), stem="Who rang the bell?", published=True
    )
    assert search(as_ada, "bell").sections == {}
    assert search(as_tom, "bell").sections == {"questions": 1}


def test_a_visitor_finds_no_question(client, asked_question):
    assert search(client, "what council").sections == {}


def test_staff_whom_the_desk_shows_no_questions_find_as_students_do(asked_question):
    helper = Client()
    helper.force_login(UserFactory(is_staff=True))
    assert "questions" not in search(helper, "lighthouse").sections
    assert search(helper, "what council").links == [asked_question.question_set.get_absolute_url()]


# Closed books.


def test_a_closed_book_shuts_the_search_too(as_ada, as_eve, article):
    start(
        as_ada,
        Quiz.objects.create(
            question_set=question_set_with(1), title="Closed", is_open_book=False, is_offered=True
        ),
    )
    for query in ({}, {"q": "harbour"}, {"q": "harbour", "in": "passages"}):
        page = as_ada.get(reverse("search:find"), query)
        assert page.status_code == 403
        assert "“Closed” is a closed-book quiz" in page.text
        assert "council" not in page.text
    assert search(as_eve, "harbour").sections == {"passages": 1}


def test_a_search_that_is_refused_as_one_types_is_refused_on_a_whole_page(as_ada, article):
    start(
        as_ada,
        Quiz.objects.create(
            question_set=question_set_with(1), title="Closed", is_open_book=False, is_offered=True
        ),
    )
    answer = as_ada.get(reverse("search:find"), {"q": "harbour"}, headers=HTMX)
    assert answer["HX-Refresh"] == "true"
    assert answer.content == b""


# The page.


def test_before_anything_is_typed_the_page_says_what_can_be_found(client, as_ada):
    assert "In the sources" in client.get(reverse("search:find")).text
    assert "the points on which they differ, and the questions" in as_ada.get(reverse("search:find")).text


def test_where_nothing_is_found_the_page_says_what_to_try(client, article):
    found = search(client, "xylophone harbour")
    assert found.told == "Nothing found."
    assert "Try fewer of them" in found.body


def test_what_holds_no_word_is_answered_with_a_sentence(client, article):
    assert search(client, "?!").told == "There is no word in that. Write letters or digits."
    assert search(client, "?!").sections == {}


def test_how_many_were_found_is_told_by_sort(as_ada, asked_question, article):
    point(question="Who closed the harbour?")
    QuestionFactory(stem="Who closed the harbour?", question_set=asked_question.question_set, published=True)
    QuestionFactory(stem="Was the harbour closed?", question_set=asked_question.question_set, published=True)
    assert search(as_ada, "harbour close").told == "Found: 1 passage, 1 point, 2 questions."


def test_as_one_types_only_the_results_are_sent_and_the_count_with_them(client, article):
    response = client.get(reverse("search:find"), {"q": "harb"}, headers=HTMX)
    assert "<main" not in response.text
    root = html.fragment_fromstring(response.text, create_parent=True)
    assert root.get_element_by_id("results").xpath(".//mark")[0].text_content() == "harbour"
    count = root.xpath("//*[@hx-swap-oob]")[0]
    assert count.get("hx-swap-oob") == "innerHTML:#found"
    assert count.text_content() == "Found: 1 passage."
    assert "HX-Request" in response["Vary"]


def test_without_htmx_the_whole_page_is_sent_and_the_field_keeps_what_was_typed(client, article):
    found = search(client, 'the "harbour')
    assert found.root.get_element_by_id("q").get("value") == 'the "harbour'
    (form,) = found.root.xpath("//form[@role='search']")
    assert (form.get("action"), form.get("method")) == (reverse("search:find"), "get")
    assert found.root.xpath("//label[@for='q']")[0].text_content().strip()


def test_results_are_only_read(as_ada):
    assert as_ada.post(reverse("search:find"), {"q": "harbour"}).status_code == 405


def test_the_better_match_comes_first(client):
    ArticleFactory(
        slug="rare",
        sentences=[
            "A boat. " + "Other words stand here at great length. " * 12,
            "Boat, boat and again a boat.",
            "No.",
        ],
    )
    assert search(client, "boat").links == ["/sources/rare/#p2", "/sources/rare/#p1"]


# Many.


@pytest.fixture
def many(article) -> Article:
    article.revise(body(f"Boat number {number} lay at anchor." for number in range(1, 46)), "brief")
    return article


def test_of_many_the_first_twenty_are_shown_with_a_way_to_all(client, many):
    found = search(client, "boat")
    assert found.sections == {"passages": 45}
    assert len(found.items) == 20
    way = found.root.xpath("//a[starts-with(normalize-space(), 'Show all 45')]")[0]
    assert way.get("href") == "?q=boat&in=passages"


def test_all_are_shown_by_pages_none_twice_and_none_left_out(client, many):
    pages = [search(client, "boat", **{"in": "passages", "page": number}) for number in (1, 2, 3)]
    assert [len(page.items) for page in pages] == [20, 20, 5]
    assert len({link for page in pages for link in page.links}) == 45
    assert pages[1].root.xpath("//a[@rel='next']")[0].get("href") == "?q=boat&in=passages&page=3"
    assert pages[1].root.xpath("//a[@rel='prev']")[0].get("href") == "?q=boat&in=passages&page=1"
    assert "21 to 40 of 45" in pages[1].body


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "1\0", "²", "9" * 400, ""])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(client, many, number):
    assert len(search(client, "boat", **{"in": "passages", "page": number}).items) in (5, 20)


def test_of_one_sort_nothing_else_is_shown(as_ada, many):
    point(question="Which boat?")
    assert search(as_ada, "boat").sections == {"passages": 45, "points": 1}
    found = search(as_ada, "boat", **{"in": "points"})
    assert found.sections == {"points": 1}
    assert found.root.xpath("//a[normalize-space()='Everything that was found']")[0].get("href") == "?q=boat"


@pytest.mark.parametrize("sort", ["questions", "points", "nothing", "'", "faces"])
def test_a_visitor_cannot_ask_for_a_sort_that_is_not_theirs(client, asked_question, sort):
    point(question="What of the council?")
    assert set(search(client, "council", **{"in": sort}).sections) == {"passages"}


def test_a_search_takes_as_many_queries_for_much_as_for_little(as_ada, as_tom, client, many):
    for person, cost in ((client, 2), (as_ada, 10), (as_tom, 14)):
        counts = []
        for _ in range(2):
            point(question="Which boat?", slug=f"boat-{Question.objects.count()}")
            QuestionFactory.create_batch(3, stem="Which boat was it?", published=True)
            search(person, "boat")
            with CaptureQueriesContext(connection) as few:
                search(person, "boat")
            counts.append(len(few))
        assert counts == [cost, cost], [query["sql"][:90] for query in few]


def test_every_page_leads_to_the_search(as_ada, client):
    for person in (as_ada, client):
        assert f'href="{reverse("search:find")}" aria-label="Search"' in person.get(reverse("home")).text


def test_the_sources_and_the_points_have_a_field_of_their_own(as_ada, client, article):
    point()
    for page in (as_ada.get(reverse("bank:points")), client.get(reverse("articles:sources"))):
        form = html.document_fromstring(page.text).xpath("//main//form[@role='search']")[0]
        assert form.get("action") == reverse("search:find")
        assert form.xpath(".//input/@name") == ["q"]

"""The reader at /sources/<slug>/: numbered passages, and the very words a citation rests on."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from quizzes.articles.blocks import Block, Role
from quizzes.articles.importing import attach_original
from quizzes.articles.models import Article, Revision
from quizzes.bank.models import Citation
from quizzes.bank.publishing import publish
from quizzes.bank.shown import signed
from tests.factories import ArticleFactory, QuestionFactory, body, passage

pytestmark = pytest.mark.django_db

BRIEF, ORIGINAL = Revision.Wording.BRIEF, Revision.Wording.ORIGINAL
BRIEFS = ["The council closed the bridge.", "It would open after seven days.", "Two shops lost customers."]
WORDS = ["“We close the bridge,” they said.", "It would open after seven days, on Monday.", "Shops suffer."]
CHANGED = "The source has since changed"
OTHER_WORDS = "another wording of this passage"


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", sentences=BRIEFS)


@pytest.fixture
def cited(article) -> Citation:
    """A published question's citation of three words of passage 2."""
    return citation_of(article, 2, "after seven days")


def citation_of(article: Article, number: int, quote: str) -> Citation:
    question = QuestionFactory(cites=[(passage(article, number), quote)], published=True)
    return question.current.citations.get()


class Page:
    def __init__(self, response) -> None:
        assert response.status_code == 200
        self.text = response.text
        self.root = html.document_fromstring(response.text)

    def words(self, anchor: str) -> str:
        return self.root.get_element_by_id(anchor).cssselect_one(".text").text_content()

    def passage(self, anchor: str) -> str:
        return self.root.get_element_by_id(anchor).text_content()

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Anchor and words of each mark."""
        found = self.root.xpath("//mark[ancestor::*[@id][contains(@class, 'line')]]")
        return [
            (mark.xpath("ancestor::*[contains(@class, 'line')]/@id")[0], mark.text_content())
            for mark in found
        ]

    @property
    def cited(self) -> list[str]:
        return self.root.xpath("//*[contains(@class, 'line')][contains(@class, 'cited')]/@id")


def read(client, slug="bridge", **query) -> Page:
    return Page(client.get(reverse("articles:read", args=[slug]), query))


def cite(client, citation: Citation) -> Page:
    """The page the citation's own address leads to."""
    return Page(client.get(citation.get_absolute_url()))


def test_each_passage_stands_at_its_number(client, article):
    page = read(client)
    for number, text in enumerate(BRIEFS, start=1):
        assert text in page.passage(f"p{number}")


def test_captions_titles_headings_and_credits_have_addresses_of_their_own(client, article):
    others = [Block(Role.TITLE, "Closed!", 1), Block(Role.CAPTION, "The bridge on Monday.", 1)]
    others += [Block(Role.HEADING, "Why?", 1), Block(Role.CREDIT, "By Ida Brook", 1)]
    article.revise([*others, *body(BRIEFS)], BRIEF)
    page = read(client)
    texts = {"t1": "Closed!", "c1": "The bridge on Monday.", "h1": "Why?", "k1": "By Ida Brook"}
    assert all(text in page.passage(anchor) for anchor, text in texts.items())


def test_title_publisher_date_and_kind_of_text_are_told(client):
    ArticleFactory(
        slug="bridge",
        title="Closed!",
        publisher="The Lend Post",
        published="2021-05-03",
        kind="machine_translation",
    )
    text = read(client).text
    assert all(
        told in text for told in ["Closed!", "The Lend Post", "3 May 2021", "Machine-translated rewrite"]
    )


def test_words_of_an_article_are_shown_and_never_run(client):
    ArticleFactory(slug="bridge", sentences=["<script>alert(1)</script> & <b>bold</b>"])
    page = read(client)
    assert "<script>alert(1)</script> & <b>bold</b>" in page.passage("p1")
    assert "<script>alert" not in page.text


def test_nothing_is_marked_unless_a_citation_asks_for_it(client, cited):
    page = read(client)
    assert (page.marks, page.cited) == ([], [])


def test_a_citation_marks_exactly_its_words(client, cited):
    page = cite(client, cited)
    assert (page.marks, page.cited) == ([("p2", "after seven days")], ["p2"])


def test_a_citation_leads_to_the_passage_it_cites(cited):
    assert cited.get_absolute_url() == f"/sources/bridge/?cite={signed(cited.pk)}#p2"


def test_the_words_of_a_citation_are_marked_only_for_those_who_were_given_its_address(client, cited):
    """Whoever counts through the ids would read off what decides a question."""
    for guess in [
        cited.pk,
        f"{cited.pk}.",
        f"{cited.pk}.{'x' * 43}",
        signed(cited.pk + 1).replace("2.", "1."),
    ]:
        assert read(client, cite=guess).marks == []


def test_a_cited_caption_is_marked_at_the_caption(client, article):
    revision = article.revise([*body(BRIEFS), Block(Role.CAPTION, "The bridge on Monday.", 1)], BRIEF)
    caption = revision.passages.get(role="caption")
    question = QuestionFactory(cites=[(caption, "on Monday")], published=True)
    assert cite(client, question.current.citations.get()).marks == [("c1", "on Monday")]


def test_of_words_that_stand_twice_the_cited_ones_are_marked(client):
    article = ArticleFactory(
        slug="bridge", sentences=["The mayor came, and the mayor went, and the mayor slept."]
    )
    question = QuestionFactory(cites=[(passage(article), "the mayor")])
    question.draft_citations.update(start=40)
    page = cite(client, publish(question, at=now()).citations.get())
    before = html.tostring(page.root.get_element_by_id("p1"), encoding="unicode").split("<mark>")[0]
    assert before.endswith("went, and ")


def test_behind_an_original_the_citation_lands_on_the_same_number_and_words(as_ada, article, cited):
    attach_original(article, body(WORDS))
    page = cite(as_ada, cited)
    assert WORDS[1] in page.passage("p2")
    assert page.marks == [("p2", "after seven days")]
    assert OTHER_WORDS not in page.text


def test_of_words_that_stand_twice_in_an_original_the_nearest_are_marked(as_ada):
    article = ArticleFactory(
        slug="bridge", sentences=["On that day the mayor and the council met; the mayor spoke."]
    )
    question = QuestionFactory(cites=[(passage(article), "the mayor")])
    question.draft_citations.update(start=40)
    citation = publish(question, at=now()).citations.get()
    attach_original(article, body(["“We met,” said the mayor, and again: yes, the mayor had met them."]))
    page = cite(as_ada, citation)
    before = html.tostring(page.root.get_element_by_id("p1"), encoding="unicode").split("<mark>")[0]
    assert before.endswith("yes, ")


def test_where_the_original_has_other_words_the_passage_is_marked_as_a_whole_with_a_note(as_ada, article):
    citation = citation_of(article, 3, "lost customers")
    attach_original(article, body(WORDS))
    page = cite(as_ada, citation)
    assert WORDS[2] in page.passage("p3")
    assert (page.marks, page.cited) == ([], ["p3"])
    assert OTHER_WORDS in page.passage("p3")
    assert CHANGED not in page.text


def test_a_citation_of_an_original_lands_in_the_next_original_behind_the_same_numbers(as_ada, article):
    attach_original(article, body(WORDS))
    article.refresh_from_db()
    citation = citation_of(article, 2, "on Monday")
    attach_original(article, body([*WORDS[:1], "It opens on Monday, after seven days.", WORDS[2]]))
    assert cite(as_ada, citation).marks == [("p2", "on Monday")]


def test_in_another_text_the_citation_lands_where_its_words_stand_once(client, article, cited):
    article.revise(body(["A new first paragraph.", *BRIEFS]), BRIEF)
    page = cite(client, cited)
    assert page.marks == [("p3", "after seven days")]
    assert CHANGED not in page.text


def test_a_citation_that_cannot_be_placed_shows_the_revision_it_cites(client, article, cited):
    article.revise(body(["The bridge is open.", "Nobody knows why."]), BRIEF)
    page = cite(client, cited)
    assert BRIEFS[1] in page.passage("p2")
    assert page.marks == [("p2", "after seven days")]
    assert CHANGED in page.text


def test_words_that_stand_in_two_passages_of_another_text_are_no_guess(client, article, cited):
    article.revise(body(["It opens after seven days.", "It closes after seven days."]), BRIEF)
    page = cite(client, cited)
    assert page.marks == [("p2", "after seven days")]
    assert BRIEFS[1] in page.passage("p2")
    assert CHANGED in page.text


def test_an_older_revision_can_be_read_and_says_that_the_source_has_changed(client, article):
    article.revise(body(["The bridge is open."]), BRIEF)
    assert CHANGED in read(client, revision=1).text
    assert BRIEFS[0] in read(client, revision=1).passage("p1")
    assert CHANGED not in read(client, revision=2).text


def test_the_newest_revision_is_shown_unless_another_is_asked_for(client, article):
    article.revise(body(["The bridge is open."]), BRIEF)
    page = read(client)
    assert "The bridge is open." in page.passage("p1")
    assert CHANGED not in page.text


def test_a_student_reads_the_original(as_ada, article):
    attach_original(article, body(WORDS))
    assert WORDS[0] in read(as_ada).passage("p1")


def test_a_visitor_reads_the_newest_brief_instead_of_an_original(client, article):
    attach_original(article, body(WORDS))
    page = read(client)
    assert BRIEFS[0] in page.passage("p1")
    assert WORDS[0] not in page.text
    assert CHANGED not in page.text
    assert "publisher's words" not in page.text


def test_a_visitor_cannot_ask_for_an_original(client, as_ada, article):
    attach_original(article, body(WORDS))
    address = article.get_absolute_url()
    assert client.get(address, {"revision": 2}).status_code == 404
    assert as_ada.get(address, {"revision": 2}).status_code == 200


def test_a_citation_of_an_original_shows_a_visitor_nothing_of_it(client, article):
    attach_original(article, body(WORDS))
    article.refresh_from_db()
    page = cite(client, citation_of(article, 1, "close the bridge"))
    assert "close the bridge" not in page.text
    assert page.marks == []


def test_a_citation_of_an_original_that_was_replaced_is_not_found_by_a_visitor(client, article):
    attach_original(article, body(WORDS))
    article.refresh_from_db()
    citation = citation_of(article, 1, "close the bridge")
    article.revise(body(["The bridge is open."]), BRIEF)
    assert client.get(citation.get_absolute_url()).status_code == 404


def test_an_article_of_which_only_the_original_is_stored_is_for_people_who_signed_in(client, as_ada):
    article = ArticleFactory(sentences__wording=ORIGINAL)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert as_ada.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("junk", ["", "x", "-1", "0", "1.5", "9" * 18, "9" * 400, "1\x00", "²", "²²", " 1"])
def test_junk_in_place_of_a_citation_shows_the_plain_page(client, article, junk):
    page = read(client, cite=junk)
    assert (page.marks, page.cited) == ([], [])


@pytest.mark.parametrize("junk", ["x", "-1", "0", "1.5", "01", "9" * 400, "1\x00", "²"])
def test_junk_in_place_of_a_revision_is_not_found(client, article, junk):
    assert client.get(article.get_absolute_url(), {"revision": junk}).status_code == 404


def test_a_citation_of_another_article_marks_nothing(client, cited):
    ArticleFactory(slug="harbour", sentences=BRIEFS)
    assert read(client, "harbour", cite=signed(cited.pk)).marks == []


def test_an_unknown_article_is_not_found(client, db):
    assert client.get(reverse("articles:read", args=["nowhere"])).status_code == 404


def test_the_margin_tells_a_student_how_many_questions_rest_on_a_passage(as_ada, article, cited):
    citation_of(article, 2, "seven")
    citation_of(article, 3, "Two shops")
    page = read(as_ada)
    assert "2 questions" in page.passage("p2")
    assert "1 question" in page.passage("p3")
    assert "question" not in page.passage("p1")


def test_a_question_that_cites_a_passage_twice_counts_once(as_ada, article):
    words = [(passage(article, 2), "seven days"), (passage(article, 2), "It would open")]
    QuestionFactory(cites=words, published=True)
    assert "1 question" in read(as_ada).passage("p2")


def test_drafts_and_retired_questions_do_not_count(as_ada, article, cited):
    cited.version.question.retire()
    QuestionFactory(cites=[(passage(article, 2), "seven days")])
    assert "question" not in read(as_ada).passage("p2")


def test_the_margin_counts_behind_an_original_too(as_ada, article, cited):
    attach_original(article, body(WORDS))
    assert "1 question" in read(as_ada).passage("p2")


def test_the_margin_is_empty_for_a_visitor(client, cited):
    assert "question" not in read(client).passage("p2")


def test_reading_takes_as_many_queries_for_many_passages_as_for_few(as_ada, django_assert_num_queries):
    few = ArticleFactory(sentences=BRIEFS)
    many = ArticleFactory(sentences=[f"Sentence {number} is here." for number in range(60)])
    as_ada.get(few.get_absolute_url())
    with django_assert_num_queries(12):
        as_ada.get(few.get_absolute_url())
    with django_assert_num_queries(12):
        as_ada.get(many.get_absolute_url())


def test_the_sources_are_listed_with_the_number_of_their_passages(client, article):
    article.revise([*body(BRIEFS), Block(Role.CAPTION, "The bridge on Monday.", 1)], BRIEF)
    text = " ".join(html.fromstring(client.get(reverse("articles:sources")).text).text_content().split())
    assert article.title in text
    assert "3 passages" in text


def test_a_visitor_is_shown_no_source_that_only_others_may_read(client, as_ada):
    ArticleFactory(title="Held back", sentences__wording=ORIGINAL)
    assert "Held back" not in client.get(reverse("articles:sources")).text
    assert "Held back" in as_ada.get(reverse("articles:sources")).text


def test_without_sources_the_page_says_so(client, db):
    assert "No article is stored yet" in client.get(reverse("articles:sources")).text


@pytest.mark.parametrize("name", ["articles:sources", "articles:read"])
def test_pages_of_this_room_are_only_read(as_ada, article, name):
    address = reverse(name, args=["bridge"] if name == "articles:read" else [])
    assert as_ada.post(address).status_code == 405

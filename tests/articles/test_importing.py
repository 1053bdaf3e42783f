from datetime import date

import pytest

from quizzes.articles.blocks import Block, Problem, Role
from quizzes.articles.importing import Description, Mismatch, attach_original, store
from quizzes.articles.models import Article, Passage, Revision
from tests.factories import ArticleFactory, body

pytestmark = pytest.mark.django_db

BRIDGE = Description(
    slug="bridge",
    title="The bridge",
    publisher="The Lend Post",
    published=date(2021, 5, 3),
    kind=Article.Kind.REWRITE,
)
CAPTION = Block(Role.CAPTION, "The bridge on Monday.", 1)
BRIEF = ["Our words on the bridge.", "Our words on the mayor."]
WORDS = ["The bridge was closed.", "It opened again, said the mayor."]


@pytest.fixture
def brief() -> Article:
    article = ArticleFactory(sentences=BRIEF)
    article.revise([*body(BRIEF), CAPTION], Revision.Wording.BRIEF)
    return article


def test_a_stored_article_has_its_description_and_its_first_revision(tom):
    article = store(BRIDGE, body(WORDS), Revision.Wording.ORIGINAL, by=tom)
    article.refresh_from_db()
    assert (article.title, article.publisher, article.published) == (
        "The bridge",
        "The Lend Post",
        date(2021, 5, 3),
    )
    assert article.kind == Article.Kind.REWRITE
    assert (article.current.number, article.current.wording, article.current.created_by) == (
        1,
        "original",
        tom,
    )
    assert [passage.text for passage in article.current.passages.all()] == WORDS


def test_a_taken_slug_is_refused_and_a_new_revision_is_offered():
    store(BRIDGE, body(WORDS), Revision.Wording.ORIGINAL)
    problem = store(BRIDGE, body(["Another text."]), Revision.Wording.ORIGINAL)
    assert isinstance(problem, Problem)
    assert '"bridge" belongs to an article already' in problem.sentence
    assert "new revision" in problem.sentence
    assert (Article.objects.count(), Revision.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("slug", "b" * 51), ("slug", "no slug"), ("title", "t" * 301), ("publisher", "p" * 201), ("title", "")],
)
def test_a_description_that_does_not_fit_is_refused_with_the_name_of_its_field(field, value):
    problem = store(Description(**BRIDGE.__dict__ | {field: value}), body(WORDS), Revision.Wording.ORIGINAL)
    assert isinstance(problem, Problem)
    assert field in problem.sentence.lower()
    assert not Article.objects.exists()


def test_an_original_goes_behind_the_numbers_of_the_brief(brief):
    first = brief.current
    attached = attach_original(brief, [*body(WORDS), CAPTION])
    brief.refresh_from_db()
    assert brief.current == attached
    assert attached.wording == Revision.Wording.ORIGINAL
    assert attached.numbering == first.numbering


def test_a_text_attached_over_an_original_keeps_the_first_numbering(brief):
    first = brief.current
    attach_original(brief, [*body(WORDS), CAPTION])
    again = attach_original(brief, [*body([*WORDS[:1], "It opened, said the mayor."]), CAPTION])
    assert (again.number, again.numbering) == (first.number + 2, first.pk)


def test_the_same_file_twice_changes_nothing(brief):
    blocks = [*body(WORDS), CAPTION]
    first = attach_original(brief, blocks)
    passages = Passage.objects.count()
    assert attach_original(brief, blocks) == first
    assert Passage.objects.count() == passages


@pytest.mark.parametrize("words", [WORDS[:1], [*WORDS, "And one more."]], ids=["one too few", "one too many"])
def test_another_number_of_body_passages_is_refused_with_a_table(brief, words):
    before = brief.current
    assert attach_original(brief, [*body(words), CAPTION]) == Mismatch((("body", 2, len(words)),))
    brief.refresh_from_db()
    assert brief.current == before


def test_a_missing_caption_is_refused(brief):
    assert attach_original(brief, body(WORDS)) == Mismatch((("caption", 1, 0),))


def test_every_role_that_does_not_fit_stands_in_the_table(brief):
    assert attach_original(brief, body(WORDS[:1])) == Mismatch((("body", 2, 1), ("caption", 1, 0)))


def test_an_original_may_have_more_captions_than_its_brief(brief):
    attached = attach_original(brief, [*body(WORDS), CAPTION, Block(Role.CAPTION, "The mayor.", 2)])
    assert attached.passages.filter(role="caption").count() == 2


def test_an_original_may_have_titles_headings_and_credits_that_its_brief_lacks(brief):
    more = [
        Block(Role.TITLE, "Closed!", 1),
        Block(Role.HEADING, "Why?", 1),
        Block(Role.CREDIT, "By Ida Brook", 1),
    ]
    assert attach_original(brief, [*more, *body(WORDS), CAPTION]).passages.count() == 6


def test_the_same_article_sent_twice_is_stored_once():
    first = store(BRIDGE, body(WORDS), Revision.Wording.ORIGINAL)
    assert store(BRIDGE, body(WORDS), Revision.Wording.ORIGINAL) == first
    assert Revision.objects.count() == 1

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from quizzes.articles.blocks import Block, Role
from quizzes.articles.models import Article, Passage, Revision
from tests.factories import ArticleFactory, QuestionFactory, body, passage

pytestmark = pytest.mark.django_db

BRIEF, ORIGINAL = Revision.Wording.BRIEF, Revision.Wording.ORIGINAL


@pytest.fixture
def article() -> Article:
    return ArticleFactory(sentences=["The bridge was closed.", "It opened again."])


@pytest.fixture
def first(article) -> Passage:
    return passage(article, 1)


def test_a_new_text_becomes_the_next_revision_and_is_shown(article):
    revision = article.revise(body(["The bridge was open."]), BRIEF)
    article.refresh_from_db()
    assert (revision.number, article.current) == (2, revision)


def test_the_text_before_stays_as_it_was(article):
    article.revise(body(["The bridge was open."]), BRIEF)
    texts = Passage.objects.filter(revision__article=article, revision__number=1).values_list(
        "text", flat=True
    )
    assert list(texts) == ["The bridge was closed.", "It opened again."]


def test_the_same_text_once_more_is_no_new_revision(article):
    revision = article.revise(body(["The bridge was closed.", "It opened again."]), BRIEF)
    assert revision.number == 1
    assert article.revisions.count() == 1


def test_the_same_text_said_to_be_the_publishers_is_a_new_revision(article):
    assert article.revise(body(["The bridge was closed.", "It opened again."]), ORIGINAL).number == 2


def test_the_same_words_in_another_role_are_a_new_revision(article):
    blocks = [Block(Role.BODY, "The bridge was closed.", 1), Block(Role.CAPTION, "It opened again.", 1)]
    assert article.revise(blocks, BRIEF).number == 2


def test_going_back_to_an_older_text_is_a_new_revision(article):
    article.revise(body(["The bridge was open."]), BRIEF)
    assert article.revise(body(["The bridge was closed.", "It opened again."]), BRIEF).number == 3


def test_boilerplate_is_dropped(article):
    blocks = [Block(Role.BOILERPLATE, "Share this", None), *body(["The bridge was open."])]
    revision = article.revise(blocks, BRIEF)
    assert [found.text for found in revision.passages.all()] == ["The bridge was open."]


def test_passages_keep_their_order_and_are_numbered_by_role(article):
    blocks = [
        Block(Role.TITLE, "Bridge closed", 1),
        Block(Role.BODY, "The bridge was closed.", 1),
        Block(Role.BOILERPLATE, "Advertisement", None),
        Block(Role.CAPTION, "The bridge on Monday.", 1),
        Block(Role.HEADING, "What next?", 1),
        Block(Role.BODY, "It opened again.", 2),
        Block(Role.CREDIT, "By Ida Brook", 1),
    ]
    revision = article.revise(blocks, BRIEF)
    placed = [(found.position, found.anchor) for found in revision.passages.order_by("position")]
    assert placed == [(1, "t1"), (2, "p1"), (3, "c1"), (4, "h1"), (5, "p2"), (6, "k1")]


def test_who_wrote_a_revision_is_kept(article, tom):
    assert article.revise(body(["The bridge was open."]), BRIEF, by=tom).created_by == tom


def test_a_revision_outlives_the_account_that_wrote_it(article, tom):
    revision = article.revise(body(["The bridge was open."]), BRIEF, by=tom)
    tom.delete()
    assert Revision.objects.get(pk=revision.pk).created_by is None


def test_an_article_is_named_by_its_short_name_else_by_its_title():
    assert str(ArticleFactory(title="The bridge", short_name="Lend Post story")) == "Lend Post story"
    assert str(ArticleFactory(title="The bridge", short_name="")) == "The bridge"


def test_a_saved_revision_cannot_be_saved_again(article):
    article.current.number = 9
    with pytest.raises(TypeError, match="never changed"):
        article.current.save()


def test_a_saved_passage_cannot_be_saved_again(first):
    first.text = "The bridge was open."
    with pytest.raises(TypeError, match="never changed"):
        first.save()


def test_passages_cannot_be_updated_past_save(article):
    with pytest.raises(TypeError, match="never changed"):
        Passage.objects.update(text="The bridge was open.")
    with pytest.raises(TypeError, match="never changed"):
        article.current.passages.update(text="The bridge was open.")


def test_passages_cannot_be_updated_in_bulk(first):
    with pytest.raises(TypeError, match="never changed"):
        Passage.objects.bulk_update([first], ["text"])


def test_revisions_cannot_be_updated_past_save(article):
    with pytest.raises(TypeError, match="never changed"):
        article.revisions.update(wording=ORIGINAL)


def test_a_cited_passage_cannot_be_deleted():
    question = QuestionFactory(published=True)
    with pytest.raises(ProtectedError):
        question.current.citations.get().passage.delete()


def test_two_articles_cannot_share_an_address(article):
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Article.objects.create(slug=article.slug, title="Another", publisher="Another")


def test_two_revisions_cannot_share_a_number(article):
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        article.revisions.create(number=1, wording=BRIEF)


def test_two_passages_cannot_share_a_place(article):
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        article.current.passages.create(position=1, role="body", number=3, text="Another.")


def test_two_passages_of_a_role_cannot_share_a_number(article):
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        article.current.passages.create(position=3, role="body", number=1, text="Another.")


def test_a_caption_may_have_the_number_of_a_body_passage(article):
    assert (
        article.current.passages.create(position=3, role="caption", number=1, text="The bridge.").anchor
        == "c1"
    )


def test_a_passage_without_words_is_refused(article):
    with pytest.raises(IntegrityError, match="a_passage_has_words"), transaction.atomic():
        article.current.passages.create(position=3, role="body", number=3, text="")


def test_a_passage_with_the_number_0_is_refused(article):
    with pytest.raises(IntegrityError, match="passages_are_numbered_from_1"), transaction.atomic():
        article.current.passages.create(position=3, role="body", number=0, text="Another.")


def test_an_article_nobody_cites_can_be_deleted_with_its_text(article):
    article.revise(body(["Another text."]), BRIEF)
    article.delete()
    assert not Revision.objects.exists()

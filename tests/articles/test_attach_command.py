"""manage.py attach_original: the publisher's words behind the numbers of a brief, or a table and no change."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml import html

from quizzes.articles.models import Article, Passage, Revision
from quizzes.bank.models import Citation
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

ORIGINALS = Path(os.environ.get("ATTEST_ORIGINALS", Path(__file__).parents[3] / "shared" / "seeds"))
SLUGS = ("rewrite-citing-npr", "nation-world-news", "npr-report", "ap-story", "machine-translated")
WORDS = [
    "The bridge over the Lend was closed on Monday, the council said, because two of its stones had come loose.",
    "It was to open again after seven days, according to the mayor, who had walked across it every morning.",
    "Two shops on the north bank lost half of their customers, their owners told the council on that evening.",
]


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge")


@pytest.fixture
def file(tmp_path) -> Path:
    return text(tmp_path, WORDS)


def text(folder: Path, paragraphs: list[str]) -> Path:
    path = folder / "original.txt"
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return path


def attach(slug: str, file: Path) -> str:
    out = StringIO()
    call_command("attach_original", slug, str(file), stdout=out)
    return out.getvalue()


def refusal(slug: str, file: Path) -> str:
    before = (Revision.objects.count(), Passage.objects.count())
    with pytest.raises(CommandError) as refused:
        attach(slug, file)
    assert (Revision.objects.count(), Passage.objects.count()) == before
    return str(refused.value)


def test_an_original_becomes_the_revision_that_is_shown(article, file):
    told = attach("bridge", file)
    assert told.startswith(
        "bridge: revision 2 is the original, 3 body passages.\n0 quotes stand at their numbers"
    )
    article.refresh_from_db()
    assert article.current.wording == Revision.Wording.ORIGINAL
    assert [passage.text for passage in article.current.passages.all()] == WORDS


def test_the_same_file_twice_changes_nothing(article, file):
    assert attach("bridge", file) == attach("bridge", file)
    assert article.revisions.count() == 2


def test_numbers_that_do_not_match_are_refused_with_a_table(article, tmp_path):
    head, columns, *rows = refusal("bridge", text(tmp_path, WORDS[:2])).splitlines()
    assert "do not fit the numbers of bridge. Nothing was changed." in head
    assert columns.split() == ["role", "stored", "file"]
    assert [row.split() for row in rows] == [["body", "3", "2"]]


def test_an_unknown_article_is_refused_with_the_known_slugs(article, file):
    assert refusal("harbour", file) == 'There is no article "harbour". Known slugs: bridge.'


def test_where_no_article_is_stored_the_refusal_says_so(file):
    assert "none so far" in refusal("bridge", file)


def test_a_file_that_cannot_be_read_is_refused(article, tmp_path):
    assert "gone.txt" in refusal("bridge", tmp_path / "gone.txt")


def test_a_file_that_is_no_text_is_refused(article, tmp_path):
    (tmp_path / "bridge.txt").write_bytes(b"")
    assert "no text" in refusal("bridge", tmp_path / "bridge.txt")


@pytest.fixture
def attached() -> None:
    """The library that ships, with all five originals behind its briefs."""
    files = sorted(ORIGINALS.glob("00[0-4]_*.txt"))
    if len(files) != len(SLUGS):
        pytest.skip(f"could not be checked on the originals: they are not in {ORIGINALS}")
    call_command("load_library", stdout=StringIO())
    for slug, original in zip(SLUGS, files, strict=True):
        attach(slug, original)


def test_all_five_originals_attach_to_the_library(attached):
    wordings = Article.objects.values_list("current__wording", "current__number")
    assert list(wordings) == [("original", 2)] * 5


def test_every_citation_of_the_library_lands_on_its_number_in_the_originals(attached, as_ada):
    citations = Citation.objects.asked_now().with_sources()
    landed = {citation.pk: cited_passage(as_ada, citation) for citation in citations}
    assert landed == {citation.pk: citation.passage.anchor for citation in citations}
    assert len(landed) >= 60


def cited_passage(client, citation: Citation) -> str:
    """The anchor of the one passage that the citation's page sets apart."""
    page = html.document_fromstring(client.get(citation.get_absolute_url()).text)
    (cited,) = page.xpath("//*[contains(concat(' ', @class, ' '), ' cited ')]")
    original = Passage.objects.get(
        revision=citation.passage.revision.article.current,
        role=citation.passage.role,
        number=citation.passage.number,
    )
    assert original.text in cited.text_content()
    return cited.get("id")


def test_loading_the_library_again_leaves_the_originals_in_place(attached):
    call_command("load_library", stdout=StringIO())
    assert set(Article.objects.values_list("current__wording", flat=True)) == {"original"}


def test_evidence_holds_with_the_originals_attached(attached):
    out = StringIO()
    call_command("check_evidence", stdout=out)
    assert out.getvalue().endswith(" 0 broken.\n")

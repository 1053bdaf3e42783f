"""manage.py import_article: the words of a file, sorted, numbered and stored; or one sentence and no change."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quizzes.articles.models import Article, Passage, Revision
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TEXT = """The bridge over the Lend was closed

The bridge over the Lend was closed on Monday, the council said, because two of its stones had come loose.

What comes next

It was to open again after seven days, according to the mayor, who had walked across it every morning for years.

Advertisement

Two shops on the north bank lost half of their customers, their owners told the council on the same evening.
"""
DESCRIBED = ("--slug=bridge", "--title=The bridge over the Lend was closed", "--publisher=The Lend Post")


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_article", *map(str, arguments), stdout=out)
    return out.getvalue()


def refusal(*arguments) -> str:
    """The sentence of a refused command that changed nothing."""
    before = (Article.objects.count(), Revision.objects.count(), Passage.objects.count())
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert (Article.objects.count(), Revision.objects.count(), Passage.objects.count()) == before
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_text_is_stored_with_its_body_numbered_from_1(file):
    assert run(file, *DESCRIBED, "--published=2021-05-03") == "bridge: revision 1, 3 body passages.\n"
    article = Article.objects.get(slug="bridge")
    assert article.published.isoformat() == "2021-05-03"
    assert [found.anchor for found in article.current.passages.all()] == ["t1", "p1", "h1", "p2", "p3"]


def test_a_text_is_the_publishers_unless_it_is_said_to_be_a_brief(file):
    run(file, *DESCRIBED)
    run(file, *DESCRIBED[1:], "--slug=brief", "--brief")
    wordings = Revision.objects.order_by("pk").values_list("wording", flat=True)
    assert list(wordings) == ["original", "brief"]


def test_the_kind_of_text_can_be_told(file):
    run(file, *DESCRIBED, "--kind=machine_translation")
    assert Article.objects.get().kind == Article.Kind.MACHINE_TRANSLATION


def test_a_web_page_is_read_as_one(tmp_path):
    paragraphs = [line for line in TEXT.splitlines() if line.endswith(".")]
    page = tmp_path / "bridge.html"
    inner = "".join(f"<p>{line}</p>" for line in paragraphs)
    page.write_text(
        f"<html lang=en><body><nav>Home</nav><article><h1>Closed</h1>{inner}</article></body></html>"
    )
    run(page, *DESCRIBED)
    body = Passage.objects.filter(role="body").values_list("text", flat=True)
    assert list(body) == paragraphs


def test_a_dry_run_prints_role_number_and_first_words_of_each_block(file):
    rows = run(file, *DESCRIBED, "--dry-run").splitlines()
    read = [re.fullmatch(r"(\w+) +(\d*) +(.+)", row).groups() for row in rows]
    assert [(role, number) for role, number, _ in read] == [
        ("title", "1"),
        ("body", "1"),
        ("heading", "1"),
        ("body", "2"),
        ("boilerplate", ""),
        ("body", "3"),
    ]
    assert read[1][2] == "The bridge over the Lend was closed on Monday,"


def test_a_dry_run_writes_nothing(file):
    run(file, *DESCRIBED, "--dry-run")
    assert not Article.objects.exists()


def test_a_dry_run_works_for_a_slug_that_is_taken(file):
    ArticleFactory(slug="bridge")
    assert "body" in run(file, *DESCRIBED, "--dry-run")


def test_a_taken_slug_is_refused_and_a_new_revision_is_offered(file):
    ArticleFactory(slug="bridge")
    assert "--new-revision" in refusal(file, *DESCRIBED)


def test_a_newer_text_becomes_a_new_revision(file):
    article = ArticleFactory(slug="bridge")
    assert run(file, *DESCRIBED, "--new-revision") == "bridge: revision 2, 3 body passages.\n"
    article.refresh_from_db()
    assert article.current.number == 2


def test_an_original_with_as_many_passages_stands_behind_the_numbers_of_the_brief(file):
    article = ArticleFactory(slug="bridge")
    run(file, *DESCRIBED, "--new-revision")
    newest = article.revisions.get(number=2)
    assert (newest.wording, newest.numbered_as) == ("original", article.revisions.get(number=1))


def test_an_original_with_other_passages_has_numbers_of_its_own(file):
    article = ArticleFactory(slug="bridge", sentences=["One paragraph alone tells it all."])
    run(file, *DESCRIBED, "--new-revision")
    assert article.revisions.get(number=2).numbered_as is None


def test_the_same_text_once_more_is_no_new_revision(file):
    run(file, *DESCRIBED)
    assert "revision 1," in run(file, *DESCRIBED, "--new-revision")
    assert Revision.objects.count() == 1


def test_a_new_revision_of_an_unknown_article_is_refused_with_the_known_slugs(file):
    ArticleFactory(slug="harbour")
    sentence = refusal(file, *DESCRIBED, "--new-revision")
    assert 'There is no article "bridge"' in sentence
    assert "harbour" in sentence


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"The caf\xe9 on the bridge was closed.", r"byte 8\b.*E9.*UTF-8"),
        ("The bridge was closed.".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "NUL|not UTF-8"),
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"Share this\n\nSubscribe\n", "No paragraph of running text"),
        (b"The bridge was closed on Monday. " * 70_000, "2,000,000"),
    ],
    ids=["not UTF-8", "UTF-16", "binary", "empty", "blank", "no body", "over 2 MB"],
)
def test_a_file_that_cannot_be_used_is_refused_with_one_sentence(tmp_path, content, told):
    file = tmp_path / "bridge.txt"
    file.write_bytes(content)
    sentence = refusal(file, *DESCRIBED)
    assert re.search(told, sentence)
    assert sentence.startswith(str(file))


def test_a_file_that_cannot_be_used_is_refused_in_a_dry_run_too(tmp_path):
    file = tmp_path / "bridge.txt"
    file.write_bytes(b"")
    assert "no text" in refusal(file, *DESCRIBED, "--dry-run")


def test_a_missing_file_is_refused_by_name(tmp_path):
    assert "gone.txt" in refusal(tmp_path / "gone.txt", *DESCRIBED)


def test_a_folder_is_refused(tmp_path):
    assert str(tmp_path) in refusal(tmp_path, *DESCRIBED)


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("--slug=no slug", "letters, digits"),
        ("--slug=" + "b" * 51, "slug"),
        ("--title=" + "t" * 301, "title"),
        ("--publisher=" + "p" * 201, "publisher"),
        ("--published=yesterday", "2022-01-11"),
        ("--kind=poem", "poem"),
    ],
)
def test_a_description_that_does_not_fit_is_refused(file, argument, told):
    assert told in refusal(file, *DESCRIBED, argument).lower()


@pytest.mark.parametrize("missing", range(3), ids=["slug", "title", "publisher"])
def test_slug_title_and_publisher_must_be_told(file, missing):
    described = [argument for place, argument in enumerate(DESCRIBED) if place != missing]
    assert DESCRIBED[missing].split("=")[0] in refusal(file, *described)


def test_a_dry_run_needs_the_file_alone(file):
    assert run(file, "--dry-run").startswith("title")


def test_a_new_revision_needs_the_slug_alone(file):
    ArticleFactory(slug="bridge")
    assert "revision 2," in run(file, "--slug=bridge", "--new-revision")
    assert "--slug" in refusal(file, "--new-revision")

"""Whether the words a page marks are the words that stand in the passage it names."""

from urllib.parse import parse_qs, urlsplit

from lxml import html
from playwright.sync_api import Page, expect

from quizzes.bank.shown import citation_id
from quizzes.models import Citation, Passage


def assert_evidence_is_told(page: Page) -> None:
    """Each source on the page links into an article, where the same words are marked in the passage it names."""
    sources = page.locator(".evidence .source").all()
    assert sources
    expect(sources[0].locator("mark").first).to_be_in_viewport(ratio=1)
    for source in sources:
        marked = source.locator("mark").all_text_contents()
        address = source.locator("a[href^='/sources/']").get_attribute("href")
        cited = assert_words_stand_there(marked, address)
        assert_reader_marks(page, cited, address)


def assert_words_stand_there(marked: list[str], address: str) -> Citation:
    """The citation behind the link; a passage that is cited more than once has all of its words marked."""
    parts = urlsplit(address)
    cited = Citation.objects.with_sources().get(pk=citation_id(parse_qs(parts.query)["cite"][0]))
    assert cited.passage.revision.article.get_absolute_url() == parts.path
    passages = {
        passage.anchor: passage for passage in Passage.objects.filter(revision=cited.passage.revision)
    }
    assert cited.quote in marked
    for words in marked:
        assert words in passages[parts.fragment].text
    return cited


def assert_reader_marks(page: Page, cited: Citation, address: str) -> None:
    answer = page.request.get(address)
    assert answer.ok
    line = html.fromstring(answer.text()).get_element_by_id(urlsplit(address).fragment)
    assert [mark.text_content() for mark in line.iter("mark")] == [cited.quote]

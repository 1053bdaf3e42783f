"""Take the paragraphs out of a web page, each with what its tags say about it.

jusText cuts the page into paragraphs and tells running text from lists of links. The tags around a paragraph
(nav, figcaption, article, a byline's class) say the rest. Nothing is fetched: only the given text is read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

import justext
from justext.core import ParagraphMaker, PathInfo, classify_paragraphs, revise_paragraph_classification
from justext.paragraph import Paragraph
from lxml import etree, html, sax

from quizzes.articles.shapes import Line, Role, fold, is_date, trim, words

MOST_TAGS = 30_000
MOST_ATTRIBUTES = 200
MOST_PARAGRAPHS = 5_000
DEEPEST = 150
# jusText looks both ways from each short paragraph, so its cost grows with the square of what it gets at once.
BATCH = 500
LONGEST_CREDIT = 30

# The author sees no text of these on the page.
UNSEEN = words(
    "head script style template noscript svg math iframe object embed canvas audio video button select textarea input"
)
UNSEEN_CLASSES = frozenset(
    {"mw-editsection", "noprint", "sr-only", "visually-hidden", "screen-reader-text", "skip-link"}
)
STORY = ".//article | .//main | .//*[@role='main'] | .//*[@itemprop='articleBody']"
FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "form", "menu", "dialog"})
FURNITURE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "banner"})
FURNITURE_CLASSES = words(
    "nav navbar menu breadcrumb breadcrumbs comment comments related recommended share sharing social newsletter promo "
    "sidebar ad ads advert advertisement sponsored tags toc cookie cookies consent paywall pagination pager popular "
    "trending infobox navbox catlinks reflist bio"
)
SUBTITLE_CLASSES = words("subtitle subheading subhead deck dek standfirst")
CREDIT_CLASSES = words("byline author authors contributor contributors credit credits")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOXES = frozenset({"div", "header", "section", "article"})
CREDITED_BLOCKS = BOXES | {"p", "ul", "address", "footer"}
TEXT_TAGS = frozenset({"p", "li", "blockquote", "pre", "dd", "dt"})
CELLS = frozenset({"td", "th", "table"})
BREAKING_TAGS = words(
    "article section main nav aside header footer figure figcaption address hgroup details summary menu"
)
QUIET = {"remove_comments": True, "remove_pis": True}
MARK = "data-attest-role"

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "nb": "Norwegian_Bokmal", "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip


@dataclass(frozen=True)
class TooTangled:
    """Why a page cannot be taken apart, as a sentence."""

    sentence: str


class TaggedParagraph(Paragraph):
    """jusText's paragraph, with the role that the tags around it give it."""

    def __init__(self, path: PathInfo, cue: str) -> None:
        super().__init__(path)
        self.cue = cue

    @property
    def plain(self) -> str:
        return trim(" ".join(self.text.split()))

    @property
    def tags(self) -> set[str]:
        return set(self.dom_path.split("."))


class Cutter(ParagraphMaker):
    """Cuts like jusText, but also at figcaption and its like, and keeps the space between two inline tags."""

    def __init__(self) -> None:
        self.cues = [""]
        self.cuts = [False]
        super().__init__()

    def _start_new_pragraph(self) -> None:
        super()._start_new_pragraph()
        self.paragraph = TaggedParagraph(self.path, self.cues[-1])

    def startElementNS(self, name, qname, attrs) -> None:  # noqa: N802 - the name that SAX calls
        cue = attrs.get((None, MARK), "")
        self.cues.append(inner_cue(self.cues[-1], cue))
        self.cuts.append(bool(cue) or name[1] in BREAKING_TAGS)
        super().startElementNS(name, qname, attrs)
        if self.cuts[-1]:
            self._start_new_pragraph()

    def endElementNS(self, name, qname) -> None:  # noqa: N802 - the name that SAX calls
        self.cues.pop()
        super().endElementNS(name, qname)
        if self.cuts.pop():
            self._start_new_pragraph()

    def characters(self, content: str) -> None:
        if content.isspace() and self.paragraph.contains_text():
            self.paragraph.append_text(" ")
        else:
            super().characters(content)


def inner_cue(outer: str, own: str) -> str:
    """A caption within furniture is furniture, and a name within a caption is caption; a story or a title starts afresh."""
    return own if own in {Role.BODY, Role.TITLE} or (own and outer in {"", Role.BODY}) else outer


def extract(text: str) -> list[Line] | TooTangled:
    """The page's paragraphs in order, furniture too; what a reader cannot see is left out."""
    page = parse(text)
    if isinstance(page, TooTangled):
        return page
    language, headline = page.get("lang", "en"), fold((page.findtext(".//title") or "")[:500])
    drop_unseen(page)
    weights = weigh(page)
    story = find_story(page, weights)
    mark(page, story, find_title(page, story, headline), weights)
    found = cut(page)
    if len(found) > MOST_PARAGRAPHS:
        return TooTangled(
            f"The page has {len(found):,} paragraphs, more than {MOST_PARAGRAPHS:,}: read one article at a time."
        )
    classify(found, language)
    return [line(paragraph, story is not None) for paragraph in found]


class Measure:
    """Counts a page's tags, their nesting and their attributes while it is read, before a tree is built of it.

    Building a tree takes a time that grows with the square of one tag's attributes, and deep trees are cut off.
    """

    def __init__(self) -> None:
        self.tags = self.level = self.deepest = self.most_attributes = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tags += 1
        self.level += 1
        self.deepest = max(self.deepest, self.level)
        self.most_attributes = max(self.most_attributes, len(attributes))

    def end(self, tag: str) -> None:
        self.level -= 1

    def close(self) -> "Measure":
        return self


def parse(text: str) -> etree._Element | TooTangled:
    content = text.encode()
    try:
        measure = etree.fromstring(
            content, etree.HTMLParser(encoding="utf-8", no_network=True, target=Measure())
        )
        if tangle := too_much(measure):
            return tangle
        return html.document_fromstring(content, html.HTMLParser(encoding="utf-8", no_network=True, **QUIET))
    except (etree.LxmlError, ValueError):
        return TooTangled("The page could not be read as HTML: paste its text instead.")


def too_much(page: Measure) -> TooTangled | None:
    if page.tags > MOST_TAGS:
        return TooTangled(
            f"The page has {page.tags:,} tags, more than {MOST_TAGS:,}: paste the article's text instead."
        )
    if page.deepest > DEEPEST:
        return TooTangled(
            f"The page nests its tags more than {DEEPEST} deep: paste the article's text instead."
        )
    if page.most_attributes > MOST_ATTRIBUTES:
        return TooTangled(
            f"A tag of the page has more than {MOST_ATTRIBUTES} attributes: paste the article's text instead."
        )
    return None


def drop_unseen(page: etree._Element) -> None:
    """Takes out what readers do not see: scripts, hidden parts, edit links."""
    for element in list(page.iter(etree.Element)):
        if element.tag in UNSEEN or is_hidden(element):
            element.tag = "attest-unseen"
    etree.strip_elements(page, "attest-unseen", with_tail=False)


def is_hidden(element: etree._Element) -> bool:
    styled_away = re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style", "")[:500])
    is_root = element.tag in {"html", "body"}
    return not is_root and bool(
        "hidden" in element.attrib
        or styled_away
        or UNSEEN_CLASSES & set(element.get("class", "")[:300].split())
    )


def words_in_class(element: etree._Element) -> set[str]:
    """The words in an element's class: "post-author" is about an author. A box's id counts if it is one word."""
    named = set(re.split(r"[\s_-]+", element.get("class", "")[:300].lower()))
    return named | {element.get("id", "")[:40].lower()} if element.tag in BOXES | {"ul", "table"} else named


def weigh(page: etree._Element) -> dict[etree._Element, int]:
    """Characters inside each element that stand in paragraphs; all characters if the page marks no paragraph."""
    has_paragraphs = next(page.iter("p"), None) is not None
    weights: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(page, events=("end",)):
        if element.tag == "p":
            weights[element] = len("".join(element.itertext()))
        else:
            own = (
                0
                if has_paragraphs
                else len(element.text or "") + sum(len(child.tail or "") for child in element)
            )
            weights[element] = own + sum(weights[child] for child in element)
    return weights


def find_story(page: etree._Element, weights: dict[etree._Element, int]) -> etree._Element | None:
    """The element that holds the article: the one with most text, or the innermost with most of that."""
    candidates = [element for element in page.xpath(STORY) if weights[element]]
    if not candidates:
        return None
    largest = max(candidates, key=weights.__getitem__)
    within = [element for element in candidates if largest in element.iterancestors() or element is largest]
    return [element for element in within if weights[element] >= 0.6 * weights[largest]][-1]


def mark(
    page: etree._Element,
    story: etree._Element | None,
    title: etree._Element | None,
    weights: dict[etree._Element, int],
) -> None:
    """Writes on each element the role that its tag, class or place gives to the text in it."""
    page.attrib.pop(MARK, None)
    for element in page.iterdescendants():
        element.attrib.pop(MARK, None)
        # A wrapper round the whole text says nothing about a paragraph, whatever its class.
        is_wrapper = weights[element] > 0.9 * weights[page]
        if not is_wrapper and (role := tag_role(element)):
            element.set(MARK, role)
    if story is not None:
        page.set(MARK, Role.BOILERPLATE)
        story.set(MARK, Role.BODY)
        mark_other_stories(story, weights)
    if title is not None:
        title.set(MARK, Role.TITLE)


def mark_other_stories(story: etree._Element, weights: dict[etree._Element, int]) -> None:
    """Articles within the article are teasers and comments, unless they are most of it as in a live report."""
    within = list(story.iterdescendants("article"))
    if sum(weights[other] for other in within) < 0.5 * weights[story]:
        for other in within:
            other.set(MARK, Role.BOILERPLATE)


def tag_role(element: etree._Element) -> Role | None:
    named = words_in_class(element)
    if element.tag == "figcaption":
        return Role.CAPTION
    if element.tag in FURNITURE_TAGS or element.get("role") in FURNITURE_ROLES or named & FURNITURE_CLASSES:
        return Role.BOILERPLATE
    if named & SUBTITLE_CLASSES:
        return Role.HEADING
    is_credit = element.tag == "address" or named & CREDIT_CLASSES or element.get("rel") == "author"
    return Role.CREDIT if is_credit and stands_alone(element) else None


def stands_alone(element: etree._Element) -> bool:
    """Not a few words within a paragraph, such as a linked name."""
    parent = element.getparent()
    return element.tag in CREDITED_BLOCKS or (parent.tag in BOXES and not (parent.text or "").strip())


def find_title(page: etree._Element, story: etree._Element | None, headline: str) -> etree._Element | None:
    """The first main heading; one that the browser's title repeats comes first, for a site may head itself."""
    candidates = list(islice(page.iter("h1") if story is None else story.iter("h1"), 20))
    if story is not None and not candidates:
        candidates = [*islice(page.iter("h1"), 20), *islice(story.iter("h2"), 1)]
    named = [heading for heading in candidates if shown_text(heading) and shown_text(heading) in headline]
    return next(iter(named or [heading for heading in candidates if heading.tag == "h1"]), None)


def shown_text(element: etree._Element) -> str:
    return fold(element.text_content())


def cut(page: etree._Element) -> list[TaggedParagraph]:
    cutter = Cutter()
    sax.saxify(page, cutter)
    return [paragraph for paragraph in cutter.paragraphs if paragraph.plain]


def classify(paragraphs: list[TaggedParagraph], language: str) -> None:
    """Lets jusText judge each paragraph by its words and its neighbours."""
    stoplist = justext.get_stoplist(LANGUAGES.get(language.lower()[:2], "English"))
    classify_paragraphs(paragraphs, stoplist)
    for start in range(0, len(paragraphs), BATCH):
        revise_paragraph_classification(paragraphs[start : start + BATCH])


def line(paragraph: TaggedParagraph, has_story: bool) -> Line:
    bare = Line(paragraph.plain)
    return replace(bare, settled=settled(paragraph, bare), likely=likely(paragraph, has_story))


def settled(paragraph: TaggedParagraph, bare: Line) -> Role | None:
    """The role that the tags leave no doubt about."""
    if paragraph.cue == Role.CREDIT:
        return Role.BOILERPLATE if is_date(bare) or bare.words > LONGEST_CREDIT else Role.CREDIT
    if paragraph.cue in {Role.TITLE, Role.CAPTION, Role.BOILERPLATE}:
        return Role(paragraph.cue)
    is_link = paragraph.links_density() > 0.8 and not bare.ends_sentence
    is_cell = bool(paragraph.tags & CELLS) and not bare.is_prose
    return Role.BOILERPLATE if is_link or is_cell else None


def likely(paragraph: TaggedParagraph, has_story: bool) -> Role | None:
    """The role that the tags suggest. Outside an article element, only plain paragraphs and jusText's running text."""
    if paragraph.cue == Role.HEADING or paragraph.tags & HEADINGS:
        return Role.HEADING
    is_plain = "p" in paragraph.tags and not paragraph.chars_count_in_links
    is_text = paragraph.tags & TEXT_TAGS if has_story else is_plain
    return Role.BODY if is_text or paragraph.class_type == "good" else None

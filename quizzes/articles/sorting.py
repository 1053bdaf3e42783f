"""Sort the lines of an article: title, heading, paragraph, caption, credit or furniture.

A line first speaks for itself (shapes.py). Where it does not, its place decides: before the prose, between
paragraphs, after a marker such as "latest news", or after the last paragraph. RULES holds the order.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import groupby, islice, takewhile

from quizzes.articles.shapes import (
    CLOSINGS,
    NAME,
    OPENERS,
    Line,
    Role,
    fold,
    is_date,
    is_label,
    is_period,
    marker,
    spoken_for,
)

# A paragraph of this many words is earnest: widgets and teasers are shorter.
EARNEST = 12
# How many earnest paragraphs in a row show that the article goes on after a marker.
AFTER_A_LIST, AFTER_A_CLOSING = 1, 2
DESK = re.compile(
    r"(?:[A-Z]\w+ )+(?:Desk|Newsroom|Bureau|Staff|Editors|Editorial (?:Board|Team)|(?:News|Web|Online) Team)$"
)
ABOUT_A_WRITER = re.compile(
    rf"(?=[A-Z]\S+ [A-Z]){NAME}(?: is (?:a|an|the|our)\b| covers | writes | reports )(?=.*\b(?:writer|reporter|correspondent|"
    r"editor|journalist|columnist|freelance\w*|contributor|author|covers|writes|reports)\b)"
)
ABOUT_A_SITE = re.compile(
    r"\b(?:is|are) (?:a|an|the|your|our)\b.*\b(?:news|newspaper|website|site|magazine|blog|publisher|writer|reporter|editor|journalist)\b"
)
CLOSING_CREDIT = re.compile(r"\b(?:reporting|contributed|editing|edited|compiled|translated)\b")
FULL_NAME = r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+"
NAMES = re.compile(rf"{FULL_NAME}(?:(?:,| and|, and) {FULL_NAME}){{0,3}}")
CITATION = re.compile(r"\bISBN\b|\bdoi\b|\bpp?\. ?\d|\bRetrieved\b|\(\d{4}\)|\bPress, \d{4}")
BROWSER_TITLE_SIGNS = (" | ", " - ", " :: ", " · ", " « ")


class Text:
    """The lines of one article and what they show together."""

    def __init__(self, lines: Sequence[Line], hint: str = "") -> None:
        self.lines = tuple(lines)
        self.hint = fold(hint)

    @cached_property
    def spoken(self) -> list[Role | None]:
        return [spoken_for(line) for line in self.lines]

    @cached_property
    def is_prose(self) -> list[bool]:
        return [role is None and line.is_prose for role, line in zip(self.spoken, self.lines, strict=True)]

    @cached_property
    def uncapitalised(self) -> frozenset[str]:
        """The words that the paragraphs print in small letters."""
        prose = (line.text for line, is_prose in zip(self.lines, self.is_prose, strict=True) if is_prose)
        return frozenset(
            word for words in prose for word in re.findall(r"[\w'’-]+", words) if word[0].islower()
        )

    @cached_property
    def words_so_far(self) -> list[int]:
        """Words of prose before each line, and before the end."""
        counts = [0]
        for line, is_prose in zip(self.lines, self.is_prose, strict=True):
            counts.append(counts[-1] + line.words * is_prose)
        return counts

    @cached_property
    def earnest_ahead(self) -> list[int]:
        """For each line, how many earnest paragraphs follow in a row from it on; captions do not break the row."""
        counts = [0]
        for index in reversed(range(len(self.lines))):
            if self.is_prose[index]:
                counts.append(counts[-1] + (self.lines[index].words >= EARNEST))
            else:
                counts.append(counts[-1] if self.spoken[index] is Role.CAPTION else 0)
        return counts[:0:-1]

    @cached_property
    def title(self) -> int | None:
        return find_title(self)

    @cached_property
    def start(self) -> int:
        """The first paragraph."""
        indexes = range(len(self.lines))
        return next(
            (index for index in indexes if self.is_prose[index] and index != self.title), len(self.lines)
        )

    @cached_property
    def stop(self) -> int:
        """The last paragraph."""
        indexes = reversed(range(self.start, len(self.lines)))
        return next((index for index in indexes if self.is_prose[index] and index not in self.asides), -1)

    @cached_property
    def asides(self) -> frozenset[int]:
        return frozenset(find_asides(self))

    @cached_property
    def runs(self) -> dict[int, range]:
        """Neighbouring short lines that say nothing by themselves: headings, list items, leftovers."""
        found = {}
        for is_loose, group in groupby(range(len(self.lines)), self.is_loose):
            members = list(group)
            if is_loose:
                found |= dict.fromkeys(members, range(members[0], members[-1] + 1))
        return found

    def is_loose(self, index: int) -> bool:
        silent = self.spoken[index] is None and not self.is_prose[index] and not self.lines[index].likely
        return silent and index != self.title and index not in self.asides

    def is_late(self, index: int) -> bool:
        """More of the article stands before the line than after it."""
        return self.words_so_far[-1] - self.words_so_far[index] < self.words_so_far[index]


def find_title(text: Text) -> int | None:
    """What the person or the page says; else, of the lines before the first paragraph, the one most like a headline."""
    hinted = [index for index, line in enumerate(text.lines) if text.hint and line.folded == text.hint]
    settled = [index for index, role in enumerate(text.spoken) if role is Role.TITLE]
    if hinted or settled:
        return (hinted or settled)[0]
    header = takewhile(lambda index: not closes_header(text, index), range(len(text.lines)))
    candidates = [index for index in header if could_be_title(text, index)]
    return best_title(text, candidates[:20]) if candidates else title_over_byline(text)


def closes_header(text: Text, index: int) -> bool:
    return text.is_prose[index] and not text.lines[index].could_be_title


def could_be_title(text: Text, index: int) -> bool:
    line = text.lines[index]
    return text.spoken[index] is None and line.could_be_title and not is_label(line) and not is_period(line)


def best_title(text: Text, candidates: list[int]) -> int:
    """A line printed twice; else the first that is more than a masthead or a section's name."""
    echoed = [one for one in candidates for other in candidates if one != other and echoes(text, other, one)]
    worded = [one for one in candidates if text.lines[one].words >= 4 or comes_back(text, text.lines[one])]
    return (echoed or worded or candidates)[0]


def comes_back(text: Text, short: Line) -> bool:
    """The words of a short title are in the first paragraphs again; those of a masthead are not."""
    paragraphs = (line.folded for line, is_prose in zip(text.lines, text.is_prose, strict=True) if is_prose)
    prose = " ".join(islice(paragraphs, 3))
    return all(word[:5] in prose for word in re.findall(r"\w{4,}", short.folded))


def title_over_byline(text: Text) -> int | None:
    """A first line that is a whole sentence is a title only if a byline or a date stands right under it."""
    if len(text.lines) < 2 or not text.is_prose[0] or text.lines[0].likely or text.lines[0].words > EARNEST:
        return None
    return 0 if text.spoken[1] is Role.CREDIT or is_date(text.lines[1]) else None


def echoes(text: Text, index: int, title: int) -> bool:
    """Prints the title again, perhaps with the site's name after it as browsers do."""
    line, words = text.lines[index].folded, text.lines[title].folded
    with_site = any(line.startswith(words + sign) for sign in BROWSER_TITLE_SIGNS)
    return line == words or (
        with_site and not text.lines[index].ends_sentence and len(line) < len(words) + 50
    )


def find_asides(text: Text) -> list[int]:
    """Lines after a marker, up to where the prose goes on in earnest.

    Teasers, comment forms and a site's words about itself hold full sentences too, so one sentence does not
    show that the article goes on.
    """
    found, needed = [], 0
    for index in range(text.start + 1, len(text.lines)):
        needed = max(needed, opened_by(text, index))
        if goes_on(text, index, needed):
            needed = 0
        if needed and not is_closing_credit(text, index):
            found.append(index)
    return found


def goes_on(text: Text, index: int, needed: int) -> bool:
    """Whether the article itself goes on here. The works it cites read like prose and are not."""
    is_earnest = text.is_prose[index] and text.earnest_ahead[index] >= needed
    return is_earnest and not CITATION.search(text.lines[index].text)


def opened_by(text: Text, index: int) -> int:
    """How many earnest paragraphs in a row it takes to go on after this line; 0 if it opens no aside."""
    line = text.lines[index]
    if text.spoken[index] is Role.CREDIT:
        return AFTER_A_CLOSING if is_closing_credit(text, index) and text.is_late(index) else 0
    kind = None if line.settled else marker(line)
    if kind is CLOSINGS or is_signature(text, index):
        return AFTER_A_CLOSING if text.is_late(index) else AFTER_A_LIST
    return AFTER_A_LIST if kind is OPENERS else 0


def is_closing_credit(text: Text, index: int) -> bool:
    """Says who helped with the article; it stands under the last paragraph."""
    return text.spoken[index] is Role.CREDIT and bool(CLOSING_CREDIT.search(text.lines[index].folded))


def is_signature(text: Text, index: int) -> bool:
    """A desk or a writer signs under the article, and a few words about them may follow."""
    line, following = text.lines[index], text.lines[index + 1] if index + 1 < len(text.lines) else None
    if (
        text.spoken[index]
        or Line(line.text).is_prose
        or line.likely is Role.HEADING
        or not text.is_late(index)
    ):
        return False
    if DESK.match(line.text) or following is None:
        return bool(DESK.match(line.text))
    is_introduced = (
        line.text.istitle()
        and following.folded.startswith(line.folded)
        and ABOUT_A_SITE.search(following.folded[:400])
    )
    return following.folded == line.folded or bool(is_introduced)


# The rules. Each looks at one line in its place and answers with a role, or with None to pass it on.


def beside(text: Text, index: int) -> tuple[Line, ...]:
    return text.lines[max(0, index - 1) : index] + text.lines[index + 1 : index + 2]


def the_title(text: Text, index: int) -> Role | None:
    return Role.TITLE if index == text.title else None


def second_title(text: Text, index: int) -> Role | None:
    """Copies often print the title twice. A page may use the title's tag for its sections."""
    if text.title is not None and echoes(text, index, text.title):
        return Role.BOILERPLATE
    return Role.HEADING if text.spoken[index] is Role.TITLE else None


def aside(text: Text, index: int) -> Role | None:
    return Role.BOILERPLATE if index in text.asides else None


def by_itself(text: Text, index: int) -> Role | None:
    return text.spoken[index]


def about_the_writer(text: Text, index: int) -> Role | None:
    """Says under the article who wrote it. Nothing but its place tells it from a sentence about a writer."""
    is_under = index == text.stop and sum(text.is_prose[:index]) >= 3 and len(text.lines[index].text) <= 300
    return Role.CREDIT if is_under and ABOUT_A_WRITER.match(text.lines[index].text) else None


def prose(text: Text, index: int) -> Role | None:
    return Role.BODY if text.is_prose[index] else None


def marked_heading(text: Text, index: int) -> Role | None:
    """A page's heading with nothing under it heads a list of other pages."""
    if text.lines[index].likely is not Role.HEADING:
        return None
    return Role.HEADING if index < text.stop else Role.BOILERPLATE


def labels(text: Text, index: int) -> Role | None:
    """Names of sections and networks, two or more together: a menu or a row of buttons."""
    return (
        Role.BOILERPLATE if is_label(text.lines[index]) and any(map(is_label, beside(text, index))) else None
    )


def opening(text: Text, index: int) -> Role | None:
    """Before the first paragraph: under the title a subtitle or a first heading, else labels, tags and names."""
    line = text.lines[index]
    if index >= text.start:
        return None
    if (
        text.title is None
        or index < text.title
        or is_label(line)
        or is_period(line)
        or line.text[0].islower()
    ):
        return Role.BOILERPLATE
    if is_name(text, index):
        return Role.CREDIT
    if line.is_listed:
        return Role.BODY if line.words >= 4 else Role.BOILERPLATE
    leads = all(text.spoken[index + 1 : text.start]) and len(text.runs[index]) <= 2
    return Role.HEADING if line.words >= 4 or (leads and line.could_be_heading) else Role.BOILERPLATE


def is_name(text: Text, index: int) -> bool:
    """A name or two, beside a date or under the title, that the paragraphs never print in small letters."""
    line = text.lines[index]
    if not NAMES.fullmatch(line.text):
        return False
    is_under_title = index - 1 == text.title and not text.uncapitalised & set(line.folded.split()) - {"and"}
    return is_under_title or any(map(is_date, beside(text, index)))


def list_item(text: Text, index: int) -> Role | None:
    """Marked items side by side, or items that a paragraph with a colon announces. A bullet needs no neighbour."""
    line, run = text.lines[index], text.runs[index]
    if index > text.stop and run.start - 1 != text.stop:
        return None
    if line.is_listed:
        is_bullet = not line.text.lstrip("(")[0].isalnum()
        return Role.BODY if is_bullet or any(other.is_listed for other in beside(text, index)) else None
    before = text.lines[run.start - 1] if run.start else line
    is_announced = len(run) > 1 and before.is_prose and before.end == ":" and not is_set_off(text, index)
    return Role.BODY if is_announced and not any(text.lines[other].is_listed for other in run) else None


def closing(text: Text, index: int) -> Role | None:
    """After the last paragraph only a list is left to be headed; the rest are other articles, names, buttons."""
    heads_a_list = index + 1 in text.runs and list_item(text, index + 1)
    return Role.BOILERPLATE if index > text.stop and not heads_a_list else None


def heading(text: Text, index: int) -> Role | None:
    """Short, capitalised, alone or with one other between paragraphs. More than two in a row are a list under a heading."""
    line, run = text.lines[index], text.runs[index]
    if not (line.could_be_heading or line.is_numeral or is_period(line)):
        return None
    return Role.HEADING if len(run) <= 2 or index == run[0] or is_set_off(text, index) else None


def is_set_off(text: Text, index: int) -> bool:
    """The last of several short lines stands apart from a list: after a blank line, or without the items' mark."""
    line, before = text.lines[index], text.lines[index - 1]
    is_apart = line.after_blank and (before.is_listed or not before.after_blank)
    return is_apart and index == text.runs[index][-1]


def remaining_text(text: Text, index: int) -> Role | None:
    """Words between paragraphs that nothing speaks against: a list item, or a sentence without its full stop."""
    return Role.BODY


RULES: tuple[Callable[[Text, int], Role | None], ...] = (
    the_title,
    second_title,
    aside,
    by_itself,
    about_the_writer,
    prose,
    marked_heading,
    labels,
    opening,
    list_item,
    closing,
    heading,
    remaining_text,
)


def sort(lines: Sequence[Line], title: str = "") -> list[Role]:
    """The role of each line. `title` is the title if it is known; only a line equal to it counts."""
    text = Text(lines, title)
    return [next(role for rule in RULES if (role := rule(text, index))) for index in range(len(text.lines))]

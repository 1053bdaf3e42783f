"""Read an article that somebody pastes or uploads, as text or as a web page, into numbered blocks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from quizzes.articles.extraction import TooTangled, extract
from quizzes.articles.shapes import LIST_MARK, Line, Role, trim
from quizzes.articles.sorting import sort

__all__ = ["Block", "Problem", "Role", "numbered", "read"]

MOST_BYTES = 2_000_000
MOST_LINES = 5_000
NARROWEST, WIDEST = 40, 120
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
PAGE_PIECE = re.compile(r"</(?:p|div|article|section|main|h[1-6]|ul|ol|figure)\s*>", re.IGNORECASE)
# What is left of "(CITY – " when the place was cut out. A bracket that closes later was meant.
LEFTOVER = re.compile(r"[(\[]\s*[)\]]?\s*[-–—]+\s+(?=\S)")


@dataclass(frozen=True)
class Block:
    """One title, heading, paragraph, caption or credit line. Numbers run from 1 within a role; boilerplate has none."""

    role: Role
    text: str
    number: int | None


@dataclass(frozen=True)
class Problem:
    """Why a text was not read: one sentence with place, fault and remedy."""

    sentence: str


def read(content: bytes, *, title: str = "", name: str = "") -> tuple[Block, ...] | Problem:
    """Sort the article into blocks, or say why it cannot be read.

    `title` is the title if it is known: a line equal to it is the title. `name` is the file's name, if it has one.
    """
    text = decoded(content)
    if isinstance(text, Problem):
        return text
    lines = extract(text) if is_page(text, name) else paragraphs(text)
    if isinstance(lines, TooTangled):
        return Problem(lines.sentence)
    if len(lines) > MOST_LINES:
        return Problem(
            f"The text has {len(lines):,} lines, more than {MOST_LINES:,}: read one article at a time."
        )
    roles = sort(lines, title)
    if Role.BODY not in roles:
        return Problem(
            "No paragraph of running text was found: paste the article itself, with its sentences."
        )
    return numbered((role, cleaned(role, line.text)) for role, line in zip(roles, lines, strict=True))


def numbered(pairs: Iterable[tuple[Role, str]]) -> tuple[Block, ...]:
    """Blocks from roles that are settled, by the rules or by a person. Blank texts are left out."""
    counts = dict.fromkeys(Role, 0)
    blocks = []
    for role, text in pairs:
        if trimmed := trim(text):
            counts[role] += 1
            blocks.append(Block(role, trimmed, None if role is Role.BOILERPLATE else counts[role]))
    return tuple(blocks)


def decoded(content: bytes) -> str | Problem:
    """The text of a UTF-8 file, with or without its byte order mark."""
    if len(content) > MOST_BYTES:
        return Problem(
            f"The file has {len(content):,} bytes, more than {MOST_BYTES:,}: read one article at a time."
        )
    if is_utf_16(content):
        return Problem("The file is saved as UTF-16: save it as UTF-8 and read it again.")
    if b"\0" in content:
        place = content.index(b"\0") + 1
        return Problem(
            f"Byte {place:,} is a NUL, so this is not a text file: save the article as plain text or HTML."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return not_utf_8(content, error.start)
    return (
        text
        if trim(text)
        else Problem("There is no text here: paste the article, or choose a file that holds it.")
    )


def is_utf_16(content: bytes) -> bool:
    """Has its byte order mark, or a NUL in about every other place as Latin letters have there."""
    start = content[:400]
    even, odd = start[::2].count(0), start[1::2].count(0)
    return content.startswith(UTF_16_MARKS) or (
        len(start) >= 8 and max(even, odd) > len(start) * 0.3 > 10 * min(even, odd)
    )


def not_utf_8(content: bytes, place: int) -> Problem:
    line = content.count(b"\n", 0, place) + 1
    return Problem(
        f"Line {line:,}: byte {place + 1:,} of the file (hex {content[place]:02X}) is not UTF-8: "
        "save the file as UTF-8 and read it again."
    )


def is_page(text: str, name: str) -> bool:
    """Whether the text is HTML: by the name's ending, else by how it starts."""
    if name.lower().endswith((".html", ".htm", ".xhtml")) or PAGE_START.match(text):
        return True
    is_named_text = name.lower().endswith((".txt", ".text", ".md"))
    return not is_named_text and trim(text).startswith("<") and bool(PAGE_PIECE.search(text))


def cleaned(role: Role, text: str) -> str:
    """The block's text without the bracket and dash that a removed dateline left at a paragraph's start."""
    leftover = LEFTOVER.match(text) if role is Role.BODY else None
    rest = text[leftover.end() :] if leftover else text
    return text if rest.count(")") > rest.count("(") or rest.count("]") > rest.count("[") else rest


def paragraphs(text: str) -> list[Line]:
    """The lines of a pasted text, joined to paragraphs if they were broken at a column."""
    groups = [
        list(lines)
        for is_blank, lines in groupby(text.splitlines(), lambda line: not trim(line))
        if not is_blank
    ]
    width = column(groups)
    return [
        Line(text=trim(paragraph), after_blank=place == 0)
        for group in groups
        for place, paragraph in enumerate(joined(group, width) if width else group)
    ]


def column(groups: list[list[str]]) -> int | None:
    """The column at which the text was hard-wrapped, or None if each line is a paragraph.

    Wrapping shows: nearly every long line followed by another is so full that the next word had no room, most
    of these end in mid-sentence, and not all lines after them start with a capital as lines of a poem do.
    """
    width = widest(groups)
    if not NARROWEST <= width <= WIDEST:
        return None
    long = [pair for group in groups for pair in pairwise(group) if len(pair[0].rstrip()) >= 0.6 * width]
    full = [pair for pair in long if is_full(*pair, width)]
    open_ended = [pair for pair in full if not Line(trim(pair[0])).ends_sentence]
    carried_on = [pair for pair in open_ended if not trim(pair[1])[0].isupper()]
    is_wrapped = len(full) >= 0.7 * len(long) and len(open_ended) >= 0.5 * len(full)
    return width if is_wrapped and len(carried_on) >= 0.25 * len(open_ended) > 0 else None


def widest(groups: list[list[str]]) -> int:
    """The longest line's length, but for web addresses and one line in fifty, which may stick out."""
    lengths = sorted(len(line.rstrip()) for group in groups for line in group if len(line.split()) > 1)
    return lengths[-1 - len(lengths) // 50] if lengths else 0


def is_full(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split()[0]) > width


def joined(group: list[str], width: int) -> list[str]:
    """The paragraphs in neighbouring lines of a hard-wrapped text."""
    found = [[group[0].strip()]]
    for line, following in pairwise(group):
        if not goes_on(line, following, width):
            found.append([following.strip()])
        else:
            is_hyphenated = re.search(r"\w-$", line.rstrip()[-2:])
            found[-1].append(following.strip() if is_hyphenated else f" {following.strip()}")
    return ["".join(pieces) for pieces in found]


def goes_on(line: str, following: str, width: int) -> bool:
    """Whether the next line continues the sentence, and does not start an indented paragraph or a list item."""
    word = following.split()[0]
    if LIST_MARK.match(following.strip()) and not word[0].isalpha():
        return False
    if indent(following) > indent(line) and not LIST_MARK.match(line.strip()) and indent(line) == 0:
        return False
    in_mid_sentence = word[0].islower() and not Line(trim(line) or line).ends_sentence
    return is_full(line, following, width) or in_mid_sentence


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())

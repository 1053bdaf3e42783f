"""Placing is tested by its rules one by one, by properties, and on a corpus of edits whose truth is known.

The corpus edits the library's briefs, and the originals when ATTEST_ORIGINALS names their folder. Every character of
an edited text knows where it came from, so where a citation went is known and not judged. To see the tables:
`pytest -s tests/articles/test_placing.py`, or `python -m tests.articles.test_placing`.
"""

import os
import random
import re
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from quizzes.articles.blocks import Problem, Role, read
from quizzes.articles.placing import TELLING, Anchor, Line, Placement, State, place
from quizzes.articles.quoting import ALIKE, Span, find

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "fixtures" / "library"
ORIGINALS = Path(os.environ.get("ATTEST_ORIGINALS", ROOT.parent / "shared" / "seeds"))

# The corpus: texts in which every character knows its origin.


class Origin(NamedTuple):
    line: int
    place: int
    copy: int = 0


FLOOR, AHEAD = 85, 5


@dataclass(frozen=True)
class Traced:
    """A paragraph whose characters know which character of the old revision they are, if they are one."""

    text: str
    origins: tuple[Origin | None, ...]

    def __add__(self, other: "Traced") -> "Traced":
        return Traced(self.text + other.text, self.origins + other.origins)

    def __getitem__(self, part: slice) -> "Traced":
        return Traced(self.text[part], self.origins[part])

    def with_(self, start: int, end: int, words: str) -> "Traced":
        return self[:start] + foreign(words) + self[end:]

    def copied(self) -> "Traced":
        return Traced(self.text, tuple(origin and origin._replace(copy=1) for origin in self.origins))


def foreign(words: str) -> Traced:
    return Traced(words, (None,) * len(words))


def traced(line: int, text: str) -> Traced:
    return Traced(text, tuple(Origin(line, place) for place in range(len(text))))


class Spot(NamedTuple):
    """Old words that an edit made another claim; start and end are equal where it put a word between."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Revised:
    written: Sequence[Traced]
    spots: Sequence[Spot] = ()
    copies_are_ties: bool = False

    @cached_property
    def paragraphs(self) -> list[Traced]:
        return [paragraph for paragraph in self.written if paragraph.text.strip()]

    @property
    def lines(self) -> list[Line]:
        return [
            Line(f"p{number}", paragraph.text) for number, paragraph in enumerate(self.paragraphs, start=1)
        ]

    @cached_property
    def went(self) -> dict[int, list[tuple[Origin, int, int]]]:
        """For each old line, where in which paragraph its characters are."""
        went = defaultdict(list)
        for number, paragraph in enumerate(self.paragraphs):
            for at, origin in enumerate(paragraph.origins):
                if origin:
                    went[origin.line].append((origin, number, at))
        return went

    def spoils(self, anchor: Anchor) -> bool:
        span = anchor.span
        return any(
            spot.line == anchor.line and span.start < spot.end and spot.start < span.end
            for spot in self.spots
        )


@dataclass(frozen=True)
class Source:
    """An old revision with citations of it, and sentences of the other articles."""

    lines: list[Line]
    anchors: list[Anchor]
    others: list[str]
    paragraphs: list[Traced]


SENTENCE_START = re.compile(r"(?<=[a-z\d\"”’')][.!?])\s+(?=\S)|(?<=[.!?][\"”’')])\s+(?=\S)")
PLAIN_WORD = re.compile(r"(?<![\w'-])[a-z]{4,}(?![\w'-])")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|Monday|Tuesday|Wednesday|Thursday|January|December)\b"
)
OTHER_NUMBER = {
    **{str(digit): str((digit + 3) % 10) for digit in range(10)},
    **dict(pairwise(["two", "three", "four", "five", "six", "seven", "eight"])),
    **dict(pairwise(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])),
    "January": "June",
    "December": "October",
}
CURLY = {"'": "’", "-": "–", " ": "\u00a0"}


def sentences(paragraph: Traced) -> list[Traced]:
    starts = [found.end() for found in SENTENCE_START.finditer(paragraph.text)]
    return [paragraph[start:end] for start, end in pairwise([0, *starts, len(paragraph.text)])]


def joined(pieces: Sequence[Traced]) -> Traced:
    return sum(pieces, foreign(""))


def spaced(paragraph: Traced) -> Traced:
    return paragraph if paragraph.text.endswith(" ") else paragraph + foreign(" ")


def some(items: Sequence, share: float, chance: random.Random) -> list[int]:
    """Places of a share of the items, at least one where there is any."""
    return sorted(chance.sample(range(len(items)), min(len(items), max(1, round(share * len(items))))))


def typo(word: Traced, chance: random.Random) -> Traced:
    """Two letters swapped, one left out or one doubled; never the first."""
    at = chance.randrange(1, len(word.text) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + foreign(word.text[at]) + word[at:],
        ]
    )


def in_every_paragraph(change: Callable[[Traced, random.Random], Traced]) -> Callable:
    return lambda source, chance: Revised([change(paragraph, chance) for paragraph in source.paragraphs])


def with_typos(paragraph: Traced, chance: random.Random) -> Traced:
    words = [word for word in PLAIN_WORD.finditer(paragraph.text) if word[0] not in TELLING]
    for number in reversed(some(words, 0.08, chance)):
        start, end = words[number].span()
        paragraph = paragraph[:start] + typo(paragraph[start:end], chance) + paragraph[end:]
    return paragraph


def with_words_put_in(paragraph: Traced, chance: random.Random) -> Traced:
    gaps = list(re.finditer(r"(?<=[a-z] )(?=[a-z])", paragraph.text))
    for number in reversed(some(gaps, 0.06, chance)):
        at = gaps[number].start()
        paragraph = paragraph.with_(at, at, chance.choice(["also ", "then ", "now ", "openly "]))
    return paragraph


def repunctuated(paragraph: Traced, chance: random.Random) -> Traced:
    marks = list(re.finditer(r"[,;:](?= )", paragraph.text))
    for number in reversed(some(marks, 0.5, chance)):
        at = marks[number].start()
        paragraph = paragraph.with_(at, at + 1, chance.choice(["", ";", " –"]))
    return paragraph


def with_other_marks(paragraph: Traced, _: random.Random) -> Traced:
    """Curly quotation marks, dashes for hyphens, blanks that do not break."""
    text = re.sub(r'(?<!\S)"', "“", paragraph.text).replace('"', "”")
    return replace(paragraph, text="".join(CURLY.get(mark, mark) for mark in text))


def sentences_put_in(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for number in some(paragraphs, 0.5, chance):
        pieces = [spaced(piece) for piece in sentences(paragraphs[number])]
        at = chance.randrange(len(pieces) + 1)
        paragraphs[number] = joined([*pieces[:at], foreign(chance.choice(source.others) + " "), *pieces[at:]])
    return Revised(paragraphs)


def sentences_left_out(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for number in some(paragraphs, 0.5, chance):
        pieces = sentences(paragraphs[number])
        pieces.pop(chance.randrange(len(pieces)))
        paragraphs[number] = joined(pieces)
    return Revised(paragraphs)


def sentences_replaced(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for number in some(paragraphs, 0.5, chance):
        pieces = sentences(paragraphs[number])
        pieces[chance.randrange(len(pieces))] = foreign(chance.choice(source.others) + " ")
        paragraphs[number] = joined(pieces)
    return Revised(paragraphs)


def sentences_moved(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for number in some(paragraphs, 0.3, chance):
        pieces = sentences(paragraphs[number])
        taken = spaced(pieces.pop(chance.randrange(len(pieces))))
        paragraphs[number] = joined(pieces)
        other = chance.randrange(len(paragraphs))
        paragraphs[other] = joined([spaced(paragraphs[other]), taken])
    return Revised(paragraphs)


def sentences_doubled(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for number in some(paragraphs, 0.3, chance):
        pieces = [spaced(piece) for piece in sentences(paragraphs[number])]
        at = chance.randrange(len(pieces))
        pieces.insert(at, pieces[at].copied())
        paragraphs[number] = joined(pieces)
    return Revised(paragraphs, copies_are_ties=True)


def paragraphs_swapped(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for number in some(paragraphs, 0.2, chance):
        other = chance.randrange(len(paragraphs))
        paragraphs[number], paragraphs[other] = paragraphs[other], paragraphs[number]
    return Revised(paragraphs)


def paragraphs_put_in(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for at in reversed(some(paragraphs, 0.3, chance)):
        paragraphs.insert(at, foreign(" ".join(chance.sample(source.others, 2))))
    return Revised(paragraphs)


def paragraphs_replaced(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for at in some(paragraphs, 0.3, chance):
        paragraphs[at] = foreign(" ".join(chance.sample(source.others, 2)))
    return Revised(paragraphs)


def paragraphs_doubled_beside(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for at in reversed(some(paragraphs, 0.2, chance)):
        paragraphs.insert(at, paragraphs[at].copied())
    return Revised(paragraphs, copies_are_ties=True)


def paragraphs_doubled_at_the_end(source: Source, chance: random.Random) -> Revised:
    """The original still stands between its neighbours; the copy, behind a new paragraph, does not."""
    paragraphs = list(source.paragraphs)
    doubled = [paragraphs[at].copied() for at in some(paragraphs[:-2], 0.2, chance)]
    return Revised([*paragraphs, foreign("What was said before, once more."), *doubled])


def paragraphs_joined_and_cut(source: Source, chance: random.Random) -> Revised:
    paragraphs = list(source.paragraphs)
    for at in reversed(some(paragraphs[:-1], 0.2, chance)):
        paragraphs[at : at + 2] = [joined([spaced(paragraphs[at]), paragraphs[at + 1]])]
    for at in reversed(some(paragraphs, 0.2, chance)):
        pieces = sentences(paragraphs[at])
        half = (len(pieces) + 1) // 2
        paragraphs[at : at + 1] = [joined(pieces[:half]), joined(pieces[half:])]
    return Revised(paragraphs)


def paragraphs_rewritten(source: Source, chance: random.Random) -> Revised:
    """The same words in another order say something else."""
    paragraphs = list(source.paragraphs)
    for at in some(paragraphs, 0.4, chance):
        words = [paragraphs[at][slice(*word.span())] for word in re.finditer(r"\S+\s*", paragraphs[at].text)]
        paragraphs[at] = joined([spaced(word) for word in chance.sample(words, len(words))])
    return Revised(paragraphs)


def spoiling(pattern: re.Pattern, other: Callable[[str, random.Random], str], share: float) -> Callable:
    """An edit that makes another claim wherever it touches."""

    def edit(source: Source, chance: random.Random) -> Revised:
        paragraphs, spots = list(source.paragraphs), []
        for number, paragraph in enumerate(paragraphs):
            found = list(pattern.finditer(paragraph.text))
            for touched in reversed(some(found, share, chance)):
                start, end = found[touched].span()
                spots.append(Spot(number, start, end))
                paragraphs[number] = paragraphs[number].with_(start, end, other(found[touched][0], chance))
        return Revised(paragraphs, spots)

    return edit


def misspelt(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name))
    return name[:at] + chance.choice("bdgkpt".replace(name[at], "")) + name[at + 1 :]


def mixed(source: Source, chance: random.Random) -> Revised:
    """What an afternoon of editing leaves behind."""
    for edit in (
        paragraphs_swapped,
        paragraphs_replaced,
        sentences_left_out,
        sentences_put_in,
        sentences_moved,
    ):
        source = replace(source, paragraphs=edit(source, chance).paragraphs)
    return in_every_paragraph(with_typos)(source, chance)


EDITS: dict[str, Callable[[Source, random.Random], Revised]] = {
    "nothing": in_every_paragraph(lambda paragraph, _: paragraph),
    "quotation marks, dashes, blanks": in_every_paragraph(with_other_marks),
    "typos": in_every_paragraph(with_typos),
    "words put in": in_every_paragraph(with_words_put_in),
    "other punctuation": in_every_paragraph(repunctuated),
    "sentences put in": sentences_put_in,
    "sentences left out": sentences_left_out,
    "sentences replaced": sentences_replaced,
    "sentences moved": sentences_moved,
    "sentences doubled": sentences_doubled,
    "paragraphs swapped": paragraphs_swapped,
    "paragraphs put in": paragraphs_put_in,
    "paragraphs replaced": paragraphs_replaced,
    "paragraphs joined and cut": paragraphs_joined_and_cut,
    "paragraphs doubled beside": paragraphs_doubled_beside,
    "paragraphs doubled at the end": paragraphs_doubled_at_the_end,
    "paragraphs rewritten": paragraphs_rewritten,
    "numbers and days changed": spoiling(NUMBER, lambda number, _: OTHER_NUMBER[number], 0.4),
    "negations put in": spoiling(
        re.compile(r"(?<=[a-z] )(?<!not )(?=[a-z])(?!not)"), lambda *_: "not ", 0.15
    ),
    "names changed": spoiling(NAME, lambda *_: "Petrovna", 0.4),
    "names misspelt": spoiling(NAME, misspelt, 0.4),
    "all of it": mixed,
}


@cache
def library() -> dict[str, list[Line]]:
    articles = {path.stem: tomllib.loads(path.read_text()) for path in (LIBRARY / "articles").glob("*.toml")}
    return {
        name: [Line(key, text) for key, text in article["passages"].items()]
        for name, article in articles.items()
    }


@cache
def briefs() -> list[Source]:
    """The library's briefs with the citations of its questions."""
    quotes = defaultdict(set)
    for path in (LIBRARY / "sets").glob("*.toml"):
        for question in tomllib.loads(path.read_text())["questions"]:
            for citation in question["citations"]:
                quotes[citation["passage"]].add(citation["quote"])
    return sources(
        library(),
        lambda name, lines, _: [
            Anchor(number, find(quote, line.text))
            for number, line in enumerate(lines)
            for quote in sorted(quotes[f"{name} {line.key}"])
        ],
    )


@cache
def originals() -> list[Source]:
    texts = {}
    for path in sorted(ORIGINALS.glob("*.txt")):
        blocks = read(path.read_bytes())
        assert not isinstance(blocks, Problem), blocks
        kept = [block for block in blocks if block.role != Role.BOILERPLATE]
        texts[path.stem] = [Line(f"{block.role}{block.number}", block.text) for block in kept]
    return sources(texts, lambda _, lines, chance: [stretch(lines, chance) for _ in range(40)])


def sources(texts: dict[str, list[Line]], anchors: Callable) -> list[Source]:
    chance = random.Random(2022)
    found = []
    for name, lines in sorted(texts.items()):
        others = [
            sentence.text.strip()
            for other, strange in sorted(texts.items())
            for line in strange
            if other != name
            for sentence in sentences(foreign(line.text))
            if len(sentence.text.split()) > 3
        ]
        paragraphs = [traced(number, line.text) for number, line in enumerate(lines)]
        found.append(Source(lines, anchors(name, lines, chance), others, paragraphs))
    return found


def stretch(lines: Sequence[Line], chance: random.Random) -> Anchor:
    """From two to fourteen words in a row."""
    words = []
    while len(words) < 4:
        line = chance.randrange(len(lines))
        words = list(re.finditer(r"\w\S*\w|\w", lines[line].text))
    first = chance.randrange(len(words) - 1)
    last = min(len(words) - 1, first + chance.randrange(1, 14))
    return Anchor(line, Span(words[first].start(), words[last].end()))


class Truth(NamedTuple):
    """Where the characters of a citation went, in one copy; alive is how much of the quote is left, of 100."""

    line: int
    span: Span
    copy: int
    alive: float


def truths(anchor: Anchor, source: Source, revised: Revised) -> list[Truth]:
    quote = folded(source.lines[anchor.line].text, anchor.span)
    went = defaultdict(list)
    for origin, number, at in revised.went[anchor.line]:
        if anchor.span.start <= origin.place < anchor.span.end:
            went[number, origin.copy].append(at)
    found = [(line, Span(at[0], at[-1] + 1), copy) for (line, copy), at in went.items()]
    return [
        Truth(line, span, copy, fuzz.ratio(quote, folded(revised.lines[line].text, span)))
        for line, span, copy in found
    ]


def folded(text: str, span: Span) -> str:
    return text[span.start : span.end].translate(ALIKE)


def verdict(anchor: Anchor, placement: Placement, source: Source, revised: Revised) -> str:
    """What to say of a placement by the truth: right, missed, lost or tied and so orphaned, or wrong."""
    went = truths(anchor, source, revised)
    is_alive = any(truth.alive >= FLOOR for truth in went)
    is_orphaned = placement.state == State.ORPHANED
    if revised.spoils(anchor):
        return "rightly orphaned" if is_orphaned else "wrong"
    if revised.copies_are_ties and sum(truth.alive == 100 for truth in went) > 1:
        return "tie orphaned" if is_orphaned else "tie guessed"
    if is_orphaned:
        return "missed" if is_alive else "rightly orphaned"
    return "right" if has_landed(anchor, placement, revised) else "wrong"


def has_landed(anchor: Anchor, placement: Placement, revised: Revised) -> bool:
    """Whether most characters of the placement are the citation's own, and not those of a copy made elsewhere."""
    span = placement.span
    origins = revised.paragraphs[placement.line].origins[span.start : span.end]
    own = [
        origin
        for origin in origins
        if origin
        and origin.line == anchor.line
        and anchor.span.start <= origin.place < anchor.span.end
        and (origin.copy == 0 or revised.copies_are_ties)
    ]
    return len(own) >= max(len(origins), anchor.span.end - anchor.span.start) / 2


def tally(origins: Sequence[Source], rounds: int) -> dict[str, Counter]:
    """The states and verdicts over so many revisions of each source by each edit."""
    rows = {}
    for name, edit in EDITS.items():
        row = rows[name] = Counter()
        for number, source in product(range(rounds), origins):
            revised = edit(source, random.Random(f"{name} {number}"))
            placements = place(source.anchors, source.lines, revised.lines)
            row["edits"] += 1
            row.update(placement.state for placement in placements)
            row.update(
                verdict(anchor, placement, source, revised)
                for anchor, placement in zip(source.anchors, placements, strict=True)
            )
    return rows


COLUMNS = ("edits", *State, "right", "missed", "rightly orphaned", "tie orphaned", "tie guessed", "wrong")


def table(title: str, rows: dict[str, Counter]) -> str:
    widths = {column: max(9, len(column) + 2) for column in COLUMNS}
    lines = [f"{title:<32}" + "".join(f"{column:>{width}}" for column, width in widths.items()) + "   found"]
    for name, row in [*rows.items(), ("together", together(rows))]:
        figures = "".join(f"{row[column]:>{width}}" for column, width in widths.items())
        lines.append(f"{name:<32}{figures}{share_found(row):>8.1%}")
    return "\n".join(lines)


def together(rows: dict[str, Counter]) -> Counter:
    return sum(rows.values(), Counter())


def share_found(row: Counter) -> float:
    return row["right"] / (row["right"] + row["missed"])


def show(text: str) -> None:
    print(f"\n{text}")  # noqa: T201


# Rounds over the five briefs: 1,100 edited revisions.
ROUNDS, ROUNDS_OF_ORIGINALS = 10, 3


@pytest.fixture(scope="module")
def briefs_edited() -> dict[str, Counter]:
    rows = tally(briefs(), ROUNDS)
    show(table("briefs", rows))
    return rows


@pytest.fixture(scope="module")
def originals_edited() -> dict[str, Counter]:
    if not list(ORIGINALS.glob("*.txt")):
        pytest.skip("the originals are not here")
    rows = tally(originals(), ROUNDS_OF_ORIGINALS)
    show(table("originals", rows))
    return rows


@pytest.fixture(params=["briefs_edited", "originals_edited"])
def edited(request) -> dict[str, Counter]:
    return request.getfixturevalue(request.param)


def test_the_corpus_of_briefs_has_a_thousand_edits(briefs_edited):
    assert together(briefs_edited)["edits"] >= 1_000


def test_no_citation_lands_on_words_that_are_not_its_own(edited):
    assert {name: row["wrong"] for name, row in edited.items() if row["wrong"]} == {}


def test_a_tie_is_never_guessed(edited):
    assert together(edited)["tie guessed"] == 0
    assert together(edited)["tie orphaned"] > 50


def test_citations_whose_words_survive_are_found(edited):
    assert share_found(together(edited)) >= 0.98
    assert {name: share_found(row) for name, row in edited.items() if share_found(row) < 0.95} == {}


def test_an_unchanged_revision_places_everything(edited):
    assert set(edited["nothing"]) == {"edits", State.PLACED, "right"}


# The rules, one by one.

HARD = "AP reported that both capitals took hard lines before further talks, amid a build-up near Ukraine."
TROOPS = "By the US estimate, Russia had gathered about 100,000 troops near Ukraine, which fed fears of war."
DENIED = "Moscow denied any plan to attack, and it rejected the American demand to withdraw its forces."
WEATHER = "It rained on the lake all morning while the reporters waited for somebody to speak with them."
OLD = (HARD, TROOPS, DENIED)


def lines_of(texts: Sequence[str]) -> list[Line]:
    return [Line(f"p{number}", text) for number, text in enumerate(texts, start=1)]


def cite(words: str, old: Sequence[str], nth: int = 0) -> Anchor:
    """The words where they stand in the old texts, for the nth time from 0."""
    places = [
        (line, found.span()) for line, text in enumerate(old) for found in re.finditer(re.escape(words), text)
    ]
    line, span = places[nth]
    return Anchor(line, Span(*span))


def placed(words: str, old: Sequence[str], new: Sequence[str], nth: int = 0) -> Placement:
    return place([cite(words, old, nth)], lines_of(old), lines_of(new))[0]


def landed(words: str, old: Sequence[str], new: Sequence[str], nth: int = 0) -> tuple[str, int, str] | str:
    """The state, the new line's index and the words there, or just "orphaned"."""
    found = placed(words, old, new, nth)
    if found.state == State.ORPHANED:
        assert found.line is None
        assert found.span is None
        return "orphaned"
    return found.state.value, found.line, new[found.line][found.span.start : found.span.end]


def test_words_of_an_unchanged_passage_are_placed():
    assert placed("about 100,000 troops", OLD, OLD) == Placement(State.PLACED, 1, Span(40, 60), 100, 0)


def test_an_inserted_paragraph_shifts_the_number_and_not_the_place():
    assert landed("100,000 troops", OLD, [HARD, WEATHER, TROOPS, DENIED]) == ("placed", 2, "100,000 troops")


def test_a_swapped_paragraph_is_still_the_same_passage():
    assert landed("100,000 troops", OLD, [TROOPS, DENIED, HARD]) == ("placed", 0, "100,000 troops")


def test_words_of_an_edited_passage_are_placed():
    new = [WEATHER, HARD, "Yesterday it was different. " + TROOPS.replace("fed", "raised"), DENIED]
    assert landed("about 100,000 troops near", OLD, new) == ("placed", 2, "about 100,000 troops near")


def test_typography_is_not_wording():
    new = [HARD, TROOPS.replace("US estimate", "US\u00a0estimate") + " “So what?”", DENIED]
    assert landed("the US estimate", OLD, new) == ("placed", 1, "the US\u00a0estimate")


def test_outer_blanks_of_a_citation_do_not_matter():
    assert landed(" denied any plan ", OLD, [HARD, TROOPS, DENIED[:-1] + "!"]) == (
        "placed",
        2,
        "denied any plan",
    )


def test_a_sentence_in_another_passage_is_moved():
    new = [HARD, TROOPS + " " + DENIED + " " + WEATHER]
    assert landed("plan to attack, and it", OLD, new) == ("moved", 1, "plan to attack, and it")


def test_long_words_are_moved_although_nothing_around_them_is_left():
    words = DENIED[:-1]
    assert landed(words, OLD, [HARD, TROOPS + " As is known, " + words + ", and so on."])[0] == "moved"


def test_the_only_place_of_the_same_words_in_other_surroundings_is_not_theirs():
    new = [HARD, TROOPS, "The Queen had " + "no plan to attack, and anyhow " + WEATHER]
    assert landed("plan to attack", OLD, new) == "orphaned"


def test_words_that_stood_elsewhere_all_along_are_not_the_cited_ones():
    old = [
        HARD,
        "They met in Geneva on Monday to talk, said Ann.",
        TROOPS,
        "They met in Geneva on Monday to eat.",
    ]
    assert landed("They met in Geneva on Monday to", old, [HARD, TROOPS, old[3]]) == "orphaned"


def test_surroundings_tell_one_place_from_another():
    old = ["Ann said no to tea. Later, when asked about the war, the king said no as well."]
    new = ["Ann said no to tea! Later, when asked about the war, the king said no as well."]
    assert landed("said no", old, new, nth=0) == ("placed", 0, "said no")
    assert placed("said no", old, new, nth=1).span == Span(*re.search("said no(?= as)", new[0]).span())


def test_of_two_places_the_one_that_is_left_belongs_to_its_own_citation():
    old = ["Ann said no to tea. Later, when asked about the war, the king said no as well. " + WEATHER]
    new = ["Later, when asked about the war, the king said no as well. " + WEATHER]
    assert landed("said no", old, new, nth=0) == "orphaned"
    assert landed("said no", old, new, nth=1) == ("placed", 0, "said no")


def test_words_said_over_and_over_keep_their_order():
    old, new = ["ha " * 60 + "and so he went home"], ["ha " * 60 + "and so she went home"]
    assert placed("ha ha", old, new, nth=14).span == cite("ha ha", old, nth=14).span


def test_words_said_once_more_or_less_often_have_no_order():
    old, new = ["ha " * 60 + "and so he went home"], ["ha " * 61 + "and so she went home"]
    assert landed("ha ha", old, new, nth=14) == "orphaned"


def test_a_copy_beside_the_original_is_a_tie():
    assert landed("100,000 troops near Ukraine", OLD, [HARD, TROOPS, TROOPS, DENIED]) == "orphaned"


def test_one_of_two_copies_left_is_a_tie():
    old = [HARD, TROOPS, TROOPS, DENIED]
    assert landed("100,000 troops near Ukraine", old, OLD, nth=1) == "orphaned"


def test_as_many_copies_as_before_keep_their_order():
    old, new = [HARD, WEATHER, WEATHER, DENIED], [TROOPS, HARD, WEATHER, WEATHER, DENIED]
    assert landed("the lake", old, new, nth=1) == ("placed", 3, "the lake")


def test_like_passages_are_told_apart_by_their_neighbours():
    first, last = (
        f"On {day} the envoys met for talks in the old town hall." for day in ("Monday", "Tuesday")
    )
    old = [HARD, WEATHER, WEATHER, first, TROOPS, last, DENIED]
    new = [text.replace("the old town", "their town") for text in old]
    assert landed("the envoys met for talks", old, new) == ("placed", 3, "the envoys met for talks")
    assert landed("the envoys met for talks", old, new, nth=1) == ("placed", 5, "the envoys met for talks")


def test_a_copy_elsewhere_leaves_the_original_between_its_neighbours():
    new = [HARD, TROOPS, DENIED, WEATHER, TROOPS]
    assert landed("100,000 troops near Ukraine", OLD, new) == ("placed", 1, "100,000 troops near Ukraine")


def test_a_title_repeated_as_a_paragraph_stays_the_title():
    old, new = (
        [Line("t1", HARD), Line("p1", TROOPS)],
        [Line("t1", HARD), Line("p1", HARD), Line("p2", TROOPS)],
    )
    assert place([Anchor(0, Span(0, 11))], old, new)[0].line == 0


@pytest.mark.parametrize("words", ["By the US", "Russia had gathered about 100,000", "fears of war"])
def test_a_sentence_doubled_in_its_passage_is_a_tie_however_near_its_end_the_words_stand(words):
    old = [HARD + " " + TROOPS + " " + DENIED]
    assert landed(words, old, [HARD + " " + TROOPS + " " + TROOPS + " " + DENIED]) == "orphaned"


def test_a_mended_word_is_a_change():
    new = [HARD, TROOPS.replace("gathered", "amassed, or gatherd,"), DENIED]
    words = landed("Russia had gathered about 100,000 troops near Ukraine", OLD, new)
    assert words == ("changed", 1, "Russia had amassed, or gatherd, about 100,000 troops near Ukraine")


def test_a_change_ends_with_whole_words():
    new = [HARD, TROOPS.replace("troops near", "troopers near"), DENIED]
    assert landed("gathered about 100,000 troops", OLD, new) == (
        "changed",
        1,
        "gathered about 100,000 troopers",
    )


@pytest.mark.parametrize(
    ("became", "alike", "expected"),
    [
        ("deputies spoke about it, too", range(85, 90), "changed"),
        ("delegates wrote of it", range(80, 85), "orphaned"),
    ],
)
def test_the_floor_is_85(became, alike, expected):
    words = "the delegates spoke about it for hours"
    old = f"{WEATHER} As we heard, {words} and then they went. {DENIED}"
    new = words.replace("delegates spoke about it", became)
    assert int(fuzz.ratio(words, new)) in alike
    assert placed(words, [old], [old.replace(words, new)]).state == expected


@pytest.mark.parametrize("share", [2, 3])
def test_words_that_are_less_than_85_alike_are_gone(share):
    new = [HARD, TROOPS.replace("had gathered about", "x" * 18), DENIED]
    assert landed(TROOPS[: len(TROOPS) // share], OLD, new) == "orphaned"


def test_a_change_with_another_place_nearly_as_like_is_a_tie():
    new = [HARD, TROOPS.replace("gathered", "gatherd"), DENIED, TROOPS.replace("gathered", "gathred")]
    assert landed("Russia had gathered about 100,000 troops", OLD, new) == "orphaned"


def test_words_that_read_more_like_old_words_elsewhere_are_not_a_change():
    old = [
        *OLD,
        "In Kyiv, too, somebody denied any plans to attack, and it went on raining there for a week.",
    ]
    new = [
        HARD,
        TROOPS,
        "In Kyiv, too, somebody denied any plans to attack, and it went on raining for weeks.",
    ]
    assert landed("denied any plan to attack, and it", old, new) == "orphaned"


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("100,000", "130,000"),
        ("100,000", "1,000"),
        ("troops near", "troops not near"),
        ("had gathered", "hadn't gathered"),
        ("had gathered", "had never gathered"),
        ("Russia", "Persia"),
        ("Ukraine", "Ukrain"),
        ("about 100,000", "100,000 or more"),
        ("gathered", "ungathered"),
        ("Ukraine", "Ukraine?"),
    ],
)
def test_another_claim_is_no_change_however_alike_it_reads(was, became):
    words = "Russia had gathered about 100,000 troops near Ukraine, which fed"
    new = [HARD, TROOPS.replace(was, became), DENIED]
    assert fuzz.ratio(words, words.replace(was, became)) >= FLOOR
    assert landed(words, OLD, new) == "orphaned"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("they met again in the old town on Tuesday", "they met again in the old town on Thursday"),
        ("they met again in the old town in June", "they met again in the old town in July"),
        ("they had three meetings in the old town", "they had eight meetings in the old town"),
        ("it fell by 5% in the year that followed", "it fell by 5 in the year that followed"),
        ("it was likely to come in the end, she said", "it was unlikely to come in the end, she said"),
        ("that Ann will pay and that Bob will play", "that Bob will pay and that Ann will play"),
        ("it is known that they are coming to the town", "it is knwn that they are coming to the town, not"),
        ("the talks in the town had some success", "the talks in the town had more success"),
    ],
)
def test_a_day_an_amount_or_a_name_makes_another_claim(old, new):
    texts = [f"{HARD} The speaker added that {text}, {WEATHER}" for text in (old, new)]
    assert landed(old, texts[:1], texts[1:]) == "orphaned"


def test_the_same_claim_told_in_other_words_is_a_change():
    old = "The speaker isn't ready to bargain with the others over the door"
    new = "Speakers: is not ready to bargain with the others over the door"
    texts = [f"{text}. {WEATHER}" for text in (old, new)]
    assert landed(old[12:], texts[:1], texts[1:]) == ("changed", 0, new[10:])


def test_the_capital_of_a_sentence_is_no_name():
    old, new = f"{WEATHER} It was then that they spoke.", f"{WEATHER} While it was then that they spoke."
    assert landed("It was then that they spoke", [old], [new])[0] == "changed"


def test_a_number_is_not_found_in_a_longer_number():
    old, new = [WEATHER + " It rose by 2 percent there."], [WEATHER + " It rose by 1.2 percent there."]
    assert landed("2 percent there", old, new) == "orphaned"


@pytest.mark.parametrize("words", ["reporters", "on the lake all morning"])
def test_changed_words_need_surroundings_and_a_single_word_never_lands(words):
    typo_made = words.replace("ep", "pe").replace("morning", "mornings")
    assert fuzz.ratio(words, typo_made) >= FLOOR
    elsewhere = (
        f"Nobody in the harbour had ever seen {typo_made}, they told us, except in the year of the flood."
    )
    assert landed(words, [HARD, WEATHER], [HARD, elsewhere]) == "orphaned"
    expected = "orphaned" if words == "reporters" else ("changed", 1, typo_made)
    assert landed(words, [HARD, WEATHER], [HARD, WEATHER.replace(words, typo_made)]) == expected


def test_a_few_words_need_surroundings_even_in_their_own_passage():
    old = f"{WEATHER} They met on Tuesday in the town hall. {DENIED}"
    new = f"{WEATHER} Nobody, as became known on Tuesday, ever wished for that. {DENIED}"
    assert landed("on Tuesday", [old], [new]) == "orphaned"
    assert landed("on Tuesday", [old], [new.replace("became known", "they met")])[0] == "placed"


def test_of_several_places_none_is_taken_in_strange_surroundings():
    words = "at the embassy in the old town"
    old = f"{TROOPS} Ann met Bob {words} for a drink. {WEATHER} Cooks slept {words} each night. {DENIED}"
    new = f"{TROOPS} {WEATHER} {DENIED} Gold is met by Bobs {words} for keeps."
    assert landed(words, [old], [new]) == "orphaned"
    assert landed(words, [old], [new], nth=1) == "orphaned"


def test_the_own_passage_makes_up_for_surroundings_edited_on_one_side():
    old = f"{WEATHER} They met on Tuesday in the town hall, we heard. {DENIED}"
    new = old.replace("They met", "So the delegations decided to reconvene").replace("the lake", "a lake")
    assert landed("on Tuesday", [old, TROOPS], [new, TROOPS]) == ("placed", 0, "on Tuesday")
    moved = [DENIED, new.removesuffix(DENIED).removeprefix(WEATHER.replace("the lake", "a lake"))]
    assert landed("on Tuesday", [old, TROOPS], [*moved, TROOPS]) == "orphaned"


def test_changed_words_in_strange_surroundings_must_be_long_and_nearly_the_same():
    words = "denied any plan to attack, and it rejected the American demand to withdraw its forces"
    strange = f"Nobody knows why the king {words} and so on, but they say that it all came to nothing."
    closer, farther = (
        words.replace("rejected", "rejectd"),
        words.replace("demand to", "order, so to speak, to"),
    )
    assert fuzz.ratio(words, farther) >= FLOOR
    assert landed(words, OLD, [HARD, TROOPS, strange.replace(words, closer)]) == ("changed", 2, closer)
    assert landed(words, OLD, [HARD, TROOPS, strange.replace(words, farther)]) == "orphaned"


def test_words_are_not_joined_across_two_passages():
    old = ["It was said that the envoys parted at the end of the day without a word.", HARD]
    new = ["It was said that the envoys parted at the end", "of the day without a word.", HARD]
    assert placed("the envoys parted at the end of the day without a word", old, new).score < 100


def test_a_citation_that_cuts_a_number_itself_is_still_found():
    new = [HARD, TROOPS.replace("fears", "talk"), DENIED]
    assert landed("000 troops near Ukraine", OLD, new) == ("placed", 1, "000 troops near Ukraine")


def test_a_sentence_copied_to_another_passage_leaves_the_citation_at_home():
    old = [f"{TROOPS} {DENIED}", HARD]
    new = [f"{TROOPS} {WEATHER}", f"{HARD} {TROOPS}"]
    assert landed("fears of war", old, new) == ("placed", 0, "fears of war")


def test_words_moved_while_something_nearly_the_same_stands_elsewhere_are_a_tie():
    nearly = TROOPS.replace("gathered", "gatherd")
    new = [HARD, f"{DENIED} {WEATHER} {TROOPS}", f"{HARD} {WEATHER} {nearly}"]
    assert landed("Russia had gathered about 100,000 troops", OLD, new) == "orphaned"
    assert landed("Russia had gathered about 100,000 troops", OLD, new[:2])[0] == "moved"


def test_order_does_not_tell_where_surroundings_say_otherwise():
    first, second = "Ann said no to tea at noon.", "Much later the king of all the land said no as well."
    old = [f"{first} {second} {WEATHER}"]
    new = [f"{second} {WEATHER} The barber of the old town, too, said no when they came."]
    assert landed("said no", old, new, nth=0) == "orphaned"
    assert landed("said no", old, new, nth=1) == ("placed", 0, "said no")


def test_order_does_not_tell_where_one_of_like_sentences_went_and_one_came():
    ann, bob, cyd = (
        f"{name} of the green hill said no to the tea of the king." for name in ("Ann", "Bob", "Cyd")
    )
    old, new = [f"{ann} {bob} {WEATHER}"], [f"{bob} {cyd} {WEATHER}"]
    assert landed("said no", old, new, nth=0) == "orphaned"


@pytest.mark.parametrize("nth", [0, 1])
def test_order_does_not_tell_which_of_two_copies_was_replaced(nth):
    twice = "It is known that he of the green hill said no to the tea in the very end of it. "
    other = "She of the barn, when asked by Bob, said no as well. "
    assert landed("said no", [twice + twice + WEATHER], [twice + other + WEATHER], nth) == "orphaned"


def test_order_does_not_tell_while_the_words_stand_elsewhere_too():
    laughter = "ha " * 60
    new = [laughter + "and so she went home", laughter + "is all that they could hear"]
    assert landed("ha ha", [laughter + "and so he went home"], new, nth=14) == "orphaned"


def test_a_name_at_the_start_of_a_sentence_is_a_name():
    old = f"{WEATHER} Gunnarson told the reporters that the talks would go on."
    words = "Gunnarson told the reporters that the talks"
    assert landed(words, [old], [old.replace("Gunnarson", "Gustavson")]) == "orphaned"


def test_a_name_in_the_genitive_is_the_same_name():
    old = f"{WEATHER} It was one demand of Moscow's that the talks should go on for long."
    words = "demand of Moscow's that the talks"
    assert landed(words, [old], [old.replace("Moscow's", "Moscow")])[0] == "changed"


def test_words_that_are_all_small_are_found_too():
    old, was, became = (
        f"{WEATHER} And so he is in it as we go on to it.",
        "so he is in it as we go on",
        "so he is in it as we go in",
    )
    assert landed(was, [old], [old.replace(was, became)]) == ("changed", 0, became)


def test_nothing_is_found_in_nothing():
    assert landed("100,000 troops", OLD, []) == "orphaned"
    assert place([], lines_of(OLD), lines_of(OLD)) == []
    assert place([Anchor(0, Span(3, 3))], lines_of(OLD), lines_of([TROOPS]))[0].state == State.ORPHANED


def test_an_answer_for_each_anchor_in_their_order():
    anchors = [cite("100,000 troops", OLD), cite("Moscow denied", OLD), cite("100,000 troops", OLD)]
    assert [found.line for found in place(anchors, lines_of(OLD), lines_of([DENIED, TROOPS]))] == [1, 0, 1]


# Properties.

WORDS = [
    "the",
    "talks",
    "in",
    "Geneva",
    "not",
    "14",
    "ended",
    "2,000",
    "troops",
    "“so”",
    "Ann's",
    "é–è",
    "on",
    "Monday,",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
REVISIONS = st.lists(TEXTS, min_size=1, max_size=6).map(lines_of)


@st.composite
def cases(draw) -> tuple[list[Anchor], list[Line], list[Line]]:
    """Two revisions that share some paragraphs, some of them edited, and citations of whole words of the first."""
    old = draw(REVISIONS)
    kept = draw(st.permutations([line.text for line in old]))[: draw(st.integers(0, len(old)))]
    edited = [text.replace("talks", draw(st.sampled_from(["talks", "talk", "tals"]))) for text in kept]
    new = lines_of([*edited, *draw(st.lists(TEXTS, max_size=3))])
    anchors = []
    for _ in range(draw(st.integers(1, 5))):
        line = draw(st.integers(0, len(old) - 1))
        words = list(re.finditer(r"\S+", old[line].text))
        first = draw(st.integers(0, len(words) - 1))
        last = draw(st.integers(first, len(words) - 1))
        anchors.append(Anchor(line, Span(words[first].start(), words[last].end())))
    return anchors, old, new


@given(cases())
def test_the_same_revision_places_every_citation_where_it_was(case):
    anchors, old, _ = case
    expected = [Placement(State.PLACED, anchor.line, anchor.span, 100, 0) for anchor in anchors]
    assert place(anchors, old, old) == expected


@settings(max_examples=300)
@given(cases())
def test_what_is_found_lies_in_the_text_and_is_what_its_state_says(case):
    anchors, old, new = case
    for anchor, found in zip(anchors, place(anchors, old, new), strict=True):
        if found.state == State.ORPHANED:
            assert (found.line, found.span) == (None, None)
            continue
        assert 0 <= found.span.start < found.span.end <= len(new[found.line].text)
        assert found.score - found.runner_up >= AHEAD
        quote, words = folded(old[anchor.line].text, anchor.span), folded(new[found.line].text, found.span)
        if found.state == State.CHANGED:
            assert quote != words
            assert found.score == pytest.approx(fuzz.ratio(quote, words))
            assert found.score >= FLOOR
            assert re.findall(r"\d+|not", quote) == re.findall(r"\d+|not", words)
        else:
            assert quote == words
            assert found.score == 100


@given(cases(), st.randoms(use_true_random=False))
def test_anchors_do_not_influence_each_other(case, chance):
    anchors, old, new = case
    shuffled = chance.sample(anchors, len(anchors))
    found = dict(zip(anchors, place(anchors, old, new), strict=True))
    assert place(shuffled, old, new) == [found[anchor] for anchor in shuffled]


# Speed.


def test_the_time_grows_with_the_citations():
    """Ten thousand citations of two hundred paragraphs, one in five with four words misspelt."""
    chance = random.Random(7)
    words = [word for lines in library().values() for line in lines for word in line.text.split()]
    old = lines_of([" ".join(chance.choices(words, k=50)) for _ in range(200)])
    new = [with_misspelt_words(line, chance) if chance.random() < 0.2 else line for line in old]
    anchors = [stretch(old, chance) for _ in range(10_000)]
    tenth, whole = seconds(anchors[:1_000], old, new), seconds(anchors, old, new)
    show(f"1,000 citations: {tenth:.3f} s; 10,000: {whole:.3f} s; ratio {whole / tenth:.1f}")
    assert whole <= 15 * tenth
    assert whole < 2 * 3


def with_misspelt_words(line: Line, chance: random.Random) -> Line:
    words = line.text.split()
    for at in chance.sample(range(len(words)), 4):
        words[at] = words[at][:2] + "x" + words[at][2:]
    return replace(line, text=" ".join(words))


def seconds(anchors: Sequence[Anchor], old: Sequence[Line], new: Sequence[Line]) -> float:
    """The faster of two runs."""
    times = []
    for _ in range(2):
        start = time.perf_counter()
        place(anchors, old, new)
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    show(table("briefs", tally(briefs(), ROUNDS)))
    show(table("originals", tally(originals(), ROUNDS_OF_ORIGINALS)))

"""Where citations stand in a later revision of their article: placed, moved, changed or orphaned.

Quote, 32 characters before and after it, and position all count. Tools that anchor by these take the best match
whatever it is worth, and so land on other words when the right ones are gone. Here a match must be good in
itself, clearly ahead of every other place, and the way back from it must lead to the citation and nowhere else:
words that stood elsewhere all along are not the cited ones moved. What stays open is orphaned, for a person to
decide; a tie is never guessed.

Typography is not wording: texts are compared folded as `quoting` folds them, character for character, so every
span is one of the text as it stands. Likeness is rapidfuzz's ratio, 100 for the same characters.

Likeness of letters is not likeness of claims. "About 3,000 troops left" and "about 8,000 troops left" are 96 of
100 alike, "was ready" and "was not ready" are close, and each says what the other denies. So a changed quote
must hold the same numbers, days and months, negations, words of amount and order, and names, in the same order;
else it is another claim, and the citation is orphaned however high it scores. For the same reason lines
are looked through only where they share words with the quote: a single word never lands on one merely like it.

Nor is the only place of the same words always the cited one: "at the embassy in Geneva", once the cited sentence
is gone, may stand in a new sentence about another day. Words elsewhere, and changed words anywhere, count only
where their surroundings vouch for them too, unless they are as long as their surroundings themselves.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from heapq import nlargest
from itertools import accumulate, chain, count, product
from math import inf
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel, Postfix, Prefix

from quizzes.articles.quoting import ALIKE, Span, occurrences

FLOOR, AHEAD = 85, 5
CONTEXT = 32
# Passages share this much of their words, in order, when one is the other edited. Strangers share 10, rarely 30.
SAME_PASSAGE = 45
# The surroundings of a quote in other places are 34 of 100 alike at the median, and 52 in one place of a hundred.
TRUSTED, TRUSTED_OF_SHORT = 60, 75
# What standing in the corresponding passage adds to the likeness of the surroundings.
AT_HOME = 15
FEW_WORDS, FEW_CHARACTERS = 4, 20
# Words as long as their surroundings may stand alone; changed words at this likeness.
LONG, FLOOR_ALONE = 2 * CONTEXT, 95
# A window is first looked for by characters, at this likeness, then fitted to whole words this far around.
ROUGHLY, REACH, LIKELY = 60, 5, 8
# A negation so many words off still denies the quote.
NEAR = 3
# On one side of the quote, one place reads as before and the other does not.
READS_ON, BREAKS_OFF = 80, 20

TOKEN = re.compile(r"\w+(?:['.,-]\w+)*|[^\w\s]")
SENTENCE_END = re.compile(r"[.!?;:]")
CLAIM_PART = re.compile(r"\w+(?:'\w+)?|[$€£¥₽%‰°?+]|(?<![\w-])-(?=\d)")
NEGATIONS = frozenset(
    re.findall(
        r"\w+", "no not never non none nor neither nobody nothing nowhere without hardly scarcely barely"
    )
)
NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
TELLING = NEGATIONS | frozenset(
    re.findall(
        r"\w+",
        """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands
    million millions billion billions trillion dozen dozens half quarter first second third fourth fifth sixth
    seventh eighth ninth tenth once twice double triple
    monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow january february march april
    may june july august september october november december
    all both each every some any many few several most least more less fewer only
    before after until since above below
    """,
    )
)


@dataclass(frozen=True)
class Line:
    """A passage of a revision; its key is its role and number, as in p4. Lines come in the order of the text."""

    key: str
    text: str


@dataclass(frozen=True)
class Anchor:
    """A citation: the words in a span of one of the old lines."""

    line: int
    span: Span


class State(StrEnum):
    PLACED = "placed"
    MOVED = "moved"
    CHANGED = "changed"
    ORPHANED = "orphaned"


@dataclass(frozen=True)
class Placement:
    """Where an anchor stands among the new lines; line and span are None when it is orphaned.

    Score and runner-up are out of 100. Placed and moved words score 100, and what surroundings and passage speak
    for them ahead of the next place is taken off for the runner-up, which is 0 where no other place was in question.
    A score that stays below its floor is told without a runner-up.
    """

    state: State
    line: int | None
    span: Span | None
    score: float
    runner_up: float


class Place(NamedTuple):
    line: int
    span: Span


class Match(NamedTuple):
    score: float
    place: Place | None


NO_MATCH = Match(0.0, None)


def place(anchors: Sequence[Anchor], old: Sequence[Line], new: Sequence[Line]) -> list[Placement]:
    """Where each anchor of the old lines stands among the new ones. Anchors do not influence each other."""
    comparison = Comparison(Text(old), Text(new))
    known = {anchor: comparison.placement(anchor) for anchor in dict.fromkeys(anchors)}
    return [known[anchor] for anchor in anchors]


class Text:
    """The lines of a revision, folded and indexed once for every look-up."""

    def __init__(self, lines: Sequence[Line]):
        self.roles = [line.key.rstrip("0123456789") for line in lines]
        self.lines = [line.text.translate(ALIKE) for line in lines]
        # Folded lines hold no line break, so no words are found across two lines.
        self.whole = "\n".join(self.lines)
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    @cached_property
    def tokens(self) -> list[tuple[list[int], list[int]]]:
        """For each line, where its words and marks start, and where they end."""
        found = [[token.span() for token in TOKEN.finditer(line)] for line in self.lines]
        return [([start for start, _ in spans], [end for _, end in spans]) for spans in found]

    @cached_property
    def lines_with(self) -> Mapping[str, list[int]]:
        """For each word, the lines it stands in."""
        lines = defaultdict(list)
        for number, line in enumerate(self.lines):
            for word in words_of(line):
                lines[word].append(number)
        return lines

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that stand here without a capital: one at the start of a sentence is no name."""
        return frozenset(word for word in CLAIM_PART.findall(self.whole) if word.islower())

    def words(self, place: Place) -> str:
        return self.lines[place.line][place.span.start : place.span.end]

    def trimmed(self, place: Place) -> Place:
        """The place without its outer blanks."""
        words = self.words(place)
        start = place.span.start + len(words) - len(words.lstrip())
        return Place(place.line, Span(start, start + len(words.strip())))

    def places(self, words: str) -> Iterator[Place]:
        """Wherever just these words stand."""
        for found in occurrences(words, self.whole):
            line = bisect_right(self.starts, found) - 1
            start = found - self.starts[line]
            yield Place(line, Span(start, start + len(words)))

    def cuts_a_number(self, place: Place) -> bool:
        """Whether a number goes on beyond the place, as 2 does in 1.2 and in 2,000."""
        line, (start, end) = self.lines[place.line], (place.span.start, place.span.end)
        edges = line[max(0, start - 2) : start + 1], line[end - 1 : end + 2]
        return any(re.fullmatch(r"\d[.,]\d", edge) for edge in edges)

    def around(self, place: Place, skipped: tuple[int, int] = (0, 0)) -> tuple[str, str]:
        """The characters before and after the place, after so many left out on each side."""
        line, left, right = self.lines[place.line], place.span.start - skipped[0], place.span.end + skipped[1]
        return line[max(0, left - CONTEXT) : max(0, left)], line[right : right + CONTEXT]

    def sides(self, place: Place) -> tuple[str, str]:
        line = self.lines[place.line]
        return line[: place.span.start], line[place.span.end :]

    def names(self, place: Place, common: Set[str]) -> frozenset[str]:
        """Words with a capital, but for those that have it only because a sentence starts with them."""
        line, start = self.lines[place.line], place.span.start
        found = CLAIM_PART.finditer(line, start, place.span.end)
        return frozenset(
            plain(word[0])[0]
            for word in found
            if not word[0].islower()
            and not (word[0].casefold() in common and starts_a_sentence(line, word.start()))
        )

    def negations_near(self, place: Place) -> list[str]:
        """Those a few words before or after the place, in its sentence."""
        before, after = self.sides(place)
        near = plain(SENTENCE_END.split(before)[-1])[-NEAR:] + plain(SENTENCE_END.split(after)[0])[:NEAR]
        return [word for word in near if word in NEGATIONS]

    def best(self, words: str, lines: Iterable[int], *, apart_from: Sequence[Place] = ()) -> Match:
        """The whole words in these lines that are most like the given, none of them in places to keep apart from."""
        matches = (
            self.best_within(words, line, stretch)
            for line in lines
            for stretch in self.stretches(line, apart_from)
        )
        return max(matches, key=lambda match: match.score, default=NO_MATCH)

    def likely_lines(self, words: str) -> list[int]:
        """The few lines that hold something like the words."""
        lines = {line: self.lines[line] for line in self.lines_like(words)}
        likely = process.extract(words, lines, scorer=fuzz.partial_ratio, score_cutoff=ROUGHLY, limit=LIKELY)
        return [line for _, _, line in likely]

    def lines_like(self, words: str) -> list[int]:
        """Lines that share enough words to hold a match that matters. Small words are in all, and tell nothing."""
        wanted = words_of(words)
        long = [word for word in wanted if len(word) > 3]
        asked = long if len(long) > 1 else wanted
        shared = Counter(chain.from_iterable(self.lines_with.get(word, ()) for word in asked))
        return [line for line, count in shared.items() if count >= len(asked) / 3]

    def stretches(self, line: int, apart_from: Iterable[Place]) -> Iterator[Span]:
        """The line's parts between the places to keep apart from."""
        done = 0
        for span in sorted(place.span for place in apart_from if place.line == line):
            yield Span(done, span.start)
            done = max(done, span.end)
        yield Span(done, len(self.lines[line]))

    def best_within(self, words: str, line: int, stretch: Span) -> Match:
        text = self.lines[line][stretch.start : stretch.end]
        rough = fuzz.partial_ratio_alignment(words, text, score_cutoff=ROUGHLY) if text.strip() else None
        if rough is None:
            return NO_MATCH
        spans = self.spans_near(
            line, stretch, stretch.start + rough.dest_start, stretch.start + rough.dest_end
        )
        windows = [self.lines[line][start:end] for start, end in spans]
        fitted = process.extractOne(words, windows, scorer=fuzz.ratio)
        return Match(fitted[1], Place(line, Span(*spans[fitted[2]]))) if fitted else NO_MATCH

    def spans_near(self, line: int, stretch: Span, start: int, end: int) -> list[tuple[int, int]]:
        """Whole words within the stretch that start and end near these places."""
        starts, ends = self.tokens[line]
        low, high = bisect_left(starts, stretch.start), bisect_right(ends, stretch.end)
        first, last = bisect_right(starts, start, low, high), bisect_left(ends, end, low, high)
        return [
            (start, end)
            for start in starts[max(low, first - REACH) : min(high, first + REACH)]
            for end in ends[max(low, last - REACH) : min(high, last + REACH)]
            if start < end
        ]


def words_of(text: str) -> set[str]:
    return {token.casefold() for token in TOKEN.findall(text) if token[0].isalnum()}


class Comparison:
    """Two revisions, and which line of the new one is which of the old."""

    def __init__(self, old: Text, new: Text):
        self.old, self.new = old, new
        self.counterparts = counterparts(old, new)

    def placement(self, anchor: Anchor) -> Placement:
        home = self.counterparts.get(anchor.line)
        if home is not None and self.old.lines[anchor.line] == self.new.lines[home]:
            return Placement(State.PLACED, home, anchor.span, 100.0, 0.0)
        cited = self.old.trimmed(Place(anchor.line, anchor.span))
        if places := self.with_same_words(cited):
            return self.settled(places, cited)
        return self.changed(cited)

    def with_same_words(self, cited: Place) -> list[Place]:
        places = self.new.places(self.old.words(cited))
        return [
            place for place in places if not self.new.cuts_a_number(place) or self.old.cuts_a_number(cited)
        ]

    def settled(self, places: Sequence[Place], cited: Place) -> Placement:
        """Which of the places with the very words is the cited one.

        The same words elsewhere in the old revision are rivals: a place that is rather theirs is not the cited one.
        """
        words, home = self.old.words(cited), self.counterparts.get(cited.line)
        rivals = [rival for rival in self.old.places(words) if rival != cited]
        ranked = sorted(((self.witness(cited, place), place) for place in places), reverse=True)
        (score, best), others = ranked[0], [place for _, place in ranked[1:]]
        against = [witness for witness, _ in ranked[1:]] + [self.witness(rival, best) for rival in rivals]
        lead = min(100.0, score - max(against)) if against else 100.0
        needs_trust = against or is_short(words) or (best.line != home and len(words) < LONG)
        if needs_trust and score < (TRUSTED_OF_SHORT if is_short(words) else TRUSTED):
            return orphaned(100, 100 - max(0, lead))
        if lead < AHEAD or any(self.are_copies(cited, best, other) for other in others):
            return self.in_order(places, cited) or orphaned(100, 100 - max(0, lead))
        if best.line == home:
            return Placement(State.PLACED, *best, 100.0, 100 - lead)
        runner_up = max(
            100 - lead, self.new.best(words, self.new.likely_lines(words), apart_from=places).score
        )
        if 100 - runner_up < AHEAD:
            return orphaned(100, runner_up)
        return Placement(State.MOVED, *best, 100.0, runner_up)

    def witness(self, there: Place, here: Place) -> float:
        """How far surroundings and passage speak for an old place being this new one."""
        is_home = self.counterparts.get(there.line) == here.line
        return likeness(self.old.around(there), self.new.around(here)) + AT_HOME * is_home

    def are_copies(self, cited: Place, best: Place, other: Place) -> bool:
        """Whether both places lie in copies of one stretch, so that neither is more the cited one.

        Copies read alike up to their ends. What comes beyond speaks for one of them on the left and for the other
        on the right, however near one of the ends the words stand.
        """
        home = self.counterparts.get(cited.line)
        if (best.line == home) != (other.line == home):
            return False
        (left, right), (other_left, other_right) = self.new.sides(best), self.new.sides(other)
        shared = Postfix.similarity(left, other_left), Prefix.similarity(right, other_right)
        before, here, there = (
            self.old.around(cited, shared),
            self.new.around(best, shared),
            self.new.around(other, shared),
        )
        of_best = [fuzz.ratio(*pair) for pair in zip(before, here, strict=True)]
        of_other = [fuzz.ratio(*pair) for pair in zip(before, there, strict=True)]
        if sum(shared) >= CONTEXT:
            return min(of_best) < READS_ON
        return any(
            one >= READS_ON and one - mine >= BREAKS_OFF for one, mine in zip(of_other, of_best, strict=True)
        )

    def in_order(self, places: Sequence[Place], cited: Place) -> Placement | None:
        """The third "ha" of a passage that still says "ha" as often, nowhere else, and each as it was said before."""
        before = [place for place in self.old.places(self.old.words(cited)) if place.line == cited.line]
        after = sorted(places)
        if cited not in before or len(before) != len(after):
            return None
        witnesses = [self.witness(*pair) for pair in zip(before, after, strict=True)]
        if min(witnesses) < 100 - AHEAD + AT_HOME:
            return None
        return Placement(State.PLACED, *after[before.index(cited)], 100.0, 0.0)

    def changed(self, cited: Place) -> Placement:
        """The words most like the cited ones, if nothing comes near them, on the way there and on the way back."""
        words = self.old.words(cited)
        lines = self.new.likely_lines(words)
        score, place = self.new.best(words, lines)
        if place is None or score < self.floor(cited, place):
            return orphaned(score, 0)
        runner_up = self.new.best(words, lines, apart_from=[place]).score
        rival = self.rival(cited, place)
        if score - max(runner_up, rival) >= AHEAD and self.claims_the_same(cited, place):
            return Placement(State.CHANGED, *place, score, runner_up)
        return orphaned(score, runner_up)

    def rival(self, cited: Place, place: Place) -> float:
        """How like the words of the new place are to old words that are not cited."""
        words = self.new.words(place)
        return self.old.best(words, self.old.likely_lines(words), apart_from=[cited]).score

    @cached_property
    def small_words(self) -> frozenset[str]:
        return self.old.small_words | self.new.small_words

    def floor(self, cited: Place, place: Place) -> float:
        """What changed words must reach. Where nothing around vouches for them it is more, and too much for short ones."""
        if self.witness(cited, place) >= TRUSTED:
            return FLOOR
        return FLOOR_ALONE if len(self.old.words(cited)) >= LONG else inf

    def claims_the_same(self, cited: Place, place: Place) -> bool:
        names = self.old.names(cited, self.small_words) | self.new.names(place, self.small_words)
        one, other = plain(self.old.words(cited)), plain(self.new.words(place))
        return (
            telling(one, names) == telling(other, names)
            and not is_negated(Counter(one), Counter(other))
            and self.old.negations_near(cited) == self.new.negations_near(place)
        )


def starts_a_sentence(line: str, start: int) -> bool:
    before = line[:start].rstrip(" \"'([-")
    return not before or before[-1] in ".!?:" or line[start - 1] in "\"'"


def is_short(words: str) -> bool:
    return len(words.split()) < FEW_WORDS or len(words) < FEW_CHARACTERS


def orphaned(score: float, runner_up: float) -> Placement:
    return Placement(State.ORPHANED, None, None, score, runner_up)


def likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    """Of surroundings, out of 100; the longer side counts for more."""
    size = sum(map(len, one + other))
    apart = sum(Indel.distance(*pair) for pair in zip(one, other, strict=True))
    return 100 - 100 * apart / size if size else 100.0


def plain(text: str) -> list[str]:
    """The words and telling signs, with every "isn't" a "not" and every "Russia's" a "russia"."""
    return [
        "not" if word.endswith("n't") or word == "cannot" else word.removesuffix("'s")
        for word in map(str.casefold, CLAIM_PART.findall(text))
    ]


def telling(words: Iterable[str], names: frozenset[str]) -> list[str]:
    """The words that decide what is claimed."""
    return [word for word in words if not word.isalpha() or word in TELLING or word in names]


def is_negated(one: Counter[str], other: Counter[str]) -> bool:
    """Whether a word of one is the other's denied by its prefix, as unlikely denies likely."""
    pairs = [*product(one - other, other - one), *product(other - one, one - other)]
    return any(longer == prefix + word for word, longer in pairs for prefix in NEGATING_PREFIXES)


def counterparts(old: Text, new: Text) -> dict[int, int]:
    """Which old line is which new one, as far as that is clear. Numbers are not asked: an insertion shifts them all.

    First lines of the same role and text that stand once in each revision, wherever they stand; then lines that
    are alike, each the other's clear best; then, between the same neighbours, lines whose text stands several times
    but as often as before, in their order, and lines that are alike. A copy beside its original is neither's.
    """
    olds, news = grouped(old, range(len(old.lines))), grouped(new, range(len(new.lines)))
    pairs = {
        here[0]: news[kind][0] for kind, here in olds.items() if len(here) == len(news.get(kind, ())) == 1
    }
    pairs |= alike(
        old, new, without(range(len(old.lines)), pairs), without(range(len(new.lines)), pairs.values())
    )
    new_gaps = gaps(len(new.lines), {there: here for here, there in pairs.items()})
    for neighbours, within in gaps(len(old.lines), {here: here for here in pairs}).items():
        pairs |= in_a_gap(old, new, within, new_gaps.get(neighbours, []))
    return pairs


def grouped(text: Text, lines: Iterable[int]) -> dict[tuple[str, str], list[int]]:
    groups = defaultdict(list)
    for line in lines:
        groups[text.roles[line], text.lines[line]].append(line)
    return groups


def without(lines: Iterable[int], taken: Iterable[int]) -> list[int]:
    taken = set(taken)
    return [line for line in lines if line not in taken]


def gaps(size: int, labels: Mapping[int, int]) -> dict[tuple[int | None, int | None], list[int]]:
    """The lines without a label, by the labels before and after them."""
    found = {}
    labelled = [*sorted(labels), size]
    for start, end in zip([-1, *labelled], labelled, strict=False):
        found[labels.get(start), labels.get(end)] = list(range(start + 1, end))
    return found


def in_a_gap(old: Text, new: Text, olds: Sequence[int], news: Sequence[int]) -> dict[int, int]:
    groups = grouped(new, news)
    pairs = {}
    for kind, lines in grouped(old, olds).items():
        if len(lines) == len(groups.get(kind, ())):
            pairs |= zip(lines, groups[kind], strict=True)
    return pairs | alike(old, new, without(olds, pairs), without(news, pairs.values()))


def alike(old: Text, new: Text, olds: Sequence[int], news: Sequence[int]) -> dict[int, int]:
    """Lines that share most words in their order, each the other's clear best."""
    codes = defaultdict(count(1).__next__)
    old_words, new_words = coded(old, olds, codes), coded(new, news, codes)
    there, here = defaultdict(dict), defaultdict(dict)
    for line, words in zip(olds, old_words, strict=True):
        for _, score, number in process.extract(
            words, new_words, scorer=fuzz.ratio, score_cutoff=SAME_PASSAGE - AHEAD, limit=None
        ):
            there[line][news[number]] = here[news[number]][line] = score
    best = {line: clear_best(scores) for line, scores in there.items()}
    return {
        line: other for line, other in best.items() if other is not None and clear_best(here[other]) == line
    }


def coded(text: Text, lines: Iterable[int], codes: Mapping[str, int]) -> list[str]:
    """Each line with one character a word, so that likeness is one of words."""
    return ["".join(chr(codes[word]) for word in text.lines[line].casefold().split()) for line in lines]


def clear_best(scores: Mapping[int, float]) -> int | None:
    (best, score), *others = nlargest(2, scores.items(), key=lambda item: item[1])
    is_clear = score >= SAME_PASSAGE and all(score - other >= AHEAD for _, other in others)
    return best if is_clear else None

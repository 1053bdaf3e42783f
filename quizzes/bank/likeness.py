"""How alike two questions are, by the words of their stems and right answers. Pure; knows no language.

Two questions that differ in a number or in a negation are alike and yet ask different things, so the words that differ
are part of the finding. Candidates are found without comparing all with all: of two texts of which each shares more
than half of its words with the other, one of the rarer words of each stands in both.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from quizzes.bank.wordlike import is_number, words

# From here on two questions are worth a look: see the table in tests/bank/test_likeness.py.
ALIKE = 0.78
# The stems alone may differ more, for the answers are compared only where they come near.
STEMS_NEAR = 0.62
ROOM = 12
# More than these are not looked at for one question.
MOST_NEAR = 60
# A word that stands in more questions than this brings no candidates, unless a text has no others.
TOO_COMMON = 400
NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "neither",
        "nor",
        "without",
        "except",
        "cannot",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "don't",
        "doesn't",
        "didn't",
        "won't",
        "can't",
        "nicht",
        "kein",
        "keine",
        "keinen",
        "nie",
        "niemals",
        "ohne",
        "außer",
        "ne",
        "pas",
        "jamais",
        "sans",
        "sauf",
        "non",
        "nunca",
        "sin",
        "salvo",
        "niet",
        "geen",
        "nooit",
        "не",
        "ни",
        "никогда",
        "без",
    ]
)
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Wording:
    """What is compared of a question."""

    stem: str
    answer: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(words(f"{self.stem} {self.answer}"))

    @cached_property
    def sorted_words(self) -> str:
        """Whatever their order, so that "In Geneva, who met?" is "Who met in Geneva?"."""
        return " ".join(sorted(self.words))


@dataclass(frozen=True)
class Likeness:
    """How alike two questions are, from 0 to 1, and the words that only the one or only the other has."""

    share: float
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]

    @property
    def asks_otherwise(self) -> bool:
        """Whether a number or a negation differs, so that the two may well stand side by side."""
        differing = {*self.only_one, *self.only_other}
        return any(is_number(word) or word in NEGATIONS for word in differing)

    @property
    def is_near(self) -> bool:
        return self.share >= ALIKE


def likeness(one: Wording, other: Wording) -> Likeness:
    return Likeness(
        share_of_words(one, other), missing(one.words, other.words), missing(other.words, one.words)
    )


def missing(here: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
    """The words of the one text that the other has not, or not as often, in their order."""
    left = Counter(there)
    found = []
    for word in here:
        if left[word]:
            left[word] -= 1
        else:
            found.append(word)
    return tuple(found)


def near(stem: str, stems: Mapping[Name, str]) -> list[Name]:
    """The stems most like this one, nearest first: for one question, without an index.

    First by the words as blanks part them, which the engine does by itself, with room for what punctuation changes.
    """
    wording = Wording(stem)
    rough = process.extract_iter(
        stem, stems, scorer=fuzz.token_sort_ratio, processor=str.lower, score_cutoff=100 * STEMS_NEAR - ROOM
    )
    shares = {name: share_of_words(wording, Wording(text)) for text, _, name in rough}
    come_near = [name for name, share in shares.items() if share >= STEMS_NEAR]
    return sorted(come_near, key=lambda name: -shares[name])[:MOST_NEAR]


def share_of_words(one: Wording, other: Wording) -> float:
    return fuzz.ratio(one.sorted_words, other.sorted_words) / 100 if one.words and other.words else 0.0


class Index(Generic[Name]):
    """Stems by the words they hold, for many questions at once."""

    def __init__(self, stems: Mapping[Name, str]) -> None:
        self.wordings = {name: Wording(stem) for name, stem in stems.items()}
        self.holding: dict[str, list[Name]] = defaultdict(list)
        for name, wording in self.wordings.items():
            for word in set(wording.words):
                self.holding[word].append(name)

    def near(self, stem: str) -> Iterator[Name]:
        """The stems that may belong to a question like the one with this stem, itself included."""
        wording = Wording(stem)
        for name in self.sharing(wording):
            if share_of_words(wording, self.wordings[name]) >= STEMS_NEAR:
                yield name

    def sharing(self, wording: Wording) -> list[Name]:
        """Those that hold one of the rarer half of its words."""
        rare_first = sorted(set(wording.words), key=lambda word: (len(self.holding.get(word, ())), word))
        rarer = rare_first[: len(rare_first) // 2 + 1]
        telling = [word for word in rarer if len(self.holding.get(word, ())) <= TOO_COMMON]
        return list(
            dict.fromkeys(name for word in telling or rarer[:1] for name in self.holding.get(word, ()))
        )

"""Questions about the words of a text, made of the text alone: true of whatever text it is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

WORD = re.compile(r"\b[A-Za-z]{5,}\b")
FEWEST_WORDS = 12
"""That a text needs to be asked about: long words, each another one."""


@dataclass(frozen=True)
class Reading:
    """A text, and what it is called in a question, as in "passage 4 of AP story"."""

    called: str
    text: str

    @property
    def all_words(self) -> list[str]:
        """Its long words as they stand."""
        return WORD.findall(self.text)

    @property
    def words(self) -> list[str]:
        """Each once, where it stands first."""
        first: dict[str, str] = {}
        for word in self.all_words:
            first.setdefault(word.casefold(), word)
        return list(first.values())

    @property
    def is_rich(self) -> bool:
        return len(self.words) >= FEWEST_WORDS

    @property
    def quote(self) -> str:
        """Its beginning, as far as a citation marks it."""
        ends = [match.end() for match in re.finditer(r"\S+", self.text)]
        return self.text[: ends[min(7, len(ends) - 1)]]


@dataclass(frozen=True)
class Wording:
    """A question as a teacher would write it. `typed` are possible answers as a page sends them, the right one first."""

    kind: str
    stem: str
    explanation: str
    typed: tuple[tuple[str, ...], ...]
    settings: dict[str, Any] = field(default_factory=dict)
    options: tuple[dict[str, Any], ...] = ()


def single_choice(reading: Reading, strange: Sequence[str], chance: Random) -> Wording:
    right = chance.choice(reading.words)
    texts = mixed([right, *strange[:3]], chance)
    return Wording(
        "single_choice",
        f"Which of these words stands in {reading.called}?",
        f"“{right}” does; the others do not.",
        tuple((str(texts.index(text) + 1),) for text in (right, *strange[:3])),
        options=tuple({"text": text, "is_right": text == right} for text in texts),
    )


def multiple_response(reading: Reading, strange: Sequence[str], chance: Random) -> Wording:
    right = chance.sample(reading.words, 3)
    texts = mixed([*right, *strange[:2]], chance)
    at = {text: str(texts.index(text) + 1) for text in texts}
    choices = (right, right[:2], [*right[:2], strange[0]], right[2:], [right[0], *strange[:2]], texts)
    return Wording(
        "multiple_response",
        f"Which of these words stand in {reading.called}?",
        f"“{'”, “'.join(sorted(right))}” do.",
        tuple(tuple(at[text] for text in chosen) for chosen in choices),
        options=tuple({"text": text, "is_right": text in right} for text in texts),
    )


def true_false(reading: Reading, strange: Sequence[str], chance: Random) -> Wording:
    is_so = chance.random() < 0.5
    word = chance.choice(reading.words) if is_so else strange[0]
    return Wording(
        "true_false",
        f"The word “{word}” stands in {reading.called}.",
        f"It {'does' if is_so else 'does not'}.",
        (("1",), ("2",)) if is_so else (("2",), ("1",)),
        settings={"answer": "true" if is_so else "false"},
    )


def short_text(reading: Reading, strange: Sequence[str], chance: Random) -> Wording:
    before = chance.choice(reading.words[:-1])
    right = reading.all_words[reading.all_words.index(before) + 1]
    slips = list(dict.fromkeys([dropped(right, 1), dropped(right, 2), swapped(right, 1), swapped(right, 2)]))
    slips = [slip for slip in slips if slip.casefold() != right.casefold()]
    return Wording(
        "short_text",
        f"Which is the first long word in {reading.called} after the first “{before}”? (Long words have five letters or more.)",
        f"“{right}” is.",
        tuple((text,) for text in (right, *slips, before, *strange[:3])),
        options=({"text": right}, {"text": slips[0], "details": {"credit": 0.5}}),
    )


def numeric(reading: Reading, strange: Sequence[str], chance: Random) -> Wording:
    count = len(reading.text.split())
    near = dict.fromkeys(max(1, count + step) for step in (1, -1, 2, 10, -5))
    return Wording(
        "numeric",
        f"How many words has {reading.called}?",
        f"It has {count}.",
        tuple((str(number),) for number in (count, *near)),
        options=({"text": str(count)},),
    )


def ordering(reading: Reading, strange: Sequence[str], chance: Random) -> Wording:
    right = [reading.words[place] for place in sorted(chance.sample(range(len(reading.words)), 4))]
    shown = sorted(right, key=str.casefold)
    one, two, three, four = right
    orders = (right, [one, two, four, three], [two, one, three, four], [four, one, two, three], right[::-1])
    return Wording(
        "ordering",
        f"In which order do these words first stand in {reading.called}?",
        f"“{'”, “'.join(right)}”.",
        tuple(
            tuple(f"{place}-{shown.index(word) + 1}" for place, word in enumerate(order, 1))
            for order in orders
        ),
        options=tuple({"text": word} for word in right),
    )


WRITERS: tuple[Callable[[Reading, Sequence[str], Random], Wording], ...] = (
    single_choice,
    short_text,
    single_choice,
    multiple_response,
    single_choice,
    true_false,
    short_text,
    single_choice,
    ordering,
    numeric,
)
"""The kinds in a quiz, one after the other."""


def wording(number: int, readings: Sequence[Reading], chance: Random) -> Wording:
    """The question of that number; about the texts in turn."""
    reading = readings[number % len(readings)]
    own = {word.casefold() for word in reading.all_words}
    others = {
        word.casefold(): word for other in readings for word in other.words if word.casefold() not in own
    }
    strange = chance.sample(sorted(others.values()), 3)
    return WRITERS[number % len(WRITERS)](reading, strange, chance)


def mixed(texts: Sequence[str], chance: Random) -> list[str]:
    return chance.sample(texts, len(texts))


def dropped(word: str, place: int) -> str:
    return word[:place] + word[place + 1 :]


def swapped(word: str, place: int) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

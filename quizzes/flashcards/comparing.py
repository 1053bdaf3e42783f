"""What was typed beside what was wanted, letter by letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Stretch:
    """`sign` is "same", "missing" (wanted and not typed) or "extra" (typed and not wanted)."""

    text: str
    sign: str


def difference(typed: str, wanted: str) -> list[Stretch]:
    """The stretches in reading order; capitals and outer blanks do not count."""
    typed, wanted = typed.strip(), wanted.strip()
    found = []
    for sign, start, end, first, last in matcher(typed, wanted).get_opcodes():
        if sign == "equal":
            found.append(Stretch(wanted[first:last], "same"))
            continue
        found += [Stretch(typed[start:end], "extra"), Stretch(wanted[first:last], "missing")]
    return [stretch for stretch in found if stretch.text]


def nearest(typed: str, answers: Sequence[str]) -> str:
    """The one that differs least from what was typed; of several, the first."""
    return max(answers, key=lambda answer: matcher(typed.strip(), answer.strip()).ratio())


def matcher(typed: str, wanted: str) -> SequenceMatcher:
    # Lower case letter by letter: casefold() may lengthen a word, and places would no longer fit.
    return SequenceMatcher(None, lowered(typed), lowered(wanted), autojunk=False)


def lowered(text: str) -> str:
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)

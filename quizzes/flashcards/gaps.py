"""A note's text with gaps, as in "The talks were in {{Geneva}} on {{Monday}}"."""

import re
from collections import defaultdict
from dataclasses import dataclass

GAP = re.compile(r"\{\{\s*([^{}\s][^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class Part:
    """A stretch of the text; `gap` is its number from 1, or 0 for the text between gaps."""

    text: str
    gap: int = 0


def parts(text: str) -> list[Part]:
    found, done = [], 0
    for number, gap in enumerate(GAP.finditer(text), start=1):
        found += [Part(text[done : gap.start()]), Part(gap[1], number)]
        done = gap.end()
    return [part for part in [*found, Part(text[done:])] if part.text]


def gap_count(text: str) -> int:
    return len(GAP.findall(text))


def answer_to(text: str, gap: int) -> str:
    """The words of the gap; nothing when the text has no such gap."""
    return next((part.text for part in parts(text) if part.gap == gap), "")


def blanked(text: str, gap: int) -> str:
    """The text in one line with that gap left open, as a list shows it."""
    return " ".join(
        "".join("[ … ]" if part.gap and part.gap == gap else part.text for part in parts(text)).split()
    )


def carried(before: str, now: str) -> dict[int, int]:
    """Which gap of the text as it was is which gap of the text as it is now; gaps that are gone are left out.

    The same words are the same gap, wherever it stands. Only where the words changed does its number tell, and not of
    a gap whose words are plain text now: it was closed, and its number is another's. 0 is a text without gaps.
    """
    old, new, plain = gaps_of(before), gaps_of(now), plain_text(now)
    if not (old and new):
        return {} if old or new else {0: 0}
    free, found = defaultdict(list), {}
    for number, words in new.items():
        free[words].append(number)
    for number, words in old.items():
        if free[words]:
            found[number] = free[words].pop(0)
    left = new.keys() - found.values()
    return found | {
        number: number
        for number, words in old.items()
        if number not in found and number in left and words not in plain
    }


def gaps_of(text: str) -> dict[int, str]:
    return {part.gap: part.text for part in parts(text) if part.gap}


def plain_text(text: str) -> str:
    """What stands between the gaps."""
    return "\n".join(part.text for part in parts(text) if not part.gap)

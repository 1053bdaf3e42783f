"""A note's text with gaps, as in "The talks were in {{Geneva}} on {{Monday}}"."""

import re
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

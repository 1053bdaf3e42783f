"""A student's own notes as plain values: what comes in from other programs, and what goes out.

A reader of a file makes records and tells problems; `decks.add_records` makes cards of them. What a note here has no
place for, such as tags, is in no record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from quizzes.flashcards import gaps

LONGEST, MOST_GAPS = 2_000, 20


@dataclass(frozen=True)
class Rated:
    """One rating, from 1 (again) to 4 (easy), of the card that asks for that gap; 0 where there is none."""

    rating: int
    at: datetime
    gap: int = 0


@dataclass(frozen=True)
class CardRecord:
    """A note: front and back in Markdown, gaps in {{double braces}}; with its ratings in their order.

    `line` is where it stands in its file, from 1. What it says is its name: the same once more is one note.
    """

    front: str
    back: str = ""
    reviews: tuple[Rated, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Problem:
    line: int
    sentence: str


def problems_of(record: CardRecord) -> Iterator[Problem]:
    if not record.front.strip():
        yield Problem(record.line, "The front is empty. Write what the card asks.")
    for side in ("front", "back"):
        if sentence := too_long(getattr(record, side)):
            yield Problem(record.line, f"Its {side}: {sentence}")
    for sentence in faults(record.front, record.back).values():
        yield Problem(record.line, sentence)
    if "\0" in record.front + record.back:
        yield Problem(record.line, "It holds a character that is no text. Take it out.")


def too_long(text: str) -> str:
    if len(text) <= LONGEST:
        return ""
    return f"{len(text):,} characters are more than {LONGEST:,}. One card holds one thing."


def faults(front: str, back: str) -> dict[str, str]:
    """What is wrong with the two together, by the side to mend."""
    count = gaps.gap_count(front)
    if front and not back.strip() and not count:
        return {"back": "Write what is on the back, or put the words to recall on the front in {{ }}."}
    if count > MOST_GAPS:
        return {"front": f"More than {MOST_GAPS} gaps. Make several cards of it."}
    return {}

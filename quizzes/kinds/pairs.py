"""What ordering and matching share: an answer of pairs. `2-4` is the fourth option of the page on place 2."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from quizzes.kinds.folding import cleaned, fold, quoted
from quizzes.kinds.kind import Unreadable

PAIR = re.compile(r"([1-9][0-9]{0,3})-([1-9][0-9]{0,3})")
DIGITS = re.compile(r"([0-9]+)")


def options(texts: Iterable[str]) -> list[dict[str, str]]:
    """One option for each text, those that fold to the same being one.

    They are sorted by what they say and numbered by that, so that neither order nor ids tell what is right.
    """
    by_fold = {fold(text): text for text in sorted(texts, reverse=True) if fold(text)}
    return [
        {"id": str(number), "text": by_fold[folded]}
        for number, folded in enumerate(sorted(by_fold, key=reading_order), 1)
    ]


def reading_order(folded: str) -> list[tuple[int, str]]:
    """Sorts texts as people do, 9 May before 10 May."""
    parts = DIGITS.split(folded)
    parts[1::2] = [digits.lstrip("0") for digits in parts[1::2]]
    # Texts stand at even places and digits at odd ones; of two numbers, the one with fewer digits is smaller.
    return [(len(part) if place % 2 else 0, part) for place, part in enumerate(parts)]


def ids_by_fold(options: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {fold(option["text"]): option["id"] for option in options}


def read(typed: Sequence[str], places: int, options: Sequence[object]) -> dict[int, list[int]] | Unreadable:
    """The positions chosen for each place, both counted from 1; places left open are not in it."""
    chosen: dict[int, set[int]] = defaultdict(set)
    for value in filter(None, map(cleaned, typed)):
        pair = PAIR.fullmatch(value)
        place, position = map(int, pair.groups()) if pair else (0, 0)
        if not (0 < place <= places and 0 < position <= len(options)):
            return Unreadable(f"There is no choice {quoted(value)} here. Choose from the lists of the page.")
        chosen[place].add(position)
    return {place: sorted(positions) for place, positions in sorted(chosen.items())}

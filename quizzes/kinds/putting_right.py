"""What kinds share that put right in a key afterwards. A corrected key holds all of the first one, and beside it:

`also`, what is right too, and `dropped`, what counts no more, in the order in which it was said. Marks are never worse
by a later correction, because an answer earns what the best of these readings gives it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.kinds.kind import Face, Key, Refusal

NOTHING_TO_DROP = Refusal(
    "This kind of question has nothing that could be left out alone. Accept another answer, give everyone the credit, "
    "or drop the whole question."
)
LEFT_OPEN = Refusal("A part of that answer was left open. Accept an answer that fills it.")
UNKNOWN = Refusal("That is no part of this question. Load the page again and choose from what it shows.")


def droppable(face: Face) -> dict[str, str]:
    return {}


def without_option(face: Face, key: Key, option_id: str) -> Key | Refusal:
    return NOTHING_TO_DROP


def with_also(key: Key, right: Any) -> Key:
    return {**key, "also": [*key.get("also", []), right]}


def with_dropped(key: Key, option_id: str) -> Key:
    return {**key, "dropped": [*key.get("dropped", []), option_id]}


def prefixes(items: Sequence[Any]) -> list[list[Any]]:
    """None of them, the first, the first two, … all."""
    return [list(items[:count]) for count in range(len(items) + 1)]


def drops(key: Mapping[str, Any]) -> list[set[str]]:
    """What did not count after each correction in turn, from nothing on."""
    return [set(dropped) for dropped in prefixes(key.get("dropped", []))]

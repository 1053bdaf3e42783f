"""What every kind asks of a draft before it may be published."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from quizzes.kinds.folding import fold, listed, quoted
from quizzes.kinds.kind import Column, Draft, DraftOption, Unreadable

TEXT = Column("text", "Text", "text")
IS_RIGHT = Column("is_right", "Right", "flag", default=False)
FEEDBACK = Column("feedback", "Feedback", "long_text", help="Shown to whoever gave this answer.")

T = TypeVar("T")


def stem_problems(draft: Draft) -> list[str]:
    return [] if fold(draft.stem) else ["The stem is empty. Write the question there."]


def empty_text_problems(options: Sequence[DraftOption], place: str) -> list[str]:
    return [
        f"{place} {position} has no text. Write it, or remove the row."
        for position, option in enumerate(options, 1)
        if not fold(option.text)
    ]


def duplicate_problems(
    options: Sequence[DraftOption], place: str, sameness: Callable[[DraftOption], Any]
) -> list[str]:
    """Rows with an equal `sameness`; None is not the same as anything."""
    alike: dict[Any, list[int]] = defaultdict(list)
    for position, option in enumerate(options, 1):
        alike[sameness(option)].append(position)
    return [
        f"{place}s {listed([str(position) for position in positions])} are the same, "
        f"{quoted(options[positions[0] - 1].text)}. Change or remove all but one."
        for same, positions in alike.items()
        if same is not None and len(positions) > 1
    ]


def credit_of(option: DraftOption, column: Column) -> float | Unreadable:
    """The credit a row was given, from 0 to 1."""
    written = str(column.of(option.details)).strip()
    try:
        credit = float(written.replace(",", "."))
    except ValueError:
        return Unreadable(
            f"the credit {quoted(written)} is not a number. Write one from 0 to 1, such as 0.5."
        )
    if not 0 <= credit <= 1:
        return Unreadable(
            f"the credit {written} is outside 0 to 1. Write a part of the full mark, such as 0.5."
        )
    return credit


def credit_problems(options: Sequence[DraftOption], place: str, column: Column) -> list[str]:
    return faults(place, (credit_of(option, column) for option in options))


def faults(place: str, values: Iterable[Any]) -> list[str]:
    """A sentence for each unreadable value, led by its row: `Option 2: the credit …`."""
    return [
        f"{place} {position}: {value.sentence}"
        for position, value in enumerate(values, 1)
        if isinstance(value, Unreadable)
    ]


def settled(value: T | Unreadable) -> T:
    """The value; ValueError where it cannot be read, for `problems` should have kept such a draft back."""
    if isinstance(value, Unreadable):
        raise ValueError(value.sentence)
    return value


def feedback_by_id(options: Sequence[DraftOption]) -> dict[str, str]:
    return {option.id: option.feedback for option in options if option.feedback.strip()}


def is_full(credit: float | Unreadable) -> bool:
    return not isinstance(credit, Unreadable) and math.isclose(credit, 1)

"""What the kinds with options to choose from share. A student's choice is a position on the page, so that
option ids never leave the server."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from quizzes.kinds.drafting import duplicate_problems, empty_text_problems, feedback_by_id, stem_problems
from quizzes.kinds.folding import cleaned, fold, one_line, quoted
from quizzes.kinds.kind import NO_ANSWER, Column, Draft, DraftOption, Face, Key, Outcome, Unreadable

KEEP_ORDER = Column(
    "keep_order",
    "Keep the options in this order",
    "flag",
    help="For dates, numbers and the like.",
    default=False,
)
NOTHING_CHOSEN = Unreadable("Choose an option first.")
FEWEST = 2


def option_problems(draft: Draft) -> list[str]:
    """Faults of the stem and of the options as such, whichever of them is right."""
    return [
        *stem_problems(draft),
        *too_few_problems(draft.options),
        *empty_text_problems(draft.options, "Option"),
        *duplicate_problems(draft.options, "Option", lambda option: fold(option.text) or None),
    ]


def too_few_problems(options: Sequence[DraftOption]) -> list[str]:
    if len(options) >= FEWEST:
        return []
    return [f"The number of options is {len(options)}. Write at least {FEWEST}, so that there is a choice."]


def marked_right(draft: Draft) -> list[DraftOption]:
    return [option for option in draft.options if option.is_right]


def face(draft: Draft) -> Face:
    return {
        "stem": draft.stem,
        "options": [{"id": option.id, "text": option.text} for option in draft.options],
        "keep_order": KEEP_ORDER.of(draft.settings),
    }


def key(draft: Draft) -> Key:
    return {
        "explanation": draft.explanation,
        "right": [option.id for option in marked_right(draft)],
        "feedback": feedback_by_id(draft.options),
    }


def order(face: Face, chance: Random) -> list[str]:
    ids = [option["id"] for option in face["options"]]
    return ids if face["keep_order"] else chance.sample(ids, len(ids))


def arranged(face: Face, order: Sequence[str]) -> Face:
    """The face with its options in `order`, and `authored`: their ids as they were written."""
    by_id = {option["id"]: option for option in face["options"]}
    authored = face.get("authored", list(by_id))
    if order and sorted(order) != sorted(authored):
        raise ValueError("an order names each option of its face once")
    return {**face, "options": [by_id[id] for id in order or authored], "authored": authored}


def read_one(face: Face, typed: Sequence[str]) -> list[str] | Unreadable:
    chosen = read_any(face, typed)
    if not isinstance(chosen, Unreadable) and len(chosen) > 1:
        return Unreadable(f"{len(chosen)} options are chosen. Choose one only.")
    return chosen


def read_any(face: Face, typed: Sequence[str]) -> list[str] | Unreadable:
    """The ids of the options at the typed positions, as authored, however they were arranged."""
    ids = {str(position): option["id"] for position, option in enumerate(face["options"], 1)}
    positions = {cleaned(value) for value in typed} - {""}
    unknown = sorted(positions - set(ids))
    if unknown:
        return Unreadable(
            f"There is no option {quoted(unknown[0])} here. Choose among options 1 to {len(ids)}."
        )
    chosen = {ids[position] for position in positions}
    return [id for id in face.get("authored", ids.values()) if id in chosen] or NOTHING_CHOSEN


def outcome(face: Face, key: Key, given: list[str] | None) -> Outcome:
    rows = [outcome_row(option, key, given or []) for option in face["options"]]
    return {
        "rows": rows,
        "given_text": "; ".join(one_line(row["text"]) for row in rows if row["is_chosen"]) or NO_ANSWER,
        "right_text": "; ".join(one_line(row["text"]) for row in rows if row["is_right"]),
    }


def outcome_row(option: Mapping[str, Any], key: Key, given: list[str]) -> dict[str, Any]:
    id = option["id"]
    is_chosen, is_right = id in given, id in key["right"]
    return {
        "text": option["text"],
        "is_chosen": is_chosen,
        "is_right": is_right,
        "feedback": key["feedback"].get(id, "") if is_chosen else "",
        "sign": sign(is_chosen, is_right, near_miss=key.get("credits", {}).get(id, 0) > 0),
    }


def sign(is_chosen: bool, is_right: bool, near_miss: bool) -> str:
    if is_chosen and is_right:
        return "right"
    if is_chosen:
        return "partly" if near_miss else "wrong"
    return "missed" if is_right else ""

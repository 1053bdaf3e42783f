"""What the kinds with options to choose from share. A student's choice is a position on the page, so that
option ids never leave the server."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from quizzes.kinds.drafting import duplicate_problems, empty_text_problems, feedback_by_id, stem_problems
from quizzes.kinds.folding import cleaned, fold, one_line, quoted
from quizzes.kinds.kind import NO_ANSWER, Column, Draft, DraftOption, Face, Key, Outcome, Shows, Unreadable

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


def draft_of(face: Face, key: Key) -> Draft:
    """What `face` and `key` were made of, as far as all these kinds share it."""
    options = (
        DraftOption(
            option["id"], option["text"], option["id"] in key["right"], key["feedback"].get(option["id"], "")
        )
        for option in face["options"]
    )
    settings = {KEEP_ORDER.name: True} if face["keep_order"] else {}
    return Draft(face["stem"], key["explanation"], settings, tuple(options))


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


def said(face: Face, given: list[str]) -> str:
    return "; ".join(one_line(option["text"]) for option in face["options"] if option["id"] in given)


def outcome(face: Face, key: Key, given: list[str] | None, shows: Shows) -> Outcome:
    rows = [outcome_row(option, key, given or [], shows) for option in face["options"]]
    return {
        "rows": rows,
        "given_text": said(face, given) if given else NO_ANSWER,
        "right_text": said(face, key["right"]) if shows.right_answer else "",
    }


def outcome_row(option: Mapping[str, Any], key: Key, given: list[str], shows: Shows) -> dict[str, Any]:
    is_chosen = option["id"] in given
    return {
        "text": option["text"],
        "is_chosen": is_chosen,
        "feedback": key["feedback"].get(option["id"], "") if is_chosen and shows.feedback else "",
        "sign": chosen_sign(option["id"], key, shows) if is_chosen else open_sign(option["id"], key, shows),
    }


def chosen_sign(id: str, key: Key, shows: Shows) -> str:
    if not shows.correctness:
        return "given"
    if id in key["right"]:
        return "right"
    return "partly" if key.get("credits", {}).get(id, 0) > 0 else "wrong"


def open_sign(id: str, key: Key, shows: Shows) -> str:
    return "missed" if shows.right_answer and id in key["right"] else ""

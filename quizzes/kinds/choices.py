"""What the kinds with options to choose from share. A student's choice is a position on the page, so that
option ids never leave the server."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from quizzes.kinds import putting_right
from quizzes.kinds.drafting import duplicate_problems, empty_text_problems, feedback_by_id, stem_problems
from quizzes.kinds.folding import cleaned, fold, one_line, quoted
from quizzes.kinds.kind import (
    NO_ANSWER,
    Column,
    Draft,
    DraftOption,
    Face,
    Given,
    Key,
    Outcome,
    Refusal,
    Shows,
    Unreadable,
)

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


def anonymous(face: Face, given: Given) -> Given:
    """Ids alone: nobody typed a word of it."""
    return given


def outcome(face: Face, key: Key, given: list[str] | None, shows: Shows) -> Outcome:
    rows = [outcome_row(option, key, given or [], shows) for option in face["options"]]
    rights = [said(face, right) for right in right_sets(key)] if shows.right_answer else []
    return {
        "rows": rows,
        "given_text": said(face, given) if given else NO_ANSWER,
        "right_text": " or ".join(rights),
    }


def outcome_row(option: Mapping[str, Any], key: Key, given: list[str], shows: Shows) -> dict[str, Any]:
    is_chosen = option["id"] in given
    return {
        "text": option["text"],
        "is_chosen": is_chosen,
        "feedback": key["feedback"].get(option["id"], "") if is_chosen and shows.feedback else "",
        "sign": chosen_sign(option["id"], key, shows)
        if is_chosen
        else open_sign(option["id"], key, given, shows),
    }


def chosen_sign(id: str, key: Key, shows: Shows) -> str:
    if not shows.correctness:
        return "given"
    if id in right_ids(key):
        return "right"
    if id in key.get("dropped", []):
        return "given"
    return "partly" if key.get("credits", {}).get(id, 0) > 0 else "wrong"


def open_sign(id: str, key: Key, given: list[str], shows: Shows) -> str:
    """Nothing is missing beside an answer that is right in another way."""
    is_missing = id in key["right"] and id not in key.get("dropped", []) and given not in right_sets(key)
    return "missed" if shows.right_answer and is_missing else ""


def right_sets(key: Key) -> list[list[str]]:
    """What is right, each a whole answer: as written first, then what was accepted since."""
    return [key["right"], *key.get("also", [])]


def right_ids(key: Key) -> set[str]:
    return {id for right in right_sets(key) for id in right}


def shape(face: Face) -> list[str]:
    return sorted(option["id"] for option in face["options"])


def options(face: Face) -> dict[str, str]:
    return {option["id"]: one_line(option["text"]) for option in face["options"]}


def chosen(face: Face, given: list[str]) -> list[str]:
    return list(given)


def rights(key: Key) -> set[str]:
    return right_ids(key) - set(key.get("dropped", []))


def parts(face: Face, given: list[str]) -> list[tuple[str, list[str]]]:
    return [(said(face, given), given)]


def accepting(face: Face, key: Key, given: list[str]) -> Key | Refusal:
    if not given or not set(given) <= set(shape(face)):
        return putting_right.UNKNOWN
    return key if given in right_sets(key) else putting_right.with_also(key, given)


droppable = options


def without_option(face: Face, key: Key, option_id: str) -> Key | Refusal:
    dropped = {*key.get("dropped", []), option_id}
    if option_id not in droppable(face):
        return putting_right.UNKNOWN
    if not right_ids(key) - dropped:
        return Refusal(
            "Without that option nothing would be right. Accept another answer first, or drop the whole question."
        )
    if len(set(droppable(face)) - dropped) < FEWEST:
        return Refusal("Only one option would be left, so there is no choice. Drop the whole question.")
    return key if option_id in key.get("dropped", []) else putting_right.with_dropped(key, option_id)

"""Put items in order. A teacher writes them in the right one; the page shows them in another.

The two rules of credit are those Moodle's ordering question calls "Longest ordered subset" and "Absolute
position" (qtype_ordering, `grade_response`): items in the longest run, or on their place, by all items. As
there, a run of one item earns nothing, for alone it shows no order; and of several longest runs the first
counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from quizzes.kinds import choices, pairs, putting_right, unchosen, wordless
from quizzes.kinds.drafting import TEXT, duplicate_problems, empty_text_problems, stem_problems
from quizzes.kinds.folding import fold, listed, one_line, quoted
from quizzes.kinds.kind import (
    NO_ANSWER,
    Column,
    Draft,
    DraftOption,
    Example,
    Face,
    Grade,
    Key,
    Outcome,
    Refusal,
    Shows,
    Unreadable,
)
from quizzes.kinds.rules import rule_of, rule_problems

CREDIT_RULE = Column(
    "credit_rule",
    "Credit for a partly right order",
    "choice",
    choices=(
        ("longest_run", "for the longest run of items in the right order, side by side or not"),
        ("absolute_position", "for each item on its right place"),
    ),
    default="longest_run",
)
FIRST_LABEL = Column(
    "first_label", "Above the first place", "text", help="Such as Earliest.", default="First"
)
LAST_LABEL = Column("last_label", "Below the last place", "text", help="Such as Latest.", default="Last")

LABEL = "Ordering"
SUMMARY = "Students put items in their order."
SETTINGS = (CREDIT_RULE, FIRST_LABEL, LAST_LABEL)
OPTION_COLUMNS = (replace(TEXT, label="Item", help="Write the items in the right order."),)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

FEWEST = 3
NOTHING_PLACED = Unreadable("No item has a place yet. Put the items in order first.")
OPEN = "–"

Places = list[str | None]  # The id of the item on each place, from the first; None where the place is open.

arranged = choices.arranged
# The places of the others depend on each item.
options = unchosen.options
chosen = unchosen.chosen
rights = unchosen.rights
guess = unchosen.guess_unknown
droppable = putting_right.droppable
without_option = putting_right.without_option
anonymous = choices.anonymous
written = wordless.written


def problems(draft: Draft) -> list[str]:
    return [
        *stem_problems(draft),
        *rule_problems(CREDIT_RULE, draft.settings),
        *too_few_problems(draft.options),
        *empty_text_problems(draft.options, "Item"),
        *duplicate_problems(draft.options, "Item", lambda option: fold(option.text) or None),
    ]


def too_few_problems(options: Sequence[DraftOption]) -> list[str]:
    if len(options) >= FEWEST:
        return []
    return [f"The number of items is {len(options)}. Write at least {FEWEST}, so that there is an order."]


def face(draft: Draft) -> Face:
    return {
        "stem": draft.stem,
        "options": pairs.options(option.text for option in draft.options),
        "first": str(FIRST_LABEL.of(draft.settings)),
        "last": str(LAST_LABEL.of(draft.settings)),
    }


def key(draft: Draft) -> Key:
    if problems(draft):
        raise ValueError(f"an ordering with problems has no key: {' '.join(problems(draft))}")
    ids = pairs.ids_by_fold(face(draft)["options"])
    return {
        "explanation": draft.explanation,
        "right": [ids[fold(option.text)] for option in draft.options],
        "rule": rule_of(CREDIT_RULE, draft.settings),
        "feedback": {},
    }


def draft_of(face: Face, key: Key) -> Draft:
    texts = {option["id"]: option["text"] for option in face["options"]}
    settings = {FIRST_LABEL.name: face["first"], LAST_LABEL.name: face["last"], CREDIT_RULE.name: key["rule"]}
    stated = {
        column.name: settings[column.name] for column in SETTINGS if settings[column.name] != column.default
    }
    options = (DraftOption(id, texts[id]) for id in key["right"])
    return Draft(face["stem"], key["explanation"], stated, tuple(options))


def order(face: Face, chance: Random) -> list[str]:
    """Any order, the right one too: a page that avoided it would tell something of it."""
    ids = [option["id"] for option in face["options"]]
    return chance.sample(ids, len(ids))


def read(face: Face, typed: Sequence[str]) -> Places | Unreadable:
    options = face["options"]
    chosen = pairs.read(typed, len(options), options)
    if isinstance(chosen, Unreadable):
        return chosen
    items = {place: [options[position - 1] for position in found] for place, found in chosen.items()}
    ids = {place: found[0]["id"] for place, found in items.items()}
    return clash(items) or [ids.get(place) for place in range(1, len(options) + 1)]


def clash(items: dict[int, list[dict[str, str]]]) -> Unreadable | None:
    """Why items on places are no order: none has a place, two share one, or one has two."""
    if not items:
        return NOTHING_PLACED
    for place, found in items.items():
        if len(found) > 1:
            names = listed([quoted(item["text"]) for item in found])
            return Unreadable(f"Place {place} is given to {names}. Keep one there and move the rest.")
    place_of: dict[str, int] = {}
    for place, (item,) in items.items():
        if (earlier := place_of.setdefault(item["id"], place)) != place:
            return Unreadable(f"{quoted(item['text'])} has two places, {earlier} and {place}. Keep one.")
    return None


def longest_run(right: Sequence[str], given: Places) -> list[str]:
    """The most items that stand in the right order relative to each other, whatever stands between them."""
    rank = {id: place for place, id in enumerate(right)}
    runs: list[list[str]] = []
    for id in filter(None, given):
        before = [run for run in runs if rank[run[-1]] < rank[id]]
        runs.append([*max(before, key=len, default=[]), id])
    longest = max(runs, key=len, default=[])
    return longest if len(longest) > 1 else []


def on_their_place(right: Sequence[str], given: Places) -> list[str]:
    return [id for id, wanted in zip(given, right, strict=True) if id == wanted]


CREDITED: dict[str, Callable[[Sequence[str], Places], list[str]]] = {
    "longest_run": longest_run,
    "absolute_position": on_their_place,
}


def credited(key: Key, given: Places) -> list[str]:
    """The ids of the items that earn their part of the credit, by the right order that suits it best."""
    return max((CREDITED[key["rule"]](right, given) for right in choices.right_sets(key)), key=len)


def grade(key: Key, given: Places) -> Grade:
    return Grade(len(credited(key, given)) / len(key["right"]))


def said(face: Face, given: Places) -> str:
    texts = {option["id"]: one_line(option["text"]) for option in face["options"]}
    return "; ".join(f"{place} {texts.get(id, OPEN)}" for place, id in enumerate(given, 1))


def outcome(face: Face, key: Key, given: Places | None, shows: Shows) -> Outcome:
    """`rows`: what stands on each place, none without an answer; `right_order`: texts, where it differs."""
    texts = {option["id"]: option["text"] for option in face["options"]}
    good = credited(key, given or [None] * len(texts)) if shows.correctness else None
    shows_order = shows.right_answer and given not in choices.right_sets(key)
    return {
        "first": face["first"],
        "last": face["last"],
        "rows": [outcome_row(texts.get(id, ""), id, good) for id in given or []],
        "right_order": [texts[id] for id in key["right"]] if shows_order else [],
        "given_text": said(face, given) if given else NO_ANSWER,
        "right_text": " or ".join(said(face, right) for right in choices.right_sets(key))
        if shows.right_answer
        else "",
    }


def outcome_row(text: str, id: str | None, good: Sequence[str] | None) -> dict[str, object]:
    """`good`: the ids that earn credit; None where that does not show."""
    if id is None:
        sign = ""
    elif good is None:
        sign = "given"
    else:
        sign = "right" if id in good else "wrong"
    return {"text": text, "is_chosen": id is not None, "feedback": "", "sign": sign}


def shape(face: Face) -> list[str]:
    return [option["text"] for option in face["options"]]


def parts(face: Face, given: Places) -> list[tuple[str, Places]]:
    return [] if None in given else [(said(face, given), given)]


def accepting(face: Face, key: Key, given: Places) -> Key | Refusal:
    if None in given:
        return putting_right.LEFT_OPEN
    if sorted(given) != sorted(key["right"]):
        return putting_right.UNKNOWN
    return key if given in choices.right_sets(key) else putting_right.with_also(key, list(given))


INVENTIONS = Draft(
    stem="Put these inventions in order of time.",
    explanation="Lippershey's telescope is of 1608, Trevithick's engine of 1804, Bell's patent of 1876, "
    "Berners-Lee's proposal of 1989.",
    settings={"first_label": "Earliest", "last_label": "Latest"},
    options=(
        DraftOption("a", "Telescope"),
        DraftOption("b", "Steam locomotive"),
        DraftOption("c", "Telephone"),
        DraftOption("d", "World Wide Web"),
    ),
)
# By text: 1 Earth, 2 Mars, 3 Mercury, 4 Venus.
PLANETS = Draft(
    stem="Order these planets by their distance from the Sun, nearest first.",
    settings={"credit_rule": "absolute_position"},
    options=(
        DraftOption("a", "Mercury"),
        DraftOption("b", "Venus"),
        DraftOption("c", "Earth"),
        DraftOption("d", "Mars"),
    ),
)
EXAMPLES = (
    Example(PLANETS, ("3-1", "4-2", "1-3", "2-4"), 1.0),
    Example(PLANETS, ("1-1", "2-2", "3-3", "4-4"), 1.0, order=("3", "4", "1", "2")),
    Example(PLANETS, ("4-1", "3-2", "1-3", "2-4"), 0.5),
    Example(PLANETS, ("1-3",), 0.25),
    Example(PLANETS, ("1-1", "2-2", "3-3", "4-4"), 0.0),
    # By text: 1 Steam locomotive, 2 Telephone, 3 Telescope, 4 World Wide Web.
    Example(INVENTIONS, ("2-1", "3-2", "1-3", "4-4"), 1.0),
    Example(INVENTIONS, ("1-1", "2-2", "4-3", "3-4"), 0.75),
    Example(INVENTIONS, ("1-3", "4-4"), 0.5),
    Example(INVENTIONS, ("1-4", "2-2", "3-3", "4-1"), 0.0, order=("3", "2", "1", "4")),
    Example(INVENTIONS, ("3-4",), 0.0),
    Example(INVENTIONS, (), None),
    Example(INVENTIONS, ("", "", "", ""), None),
    Example(INVENTIONS, ("1-1", "1-2", "3-3", "4-4"), None),
    Example(INVENTIONS, ("1-1", "2-1", "3-3", "4-4"), None),
    Example(INVENTIONS, ("5-1",), None),
    Example(INVENTIONS, ("1-5",), None),
    Example(INVENTIONS, ("Telescope",), None),
)

"""PURE: from what changed in single rows to what one act did, and from two texts to their difference."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import IntEnum
from typing import Any, NamedTuple

SHORT = 60
"""Texts up to this many characters are told whole, before and after; in longer ones, the words that changed."""
BESIDE = 6
"""How many words of what stayed are told on each side of a change."""
FEW = 3


class Action(IntEnum):
    ADDED, CHANGED, REMOVED = range(3)


class Piece(NamedTuple):
    """A piece of text that stayed, came or went: how is "same", "ins" or "del"."""

    how: str
    text: str


@dataclass(frozen=True)
class Change:
    """What happened to one row. `fields` has column -> (before, after)."""

    row: tuple[int, str]
    action: Action
    fields: Mapping[str, tuple[Any, Any]]
    name: str = ""


def folded(changes: Iterable[Change]) -> list[Change]:
    """One change a row, in the order the rows were first touched.

    What was changed back is no change, and what was added and removed again was never there.
    """
    rows: dict[tuple[int, str], Change] = {}
    for change in changes:
        earlier = rows.get(change.row)
        rows[change.row] = together(earlier, change) if earlier else change
    return [change for change in rows.values() if is_worth_telling(change)]


def together(earlier: Change, later: Change) -> Change:
    fields = dict(earlier.fields)
    for name, (before, after) in later.fields.items():
        fields[name] = (fields[name][0] if name in fields else before, after)
    fields = {name: (before, after) for name, (before, after) in fields.items() if before != after}
    action = later.action
    if earlier.action == Action.ADDED:
        action = Action.CHANGED if later.action == Action.REMOVED else Action.ADDED
        fields = {} if later.action == Action.REMOVED else fields
    return replace(later, action=action, fields=fields, name=later.name or earlier.name)


def is_worth_telling(change: Change) -> bool:
    return bool(change.fields) or change.action != Action.CHANGED


def spread(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """A column that holds named values becomes one entry a name, so that only what differs is told."""
    told: dict[str, tuple[Any, Any]] = {}
    for name, (before, after) in fields.items():
        if isinstance(before, Mapping) or isinstance(after, Mapping):
            old, new = (part if isinstance(part, Mapping) else {} for part in (before, after))
            pairs = {key: (old.get(key), new.get(key)) for key in {**old, **new}}
            told |= {key: (was, now) for key, (was, now) in pairs.items() if was != now and (was or now)}
        else:
            told[name] = (before, after)
    return told


def in_words(value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Mapping):
        named = ((name.replace("_", " "), in_words(part)) for name, part in value.items())
        return ", ".join(f"{name}: {part}" for name, part in named if part)
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, (in_words(as_words(part)) for part in value)))
    return str(value)


def as_words(value: Any) -> Any:
    """Names that code gives to things it lists are told as words: right_answer."""
    return value.replace("_", " ") if isinstance(value, str) and value.isidentifier() else value


def difference(before: str, after: str) -> list[Piece]:
    """What went and what came, whole where it is short; else word by word, with a few words that stayed around."""
    if not (before and after) or max(len(before), len(after)) <= SHORT:
        arrow = [Piece("same", " → ")] if before and after else []
        return [
            *(Piece("del", text) for text in [before] if text),
            *arrow,
            *(Piece("ins", text) for text in [after] if text),
        ]
    return shortened(word_by_word(before, after))


def word_by_word(before: str, after: str) -> list[Piece]:
    """The pieces of "same" and "del" joined are the text before, those of "same" and "ins" the text after."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces: list[Piece] = []
    gone = come = ""
    opcodes = SequenceMatcher(None, old, new, False).get_opcodes()
    for place, (tag, old_start, old_end, new_start, new_end) in enumerate(opcodes, start=1):
        was, now = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        # A word or two that two changes have between them by chance change along, so that the eye can follow.
        is_between = bool(gone or come) and place < len(opcodes)
        if tag == "equal" and not (is_between and len(was.split()) < FEW):
            pieces += [*exchanged(gone, come), Piece("same", was)]
            gone = come = ""
        else:
            gone, come = gone + was, come + now
    return [*pieces, *exchanged(gone, come)]


def exchanged(gone: str, come: str) -> list[Piece]:
    return [Piece(how, text) for how, text in (("del", gone), ("ins", come)) if text]


def shortened(pieces: list[Piece]) -> list[Piece]:
    last = len(pieces) - 1
    return [
        Piece("same", around(piece.text, leads=place > 0, follows=place < last))
        if piece.how == "same"
        else piece
        for place, piece in enumerate(pieces)
    ]


def around(text: str, *, leads: bool, follows: bool) -> str:
    """The words next to the changes before and after it, and an ellipsis for the rest."""
    words = re.findall(r"\s*\S+\s*", text)
    if len(words) <= BESIDE * (leads + follows) + 2:
        return text
    start = "".join(words[:BESIDE]).rstrip() + " " if leads else ""
    end = " " + "".join(words[-BESIDE:]).lstrip() if follows else ""
    return f"{start}…{end}"

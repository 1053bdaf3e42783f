"""What corrections make of a key: arithmetic without a database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.kinds.kind import Face, Key, Kind, Refusal


@dataclass(frozen=True)
class Change:
    """A correction as arithmetic sees it: which versions it holds for, and whether no mark may fall by it."""

    id: int
    what: str
    details: Mapping[str, Any]
    version_ids: frozenset[int]
    keeps_better: bool = True


@dataclass(frozen=True)
class Asked:
    """A version as it was published."""

    id: int
    task: Kind
    face: Face
    key: Key


@dataclass(frozen=True)
class What:
    """One way to put a key right. `told` is what students read of it; `does` answers for the teacher who chooses."""

    label: str
    does: str
    told: Callable[[Mapping[str, Any]], str]
    corrects: Callable[[Asked, Key, Change, Sequence[Change]], Key | Refusal] | None = None


def keys_after(asked: Asked, changes: Sequence[Change]) -> list[Key]:
    """The key as published, and after each of the changes in turn. One that the key refuses leaves it as it is."""
    keys = [asked.key]
    for place, change in enumerate(changes):
        corrected = corrected_by(asked, keys[-1], change, changes[:place])
        keys.append(keys[-1] if isinstance(corrected, Refusal) else corrected)
    return keys


def corrected_by(asked: Asked, key: Key, change: Change, earlier: Sequence[Change]) -> Key | Refusal:
    corrects = WHATS[change.what].corrects
    is_concerned = corrects is not None and asked.id in change.version_ids
    return corrects(asked, key, change, earlier) if is_concerned else key


def dropping(asked: Asked, key: Key, change: Change, earlier: Sequence[Change]) -> Key | Refusal:
    return asked.task.without_option(asked.face, key, change.details["option"])


def accepting(asked: Asked, key: Key, change: Change, earlier: Sequence[Change]) -> Key | Refusal:
    return asked.task.accepting(asked.face, key, change.details["given"])


def by_version(asked: Asked, key: Key, change: Change, earlier: Sequence[Change]) -> Key | Refusal:
    """The other version's key, with what was put right in it until then."""
    other = Asked(change.details["version"], asked.task, asked.face, change.details["key"])
    return keys_after(other, earlier)[-1]


WHATS = {
    "accept": What(
        "Accept another answer",
        "It is right too. Whoever gave it is marked anew.",
        lambda details: f"“{details['said']}” is accepted too.",
        accepting,
    ),
    "drop_option": What(
        "Leave an option out",
        "It counts no more, neither for nor against anyone. Whoever chose it is not harmed.",
        lambda details: f"“{details['said']}” counts no more.",
        dropping,
    ),
    "credit_to_all": What(
        "Give everyone the credit",
        "Everyone who was asked has full marks for it, whatever they answered, and also without an answer.",
        lambda details: "Everyone has the credit for this question.",
    ),
    "drop_question": What(
        "Drop the question",
        "It counts for nobody: the marks to be had are fewer, and the percentage is reckoned anew.",
        lambda details: "This question counts no more.",
    ),
    "remark": What(
        "Mark by another version",
        "Answers to older versions are marked by the key of a newer one that takes the same answers.",
        lambda details: f"It is marked by version {details['number']} of the question.",
        by_version,
    ),
}

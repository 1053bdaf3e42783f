"""What to send to a question so that the answer is as right as one wants."""

from collections.abc import Iterator

from quizzes.kinds.kind import Unreadable
from quizzes.models import Slot

NOBODY_SAYS = "987654"


def typed(slot: Slot, result: str) -> list[str]:
    """The values of the fields, in their order, for an answer that is right, partly right or wrong."""
    fitting = (values for values in candidates(slot) if result_of(slot, values) == result)
    found = next(fitting, None)
    assert found is not None, f"no {result} answer found for {slot.face['stem']!r}"
    return found


def result_of(slot: Slot, values: list[str]) -> str:
    given = slot.task.read(slot.face, values)
    if isinstance(given, Unreadable):
        return ""
    credit = slot.credit_of(given)
    return "right" if credit == 1 else "partly" if credit else "wrong"


def candidates(slot: Slot) -> Iterator[list[str]]:
    """Answers of several worths, by what the key of the question holds rather than by its kind."""
    face, key = slot.face, slot.evidence.key
    if "accepted" in key:
        yield from ([text] for text in accepted(key, face.get("unit", "")))
    elif "gaps" in key:
        yield from filled(key["gaps"])
    elif "targets" in key:
        yield from selected(key)
    elif "stems" in face:
        yield from matched(face, key)
    elif "rule" in key and "first" in face:
        yield from ordered(face, key)
    else:
        yield from chosen(face, key)


def accepted(key: dict, unit: str = "") -> list[str]:
    plain = [row["text"] for row in key["accepted"] if row["credit"] == 1 and "*" not in row["text"]]
    return [f"{text} {unit}".strip() for text in plain] + [NOBODY_SAYS]


def filled(gaps: list[dict]) -> Iterator[list[str]]:
    right, wrong = zip(*map(both, gaps), strict=True)
    yield list(right)
    yield [right[0], *wrong[1:]]
    yield list(wrong)


def both(gap: dict) -> tuple[str, str]:
    """A right and a wrong value for a gap; a choice is sent by its place in the list."""
    if "accepted" in gap["key"]:
        return accepted(gap["key"])[0], NOBODY_SAYS
    right = gap["key"]["right"][0]
    return right, "2" if right == "1" else "1"


def selected(key: dict) -> Iterator[list[str]]:
    right = key["targets"][0]
    others = [name for name in key["tokens"] if all(name not in target for target in key["targets"])]
    yield right
    yield [*right, others[0]]
    yield others[:1]


def matched(face: dict, key: dict) -> Iterator[list[str]]:
    places = {option["id"]: position for position, option in enumerate(face["options"], start=1)}
    right = [places[id] for id in key["right"]]
    aside = [place % len(places) + 1 for place in right]
    for answer in (right, [right[0], *aside[1:]], aside):
        yield [f"{number}-{place}" for number, place in enumerate(answer, start=1)]


def ordered(face: dict, key: dict) -> Iterator[list[str]]:
    items = {option["id"]: position for position, option in enumerate(face["options"], start=1)}
    right = [items[id] for id in key["right"]]
    turned = right[::-1]
    for answer in (right, [*right[:2], *right[2:][::-1]], turned, [*right[1:], right[0]], [turned[0]]):
        yield [f"{place}-{item}" for place, item in enumerate(answer, start=1)]


def chosen(face: dict, key: dict) -> Iterator[list[str]]:
    right, wrong = [], []
    for position, option in enumerate(face["options"], start=1):
        (right if option["id"] in key["right"] else wrong).append(str(position))
    yield right
    yield right[:1]
    yield wrong[:1]
    yield wrong

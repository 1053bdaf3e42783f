"""Who needs help, and on what: by how well each student knows each topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizzes.progress.students.mastery import Mastery

LOW = 0.6
"""Who earns less than this part of the credit needs help."""

Known = Mapping[int, Mapping[int, Mastery]]
"""By the student's id and the topic's."""


@dataclass(frozen=True)
class Need:
    """A student and topics, by their ids, the one in most need of help first."""

    student: int
    topics: tuple[tuple[int, Mastery], ...]


def is_low(known: Mastery) -> bool:
    """Very likely: enough is answered to say so, and the most it may be is still under `LOW`."""
    return not known.is_vague and known.high < LOW


def low(known: Known) -> list[Need]:
    """Students with all topics on which what they know very likely lies under `LOW`; the lowest first."""
    found = [
        needs_of(student, [pair for pair in of.items() if is_low(pair[1])]) for student, of in known.items()
    ]
    return in_order(need for need in found if need.topics)


def lowest(known: Known) -> list[Need]:
    """Students with the one topic that they know least, of those of which there is enough to tell; lowest first."""
    found = [
        Need(student, (min(tellable, key=by_share),))
        for student, of in known.items()
        if (tellable := [pair for pair in of.items() if not pair[1].is_vague])
    ]
    return sorted(found, key=lambda need: (by_share(need.topics[0]), need.student))


def most_first(known: Known) -> list[int]:
    """Students by how much they need help: those whose knowledge is low, then others by the topic they know least.

    Of whom there is too little to tell is not among them.
    """
    return list(dict.fromkeys(need.student for need in (*low(known), *lowest(known))))


def needs_of(student: int, topics: Iterable[tuple[int, Mastery]]) -> Need:
    return Need(student, tuple(sorted(topics, key=lambda pair: (pair[1].high, pair[0]))))


def by_share(pair: tuple[int, Mastery]) -> float:
    return pair[1].share


def in_order(found: Iterable[Need]) -> list[Need]:
    return sorted(found, key=lambda need: (need.topics[0][1].high, need.student))

"""Which questions an attempt asks, when a quiz draws them: unseen ones first, then those seen least often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from random import Random


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn, and how often this student was asked it before."""

    question_id: int
    set_id: int
    topic_id: int | None
    difficulty: int
    times_seen: int = 0


@dataclass(frozen=True)
class Rule:
    """So many questions of a set, and of a topic and a difficulty where these are named."""

    count: int
    set_id: int
    topic_id: int | None = None
    difficulty: int | None = None

    def allows(self, candidate: Candidate) -> bool:
        return (
            candidate.set_id == self.set_id
            and self.topic_id in (None, candidate.topic_id)
            and self.difficulty in (None, candidate.difficulty)
        )


def drawn(rules: Sequence[Rule], candidates: Sequence[Candidate], chance: Random) -> list[int]:
    """Question ids, rule by rule, none twice. A rule that finds too few takes what there is."""
    taken: list[int] = []
    for rule in rules:
        left = [one for one in candidates if rule.allows(one) and one.question_id not in taken]
        taken += [one.question_id for one in least_seen(left, chance)[: rule.count]]
    return taken


def least_seen(candidates: Iterable[Candidate], chance: Random) -> list[Candidate]:
    """By how often they were seen; chance decides among equals."""
    mixed = list(candidates)
    chance.shuffle(mixed)
    return sorted(mixed, key=attrgetter("times_seen"))

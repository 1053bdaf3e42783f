"""What students gave to a question, grouped and counted, so that a teacher accepts an answer that was given."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from quizzes.bank.changes import Asked
from quizzes.kinds.kind import Key

# (ids of versions) -> what was given to them, and how often. It is kept counted elsewhere, and added in quizzes/apps.py.
COUNTED: list[Callable[[Collection[int]], Iterable[tuple[Any, int]]]] = []


@dataclass(frozen=True)
class Given:
    """An answer, or what filled one gap of it. `name` calls it in an address."""

    said: str
    given: Any
    count: int
    is_right: bool

    @property
    def name(self) -> str:
        return name_of(self.given)


def name_of(given: Any) -> str:
    written = json.dumps(given, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def given_to(asked: Asked, key: Key, counted: Iterable[tuple[Any, int]]) -> list[Given]:
    """Of what was given to versions that take the same answers as `asked`; those given most often come first."""
    counts, parts = Counter(), {}
    for given, count in counted:
        for said, part in asked.task.parts(asked.face, given):
            parts[name_of(part)] = said, part
            counts[name_of(part)] += count
    return [
        Given(*parts[name], count, asked.task.accepting(asked.face, key, parts[name][1]) == key)
        for name, count in counts.most_common()
    ]


def counted(version_ids: Collection[int]) -> list[tuple[Any, int]]:
    """What students gave to these versions, each with how often. What teachers tried out is not among it."""
    return [row for count in COUNTED for row in count(version_ids)]

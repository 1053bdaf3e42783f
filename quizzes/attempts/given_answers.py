"""What students gave to a question, grouped and counted, so that a teacher accepts an answer that was given."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from quizzes.attempts.slot import Answer
from quizzes.bank.changes import Asked
from quizzes.kinds.kind import Key

MOST = 100


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


def given_to(asked: Asked, key: Key, version_ids: Collection[int]) -> list[Given]:
    """To these versions, which take the same answers as `asked`; those given most often come first."""
    counts, parts = Counter(), {}
    for given in Answer.objects.filter(slot__version__in=version_ids).values_list("given", flat=True):
        for said, part in asked.task.parts(asked.face, given):
            parts[name_of(part)] = said, part
            counts[name_of(part)] += 1
    return [
        Given(*parts[name], count, asked.task.accepting(asked.face, key, parts[name][1]) == key)
        for name, count in counts.most_common()
    ]


def answer_count(version_ids: Collection[int]) -> int:
    return Answer.objects.filter(slot__version__in=version_ids).count()

"""The versions that figures are about, each with its key as it was put right by now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from quizzes.attempts.behaviours import Behaviour
from quizzes.bank.changes import Change, keys_after
from quizzes.bank.corrections import Correction, asked
from quizzes.bank.models import QuestionVersion
from quizzes.progress.items.sides import Sides
from quizzes.progress.items.verdicts import Seen


@dataclass(frozen=True)
class AskedVersion:
    version: QuestionVersion
    key: dict[str, Any]

    @property
    def guess(self) -> float | None:
        return self.version.task.guess(self.version.face, self.key)

    def seen(self, sides: Sides, how: Behaviour) -> Seen:
        """What is known of it beside the figures of attempts that were treated so."""
        if not how.asks_certainty:
            return Seen(self.guess, sides.weakest_earned_more)
        counts_parts = self.version.task.HAS_PARTIAL_CREDIT
        return Seen(self.guess, sides.weakest_were_right_more, 100 * sides.everybody.right, counts_parts)

    @property
    def options(self) -> dict[str, str]:
        return self.version.task.options(self.version.face)

    @property
    def rights(self) -> set[str]:
        return self.version.task.rights(self.key)


def with_keys(
    versions: Collection[QuestionVersion], standing: Iterable[Correction]
) -> dict[int, AskedVersion]:
    """By the version's id; `standing` are the corrections of their questions."""
    changes: dict[int, list[Change]] = defaultdict(list)
    for correction in standing:
        changes[correction.question_id].append(correction.change)
    return {
        version.pk: AskedVersion(version, keys_after(asked(version), changes[version.question_id])[-1])
        for version in versions
    }


def newest(versions: Iterable[QuestionVersion]) -> dict[int, QuestionVersion]:
    """By question, that with the highest number."""
    found: dict[int, QuestionVersion] = {}
    for version in versions:
        if version.question_id not in found or found[version.question_id].number < version.number:
            found[version.question_id] = version
    return found

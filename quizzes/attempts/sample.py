"""A question answered outside any attempt. It is marked as in an attempt, and not kept."""

from dataclasses import dataclass, replace
from typing import Any

from quizzes.attempts.asked import Asked
from quizzes.attempts.models import Answer


@dataclass(frozen=True)
class Sample(Asked):
    version_id: int
    given_answer: Answer | None = None

    @property
    def points(self) -> float:
        return self.evidence.points

    def answered(self, given: Any) -> "Sample":
        grade = self.task.grade(self.evidence.key, given)
        return replace(self, given_answer=Answer(given=given, credit=grade.credit))

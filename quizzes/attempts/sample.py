"""A question answered outside any attempt. It is marked as in an attempt, and not kept."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from quizzes.attempts import disclosure
from quizzes.attempts.asked import Asked
from quizzes.attempts.slot import Answer


@dataclass
class Sample(Asked):
    version_id: int
    given_answer: Answer | None = None
    disclosed = disclosure.disclosed(disclosure.EVERYTHING, disclosure.Phase.DURING)

    @property
    def points(self) -> float:
        return self.evidence.points

    def answered(self, given: Any) -> "Sample":
        grade = self.task.grade(self.evidence.key, given)
        again = copy(self)
        again.given_answer = Answer(given=given, credit=grade.credit, fraction=grade.credit)
        return again

"""What a student may see of an attempt, and when: the review matrix of a quiz."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from quizzes.kinds.kind import Shows


class Phase(Enum):
    DURING = "during"
    JUST_AFTER = "just_after"
    LATER = "later"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            "during": "During the attempt",
            "just_after": "Just after it",
            "later": "Later, while the quiz is open",
            "closed": "After the quiz has closed",
        }[self.value]


PARTS = {
    "correctness": "Whether right",
    "mark": "Mark",
    "feedback": "Feedback of the options",
    "explanation": "Explanation",
    "right_answer": "Right answer",
    "evidence": "Evidence",
    "overall": "Overall feedback",
}
JUST_AFTER = timedelta(minutes=2)
EVERYTHING = {phase.value: list(PARTS) for phase in Phase}


@dataclass(frozen=True)
class Disclosure:
    """The parts that show, one claim each."""

    correctness: bool = False
    mark: bool = False
    feedback: bool = False
    explanation: bool = False
    right_answer: bool = False
    evidence: bool = False
    overall: bool = False

    @property
    def of_answer(self) -> Shows:
        """What a kind may show of an answer."""
        return Shows(self.correctness, self.right_answer, self.feedback)


def disclosed(matrix: Mapping[str, Iterable[str]], phase: Phase) -> Disclosure:
    """`matrix` names the parts that show in each phase; a phase it does not name shows nothing."""
    return Disclosure(**dict.fromkeys(matrix.get(phase.value, ()), True))


def phase_of(finished: datetime | None, closes: datetime | None, at: datetime) -> Phase:
    if finished is None:
        return Phase.DURING
    if closes is not None and at >= closes:
        return Phase.CLOSED
    return Phase.JUST_AFTER if at < finished + JUST_AFTER else Phase.LATER


def problems(matrix: Any) -> list[str]:
    """What keeps a value from being a matrix, a sentence each."""
    if not isinstance(matrix, Mapping) or not all(isinstance(parts, list) for parts in matrix.values()):
        return ["The review matrix is no table of phases. Choose its parts in the form."]
    phases = {phase.value for phase in Phase}
    unknown = [phase for phase in matrix if phase not in phases]
    unknown += [part for parts in matrix.values() for part in parts if part not in list(PARTS)]
    return [
        f'The review matrix names "{name}", which is not known. Choose its parts in the form.'
        for name in unknown
    ]

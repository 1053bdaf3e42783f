"""The progress bar of an attempt: one step a question."""

from dataclasses import dataclass

from quizzes.attempts.models import Attempt, Slot, result_of

WORDS = {"right": "right", "partly": "partly right", "wrong": "not right", "": "not answered"}


@dataclass(frozen=True)
class Step:
    position: int
    result: str
    is_now: bool

    @property
    def label(self) -> str:
        return f"Question {self.position}, {WORDS[self.result]}"


def steps(attempt: Attempt, *, at: int) -> list[Step]:
    credits_by_position = attempt.slots.order_by("position").values_list("position", "answer__credit")
    return [Step(position, result_of(credit), position == at) for position, credit in credits_by_position]


def step_of(slot: Slot) -> Step:
    """The step of the question being looked at."""
    return Step(slot.position, slot.result, is_now=True)

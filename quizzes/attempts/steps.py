"""The palette of an attempt: one step a question, with what became of it."""

from dataclasses import dataclass

from quizzes.attempts.disclosure import Disclosure
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Slot
from quizzes.attempts.verdicts import result_of

WORDS = {
    "right": "right",
    "partly": "partly right",
    "wrong": "not right",
    "given": "answered",
    "tried": "tried",
    "": "not answered",
}


@dataclass(frozen=True)
class Step:
    """`state` is one of the keys of WORDS; the correctness of an answer only where it may show."""

    position: int
    state: str
    is_flagged: bool
    is_now: bool
    may_open: bool

    @property
    def word(self) -> str:
        return WORDS[self.state].capitalize()

    @property
    def label(self) -> str:
        flag = ", flagged" if self.is_flagged else ""
        return f"Question {self.position}, {WORDS[self.state]}{flag}"


def steps(attempt: Attempt, shown: Disclosure, *, at: int | None = None) -> list[Step]:
    """All steps of an attempt; `at` is the position being looked at."""
    rows = attempt.slots.order_by("position").values_list(
        "position", "answer", "answer__credit", "typed", "tries", "is_flagged"
    )
    return [
        Step(
            position,
            state_of(answer is not None, credit, bool(typed), bool(tries), shown),
            is_flagged,
            position == at,
            attempt.may_open(position),
        )
        for position, answer, credit, typed, tries, is_flagged in rows
    ]


def step_of(slot: Slot) -> Step:
    """The step of the question being looked at."""
    answer = slot.given_answer
    credit = answer.credit if answer else None
    state = state_of(answer is not None, credit, bool(slot.typed), bool(slot.tries), slot.disclosed)
    return Step(slot.position, state, slot.is_flagged, is_now=True, may_open=True)


def state_of(
    is_answered: bool, credit: float | None, is_saved: bool, is_tried: bool, shown: Disclosure
) -> str:
    if is_answered:
        return (result_of(credit) or "given") if shown.correctness else "given"
    if is_tried:
        return "tried"
    return "given" if is_saved else ""

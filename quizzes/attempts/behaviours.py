"""How a quiz treats an answer: when it is marked, how often it may be tried, and what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

# From which chance of being right the next higher certainty pays: 2p - 2(1-p) = p, and 3p - 6(1-p) = 2p - 2(1-p).
MID_PAYS_FROM, HIGH_PAYS_FROM = 2 / 3, 4 / 5


class Certainty(IntEnum):
    """How sure a student is of an answer."""

    LOW = 1
    MID = 2
    HIGH = 3

    @property
    def label(self) -> str:
        return {1: "Not very sure", 2: "Fairly sure", 3: "Very sure"}[self]

    @property
    def if_right(self) -> int:
        return {1: 1, 2: 2, 3: 3}[self]

    @property
    def if_wrong(self) -> int:
        return {1: 0, 2: -2, 3: -6}[self]

    @property
    def pays(self) -> str:
        """How often one must be right for this level to be the best to choose."""
        return {
            1: f"less than {MID_PAYS_FROM:.0%} of the time",
            2: f"{100 * MID_PAYS_FROM:.0f} to {HIGH_PAYS_FROM:.0%}",
            3: f"more than {HIGH_PAYS_FROM:.0%}",
        }[self].replace("%", " %")


# What three times a third, written to seven places, leaves of one.
ROUNDING = 1e-6
LOWEST, HIGHEST = Certainty.HIGH.if_wrong, Certainty.HIGH.if_right


@dataclass(frozen=True)
class Behaviour:
    """`marks_each`: an answer is marked as it is given, not at the end. `has_tries`: one more for each hint."""

    label: str
    told: str
    marks_each: bool = True
    has_tries: bool = False
    asks_certainty: bool = False

    @property
    def best(self) -> int:
        """What a right answer can earn of a question's points at most."""
        return HIGHEST if self.asks_certainty else 1

    def tries_allowed(self, hints: Sequence[str]) -> int:
        return len(hints) + 1 if self.has_tries else 1

    def fraction(
        self, credit: float | None, *, certainty: int | None = None, tries_before: int = 0, penalty: float = 0
    ) -> float | None:
        """What an answer earns of its points; None while a person has yet to mark it."""
        if credit is None:
            return None
        if self.asks_certainty:
            return by_certainty(credit, Certainty(certainty or Certainty.LOW))
        return less_penalty(credit, tries_before, penalty) if self.has_tries else credit


def by_certainty(credit: float, certainty: Certainty) -> float:
    """Gardner-Medwin's certainty-based marks, as Moodle gives them; partly right is that part of the right mark."""
    return certainty.if_right * credit if credit > 0 else float(certainty.if_wrong)


def less_penalty(credit: float, tries_before: int, penalty: float) -> float:
    """Moodle's interactive rule: the credit of the last try, less the penalty for each one before it."""
    earned = credit - tries_before * penalty
    return earned if earned > ROUNDING else 0.0


BEHAVIOURS = {
    "immediate": Behaviour(
        "Immediate feedback", "Each answer is marked at once, and the passage opens beside it."
    ),
    "deferred": Behaviour(
        "Deferred feedback",
        "Answers are saved as you write and can be changed until you submit. They are marked together at the end.",
        marks_each=False,
    ),
    "interactive": Behaviour(
        "Interactive, with hints and several tries",
        "After an answer that is not fully right you get a hint and another try, for somewhat less credit.",
        has_tries=True,
    ),
    "immediate_certainty": Behaviour(
        "Immediate feedback, with certainty",
        "You say how sure you are of each answer. It is marked at once, by that certainty.",
        asks_certainty=True,
    ),
    "deferred_certainty": Behaviour(
        "Deferred feedback, with certainty",
        "You say how sure you are of each answer, and can change it until you submit. All are marked at the end.",
        marks_each=False,
        asks_certainty=True,
    ),
}

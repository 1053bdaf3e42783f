"""Which attempts count where a student may have several: the first, the last, the best, or all."""

from enum import Enum
from typing import Self


class Selection(Enum):
    FIRST = "first"
    LAST = "last"
    BEST = "best"
    ALL = "all"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def told(self) -> str:
        """Of whom the figures are, as the end of a sentence."""
        return TOLD[self]

    @property
    def column(self) -> str:
        """The column of a tally that counts these attempts."""
        return "attempts" if self is Selection.ALL else f"{self.value}s"

    @classmethod
    def asked(cls, text: str, usual: Self) -> Self:
        """What an address asks for; the usual where it asks for nothing that is known."""
        return next((one for one in cls if one.value == text), usual)

    @classmethod
    def counted(cls, rule: str) -> Self:
        """Those by which a quiz counts that has this rule (attempts/results.py): of an average, all."""
        return COUNTED[rule]

    def chip(self, rule: str) -> str:
        """What the choice of these attempts is called on a page of a quiz with that rule; "" where there is no one quiz."""
        if not rule or self is not COUNTED[rule]:
            return self.label
        return f"{self.label} ({'their average counts' if self is Selection.ALL else 'these count'})"


COUNTED = {
    "highest": Selection.BEST,
    "average": Selection.ALL,
    "first": Selection.FIRST,
    "last": Selection.LAST,
}
LABELS = {
    Selection.FIRST: "First attempts",
    Selection.LAST: "Last attempts",
    Selection.BEST: "Best attempts",
    Selection.ALL: "All attempts",
}
TOLD = {
    Selection.FIRST: "each student’s first attempt",
    Selection.LAST: "each student’s last attempt",
    Selection.BEST: "each student’s best attempt",
    Selection.ALL: "every attempt, also where a student made several",
}

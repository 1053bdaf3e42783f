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
    def asked(cls, text: str) -> Self:
        """What an address asks for; the best attempts where it asks for nothing that is known."""
        return next((one for one in cls if one.value == text), cls.BEST)


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

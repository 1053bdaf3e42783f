"""What a quiz counts for a student who took it several times."""

from collections.abc import Sequence
from statistics import fmean

COUNTS = {
    "highest": "the highest mark",
    "average": "the average of all attempts",
    "first": "the first attempt",
    "last": "the last attempt",
}
PICK = {
    "highest": max,
    "average": fmean,
    "first": lambda shares: shares[0],
    "last": lambda shares: shares[-1],
}


def counted(shares: Sequence[float], rule: str) -> float | None:
    """The share that counts, of those of the finished attempts in their order; None when there is none."""
    return PICK[rule](shares) if shares else None


def bearing(shares: Sequence[float], rule: str) -> int:
    """The place of the attempt that settles what counts: the earliest of the highest, and of an average the last."""
    if rule == "highest":
        return shares.index(max(shares))
    return 0 if rule == "first" else len(shares) - 1


def share(mark: float, points: float) -> float:
    """The part of the best possible mark, from 0 to 1: marks below nothing count as nothing."""
    return min(1.0, max(0.0, mark / points)) if points else 0.0

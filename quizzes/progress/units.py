"""Marks and credits as whole numbers, so that what is added one by one can be taken away again and nothing is lost.

Seven places, as other systems keep marks: what is reckoned from these is right to the seventh place of a mark.
"""

from math import floor

PER_MARK = 10**7


def units(mark: float) -> int:
    """The nearest whole number of units, halves upward: databases that round otherwise cannot differ from it."""
    return floor(mark * PER_MARK + 0.5)


def marks(units: int) -> float:
    return units / PER_MARK


def percent(earned: int, best: int) -> int:
    """The nearest whole percent, halves upward; nothing of nothing is 0."""
    return (200 * earned + best) // (2 * best) if best else 0

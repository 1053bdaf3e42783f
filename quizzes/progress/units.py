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


def share(earned: int, best: int) -> int:
    """The part of the best in units, so from 0 to `PER_MARK`, halves upward; less than nothing is nothing, and nothing of
    nothing is 0. Three thirds of a mark are the whole, though their decimals are cut."""
    return min(max(2 * earned * PER_MARK + best, 0) // (2 * best), PER_MARK) if best else 0


def percent(earned: int, best: int) -> int:
    """The nearest whole percent, halves upward; nothing of nothing is 0."""
    return (200 * earned + best) // (2 * best) if best else 0

"""What chance alone may make of a figure."""

from math import atanh, inf, sqrt, tanh

FEW = 30
"""With fewer attempts chance moves every figure a good deal."""
NINE_TENTHS = 1.6448536269514722
"""Between minus and plus so many standard deviations lie nine tenths of a normal distribution."""
ERRORS = 2
"""So many standard errors from 0 are what chance hardly ever does: about one time in twenty."""


def highest(correlation: float, attempts: int) -> float:
    """The upper end of the interval in which the true correlation lies nine times in ten; 1 where it may be any.

    R. A. Fisher (1921), "On the 'probable error' of a coefficient of correlation deduced from a small sample",
    Metron 1: artanh r lies nearly as in a normal distribution, with a standard error of 1/√(n − 3).
    """
    if attempts < 4:
        return 1.0
    if abs(correlation) >= 1:
        return correlation
    return tanh(atanh(correlation) + NINE_TENTHS / sqrt(attempts - 3))


def is_below_chance(correlation: float, attempts: int) -> bool:
    """Whether it is below 0 by more than chance makes of none: in sound items one time in twenty."""
    return highest(correlation, attempts) < 0


def skewness_error(count: int) -> float:
    """The standard error of k₃/k₂^1.5 where marks lie as in a normal distribution; without bound for fewer than three.

    R. A. Fisher (1930), "The moments of the distribution for normal samples of measures of departure from normality",
    Proceedings of the Royal Society A 130.
    """
    if count < 3:
        return inf
    return sqrt(6 * count * (count - 1) / ((count - 2) * (count + 1) * (count + 3)))


def kurtosis_error(count: int) -> float:
    """That of k₄/k₂², by the same paper; without bound for fewer than four."""
    if count < 4:
        return inf
    return sqrt(24 * count * (count - 1) ** 2 / ((count - 3) * (count - 2) * (count + 3) * (count + 5)))


def is_chance(value: float, error: float) -> bool:
    """Whether a figure lies no farther from 0 than chance may take it."""
    return abs(value) <= ERRORS * error

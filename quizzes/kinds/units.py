"""Units a numeric answer may be written in, each with the factor that leads to the question's own unit."""

import math

from quizzes.kinds import numerals
from quizzes.kinds.folding import fold, quoted
from quizzes.kinds.kind import Unreadable


def read_lines(text: str, language: str) -> tuple[dict[str, float], list[str]]:
    """The factors by name from lines such as `minutes = 1/60`, and a sentence for each line that fails."""
    factors: dict[str, float] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        unit = read_line(line, language)
        if isinstance(unit, Unreadable):
            problems.append(f"Units, line {number}: {unit.sentence}")
        else:
            factors[unit[0]] = unit[1]
    return factors, problems


def written_lines(factors: dict[str, float], language: str) -> str:
    """The lines that `read_lines` reads these factors from, to the last digit."""
    sign = numerals.decimal_sign(language)
    return "\n".join(f"{name} = {str(factor).replace('.', sign)}" for name, factor in factors.items())


def read_line(line: str, language: str) -> tuple[str, float] | Unreadable:
    name, equals, factor = (part.strip() for part in line.rpartition("="))
    if not equals or not name:
        return Unreadable(f"{quoted(line)} lacks a name or a factor. Write both, as in minutes = 1/60.")
    if numerals.split(name)[0]:
        return Unreadable(f"the name {quoted(name)} starts with a number. Begin it with a letter or a sign.")
    value = read_factor(factor, language)
    return value if isinstance(value, Unreadable) else (name, value)


def read_factor(text: str, language: str) -> float | Unreadable:
    """A number or a fraction of two, above 0."""
    parts = [numerals.read(part, language) for part in text.split("/", 1)]
    for part in parts:
        if isinstance(part, Unreadable):
            return part
    above, below = [*parts, 1.0][:2]
    factor = above / below if below else math.inf
    if not 0 < factor < math.inf:
        return Unreadable(f"the factor {quoted(text)} is not above 0. Write a positive number, as in 1/60.")
    return factor


def name_problems(unit: str, text: str) -> list[str]:
    """Names that a reader who does not tell capitals from small letters could not tell apart."""
    names = [bare(line.rpartition("=")[0]) for line in text.splitlines()]
    twice = sorted({name for name in names if names.count(name) > 1 or name == bare(unit)} - {""})
    return [
        f"Units: {quoted(name)} is listed twice, or is the unit itself. Keep one line for it."
        for name in twice
    ]


def factor_of(name: str, unit: str, factors: dict[str, float]) -> float | None:
    """What a number in the unit of that name is multiplied by; None for an unknown unit."""
    known = {bare(other): factor for other, factor in factors.items()} | {bare(unit): 1.0}
    return known.get(bare(name)) if bare(name) else None


def bare(name: str) -> str:
    return fold(name).strip(" .,")

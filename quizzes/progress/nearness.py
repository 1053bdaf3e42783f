"""How near an answer comes to a right one, so that missed spellings are found among what is simply wrong."""

from collections.abc import Iterable

from rapidfuzz import fuzz

NEAR = 75
"""From this likeness on, of 100, it is worth a look: one letter in four may be another."""


def likeness(said: str, rights: Iterable[str]) -> float:
    """To the right answer it is most like, from 0 to 100, whatever the case and the blanks around it."""
    told = said.strip().casefold()
    return max((fuzz.ratio(told, right.strip().casefold()) for right in rights), default=0.0)


def is_near(said: str, rights: Iterable[str]) -> bool:
    return likeness(said, rights) >= NEAR

"""What kinds share that are answered by typing or by putting things in their places: there are no options to count."""

from quizzes.kinds.kind import Face, Given, Key


def options(face: Face) -> dict[str, str]:
    return {}


def chosen(face: Face, given: Given) -> list[str]:
    return []


def rights(key: Key) -> set[str]:
    return set()


def guess(face: Face, key: Key) -> float | None:
    """Nobody types the right thing by chance."""
    return 0.0


def guess_unknown(face: Face, key: Key) -> float | None:
    return None

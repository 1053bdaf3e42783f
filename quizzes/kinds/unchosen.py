"""What kinds share that are answered by typing or by putting things in their places: there are no options to count."""

from quizzes.kinds.kind import Face, Given


def options(face: Face) -> dict[str, str]:
    return {}


def chosen(face: Face, given: Given) -> list[str]:
    return []

"""What other rooms let students take, beside what a quiz offers to all. They add their functions in quizzes/apps.py."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from quizzes.attempts.terms import Terms

# (students, quizzes or None for any, by their ids) -> (student, quiz, terms) for each thing given.
GIVEN: list[Callable[[Collection[int], Collection[int] | None], Iterable[tuple[int, int, Terms]]]] = []


def given(
    students: Collection[int], quizzes: Collection[int] | None = None
) -> dict[tuple[int, int], list[Terms]]:
    """All terms by student and quiz."""
    found: dict[tuple[int, int], list[Terms]] = defaultdict(list)
    for give in GIVEN:
        for student, quiz, terms in give(students, quizzes):
            found[student, quiz].append(terms)
    return found

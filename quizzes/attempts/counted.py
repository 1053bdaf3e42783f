"""Who counts marks, within the transaction that changes them. They add themselves in quizzes/apps.py."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.attempts.models import Attempt
    from quizzes.attempts.slot import Answer

# (attempt, answer): one more answer was kept. Nothing else of the attempt changed, but that it may have ended by it.
ADDED: list[Callable[["Attempt", "Answer"], None]] = []
# (ids of attempts, are they counted) -> a context within which anything of their marks may change, or they may go.
# Where they are not counted, they end at this moment, and `ADDED` counts them: only their answers are looked at.
CHANGING: list[Callable[[Collection[int], bool], AbstractContextManager]] = []


def added(attempt: "Attempt", answer: "Answer") -> None:
    for act in ADDED:
        act(attempt, answer)


@contextmanager
def changing(attempt_ids: Collection[int], *, are_counted: bool = True) -> Iterator[None]:
    """Within a transaction that writes: whatever is done in here to the marks of these attempts is counted."""
    with ExitStack() as stack:
        for change in CHANGING:
            stack.enter_context(change(attempt_ids, are_counted))
        yield

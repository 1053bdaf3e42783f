"""Who counts the attempts at a quiz, within the transaction that changes them. They add themselves in quizzes/apps.py."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.attempts.models import Attempt

# (attempt): it has ended by the answer that was kept.
ENDED: list[Callable[["Attempt"], None]] = []
# (ids of attempts) -> a context within which anything of their marks may change, and they may end, run again or go.
CHANGING: list[Callable[[Collection[int]], AbstractContextManager]] = []


def ended(attempt: "Attempt") -> None:
    for act in ENDED:
        act(attempt)


@contextmanager
def changing(attempt_ids: Collection[int]) -> Iterator[None]:
    """Within a transaction that writes: whatever is done in here to the marks of these attempts is counted."""
    with ExitStack() as stack:
        for change in CHANGING:
            stack.enter_context(change(attempt_ids))
        yield

"""What happens when a question begins or ceases to be asked, in the same transaction. Functions are added in quizzes/apps.py."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.bank.models import Question

# (question) -> None, once its state is stored.
STATE_CHANGED: list[Callable[["Question"], None]] = []


def tell(question: "Question") -> None:
    for act in STATE_CHANGED:
        act(question)

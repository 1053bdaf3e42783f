"""What happens when a question begins or ceases to be asked, or gets another topic, in the same transaction. Functions
are added in quizzes/apps.py."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.bank.models import Question

# (question) -> None, once its state is stored.
STATE_CHANGED: list[Callable[["Question"], None]] = []
# (question, id of the topic it had) -> None, once its topic is stored.
TOPIC_CHANGED: list[Callable[["Question", int | None], None]] = []


def tell(question: "Question") -> None:
    for act in STATE_CHANGED:
        act(question)


def tell_of_topic(question: "Question", before: int | None) -> None:
    for act in TOPIC_CHANGED:
        act(question, before)

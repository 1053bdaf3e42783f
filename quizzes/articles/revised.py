"""What happens in the same transaction when an article gets a new revision. Functions are added in quizzes/apps.py."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.articles.models import Revision

# (revision) -> None, once its passages are stored.
REVISED: list[Callable[["Revision"], object]] = []

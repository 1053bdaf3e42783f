"""What other rooms do when marks were put right, and whom they let a teacher know by name. They add their functions in
quizzes/apps.py."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING

from core.models import User

if TYPE_CHECKING:
    from quizzes.bank.corrections import Correction

# (correction, ids of the attempts whose marks changed, at) -> None, in the transaction that changes them. The correction
# says whether it was made or taken back.
CORRECTED: list[Callable[["Correction", Collection[int], datetime], None]] = []
# (viewer, ids of students) -> what the viewer calls those whose names the viewer may see.
NAMES: list[Callable[[User, Collection[int]], dict[int, str]]] = []
NAMELESS = "A student"


def tell(correction: "Correction", attempt_ids: Collection[int], at: datetime) -> None:
    for act in CORRECTED:
        act(correction, attempt_ids, at)


def names_for(viewer: User, student_ids: Collection[int]) -> dict[int, str]:
    """What the viewer calls each of them. The host knows everyone; others whom a room says they know."""
    found = dict.fromkeys(student_ids, NAMELESS)
    if viewer.is_superuser:
        people = User.objects.filter(pk__in=student_ids)
        return found | {person.pk: person.get_full_name() or person.username for person in people}
    for names in NAMES:
        found |= names(viewer, student_ids)
    return found

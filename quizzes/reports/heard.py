"""Who hears of reports, and by which names teachers know students. Other rooms add their functions in quizzes/apps.py."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from core.models import User

if TYPE_CHECKING:
    from quizzes.reports.models import Report

# (report) -> None, in the transaction that keeps a new report, or an answer to one.
SENT: list[Callable[["Report"], None]] = []
ANSWERED: list[Callable[["Report"], None]] = []
# (teacher, ids of students) -> the names by which that teacher knows some of them.
NAMES: list[Callable[[User, Collection[int]], dict[int, str]]] = []
A_STUDENT = "a student"


def tell(listeners: list[Callable[["Report"], None]], report: "Report") -> None:
    for hear in listeners:
        hear(report)


def name_for(teacher: User, student: User) -> str:
    """A teacher reads names of their own students alone; the host reads all."""
    if teacher.is_superuser:
        return student.get_username()
    names = {key: name for known in NAMES for key, name in known(teacher, [student.pk]).items()}
    return names.get(student.pk, A_STUDENT)

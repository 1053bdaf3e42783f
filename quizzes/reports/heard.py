"""Who hears of reports. Other rooms add their functions in quizzes/apps.py."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.reports.models import Report

# (report) -> None, in the transaction that keeps a new report, or an answer to one.
SENT: list[Callable[["Report"], None]] = []
ANSWERED: list[Callable[["Report"], None]] = []


def tell(listeners: list[Callable[["Report"], None]], report: "Report") -> None:
    for hear in listeners:
        hear(report)

"""What waits for a person: at the desk and on the front page."""

from django.http import HttpRequest
from django.urls import reverse

from core.desk import Waiting
from core.models import User
from quizzes.reports.models import Report


def at_the_desk(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm("quizzes.change_report"):
        return []
    count = Report.objects.open().for_teacher(request.user).count()
    if not count:
        return []
    sentence = "A student says" if count == 1 else f"{count} reports of students say"
    return [
        Waiting(
            f"{sentence} that something is wrong with a question", reverse("admin:quizzes_report_changelist")
        )
    ]


def answered_for(student: User) -> list[Report]:
    """What the student has not looked at yet, newest first."""
    return list(student.reports.unseen().newest_first().select_related("slot__version")[:3])

"""Letters about reports: to the teachers of the set that one came, to the student that it was answered."""

from django.conf import settings
from django.urls import reverse

from core import letters
from core.letters import Letter
from quizzes.reports.models import Report

REPORTED, ANSWERED = "reported", "report_answered"
KINDS = {
    REPORTED: "A student says that something is wrong in a set you look after",
    ANSWERED: "Your teachers answer what you said about a question",
}


def tell_teachers(report: Report) -> None:
    """Those who were named for the set. Where nobody was, the desk tells whoever comes."""
    question = report.slot.version.question
    where = settings.SITE_URL + reverse("admin:quizzes_report_change", args=[report.pk])
    text = f"{report.get_reason_display()}: “{question}”, in {question.question_set}.\n\n{where}\n"
    subject = f"{question.question_set}: something is wrong with a question"
    letters.send_all(
        REPORTED, [Letter(teacher, subject, text) for teacher in question.question_set.teachers.all()]
    )


def tell_student(report: Report) -> None:
    reply = f"“{report.reply}”\n" if report.reply else ""
    text = f"{report.get_outcome_display()}.\n{reply}\n{settings.SITE_URL}{report.get_absolute_url()}\n"
    letters.send(ANSWERED, report.student, "What came of what you said about a question", text)

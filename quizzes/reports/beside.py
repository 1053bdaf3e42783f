"""The way to say that something is wrong, beside an answer and in a review; and what was said there."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quizzes.attempts.slot import Slot
from quizzes.reports.models import Report

# The latest report on a slot, as a column of the slot's own query: an answer that has none asks for nothing.
REPORT_ID = """(SELECT MAX(report.id) FROM quizzes_report report WHERE report.slot_id = quizzes_slot.id)"""


def beside(request: HttpRequest, slot: Slot) -> SafeString:
    return part(request, slot, report_on(slot))


def in_review(request: HttpRequest, slots: Sequence[Slot]) -> dict[int, SafeString]:
    """The part of each slot of an attempt, by the slot's id."""
    reports = Report.objects.filter(slot__in=[slot.pk for slot in slots]).order_by("pk")
    latest = {report.slot_id: report for report in reports}
    return {slot.pk: part(request, slot, latest.get(slot.pk)) for slot in slots if slot.was_reached}


def part(request: HttpRequest, slot: Slot, report: Report | None) -> SafeString:
    return render_to_string("reports/_part.html", {"slot": slot, "report": report}, request)


def report_on(slot: Slot) -> Report | None:
    """The latest one; none is looked for where the slot's query told that there is none."""
    if getattr(slot, "report_id", True) is None:
        return None
    return Report.objects.filter(slot=slot.pk).order_by("-pk").first()

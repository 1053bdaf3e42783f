"""The page on which a teacher sees how a class stands, and what to teach next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from quizzes.classrooms.finding import for_its_teacher
from quizzes.classrooms.models import Classroom, Membership
from quizzes.classrooms.work_shown import page_number
from quizzes.progress.class_charts import grid_of, marks_chart
from quizzes.progress.class_figures import LATELY, LOWEST, MOST, Standing, did_of, standing_of
from quizzes.progress.class_quizzes import given_quizzes, latest_quizzes
from quizzes.progress.mastery import Mastery
from quizzes.progress.needs import LOW, Need
from quizzes.progress.passages import costly
from quizzes.progress.scales import told_range, told_share

A_PAGE = 50
QUIZZES = 5
PASSAGES = 8
TOPICS = 3
AWAY = 20


class Row(NamedTuple):
    """A topic on which a student needs help, in words."""

    topic: str
    share: str
    band: str
    answers: int


@dataclass(frozen=True)
class Named:
    """A student in need of help, with the first few topics; `more` counts the others."""

    member: Membership
    rows: Sequence[Row]
    more: int


@require_safe
@for_its_teacher
def classroom(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    at = now()
    standing = standing_of(classroom, at)
    page = Paginator(standing.members, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "classroom": classroom,
        "standing": standing,
        "at": at,
        "page": page,
        "grid": grid_of(classroom, standing, page.object_list),
        "passages": costly(did_of(classroom))[:PASSAGES],
        **help_wanted(standing),
        **quizzes(classroom, page_number(request.GET.get("assignments", "")), at),
    }
    return render(request, "progress/classroom.html", context)


def help_wanted(standing: Standing) -> dict:
    shown = standing.in_need[:MOST] or standing.lowest[:LOWEST]
    away = standing.away
    return {
        "low": round(100 * LOW),
        "in_need": [named(need, standing) for need in shown],
        "is_sure": bool(standing.in_need),
        "more_in_need": max(0, len(standing.in_need) - MOST),
        "days": LATELY.days,
        "away": away[:AWAY],
        "more_away": max(0, len(away) - AWAY),
    }


def named(need: Need, standing: Standing) -> Named:
    rows = [row(standing.topic_names[topic], known) for topic, known in need.topics[:TOPICS]]
    return Named(standing.by_student[need.student], rows, len(need.topics) - len(rows))


def row(topic: str, known: Mastery) -> Row:
    return Row(topic, told_share(known.share), told_range(known.low, known.high), known.answers)


def quizzes(classroom: Classroom, number: int, at: datetime) -> dict:
    # One more than is shown tells whether there are older ones, without counting.
    found = latest_quizzes(classroom, (number - 1) * QUIZZES, QUIZZES + 1)
    given = given_quizzes(classroom, found[:QUIZZES], at)
    return {
        "given": [(one, marks_chart(one)) for one in given],
        "newer": number - 1,
        "older": number + 1 if len(found) > QUIZZES else 0,
    }

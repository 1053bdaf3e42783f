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
from quizzes.progress.charts.scales import told_range, told_share
from quizzes.progress.classes.charts import grid_of, marks_chart
from quizzes.progress.classes.figures import LATELY, LOWEST, MOST, Standing, did_of, standing_of
from quizzes.progress.classes.needs import LOW, Need
from quizzes.progress.classes.quizzes import given_quizzes, latest_quizzes
from quizzes.progress.passages import costly
from quizzes.progress.students.mastery import Mastery
from quizzes.progress.told import NEWER_WEIGH_MORE

A_PAGE = 50
BY_NEED = "need"
QUIZZES = 5
PASSAGES = 8
TOPICS = 3
AWAY = 20
ALL = "all"


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
    is_by_need = request.GET.get("order") == BY_NEED
    members = standing.most_in_need_first if is_by_need else standing.members
    page = Paginator(members, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "classroom": classroom,
        "standing": standing,
        "at": at,
        "page": page,
        "by_need": BY_NEED,
        "is_by_need": is_by_need,
        "grid": grid_of(classroom, standing, page.object_list),
        "passages": costly(did_of(classroom))[:PASSAGES],
        "newer_weigh_more": NEWER_WEIGH_MORE,
        **help_wanted(standing),
        **not_here(standing, names_all=request.GET.get("away") == ALL),
        **quizzes(classroom, page_number(request.GET.get("assignments", "")), at),
    }
    return render(request, "progress/classroom.html", context)


def help_wanted(standing: Standing) -> dict:
    shown = standing.in_need[:MOST] or standing.lowest[:LOWEST]
    return {
        "low": round(100 * LOW),
        "in_need": [named(need, standing) for need in shown],
        "is_very_likely": bool(standing.in_need),
        "more_in_need": max(0, len(standing.in_need) - MOST),
    }


def not_here(standing: Standing, *, names_all: bool) -> dict:
    away = standing.away
    shown = away if names_all else away[:AWAY]
    return {"days": LATELY.days, "away": shown, "more_away": len(away) - len(shown), "all": ALL}


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

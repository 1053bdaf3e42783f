"""All charts on one page, for tests alone: with what is ordinary, nothing, one of each, long labels, very many."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import sin

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from quizzes.progress.charts import (
    Bar,
    Bars,
    Calendar,
    Calibration,
    Cell,
    Chart,
    Column,
    Columns,
    Day,
    Dot,
    Grid,
    GridHead,
    GridRow,
    Line,
    Lines,
    Point,
    Thirds,
    ThirdsRow,
)

PAGE = """
{% extends "base.html" %}
{% block title %}Charts{% endblock title %}
{% block css %}<link rel="stylesheet" href="{% static 'css/progress.css' %}">{% endblock css %}
{% block content %}
  <div class="stack"><h1>Charts</h1>{% for template, chart in charts %}{% include template %}{% endfor %}</div>
{% endblock content %}
"""
TEMPLATES = {
    Bars: "bars",
    Columns: "columns",
    Lines: "lines",
    Calibration: "calibration",
    Calendar: "calendar",
    Thirds: "thirds",
    Grid: "grid",
}
GERMAN = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
LONG = f"What the {GERMAN} said about the talks in Geneva, Brussels and Vienna"
TOPICS = (
    "NATO’s answer",
    "Who said what",
    "Days and places",
    "Numbers",
    "Sources that differ",
    "Gas and money",
)


def told(share: float | None, answers: int) -> str:
    return "not answered yet" if share is None else f"{100 * share:.0f}\N{NO-BREAK SPACE}%, {answers} answers"


def shares(count: int, slow: float = 1.7) -> list[float]:
    """Between 0.05 and 0.95, up and down, the same each time."""
    return [round(0.5 + 0.45 * sin(slow * number + 1), 3) for number in range(count)]


def bars(labels: Sequence[str], url: str = "") -> Bars:
    rows = [
        Bar(
            label,
            share,
            told(share, 3 * at + 2),
            max(share - 0.4 / (at + 1), 0),
            min(share + 0.4 / (at + 1), 1),
            url,
        )
        for at, (label, share) in enumerate(zip(labels, shares(len(labels)), strict=True))
    ]
    return Bars("bars", "What you know by topic", "You know days best, and numbers least.", "Topic", rows)


def columns(labels: Sequence[str], counts: Sequence[float]) -> Columns:
    marked = len(counts) // 2
    drawn = [
        Column(label, count, f"{count} students", at == marked)
        for at, (label, count) in enumerate(zip(labels, counts, strict=True))
    ]
    return Columns("columns", "Marks of the class", "Most lie between 60 and 80.", "Marks", drawn)


def lines(names: Sequence[str], count: int, labels: Callable[[int], str]) -> Lines:
    drawn = [
        Line(
            name,
            [point(labels(at), share, at) for at, share in enumerate(shares(count, 0.31 + 0.2 * number))],
        )
        for number, name in enumerate(names)
    ]
    return Lines("lines", "How it changed", "It went up since October.", "Week of", drawn)


def point(label: str, share: float, at: int) -> Point:
    known = None if at % 7 == 3 else share
    return Point(label, known, told(known, at + 2))


def calibration(labels: Sequence[str]) -> Calibration:
    dots = [
        Dot(
            label,
            claimed,
            share,
            max(share - 0.15, 0),
            min(share + 0.1, 1),
            f"right 7 times in 10, {9 * at + 4} answers",
        )
        for at, (label, claimed, share) in enumerate(
            zip(labels, (0.4, 0.7, 0.9, 0.95), (0.55, 0.6, 0.71, 1.0), strict=False)
        )
    ]
    return Calibration(
        "calibration", "How sure, and how right", "When you were sure, you were right 7 times in 10.", dots
    )


def calendar(count: int) -> Calendar:
    days = [
        Day(
            date(2025, 11, 20) + timedelta(days=at),
            at * 37 % 29 if at % 5 else 0,
            f"{at * 37 % 29 if at % 5 else 0}",
        )
        for at in range(count)
    ]
    return Calendar("calendar", "Cards reviewed", "You saw 3,120 cards on 291 days.", days)


def thirds(labels: Sequence[str]) -> Thirds:
    rows = [
        ThirdsRow(
            label,
            at == 0,
            first,
            first / 2,
            1 - first,
            (told(first, 9), told(first / 2, 8), told(1 - first, 9)),
        )
        for at, (label, first) in enumerate(zip(labels, shares(len(labels)), strict=True))
    ]
    return Thirds("thirds", "Who chose what", "The weakest third chose Vienna.", rows)


def grid(names: Sequence[str], topics: Sequence[str]) -> Grid:
    every = iter(shares(len(names) * len(topics)))
    rows = [
        GridRow(name, "/", [cell(next(every), at + 2 * over) for over in range(len(topics))])
        for at, name in enumerate(names)
    ]
    heads = [GridHead(topic, "/") for topic in topics]
    return Grid("grid", "The class by topic", "Numbers are weak in the whole class.", "Student", heads, rows)


def cell(share: float, at: int) -> Cell:
    if at % 9 == 4:
        return Cell(None, "no answer", is_vague=False)
    return Cell(share, told(share, at + 1), is_vague=at % 4 == 0, url="/")


def week(number: int) -> str:
    on = date(2026, 1, 5) + timedelta(weeks=number)
    return f"{on.day} {on:%b}"


def numbered(text: str, count: int) -> list[str]:
    return [f"{text} {number}" for number in range(1, count + 1)]


TENTHS = [f"{low}–{low + 10}" for low in range(0, 100, 10)]
STATES: dict[str, list[Chart]] = {
    "ordinary": [
        bars(TOPICS, "/"),
        columns(TENTHS, [0, 1, 0, 2, 3, 7, 11, 9, 4, 2]),
        lines(["Geneva", "Brussels", "Vienna"], 12, week),
        calibration(["Guessed", "Rather sure", "Sure"]),
        calendar(366),
        thirds(["Geneva", "Brussels", "Vienna", "Moscow"]),
        grid(["Ada Lovelace", "Eve", "Zoë", "Kim"], TOPICS),
    ],
    "empty": [
        bars([]),
        columns([], []),
        lines([], 0, week),
        calibration([]),
        calendar(0),
        thirds([]),
        grid([], []),
    ],
    "one": [
        bars(["Numbers"]),
        columns(["today"], [1]),
        lines(["Geneva"], 1, week),
        calibration(["Sure"]),
        calendar(2),
        thirds(["Geneva"]),
        grid(["Ada"], ["Numbers"]),
    ],
    "long": [
        bars([LONG, GERMAN, LONG]),
        columns([LONG] * 4, [1_200_000, 3_400_000.5, 12, 0]),
        lines([LONG, GERMAN, "Vienna", LONG], 9, lambda number: f"{LONG} {number}"),
        calibration([LONG, GERMAN, LONG, GERMAN]),
        calendar(900),
        thirds([LONG, GERMAN]),
        grid([LONG, GERMAN], [LONG, GERMAN, LONG]),
    ],
    "many": [
        bars(numbered("Topic", 200)),
        columns(numbered("Day", 200), [number * 7 % 23 for number in range(200)]),
        lines(numbered("Topic", 4), 200, week),
        calibration(["Guessed", "Rather sure", "Sure"]),
        calendar(366),
        thirds(numbered("Option", 20)),
        grid(numbered("Student", 200), numbered("Topic", 12)),
    ],
}


@login_not_required
def gallery(request: HttpRequest, state: str) -> HttpResponse:
    charts = [(f"progress/charts/{TEMPLATES[type(chart)]}.html", chart) for chart in STATES[state]]
    return HttpResponse(engines["django"].from_string(PAGE).render({"charts": charts}, request))


urlpatterns = [path("gallery/<str:state>/", gallery), path("", include("core.urls"))]

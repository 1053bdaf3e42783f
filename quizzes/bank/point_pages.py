"""The points on which sources differ: all of them, and each with its sides next to each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.articles.open_book import unless_shut
from quizzes.bank.points import Point


@require_safe
@unless_shut
def points(request: HttpRequest) -> HttpResponse:
    found = Point.objects.select_related("topic").prefetch_related("sides").in_order()
    return render(request, "bank/points.html", {"points": found})


@require_safe
@unless_shut
def point(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Point.objects.with_sides(), slug=slug)
    return render(request, "bank/point.html", {"point": found})

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.htmx import render_page
from quizzes.articles.open_book import unless_shut
from quizzes.search import finding
from quizzes.search.asked import asked


@login_not_required
@require_safe
@unless_shut
def find(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    wanted = asked(typed)
    only, page = request.GET.get("in", ""), request.GET.get("page", "1")
    found = finding.find(request.user, wanted, only=only, page=page)
    context = {"typed": typed, "asked": wanted, "found": found}
    return render_page(request, "search/search.html", context, partial="results")

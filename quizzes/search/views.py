from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from core.htmx import render_page
from quizzes.articles import reading
from quizzes.articles.views import refused
from quizzes.search import finding
from quizzes.search.asked import asked


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    if shut := reading.shut(request):
        # Refused on a page of its own, where one was typing too.
        return HttpResponseClientRefresh() if request.htmx else refused(request, shut)
    typed = request.GET.get("q", "")
    wanted = asked(typed)
    only, page = request.GET.get("in", ""), request.GET.get("page", "1")
    found = finding.find(request.user, wanted, only=only, page=page)
    context = {"typed": typed, "asked": wanted, "found": found}
    return render_page(request, "search/search.html", context, partial="results")

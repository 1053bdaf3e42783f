"""Pages on which sources can be read, refused while they are shut for someone."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quizzes.articles import reading


def unless_shut(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The refusal is a page of its own: where htmx asked for a part, the browser is told to ask for the whole."""

    @wraps(view)
    def refusing(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        shut = reading.shut(request)
        if shut is None:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponse(status=403, headers={"HX-Refresh": "true"})
        return render(request, "articles/shut.html", {"shut": shut}, status=403)

    return refusing

"""Near-duplicates at the desk: pairs of which at least one question belongs to a set."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from quizzes.bank.alike import alike_in
from quizzes.bank.desk_pages import DeskPages
from quizzes.bank.differing import word_changes
from quizzes.bank.models import QuestionSet


class AlikeDesk(DeskPages):
    def get_urls(self) -> list[URLPattern]:
        return [self.own_address("alike/", self.alike, "alike"), *super().get_urls()]

    def alike(self, request: HttpRequest) -> HttpResponse:
        self.check_may_change(request)
        sets = QuestionSet.objects.in_order()
        slug = request.GET.get("set", "")
        wanted = get_object_or_404(sets, slug=slug) if slug else None
        pairs = alike_in(wanted) if wanted else []
        context = {
            "sets": sets,
            "set": wanted,
            "pairs": [(pair, word_changes(pair.one.stem, pair.other.stem)) for pair in pairs],
        }
        return self.question_page(request, "alike.html", context)

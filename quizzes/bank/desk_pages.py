"""What the desk's own pages of a question share: who may open them, and how they are shown."""

from collections.abc import Callable

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path

from quizzes.bank.models import Question

View = Callable[..., HttpResponse]


class DeskPages(admin.ModelAdmin):
    """Pages beside Django's own, for whoever may change questions."""

    def own_address(self, route: str, view: View, name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=f"quizzes_question_{name}")

    def question_to_change(self, request: HttpRequest, question_id: int) -> Question:
        """The question, for those who may change it."""
        self.check_may_change(request)
        questions = Question.objects.select_related("question_set", "topic", "current", "edited_by")
        return get_object_or_404(questions, pk=question_id)

    def check_may_change(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def question_page(
        self, request: HttpRequest, template: str, context: dict, status: int = 200
    ) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, f"admin/quizzes/question/{template}", whole, status=status)

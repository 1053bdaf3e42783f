"""The audit at the desk: a list of lines, a page a line, and the history of a row in place of Django's own."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from core.audit import Entry, subjects, type_of
from core.audit_reading import called, read
from core.models import User

NOBODY = "nobody"


class PersonFilter(admin.SimpleListFilter):
    title = "who"
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        people = User.objects.filter(is_staff=True, pk__in=Entry.objects.values("actor"))
        return [
            *((str(person.pk), str(person)) for person in people),
            (NOBODY, "a command, or nobody signed in"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == NOBODY:
            return queryset.filter(actor=None)
        wanted = self.value() or ""
        return queryset.filter(actor=wanted) if wanted.isdecimal() and len(wanted) < 19 else queryset


class SubjectFilter(admin.SimpleListFilter):
    title = "what it is about"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        of_lines = Entry.objects.visible_to(request.user).order_by().values("subject_type").distinct()
        kinds = ContentType.objects.filter(pk__in=of_lines)
        models = [kind.model_class() for kind in kinds]
        return sorted((model._meta.model_name, called(model)) for model in models if model)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = [model for model in subjects() if model._meta.model_name == self.value()]
        return queryset.filter(subject_type=type_of(chosen[0])) if chosen else queryset


class LineList(ChangeList):
    """The entries of the page come with the lines they stand for."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for entry, line in zip(self.result_list, read(self.result_list), strict=True):
            entry.told = line


class AuditAdmin(admin.ModelAdmin):
    """To be read, and by nobody to be changed. Each sees lines about what they may see."""

    list_display = ("when", "who", "about", "what")
    list_display_links = ("when",)
    list_filter = (PersonFilter, SubjectFilter, "timestamp")
    search_fields = ("words",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, (extra_context or {}) | {"title": "Who changed what"})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Entry.objects.visible_to(request.user).lines().order_by("-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return (queryset.found(search_term.strip()) if search_term.strip() else queryset), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LineList

    @admin.display(description="when")
    def when(self, entry: Entry) -> str:
        return date_format(localtime(entry.told.at), "j F Y, H:i")

    @admin.display(description="who")
    def who(self, entry: Entry) -> str:
        return entry.told.who

    @admin.display(description="about")
    def about(self, entry: Entry) -> str:
        return format_html('<span class="quiet">{}</span> {}', entry.told.kind, entry.told.subject)

    @admin.display(description="what changed")
    def what(self, entry: Entry) -> str:
        return entry.told.in_short

    def has_view_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """One line, with all that it says."""
        wanted = unquote(object_id)
        entries = Entry.objects.visible_to(request.user)
        entry = get_object_or_404(entries, pk=wanted if wanted.isdecimal() else None)
        return self.page(request, "line.html", {"line": read([entry])[0]})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """A line has no history beside itself."""
        return self.change_view(request, object_id)

    def page(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, f"admin/core/entry/{template}", whole)


class LinesAsHistory(admin.ModelAdmin):
    """The history page of a row tells the lines of the audit about it, whichever door a change came by."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        entries = Paginator(Entry.objects.about(row).lines().order_by("-pk"), 50)
        page = entries.get_page(request.GET.get("page"))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "row": row,
            "page": page,
            "lines": read(page.object_list),
        }
        return render(request, "admin/core/entry/history.html", context)

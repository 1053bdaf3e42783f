"""A question's versions at the desk: what changed from one to the other, an older text brought back, a question copied."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html

from core.models import User
from quizzes.bank.desk_pages import DeskPages
from quizzes.bank.differing import Change, Written, changes
from quizzes.bank.drafted import digest_of
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.publishing import is_asked_as_it_stands
from quizzes.bank.versions import (
    Overtaken,
    attempt_counts,
    duplicate,
    is_known,
    restore,
    written_draft,
    written_version,
)

DRAFT = "draft"


@dataclass(frozen=True)
class Row:
    """A version as the list tells it."""

    version: QuestionVersion
    attempts: int
    is_asked: bool

    @property
    def at(self) -> datetime:
        return self.version.published_at

    @property
    def by(self) -> User | None:
        return self.version.published_by


class VersionsDesk(DeskPages):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.own_address("<int:question_id>/versions/", self.versions_page, "versions"),
            self.own_address(
                "<int:question_id>/versions/<int:number>/restore/", self.restore_version, "restore"
            ),
            self.own_address("<int:question_id>/duplicate/", self.duplicate_question, "duplicate"),
            *super().get_urls(),
        ]

    def versions_page(self, request: HttpRequest, question_id: int) -> HttpResponse:
        question = self.question_to_change(request, question_id)
        rows = rows_of(question)
        before, now = chosen(request, rows)
        context = {
            "question": question,
            "rows": rows,
            "texts": [(str(row.version.number), f"version {row.version.number}") for row in rows]
            + [(DRAFT, "the draft")],
            "before": before,
            "now": now,
            "changes": compared(question, rows, before, now) if before else None,
        }
        return self.question_page(request, "versions.html", context)

    def restore_version(self, request: HttpRequest, question_id: int, number: int) -> HttpResponse:
        question = self.question_to_change(request, question_id)
        version = get_object_or_404(question.versions.select_related("published_by"), number=number)
        if not is_known(version):
            messages.error(request, f"The kind of version {number}, “{version.kind}”, is not installed here.")
            return redirect("admin:quizzes_question_versions", question.pk)
        if request.method != "POST":
            return self.restore_page(request, question, version)
        outcome = restore(
            question,
            version,
            seen=request.POST.get("seen", ""),
            by=request.user,
            keeps_draft="keep" in request.POST,
        )
        if isinstance(outcome, Overtaken):
            return self.draft_overtaken(request, question_id, version, outcome)
        self.log_change(request, question, f"Restored version {number} into the draft.")
        self.tell_restored(request, question, version, outcome.kept)
        return redirect("admin:quizzes_question_change", question.pk)

    def tell_restored(
        self, request: HttpRequest, question: Question, version: QuestionVersion, kept: Question | None
    ) -> None:
        messages.success(
            request,
            f"The draft reads as version {version.number} did. Publish it, and students are asked so again.",
        )
        if kept:
            self.log_addition(request, kept, "Kept what stood in a draft before a version was restored.")
            messages.info(
                request,
                format_html(
                    'What stood there before is kept as <a href="{}">a draft of its own</a>.',
                    reverse("admin:quizzes_question_change", args=[kept.pk]),
                ),
            )
        if older := older_texts(version):
            messages.warning(request, f"It cites an older text: {older}. Look whether its words still stand.")

    def draft_overtaken(
        self, request: HttpRequest, question_id: int, version: QuestionVersion, overtaken: Overtaken
    ) -> HttpResponse:
        who = overtaken.by.get_username() if overtaken.by else "Somebody"
        messages.warning(
            request,
            f"{who} changed the draft after you opened this page, so nothing was restored. This is what would be "
            "replaced now.",
        )
        return self.restore_page(request, self.question_to_change(request, question_id), version, 409)

    def restore_page(
        self, request: HttpRequest, question: Question, version: QuestionVersion, status: int = 200
    ) -> HttpResponse:
        context = {
            "question": question,
            "version": version,
            "seen": digest_of(question),
            "changes": changes(written_draft(question), written_version(version)),
            "is_published": is_asked_as_it_stands(question),
            "older_texts": older_texts(version),
        }
        return self.question_page(request, "restore.html", context, status)

    def duplicate_question(self, request: HttpRequest, question_id: int) -> HttpResponse:
        question = self.question_to_change(request, question_id)
        if request.method != "POST":
            return redirect("admin:quizzes_question_change", question.pk)
        copy, is_new = duplicate(question, by=request.user)
        if is_new:
            self.log_addition(request, copy, f"Copied from question {question.pk}.")
            messages.success(
                request,
                "This is a copy, last in its set and a draft. Nobody is asked it until you publish it.",
            )
        else:
            messages.info(request, "There was a copy already that nobody changed yet: this is it.")
        return redirect("admin:quizzes_question_change", copy.pk)


def rows_of(question: Question) -> list[Row]:
    versions = list(question.versions.select_related("published_by"))
    counts = attempt_counts(versions)
    return [
        Row(
            version,
            counts.get(version.pk, 0),
            question.state == Question.State.PUBLISHED and version.pk == question.current_id,
        )
        for version in versions
    ]


def chosen(request: HttpRequest, rows: list[Row]) -> tuple[str, str]:
    """The two texts to compare; at first the last version and the draft. No version, nothing to compare."""
    known = [DRAFT, *(str(row.version.number) for row in rows)]
    if not rows:
        return "", DRAFT
    before, now = request.GET.get("before", ""), request.GET.get("now", "")
    return before if before in known else known[1], now if now in known else DRAFT


def compared(question: Question, rows: list[Row], before: str, now: str) -> list[Change]:
    versions = {str(row.version.number): row.version for row in rows}

    def written(name: str) -> Written:
        return written_draft(question) if name == DRAFT else written_version(versions[name])

    unknown = [name for name in (before, now) if name in versions and not is_known(versions[name])]
    if unknown:
        return [
            Change(
                "Kind", f"The kind of version {unknown[0]} is not installed here, so it cannot be compared."
            )
        ]
    return changes(written(before), written(now))


def older_texts(version: QuestionVersion) -> str:
    """The articles of which it cites a text that is no longer shown, by name."""
    cited = version.citations.select_related("passage__revision__article__current")
    revisions = {citation.passage.revision for citation in cited}
    older = (revision for revision in revisions if not revision.has_current_numbers)
    return ", ".join(sorted({revision.article.name for revision in older}))

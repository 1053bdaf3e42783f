"""A student's own cards from a file, looked at before anything is stored; and all of them as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.articles.open_book import unless_shut
from quizzes.flashcards import card_file, decks
from quizzes.flashcards.forms import FileForm

SHOWN, PROBLEMS_SHOWN = 5, 50


@require_http_methods(["GET", "HEAD", "POST"])
@unless_shut
def bring(request: HttpRequest) -> HttpResponse:
    """First what a file would bring, line by line; nothing is stored while any line has a problem."""
    if request.method != "POST":
        return page(request, {"form": FileForm()})
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, {"form": form}, status=422)
    records, problems = card_file.read(form.cleaned_data["rows"])
    if "add" in request.POST and records and not problems:
        added = decks.add_records(request.user, records, at=now())
        messages.success(request, told(added))
        return redirect("flashcards:overview")
    fresh = [] if problems else decks.new_among(request.user, records)
    context = {
        # What the file held stands in the box, to be mended there and sent once more.
        "form": FileForm(initial={"rows": form.cleaned_data["rows"]}),
        "records": fresh[:SHOWN],
        "card_count": sum(len(decks.wanted_gaps(record.front)) for record in fresh),
        "line_count": len(records),
        "fresh_count": len(fresh),
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_count": len(problems),
        "is_read": True,
    }
    return page(request, context, status=422 if problems or not records else 200)


def page(request: HttpRequest, context: dict, *, status: int = 200) -> HttpResponse:
    return render(request, "flashcards/file.html", context, status=status)


def told(added: decks.Added) -> str:
    there = f" {added.known:,} were there already." if added.known else ""
    return f"{added.cards:,} card{'' if added.cards == 1 else 's'} added.{there}"


@require_safe
@unless_shut
def take_along(request: HttpRequest) -> HttpResponse:
    """The student's own cards as a file that `bring` reads again."""
    table = card_file.written(decks.sides_of(request.user))
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-cards.csv"'},
    )

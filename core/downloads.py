"""Tables sent to be kept: CSV or XLSX, by the ending of the address."""

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from core.spreadsheets import WRITERS, Cell


def spreadsheet(rows: Iterable[Sequence[Cell]], *, ending: str, name: str) -> HttpResponse:
    """The table as a file whose name is made of `name`; 404 for an ending that none of our files has."""
    if ending not in WRITERS:
        raise Http404
    write, content_type = WRITERS[ending]
    filename = f"{slugify(name) or 'table'}.{ending}"
    return HttpResponse(
        write(rows),
        content_type=content_type,
        headers={"Content-Disposition": content_disposition_header(True, filename)},
    )

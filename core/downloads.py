"""Tables sent to be kept: CSV or XLSX, by the ending of the address."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from core.spreadsheets import WRITERS, XLSX_TYPE, Cell, as_sheets


def spreadsheet(rows: Iterable[Sequence[Cell]], *, ending: str, name: str) -> HttpResponse:
    """The table as a file whose name is made of `name`; 404 for an ending that none of our files has."""
    if ending not in WRITERS:
        raise Http404
    write, content_type = WRITERS[ending]
    return download(write(rows), content_type, f"{slugify(name) or 'table'}.{ending}")


def sheets(tables: Mapping[str, Iterable[Sequence[Cell]]], *, name: str) -> HttpResponse:
    """The tables as sheets of one XLSX file, by their titles."""
    return download(as_sheets(tables), XLSX_TYPE, f"{slugify(name) or 'table'}.xlsx")


def download(content: bytes, content_type: str, filename: str) -> HttpResponse:
    disposition = content_disposition_header(True, filename)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})

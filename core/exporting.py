"""A person's whole record: a ZIP with a CSV and a JSON file for each sort of thing that is held about them."""

import csv
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils.text import slugify

from core.models import User
from core.personal import About, about_people, rows_of
from core.record_cells import MARK, as_json, cell

IN_MEMORY = 2_000_000
"""Bytes of a file being made that are kept in memory before it goes to disk."""


@dataclass(frozen=True)
class Sheet:
    """One sort of thing, as two files: what it is, its columns, and its rows, which are read once as they are written."""

    name: str
    told: str
    columns: tuple[str, ...]
    rows: Iterable[tuple]


def sheets(person: User, *, at: datetime) -> Iterator[Sheet]:
    for model, holds in about_people():
        if holds.sheet:
            rows = holds.rows(person, at) if holds.rows else plain_rows(model, holds, person)
            yield Sheet(holds.sheet, holds.told, columns_of(holds), rows)


def plain_rows(model: type, holds: About, person: User) -> Iterator[tuple]:
    return rows_of(model, holds, person).values_list(*holds.exported).iterator()


def columns_of(holds: About) -> tuple[str, ...]:
    return tuple(name.replace("__", "_") for name in holds.exported)


def record(person: User, *, at: datetime) -> IO[bytes]:
    """The ZIP, at its start, to be closed by whoever reads it. However long it is, little of it is in memory."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
    write_record(person, file, at=at)
    file.seek(0)
    return file


def write_record(person: User, file: IO[bytes], *, at: datetime) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        told = list(sheets(person, at=at))
        archive.writestr("README.txt", readme(person, told, at=at))
        for sheet in told:
            write_sheet(archive, sheet)


def write_sheet(archive: ZipFile, sheet: Sheet) -> None:
    """Both files from one reading of the rows: a ZIP takes one file at a time, so the JSON waits beside it."""
    with SpooledTemporaryFile(max_size=IN_MEMORY, mode="w+", encoding="utf-8") as beside:
        with text_in(archive, f"{sheet.name}.csv") as table:
            write_rows(table, beside, sheet.columns, sheet.rows)
        beside.seek(0)
        with text_in(archive, f"{sheet.name}.json") as listed:
            shutil.copyfileobj(beside, listed)


@contextmanager
def text_in(archive: ZipFile, name: str) -> Iterator[IO[str]]:
    with archive.open(name, "w") as entry, TextIOWrapper(entry, encoding="utf-8", newline="") as text:
        yield text


def write_rows(table: IO[str], listed: IO[str], columns: Sequence[str], rows: Iterable[tuple]) -> None:
    table.write(MARK)
    writer = csv.writer(table)
    writer.writerow(columns)
    before = "[\n"
    for row in rows:
        writer.writerow(map(cell, row))
        listed.write(before + as_json(columns, row))
        before = ",\n"
    listed.write("[]\n" if before == "[\n" else "\n]\n")


def readme(person: User, told: Sequence[Sheet], *, at: datetime) -> str:
    left_out = [holds for _, holds in about_people() if not holds.sheet]
    context = {"person": person, "sheets": told, "left_out": left_out, "at": at}
    return render_to_string("core/record.txt", context)


def file_name(person: User, *, at: datetime) -> str:
    return f"attest-{slugify(person.username) or person.pk}-{at:%Y-%m-%d}.zip"

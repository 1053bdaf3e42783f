"""The values of a record as cells of a CSV file, which spreadsheets open without harm, and as lines of JSON. Pure."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from core.spreadsheets import Cell, safe

MARK = "\ufeff"
"""At the start of a file it tells spreadsheets that this is UTF-8."""


def cell(value: Any) -> Cell:
    """What stands in a cell: numbers as numbers, everything else as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    return safe(as_text(value))


def as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def as_json(columns: Sequence[str], row: Iterable[Any]) -> str:
    """A row as one line of JSON, nothing of it changed."""
    return json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=plain)


def plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)

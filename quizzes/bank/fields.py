"""Form fields from what a kind says it needs, so that a new kind gets its form without a line here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from quizzes.kinds.kind import Column

SETTING = "setting_"


def short_text(**options) -> forms.Field:
    return forms.CharField(**options)


def long_text(**options) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "cols": 40}), **options)


def number(**options) -> forms.Field:
    return forms.FloatField(widget=forms.TextInput(attrs={"size": 6, "inputmode": "decimal"}), **options)


def flag(**options) -> forms.Field:
    return forms.BooleanField(**options)


MAKERS = {"text": short_text, "long_text": long_text, "number": number, "flag": flag}


def field(column: Column) -> forms.Field:
    options = {"label": column.label, "help_text": column.help, "required": False, "initial": column.default}
    if column.type == "choice":
        blank = () if column.default is not None else (("", "Choose …"),)
        return forms.ChoiceField(choices=(*blank, *column.choices), **options)
    return MAKERS[column.type](**options)


def fields(columns: Iterable[Column], prefix: str = "") -> dict[str, forms.Field]:
    return {prefix + column.name: field(column) for column in columns}


def values(columns: Iterable[Column], cleaned: dict, prefix: str = "") -> dict:
    """What was filled in, without what was left empty: the kind's own defaults stand for that."""
    filled = {column.name: cleaned.get(prefix + column.name) for column in columns}
    return {name: value for name, value in filled.items() if value not in (None, "")}


def meanings(columns: Iterable[Column], written: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What a form shows for what was written; fields of which nothing was written keep their defaults."""
    return {prefix + column.name: meaning(column, written) for column in columns if column.name in written}


def stated(columns: Iterable[Column], written: Mapping[str, Any]) -> dict[str, Any]:
    """What was written and differs from the columns' defaults, the same however a form or a file wrote it."""
    by_name = {column.name: column for column in columns}
    meant = {
        name: meaning(by_name[name], written) if name in by_name else value for name, value in written.items()
    }
    return {
        name: value for name, value in meant.items() if name not in by_name or value != by_name[name].default
    }


def meaning(column: Column, written: Mapping[str, Any]) -> Any:
    value = column.of(written)
    return str(value).lower() if column.type == "choice" and isinstance(value, bool) else value

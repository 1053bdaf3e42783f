"""Lines of the audit as people read them: whose act, on what, and what changed, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from core import audit_lines
from core.audit import AUDITED, COMES_ALONG, Audited, Entry, type_of
from core.audit_lines import Action, Change, Piece

SOMEBODY = "somebody"
LONGEST_LEAD = 160


@dataclass(frozen=True)
class Field:
    """A column that changed: what it is called and what became of it."""

    label: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> list[Piece]:
        return audit_lines.difference(self.before, self.after)

    def __str__(self) -> str:
        if not self.before:
            return f"{self.label}: {self.after}"
        if not self.after:
            return f"{self.label} emptied"
        if max(len(self.before), len(self.after)) > audit_lines.SHORT:
            return f"{self.label} reworded"
        return f"{self.label} {self.before} → {self.after}"


@dataclass(frozen=True)
class Part:
    """One thing that an act did. Columns of what was added or removed are there to be looked up."""

    lead: str
    fields: tuple[Field, ...]
    is_changed: bool

    def __str__(self) -> str:
        if not self.is_changed:
            return self.lead
        told = ", ".join(map(str, self.fields))
        return f"{self.lead}: {told}" if self.lead else told


@dataclass(frozen=True)
class Line:
    """What one act did to one subject."""

    entry: Entry
    at: datetime
    who: str
    kind: str
    subject: str
    url: str
    parts: tuple[Part, ...]

    @property
    def in_short(self) -> str:
        told = "; ".join(Truncator(part).chars(LONGEST_LEAD) for part in islice(self.parts, 3))
        more = len(self.parts) - 3
        return f"{told}; and {more} more" if more > 0 else told or "nothing in the end"

    def __str__(self) -> str:
        when = date_format(localtime(self.at), "j F, H:i")
        return f"{self.who} · {when} · {self.kind} “{self.subject}” · {self.in_short}"


def read(entries: Iterable[Entry]) -> list[Line]:
    """The whole lines these entries belong to, in their order. So many queries as there are sorts of rows to name."""
    entries = list(entries)
    by_line: dict[tuple, list[Entry]] = {entry.line: [] for entry in entries}
    for entry in Entry.objects.of_lines(entries).select_related("content_type", "subject_type"):
        by_line.get(entry.line, []).append(entry)
    names = Names(entry for of_line in by_line.values() for entry in of_line)
    return [line(by_line[entry.line], names) for entry in entries]


def line(entries: list[Entry], names: "Names") -> Line:
    last = entries[-1]
    model = last.subject_type.model_class()
    changes = audit_lines.folded(map(change_of, entries))
    entry_of = {(entry.content_type_id, entry.object_pk): entry for entry in entries}
    own = (last.subject_type_id, str(last.subject_id))
    changes.sort(key=lambda change: change.row != own)
    parts = (part(entry_of[change.row], change, names) for change in changes)
    return Line(
        entry=last,
        at=entries[0].timestamp,
        who=names.who(last),
        kind=called(model),
        subject=names.of(model, last.subject_id),
        url=names.url(model, last.subject_id),
        parts=tuple(part for part in parts if part.lead or part.fields),
    )


def change_of(entry: Entry) -> Change:
    fields = {name: (before, after) for name, (before, after) in (entry.changes or {}).items()}
    row = (entry.content_type_id, entry.object_pk)
    return Change(row, Action(entry.action), fields, entry.object_repr)


def part(entry: Entry, change: Change, names: "Names") -> Part:
    model = entry.content_type.model_class()
    order = [*columns(model), *change.fields]
    in_order = {name: change.fields[name] for name in sorted(change.fields, key=order.index)}
    spread = audit_lines.spread(in_order)
    fields = tuple(field for name, pair in spread.items() if (field := told(model, name, pair, names)))
    is_said = change.action == Action.ADDED and AUDITED[model].added != Audited.added
    return Part(lead(entry, change, names), () if is_said else fields, change.action == Action.CHANGED)


def lead(entry: Entry, change: Change, names: "Names") -> str:
    """What is said before the columns; nothing where columns of the subject itself changed."""
    model = entry.content_type.model_class()
    if (entry.content_type_id, entry.object_id) == (entry.subject_type_id, entry.subject_id):
        return {Action.ADDED: "created", Action.REMOVED: "deleted"}.get(change.action, "")
    audited = AUDITED.get(model, Audited())
    name = names.person(entry.person_id) if audited.person else change.name
    if change.action == Action.ADDED:
        after = {column: words(model, column, pair[1], names) for column, pair in change.fields.items()}
        more = names.more(model, entry.object_id)
        said = {"called": called(model), "name": name, "more": more}
        return audited.added.format_map(Said(after | said))
    removed = " removed" if change.action == Action.REMOVED else ""
    return f"{called(model)} {name}{removed}"


class Said(dict):
    """Words for a sentence; what was not kept is left out of it."""

    def __missing__(self, name: str) -> str:
        return ""


def called(model: type[models.Model] | None) -> str:
    if model is None:
        return "something of before"
    return AUDITED.get(model, Audited()).called or str(model._meta.verbose_name)


def told(model: type[models.Model], name: str, pair: tuple[Any, Any], names: "Names") -> Field | None:
    before, after = (words(model, name, value, names) for value in pair)
    return Field(label(model, name), before, after) if before != after else None


def label(model: type[models.Model], name: str) -> str:
    column = columns(model).get(name)
    own = AUDITED.get(model, Audited()).labels.get(name)
    return own or str(column.verbose_name if column else name).replace("_", " ")


def columns(model: type[models.Model]) -> Mapping[str, models.Field]:
    return {field.name: field for field in (*model._meta.fields, *model._meta.many_to_many)}


def words(model: type[models.Model], name: str, value: Any, names: "Names") -> str:
    column = columns(model).get(name)
    if column is None or value is None:
        return audit_lines.in_words(value)
    if points_at(column) and isinstance(value, int):
        return names.of(column.related_model, value)
    if column.many_to_many and all(isinstance(pk, int) for pk in value):
        return ", ".join(names.of(column.related_model, pk) for pk in value)
    if isinstance(column, models.DateTimeField) and (at := parse_datetime(str(value))):
        return date_format(localtime(at if at.tzinfo else at.replace(tzinfo=UTC)), "j F Y, H:i")
    choices = dict(column.flatchoices or [])
    return (
        str(choices[value])
        if isinstance(value, str | int) and value in choices
        else audit_lines.in_words(value)
    )


def points_at(column: models.Field) -> bool:
    return column.many_to_one or column.one_to_one or False


class Names:
    """What the rows in some entries are called today; one that is gone, as it was called last."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        wanted: dict[type[models.Model], set[int]] = {}
        for model, pk in self.wanted():
            wanted.setdefault(model, set()).add(pk)
        self.rows = {model: found(model, ids) for model, ids in wanted.items()}
        self.gone = self.called_last(wanted)
        self.added = {model: AUDITED[model].more(ids) for model, ids in self.added_ids().items()}

    def wanted(self) -> Iterator[tuple[type[models.Model], int]]:
        people = get_user_model()
        for entry in self.entries:
            yield entry.subject_type.model_class(), entry.subject_id
            yield from ((people, pk) for pk in (entry.actor_id, entry.person_id) if pk)
            of = columns(entry.content_type.model_class())
            for name, pair in (entry.changes or {}).items():
                if name in of and points_at(of[name]):
                    yield from ((of[name].related_model, pk) for pk in pair if isinstance(pk, int))
                elif name in of and of[name].many_to_many:
                    ids = (pk for side in pair for pk in side or ())
                    yield from ((of[name].related_model, pk) for pk in ids if isinstance(pk, int))

    def added_ids(self) -> dict[type[models.Model], set[int]]:
        ids: dict[type[models.Model], set[int]] = {}
        for entry in self.entries:
            model = entry.content_type.model_class()
            if entry.action == Entry.Action.CREATE and model in AUDITED:
                ids.setdefault(model, set()).add(entry.object_id)
        return ids

    def called_last(self, wanted: Mapping[type[models.Model], set[int]]) -> dict[tuple, str]:
        gone = {(model, pk) for model, ids in wanted.items() for pk in ids - set(self.rows[model])}
        names = {}
        for model in {model for model, _ in gone}:
            ids = {pk for of, pk in gone if of is model}
            entries = Entry.objects.filter(content_type=type_of(model), object_id__in=ids).order_by("pk")
            names |= {
                (model, pk): name for pk, name in entries.values_list("object_id", "object_repr") if name
            }
        return names

    def of(self, model: type[models.Model] | None, pk: int) -> str:
        if model is get_user_model():
            return self.person(pk)
        row = self.rows.get(model, {}).get(pk)
        return str(row) if row is not None else self.gone.get((model, pk), f"number {pk}, which is gone")

    def person(self, pk: int | None) -> str:
        row = self.rows.get(get_user_model(), {}).get(pk)
        return str(row) if row is not None else SOMEBODY

    def who(self, entry: Entry) -> str:
        told = [self.person(entry.actor_id)] if entry.actor_id else []
        return ", ".join([*told, *filter(None, [entry.door])]) or SOMEBODY

    def more(self, model: type[models.Model], pk: int) -> str:
        return self.added.get(model, {}).get(pk, "")

    def url(self, model: type[models.Model] | None, pk: int) -> str:
        """Where the row is edited at the desk, while it is there."""
        if pk not in self.rows.get(model, {}):
            return ""
        try:
            return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
        except NoReverseMatch:
            return ""


def found(model: type[models.Model] | None, ids: Iterable[int]) -> Mapping[int, models.Model]:
    if model is None:
        return {}
    return model._base_manager.select_related(*COMES_ALONG.get(model, ())).in_bulk(ids)

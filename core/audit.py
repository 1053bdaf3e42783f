"""The audit: what changed, when, from what to what, and whose act it was.

django-auditlog hears every save and every delete of the models that `AUDITED` names and keeps an entry a changed
row. Entries of one act on one subject are shown as one line; core/audit_lines.py tells it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

from auditlog.diff import model_instance_diff
from auditlog.models import AbstractLogEntry, LogEntryManager
from auditlog.registry import auditlog
from auditlog.signals import pre_log
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import m2m_changed, pre_delete
from django.utils.timezone import now

from core import acting

Difference = Mapping[str, tuple[Any, Any]]
"""Column -> what it was and what it is now."""


@dataclass(frozen=True)
class Audited:
    """What is kept of a model's changes, and how they are called."""

    # Where it leads, dot by dot, stands the row in whose history this one is told: "question", "side.point".
    under: str = ""
    # Columns that are kept; or else all but these.
    only: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    # In words: what columns are called, where their own name would not do; what the row is called, and what is said when it is added or changed as a part of something.
    labels: Mapping[str, str] = field(default_factory=dict)
    called: str = ""
    name: Callable[[Any], str] = str
    added: str = "{called} {name} added"
    # Ids of such rows -> {more} for those words, looked up when the line is read.
    more: Callable[[Iterable[int]], Mapping[int, str]] = lambda ids: {}
    # The column of the person it is about, and the columns that are forgotten with the person.
    person: str = ""
    personal: tuple[str, ...] = ()
    unless: Callable[[Any], bool] = lambda row: False
    # For subjects: the ids of the rows whose lines a person at the desk may read; None for "whoever may see them there".
    seen_by: Callable[[Any], Iterable[int] | None] = lambda person: None


AUDITED: dict[type[models.Model], Audited] = {}
COMES_ALONG: dict[type[models.Model], tuple[str, ...]] = {}
"""What to select with rows that are named in lines, for their names."""

AT_ONCE = 500

_told_as_one: ContextVar[tuple[type[models.Model], ...]] = ContextVar("told_as_one", default=())


class EntryQuerySet(models.QuerySet):
    def lines(self) -> Self:
        """One entry for each act on each subject, its last."""
        later = Entry.objects.filter(
            cid=OuterRef("cid"),
            subject_type=OuterRef("subject_type"),
            subject_id=OuterRef("subject_id"),
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(later))

    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=type_of(subject), subject_id=subject.pk)

    def of_lines(self, entries: Iterable["Entry"]) -> Self:
        """All entries of the lines that these belong to, oldest first."""
        wanted = {entry.line for entry in entries}
        acts = self.filter(cid__in={cid for cid, *_ in wanted})
        subjects = Q(pk__in=[])
        for kind in {kind for _, kind, _ in wanted}:
            ids = {subject for _, of, subject in wanted if of == kind}
            subjects |= Q(subject_type=kind, subject_id__in=ids)
        return acts.filter(subjects).order_by("pk")

    def visible_to(self, person: Any) -> Self:
        """Lines about what the person may see at the desk; about a class only for those who teach it."""
        if person.is_superuser:
            return self
        seen = Q(pk__in=[])
        for model in subjects():
            ids = AUDITED[model].seen_by(person)
            if ids is not None:
                seen |= Q(subject_type=type_of(model), subject_id__in=ids)
            elif person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
                seen |= Q(subject_type=type_of(model))
        return self.filter(seen)

    def found(self, words: str) -> Self:
        """Lines in which the words stand, or whose subject is called so."""
        says = Q(words__icontains=words) | Q(object_repr__icontains=words)
        together = {name: OuterRef(name) for name in ("cid", "subject_type", "subject_id")}
        in_line = Entry.objects.filter(says, **together)
        subject = Entry.objects.filter(
            says, content_type=OuterRef("subject_type"), object_id=OuterRef("subject_id")
        )
        return self.filter(Exists(in_line) | Exists(subject))


class EntryManager(LogEntryManager.from_queryset(EntryQuerySet)):
    def log_create(self, instance: models.Model, force_log: bool = False, **kept: Any) -> "Entry | None":
        """Called by auditlog for each row that changed; None where nothing is said otherwise than before."""
        changes = {name: pair for name, pair in (kept.get("changes") or {}).items() if is_said(*pair)}
        if kept["action"] == Entry.Action.UPDATE and not changes:
            return None
        if kept["action"] == Entry.Action.DELETE:
            # An account may be on its way out, with its names forgotten already.
            changes = without(changes, personal_columns(type(instance)))
        return self.create(**circumstances(instance, changes), **kept | {"changes": changes})


class Entry(AbstractLogEntry):
    """What changed in one row in one act. An act is a request, or a run of a command: `cid` tells them apart."""

    # No address of a person or a machine is kept, and no copy of a whole row.
    remote_addr = remote_port = actor_email = serialized_data = additional_data = changes_text = None
    # Without a constraint: the line of an account's end is written by whoever is at the account's end.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    timestamp = models.DateTimeField("when", default=now, db_index=True)
    changes = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    words = models.TextField(help_text="The texts among the changes, to search in.")
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", db_index=False)
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True, db_index=True, help_text="The account the row is about.")
    door = models.CharField(max_length=100, blank=True)

    objects = EntryManager()

    class Meta:
        ordering = ["-pk"]
        get_latest_by = "timestamp"
        verbose_name = "line of the audit"
        verbose_name_plural = "audit"
        indexes = [
            models.Index(fields=["cid", "subject_type", "subject_id", "id"], name="entries_by_line"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="entries_by_subject"),
        ]

    @property
    def line(self) -> tuple[str, int, int]:
        """What entries of one line have in common: the act and its subject."""
        return self.cid, self.subject_type_id, self.subject_id


def keep(
    table: Mapping[type[models.Model], Audited],
    comes_along: Mapping[type[models.Model], tuple[str, ...]] | None = None,
) -> None:
    """From now on, keep what changes in these models."""
    AUDITED.update(table)
    COMES_ALONG.update(comes_along or {})
    for model, audited in table.items():
        # Named one by one: what points at the row is no column of it.
        auditlog.register(model, include_fields=[column.name for column in kept_columns(model)])
        for column in kept_columns(model):
            if column.remote_field and column.remote_field.on_delete is models.SET_NULL:
                let_go = partial(_keep_what_lets_go, column)
                pre_delete.connect(let_go, column.related_model, weak=False, dispatch_uid=f"audit {column}")
        for name in audited.groups:
            through = getattr(model, name).through
            keep_joins = partial(_keep_joins, model, name)
            m2m_changed.connect(keep_joins, through, weak=False, dispatch_uid=f"audit {model} {name}")


def kept_columns(model: type[models.Model]) -> list[models.Field]:
    audited = AUDITED[model]
    return [
        column
        for column in model._meta.fields
        if column.name not in ("id", *audited.besides) and (not audited.only or column.name in audited.only)
    ]


def subjects() -> list[type[models.Model]]:
    """Models that lines are about; the others are told as parts of these."""
    return [model for model, audited in AUDITED.items() if not audited.under]


def subject_of(row: models.Model) -> tuple[type[models.Model], int]:
    """The model and the id of the row in whose history this one is told."""
    audited = AUDITED.get(type(row))
    if not (audited and audited.under):
        return type(row), row.pk
    *steps, last = audited.under.split(".")
    for step in steps:
        row = getattr(row, step)
    column = row._meta.get_field(last)
    return column.related_model, getattr(row, column.attname)


def record(row: models.Model, changes: Difference, *, is_new: bool = False) -> None:
    """Keep what auditlog cannot hear: a change that was made past the models, or that is better told as one."""
    if changes:
        action = Entry.Action.CREATE if is_new else Entry.Action.UPDATE
        Entry.objects.log_create(row, changes=dict(changes), action=action)


def record_added(rows: Iterable[models.Model]) -> None:
    """Keep rows that were stored all at once, past the models, as if each had been saved."""
    _record_all((row, said(row), Entry.Action.CREATE) for row in rows)


def record_each(changed: Iterable[tuple[models.Model, Difference]]) -> None:
    """`record` for many rows, in one statement."""
    _record_all((row, changes, Entry.Action.UPDATE) for row, changes in changed)


def said(row: models.Model) -> Difference:
    """What is kept of a row that is new."""
    return model_instance_diff(None, row, use_json_for_changes=settings.AUDITLOG_STORE_JSON_CHANGES)


def _record_all(acts: Iterable[tuple[models.Model, Difference, int]]) -> None:
    entries = [
        Entry(**circumstances(row, changes), changes=dict(changes), action=action)
        for row, changes, action in acts
    ]
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)


@contextmanager
def told_as_one(*rows: type[models.Model]) -> Iterator[None]:
    """Leave no entry for rows of these models: whoever says so tells by `record` what became of them all."""
    token = _told_as_one.set((*_told_as_one.get(), *rows))
    try:
        yield
    finally:
        _told_as_one.reset(token)


def forget(person: models.Model) -> None:
    """Take the person out of all lines: as the one who acted, and as the one whom a line is about.

    The lines stay, and tell what happened to somebody. Deleting the account afterwards brings no name back.
    """
    Entry.objects.filter(actor=person).update(actor=None)
    for entry in Entry.objects.filter(person_id=person.pk).select_related("content_type").iterator():
        entry.changes = without(entry.changes, personal_columns(entry.content_type.model_class()))
        entry.person_id, entry.object_repr, entry.words = None, "", ""
        entry.save(update_fields=["changes", "person_id", "object_repr", "words"])


def personal_columns(model: type[models.Model]) -> set[str]:
    audited = AUDITED.get(model, Audited())
    return {audited.person.removesuffix("_id"), *audited.personal}


def without(changes: Difference, columns: set[str]) -> dict[str, Any]:
    return {name: pair for name, pair in changes.items() if name not in columns}


def is_said(before: Any, after: Any) -> bool:
    """Named values that a form writes out, and that say no more than their absence did, are no change."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        before, after = ({name: value for name, value in part.items() if value} for part in (before, after))
    return before != after


def type_of(row: models.Model | type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(row)


def circumstances(row: models.Model, changes: Difference) -> dict[str, Any]:
    """Everything about an entry but what changed: whose act, which row, whose history, how to find it."""
    act, audited = acting.current(), AUDITED.get(type(row), Audited())
    subject, subject_id = subject_of(row)
    return {
        "content_type": type_of(row),
        "object_pk": row.pk,
        "object_id": row.pk,
        "object_repr": name_of(row, audited),
        "words": searchable(changes),
        "actor": act.by,
        "cid": act.id,
        "door": act.door,
        "subject_type": type_of(subject),
        "subject_id": subject_id,
        "person_id": getattr(row, audited.person) if audited.person else None,
    }


def name_of(row: models.Model, audited: Audited) -> str:
    """What it is called now. Accounts are named when the line is read, so that their names can be forgotten."""
    if audited.person:
        return ""
    try:
        return audited.name(row)
    except ObjectDoesNotExist:
        # Deleted together with what its name is made of.
        return ""


def searchable(changes: Difference) -> str:
    return "\n".join(value for pair in changes.values() for value in pair if isinstance(value, str))


def _is_kept(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> bool:
    """Asked by auditlog before it keeps anything."""
    return not (sender in _told_as_one.get() or AUDITED[sender].unless(instance))


pre_log.connect(_is_kept, dispatch_uid="audit")


def _keep_what_lets_go(column: models.Field, instance: models.Model, **kwargs: Any) -> None:
    """Rows that pointed at what is deleted are emptied by the database's own hand, past the models."""
    for row in column.model._base_manager.filter(**{column.name: instance.pk}):
        record(row, {column.name: (instance.pk, None)})


def _keep_joins(
    owner: type[models.Model],
    column: str,
    instance: models.Model,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """Rows joined many to many, as groups to an account, whichever of the two was told to."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    joined_by = owner._meta.get_field(column)
    if action == "pre_clear":
        ends = [joined_by.m2m_field_name(), joined_by.m2m_reverse_field_name()]
        own, other = reversed(ends) if reverse else ends
        joins = joined_by.remote_field.through._base_manager.filter(**{own: instance.pk})
        pk_set = set(joins.values_list(other, flat=True))
    others = (
        (owner if reverse else joined_by.related_model)._base_manager.in_bulk(sorted(pk_set or ())).values()
    )
    by_row = [(row, [instance]) for row in others] if reverse else [(instance, others)] if others else []
    joined = [(row, [str(other) for other in joined]) for row, joined in by_row]
    for row, names in joined:
        record(row, {column: ([], names) if action == "post_add" else (names, [])})

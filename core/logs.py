"""What logs in the database tell of a person: lines about what is theirs, and lines that name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from core import audit
from core.chunks import chunks
from core.personal import Erasing, about_people, model_called, rows_of


@dataclass(frozen=True)
class Log:
    """A model with a line a change. `told` are the columns that tell what changed, and what is left of each."""

    label: str
    object_id: str
    told: dict[str, Any]


DESK = Log("admin.LogEntry", "object_id", {"object_repr": "", "change_message": ""})
AUDIT = Log("core.Entry", "object_pk", {"object_repr": "", "changes": {}, "words": ""})


def forget_desk(erasing: Erasing) -> None:
    forget(DESK, erasing)


def forget_audit(erasing: Erasing) -> None:
    forget(AUDIT, erasing)
    audit.forget(erasing.person)


def forget(log: Log, erasing: Erasing) -> None:
    """Empty the lines about what is the person's own; take the names out of the others that hold one."""
    lines = QuerySet(model_called(log.label))
    for ids in chunks(list(about(lines, log, erasing))):
        lines.filter(pk__in=ids).update(**log.told | {"object_repr": erasing.shell})
    for ids in chunks(list(naming(lines, log, erasing))):
        for line in lines.filter(pk__in=ids):
            for name in log.told:
                setattr(line, name, erasing.words.taken_out(getattr(line, name)))
            line.save(update_fields=list(log.told))


def about(lines: QuerySet, log: Log, erasing: Erasing) -> Iterator[int]:
    """Ids of the lines about the person's rows, wherever these are."""
    told_of = set(lines.order_by().values_list("content_type", flat=True).distinct())
    for model, holds in about_people():
        if ContentType.objects.get_for_model(model).pk in told_of:
            own = rows_of(model, holds, erasing.person)
            yield from about_rows(of_model(lines, model), log, model, own)


def of_model(lines: QuerySet, model: type[Model]) -> QuerySet:
    return lines.filter(content_type=ContentType.objects.get_for_model(model))


def about_rows(lines: QuerySet, log: Log, model: type[Model], own: QuerySet) -> Iterator[int]:
    rows = lines.order_by("pk").values_list("pk", log.object_id)
    for chunk in chunks(rows.iterator()):
        by_object = {key: None for _, key in chunk if key and key.isdecimal()}
        found = {str(pk) for pk in own.filter(pk__in=list(by_object)).values_list("pk", flat=True)}
        yield from (pk for pk, key in chunk if key in found)


def naming(lines: QuerySet, log: Log, erasing: Erasing) -> Iterator[int]:
    """Ids of the lines that may hold one of the person's names; some hold it within another word."""
    texts = {f"{name}_as_it_is_written": Cast(name, TextField()) for name in log.told}
    holds = Q(
        *(Q(**{f"{text}__icontains": name}) for text in texts for name in erasing.words.written),
        _connector=Q.OR,
    )
    if not erasing.words.written:
        return
    yield from lines.alias(**texts).filter(holds).order_by("pk").values_list("pk", flat=True).iterator()

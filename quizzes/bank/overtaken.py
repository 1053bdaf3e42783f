"""A form whose question was saved by somebody else meanwhile: who that was, and how what is stored differs from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.forms import BaseFormSet, Form, ModelForm

from quizzes.bank.models import Question
from quizzes.bank.written import named

UNSPOKEN = {"seen", "token", "near", "id", "question"}


@dataclass(frozen=True)
class Overtaken:
    by: str
    at: datetime
    # (field, what is stored there now)
    stored: tuple[tuple[str, str], ...]
    # How many rows are stored that the form does not have.
    others: int

    @classmethod
    def of(cls, form: ModelForm, formsets: Sequence[BaseFormSet]) -> "Overtaken":
        kept = Question.objects.get(pk=form.instance.pk)
        stored = [*differences(form)]
        for formset in formsets:
            for row in formset.initial_forms:
                stored += differences(row)
        others = sum(unsent_rows(formset) for formset in formsets)
        return cls(who_saved(kept), kept.edited_at, tuple(stored), others)


def differences(form: Form) -> Iterator[tuple[str, str]]:
    for name in form.changed_data:
        if name not in UNSPOKEN and name in form.fields:
            bound = form[name]
            yield named(bound.field.widget) or bound.label, shown(bound)


def shown(bound) -> str:
    """A stored value as the form would show it."""
    value = bound.initial
    choices = getattr(bound.field, "choices", None)
    if choices and not hasattr(bound.field, "queryset"):
        return str(dict(choices).get(value, value))
    if hasattr(bound.field, "queryset") and value:
        return str(bound.field.queryset.filter(pk=getattr(value, "pk", value)).first() or "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def unsent_rows(formset: BaseFormSet) -> int:
    sent = {form.instance.pk for form in formset.initial_forms}
    return sum(row.pk not in sent for row in formset.get_queryset())


def who_saved(question: Question) -> str:
    content_type = ContentType.objects.get_for_model(Question)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(question.pk))
    last = entries.select_related("user").order_by("-action_time", "-pk").first()
    return last.user.get_username() if last else "somebody else"

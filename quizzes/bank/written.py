"""What stands in a question's form: its rows in their order, and what is wrong with it, whether or not it can be saved."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.forms import BaseFormSet, Form, ModelForm

from quizzes.bank.models import DraftCitation, Option, Question
from quizzes.kinds.kind import DraftOption


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field, by its name for people, and the id under which it stands on the page."""

    field_id: str
    label: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.label}: {self.sentence}" if self.label else self.sentence


def rows_in(formsets: Iterable[BaseFormSet], model: type) -> list[ModelForm]:
    """The rows with something in them that are not to be removed, in the order they will have."""
    rows = [
        form
        for formset in formsets
        if formset.model is model
        for form in formset.forms
        if is_kept(formset, form)
    ]
    return sorted(rows, key=place_of)


def is_kept(formset: BaseFormSet, form: ModelForm) -> bool:
    if not form.is_bound:
        return bool(form.instance.pk or form.initial.get("passage"))
    form.is_valid()
    return not formset._should_delete_form(form) and bool(form.instance.pk or form.has_changed())


def place_of(form: ModelForm) -> int:
    if not form.is_bound:
        return form.instance.position
    place = form.cleaned_data.get("position")
    return form.LAST if place is None else place


def options_in(formsets: Iterable[BaseFormSet]) -> list[DraftOption]:
    return [form.drafted() for form in rows_in(formsets, Option)]


def citations_in(formsets: Iterable[BaseFormSet], question: Question) -> list[DraftCitation]:
    """Citations of passages that exist; their words may still be missing or wrong."""
    return [
        citation
        for place, form in enumerate(rows_in(formsets, DraftCitation), start=1)
        if (citation := citation_of(form, question, place))
    ]


def citation_of(form: ModelForm, question: Question, place: int) -> DraftCitation | None:
    if not form.is_bound:
        given = form.initial
        return DraftCitation(passage=given["passage"], quote=given["quote"], start=given["near"])
    passage = form.cleaned_data.get("passage")
    if passage is None:
        return None
    near = form.cleaned_data.get("near")
    stance = form.cleaned_data.get("stance") or DraftCitation.Stance.SUPPORTS
    return DraftCitation(
        passage=passage,
        quote=form["quote"].value() or "",
        start=(form.instance.start if near is None else near) or 0,
        stance=stance,
        position=place,
    )


def faults_in(form: ModelForm, formsets: Sequence[BaseFormSet]) -> list[Fault]:
    """Everything that keeps it from being saved, in the order of the page."""
    found = list(of_form(form))
    for formset in formsets:
        found += [Fault("", "", sentence) for sentence in formset.non_form_errors()]
        for row in formset.forms:
            if is_kept(formset, row):
                found += of_form(row)
    return found


def of_form(form: Form) -> Iterator[Fault]:
    for name, sentences in form.errors.items():
        if name not in form.fields:
            yield from (Fault("", "", sentence) for sentence in sentences)
            continue
        bound = form[name]
        label = named(bound.field.widget) or bound.label
        yield from (Fault(bound.auto_id, label, sentence) for sentence in sentences)


def named(widget) -> str:
    """What a field in a row is called; the desk wraps some."""
    return getattr(widget, "widget", widget).attrs.get("aria-label", "")


def sentences(form: ModelForm, formsets: Sequence[BaseFormSet]) -> tuple[str, ...]:
    """The faults that publishing would not tell by itself."""
    if not form.is_bound:
        return ()
    faults = faults_in(form, formsets)
    return tuple(
        str(fault) for fault in faults if fault.field_id.rpartition("-")[2] not in {"id_stem", "quote"}
    )

"""Every model says what it holds about people. When one of these fails, it says what to write, and where."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from core.models import User
from core.personal import HOLDS, About, Nothing, model_called

ROOMS, SHELL = "quizzes/personal.py", "core/held.py"
EVERY_MODEL = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
ABOUT = {label: holds for label, holds in HOLDS.items() if isinstance(holds, About) and label in EVERY_MODEL}
EVERY_LABEL = pytest.mark.parametrize("label", sorted(EVERY_MODEL))
WRITTEN = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.GenericIPAddressField,
    models.FileField,
    models.BinaryField,
    models.UUIDField,
)


def table_of(model: type[models.Model]) -> str:
    return ROOMS if model._meta.app_label == "quizzes" else SHELL


def written_columns(model: type[models.Model]) -> list[str]:
    """Columns that can hold what somebody wrote: text, JSON, addresses; not a choice among words of ours."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, WRITTEN) and not field.choices and not field.is_relation
    ]


def relations_of(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """Its foreign keys; a many-to-many field is a model of its own, which Django makes."""
    for field in model._meta.concrete_fields:
        if field.is_relation:
            yield field.name, field.related_model


def line_to_write(model: type[models.Model]) -> str:
    label, columns = model._meta.label, written_columns(model)
    path = next((name for name, to in relations_of(model) if to is User), "path__to__the__person")
    return (
        f"{label} does not say what it holds about people. Write a line in the table of {table_of(model)}.\n"
        f'If no row is about a person:\n    "{label}": Nothing("what it is"),\n'
        f"If rows are about a person (its columns that can hold words are {columns}):\n"
        f'    "{label}": About("{path}", "What it is, to the person.", sheet="…", exported=(…), deleted=True),\n'
        "or, where the rows must stay, blanked={column: value}, forgotten=(…) with forget=…, kept=(…) and left=… "
        "in place of deleted=True. The words are explained in core/personal.py."
    )


@EVERY_LABEL
def test_every_model_says_what_it_holds_about_people(label):
    assert label in HOLDS, line_to_write(EVERY_MODEL[label])


def test_no_line_is_left_of_a_model_that_is_gone():
    installed = {config.label for config in apps.get_app_configs()}
    gone = [label for label in HOLDS if label.split(".")[0] in installed and label not in EVERY_MODEL]
    assert not gone, f"{gone} are no models any more: take their lines out of {ROOMS} or {SHELL}."


@EVERY_LABEL
def test_a_model_that_leads_to_a_person_is_about_that_person(label):
    model, holds = EVERY_MODEL[label], HOLDS[label]
    if isinstance(holds, About):
        return
    for name, related in relations_of(model):
        leads = related is User or related._meta.label in ABOUT
        assert not leads or name in holds.by, (
            f"{label} holds Nothing by {table_of(model)}, but its column {name} leads to {related._meta.label}, which is "
            f"about people. Write About(…) for it; or, if {name} only tells who made or allowed it, "
            f'Nothing("…", by=("{name}",)).'
        )


@pytest.mark.parametrize("label", sorted(ABOUT))
def test_every_word_about_a_person_is_deleted_blanked_forgotten_or_kept_on_purpose(label):
    model, holds = EVERY_MODEL[label], ABOUT[label]
    settled = {*holds.blanked, *holds.forgotten, *holds.kept}
    open_columns = [] if holds.deleted else [name for name in written_columns(model) if name not in settled]
    assert not open_columns, (
        f"{label} does not say what becomes of {open_columns} when its person is erased. In its line in "
        f"{table_of(model)} write deleted=True, or name each in blanked={{column: value}}, in forgotten=(…) with a "
        "function forget=…, or in kept=(…) if no person wrote it."
    )
    unknown = [name for name in settled if name not in {field.name for field in model._meta.concrete_fields}]
    assert not unknown, f"{label} has no columns {unknown}: mend its line in {table_of(model)}."


@pytest.mark.parametrize("label", sorted(ABOUT))
def test_everything_about_a_person_is_in_the_record_or_says_why_not(label):
    holds = ABOUT[label]
    assert bool(holds.sheet and holds.exported) != bool(holds.not_exported), (
        f"{label}: write sheet=… and exported=(…) in its line in {table_of(EVERY_MODEL[label])}, or not_exported=…, "
        "and not both."
    )


@pytest.mark.parametrize("label", sorted(ABOUT))
def test_what_stays_is_said_in_plain_words(label):
    holds = ABOUT[label]
    stays = not holds.deleted and holds.of is not None
    assert stays == bool(holds.left), (
        f"{label}: left=… tells what stays of its rows, and only then is there any."
    )
    assert holds.told.endswith(".")


def test_each_sort_of_thing_has_files_of_its_own():
    names = [holds.sheet for holds in HOLDS.values() if isinstance(holds, About) and holds.sheet]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "label", [label for label, holds in sorted(ABOUT.items()) if holds.exported and not holds.rows]
)
def test_what_is_in_the_record_can_be_asked_of_the_model(label):
    assert str(models.QuerySet(EVERY_MODEL[label]).values_list(*ABOUT[label].exported).query)


def test_a_model_that_says_nothing_is_told_what_to_write():
    """The sentence of the first test, for a model with a person and words."""
    sentence = line_to_write(model_called("quizzes.Note"))
    assert '"quizzes.Note": About("student"' in sentence
    assert "['front', 'back', 'quote']" in sentence
    assert "quizzes/personal.py" in sentence


def test_a_column_that_tells_who_did_it_is_not_what_a_row_is_about():
    assert HOLDS["quizzes.QuestionVersion"] == Nothing("what students are asked", by=("published_by",))

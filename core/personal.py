"""What each model holds about people. Every model says so, or a test fails.

Say it in one line of a table: the models of Django's own apps and of `core` in core/held.py, those of the rooms in
quizzes/personal.py. Either the rows are about nobody,

    "quizzes.Topic": Nothing("what questions are about"),

or they are about a person; then the line tells how to find that person's rows, what of them goes into the person's
own record, and what is left of them once the person is erased:

    "quizzes.Note": About("student", "Cards you wrote.", sheet="notes", exported=("front", "back"), deleted=True),
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from core.models import User
from core.redacting import Words
from core.sessions import Looked


@dataclass(frozen=True)
class Nothing:
    """No row is about a person. `by`: columns that name who made or allowed it; after erasure they name nobody."""

    why: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Erasing:
    """A person who is being erased, with the names they had, and the name of what is left of them."""

    person: User
    shell: str
    words: Words
    at: datetime
    sessions: Looked


@dataclass(frozen=True)
class About:
    """Rows about a person.

    `of` is the path to that person, as a filter takes it, or a function that tells the condition; None where only
    `forget` can find the rows. `told` says in plain words what they are, and `left` what stays of them after erasure.

    `sheet` names the file of the record, `exported` its columns: paths as `values_list` takes them, or with `rows`
    whatever that function yields. A model without a sheet says why in `not_exported`.

    Erasure deletes the rows, or sets the columns of `blanked`, or leaves it to `forget` with those of `forgotten`.
    Every column with text, JSON or an address is among `blanked`, `forgotten` and `kept`: kept is what no person wrote.
    """

    of: str | Callable[[User], Q] | None
    told: str
    sheet: str = ""
    exported: tuple[str, ...] = ()
    rows: Callable[[User, datetime], Iterable[tuple]] | None = None
    not_exported: str = ""
    deleted: bool = False
    blanked: Mapping[str, Any] = field(default_factory=dict)
    forgotten: tuple[str, ...] = ()
    forget: Callable[[Erasing], None] | None = None
    kept: tuple[str, ...] = ()
    left: str = ""
    by: tuple[str, ...] = ()


Holds = Nothing | About

# What each model holds, by its label; filled in quizzes/apps.py. The rows are erased in this order.
HOLDS: dict[str, Holds] = {}
# (person) -> why nobody may erase this person now, in a sentence; empty where nothing is in the way.
HELD_BACK: list[Callable[[User], str]] = []
# (person) -> why the person may not do it alone, in a sentence; empty where they may.
NOT_ALONE: list[Callable[[User], str]] = []
# (person, now) -> why the person's record cannot be had now, in a sentence; empty where it can.
WAITS: list[Callable[[User, datetime], str]] = []
# (person) -> names that others call them by.
ALSO_CALLED: list[Callable[[User], Iterable[str]]] = []
# (person): let nothing more come of what the person has under way; first of all, in the transaction that erases.
UNDER_WAY: list[Callable[[User], None]] = []
# Anything else that must be forgotten, in the transaction that erases.
FORGET: list[Callable[[Erasing], None]] = []


def first_sentence(reasons: Iterable[Callable[..., str]], *args: Any) -> str:
    return next(filter(None, (reason(*args) for reason in reasons)), "")


def about_people() -> Iterator[tuple[type[Model], About]]:
    """The installed models with rows about people, in the order of the table."""
    for label, holds in HOLDS.items():
        if isinstance(holds, About) and (model := model_called(label)) is not None:
            yield model, holds


def model_called(label: str) -> type[Model] | None:
    """The model of that label, also one that Django made for a many-to-many field; None where its app is not installed."""
    app_label, name = label.split(".")
    if app_label not in {config.label for config in apps.get_app_configs()}:
        return None
    return apps.get_app_config(app_label).get_model(name)


def rows_of(model: type[Model], holds: About, person: User) -> QuerySet:
    """A person's rows, past any manager that hides some or guards them."""
    every = QuerySet(model)
    if holds.of is None:
        return every.none()
    condition = Q(**{holds.of: person.pk}) if isinstance(holds.of, str) else holds.of(person)
    return every.filter(condition).order_by("pk")

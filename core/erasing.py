"""Erasing a person: their names and words go everywhere, what they earned stays as the work of nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from core import sessions
from core.models import User
from core.personal import (
    ALSO_CALLED,
    FORGET,
    HELD_BACK,
    NOT_ALONE,
    UNDER_WAY,
    Erasing,
    about_people,
    first_sentence,
    rows_of,
)
from core.redacting import Words
from core.turns import write_in_turn

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class HeldBack:
    """Why a person was not erased, in a sentence. Nothing was changed."""

    sentence: str


@dataclass(frozen=True)
class Part:
    """One sort of rows about a person: what they are, how many, and what is left of them. Empty: nothing."""

    told: str
    count: int
    left: str


def held_back(person: User) -> str:
    """Why nobody may erase this person now, in a sentence; empty where nothing is in the way."""
    if is_last_host(person):
        return (
            "This is the last account that may do everything here, and without it nobody could run the site. "
            "Make another host first."
        )
    return first_sentence(HELD_BACK, person)


def is_last_host(person: User) -> bool:
    hosts = User.objects.filter(is_superuser=True, is_active=True)
    return person.is_superuser and person.is_active and not hosts.exclude(pk=person.pk).exists()


def not_alone(person: User) -> str:
    """Why somebody may not erase their own account without the host, in a sentence; empty where they may."""
    if person.is_staff:
        return "You have rights at the desk, so the person who runs this site erases your account for you."
    return held_back(person) or first_sentence(NOT_ALONE, person)


def parts(person: User) -> Iterator[Part]:
    """All that is held about a person, the account first, with what is left of it after erasure. One query a part."""
    for model, holds in sorted(about_people(), key=lambda pair: pair[0] is not User):
        count = rows_of(model, holds, person).count()
        if count or holds.of is None:
            yield Part(holds.told, count, holds.left)


def new_name(chance: Random) -> str:
    """What an erased person's row is called. Chance alone, so that nothing can be told from it."""
    return "erased-" + "".join(chance.choice(LETTERS) for _ in range(10))


def names_of(person: User) -> set[str]:
    """Names that would tell who it was, wherever they stand; parts of a name are too often other words."""
    if person.erased_on:
        return set()
    called = {name for also in ALSO_CALLED for name in also(person)}
    return {person.username, person.email, person.get_full_name(), *called}


def erase(person: User, *, at: datetime, chance: Random) -> User | HeldBack:
    """Forget a person, in one transaction. Their row is left without a name; erasing twice changes nothing.

    Whatever the person has under way at this moment is either kept before, and forgotten too, or refused.
    """
    name = new_name(chance)
    looked = sessions.look(person, Words.of(names_of(person), name))
    with write_in_turn():
        # In the order in which answers lock these rows, too.
        for stop in UNDER_WAY:
            stop(person)
        person = locked(person)
        if sentence := held_back(person):
            transaction.set_rollback(True)
            return HeldBack(sentence)
        shell = person.username if person.erased_on else name
        forget(Erasing(person, shell, Words.of(names_of(person), shell), at, looked))
        become_nobody(User.objects.filter(pk=person.pk), shell, at)
    wipe_traces()
    return User.objects.get(pk=person.pk)


def locked(person: User) -> User:
    """The person as they are now, until the transaction ends; of hosts all, so that no two erase each other."""
    rows = User.objects.select_for_update(no_key=True).order_by("pk")
    together = Q(pk=person.pk) | Q(is_superuser=True) if person.is_superuser else Q(pk=person.pk)
    return next(row for row in rows.filter(together) if row.pk == person.pk)


def forget(erasing: Erasing) -> None:
    """First what needs the rows as they were, then the rows; in the order of the table."""
    everything = list(about_people())
    for _, holds in everything:
        if holds.forget:
            holds.forget(erasing)
    for act in FORGET:
        act(erasing)
    for model, holds in everything:
        rows = rows_of(model, holds, erasing.person)
        if holds.blanked:
            rows.update(**holds.blanked)
        if holds.deleted:
            rows.delete()


def become_nobody(row: QuerySet[User], shell: str, at: datetime) -> None:
    """Rights at the desk stay on the row, which nobody can sign in to: what teachers tried out must not count."""
    if row.filter(erased_on=None).update(
        username=shell,
        first_name="",
        last_name="",
        email="",
        confirmed_email="",
        password=make_password(None),
        is_active=False,
        is_superuser=False,
        last_login=None,
        asked_to_be_erased_at=None,
        erased_on=at.date(),
    ):
        joined = row.get().date_joined
        row.update(date_joined=joined.replace(hour=0, minute=0, second=0, microsecond=0))


def wipe_traces() -> None:
    """SQLite overwrites what is deleted (see core/env.py); what its log still holds of before goes now.

    Somebody who reads at this moment may keep the log from being emptied; the next one to write empties it then.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""Writers take turns.

SQLite lets one connection write at a time and makes the others ask again and again, in no order: under load an
unlucky thread asks until its time is over and gives up. So the threads of a process queue here first, and between
processes only one thread of each is asking. PostgreSQL locks rows and needs no queue.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Lock

from django.db import connection, transaction

TURN = Lock()


@contextmanager
def write_in_turn() -> Iterator[None]:
    """A transaction that writes. Everything that can be read before it should be."""
    with TURN if must_queue() else nullcontext(), transaction.atomic():
        yield


def must_queue() -> bool:
    """Not inside a transaction: it has the store to itself already, and would wait here for one that waits for it."""
    return connection.vendor == "sqlite" and not connection.in_atomic_block


def hold(*names: str) -> None:
    """Let no other transaction pass here by any of these names until this one ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # In one order, so that no two wait for each other in a circle.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name",
                [sorted(names)],
            )

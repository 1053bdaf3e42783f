"""Writers take turns.

SQLite lets one connection write at a time and makes the others ask again and again, in no order: under load an
unlucky thread asks for five seconds and gives up. So the threads of a process queue here first, and between
processes only one thread of each is asking. PostgreSQL locks rows and needs no queue.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock

from django.db import connection, transaction

TURN = RLock()


@contextmanager
def write_in_turn() -> Iterator[None]:
    """A transaction that writes. Everything that can be read before it should be."""
    with TURN if connection.vendor == "sqlite" else nullcontext(), transaction.atomic():
        yield

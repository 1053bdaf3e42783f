"""The one door to the index, whichever store holds it.

The database keeps the index right by its own triggers, so that no way of writing passes it by: not `bulk_create`,
not `update`, not a migration. A migration makes its tables; after every `migrate` the triggers are put in place.
"""

from functools import cached_property

from django.core.checks import Error
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import QuerySet

from quizzes.search import postgresql, sqlite
from quizzes.search.asked import Asked
from quizzes.search.shelves import SHELVES, Shelf

STORES = {"sqlite": sqlite, "postgresql": postgresql}


class Matches:
    """Ids of what has all the words, the best first, as a Paginator wants them: counted, and sliced.

    `among` are the ids of what may be found. The first ones come along with the count, in one query.
    """

    def __init__(self, shelf: Shelf, asked: Asked, among: QuerySet, *, at_once: int) -> None:
        self.shelf, self.asked, self.among, self.at_once = shelf, asked, among, at_once

    def count(self) -> int:
        return self.first[1]

    def __getitem__(self, wanted: slice) -> list[int]:
        if wanted.start == 0:
            return self.first[0][: wanted.stop]
        return self.fetch(wanted.start, wanted.stop)[0]

    @cached_property
    def first(self) -> tuple[list[int], int]:
        return self.fetch(0, self.at_once)

    def fetch(self, start: int, stop: int) -> tuple[list[int], int]:
        """The ids from one place to the other, and how many there are in all, if there are any here."""
        sql, parameters = self.query()
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT %s OFFSET %s", [*parameters, stop - start, start])
            rows = cursor.fetchall()
        return [owner for owner, _ in rows], rows[0][1] if rows else 0

    def query(self) -> tuple[str, list]:
        among, more = self.among.order_by().query.get_compiler(connection=connection).as_sql()
        matching, parameters = STORES[connection.vendor].matching(self.shelf, self.asked, among)
        found = f"SELECT owner, COUNT(*) OVER () FROM ({matching}) AS found"  # noqa: S608 - all that varies is a parameter
        order = "rank DESC" if self.shelf.has_one_text_each else "SUM(rank) DESC"
        group = "" if self.shelf.has_one_text_each else "GROUP BY owner"
        return f"{found} {group} ORDER BY {order}, owner", [*parameters, *more]


def lay(*, using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Put the triggers in place where they are missing, and fill the index then. Runs after every `migrate`."""
    store = STORES[connections[using].vendor]
    if store.is_made(connections[using], SHELVES):
        with transaction.atomic(using=using):
            store.lay(connections[using], SHELVES)


def check(app_configs, **kwargs) -> list[Error]:
    fault = STORES[connection.vendor].fault()
    hint = (
        "Use a Python whose sqlite3 has FTS5, or PostgreSQL: DATABASE_URL=postgres://user:password@host/name."
    )
    return [Error(fault, hint=hint, id="search.E001")] if fault else []

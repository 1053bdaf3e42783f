"""The index in SQLite: an FTS5 table a shelf, kept right by triggers.

The triggers call functions of ours, which every connection of the app knows (`speak`). A program that does not
know them cannot write a searched text, and is told so: "no such function: attest_said".
"""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from quizzes.search import words
from quizzes.search.asked import Asked, Term
from quizzes.search.shelves import PREFIX, STRIDE, Shelf, Text

FAULT_WITHOUT_FTS5 = "This SQLite ({version}) was built without FTS5, and search needs it ({fault})."
# Everything a store of ours needs of SQLite: a full text table, and a trigger that calls a function of the app.
TRIAL = """
CREATE TABLE text (words);
CREATE VIRTUAL TABLE found USING fts5(words, tokenize='ascii');
CREATE TRIGGER added AFTER INSERT ON text BEGIN
  INSERT INTO found (words) VALUES (attest_said(new.words));
END;
INSERT INTO text VALUES ('seven days');
"""


@lru_cache(maxsize=8)
def words_of(text: str) -> tuple[str, str]:
    """A text as it is stored: its words, and their stems. Both are asked for one after the other."""
    spoken = words.said(text)
    return " ".join(spoken), " ".join(map(words.stem, spoken))


def said(text: object) -> str:
    return "" if text is None else words_of(str(text))[0]


def stems(text: object) -> str:
    return "" if text is None else words_of(str(text))[1]


def teach(connection: sqlite3.Connection) -> None:
    connection.create_function("attest_said", 1, said, deterministic=True)
    connection.create_function("attest_stems", 1, stems, deterministic=True)


def speak(connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Teach a new connection the words that the triggers use."""
    if connection.vendor == "sqlite":
        teach(connection.connection)


connection_created.connect(speak, dispatch_uid="search speaks")


def fault() -> str | None:
    """Why this SQLite cannot hold the index, if it cannot."""
    trial = sqlite3.connect(":memory:")
    teach(trial)
    try:
        trial.executescript(TRIAL)
    except sqlite3.Error as refused:
        return FAULT_WITHOUT_FTS5.format(version=sqlite3.sqlite_version, fault=refused)
    finally:
        trial.close()
    return None


def lay(connection: BaseDatabaseWrapper, shelves: Sequence[Shelf]) -> bool:
    """Put the triggers in place and fill the index, unless all stand already; whether anything was done.

    Django makes a table anew where SQLite cannot alter it, and its triggers go with the old one.
    """
    wanted = dict(trigger for shelf in shelves for text in shelf.texts for trigger in triggers(shelf, text))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = {name: sql for name, sql in cursor.fetchall() if name.startswith(PREFIX)}
        if found == wanted:
            return False
        for name in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for shelf in shelves:
            fill(cursor, shelf)
        for sql in wanted.values():
            cursor.execute(sql)
    return True


def is_made(connection: BaseDatabaseWrapper, shelves: Sequence[Shelf]) -> bool:
    """Whether the tables of the index are there: they come and go by migrations."""
    tables = connection.introspection.table_names()
    return all(shelf.table in tables for shelf in shelves)


def triggers(shelf: Shelf, text: Text) -> Iterator[tuple[str, str]]:
    gone = f"DELETE FROM {shelf.table} WHERE rowid = old.id * {STRIDE} + {text.number};"  # noqa: S608 - names of ours
    # First away with a row of this number: REPLACE takes rows out and fires no trigger for it.
    fresh = f"DELETE FROM {shelf.table} WHERE rowid = new.id * {STRIDE} + {text.number};"  # noqa: S608 - names of ours
    comes = f"INSERT INTO {shelf.table} {columns(shelf, text, 'new.')};"
    for event, acts in {
        "INSERT": (fresh, comes),
        "UPDATE": (gone, fresh, comes),
        "DELETE": (gone,),
    }.items():
        name = f"{shelf.table}_{text.number}_{event.lower()}"
        body = "\n  ".join(acts)
        yield (
            name,
            f'CREATE TRIGGER {name} AFTER {event} ON "{text.table}" BEGIN\n  -- words {words.EDITION}\n  {body}\nEND',
        )


def columns(shelf: Shelf, text: Text, row: str) -> str:
    said = f'{row}"{text.column}"'
    if text.key:
        said = f"json_extract({said}, '$.{text.key}')"
    return (
        f"(rowid, said, stems, owner) SELECT {row}id * {STRIDE} + {text.number}, "
        f'attest_said({said}), attest_stems({said}), {row}"{text.owner}"'
    )


def fill(cursor, shelf: Shelf) -> None:
    cursor.execute(f"DELETE FROM {shelf.table}")  # noqa: S608 - names of ours
    for text in shelf.texts:
        cursor.execute(f'INSERT INTO {shelf.table} {columns(shelf, text, "")} FROM "{text.table}"')
    cursor.execute(f"INSERT INTO {shelf.table} ({shelf.table}) VALUES ('optimize')")  # noqa: S608 - names of ours


def matching(shelf: Shelf, asked: Asked, among: str) -> tuple[str, list[str]]:
    """A query for owner and rank of the texts that have the words, and its parameters before those of `among`.

    Where an owner has several texts, those with any of the words, of owners that have them all.
    """
    terms = list(map(expression, asked.terms))
    if shelf.has_one_text_each:
        # From the number of the row: reading a column of it costs as much as finding it.
        owner = f"rowid / {STRIDE}"
        sql = f"SELECT {owner} AS owner, -rank AS rank {where(shelf)} AND {owner} IN ({among})"
        return sql, [" AND ".join(terms)]
    owners = f" AND owner IN (SELECT owner {where(shelf)})" * len(terms)
    sql = f"SELECT owner, -rank AS rank {where(shelf)}{owners} AND owner IN ({among})"
    return sql, [" OR ".join(terms), *terms]


def where(shelf: Shelf) -> str:
    return f"FROM {shelf.table} WHERE {shelf.table} MATCH %s"


def expression(term: Term) -> str:
    """The term in FTS5's language. Words are letters and digits alone, so nothing in them needs escaping."""
    spoken = f'said : "{" ".join(term.words)}"' + (" *" if term.is_open else "")
    stemmed = f'stems : "{" ".join(term.stems)}"'
    if term.is_exact:
        return f"({spoken})"
    return f"({stemmed} OR {spoken})" if term.is_open else f"({stemmed})"

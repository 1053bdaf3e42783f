"""The tallies that each answer adds to, kept by the database itself: an answer costs no statement more, and no way of
writing one passes them by, not `bulk_create`, not `update`, not a deletion. A row of any tally that comes to nothing goes.

A migration makes the tables; after every `migrate` the triggers are put in place. Before one that changes anything they
are taken away, for a table that they name cannot be altered under them. On SQLite they call a function that Django gives
to every connection.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from quizzes.progress.models import QuizStamp
from quizzes.progress.tallies.tables import (
    CERTAINTIES,
    GIVEN,
    QUESTIONS,
    TABLES,
    TOPICS,
    VERSIONS,
    Table,
    quoted,
)
from quizzes.progress.units import PER_MARK

PREFIX = "attest_tally_"


@dataclass(frozen=True)
class Dialect:
    """How a store says what all stores mean, of an answer called {row}.

    SQLite tells a trigger of each row. PostgreSQL tells it of all rows of a statement at once: were one row of tallies
    updated for each of them, the last would have to pass by all that were left behind. It plans once, maybe while its
    tables are small or what it knows of them is old: so each row is looked up by its index, in the order that is written.
    """

    week: str
    credit: str
    right: str
    digest: str
    given: str
    # Where the rows stand, and how a table is joined to what stands before it.
    origin: str
    joined: str
    made: str
    dropped: str
    # Waits for answers under way, which do not see the change, and lets others wait for it.
    alone: str = ""


DIALECTS = {
    "sqlite": Dialect(
        week="date({row}.answered_at, '-6 days', 'weekday 1')",
        credit=f"CAST({{row}}.credit * {PER_MARK}.0 + 0.5 AS INTEGER)",
        right="({row}.credit = 1)",
        digest="SHA256({row}.given)",
        given="{row}.given",
        origin="(SELECT 1)",
        joined="JOIN {table} AS {name} ON {on}",
        made="CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN\n{body}\nEND",
        dropped="DROP TRIGGER {name}",
    ),
    "postgresql": Dialect(
        week="date_trunc('week', {row}.answered_at AT TIME ZONE 'UTC')::date",
        credit=f"FLOOR({{row}}.credit * {PER_MARK}.0::float8 + 0.5)::bigint",
        right="({row}.credit = 1)::int",
        digest="encode(sha256(convert_to({row}.given::text, 'UTF8')), 'hex')",
        given="MIN({row}.given::text)::jsonb",
        origin="{row}",
        joined="CROSS JOIN LATERAL (SELECT * FROM {table} AS {name} WHERE {on} OFFSET 0) AS {name}",
        made=(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off\n"
            "AS $function$\nBEGIN\n{body}\nRETURN NULL;\nEND\n$function$;\n"
            "CREATE TRIGGER {name} AFTER {event} ON {table} {each} EXECUTE FUNCTION {name}()"
        ),
        dropped="DROP FUNCTION {name} CASCADE",
        alone="LOCK TABLE quizzes_answer IN SHARE ROW EXCLUSIVE MODE;",
    ),
}
# Whose answer it is, and to what.
OF_ANSWER = (
    ("quizzes_slot", "slot", "slot.id = {row}.slot_id"),
    ("quizzes_attempt", "attempt", "attempt.id = slot.attempt_id"),
    ("quizzes_questionversion", "version", "version.id = slot.version_id"),
    ("quizzes_question", "question", "question.id = version.question_id"),
)
# Which answers were given to a question.
OF_QUESTION = (
    ("quizzes_questionversion", "version", "version.question_id = NEW.id"),
    ("quizzes_slot", "slot", "slot.version_id = version.id"),
    ("quizzes_attempt", "attempt", "attempt.id = slot.attempt_id"),
    ("quizzes_answer", "answer", "answer.slot_id = slot.id"),
)
NOT_A_TRIAL = " AND NOT attempt.is_trial"


@dataclass(frozen=True)
class Part:
    """What answers add to a table: its key and its sums, of the rows that `origin` names."""

    table: Table
    key: tuple[str, ...]
    sums: tuple[str, ...]
    origin: str
    besides: tuple[str, ...] = ()

    @property
    def added(self) -> str:
        return self.stored(self.sums)

    @property
    def taken(self) -> str:
        """From rows that are there: where all is emptied, none shall come of it."""
        name = self.table.model._meta.db_table
        same = " AND ".join(
            f'{name}."{column}" = {value}' for column, value in zip(self.table.key, self.key, strict=True)
        )
        # Counted, for a store is free to turn a question whether any is there into a way of its own.
        is_there = f"(SELECT COUNT(*) FROM {name} WHERE {same}) > 0"  # noqa: S608 - our own names
        return self.stored([f"-{sum}" for sum in self.sums], only=f" AND {is_there}")

    def stored(self, sums: Sequence[str], only: str = "") -> str:
        name, values = self.table.model._meta.db_table, ", ".join([*self.key, *self.besides, *sums])
        places = ", ".join(str(place) for place in range(1, len(self.key) + 1))
        added = ", ".join(
            f'"{column}" = {name}."{column}" + EXCLUDED."{column}"' for column in self.table.sums
        )
        return (
            f"INSERT INTO {name} ({quoted(self.table.columns)})\n  SELECT {values}{self.origin}{only}\n"
            f"    GROUP BY {places} ORDER BY {places}\n"
            f"  ON CONFLICT ({quoted(self.table.key)}) DO UPDATE SET {added};"
        )


def parts(dialect: Dialect, row: str) -> Iterator[Part]:
    """What answers, as they are in `row`, add to each table. In the order of the tables."""
    week, credit, right, digest, given, source = (
        part.format(row=row)
        for part in (
            dialect.week,
            dialect.credit,
            dialect.right,
            dialect.digest,
            dialect.given,
            dialect.origin,
        )
    )
    origin = joined(dialect, source, OF_ANSWER, row) + f"\n    WHERE {row}.credit IS NOT NULL"
    sums = ("COUNT(*)", f"SUM({credit})")
    of_topic = f"{origin} AND question.topic_id IS NOT NULL"
    yield Part(TOPICS, ("attempt.student_id", "question.topic_id", week), sums, of_topic)
    yield Part(QUESTIONS, ("attempt.student_id", "version.question_id"), sums, origin)
    certain = f"{origin} AND {row}.certainty IS NOT NULL"
    yield Part(
        CERTAINTIES, ("attempt.student_id", f"{row}.certainty"), ("COUNT(*)", f"SUM({right})"), certain
    )
    yield Part(VERSIONS, ("slot.version_id",), sums, origin + NOT_A_TRIAL)
    told = f"{origin}{NOT_A_TRIAL} AND NOT {row}.is_erased"
    yield Part(GIVEN, ("slot.version_id", digest), ("COUNT(*)",), told, (given,))


def of_topic(dialect: Dialect, topic: str) -> Part:
    """What a question's answers add to a topic."""
    key = ("attempt.student_id", topic, dialect.week.format(row="answer"))
    sums = ("COUNT(*)", f"SUM({dialect.credit.format(row='answer')})")
    origin = joined(dialect, "(SELECT 1)", OF_QUESTION)
    return Part(TOPICS, key, sums, f"{origin}\n    WHERE answer.credit IS NOT NULL AND {topic} IS NOT NULL")


def joined(dialect: Dialect, origin: str, tables: Iterable[tuple[str, str, str]], row: str = "") -> str:
    """The rows of `origin`, each with what is found of it in one table after the other."""
    found = "\n    ".join(
        dialect.joined.format(table=table, name=name, on=on.format(row=row)) for table, name, on in tables
    )
    named = origin if origin == row else f"{origin} AS origin"
    return f"\n    FROM {named}\n    {found}"


@dataclass(frozen=True)
class Trigger:
    """`each`: whether PostgreSQL too is told of each row by itself; else of all rows, called OLD and NEW as one is."""

    event: str
    table: str
    when: str
    body: list[str]
    each: bool = False

    @property
    def rows(self) -> str:
        if self.each:
            return f"FOR EACH ROW WHEN ({self.when})"
        told = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}[self.event]
        return f"REFERENCING {' '.join(f'{row} TABLE AS {NAMES[row]}' for row in told)} FOR EACH STATEMENT"


NAMES = {"OLD": "gone", "NEW": "come"}


def triggers(vendor: str) -> dict[str, str]:
    """The statements that make them, by their names."""
    dialect, differs = DIALECTS[vendor], "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    old, new = ("OLD", "NEW") if vendor == "sqlite" else (NAMES["OLD"], NAMES["NEW"])
    gone = [part.taken for part in parts(dialect, old)]
    comes = [part.added for part in parts(dialect, new)]
    columns = ("credit", "certainty", "given", "is_erased")
    is_changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
    moves = [dialect.alone, of_topic(dialect, "OLD.topic_id").taken, of_topic(dialect, "NEW.topic_id").added]
    wanted = {
        "comes": Trigger("INSERT", "quizzes_answer", "NEW.credit IS NOT NULL", comes),
        "changes": Trigger("UPDATE", "quizzes_answer", is_changed, [*gone, *comes]),
        "goes": Trigger("DELETE", "quizzes_answer", "OLD.credit IS NOT NULL", gone),
        "topic": Trigger(
            "UPDATE", "quizzes_question", f"OLD.topic_id {differs} NEW.topic_id", moves, each=True
        ),
    } | {
        f"empty_{table.model._meta.model_name}": Trigger(
            "UPDATE",
            table.model._meta.db_table,
            f"NEW.{table.sums[0]} = 0",
            [f"DELETE FROM {table.model._meta.db_table} WHERE id = NEW.id;"],  # noqa: S608 - our own names
            each=True,
        )
        for table in TABLES
    }
    return {
        PREFIX + name: dialect.made.format(
            name=PREFIX + name,
            event=one.event,
            table=one.table,
            when=one.when,
            each=one.rows,
            body="\n".join(filter(None, one.body)),
        )
        for name, one in wanted.items()
    }


def lift(*, plan: Sequence[tuple[object, bool]] = (), using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Take the triggers away, where there are migrations to be done. Runs before every `migrate`."""
    if plan:
        take_away(connections[using])


def take_away(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name in STANDING[connection.vendor](connection):
            cursor.execute(DIALECTS[connection.vendor].dropped.format(name=name))


def lay(*, using: str = DEFAULT_DB_ALIAS, **kwargs) -> bool:
    """Put the triggers in place where they are missing; whether any was. Runs after every `migrate`."""
    connection = connections[using]
    if QuizStamp._meta.db_table not in connection.introspection.table_names():
        return False
    wanted = triggers(connection.vendor)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        found = STANDING[connection.vendor](connection)
        if found == wanted:
            return False
        take_away(connection)
        for name, sql in wanted.items():
            cursor.execute(sql)
            if connection.vendor == "postgresql":
                cursor.execute(f"COMMENT ON FUNCTION {name}() IS %s", [sql])
    return True


def standing_in_sqlite(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: sql for name, sql in cursor.fetchall() if name.startswith(PREFIX)}


def standing_in_postgresql(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """By the comment that each function has: its text. A function whose trigger went with its table does not stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT proname, CASE WHEN tgname IS NULL THEN '' ELSE obj_description(pg_proc.oid, 'pg_proc') END
            FROM pg_proc LEFT JOIN pg_trigger ON tgfoid = pg_proc.oid
            WHERE starts_with(proname, %s) AND pronamespace = current_schema()::regnamespace
            """,
            [PREFIX],
        )
        return dict(cursor.fetchall())


STANDING = {"sqlite": standing_in_sqlite, "postgresql": standing_in_postgresql}

"""The tallies that each answer adds to, kept by the database itself: an answer costs no statement more, and no way of
writing one passes them by, not `bulk_create`, not `update`, not a deletion.

A migration makes the tables; after every `migrate` the triggers are put in place. Before one that changes anything they
are taken away, for a table that they name cannot be altered under them. On SQLite they call a function that Django gives
to every connection.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from quizzes.progress.models import QuizStamp
from quizzes.progress.tables import CERTAINTIES, GIVEN, QUESTIONS, TOPICS, VERSIONS, Table, quoted
from quizzes.progress.units import PER_MARK

PREFIX = "attest_tally_"
TABLES = (TOPICS, QUESTIONS, CERTAINTIES, VERSIONS, GIVEN)


@dataclass(frozen=True)
class Dialect:
    """How a store says what all stores mean, of a row of answers; and how a trigger is made of its statements."""

    week: str
    credit: str
    right: str
    digest: str
    differs: str
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
        differs="{one} IS NOT {other}",
        made="CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN\n{body}\nEND",
        dropped="DROP TRIGGER {name}",
    ),
    "postgresql": Dialect(
        week="date_trunc('week', {row}.answered_at AT TIME ZONE 'UTC')::date",
        credit=f"FLOOR({{row}}.credit * {PER_MARK}.0::float8 + 0.5)::bigint",
        right="({row}.credit = 1)::int",
        digest="encode(sha256(convert_to({row}.given::text, 'UTF8')), 'hex')",
        differs="{one} IS DISTINCT FROM {other}",
        made=(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n{body}\nRETURN NULL;\nEND\n"
            "$function$;\n"
            "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
        ),
        dropped="DROP FUNCTION {name} CASCADE",
        alone="LOCK TABLE quizzes_answer IN SHARE ROW EXCLUSIVE MODE;",
    ),
}
# Whose answer it is, and to what.
OF_ANSWER = """
    FROM quizzes_slot AS slot
    JOIN quizzes_attempt AS attempt ON attempt.id = slot.attempt_id
    JOIN quizzes_questionversion AS version ON version.id = slot.version_id
    JOIN quizzes_question AS question ON question.id = version.question_id
    WHERE slot.id = {row}.slot_id AND {row}.credit IS NOT NULL"""
NOT_A_TRIAL = " AND NOT attempt.is_trial"


def statements(dialect: Dialect, row: str, write: Callable[..., str]) -> Iterator[str]:
    """What an answer, as it is in `row`, adds to each table, or takes from it. In the order of the tables."""
    week, credit, right, digest = (
        part.format(row=row) for part in (dialect.week, dialect.credit, dialect.right, dialect.digest)
    )
    origin = OF_ANSWER.format(row=row)
    of_topic = f"{origin} AND question.topic_id IS NOT NULL"
    yield write(TOPICS, ["attempt.student_id", "question.topic_id", week], ["1", credit], of_topic)
    yield write(QUESTIONS, ["attempt.student_id", "version.question_id"], ["1", credit], origin)
    certain = f"{origin} AND {row}.certainty IS NOT NULL"
    yield write(CERTAINTIES, ["attempt.student_id", f"{row}.certainty"], ["1", right], certain)
    yield write(VERSIONS, ["slot.version_id"], ["1", credit], origin + NOT_A_TRIAL)
    told = f"{origin}{NOT_A_TRIAL} AND NOT {row}.is_erased"
    yield write(GIVEN, ["slot.version_id", digest], ["1"], told, besides=[f"{row}.given"])


def moved(dialect: Dialect, topic: str, sign: str) -> str:
    """What a question's answers add to a topic, or take from it."""
    sums = [f"{sign}COUNT(*)", f"{sign}SUM({dialect.credit.format(row='answer')})"]
    origin = f"""
    FROM quizzes_answer AS answer
    JOIN quizzes_slot AS slot ON slot.id = answer.slot_id
    JOIN quizzes_attempt AS attempt ON attempt.id = slot.attempt_id
    JOIN quizzes_questionversion AS version ON version.id = slot.version_id
    WHERE version.question_id = NEW.id AND answer.credit IS NOT NULL AND {topic} IS NOT NULL
    GROUP BY 1, 2, 3"""
    return adding(TOPICS, ["attempt.student_id", topic, dialect.week.format(row="answer")], sums, origin)


def adding(
    table: Table, key: Sequence[str], sums: Sequence[str], origin: str, *, besides: Sequence[str] = ()
) -> str:
    name, values = table.model._meta.db_table, ", ".join([*key, *besides, *sums])
    added = ", ".join(f'"{column}" = {name}."{column}" + EXCLUDED."{column}"' for column in table.sums)
    return (
        f"INSERT INTO {name} ({quoted(table.columns)})\n  SELECT {values}{origin}\n"
        f"  ON CONFLICT ({quoted(table.key)}) DO UPDATE SET {added};"
    )


def taking(
    table: Table, key: Sequence[str], sums: Sequence[str], origin: str, *, besides: Sequence[str] = ()
) -> str:
    """From a row that is there: where all is emptied, none shall come of it."""
    name = table.model._meta.db_table
    left = ", ".join(
        f'"{column}" = "{column}" - {taken}' for column, taken in zip(table.sums, sums, strict=True)
    )
    return f"UPDATE {name} SET {left}\n  WHERE ({quoted(table.key)}) IN (SELECT {', '.join(key)}{origin});"  # noqa: S608 - our own names


def triggers(vendor: str) -> dict[str, str]:
    """The statements that make them, by their names."""
    dialect = DIALECTS[vendor]
    gone, comes = (list(statements(dialect, *row)) for row in (("OLD", taking), ("NEW", adding)))
    columns = ("credit", "certainty", "given", "is_erased")
    is_changed = " OR ".join(
        dialect.differs.format(one=f"OLD.{name}", other=f"NEW.{name}") for name in columns
    )
    of_topic = [dialect.alone, moved(dialect, "OLD.topic_id", "-"), moved(dialect, "NEW.topic_id", "")]
    topic_changed = dialect.differs.format(one="OLD.topic_id", other="NEW.topic_id")
    wanted = {
        "comes": ("INSERT", "quizzes_answer", "NEW.credit IS NOT NULL", comes),
        "changes": ("UPDATE", "quizzes_answer", is_changed, [*gone, *comes]),
        "goes": ("DELETE", "quizzes_answer", "OLD.credit IS NOT NULL", gone),
        "topic": ("UPDATE", "quizzes_question", topic_changed, of_topic),
    } | {
        f"empty_{table.model._meta.model_name}": (
            "UPDATE",
            table.model._meta.db_table,
            "NEW.answers = 0",
            [f"DELETE FROM {table.model._meta.db_table} WHERE id = NEW.id;"],  # noqa: S608 - our own names
        )
        for table in TABLES
    }
    return {
        PREFIX + name: dialect.made.format(
            name=PREFIX + name, event=event, table=table, when=when, body="\n".join(body)
        )
        for name, (event, table, when, body) in wanted.items()
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

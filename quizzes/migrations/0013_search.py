"""The tables of the search index. What keeps them right is put in place after every migrate: see quizzes/search/."""

from django.db import migrations

SHELVES = ("passages", "faces", "points", "questions")
PREFIX = "quizzes_search_"


def make(apps, schema_editor):
    for shelf in SHELVES:
        for sql in MAKE[schema_editor.connection.vendor]:
            schema_editor.execute(sql.format(table=PREFIX + shelf))


def remove(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(PARTS[schema_editor.connection.vendor])
        parts = [drop for (drop,) in cursor.fetchall()]
    for drop in [*parts, *(f"DROP TABLE {PREFIX}{shelf}" for shelf in SHELVES)]:
        schema_editor.execute(drop)


MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE {table} USING fts5(said, stems, owner UNINDEXED, tokenize='ascii', prefix='2 3')"
    ],
    "postgresql": [
        "CREATE TABLE {table} (number bigint PRIMARY KEY, owner bigint NOT NULL, words tsvector NOT NULL)",
        "CREATE INDEX {table}_words ON {table} USING gin (words) WITH (fastupdate = off)",
    ],
}
# What drops the triggers, or the functions and the triggers with them.
PARTS = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'quizzes_search_*'",
    "postgresql": "SELECT 'DROP FUNCTION ' || oid::regprocedure || ' CASCADE' FROM pg_proc "
    "WHERE starts_with(proname, 'quizzes_search_') AND pg_function_is_visible(oid)",
}


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0012_placements")]
    operations = [migrations.RunPython(make, remove)]

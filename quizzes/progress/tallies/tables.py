"""The tables of tallies as sums by a key, and how sums are added to what they hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.db import connection, models

from core.chunks import chunks
from quizzes.progress.models import (
    CertaintyTally,
    GivenTally,
    MarkTally,
    OptionTally,
    QuestionTally,
    QuizStamp,
    TopicTally,
    TotalTally,
    VersionTally,
)

AT_ONCE = 100
"""Rows of one statement."""
Key = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """`key` names the columns that tell a row from the others, `sums` those that are added up; `besides` is written
    once, with the row: a column that the key settles."""

    model: type[models.Model]
    key: tuple[str, ...]
    sums: tuple[str, ...]
    besides: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.key, *filter(None, [self.besides]), *self.sums)

    def __str__(self) -> str:
        return self.model.__name__


BY_ATTEMPT = ("attempts", "firsts", "lasts", "bests")
TOPICS = Table(TopicTally, ("student_id", "topic_id", "week"), ("answers", "credit"))
QUESTIONS = Table(QuestionTally, ("student_id", "question_id"), ("answers", "credit"))
CERTAINTIES = Table(CertaintyTally, ("student_id", "certainty"), ("answers", "right"))
VERSIONS = Table(VersionTally, ("version_id",), ("answers", "credit"))
GIVEN = Table(GivenTally, ("version_id", "digest"), ("answers",), besides="given")
TOTALS = Table(TotalTally, ("quiz_id", "points", "total"), BY_ATTEMPT)
MARKS = Table(MarkTally, ("quiz_id", "version_id", "points", "mark", "rest"), BY_ATTEMPT)
OPTIONS = Table(OptionTally, ("quiz_id", "version_id", "option", "percent"), BY_ATTEMPT)
# In the order in which every transaction touches them, so that no two wait for each other in a circle.
TABLES = (TOPICS, QUESTIONS, CERTAINTIES, VERSIONS, GIVEN, TOTALS, MARKS, OPTIONS)


@dataclass(frozen=True)
class Tallies:
    """Sums by table and key, and what stands besides a key."""

    sums: dict[Table, dict[Key, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    besides: dict[Table, dict[Key, Any]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, table: Table, key: Key, *counts: int) -> None:
        held = self.sums[table].get(key)
        if held is None:
            self.sums[table][key] = list(counts)
        else:
            for place, count in enumerate(counts):
                held[place] += count

    def add_all(self, other: "Tallies", times: int = 1) -> None:
        for table, rows in other.sums.items():
            self.besides[table] |= other.besides[table]
            for key, counts in rows.items():
                self.add(table, key, *(times * count for count in counts))

    def rows(self, table: Table) -> Iterator[tuple[Key, list[int]]]:
        """Those that are not nothing, in the order of their keys."""
        return ((key, counts) for key, counts in sorted(self.sums[table].items()) if any(counts))

    def store(self) -> None:
        """Add the sums to what the tables hold, within a transaction."""
        for table in TABLES:
            if self.sums[table]:
                add_to(table, self.rows(table), self.besides[table])
        stamp({quiz for table in (TOTALS, MARKS, OPTIONS) for (quiz, *_), _ in self.rows(table)})


def stamp(quizzes: Collection[int]) -> None:
    """Say that something changed which is counted of these quizzes."""
    fresh = [QuizStamp(quiz_id=quiz, stamp=uuid4()) for quiz in sorted(quizzes)]
    QuizStamp.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["quiz"], update_fields=["stamp"]
    )


def add_to(table: Table, rows: Iterable[tuple[Key, Sequence[int]]], besides: dict[Key, Any]) -> None:
    """Add to each row, or make it; one that comes to nothing goes by a trigger."""
    with connection.cursor() as cursor:
        for some in chunks(rows, AT_ONCE):
            values = [value for key, counts in some for value in written(table, key, counts, besides)]
            cursor.execute(adding(table, len(some)), values)


def written(table: Table, key: Key, counts: Sequence[int], besides: dict[Key, Any]) -> Iterator[Any]:
    yield from adapted(key)
    if table.besides:
        yield connection.ops.adapt_json_value(besides.get(key), None)
    yield from counts


def adapted(key: Key) -> Iterator[Any]:
    """As the store takes it: only weeks need to be told in its own way."""
    for value in key:
        yield connection.ops.adapt_datefield_value(value) if hasattr(value, "isoformat") else value


@lru_cache(maxsize=1000)
def adding(table: Table, count: int) -> str:
    """By hand, for the ORM sets what it finds there and cannot add to it."""
    name = connection.ops.quote_name(table.model._meta.db_table)
    row = f"({', '.join(['%s'] * len(table.columns))})"
    sums = ", ".join(f'"{column}" = {name}."{column}" + EXCLUDED."{column}"' for column in table.sums)
    return (
        f"INSERT INTO {name} ({quoted(table.columns)}) VALUES {', '.join([row] * count)} "  # noqa: S608 - our own names
        f"ON CONFLICT ({quoted(table.key)}) DO UPDATE SET {sums}"
    )


def quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)

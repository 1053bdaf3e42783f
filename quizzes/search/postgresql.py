"""The index in PostgreSQL: a table of word vectors a shelf, kept right by triggers.

The vectors hold each word as it is said, and its stem behind a "=" at the same place. They are written by a function
of ours rather than by a text search configuration, so that the words are the ones of words.py whatever the locale
and the extensions of the server.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db.backends.base.base import BaseDatabaseWrapper

from quizzes.search import words
from quizzes.search.asked import Asked, Term
from quizzes.search.shelves import PREFIX, STRIDE, Shelf, Text
from quizzes.search.words import between_brackets

WORDS = f"{PREFIX}words"
# Shorter texts count for more, but not in proportion.
RANK = "ts_rank(words, %s::tsquery, 1)"


def fault() -> None:
    return None


def lay(connection: BaseDatabaseWrapper, shelves: Sequence[Shelf]) -> bool:
    """Put functions and triggers in place and fill the index, unless all stand already; whether anything was done."""
    wanted = {name: sql for shelf in shelves for text in shelf.texts for name, sql in [trigger(shelf, text)]}
    edition = sha256("\n".join([function(), *wanted.values()]).encode()).hexdigest()
    with connection.cursor() as cursor:
        if standing(cursor) == (edition, set(wanted)):
            return False
        take_away(cursor)
        cursor.execute(function())
        for sql in wanted.values():
            cursor.execute(sql)
        for shelf in shelves:
            fill(cursor, shelf)
        cursor.execute(f"COMMENT ON FUNCTION {WORDS}(text) IS '{edition}'")
    return True


def is_made(connection: BaseDatabaseWrapper, shelves: Sequence[Shelf]) -> bool:
    """Whether the tables of the index are there: they come and go by migrations."""
    tables = connection.introspection.table_names()
    return all(shelf.table in tables for shelf in shelves)


def standing(cursor) -> tuple[str | None, set[str]]:
    """The edition that was laid, and the triggers that are there."""
    cursor.execute("SELECT obj_description(to_regprocedure(%s), 'pg_proc')", [f"{WORDS}(text)"])
    (edition,) = cursor.fetchone()
    cursor.execute(
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE starts_with(tgname, %s) AND pg_table_is_visible(pg_class.oid)",
        [PREFIX],
    )
    return edition, {name for (name,) in cursor.fetchall() if not name.endswith("_emptied")}


def take_away(cursor) -> None:
    """Our functions, and with them the triggers that call them."""
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE starts_with(proname, %s) AND pg_function_is_visible(oid)",
        [PREFIX],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {name} CASCADE")


def function() -> str:
    """text -> its word vector. The same steps as words.said and words.stem, from the same constants."""
    gone = f"[{between_brackets(*words.DROPPED)}]"
    upper, lower = "".join(words.FOLDED), "".join(words.FOLDED.values())
    folded = f'translate(lower(plain COLLATE "C"), {quoted(upper)}, {quoted(lower)})'
    for ligature, letters in words.LIGATURES:
        folded = f"replace({folded}, {quoted(ligature)}, {quoted(letters)})"
    stem = "said"
    for pattern, replacement in words.STEMMING:
        stem = f"regexp_replace({stem}, {quoted(pattern)}, {quoted(replacement)})"
    alone = between_brackets(*words.ALONE)
    return f"""
CREATE FUNCTION {WORDS}(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
  SELECT coalesce(string_agg(
    '''' || said || ''':' || place || ' ''=' || {stem} || ''':' || place, ' '
  ), '')::tsvector
  FROM (SELECT regexp_replace(normalize(left(value, {words.LONGEST_TEXT}), NFKD), {quoted(gone)}, '', 'g') AS plain) AS a,
  LATERAL (SELECT {folded} AS folded) AS b,
  LATERAL (SELECT regexp_replace(folded, {quoted(words.OWNERS_S)}, '  ', 'g') AS spaced) AS c,
  LATERAL (SELECT regexp_replace(spaced, '([{alone}])', ' \\1 ', 'g') AS apart) AS d,
  LATERAL (
    SELECT left(piece, {words.LONGEST_WORD}) AS said, row_number() OVER (ORDER BY number) AS place
    FROM regexp_split_to_table(apart, {quoted(words.NO_WORD + "+")}) WITH ORDINALITY AS split (piece, number)
    WHERE piece <> ''
  ) AS e
$function$
"""  # noqa: S608 - names of ours


def quoted(text: str) -> str:
    """A literal with its backslashes as they are, whatever the server's settings."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def trigger(shelf: Shelf, text: Text) -> tuple[str, str]:
    """One trigger function for a text, and the triggers that call it: for each row, and when the table is emptied."""
    name = f"{shelf.table}_{text.number}"
    number = f"id * {STRIDE} + {text.number}"
    sql = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM {shelf.table} WHERE number % {STRIDE} = {text.number};
  ELSIF TG_OP <> 'INSERT' THEN
    DELETE FROM {shelf.table} WHERE number = OLD.{number};
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    INSERT INTO {shelf.table} {columns(text, "NEW.")};
  END IF;
  RETURN NULL;
END
$function$;
CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON "{text.table}"
FOR EACH ROW EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_emptied AFTER TRUNCATE ON "{text.table}"
FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""  # noqa: S608 - names of ours
    return name, sql


def columns(text: Text, row: str) -> str:
    said = f'{row}"{text.column}"' + (f" ->> '{text.key}'" if text.key else "")
    return (
        f"(number, owner, words) SELECT {row}id * {STRIDE} + {text.number}, "
        f"{row}\"{text.owner}\", {WORDS}(coalesce({said}, ''))"
    )


def fill(cursor, shelf: Shelf) -> None:
    cursor.execute(f"DELETE FROM {shelf.table}")  # noqa: S608 - names of ours
    for text in shelf.texts:
        cursor.execute(f'INSERT INTO {shelf.table} {columns(text, "")} FROM "{text.table}"')


def matching(shelf: Shelf, asked: Asked, among: str) -> tuple[str, list[str]]:
    """A query for owner and rank of the texts that have the words, and its parameters before those of `among`.

    Where an owner has several texts, those with any of the words, of owners that have them all.
    """
    terms = list(map(expression, asked.terms))
    wanted = (" & " if shelf.has_one_text_each else " | ").join(terms)
    several = [] if shelf.has_one_text_each else terms
    owners = f" AND {one_of(f'SELECT owner {where(shelf)}')}" * len(several)
    # OFFSET 0: else what counts the rows carries every vector along, and ranks them only afterwards.
    sql = f"SELECT owner, {RANK} AS rank {where(shelf)}{owners} AND {one_of(among)} OFFSET 0"
    return sql, [wanted, wanted, *several]


def one_of(owners: str) -> str:
    """As a condition that is looked up in a hash, row by row. Left free, the planner may join instead, and before it
    has counted a table that was just filled it does so in the worst order.
    """
    return f"(owner IN ({owners})) IS TRUE"


def where(shelf: Shelf) -> str:
    return f"FROM {shelf.table} WHERE words @@ %s::tsquery"


def expression(term: Term) -> str:
    """The term as a tsquery. Words are letters and digits alone, so nothing in them needs escaping."""
    spoken = in_a_row(term.words) + (":*" if term.is_open else "")
    stemmed = in_a_row(f"={stem}" for stem in term.stems)
    if term.is_exact:
        return f"({spoken})"
    return f"({stemmed} | {spoken})" if term.is_open else f"({stemmed})"


def in_a_row(lexemes: Iterable[str]) -> str:
    return " <-> ".join(f"'{lexeme}'" for lexeme in lexemes)

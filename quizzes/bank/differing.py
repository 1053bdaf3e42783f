"""What differs between two texts of a question, in words. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from quizzes.kinds import KINDS
from quizzes.kinds.drafting import IS_RIGHT
from quizzes.kinds.folding import fold, listed, quoted
from quizzes.kinds.kind import Column, Draft, DraftOption, Kind

OWN = ("text", "is_right", "feedback")
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")

# ("del", words), ("ins", words) or ("", words) for what stayed.
Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cited:
    """A citation as it is told: where its words stand, how they bear on the answer, and the words."""

    place: str
    stance: str
    quote: str


@dataclass(frozen=True)
class Written:
    """One text of a question: a version, or its draft."""

    kind: str
    draft: Draft
    hints: tuple[str, ...] = ()
    points: float = 1
    citations: tuple[Cited, ...] = ()

    @property
    def task(self) -> Kind:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Change:
    """What changed, in a sentence; for a text that reads otherwise also its words, before and now."""

    place: str
    sentence: str
    words: Words = ()


def changes(before: Written, now: Written) -> list[Change]:
    """From the one to the other, in the order of the form. Empty where both say the same."""
    return [
        *of_kind(before, now),
        *of_text("Question", before.draft.stem, now.draft.stem),
        *of_settings(before, now),
        *of_rows(before, now),
        *of_text("Explanation", before.draft.explanation, now.draft.explanation),
        *of_text("Hints", "\n".join(before.hints), "\n".join(now.hints)),
        *of_points(before.points, now.points),
        *of_citations(before.citations, now.citations),
    ]


def of_kind(before: Written, now: Written) -> Iterator[Change]:
    if before.kind != now.kind:
        yield Change("Kind", f"“{now.task.LABEL}” instead of “{before.task.LABEL}”.")


def of_text(place: str, before: str, now: str) -> Iterator[Change]:
    if lines(before) == lines(now):
        return
    if not before.strip():
        yield Change(place, "Added.", (("ins", now),))
    elif not now.strip():
        yield Change(place, "Removed.", (("del", before),))
    else:
        yield Change(place, "Reads otherwise.", word_changes(before, now))


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def word_changes(before: str, now: str) -> Words:
    """Word by word; joined, all but the "ins" are the text before, and all but the "del" the text now."""
    old, new = TOKEN.findall(before), TOKEN.findall(now)
    found: list[tuple[str, str]] = []
    for name, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if name == "equal":
            found.append(("", "".join(old[start:end])))
        else:
            found += [("del", "".join(old[start:end])), ("ins", "".join(new[first:last]))]
    return tuple((sign, words) for sign, words in found if words)


def of_settings(before: Written, now: Written) -> Iterator[Change]:
    columns = {column.name: column for column in (*before.task.SETTINGS, *now.task.SETTINGS)}
    yield from of_columns("Settings", columns.values(), before.draft.settings, now.draft.settings)


def of_columns(
    place: str, columns: Iterable[Column], before: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Change]:
    for column in columns:
        old, new = told(column, before), told(column, now)
        if old == new:
            continue
        if column.type == "long_text":
            yield from of_text(column.label, old, new)
        else:
            yield Change(place, f"{column.label}: {new or 'nothing'} instead of {old or 'nothing'}.")


def told(column: Column, values: Mapping[str, Any]) -> str:
    """A value as the form would show it."""
    value = column.of(values)
    if column.type == "flag":
        return "yes" if value else "no"
    if column.type == "choice":
        return dict(column.choices).get(
            str(value).lower() if isinstance(value, bool) else value, str(value or "")
        )
    if column.type == "number" and isinstance(value, int | float):
        return f"{value:g}"
    return "" if value is None else str(value)


Pairs = list[tuple[DraftOption, DraftOption]]


def of_rows(before: Written, now: Written) -> Iterator[Change]:
    pairs = same_rows(before.draft.options, now.draft.options)
    columns = {column.name: column for column in (*before.task.OPTION_COLUMNS, *now.task.OPTION_COLUMNS)}
    for old, new in pairs:
        yield from of_row(old, new, columns)
    kept = {old.id for old, _ in pairs}, {new.id for _, new in pairs}
    for option in before.draft.options:
        if option.id not in kept[0]:
            yield Change("Options", f"{named(option)} is removed{was_right(option, columns)}.")
    for option in now.draft.options:
        if option.id not in kept[1]:
            yield Change("Options", f"{named(option)} is new{is_right(option, columns)}.")
    yield from of_order(before, now, pairs)


def same_rows(before: Sequence[DraftOption], now: Sequence[DraftOption]) -> Pairs:
    """Which row is which: by what it says, then by its id, where a row that was reworded keeps it."""
    pairs: Pairs = []
    for same in (lambda row: row_text(row), lambda row: row.id):
        taken = {old.id for old, _ in pairs}, {new.id for _, new in pairs}
        left = {same(new): new for new in reversed(now) if new.id not in taken[1]}
        for old in before:
            if old.id not in taken[0] and (new := left.pop(same(old), None)):
                pairs.append((old, new))
    order = {old.id: place for place, old in enumerate(before)}
    return sorted(pairs, key=lambda pair: order[pair[0].id])


def row_text(row: DraftOption) -> tuple[str, ...]:
    """Rows of a match or of a gap are told apart by these as well."""
    return (
        fold(row.text),
        *(
            fold(str(row.details.get(name, "")))
            for name in ("gap", "match")
            if not row.text.strip() or name == "gap"
        ),
    )


def of_row(old: DraftOption, new: DraftOption, columns: Mapping[str, Column]) -> Iterator[Change]:
    if old.text != new.text:
        yield Change("Options", "Reads otherwise.", word_changes(old.text, new.text))
    if IS_RIGHT.name in columns and old.is_right != new.is_right:
        yield Change("Options", f"{named(new)} is {'right' if new.is_right else 'wrong'} now.")
    details = [column for name, column in columns.items() if name not in OWN]
    for change in of_columns("Options", details, old.details, new.details):
        yield Change(change.place, f"{named(new)}: {change.sentence}", change.words)
    yield from of_text(f"Feedback on {named(new)}", old.feedback, new.feedback)


def named(option: DraftOption) -> str:
    return f"“{quoted(option.text)[1:-1]}”" if option.text.strip() else "A row without a text"


def was_right(option: DraftOption, columns: Mapping[str, Column]) -> str:
    if IS_RIGHT.name not in columns:
        return ""
    return ", which was right" if option.is_right else ", which was wrong"


def is_right(option: DraftOption, columns: Mapping[str, Column]) -> str:
    if IS_RIGHT.name not in columns:
        return ""
    return ", and right" if option.is_right else ", and wrong"


def of_order(before: Written, now: Written, pairs: Pairs) -> Iterator[Change]:
    place = {new.id: number for number, new in enumerate(now.draft.options)}
    new_order = sorted((new for _, new in pairs), key=lambda row: place[row.id])
    if [new.id for _, new in pairs] != [new.id for new in new_order]:
        yield Change("Options", f"They stand in this order now: {listed([named(row) for row in new_order])}.")


def of_points(before: float, now: float) -> Iterator[Change]:
    if before != now:
        yield Change("Points", f"{now:g} instead of {before:g}.")


def of_citations(before: Sequence[Cited], now: Sequence[Cited]) -> Iterator[Change]:
    gone = [cited for cited in before if cited not in now]
    new = [cited for cited in now if cited not in before]
    for old in gone:
        successor = next((cited for cited in new if cited.place == old.place), None)
        if successor is None:
            yield Change("Evidence", f"{old.place} is cited no more.", (("del", old.quote),))
            continue
        new.remove(successor)
        yield from of_citation(old, successor)
    for cited in new:
        yield Change("Evidence", f"{cited.place} is cited now: it {cited.stance}.", (("ins", cited.quote),))


def of_citation(old: Cited, new: Cited) -> Iterator[Change]:
    if old.stance != new.stance:
        yield Change("Evidence", f"{new.place}: it {new.stance} instead of “{old.stance}”.")
    if old.quote != new.quote:
        yield Change("Evidence", f"{new.place}: other words are cited.", word_changes(old.quote, new.quote))

"""The gaps of a text. Each is a small question of another kind, which reads it and marks it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from quizzes.kinds import answer_rows, numerals, numeric, short_text, single_choice
from quizzes.kinds.drafting import IS_RIGHT
from quizzes.kinds.folding import fold, listed, one_line, quoted
from quizzes.kinds.kind import (
    Column,
    Draft,
    DraftOption,
    Face,
    Given,
    Grade,
    Key,
    Kind,
    Outcome,
    Refusal,
    Shows,
    Unreadable,
    Written,
)

KINDS: dict[str, Kind] = {"short_text": short_text, "numeric": numeric, "single_choice": single_choice}

GAP = Column("gap", "Gap", "number", help="The number of the gap in the text.")
# No default here, or a blank could not follow the first row of its gap.
ASKS = Column(
    "asks",
    "Asks for",
    "choice",
    choices=tuple((slug, kind.LABEL) for slug, kind in KINDS.items()),
    help="Empty: as the first row of the gap; where that is empty, too, a short text.",
)
USUALLY = "short_text"
SHARED_SETTINGS = (numeric.LANGUAGE, short_text.MATCH_CASE)

# A line must not break between a field and the punctuation that touches it, so that goes with the gap.
# Marks that mean something in Markdown stay in the text; so does the end of an entity, before a gap.
TOUCHING = r"[^\w\s*`~\\<>&\[\]{but}]{{0,4}}"
GAP_IN_TEXT = re.compile(rf"({TOUCHING.format(but=';')})(?<!\\)\[([0-9]{{1,3}})\]({TOUCHING.format(but='')})")
WHOLE = re.compile(r"([0-9]{1,4})(?:\.0*)?")
OPEN = "–"


def in_text(text: str) -> list[int]:
    """The numbers of the gaps as they follow each other in a text."""
    return [int(gap[2]) for gap in GAP_IN_TEXT.finditer(one_line(text))]


def pieces(draft: Draft, text: str) -> list[dict[str, Any]]:
    """The text cut at its gaps: {"text"}, or what `piece` makes of a gap. Blanks stay where they were."""
    parts = iter(GAP_IN_TEXT.split(one_line(text)))
    found = [{"text": next(parts)}]
    for before, number, after, rest in zip(parts, parts, parts, parts, strict=True):
        found += [piece(draft, int(number)) | {"before": before, "after": after}, {"text": rest}]
    return [part for part in found if part.get("text") != ""]


def piece(draft: Draft, number: int) -> dict[str, Any]:
    """What a student may see of a gap. Of the rows only those of a choice are in it, sorted."""
    rows = rows_of(draft, number)
    asked = {"gap": number, "asks": asks(rows)}
    if not offers_choice(KINDS[asked["asks"]]):
        return asked
    return asked | {"options": [one_line(row.text) for row in in_order(rows, language(draft.settings))]}


def rows_of(draft: Draft, number: int) -> list[DraftOption]:
    return [row for row in draft.options if gap_of(row) == number]


def gap_of(row: DraftOption) -> int | Unreadable:
    written = GAP.of(row.details)
    if written is None:
        return Unreadable("the gap is missing. Write the number of the gap that it fills, such as 1.")
    whole = WHOLE.fullmatch(str(written).strip())
    if whole is None:
        return Unreadable(
            f"the gap {quoted(str(written))} is not a whole number. Write it as in the text, such as 1."
        )
    return int(whole[1])


def asks(rows: Sequence[DraftOption]) -> str:
    """The kind that the first of a gap's rows names."""
    named = written_asks(rows[0]) if rows else ""
    return named if named in KINDS else USUALLY


def written_asks(row: DraftOption) -> str:
    return str(ASKS.of(row.details) or "").strip()


def offers_choice(kind: Kind) -> bool:
    return IS_RIGHT in kind.OPTION_COLUMNS


def in_order(rows: Sequence[DraftOption], language: str) -> list[DraftOption]:
    """By their texts, or by size where all are numbers, so that their order says nothing."""
    sizes = [numerals.read(row.text, language) for row in rows]
    if any(isinstance(size, Unreadable) for size in sizes):
        return sorted(rows, key=lambda row: (fold(row.text), one_line(row.text)))
    sized = zip(sizes, rows, strict=True)
    return [row for _, row in sorted(sized, key=lambda pair: (pair[0], one_line(pair[1].text)))]


def language(settings: Mapping[str, Any]) -> str:
    return str(numeric.LANGUAGE.of(settings))


def question(draft: Draft, number: int, slug: str, rows: Sequence[DraftOption]) -> Draft:
    """A gap as a draft of its own kind, with those of the text's settings that the kinds of gaps know."""
    settings = {column.name: column.of(draft.settings) for column in SHARED_SETTINGS}
    settings[numeric.LANGUAGE.name] = language(draft.settings)
    if offers_choice(KINDS[slug]):
        rows = [without_usual_credit(row) for row in rows]
    return Draft(f"gap {number}", settings=settings, options=tuple(rows))


def without_usual_credit(row: DraftOption) -> DraftOption:
    """A form fills in the credit 1 of an accepted answer; in a row of a choice that says nothing."""
    usual = str(answer_rows.CREDIT.of(row.details)).strip() in ("1", "1.0")
    return replace(row, details={**row.details, "credit": None}) if usual else row


def problems(draft: Draft, number: int) -> list[str]:
    rows = rows_of(draft, number)
    if not rows:
        return [f"Gap {number} stands in the text but has no accepted answer. Add a row with gap {number}."]
    slug = asks(rows)
    found = asks_problems(slug, rows) or KINDS[slug].problems(question(draft, number, slug, rows))
    return [f"Gap {number}: {sentence}" for sentence in found]


def asks_problems(slug: str, rows: Sequence[DraftOption]) -> list[str]:
    """Rows that name what there is not, or something else than the first row of their gap."""
    named = dict.fromkeys([slug, *filter(None, map(written_asks, rows))])
    unknown = [quoted(other) for other in named if other not in KINDS]
    if unknown:
        return [f"it asks for the unknown {listed(unknown)}. Choose among {listed(list(KINDS))}."]
    if len(named) > 1:
        labels = [f"“{KINDS[other].LABEL}”" for other in named]
        return [f"its rows ask for {listed(labels)}. Choose one for all of them, or fill in the first only."]
    return []


def key(draft: Draft, number: int) -> Key:
    """What marks one gap. `key` names the rows by their places in `rows`, from "1"; `rows` holds their ids."""
    rows = rows_of(draft, number)
    slug = asks(rows)
    if offers_choice(KINDS[slug]):
        rows = in_order(rows, language(draft.settings))
    placed = [replace(row, id=str(place), feedback="") for place, row in enumerate(rows, 1)]
    return {
        "asks": slug,
        "rows": [row.id for row in rows],
        "key": KINDS[slug].key(question(draft, number, slug, placed)),
    }


def rows_from(piece: Mapping[str, Any], language: str, key: Key) -> list[DraftOption]:
    """The rows of a draft of which this is one gap: its face, and the key that marks it."""
    alone = KINDS[key["asks"]].draft_of(face(piece, language), {**key["key"], "explanation": ""})
    return [
        replace(
            row,
            id=key["rows"][int(row.id) - 1],
            feedback="",
            details={**row.details, GAP.name: piece["gap"], ASKS.name: key["asks"]},
        )
        for row in alone.options
    ]


def piece_as_text(piece: Mapping[str, Any]) -> str:
    return piece["text"] if "text" in piece else f"{piece['before']}[{piece['gap']}]{piece['after']}"


def face(piece: Mapping[str, Any], language: str) -> Face:
    """The face of a gap alone; its options have the ids by which its key calls them."""
    options = tuple(DraftOption(str(place), text) for place, text in enumerate(piece.get("options", []), 1))
    settings = {numeric.LANGUAGE.name: language}
    return KINDS[piece["asks"]].face(Draft(f"gap {piece['gap']}", settings=settings, options=options))


def read(piece: Mapping[str, Any], language: str, typed: str) -> Given | Unreadable | None:
    """What the gap's kind reads of it; None where it was left open."""
    if not fold(typed):
        return None
    given = KINDS[piece["asks"]].read(face(piece, language), [typed])
    if isinstance(given, Unreadable):
        return Unreadable(f"Gap {piece['gap']}: {given.sentence}")
    return given


def grade(key: Key, given: Given | None) -> Grade:
    if given is None:
        return Grade(0.0)
    mark = KINDS[key["asks"]].grade(key["key"], given)
    # What was accepted since is no row of the teacher's and has no feedback.
    places = [int(place) for place in mark.matched if place.isdigit()]
    return Grade(mark.credit, tuple(key["rows"][place - 1] for place in places))


def accepting(piece: Mapping[str, Any], language: str, key: Key, given: Given | None) -> Key | Refusal:
    if given is None:
        return key
    corrected = KINDS[key["asks"]].accepting(face(piece, language), key["key"], given)
    return corrected if isinstance(corrected, Refusal) else {**key, "key": corrected}


def written(piece: Mapping[str, Any], language: str, key: Key, given: Given) -> Written | None:
    found = KINDS[key["asks"]].written(face(piece, language), key["key"], given)
    return found and replace(found, gap=piece["gap"])


def said(piece: Mapping[str, Any], language: str, given: Given | None) -> str:
    return OPEN if given is None else KINDS[piece["asks"]].said(face(piece, language), given)


def anonymous(piece: Mapping[str, Any], language: str, given: Given | None) -> Given | None:
    return None if given is None else KINDS[piece["asks"]].anonymous(face(piece, language), given)


def outcome(piece: Mapping[str, Any], language: str, key: Key, given: Given | None, shows: Shows) -> Outcome:
    """The piece with what was given and its sign, and in `right_text` the right words where those show."""
    text = None if given is None else said(piece, language, given)
    told = KINDS[piece["asks"]].outcome(face(piece, language), key["key"], given, shows)
    return {
        "gap": piece["gap"],
        "before": piece["before"],
        "after": piece["after"],
        "given_text": text or OPEN,
        "sign": answer_rows.sign(text, grade(key, given), shows),
        "right_text": told["right_text"],
    }

"""Fill the gaps of a text. What a gap asks for, a word, a number or a choice, is read and marked by that kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from quizzes.kinds import answer_rows, gaps, numeric, putting_right, short_text, unchosen
from quizzes.kinds.drafting import FEEDBACK, IS_RIGHT, TEXT, faults, feedback_by_id, stem_problems
from quizzes.kinds.folding import fold, listed
from quizzes.kinds.kind import (
    NO_ANSWER,
    Column,
    Draft,
    DraftOption,
    Example,
    Face,
    Given,
    Grade,
    Key,
    Outcome,
    Refusal,
    Shows,
    Unreadable,
    Written,
)

GAPPED = Column(
    "text", "Text with gaps", "long_text", help="Write [1], [2], … where the gaps are.", default=""
)

LABEL = "Fill the gaps"
SUMMARY = "Students fill the gaps of a text: a word, a number or a choice."
SETTINGS = (GAPPED, numeric.LANGUAGE, short_text.MATCH_CASE)
OPTION_COLUMNS = (
    gaps.GAP,
    TEXT,
    IS_RIGHT,
    gaps.ASKS,
    numeric.TOLERANCE,
    numeric.TOLERANCE_TYPE,
    answer_rows.CREDIT,
    FEEDBACK,
)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

NOTHING_FILLED = Unreadable("Fill a gap first.")
PLACE = f"The setting “{GAPPED.label}”"

options = unchosen.options
chosen = unchosen.chosen
rights = unchosen.rights
guess = unchosen.guess
order = answer_rows.order
arranged = answer_rows.arranged


def problems(draft: Draft) -> list[str]:
    numbers = gaps.in_text(text(draft))
    return [
        *stem_problems(draft),
        *text_problems(text(draft), numbers),
        *faults("Row", map(gaps.gap_of, draft.options)),
        *faults("Row", (stray(row, numbers) for row in draft.options)),
        *(sentence for number in dict.fromkeys(numbers) for sentence in gaps.problems(draft, number)),
    ]


def text_problems(text: str, numbers: Sequence[int]) -> list[str]:
    if not fold(text):
        return [f"{PLACE} is empty. Write the text there, with [1] in the place of the first gap."]
    if not numbers:
        return [f"{PLACE} has no gap. Write [1] in the place of the first one."]
    twice = [number for number in dict.fromkeys(numbers) if numbers.count(number) > 1]
    if twice:
        return [
            f"{PLACE} has gap {number} {numbers.count(number)} times. Give each gap a number of its own."
            for number in twice
        ]
    if numbers != list(range(1, len(numbers) + 1)):
        return [
            (
                f"{PLACE} numbers its gaps {listed([str(number) for number in numbers])}. "
                f"Count them from 1 to {len(numbers)} as they follow each other."
            )
        ]
    return []


def stray(row: DraftOption, numbers: Sequence[int]) -> Unreadable | None:
    """Where a row belongs to a gap that there is not."""
    gap = gaps.gap_of(row)
    if isinstance(gap, Unreadable) or gap in numbers:
        return None
    return Unreadable(f"gap {gap} does not stand in the text. Write [{gap}] there, or change the row's gap.")


def text(draft: Draft) -> str:
    return str(GAPPED.of(draft.settings))


def face(draft: Draft) -> Face:
    return {
        "stem": draft.stem,
        "pieces": gaps.pieces(draft, text(draft)),
        "gap_count": len(gaps.in_text(text(draft))),
        "language": gaps.language(draft.settings),
    }


def key(draft: Draft) -> Key:
    """`gaps`: one key a gap, in the order of the text; `feedback`: by the id of the row it belongs to."""
    found = problems(draft)
    if found:
        raise ValueError(found[0])
    return {
        "explanation": draft.explanation,
        "gaps": [gaps.key(draft, number) for number in gaps.in_text(text(draft))],
        "feedback": feedback_by_id(draft.options),
    }


def draft_of(face: Face, key: Key) -> Draft:
    """The rows gap by gap. Blanks of the text come back as single ones."""
    gapped = zip(gap_pieces(face), key["gaps"], strict=True)
    options = [row for piece, gap in gapped for row in gaps.rows_from(piece, face["language"], gap)]
    with_feedback = (replace(row, feedback=key["feedback"].get(row.id, "")) for row in options)
    counts_case = any(gap["key"].get(short_text.MATCH_CASE.name) for gap in key["gaps"])
    settings = {
        GAPPED.name: "".join(map(gaps.piece_as_text, face["pieces"])),
        **({short_text.MATCH_CASE.name: True} if counts_case else {}),
        **({} if face["language"] == numeric.LANGUAGE.default else {numeric.LANGUAGE.name: face["language"]}),
    }
    return Draft(face["stem"], key["explanation"], settings, tuple(with_feedback))


def gap_pieces(face: Face) -> list[Mapping[str, Any]]:
    return [piece for piece in face["pieces"] if "gap" in piece]


def read(face: Face, typed: Sequence[str]) -> list[Given | None] | Unreadable:
    """One item a gap, as its kind reads it; None for a gap left open."""
    pieces = gap_pieces(face)
    if not any(map(fold, typed)):
        return NOTHING_FILLED
    if len(typed) != len(pieces):
        return Unreadable(
            f"The gaps and the answers that arrived differ in number, {len(pieces)} and {len(typed)}. "
            "Load the page again and fill the gaps there."
        )
    given = [gaps.read(piece, face["language"], value) for piece, value in zip(pieces, typed, strict=True)]
    unreadable = [item for item in given if isinstance(item, Unreadable)]
    return unreadable[0] if unreadable else given


def grade(key: Key, given: Sequence[Given | None]) -> Grade:
    """The mean of the gaps' credits; of those that count, but never less than before one was dropped."""
    marks = [gaps.grade(gap, item) for gap, item in zip(key["gaps"], given, strict=True)]
    means = [
        fmean(mark.credit for number, mark in enumerate(marks, 1) if str(number) not in dropped)
        for dropped in putting_right.drops(key)
    ]
    return Grade(max(means), tuple(id for mark in marks for id in mark.matched))


def said(face: Face, given: Sequence[Given | None]) -> str:
    """Such as `1 Danube; 2 –; 3 1830`."""
    return "; ".join(
        f"{piece['gap']} {gaps.said(piece, face['language'], item)}"
        for piece, item in zip(gap_pieces(face), given, strict=True)
    )


def anonymous(face: Face, given: Sequence[Given | None]) -> list[Given | None]:
    return [
        gaps.anonymous(piece, face["language"], item)
        for piece, item in zip(gap_pieces(face), given, strict=True)
    ]


def outcome(face: Face, key: Key, given: Sequence[Given | None] | None, shows: Shows) -> Outcome:
    items = given or [None] * len(key["gaps"])
    filled = [
        gaps.outcome(piece, face["language"], gap, item, shows)
        for piece, gap, item in zip(gap_pieces(face), key["gaps"], items, strict=True)
    ]
    by_gap = {piece["gap"]: piece for piece in filled}
    rights = [f"{piece['gap']} {piece['right_text']}" for piece in filled if shows.right_answer]
    return {
        "pieces": [by_gap[piece["gap"]] if "gap" in piece else piece for piece in face["pieces"]],
        "feedback": feedback(key, items) if shows.feedback else [],
        "given_text": said(face, given) if given else NO_ANSWER,
        "right_text": "; ".join(rights),
    }


def feedback(key: Key, given: Sequence[Given | None]) -> list[dict[str, Any]]:
    return [
        {"gap": number, "text": key["feedback"][id]}
        for number, (gap, item) in enumerate(zip(key["gaps"], given, strict=True), 1)
        for id in gaps.grade(gap, item).matched
        if id in key["feedback"]
    ]


def shape(face: Face) -> list[tuple[Any, ...]]:
    asked = [(piece["asks"], tuple(piece.get("options", ()))) for piece in gap_pieces(face)]
    return [("language", face["language"]), *asked]


def parts(face: Face, given: Sequence[Given | None]) -> list[tuple[str, list[Given | None]]]:
    """What fills each gap, alone."""
    return [
        (
            f"Gap {piece['gap']}: {gaps.said(piece, face['language'], item)}",
            [item if place == filled else None for place in range(len(given))],
        )
        for filled, (piece, item) in enumerate(zip(gap_pieces(face), given, strict=True))
        if item is not None
    ]


def written(face: Face, key: Key, given: Sequence[Given | None]) -> Written | None:
    """The words that fill the first gap that is filled."""
    filled = zip(gap_pieces(face), key["gaps"], given, strict=True)
    return next(
        (gaps.written(piece, face["language"], gap, item) for piece, gap, item in filled if item is not None),
        None,
    )


def accepting(face: Face, key: Key, given: Sequence[Given | None]) -> Key | Refusal:
    pieces = gap_pieces(face)
    if len(given) != len(pieces) or not any(item is not None for item in given):
        return putting_right.UNKNOWN
    corrected = [
        gaps.accepting(piece, face["language"], gap, item)
        for piece, gap, item in zip(pieces, key["gaps"], given, strict=True)
    ]
    refused = [gap for gap in corrected if isinstance(gap, Refusal)]
    return refused[0] if refused else {**key, "gaps": corrected}


def droppable(face: Face) -> dict[str, str]:
    return {str(number): f"Gap {number}" for number in range(1, face["gap_count"] + 1)}


def without_option(face: Face, key: Key, option_id: str) -> Key | Refusal:
    dropped = {*key.get("dropped", []), option_id}
    if option_id not in droppable(face):
        return putting_right.UNKNOWN
    if not set(droppable(face)) - dropped:
        return Refusal("No gap would be left to mark. Drop the whole question.")
    return key if option_id in key.get("dropped", []) else putting_right.with_dropped(key, option_id)


AROUND = {"asks": "numeric", "tolerance_type": "nominal"}
MOON = Draft(
    stem="Complete the account of the first landing on the Moon.",
    explanation="Collins flew the ship while the others were on the ground.",
    settings={
        "text": "In [1], [2] became the first person on the Moon. Buzz Aldrin followed; [3] stayed in the "
        "ship, which went round the Moon many times ([4] in all)."
    },
    options=(
        DraftOption("a", "1969", details={"gap": 1, "asks": "numeric"}),
        DraftOption("b", "1968", feedback="Apollo 8 did not land.", details={"gap": 1, "credit": 0}),
        DraftOption("c", "Neil Armstrong", details={"gap": 2}),
        DraftOption("d", "Armstrong", details={"gap": 2}),
        DraftOption("e", "Neil", feedback="His *family* name, too.", details={"gap": 2, "credit": 0.5}),
        DraftOption("f", "Pete Conrad", details={"gap": 3, "asks": "single_choice"}),
        DraftOption("g", "Michael Collins", is_right=True, details={"gap": 3}),
        DraftOption("h", "Gene Cernan", feedback="He came later.", details={"gap": 3, "credit": 1.0}),
        DraftOption("i", "30", details={"gap": 4, "tolerance": 2} | AROUND),
    ),
)
FALL = Draft(
    stem="Ergänze den Satz über den freien Fall.",
    settings={
        "text": "Ein Stein wird in jeder Sekunde auf der Erde um [1] m/s schneller, auf dem Mond um [2] m/s.",
        "language": "de",
    },
    options=(
        DraftOption("a", "9,81", details={"gap": "1", "tolerance": "0,2"} | AROUND),
        DraftOption("b", "1,62", details={"gap": "2", "tolerance": "0,1"} | AROUND),
    ),
)
EXAMPLES = (
    Example(MOON, ("1969", "neil  armstrong", "2", "30"), 1.0),
    Example(MOON, ("1969", "Neil", "2", "28"), 0.875),
    Example(MOON, ("1968", "Armstrong", "1", ""), 0.25),
    Example(MOON, ("", "", "2", ""), 0.25),
    Example(MOON, ("1968", "Aldrin", "3", "27"), 0.0),
    Example(FALL, ("9,8", "1,6"), 1.0),
    Example(FALL, ("1,6", "9,8"), 0.0),
    Example(MOON, (), None),
    Example(MOON, ("", " ", "\u200b", ""), None),
    Example(MOON, ("1969", "Armstrong", "2"), None),
    Example(MOON, ("1969", "Armstrong", "2", "30", "5"), None),
    Example(MOON, ("1969", "Armstrong", "Michael Collins", "30"), None),
    Example(MOON, ("the sixties", "Armstrong", "2", "30"), None),
    Example(MOON, ("", "x" * 501, "", ""), None),
    Example(FALL, ("9.8", "1,6"), None),
)

"""What the kinds with an answer to type share: rows of accepted answers, of which the first match counts."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from quizzes.kinds import putting_right
from quizzes.kinds.drafting import credit_of, credit_problems, is_full, stem_problems
from quizzes.kinds.folding import cleaned, fold, one_line
from quizzes.kinds.kind import (
    NO_ANSWER,
    Column,
    Draft,
    DraftOption,
    Face,
    Grade,
    Key,
    Outcome,
    Shows,
    Unreadable,
)

CREDIT = Column(
    "credit",
    "Credit",
    "number",
    help="1 right, between partly right, 0 a known mistake with feedback.",
    default=1,
)
LONGEST = 500
PLACE = "Accepted answer"
SIGNS = {0.0: "wrong", 1.0: "right"}


def row_problems(draft: Draft) -> list[str]:
    """Faults of the stem and of the credits, whatever the rows accept."""
    return [
        *stem_problems(draft),
        *full_credit_problems(draft),
        *credit_problems(draft.options, PLACE, CREDIT),
    ]


def full_credit_problems(draft: Draft) -> list[str]:
    if any(is_full(credit_of(option, CREDIT)) for option in draft.options):
        return []
    return ["No accepted answer has full credit, so nobody can be right. Add one with credit 1."]


def options_of(
    key: Key, details: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda row: {}
) -> tuple[DraftOption, ...]:
    """The rows of a draft that has this key; `details` are those that only one kind has."""
    return tuple(
        DraftOption(
            row["id"],
            row["text"],
            feedback=key["feedback"].get(row["id"], ""),
            details={**details(row), **({} if row["credit"] == 1 else {CREDIT.name: row["credit"]})},
        )
        for row in key["accepted"]
    )


def order(face: Face, chance: Random) -> list[str]:
    return []


def arranged(face: Face, order: Sequence[str]) -> Face:
    return dict(face)


def one_text(typed: Sequence[str]) -> str | Unreadable:
    """The one text among the typed values, cleaned."""
    texts = [text for text in map(cleaned, typed) if fold(text)]
    if not texts:
        return Unreadable("Write an answer first.")
    if len(texts) > 1:
        return Unreadable(f"{len(texts)} answers arrived. Write one only.")
    if len(texts[0]) > LONGEST:
        return Unreadable(f"The answer has {len(texts[0])} characters. Shorten it to {LONGEST} at most.")
    return texts[0]


def first_match(key: Key, accepts: Callable[[Mapping[str, Any]], bool]) -> Grade:
    for row in (*key.get("also", ()), *key["accepted"]):
        if accepts(row):
            return Grade(float(row["credit"]), (row["id"],))
    return Grade(0.0)


def outcome(key: Key, text: str | None, grade: Grade, right_answers: list[str], shows: Shows) -> Outcome:
    """`text` is the answer as the student wrote it; None where there was none."""
    feedback = [key["feedback"][id] for id in grade.matched if id in key["feedback"]]
    right_answers = right_answers if shows.right_answer else []
    return {
        "given": text or "",
        "right_answers": right_answers,
        "feedback": feedback if shows.feedback else [],
        "sign": sign(text, grade, shows),
        "given_text": one_line(text) if text else NO_ANSWER,
        "right_text": " or ".join(right_answers),
    }


def sign(text: str | None, grade: Grade, shows: Shows) -> str:
    if text is None:
        return "missed"
    return SIGNS.get(grade.credit, "partly") if shows.correctness else "given"


def full_credit_rows(key: Key) -> list[Mapping[str, Any]]:
    return [*(row for row in key["accepted"] if row["credit"] == 1), *key.get("also", ())]


def also(key: Key, row: Mapping[str, Any]) -> Key:
    """The key with a row more, which comes before all others and has the full credit."""
    return putting_right.with_also(key, {"id": f"also-{len(key.get('also', ())) + 1}", **row, "credit": 1.0})

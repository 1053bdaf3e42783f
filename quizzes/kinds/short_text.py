r"""Write a word or a phrase. In an accepted answer `*` stands for any run of characters, `\*` for a star."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.kinds import answer_rows, putting_right, unchosen
from quizzes.kinds.drafting import (
    FEEDBACK,
    TEXT,
    credit_of,
    duplicate_problems,
    empty_text_problems,
    feedback_by_id,
    settled,
)
from quizzes.kinds.folding import fold, fold_inner, one_line, quoted
from quizzes.kinds.kind import (
    Column,
    Draft,
    DraftOption,
    Example,
    Face,
    Grade,
    Key,
    Outcome,
    Refusal,
    Shows,
    Unreadable,
    Written,
)

MATCH_CASE = Column("match_case", "Capital letters count", "flag", default=False)
WILDCARD = re.compile(r"(?<!\\)\*")

LABEL = "Short text"
SUMMARY = "Students write a word or a name, and you list what counts."
SETTINGS = (MATCH_CASE,)
OPTION_COLUMNS = (TEXT, answer_rows.CREDIT, FEEDBACK)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

order = answer_rows.order
options = unchosen.options
chosen = unchosen.chosen
rights = unchosen.rights
guess = unchosen.guess
droppable = putting_right.droppable
without_option = putting_right.without_option
arranged = answer_rows.arranged


def problems(draft: Draft) -> list[str]:
    match_case = MATCH_CASE.of(draft.settings)
    return [
        *answer_rows.row_problems(draft),
        *empty_text_problems(draft.options, answer_rows.PLACE),
        *duplicate_problems(
            draft.options, answer_rows.PLACE, lambda option: fold(option.text, match_case) or None
        ),
        *length_problems(draft.options),
        *everything_problems(draft.options),
        *unreached_problems(draft.options, match_case),
    ]


def length_problems(options: Sequence[DraftOption]) -> list[str]:
    return [
        f"{answer_rows.PLACE} {position} is longer than the {answer_rows.LONGEST} characters a student may write. Shorten it."
        for position, option in enumerate(options, 1)
        if len(option.text) > answer_rows.LONGEST
    ]


def everything_problems(options: Sequence[DraftOption]) -> list[str]:
    return [
        f"{answer_rows.PLACE} {position}, {quoted(option.text)}, accepts everything. Add the words it must contain, "
        "or set its credit to 0."
        for position, option in enumerate(options, 1)
        if accepts_everything(option.text) and credit_of(option, answer_rows.CREDIT) != 0
    ]


def accepts_everything(accepted: str) -> bool:
    pieces = pieces_of(accepted)
    return len(pieces) > 1 and not "".join(pieces).strip()


def unreached_problems(options: Sequence[DraftOption], match_case: bool) -> list[str]:
    """Rows that an earlier row with another credit always answers for."""
    found = []
    for position, option in enumerate(options, 1):
        for earlier, other in enumerate(options[: position - 1], 1):
            if covers(other.text, option.text, match_case) and other_credit(other, option):
                found.append(
                    f"{answer_rows.PLACE} {position} is never reached, because accepted answer {earlier}, "
                    f"{quoted(other.text)}, comes first. Move {position} above it."
                )
                break
    return found


def covers(pattern: str, accepted: str, match_case: bool) -> bool:
    """Whether `pattern` surely matches whatever `accepted` does. Equal texts are told as duplicates."""
    if WILDCARD.search(accepted) or fold(pattern, match_case) == fold(accepted, match_case):
        return accepts_everything(pattern) and not accepts_everything(accepted)
    return accepts(pattern, fold(plain(accepted), match_case), match_case)


def other_credit(one: DraftOption, other: DraftOption) -> bool:
    return credit_of(one, answer_rows.CREDIT) != credit_of(other, answer_rows.CREDIT)


def face(draft: Draft) -> Face:
    return {"stem": draft.stem}


def key(draft: Draft) -> Key:
    return {
        "explanation": draft.explanation,
        "match_case": MATCH_CASE.of(draft.settings),
        "accepted": [
            {"id": option.id, "text": option.text, "credit": settled(credit_of(option, answer_rows.CREDIT))}
            for option in draft.options
        ],
        "feedback": feedback_by_id(draft.options),
    }


def draft_of(face: Face, key: Key) -> Draft:
    settings = {MATCH_CASE.name: True} if key["match_case"] else {}
    return Draft(face["stem"], key["explanation"], settings, answer_rows.options_of(key))


def read(face: Face, typed: Sequence[str]) -> str | Unreadable:
    return answer_rows.one_text(typed)


def grade(key: Key, given: str) -> Grade:
    match_case = key["match_case"]
    folded = fold(given, match_case)
    return answer_rows.first_match(key, lambda row: accepts(row["text"], folded, match_case))


def accepts(accepted: str, folded: str, match_case: bool) -> bool:
    """Whether a folded text fits: the first piece begins it, the last ends it, the others follow in order.

    Taking each piece at its first place is enough, so no text makes this go back and try again.
    """
    first, *middle = pieces_of(accepted, match_case)
    if not middle:
        return folded == first
    last = middle.pop()
    if len(folded) < len(first) + len(last) or not (folded.startswith(first) and folded.endswith(last)):
        return False
    return stand_in_order(middle, folded[len(first) : len(folded) - len(last)])


def stand_in_order(pieces: Sequence[str], text: str) -> bool:
    start = 0
    for piece in pieces:
        found = text.find(piece, start)
        if found < 0:
            return False
        start = found + len(piece)
    return True


def pieces_of(accepted: str, match_case: bool = False) -> list[str]:
    """The folded texts between the wildcards; blanks count beside a wildcard, not at the ends."""
    pieces = [fold_inner(plain(piece), match_case) for piece in WILDCARD.split(accepted)]
    pieces[0] = pieces[0].lstrip()
    pieces[-1] = pieces[-1].rstrip()
    return pieces


def plain(accepted: str) -> str:
    return accepted.replace(r"\*", "*")


def shown(accepted: str) -> str:
    return "…".join(plain(piece) for piece in WILDCARD.split(one_line(accepted)))


def worth_showing(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The answers written out; patterns with wildcards only where there are no others."""
    texts = [row["text"] for row in rows]
    return [text for text in texts if not WILDCARD.search(text)] or texts


def said(face: Face, given: str) -> str:
    return one_line(given)


def anonymous(face: Face, given: str) -> str:
    return ""


def right_answers(key: Key) -> list[str]:
    return [shown(text) for text in worth_showing(answer_rows.full_credit_rows(key))]


def outcome(face: Face, key: Key, given: str | None, shows: Shows) -> Outcome:
    mark = Grade(0.0) if given is None else grade(key, given)
    return answer_rows.outcome(key, given, mark, right_answers(key), shows)


def written(face: Face, key: Key, given: str) -> Written:
    return Written(one_line(given), tuple(right_answers(key)))


def shape(face: Face) -> str:
    return "text"


def parts(face: Face, given: str) -> list[tuple[str, str]]:
    return [(said(face, given), given)]


def accepting(face: Face, key: Key, given: str) -> Key | Refusal:
    """A star that a student wrote is a star, and no wildcard."""
    if grade(key, given).credit == 1:
        return key
    return answer_rows.also(key, {"text": given.replace("*", r"\*")})


CAPITAL = Draft(
    stem="What is the capital of Iceland?",
    explanation="Reykjavík has been the capital since the country's independence.",
    options=(
        DraftOption("a", "Reykjavík"),
        DraftOption("b", "Reykjavik", feedback="The i has an accent.", details={"credit": 0.8}),
        DraftOption(
            "c", "*Akureyri*", feedback="That is the largest town of the north.", details={"credit": 0}
        ),
    ),
)
FORMULA = Draft(
    stem="Write the kinetic energy in a line of code.",
    settings={"match_case": True},
    options=(DraftOption("a", r"E*=*m \* v\*\*2 / 2"),),
)
EXAMPLES = (
    Example(CAPITAL, ("Reykjavík",), 1.0),
    Example(CAPITAL, ("  REYKJAVI\u0301K ",), 1.0),
    Example(CAPITAL, ("reykjavik",), 0.8),
    Example(CAPITAL, ("the town of Akureyri",), 0.0),
    Example(CAPITAL, ("Oslo",), 0.0),
    Example(FORMULA, ("E_kin = m * v**2 / 2",), 1.0),
    Example(FORMULA, ("E_kin = M * v**2 / 2",), 0.0),
    Example(FORMULA, ("E = m x v^2 / 2",), 0.0),
    Example(CAPITAL, (), None),
    Example(CAPITAL, (" \x00\u200b ",), None),
    Example(CAPITAL, ("x" * 501,), None),
    Example(CAPITAL, ("Oslo", "Reykjavík"), None),
)

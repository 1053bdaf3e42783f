"""Match each text with what goes with it. Several may go with the same answer, and an answer with none."""

from collections.abc import Sequence
from typing import Any

from quizzes.kinds import choices, pairs, putting_right, unchosen, wordless
from quizzes.kinds.drafting import FEEDBACK, TEXT, duplicate_problems, stem_problems
from quizzes.kinds.folding import fold, listed, one_line, quoted
from quizzes.kinds.kind import (
    NO_ANSWER,
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
)

MATCH = Column(
    "match",
    "Goes with",
    "text",
    help="In a row without a text: an answer that goes with nothing.",
    default="",
)
KEEP_ORDER = Column(
    "keep_order",
    "Show the answers sorted",
    "flag",
    help="By alphabet and number; else each student sees them in another order.",
    default=False,
)

LABEL = "Matching"
SUMMARY = "Students match each text with what goes with it."
SETTINGS = (KEEP_ORDER,)
OPTION_COLUMNS = (TEXT, MATCH, FEEDBACK)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

options = unchosen.options
chosen = unchosen.chosen
rights = unchosen.rights

FEWEST = 2
# What a list of answers shows of one on a telephone; longer ones are also printed in full.
SHORT = 24
NOTHING_CHOSEN = Unreadable("Nothing is matched yet. Choose an answer first.")
OPEN = "–"

Answers = list[str | None]  # The id of the answer chosen for each text; None where there is none.

order = choices.order
arranged = choices.arranged
anonymous = choices.anonymous
written = wordless.written


def problems(draft: Draft) -> list[str]:
    return [
        *stem_problems(draft),
        *too_few_problems(draft),
        *row_problems(draft.options),
        *duplicate_problems(draft.options, "Row", lambda option: fold(option.text) or None),
        *extra_problems(draft.options),
    ]


def too_few_problems(draft: Draft) -> list[str]:
    count = len(stem_rows(draft))
    if count < FEWEST:
        return [f"The number of pairs is {count}. Write at least {FEWEST}, so that there is a choice."]
    if len(face(draft)["options"]) == 1:
        answer = quoted(match_of(stem_rows(draft)[0]))
        return [
            f"Every text goes with {answer}, so there is nothing to choose. Add another answer, without a text."
        ]
    return []


def row_problems(options: Sequence[DraftOption]) -> list[str]:
    return [
        f"Row {position} {fault}, or remove the row."
        for position, option in enumerate(options, 1)
        if (fault := fault_of(option))
    ]


def fault_of(option: DraftOption) -> str:
    if fold(match_of(option)):
        return ""
    if fold(option.text):
        return f"says not what {quoted(option.text)} goes with. Write it under “{MATCH.label}”"
    return "is empty. Write a pair"


def extra_problems(options: Sequence[DraftOption]) -> list[str]:
    """Rows without a text whose answer stands in another row, so that it does go with something."""
    rows: dict[str, list[int]] = {}
    for position, option in enumerate(options, 1):
        rows.setdefault(fold(match_of(option)), []).append(position)
    return [
        f"Row {position} has no text, and its answer {quoted(match_of(option))} stands in row {other[0]}, too. "
        "Write another answer, or remove the row."
        for position, option in enumerate(options, 1)
        if is_extra(option) and (other := [row for row in rows[fold(match_of(option))] if row != position])
    ]


def is_extra(option: DraftOption) -> bool:
    return bool(fold(match_of(option))) and not fold(option.text)


def match_of(option: DraftOption) -> str:
    return str(MATCH.of(option.details)).strip()


def stem_rows(draft: Draft) -> list[DraftOption]:
    return [option for option in draft.options if fold(option.text)]


def face(draft: Draft) -> Face:
    options = pairs.options(map(match_of, draft.options))
    return {
        "stem": draft.stem,
        "stems": [{"text": option.text} for option in stem_rows(draft)],
        "options": options,
        "keep_order": KEEP_ORDER.of(draft.settings),
        "has_long_options": any(len(option["text"]) > SHORT for option in options),
    }


def key(draft: Draft) -> Key:
    if problems(draft):
        raise ValueError(f"a matching with problems has no key: {' '.join(problems(draft))}")
    ids, rows = pairs.ids_by_fold(face(draft)["options"]), stem_rows(draft)
    return {
        "explanation": draft.explanation,
        "right": [ids[fold(match_of(row))] for row in rows],
        "feedback": {str(number): row.feedback for number, row in enumerate(rows, 1) if row.feedback.strip()},
    }


def draft_of(face: Face, key: Key) -> Draft:
    """The pairs first, then the answers that go with nothing."""
    answers = {option["id"]: option["text"] for option in face["options"]}
    pairs_of = zip(face["stems"], key["right"], strict=True)
    rows = [
        (stem["text"], answers[id], key["feedback"].get(str(number), ""))
        for number, (stem, id) in enumerate(pairs_of, 1)
    ]
    rows += [("", text, "") for id, text in answers.items() if id not in key["right"]]
    options = (
        DraftOption(str(number), text, feedback=feedback, details={MATCH.name: answer})
        for number, (text, answer, feedback) in enumerate(rows, 1)
    )
    settings = {KEEP_ORDER.name: True} if face["keep_order"] else {}
    return Draft(face["stem"], key["explanation"], settings, tuple(options))


def read(face: Face, typed: Sequence[str]) -> Answers | Unreadable:
    stems, options = face["stems"], face["options"]
    chosen = pairs.read(typed, len(stems), options)
    if isinstance(chosen, Unreadable):
        return chosen
    for number, positions in chosen.items():
        if len(positions) > 1:
            answers = listed([quoted(options[position - 1]["text"]) for position in positions])
            text = quoted(stems[number - 1]["text"])
            return Unreadable(f"{text} has {len(positions)} answers, {answers}. Choose one only.")
    ids = {number: options[position - 1]["id"] for number, (position,) in chosen.items()}
    return [ids.get(number) for number in range(1, len(stems) + 1)] if ids else NOTHING_CHOSEN


def grade(key: Key, given: Answers) -> Grade:
    """`matched` are the numbers of the texts that were answered, rightly or not."""
    right = {str(number): chosen in goes_with(key, number) for number, chosen in enumerate(given, 1)}
    shares = [
        sum(counted) / len(counted)
        for dropped in putting_right.drops(key)
        if (counted := [is_right for number, is_right in right.items() if number not in dropped])
    ]
    answered = tuple(str(number) for number, chosen in enumerate(given, 1) if chosen)
    return Grade(max(shares), answered)


def goes_with(key: Key, number: int) -> list[str]:
    """The ids of the answers that go with a text: as written first, then those accepted since."""
    accepted = [answers[number - 1] for answers in key.get("also", [])]
    return list(dict.fromkeys([key["right"][number - 1], *filter(None, accepted)]))


def guess(face: Face, key: Key) -> float:
    """Any answer goes with a text as likely as any other."""
    return 1 / len(face["options"])


def said(face: Face, given: Answers) -> str:
    texts = {option["id"]: one_line(option["text"]) for option in face["options"]}
    return "; ".join(
        f"{one_line(stem['text'])}: {texts.get(chosen, OPEN)}"
        for stem, chosen in zip(face["stems"], given, strict=True)
    )


def outcome(face: Face, key: Key, given: Answers | None, shows: Shows) -> Outcome:
    answers = given or [None] * len(key["right"])
    return {
        "rows": [outcome_row(face, key, number, chosen, shows) for number, chosen in enumerate(answers, 1)],
        "given_text": said(face, given) if given else NO_ANSWER,
        "right_text": right_text(face, key) if shows.right_answer else "",
    }


def outcome_row(face: Face, key: Key, number: int, chosen: str | None, shows: Shows) -> dict[str, Any]:
    """`answer` is what was chosen; `right_answer` the right one, where it shows and was not chosen."""
    texts = {option["id"]: option["text"] for option in face["options"]}
    wanted = goes_with(key, number)
    shows_right = shows.right_answer and chosen not in wanted
    return {
        "text": face["stems"][number - 1]["text"],
        "answer": texts.get(chosen, ""),
        "is_chosen": chosen is not None,
        "right_answer": " or ".join(texts[id] for id in wanted) if shows_right else "",
        "feedback": key["feedback"].get(str(number), "") if chosen and shows.feedback else "",
        "sign": sign(chosen, wanted, shows),
    }


def right_text(face: Face, key: Key) -> str:
    texts = {option["id"]: one_line(option["text"]) for option in face["options"]}
    return "; ".join(
        f"{one_line(stem['text'])}: {' or '.join(texts[id] for id in goes_with(key, number))}"
        for number, stem in enumerate(face["stems"], 1)
    )


def sign(chosen: str | None, wanted: Sequence[str], shows: Shows) -> str:
    if chosen is None:
        return "missed" if shows.right_answer else ""
    if not shows.correctness:
        return "given"
    return "right" if chosen in wanted else "wrong"


def shape(face: Face) -> list[str]:
    return [row["text"] for rows in (face["stems"], face["options"]) for row in (*rows, {"text": ""})]


def parts(face: Face, given: Answers) -> list[tuple[str, Answers]]:
    """What was chosen for each text, alone."""
    texts = {option["id"]: one_line(option["text"]) for option in face["options"]}
    return [
        (
            f"{one_line(stem['text'])}: {texts[chosen]}",
            [chosen if place == filled else None for place in range(len(given))],
        )
        for filled, (stem, chosen) in enumerate(zip(face["stems"], given, strict=True))
        if chosen is not None
    ]


def accepting(face: Face, key: Key, given: Answers) -> Key | Refusal:
    ids = {option["id"] for option in face["options"]}
    if len(given) != len(face["stems"]) or not set(filter(None, given)) or not set(given) <= {None, *ids}:
        return putting_right.UNKNOWN
    is_known = all(
        chosen is None or chosen in goes_with(key, number) for number, chosen in enumerate(given, 1)
    )
    return key if is_known else putting_right.with_also(key, list(given))


def droppable(face: Face) -> dict[str, str]:
    return {str(number): one_line(stem["text"]) for number, stem in enumerate(face["stems"], 1)}


def without_option(face: Face, key: Key, option_id: str) -> Key | Refusal:
    dropped = {*key.get("dropped", []), option_id}
    if option_id not in droppable(face):
        return putting_right.UNKNOWN
    if not set(droppable(face)) - dropped:
        return Refusal("No text would be left to match. Drop the whole question.")
    return key if option_id in key.get("dropped", []) else putting_right.with_dropped(key, option_id)


# By text: 1 Africa, 2 Europe, 3 North America, 4 South America.
MOUNTAINS = Draft(
    stem="On which continent does each mountain stand?",
    explanation="Aconcagua is the highest of the Andes, Denali of the Alaska Range.",
    options=(
        DraftOption("a", "Aconcagua", details={"match": "South America"}),
        DraftOption("b", "Kilimanjaro", feedback="It stands in Tanzania.", details={"match": "Africa"}),
        DraftOption("c", "Denali", feedback="Once called McKinley.", details={"match": "North America"}),
        DraftOption("d", "", details={"match": "Europe"}),
    ),
)
# By text: 1 Black Sea, 2 North Sea.
RIVERS = Draft(
    stem="Into which sea does each river flow?",
    settings={"keep_order": True},
    options=(
        DraftOption("a", "Rhine", details={"match": "North Sea"}),
        DraftOption("b", "Elbe", details={"match": "north sea"}),
        DraftOption("c", "Danube", details={"match": "Black Sea"}),
        DraftOption("d", "Dnipro", details={"match": "Black Sea"}),
    ),
)
EXAMPLES = (
    Example(MOUNTAINS, ("1-4", "2-1", "3-3"), 1.0),
    Example(MOUNTAINS, ("1-1", "2-2", "3-3"), 1.0, order=("4", "1", "3", "2")),
    Example(MOUNTAINS, ("1-4", "2-2", "3-2"), 1 / 3),
    Example(MOUNTAINS, ("2-1", "3-3"), 2 / 3),
    Example(MOUNTAINS, ("1-3", "2-2", "3-4"), 0.0),
    Example(MOUNTAINS, ("3-1",), 0.0),
    Example(RIVERS, ("1-2", "2-2", "3-1", "4-1"), 1.0),
    Example(RIVERS, ("1-1", "2-1", "3-1", "4-1"), 0.5),
    Example(MOUNTAINS, (), None),
    Example(MOUNTAINS, ("", "", ""), None),
    Example(MOUNTAINS, ("1-4", "1-1"), None),
    Example(MOUNTAINS, ("4-1",), None),
    Example(MOUNTAINS, ("1-5",), None),
    Example(MOUNTAINS, ("Africa",), None),
)

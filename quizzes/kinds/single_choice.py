"""Choose the one right option. A near miss among the others may earn part of the credit.

Whoever chose an option that was dropped since has the credit: what misled them should not have been there.
"""

from dataclasses import replace
from statistics import fmean

from quizzes.kinds import choices, wordless
from quizzes.kinds.drafting import FEEDBACK, IS_RIGHT, TEXT, credit_of, credit_problems, is_full, settled
from quizzes.kinds.folding import listed, quoted
from quizzes.kinds.kind import Column, Draft, DraftOption, Example, Face, Grade, Key, Unreadable

CREDIT = Column(
    "credit", "Credit for a near miss", "number", help="From 0 to under 1; for wrong options.", default=0
)

LABEL = "Single choice"
SUMMARY = "Students choose the one right option."
SETTINGS = (choices.KEEP_ORDER,)
OPTION_COLUMNS = (TEXT, IS_RIGHT, CREDIT, FEEDBACK)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

face = choices.face
order = choices.order
arranged = choices.arranged
anonymous = choices.anonymous
read = choices.read_one
said = choices.said
outcome = choices.outcome
shape = choices.shape
options = choices.options
chosen = choices.chosen
rights = choices.rights
parts = choices.parts
accepting = choices.accepting
droppable = choices.droppable
without_option = choices.without_option
written = wordless.written


def problems(draft: Draft) -> list[str]:
    return [
        *choices.option_problems(draft),
        *right_problems(draft),
        *credit_problems(draft.options, "Option", CREDIT),
        *near_miss_problems(draft.options),
    ]


def right_problems(draft: Draft) -> list[str]:
    right = [
        f"{position} {quoted(option.text)}"
        for position, option in enumerate(draft.options, 1)
        if option.is_right
    ]
    if not right:
        return ["No option is marked as right. Mark the right one."]
    if len(right) > 1:
        return [f"Options {listed(right)} are marked as right, and only one may be. Keep one of the marks."]
    return []


def near_miss_problems(options: tuple[DraftOption, ...]) -> list[str]:
    found = []
    for position, option in enumerate(options, 1):
        credit = credit_of(option, CREDIT)
        if not option.is_right and is_full(credit):
            found.append(
                f"Option {position} is not right but has full credit. Write less than 1, or mark it as right."
            )
        elif option.is_right and not isinstance(credit, Unreadable) and 0 < credit < 1:
            found.append(
                f"Option {position} is right, so its credit is 1, not {credit:g}. Leave that field empty."
            )
    return found


def key(draft: Draft) -> Key:
    credits = {
        option.id: settled(credit_of(option, CREDIT)) for option in draft.options if not option.is_right
    }
    return {**choices.key(draft), "credits": {id: credit for id, credit in credits.items() if credit}}


def draft_of(face: Face, key: Key) -> Draft:
    draft = choices.draft_of(face, key)
    options = (
        replace(option, details={CREDIT.name: key["credits"][option.id]})
        if option.id in key["credits"]
        else option
        for option in draft.options
    )
    return replace(draft, options=tuple(options))


def grade(key: Key, given: list[str]) -> Grade:
    (chosen,) = given
    is_right = chosen in choices.right_ids(key) or chosen in key.get("dropped", [])
    credit = 1.0 if is_right else key["credits"].get(chosen, 0.0)
    return Grade(float(credit), (chosen,))


def guess(face: Face, key: Key) -> float:
    """The mean credit of its options, near misses among them."""
    return fmean(grade(key, [option["id"]]).credit for option in face["options"])


RIVERS = Draft(
    stem="Which river flows through Vienna?",
    explanation="Vienna grew up beside the Danube.",
    options=(
        DraftOption("a", "The Rhine"),
        DraftOption("b", "The Danube", is_right=True, feedback="Yes, since Roman days."),
        DraftOption("c", "The Wien", feedback="It does, but in a covered bed.", details={"credit": 0.5}),
    ),
)
EXAMPLES = (
    Example(RIVERS, ("2",), 1.0),
    Example(RIVERS, ("1",), 1.0, order=("b", "c", "a")),
    Example(RIVERS, ("3",), 0.5),
    Example(RIVERS, ("1",), 0.0),
    Example(RIVERS, (), None),
    Example(RIVERS, ("",), None),
    Example(RIVERS, ("4",), None),
    Example(RIVERS, ("b",), None),
    Example(RIVERS, ("1", "2"), None),
)

"""Say whether a statement is true. Its two options always stand in the same order."""

from quizzes.kinds import choices, putting_right, wordless
from quizzes.kinds.drafting import stem_problems
from quizzes.kinds.folding import quoted
from quizzes.kinds.kind import Column, Draft, Example, Face, Grade, Key

ANSWER = Column("answer", "The statement is", "choice", choices=(("true", "True"), ("false", "False")))
FEEDBACK_TRUE = Column("feedback_true", "Feedback to “True”", "long_text", default="")
FEEDBACK_FALSE = Column("feedback_false", "Feedback to “False”", "long_text", default="")

LABEL = "True/false"
SUMMARY = "Students say whether a statement is true."
SETTINGS = (ANSWER, FEEDBACK_TRUE, FEEDBACK_FALSE)
OPTION_COLUMNS: tuple[Column, ...] = ()
HAS_PARTIAL_CREDIT = False
READS_ARTICLE = False

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
droppable = putting_right.droppable
without_option = putting_right.without_option
written = wordless.written


def problems(draft: Draft) -> list[str]:
    return [*stem_problems(draft), *answer_problems(draft), *row_problems(draft)]


def answer_problems(draft: Draft) -> list[str]:
    if answer(draft) in dict(ANSWER.choices):
        return []
    written = ANSWER.of(draft.settings)
    fault = "is not set" if written is None else f"has the value {quoted(str(written))}"
    return [f"The setting “{ANSWER.label}” {fault}. Choose True or False."]


def row_problems(draft: Draft) -> list[str]:
    if not draft.options:
        return []
    return ["There are option rows, which a statement does not use. Remove them."]


def answer(draft: Draft) -> str:
    """ "true" or "false" where one is set; a file may give a boolean."""
    return str(ANSWER.of(draft.settings)).strip().casefold()


def face(draft: Draft) -> Face:
    options = [{"id": value, "text": label} for value, label in ANSWER.choices]
    return {"stem": draft.stem, "options": options, "keep_order": True}


def key(draft: Draft) -> Key:
    if answer_problems(draft):
        raise ValueError("a statement without an answer has no key")
    feedback = {"true": FEEDBACK_TRUE.of(draft.settings), "false": FEEDBACK_FALSE.of(draft.settings)}
    return {
        "explanation": draft.explanation,
        "right": [answer(draft)],
        "feedback": {id: text for id, text in feedback.items() if text},
    }


def draft_of(face: Face, key: Key) -> Draft:
    (right,) = key["right"]
    feedback = {f"feedback_{id}": text for id, text in key["feedback"].items()}
    return Draft(face["stem"], key["explanation"], {ANSWER.name: right, **feedback})


def grade(key: Key, given: list[str]) -> Grade:
    return Grade(float(given in choices.right_sets(key)), tuple(given))


def guess(face: Face, key: Key) -> float:
    return 0.5


WHALES = Draft(
    stem="Whales are fish.",
    explanation="They breathe air and suckle their young.",
    settings={
        "answer": "false",
        "feedback_true": "They only look like fish.",
        "feedback_false": "Mammals, yes.",
    },
)
SNOW = Draft(stem="Snow is frozen water.", settings={"answer": True})
EXAMPLES = (
    Example(WHALES, ("2",), 1.0),
    Example(WHALES, ("1",), 0.0),
    Example(SNOW, ("1",), 1.0),
    Example(SNOW, ("2",), 0.0),
    Example(WHALES, (), None),
    Example(WHALES, ("3",), None),
    Example(WHALES, ("false",), None),
    Example(WHALES, ("1", "2"), None),
)

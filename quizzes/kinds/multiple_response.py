"""Choose every right option. Each wrong choice cancels a right one."""

from quizzes.kinds import choices
from quizzes.kinds.drafting import FEEDBACK, IS_RIGHT, TEXT
from quizzes.kinds.kind import Draft, DraftOption, Example, Grade, Key

LABEL = "Multiple response"
SETTINGS = (choices.KEEP_ORDER,)
OPTION_COLUMNS = (TEXT, IS_RIGHT, FEEDBACK)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

face = choices.face
key = choices.key
order = choices.order
arranged = choices.arranged
read = choices.read_any
said = choices.said
outcome = choices.outcome


def problems(draft: Draft) -> list[str]:
    return [*choices.option_problems(draft), *right_problems(draft)]


def right_problems(draft: Draft) -> list[str]:
    right = len(choices.marked_right(draft))
    if not right:
        return ["No option is marked as right. Mark each right one."]
    if right == len(draft.options):
        return ["Every option is marked as right, so choosing all needs no knowledge. Add a wrong option."]
    return []


def grade(key: Key, given: list[str]) -> Grade:
    right, chosen = set(key["right"]), set(given)
    net = len(chosen & right) - len(chosen - right)
    return Grade(max(0, net) / len(right), tuple(given))


PRIMES = Draft(
    stem="Which three of these numbers are prime?",
    explanation="A prime has exactly two divisors.",
    options=(
        DraftOption("a", "2", is_right=True, feedback="The only even prime."),
        DraftOption("b", "9", feedback="It is 3 times 3."),
        DraftOption("c", "11", is_right=True),
        DraftOption("d", "13", is_right=True),
    ),
)
EXAMPLES = (
    Example(PRIMES, ("1", "3", "4"), 1.0),
    Example(PRIMES, ("4", "1", "2"), 1.0, order=("a", "d", "b", "c")),
    Example(PRIMES, ("1", "3"), 2 / 3),
    Example(PRIMES, ("1", "2", "3", "4"), 2 / 3),
    Example(PRIMES, ("1", "1"), 1 / 3),
    Example(PRIMES, ("2",), 0.0),
    Example(PRIMES, ("1", "2"), 0.0),
    Example(PRIMES, (), None),
    Example(PRIMES, ("1", "5"), None),
    Example(PRIMES, ("1", "first"), None),
)

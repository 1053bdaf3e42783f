"""Choose every right option. The teacher chooses how a partly right choice is marked, and the student is told."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from quizzes.kinds import choices, putting_right, unchosen, wordless
from quizzes.kinds.drafting import FEEDBACK, IS_RIGHT, TEXT
from quizzes.kinds.kind import Column, Draft, DraftOption, Example, Face, Grade, Key
from quizzes.kinds.rules import rule_of, rule_problems

RULE = Column(
    "rule",
    "Marking",
    "choice",
    choices=(
        ("right_minus_wrong", "each wrong choice cancels a right one"),
        ("all_or_nothing", "all right ones and no wrong one, or no credit"),
        ("each_option", "each option counts: a right one chosen, a wrong one left"),
        ("proportional", "the part of the right ones chosen; too many choices take some away"),
    ),
    default="right_minus_wrong",
)

LABEL = "Multiple response"
SUMMARY = "Students choose every option that is right; there may be several."
SETTINGS = (RULE, choices.KEEP_ORDER)
OPTION_COLUMNS = (TEXT, IS_RIGHT, FEEDBACK)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

order = choices.order
arranged = choices.arranged
anonymous = choices.anonymous
read = choices.read_any
said = choices.said
outcome = choices.outcome
shape = choices.shape
options = choices.options
chosen = choices.chosen
rights = choices.rights
guess = unchosen.guess_unknown
parts = choices.parts
accepting = choices.accepting
droppable = choices.droppable
without_option = choices.without_option
written = wordless.written


def problems(draft: Draft) -> list[str]:
    return [
        *choices.option_problems(draft),
        *right_problems(draft),
        *rule_problems(RULE, draft.settings),
    ]


def right_problems(draft: Draft) -> list[str]:
    right = len(choices.marked_right(draft))
    if not right:
        return ["No option is marked as right. Mark each right one."]
    if right == len(draft.options):
        return ["Every option is marked as right, so choosing all needs no knowledge. Add a wrong option."]
    return []


def face(draft: Draft) -> Face:
    """`marking` names the rule, which says nothing of what is right; where it is missing, the default marks.

    So what was published before there were other rules is still the same, here and in the key.
    """
    rule = rule_of(RULE, draft.settings)
    return choices.face(draft) | ({} if rule == RULE.default else {"marking": rule})


def key(draft: Draft) -> Key:
    rule, count = rule_of(RULE, draft.settings), len(draft.options)
    return choices.key(draft) | ({} if rule == RULE.default else {"rule": rule, "option_count": count})


def draft_of(face: Face, key: Key) -> Draft:
    draft = choices.draft_of(face, key)
    return replace(draft, settings={**draft.settings, RULE.name: key["rule"]}) if "rule" in key else draft


class Count(NamedTuple):
    """How many right and wrong options there are, and how many of each were chosen."""

    right: int
    wrong: int
    right_chosen: int
    wrong_chosen: int


def all_or_nothing(count: Count) -> float:
    return float(count.right_chosen == count.right and not count.wrong_chosen)


def right_minus_wrong(count: Count) -> float:
    return max(0, count.right_chosen - count.wrong_chosen) / count.right


def each_option(count: Count) -> float:
    return (count.right_chosen + count.wrong - count.wrong_chosen) / (count.right + count.wrong)


def proportional(count: Count) -> float:
    """As the Open University's multiple response question marks (`grade_response` of qtype_oumultiresponse).

    Whoever chooses more than are right keeps as many of the choices, the worst of them.
    """
    excess = max(0, count.right_chosen + count.wrong_chosen - count.right)
    return max(0, count.right_chosen - excess) / count.right


CREDITS: dict[str, Callable[[Count], float]] = {
    "right_minus_wrong": right_minus_wrong,
    "all_or_nothing": all_or_nothing,
    "each_option": each_option,
    "proportional": proportional,
}


def grade(key: Key, given: list[str]) -> Grade:
    """By the right answer that suits it best, without what was dropped; never less than before it was."""
    credits = [
        credit_by(key, set(right) - dropped, set(given) - dropped, len(dropped))
        for right in choices.right_sets(key)
        for dropped in putting_right.drops(key)
        if set(right) - dropped
    ]
    return Grade(max(credits), tuple(given))


def credit_by(key: Key, right: set[str], chosen: set[str], dropped_count: int) -> float:
    wrong = max(0, key.get("option_count", len(right)) - dropped_count - len(right))
    count = Count(len(right), wrong, len(chosen & right), len(chosen - right))
    return CREDITS[key.get("rule", RULE.default)](count)


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
ALL_PRIMES, EACH_PRIME, PART_OF_PRIMES = (
    replace(PRIMES, settings={"rule": rule}) for rule in ("all_or_nothing", "each_option", "proportional")
)
EXAMPLES = (
    Example(PRIMES, ("1", "3", "4"), 1.0),
    Example(PRIMES, ("4", "1", "2"), 1.0, order=("a", "d", "b", "c")),
    Example(PRIMES, ("1", "3"), 2 / 3),
    Example(PRIMES, ("1", "2", "3", "4"), 2 / 3),
    Example(PRIMES, ("1", "1"), 1 / 3),
    Example(PRIMES, ("2",), 0.0),
    Example(PRIMES, ("1", "2"), 0.0),
    Example(ALL_PRIMES, ("1", "3", "4"), 1.0),
    Example(ALL_PRIMES, ("1", "3"), 0.0),
    Example(ALL_PRIMES, ("1", "2", "3", "4"), 0.0),
    Example(EACH_PRIME, ("4", "3", "1"), 1.0),
    Example(EACH_PRIME, ("1", "3"), 3 / 4),
    Example(EACH_PRIME, ("1", "2", "3", "4"), 3 / 4),
    Example(EACH_PRIME, ("1", "2"), 1 / 4),
    Example(EACH_PRIME, ("2",), 0.0),
    Example(PART_OF_PRIMES, ("1", "3", "4"), 1.0),
    Example(PART_OF_PRIMES, ("1", "2"), 1 / 3),
    Example(PART_OF_PRIMES, ("1", "2", "3"), 2 / 3),
    Example(PART_OF_PRIMES, ("1", "2", "3", "4"), 2 / 3),
    Example(PART_OF_PRIMES, ("2",), 0.0),
    Example(EACH_PRIME, (), None),
    Example(PRIMES, (), None),
    Example(PRIMES, ("1", "5"), None),
    Example(PRIMES, ("1", "first"), None),
)

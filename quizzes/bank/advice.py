"""Advice on how a question is written, from the literature on writing items. Pure; it never keeps a question back.

A rule speaks only where it is nearly always right, for advice that cries wolf is not read. Which rules apply follows
from the columns of a kind: its options, its right ones, its accepted answers. Words are looked for in English; other
languages get the rules that need none. See `tests/bank/test_advice.py` for what each must find and must pass over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from quizzes.bank.wordlike import is_number, words
from quizzes.kinds import answer_rows, gaps, true_false
from quizzes.kinds.drafting import IS_RIGHT, credit_of, is_full
from quizzes.kinds.folding import fold, listed, one_line, quoted
from quizzes.kinds.kind import Draft, DraftOption, Kind

GUIDELINES = "Haladyna, Downing and Rodriguez (2002), A Review of Multiple-Choice Item-Writing Guidelines for Classroom Assessment"
NBME = (
    "Case and Swanson (2001), Constructing Written Test Questions for the Basic and Clinical Sciences, NBME"
)
THREE = "Rodriguez (2005), Three Options Are Optimal for Multiple-Choice Items"

MOST_OPTIONS = 5
LONGER, LONGER_BY = 1.5, 20
LONG_STEM = 80
STEM = "Stem"

OF_THE_ABOVE = re.compile(
    r"(all|none|both|neither)(?: of)?(?: the| these| them| two| three| four)*(?: above| others?| options| answers| choices)?"
    r"(?: (?:are|is) (?:correct|right|true))?"
)
ABSOLUTE = {"always", "never", "absolutely", "completely", "entirely", "invariably", "impossible"}
BE_OR_DO = "is|are|was|were|do|does|did|has|have|had|can|could|may|might|should|would|will|must"
# “Which … does not”, with nothing between the verb and its “not”: “what would they not do” asks of what is not done.
ASKS_WHICH_NOT = re.compile(
    rf"\b(?:which|who|whom|what|where|when)\b[^.?!,;:]*?\b(?:{BE_OR_DO}) ([*_]*)(not)\b|([*_]*)\b(except)\b[\W_]*$",
    re.IGNORECASE,
)
NEGATIVE = {"not", "no", "never", "none", "neither", "nor", "without", "nobody", "nothing", "cannot"}


def words_in(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Words that carry no meaning of their own, so that sharing them says nothing.
LIGHT = words_in(
    "a an the of to in on at by for from with and or but as is are was were be been it its this that "
    "these those which who whom whose what when where why how did do does had has have will would could "
    "should may might must can than then there their his her he she they we you one two three four into "
    "over under after before between about according said says say article text story passage source "
    "report following true false statement word words name give not no all any some most more other only "
    "also such each every both"
)
NUMBER = r"(\d+(?:[.,]\d+)?)"
RANGES: tuple[tuple[re.Pattern, Callable[[float, float], tuple[float, float]]], ...] = (
    (re.compile(rf"(?:between |from )?{NUMBER} ?(?:-|to|and) ?{NUMBER}"), lambda one, other: (one, other)),
    (
        re.compile(rf"(?:at least |from ){NUMBER}|{NUMBER} (?:or|and) (?:more|over|later)"),
        lambda one, _: (one, float("inf")),
    ),
    (
        re.compile(rf"(?:at most |up to ){NUMBER}|{NUMBER} or (?:less|fewer|under|earlier)"),
        lambda one, _: (float("-inf"), one),
    ),
)


@dataclass(frozen=True)
class Advice:
    """Where, what is to be seen there and what would be better; why; and who found that out."""

    place: str
    sentence: str
    reason: str
    reference: str


def advice(task: Kind, draft: Draft, others: Sequence[Draft] = ()) -> list[Advice]:
    """What a colleague who knows the literature would say of the draft. `others`: the other questions of its set.

    Never raises, whatever is written or missing in the draft.
    """
    found = [*of_stem(task, draft), *of_statement(task, draft)]
    if offers_options(task):
        found += of_options(draft)
    found += of_others(task, draft, others)
    return list(dict.fromkeys(found))


def offers_options(task: Kind) -> bool:
    """Whether its rows are options to choose from, side by side; the rows of gaps belong to several choices."""
    return IS_RIGHT in task.OPTION_COLUMNS and gaps.GAP not in task.OPTION_COLUMNS


def of_guideline(number: str) -> str:
    return f"{GUIDELINES}, guideline {number}"


def of_stem(task: Kind, draft: Draft) -> Iterator[Advice]:
    yield from unstressed_negative(task, draft)
    count = len(words(draft.stem))
    if count > LONG_STEM:
        yield Advice(
            STEM,
            f"The stem has {count} words. Leave out what is not needed to answer.",
            "Whoever reads slowly answers a longer question worse, whatever they know of its subject.",
            of_guideline("16"),
        )


def unstressed_negative(task: Kind, draft: Draft) -> Iterator[Advice]:
    """“Which is not …” turns the task round; a “not” inside what is asked about, as in “why did it not …”, does not."""
    asked = ASKS_WHICH_NOT.search(one_line(draft.stem)) if offers_options(task) else None
    if asked is None:
        return
    stress, word = asked[1] or asked[3], asked[2] or asked[4]
    if not stress and not word.isupper():
        yield Advice(
            STEM,
            f"The stem turns on “{word}”. Ask the other way round, or stress it: **{word.upper()}**.",
            "A reader who passes over the one small word answers the opposite of what was asked.",
            of_guideline("17"),
        )


def of_statement(task: Kind, draft: Draft) -> Iterator[Advice]:
    """A false statement that an absolute word gives away."""
    if true_false.ANSWER not in task.SETTINGS or true_false.answer(draft) != "false":
        return
    for word in dict.fromkeys(word for word in words(draft.stem) if word in ABSOLUTE):
        yield Advice(
            STEM,
            f"The statement is false and says “{word}”. Say it without that word, so that the text must be known.",
            "Absolute words are seldom true of anything, and students who are used to tests know that.",
            f"{NBME}: absolute terms",
        )


def of_options(draft: Draft) -> Iterator[Advice]:
    options = [(number, option) for number, option in enumerate(draft.options, 1) if fold(option.text)]
    right = [(number, option) for number, option in options if option.is_right]
    wrong = [(number, option) for number, option in options if not option.is_right]
    yield from how_many(options, right)
    for number, option in options:
        yield from of_the_above(number, option)
    yield from gives_away(draft, right, wrong)
    yield from overlapping(options)
    yield from wrong_article(draft, options)
    yield from same_beginning(options)


Numbered = Sequence[tuple[int, DraftOption]]


def place_of(number: int) -> str:
    return f"Option {number}"


def how_many(options: Numbered, right: Numbered) -> Iterator[Advice]:
    """For one right option among others; where several are right, long lists are the point."""
    if len(right) != 1:
        return
    if len(options) > MOST_OPTIONS:
        yield Advice(
            "Options",
            f"There are {len(options)} options. Keep the two or three wrong ones that somebody might believe.",
            "Wrong options beyond the second or third are hardly ever chosen, and cost reading time.",
            THREE,
        )
    if len(options) == 2:
        yield Advice(
            "Options",
            "There are two options, so that every second guess is right. Add a third that somebody might believe.",
            "Three options tell those who know from those who guess about as well as four or five, and better than two.",
            THREE,
        )


def of_the_above(number: int, option: DraftOption) -> Iterator[Advice]:
    match = OF_THE_ABOVE.fullmatch(fold(option.text).rstrip(" .!"))
    if match is None:
        return
    if match[1] in ("none", "neither"):
        yield Advice(
            place_of(number),
            f"{quoted(option.text)} names no answer. Write a wrong option that somebody might believe.",
            "Whoever chooses it rightly has shown what is wrong, not that they know what is right.",
            of_guideline("25"),
        )
    else:
        yield Advice(
            place_of(number),
            f"{quoted(option.text)} joins other options. Write one of its own, or let students choose several.",
            "Knowing two of the options is enough to choose it, and one that is wrong is enough to rule it out. "
            "Options also stand in another order for each student, so nothing is “above”.",
            of_guideline("26"),
        )


def gives_away(draft: Draft, right: Numbered, wrong: Numbered) -> Iterator[Advice]:
    yield from conspicuous_key(right, wrong)
    yield from echoed_key(draft, right, wrong)
    yield from absolute_words(right, wrong)


def conspicuous_key(right: Numbered, wrong: Numbered) -> Iterator[Advice]:
    """The one right option is longer than every wrong one by half and by 20 characters."""
    if len(right) != 1 or len(wrong) < 2:
        return
    (number, option), *_ = right
    longest = max(len(one_line(other.text)) for _, other in wrong)
    length = len(one_line(option.text))
    if length >= LONGER * longest and length >= longest + LONGER_BY:
        yield Advice(
            place_of(number),
            f"The right option has {length} characters and the longest wrong one {longest}. Shorten it, or say as much "
            "in the others.",
            "Writers take care that the right option is exact, which makes it long; students who know nothing else "
            "choose the longest. This speaks when it is longer by half and by 20 characters.",
            of_guideline("24"),
        )


def echoed_key(draft: Draft, right: Numbered, wrong: Numbered) -> Iterator[Advice]:
    """A telling word of the stem that the right option repeats and no wrong one does."""
    if len(right) != 1 or len(wrong) < 2:
        return
    (number, option), *_ = right
    elsewhere = {word for _, other in wrong for word in words(other.text)}
    stem = telling(draft.stem)
    echoed = [word for word in dict.fromkeys(words(option.text)) if word in stem and word not in elsewhere]
    if echoed:
        yield Advice(
            place_of(number),
            f"Of the options only the right one repeats {listed([f'“{word}”' for word in echoed])} from the stem. Use "
            "another word, or use it in a wrong option, too.",
            "Students look for the option that sounds like the question.",
            of_guideline("28b"),
        )


def absolute_words(right: Numbered, wrong: Numbered) -> Iterator[Advice]:
    if any(ABSOLUTE & set(words(option.text)) for _, option in right):
        return
    for number, option in wrong:
        for word in dict.fromkeys(word for word in words(option.text) if word in ABSOLUTE):
            yield Advice(
                place_of(number),
                f"The wrong option says “{word}”, and the right one nothing as strong. Say it without that word.",
                "Absolute words are seldom true of anything, so the option is ruled out without knowing the text.",
                of_guideline("28a"),
            )


def telling(text: str) -> set[str]:
    """The words that say what a text is about."""
    return {word for word in words(text) if word not in LIGHT and (len(word) > 4 or is_number(word))}


def overlapping(options: Numbered) -> Iterator[Advice]:
    for (number, one), (other_number, other) in combinations(options, 2):
        if may_both_be_so(one.text, other.text):
            yield Advice(
                f"Options {number} and {other_number}",
                f"{quoted(one.text)} and {quoted(other.text)} overlap. Draw the line between them, so that only one can be so.",
                "When one holds, the other holds as well: students can rule both out, or rightly complain.",
                of_guideline("22"),
            )


def may_both_be_so(one: str, other: str) -> bool:
    """Ranges that share a number, or words of which the one option says more than the other and denies nothing."""
    ranges = range_of(one), range_of(other)
    if all(ranges):
        (low, high, unit), (other_low, other_high, other_unit) = ranges
        return (
            unit == other_unit
            and low <= other_high
            and other_low <= high
            and (low, high) != (other_low, other_high)
        )
    shorter, longer = sorted((words(one), words(other)), key=len)
    if len(shorter) < 2 or len(shorter) == len(longer) or not stands_in(shorter, longer):
        return False
    more = longer[: start_of(shorter, longer)] + longer[start_of(shorter, longer) + len(shorter) :]
    return not set(more) & NEGATIVE and not any(map(is_number, more))


def range_of(text: str) -> tuple[float, float, str] | None:
    """Lowest, highest and what is counted; None for what is no range of numbers. A single number is none either."""
    folded = fold(text).rstrip(" .")
    for pattern, make in RANGES:
        if match := pattern.match(folded):
            numbers = [float(number.replace(",", ".")) for number in match.groups() if number]
            low, high = make(numbers[0], numbers[-1])
            return (low, high, folded[match.end() :].strip()) if low <= high else None
    return None


def stands_in(part: Sequence[str], whole: Sequence[str]) -> bool:
    return start_of(part, whole) >= 0


def start_of(part: Sequence[str], whole: Sequence[str]) -> int:
    places = range(len(whole) - len(part) + 1)
    return next((place for place in places if list(whole[place : place + len(part)]) == list(part)), -1)


def wrong_article(draft: Draft, options: Numbered) -> Iterator[Advice]:
    """A stem that ends with “a” or “an”, which not all options can follow."""
    ends = re.search(r"\b(an?)\W*$", fold(draft.stem))
    if ends is None:
        return
    after_an = {
        number: fold(option.text)[0] in "aeiou"
        for number, option in options
        if fold(option.text)[0].isalpha()
    }
    if len(set(after_an.values())) > 1:
        yield Advice(
            STEM,
            f"The stem ends with “{ends[1]}”, which not every option can follow. End it with “a(n)”, or move the article "
            "into the options.",
            "Grammar rules options out that knowledge should rule out.",
            of_guideline("28c"),
        )


def same_beginning(options: Numbered) -> Iterator[Advice]:
    texts = [words(option.text) for _, option in options]
    if len(texts) < 3:
        return
    shared = 0
    while all(len(text) > shared + 1 for text in texts) and len({text[shared] for text in texts}) == 1:
        shared += 1
    if shared >= 4:
        yield Advice(
            "Options",
            f"Every option begins with “{' '.join(texts[0][:shared])}”. Say it once, in the stem.",
            "What is the same in all options is read again and again, and tells nothing apart.",
            of_guideline("13"),
        )


def of_others(task: Kind, draft: Draft, others: Iterable[Draft]) -> Iterator[Advice]:
    """Another stem of the set that says the answer, about the same thing."""
    keys = [(text, words(text)) for text in right_texts(task, draft)]
    for other in others:
        stem = words(other.stem)
        for text, key in keys:
            if is_an_answer(key, draft) and stands_in(key, stem) and about_the_same(draft, key, stem):
                yield Advice(
                    "Right answer",
                    f"The question {quoted(other.stem)} of the same set says {quoted(text)} and asks about the same. "
                    "Word one of the two anew, or keep them in different sets.",
                    "Whoever meets both reads the answer to the one in the other.",
                    of_guideline("4"),
                )


def is_an_answer(key: Sequence[str], draft: Draft) -> bool:
    """A text that says something by itself, and that its own stem does not tell already."""
    says = [word for word in key if word not in LIGHT]
    return sum(map(len, says)) > 3 and not all(map(is_number, key)) and not stands_in(key, words(draft.stem))


def about_the_same(draft: Draft, key: Sequence[str], stem: Sequence[str]) -> bool:
    """Two telling words in common; where the answer is a single word, as names of places are, most of them."""
    here = telling(draft.stem)
    shared = here & set(stem) - set(key)
    is_copy = list(stem) == words(draft.stem)
    return not is_copy and len(shared) >= (2 if len(key) > 1 else max(2, 0.6 * len(here)))


def right_texts(task: Kind, draft: Draft) -> list[str]:
    """The right options, or the accepted answers of full credit, as far as a kind has rows that say what is right."""
    if offers_options(task):
        return [option.text for option in draft.options if option.is_right]
    if answer_rows.CREDIT in task.OPTION_COLUMNS and gaps.GAP not in task.OPTION_COLUMNS:
        return [option.text for option in draft.options if is_full(credit_of(option, answer_rows.CREDIT))]
    return []

"""Where the sentences of a passage end.

By rule, for English as newspapers print it. In doubt two sentences stay one: a reader who is to choose a
sentence minds a long one less than half of one.
"""

import re
from itertools import pairwise, takewhile

from quizzes.kinds.folding import QUOTES

QUOTE_MARKS = "\"'" + "".join(map(chr, QUOTES))
OPENERS = QUOTE_MARKS + "([{¿¡"
CLOSERS = QUOTE_MARKS + ")]}"
ENDS = (".", "!", "?", "…")
ELLIPSES = ("…", "..")

WORD = re.compile(r"\S+")
FOOTNOTES = re.compile(r"(?:\[\d{1,3}\]){1,5}$")
DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})*")
LIST_NUMBER = re.compile(r"(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])\.")


def words_in(line: str) -> frozenset[str]:
    return frozenset(line.split())


# A name follows, whatever its first word is.
BEFORE_NAMES = words_in(
    "Mr Mrs Ms Mx Messrs Dr Prof Gen Brig Maj Col Lt Capt Cmdr Cpl Sgt Pvt Adm Sen Sens Rep Reps Gov Pres Amb Hon "
    "Rev Fr Msgr St Ste Mt Ft vs cf viz e.g i.e"
)
# A number follows, or else the sentence ends.
BEFORE_NUMBERS = words_in(
    "No no Nos nos pp vol vols Fig fig figs Art art Sec sec ch chap par para "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
# The sentence may end or go on. Single letters and dotted ones, such as J. and U.S., are like these.
AMID_NAMES = words_in(
    "Inc Ltd Corp Co Cos Bros Jr Sr Esq Ave Blvd Rd al etc approx ca est Dept dept Univ Assn Bldg"
)
# Capital letters at the start of these words show that a new sentence starts.
STARTERS = words_in(
    "The A An This That These Those He She It They We You I His Her Its Their Our My There Here "
    "And But Or Nor So Yet Then If When While After Before Although Though Because Since Until Unless Once "
    "As At By For From In Into On Of To With Without During Despite Under Over Among Between Against "
    "However Meanwhile Moreover Also Still Instead Not Now Both Each Every Some Many Most Several Such "
    "What Why How Who Where Which"
)
SAYING = words_in(
    "said says asked asks told tells wrote writes added adds replied answered wondered cried called "
    "shouted demanded tweeted"
)
LONGEST_NAME = 8


def split(text: str) -> list[str]:
    """The sentences in their order; joined by a blank they are the text, runs of blanks between them folded."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without the blanks around it."""
    found = list(WORD.finditer(text))
    firsts = first_words([match[0] for match in found])
    return [
        (found[first].start(), found[after - 1].end()) for first, after in pairwise([*firsts, len(found)])
    ]


def first_words(words: list[str]) -> list[int]:
    """The places of the words that start a sentence. A number such as "2." belongs to what it numbers."""
    firsts = [0] if words else []
    for place in range(1, len(words)):
        if ends_at(words, place - 1) and not is_list_number(words[firsts[-1] : place]):
            firsts.append(place)
    return firsts


def is_list_number(sentence: list[str]) -> bool:
    return len(sentence) == 1 and bool(LIST_NUMBER.fullmatch(sentence[0].strip(OPENERS + CLOSERS)))


def ends_at(words: list[str], place: int) -> bool:
    """Whether a sentence ends with the word at that place; another word follows."""
    word, following = FOOTNOTES.sub("", words[place]), words[place + 1 : place + 2 + LONGEST_NAME]
    bare = word.rstrip(CLOSERS)
    if not bare.endswith(ENDS) or not may_start(following[0]):
        return False
    if bare.endswith(ELLIPSES):
        # Dots that stand alone are words left out, in the middle of a sentence as often as not.
        return has_letters(bare)
    if bare.endswith("."):
        return not goes_on(bare.lstrip(OPENERS).removesuffix("."), following[0])
    return not (is_quoted(word) and names_a_speaker(following))


def may_start(word: str) -> bool:
    """A capital, a digit or a quotation mark; also a letter of a script without capitals."""
    if word[0] in OPENERS:
        return has_letters(word)
    return word[0].isalnum() and not word[0].islower()


def has_letters(text: str) -> bool:
    """Whether the text is more than punctuation; a digit does."""
    return any(mark.isalnum() for mark in text)


def goes_on(abbreviation: str, following: str) -> bool:
    """Whether a full stop only shortens a word, and the sentence goes on."""
    piece = re.split("[-–—/]", abbreviation)[-1].lstrip(OPENERS)
    if piece in BEFORE_NAMES:
        return True
    if piece in BEFORE_NUMBERS:
        return following[0].isdigit()
    return (piece in AMID_NAMES or is_initials(piece)) and not is_starter(following)


def is_initials(piece: str) -> bool:
    return bool(DOTTED.fullmatch(piece)) and (len(piece) == 1 or "." in piece)


def is_starter(word: str) -> bool:
    return word.lstrip(OPENERS).rstrip(",;:") in STARTERS


def is_quoted(word: str) -> bool:
    return word[-1] in QUOTE_MARKS


def names_a_speaker(words: list[str]) -> bool:
    """As in: "Why?" Ada Lovelace asked."""
    clause = list(takewhile(lambda word: word[-1] not in ",;:", words))
    return not is_starter(words[0]) and any(word.rstrip(".") in SAYING for word in clause[1:])

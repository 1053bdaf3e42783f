"""Read the article and select the sentence, or the passage, that supports a statement.

The units to select have names: "4" is the fourth passage of the face, "4.2" its second sentence. Each cited span
is a target, the units it touches; any one target is enough. A selection that is no target earns the F1 measure
of reading comprehension (Rajpurkar et al. 2016, SQuAD): the harmonic mean of precision and recall in tokens,
against the target that suits it best. Here a token is shared only where it stands at the same place of the
text, so that "of" in a wrong passage earns nothing.
"""

import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from quizzes.kinds import answer_rows, choices, putting_right, sentences, unchosen, wordless
from quizzes.kinds.drafting import stem_problems
from quizzes.kinds.folding import cleaned, listed, one_line, quoted
from quizzes.kinds.kind import (
    NO_ANSWER,
    Column,
    Draft,
    Example,
    Face,
    Grade,
    Key,
    Outcome,
    ReadingPassage,
    Refusal,
    Shows,
    Unreadable,
)

UNIT = Column(
    "unit",
    "Students select",
    "choice",
    choices=(("sentence", "sentences"), ("passage", "whole passages")),
    default="sentence",
)
ARTICLES = {"a", "an", "the"}

LABEL = "Evidence"
SUMMARY = "Students read the article and select the words that support a statement."
SETTINGS = (UNIT,)
OPTION_COLUMNS: tuple[Column, ...] = ()
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = True

order = answer_rows.order
droppable = putting_right.droppable
without_option = putting_right.without_option
guess = unchosen.guess_unknown
anonymous = choices.anonymous
written = wordless.written


def problems(draft: Draft) -> list[str]:
    return [*stem_problems(draft), *unit_problems(draft), *row_problems(draft), *citation_problems(draft)]


def unit_problems(draft: Draft) -> list[str]:
    written = str(UNIT.of(draft.settings)).strip()
    if written in dict(UNIT.choices):
        return []
    known = " or ".join(dict(UNIT.choices))
    return [f"The setting “{UNIT.label}” has the unknown value {quoted(written)}. Choose {known}."]


def row_problems(draft: Draft) -> list[str]:
    if not draft.options:
        return []
    return ["There are option rows, but the answer is selected in the text. Remove them."]


def citation_problems(draft: Draft) -> list[str]:
    if not draft.reading:
        return [
            "Citations: none supports the statement, so there is no text to read. Cite the words that support it."
        ]
    right = {name for target in targets(draft) for name in target}
    if not right:
        return [
            "Citations: the words that support the statement are not found in the text. Quote them as they stand there."
        ]
    if right == set(unit_texts(face(draft))):
        return [
            f"Citations: every {unit(draft)} of the text is cited, so selecting any needs no reading. Cite fewer words."
        ]
    return []


def unit(draft: Draft) -> str:
    """ "sentence" or "passage", whatever is written."""
    written = str(UNIT.of(draft.settings)).strip()
    return written if written in dict(UNIT.choices) else UNIT.default


def face(draft: Draft) -> Face:
    return {
        "stem": draft.stem,
        "unit": unit(draft),
        "passages": [
            {"label": passage.label, "sentences": sentences.split(passage.text)} for passage in draft.reading
        ],
    }


def arranged(face: Face, order: Sequence[str]) -> Face:
    """The face with the units of each passage, and the number beside it where it is not a title or the like."""
    texts = unit_texts(face)
    return {
        **face,
        "passages": [
            {
                **passage,
                "number": margin_number(passage["label"]),
                "units": [
                    {"name": name, "text": texts[name]} for name in names_in(number, passage, face["unit"])
                ],
            }
            for number, passage in enumerate(face["passages"], 1)
        ],
    }


def margin_number(label: str) -> str:
    """4 for "passage 4", nothing for "caption 1"."""
    role, _, number = label.rpartition(" ")
    return number if role == "passage" else ""


def key(draft: Draft) -> Key:
    found = targets(draft)
    if not found:
        raise ValueError("a text without cited words has no key")
    return {
        "explanation": draft.explanation,
        "feedback": {},
        "targets": found,
        "tokens": {name: token_count(text) for name, text in unit_texts(face(draft)).items()},
    }


def targets(draft: Draft) -> list[list[str]]:
    """The units that each cited span touches, in the order of the text; none twice."""
    found: list[list[str]] = []
    for number, passage in enumerate(draft.reading, 1):
        for cited in sorted(passage.cited):
            target = unit_names(number, touched_sentences(passage, *cited), unit(draft))
            if target and target not in found:
                found.append(target)
    return found


def draft_of(face: Face, key: Key) -> Draft:
    """The same text and, for each target, cited words that touch just its units."""
    cited: dict[int, list[list[str]]] = {}
    for target in key["targets"]:
        cited.setdefault(int(target[0].partition(".")[0]), []).append(target)
    reading = (
        ReadingPassage(passage["label"], text, tuple(cited_spans(text, cited.get(number, []))))
        for number, passage in enumerate(face["passages"], 1)
        for text in [" ".join(passage["sentences"])]
    )
    settings = {} if face["unit"] == UNIT.default else {UNIT.name: face["unit"]}
    return Draft(face["stem"], key["explanation"], settings, (), tuple(reading))


def cited_spans(text: str, targets: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """A span for each target, each starting later than the one before, for targets stand as their words do."""
    spans = sentences.spans(text)
    after = -1
    for target in targets:
        numbers = [int(name.partition(".")[2] or 0) for name in target]
        # A whole passage is touched by its first sentence; one of several is named by its number.
        first, last = (1, len(spans)) if numbers == [0] else (numbers[0], numbers[-1])
        after = max(after + 1, spans[first - 1][0])
        yield after, spans[last - 1][1]


def touched_sentences(passage: ReadingPassage, start: int, end: int) -> list[int]:
    """The numbers of the sentences in which the span holds a letter; a quotation mark alone is not read."""
    return [
        number
        for number, (first, last) in enumerate(sentences.spans(passage.text), 1)
        if sentences.has_letters(passage.text[max(first, start) : min(last, end)])
    ]


def unit_names(number: int, sentence_numbers: Iterable[int], unit: str) -> list[str]:
    """The units of a passage that hold these sentences of it."""
    names = [f"{number}.{sentence}" for sentence in sentence_numbers]
    return [str(number)] if names and unit == "passage" else names


def unit_texts(face: Face) -> dict[str, str]:
    """The text of each unit by its name, in the order of the text."""
    texts: dict[str, str] = {}
    for number, passage in enumerate(face["passages"], 1):
        parts = passage["sentences"]
        names = names_in(number, passage, face["unit"])
        texts |= zip(names, parts if face["unit"] == "sentence" else [" ".join(parts)], strict=False)
    return texts


def names_in(number: int, passage: Mapping[str, Any], unit: str) -> list[str]:
    return unit_names(number, range(1, len(passage["sentences"]) + 1), unit)


def token_count(text: str) -> int:
    """Tokens as SQuAD's own evaluation counts them: without punctuation and articles, cut at blanks."""
    words = "".join(mark for mark in text.lower() if not is_punctuation(mark)).split()
    return sum(word not in ARTICLES for word in words)


def is_punctuation(mark: str) -> bool:
    return mark in string.punctuation or unicodedata.category(mark).startswith("P")


def read(face: Face, typed: Sequence[str]) -> list[str] | Unreadable:
    """The names of the selected units, in the order of the text."""
    names = {cleaned(value) for value in typed} - {""}
    texts = unit_texts(face)
    unknown = sorted(names - set(texts))
    if unknown:
        return Unreadable(f"There is no {face['unit']} {quoted(unknown[0])} in the text. Select one that is.")
    return [name for name in texts if name in names] or Unreadable(f"Select a {face['unit']} first.")


def grade(key: Key, given: list[str]) -> Grade:
    return Grade(max(likeness(key, given, truth) for truth in truths(key, given)))


def truths(key: Key, given: list[str]) -> list[list[str]]:
    """Each target; and those touched taken together, for to select two that suffice is no fault.

    What was touched before a target was accepted stands beside what is touched since: it may have been enough.
    """
    touched = [
        sorted({name for target in (*key["targets"], *more) if set(target) & set(given) for name in target})
        for more in putting_right.prefixes(key.get("also", []))
    ]
    return [*all_targets(key), *touched]


def all_targets(key: Key) -> list[list[str]]:
    return [*key["targets"], *key.get("also", [])]


def likeness(key: Key, given: list[str], truth: list[str]) -> float:
    """F1 = 2PR/(P + R), where P = shared/selected and R = shared/true; that is 2 shared/(selected + true)."""
    if set(given) == set(truth):
        return 1.0
    shared, selected, true = (
        sum(key["tokens"][name] for name in names) for names in (set(given) & set(truth), given, truth)
    )
    return 2 * shared / (selected + true) if shared else 0.0


def said(face: Face, given: list[str]) -> str:
    """Where the units stand: "passage 4, sentences 2 and 3; caption 1"."""
    by_passage = groupby(given, key=lambda name: name.partition(".")[0])
    return "; ".join(place(face, int(number), list(names)) for number, names in by_passage)


def place(face: Face, number: int, names: Sequence[str]) -> str:
    passage = face["passages"][number - 1]
    label = one_line(passage["label"])
    if face["unit"] == "passage" or len(passage["sentences"]) == 1:
        return label
    numbers = [name.partition(".")[2] for name in names]
    return f"{label}, sentence{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def outcome(face: Face, key: Key, given: list[str] | None, shows: Shows) -> Outcome:
    """`right_answers` are the alternatives, where there are several and the answer is none of them."""
    is_full = given is not None and grade(key, given).credit == 1
    right_answers = [said(face, target) for target in all_targets(key)] if shows.right_answer else []
    return {
        "rows": outcome_rows(face, key, given or [], shows, is_full),
        "right_answers": right_answers if len(right_answers) > 1 and not is_full else [],
        "given_text": said(face, given) if given else NO_ANSWER,
        "right_text": " or ".join(right_answers),
    }


def outcome_rows(face: Face, key: Key, given: list[str], shows: Shows, is_full: bool) -> list[dict[str, Any]]:
    """The units selected, and those that are right where that shows; the rest of the text is not repeated."""
    right = rights(key)
    rows = [
        {
            "label": said(face, [name]),
            "text": text,
            "is_chosen": name in given,
            "feedback": "",
            "sign": chosen_sign(name in right, shows)
            if name in given
            else open_sign(name in right, is_full, shows),
        }
        for name, text in unit_texts(face).items()
    ]
    return [row for row in rows if row["sign"]]


def chosen_sign(is_right: bool, shows: Shows) -> str:
    if not shows.correctness:
        return "given"
    return "right" if is_right else "wrong"


def open_sign(is_right: bool, is_full: bool, shows: Shows) -> str:
    """ "also": right too, but the answer is full without it."""
    if not (is_right and shows.right_answer):
        return ""
    return "also" if is_full else "missed"


def shape(face: Face) -> tuple[Any, ...]:
    return face["unit"], [passage["sentences"] for passage in face["passages"]]


def options(face: Face) -> dict[str, str]:
    return {name: one_line(text) for name, text in unit_texts(face).items()}


def chosen(face: Face, given: list[str]) -> list[str]:
    return list(given)


def rights(key: Key) -> set[str]:
    return {name for target in all_targets(key) for name in target}


def parts(face: Face, given: list[str]) -> list[tuple[str, list[str]]]:
    return [(said(face, given), given)]


def accepting(face: Face, key: Key, given: list[str]) -> Key | Refusal:
    if not given or not set(given) <= set(unit_texts(face)):
        return putting_right.UNKNOWN
    return key if grade(key, given).credit == 1 else putting_right.with_also(key, list(given))


def citing(label: str, text: str, *quotes: str) -> ReadingPassage:
    starts = (text.index(quote) for quote in quotes)
    spans = ((start, start + len(quote)) for start, quote in zip(starts, quotes, strict=True))
    return ReadingPassage(label, text, tuple(spans))


def rosetta(*, on_greek: Sequence[str] = (), on_1802: Sequence[str] = ()) -> tuple[ReadingPassage, ...]:
    return (
        citing("title 1", "The Rosetta Stone"),
        citing(
            "passage 1",
            "French soldiers found the stone in July 1799 near Rashid, a town that Europeans called Rosetta. "
            "It had been built into the wall of an old fort.",
        ),
        citing(
            "passage 2",
            "One decree stands on it in three scripts. The upper part is in hieroglyphs, the middle in Demotic "
            "and the lower part in Greek. Scholars of the time could read the Greek.",
            *on_greek,
        ),
        citing(
            "passage 3",
            "Jean-François Champollion announced in Paris in 1822 how hieroglyphs are read. He knew Coptic, "
            "a late form of Egyptian.",
        ),
        citing(
            "passage 4", "Britain took the stone in 1801. It came to the British Museum in 1802.", *on_1802
        ),
        citing("caption 1", "The stone in the British Museum, its home since 1802.", *on_1802),
    )


GREEK = Draft(
    stem="A part of the Rosetta Stone could be read at once. Select the sentence that says so.",
    explanation="The known text gave a key to the unknown ones beside it.",
    reading=rosetta(on_greek=["could read the Greek"]),
)
MUSEUM = Draft(
    stem="The Rosetta Stone has been in London for more than 200 years. Select a passage that supports this.",
    explanation="The text says it, and so does the caption.",
    settings={"unit": "passage"},
    reading=rosetta(on_1802=["1802"]),
)
EXAMPLES = (
    Example(GREEK, ("3.3",), 1.0),
    Example(GREEK, ("3.2", "3.3"), 12 / 25),
    Example(GREEK, ("2.1",), 0.0),
    Example(GREEK, ("4.1", "4.2"), 0.0),
    Example(MUSEUM, ("5",), 1.0),
    Example(MUSEUM, ("6",), 1.0),
    Example(MUSEUM, ("6", "5"), 1.0),
    Example(MUSEUM, ("4", "5"), 4 / 7),
    Example(MUSEUM, ("2",), 0.0),
    Example(GREEK, (), None),
    Example(GREEK, ("",), None),
    Example(GREEK, ("3",), None),
    Example(GREEK, ("3.4",), None),
    Example(GREEK, ("3.3", "7.1"), None),
    Example(MUSEUM, (), None),
    Example(MUSEUM, ("5.1",), None),
)

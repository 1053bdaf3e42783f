"""The words every kind of question speaks: what a teacher wrote, what a student gave, what it is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, Protocol

Face = dict[str, Any]
Key = dict[str, Any]
Given = Any  # JSON of one shape per kind: option ids, a text, a number with its unit.
Outcome = dict[str, Any]

NO_ANSWER = "No answer"
YES = {"true", "yes", "on", "1"}


@dataclass(frozen=True)
class Column:
    """A field of the authoring form. `choices` are (value, label) pairs; `default` stands for a blank."""

    name: str
    label: str
    type: Literal["text", "long_text", "number", "flag", "choice"]
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    default: Any = None

    def of(self, values: Mapping[str, Any]) -> Any:
        """What `values` hold for this column; a flag comes as a bool, however a form or a file wrote it."""
        written = values.get(self.name)
        if written is None or str(written).strip() == "":
            return self.default
        return str(written).strip().casefold() in YES if self.type == "flag" else written


@dataclass(frozen=True)
class DraftOption:
    """One row a teacher wrote: an option to choose, or an answer to accept."""

    id: str
    text: str
    is_right: bool = False
    feedback: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadingPassage:
    """A passage of the article a question rests on. `cited`: start and end of the words that support the answer."""

    label: str
    text: str
    cited: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Draft:
    """A question as its teacher wrote it, not yet fit to be asked. Option ids differ from each other.

    `reading` is the whole article, in its order, for a kind that reads it; else empty.
    """

    stem: str
    explanation: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[DraftOption, ...] = ()
    reading: tuple[ReadingPassage, ...] = ()

    def __post_init__(self) -> None:
        if len({option.id for option in self.options}) < len(self.options):
            raise ValueError("two options of a draft have the same id")


@dataclass(frozen=True)
class Grade:
    """0 is wrong, 1 is right, between is partly right. `matched`: the key rows whose feedback applies."""

    credit: float
    matched: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.credit <= 1:
            raise ValueError(f"credit must be between 0 and 1, not {self.credit}")


@dataclass(frozen=True)
class Shows:
    """What a student may see of an answered question: its evaluation is the teacher's to show, or to keep for later."""

    correctness: bool = True
    right_answer: bool = True
    feedback: bool = True


ALL = Shows()
NOTHING = Shows(correctness=False, right_answer=False, feedback=False)


@dataclass(frozen=True)
class Unreadable:
    """Something that could not be read, which is not a wrong answer. The sentence says how to mend it."""

    sentence: str


@dataclass(frozen=True)
class Written:
    """Words that a student wrote, and those that are right there, as teachers wrote them. `gap`: of several, in which."""

    words: str
    rights: tuple[str, ...]
    gap: int = 0


@dataclass(frozen=True)
class Refusal:
    """Why a key cannot be put right in that way. The sentence says what can be done instead."""

    sentence: str


@dataclass(frozen=True)
class Example:
    """A question, what a student typed, and the credit it must earn; None: it must be unreadable.

    `order` is the arrangement the student saw; empty, as authored.
    """

    draft: Draft
    typed: tuple[str, ...]
    credit: float | None
    order: tuple[str, ...] = ()


class Kind(Protocol):
    """What a module of this package must hold to be a kind of question.

    All its functions are pure, and faces, keys and givens survive a trip through JSON unchanged.
    """

    LABEL: str
    SUMMARY: str  # What students do, in one sentence for whoever chooses a kind.
    SETTINGS: tuple[Column, ...]
    OPTION_COLUMNS: tuple[Column, ...]
    HAS_PARTIAL_CREDIT: bool
    READS_ARTICLE: bool
    EXAMPLES: tuple[Example, ...]

    def problems(self, draft: Draft) -> list[str]:
        """What keeps a draft from being published, a sentence each: place, fault, remedy."""

    def face(self, draft: Draft) -> Face:
        """What a student may see before answering. Nothing in it depends on what is right. Never raises."""

    def key(self, draft: Draft) -> Key:
        """What marking and explaining need. Only for a draft without problems, else ValueError."""

    def draft_of(self, face: Face, key: Key) -> Draft:
        """A draft that face and key may be of: it makes the same face and the same key again.

        What neither holds, such as the order of rows that are shown sorted, is not to be had back.
        """

    def order(self, face: Face, chance: Random) -> list[str]:
        """The option ids as one attempt shows them; empty for a kind without options."""

    def arranged(self, face: Face, order: Sequence[str]) -> Face:
        """The face with its options in that order; an empty order leaves them as authored."""

    def read(self, face: Face, typed: Sequence[str]) -> Given | Unreadable:
        """The answer in `typed`, all values of the form field `given`. Never raises on arbitrary text."""

    def grade(self, key: Key, given: Given) -> Grade | None:
        """The worth of an answer; None where a person must mark it."""

    def said(self, face: Face, given: Given) -> str:
        """An answer in one plain line, as its student would tell it."""

    def anonymous(self, face: Face, given: Given) -> Given:
        """The answer without a word that its student typed: choices and numbers stay. The same where none was."""

    def outcome(self, face: Face, key: Key, given: Given | None, shows: Shows) -> Outcome:
        """What the page shows once an answer is given; `given` is None where there was none.

        It holds `given_text` and `right_text`, one plain line each, the latter empty unless the right answer
        shows. When nothing shows, nothing in it depends on the key.
        """

    def shape(self, face: Face) -> Any:
        """What answers refer to: answers to faces of one shape can be marked by each other's keys."""

    def options(self, face: Face) -> dict[str, str]:
        """What can be chosen, by its id, told in one line; empty for a kind that is not answered by choosing."""

    def chosen(self, face: Face, given: Given) -> list[str]:
        """The ids of the options that an answer chose; empty where there are none."""

    def rights(self, key: Key) -> set[str]:
        """The ids of the options that belong to a right answer; empty where there are no options."""

    def guess(self, face: Face, key: Key) -> float | None:
        """The credit that blind choice earns on average, as Moodle's kinds of the same name tell it: typing earns
        nothing, and None stands where several are chosen together and chance cannot be told."""

    def parts(self, face: Face, given: Given) -> list[tuple[str, Given]]:
        """What of an answer can be accepted by itself, each told in one line: the whole, or what fills one gap."""

    def written(self, face: Face, key: Key, given: Given) -> Written | None:
        """The words in such a part; None where it holds none, as a number or an order, in which nothing is misspelt."""

    def accepting(self, face: Face, key: Key, given: Given) -> Key | Refusal:
        """A key by which all that `given` fills is right. Nobody's credit falls by it."""

    def droppable(self, face: Face) -> dict[str, str]:
        """What can be taken out of the question, by its id, told in one line."""

    def without_option(self, face: Face, key: Key, option_id: str) -> Key | Refusal:
        """A key by which that option counts no more. Nobody's credit falls by it."""

"""Words of a passage that somebody chose to cite: by an address, or by a button beside the passage."""

from dataclasses import dataclass
from typing import Self

from quizzes.articles.models import Passage
from quizzes.articles.quoting import Span, is_inside_a_word

NOT_THERE = (
    "What the address names is no passage, or no words in it, so the question cites nothing yet. "
    "Choose its words in the text beside the form."
)


@dataclass(frozen=True)
class Chosen:
    passage: Passage
    span: Span

    @classmethod
    def at(cls, place: str) -> Self | None:
        """The words at "<id of the passage>:<start>:<end>", whole words; the whole passage where start and end are empty."""
        numbers = place.split(":")
        if len(numbers) != 3 or not is_number(numbers[0]):
            return None
        passage = Passage.objects.select_related("revision__article").filter(pk=numbers[0]).first()
        if passage is None or numbers[1:] == ["", ""]:
            return passage and cls(passage, Span(0, len(passage.text)))
        if not all(map(is_number, numbers)):
            return None
        start, end = map(int, numbers[1:])
        if not (start < end <= len(passage.text) and passage.text[start:end].strip()):
            return None
        return cls(passage, whole_words(passage.text, start, end))

    @property
    def name(self) -> str:
        """Where the words stand."""
        return f"{self.passage.label} of {self.passage.revision.article.name}"

    @property
    def quote(self) -> str:
        return self.passage.text[self.span.start : self.span.end]


def is_number(text: str) -> bool:
    """Also small enough for a number of the store."""
    return text.isdecimal() and text.isascii() and len(text) < 19


def whole_words(text: str, start: int, end: int) -> Span:
    """From the first word that is touched to the last, without blanks around them: as citations are looked for."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    while is_inside_a_word(text, start):
        start -= 1
    while is_inside_a_word(text, end):
        end += 1
    return Span(start, end)

"""A question as its key is looked at: what is right by now, what was given, and what could be put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quizzes.attempts import given_answers
from quizzes.attempts.given_answers import Given
from quizzes.bank.changes import keys_after
from quizzes.bank.corrections import Correction, alike, asked
from quizzes.bank.models import Question, QuestionVersion
from quizzes.kinds.kind import ALL, Refusal, Written


@dataclass(frozen=True)
class Choice:
    """An option that could be left out; `refusal` says why it cannot."""

    id: str
    said: str
    refusal: str


@dataclass(frozen=True)
class Subject:
    """One version of a question, and those that take the same answers."""

    question: Question
    version: QuestionVersion

    @cached_property
    def versions(self) -> list[QuestionVersion]:
        return list(self.question.versions.order_by("-number"))

    @cached_property
    def alike(self) -> list[QuestionVersion]:
        return alike(self.version, self.versions)

    @cached_property
    def standing(self) -> Sequence[Correction]:
        return list(self.question.corrections.standing())

    @cached_property
    def key(self) -> dict:
        return keys_after(asked(self.version), [one.change for one in self.standing])[-1]

    @cached_property
    def counted(self) -> list[tuple[Any, int]]:
        return given_answers.counted([one.pk for one in self.alike])

    @cached_property
    def given(self) -> list[Given]:
        return self.given_among(self.counted)

    def given_among(self, counted: Iterable[tuple[Any, int]]) -> list[Given]:
        """What was given, each with how often, as it is to be read by now."""
        return given_answers.given_to(asked(self.version), self.key, counted)

    def written(self, given: Given) -> Written | None:
        """The words in it, and those that are right by now."""
        return self.version.task.written(self.version.face, self.key, given.given)

    @property
    def answer_count(self) -> int:
        return sum(count for _, count in self.counted)

    @property
    def right_text(self) -> str:
        """What is right now, in one line."""
        task, face = self.version.task, self.version.face
        return task.outcome(task.arranged(face, []), self.key, None, ALL)["right_text"]

    @property
    def options(self) -> list[Choice]:
        task, face = self.version.task, self.version.face
        outcomes = {id: task.without_option(face, self.key, id) for id in task.droppable(face)}
        return [
            Choice(id, said, outcomes[id].sentence if isinstance(outcomes[id], Refusal) else "")
            for id, said in task.droppable(face).items()
            if id not in self.key.get("dropped", [])
        ]

    @property
    def older(self) -> list[QuestionVersion]:
        """Those that this version's key could mark."""
        return [one for one in self.alike if one.number < self.version.number and one.key != self.version.key]

    def details(self, what: str, chosen: str) -> dict[str, Any] | None:
        """What a correction holds of what was chosen on the page; None where that is not on the page any more."""
        return DETAILS[what](self, chosen)


def accepted(subject: Subject, chosen: str) -> dict[str, Any] | None:
    found = next((given for given in subject.given if given.name == chosen), None)
    return found and {"given": found.given, "said": found.said}


def left_out(subject: Subject, chosen: str) -> dict[str, Any] | None:
    found = next((option for option in subject.options if option.id == chosen), None)
    return found and {"option": found.id, "said": found.said}


def marked_by(subject: Subject, chosen: str) -> dict[str, Any]:
    return {"version": subject.version.pk, "number": subject.version.number, "key": subject.version.key}


def nothing(subject: Subject, chosen: str) -> dict[str, Any]:
    return {}


DETAILS = {
    "accept": accepted,
    "drop_option": left_out,
    "credit_to_all": nothing,
    "drop_question": nothing,
    "remark": marked_by,
}

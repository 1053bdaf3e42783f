"""A question as it is asked somewhere: in a slot of an attempt, or as a sample on the front page."""

from typing import Any

from quizzes import kinds
from quizzes.bank import serving

SIGNS = {"right": "✓", "partly": "◐", "wrong": "✗", "": "–"}


class Asked:
    """What templates need of a question, whoever asks it. Needs `version_id`, `points` and `given_answer`."""

    option_order: list[str] = []

    @property
    def served(self) -> serving.Face:
        return serving.faces.get(self.version_id)

    @property
    def task(self) -> kinds.Kind:
        return self.served.task

    @property
    def face(self) -> dict:
        """What may be seen before the answer, the options in the order they are asked here."""
        return self.task.arranged(self.served.content, self.option_order)

    @property
    def evidence(self) -> serving.Evidence:
        return serving.evidence.get(self.version_id)

    @property
    def outcome(self) -> dict:
        """What was given beside what was right. Only for questions that are answered or over."""
        given: Any = self.given_answer.given if self.given_answer else None
        return self.task.outcome(self.face, self.evidence.key, given)

    @property
    def ask_template(self) -> str:
        return f"kinds/{self.served.kind}.html#ask"

    @property
    def answered_template(self) -> str:
        return f"kinds/{self.served.kind}.html#answered"

    @property
    def result(self) -> str:
        """One word for styles: right, partly, wrong, or nothing when there is no answer."""
        return self.given_answer.result if self.given_answer else ""

    @property
    def sign(self) -> str:
        return SIGNS[self.result]

    @property
    def verdict(self) -> str:
        return self.given_answer.verdict if self.given_answer else "Not answered."

    @property
    def mark(self) -> float:
        return self.given_answer.credit * self.points if self.given_answer else 0

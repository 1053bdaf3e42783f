"""A question as it is asked somewhere: in a slot of an attempt, or as a sample on the front page."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quizzes import kinds
from quizzes.attempts.disclosure import Disclosure
from quizzes.attempts.verdicts import SIGNS
from quizzes.bank import serving
from quizzes.bank.models import Question
from quizzes.kinds.kind import Unreadable


def rendered(keys: Collection[serving.AsOf]) -> dict[serving.AsOf, SafeString]:
    found = serving.evidence.many(keys)
    return {key: render_to_string("attempts/_evidence.html", {"evidence": found[key]}) for key in keys}


# While templates are being edited, nothing rendered is kept.
panes: serving.Shelf[serving.AsOf, SafeString] = serving.Shelf(
    rendered, size=0 if settings.DEBUG else serving.KEPT
)


class Asked:
    """What templates need of a question, whoever asks it. Needs `version_id`, `points` and `given_answer`.

    `disclosed` says what of an answer may show; whoever shows one sets it, else nothing does.
    """

    option_order: list[str] = []
    disclosed = Disclosure()

    @property
    def served(self) -> serving.Face:
        return serving.faces.get(self.version_id)

    @property
    def task(self) -> kinds.Kind:
        return self.served.task

    @cached_property
    def face(self) -> dict:
        """What may be seen before the answer, the options in the order they are asked here."""
        return self.task.arranged(self.served.content, self.option_order)

    @cached_property
    def last_edit(self) -> str | None:
        """The last edit of any article, point or key. Querysets bring it along; asked for here when they did not."""
        return Question.objects.values_list(serving.LAST_EDIT, flat=True).first()

    @property
    def as_of(self) -> serving.AsOf:
        return serving.AsOf(self.version_id, self.last_edit)

    def read(self, typed: Sequence[str]) -> Any | Unreadable:
        """What was typed, as an answer. The evidence is wanted next and brings the face in the same query."""
        serving.evidence.get(self.as_of)
        return self.task.read(self.face, typed)

    @property
    def evidence(self) -> serving.Evidence:
        return serving.evidence.get(self.as_of)

    @property
    def evidence_pane(self) -> SafeString:
        """The sources as the page shows them; the same for everyone, so it is rendered once."""
        return panes.get(self.as_of)

    @property
    def outcome(self) -> dict:
        """What was given beside what was right. Only for questions that are answered or over."""
        given: Any = self.given_answer.given if self.given_answer else None
        return self.task.outcome(self.face, self.evidence.key, given, self.disclosed.of_answer)

    @property
    def ask_template(self) -> str:
        return f"kinds/{self.served.kind}.html#ask"

    @property
    def answered_template(self) -> str:
        return f"kinds/{self.served.kind}.html#answered"

    @property
    def result(self) -> str:
        """One word for styles: right, partly, wrong; "given" where that may not show, nothing without an answer."""
        if self.given_answer is None:
            return ""
        return self.given_answer.result if self.disclosed.correctness else "given"

    @property
    def best(self) -> float:
        """The best mark it can earn here."""
        return self.points

    @property
    def sign(self) -> str:
        return SIGNS[self.result]

    @property
    def verdict(self) -> str:
        if self.given_answer is None:
            return "Not answered."
        return self.given_answer.verdict if self.disclosed.correctness else "Your answer is in."

    @property
    def mark(self) -> float:
        return (self.given_answer.fraction or 0) * self.points if self.given_answer else 0

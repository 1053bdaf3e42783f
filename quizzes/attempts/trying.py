"""A slot that may be tried more than once, with a hint after each try."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from quizzes.attempts.verdicts import SIGNS, result_of, verdict_of
from quizzes.attempts.work import Stale, Work

if TYPE_CHECKING:
    from quizzes.attempts.slot import Answer


class Trying:
    """Needs `tries`, those before the last; the slot's `attempt`, `evidence`; `credit_of`, `answered`, `keep`, `write`."""

    @property
    def hints_shown(self) -> Sequence[str]:
        return self.evidence.hints[: len(self.tries)] if self.tries else ()

    @property
    def tries_left(self) -> int:
        return self.attempt.quiz.how.tries_allowed(self.evidence.hints) - len(self.tries)

    @property
    def last_result(self) -> str:
        return result_of(self.last_credit)

    @property
    def last_credit(self) -> float | None:
        """By the key as it is now, which may have been put right since."""
        return self.credit_of(self.tries[-1]["given"])

    @property
    def last_sign(self) -> str:
        return SIGNS[self.last_result]

    @property
    def last_verdict(self) -> str:
        return verdict_of(self.last_credit)

    def tried(self, given: Any, credit: float | None, work: Work, *, at: datetime) -> "Answer | None":
        if self.given_answer:
            return self.given_answer
        if work.revision is not None and work.revision < len(self.tries):
            # The same try sent twice is one; another one was made on a page that knows less.
            if self.tries[work.revision]["given"] == given:
                return None
            raise Stale(self)
        if credit in (None, 1) or self.tries_left <= 1:
            answer = self.answered(given, credit, at=at, tries_before=len(self.tries))
            return self.keep(answer, unless_overtaken=True)
        self.keep_try(given, credit, work, at=at)
        return None

    def keep_try(self, given: Any, credit: float, work: Work, *, at: datetime) -> None:
        tries = [*self.tries, {"given": given, "credit": credit, "at": at.isoformat()}]
        self.write(at=at, tries=tries, typed=list(work.typed), revision=len(tries))

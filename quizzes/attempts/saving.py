"""A slot whose answer is saved as it is written and marked at the end of the attempt."""

from datetime import datetime

from django.utils.functional import cached_property

from quizzes.attempts.behaviours import Certainty
from quizzes.attempts.work import Overtaken, Stale, Work
from quizzes.kinds.kind import Unreadable


class Saving:
    """Needs `typed`, `certainty`, `saved_at` and `revision`, a `task` with its `face`, and `write`."""

    @property
    def work(self) -> Work:
        """What is kept of this question."""
        return Work(tuple(self.typed or ()), self.certainty, self.revision)

    @cached_property
    def problem(self) -> str:
        """Why what is saved could not be marked; empty when it could, or when nothing is saved."""
        given = self.task.read(self.face, self.typed) if self.typed else None
        return given.sentence if isinstance(given, Unreadable) else ""

    @property
    def said(self) -> str:
        """What is saved, in one line."""
        return self.told(self.work)

    def told(self, work: Work) -> str:
        given = self.task.read(self.face, work.typed)
        told = "; ".join(work.typed) if isinstance(given, Unreadable) else self.task.said(self.face, given)
        return f"{told} ({Certainty(work.certainty).label.lower()})" if work.certainty else told

    def save_work(self, work: Work, *, at: datetime) -> None:
        """Keep what was typed, unmarked; blank fields take it back. The same twice is kept once.

        Raises Stale when something else was saved since the page was made, and AttemptFinished.
        """
        while not self.holds(work):
            if work.revision != self.revision:
                raise Stale(self)
            try:
                self.write(
                    at=at,
                    begun=self.begun_by(work),
                    typed=None if work.is_blank else list(work.typed),
                    certainty=work.certainty,
                    saved_at=at,
                    revision=self.revision + 1,
                )
            except Overtaken:
                self.look_again()

    def holds(self, work: Work) -> bool:
        """Whether this very work is what is kept."""
        same = (self.typed or []) == ([] if work.is_blank else list(work.typed))
        return same and self.certainty == work.certainty and (self.saved_at is not None or work.is_blank)

    def begun_by(self, work: Work) -> int:
        """By how much saving this changes the number of questions with something saved."""
        return (not work.is_blank) - (self.typed is not None)

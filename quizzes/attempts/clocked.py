"""An attempt against the clock of the server: ended when its time is over, open again when it is not after all."""

from datetime import datetime
from typing import Self

from django.db import IntegrityError, models

from core.turns import write_in_turn
from quizzes.attempts import counted, remarking, timing
from quizzes.attempts.slot import Answer
from quizzes.attempts.terms import Terms


class Clocked:
    """Needs the student, the quiz, `started_at`, `deadline_at`, `closes_at`, `is_assigned`, `clock_at`, `finished_at`,
    `is_ended_by_time` and `review_opened_at`.
    """

    def settle(self, *, at: datetime) -> Self:
        """Make it what it must be by the clock: ended when its time is over, open again when it is not after all."""
        if self.deadline_at is None or not self.follows_the_clock:
            return self
        if timing.went_back(self.clock_at, at):
            self.put_back(at)
        is_over = timing.is_over(self.deadline_at, at)
        if is_over and not self.is_finished:
            self.finish(at=self.deadline_at)
        elif self.is_finished and not is_over and self.ended_early(at):
            self.reopen()
        return self

    @property
    def follows_the_clock(self) -> bool:
        """Whether its deadline still means something: once a student ended it, saw the review or was erased, no more."""
        if self.is_abandoned:
            return False
        return not self.is_finished or (self.is_ended_by_time and self.review_opened_at is None)

    def ended_early(self, at: datetime) -> bool:
        """Whether it was ended by a clock that ran ahead, or by a deadline that moved since."""
        return timing.went_back(self.finished_at, at) or self.finished_at < self.deadline_at

    def put_back(self, at: datetime) -> None:
        """Follow a clock that was put back: what was left when something was last taken in is left now."""
        started_at = timing.after_a_step_back(self.started_at, self.clock_at, at)
        with write_in_turn():
            unchanged = type(self).objects.filter(pk=self.pk, clock_at=self.clock_at)
            if unchanged.update(started_at=started_at, clock_at=at):
                self.started_at = started_at
                self.renew_deadline()
        self.refresh_from_db(fields=["started_at", "deadline_at", "clock_at"])

    def reopen(self) -> None:
        """Take back that it was ended by time, unless another attempt runs: what was saved is unmarked again."""
        others = self.student.attempts.open().filter(quiz=self.quiz, repeats=self.repeats)
        again = type(self).objects.perhaps_running().filter(~models.Exists(others), pk=self.pk)
        try:
            with write_in_turn(), counted.changing([self.pk]):
                if again.update(finished_at=None, is_ended_by_time=False):
                    Answer.objects.filter(slot__attempt=self, is_of_the_end=True).delete()
                    self.recount()
                    remarking.settle(self)
        except IntegrityError:
            # Another one was started at this very moment.
            pass
        self.refresh_from_db(fields=["finished_at", "is_ended_by_time", "answered_count", "mark", "points"])

    def renew_deadline(self) -> None:
        """The deadline by what holds for the student now. Where an assignment let them start and nothing holds any
        more, it stays.
        """
        terms = self.quiz.terms_for(self.student)
        if terms:
            self.follow(terms)
        elif not self.is_assigned:
            self.deadline_at = self.quiz.deadline_for(self.student, self.started_at)
        self.save(update_fields=["deadline_at", "closes_at", "is_assigned"])

    def follow(self, terms: Terms, *, deadline: bool = True) -> None:
        """Take over what holds now, not kept yet: when it closes, and while it runs when it must be in."""
        self.is_assigned = terms.is_assigned
        self.closes_at = terms.closes if terms.is_assigned else None
        if deadline and self.follows_the_clock:
            self.deadline_at = terms.deadline(self.started_at)

    @property
    def is_ended_for_nothing(self) -> bool:
        """Whether it was ended by a time that was taken away since."""
        return self.is_finished and self.follows_the_clock and self.deadline_at is None

    @property
    def closes(self) -> datetime | None:
        """The close as it holds for its student: until then nothing shows that waits for it."""
        return self.closes_at if self.is_assigned else self.quiz.closes_at

    def seconds_left(self, at: datetime) -> int | None:
        """Until the deadline, by the server's clock; None where there is none."""
        return None if self.deadline_at is None else max(0, int((self.deadline_at - at).total_seconds()))

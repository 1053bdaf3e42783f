"""One attempt under whatever comes: saving in two tabs, time passing, clocks put back, extra time, the end.

Hypothesis makes up the story; a model in plain Python tells beside it what must be in the store. Requests go
through the views. Each story runs in a transaction that is rolled back.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import hypothesis
import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.kinds import KINDS
from quizzes.kinds.folding import cleaned
from quizzes.kinds.kind import Unreadable
from quizzes.models import Answer, Attempt, ExtraTime, Quiz, Slot
from tests.attempts.quizzes import HOUR, MINUTE, NOON, SECOND, answers_to, one_of_each_kind, quiz, slot_of
from tests.conftest import HTMX, signed_in

pytestmark = pytest.mark.django_db

GRACE, SKEW = 30 * SECOND, MINUTE
HINTS = "Look again.\nThink of the second sentence."
TRIES = 3
PENALTY = 1 / 3
# Moodle's marks by certainty: right, wrong.
CERTAINTY_MARKS = {1: (1, 0), 2: (2, -2), 3: (3, -6)}
POSITIONS = st.integers(1, 3)
TAKEN, KEPT, REFUSED, STALE, UNREADABLE = "taken", "kept", "refused", "stale", "unreadable"


@dataclass(frozen=True)
class Marked:
    """An answer the model expects in the store."""

    credit: float
    fraction: float
    certainty: int | None
    is_of_the_end: bool


@dataclass
class Question:
    """A slot as the model has it."""

    kind: str
    typed: list[str] | None = None
    certainty: int | None = None
    revision: int = 0
    was_saved: bool = False
    is_flagged: bool = False
    tries: list[tuple[Any, float]] = field(default_factory=list)
    answer: Marked | None = None


@dataclass
class Model:
    """An attempt as it must be: what was taken in, and the clock it was taken in by."""

    behaviour: str
    limit: timedelta | None
    started: datetime
    questions: list[Question]
    extra: timedelta = timedelta()
    clock: datetime | None = None
    taken_in: int = 0
    finished: datetime | None = None
    is_by_time: bool = False
    is_reviewed: bool = False

    @property
    def marks_each(self) -> bool:
        return not self.behaviour.startswith("deferred")

    @property
    def asks_certainty(self) -> bool:
        return self.behaviour.endswith("certainty")

    @property
    def has_tries(self) -> bool:
        return self.behaviour == "interactive"

    @property
    def deadline(self) -> datetime | None:
        return self.started + self.limit + self.extra if self.limit else None

    def settle(self, now: datetime) -> None:
        """What any request of the student does first."""
        ended_for_good = self.finished and (not self.is_by_time or self.is_reviewed)
        if self.deadline is None or ended_for_good:
            return
        if now < self.clock - SKEW:
            self.started, self.clock = self.started - (self.clock - now), now
        is_over = now > self.deadline + GRACE
        if is_over and not self.finished:
            self.finish(now)
        elif self.finished and not is_over and self.ended_early(now):
            self.finished, self.is_by_time = None, False
            for question in self.questions:
                if question.answer and question.answer.is_of_the_end:
                    question.answer = None

    def ended_early(self, now: datetime) -> bool:
        """By a clock that ran ahead, or by a deadline that moved since."""
        return now < self.finished - SKEW or self.finished < self.deadline

    def finish(self, now: datetime) -> None:
        if self.finished:
            return
        self.is_by_time = self.deadline is not None and now >= self.deadline
        self.finished = self.deadline if self.is_by_time else now
        for question in self.questions:
            question.answer = question.answer or self.marked_at_the_end(question)

    def marked_at_the_end(self, question: Question) -> Marked | None:
        if question.tries:
            _, credit = question.tries[-1]
            return self.marked(credit, None, len(question.tries) - 1, is_of_the_end=True)
        if self.marks_each or question.typed is None:
            return None
        credit = credit_of(question.kind, question.typed)
        return None if credit is None else self.marked(credit, question.certainty, is_of_the_end=True)

    def marked(
        self, credit: float, certainty: int | None, tries_before: int = 0, *, is_of_the_end: bool = False
    ) -> Marked:
        if self.asks_certainty:
            certainty = certainty or 1
            right, wrong = CERTAINTY_MARKS[certainty]
            return Marked(credit, right * credit if credit else wrong, certainty, is_of_the_end)
        fraction = max(0, credit - tries_before * PENALTY) if self.has_tries else credit
        return Marked(credit, fraction, None, is_of_the_end)

    def send(self, question: Question, sent: "Sent", given: Any, now: datetime) -> str:
        """What becomes of fields that are sent."""
        self.settle(now)
        if self.finished:
            at_once = question.answer and not question.answer.is_of_the_end
            return KEPT if at_once else REFUSED
        taken = self.answer(question, sent, given, now) if self.marks_each else self.save(question, sent)
        if taken == TAKEN:
            self.clock, self.taken_in = max(self.clock, now), self.taken_in + 1
        return taken

    def save(self, question: Question, sent: "Sent") -> str:
        typed = list(sent.typed) if any(sent.typed) else None
        is_same = (question.typed, question.certainty) == (typed, sent.certainty)
        if is_same and (question.was_saved or typed is None):
            return KEPT
        if sent.revision != question.revision:
            return STALE
        question.typed, question.certainty, question.was_saved = typed, sent.certainty, True
        question.revision += 1
        return TAKEN

    def answer(self, question: Question, sent: "Sent", given: Any, now: datetime) -> str:
        if question.answer:
            return KEPT
        if isinstance(given, Unreadable):
            return UNREADABLE
        credit = credit_of(question.kind, sent.typed)
        tries = question.tries
        if self.has_tries and sent.revision is not None and sent.revision < len(tries):
            return KEPT if tries[sent.revision][0] == given else STALE
        if self.has_tries and credit < 1 and len(tries) + 1 < TRIES:
            tries.append((given, credit))
            question.typed, question.revision = list(sent.typed), len(tries)
            return TAKEN
        question.answer = self.marked(credit, sent.certainty, len(tries))
        if all(other.answer for other in self.questions):
            self.finished = now
        return TAKEN


@dataclass(frozen=True)
class Sent:
    """The fields of one POST."""

    position: int
    typed: tuple[str, ...]
    certainty: int | None
    revision: int | None

    @property
    def fields(self) -> dict:
        chosen = {"given": list(self.typed)}
        if self.certainty:
            chosen["certainty"] = self.certainty
        if self.revision is not None:
            chosen["revision"] = self.revision
        return chosen


def credit_of(kind: str, typed: list[str] | tuple[str, ...]) -> float | None:
    """The credit the kind's example promises; None for what cannot be read."""
    return dict(ANSWERS[kind])[tuple(typed)]


# As the store gets it, with the credit that the kind's examples promise.
ANSWERS = {
    kind: [(tuple(map(cleaned, typed)), credit) for typed, credit in answers_to(kind)] for kind in KINDS
}


class Story(RuleBasedStateMachine):
    """`student`, `client` and `questions` are there before, and the same in each story."""

    student: Any
    client: Client
    asked: dict

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.last: Sent | None = None
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)

    @initialize(
        behaviour=st.sampled_from(sorted(BEHAVIOURS)),
        minutes=st.sampled_from([None, 1, 10]),
        kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=3, max_size=3, unique=True),
    )
    def start(self, behaviour: str, minutes: int | None, kinds: list[str]) -> None:
        self.quiz: Quiz = quiz(
            question_set=next(iter(self.asked.values())).question_set,
            behaviour=behaviour,
            minutes=minutes,
            shuffles_options=False,
        )
        self.attempt = Attempt.given(
            self.student,
            self.quiz,
            [self.asked[kind].current for kind in kinds],
            at=self.now,
            chance=Random(7),
            deadline_at=self.quiz.deadline_for(self.student, self.now),
        )
        limit = timedelta(minutes=minutes) if minutes else None
        questions = [Question(kind) for kind in kinds]
        self.model = Model(behaviour, limit, self.now, questions, clock=self.now)
        self.slots = [slot_of(self.attempt, position) for position in (1, 2, 3)]

    # What a student does.

    @rule(position=POSITIONS, data=st.data(), is_htmx=st.booleans())
    def write(self, position: int, data: st.DataObject, is_htmx: bool) -> None:
        revision = self.model.questions[position - 1].revision
        self.send(self.something(data, position, revision), is_htmx)

    @rule(position=POSITIONS, data=st.data(), ago=st.integers(1, 3), is_htmx=st.booleans())
    def write_on_an_older_page(self, position: int, data: st.DataObject, ago: int, is_htmx: bool) -> None:
        """The page of another tab; one that is older than all has no revision."""
        revision = self.model.questions[position - 1].revision - ago
        self.send(self.something(data, position, revision if revision >= 0 else None), is_htmx)

    def something(self, data: st.DataObject, position: int, revision: int | None) -> "Sent":
        typed, _ = data.draw(st.sampled_from(ANSWERS[self.model.questions[position - 1].kind]))
        return Sent(position, typed, data.draw(st.sampled_from([None, 1, 2, 3])), revision)

    @rule(position=POSITIONS, is_htmx=st.booleans())
    def take_back(self, position: int, is_htmx: bool) -> None:
        revision = self.model.questions[position - 1].revision
        self.send(Sent(position, ("",), None, revision), is_htmx)

    @precondition(lambda self: self.last)
    @rule(is_htmx=st.booleans())
    def send_the_same_again(self, is_htmx: bool) -> None:
        self.send(self.last, is_htmx)

    @precondition(lambda self: self.model.taken_in > 3)
    @rule()
    def answer_the_rest(self) -> None:
        """So that stories reach the end of quizzes that mark at once."""
        for position, question in enumerate(self.model.questions, 1):
            if not question.answer:
                typed = next(typed for typed, credit in ANSWERS[question.kind] if credit == 1)
                self.send(Sent(position, typed, 3, question.revision), is_htmx=True)

    @rule(position=POSITIONS, is_flagged=st.booleans())
    def flag_and_leave(self, position: int, is_flagged: bool) -> None:
        address = reverse("attempts:flag", args=[self.attempt.pk, position])
        self.ask(address, {"flagged": str(int(is_flagged))})
        self.ask(reverse("attempts:leave", args=[self.attempt.pk, position]), {})
        self.model.settle(self.now)
        if not self.model.finished:
            self.model.questions[position - 1].is_flagged = is_flagged

    @precondition(lambda self: self.model.taken_in > 1)
    @rule()
    def submit(self) -> None:
        self.ask(reverse("attempts:finish", args=[self.attempt.pk]), {})
        self.model.settle(self.now)
        self.model.finish(self.now)

    @rule(page=st.sampled_from(["take", "question", "finish", "quiz", "home"]))
    def look(self, page: str) -> None:
        address = {
            "take": reverse("attempts:take", args=[self.attempt.pk]),
            "question": reverse("attempts:question", args=[self.attempt.pk, 1]),
            "finish": reverse("attempts:finish", args=[self.attempt.pk]),
            "quiz": self.quiz.get_absolute_url(),
            "home": "/",
        }[page]
        assert self.ask(address).status_code in (200, 302)
        self.model.settle(self.now)

    @precondition(lambda self: self.model.finished or self.model.taken_in > 1)
    @rule()
    def review(self) -> None:
        page = self.ask(reverse("attempts:review", args=[self.attempt.pk]))
        self.model.settle(self.now)
        assert page.status_code == (200 if self.model.finished else 302)
        self.model.is_reviewed = self.model.is_reviewed or bool(self.model.finished)

    # What happens meanwhile.

    @rule(seconds=st.sampled_from([1, 20, 29, 30, 31, 59, 60, 61, 150, 600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.model.deadline and self.model.deadline > self.now)
    @rule(after=st.sampled_from([-1, 0, 29, 30, 31, 90]), position=POSITIONS, data=st.data())
    def something_arrives_about_the_deadline(self, after: int, position: int, data: st.DataObject) -> None:
        self.now = self.model.deadline + timedelta(seconds=after)
        self.send(self.something(data, position, self.model.questions[position - 1].revision), is_htmx=True)

    @rule(back=st.sampled_from([5 * SECOND, MINUTE, 61 * SECOND, HOUR]))
    def the_clock_is_put_back(self, back: timedelta) -> None:
        self.now -= back

    @rule(minutes=st.sampled_from([1, 5, 60]))
    def extra_time_is_granted(self, minutes: int) -> None:
        extra = ExtraTime.objects.filter(quiz=self.quiz, student=self.student).first()
        extra = extra or ExtraTime(quiz=self.quiz, student=self.student)
        extra.minutes = minutes
        extra.save()
        if not self.model.finished or (self.model.is_by_time and not self.model.is_reviewed):
            self.model.extra = timedelta(minutes=minutes)

    # How it is asked, and what must come of it.

    def ask(self, address: str, fields: dict | None = None, headers: dict | None = None) -> HttpResponse:
        with time_machine.travel(self.now, tick=False):
            if fields is None:
                return self.client.get(address, headers=headers)
            return self.client.post(address, fields, headers=headers)

    def send(self, sent: Sent, is_htmx: bool) -> None:
        question, slot = self.model.questions[sent.position - 1], self.slots[sent.position - 1]
        given = slot.task.read(slot.face, sent.typed)
        reply = self.ask(slot.get_absolute_url(), sent.fields, HTMX if is_htmx else {})
        expected = self.model.send(question, sent, given, self.now)
        assert became_of(reply, self.attempt) == (TAKEN if expected == KEPT else expected)
        self.last = sent

    @invariant()
    def the_store_holds_what_the_model_holds(self) -> None:
        model = self.model
        rows = Slot.objects.filter(attempt=self.attempt).select_related("answer").order_by("position")
        found = [stored(slot) for slot in rows]
        assert found == [expected(question) for question in model.questions]
        attempt = Attempt.objects.get(pk=self.attempt.pk)
        assert attempt.deadline_at == model.deadline
        assert (attempt.finished_at, attempt.is_ended_by_time) == (model.finished, model.is_by_time)
        assert (attempt.review_opened_at is not None) == model.is_reviewed
        assert attempt.revision == model.taken_in
        self.the_counts_equal_the_rows(attempt, list(rows))

    def the_counts_equal_the_rows(self, attempt: Attempt, rows: list[Slot]) -> None:
        answers = [row.answer for row in rows if row.given_answer]
        begun = (
            0 if self.model.marks_each or attempt.is_finished else sum(row.typed is not None for row in rows)
        )
        assert attempt.answered_count == max(len(answers), begun)
        assert attempt.mark == pytest.approx(sum(answer.fraction * answer.slot.points for answer in answers))
        assert Answer.objects.filter(slot__attempt=attempt).count() == len(answers)
        assert all(-6 <= answer.fraction <= 3 and 0 <= answer.credit <= 1 for answer in answers)

    @invariant()
    def nobody_has_more_time_than_was_given(self) -> None:
        """By the clock something was last taken in."""
        if self.model.limit:
            attempt = Attempt.objects.get(pk=self.attempt.pk)
            assert attempt.deadline_at - attempt.clock_at <= self.model.limit + self.model.extra + SKEW


def became_of(reply: HttpResponse, attempt: Attempt) -> str:
    """By what the reply tells the student."""
    review = reverse("attempts:review", args=[attempt.pk])
    if reply.headers.get("HX-Redirect", reply.headers.get("Location")) == review:
        return REFUSED
    return {200: TAKEN, 302: TAKEN, 409: STALE, 422: UNREADABLE}[reply.status_code]


def stored(slot: Slot) -> dict:
    answer = slot.given_answer
    return {
        "typed": slot.typed,
        "certainty": slot.certainty,
        "revision": slot.revision,
        "is_flagged": slot.is_flagged,
        "tries": [(one["given"], pytest.approx(one["credit"])) for one in slot.tries],
        "answer": answer
        and Marked(
            pytest.approx(answer.credit),
            pytest.approx(answer.fraction),
            answer.certainty,
            answer.is_of_the_end,
        ),
    }


def expected(question: Question) -> dict:
    return {
        "typed": question.typed,
        "certainty": question.certainty,
        "revision": question.revision,
        "is_flagged": question.is_flagged,
        "tries": question.tries,
        "answer": question.answer and replace(question.answer),
    }


def test_whatever_comes_nothing_is_lost_and_nothing_counts_twice(ada):
    class StoryOfAda(Story):
        student, client = ada, signed_in(ada)
        asked = one_of_each_kind(hints=HINTS)

    run(
        StoryOfAda,
        settings=hypothesis.settings(
            max_examples=200,
            stateful_step_count=30,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )

"""Any sequence of corrections, answers and takings back ends as if only those that stand had been made, in their order.

A model in plain Python keeps how everything was answered; at each step the marks in the store are compared with those
of a world in which the standing corrections alone are laid upon fresh answers. Each story is rolled back.
"""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from quizzes.attempts.putting_right import make, problem, proposed, proposed_back, take_back
from quizzes.bank import serving
from quizzes.bank.corrections import Correction
from quizzes.models import Answer, Attempt, Slot
from tests.attempts.corrections import LATER, option_id
from tests.attempts.quizzes import NOON, SECOND, answer, quiz, slot_of, started

pytestmark = pytest.mark.django_db
TEXTS = ["Three", "Seven", "Nine"]
WHATS = ["accept", "drop_option", "credit_to_all", "drop_question"]
CERTAINTY = {1: (1, 0), 2: (2, -2), 3: (3, -6)}


@dataclass
class Made:
    """A correction as the model has it."""

    row: Correction
    question: int
    what: str
    text: str
    keeps_better: bool


def key_after(made: list[Made], question: int) -> tuple[set[str], set[str]]:
    """What is accepted and what is left out, by the rules that a teacher is told."""
    right, dropped = {"Seven"}, set()
    for one in made:
        if one.question != question:
            continue
        if one.what == "accept":
            right.add(one.text)
        elif one.what == "drop_option":
            after = dropped | {one.text}
            if right - after and len(set(TEXTS) - after) >= 2:
                dropped = after
    return right, dropped


def earned(is_right: bool, certainty: int | None) -> Fraction:
    if certainty is None:
        return Fraction(is_right)
    return Fraction(CERTAINTY[certainty][not is_right])


class AsIfOnlyTheStanding:
    """The marks of one attempt, reckoned from nothing."""

    def __init__(self, given: list[str], certainty: int | None, is_over: bool) -> None:
        self.given, self.certainty, self.is_over = given, certainty, is_over
        self.best = 3 if certainty else 1

    def reckoned(self, made: list[Made]) -> tuple[Fraction, int]:
        now = [(earned(text == "Seven", self.certainty) if text else None, 1) for text in self.given]
        for place, one in enumerate(made):
            after = list(now)
            after[one.question] = self.after(
                one, now[one.question], key_after(made[: place + 1], one.question)
            )
            if not (one.keeps_better and self.is_worse(now, after)):
                now = after
        return self.total(now), sum(points for _, points in now) * self.best

    def after(self, one: Made, now: tuple, key: tuple[set[str], set[str]]) -> tuple:
        fraction, points = now
        text = self.given[one.question]
        if one.what == "drop_question":
            return fraction, 0
        if one.what == "credit_to_all":
            is_due = text or self.is_over
            return (
                earned(True, self.certainty and (self.certainty if text else 1)) if is_due else fraction
            ), points
        if not text:
            return now
        right, dropped = key
        return earned(text in right | dropped, self.certainty), points

    def is_worse(self, now: list, after: list) -> bool:
        if not self.is_over and sum(points for _, points in now) != sum(points for _, points in after):
            return False
        return self.share(after) < self.share(now)

    def share(self, markings: list) -> Fraction:
        points = sum(points for _, points in markings) * self.best
        return self.total(markings) / points if points else Fraction(0)

    @staticmethod
    def total(markings: list) -> Fraction:
        return sum(((fraction or 0) * points for fraction, points in markings), Fraction(0))


class Corrections(RuleBasedStateMachine):
    people: list
    behaviour: str

    @initialize()
    def begin(self) -> None:
        serving.faces.clear()
        serving.evidence.clear()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.quiz = quiz(2, behaviour=self.behaviour)
        self.questions = list(self.quiz.question_set.questions.in_order().select_related("current"))
        self.made: list[Made] = []
        self.attempts: list[tuple[Attempt, list[str], int | None]] = []

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @precondition(lambda self: len(self.attempts) < len(self.people))
    @rule(
        texts=st.lists(st.sampled_from(["", *TEXTS]), min_size=2, max_size=2),
        certainty=st.integers(1, 3),
        ends=st.booleans(),
    )
    def someone_answers(self, texts: list[str], certainty: int, ends: bool) -> None:
        certainty = certainty if "certainty" in self.behaviour else None
        attempt = started(self.people[len(self.attempts)], self.quiz)
        for position, text in enumerate(texts, 1):
            if text:
                answer(slot_of(attempt, position), text, certainty=certainty)
        attempt.refresh_from_db()
        if ends:
            attempt.finish(at=NOON + SECOND)
        self.attempts.append((attempt, texts, certainty or (1 if "certainty" in self.behaviour else None)))

    @rule(
        question=st.integers(0, 1),
        what=st.sampled_from(WHATS),
        text=st.sampled_from(TEXTS),
        keeps_better=st.booleans(),
    )
    def a_teacher_corrects(self, question: int, what: str, text: str, keeps_better: bool) -> None:
        asked = self.questions[question]
        id = option_id(asked, text)
        row = Correction(
            question=asked,
            what=what,
            details={"given": [id], "option": id, "said": text},
            version_ids=[asked.current_id],
            keeps_better=keeps_better,
            made_at=LATER,
        )
        if not problem(row):
            seen = proposed(row)
            make(row, at=LATER, seen=seen.digest)
            self.made.append(Made(row, question, what, text, keeps_better))
            self.nobody_fell(seen, keeps_better)

    def nobody_fell(self, seen, keeps_better: bool) -> None:
        assert not (keeps_better and seen.worse_count)

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 20))
    def it_is_taken_back(self, which: int) -> None:
        one = self.made.pop(which % len(self.made))
        assert take_back(one.row, by=None, at=LATER, seen=proposed_back(one.row).digest)

    @precondition(lambda self: any(attempt.finished_at is None for attempt, *_ in self.attempts))
    @rule()
    def the_first_that_runs_ends(self) -> None:
        attempt = next(attempt for attempt, *_ in self.attempts if attempt.finished_at is None)
        attempt.finish(at=NOON + SECOND)

    @invariant()
    def marks_are_those_of_the_standing_corrections_on_fresh_answers(self) -> None:
        for attempt, texts, certainty in getattr(self, "attempts", []):
            attempt.refresh_from_db()
            model = AsIfOnlyTheStanding(texts, certainty, attempt.is_finished)
            mark, points = model.reckoned(self.made)
            assert (attempt.mark, attempt.points) == (pytest.approx(float(mark)), pytest.approx(points))

    @invariant()
    def an_attempts_mark_is_that_of_its_rows(self) -> None:
        for attempt, *_ in getattr(self, "attempts", []):
            attempt.refresh_from_db()
            slots = Slot.objects.filter(attempt=attempt).select_related("answer", "attempt__quiz")
            assert attempt.mark == pytest.approx(sum(slot.mark for slot in slots))
            assert attempt.points == pytest.approx(sum(slot.best for slot in slots))

    @invariant()
    def without_corrections_nothing_is_left_of_them(self) -> None:
        if getattr(self, "attempts", []) and not self.made:
            assert not Answer.objects.exclude(first_fraction=None).exists()
            assert not Slot.objects.exclude(granted=None, points=1).exists()


@pytest.mark.parametrize("behaviour", ["immediate", "immediate_certainty"])
def test_any_story_of_corrections_ends_as_if_only_the_standing_ones_had_been_made(
    ada, eve, tom, host, behaviour
):
    Corrections.people, Corrections.behaviour = [ada, eve, tom, host], behaviour
    run(Corrections, settings=settings(max_examples=12, stateful_step_count=10, deadline=None))

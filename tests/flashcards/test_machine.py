"""One student's cards under whatever comes: rating, undo, putting off, clocks, turns of the day, two tabs, double clicks.

Hypothesis makes up the story; a model in plain Python tells beside it what must be in the store: the rows as they were
before each rating that still stands, and how often each card was counted. Requests go through the views.
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta

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

from core.models import User
from quizzes.flashcards import gaps, studying
from quizzes.flashcards.days import day_of, due_before
from quizzes.flashcards.models import Learner
from quizzes.flashcards.queue import AHEAD, Queue
from quizzes.flashcards.scheduling import Rating
from quizzes.models import Card, Review
from tests.attempts.quizzes import NOON, answer, quiz, slot_of, started
from tests.conftest import signed_in
from tests.factories import own_card, question_set_with
from tests.flashcards.cards import (
    DAY,
    HOUR,
    MINUTE,
    aside,
    card,
    in_review,
    learner_of,
    question_card,
    rate,
    undo,
)

pytestmark = pytest.mark.django_db
ZONES = ["UTC", "Asia/Kolkata", "America/Los_Angeles", "Europe/Berlin"]
NEW_A_DAY, REVIEWS_A_DAY = 3, 4
# What an undo puts back; flags and what is set aside are the student's own acts and stay.
RATED = (
    "state",
    "step",
    "stability",
    "difficulty",
    "due",
    "last_review",
    "review_count",
    "lapse_count",
    "is_leech",
)
PLACES = st.integers(0, 8)
WORDS = ("Geneva", "Monday", "train")


@dataclass
class Standing:
    """A rating that was not taken back: the card's columns before it, and when it was given."""

    card: int
    before: dict
    siblings: dict
    at: object
    review: int
    is_by_quiz: bool = False


@dataclass
class Model:
    ratings: list[Standing] = field(default_factory=list)
    suspended: set = field(default_factory=set)
    flagged: set = field(default_factory=set)


class Story(RuleBasedStateMachine):
    student: User
    client: Client

    def __init__(self) -> None:
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()
        # What an example before stored is gone, and must not be remembered on the person either.
        self.student = User.objects.get(pk=self.student.pk)
        self.now = NOON

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @initialize(zone=st.sampled_from(ZONES), forgotten_first=st.booleans(), hour=st.integers(0, 23))
    def begin(self, zone: str, forgotten_first: bool, hour: int) -> None:
        self.now = NOON + hour * HOUR
        fields = {"new_a_day": NEW_A_DAY, "reviews_a_day": REVIEWS_A_DAY}
        self.learner = learner_of(self.student, time_zone=zone, forgotten_first=forgotten_first, **fields)
        first = own_card(self.student, "In {{Geneva}} on {{Monday}} by {{train}}.")
        lot = [*first.note.cards.all(), card(self.student), card(self.student)]
        lot += [card(self.student, **in_review(self.now - number * DAY)) for number in range(3)]
        self.question_set = question_set_with(1)
        lot.append(question_card(self.student, self.question_set.questions.get()))
        self.asked, self.gapped = lot[-1].pk, lot[:3]
        self.cards = [one.pk for one in lot]
        self.model = Model()
        self.pages = dict.fromkeys(self.cards, 0)

    # What the student does.

    @rule(rating=st.integers(1, 4))
    def rate_the_next(self, rating: int) -> None:
        if (found := self.next()) is not None:
            self.rate(found.pk, rating, found.review_count)

    @rule(place=PLACES, rating=st.integers(1, 4))
    def rate_one_found_in_its_deck(self, place: int, rating: int) -> None:
        """A page may be opened of any card, whether or not its turn has come."""
        pk = self.cards[place]
        self.rate(pk, rating, self.stored(pk)["review_count"])

    @rule(place=PLACES)
    def leave_a_page_open(self, place: int) -> None:
        pk = self.cards[place]
        self.pages[pk] = self.stored(pk)["review_count"]

    @rule(place=PLACES, rating=st.integers(1, 4))
    def rate_in_a_tab_left_open(self, place: int, rating: int) -> None:
        pk = self.cards[place]
        self.rate(pk, rating, self.pages[pk])

    @precondition(lambda self: self.model.ratings)
    @rule(rating=st.integers(1, 4))
    def click_the_last_one_again(self, rating: int) -> None:
        last = self.model.ratings[-1]
        self.rate(last.card, rating, last.before["review_count"])

    def rate(self, pk: int, rating: int, seen: int) -> None:
        before, counts = self.stored(pk), seen == self.stored(pk)["review_count"]
        siblings = {one: self.stored(one)["buried_until"] for one in self.siblings(pk)}
        self.ask(lambda: rate(self.client, Card(pk=pk), rating, seen=seen))
        if counts and pk not in self.model.suspended:
            self.stand(pk, before, siblings, self.now)
            assert self.stored(pk)["review_count"] == before["review_count"] + 1
            assert all(self.stored(one)["buried_until"] > self.now for one in siblings)
        else:
            assert self.stored(pk) == before

    def stand(self, pk: int, before: dict, siblings: dict, at: object, **how: bool) -> None:
        last = Review.objects.filter(card=pk).latest("pk")
        self.model.ratings.append(Standing(pk, before, siblings, at, last.pk, **how))

    @rule()
    def miss_it_in_a_quiz(self) -> None:
        """It counts as forgotten, and not against the limits of the day."""
        before, rest = self.stored(self.asked), self.everything()
        attempt = started(self.student, quiz(question_set=self.question_set, behaviour="immediate"), self.now)
        self.ask(lambda: answer(slot_of(attempt), "Nine", at=self.now))
        if self.asked in self.model.suspended:
            assert self.everything() == rest
            return
        at = max(self.now, before["last_review"] or self.now)
        self.stand(self.asked, before, {}, at, is_by_quiz=True)
        after = self.everything()
        assert after.pop(self.asked)["review_count"] == rest.pop(self.asked)["review_count"] + 1
        assert after == rest

    @precondition(lambda self: any(one.is_by_quiz for one in self.model.ratings))
    @rule()
    def take_a_miss_back(self) -> None:
        """Whenever, but not from under a later rating of its card."""
        place, missed = [pair for pair in enumerate(self.model.ratings) if pair[1].is_by_quiz][-1]
        wanted = self.everything()
        if not any(one.card == missed.card for one in self.model.ratings[place + 1 :]):
            del self.model.ratings[place]
            for name in (*RATED, "buried_until"):
                wanted[missed.card][name] = missed.before[name]
        self.ask(lambda: self.client.post(reverse("flashcards:take_back", args=[missed.review])))
        assert self.everything() == wanted

    @rule(order=st.permutations(WORDS), is_longer=st.booleans())
    def word_the_note_anew(self, order: list[str], is_longer: bool) -> None:
        """Each card goes on asking for its own words, with all that is remembered of it."""
        wanted = self.everything()
        asked = {one.pk: self.word_of(one.pk) for one in self.gapped}
        for pk, word in asked.items():
            wanted[pk]["gap"] = order.index(word) + 1
        front = " and ".join(f"{{{{{word}}}}}" for word in order) + ", it says." * is_longer
        address = reverse("flashcards:edit", args=[self.gapped[0].pk])
        assert self.ask(lambda: self.client.post(address, {"front": front, "back": ""})).status_code == 302
        assert self.everything() == wanted
        assert {pk: self.word_of(pk) for pk in asked} == asked

    def word_of(self, pk: int) -> str:
        found = Card.objects.select_related("note").get(pk=pk)
        return gaps.answer_to(found.note.front, found.gap)

    @rule()
    def undo(self) -> None:
        standing = self.model.ratings[-1] if self.model.ratings else None
        before = self.everything()
        self.ask(lambda: undo(self.client))
        if standing is None or not standing.at > self.now - DAY:
            assert self.everything() == before
            return
        self.model.ratings.pop()
        wanted = deepcopy(before)
        for name in (*RATED, "buried_until"):
            wanted[standing.card][name] = standing.before[name]
        for pk, was in standing.siblings.items():
            wanted[pk]["buried_until"] = was
        assert self.everything() == wanted

    @rule(place=PLACES, act=st.sampled_from(["bury", "suspend", "resume", "flag", "unflag", "burn"]))
    def put_aside(self, place: int, act: str) -> None:
        pk = self.cards[place]
        before = self.everything()
        self.ask(lambda: aside(self.client, Card(pk=pk), act))
        {
            "suspend": self.model.suspended.add,
            "resume": self.model.suspended.discard,
            "flag": self.model.flagged.add,
            "unflag": self.model.flagged.discard,
        }.get(act, lambda _: None)(pk)
        after = self.everything()
        assert {name: after[pk][name] for name in RATED} == {name: before[pk][name] for name in RATED}
        assert {one: row for one, row in after.items() if one != pk} == {
            one: row for one, row in before.items() if one != pk
        }

    @rule(place=PLACES)
    def look(self, place: int) -> None:
        before = self.everything()
        pages = ["/cards/", "/cards/review/", f"/cards/review/?card={self.cards[place]}"]
        pages += [reverse(f"flashcards:{name}", args=[self.cards[place]]) for name in ("card", "turn")]
        for page in pages:
            assert self.ask(lambda page=page: self.client.get(page)).status_code == 200
        assert self.everything() == before

    @rule()
    def the_day_done_to_its_end_serves_what_it_told(self) -> None:
        """Tried out, and then forgotten: each card that comes is rated Easy, until none comes."""
        told, came, before = Queue(self.learner, self.now).left, Counter(), self.everything()
        tried = transaction.savepoint()
        while (found := self.next()) is not None:
            came[found.state] += 1
            assert studying.give(
                found, Rating.Easy, learner=self.learner, at=self.now, seen=found.review_count
            )
        transaction.savepoint_rollback(tried)
        assert (came[0], came[2]) == (told.new, told.reviews)
        assert came[1] + came[3] <= told.learning
        assert self.everything() == before

    # What happens meanwhile.

    @rule(after=st.sampled_from([MINUTE, 10 * MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY, 40 * DAY]))
    def time_passes(self, after: timedelta) -> None:
        self.now += after

    @rule(around=st.sampled_from([-MINUTE, -timedelta(microseconds=1), timedelta(), MINUTE]))
    def the_day_is_about_to_turn(self, around: timedelta) -> None:
        self.now = due_before(self.now, self.learner.zone) + around

    @rule(back=st.sampled_from([MINUTE, HOUR, 2 * DAY]))
    def the_clock_is_put_back(self, back: timedelta) -> None:
        self.now -= back

    # What must come of it.

    @invariant()
    def each_card_was_counted_as_often_as_it_was_rated(self) -> None:
        given = [standing.card for standing in self.model.ratings]
        for pk in self.cards:
            first = next((one.before for one in self.model.ratings if one.card == pk), None)
            row = self.stored(pk)
            assert Review.objects.filter(card=pk).count() == given.count(pk)
            if first:
                assert row["review_count"] == first["review_count"] + given.count(pk)
            assert (row["is_suspended"], row["is_flagged"]) == (
                pk in self.model.suspended,
                pk in self.model.flagged,
            )

    @invariant()
    def what_is_left_is_what_is_in_play(self) -> None:
        """Counted here from the rows: a note once, no more than the day allows, nothing put off or aside."""
        today = day_of(self.now, self.learner.zone)
        given = [
            one
            for one in self.model.ratings
            if day_of(one.at, self.learner.zone) >= today and not one.is_by_quiz
        ]
        seen = {state: sum(one.before["state"] == state for one in given) for state in (0, 2)}
        ready = [
            row
            for row in self.everything().values()
            if not row["is_suspended"] and (row["buried_until"] is None or row["buried_until"] <= self.now)
        ]
        ends = due_before(self.now, self.learner.zone)
        steps_end = max(ends, self.now + AHEAD)
        # Of one note only one comes: a step before a review, and a review before a new card.
        steps = {note(row) for row in ready if row["state"] in (1, 3) and row["due"] < steps_end}
        reviews = {note(row) for row in ready if row["state"] == 2 and row["due"] < ends} - steps
        new = {note(row) for row in ready if row["state"] == 0} - steps - reviews
        left = Queue(self.learner, self.now).left
        assert (left.new, left.learning, left.reviews, left.seen) == (
            max(0, min(len(new), NEW_A_DAY - seen[0])),
            len(steps),
            max(0, min(len(reviews), REVIEWS_A_DAY - seen[2])),
            seen[0] + seen[2],
        )
        if found := self.next():
            assert found.pk in {row["id"] for row in ready}
            assert left.total
            if found.state in (1, 3):
                assert found.due <= self.now + AHEAD
        else:
            assert (left.new, left.reviews) == (0, 0)

    # How it is asked.

    def ask(self, act: object) -> HttpResponse:
        with time_machine.travel(self.now, tick=False):
            return act()

    def next(self) -> Card | None:
        return Queue(Learner.objects.get(pk=self.learner.pk), self.now).next()

    def siblings(self, pk: int) -> list[int]:
        own = note(self.stored(pk))
        return [one for one, row in self.everything().items() if note(row) == own and one != pk]

    def stored(self, pk: int) -> dict:
        return Card.objects.values().get(pk=pk)

    def everything(self) -> dict[int, dict]:
        return {row["id"]: row for row in Card.objects.filter(student=self.student).values()}


def note(row: dict) -> int:
    """One number for all cards of a note, and one for a card of none."""
    return row["note_id"] or -row["id"]


def test_whatever_comes_nothing_counts_twice_and_undo_restores_the_row(ada):
    class StoryOfAda(Story):
        student, client = ada, signed_in(ada)

    run(
        StoryOfAda,
        settings=hypothesis.settings(
            max_examples=40,
            stateful_step_count=30,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )

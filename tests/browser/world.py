"""The library in use: people's attempts in the states that pages are looked at in."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from random import Random

from django.utils.timezone import now

from core.models import User
from quizzes.articles.blocks import Role
from quizzes.attempts.work import Work
from quizzes.kinds import KINDS
from quizzes.models import (
    Attempt,
    Citation,
    FeedbackBand,
    Question,
    QuestionSet,
    QuestionVersion,
    Quiz,
    Slot,
)
from tests.browser.answers import typed
from tests.browser.conftest import Watch
from tests.factories import body

SET = "week-of-talks"
PARTLY_RIGHT = ("multiple_response", "ordering", "matching", "cloze", "evidence")


@dataclass(frozen=True)
class World:
    """The library, and people who have been using it. Ada has attempts; the watch knows what is meant to fail."""

    ada: User
    watch: Watch

    @cached_property
    def one_of_each_kind(self) -> list[Slot]:
        """Slots of an open attempt of Ada's, nothing answered yet."""
        return list(attempt_at(self.ada, [first_version(kind) for kind in KINDS]).slots.all())

    @cached_property
    def answered(self) -> dict[str, Slot]:
        """Slots of a finished attempt of Ada's, by kind and result."""
        ways = [(kind, result) for kind in KINDS for result in ("right", "wrong")]
        ways += [(kind, "partly") for kind in PARTLY_RIGHT]
        ways += [("single_choice", "")]
        attempt = attempt_at(self.ada, [first_version(kind) for kind, _ in ways])
        slots = dict(
            zip((f"{kind} {result}".strip() for kind, result in ways), attempt.slots.all(), strict=True)
        )
        for (_, result), slot in zip(ways, slots.values(), strict=True):
            if result:
                slot.submit(slot.read(typed(slot, result)), at=now())
                assert slot.given_answer.result == result
        attempt.finish(at=now())
        return slots

    @cached_property
    def all_right(self) -> Attempt:
        attempt = attempt_at(self.ada, [first_version("true_false")])
        slot = attempt.slots.get()
        slot.submit(slot.read(typed(slot, "right")), at=now())
        return Attempt.objects.get(pk=attempt.pk)

    @cached_property
    def disputed(self) -> Slot:
        """An answered question to which another source says otherwise."""
        otherwise = (
            Citation.objects.filter(stance=Citation.Stance.CONTRADICTS).select_related("version").first()
        )
        slot = attempt_at(self.ada, [otherwise.version]).slots.get()
        slot.submit(slot.read(typed(slot, "wrong")), at=now())
        return slot

    def asked_by(self, *kinds: str, **how) -> Slot:
        """The first question of a new attempt of Ada's at a quiz that is given in that way."""
        versions = [first_version(kind) for kind in kinds]
        return attempt_at(self.ada, versions, is_offered=True, **how).slots.first()

    @cached_property
    def looked_over(self) -> Attempt:
        """At the end of a test: a question open, one flagged, one that cannot be marked; against the clock."""
        first = self.asked_by("short_text", "numeric", "true_false", behaviour="deferred", minutes=20)
        first.flag(True)
        numeric = first.attempt.slots.get(position=2)
        numeric.save_work(Work(("rather long",), revision=0), at=now())
        return first.attempt

    @cached_property
    def unshown(self) -> Attempt:
        """Finished, a right answer to each kind, and nothing of what was right may show."""
        attempt = self.asked_by(*KINDS, behaviour="deferred_certainty", review={}).attempt
        for slot in attempt.slots.with_attempt():
            slot.save_work(Work(tuple(typed(slot, "right")), 3, 0), at=now())
        attempt.finish(at=now())
        return attempt

    @cached_property
    def passed(self) -> Attempt:
        """Finished by the clock and passed, with words for whoever reached that much."""
        first = self.asked_by("true_false", behaviour="deferred", minutes=1, pass_percent=50)
        FeedbackBand.objects.create(quiz=first.attempt.quiz, from_percent=0, text="You know the *week*.")
        first.save_work(Work(tuple(typed(first, "right")), revision=0), at=now())
        Attempt.objects.filter(pk=first.attempt_id).update(deadline_at=now() - timedelta(minutes=1))
        return Attempt.objects.get(pk=first.attempt_id).settle(at=now())

    @cached_property
    def revised(self) -> Citation:
        """A citation of a revision that is no longer the newest: its article has other words now."""
        cited = Citation.objects.asked_now().with_sources().filter(passage__role="body").first()
        article = cited.passage.revision.article
        article.revise(body(["Other words.", "And more of them."]), cited.passage.revision.wording)
        return cited

    @cached_property
    def cited_caption(self) -> Citation:
        return Citation.objects.asked_now().with_sources().filter(passage__role=Role.CAPTION.value).first()

    def question_of(self, kind: str) -> Question:
        return first_version(kind).question


def attempt_at(student: User, versions: list[QuestionVersion], **how) -> Attempt:
    """An attempt that asks just these, at a quiz of its own; `how` are the quiz's columns."""
    asked_of = QuestionSet.objects.get(slug=SET)
    quiz = Quiz.objects.create(**{"question_set": asked_of, "title": "The week of talks"} | how)
    deadline = quiz.deadline_for(student, now())
    return Attempt.given(student, quiz, versions, at=now(), chance=Random(7), deadline_at=deadline)


def first_version(kind: str) -> QuestionVersion:
    published = Question.objects.published().in_order().select_related("current")
    return published.filter(kind=kind).first().current

"""A question of the library that students answered, and what is to be put right in its key."""

from django.urls import reverse
from django.utils.timezone import now

from quizzes.attempts.putting_right import make, proposed
from quizzes.bank.corrections import Correction
from quizzes.models import Attempt, Slot
from tests.browser.world import World


def address_of(slot: Slot) -> str:
    """Of the page of its question's key."""
    return reverse("admin:quizzes_correction_key", args=[slot.version.question_id])


def wrongly_answered(world: World, kind: str = "single_choice") -> Slot:
    """A slot of a finished attempt with a wrong answer."""
    return world.answered[f"{kind} wrong"]


def accepted(world: World) -> Correction:
    """The wrong answer, accepted."""
    slot = wrongly_answered(world)
    if made := Correction.objects.standing().filter(question=slot.version.question).first():
        return made
    given = slot.given_answer.given
    row = Correction(
        question=slot.version.question,
        what="accept",
        details={"given": given, "said": slot.task.said(slot.served.content, given)},
        version_ids=[slot.version_id],
        reason="Another report says so, too, and it is cited just as often as the first one.",
        made_at=now(),
    )
    return make(row, at=now(), seen=proposed(row).digest)


def review_corrected(world: World) -> str:
    accepted(world)
    return reverse("attempts:review", args=[Attempt.objects.get(pk=wrongly_answered(world).attempt_id).pk])


def proposal(world: World, what: str) -> str:
    question = wrongly_answered(world).version.question_id
    return reverse("admin:quizzes_correction_propose", args=[question, what])


def only_right_option(world: World) -> str:
    """Leaving it out, which cannot be."""
    Correction.objects.standing().update(taken_back_at=now())
    version = wrongly_answered(world).version
    return f"{proposal(world, 'drop_option')}?chosen={version.key['right'][0]}"


def back(world: World) -> str:
    return reverse("admin:quizzes_correction_back", args=[accepted(world).pk])

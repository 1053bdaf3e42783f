"""The pages of one's own progress in every state worth a look; part of the table that the tests of all pages walk through."""

from datetime import timedelta
from functools import lru_cache

from django.utils.timezone import now
from playwright.sync_api import Page, expect

from quizzes.flashcards.scheduling import State as CardState
from quizzes.models import Card, Review, Topic
from quizzes.progress.models import CertaintyTally, TopicTally
from quizzes.progress.students.studied import MATURE_FROM
from quizzes.progress.units import PER_MARK
from tests.browser.decks import decks
from tests.browser.pages import State, at
from tests.browser.world import World
from tests.factories import TopicFactory

LONG = "What the captains said, and the ministers of it in Geneva"
WEEKS, DAYS = 26, 180


@lru_cache(maxsize=1)
def half_a_year(world: World) -> None:
    """Ada answered on many topics, said how sure she was, and learned cards."""
    assert world.answered
    TopicFactory(name=LONG)
    today = now().date()
    monday = today - timedelta(days=today.weekday())
    TopicTally.objects.filter(student=world.ada).delete()
    TopicTally.objects.bulk_create(
        TopicTally(
            student=world.ada,
            topic=topic,
            week=monday - timedelta(weeks=week),
            answers=1 + number,
            credit=(number + week) % (2 + number) * PER_MARK,
        )
        for number, topic in enumerate(Topic.objects.order_by("-pk")[:12])
        for week in range(number % 3, WEEKS, 1 + number % 4)
    )
    CertaintyTally.objects.filter(student=world.ada).delete()
    CertaintyTally.objects.bulk_create(
        CertaintyTally(student=world.ada, certainty=certainty, answers=20 * certainty, right=10 * certainty)
        for certainty in (1, 2, 3)
    )
    rate_cards(world)


def rate_cards(world: World) -> None:
    cards = [card.pk for card in decks(world).overdue]
    Card.objects.filter(pk=cards[0]).update(due=now() + timedelta(days=3))
    Review.objects.bulk_create(
        Review(
            card_id=card,
            student=world.ada,
            rating=1 + (day + place) % 4,
            at=now() - timedelta(days=day),
            state_before=CardState.REVIEW.value,
            before={
                "last_review": (now() - timedelta(days=day + (place % 2 + 0.6) * MATURE_FROM)).isoformat(),
                "due": (now() - timedelta(days=day)).isoformat(),
            },
        )
        for day in range(0, DAYS, 3)
        for place, card in enumerate(cards[: 1 + day % 9])
    )


def with_much(page: Page, world: World) -> None:
    """One topic drawn beside all, and every table open."""
    half_a_year(world)
    topic = TopicTally.objects.filter(student=world.ada).first().topic_id
    page.goto(f"/progress/?topic={topic}")
    expect(page.get_by_role("heading", name="Sureness")).to_be_visible()
    for summary in page.locator(".chart-table summary").all():
        summary.click()


def with_little(page: Page, world: World) -> None:
    """After a single attempt."""
    assert world.all_right
    page.goto("/progress/")
    expect(page.locator("#by-topic")).to_be_visible()


FRESH: dict[str, State] = {"progress, fresh": at("/progress/")}
STUDENT: dict[str, State] = {"progress, a little": with_little, "progress, much": with_much}

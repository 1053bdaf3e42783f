"""Cards that are due stand beside the passages of an article that prove them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from core.models import User
from quizzes.articles.models import Article, Passage
from quizzes.flashcards.models import Card, Note
from quizzes.flashcards.scheduling import State
from tests.conftest import HTMX
from tests.factories import SENTENCES, ArticleFactory, QuestionFactory, body, passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge")


def due_beside(client: Client, number: int) -> list[str]:
    page = html.document_fromstring(client.get("/sources/bridge/").text)
    links = page.get_element_by_id(f"p{number}").xpath(".//a[contains(@href, '/cards/review/')]")
    return [f"{link.text_content()} {link.get('href')}" for link in links]


def address_of(read: Passage) -> str:
    return f"/cards/review/?passage={read.pk}"


def card_on(student: User, article: Article, number: int, days: int, **fields) -> Card:
    """A card of a question on that passage, due so many days from now."""
    question = QuestionFactory(cites=[(passage(article, number), SENTENCES[number - 1][:10])], published=True)
    at = now() - timedelta(days=30)
    memory = {"state": State.REVIEW, "stability": 10, "difficulty": 5, "last_review": at}
    return Card.objects.create(
        student=student, question=question, due=now() + timedelta(days=days), **memory, **fields
    )


def test_a_card_that_is_due_stands_beside_its_passage(as_ada, ada, article):
    card_on(ada, article, 2, -1)
    assert due_beside(as_ada, 2) == [f"1 card due {address_of(passage(article, 2))}"]
    assert due_beside(as_ada, 1) == []


def test_the_link_leads_to_that_card(as_ada, ada, article):
    card_on(ada, article, 1, -5)
    card = card_on(ada, article, 2, -1)
    page = as_ada.get(due_beside(as_ada, 2)[0].split()[-1]).text
    assert f"/cards/{card.pk}/turn/" in page


def test_several_cards_on_a_passage_are_counted(as_ada, ada, article):
    for days in (-2, -1):
        card_on(ada, article, 2, days)
    assert due_beside(as_ada, 2) == [f"2 cards due {address_of(passage(article, 2))}"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_the_cards_of_a_passage_come_in_turn_and_then_the_article_again(as_ada, ada, article, headers):
    card_on(ada, article, 1, -9)
    cards, read = [card_on(ada, article, 2, -2), card_on(ada, article, 2, -1)], passage(article, 2)
    page = as_ada.get(address_of(read), headers=headers)
    for card in cards:
        assert page.context["card"] == card
        back = as_ada.get(
            reverse("flashcards:turn", args=[card.pk]), {"passage": read.pk, "seen": 0}, headers=headers
        )
        assert f'name="passage" value="{read.pk}"' in back.text
        fields = {"rating": 3, "seen": 0, "passage": read.pk}
        page = as_ada.post(reverse("flashcards:rate", args=[card.pk]), fields, headers=headers)
        assert page["Location"] == address_of(read)
        page = as_ada.get(page["Location"], headers=headers)
    assert page["HX-Redirect" if headers else "Location"] == read.get_absolute_url()
    assert "No card of passage 2 is due any more." in as_ada.get(article.get_absolute_url()).text


@pytest.mark.parametrize("odd", ["x", "-1", "0", "9" * 30, "\x00", "²"])
def test_a_passage_that_is_none_leads_to_the_days_cards(as_ada, ada, article, odd):
    card = card_on(ada, article, 2, -1)
    assert as_ada.get("/cards/review/", {"passage": odd}).context["card"] == card


@pytest.mark.parametrize(
    "fields", [{"is_suspended": True}, {"is_withdrawn": True}, {"buried_until": now() + timedelta(days=1)}]
)
def test_a_card_that_rests_is_not_told(as_ada, ada, article, fields):
    card_on(ada, article, 2, -1, **fields)
    assert due_beside(as_ada, 2) == []


def test_a_card_of_another_day_is_not_told(as_ada, ada, article):
    card_on(ada, article, 2, 3)
    assert due_beside(as_ada, 2) == []


def test_what_is_due_to_another_student_is_not_told(as_ada, eve, article, client):
    card_on(eve, article, 2, -1)
    assert due_beside(as_ada, 2) == []
    assert due_beside(client, 2) == []


def test_an_own_card_stands_beside_the_words_it_was_made_from(as_ada, ada, article):
    third = passage(article, 3)
    note = Note.objects.create(student=ada, front="How many?", back="Two", passage=third, quote="Two shops")
    memory = {"state": State.LEARNING, "step": 0, "stability": 1, "difficulty": 5, "last_review": now()}
    Card.objects.create(student=ada, note=note, due=now() - timedelta(minutes=1), **memory)
    assert due_beside(as_ada, 3) == [f"1 card due {address_of(third)}"]


def test_a_card_stands_where_its_words_were_placed_in_a_newer_text(as_ada, ada, article):
    card_on(ada, article, 1, -1)
    blocks = ["A new beginning of the story.", *SENTENCES]
    article.revise(body(blocks), "brief")
    assert due_beside(as_ada, 1) == []
    assert len(due_beside(as_ada, 2)) == 1

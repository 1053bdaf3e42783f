"""Cards that are due stand beside the passages of an article that prove them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from lxml import html

from core.models import User
from quizzes.articles.models import Article
from quizzes.flashcards.models import Card, Note
from quizzes.flashcards.scheduling import State
from tests.factories import SENTENCES, ArticleFactory, QuestionFactory, body, passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge")


def due_beside(client: Client, number: int) -> list[str]:
    page = html.document_fromstring(client.get("/sources/bridge/").text)
    links = page.get_element_by_id(f"p{number}").xpath(".//a[contains(@href, '/cards/review/')]")
    return [f"{link.text_content()} {link.get('href')}" for link in links]


def card_on(student: User, article: Article, number: int, days: int, **fields) -> Card:
    """A card of a question on that passage, due so many days from now."""
    question = QuestionFactory(cites=[(passage(article, number), SENTENCES[number - 1][:10])], published=True)
    at = now() - timedelta(days=30)
    memory = {"state": State.REVIEW, "stability": 10, "difficulty": 5, "last_review": at}
    return Card.objects.create(
        student=student, question=question, due=now() + timedelta(days=days), **memory, **fields
    )


def test_a_card_that_is_due_stands_beside_its_passage(as_ada, ada, article):
    card = card_on(ada, article, 2, -1)
    assert due_beside(as_ada, 2) == [f"1 card due /cards/review/?card={card.pk}"]
    assert due_beside(as_ada, 1) == []


def test_the_link_leads_to_that_card(as_ada, ada, article):
    card_on(ada, article, 1, -5)
    card = card_on(ada, article, 2, -1)
    page = as_ada.get(due_beside(as_ada, 2)[0].split()[-1]).text
    assert f"/cards/{card.pk}/turn/" in page


def test_several_cards_on_a_passage_are_counted(as_ada, ada, article):
    cards = [card_on(ada, article, 2, -2), card_on(ada, article, 2, -1)]
    (told,) = due_beside(as_ada, 2)
    assert told.startswith("2 cards due")
    assert told.rpartition("=")[2] in {str(card.pk) for card in cards}


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
    card = Card.objects.create(student=ada, note=note, due=now() - timedelta(minutes=1), **memory)
    assert due_beside(as_ada, 3) == [f"1 card due /cards/review/?card={card.pk}"]


def test_a_card_stands_where_its_words_were_placed_in_a_newer_text(as_ada, ada, article):
    card_on(ada, article, 1, -1)
    blocks = ["A new beginning of the story.", *SENTENCES]
    article.revise(body(blocks), "brief")
    assert due_beside(as_ada, 1) == []
    assert len(due_beside(as_ada, 2)) == 1

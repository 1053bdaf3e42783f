"""The page about a set: what it asks, and from which articles."""

import pytest
from django.urls import reverse
from lxml import html

from quizzes.bank.models import QuestionSet
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    passage,
    question_set_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge() -> QuestionSet:
    return QuestionSetFactory(title="The bridge", slug="bridge", description="What *happened* on the Lend.")


def ask(question_set: QuestionSet, article=None, **fields):
    cites = {"cites": [(passage(article, 2), "after seven days")]} if article else {}
    return QuestionFactory(question_set=question_set, published=True, **cites, **fields)


def text_of(client, question_set: QuestionSet) -> str:
    response = client.get(question_set.get_absolute_url())
    assert response.status_code == 200
    return " ".join(html.fromstring(response.text).text_content().split())


def test_title_and_description_are_shown(as_ada, bridge):
    ask(bridge)
    text = text_of(as_ada, bridge)
    assert "The bridge" in text
    assert "What happened on the Lend." in text


def test_only_published_questions_are_counted(as_ada, bridge):
    ask(bridge)
    ask(bridge)
    ask(bridge).retire()
    QuestionFactory(question_set=bridge)
    assert "2 questions" in text_of(as_ada, bridge)


def test_one_question_and_one_source_are_told_in_the_singular(as_ada, bridge):
    ask(bridge)
    assert "1 question · 1 source ·" in text_of(as_ada, bridge)


def test_each_article_cited_is_named_once(as_ada, bridge):
    one, other = ArticleFactory(title="One article"), ArticleFactory(title="Other article")
    for article in (one, one, other):
        ask(bridge, article)
    text = text_of(as_ada, bridge)
    assert (text.count("One article"), text.count("Other article")) == (1, 1)
    assert "3 questions · 2 sources" in text


def test_articles_of_drafts_and_of_other_sets_are_not_named(as_ada, bridge):
    ask(bridge, ArticleFactory(title="Cited here"))
    ask(question_set_with(1), ArticleFactory(title="Cited elsewhere"))
    ask(bridge, ArticleFactory(title="Cited once")).retire()
    QuestionFactory(
        question_set=bridge, cites=[(passage(ArticleFactory(title="Cited by a draft")), "Monday")]
    )
    text = text_of(as_ada, bridge)
    assert "Cited here" in text
    assert not any(other in text for other in ("Cited elsewhere", "Cited once", "Cited by a draft"))


def test_topics_of_published_questions_are_told_once(as_ada, bridge):
    for name in ("Rivers", "Bridges", "Rivers"):
        ask(bridge, topic=TopicFactory(name=name))
    QuestionFactory(question_set=bridge, topic=TopicFactory(name="Harbours"))
    text = text_of(as_ada, bridge)
    assert "· Bridges, Rivers" in text
    assert "Harbours" not in text


def test_nothing_of_a_question_is_given_away(as_ada, bridge):
    ask(bridge, stem="When was the bridge to open?", explanation="The mayor said so.")
    text = text_of(as_ada, bridge)
    assert "When was the bridge to open?" not in text
    assert "The mayor said so." not in text


def test_a_set_without_a_published_question_is_not_found(as_ada, bridge):
    QuestionFactory(question_set=bridge)
    assert as_ada.get(bridge.get_absolute_url()).status_code == 404
    ask(bridge).retire()
    assert as_ada.get(bridge.get_absolute_url()).status_code == 404


def test_an_unknown_set_is_not_found(as_ada):
    assert as_ada.get(reverse("bank:set", args=["nowhere"])).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, bridge):
    ask(bridge)
    response = client.get(bridge.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


def test_the_page_is_only_read(as_ada, bridge):
    ask(bridge)
    assert as_ada.post(bridge.get_absolute_url()).status_code == 405


def test_fifty_questions_take_as_many_queries_as_five(as_ada, django_assert_num_queries):
    few, many = question_set_with(5), question_set_with(50)
    as_ada.get(few.get_absolute_url())
    with django_assert_num_queries(10):
        as_ada.get(few.get_absolute_url())
    with django_assert_num_queries(10):
        as_ada.get(many.get_absolute_url())


def test_counts_hold_for_many_sets_at_once():
    few, many = question_set_with(2), question_set_with(3)
    counts = QuestionSet.objects.open().with_counts().values_list("pk", "question_count", "source_count")
    assert set(counts) == {(few.pk, 2, 2), (many.pk, 3, 3)}


def test_sets_stand_in_the_order_the_teacher_gave_them():
    last, first = QuestionSetFactory(position=2), QuestionSetFactory(position=1)
    assert list(QuestionSet.objects.in_order()) == [first, last]

"""Cards made from a set in one click, and what becomes of them when the bank changes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse, reverse_lazy
from django.utils.timezone import now

from core.models import User
from quizzes.bank.publishing import publish
from quizzes.flashcards import decks
from quizzes.flashcards.queue import Queue
from quizzes.models import Card, Deck, Question, QuestionSet
from tests.attempts.quizzes import NOON
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory, own_card, question_set_with
from tests.flashcards.cards import (
    DAY,
    in_a_step,
    in_review,
    learner_of,
    question_card,
    rated,
    row,
    rows,
    turn,
)

pytestmark = pytest.mark.django_db


def added(student: User, question_set: QuestionSet) -> Deck:
    return decks.add_set(student, question_set, at=NOON)


def add(client, question_set: QuestionSet):
    return client.post(reverse("flashcards:add_set", args=[question_set.slug]), follow=True)


def questions_of(student: User) -> list[Question]:
    return [one.question for one in student.cards.order_by("position")]


def test_one_click_makes_a_card_of_each_published_question_in_its_order(as_ada, ada):
    question_set = question_set_with(3)
    QuestionFactory(question_set=question_set)
    page = add(as_ada, question_set)
    assert page.status_code == 200
    assert "3 cards" in page.text
    assert questions_of(ada) == list(question_set.questions.published().in_order())
    assert ada.decks.get().title == question_set.title


def test_one_card_is_told_as_one(as_ada):
    assert "is a deck of yours now, 1 card." in add(as_ada, question_set_with(1)).text


def test_adding_it_again_brings_what_is_new_and_touches_nothing_else(ada):
    question_set = question_set_with(2)
    added(ada, question_set)
    for one in ada.cards.all():
        rated(one)
    before = rows()
    new = QuestionFactory(question_set=question_set, published=True)
    added(ada, question_set)
    added(ada, question_set)
    assert questions_of(ada)[-1] == new
    Card.objects.get(question=new).delete()
    assert rows() == before


def test_a_card_made_by_a_miss_goes_into_the_deck_with_its_memory(ada):
    question_set = question_set_with(2)
    loose = question_card(ada, question_set.questions.last(), **in_review())
    before = row(loose)
    deck = added(ada, question_set)
    assert row(loose) == before | {"deck_id": deck.pk}
    assert deck.cards.count() == 2


MISSED = reverse_lazy("flashcards:missed")


def test_what_was_missed_in_quizzes_is_listed_on_a_page_of_its_own(as_ada, ada):
    missed, learned = question_card(ada, **in_review()), own_card(ada)
    listed = as_ada.get(MISSED)
    assert "<h1>Missed in quizzes</h1>" in listed.text
    assert f'href="{missed.get_absolute_url()}"' in listed.text
    assert f'href="{learned.get_absolute_url()}"' not in listed.text
    assert f'href="{MISSED}"' in as_ada.get(missed.get_absolute_url()).text


def test_what_others_missed_is_theirs(as_eve, ada):
    missed = question_card(ada)
    listed = as_eve.get(MISSED)
    assert listed.status_code == 200
    assert missed.get_absolute_url() not in listed.text
    assert "What you miss in a quiz becomes a card by itself" in listed.text


def test_the_overview_counts_what_was_missed_as_it_counts_a_deck(as_ada, ada):
    for columns in (in_review(NOON), in_a_step(NOON), {}, in_review(NOON) | {"is_suspended": True}):
        question_card(ada, **columns)
    deck = added(ada, question_set_with(1))
    Card.objects.filter(deck=deck).update(**in_review(NOON))
    counted = as_ada.get("/cards/").context
    assert counted["missed"] == {"card_count": 4, "new_count": 1, "due_count": 1, "learning_count": 1}
    (row_of_deck,) = counted["decks"]
    assert (row_of_deck.card_count, row_of_deck.due_count, row_of_deck.new_count) == (1, 1, 0)
    assert f'href="{MISSED}"' in as_ada.get("/cards/").text


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_of_what_was_missed_costs_the_same_for_many(
    as_ada, ada, count, django_assert_max_num_queries
):
    for _ in range(count):
        question_card(ada)
    with django_assert_max_num_queries(6):
        as_ada.get(MISSED)


def test_a_deck_is_ones_own(ada, eve):
    question_set = question_set_with(2)
    added(eve, question_set)
    before = rows(Card, Deck)
    added(ada, question_set)
    Card.objects.filter(student=ada).delete()
    ada.decks.all().delete()
    assert rows(Card, Deck) == before


@pytest.mark.parametrize("how", [{"is_for_practice": False}, {"slug": "elsewhere"}])
def test_a_set_that_is_not_for_practice_cannot_be_added(as_ada, how):
    question_set = question_set_with(2)
    address = reverse("flashcards:add_set", args=[question_set.slug])
    QuestionSet.objects.filter(pk=question_set.pk).update(**how)
    assert as_ada.post(address).status_code == 404
    assert not Card.objects.exists()
    assert not Deck.objects.exists()


def test_a_set_without_questions_makes_no_fuss(as_ada):
    page = add(as_ada, QuestionSetFactory())
    assert page.status_code in (200, 404)
    assert not Card.objects.exists()


def test_adding_a_set_costs_as_much_with_thirty_questions_as_with_three(ada, django_assert_max_num_queries):
    small, large = question_set_with(3), question_set_with(30)
    for question_set in (small, large):
        with django_assert_max_num_queries(12):
            added(ada, question_set)


# The bank changes.


def test_a_card_follows_its_question_to_a_new_version_and_keeps_its_memory(as_ada, ada):
    question = QuestionFactory(published=True, stem="After how many days?")
    found = question_card(ada, question, **in_review())
    before = rows()
    question.stem = "After how many days was it to open?"
    question.save()
    publish(question, at=now())
    front = as_ada.get(reverse("flashcards:review"), {"card": found.pk})
    assert "After how many days was it to open?" in front.text
    assert "After how many days was it to open?" in turn(as_ada, found).text
    assert rows() == before


def test_a_question_that_is_retired_is_not_served_and_comes_back_with_its_memory(as_ada, ada):
    question = QuestionFactory(published=True)
    found = question_card(ada, question, **in_review())
    learner, before = learner_of(ada), row(found)
    question.retire()
    assert Queue(learner, NOON).next() is None
    assert Queue(learner, NOON).left.total == 0
    publish(Question.objects.get(pk=question.pk), at=now())
    assert Queue(learner, NOON).next() == found
    assert row(found) == before


def test_a_card_of_a_retired_question_does_not_break_a_page(as_ada, ada):
    question_set = question_set_with(2)
    deck = added(ada, question_set)
    found = deck.cards.first()
    found.question.retire()
    names = {"deck": deck.pk, "card": found.pk, "turn": found.pk}
    pages = [reverse(f"flashcards:{name}", args=[pk]) for name, pk in names.items()]
    pages += [reverse("flashcards:overview"), reverse("flashcards:review") + f"?card={found.pk}", "/"]
    assert [as_ada.get(page).status_code for page in pages] in ([200] * 6, [200, 200, 404, 200, 200, 200])


def test_a_deck_stays_when_its_set_is_no_more_for_practice(as_ada, ada):
    """Whoever learns it keeps it; nobody else can begin."""
    question_set = question_set_with(2)
    deck = added(ada, question_set)
    QuestionSet.objects.filter(pk=question_set.pk).update(is_for_practice=False)
    assert as_ada.get(reverse("flashcards:overview")).status_code == 200
    assert as_ada.get(reverse("flashcards:deck", args=[deck.pk])).status_code == 200
    assert "As cards" not in as_ada.get(question_set.get_absolute_url()).text


def test_a_set_in_somebodys_deck_can_be_deleted_once_it_is_empty(ada):
    question_set = QuestionSetFactory()
    added(ada, question_set)
    question_set.delete()
    assert not Deck.objects.exists()


def test_cards_outlive_their_deck(ada):
    question_set = question_set_with(2)
    added(ada, question_set).delete()
    assert ada.cards.filter(deck=None).count() == 2


def test_a_removed_deck_takes_along_what_was_never_rated_and_sets_the_rest_aside(as_ada, ada, eve):
    question_set = question_set_with(3)
    deck, theirs = added(ada, question_set), added(eve, question_set)
    kept = deck.cards.first()
    rated(kept)
    before = row(kept)
    address = reverse("flashcards:remove", args=[deck.pk])
    assert f'href="{address}"' in as_ada.get(reverse("flashcards:deck", args=[deck.pk])).text
    asked = as_ada.get(address).text
    assert "2 cards that you never rated go." in asked
    assert "1 card that you rated is set aside" in asked
    assert ada.cards.count() == 3
    assert as_ada.post(address).status_code == 302
    assert list(Card.objects.filter(student=ada).values()) == [
        before | {"deck_id": None, "is_suspended": True}
    ]
    assert as_ada.post(address).status_code == 404
    assert theirs.cards.count() == 3
    again = added(ada, question_set)
    assert row(kept) == before | {"deck_id": again.pk}
    assert again.cards.count() == 3


def test_the_deck_of_own_cards_is_not_removed(as_ada, ada):
    own = own_card(ada)
    assert as_ada.post(reverse("flashcards:remove", args=[own.deck_id])).status_code == 404
    assert "Remove this deck" not in as_ada.get(reverse("flashcards:deck", args=[own.deck_id])).text


def test_the_page_of_a_set_offers_what_is_new_although_another_question_was_retired(as_ada, ada):
    question_set = question_set_with(2)
    added(ada, question_set)
    assert "Add what is new" not in as_ada.get(question_set.get_absolute_url()).text
    question_set.questions.first().retire()
    QuestionFactory(question_set=question_set, published=True)
    text = as_ada.get(question_set.get_absolute_url()).text
    assert "Add what is new" in text
    assert "1 of its questions is a card of yours." in text


# How a deck stands.


def test_a_deck_tells_how_many_are_new_due_and_being_learned(ada, eve):
    question_set = question_set_with(6)
    for student in (ada, eve):
        added(student, question_set)
    new, due, later, step, aside, off = ada.cards.order_by("position")
    Card.objects.filter(pk__in=[due.pk, aside.pk, off.pk]).update(**in_review())
    Card.objects.filter(pk=later.pk).update(**in_review(NOON + 3 * DAY))
    rated(step)
    Card.objects.filter(pk=aside.pk).update(is_suspended=True)
    Card.objects.filter(pk=off.pk).update(buried_until=NOON + DAY)
    own_card(ada)
    learner = learner_of(ada)
    told = decks.decks_of(ada, at=NOON, due_before=Queue(learner, NOON).due_before)
    assert [(one.card_count, one.new_count, one.due_count, one.learning_count) for one in told] == [
        (1, 1, 0, 0),
        (6, 1, 1, 1),
    ]
    assert new.state == 0


def test_flagged_often_forgotten_and_set_aside_cards_are_found_in_their_deck(as_ada, ada, eve):
    address = reverse("flashcards:deck", args=[own_card(ada, "The plain {{one}}.").deck_id])
    assert "?only=" not in as_ada.get(address).text
    found = {only: own_card(ada, f"The {only} {{{{one}}}}.") for only in ("flagged", "leech", "aside")}
    for only, column in {"flagged": "is_flagged", "leech": "is_leech", "aside": "is_suspended"}.items():
        Card.objects.filter(pk=found[only].pk).update(**{column: True})
    text = as_ada.get(address).text
    for only, label in {"flagged": "flagged", "leech": "often forgotten", "aside": "set aside"}.items():
        assert f'href="?only={only}">1 {label}</a>' in text
        page = as_ada.get(address, {"only": only})
        assert [one for one, _ in page.context["rows"]] == [found[only]]
        assert f'href="?only={only}" aria-current="true">1 {label}</a>' in page.text
    for odd in ("", "all", "is_flagged", "\x00"):
        assert len(as_ada.get(address, {"only": odd}).context["rows"]) == 4


def test_a_deck_with_many_cards_is_shown_a_page_at_a_time(as_ada, ada, django_assert_max_num_queries):
    deck = decks.own_deck(ada, at=NOON)
    for number in range(60):
        own_card(ada, f"Card {number} is {{{{here}}}}.")
    with django_assert_max_num_queries(6):
        page = as_ada.get(reverse("flashcards:deck", args=[deck.pk]))
    assert "Page 1 of 2" in page.text
    for odd in ("2", "99", "-1", "x", "0", "\x00", "9" * 30):
        page = as_ada.get(reverse("flashcards:deck", args=[deck.pk]), {"page": odd})
        assert page.status_code == 200


# Two windows.


@pytest.mark.django_db(transaction=True)
def test_eight_windows_that_add_a_set_at_once_make_one_deck():
    student, question_set = UserFactory(), question_set_with(4)

    def window(_: int) -> int:
        try:
            return added(student, question_set).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as windows:
        assert len(set(windows.map(window, range(8)))) == 1
    assert Card.objects.count() == 4
    assert Deck.objects.count() == 1

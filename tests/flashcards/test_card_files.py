"""Bringing cards from a file and taking them along: looked at first, all or nothing, and the same once more is once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.models import User
from quizzes.flashcards import decks
from quizzes.flashcards.card_file import MOST
from quizzes.flashcards.forms import FileForm
from quizzes.flashcards.records import CardRecord, Rated
from quizzes.flashcards.scheduling import DEFAULT_PARAMETERS
from quizzes.models import Card, Note, Review
from tests.attempts.quizzes import NOON
from tests.factories import own_card
from tests.flashcards.cards import DAY, MINUTE, card, learner_of, rated, row, rows

pytestmark = pytest.mark.django_db
BRING, TAKE = reverse("flashcards:bring"), reverse("flashcards:take_along")
TWO = "Who spoke?,The mayor\nThe talks were in {{Geneva}} on {{Monday}}.,"


def look(client: Client, content: str = "", **how) -> HttpResponse:
    return client.post(BRING, {"rows": content} | how)


def add(client: Client, content: str = TWO) -> HttpResponse:
    return look(client, content, add="1")


def file(content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("cards.csv", content if isinstance(content, bytes) else content.encode())


def sides(student) -> list[tuple[str, str]]:
    return list(student.notes.order_by("pk").values_list("front", "back"))


# The page.


def test_a_file_is_looked_at_before_anything_is_stored(as_ada):
    response = look(as_ada, file=file(TWO))
    assert response.status_code == 200
    assert "3 new cards. Nothing is stored yet." in response.text
    assert not Note.objects.exists()


def test_what_the_file_held_stands_in_the_box_to_be_sent_on(as_ada, ada):
    shown = look(as_ada, file=file(TWO)).context["form"]["rows"].value()
    assert add(as_ada, shown).status_code == 302
    assert sides(ada) == [("Who spoke?", "The mayor"), ("The talks were in {{Geneva}} on {{Monday}}.", "")]


def test_added_cards_are_new_cards_of_ones_own_in_the_order_of_the_file(as_ada, ada):
    response = as_ada.post(BRING, {"rows": TWO, "add": "1"}, follow=True)
    assert "3 cards added." in response.text
    found = ada.cards.order_by("position")
    assert [(one.note.front[:3], one.gap, one.deck.title) for one in found] == [
        ("Who", 0, "My own cards"),
        ("The", 1, "My own cards"),
        ("The", 2, "My own cards"),
    ]


def test_a_file_with_a_problem_stores_nothing_and_keeps_its_lines_to_be_mended(as_ada):
    response = add(as_ada, "a,b\n,c\nd,e")
    assert response.status_code == 422
    assert "<strong>Line 2:</strong> The front is empty." in response.text
    assert response.context["form"]["rows"].value() == "a,b\n,c\nd,e"
    assert not Note.objects.exists()


def test_a_double_click_adds_once(as_ada, ada):
    add(as_ada)
    again = as_ada.post(BRING, {"rows": TWO, "add": "1"}, follow=True)
    assert "0 cards added. 2 were there already." in again.text
    assert ada.cards.count() == 3


def test_what_is_there_already_is_told_before(as_ada):
    add(as_ada)
    assert "All of these are among your cards already." in look(as_ada, TWO).text
    assert "1 new card. Nothing is stored yet." in look(as_ada, TWO + "\nWhy?,Cracks").text


def test_the_same_line_twice_is_one_card(as_ada, ada):
    add(as_ada, "a,b\na,b\n")
    assert ada.cards.count() == 1


def test_bringing_what_one_learns_already_leaves_its_memory(as_ada, ada):
    found = own_card(ada, "Who spoke?", "The mayor")
    rated(found)
    before = row(found)
    add(as_ada)
    assert row(found) == before
    assert ada.cards.count() == 3


def test_another_students_cards_are_no_reason_to_leave_one_out(as_ada, ada, eve):
    own_card(eve, "Who spoke?", "The mayor")
    add(as_ada)
    assert ada.cards.count() == 3


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"rows": "  "}, "Nothing was sent. Choose a file that holds cards, or paste their lines."),
        ({"rows": "front,back"}, "There is no card in it."),
        ({"rows": "a,b", "file": file("c,d")}, "There are lines in the box and a file."),
        ({"file": file("ü,b".encode("latin-1"))}, "cards.csv, line 1: The file is not in UTF-8."),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(as_ada, sent, sentence):
    response = as_ada.post(BRING, sent)
    assert response.status_code == 422
    assert sentence in response.text


def test_lines_in_the_box_are_kept_where_a_file_came_beside_them(as_ada):
    response = as_ada.post(BRING, {"rows": "typed,by hand", "file": file("c,d")})
    assert "typed,by hand</textarea>" in response.text


@pytest.mark.parametrize("how", ["rows", "file"])
def test_a_file_that_is_too_large_is_refused(as_ada, how):
    lines = "a,b\n" * (FileForm.LARGEST // 4 + 1)
    response = as_ada.post(BRING, {how: lines if how == "rows" else file(lines)})
    assert response.status_code == 422
    assert "That is more than 1 MB." in response.text


def test_markup_in_a_file_stays_text(as_ada):
    assert "<script>x" not in look(as_ada, "<script>x</script>,b").text


def test_five_thousand_lines_are_stored_by_the_hundred(as_ada, django_assert_max_num_queries):
    lines = "\n".join(f"Front {number},Back" for number in range(MOST))
    with django_assert_max_num_queries(150):
        assert add(as_ada, lines).status_code == 302
    assert Card.objects.count() == MOST


# The file.


def test_cards_taken_along_can_be_brought_by_another(as_ada, as_eve, ada, eve):
    own_card(ada, "=1+1", "-2, or\nso")
    own_card(ada, "In {{Geneva}}")
    response = as_ada.get(TAKE)
    assert response["Content-Disposition"] == 'attachment; filename="my-cards.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    shown = as_eve.post(BRING, {"file": file(response.content)}).context["form"]["rows"].value()
    add(as_eve, shown)
    assert sides(eve) == sides(ada)


def test_the_file_holds_ones_own_cards_alone(as_eve, ada):
    own_card(ada, "A secret")
    assert "secret" not in as_eve.get(TAKE).text


@pytest.mark.parametrize("count", [1, 30])
def test_the_file_takes_as_many_statements_for_many_cards(as_ada, ada, count, django_assert_max_num_queries):
    for number in range(count):
        own_card(ada, f"In {{{{{number}}}}}")
    with django_assert_max_num_queries(5):
        as_ada.get(TAKE)


def test_the_overview_leads_to_both(as_ada, ada):
    assert f'href="{BRING}"' in as_ada.get("/cards/").text
    assert f'href="{TAKE}"' not in as_ada.get("/cards/").text
    own_card(ada)
    assert f'href="{TAKE}"' in as_ada.get("/cards/").text


# Records with ratings, as other programs know them.


def test_ratings_that_come_along_make_the_memory_they_made_elsewhere(ada, eve):
    mine = card(ada)
    for place, rating in enumerate([3, 3, 1, 3]):
        rated(mine, rating, at=NOON + place * 3 * DAY)
    assert decks.add_records(eve, list(decks.records_of(ada)), at=NOON).cards == 1
    kept = ("state", "step", "stability", "difficulty", "last_review", "review_count", "lapse_count")
    theirs = row(eve.cards.get())
    assert {name: theirs[name] for name in kept} == {name: row(mine)[name] for name in kept}
    names = ("rating", "at", "state_before")
    assert list(eve.card_reviews.values(*names)) == list(ada.card_reviews.values(*names))


def test_ratings_find_the_card_of_their_gap(ada):
    ratings = (Rated(3, NOON, gap=2), Rated(4, NOON + MINUTE, gap=2), Rated(1, NOON, gap=7))
    decks.add_records(ada, [CardRecord("{{One}} and {{two}}", reviews=ratings)], at=NOON)
    assert list(ada.cards.order_by("gap").values_list("gap", "review_count")) == [(1, 0), (2, 2)]
    assert Review.objects.count() == 2


def test_ratings_come_along_once(ada):
    record = CardRecord("Who?", "He", (Rated(3, NOON),))
    decks.add_records(ada, [record], at=NOON)
    before = rows(Card, Review)
    assert decks.add_records(ada, [record], at=NOON).known == 1
    assert rows(Card, Review) == before


def test_what_comes_with_ratings_is_reckoned_by_the_students_own_plan(ada, eve):
    learner_of(eve, parameters=[1.0, 2.0, 40.0, *DEFAULT_PARAMETERS[3:]])
    for student in (ada, User.objects.get(pk=eve.pk)):
        decks.add_records(student, [CardRecord("Who?", "He", (Rated(3, NOON),))], at=NOON)
    assert (eve.cards.get().stability, ada.cards.get().stability) == (40.0, pytest.approx(2.3065))

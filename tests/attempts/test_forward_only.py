"""Quizzes with no way back: one question after the other, none seen twice and none seen early."""

import pytest
from django.urls import reverse

from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.models import Answer, Attempt
from tests.attempts.quizzes import autosave, end, quiz, review, send, slot_of, start, told
from tests.conftest import HTMX

pytestmark = pytest.mark.django_db
EVERY_BEHAVIOUR = pytest.mark.parametrize("behaviour", BEHAVIOURS)
NO_WAY_BACK = "There is no way back here"


@pytest.fixture
def attempt(as_ada) -> Attempt:
    return start(as_ada, quiz(is_forward_only=True))


def again(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


def url(attempt: Attempt, position: int) -> str:
    return reverse("attempts:question", args=[attempt.pk, position])


def leave(client, attempt: Attempt, position: int):
    return client.post(reverse("attempts:leave", args=[attempt.pk, position]))


def stem(attempt: Attempt, position: int) -> str:
    return slot_of(attempt, position).face["stem"]


@EVERY_BEHAVIOUR
@pytest.mark.parametrize("position", [2, 3])
def test_a_question_not_reached_yet_does_not_open(as_ada, behaviour, position):
    attempt = start(as_ada, quiz(is_forward_only=True, behaviour=behaviour))
    page = as_ada.get(url(attempt, position), follow=True)
    assert page.redirect_chain[-1][0] == url(attempt, 1)
    assert NO_WAY_BACK in page.text
    assert stem(attempt, position) not in page.text


@EVERY_BEHAVIOUR
def test_a_question_not_reached_yet_takes_no_answer(as_ada, behaviour):
    attempt = start(as_ada, quiz(is_forward_only=True, behaviour=behaviour))
    for act in (send, autosave):
        act(as_ada, slot_of(attempt, 2), "Seven")
    assert slot_of(attempt, 2).typed is None
    assert slot_of(attempt, 2).tries == []
    assert not Answer.objects.exists()


def test_htmx_is_sent_to_the_question_reached_as_a_whole_page(as_ada, attempt):
    assert autosave(as_ada, slot_of(attempt, 2), "Seven")["HX-Redirect"] == attempt.get_absolute_url()
    page = as_ada.get(url(attempt, 2), headers=HTMX)
    assert page["HX-Redirect"] == attempt.get_absolute_url()


def test_saving_goes_on_and_there_is_no_way_back(as_ada, attempt):
    assert send(as_ada, slot_of(attempt), "Seven")["Location"] == url(attempt, 2)
    page = as_ada.get(url(attempt, 1), follow=True)
    assert page.redirect_chain[-1][0] == url(attempt, 2)
    send(as_ada, slot_of(attempt), "Nine")
    assert told(slot_of(attempt)) == ["Seven"]


def test_an_autosave_does_not_leave_the_question(as_ada, attempt):
    autosave(as_ada, slot_of(attempt), "Seven")
    assert again(attempt).reached == 1
    autosave(as_ada, slot_of(attempt), "Nine")
    assert told(slot_of(attempt)) == ["Nine"]


def test_a_question_can_be_left_without_an_answer(as_ada, attempt):
    assert leave(as_ada, attempt, 1)["Location"] == url(attempt, 2)
    assert again(attempt).reached == 2
    assert slot_of(attempt).typed is None


def test_leaving_twice_is_leaving_once(as_ada, attempt):
    for _ in range(2):
        leave(as_ada, attempt, 1)
    assert again(attempt).reached == 2


@pytest.mark.parametrize("position", [2, 3])
def test_a_question_that_is_not_reached_cannot_be_left(as_ada, attempt, position):
    leave(as_ada, attempt, position)
    assert again(attempt).reached == 1


def test_the_last_question_leads_to_looking_it_over_and_stays_open(as_ada, attempt):
    for position in (1, 2):
        leave(as_ada, attempt, position)
    assert leave(as_ada, attempt, 3)["Location"] == reverse("attempts:finish", args=[attempt.pk])
    assert again(attempt).reached == 3
    assert as_ada.get(url(attempt, 3)).status_code == 200


def test_going_on_with_it_opens_the_question_reached(as_ada, attempt):
    leave(as_ada, attempt, 1)
    assert as_ada.get(attempt.get_absolute_url())["Location"] == url(attempt, 2)


def test_the_palette_links_to_the_question_reached_alone(as_ada, attempt):
    leave(as_ada, attempt, 1)
    page = as_ada.get(url(attempt, 2)).text
    assert [f'href="{url(attempt, position)}"' in page for position in (1, 2, 3)] == [False, True, False]
    for word in ("Back</a>", "Skip for now", "Look it over and submit"):
        assert word not in page


def test_looking_it_over_early_shows_no_question_that_is_not_reached(as_ada, attempt):
    page = as_ada.get(reverse("attempts:finish", args=[attempt.pk]))
    assert stem(attempt, 1) in page.text
    assert [position for position in (2, 3) if stem(attempt, position) in page.text] == []


def test_what_cannot_be_read_stays_at_its_question(as_ada, attempt):
    response = as_ada.post(url(attempt, 1), {"given": ["1", "2"], "revision": 0})
    assert response["Location"] == url(attempt, 1)
    assert again(attempt).reached == 1


def test_an_answer_marked_at_once_shows_until_the_question_is_left(as_ada):
    attempt = start(as_ada, quiz(is_forward_only=True, behaviour="immediate"))
    send(as_ada, slot_of(attempt), "Seven")
    page = as_ada.get(url(attempt, 1))
    assert "Right." in page.text
    assert reverse("attempts:leave", args=[attempt.pk, 1]) in page.text
    leave(as_ada, attempt, 1)
    assert as_ada.get(url(attempt, 1)).status_code == 302


def test_once_it_has_ended_every_answered_question_opens(as_ada, attempt):
    send(as_ada, slot_of(attempt), "Seven")
    end(as_ada, attempt)
    assert review(as_ada, attempt).text.count("<mark>after seven days</mark>") == 3
    assert as_ada.get(url(attempt, 1)).status_code == 200


def test_leaving_after_the_end_leads_to_the_review(as_ada, attempt):
    end(as_ada, attempt)
    response = leave(as_ada, attempt, 1)
    assert as_ada.get(response["Location"])["Location"] == reverse("attempts:review", args=[attempt.pk])
    assert again(attempt).reached == 1


def test_where_there_is_a_way_back_questions_open_in_any_order(as_ada):
    attempt = start(as_ada, quiz())
    for position in (3, 1, 2):
        send(as_ada, slot_of(attempt, position), "Seven")
        assert as_ada.get(url(attempt, position)).status_code == 200
    assert again(attempt).answered_count == 3


def test_a_whole_quiz_forward_is_marked_as_any_other(as_ada, attempt):
    for position, text in ((1, "Seven"), (2, "Nine"), (3, "Seven")):
        send(as_ada, slot_of(attempt, position), text)
    end(as_ada, attempt)
    assert again(attempt).mark == 2

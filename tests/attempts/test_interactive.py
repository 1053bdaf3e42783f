"""Several tries, a hint after each that was not fully right, and somewhat less credit for the next."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from quizzes.models import Answer, Attempt, Slot
from tests.attempts.quizzes import autosave, end, place_of, quiz, review, send, slot_of, start, step_of
from tests.conftest import HTMX, without_token
from tests.factories import QuestionFactory, QuestionSetFactory

pytestmark = pytest.mark.django_db
HINTS = "Less than nine.\nAs many as a week has."
BOTH_WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["button", "htmx"])


@pytest.fixture
def attempt(as_ada) -> Attempt:
    return start(as_ada, quiz(2, behaviour="interactive", hints=HINTS))


@pytest.fixture
def slot(attempt) -> Slot:
    return slot_of(attempt)


def again(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


def slot_with_partial_credit(client, **fields) -> Slot:
    """Two of four options are right, and one wrong one chosen beside them takes half."""
    question_set = QuestionSetFactory()
    QuestionFactory(
        question_set=question_set,
        kind="multiple_response",
        hints=HINTS,
        options=[("One", True), ("Two", True), ("Three", False), ("Four", False)],
        published=True,
    )
    given = quiz(question_set=question_set, behaviour="interactive", **fields)
    return slot_of(start(client, given))


def test_the_right_answer_at_the_first_try_earns_everything(as_ada, attempt, slot):
    send(as_ada, slot, "Seven")
    assert Answer.objects.get().fraction == 1
    assert slot_of(attempt).tries == []
    assert again(attempt).answered_count == 1


def test_a_wrong_try_brings_the_first_hint_and_no_answer(as_ada, attempt, slot):
    reply = autosave(as_ada, slot, "Three")
    assert "Not right." in reply.text
    assert "2 tries left." in reply.text
    assert "Less than nine." in reply.text
    assert "As many as a week has." not in reply.text
    assert not Answer.objects.exists()
    assert again(attempt).answered_count == 0
    assert [one["credit"] for one in slot_of(attempt).tries] == [0]


def test_hints_come_one_by_one_and_the_last_try_ends_it(as_ada, attempt, slot):
    pages = [autosave(as_ada, slot, text).text for text in ("Three", "Nine", "Three")]
    assert ["Less than nine." in page for page in pages] == [True, True, False]
    assert ["As many as a week has." in page for page in pages] == [False, True, False]
    assert "1 try left." in pages[1]
    assert "After 2 tries before it." in pages[2]
    assert Answer.objects.get().fraction == 0
    assert "Try again" not in pages[2]


def test_before_the_first_try_no_hint_leaves_the_server(as_ada, slot):
    for headers in ({}, HTMX):
        page = as_ada.get(slot.get_absolute_url(), headers=headers)
        assert "Less than nine." not in page.text
        assert "As many as" not in page.text


def test_a_wrong_try_shows_neither_the_right_answer_nor_the_passage(as_ada, slot):
    for page in (autosave(as_ada, slot, "Three"), as_ada.get(slot.get_absolute_url())):
        assert "<mark>after seven days</mark>" not in page.text
        assert "The mayor spoke of" not in page.text
        assert "Right answer" not in page.text
        assert "On Seven." not in page.text


@pytest.mark.parametrize(("wrong", "mark"), [([], 1), (["Three"], 2 / 3), (["Three", "Nine"], 1 / 3)])
def test_each_try_before_costs_a_third(as_ada, attempt, slot, wrong, mark):
    for text in wrong:
        send(as_ada, slot, text)
    send(as_ada, slot, "Seven")
    assert Answer.objects.get().fraction == pytest.approx(mark)
    assert again(attempt).mark == pytest.approx(mark)


def test_the_penalty_is_the_quizs_own(as_ada):
    attempt = start(as_ada, quiz(1, behaviour="interactive", hints=HINTS, penalty=0.1))
    for text in ("Three", "Seven"):
        send(as_ada, slot_of(attempt), text)
    assert again(attempt).mark == pytest.approx(0.9)


def test_partly_right_is_another_try_as_long_as_there_is_one(as_ada):
    slot = slot_with_partial_credit(as_ada)
    reply = autosave(as_ada, slot, "One")
    assert "Partly right: 50%." in reply.text
    assert not Answer.objects.exists()


def test_partly_right_at_the_end_earns_the_credit_of_the_last_try_less_the_penalties(as_ada):
    slot = slot_with_partial_credit(as_ada, penalty=0.2)
    for texts in (["Three"], ["Four"], ["One"]):
        send(as_ada, slot, *texts)
    answer = Answer.objects.get()
    assert (answer.credit, answer.fraction) == (0.5, pytest.approx(0.1))


def test_the_last_try_counts_and_not_the_best_one(as_ada):
    slot = slot_with_partial_credit(as_ada, penalty=0)
    for texts in (["One"], ["One"], ["Three"]):
        send(as_ada, slot, *texts)
    assert Answer.objects.get().fraction == 0


def test_a_question_without_hints_has_one_try(as_ada):
    attempt = start(as_ada, quiz(1, behaviour="interactive"))
    send(as_ada, slot_of(attempt), "Three")
    assert Answer.objects.get().credit == 0
    assert again(attempt).is_finished


@BOTH_WAYS
def test_the_same_try_sent_twice_is_one_try(as_ada, attempt, slot, headers):
    fields = {"given": place_of(slot, "Three"), "revision": 0}
    first, second = (as_ada.post(slot.get_absolute_url(), fields, headers=headers) for _ in range(2))
    assert first.status_code == second.status_code
    assert without_token(first.content) == without_token(second.content)
    assert len(slot_of(attempt).tries) == 1
    assert again(attempt).revision == 1


@BOTH_WAYS
def test_the_last_try_sent_twice_is_one_answer(as_ada, attempt, slot, headers):
    for text in ("Three", "Nine"):
        send(as_ada, slot, text)
    fields = {"given": place_of(slot, "Seven"), "revision": 2}
    for _ in range(2):
        assert as_ada.post(slot.get_absolute_url(), fields, headers=headers).status_code in (200, 302)
    assert Answer.objects.count() == 1
    assert again(attempt).mark == pytest.approx(1 / 3)


@BOTH_WAYS
def test_a_try_from_an_older_page_conflicts_and_costs_nothing(as_ada, attempt, slot, headers):
    send(as_ada, slot, "Three")
    fields = {"given": place_of(slot, "Nine"), "revision": 0}
    reply = as_ada.post(slot.get_absolute_url(), fields, headers=headers)
    assert reply.status_code == 409
    assert "changed in another window" in reply.text
    (both,) = re.findall(r'<dl class="both">(.*?)</dl>', reply.text, re.DOTALL)
    assert re.findall(r"<dd>(.*?)</dd>", both) == ["Three", "Nine"]
    assert len(slot_of(attempt).tries) == 1


def test_after_a_conflict_the_try_can_be_made_again(as_ada, attempt, slot):
    send(as_ada, slot, "Three")
    page = send(as_ada, slot, "Seven", revision=0)
    revision = re.search(r'name="revision" value="(\d+)"', page.text)[1]
    send(as_ada, slot, "Seven", revision=revision)
    assert again(attempt).mark == pytest.approx(2 / 3)


def test_trying_the_same_again_on_the_new_page_is_another_try(as_ada, attempt, slot):
    send(as_ada, slot, "Three")
    send(as_ada, slot, "Three")
    assert len(slot_of(attempt).tries) == 2


@BOTH_WAYS
def test_what_cannot_be_read_is_no_try(as_ada, attempt, slot, headers):
    reply = as_ada.post(slot.get_absolute_url(), {"given": "9", "revision": 0}, headers=headers)
    assert reply.status_code == 422
    assert slot_of(attempt).tries == []


def test_without_htmx_the_page_after_a_try_shows_it(as_ada, slot):
    assert send(as_ada, slot, "Three")["Location"] == slot.get_absolute_url()
    page = as_ada.get(slot.get_absolute_url())
    assert "Less than nine." in page.text
    assert "Try again" in page.text
    place = place_of(slot, "Three")
    assert f'value="{place}" checked' in page.text


def test_the_palette_says_that_a_question_was_tried(as_ada, attempt, slot):
    send(as_ada, slot, "Three")
    page = as_ada.get(slot_of(attempt, 2).get_absolute_url())
    assert step_of(page, 1) == "Question 1, tried"


def test_ending_it_marks_the_last_try_of_what_was_begun(as_ada, attempt):
    slot = slot_of(attempt)
    for text in ("Three", "Nine"):
        send(as_ada, slot, text)
    end(as_ada, attempt)
    answer = Answer.objects.get()
    assert (answer.slot, answer.credit, answer.fraction) == (slot, 0, 0)
    assert again(attempt).answered_count == 1


def test_ending_it_after_a_partly_right_try_earns_that_tries_worth(as_ada):
    slot = slot_with_partial_credit(as_ada)
    send(as_ada, slot, "Three")
    send(as_ada, slot, "One")
    end(as_ada, slot.attempt)
    assert Answer.objects.get().fraction == pytest.approx(0.5 - 1 / 3)
    assert again(slot.attempt).mark == pytest.approx(0.5 - 1 / 3)


def test_the_last_question_answered_ends_the_attempt_and_a_try_does_not(as_ada, attempt):
    send(as_ada, slot_of(attempt, 1), "Seven")
    send(as_ada, slot_of(attempt, 2), "Three")
    assert not again(attempt).is_finished
    send(as_ada, slot_of(attempt, 2), "Seven")
    assert again(attempt).is_finished
    assert again(attempt).mark == pytest.approx(1 + 2 / 3)
    assert re.search(r"1(⅔|\.67) of 2 marks", review(as_ada, attempt).text)


def test_a_try_after_the_end_is_refused(as_ada, attempt, slot):
    end(as_ada, attempt)
    send(as_ada, slot, "Three")
    assert slot_of(attempt).tries == []
    assert "was not counted" in review(as_ada, attempt).text


@BOTH_WAYS
def test_another_try_after_the_end_is_refused_and_said_so(as_ada, attempt, slot, headers):
    send(as_ada, slot, "Three")
    end(as_ada, attempt)
    reply = as_ada.post(
        slot.get_absolute_url(), {"given": place_of(slot, "Seven"), "revision": 1}, headers=headers
    )
    address = reverse("attempts:review", args=[attempt.pk])
    assert reply.headers.get("HX-Redirect", reply.headers.get("Location")) == address
    assert "was not counted" in as_ada.get(address).text
    assert again(attempt).mark == 0


def test_looking_it_over_counts_what_was_tried_as_begun(as_ada, attempt, slot):
    send(as_ada, slot, "Three")
    page = as_ada.get(reverse("attempts:finish", args=[attempt.pk]))
    assert "1 question not answered yet" in page.text
    assert "Tried" in page.text


def test_two_tries_at_once_lose_neither(as_ada, attempt):
    """The second window loaded the question before the first one's try was stored, and sends no revision."""
    one, other = slot_of(attempt), slot_of(attempt)
    for slot, text in ((one, "Three"), (other, "Nine")):
        given = slot.task.read(slot.face, [place_of(slot, text)])
        assert slot.submit(given, at=now()) is None
    assert [one["credit"] for one in slot_of(attempt).tries] == [0, 0]
    assert slot_of(attempt).revision == 2

"""Quizzes that ask how sure one is."""

import re

import pytest

from quizzes.models import Answer, Attempt, Slot
from tests.attempts.quizzes import autosave, end, quiz, review, send, slot_of, start
from tests.factories import QuestionFactory, QuestionSetFactory

pytestmark = pytest.mark.django_db
WITH_CERTAINTY = pytest.mark.parametrize("behaviour", ["immediate_certainty", "deferred_certainty"])


def again(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


@WITH_CERTAINTY
@pytest.mark.parametrize(
    ("certainty", "text", "mark"),
    [
        ("1", "Seven", 1),
        ("1", "Nine", 0),
        ("2", "Seven", 2),
        ("2", "Nine", -2),
        ("3", "Seven", 3),
        ("3", "Nine", -6),
    ],
)
def test_an_answer_is_marked_by_its_certainty(as_ada, behaviour, certainty, text, mark):
    attempt = start(as_ada, quiz(2, behaviour=behaviour))
    send(as_ada, slot_of(attempt), text, certainty=certainty)
    end(as_ada, attempt)
    answer = Answer.objects.get()
    assert (answer.certainty, answer.fraction) == (int(certainty), mark)
    assert (again(attempt).mark, again(attempt).points) == (mark, 6)


@WITH_CERTAINTY
def test_who_says_nothing_is_not_very_sure(as_ada, behaviour):
    attempt = start(as_ada, quiz(1, behaviour=behaviour))
    send(as_ada, slot_of(attempt), "Seven")
    end(as_ada, attempt)
    assert (Answer.objects.get().certainty, again(attempt).mark) == (1, 1)
    assert "Not very sure" in review(as_ada, attempt).text


@WITH_CERTAINTY
def test_partly_right_earns_that_part_of_the_right_mark(as_ada, behaviour):
    question_set = QuestionSetFactory()
    QuestionFactory(
        question_set=question_set,
        kind="multiple_response",
        options=[("One", True), ("Two", True), ("Three", False), ("Four", False)],
        points=2,
        published=True,
    )
    attempt = start(as_ada, quiz(question_set=question_set, behaviour=behaviour))
    send(as_ada, slot_of(attempt), "One", certainty="3")
    end(as_ada, attempt)
    assert Answer.objects.get().fraction == 1.5
    assert (again(attempt).mark, again(attempt).points) == (3, 6)
    assert again(attempt).percent == 50


@WITH_CERTAINTY
def test_the_page_asks_how_sure_and_tells_what_each_level_brings(as_ada, behaviour):
    attempt = start(as_ada, quiz(1, behaviour=behaviour))
    page = as_ada.get(slot_of(attempt).get_absolute_url())
    assert "How sure are you?" in page.text
    assert re.findall(r'name="certainty" value="(\d)"', page.text) == ["1", "2", "3"]
    assert not re.search(r'name="certainty" value="\d" checked', page.text)
    told = re.findall(r"([-−]?\d) if right, ([-−]?\d) if not", page.text)
    assert [tuple(mark.replace("−", "-") for mark in marks) for marks in told] == [
        ("1", "0"),
        ("2", "-2"),
        ("3", "-6"),
    ]


@pytest.mark.parametrize("behaviour", ["immediate", "deferred", "interactive"])
def test_other_quizzes_do_not_ask_and_keep_none(as_ada, behaviour):
    attempt = start(as_ada, quiz(1, behaviour=behaviour))
    assert "How sure" not in as_ada.get(slot_of(attempt).get_absolute_url()).text
    send(as_ada, slot_of(attempt), "Seven", certainty="3")
    end(as_ada, attempt)
    assert (Answer.objects.get().certainty, Answer.objects.get().fraction) == (None, 1)


@pytest.fixture
def slot(as_ada) -> Slot:
    """Deferred, so that certainty can be changed."""
    return slot_of(start(as_ada, quiz(1, behaviour="deferred_certainty")))


def test_certainty_is_saved_and_shown_again(as_ada, slot):
    autosave(as_ada, slot, "Seven", certainty="2")
    page = as_ada.get(slot.get_absolute_url())
    assert re.findall(r'name="certainty" value="(\d)" checked', page.text) == ["2"]


def test_changing_certainty_alone_is_a_change(as_ada, slot):
    autosave(as_ada, slot, "Seven", certainty="2")
    reply = autosave(as_ada, slot, "Seven", certainty="3")
    assert 'id="revision" value="2"' in reply.text
    end(as_ada, slot.attempt)
    assert again(slot.attempt).mark == 3


def test_another_certainty_from_an_older_page_conflicts_and_both_are_told(as_ada, slot):
    autosave(as_ada, slot, "Seven", certainty="2")
    reply = autosave(as_ada, slot, "Seven", certainty="3", revision=0)
    assert reply.status_code == 409
    assert "Seven (fairly sure)" in reply.text
    assert "Seven (very sure)" in reply.text
    assert slot_of(slot.attempt).certainty == 2


def test_clear_takes_certainty_back_too(as_ada, slot):
    autosave(as_ada, slot, "Seven", certainty="3")
    autosave(as_ada, slot, clear="1", certainty="3")
    assert (slot_of(slot.attempt).typed, slot_of(slot.attempt).certainty) == (None, None)


def test_certainty_without_an_answer_is_no_answer(as_ada, slot):
    autosave(as_ada, slot, certainty="3")
    assert again(slot.attempt).answered_count == 0
    assert slot_of(slot.attempt).certainty == 3
    end(as_ada, slot.attempt)
    assert not Answer.objects.exists()
    assert again(slot.attempt).mark == 0


def test_marks_below_nothing_are_told_and_count_as_nothing(as_ada):
    given = quiz(1, behaviour="immediate_certainty", pass_percent=50)
    attempt = start(as_ada, given)
    reply = autosave(as_ada, slot_of(attempt), "Nine", certainty="3")
    assert re.search(r"[-−]6 of 3 marks", reply.text)
    assert (again(attempt).mark, again(attempt).percent) == (-6, 0)
    assert "Not passed" in review(as_ada, attempt).text


def test_the_score_by_topic_holds_the_marks_that_certainty_earned(as_ada):
    attempt = start(as_ada, quiz(2, behaviour="immediate_certainty"))
    for position, text in ((1, "Seven"), (2, "Nine")):
        send(as_ada, slot_of(attempt, position), text, certainty="3")
    page = review(as_ada, attempt)
    (score,) = page.context["by_topic"]
    assert (score.mark, score.points) == (-3, 6)
    assert score.tenths == 0

"""What a quiz lets its students see, phase by phase: on the page of the question and in the review."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from quizzes.attempts.disclosure import PARTS
from quizzes.kinds import KINDS
from quizzes.models import Attempt, FeedbackBand, Quiz
from tests.attempts.quizzes import (
    HOUR,
    MINUTE,
    NOON,
    SECOND,
    autosave,
    end,
    quiz,
    review,
    send,
    slot_of,
    start,
    step_of,
)
from tests.attempts.test_the_key_stays_home import WORLDS, ask, bare, change_the_key
from tests.conftest import HTMX

pytestmark = pytest.mark.django_db
CLOSES = NOON + HOUR
# When the review is read, the attempt having ended at noon and a minute.
ENDED = NOON + MINUTE
READ_AT = {"just_after": ENDED + SECOND, "later": ENDED + 2 * MINUTE, "closed": CLOSES}
# Part -> words that only it brings to a page. The answers are right, wrong and none.
SIGNS = {
    "correctness": ("Not right.", "your answer, not right", "Right."),
    "mark": ("1 of 3 marks", "0 of 1", "1 of 1"),
    "feedback": ("On Three.", "On Seven."),
    "explanation": ("The mayor spoke of seven days.",),
    "right_answer": ("<small>right answer</small>",),
    "evidence": ("<mark>after seven days</mark>", "Read on in the source"),
    "overall": ("A third of it.",),
}
EVERY_PART = pytest.mark.parametrize("part", PARTS)
AFTER = pytest.mark.parametrize("phase", READ_AT)
MARKING_AT_ONCE = pytest.mark.parametrize("behaviour", ["immediate", "immediate_certainty"])


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def with_matrix(matrix: dict, **fields) -> Quiz:
    given = quiz(review=matrix, closes_at=CLOSES, **fields)
    FeedbackBand.objects.create(quiz=given, from_percent=0, text="A third of it.")
    return given


def taken(client, clock, given: Quiz) -> Attempt:
    """Right, wrong and not answered; ended at noon and a minute."""
    attempt = start(client, given)
    for position, text in ((1, "Seven"), (2, "Three")):
        send(client, slot_of(attempt, position), text)
    clock.move_to(ENDED)
    end(client, attempt)
    return attempt


def parts_in(text: str) -> set[str]:
    return {part for part, signs in SIGNS.items() if any(sign in text for sign in signs)}


def test_every_part_has_a_sign():
    assert set(SIGNS) == set(PARTS)


@AFTER
@EVERY_PART
def test_in_the_review_a_part_shows_exactly_when_it_is_ticked(as_ada, clock, part, phase):
    attempt = taken(as_ada, clock, with_matrix({phase: [part]}))
    found = {}
    for name, at in READ_AT.items():
        clock.move_to(at)
        found[name] = parts_in(review(as_ada, attempt).text)
    assert found == {name: {part} if name == phase else set() for name in READ_AT}


@AFTER
def test_with_everything_ticked_all_of_it_shows(as_ada, clock, phase):
    attempt = taken(as_ada, clock, with_matrix({phase: list(PARTS)}))
    clock.move_to(READ_AT[phase])
    assert parts_in(review(as_ada, attempt).text) == set(PARTS)


@AFTER
@EVERY_PART
def test_on_the_page_of_a_question_too(as_ada, clock, part, phase):
    """Where there is no overall feedback."""
    attempt = taken(as_ada, clock, with_matrix({phase: [part]}))
    for name, at in READ_AT.items():
        clock.move_to(at)
        pages = [as_ada.get(slot_of(attempt, position).get_absolute_url()) for position in (1, 2)]
        found = set().union(*(parts_in(page.text) for page in pages))
        assert found == ({part} - {"overall"} if name == phase else set())


@MARKING_AT_ONCE
@EVERY_PART
def test_during_an_attempt_a_part_of_an_answer_shows_exactly_when_it_is_ticked(
    as_ada, clock, behaviour, part
):
    given = with_matrix({"during": [part]}, behaviour=behaviour)
    attempt = start(as_ada, given)
    found = set()
    for position, text in ((1, "Seven"), (2, "Three")):
        slot = slot_of(attempt, position)
        reply = autosave(as_ada, slot, text).text
        found |= parts_in(reply)
        if "so far" in reply or " of 3 mark" in reply:
            found.add("mark")
        assert parts_in(reply) <= {part}
        assert parts_in(as_ada.get(slot.get_absolute_url()).text) == parts_in(reply)
    assert found == {part} - {"overall"}
    clock.move_to(ENDED)
    end(as_ada, attempt)
    for at in READ_AT.values():
        clock.move_to(at)
        assert parts_in(review(as_ada, attempt).text) == set()


@MARKING_AT_ONCE
def test_where_nothing_shows_a_right_and_a_wrong_answer_get_the_same_reply(as_ada, clock, behaviour):
    attempt = start(as_ada, with_matrix({}, behaviour=behaviour))
    for position, text in ((1, "Seven"), (2, "Three")):
        reply = autosave(as_ada, slot_of(attempt, position), text)
        assert "Your answer is in." in reply.text
        assert "marks so far" not in reply.text
        assert f"Question {position}, answered" in reply.text


@AFTER
def test_the_palette_tells_right_and_wrong_only_where_correctness_shows(as_ada, clock, phase):
    attempt = taken(as_ada, clock, with_matrix({phase: ["correctness"]}))
    for name, at in READ_AT.items():
        clock.move_to(at)
        page = as_ada.get(slot_of(attempt, 1).get_absolute_url())
        labels = [step_of(page, position).partition(", ")[2] for position in (1, 2, 3)]
        told = ["right", "not right"] if name == phase else ["answered", "answered"]
        assert labels == [*told, "not answered"]


def test_just_after_ends_two_minutes_after_the_end(as_ada, clock):
    attempt = taken(as_ada, clock, with_matrix({"just_after": ["mark"]}))
    for after, shows in ((timedelta(), True), (119 * SECOND, True), (120 * SECOND, False)):
        clock.move_to(ENDED + after)
        assert ("1 of 3 marks" in review(as_ada, attempt).text) == shows


def test_what_waits_for_the_close_is_told_with_its_time(as_ada, clock):
    attempt = taken(as_ada, clock, with_matrix({"closed": ["correctness"]}))
    assert "What was right shows after 2 March 2026, 13:00." in review(as_ada, attempt).text


def test_what_never_shows_promises_nothing(as_ada, clock):
    attempt = taken(as_ada, clock, with_matrix({}))
    page = review(as_ada, attempt).text
    assert "Your answers are in" in page
    assert "What was right does not show here now." in page
    assert "shows after" not in page
    assert "Everything was right" not in page


@pytest.mark.parametrize(
    ("parts", "may_repeat"),
    [
        (["correctness", "right_answer"], True),
        (["correctness"], False),
        (["right_answer"], False),
        ([], False),
    ],
)
def test_what_was_missed_can_be_practised_once_the_answers_show(as_ada, ada, clock, parts, may_repeat):
    attempt = taken(as_ada, clock, with_matrix({"just_after": parts}))
    assert ("Practise the ones I missed" in review(as_ada, attempt).text) == may_repeat
    as_ada.post(reverse("attempts:missed", args=[attempt.pk]))
    assert ada.attempts.filter(repeats=attempt).exists() == may_repeat


# With nothing ticked, nothing that leaves the server depends on the key, not even after the end.


def test_every_kind_is_tried():
    assert set(WORLDS) == set(KINDS)


# What can be read as an answer of the worlds' questions.
GIVEN = {
    "single_choice": ["1"],
    "multiple_response": ["1"],
    "true_false": ["1"],
    "short_text": ["Lend"],
    "numeric": ["7 days"],
    "ordering": ["1-1", "2-2", "3-3", "4-4"],
    "matching": ["1-3", "2-2", "3-1"],
    "cloze": ["1", "Lend"],
    "evidence": ["2.1"],
}


def everything_of(client, attempt: Attempt) -> list:
    """All that tells of a finished attempt."""
    given = attempt.quiz
    gets = [
        reverse("attempts:review", args=[attempt.pk]),
        reverse("attempts:question", args=[attempt.pk, 1]),
        reverse("attempts:finish", args=[attempt.pk]),
        attempt.get_absolute_url(),
        given.get_absolute_url(),
        given.question_set.get_absolute_url(),
        reverse("home"),
    ]
    # First what leaves a message, so that the pages show it and none is left for the next round.
    replies = [
        client.post(reverse("attempts:missed", args=[attempt.pk])),
        client.post(reverse("attempts:question", args=[attempt.pk, 1]), {"given": "1", "revision": 0}),
    ]
    replies += [client.get(url, headers=headers) for url in gets for headers in ({}, HTMX)]
    return [bare(reply) for reply in replies]


@pytest.mark.parametrize("kind", WORLDS)
@pytest.mark.parametrize("behaviour", ["deferred", "immediate", "deferred_certainty"])
def test_with_nothing_ticked_nothing_ever_depends_on_the_key(as_ada, kind, behaviour):
    question = ask(kind)
    given = quiz(question_set=question.question_set, behaviour=behaviour, review={}, shuffles_options=False)
    attempt = start(as_ada, given)
    slot = slot_of(attempt)
    sent = {"given": GIVEN[kind], "revision": 0}
    answered = as_ada.post(slot.get_absolute_url(), sent, headers=HTMX)
    assert answered.status_code == 200
    end(as_ada, attempt)
    assert slot_of(attempt).given_answer
    seen = everything_of(as_ada, attempt)
    # The same answer, marked by the other key.
    credit = slot_of(attempt).given_answer.credit
    change_the_key(question, *WORLDS[kind][1])
    mark_anew(attempt)
    assert everything_of(as_ada, attempt) == seen
    assert slot_of(attempt).given_answer.credit != credit


def mark_anew(attempt: Attempt) -> None:
    """As if what was given had been marked by the key there is now."""
    slot = slot_of(attempt)
    answer = slot.given_answer
    answer.credit = slot.credit_of(answer.given)
    answer.fraction = attempt.quiz.how.fraction(answer.credit, certainty=answer.certainty)
    answer.save()
    Attempt.objects.filter(pk=attempt.pk).update(mark=answer.fraction * slot.points)


@pytest.mark.parametrize("kind", WORLDS)
def test_a_question_without_an_answer_tells_nothing_of_the_key_either(as_ada, kind):
    question = ask(kind)
    attempt = start(as_ada, quiz(question_set=question.question_set, review={}))
    end(as_ada, attempt)
    seen = everything_of(as_ada, attempt)
    change_the_key(question, *WORLDS[kind][1])
    assert everything_of(as_ada, attempt) == seen


def test_the_comparison_would_notice_the_key(as_ada):
    question = ask("single_choice")
    attempt = start(as_ada, quiz(question_set=question.question_set, review={"just_after": ["right_answer"]}))
    end(as_ada, attempt)
    seen = everything_of(as_ada, attempt)
    change_the_key(question, *WORLDS["single_choice"][1])
    assert everything_of(as_ada, attempt) != seen

"""Answers that are saved as they are written and marked together at the end."""

import re
from functools import partial

import pytest
import time_machine
from django.db.models import Sum
from django.http import QueryDict
from django.urls import reverse
from lxml import html

from quizzes.attempts import work
from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.attempts.work import LONGEST, AttemptFinished, Work
from quizzes.bank import serving
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, Slot
from tests.attempts.quizzes import (
    MINUTE,
    NOON,
    TO_END,
    autosave,
    end,
    fields_of,
    kept,
    one_of_each_kind,
    place_of,
    quiz,
    review,
    send,
    slot_of,
    start,
    step_of,
    told,
    typed_for,
)
from tests.attempts.test_answering import statements_of
from tests.conftest import HTMX
from tests.factories import PASSWORD, QuestionFactory, QuestionSetFactory

pytestmark = pytest.mark.django_db
BOTH_WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["button", "autosave"])
MOST_STATEMENTS = {"cold": 8, "warm": 7}


@pytest.fixture(autouse=True)
def clock():
    """Stands at noon until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def attempt(as_ada) -> Attempt:
    return start(as_ada, quiz())


@pytest.fixture
def slot(attempt) -> Slot:
    return slot_of(attempt)


def numeric_slot(client, **fields) -> Slot:
    """The only question of a quiz: how many days? Seven."""
    question_set = QuestionSetFactory()
    QuestionFactory(
        question_set=question_set,
        kind="numeric",
        stem="How many days?",
        options=[{"text": "7"}],
        published=True,
    )
    return slot_of(start(client, quiz(question_set=question_set, **fields)))


def again(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


def both_values(page) -> list[str]:
    """What stands there and what stands here, as a conflict shows them."""
    (both,) = re.findall(r'<dl class="both">(.*?)</dl>', page.text, re.DOTALL)
    return re.findall(r"<dd>(.*?)</dd>", both)


def shown_as_chosen(page) -> list[str]:
    """The values of the options that are checked on a page."""
    return re.findall(r'name="given" value="(\w+)" checked', page.text)


# Saving and going on.


def test_save_and_go_on_keeps_the_answer_and_opens_the_next_question(as_ada, slot):
    response = send(as_ada, slot, "Seven")
    assert response["Location"] == slot.next_url
    assert told(slot) == ["Seven"]
    assert not Answer.objects.exists()


def test_the_last_question_goes_on_to_look_it_over(as_ada, attempt):
    response = send(as_ada, slot_of(attempt, 3), "Seven")
    assert response["Location"] == reverse("attempts:finish", args=[attempt.pk])


def test_going_back_shows_what_is_saved_and_when(as_ada, slot):
    send(as_ada, slot, "Seven")
    page = as_ada.get(slot.get_absolute_url())
    assert shown_as_chosen(page) == [place_of(slot, "Seven")]
    assert "Saved 12:00:00." in page.text


def test_a_saved_answer_can_be_changed_until_it_is_submitted(as_ada, attempt, slot):
    for text in ("Three", "Nine", "Seven"):
        send(as_ada, slot, text)
    assert told(slot) == ["Seven"]
    end(as_ada, attempt)
    assert again(attempt).mark == 1


def test_nothing_shows_whether_a_saved_answer_is_right(as_ada, attempt):
    replies = []
    for text in ("Seven", "Three"):
        replies += [
            autosave(as_ada, slot_of(attempt, 1), text),
            as_ada.get(slot_of(attempt).get_absolute_url()),
        ]
        replies.append(as_ada.get(reverse("attempts:finish", args=[attempt.pk])))
    told_once_marked = [
        "On Seven.",
        "On Three.",
        "The mayor spoke of",
        "<mark>after",
        'class="verdict',
        "Right.",
        "Not right.",
    ]
    for reply in replies:
        assert not [words for words in told_once_marked if words in reply.text]


def test_the_marks_so_far_do_not_show_while_nothing_is_marked(as_ada, slot):
    send(as_ada, slot, "Seven")
    assert "marks so far" not in as_ada.get(slot.get_absolute_url()).text


# The reply to an autosave.


def test_the_reply_tells_when_it_was_saved_the_new_revision_and_the_step(as_ada, slot, clock):
    clock.move_to(NOON.replace(hour=13, minute=14, second=15))
    reply = autosave(as_ada, slot, "Seven")
    assert reply.status_code == 200
    assert reply.text.strip().startswith("Saved ")
    assert "Saved 13:14:15." in reply.text
    assert 'id="revision" value="1" hx-swap-oob="true"' in reply.text
    assert '<li id="step-1" class="given now" hx-swap-oob="true">' in reply.text
    assert "Question 1, answered" in reply.text
    assert "<html" not in reply.text


def test_when_it_says_saved_it_is_stored(as_ada, slot):
    assert "Saved" in autosave(as_ada, slot, "Seven").text
    stored = Slot.objects.values("typed", "revision", "saved_at").get(pk=slot.pk)
    assert stored == {"typed": [place_of(slot, "Seven")], "revision": 1, "saved_at": NOON}


def test_each_change_is_another_revision_of_the_question_and_of_the_attempt(as_ada, attempt):
    for revision, text in enumerate(("Three", "Nine", "Seven"), 1):
        assert f'value="{revision}"' in autosave(as_ada, slot_of(attempt, 2), text).text
    autosave(as_ada, slot_of(attempt, 3), "Nine")
    assert [slot.revision for slot in attempt.slots.order_by("position")] == [0, 3, 1]
    assert again(attempt).revision == 4


# What cannot be read, and nothing at all.


def test_what_cannot_be_read_is_saved_and_said_so(as_ada):
    slot = numeric_slot(as_ada)
    reply = autosave(as_ada, slot, given=["seven or so"])
    assert reply.status_code == 200
    assert "Saved 12:00:00." in reply.text
    assert "It cannot be marked as it is." in reply.text
    assert "not a number" in reply.text
    assert slot_of(slot.attempt).typed == ["seven or so"]


def test_the_button_stays_at_what_cannot_be_read_and_says_so(as_ada):
    slot = numeric_slot(as_ada)
    page = as_ada.post(slot.get_absolute_url(), {"given": "seven or so", "revision": 0}, follow=True)
    assert page.redirect_chain == [(slot.get_absolute_url(), 302)]
    assert "Saved, but it cannot be marked as it is." in page.text
    assert 'value="seven or so"' in page.text


def test_what_cannot_be_read_at_the_end_is_not_marked_and_shown_in_the_review(as_ada):
    slot = numeric_slot(as_ada)
    autosave(as_ada, slot, given=["seven or so"])
    end(as_ada, slot.attempt)
    assert not Answer.objects.exists()
    assert again(slot.attempt).answered_count == 0
    page = review(as_ada, slot.attempt)
    assert "You wrote “seven or so”, which could not be marked." in page.text
    assert "Not answered." in page.text


@pytest.mark.parametrize("blank", [[], [""], [" ", "\t"], ["\x00"]])
@BOTH_WAYS
def test_blank_fields_take_an_answer_back(as_ada, attempt, slot, blank, headers):
    send(as_ada, slot, "Seven")
    data = {"given": blank, "revision": 1}
    reply = as_ada.post(slot.get_absolute_url(), data, headers=headers)
    assert reply.status_code in (200, 302)
    assert slot_of(attempt).typed is None
    assert again(attempt).answered_count == 0
    if headers:
        assert "Taken back 12:00:00." in reply.text
        assert "Question 1, not answered" in reply.text


@BOTH_WAYS
def test_clear_takes_an_answer_back_whatever_stands_in_the_fields(as_ada, attempt, slot, headers):
    send(as_ada, slot, "Seven")
    data = fields_of(slot, "Nine", clear="1")
    as_ada.post(slot.get_absolute_url(), data, headers=headers)
    assert slot_of(attempt).typed is None
    page = as_ada.get(slot.get_absolute_url())
    assert shown_as_chosen(page) == []
    assert "Taken back" in page.text
    end(as_ada, attempt)
    assert not Answer.objects.exists()


def test_the_button_to_take_back_stands_there_only_when_something_is_saved(as_ada, slot):
    assert "Take my answer back" not in as_ada.get(slot.get_absolute_url()).text
    send(as_ada, slot, "Seven")
    assert "Take my answer back" in as_ada.get(slot.get_absolute_url()).text


def test_clear_comes_back_to_the_question(as_ada, slot):
    send(as_ada, slot, "Seven")
    assert send(as_ada, slot, "Seven", clear="1")["Location"] == slot.get_absolute_url()


def test_nothing_saved_over_nothing_is_no_change(as_ada, attempt, slot):
    reply = as_ada.post(slot.get_absolute_url(), {"given": "", "revision": 0}, headers=HTMX)
    assert reply.status_code == 200
    assert (again(attempt).revision, slot_of(attempt).revision) == (0, 0)


# Two windows.


@BOTH_WAYS
def test_what_was_changed_in_another_window_is_not_written_over(as_ada, slot, headers):
    autosave(as_ada, slot, "Seven")
    reply = as_ada.post(slot.get_absolute_url(), fields_of(slot, "Nine", revision=0), headers=headers)
    assert reply.status_code == 409
    assert told(slot) == ["Seven"]
    assert both_values(reply) == ["Seven", "Nine"]
    assert shown_as_chosen(reply) == [place_of(slot, "Nine")]
    assert ("<html" in reply.text) == (not headers)


def test_the_conflict_takes_the_place_of_the_form_for_htmx(as_ada, slot):
    autosave(as_ada, slot, "Seven")
    reply = autosave(as_ada, slot, "Nine", revision=0)
    assert (reply["HX-Retarget"], reply["HX-Reswap"]) == ("#feedback", "outerHTML")
    assert reply.text.strip().startswith('<div id="feedback"')


@BOTH_WAYS
def test_what_stands_here_can_be_kept(as_ada, slot, headers):
    autosave(as_ada, slot, "Seven")
    reply = as_ada.post(slot.get_absolute_url(), fields_of(slot, "Nine", revision=0), headers=headers)
    revision = re.search(r'name="revision" id="revision" value="(\d+)"', reply.text)[1]
    chosen = {"given": shown_as_chosen(reply), "revision": revision, "stay": "1"}
    assert as_ada.post(slot.get_absolute_url(), chosen)["Location"] == slot.get_absolute_url()
    assert told(slot) == ["Nine"]


def test_the_other_one_can_be_taken(as_ada, slot):
    autosave(as_ada, slot, "Seven")
    reply = send(as_ada, slot, "Nine", revision=0)
    (other,) = re.findall(r'<a class="[^"]*" href="([^"]+)">Take the other one</a>', reply.text)
    page = as_ada.get(other)
    assert shown_as_chosen(page) == [place_of(slot, "Seven")]
    assert told(slot) == ["Seven"]


def test_a_third_window_in_between_conflicts_again(as_ada, slot):
    autosave(as_ada, slot, "Seven")
    send(as_ada, slot, "Nine", revision=0)
    autosave(as_ada, slot, "Three")
    assert send(as_ada, slot, "Nine", revision=1, stay="1").status_code == 409
    assert told(slot) == ["Three"]


def test_taking_back_on_an_old_page_conflicts_too(as_ada, slot):
    autosave(as_ada, slot, "Seven")
    reply = send(as_ada, slot, clear="1", revision=0)
    assert reply.status_code == 409
    assert both_values(reply) == ["Seven", "nothing"]
    assert told(slot) == ["Seven"]


@pytest.mark.parametrize("revision", ["", "x", "-1", "7", "9" * 30, "²"])
def test_a_revision_that_no_page_had_conflicts(as_ada, slot, revision):
    autosave(as_ada, slot, "Seven")
    assert autosave(as_ada, slot, "Nine", revision=revision).status_code == 409
    assert told(slot) == ["Seven"]


def test_windows_on_different_questions_do_not_meet(as_ada, attempt):
    first, second = slot_of(attempt, 1), slot_of(attempt, 2)
    second.save_work(work_of(second, "Nine"), at=NOON)
    # Loaded before the other was saved, so that the attempt has moved on meanwhile.
    first.save_work(work_of(first, "Seven"), at=NOON)
    assert (told(first), told(second)) == (["Seven"], ["Nine"])
    assert (again(attempt).answered_count, again(attempt).revision) == (2, 2)


def work_of(slot: Slot, text: str) -> Work:
    return Work((place_of(slot, text),), None, slot.revision)


def test_two_windows_that_save_the_same_agree(as_ada, attempt, slot):
    autosave(as_ada, slot, "Seven")
    reply = autosave(as_ada, slot, "Seven", revision=0)
    assert reply.status_code == 200
    assert 'id="revision" value="1"' in reply.text


# The same request twice.


@BOTH_WAYS
def test_the_same_request_twice_is_answered_the_same_and_counted_once(as_ada, attempt, slot, headers):
    fields = fields_of(slot, "Seven")
    first, second = (as_ada.post(slot.get_absolute_url(), fields, headers=headers) for _ in range(2))
    assert (first.status_code, first.content, first.headers) == (
        second.status_code,
        second.content,
        second.headers,
    )
    assert (slot_of(attempt).revision, again(attempt).revision) == (1, 1)
    assert again(attempt).answered_count == 1


def test_taking_back_twice_is_counted_once(as_ada, attempt, slot):
    send(as_ada, slot, "Seven")
    fields = fields_of(slot, clear="1")
    replies = [as_ada.post(slot.get_absolute_url(), fields, headers=HTMX) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert again(attempt).answered_count == 0
    assert slot_of(attempt).revision == 2


# After the end.


@BOTH_WAYS
def test_saving_what_was_open_after_the_end_is_refused_and_said_so(as_ada, attempt, slot, headers):
    end(as_ada, attempt)
    reply = as_ada.post(slot.get_absolute_url(), fields_of(slot, "Seven"), headers=headers)
    address = reverse("attempts:review", args=[attempt.pk])
    assert reply.headers.get("HX-Redirect", reply.headers.get("Location")) == address
    assert "was not counted" in as_ada.get(address).text
    assert slot_of(attempt).typed is None
    assert not Answer.objects.exists()


@BOTH_WAYS
def test_changing_an_answer_after_the_end_is_refused_and_said_so(as_ada, attempt, slot, headers):
    send(as_ada, slot, "Seven")
    end(as_ada, attempt)
    reply = as_ada.post(slot.get_absolute_url(), fields_of(slot, "Nine"), headers=headers)
    assert told(slot) == ["Seven"]
    assert (again(attempt).mark, again(attempt).revision) == (1, 1)
    assert reply.headers.get("HX-Redirect", reply.headers.get("Location")) == reverse(
        "attempts:review", args=[attempt.pk]
    )
    assert "was not counted" in review(as_ada, attempt).text


@BOTH_WAYS
def test_what_cannot_be_read_after_the_end_is_refused_and_not_asked_again(as_ada, headers):
    slot = numeric_slot(as_ada)
    end(as_ada, slot.attempt)
    reply = as_ada.post(slot.get_absolute_url(), {"given": "seven or so", "revision": 0}, headers=headers)
    assert reply.headers.get("HX-Redirect", reply.headers.get("Location")) == reverse(
        "attempts:review", args=[slot.attempt_id]
    )


def test_taking_back_after_the_end_changes_nothing(as_ada, attempt, slot):
    send(as_ada, slot, "Seven")
    end(as_ada, attempt)
    send(as_ada, slot, clear="1")
    assert told(slot) == ["Seven"]
    assert Answer.objects.get().credit == 1


def test_submitting_marks_everything_once_and_twice_changes_nothing(as_ada, attempt, clock):
    for position, text in [(1, "Seven"), (2, "Nine")]:
        send(as_ada, slot_of(attempt, position), text)
    assert not Answer.objects.exists()
    clock.shift(MINUTE)
    for _ in range(2):
        assert end(as_ada, attempt)["Location"] == reverse("attempts:review", args=[attempt.pk])
        clock.shift(MINUTE)
    found = again(attempt)
    assert found.finished_at == NOON + MINUTE
    assert (found.answered_count, found.mark) == (2, 1)
    assert list(Answer.objects.order_by("slot__position").values_list("credit", flat=True)) == [1, 0]
    assert "1 of 3 marks" in review(as_ada, attempt).text


def test_a_submit_loaded_before_another_one_marks_nothing_twice(as_ada, attempt):
    send(as_ada, slot_of(attempt), "Seven")
    one, other = again(attempt), again(attempt)
    one.finish(at=NOON)
    other.finish(at=NOON + MINUTE)
    assert Answer.objects.count() == 1
    assert other.finished_at == NOON


def test_a_save_loaded_before_the_end_is_refused_by_the_store(as_ada, attempt):
    slot = slot_of(attempt)
    again(attempt).finish(at=NOON)
    with pytest.raises(AttemptFinished):
        slot.save_work(work_of(slot, "Seven"), at=NOON)
    assert slot_of(attempt).typed is None


# A session that ended.


@BOTH_WAYS
def test_what_was_typed_when_the_session_ended_is_kept_and_laid_down_again(client, ada, as_ada, headers):
    slot = numeric_slot(as_ada, behaviour="deferred_certainty")
    url = slot.get_absolute_url()
    sent = headers | (
        {"HX-Current-URL": f"http://testserver{url}"} if headers else {"Referer": f"http://testserver{url}"}
    )
    refused = client.post(url, {"given": "seven days or so", "certainty": "3", "revision": 0}, headers=sent)
    assert refused.status_code == 403
    assert "What you typed is kept." in refused.text
    carried = {name: refused.context[name] for name in ("next", "kept_path", "kept_fields")}
    page = client.post(reverse("login"), carried | {"username": "ada", "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == url
    assert 'value="seven days or so"' in page.text
    assert 'name="certainty" value="3" checked' in page.text
    assert "Your answer is as you left it: save it now." in page.text
    assert slot_of(slot.attempt).typed is None


# Flags, the palette and looking it over.


def test_a_flag_is_set_and_taken_away(as_ada, attempt, slot):
    address = reverse("attempts:flag", args=[attempt.pk, 1])
    for flagged in ("1", "1", "0", "0"):
        assert as_ada.post(address, {"flagged": flagged})["Location"] == slot.get_absolute_url()
        assert slot_of(attempt).is_flagged == (flagged == "1")


def test_htmx_gets_the_flag_and_the_step_alone(as_ada, attempt):
    address = reverse("attempts:flag", args=[attempt.pk, 1])
    reply = as_ada.post(address, {"flagged": "1"}, headers=HTMX)
    assert "Take the flag away" in reply.text
    assert "Question 1, not answered, flagged" in reply.text
    assert "<html" not in reply.text


def test_flagging_conflicts_with_no_save(as_ada, attempt, slot):
    fields = fields_of(slot, "Seven")
    as_ada.post(reverse("attempts:flag", args=[attempt.pk, 1]), {"flagged": "1"})
    assert as_ada.post(slot.get_absolute_url(), fields, headers=HTMX).status_code == 200


def test_a_flag_after_the_end_is_not_kept_and_not_said_to_be(as_ada, attempt):
    end(as_ada, attempt)
    reply = as_ada.post(reverse("attempts:flag", args=[attempt.pk, 1]), {"flagged": "1"}, headers=HTMX)
    assert not slot_of(attempt).is_flagged
    assert "Take the flag away" not in reply.text


def test_nobody_flags_saves_or_submits_in_someone_elses_attempt(as_eve, attempt, slot):
    replies = [
        send(as_eve, slot, "Seven"),
        as_eve.post(reverse("attempts:flag", args=[attempt.pk, 1]), {"flagged": "1"}),
        as_eve.post(reverse("attempts:leave", args=[attempt.pk, 1])),
        as_eve.get(reverse("attempts:finish", args=[attempt.pk])),
        end(as_eve, attempt),
    ]
    assert [reply.status_code for reply in replies] == [404] * 5
    assert not again(attempt).is_finished


def test_the_palette_tells_what_became_of_each_question(as_ada, attempt):
    send(as_ada, slot_of(attempt, 1), "Seven")
    as_ada.post(reverse("attempts:flag", args=[attempt.pk, 2]), {"flagged": "1"})
    page = as_ada.get(slot_of(attempt, 3).get_absolute_url())
    labels = [step_of(page, position) for position in (1, 2, 3)]
    assert labels == [
        "Question 1, answered",
        "Question 2, not answered, flagged",
        "Question 3, not answered",
    ]
    for label in labels:
        assert label in page.text


def test_going_on_opens_the_first_question_that_is_not_answered(as_ada, attempt):
    send(as_ada, slot_of(attempt, 1), "Seven")
    assert as_ada.get(attempt.get_absolute_url())["Location"] == slot_of(attempt, 2).get_absolute_url()
    for position in (2, 3):
        send(as_ada, slot_of(attempt, position), "Seven")
    finish = reverse("attempts:finish", args=[attempt.pk])
    assert as_ada.get(attempt.get_absolute_url())["Location"] == finish


def test_looking_it_over_lists_what_is_open_flagged_and_unreadable(as_ada):
    slot = numeric_slot(as_ada)
    attempt = slot.attempt
    finish = reverse("attempts:finish", args=[attempt.pk])
    assert "1 question not answered yet" in as_ada.get(finish).text
    as_ada.post(reverse("attempts:flag", args=[attempt.pk, 1]), {"flagged": "1"})
    autosave(as_ada, slot, given=["seven or so"])
    page = as_ada.get(finish)
    assert "Everything is answered" in page.text
    assert "1 flagged to look at again." in page.text
    assert "not a number" in page.text
    assert Attempt.objects.open().exists()


def test_looking_it_over_counts_what_is_open(as_ada, attempt):
    send(as_ada, slot_of(attempt, 2), "Seven")
    page = as_ada.get(reverse("attempts:finish", args=[attempt.pk]))
    assert "2 questions not answered yet" in page.text
    assert "Submit everything" in page.text


@pytest.mark.parametrize("size", [3, 30])
def test_looking_it_over_costs_the_same_however_long(as_ada, size, django_assert_max_num_queries):
    attempt = start(as_ada, quiz(size))
    for position in (1, 2):
        send(as_ada, slot_of(attempt, position), "Seven")
    serving.faces.clear()
    with django_assert_max_num_queries(8):
        as_ada.get(reverse("attempts:finish", args=[attempt.pk]))


# Hostile input.


@BOTH_WAYS
def test_a_megabyte_is_cut_and_kept(as_ada, headers):
    slot = numeric_slot(as_ada)
    reply = as_ada.post(slot.get_absolute_url(), {"given": "7" * 1_000_000, "revision": 0}, headers=headers)
    assert reply.status_code in (200, 302)
    assert slot_of(slot.attempt).typed == ["7" * LONGEST]
    end(as_ada, slot.attempt)
    assert again(slot.attempt).mark == 0


@BOTH_WAYS
def test_what_no_store_takes_is_left_out(as_ada, headers):
    slot = numeric_slot(as_ada)
    body = b"revision=0&given=%00%EF%BF%BE7%ED%A0%80%00&given=%07"
    reply = as_ada.post(
        slot.get_absolute_url(), body, content_type="application/x-www-form-urlencoded", headers=headers
    )
    assert reply.status_code in (200, 302)
    typed = slot_of(slot.attempt).typed
    assert "\x00" not in "".join(typed)
    "".join(typed).encode()


def test_lone_surrogates_are_left_out():
    fields = QueryDict(mutable=True)
    fields.setlist("given", ["7\ud800", "\udfff", "\x00 8 "])
    assert work.of(fields).typed == ("7", "", "8")


@BOTH_WAYS
def test_a_thousand_fields_are_too_many_or_kept_in_part_but_never_an_error(as_ada, slot, headers):
    reply = as_ada.post(
        slot.get_absolute_url(), {"given": ["1", "2", "3"] * 333, "revision": 0}, headers=headers
    )
    assert reply.status_code in (200, 302)
    assert len(slot_of(slot.attempt).typed) == 999
    assert "It cannot be marked" in as_ada.get(slot.get_absolute_url()).text
    reply = as_ada.post(slot.get_absolute_url(), {"given": ["1"] * 1000, "revision": 1}, headers=headers)
    assert reply.status_code == 400


def test_the_texts_of_many_fields_are_cut_together(as_ada, slot):
    as_ada.post(slot.get_absolute_url(), {"given": ["x" * 15_000] * 3, "revision": 0})
    assert [len(text) for text in slot_of(slot.attempt).typed] == [15_000, 5_000, 0]


@pytest.mark.parametrize("certainty", ["", "0", "4", "x", "-1", "1.5", "३"])
def test_a_certainty_there_is_not_is_none(as_ada, certainty):
    slot = numeric_slot(as_ada, behaviour="deferred_certainty")
    autosave(as_ada, slot, given=["7"], certainty=certainty)
    assert slot_of(slot.attempt).certainty is None


# Every kind in every behaviour.


@pytest.mark.parametrize("temperature", MOST_STATEMENTS)
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_an_answer_of_any_kind_takes_few_statements_in_any_behaviour(as_ada, behaviour, temperature):
    questions = one_of_each_kind()
    given = quiz(
        question_set=next(iter(questions.values())).question_set,
        behaviour=behaviour,
        shuffles_options=False,
        minutes=10,
    )
    attempt = start(as_ada, given)
    counted = {}
    for position, kind in enumerate(questions, 1):
        slot = slot_of(attempt, position)
        as_ada.get(slot.get_absolute_url())
        assert slot.evidence_pane
        if temperature == "cold":
            serving.faces.clear()
            serving.evidence.clear()
        fields = {"given": typed_for(kind, 1), "revision": slot.revision, "certainty": "2"}
        counted[kind] = statements_of(partial(as_ada.post, slot.get_absolute_url(), fields, headers=HTMX))
    *others, last = counted.values()
    most = max(others, key=len)
    assert len(most) <= MOST_STATEMENTS[temperature], "\n".join(most)
    assert len(last) <= MOST_STATEMENTS[temperature] + TO_END, "\n".join(last)
    end(as_ada, attempt)
    assert again(attempt).mark == pytest.approx(len(KINDS) * (2 if given.how.asks_certainty else 1))
    assert Answer.objects.aggregate(all=Sum("credit")) == {"all": pytest.approx(len(KINDS))}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_as_it_was_saved(as_ada, kind):
    question = one_of_each_kind()[kind]
    attempt = start(as_ada, quiz(question_set=question.question_set, shuffles_options=False))
    slot = attempt.slots.with_attempt().get(version=question.current)
    typed = typed_for(kind, 1)
    autosave(as_ada, slot, given=typed)
    assert not slot_of(attempt, slot.position).problem
    page = as_ada.get(slot.get_absolute_url())
    (form,) = html.document_fromstring(page.content.decode()).xpath("//form[@class[contains(., 'ask-form')]]")
    sent_again = [value for name, value in form.form_values() if name == "given"]
    assert slot.task.read(slot.face, sent_again) == slot.task.read(slot.face, typed)


def test_saving_a_second_time_costs_no_more(as_ada, slot):
    kept(slot, "Seven")
    fields = fields_of(slot, "Nine")
    statements = statements_of(lambda: as_ada.post(slot.get_absolute_url(), fields, headers=HTMX))
    assert len(statements) <= MOST_STATEMENTS["warm"], "\n".join(statements)

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from core.models import User
from quizzes.attempts import answered
from quizzes.models import Report, Slot
from quizzes.reports.models import LONGEST, OPEN_AT_MOST
from quizzes.reports.views import TOO_MANY
from tests.conftest import HTMX
from tests.factories import attempt_of, question_set_with

pytestmark = pytest.mark.django_db
SAID = {"reason": "unclear", "text": "Which bridge is meant?"}


@pytest.fixture
def slot(ada) -> Slot:
    """The first question of a practice of Ada's, answered wrongly; two more are open."""
    return answered_slot(ada)


def answered_slot(student: User) -> Slot:
    slot = attempt_of(student).slots.first()
    wrong = next(number for number, option in enumerate(slot.face["options"], 1) if option["text"] == "Three")
    slot.submit(slot.read([str(wrong)]), at=now())
    return slot


def address(slot: Slot, name: str = "report") -> str:
    return reverse(f"reports:{name}", args=[slot.attempt_id, slot.position])


def test_what_is_sent_is_kept_with_the_version_and_the_answer(as_ada, ada, slot):
    response = as_ada.post(address(slot), SAID)
    assert response["Location"] == slot.get_absolute_url()
    report = Report.objects.get()
    assert (report.student, report.slot, report.reason, report.text) == (ada, slot, "unclear", SAID["text"])
    assert "Which bridge is meant?" in as_ada.get(slot.get_absolute_url()).text


def test_with_htmx_the_word_takes_the_place_of_the_form(as_ada, slot):
    form = as_ada.get(address(slot), headers=HTMX).text
    assert "<html" not in form
    assert "What is wrong?" in form
    said = as_ada.post(address(slot), SAID, headers=HTMX).text
    assert "<html" not in said
    assert f'id="report-{slot.pk}"' in said
    assert "Your teachers will look at it." in said


def test_the_feedback_and_the_review_lead_there(as_ada, slot):
    link = f'href="{address(slot)}"'
    assert link in as_ada.get(slot.get_absolute_url()).text
    slot.attempt.finish(at=now())
    review = as_ada.get(reverse("attempts:review", args=[slot.attempt_id])).text
    assert review.count("Something is wrong with this question") == 3


def test_nothing_can_be_said_before_the_answer(as_ada, slot):
    open_slot = slot.attempt.slots.get(position=2)
    assert address(open_slot) not in as_ada.get(open_slot.get_absolute_url()).text
    assert as_ada.get(address(open_slot)).status_code == 404
    assert as_ada.post(address(open_slot), SAID).status_code == 404
    assert not Report.objects.exists()


def test_what_was_never_reached_cannot_be_reported(as_ada, ada, slot):
    attempt = slot.attempt
    type(attempt.quiz).objects.update(is_forward_only=True)
    attempt.finish(at=now())
    assert as_ada.get(address(attempt.slots.get(position=3))).status_code == 404


def test_sent_twice_is_sent_once(as_ada, slot):
    for _ in range(2):
        as_ada.post(address(slot), SAID)
    assert Report.objects.count() == 1


def test_the_store_takes_one_open_report_a_question(ada, slot):
    Report.send(slot, reason="key", text="", at=now())
    with pytest.raises(IntegrityError):
        Report.objects.create(student=ada, slot=slot, reason="key", at=now())


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "Kept?"}, "Nothing is chosen. Choose what is wrong."),
        ({"reason": "hacked", "text": "Kept?"}, "Select a valid choice"),
        ({"reason": "other"}, "Say in a few words what is wrong."),
        ({"reason": "key", "text": "x" * (LONGEST + 1)}, "at most 2000 characters"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_what_cannot_be_taken_is_told_and_keeps_what_was_typed(as_ada, slot, sent, sentence, headers):
    response = as_ada.post(address(slot), sent, headers=headers)
    assert response.status_code == 422
    assert sentence in response.text
    assert sent.get("text", "") in response.text
    assert not Report.objects.exists()


def test_a_hostile_text_is_shown_as_text(as_ada, slot):
    as_ada.post(address(slot), {"reason": "key", "text": "<script>alert(1)</script>"})
    for page in (slot.get_absolute_url(), reverse("reports:overview")):
        assert "<script>alert" not in as_ada.get(page).text
        assert "&lt;script&gt;alert" in as_ada.get(page).text


def test_what_is_open_can_be_taken_back(as_ada, slot):
    as_ada.post(address(slot), SAID)
    response = as_ada.post(address(slot, "withdraw"), headers=HTMX)
    assert "Something is wrong with this question" in response.text
    assert not Report.objects.exists()
    assert as_ada.post(address(slot, "withdraw")).status_code == 302


def test_what_was_answered_is_not_taken_back(as_ada, slot, tom):
    report = Report.send(slot, reason="key", text="", at=now())
    report.answer("mended", "", by=tom, at=now())
    as_ada.post(address(slot, "withdraw"))
    assert Report.objects.count() == 1


def test_after_an_answer_something_else_can_be_said(as_ada, slot, tom):
    Report.send(slot, reason="key", text="", at=now()).answer("mended", "Thank you.", by=tom, at=now())
    assert "Say something else about this question" in as_ada.get(slot.get_absolute_url()).text
    as_ada.post(address(slot), SAID)
    assert Report.objects.count() == 2


def test_the_student_is_told_until_they_looked(as_ada, slot, tom):
    report = Report.send(slot, reason="key", text="", at=now())
    assert "answered what you said" not in as_ada.get("/").text
    report.answer("stands", "The mayor said so.", by=tom, at=now())
    assert "answered what you said" in as_ada.get("/").text
    page = as_ada.get(reverse("reports:overview")).text
    assert "The mayor said so." in page
    assert "new</span>" in page
    assert "answered what you said" not in as_ada.get("/").text
    assert "new</span>" not in as_ada.get(reverse("reports:overview")).text


def test_only_looking_at_it_counts_as_seen(as_ada, slot, tom):
    Report.send(slot, reason="key", text="", at=now()).answer("mended", "", by=tom, at=now())
    as_ada.head(reverse("reports:overview"))
    assert Report.objects.unseen().exists()


def test_what_came_of_it_stands_beside_the_question_and_in_its_review(as_ada, slot, tom):
    Report.send(slot, reason="key", text="", at=now()).answer("stands", "He said seven.", by=tom, at=now())
    assert "He said seven." in as_ada.get(slot.get_absolute_url()).text
    slot.attempt.finish(at=now())
    assert "He said seven." in as_ada.get(reverse("attempts:review", args=[slot.attempt_id])).text


def test_nobody_else_says_or_reads_anything_there(as_eve, ada, slot):
    Report.send(slot, reason="key", text="Ada's words", at=now())
    for name in ("report", "withdraw"):
        assert as_eve.post(address(slot, name), SAID).status_code == 404
    assert as_eve.get(address(slot)).status_code == 404
    assert "Ada's words" not in as_eve.get(reverse("reports:overview")).text
    assert Report.objects.open().count() == 1


def test_there_is_an_end_to_what_is_open(as_ada, ada):
    attempt = attempt_of(ada, question_set_with(OPEN_AT_MOST + 1))
    attempt.finish(at=now())
    for slot in attempt.slots.all():
        response = as_ada.post(address(slot), SAID)
    assert response.status_code == 422
    assert TOO_MANY in response.text
    assert SAID["text"] in response.text
    assert Report.objects.count() == OPEN_AT_MOST


def test_the_way_to_say_something_costs_an_answer_no_query(as_ada, ada, monkeypatch):
    first, second, third, _ = attempt_of(ada, question_set_with(4)).slots.all()
    as_ada.post(first.get_absolute_url(), {"given": "1"}, headers=HTMX)

    def cost(slot: Slot) -> int:
        with CaptureQueriesContext(connection) as queries:
            as_ada.post(slot.get_absolute_url(), {"given": "1"}, headers=HTMX)
        return len(queries)

    with_it = cost(second)
    monkeypatch.setattr(answered, "BESIDE", answered.BESIDE[:1])
    assert with_it == cost(third)


@pytest.mark.parametrize("count", [2, 20])
def test_a_review_with_reports_costs_the_same_however_long(as_ada, ada, count, django_assert_max_num_queries):
    attempt = attempt_of(ada, question_set_with(count))
    attempt.finish(at=now())
    for slot in attempt.slots.all()[: OPEN_AT_MOST - 1]:
        Report.send(slot, reason="key", text="", at=now())
    with django_assert_max_num_queries(9):
        as_ada.get(reverse("attempts:review", args=[attempt.pk]))


def test_an_answer_comes_after_what_it_answers(slot, tom):
    report = Report.send(slot, reason="key", text="", at=now())
    assert report.answer("mended", "First.", by=tom, at=now() + timedelta(hours=1))
    assert not report.answer("stands", "Second.", by=tom, at=now() + timedelta(hours=2))
    assert Report.objects.get().reply == "First."

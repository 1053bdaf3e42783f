from random import Random

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.bank import serving
from quizzes.kinds import single_choice
from quizzes.models import Answer, Attempt, Quiz
from tests.conftest import HTMX
from tests.factories import QuestionFactory, QuestionSetFactory, attempt_of, question_set_with

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 8


def place_of(slot, text: str) -> str:
    """The number beside an option on the page."""
    texts = [option["text"] for option in slot.face["options"]]
    return str(texts.index(text) + 1)


@pytest.fixture
def attempt(ada) -> Attempt:
    return attempt_of(ada)


@pytest.fixture
def slot(attempt):
    return attempt.slots.get(position=1)


def give(client, slot, text: str, revision: int | None = None, **headers):
    fields = {"given": place_of(slot, text)} | ({} if revision is None else {"revision": revision})
    return client.post(slot.get_absolute_url(), fields, headers=headers)


def test_a_right_answer_is_kept_and_its_passage_opens(as_ada, slot):
    page = give(as_ada, slot, "Seven", **HTMX)
    assert "Right." in page.text
    assert "<mark>after seven days</mark>" in page.text
    assert Answer.objects.get(slot=slot).credit == 1


def test_the_feedback_links_into_the_source(as_ada, slot):
    page = give(as_ada, slot, "Three", **HTMX)
    citation = slot.version.citations.get()
    assert citation.get_absolute_url() in page.text
    assert "The Lend Post" in page.text
    assert "passage 2" in page.text


def test_a_wrong_answer_gets_the_feedback_of_its_option_and_the_explanation(as_ada, slot):
    page = give(as_ada, slot, "Nine", **HTMX)
    assert "Not right." in page.text
    assert "On Nine." in page.text
    assert "On Seven." not in page.text
    assert "The mayor spoke of seven days." in page.text


def test_htmx_gets_the_feedback_and_the_step_alone(as_ada, slot):
    page = give(as_ada, slot, "Seven", **HTMX)
    assert page.text.strip().startswith('<div id="feedback"')
    assert '<li id="step-1" class="right now" hx-swap-oob="true">' in page.text
    assert "<html" not in page.text


def test_without_htmx_an_answer_leads_back_to_the_question_with_its_evidence(as_ada, slot):
    page = as_ada.post(slot.get_absolute_url(), {"given": place_of(slot, "Seven")}, follow=True)
    assert page.redirect_chain == [(slot.get_absolute_url(), 302)]
    assert "<mark>after seven days</mark>" in page.text
    assert "<html" in page.text


def test_a_second_answer_does_not_change_the_mark(as_ada, slot):
    first = give(as_ada, slot, "Three", **HTMX)
    second = give(as_ada, slot, "Seven", **HTMX)
    assert "Not right." in second.text
    assert second.text.count("your answer, not right") == first.text.count("your answer, not right") == 1
    assert Answer.objects.get().credit == 0


def test_going_back_to_an_answered_question_shows_the_answer_and_no_form(as_ada, slot):
    give(as_ada, slot, "Three")
    page = as_ada.get(slot.get_absolute_url())
    assert "your answer, not right" in page.text
    assert "ask-form" not in page.text


def test_what_cannot_be_read_is_no_answer_and_stays_typed(as_ada, ada):
    question_set = QuestionSetFactory()
    QuestionFactory(
        question_set=question_set,
        kind="numeric",
        stem="How many days?",
        options=[{"text": "7"}],
        published=True,
    )
    slot = attempt_of(ada, question_set).slots.get()
    page = as_ada.post(slot.get_absolute_url(), {"given": "seven or so"}, headers=HTMX)
    assert page.status_code == 422
    assert 'value="seven or so"' in page.text
    assert "not a number" in page.text
    assert not Answer.objects.exists()


@pytest.mark.parametrize("given", [[], ["9"], ["x"], ["1", "2"], ["\x00"], ["1" * 10_000], ["-1"]])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_hostile_input_gets_a_sentence_and_no_answer(as_ada, slot, given, headers):
    page = as_ada.post(slot.get_absolute_url(), {"given": given}, headers=headers)
    assert page.status_code == 422
    assert 'id="problem" role="alert">' in page.text
    assert not Answer.objects.exists()


def test_nobody_answers_in_someone_elses_attempt(as_eve, slot):
    assert give(as_eve, slot, "Seven").status_code == 404
    assert not Answer.objects.exists()


def test_the_last_answer_finishes_the_attempt(as_ada, attempt):
    for slot in attempt.slots.all():
        assert not attempt.is_finished
        give(as_ada, slot, "Seven")
        attempt.refresh_from_db()
    assert attempt.is_finished
    assert attempt.mark == 3


def test_the_counts_kept_with_the_attempt_equal_its_rows(as_ada, attempt):
    for slot, text in zip(attempt.slots.all(), ["Seven", "Nine"], strict=False):
        give(as_ada, slot, text)
    attempt.refresh_from_db()
    answers = Answer.objects.filter(slot__attempt=attempt)
    assert attempt.answered_count == answers.count() == 2
    assert attempt.mark == sum(answer.credit for answer in answers) == 1


def test_points_weigh_the_mark(as_ada, ada):
    question_set = question_set_with(1, points="2.5")
    attempt = attempt_of(ada, question_set)
    page = give(as_ada, attempt.slots.get(), "Seven", **HTMX)
    attempt.refresh_from_db()
    assert attempt.mark == attempt.points == 2.5
    assert "2½ of 2½ marks" in page.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_after_the_end_is_refused_and_says_so(as_ada, attempt, slot, headers):
    attempt.finish(at=now())
    page = give(as_ada, slot, "Seven", **headers)
    review = reverse("attempts:review", args=[attempt.pk])
    assert page.headers.get("HX-Redirect", page.headers.get("Location")) == review
    assert "was not counted" in as_ada.get(review).text
    assert not Answer.objects.exists()


def test_an_edit_of_the_question_changes_nothing_in_an_attempt(as_ada, slot):
    question = slot.version.question
    question.options.filter(text="Seven").update(is_right=False)
    question.options.filter(text="Nine").update(is_right=True)
    serving.evidence.clear()
    assert "Right." in give(as_ada, slot, "Seven", **HTMX).text


@pytest.mark.parametrize("history", [0, 40])
@pytest.mark.parametrize("is_cold", [True, False])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_costs_at_most_eight_statements_at_any_history(
    as_ada, ada, history, is_cold, headers, settings
):
    question_set = question_set_with(3)
    for _ in range(history):
        attempt_of(ada, question_set).finish(at=now())
    slot = attempt_of(ada, question_set).slots.get(position=2)
    place = place_of(slot, "Seven")
    if is_cold:
        serving.faces.clear()
        serving.evidence.clear()
    else:
        assert slot.evidence
    statements = statements_of(
        lambda: as_ada.post(slot.get_absolute_url(), {"given": place}, headers=headers)
    )
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
    assert Answer.objects.filter(slot=slot).exists()


def statements_of(act) -> list[str]:
    """Every statement the database gets, transaction statements too."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        seen.append(sql[:150])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert act().status_code in (200, 302)
    return seen


# Nothing stands in the way of a kind that a person marks.


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_an_answer_that_a_person_must_mark_is_kept_and_waits(as_ada, ada, behaviour, monkeypatch):
    monkeypatch.setattr(single_choice, "grade", lambda key, given: None)
    quiz = Quiz.objects.create(
        question_set=question_set_with(1, hints="Read on."),
        title="By hand",
        behaviour=behaviour,
        is_offered=True,
    )
    attempt = Attempt.start(ada, quiz, at=now(), chance=Random(7))
    slot = attempt.slots.get()
    give(as_ada, slot, "Seven", revision=0)
    as_ada.post(reverse("attempts:finish", args=[attempt.pk]))
    answer = Answer.objects.get()
    assert (answer.credit, answer.fraction) == (None, None)
    attempt.refresh_from_db()
    assert (attempt.answered_count, attempt.mark) == (1, 0)
    review = as_ada.get(reverse("attempts:review", args=[attempt.pk]))
    assert "Waiting to be marked." in review.text

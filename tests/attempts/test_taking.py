import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from quizzes.models import Attempt, Question
from tests.conftest import HTMX
from tests.factories import QuestionFactory, QuestionSetFactory, attempt_of, question_set_with

pytestmark = pytest.mark.django_db


def begin(client, question_set):
    return client.post(reverse("attempts:practice", args=[question_set.slug]), follow=True)


def test_starting_leads_to_the_first_question(as_ada):
    page = begin(as_ada, question_set_with(3))
    assert "Question 1 of 3" in page.text
    assert Attempt.objects.get().slots.count() == 3


def test_starting_again_goes_on_where_it_was_left(as_ada, ada):
    question_set = question_set_with(3)
    attempt = attempt_of(ada, question_set)
    attempt.slots.get(position=1).submit([attempt.slots.get(position=1).option_order[0]], at=now())
    page = begin(as_ada, question_set)
    assert Attempt.objects.count() == 1
    assert "Question 2 of 3" in page.text


def test_a_set_that_asks_nothing_cannot_be_started(as_ada):
    empty = QuestionSetFactory()
    assert begin(as_ada, empty).status_code == 404
    QuestionFactory(question_set=empty)
    assert begin(as_ada, empty).status_code == 404


def test_drafts_and_retired_questions_are_not_asked(as_ada):
    question_set = question_set_with(2)
    QuestionFactory(question_set=question_set, stem="Still a draft?")
    Question.objects.published().first().retire()
    begin(as_ada, question_set)
    assert Attempt.objects.get().slots.count() == 1


def test_each_slot_keeps_its_option_order(as_ada, ada):
    slot = attempt_of(ada).slots.first()
    pages = [as_ada.get(slot.get_absolute_url()).text for _ in range(3)]
    texts = [option["text"] for option in slot.face["options"]]
    for page in pages:
        places = [page.index(f"<span>{text}</span>") for text in texts]
        assert places == sorted(places)


def test_the_page_never_shows_an_option_id(as_ada, ada):
    slot = attempt_of(ada).slots.get(position=3)
    page = as_ada.get(slot.get_absolute_url()).text
    assert re.findall(r'name="given" value="(\w+)"', page) == ["1", "2", "3"]
    assert not {option["id"] for option in slot.face["options"]} & {"1", "2", "3"}


def test_htmx_gets_the_question_alone(as_ada, ada):
    slot = attempt_of(ada).slots.first()
    page = as_ada.get(slot.get_absolute_url(), headers=HTMX)
    assert "<html" not in page.text
    assert '<section id="question"' in page.text
    assert "HX-Request" in page["Vary"]


def test_the_steps_say_what_became_of_each_question(as_ada, ada):
    attempt = attempt_of(ada)
    slot = attempt.slots.get(position=1)
    right = slot.evidence.key["right"]
    slot.submit(right, at=now())
    page = as_ada.get(attempt.slots.get(position=2).get_absolute_url())
    assert "Question 1, right" in page.text
    assert "Question 3, not answered" in page.text


def test_ending_early_leaves_the_rest_unanswered(as_ada, ada):
    attempt = attempt_of(ada)
    page = as_ada.post(reverse("attempts:finish", args=[attempt.pk]), follow=True)
    assert "0 of 3 marks" in page.text
    assert page.text.count("Not answered.") == 3


def test_ending_twice_keeps_the_first_end(as_ada, ada):
    attempt = attempt_of(ada)
    as_ada.post(reverse("attempts:finish", args=[attempt.pk]))
    first = Attempt.objects.get().finished_at
    as_ada.post(reverse("attempts:finish", args=[attempt.pk]))
    assert Attempt.objects.get().finished_at == first


def test_a_finished_attempt_asks_no_more(as_ada, ada):
    attempt = attempt_of(ada)
    attempt.finish(at=now())
    for url in (attempt.get_absolute_url(), attempt.slots.first().get_absolute_url()):
        page = as_ada.get(url)
        assert page["Location"] == reverse("attempts:review", args=[attempt.pk])


def test_an_open_attempt_has_no_review_yet(as_ada, ada):
    attempt = attempt_of(ada)
    assert as_ada.get(reverse("attempts:review", args=[attempt.pk]))["Location"] == attempt.get_absolute_url()


@pytest.mark.parametrize("size", [3, 30])
def test_showing_a_question_costs_the_same_in_a_long_set(as_ada, ada, size, django_assert_max_num_queries):
    slot = attempt_of(ada, question_set_with(size)).slots.first()
    with django_assert_max_num_queries(5):
        as_ada.get(slot.get_absolute_url())


def test_typing_survives_an_expired_session(client, ada, as_ada):
    question_set = QuestionSetFactory()
    QuestionFactory(
        question_set=question_set,
        kind="short_text",
        stem="Which river?",
        options=[{"text": "Lend"}],
        published=True,
    )
    slot = attempt_of(ada, question_set).slots.get()
    url = slot.get_absolute_url()
    refused = client.post(url, {"given": "the Lend, I think"}, headers={"Referer": f"http://testserver{url}"})
    assert refused.status_code == 403
    assert "What you typed is kept." in refused.text
    kept = {name: refused.context[name] for name in ("next", "kept_path", "kept_fields")}
    ada.set_password("a long password for tests")
    ada.save()
    page = client.post(
        reverse("login"), kept | {"username": "ada", "password": "a long password for tests"}, follow=True
    )
    assert page.redirect_chain[-1][0] == url
    assert 'value="the Lend, I think"' in page.text
    assert "Your answer is as you left it" in page.text
    assert 'value="the Lend, I think"' not in client.get(url).text


def test_htmx_gets_a_fragment_that_keeps_what_was_typed(client, ada):
    url = attempt_of(ada).slots.first().get_absolute_url()
    page = client.post(
        url,
        {"given": "2"},
        headers=HTMX | {"HX-Target": "feedback", "HX-Current-URL": f"http://testserver{url}"},
    )
    assert page.status_code == 403
    assert page.text.strip().startswith('<section id="feedback"')
    assert 'name="kept_fields" value="given=2"' in page.text
    assert f'name="next" value="{url}"' in page.text
    assert "<html" not in page.text


def test_the_page_to_return_to_is_one_of_ours(client, ada):
    url = attempt_of(ada).slots.first().get_absolute_url()
    page = client.post(url, {"given": "2"}, headers={"Referer": "https://evil.example/attempts/1/"})
    assert page.context["next"] == "/"


def test_the_order_of_options_changes_from_attempt_to_attempt_and_from_student_to_student(as_ada, as_eve):
    question_set = question_set_with(1, options=[(f"Option {number}", number == 0) for number in range(8)])
    orders = set()
    for client in (as_ada, as_eve) * 3:
        begin(client, question_set)
        attempt = Attempt.objects.open().get()
        orders.add(tuple(attempt.slots.get().option_order))
        attempt.finish(at=now())
    assert len(orders) == 6

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.templatetags.writing import inline_markdown, markdown, marks
from quizzes.models import QuestionSet
from tests.conftest import HTMX
from tests.factories import ArticleFactory, attempt_of, question_set_with

pytestmark = pytest.mark.django_db


def test_every_page_carries_the_content_policy_and_is_kept_by_no_cache(as_ada):
    page = as_ada.get("/")
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Frame-Options"] == "DENY"


def test_a_missing_page_says_so_kindly(as_ada):
    page = as_ada.get("/nowhere/")
    assert page.status_code == 404
    assert "There is nothing here." in page.text


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    slot = attempt_of(ada).slots.first()
    page = client.post(slot.get_absolute_url(), {"given": "1"}, headers=HTMX)
    assert page.status_code == 403
    assert "grown too old" in page.text
    assert page["HX-Reswap"] == "none"


def test_after_signing_in_elsewhere_an_open_page_gets_a_token_that_works(ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    slot = attempt_of(ada).slots.first()
    client.get(slot.get_absolute_url())
    stale = {"given": "1", "csrfmiddlewaretoken": "a" * 64}
    refused = client.post(slot.get_absolute_url(), stale, headers=HTMX)
    assert refused.status_code == 403
    fresh = json.loads(refused["HX-Trigger"])["freshtoken"]["token"]
    answered = client.post(slot.get_absolute_url(), stale | {"csrfmiddlewaretoken": fresh}, headers=HTMX)
    assert answered.status_code == 200


def test_a_broken_page_says_that_what_was_saved_is_safe(as_ada, monkeypatch):
    as_ada.raise_request_exception = False
    monkeypatch.setattr("quizzes.home.QuestionSet.objects", None)
    page = as_ada.get("/")
    assert page.status_code == 500
    assert "What you had saved is safe." in page.text


def test_healthz_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get(reverse("healthz")).text == "ok\n"


def test_a_visitor_sees_what_this_is_and_a_question_to_try(client):
    question_set_with(1, is_sample=True)
    page = client.get("/")
    assert "Every answer shows its evidence." in page.text
    assert "Check" in page.text


def test_a_visitors_answer_opens_the_passage_and_is_not_stored(client, django_assert_max_num_queries):
    question_set_with(1, is_sample=True)
    client.get("/")
    # SQLite is asked once a process whether it knows JSON.
    assert connection.features.supports_json_field
    with django_assert_max_num_queries(3):
        page = client.post(reverse("sample"), {"given": "2"}, headers=HTMX)
    assert "<mark>after seven days</mark>" in page.text
    assert "Right." in page.text
    assert page.text.strip().startswith('<section id="sample"')


def test_without_htmx_a_visitor_gets_the_whole_page_with_the_passage(client):
    question_set_with(1, is_sample=True)
    page = client.post(reverse("sample"), {"given": "1"})
    assert "Not right." in page.text
    assert "<mark>after seven days</mark>" in page.text
    assert "<html" in page.text


def test_an_article_described_anew_is_told_anew_at_once(as_ada, ada):
    """What is told of an article is not kept by a process, even where its passages are."""
    attempt = attempt_of(ada, question_set_with(1))
    slot = attempt.slots.get()
    as_ada.post(slot.get_absolute_url(), {"given": "1"})
    article = slot.version.citations.get().passage.revision.article
    assert article.title in as_ada.get(slot.get_absolute_url()).text
    article.title = "The bridge, corrected"
    article.save()
    assert "The bridge, corrected" in as_ada.get(slot.get_absolute_url()).text


def test_a_library_of_one_article_without_questions_has_no_sets(as_ada):
    ArticleFactory()
    assert "No question set is open yet." in as_ada.get("/").text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*seven*", "<em>seven</em>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b onclick=x>b</b>", "&lt;b onclick=x&gt;b&lt;/b&gt;"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_written_text_is_shown_safely(typed, shown):
    assert inline_markdown(typed) == shown
    assert markdown(typed) == f"<p>{shown}</p>"


@pytest.mark.parametrize("shown", [inline_markdown, markdown])
def test_a_stored_row_is_shown_with_the_words_it_has_now(shown):
    assert "before" in shown(QuestionSet(pk=1, title="*before*"))
    assert "after" in shown(QuestionSet(pk=1, title="*after*"))


def test_links_lead_out_safely():
    assert "<a" not in markdown("[x](javascript:alert(1))")
    assert 'href="https://example.org"' in markdown("[x](https://example.org)")
    assert "noopener" in markdown("[x](https://example.org)")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1, "1"),
        (4.5, "4½"),
        (0.5, "½"),
        (1 / 3, "0.33"),
        (12.25, "12.25"),
        (10, "10"),
        (-6, "−6"),
        (-2.5, "−2½"),
        (-0.001, "0"),
    ],
)
def test_marks_are_written_as_people_write_them(value, written):
    assert marks(value) == written

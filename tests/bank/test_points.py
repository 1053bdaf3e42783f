"""Points on which sources differ: their pages, what shows after an answer, the desk, and publishing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from quizzes.articles.models import Article
from quizzes.bank import serving
from quizzes.bank.points import Point, Side, SidePassage, witness_count
from quizzes.bank.publishing import publish, unnamed_source
from quizzes.models import Quiz
from tests.attempts.quizzes import TO_END, place_of, start
from tests.conftest import HTMX
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    attempt_of,
    passage,
    point,
    question_set_with,
)

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 8


@pytest.fixture
def report() -> Article:
    return ArticleFactory(short_name="Lend Post story")


@pytest.fixture
def rival() -> Article:
    return ArticleFactory(short_name="Harbour News", sentences=("The mayor spoke of nine days.",))


@pytest.fixture
def bridge(report, rival) -> Point:
    return point(
        {
            "Seven days": [(passage(report, 2), "after seven days")],
            "Nine days": [(passage(rival, 1), "nine days")],
        }
    )


@pytest.fixture
def slot(ada, report, bridge):
    """Ada is asked what the report says."""
    question = QuestionFactory(
        question_set=QuestionSetFactory(),
        cites=[(passage(report, 2), "after seven days")],
        point=bridge,
        published=True,
    )
    return attempt_of(ada, question.question_set).slots.get()


def answer(client, slot, text: str = "Seven", headers: dict | None = None):
    return client.post(slot.get_absolute_url(), {"given": place_of(slot, text)}, headers=headers or HTMX)


# The pages.


def test_every_point_is_listed_under_its_topic_with_its_sides(as_ada, bridge):
    page = as_ada.get(reverse("bank:points"))
    for told in (bridge.question, "Seven days", "Nine days", "The articles leave it open"):
        assert told in page.text
    assert bridge.get_absolute_url() in page.text


def test_without_points_the_page_says_so(as_ada):
    assert "No point of disagreement is recorded yet." in as_ada.get(reverse("bank:points")).text


def test_a_point_shows_its_sides_with_their_words_marked_and_what_to_conclude(as_ada, bridge, rival):
    page = as_ada.get(bridge.get_absolute_url()).text
    assert re.findall("<mark>(.*?)</mark>", page.partition("<main")[2]) == ["after seven days", "nine days"]
    assert "Seven days, on balance." in page
    assert passage(rival, 1).get_absolute_url() in page


def test_articles_that_go_back_to_one_another_are_one_witness(as_ada, report, rival):
    retold = ArticleFactory(short_name="Retold", goes_back_to=report)
    made = point(
        {
            "Seven days": [(passage(one, 2), "after seven days") for one in (report, retold)],
            "Nine days": [(passage(rival, 1), "nine days")],
        }
    )
    assert witness_count([report, retold]) == 1
    assert witness_count([report, retold, rival]) == 2
    page = as_ada.get(made.get_absolute_url()).text
    assert page.count("1 independent source") == 2
    assert "goes back to Lend Post story: one witness with it" in page


def test_a_point_costs_the_same_with_many_passages(as_ada, report, django_assert_max_num_queries):
    many = [(passage(ArticleFactory(), 2), "after seven days") for _ in range(12)]
    made = point({"Seven": many[:6], "Nine": many[6:]})
    with django_assert_max_num_queries(8):
        as_ada.get(made.get_absolute_url())


def test_a_closed_book_shuts_the_points_too(as_ada, bridge):
    start(
        as_ada,
        Quiz.objects.create(
            question_set=question_set_with(1), title="Closed", is_open_book=False, is_offered=True
        ),
    )
    for url in (reverse("bank:points"), bridge.get_absolute_url()):
        page = as_ada.get(url)
        assert page.status_code == 403
        assert "“Closed” is a closed-book quiz" in page.text


# After the answer.


def test_the_other_sides_show_after_the_answer_and_not_before(as_ada, slot, bridge):
    assert "say otherwise" not in as_ada.get(slot.get_absolute_url()).text
    page = answer(as_ada, slot).text
    told = page.partition("Other sources say otherwise")[2]
    assert "Nine days" in told
    assert "<mark>nine days</mark>" in told
    assert "Seven days" not in told
    assert bridge.get_absolute_url() in told


def test_the_review_tells_of_the_other_sides(as_ada, slot):
    answer(as_ada, slot)
    page = as_ada.get(reverse("attempts:review", args=[slot.attempt_id])).text
    assert re.search(r"Other sources say otherwise</a>:\s+Nine days", page)


def test_a_passage_that_is_cited_already_is_not_shown_twice(ada, as_ada, report, rival, bridge):
    question = QuestionFactory(
        question_set=QuestionSetFactory(),
        cites=[(passage(report, 2), "after seven days"), (passage(rival, 1), "nine days")],
        point=bridge,
    )
    question.draft_citations.filter(quote="nine days").update(stance="contradicts")
    publish(question, at=now())
    page = answer(as_ada, attempt_of(ada, question.question_set).slots.get()).text
    assert page.count("<mark>nine days</mark>") == 1
    assert "Nine days" in page.partition("Other sources say otherwise")[2]


def test_a_changed_side_shows_at_once(as_ada, slot, bridge):
    answer(as_ada, slot)
    Side.objects.filter(says="Nine days").update(says="Over a week")
    bridge.save()
    assert "Over a week" in as_ada.get(slot.get_absolute_url()).text


@pytest.mark.parametrize("is_cold", [True, False])
def test_an_answer_on_a_point_costs_no_query_more(as_ada, slot, is_cold):
    fields = {"given": place_of(slot, "Seven")}
    as_ada.get(slot.get_absolute_url())
    if is_cold:
        serving.faces.clear()
        serving.evidence.clear()
    with CaptureQueriesContext(connection) as asked:
        page = as_ada.post(slot.get_absolute_url(), fields, headers=HTMX)
    assert "Nine days" in page.text
    assert len(asked) <= MOST_STATEMENTS + TO_END


# Publishing, and the desk.


def test_publishing_warns_when_sources_differ_and_the_stem_names_none(as_tom, bridge, report):
    question = QuestionFactory(cites=[(passage(report, 2), "after seven days")], point=bridge)
    assert unnamed_source(question).startswith("Sources differ on “How long was it closed?”")
    page = as_tom.post(
        reverse("admin:quizzes_question_changelist"),
        {"action": "publish", "_selected_action": question.pk},
        follow=True,
    )
    assert "according to the Lend Post story" in page.text


def test_a_stem_that_names_its_source_needs_no_warning(bridge, report):
    question = QuestionFactory(
        stem="After how many days, according to the Lend Post story?",
        cites=[(passage(report, 2), "after seven days")],
        point=bridge,
    )
    assert unnamed_source(question) is None
    question.point = None
    question.stem = "After how many days?"
    assert unnamed_source(question) is None


def test_a_teacher_adds_words_to_a_side_and_wrong_ones_are_refused(as_tom, bridge, rival):
    side = bridge.sides.get(says="Nine days")
    url = reverse("admin:quizzes_side_change", args=[side.pk])
    fields = {
        "says": "Nine days",
        "passages-TOTAL_FORMS": "1",
        "passages-INITIAL_FORMS": "0",
        "passages-0-passage": passage(rival, 1).pk,
        "passages-0-position": "",
    }
    refused = as_tom.post(url, fields | {"passages-0-quote": "ten days"})
    assert "These words do not stand in that passage." in refused.text
    assert side.passages.count() == 1
    assert as_tom.post(url, fields | {"passages-0-quote": "The mayor"}).status_code == 302
    assert SidePassage.objects.get(quote="The mayor").start == 0
    edited = Point.objects.get(pk=bridge.pk).edited_at
    assert edited > bridge.edited_at

"""The page of a set: how its questions are answered, which of its passages are misread."""

from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from quizzes.attempts.models import Attempt
from quizzes.models import Question, QuestionSet, Quiz
from tests.attempts.quizzes import answer
from tests.conftest import HTMX, signed_in
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    passage,
    question_set_with,
)
from tests.progress.tallied import on_version

pytestmark = pytest.mark.django_db


def address(question_set: QuestionSet, query: str = "") -> str:
    return reverse("progress:set", args=[question_set.slug]) + query


def page(client: Client, question_set: QuestionSet, query: str = "") -> html.HtmlElement:
    response = client.get(address(question_set, query))
    assert response.status_code == 200
    return html.document_fromstring(response.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\N{NO-BREAK SPACE}", " ").split())


def bars(found: html.HtmlElement, name: str = "questions") -> list[str]:
    return [words(one) for one in found.xpath(f"//figure[@id='{name}']//ul[@class='bars-rows']/li")]


def section(found: html.HtmlElement, name: str) -> str:
    return " ".join(words(one) for one in found.xpath(f"//section[@aria-labelledby='{name}']"))


def asked(question_set: QuestionSet, stem: str, *tally: float, **fields) -> Question:
    """A published question, with so many answers that earned so much."""
    question = QuestionFactory(question_set=question_set, stem=stem, published=True, **fields)
    if tally:
        on_version(question, *tally)
    return question


@pytest.fixture
def bridge() -> QuestionSet:
    made = QuestionSetFactory(title="The bridge", slug="bridge")
    asked(made, "How long?", 40, 36, topic=TopicFactory(name="Dates"))
    asked(made, "How wide?", topic=TopicFactory(name="Sizes"))
    asked(made, "Which river?", 10, 2, topic=TopicFactory(name="Places"))
    return made


# Whose page it is.


def test_it_is_for_who_may_author_alone(bridge, as_tom, as_ada, host):
    assert [client.get(address(bridge)).status_code for client in (as_tom, signed_in(host), as_ada)] == [
        200,
        200,
        404,
    ]


def test_it_is_the_same_page_when_htmx_asks(bridge, as_tom):
    assert "<h1>Progress on The bridge</h1>" in as_tom.get(address(bridge), headers=HTMX).text


# Questions and topics.


def test_the_hardest_question_comes_first_and_what_nobody_answered_last(bridge, as_tom):
    first, second, third = bars(page(as_tom, bridge))
    assert first == "3. Which river? Places 20 %, 10 answers"
    assert second == "1. How long? Dates · Very easy. 90 %, 40 answers"
    assert third == "2. How wide? Sizes no answers yet"


def reading(found: html.HtmlElement, name: str) -> str:
    return words(found.get_element_by_id(f"{name}-reading"))


def test_the_hardest_is_named_only_where_its_band_lies_below_all_others(bridge, as_tom):
    found = page(as_tom, bridge)
    assert reading(found, "questions") == "Hardest is question 3: students earned 20 % of its credit."
    assert reading(found, "topics") == "Least is earned on Places: 20 % of the credit."
    asked(bridge, "How often?", 10, 3, topic=TopicFactory(name="Days"))
    found = page(as_tom, bridge)
    assert reading(found, "questions") == (
        "Question 3 is among the hardest: students earned 20 % of its credit."
    )
    assert (
        reading(found, "topics") == "Places is among the topics on which least is earned: 20 % of the credit."
    )


def test_topics_and_quizzes_stand_as_people_count(as_tom):
    made = QuestionSetFactory()
    for number in (10, 2, 1):
        asked(made, f"What in week {number}?", topic=TopicFactory(name=f"Week {number}"))
        Quiz.objects.create(question_set=made, title=f"Test {number}")
    found = page(as_tom, made)
    assert [one.split(" 1 question")[0] for one in bars(found, "topics")] == ["Week 1", "Week 2", "Week 10"]
    assert section(found, "quizzes").endswith("Test 1Test 2Test 10")


def test_it_can_be_read_in_the_order_of_the_set(bridge, as_tom):
    assert [one[:2] for one in bars(page(as_tom, bridge, "?order=set"))] == ["1.", "2.", "3."]
    assert [one[:2] for one in bars(page(as_tom, bridge, "?order=nonsense"))] == ["3.", "1.", "2."]


def test_of_few_answers_no_verdict_is_given(bridge, as_tom):
    hardest, easy, _ = bars(page(as_tom, bridge))
    assert "easy" in easy
    assert "ifficult" not in hardest


def test_topics_sum_their_questions_each_answer_counting_the_same(bridge, as_tom):
    asked(bridge, "How often?", 10, 0, topic=TopicFactory(name="Dates"))
    assert "Dates 2 questions 72 %, 50 answers" in bars(page(as_tom, bridge), "topics")


def test_every_question_and_every_quiz_leads_to_its_analysis(bridge, as_tom):
    quiz = Quiz.objects.create(question_set=bridge, title="The bridge, as a test")
    found = page(as_tom, bridge)
    for name, pk in [("quiz", quiz.pk), *(("question", one.pk) for one in bridge.questions.all())]:
        assert found.xpath(f"//a[@href='{reverse(f'progress:{name}', args=[pk])}']")


def test_passages_that_are_misread_in_this_set_are_told(as_tom):
    article = ArticleFactory(short_name="Post story")
    here, elsewhere = QuestionSetFactory(), QuestionSetFactory()
    asked(here, "When?", 4, 1, cites=[(passage(article, 2), "after seven days")])
    asked(elsewhere, "Where?", 4, 0, cites=[(passage(article, 1), "on Monday")])
    told = section(page(as_tom, here), "passages")
    assert "Post story, passage 2" in told
    assert "75 % of the credit lost in 4 answers, by: When?" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "passage 1" not in told


def test_answers_of_students_come_in_at_once_and_those_of_teachers_never(as_tom, ada, tom):
    question_set = question_set_with(1)
    for person, text in ((ada, "Seven"), (tom, "Three")):
        attempt = Attempt.start(person, Quiz.practice(question_set), at=now(), chance=Random(7))
        answer(attempt.slots.get(), text)
    (told,) = bars(page(as_tom, question_set))
    assert told.endswith("100 %, 1 answer")


def test_a_set_without_published_questions_says_so(as_tom):
    found = page(as_tom, QuestionSetFactory())
    assert "No question of this set is published yet" in words(found)
    assert not found.xpath("//figure")


def test_without_answers_nothing_is_hardest(as_tom):
    found = page(as_tom, question_set_with(2))
    assert "Nobody has answered any of them yet." in words(found)


# Ways in, and how much it asks of the database.


def test_a_teacher_finds_it_on_the_page_of_the_set_and_a_student_does_not(bridge, as_tom, as_ada):
    link = f'href="{address(bridge)}"'
    assert link in as_tom.get(bridge.get_absolute_url()).text
    assert link not in as_ada.get(bridge.get_absolute_url()).text


def test_it_asks_as_little_for_many_questions_as_for_few(as_tom):
    counts = []
    for size in (2, 12):
        made = question_set_with(size)
        for question in made.questions.all():
            on_version(question, 9, 4)
        with CaptureQueriesContext(connection) as captured:
            page(as_tom, made)
        counts.append(len(captured))
    assert counts[0] == counts[1] < 15

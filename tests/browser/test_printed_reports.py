"""Reports on paper: clean pages, whole figures, and nothing on them that only a screen can do."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from quizzes.models import CertaintyTally, Question, QuestionTally, Quiz, Topic, TopicTally
from tests.browser.assigned import give, history, report_on
from tests.browser.world import SET, World
from tests.factories import TopicFactory

A4 = {"width": 794, "height": 1123}
# What is left of it between the margins.
SHEET = {"width": 665, "height": 1000}


def busy(world: World) -> None:
    """Ada has answered on every topic for half a year, and her class was given a dozen quizzes."""
    monday = now().date() - timedelta(days=now().weekday())
    TopicTally.objects.bulk_create(
        TopicTally(
            student=world.ada, topic=topic, week=monday - timedelta(weeks=ago), answers=5, credit=3 * 10**7
        )
        for topic in Topic.objects.all()
        for ago in range(26)
    )
    QuestionTally.objects.bulk_create(
        QuestionTally(student=world.ada, question=question, answers=4, credit=10**7)
        for question in Question.objects.published()[:20]
    )
    for certainty in (1, 2, 3):
        CertaintyTally.objects.create(student=world.ada, certainty=certainty, answers=20, right=5 * certainty)
    classroom, given = history(world), Quiz.objects.get(library_name="with-hints")
    for number in range(12):
        quiz = Quiz.objects.create(question_set=given.question_set, title=f"{SET}, the quiz number {number}")
        give(classroom, quiz=quiz, due_at=now() + timedelta(days=number))


def pages_of(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, format="A4")))


def test_a_report_on_a_busy_student_takes_two_pages(opened, ada, tom, watch):
    world = World(ada, watch)
    busy(world)
    page = opened(tom)
    page.goto(report_on(world, "ada"))
    expect(page.locator("figure.chart")).to_have_count(3)
    assert pages_of(page) == 2


def test_a_students_own_report_takes_two_pages(opened, ada, tom, watch):
    busy(World(ada, watch))
    page = opened(ada)
    page.goto("/progress/report/")
    expect(page.locator("figure.chart")).to_have_count(3)
    assert pages_of(page) <= 2


def test_on_paper_stand_the_class_and_the_day_and_nothing_to_press(opened, ada, tom, watch):
    world = World(ada, watch)
    busy(world)
    page = opened(tom, viewport=A4)
    page.goto(report_on(world, "ada"))
    expect(page.locator(".printed-head")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".printed-head")).to_contain_text("History 9b")
    expect(page.locator(".printed-head")).to_contain_text(str(now().year))
    for gone in ("header.top", "main nav", "main button", "main form", "summary", ".no-print"):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    # The weeks as a table, though nobody opened it; and where a passage is found.
    expect(page.locator(".lines table")).to_be_visible()
    expect(page.locator(".passages-told li").first).to_contain_text("/sources/")


@pytest.mark.parametrize("count", [6, 10, 30])
def test_on_paper_no_topic_of_a_class_is_cut_off(opened, ada, tom, watch, count):
    world = World(ada, watch)
    classroom = history(world)
    topics = [TopicFactory(name=f"The talks, part {number}") for number in range(count)]
    monday = now().date() - timedelta(days=now().weekday())
    TopicTally.objects.bulk_create(
        TopicTally(student=world.ada, topic=topic, week=monday, answers=5, credit=5 * 10**7)
        for topic in topics
    )
    page = opened(tom, viewport=SHEET)
    page.emulate_media(media="print")
    page.goto(reverse("progress:classroom", args=[classroom.pk]))
    tables = [one.bounding_box() for one in page.locator("table.grid:visible").all()]
    assert len(tables) == -(-count // 8)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= SHEET["width"] for box in tables)
    heads = page.locator("table.grid:visible thead th").all_inner_texts()
    assert sorted(heads) == sorted([*(topic.name for topic in topics), *["Student"] * len(tables)])


def test_on_the_screen_no_address_is_spelt_out(opened, ada, tom, watch):
    world = World(ada, watch)
    busy(world)
    page = opened(tom)
    page.goto(report_on(world, "ada"))
    expect(page.locator(".passages-told li")).to_have_count(5)
    for one in page.locator(".printed-only").all():
        expect(one).to_be_hidden()

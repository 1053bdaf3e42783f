"""Where things stand on a page, what a page weighs, and what it does with more than it was drawn for."""

from random import Random
from urllib.parse import urlsplit

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, Request

from quizzes.models import Article, Attempt, QuestionSet, Quiz
from tests.browser.acts import check, give_an_answer
from tests.browser.faults import NARROW, accessibility, sideways
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, UserFactory, passage

HEAVIEST = 35_000
LONG_WORD = "Donau" * 40
LONG_NAME = "z" * 150


@pytest.fixture
def attempt(ada) -> Attempt:
    quiz = Quiz.practice(QuestionSet.objects.get(slug="week-of-talks"))
    return Attempt.start(ada, quiz, at=now(), chance=Random(7))


def test_on_a_narrow_page_the_passage_stands_between_the_verdict_and_next(attempt, opened, ada):
    page = opened(ada, viewport=NARROW)
    for slot in attempt.slots.all():
        page.goto(slot.get_absolute_url())
        give_an_answer(page)
        check(page)
        verdict, mark, following = (
            page.locator(part).first.bounding_box() for part in (".verdict", ".evidence mark", "[data-key=n]")
        )
        assert verdict["y"] + verdict["height"] <= mark["y"]
        assert mark["y"] + mark["height"] <= following["y"]


def test_the_page_of_a_question_weighs_less_than_35_kilobytes(attempt, opened, ada, pytestconfig):
    page = opened(ada)
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(attempt.slots.first().get_absolute_url(), wait_until="networkidle")
    shown = weights(requests)
    requests.clear()
    give_an_answer(page)
    check(page)
    page.wait_for_load_state("networkidle")
    answered = weights(requests)
    tell(pytestconfig, f"a question: {shown}; its answer: {answered}")
    assert {"document", "script", "stylesheet"} == set(shown)
    assert sum(shown.values()) + sum(answered.values()) < HEAVIEST


def weights(requests: list[Request]) -> dict[str, int]:
    """Bytes on the wire by sort, all of them compressed."""
    found: dict[str, int] = {}
    for request in requests:
        answer = request.response()
        if request.resource_type in ("document", "script", "stylesheet", "xhr"):
            assert answer.headers.get("content-encoding") == "gzip", urlsplit(request.url).path
            size = request.sizes()["responseBodySize"]
            found[request.resource_type] = found.get(request.resource_type, 0) + size
    return found


def tell(config: pytest.Config, sentence: str) -> None:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reporter.ensure_newline()
    reporter.write_line(sentence)


def test_long_words_twenty_options_and_sixty_questions_fit_a_narrow_page(opened):
    zoe = UserFactory(username=LONG_NAME)
    attempt = overlong_attempt(zoe)
    page = opened(zoe, viewport=NARROW, reduced_motion="reduce")
    slot = attempt.slots.first()
    for address in ("/", slot.attempt.quiz.question_set.get_absolute_url(), slot.get_absolute_url()):
        page.goto(address)
        assert_fits(page)
    assert page.locator(".steps li").count() == 60
    give_an_answer(page)
    check(page)
    assert_fits(page)
    attempt.finish(at=now())
    for address in (
        f"{attempt.get_absolute_url()}review/",
        "/sources/",
        Article.objects.get(title=LONG_WORD).get_absolute_url(),
    ):
        page.goto(address)
        assert_fits(page)


def overlong_attempt(student) -> Attempt:
    article = ArticleFactory(title=LONG_WORD, publisher=LONG_WORD, sentences=[f"{LONG_WORD} opened."])
    question_set = QuestionSetFactory(title=LONG_WORD, description=LONG_WORD)
    options = [(f"{LONG_WORD} {number}", number == 1) for number in range(20)]
    question = QuestionFactory(
        question_set=question_set,
        stem=LONG_WORD,
        options=options,
        cites=[(passage(article), LONG_WORD)],
        published=True,
    )
    quiz = Quiz.objects.create(question_set=question_set, title=LONG_WORD)
    return Attempt.given(student, quiz, [question.current] * 60, at=now(), chance=Random(7))


def assert_fits(page: Page) -> None:
    assert not sideways(page) + accessibility(page), page.url

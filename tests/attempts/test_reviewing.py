import pytest
from django.urls import reverse
from django.utils.timezone import now

from quizzes.bank import serving
from quizzes.models import Attempt, Question, QuestionSet
from tests.conftest import without_token
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    attempt_of,
    passage,
    question_set_with,
)

pytestmark = pytest.mark.django_db


def answered(attempt: Attempt, *are_right: bool) -> Attempt:
    """The attempt with its first answers right or wrong, then ended."""
    for slot, is_right in zip(attempt.slots.order_by("position"), are_right, strict=False):
        right = slot.evidence.key["right"]
        slot.submit(right if is_right else [next(i for i in slot.option_order if i not in right)], at=now())
    attempt.finish(at=now())
    return attempt


def review(client, attempt):
    return client.get(reverse("attempts:review", args=[attempt.pk]))


def test_every_question_stands_there_with_its_passage(as_ada, ada):
    page = review(as_ada, answered(attempt_of(ada), True, False))
    assert page.text.count("<mark>after seven days</mark>") == 3
    assert page.text.count("your answer, right") == 1
    assert page.text.count("your answer, not right") == 1
    assert "1 of 3 marks" in page.text


def test_the_score_is_told_by_article_and_by_topic(as_ada, ada):
    bridge, tunnel = ArticleFactory(title="Bridge", short_name="Bridge"), ArticleFactory(short_name="Tunnel")
    question_set = QuestionSetFactory()
    for article, topic in [(bridge, "Days"), (tunnel, "Days"), (tunnel, "Shops")]:
        QuestionFactory(
            question_set=question_set,
            topic__name=topic,
            cites=[(passage(article, 2), "after seven days")],
            published=True,
        )
    page = review(as_ada, answered(attempt_of(ada, question_set), True, False, True))
    told = {
        score.heading: (score.mark, score.points)
        for score in page.context["by_article"] + page.context["by_topic"]
    }
    assert told == {"Bridge": (1, 1), "Tunnel": (1, 2), "Days": (1, 2), "Shops": (1, 1)}


def test_the_ones_missed_are_asked_again_and_no_others(as_ada, ada):
    attempt = answered(attempt_of(ada), True, False)
    page = as_ada.post(reverse("attempts:missed", args=[attempt.pk]), follow=True)
    again = Attempt.objects.get(repeats=attempt)
    missed = attempt.slots.filter(position__gt=1).values_list("version", flat=True)
    assert list(again.slots.values_list("version", flat=True)) == list(missed)
    assert "what was missed" in page.text


def test_asking_for_the_missed_ones_twice_gives_one_attempt(as_ada, ada):
    attempt = answered(attempt_of(ada), False)
    for _ in range(2):
        as_ada.post(reverse("attempts:missed", args=[attempt.pk]))
    assert Attempt.objects.filter(repeats=attempt).count() == 1


def test_when_everything_was_right_there_is_nothing_to_ask_again(as_ada, ada):
    attempt = answered(attempt_of(ada, question_set_with(1)), True)
    assert "Practise the ones I missed" not in review(as_ada, attempt).text
    page = as_ada.post(reverse("attempts:missed", args=[attempt.pk]), follow=True)
    assert "Nothing was missed" in page.text
    assert not Attempt.objects.filter(repeats=attempt).exists()


def test_the_missed_ones_can_be_practised_while_the_set_is_open_again(as_ada, ada):
    question_set = question_set_with(2)
    attempt = answered(attempt_of(ada, question_set), False)
    attempt_of(ada, question_set)
    as_ada.post(reverse("attempts:missed", args=[attempt.pk]))
    assert ada.attempts.open().count() == 2


def test_an_edited_question_is_reviewed_as_it_was_asked(as_ada, ada):
    attempt = answered(attempt_of(ada), True)
    before = without_token(review(as_ada, attempt).content)
    Question.objects.update(stem="Something else?", explanation="Another reason.")
    serving.faces.clear()
    serving.evidence.clear()
    assert without_token(review(as_ada, attempt).content) == before


@pytest.mark.parametrize("is_cold", [True, False])
@pytest.mark.parametrize("size", [2, 25])
def test_a_review_costs_the_same_however_long(as_ada, ada, size, is_cold, django_assert_max_num_queries):
    attempt = answered(attempt_of(ada, question_set_with(size)), True, False)
    if is_cold:
        serving.faces.clear()
        serving.evidence.clear()
    with django_assert_max_num_queries(9):
        review(as_ada, attempt)


def test_nobody_reviews_someone_elses_attempt(as_eve, ada):
    attempt = answered(attempt_of(ada), True)
    assert review(as_eve, attempt).status_code == 404
    assert as_eve.post(reverse("attempts:missed", args=[attempt.pk])).status_code == 404


def test_a_set_tells_how_one_stands(as_ada, ada):
    question_set = question_set_with(2)
    url = question_set.get_absolute_url()
    assert "Start practising" in as_ada.get(url).text
    attempt = attempt_of(ada, question_set)
    assert "Go on" in as_ada.get(url).text
    answered(attempt, True, False)
    assert "1 of 2" in as_ada.get(url).text
    assert QuestionSet.objects.count() == 1


def test_home_says_what_is_waiting(as_ada, ada):
    attempt = attempt_of(ada)
    assert "0 of 3 answered, nothing is lost" in as_ada.get("/").text
    answered(attempt, True)
    assert "1 of 3 marks" in as_ada.get("/").text

import pytest
from django.utils.timezone import now

from quizzes.articles.models import Article
from quizzes.bank.publishing import publish
from quizzes.models import DraftCitation, Question
from quizzes.progress.passages import Costly, costly
from quizzes.progress.students.own_tallies import Did
from tests.factories import ArticleFactory, QuestionFactory, body, passage

pytestmark = pytest.mark.django_db
SENTENCES = ("The council closed the bridge.", "It would open after seven days.", "Two shops lost customers.")
NEW = ("A new beginning.", *SENTENCES)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", sentences=SENTENCES)


def ask(*cited) -> Question:
    return QuestionFactory(cites=list(cited), published=True)


def told(found: list[Costly]) -> list[tuple[str, float]]:
    return [(one.passage.label, one.lost) for one in found]


def test_the_passage_that_lost_most_comes_first(article):
    few = ask((passage(article, 1), "council"))
    many = ask((passage(article, 2), "seven days"))
    found = costly({few.pk: Did(9, 8), many.pk: Did(5, 1.5)})
    assert told(found) == [("passage 2", 3.5), ("passage 1", 1)]
    assert [one.answers for one in found] == [5, 9]


def test_all_questions_on_a_passage_are_summed_and_those_that_lost_most_named_first(article):
    one = ask((passage(article, 2), "seven days"))
    other = ask((passage(article, 2), "It would open"), (passage(article, 2), "seven"))
    (found,) = costly({one.pk: Did(4, 3), other.pk: Did(6, 2)})
    assert (found.answers, found.lost) == (10, 5)
    assert list(found.questions) == [other, one]


def test_a_question_counts_at_each_passage_it_rests_on(article):
    question = ask((passage(article, 1), "council"), (passage(article, 3), "Two shops"))
    assert told(costly({question.pk: Did(2, 0)})) == [("passage 1", 2), ("passage 3", 2)]


def test_where_nothing_was_lost_nothing_is_told(article):
    assert costly({ask((passage(article, 1), "council")).pk: Did(4, 4)}) == []
    assert costly({}) == []


def test_what_a_question_cites_otherwise_cost_nothing(article):
    question = QuestionFactory(cites=[(passage(article, 1), "council")])
    DraftCitation.objects.create(
        question=question,
        passage=passage(article, 2),
        quote="seven days",
        stance=DraftCitation.Stance.CONTEXT,
    )
    publish(question, at=now())
    assert told(costly({question.pk: Did(1, 0)})) == [("passage 1", 1)]


def test_a_question_that_is_asked_no_more_tells_of_no_passage(article):
    question = ask((passage(article, 1), "council"))
    question.retire()
    assert costly({question.pk: Did(4, 0)}) == []


def test_words_that_moved_count_where_they_stand_today_together_with_newer_questions(article):
    before = ask((passage(article, 2), "seven days"))
    article.revise(body(NEW), "brief")
    article.refresh_from_db()
    after = ask((passage(article, 3), "It would open"))
    (found,) = costly({before.pk: Did(2, 0), after.pk: Did(2, 1)})
    assert (found.passage, found.lost) == (passage(article, 3), 3)


def test_words_that_are_gone_count_where_they_stood(article):
    question = ask((passage(article, 2), "seven days"))
    gone = passage(article, 2)
    article.revise(body(["Nothing of it is left here.", "Nor here, at all."]), "brief")
    (found,) = costly({question.pk: Did(2, 0)})
    assert found.passage == gone


def test_the_address_shows_the_words_of_the_question_that_lost_most(client, article):
    ask((passage(article, 2), "It would open"))
    most = ask((passage(article, 2), "seven days"))
    (found,) = costly({most.pk: Did(4, 0)})
    assert "seven days</mark>" in client.get(found.url).text


def test_it_asks_twice_at_the_most(article, django_assert_max_num_queries):
    cited = [(1, "council"), (2, "seven days"), (3, "Two shops")] * 3
    asked = [ask((passage(article, number), words)) for number, words in cited]
    article.revise(body(NEW), "brief")
    with django_assert_max_num_queries(2):
        found = costly({question.pk: Did(2, 1) for question in asked})
        assert len(found) == 3
        assert all(one.url and one.passage.revision.article.name for one in found)

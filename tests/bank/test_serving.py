"""What processes keep of the versions they served, and how evidence is put together."""

import pytest
from django.utils.timezone import now

from quizzes.articles.blocks import Block, Role
from quizzes.articles.models import Article, Revision
from quizzes.bank.models import Question
from quizzes.bank.publishing import publish
from quizzes.bank.serving import AsOf, Evidence, Shelf, evidence, faces
from tests.factories import SENTENCES, ArticleFactory, QuestionFactory, body, passage, question_set_with


class Loads:
    """Loads the squares of numbers from 0, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, numbers) -> dict[int, int]:
        self.asked.append(list(numbers))
        return {number: number**2 for number in numbers if number >= 0}


@pytest.fixture
def loads() -> Loads:
    return Loads()


def test_a_shelf_loads_once_what_is_asked_for_twice(loads):
    shelf = Shelf(loads)
    assert [shelf.get(3), shelf.get(3)] == [9, 9]
    assert loads.asked == [[3]]


def test_a_shelf_loads_many_at_once_and_only_what_it_lacks(loads):
    shelf = Shelf(loads)
    shelf.get(2)
    assert shelf.many([1, 2, 3, 1]) == {1: 1, 2: 4, 3: 9}
    assert loads.asked == [[2], [1, 3]]


def test_a_shelf_keeps_no_more_than_its_size(loads):
    shelf = Shelf(loads, size=2)
    for number in (1, 2, 3):
        shelf.get(number)
    assert len(shelf.kept) == 2
    shelf.get(1)
    assert loads.asked == [[1], [2], [3], [1]]


def test_a_shelf_gives_more_at_once_than_it_keeps(loads):
    shelf = Shelf(loads, size=2)
    assert shelf.many(range(5)) == {0: 0, 1: 1, 2: 4, 3: 9, 4: 16}
    assert len(shelf.kept) == 2


def test_a_cleared_shelf_loads_anew(loads):
    shelf = Shelf(loads)
    shelf.get(3)
    shelf.clear()
    shelf.get(3)
    assert loads.asked == [[3], [3]]


def test_what_does_not_exist_is_a_key_error_and_is_not_kept(loads):
    shelf = Shelf(loads)
    with pytest.raises(KeyError):
        shelf.many([-1, 2])
    assert list(shelf.kept) == [2]


def as_of(question: Question) -> AsOf:
    return AsOf(question.current_id, None)


def evidence_of(question: Question) -> Evidence:
    return evidence.get(as_of(question))


@pytest.mark.django_db
def test_a_face_is_served_without_its_key():
    question = QuestionFactory(published=True)
    face = faces.get(question.current_id)
    assert (face.kind, face.content) == ("single_choice", question.current.face)
    assert not hasattr(face, "key")


@pytest.mark.django_db
def test_faces_of_a_whole_set_are_one_query(django_assert_num_queries):
    versions = [question.current_id for question in question_set_with(6).questions.all()]
    with django_assert_num_queries(1):
        faces.many(versions)
    with django_assert_num_queries(0):
        faces.many(versions)


@pytest.mark.django_db
def test_evidence_of_a_whole_set_is_one_query(django_assert_num_queries):
    # Once for each connection Django tries what the store can do.
    evidence_of(QuestionFactory(published=True))
    keys = [as_of(question) for question in question_set_with(6).questions.all()]
    with django_assert_num_queries(1):
        found = evidence.many(keys)
    assert found.keys() == set(keys)
    with django_assert_num_queries(0):
        evidence.many(keys)


@pytest.mark.django_db
def test_evidence_has_the_key_the_points_and_the_passage_with_its_words_marked():
    question = QuestionFactory(published=True, points=2)
    found = evidence_of(question)
    citation = question.current.citations.get()
    assert (found.key, found.points) == (question.current.key, 2.0)
    (source,) = found.sources
    assert (source.passage, source.article) == (citation.passage, citation.passage.revision.article)
    assert [(piece.text, piece.is_marked) for piece in source.pieces] == [
        ("It was to open again ", False),
        ("after seven days", True),
        (", according to the mayor.", False),
    ]
    assert source.url == citation.get_absolute_url()


@pytest.mark.django_db
def test_what_was_cited_is_served_although_the_article_has_a_newer_text():
    question = QuestionFactory(published=True)
    article = Article.objects.get()
    first = article.current
    article.revise(body(["The bridge is open."]), Revision.Wording.BRIEF)
    assert evidence_of(question).main.revision == first


@pytest.mark.django_db
def test_two_citations_of_a_passage_are_one_source_with_both_marked():
    cited = passage(ArticleFactory(), 2)
    question = QuestionFactory(cites=[(cited, "seven days"), (cited, "the mayor")], published=True)
    (source,) = evidence_of(question).sources
    assert [piece.text for piece in source.pieces if piece.is_marked] == ["seven days", "the mayor"]


@pytest.mark.django_db
def test_what_says_otherwise_comes_after_what_supports_the_answer():
    one, other = ArticleFactory(short_name="one"), ArticleFactory(short_name="other")
    cites = [(passage(one, 1), "Monday"), (passage(other, 2), "seven days"), (passage(other, 3), "Two shops")]
    question = QuestionFactory(cites=cites)
    question.draft_citations.filter(position=1).update(stance="contradicts")
    found = evidence_of(published(question))
    told = [(source.article.name, source.passage.number, source.contradicts) for source in found.sources]
    assert told == [("other", 2, False), ("other", 3, False), ("one", 1, True)]
    assert (found.main, found.others) == (found.sources[0], found.sources[1:])
    assert {article.name for article in found.articles} == {"other"}


@pytest.mark.django_db
def test_what_says_otherwise_comes_after_what_gives_context():
    cited = ArticleFactory()
    cites = [
        (passage(cited, 1), "Monday"),
        (passage(cited, 2), "seven days"),
        (passage(cited, 3), "Two shops"),
    ]
    question = QuestionFactory(cites=cites)
    question.draft_citations.filter(position=1).update(stance="contradicts")
    question.draft_citations.filter(position=2).update(stance="context")
    stances = [source.stance for source in evidence_of(published(question)).sources]
    assert stances == ["supports", "context", "contradicts"]


@pytest.mark.django_db
def test_a_passage_comes_with_its_neighbours():
    article = ArticleFactory()
    question = QuestionFactory(cites=[(passage(article, 2), "seven days")], published=True)
    source = evidence_of(question).main
    assert (source.before.text, source.before.number, source.before.role) == (SENTENCES[0], 1, "body")
    assert source.after.text == SENTENCES[2]


@pytest.mark.django_db
def test_the_first_and_the_last_passage_have_one_neighbour():
    article = ArticleFactory()
    other = ArticleFactory()
    cites = [
        (passage(article, 1), "Monday"),
        (passage(article, 3), "Two shops"),
        (passage(other, 1), "Monday"),
    ]
    first, last, elsewhere = evidence_of(QuestionFactory(cites=cites, published=True)).sources
    assert (first.before, last.after, elsewhere.before) == (None, None, None)
    assert (first.after.text, last.before.text) == (SENTENCES[1], SENTENCES[1])


@pytest.mark.django_db
def test_a_caption_is_read_by_itself():
    article = ArticleFactory()
    revision = article.revise(
        [*body(SENTENCES), Block(Role.CAPTION, "The bridge on Monday.", 1)], Revision.Wording.BRIEF
    )
    caption = revision.passages.get(role="caption")
    cites = [(caption, "on Monday"), (revision.passages.get(role="body", number=1), "on Monday")]
    sources = evidence_of(QuestionFactory(cites=cites, published=True)).sources
    assert [source.stands_alone for source in sources] == [True, False]


def published(question: Question) -> Question:
    publish(question, at=now())
    question.refresh_from_db()
    return question

"""Where quoted words stand in a newer revision is stored with it: for all that is in use, once, and truthfully."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from quizzes.articles.blocks import Block, Role
from quizzes.articles.importing import attach_original
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.placements import Placement, place_in
from quizzes.articles.quoting import Span
from quizzes.bank.models import DraftCitation
from quizzes.bank.publishing import publish
from tests.articles.edited import CHANGED, CHANGED_TO, GONE, IN, MOVED, NEW, OLD, PLACED
from tests.factories import ArticleFactory, QuestionFactory, body, passage, point

pytestmark = pytest.mark.django_db

BRIEF, ORIGINAL = Revision.Wording.BRIEF, Revision.Wording.ORIGINAL


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", sentences=OLD)


def draft(article: Article, words: str, **how):
    return QuestionFactory(cites=[(passage(article, IN[words]), words)], **how)


def asked(article: Article, words: str, **how):
    return draft(article, words, published=True, **how)


def landed(placement: Placement) -> str | None:
    """The words it stands on, as the newer text has them."""
    return placement.span and placement.landed_in.text[placement.span.start : placement.span.end]


def told(revision: Revision) -> dict[str, tuple[str, str | None, str | None]]:
    """By the old words: the state, the passage landed in, the words there."""
    rows = revision.placements.select_related("passage", "landed_in")
    return {
        row.passage.text[row.start : row.end]: (
            row.state,
            row.landed_in and row.landed_in.anchor,
            landed(row),
        )
        for row in rows
    }


# When they are stored, and for whom.


def test_a_new_revision_stores_where_each_quoted_word_went(article):
    for words in IN:
        asked(article, words)
    assert told(article.revise(body(NEW), BRIEF)) == {
        PLACED: ("placed", "p2", PLACED),
        MOVED: ("moved", "p1", MOVED),
        CHANGED: ("changed", "p3", CHANGED_TO),
        GONE: ("orphaned", None, None),
    }


def test_words_of_a_question_that_is_still_being_written_are_placed(article):
    draft(article, PLACED)
    assert told(article.revise(body(NEW), BRIEF)) == {PLACED: ("placed", "p2", PLACED)}


def test_what_students_are_asked_is_placed_even_where_the_draft_cites_something_else_by_now(article):
    question = asked(article, PLACED)
    question.draft_citations.all().delete()
    DraftCitation.objects.create(question=question, passage=passage(article, 3), quote=GONE)
    assert set(told(article.revise(body(NEW), BRIEF))) == {PLACED, GONE}


def test_words_that_take_a_side_are_placed(article):
    rival = ArticleFactory(sentences=("The mayor spoke of nine days.",))
    point(
        {
            "Seven days": [(passage(article, 2), PLACED)],
            "Nine days": [(passage(rival), "nine days")],
        }
    )
    assert set(told(article.revise(body(NEW), BRIEF))) == {PLACED}


def test_retired_questions_are_left_alone(article):
    asked(article, PLACED).retire()
    draft(article, GONE).retire()
    assert not article.revise(body(NEW), BRIEF).placements.exists()


def test_what_an_older_version_cited_and_nobody_is_asked_any_more_is_not_placed(article):
    question = asked(article, PLACED)
    question.draft_citations.update(quote=GONE, passage=passage(article, 3))
    publish(question, at=now())
    assert set(told(article.revise(body(NEW), BRIEF))) == {GONE}


def test_words_that_do_not_stand_where_a_draft_says_they_do_are_not_placed(article):
    question = draft(article, PLACED)
    question.draft_citations.update(quote="after nine days")
    assert not article.revise(body(NEW), BRIEF).placements.exists()


def test_another_article_is_not_touched(article):
    other = ArticleFactory(sentences=OLD)
    asked(other, PLACED)
    assert not article.revise(body(NEW), BRIEF).placements.exists()


def test_many_that_quote_the_same_words_share_one_placement(article):
    for _ in range(3):
        asked(article, PLACED)
    point({"Seven days": [(passage(article, 2), PLACED)], "None": [(passage(article, 3), GONE)]})
    assert article.revise(body(NEW), BRIEF).placements.count() == 2


def test_of_words_that_stand_twice_in_a_passage_the_quoted_ones_are_placed():
    article = ArticleFactory(
        sentences=["The mayor came at nine, and the council stayed: the mayor left at ten."]
    )
    question = QuestionFactory(cites=[(passage(article), "the mayor")])
    question.draft_citations.update(start=48)
    publish(question, at=now())
    revision = article.revise(body(["A first sentence.", passage(article).text]), BRIEF)
    (row,) = revision.placements.all()
    assert (row.landed_in.anchor, row.span) == ("p2", Span(48, 57))


def test_the_same_text_once_more_changes_nothing(article):
    asked(article, PLACED)
    revision = article.revise(body(NEW), BRIEF)
    before = list(Placement.objects.values())
    assert article.revise(body(NEW), BRIEF) == revision
    assert list(Placement.objects.values()) == before


def test_placing_once_more_adds_only_what_was_not_placed_yet(article):
    asked(article, PLACED)
    old = passage(article, 4)
    revision = article.revise(body(NEW), BRIEF)
    (before,) = revision.placements.values_list("pk", flat=True)
    place_in(revision)
    assert list(revision.placements.values_list("pk", flat=True)) == [before]
    QuestionFactory(cites=[(old, CHANGED)], published=True)
    place_in(revision)
    assert set(told(revision)) == {PLACED, CHANGED}
    assert revision.placements.filter(pk=before).exists()


def test_what_cites_the_newest_text_already_is_not_placed_in_it(article):
    article.revise(body(NEW), BRIEF)
    QuestionFactory(cites=[(passage(article, 2), PLACED)], published=True)
    place_in(article.current)
    assert not article.current.placements.exists()


def test_words_of_several_older_revisions_are_placed_each_from_their_own(article):
    asked(article, PLACED)
    asked(article, CHANGED)
    article.revise(body(NEW), BRIEF)
    QuestionFactory(cites=[(passage(article, 3), CHANGED_TO)], published=True)
    third = article.revise(body([OLD[3], NEW[1]]), BRIEF)
    rows = third.placements.select_related("passage__revision", "landed_in")
    assert {(row.passage.revision.number, row.state, row.landed_in.anchor, landed(row)) for row in rows} == {
        (1, "placed", "p2", PLACED),
        (1, "placed", "p1", CHANGED),
        (2, "changed", "p1", CHANGED),
    }


def test_a_revision_that_fails_leaves_no_placement(article):
    asked(article, PLACED)
    twice = [Block(Role.BODY, "One.", 1), Block(Role.BODY, "Two.", 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        article.revise(twice, BRIEF)
    assert not Placement.objects.exists()
    assert Article.objects.get(pk=article.pk).current.number == 1


# By number, behind an original.


def test_behind_an_original_the_very_words_are_placed_at_their_number(article):
    asked(article, PLACED)
    revision = attach_original(article, body(["“Closed!”", f"“It opens {PLACED},” she said.", "C.", "D."]))
    (row,) = revision.placements.all()
    assert (row.state, row.landed_in, landed(row), row.score) == ("placed", passage(article, 2), PLACED, 100)
    assert row.is_verbatim


def test_behind_an_original_words_that_stand_twice_are_placed_where_they_stood():
    article = ArticleFactory(sentences=["On that day the mayor and the council met; the mayor spoke."])
    question = QuestionFactory(cites=[(passage(article), "the mayor")])
    question.draft_citations.update(start=40)
    publish(question, at=now())
    text = "“We met,” said the mayor, and again: yes, the mayor had met them."
    (row,) = attach_original(article, body([text])).placements.all()
    assert row.span.start == text.rindex("the mayor")


def test_behind_an_original_other_words_are_known_by_their_number_alone(article):
    asked(article, PLACED)
    revision = attach_original(article, body(["A.", "“It opens in a week.”", f"It opens {PLACED}.", "D."]))
    (row,) = revision.placements.all()
    assert (row.state, row.landed_in, row.span, row.is_verbatim) == (
        "changed",
        passage(article, 2),
        None,
        False,
    )


def test_behind_an_original_that_leaves_a_heading_out_what_quotes_it_is_orphaned():
    article = ArticleFactory()
    article.revise([Block(Role.TITLE, "The bridge is closed", 1), *body(OLD)], BRIEF)
    title = article.current.passages.get(role="title")
    QuestionFactory(cites=[(title, "closed")], published=True)
    revision = attach_original(article, body(["A.", "B.", "C.", "D."]))
    assert revision.placements.get().state == "orphaned"


def test_after_an_original_a_brief_is_placed_by_its_words_again(article):
    asked(article, MOVED)
    attach_original(article, body(["A.", "B.", "C.", "D."]))
    assert told(article.revise(body(NEW), BRIEF)) == {MOVED: ("moved", "p1", MOVED)}


# What the store refuses, whoever writes.


@pytest.fixture
def row(article) -> dict:
    """Columns of a placement that is all right."""
    revision = article.revise(body(NEW), BRIEF)
    old = Passage.objects.get(revision__article=article, revision__number=1, number=2)
    return {
        "passage": old,
        "start": 21,
        "end": 37,
        "revision": revision,
        "state": "placed",
        "landed_in": passage(article, 2),
        "landed_start": 21,
        "landed_end": 37,
        "score": 100.0,
        "runner_up": 0.0,
    }


def test_a_quote_is_placed_once_a_revision(row):
    Placement.objects.create(**row)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Placement.objects.create(**row)
    Placement.objects.create(**row | {"end": 36})


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"state": "orphaned"}, "an_orphan_stands_nowhere"),
        (
            {"state": "orphaned", "landed_start": None, "landed_end": None},
            "an_orphan_stands_nowhere",
        ),
        (
            {"state": "changed", "landed_in": None, "landed_start": None, "landed_end": None},
            "an_orphan_stands_nowhere",
        ),
        ({"state": "orphaned", "landed_in": None}, "words_stand_in_a_passage"),
        ({"landed_end": 21}, "words_stand_in_a_passage"),
        ({"landed_end": 20}, "words_stand_in_a_passage"),
        ({"state": "changed", "landed_end": None}, "words_stand_in_a_passage"),
        ({"state": "changed", "landed_start": None}, "words_stand_in_a_passage"),
        ({"landed_start": None, "landed_end": None}, "the_very_words_are_somewhere"),
        ({"state": "moved", "landed_start": None, "landed_end": None}, "the_very_words_are_somewhere"),
    ],
    ids=[
        "an orphan with words",
        "an orphan with a passage",
        "changed, nowhere",
        "words without a passage",
        "no words",
        "words that end before they start",
        "words without an end",
        "words without a start",
        "placed without words",
        "moved without words",
    ],
)
def test_the_store_refuses_a_placement_that_contradicts_itself(row, columns, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Placement.objects.create(**row | columns)


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"state": "moved"},
        {"state": "changed", "score": 90.0},
        {"state": "changed", "landed_start": None, "landed_end": None},
        {"state": "orphaned", "landed_in": None, "landed_start": None, "landed_end": None},
    ],
    ids=["placed", "moved", "changed", "changed by number", "orphaned"],
)
def test_the_store_takes_each_state(row, columns):
    placement = Placement.objects.create(**row | columns)
    assert placement.is_verbatim == (placement.state in ("placed", "moved"))


def test_a_placement_is_never_rewritten(row):
    placement = Placement.objects.create(**row)
    placement.state = "moved"
    with pytest.raises(TypeError, match="never changed"):
        placement.save()
    for change in (
        lambda: Placement.objects.update(state="moved"),
        lambda: Placement.objects.bulk_update([placement], ["state"]),
    ):
        with pytest.raises(TypeError, match="never changed"):
            change()
    assert Placement.objects.get().state == "placed"


# What it costs.


def test_a_revision_costs_as_many_queries_for_fifty_citations_as_for_five():
    assert statements_of_revising(5) == statements_of_revising(50) <= 25


def statements_of_revising(count: int) -> int:
    sentences = [f"On day {number} the ferry carried {number} carts over the river." for number in range(50)]
    article = ArticleFactory(sentences=sentences)
    for number in range(1, count + 1):
        cited = [(passage(article, number), "the ferry carried")]
        QuestionFactory(cites=cited, published=True)
    with CaptureQueriesContext(connection) as asked_for:
        revision = article.revise(body(["A new first sentence.", *sentences]), BRIEF)
    assert revision.placements.count() == count
    return len(asked_for)

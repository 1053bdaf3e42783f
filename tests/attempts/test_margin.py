"""Beside each passage in the reader a student sees how they answered there, as far as it may show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from core.models import User
from quizzes.articles.models import Article
from quizzes.attempts.disclosure import EVERYTHING
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Answer
from quizzes.bank.models import DraftCitation, Question
from quizzes.bank.publishing import publish
from tests.attempts.quizzes import answer, kept, quiz, slot_of, started
from tests.conftest import without_token
from tests.factories import ArticleFactory, QuestionFactory, QuestionSetFactory, body, passage

pytestmark = pytest.mark.django_db

SENTENCES = (
    "The council closed the bridge.",
    "It would open after seven days, the mayor said.",
    "Two shops lost customers.",
)
NOTHING_DURING = EVERYTHING | {"during": []}


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", sentences=SENTENCES)


@pytest.fixture
def question(article) -> Question:
    return ask(article, 2, "seven days", stem="After how many days?")


def ask(article: Article, number: int, words: str, **fields) -> Question:
    return QuestionFactory(cites=[(passage(article, number), words)], published=True, **fields)


def answered(
    student: User, question: Question, text: str, *, ends: bool = True, at=None, **fields
) -> Attempt:
    """An attempt at a quiz on the question's set, in which the question was answered so. Right is "Seven"."""
    at = at or now()
    asked = quiz(question_set=question.question_set, **{"behaviour": "immediate"} | fields)
    attempt = started(student, asked, at)
    slot = attempt.slots.get(version=question.current)
    (answer if attempt.quiz.how.marks_each else kept)(slot, text, at=at)
    attempt = Attempt.objects.get(pk=attempt.pk)
    if ends and not attempt.is_finished:
        attempt.finish(at=at)
    return attempt


def own(client: Client, anchor: str = "p2", slug: str = "bridge") -> list[str]:
    """What a student is told beside a passage of how they answered, a line each."""
    page = html.document_fromstring(client.get(reverse("articles:read", args=[slug])).text)
    lines = page.get_element_by_id(anchor).xpath(".//ul[@class='own']/li")
    return [" ".join(line.text_content().split()) for line in lines]


def page(client: Client) -> bytes:
    response = client.get("/sources/bridge/")
    assert response.status_code == 200
    return without_token(response.content)


def add_to(question: Question, article: Article, number: int, words: str, stance: str = "supports") -> None:
    DraftCitation.objects.create(
        question=question, passage=passage(article, number), quote=words, stance=stance, position=9
    )
    publish(question, at=now())
    question.refresh_from_db()


@pytest.mark.parametrize(
    ("credit", "line"),
    [
        (1, "✓ Right. After how many days?"),
        (0.5, "◐ Partly right: 50%. After how many days?"),
        (0, "✗ Not right. After how many days?"),
        (None, "– Waiting to be marked. After how many days?"),
    ],
)
def test_sign_and_word_tell_how_it_was_answered(as_ada, ada, question, credit, line):
    answered(ada, question, "Seven")
    Answer.objects.update(credit=credit, fraction=credit)
    assert own(as_ada) == [line]


def test_it_stands_beside_the_passage_that_decides_it_alone(as_ada, ada, question):
    answered(ada, question, "Seven")
    assert [bool(own(as_ada, anchor)) for anchor in ("p1", "p2", "p3")] == [False, True, False]


def test_how_many_questions_rest_on_the_passage_is_still_told(as_ada, ada, article, question):
    answered(ada, question, "Seven")
    ask(article, 2, "the mayor")
    ask(article, 3, "Two shops")
    text = as_ada.get("/sources/bridge/").text
    assert text.count("2 questions") == 1
    assert text.count("1 question<") == 1


def test_it_leads_to_the_question_in_the_review(as_ada, ada, article, question):
    ask(article, 1, "council", question_set=question.question_set, position=0)
    attempt = answered(ada, question, "Three")
    address = html.document_fromstring(as_ada.get("/sources/bridge/").text).xpath(
        "//ul[@class='own']//a/@href"
    )
    assert address == [f"/attempts/{attempt.pk}/review/#q2"]
    assert 'id="q2"' in as_ada.get(address[0]).text


def test_in_an_attempt_that_runs_there_is_no_review_to_lead_to(as_ada, ada, article, question):
    ask(article, 1, "council", question_set=question.question_set)
    answered(ada, question, "Seven", ends=False)
    assert own(as_ada) == ["✓ Right. After how many days?"]
    assert "/review/" not in as_ada.get("/sources/bridge/").text


# What may not show leaves no trace.


def test_before_an_answer_the_page_is_that_of_someone_who_is_not_asked(as_ada, ada, article, question):
    before = page(as_ada)
    other = ask(article, 3, "Two shops", question_set=question.question_set)
    with_two = page(as_ada)
    assert with_two != before
    attempt = started(ada, quiz(question_set=question.question_set, behaviour="immediate"))
    assert page(as_ada) == with_two
    answer(attempt.slots.get(version=other.current), "Seven")
    assert own(as_ada, "p3")
    assert own(as_ada, "p2") == []


def test_what_is_saved_and_not_marked_yet_leaves_no_trace(as_ada, ada, question):
    before = page(as_ada)
    answered(ada, question, "Seven", behaviour="deferred", ends=False)
    assert page(as_ada) == before


@pytest.mark.parametrize("hidden", ["correctness", "evidence"])
@pytest.mark.parametrize("given", ["Seven", "Three"])
def test_an_answer_whose_verdict_or_evidence_may_not_show_leaves_no_trace(
    as_ada, ada, question, hidden, given
):
    before = page(as_ada)
    review = {phase: [part for part in parts if part != hidden] for phase, parts in EVERYTHING.items()}
    answered(ada, question, given, review=review)
    assert page(as_ada) == before


def test_what_shows_after_the_attempt_does_not_show_during_it(as_ada, ada, article, question):
    ask(article, 1, "council", question_set=question.question_set)
    attempt = answered(ada, question, "Seven", review=NOTHING_DURING, ends=False)
    assert own(as_ada) == []
    attempt.finish(at=now())
    assert own(as_ada) == ["✓ Right. After how many days?"]


def test_what_shows_once_the_quiz_has_closed_does_not_show_before(as_ada, ada, question):
    attempt = answered(
        ada,
        question,
        "Seven",
        review={"closed": EVERYTHING["closed"]},
        closes_at=now() + timedelta(hours=1),
    )
    assert own(as_ada) == []
    type(attempt.quiz).objects.update(closes_at=now() - timedelta(minutes=1), opens_at=None)
    assert own(as_ada) == ["✓ Right. After how many days?"]


def test_a_newer_answer_that_may_not_show_hides_the_one_before(as_ada, ada, question):
    answered(ada, question, "Seven")
    answered(ada, question, "Three", review={})
    assert own(as_ada) == []


def test_an_attempt_whose_time_is_up_shows_what_shows_after_it(as_ada, ada, article, question):
    """Also where nobody has looked at the attempt since."""
    ask(article, 1, "council", question_set=question.question_set)
    review = {"during": EVERYTHING["during"]}
    at = now() - timedelta(hours=1)
    answered(ada, question, "Seven", review=review, minutes=10, at=at, ends=False)
    assert own(as_ada) == []


# Whose, and which.


def test_of_several_answers_to_a_question_the_latest_is_told(as_ada, ada, question):
    first = answered(ada, question, "Three")
    last = answered(ada, question, "Seven")
    assert own(as_ada) == ["✓ Right. After how many days?"]
    Answer.objects.filter(slot__attempt=first).update(answered_at=now() + timedelta(seconds=1))
    assert own(as_ada) == ["✗ Not right. After how many days?"]
    assert last.pk > first.pk


def test_each_question_has_a_line_of_its_own(as_ada, ada, article, question):
    other = ask(article, 2, "the mayor", stem="Who said so?", position=question.position + 1)
    answered(ada, question, "Three")
    answered(ada, other, "Seven")
    assert own(as_ada) == ["✗ Not right. After how many days?", "✓ Right. Who said so?"]


def test_a_question_that_cites_a_passage_twice_has_one_line(as_ada, ada, article, question):
    add_to(question, article, 2, "the mayor")
    answered(ada, question, "Seven")
    assert len(own(as_ada)) == 1


@pytest.mark.parametrize("stance", ["contradicts", "context"])
def test_where_a_passage_does_not_support_the_answer_nothing_is_told(as_ada, ada, article, question, stance):
    add_to(question, article, 3, "Two shops", stance)
    answered(ada, question, "Seven")
    assert (own(as_ada, "p2") != [], own(as_ada, "p3")) == (True, [])


def test_what_another_student_answered_does_not_show(as_ada, eve, question):
    before = page(as_ada)
    answered(eve, question, "Seven")
    assert page(as_ada) == before


def test_a_later_answer_of_another_student_does_not_stand_before_ones_own(as_ada, ada, eve, question):
    answered(ada, question, "Seven")
    answered(eve, question, "Three")
    assert own(as_ada) == ["✓ Right. After how many days?"]


def test_a_visitor_and_a_teacher_see_no_answers_of_their_own(client, as_tom, tom, question):
    answered(tom, question, "Seven")
    for reader in (client, as_tom):
        assert own(reader) == []


def test_an_answer_to_a_question_that_was_retired_since_is_still_told(as_ada, ada, question):
    answered(ada, question, "Seven")
    question.retire()
    assert own(as_ada) == ["✓ Right. After how many days?"]


def test_an_answer_stands_where_the_version_that_was_answered_cites(as_ada, ada, article, question):
    answered(ada, question, "Seven")
    question.draft_citations.update(passage=passage(article, 3), quote="Two shops")
    publish(question, at=now())
    assert (own(as_ada, "p2") != [], own(as_ada, "p3")) == (True, [])


def test_an_answer_that_a_newer_one_replaced_is_not_told_in_the_article_it_left(as_ada, ada, question):
    answered(ada, question, "Seven")
    elsewhere = ArticleFactory(slug="harbour", sentences=["Seven days it was closed."])
    question.draft_citations.update(passage=passage(elsewhere, 1), quote="Seven days")
    publish(question, at=now())
    question.refresh_from_db()
    answered(ada, question, "Three")
    assert own(as_ada, "p2") == []
    assert own(as_ada, "p1", "harbour") == ["✗ Not right. After how many days?"]


def test_an_answer_is_told_where_the_words_stand_in_a_newer_text(as_ada, ada, article, question):
    answered(ada, question, "Seven")
    article.revise(body(["A new beginning of it all.", *SENTENCES]), "brief")
    assert own(as_ada, "p3") == ["✓ Right. After how many days?"]
    assert own(as_ada, "p2") == []


def test_what_a_question_says_is_shown_and_never_run(as_ada, ada, article):
    answered(ada, ask(article, 1, "council", stem="<script>alert(1)</script> *so*?"), "Seven")
    assert "<script>alert(1)" not in as_ada.get("/sources/bridge/").text
    assert own(as_ada, "p1") == ["✓ Right. <script>alert(1)</script> so?"]


# What it costs.


def test_many_answers_take_as_many_queries_as_one(as_ada, ada, article, question):
    answered(ada, question, "Seven")
    before = queries(as_ada)
    questions = QuestionSetFactory()
    for number in range(12):
        ask(article, number % 3 + 1, SENTENCES[number % 3].split()[1], question_set=questions)
    for _ in range(3):
        answer_everything(ada, questions)
    assert len(own(as_ada)) == 5
    assert queries(as_ada) == before <= 15


def test_answers_on_other_articles_cost_no_query_and_no_row(as_ada, ada, article, question):
    answered(ada, question, "Seven")
    before, rows = queries(as_ada), own(as_ada)
    elsewhere = QuestionSetFactory()
    for _ in range(6):
        QuestionFactory(question_set=elsewhere, published=True)
    for _ in range(2):
        answer_everything(ada, elsewhere)
    assert (queries(as_ada), own(as_ada)) == (before, rows)


def answer_everything(student: User, question_set) -> None:
    attempt = started(student, quiz(question_set=question_set, behaviour="immediate"), now())
    for position in range(1, attempt.slot_count + 1):
        answer(slot_of(attempt, position), "Seven", at=now())


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/sources/bridge/").status_code == 200
    return len(captured)

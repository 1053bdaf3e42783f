"""Questions and points going over to a new text of their article: what students see before, after, and ever since."""

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.core.signing import Signer
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from core.models import User
from quizzes.articles.importing import attach_original
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.quoting import Span
from quizzes.articles.settling import Act, Decision, Settled, Settling, Words
from quizzes.bank.models import Citation, DraftCitation, Question
from quizzes.bank.points import Point, SidePassage
from quizzes.bank.publishing import publish
from quizzes.bank.shown import signed
from quizzes.kinds import KINDS
from quizzes.models import Attempt, Slot
from tests.articles.edited import CHANGED, CHANGED_TO, GONE, IN, MOVED, NEW, OLD, PLACED, question_on
from tests.attempts.quizzes import one_of_each_kind, place_of, review, slot_of
from tests.conftest import HTMX, without_token
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    attempt_of,
    body,
    passage,
    point,
)

pytestmark = pytest.mark.django_db

BRIEF = Revision.Wording.BRIEF
EACH = pytest.mark.parametrize("words", IN)
MOVE = Decision(Act.MOVE)
SINCE_CHANGED = re.compile(rb'<p class="small since-changed">The source has since changed;[^\n]*</p>\n')


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", short_name="Lend Post story", sentences=OLD)


def rewrite(article: Article, sentences: Iterable[str] = NEW) -> Revision:
    return article.revise(body(sentences), BRIEF)


def words_in(article: Article, words: str) -> Words:
    """These words of the text that is shown now; they stand there once."""
    (found,) = Settling.of(article).places_of(words)
    return found


def goes_over(row: models.Model, article: Article, *chosen: str) -> Settled:
    """As a teacher has it: accepted, or with other words for its citations, in their order."""
    settling = Settling.of(article)
    (case,) = [case for case in settling.cases if case.holder.row == row]
    keys = [landing.quotation.key for landing in case.landings]
    decision = Decision(
        Act.MOVE, dict(zip(keys, (words_in(article, words) for words in chosen), strict=False))
    )
    settled = settling.settle({case.holder.key: decision}, at=now(), by=None)
    assert [holder.row for holder in settled.moved] == [row]
    assert row not in {case.holder.row for case in Settling.of(article).cases}
    row.refresh_from_db()
    return settled


def evidence_is_whole() -> bool:
    out = StringIO()
    call_command("check_evidence", stdout=out)
    return out.getvalue().endswith(" 0 broken.\n")


class Shown:
    """What a student is shown beside an answered question."""

    def __init__(self, client: Client, slot: Slot) -> None:
        page = html.document_fromstring(client.get(slot.get_absolute_url()).text)
        (pane,) = page.find_class("evidence")
        others = pane.find_class("other-sides")
        for part in others:
            part.drop_tree()
        self.text = " ".join(pane.text_content().split())
        self.marks = [mark.text_content() for mark in pane.iter("mark")]
        self.link = next(link for link in pane.iter("a") if "cite=" in link.get("href")).get("href")
        self.has_since_changed = bool(pane.find_class("since-changed"))
        self.otherwise = [said.text_content() for part in others for said in part.find_class("side-says")]
        self.words_otherwise = [mark.text_content() for part in others for mark in part.iter("mark")]
        self.links_otherwise = [
            link.get("href")
            for part in others
            for said in part.find_class("passage-otherwise")
            for link in said.iter("a")
        ]


def asked(student: User, question: Question) -> Slot:
    return attempt_of(student, question.question_set).slots.get(version__question=question)


def answer(client: Client, slot: Slot) -> Slot:
    response = client.post(slot.get_absolute_url(), {"given": place_of(slot, "Seven")}, headers=HTMX)
    assert response.status_code == 200
    return slot


class Read:
    """The reader at an address: which revision it shows, and what is marked there."""

    def __init__(self, client: Client, url: str, **query) -> None:
        response = client.get(url, query or None)
        assert response.status_code == 200
        page = html.document_fromstring(response.text)
        self.is_older = bool(page.find_class("changed"))
        lines = page.find_class("line")
        self.passages = [line.xpath("string(.//*[@class='words'])") for line in lines]
        self.marks = [(line.get("id"), mark.text_content()) for line in lines for mark in line.iter("mark")]
        self.cited = [line.get("id") for line in lines if "cited" in line.get("class").split()]
        self.notes = [note.text_content() for note in page.find_class("note")]


# Before a teacher accepts the new place.


@EACH
def test_until_it_goes_over_a_question_is_asked_and_explained_on_the_text_it_cites(
    article, ada, as_ada, words
):
    question = question_on(article, words)
    version = question.current
    rewrite(article)
    question.refresh_from_db()
    assert question.current == version
    slot = asked(ada, question)
    assert slot.version == version
    shown = Shown(as_ada, answer(as_ada, slot))
    assert shown.marks == [words]
    assert OLD[IN[words] - 1] in shown.text
    assert shown.has_since_changed
    assert evidence_is_whole()


@pytest.mark.parametrize("words", [CHANGED, GONE])
def test_words_that_are_changed_or_gone_are_read_in_the_old_text(article, as_ada, words):
    citation = question_on(article, words).current.citations.get()
    rewrite(article)
    page = Read(as_ada, citation.get_absolute_url())
    assert page.passages == OLD
    assert page.marks == [(f"p{IN[words]}", words)]
    assert page.is_older


@pytest.mark.parametrize(("words", "anchor"), [(PLACED, "p2"), (MOVED, "p1")])
def test_the_very_words_are_read_in_the_new_text_at_once(article, as_ada, words, anchor):
    citation = question_on(article, words).current.citations.get()
    rewrite(article)
    page = Read(as_ada, citation.get_absolute_url())
    assert page.passages == NEW
    assert page.marks == [(anchor, words)]


@pytest.mark.parametrize("words", [CHANGED, GONE])
def test_words_that_are_changed_or_gone_are_never_marked_in_the_new_text(article, as_ada, words):
    citation = question_on(article, words).current.citations.get()
    rewrite(article)
    page = Read(as_ada, article.get_absolute_url(), revision=2, cite=signed(citation.pk))
    assert page.passages == NEW
    assert (page.marks, page.cited, page.notes) == ([], [], [])


def test_words_in_doubt_are_marked_in_neither_of_their_places(article, as_ada):
    citation = question_on(article, PLACED).current.citations.get()
    rewrite(article, ["It opens after seven days.", "It closes after seven days."])
    assert Read(as_ada, citation.get_absolute_url()).passages == OLD
    page = Read(as_ada, article.get_absolute_url(), revision=2, cite=signed(citation.pk))
    assert (page.marks, page.cited) == ([], [])


def test_words_that_come_back_in_a_third_text_are_found_there(article, as_ada):
    citation = question_on(article, GONE).current.citations.get()
    rewrite(article)
    rewrite(article, ["A new first sentence.", *OLD])
    page = Read(as_ada, citation.get_absolute_url())
    assert page.marks == [("p4", GONE)]
    assert not page.is_older


@EACH
def test_words_stay_marked_in_the_revision_they_were_cited_in(article, as_ada, words):
    question = question_on(article, words)
    citation = question.current.citations.get()
    rewrite(article)
    goes_over(question, article, *(["Nobody was hurt"] if words == GONE else []))
    page = Read(as_ada, article.get_absolute_url(), revision=1, cite=signed(citation.pk))
    assert page.marks == [(f"p{IN[words]}", words)]


# Who may see them marked.


@pytest.mark.parametrize(
    "guess",
    [
        lambda citation: citation.pk,
        lambda citation: f"{citation.pk}.",
        lambda citation: f"{citation.pk}.{'A' * 43}",
        lambda citation: Signer(sep=".").sign(str(citation.pk)),
        lambda citation: Signer(salt="another", sep=".").sign(str(citation.pk)),
        lambda citation: f"{citation.pk}.{signed(citation.pk + 1).partition('.')[2]}",
        lambda citation: signed(citation.pk)[:-1],
        lambda citation: f" {signed(citation.pk)}",
        lambda citation: f"0{signed(citation.pk)}",
    ],
    ids=["id", "dot", "guess", "no salt", "salt", "another's", "cut", "blank", "zero"],
)
@pytest.mark.parametrize("revision", [{}, {"revision": 1}, {"revision": 2}])
def test_without_our_signature_nothing_is_marked_in_any_revision(article, as_ada, guess, revision):
    citation = question_on(article, CHANGED).current.citations.get()
    rewrite(article)
    page = Read(as_ada, article.get_absolute_url(), cite=guess(citation), **revision)
    assert (page.marks, page.cited) == ([], [])
    assert page.passages == (OLD if revision == {"revision": 1} else NEW)


# After.


@pytest.mark.parametrize(
    ("words", "new", "chosen"),
    [
        (PLACED, PLACED, []),
        (MOVED, MOVED, []),
        (CHANGED, CHANGED_TO, []),
        (GONE, "the council said", ["the council said"]),
    ],
)
def test_gone_over_a_question_is_explained_by_the_new_words(article, ada, as_ada, words, new, chosen):
    question = question_on(article, words)
    rewrite(article)
    goes_over(question, article, *chosen)
    shown = Shown(as_ada, answer(as_ada, asked(ada, question)))
    assert shown.marks == [new]
    assert not shown.has_since_changed
    page = Read(as_ada, shown.link)
    assert page.passages == NEW
    assert [marked for _, marked in page.marks] == [new]
    assert evidence_is_whole()


def test_an_attempt_that_is_running_keeps_the_version_and_the_text_it_was_given(article, ada, as_ada):
    question = question_on(article, CHANGED)
    running = asked(ada, question)
    rewrite(article)
    goes_over(question, article)
    running.refresh_from_db()
    assert running.version != question.current
    shown = Shown(as_ada, answer(as_ada, running))
    assert shown.marks == [CHANGED]
    assert OLD[3] in shown.text
    assert shown.has_since_changed
    assert Read(as_ada, shown.link).marks == [("p4", CHANGED)]


def test_the_line_about_a_changed_source_leads_to_the_text_of_today(article, ada, as_ada):
    question = question_on(article, GONE)
    slot = answer(as_ada, asked(ada, question))
    rewrite(article)
    page = html.document_fromstring(as_ada.get(slot.get_absolute_url()).text)
    (line,) = page.find_class("since-changed")
    assert "The source has since changed; this is the text you were asked on." in line.text_content()
    (link,) = line.iter("a")
    assert Read(as_ada, link.get("href")).passages == NEW


def test_each_source_tells_for_itself_whether_it_has_changed(article, ada, as_ada):
    other = ArticleFactory(sentences=OLD)
    cites = [(passage(article, 2), PLACED), (passage(other, 3), GONE)]
    question = question_on(article, PLACED, cites=cites)
    slot = answer(as_ada, asked(ada, question))
    rewrite(other)
    page = html.document_fromstring(as_ada.get(slot.get_absolute_url()).text)
    sources = page.find_class("source")
    assert [bool(source.find_class("since-changed")) for source in sources] == [False, True]


def test_a_passage_knows_the_questions_that_rest_on_it_before_and_after(article, as_ada):
    questions = {words: question_on(article, words) for words in IN}
    rewrite(article)
    margin = {"p1": MOVED, "p2": PLACED, "p3": CHANGED}
    for _ in range(2):
        page = html.document_fromstring(as_ada.get(article.get_absolute_url()).text)
        told = {line.get("id") for line in page.find_class("line") if "1 question" in line.text_content()}
        assert told == set(margin)
        for words in margin.values():
            if any(case.holder.row == questions[words] for case in Settling.of(article).cases):
                goes_over(questions[words], article)


def test_each_kind_of_question_goes_over_and_says_the_same(ada):
    questions = one_of_each_kind()
    for question in questions.values():
        article = (
            question.draft_citations.select_related("passage__revision__article")
            .first()
            .passage.revision.article
        )
        texts = article.current.passages.values_list("text", flat=True)
        before = question.current
        rewrite(article, ["An editor's note stands before the text.", *texts])
        goes_over(question, article)
        after = question.current
        assert after.number == before.number + 1
        if not question.task.READS_ARTICLE:
            assert (after.face, after.key) == (before.face, before.key)
    assert evidence_is_whole()


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_that_is_half_written_goes_over_whatever_its_kind(kind):
    """What a teacher has begun to change is no reason to fail; students keep what they are asked."""
    question = one_of_each_kind()[kind]
    version = question.current
    article = question.draft_citations.first().passage.revision.article
    texts = article.current.passages.values_list("text", flat=True)
    question.options.all().delete()
    Question.objects.filter(pk=question.pk).update(stem="", settings={})
    rewrite(article, ["An editor's note stands before the text.", *texts])
    settled = goes_over(question, article)
    assert question.current == version
    assert "changes that are not published" in " ".join(settled.notes)


def test_a_draft_that_quotes_words_which_are_not_there_keeps_nobody_from_going_over(article):
    """Publishing complains of them; a new text has to be stored all the same."""
    question, other = question_on(article, PLACED), question_on(article, MOVED)
    elsewhere = ArticleFactory(sentences=OLD)
    DraftCitation.objects.create(question=question, passage=passage(elsewhere), quote="nine days", position=2)
    rewrite(article)
    settling = Settling.of(article)
    settling.settle({case.holder.key: MOVE for case in settling.cases}, at=now(), by=None)
    other.refresh_from_db()
    assert other.current.number == 2
    question.refresh_from_db()
    assert question.current.number == 1


def test_of_two_questions_one_that_cannot_be_published_does_not_hold_up_the_other(article):
    """In a text of one sentence there is nothing to find."""
    finds = question_on(article, PLACED, kind="evidence", options=[], stem="Which says when it opens?")
    other = question_on(article, PLACED)
    rewrite(article, [OLD[1]])
    settling = Settling.of(article)
    settled = settling.settle({case.holder.key: MOVE for case in settling.cases}, at=now(), by=None)
    assert ([holder.row for holder in settled.moved], [holder.row for holder in settled.left]) == (
        [other],
        [finds],
    )
    assert str(finds) in settled.notes[0]
    assert finds.draft_citations.get().passage.revision.number == 1
    assert [case.holder.row for case in Settling.of(article).cases] == [finds]


# The other sides of a point.


@pytest.fixture
def rival() -> Article:
    return ArticleFactory(
        slug="harbour", short_name="Harbour News", sentences=["The mayor spoke of nine days."]
    )


@pytest.fixture
def bridge(article, rival) -> Point:
    return point({"Yes": [(passage(article, 4), CHANGED)], "No": [(passage(rival), "nine days")]})


def on_the_point(article: Article, bridge: Point, words: str = CHANGED) -> Question:
    return question_on(article, words, point=bridge)


SEVERAL = [
    [*OLD[:3], "Nobody was hurt when the first stone fell down into the river, the fire brigade reported."],
    [
        *OLD[:3],
        "Nobody was hurt when the first stone fell down into the cold river, the fire brigade reported.",
    ],
    [
        *OLD[:3],
        "Nobody was hurt when the first big stone fell down into the cold river, the fire brigade reported.",
    ],
]
NOW = ["question", "point", "both", "neither"]


def sides_are_right(shown: Shown) -> bool:
    return shown.otherwise == ["No"] and shown.words_otherwise == ["nine days"]


@pytest.mark.parametrize("going", NOW)
def test_the_own_side_never_says_otherwise_whoever_goes_over(article, bridge, ada, as_ada, going):
    question = on_the_point(article, bridge)
    before = answer(as_ada, asked(ada, question))
    assert sides_are_right(Shown(as_ada, before))
    rewrite(article)
    assert sides_are_right(Shown(as_ada, before))
    move(going, question, bridge, article)
    after = answer(as_ada, asked(ada, question))
    assert sides_are_right(Shown(as_ada, before))
    assert sides_are_right(Shown(as_ada, after))


def move(going: str, question: Question, bridge: Point, article: Article, *chosen: str) -> None:
    if going in ("question", "both"):
        goes_over(question, article, *chosen)
    if going in ("point", "both"):
        goes_over(bridge, article, *chosen)


@pytest.mark.parametrize("going", NOW)
def test_the_own_side_never_says_otherwise_when_other_words_were_chosen(article, bridge, ada, as_ada, going):
    """The cited words are gone, and a teacher finds others that decide it."""
    question = on_the_point(article, bridge)
    before = answer(as_ada, asked(ada, question))
    rewrite(article, [*NEW[:2], "All were safe, the fire brigade reported.", NEW[3]])
    move(going, question, bridge, article, "All were safe")
    after = answer(as_ada, asked(ada, question))
    assert sides_are_right(Shown(as_ada, before))
    assert sides_are_right(Shown(as_ada, after))


@pytest.mark.parametrize("going", NOW)
def test_the_own_side_never_says_otherwise_when_question_and_side_quote_other_words_of_the_passage(
    article, bridge, ada, as_ada, going
):
    """The words of the side are gone; those of the question stand where they stood."""
    question = QuestionFactory(
        cites=[(passage(article, 4), "the fire brigade reported")], point=bridge, published=True
    )
    before = answer(as_ada, asked(ada, question))
    rewrite(article, [*OLD[:3], "Nobody was hurt when several beams came down, the fire brigade reported."])
    if going in ("question", "both"):
        goes_over(question, article)
    if going in ("point", "both"):
        goes_over(bridge, article, "several beams came down")
    after = answer(as_ada, asked(ada, question))
    assert sides_are_right(Shown(as_ada, before))
    assert sides_are_right(Shown(as_ada, after))


def test_a_question_and_its_side_may_go_over_to_different_passages_in_one_go(article, bridge, ada, as_ada):
    question = on_the_point(article, bridge)
    before = answer(as_ada, asked(ada, question))
    rewrite(article, [*NEW[:2], "Several beams came down at night.", NEW[3]])
    settling = Settling.of(article)
    other_words = {question: "the council said", bridge: "Several beams came down"}
    decisions = {
        case.holder.key: Decision(
            Act.MOVE,
            {
                landing.quotation.key: words_in(article, other_words[case.holder.row])
                for landing in case.landings
            },
        )
        for case in settling.cases
    }
    settling.settle(decisions, at=now(), by=None)
    assert not Settling.of(article).cases
    assert sides_are_right(Shown(as_ada, before))
    assert sides_are_right(Shown(as_ada, answer(as_ada, asked(ada, question))))


@pytest.mark.parametrize("going", NOW)
def test_over_three_texts_in_a_row_the_own_side_never_says_otherwise(article, bridge, ada, as_ada, going):
    question = on_the_point(article, bridge)
    slots = [answer(as_ada, asked(ada, question))]
    for sentences in SEVERAL:
        rewrite(article, sentences)
        if going != "neither":
            move(going, question, bridge, article)
        slots.append(answer(as_ada, asked(ada, question)))
        for slot in slots:
            assert sides_are_right(Shown(as_ada, slot)), slot.version
    assert evidence_is_whole()


def test_over_three_texts_question_and_point_may_go_over_in_turn(article, bridge, ada, as_ada):
    question = on_the_point(article, bridge)
    slots = [answer(as_ada, asked(ada, question))]
    for sentences, going in zip(SEVERAL, ("question", "point", "both"), strict=True):
        rewrite(article, sentences)
        move(going, question, bridge, article)
        slots.append(answer(as_ada, asked(ada, question)))
        for slot in slots:
            assert sides_are_right(Shown(as_ada, slot)), (slot.version, going)


def test_behind_an_original_the_own_side_never_says_otherwise(article, bridge, ada, as_ada):
    before = answer(as_ada, asked(ada, on_the_point(article, bridge)))
    attach_original(article, body(["“Closed.”", "“A week.”", "“Shops?”", "“No, nobody was hurt.”"]))
    on_the_original = QuestionFactory(cites=[(passage(article, 4), "nobody")], point=bridge, published=True)
    after = answer(as_ada, asked(ada, on_the_original))
    assert sides_are_right(Shown(as_ada, before))
    assert sides_are_right(Shown(as_ada, after))
    assert not Shown(as_ada, before).has_since_changed


def test_a_side_written_on_the_new_text_is_the_own_side_of_answers_on_the_old(article, rival, ada, as_ada):
    """As when a teacher records a point today, or the library is loaded with a point that was reworded."""
    question = question_on(article, CHANGED)
    before = answer(as_ada, asked(ada, question))
    rewrite(article)
    sides = {"Yes": [(passage(article, 3), CHANGED_TO)], "No": [(passage(rival), "nine days")]}
    question.point = point(sides)
    question.save()
    assert sides_are_right(Shown(as_ada, before))
    goes_over(question, article)
    assert sides_are_right(Shown(as_ada, before))
    assert sides_are_right(Shown(as_ada, answer(as_ada, asked(ada, question))))


def test_a_side_written_on_the_third_text_is_the_own_side_of_answers_on_the_first(
    article, rival, ada, as_ada
):
    """Though nobody is asked on the first text any more, its answers are still looked at."""
    question = question_on(article, CHANGED)
    slots = [answer(as_ada, asked(ada, question))]
    for sentences in SEVERAL[:2]:
        rewrite(article, sentences)
        goes_over(question, article)
        slots.append(answer(as_ada, asked(ada, question)))
    words = question.draft_citations.get().quote
    question.point = point({"Yes": [(passage(article, 4), words)], "No": [(passage(rival), "nine days")]})
    question.save()
    for slot in slots:
        assert sides_are_right(Shown(as_ada, slot)), slot.version


def test_a_side_written_on_words_that_a_teacher_chose_is_the_own_side_of_answers_on_the_old_ones(
    article, rival, ada, as_ada
):
    question = question_on(article, GONE)
    before = answer(as_ada, asked(ada, question))
    rewrite(article)
    goes_over(question, article, "the council said")
    sides = {"Yes": [(passage(article, 1), "the council said")], "No": [(passage(rival), "nine days")]}
    question.point = point(sides)
    question.save()
    assert sides_are_right(Shown(as_ada, before))
    assert sides_are_right(Shown(as_ada, answer(as_ada, asked(ada, question))))


def test_words_chosen_for_one_question_take_no_side_away_from_another(article, ada, as_ada):
    """Two sides within one article; a question of the one goes over to the passage of the other."""
    sides = {"They are": [(passage(article, 3), GONE)], "In a week": [(passage(article, 2), PLACED)]}
    made = point(sides)
    one, other = question_on(article, GONE, point=made), question_on(article, PLACED, point=made)
    assert Shown(as_ada, answer(as_ada, asked(ada, other))).otherwise == ["They are"]
    rewrite(article)
    goes_over(one, article, "according to the mayor")
    assert Shown(as_ada, answer(as_ada, asked(ada, other))).otherwise == ["They are"]
    goes_over(other, article)
    assert Shown(as_ada, answer(as_ada, asked(ada, other))).otherwise == ["They are"]


def test_words_chosen_in_the_passage_of_another_side_change_no_answer_that_was_given(article, ada, as_ada):
    """The question goes on asking what it asked, so that its side stays its own and the other one another."""
    sides = {"They are": [(passage(article, 3), GONE)], "In a week": [(passage(article, 2), PLACED)]}
    question = question_on(article, GONE, point=point(sides))
    before = answer(as_ada, asked(ada, question))
    assert Shown(as_ada, before).otherwise == ["In a week"]
    rewrite(article)
    goes_over(question, article, "according to the mayor")
    Point.objects.get().save()
    assert Shown(as_ada, before).otherwise == ["In a week"]
    assert Shown(as_ada, answer(as_ada, asked(ada, question))).otherwise == ["In a week"]


def test_a_side_that_a_teacher_moves_by_hand_stays_the_own_side_of_answers_on_the_old_text(
    article, bridge, ada, as_ada, as_tom
):
    before = answer(as_ada, asked(ada, on_the_point(article, bridge)))
    rewrite(article)
    move_by_hand(as_tom, SidePassage.objects.get(quote=CHANGED), passage(article, 3), CHANGED_TO)
    assert sides_are_right(Shown(as_ada, before))


def move_by_hand(client: Client, taken: SidePassage, to: Passage, words: str) -> None:
    """At the desk of the side, not by settling the article."""
    fields = {
        "says": taken.side.says,
        "passages-TOTAL_FORMS": "1",
        "passages-INITIAL_FORMS": "1",
        "passages-0-id": taken.pk,
        "passages-0-side": taken.side_id,
        "passages-0-passage": to.pk,
        "passages-0-quote": words,
        "passages-0-position": "1",
    }
    response = client.post(reverse("admin:quizzes_side_change", args=[taken.side_id]), fields)
    assert response.status_code == 302
    taken.refresh_from_db()
    assert (taken.passage, taken.quote) == (to, words)


def test_a_passage_that_is_cited_already_is_not_shown_twice_after_it_went_over(
    article, rival, ada, as_ada, bridge
):
    cites = [(passage(article, 4), CHANGED), (passage(rival), "nine days")]
    question = QuestionFactory(cites=cites, point=bridge)
    question.draft_citations.filter(quote="nine days").update(stance="contradicts")
    publish(question, at=now())
    rewrite(rival, ["A first sentence.", "The mayor spoke of nine days."])
    assert is_shown_once(Shown(as_ada, answer(as_ada, asked(ada, question))))
    goes_over(bridge, rival)
    assert is_shown_once(Shown(as_ada, answer(as_ada, asked(ada, question))))
    goes_over(question, rival)
    assert is_shown_once(Shown(as_ada, answer(as_ada, asked(ada, question))))


def is_shown_once(shown: Shown) -> bool:
    return shown.marks.count("nine days") == 1 and (shown.otherwise, shown.words_otherwise) == (["No"], [])


def test_a_side_leads_to_the_revision_where_its_words_stand(article, rival, bridge, ada, as_ada):
    question = on_the_point(article, bridge)
    slot = answer(as_ada, asked(ada, question))
    (link,) = Shown(as_ada, slot).links_otherwise
    assert link == "/sources/harbour/#p1"
    rewrite(rival, ["A first sentence.", "The mayor, they say, spoke of 9 days."])
    (link,) = Shown(as_ada, slot).links_otherwise
    assert link == "/sources/harbour/?revision=1#p1"
    assert passage_at(as_ada, link) == "The mayor spoke of nine days."
    goes_over(bridge, rival, "9 days")
    (link,) = Shown(as_ada, slot).links_otherwise
    assert link == "/sources/harbour/#p2"
    assert passage_at(as_ada, link) == "The mayor, they say, spoke of 9 days."


def passage_at(client: Client, link: str) -> str:
    address, _, anchor = link.partition("#")
    page = html.document_fromstring(client.get(address).text)
    return page.get_element_by_id(anchor).xpath("string(.//*[@class='words'])")


def test_the_page_of_a_point_leads_to_the_revision_where_its_words_stand(article, bridge, as_ada):
    for is_moved in (False, True):
        page = html.document_fromstring(as_ada.get(bridge.get_absolute_url()).text)
        marks = [mark.text_content() for mark in page.find_class("point-sides")[0].iter("mark")]
        links = [caption.xpath("string(.//a/@href)") for caption in page.iter("figcaption")]
        for words, link in zip(marks, links, strict=True):
            assert words in passage_at(as_ada, link)
        if not is_moved:
            rewrite(article)
            goes_over(bridge, article)


def test_a_point_that_was_left_still_leads_to_its_words(article, bridge, as_ada):
    rewrite(article)
    page = html.document_fromstring(as_ada.get(bridge.get_absolute_url()).text)
    links = [caption.xpath("string(.//a/@href)") for caption in page.iter("figcaption")]
    assert CHANGED in passage_at(as_ada, links[0])


def test_a_side_that_a_teacher_moves_to_another_passage_is_no_longer_the_own_side_of_the_former(
    article, bridge, ada, as_ada, as_tom
):
    """Its words say something else now, and where the former ones went is none of its."""
    rewrite(article)
    move_by_hand(as_tom, SidePassage.objects.get(quote=CHANGED), passage(article, 2), PLACED)
    on_the_former = QuestionFactory(cites=[(passage(article, 3), CHANGED_TO)], point=bridge, published=True)
    on_the_new = QuestionFactory(cites=[(passage(article, 2), "the mayor")], point=bridge, published=True)
    assert Shown(as_ada, answer(as_ada, asked(ada, on_the_former))).otherwise == ["Yes", "No"]
    assert Shown(as_ada, answer(as_ada, asked(ada, on_the_new))).otherwise == ["No"]


# What was shown stays shown.


def without_the_line(page: bytes) -> bytes:
    return SINCE_CHANGED.sub(b"", page)


@pytest.fixture
def finished(ada, as_ada, article, bridge) -> Attempt:
    """Ada's attempt at a question in each state, one of them on a point; half of them answered."""
    question_set = QuestionSetFactory()
    for words in IN:
        question_on(article, words, question_set=question_set, point=bridge if words == CHANGED else None)
    both = [(passage(article, 2), PLACED), (passage(article, 2), "the mayor"), (passage(article, 3), GONE)]
    QuestionFactory(question_set=question_set, cites=both, published=True)
    attempt = attempt_of(ada, question_set)
    for position, text in ((1, "Seven"), (2, "Three"), (4, "Nine")):
        slot = slot_of(attempt, position)
        as_ada.post(slot.get_absolute_url(), {"given": place_of(slot, text)})
    attempt.finish(at=now())
    return attempt


def test_the_review_of_a_finished_attempt_changes_by_one_line_a_source_and_nothing_else(
    as_ada, as_tom, article, rival, finished
):
    before = without_token(review(as_ada, finished).content)
    assert without_the_line(before) == before
    sources = before.count(b'class="row source-head"')
    assert sources >= 6
    rewrite(article)
    settle_everything(article)
    for sentences in (SEVERAL[2], OLD, ["Nothing of it is left."]):
        after = without_token(review(as_ada, finished).content)
        assert len(SINCE_CHANGED.findall(after)) == sources
        assert without_the_line(after) == before
        rewrite(article, sentences)
        settle_everything(article)
    rewrite(rival, ["The mayor, they say, spoke of 9 days."])
    settle_everything(rival)
    assert without_the_line(without_token(review(as_ada, finished).content)) == before
    assert evidence_is_whole()


def settle_everything(article: Article) -> None:
    """Each case accepted, with the first words of the text for those that are gone."""
    settling = Settling.of(article)
    first = Words(settling.passages[0], Span(0, len(settling.passages[0].text.split()[0])))
    decisions = {
        case.holder.key: Decision(
            Act.MOVE, {landing.quotation.key: first for landing in case.landings if landing.new is None}
        )
        for case in settling.cases
    }
    settling.settle(decisions, at=now(), by=None)
    assert not Settling.of(article).cases


# A long story.


FILLERS = [
    "A fair is planned for the spring.",
    "The river stood low all week.",
    "Rain was expected by Friday.",
]


class Editor:
    """Edits a text as editors do, by chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def edited(self, sentences: list[str]) -> list[str]:
        edits = self.chance.choices(
            [self.insert, self.cut, self.swap, self.reword, self.repeat], k=self.chance.randint(1, 3)
        )
        for act in edits:
            sentences = act(list(sentences))
        return sentences

    def insert(self, sentences: list[str]) -> list[str]:
        sentences.insert(self.chance.randint(0, len(sentences)), self.chance.choice(FILLERS))
        return sentences

    def cut(self, sentences: list[str]) -> list[str]:
        if len(sentences) > 2:
            sentences.pop(self.chance.randrange(len(sentences)))
        return sentences

    def swap(self, sentences: list[str]) -> list[str]:
        return self.chance.sample(sentences, len(sentences))

    def repeat(self, sentences: list[str]) -> list[str]:
        return [*sentences, self.chance.choice(sentences)]

    def reword(self, sentences: list[str]) -> list[str]:
        place = self.chance.randrange(len(sentences))
        words = sentences[place].split()
        words.insert(
            self.chance.randint(1, len(words) - 1), self.chance.choice(["down", "quite", "big", "old"])
        )
        sentences[place] = " ".join(words)
        return sentences


class Teacher:
    """Decides by chance: accepts, leaves, retires, or chooses a word of the text."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def decisions(self, settling: Settling) -> Mapping[str, Decision]:
        return {case.holder.key: self.decision(case, settling) for case in settling.cases}

    def decision(self, case, settling: Settling) -> Decision:
        act = self.chance.choice([Act.MOVE, Act.MOVE, Act.MOVE, Act.LEAVE])
        if case.holder.may_retire and self.chance.random() < 0.05:
            act = Act.RETIRE
        chosen = {
            landing.quotation.key: self.some_words(settling.passages)
            for landing in case.landings
            if landing.new is None or self.chance.random() < 0.2
        }
        return Decision(act, chosen)

    def some_words(self, passages: list[Passage]) -> Words:
        chosen = self.chance.choice(passages)
        ends = [place for place in range(1, len(chosen.text)) if chosen.text[place : place + 1] in (" ", ".")]
        return Words(chosen, Span(0, self.chance.choice(ends)))


@pytest.mark.parametrize("seed", range(6))
def test_through_any_edits_and_decisions_every_citation_stands_and_no_review_changes(
    seed, ada, as_ada, rival
):
    chance = Random(seed)
    article = ArticleFactory(slug="bridge", sentences=OLD)
    made = point({"Yes": [(passage(article, 4), CHANGED)], "No": [(passage(rival), "nine days")]})
    question_set = QuestionSetFactory()
    for words in [*IN, PLACED]:
        question_on(article, words, question_set=question_set, point=made if words == CHANGED else None)
    question_on(
        article,
        PLACED,
        question_set=question_set,
        cites=[(passage(article, 2), PLACED), (passage(article, 3), GONE)],
    )
    editor, teacher = Editor(chance), Teacher(chance)
    sentences, reviews = OLD, {}
    for _ in range(5):
        attempt = attempt_of(ada, question_set)
        slot = slot_of(attempt, 1)
        as_ada.post(slot.get_absolute_url(), {"given": place_of(slot, "Seven")})
        attempt.finish(at=now())
        reviews[attempt] = without_the_line(without_token(review(as_ada, attempt).content))

        sentences = editor.edited(sentences)
        rewrite(article, sentences)
        if chance.random() < 0.3:
            attach_original(article, body(f"“{sentence}”" for sentence in sentences))
        settling = Settling.of(article)
        settling.settle(teacher.decisions(settling), at=now(), by=None)
        article.refresh_from_db()

        assert evidence_is_whole()
        for citation in Citation.objects.asked_now().with_sources():
            span = citation.span
            assert citation.passage.text[span.start : span.end] == citation.quote
        assert all(taken.is_found for taken in SidePassage.objects.select_related("passage"))
        for finished, shown in reviews.items():
            assert without_the_line(without_token(review(as_ada, finished).content)) == shown
        assert {case.holder.row for case in Settling.of(article).cases} == not_on(article.current)


def not_on(current: Revision) -> set[models.Model]:
    """Every question and point that quotes a text of the article with other numbers than the current one."""
    quoting = {"passage__revision__article": current.article}
    drafts = DraftCitation.objects.filter(**quoting).exclude(question__state=Question.State.RETIRED)
    taken = SidePassage.objects.filter(**quoting).select_related("side__point")
    rows = [(row.passage.revision, row.question) for row in drafts.select_related("question")]
    rows += [(row.passage.revision, row.side.point) for row in taken]
    return {row for revision, row in rows if revision.numbering != current.numbering}

"""Coverage: for teachers, what of an article is asked about, how students did, and on how many sources answers rest."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from core.models import User
from quizzes.articles.importing import attach_original
from quizzes.articles.models import Article, Passage
from quizzes.attempts.slot import Answer
from quizzes.bank import coverage
from quizzes.bank.coverage import Did
from quizzes.bank.models import DraftCitation, Question, QuestionSet, QuestionVersion
from quizzes.bank.publishing import publish
from quizzes.progress.tallies.rebuilding import rebuild
from tests.attempts.quizzes import answer, quiz, slot_of, started
from tests.conftest import STUDENTS, person
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    body,
    passage,
    point,
)

pytestmark = pytest.mark.django_db

SENTENCES = (
    "The council closed the bridge.",
    "It would open after seven days, the mayor said, and not a day before, whatever the shops may say.",
    "Two shops lost customers.",
    "Nobody was hurt.",
)
SUPPORTS, CONTRADICTS, CONTEXT = DraftCitation.Stance


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", title="The bridge", sentences=SENTENCES)


def ask(*cited: tuple[Passage, str] | tuple[Passage, str, str], **fields) -> Question:
    """A published question with those citations: passage, words and, unless it supports, the stance."""
    question = QuestionFactory(cites=[], **fields)
    cite(question, *cited)
    assert isinstance(publish(question, at=now()), QuestionVersion)
    question.refresh_from_db()
    return question


def cite(question: Question, *cited: tuple) -> None:
    for position, (found, words, *stance) in enumerate(cited, start=1):
        DraftCitation.objects.create(
            question=question,
            passage=found,
            quote=words,
            position=position,
            stance=stance[0] if stance else SUPPORTS,
        )


def answers(question: Question, *given: str, by: User | None = None) -> None:
    """Right is "Seven". Each is an answer of an attempt of its own."""
    asked = quiz(question_set=question.question_set, behaviour="immediate")
    student = by or person(f"student{question.pk}", STUDENTS)
    for text in given:
        attempt = started(student, asked)
        slot = attempt.slots.get(version=question.current)
        answer(slot, text)
        attempt.finish(at=now())


def told(article: Article) -> list[int]:
    """How many questions rest on each passage."""
    return [len(row.questions) for row in coverage.of_article(article).rows]


def page(client: Client, name: str, slug: str) -> html.HtmlElement:
    response = client.get(reverse(name, args=[slug]))
    assert response.status_code == 200
    return html.document_fromstring(response.text)


def of_article(client: Client, slug: str = "bridge") -> html.HtmlElement:
    return page(client, "bank:article_coverage", slug)


def row_of(page: html.HtmlElement, anchor: str) -> str:
    return " ".join(page.get_element_by_id(anchor).text_content().split())


# What is asked about.


def test_every_passage_is_told_with_the_questions_that_rest_on_it(article):
    ask((passage(article, 2), "seven days"))
    ask((passage(article, 2), "the mayor said"))
    ask((passage(article, 3), "Two shops"))
    assert told(article) == [0, 2, 1, 0]


def test_two_citations_of_one_question_in_one_passage_count_once(article):
    ask((passage(article, 2), "seven days"), (passage(article, 2), "the mayor"))
    assert told(article) == [0, 1, 0, 0]


def test_a_question_counts_in_each_passage_its_answer_rests_on(article):
    ask((passage(article, 1), "council"), (passage(article, 4), "Nobody"))
    assert told(article) == [1, 0, 0, 1]


def test_drafts_and_retired_questions_cover_nothing(article):
    cite(QuestionFactory(cites=[]), (passage(article, 1), "council"))
    ask((passage(article, 2), "seven days")).retire()
    assert told(article) == [0, 0, 0, 0]


def test_an_unpublished_change_covers_nothing_yet(article):
    question = ask((passage(article, 1), "council"))
    question.draft_citations.update(passage=passage(article, 2), quote="seven days")
    assert told(article) == [1, 0, 0, 0]
    publish(question, at=now())
    assert told(article) == [0, 1, 0, 0]


@pytest.mark.parametrize("stance", [CONTRADICTS, CONTEXT])
def test_a_passage_that_is_cited_otherwise_is_not_asked_about(article, stance):
    ask((passage(article, 1), "council"), (passage(article, 2), "seven days", stance))
    first, second, *_ = coverage.of_article(article).rows
    assert (len(first.questions), len(first.otherwise)) == (1, 0)
    assert (len(second.questions), len(second.otherwise)) == (0, 1)


def test_a_question_that_rests_on_a_passage_is_not_told_there_once_more_as_context(article):
    ask((passage(article, 1), "council", CONTEXT), (passage(article, 1), "bridge"))
    row = coverage.of_article(article).rows[0]
    assert (len(row.questions), len(row.otherwise)) == (1, 0)


def test_questions_are_told_where_their_words_stand_in_a_newer_text(article):
    ask((passage(article, 2), "seven days"))
    article.revise(body(["A new beginning.", *SENTENCES]), "brief")
    assert told(article) == [0, 0, 1, 0, 0]


def test_questions_are_told_behind_an_original_too(article):
    ask((passage(article, 2), "seven days"))
    attach_original(article, body(["“We close it,” they said.", "After seven days.", "Shops.", "Nobody."]))
    article.refresh_from_db()
    assert told(article) == [0, 1, 0, 0]


def test_questions_on_words_the_text_lost_are_counted_apart(article):
    lost = ask((passage(article, 2), "seven days"))
    ask((passage(article, 2), "seven days"), (passage(article, 3), "Two shops lost customers."))
    article.revise(body(["Something else altogether happened.", "Two shops lost customers."]), "brief")
    found = coverage.of_article(article)
    assert (told(article), found.lost_count) == ([0, 1], 1)
    lost.retire()
    assert coverage.of_article(article).lost_count == 0


def test_words_that_were_only_context_are_not_missed_when_the_text_loses_them(article):
    ask((passage(article, 3), "Two shops lost customers."), (passage(article, 2), "seven days", CONTEXT))
    article.revise(body(["Something else altogether happened.", "Two shops lost customers."]), "brief")
    assert coverage.of_article(article).lost_count == 0


@pytest.mark.parametrize(
    ("passages", "asked", "sentence"),
    [
        (4, (), "None of 4 passages is asked about yet."),
        (4, (2,), "1 of 4 passages is asked about; 3 are not."),
        (4, (1, 2, 3), "3 of 4 passages are asked about; 1 is not."),
        (2, (1, 2), "All 2 passages are asked about."),
        (1, (), "Its one passage is not asked about yet."),
        (1, (1,), "Its one passage is asked about."),
    ],
)
def test_one_sentence_says_how_much_is_asked_about(passages, asked, sentence):
    article = ArticleFactory(sentences=[f"Sentence {number} stands here." for number in range(passages)])
    for number in asked:
        ask((passage(article, number), "stands here"))
    assert coverage.of_article(article).sentence == sentence


# How students did.


def test_the_mean_credit_of_a_passage_is_that_of_all_answers_to_its_questions(article):
    first = ask((passage(article, 2), "seven days"))
    second = ask((passage(article, 2), "the mayor"))
    answers(first, "Seven", "Seven", "Three")
    answers(second, "Three")
    row = coverage.of_article(article).rows[1]
    assert row.did == Did(4, 0.5)


def test_how_students_did_is_told_to_a_whole_percent_with_the_count(as_tom, article):
    question = ask((passage(article, 2), "seven days"))
    assert "No answers yet" in row_of(of_article(as_tom), "p2")
    answers(question, "Seven", "Seven", "Three")
    assert "67 % 3 answers" in row_of(of_article(as_tom), "p2")


def test_half_a_percent_is_told_as_one(as_tom, article):
    question = ask((passage(article, 2), "seven days"))
    answers(question, "Seven")
    Answer.objects.update(credit=0.125, fraction=0.125)
    rebuild()
    assert "13 % 1 answer" in row_of(of_article(as_tom), "p2")


def test_answers_that_wait_for_their_mark_do_not_count(article):
    question = ask((passage(article, 2), "seven days"))
    answers(question, "Seven", "Seven")
    waiting = Answer.objects.first()
    Answer.objects.filter(pk=waiting.pk).update(credit=None, fraction=None)
    rebuild()
    assert coverage.of_article(article).rows[1].did == Did(1, 1.0)


def test_what_a_teacher_tries_out_does_not_count(article, tom):
    question = ask((passage(article, 2), "seven days"))
    answers(question, "Three", by=tom)
    assert coverage.of_article(article).rows[1].did is None


def test_answers_to_an_older_version_do_not_count(article):
    question = ask((passage(article, 2), "seven days"))
    answers(question, "Three")
    question.points = Decimal(2)
    question.save()
    publish(question, at=now())
    assert coverage.of_article(article).rows[1].did is None


def gone_over(question: Question, article: Article, *, same_question: bool = True) -> Question:
    """The question, published anew on the words where they stand in a newer text of the article."""
    revision = article.revise(body(["A new beginning of it all.", *SENTENCES]), "brief")
    cited = revision.passages.get(text=SENTENCES[1])
    question.draft_citations.update(passage=cited, start=cited.text.index("seven days"))
    publish(question, at=now(), goes_over=same_question)
    question.refresh_from_db()
    article.refresh_from_db()
    return question


def test_answers_from_before_a_question_went_over_to_a_newer_text_still_count(article):
    question = ask((passage(article, 2), "seven days"))
    answers(question, "Three")
    answers(gone_over(question, article), "Seven", by=person("later", STUDENTS))
    assert coverage.of_article(article).rows[2].did == Did(2, 0.5)
    assert coverage.of_article(article).did == Did(2, 0.5)


def test_answers_from_before_a_question_was_edited_on_a_newer_text_do_not(article):
    question = ask((passage(article, 2), "seven days"))
    answers(question, "Three")
    gone_over(question, article, same_question=False)
    assert coverage.of_article(article).rows[2].did is None


def test_questions_that_only_cite_a_passage_as_context_say_nothing_of_how_students_did_there(article):
    question = ask((passage(article, 1), "council"), (passage(article, 2), "seven days", CONTEXT))
    answers(question, "Seven")
    first, second, *_ = coverage.of_article(article).rows
    assert (first.did, second.did) == (Did(1, 1.0), None)


def test_an_answer_counts_once_for_the_article_however_many_passages_its_question_rests_on(article):
    answers(ask((passage(article, 1), "council"), (passage(article, 2), "seven days")), "Seven")
    assert coverage.of_article(article).did == Did(1, 1.0)


def test_no_student_is_named(as_tom, article):
    question = ask((passage(article, 2), "seven days"))
    answers(question, "Seven", by=person("zacharias", STUDENTS))
    for name, slug in (("article", "bridge"), ("set", question.question_set.slug)):
        assert "zacharias" not in as_tom.get(reverse(f"bank:{name}_coverage", args=[slug])).text


# A set.


def test_of_a_set_its_own_questions_count_alone(article):
    question_set = QuestionSetFactory()
    ask((passage(article, 2), "seven days"), question_set=question_set)
    ask((passage(article, 2), "the mayor"))
    (found,) = coverage.of_set(question_set)
    assert [len(row.questions) for row in found.rows] == [0, 1, 0, 0]


def test_a_set_is_told_by_each_article_it_cites_once(article):
    question_set, other = QuestionSetFactory(), ArticleFactory(title="A harbour")
    ArticleFactory(title="Not cited")
    ask((passage(article, 2), "seven days"), question_set=question_set)
    ask(
        (passage(article, 1), "council"),
        (passage(other, 1), "Monday", CONTRADICTS),
        question_set=question_set,
    )
    assert [found.article for found in coverage.of_set(question_set)] == [other, article]


def test_a_set_without_published_questions_says_so(as_tom):
    empty = QuestionSetFactory(slug="empty")
    QuestionFactory(question_set=empty)
    text = page(as_tom, "bank:set_coverage", "empty").text_content()
    assert "No question of this set is published yet" in text


# On how many sources an answer rests.


def witnesses(question: Question) -> int:
    return coverage.witness_counts([question])[question.pk]


def test_an_answer_that_rests_on_one_article_rests_on_one_source(article):
    assert witnesses(ask((passage(article, 1), "council"), (passage(article, 2), "seven days"))) == 1


def test_two_articles_are_two_sources(article):
    other = ArticleFactory()
    assert witnesses(ask((passage(article, 1), "council"), (passage(other, 1), "Monday"))) == 2


def test_a_rewrite_and_the_report_it_goes_back_to_are_one_source(article):
    rewrite = ArticleFactory(goes_back_to=article)
    assert witnesses(ask((passage(article, 1), "council"), (passage(rewrite, 1), "Monday"))) == 1


@pytest.mark.parametrize("stance", [CONTRADICTS, CONTEXT])
def test_what_does_not_support_the_answer_is_no_source_for_it(article, stance):
    other = ArticleFactory()
    assert witnesses(ask((passage(article, 1), "council"), (passage(other, 1), "Monday", stance))) == 1


def test_sources_that_take_the_same_side_count_and_those_of_the_other_side_do_not(article):
    ally, rewrite, opponent = ArticleFactory(), ArticleFactory(goes_back_to=article), ArticleFactory()
    sides = {
        "Seven": [
            (passage(article, 2), "seven days"),
            (passage(ally, 2), "seven days"),
            (passage(rewrite, 2), "seven"),
        ],
        "Other": [(passage(opponent, 2), "seven days")],
    }
    question = ask((passage(article, 2), "seven days"), point=point(sides))
    assert witnesses(question) == 2


def test_a_side_is_still_taken_after_the_question_went_over_to_a_newer_text(article):
    sides = {"Seven": [(passage(article, 2), "seven days"), (passage(ArticleFactory(), 2), "seven days")]}
    question = ask((passage(article, 2), "seven days"), point=point(sides))
    assert witnesses(gone_over(question, article)) == 2


def test_a_side_of_the_point_that_the_answer_does_not_take_adds_nothing(article):
    question = ask((passage(article, 2), "seven days"), point=point())
    assert witnesses(question) == 1


def test_the_page_of_a_set_tells_on_how_many_sources_each_answer_rests(as_tom, article):
    question_set = QuestionSetFactory(slug="rests")
    ask((passage(article, 1), "council"), stem="One?", question_set=question_set)
    other = ArticleFactory()
    ask(
        (passage(article, 1), "council"),
        (passage(other, 1), "Monday"),
        stem="Two?",
        question_set=question_set,
    )
    rows = page(as_tom, "bank:set_coverage", "rests").xpath("//table[contains(@class, 'backings')]/tbody/tr")
    told = [" ".join(row.text_content().split()) for row in rows]
    assert told == [
        "One? 1: rests on one source alone No answers yet",
        "Two? 2 independent sources No answers yet",
    ]


def test_the_list_at_the_desk_tells_where_an_answer_rests_on_several_sources(as_tom, article):
    other = ArticleFactory()
    QuestionFactory()
    ask((passage(article, 1), "council"), (passage(other, 1), "Monday"), point=point_of_its_own())
    address = reverse("admin:quizzes_question_changelist")
    assert "2 cited, 2 sources" in as_tom.get(address).text
    Question.objects.get(current__isnull=False).retire()
    assert "2 sources" not in as_tom.get(address).text
    ask((passage(article, 1), "council"), (passage(other, 1), "Monday"), point=point_of_its_own())
    before = queries_of(as_tom, address)
    for _ in range(5):
        ask((passage(article, 1), "council"), (passage(other, 1), "Monday"), point=point_of_its_own())
    assert queries_of(as_tom, address) == before


def point_of_its_own():
    return point({"So": [(passage(ArticleFactory(), 1), "Monday")]}, slug=f"point-{Article.objects.count()}")


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# The pages.


def test_a_passage_that_nobody_asks_about_is_one_click_from_a_question_that_cites_it(as_tom, article):
    (link,) = of_article(as_tom).get_element_by_id("p3").xpath("./td//a")
    question_set = QuestionSetFactory()
    shown = html.document_fromstring(as_tom.get(link.get("href")).text)
    (choice,) = [form for form in shown.forms if "choose-kind" in form.get("class", "")]
    begun = dict(choice.form_values()) | {"question_set": question_set.pk, "kind": "true_false"}
    shown = html.document_fromstring(as_tom.get(choice.get("action"), begun).text)
    (form,) = shown.xpath("//form[@id='question_form']")
    as_tom.post(choice.get("action"), dict(form.form_values()) | {"stem": "Who lost?", "_save": "Save"})
    cited = DraftCitation.objects.get(question__stem="Who lost?")
    assert (cited.passage, cited.quote, cited.stance) == (passage(article, 3), SENTENCES[2], SUPPORTS)


def test_from_the_page_of_a_set_the_question_belongs_to_that_set(as_tom, article):
    question = ask((passage(article, 2), "seven days"))
    shown = page(as_tom, "bank:set_coverage", question.question_set.slug)
    link = shown.get_element_by_id("bridge-p3").xpath("./td//a/@href")[0]
    form = html.document_fromstring(as_tom.get(link).text).forms
    (chosen,) = [one.fields["question_set"] for one in form if "question_set" in one.fields]
    assert chosen == str(question.question_set_id)


def test_a_passage_that_is_asked_about_names_its_questions_and_leads_to_the_desk(as_tom, article):
    question = ask((passage(article, 2), "seven days"), stem="After how many days?")
    row = of_article(as_tom).get_element_by_id("p2")
    desk = reverse("admin:quizzes_question_change", args=[question.pk])
    assert [link.text for link in row.xpath(f".//a[@href='{desk}']")] == ["After how many days?"]
    assert row.xpath(".//a[@href='/sources/bridge/#p2']")


def test_the_strip_has_a_segment_a_passage_as_wide_as_it_is_long(as_tom, article):
    for number, times in ((1, 1), (2, 5)):
        for _ in range(times):
            ask((passage(article, number), SENTENCES[number - 1]))
    segments = of_article(as_tom).xpath("//figure/svg/a")
    assert [segment.get("href") for segment in segments] == ["#p1", "#p2", "#p3", "#p4"]
    assert [segment.get("class") for segment in segments] == ["level1", "level3", "level0", "level0"]
    widths = [float(segment.find("rect").get("width").rstrip("%")) for segment in segments]
    lengths = [len(sentence) for sentence in SENTENCES]
    assert widths == pytest.approx([100 * length / sum(lengths) for length in lengths], abs=0.001)


def test_a_passage_of_one_word_in_a_long_text_can_still_be_seen():
    first, second = coverage.strip([1, 1_000_000])
    assert float(first.width.rstrip("%")) >= 0.19
    assert float(second.start.rstrip("%")) == pytest.approx(float(first.width.rstrip("%")))


def test_nothing_on_the_pages_needs_a_style_or_a_script(as_tom, article):
    question = ask((passage(article, 2), "seven days"))
    for name, slug in (("article", "bridge"), ("set", question.question_set.slug)):
        text = as_tom.get(reverse(f"bank:{name}_coverage", args=[slug])).text
        main = text[text.index("<main") : text.index("</main>")]
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", main)


@pytest.mark.parametrize("name", ["article", "set"])
def test_to_students_the_page_does_not_exist(as_ada, as_tom, article, name):
    question = ask((passage(article, 2), "seven days"))
    slug = {"article": "bridge", "set": question.question_set.slug}[name]
    address = reverse(f"bank:{name}_coverage", args=[slug])
    assert as_ada.get(address).status_code == 404
    assert as_tom.get(address).status_code == 200
    assert as_tom.get(reverse(f"bank:{name}_coverage", args=["nowhere"])).status_code == 404


def test_only_teachers_are_led_there(as_ada, as_tom, client, article):
    question_set = ask((passage(article, 2), "seven days")).question_set
    pages = {
        article.get_absolute_url(): "/sources/bridge/coverage/",
        reverse("articles:sources"): "/sources/bridge/coverage/",
        question_set.get_absolute_url(): f"/sets/{question_set.slug}/coverage/",
    }
    for address, led_to in pages.items():
        assert led_to in as_tom.get(address).text
        assert "coverage" not in as_ada.get(address).text
        assert "coverage/" not in client.get(address).text


def test_an_article_without_a_text_has_no_coverage(as_tom):
    Article.objects.create(slug="empty", title="Empty", publisher="Nobody")
    assert as_tom.get(reverse("bank:article_coverage", args=["empty"])).status_code == 404


def test_many_passages_questions_and_answers_take_as_many_queries_as_few(as_tom):
    few, many = written(passages=2, questions=1), written(passages=200, questions=30)
    for name, one, other in (
        ("article", few[0].slug, many[0].slug),
        ("set", few[1].slug, many[1].slug),
    ):
        addresses = [reverse(f"bank:{name}_coverage", args=[slug]) for slug in (one, other)]
        as_tom.get(addresses[0])
        counted = [queries_of(as_tom, address) for address in addresses]
        assert counted[0] == counted[1] <= 16, counted


def written(passages: int, questions: int) -> tuple[Article, QuestionSet]:
    """An article and a set on it, each question answered by two students."""
    article = ArticleFactory(sentences=[f"Sentence {number} stands here." for number in range(passages)])
    question_set = QuestionSetFactory()
    for number in range(questions):
        ask((passage(article, number % passages + 1), "stands here"), question_set=question_set)
    given = quiz(question_set=question_set, behaviour="immediate")
    for name in ("one", "two"):
        attempt = started(person(f"{name} of {question_set.slug}", STUDENTS), given)
        for position in range(1, questions + 1):
            answer(slot_of(attempt, position), "Seven")
    return article, question_set

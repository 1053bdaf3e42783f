"""The desk, where a teacher gives an article a new text, sees what that does to the citations, and settles it."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now
from lxml import html

from quizzes.articles.blocks import Block, Role
from quizzes.articles.importing import attach_original
from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.placements import Placement
from quizzes.articles.settling_form import MOST_CASES
from quizzes.bank.models import Citation, DraftCitation, Question, QuestionVersion
from quizzes.bank.points import SidePassage
from quizzes.bank.publishing import publish
from tests.articles.edited import CHANGED, CHANGED_TO, GONE, IN, MOVED, NEW, OLD, PLACED, cited, question_on
from tests.conftest import person, signed_in
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    UserFactory,
    attempt_of,
    body,
    passage,
    point,
)

pytestmark = pytest.mark.django_db

BRIEF, ORIGINAL = Revision.Wording.BRIEF, Revision.Wording.ORIGINAL
TABLES = (
    Revision,
    Passage,
    Placement,
    QuestionVersion,
    Citation,
    DraftCitation,
    Question,
    SidePassage,
    LogEntry,
)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="bridge", sentences=OLD)


@pytest.fixture
def asked(article) -> dict[str, Question]:
    """By the words it rests on, a question for each state that words can be in."""
    question_set = QuestionSetFactory()
    return {words: question_on(article, words, question_set=question_set) for words in IN}


class Settling:
    """The page of effects: what it tells, its form as a browser holds it, and what its button sends."""

    def __init__(self, client: Client, response: HttpResponse, status: int = 200) -> None:
        assert response.status_code == status, response.content.decode()[:2000]
        self.client, self.page = client, html.document_fromstring(response.content.decode())
        (form,) = self.page.xpath("//form[@id='settling']")
        self.address, self.values = form.action, as_sent(form)
        self.text = " ".join(self.page.text_content().split())

    @property
    def counts(self) -> str:
        (told,) = self.page.find_class("states")
        return " ".join(told.text_content().split()).partition(".")[0]

    @property
    def errors(self) -> list[str]:
        return [note.text_content() for note in self.page.xpath("//details//p[@class='errornote']")]

    def case(self, question) -> html.HtmlElement:
        (field,) = self.page.xpath(f"//fieldset[.//input[@name='{key(question)}']]")
        return field

    def marked(self, question) -> list[str]:
        """The words marked in a case: those it cites, and those of the new text."""
        return [mark.text_content() for mark in self.case(question).iter("mark")]

    def save(self, **changes: str) -> HttpResponse:
        return self.client.post(self.address, self.values | changes)


def as_sent(form: html.FormElement) -> dict[str, str]:
    """As browsers do: the line end after <textarea> is none of the text, and an empty hidden field is sent too."""
    hidden = {field.get("name"): "" for field in form.xpath(".//input[@type='hidden']")}
    values = hidden | {name: value.removeprefix("\n") for name, value in form.form_values()}
    del values["csrfmiddlewaretoken"]
    return values


def key(row) -> str:
    return f"{type(row).__name__.lower()}-{row.pk}"


def words_of(question: Question, number: int = 1) -> str:
    """The field for other words of its so-manieth citation."""
    return f"{key(question)}-{question.draft_citations.order_by('position')[number - 1].pk}-words"


def where_of(question: Question, number: int = 1) -> str:
    return words_of(question, number).replace("-words", "-where")


def address(article: Article, page: str) -> str:
    return f"/admin/quizzes/article/{article.pk}/{page}/"


def as_typed(sentences) -> str:
    return "\r\n\r\n".join(sentences)


def edit(client: Client, article: Article, sentences=NEW, based_on: int | None = None) -> HttpResponse:
    fields = {"text": as_typed(sentences), "based_on": based_on or article.current_id}
    return client.post(address(article, "edit"), fields)


def effects(client: Client, article: Article, sentences=NEW) -> Settling:
    return Settling(client, edit(client, article, sentences))


def later(client: Client, article: Article) -> Settling:
    """The page of what stayed on older texts."""
    return Settling(client, client.get(address(article, "settle")))


def open_cases(client: Client, article: Article) -> str:
    response = client.get(address(article, "settle"))
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())


def drafted(question: Question) -> list[tuple[int, str, str]]:
    rows = question.draft_citations.select_related("passage__revision").order_by("position")
    return [(row.passage.revision.number, row.passage.anchor, row.quote) for row in rows]


def stored() -> list[list]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def said(response: HttpResponse) -> str:
    """The messages of the page that comes next, or of this one."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def current_of(article: Article) -> Revision:
    return Article.objects.get(pk=article.pk).current


def log_of(row) -> list[str]:
    entries = LogEntry.objects.filter(object_id=row.pk, content_type__model=row._meta.model_name)
    return [entry.get_change_message() for entry in entries.order_by("pk")]


# The text to be edited.


def test_the_text_is_shown_as_it_stands_with_its_roles(as_tom, article):
    blocks = [Block(Role.TITLE, "The bridge is closed", 1), *body(OLD[:2])]
    article.revise([*blocks, Block(Role.CAPTION, "The bridge on Monday.", 1)], BRIEF)
    page = html.document_fromstring(as_tom.get(address(article, "edit")).text)
    (area,) = page.xpath("//textarea[@name='text']")
    assert area.value.strip() == "\n\n".join(
        ["title: The bridge is closed", *OLD[:2], "caption: The bridge on Monday."]
    )


def test_a_text_sent_back_as_it_came_changes_nothing(as_tom, article, asked):
    article.revise([Block(Role.CREDIT, "By Ida Brook", 1), *body(["Title: no title.", *OLD])], BRIEF)
    before = stored()
    page = html.document_fromstring(as_tom.get(address(article, "edit")).text)
    (form,) = page.xpath("//form[.//textarea]")
    response = as_tom.post(address(article, "edit"), dict(form.form_values()))
    assert response["Location"] == article.get_absolute_url()
    assert "reads so already" in said(response)
    assert stored() == before


def test_a_text_that_nothing_quotes_is_stored_at_once(as_tom, tom, article):
    response = edit(as_tom, article)
    assert response["Location"] == article.get_absolute_url()
    assert "Revision 2 is stored" in said(response)
    revision = current_of(article)
    assert (revision.number, revision.created_by, revision.wording) == (2, tom, BRIEF)
    assert [found.text for found in revision.passages.all()] == NEW
    assert log_of(article) == ["Added revision 2."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This field is required."),
        ("title: The bridge", "no body paragraph"),
        ("\r\n\r\n".join(["One."] * 951), "951 passages, more than 950"),
        ("The bridge\x00", "Null characters are not allowed."),
    ],
    ids=["nothing", "no body", "too many", "NUL"],
)
def test_a_text_that_cannot_be_used_is_refused_and_stays_in_the_field(as_tom, article, text, sentence):
    before = stored()
    response = as_tom.post(address(article, "edit"), {"text": text, "based_on": article.current_id})
    assert response.status_code == 422
    page = html.document_fromstring(response.content.decode().replace("\x00", ""))
    assert sentence in page.text_content()
    assert page.xpath("//textarea")[0].value.split() == text.replace("\x00", "").split()
    assert stored() == before


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 30, "0"])
def test_junk_in_place_of_the_revision_edited_stores_nothing(as_tom, article, based_on):
    response = as_tom.post(address(article, "edit"), {"text": as_typed(NEW), "based_on": based_on})
    assert response.status_code in (409, 422)
    assert current_of(article).number == 1


def test_letters_that_only_look_like_a_role_are_taken_as_text(as_tom, article):
    assert edit(as_tom, article, ["Tıtle: The bridge is closed."]).status_code == 302
    assert passage(Article.objects.get()).text == "Tıtle: The bridge is closed."


def test_markup_in_a_text_stays_text(as_tom, article, asked):
    strange = "</textarea><script>alert(1)</script> & <b>bold</b> after seven days"
    page = effects(as_tom, article, [strange, *NEW[2:]])
    assert "<script>alert" not in html.tostring(page.page.body, encoding="unicode")
    page.save()
    assert passage(Article.objects.get()).text == strange


# What it would do.


def test_before_anything_is_saved_the_effects_are_counted(as_tom, article, asked):
    before = stored()
    page = effects(as_tom, article)
    assert page.counts == "Of the citations 1 placed, 1 moved, 1 changed, 1 orphaned"
    assert "Nothing is saved yet." in page.text
    assert stored() == before


def test_old_and_new_words_stand_side_by_side(as_tom, article, asked):
    page = effects(as_tom, article)
    assert page.marked(asked[CHANGED]) == [CHANGED, CHANGED_TO]
    assert page.marked(asked[GONE]) == [GONE]
    told = " ".join(page.case(asked[CHANGED]).text_content().split())
    assert OLD[3] in told
    assert NEW[2] in told
    assert str(asked[CHANGED]) in told
    assert "supports the answer" in told
    assert "It cites passage 4" in told
    assert "changed to passage 3" in told
    assert "Nothing in the new text says so" in page.case(asked[GONE]).text_content()


def test_words_that_stand_unchanged_are_listed_with_their_way(as_tom, article, asked):
    page = effects(as_tom, article)
    assert "2 questions on words that stand unchanged" in page.text
    assert f"moved passage 1: “{MOVED}”" in page.text
    assert f"placed passage 2: “{PLACED}”" in page.text


def test_words_that_stand_twice_now_are_told_as_in_doubt(as_tom, article):
    question = question_on(article, PLACED)
    twice = ["It opens after seven days.", "It closes after seven days."]
    page = effects(as_tom, article, twice)
    assert page.counts == "Of the citations 1 orphaned"
    assert "stand in more than one place" in page.case(question).text_content()


def test_a_point_is_listed_with_the_side_it_takes(as_tom, article):
    made = side_on(article, GONE)
    told = " ".join(effects(as_tom, article).case(made).text_content().split())
    assert "Point: How long was it closed?" in told
    assert "on the side “Yes”" in told
    assert "Retire" not in told


def side_on(article: Article, words: str):
    rival = ArticleFactory(sentences=("The mayor spoke of nine days.",))
    sides = {"Yes": [(passage(article, IN[words]), words)], "No": [(passage(rival), "nine days")]}
    return point(sides, slug=f"on-{IN[words]}")


def test_effects_cost_as_many_queries_for_many_questions_as_for_few(as_tom, django_assert_max_num_queries):
    for count in (3, 30):
        article = ArticleFactory(sentences=OLD)
        for number in range(count):
            question_on(article, list(IN)[number % 4])
        with django_assert_max_num_queries(25):
            effects(as_tom, article)


# Saved as the page proposes.


def test_saved_as_proposed_unchanged_words_go_over_and_the_others_stay(as_tom, article, asked):
    response = effects(as_tom, article).save()
    assert response["Location"] == address(article, "settle")
    assert [found.text for found in current_of(article).passages.all()] == NEW
    assert {words: cited(question) for words, question in asked.items()} == {
        PLACED: [(2, "p2", PLACED)],
        MOVED: [(2, "p1", MOVED)],
        CHANGED: [(1, "p4", CHANGED)],
        GONE: [(1, "p3", GONE)],
    }
    assert "2 questions cite the new text; 2 questions stay on the text they cite." in said(response)


def test_what_goes_over_is_a_new_version_by_the_teacher_and_the_old_one_is_kept(as_tom, tom, article, asked):
    question = asked[PLACED]
    first = question.current
    effects(as_tom, article).save()
    second = Question.objects.get(pk=question.pk).current
    assert (second.number, second.published_by) == (2, tom)
    assert (second.face, second.key, second.points) == (first.face, first.key, first.points)
    assert first.citations.get().passage.revision.number == 1
    assert asked[GONE].versions.count() == 1


def test_placements_are_stored_with_the_text(as_tom, article, asked):
    effects(as_tom, article).save()
    states = Placement.objects.filter(revision=current_of(article)).values_list("state", flat=True)
    assert sorted(states) == ["changed", "moved", "orphaned", "placed"]


def test_the_log_tells_what_was_done_to_article_question_and_point(as_tom, article, asked):
    made, gone = side_on(article, PLACED), asked[GONE]
    effects(as_tom, article).save(**{key(gone): "retire"})
    assert log_of(article) == ["Added revision 2."]
    assert log_of(asked[PLACED]) == ["Cites revision 2 of bridge."]
    assert log_of(made) == ["Cites revision 2 of bridge."]
    assert log_of(gone) == ["Retired."]
    assert log_of(asked[CHANGED]) == []


def test_unchanged_words_may_stay_too(as_tom, article, asked):
    response = effects(as_tom, article).save(verbatim="leave")
    assert cited(asked[PLACED]) == [(1, "p2", PLACED)]
    assert "4 questions stay on the text they cite." in said(response)
    assert later(as_tom, article).counts == "Of the citations 1 placed, 1 moved, 1 changed, 1 orphaned"


# Each choice.


def test_changed_words_go_over_when_a_teacher_accepts_them(as_tom, article, asked):
    effects(as_tom, article).save(**{key(asked[CHANGED]): "move"})
    assert cited(asked[CHANGED]) == [(2, "p3", CHANGED_TO)]


def test_words_that_are_gone_are_replaced_by_others_that_a_teacher_copies(as_tom, article, asked):
    question = asked[GONE]
    chosen = {key(question): "move", words_of(question): "  the fire brigade reported "}
    effects(as_tom, article).save(**chosen)
    assert cited(question) == [(2, "p3", "the fire brigade reported")]


def test_other_words_may_take_the_place_of_changed_ones(as_tom, article, asked):
    question = asked[CHANGED]
    effects(as_tom, article).save(**{key(question): "move", words_of(question): "Nobody was hurt"})
    assert cited(question) == [(2, "p3", "Nobody was hurt")]


@pytest.mark.parametrize("typed", ['"We don\'t know - yet,"', "«We don‘t know — yet,»"])
def test_typography_is_no_wording_in_what_is_typed(as_tom, article, asked, typed):
    question = asked[GONE]
    page = effects(as_tom, article, [*NEW, "“We don’t know – yet,” the mayor said."])
    page.save(**{key(question): "move", words_of(question): typed})
    assert cited(question) == [(2, "p5", "“We don’t know – yet,”")]


def test_gone_words_do_not_go_over_without_others(as_tom, article, asked):
    page = refused(effects(as_tom, article), {key(asked[GONE]): "move"})
    assert page.errors == ["Its words are gone. Select others in the new text, or leave it on the old one."]


def test_words_that_do_not_stand_in_the_text_are_refused(as_tom, article, asked):
    question = asked[GONE]
    page = refused(effects(as_tom, article), {key(question): "move", words_of(question): "nine days"})
    assert page.errors == [
        "These words do not stand in the new text. Copy whole words, exactly as it has them."
    ]


def test_words_cut_out_of_a_word_are_refused(as_tom, article, asked):
    question = asked[GONE]
    page = refused(effects(as_tom, article), {key(question): "move", words_of(question): "fter seven day"})
    assert len(page.errors) == 1


AGAIN = [*NEW, "The mayor said it again: it was to open after seven days."]


def test_words_that_stand_in_several_places_are_refused_with_the_places(as_tom, article, asked):
    question = asked[GONE]
    page = refused(
        effects(as_tom, article, AGAIN), {key(question): "move", words_of(question): "after seven days"}
    )
    assert page.errors == [
        "These words stand 2 times (passage 2, passage 5). Select the ones you mean, or copy more of the sentence."
    ]


@pytest.mark.parametrize(("where", "anchor"), [("p2:21", "p2"), ("p5:40", "p5")])
def test_of_several_places_the_one_that_was_selected_is_cited(as_tom, article, asked, where, anchor):
    question = asked[GONE]
    assert AGAIN[4].index("after seven days") == 40
    page = effects(as_tom, article, AGAIN)
    page.save(**{key(question): "move", words_of(question): "after seven days", where_of(question): where})
    assert cited(question) == [(2, anchor, "after seven days")]
    start = question.draft_citations.get().start
    assert start == int(where.partition(":")[2])


def test_of_two_places_in_one_passage_the_one_that_was_selected_is_cited_and_marked(as_tom, article, asked):
    """What students see marked is what was selected, not the first that reads the same."""
    question = asked[GONE]
    twice = "The mayor spoke at nine, and at ten the mayor spoke at length."
    page = effects(as_tom, article, [*NEW, twice])
    start = twice.rindex("mayor")
    page.save(**{key(question): "move", words_of(question): "mayor", where_of(question): f"p5:{start}"})
    citation = Question.objects.get(pk=question.pk).current.citations.get()
    assert (citation.passage.anchor, citation.start) == ("p5", start)


@pytest.mark.parametrize("where", ["p2:22", "p9:21", "p2", ":", "p2:21:3", "p2:x", "\x00"])
def test_a_place_that_cannot_be_points_at_nothing(as_tom, article, asked, where):
    question = asked[GONE]
    fields = {key(question): "move", words_of(question): "after seven days", where_of(question): where}
    before = stored()
    response = effects(as_tom, article, AGAIN).save(**fields)
    assert response.status_code == 422
    assert stored() == before


def refused(page: Settling, changes: dict[str, str]) -> Settling:
    """The page that comes back. Nothing was stored, and what was chosen and typed is there still."""
    before = stored()
    again = Settling(page.client, page.save(**changes), 422)
    assert stored() == before
    assert "Nothing was saved." in again.text
    assert without_time(again.values) == without_time(page.values | changes)
    return again


def without_time(values: dict[str, str]) -> dict[str, str]:
    """The text comes back signed anew, with the time of that."""
    return values | {"text": values.get("text", "").partition(":")[0]}


def test_an_error_keeps_every_choice_and_saves_nothing(as_tom, article, asked):
    page = effects(as_tom, article)
    changes = {
        key(asked[GONE]): "move",
        words_of(asked[GONE]): "nowhere at all",
        key(asked[CHANGED]): "retire",
        "verbatim": "leave",
    }
    again = refused(page, changes)
    again.save(**{words_of(asked[GONE]): "the council said"})
    assert cited(asked[GONE]) == [(2, "p1", "the council said")]
    assert Question.objects.get(pk=asked[CHANGED].pk).state == Question.State.RETIRED
    assert cited(asked[PLACED]) == [(1, "p2", PLACED)]


def test_a_choice_that_is_none_is_refused(as_tom, article, asked):
    before = stored()
    response = effects(as_tom, article).save(**{key(asked[GONE]): "delete"})
    assert response.status_code == 422
    assert stored() == before


def test_a_point_cannot_be_retired(as_tom, article):
    made = side_on(article, GONE)
    before = stored()
    assert effects(as_tom, article).save(**{key(made): "retire"}).status_code == 422
    assert stored() == before


def test_a_question_may_be_retired_and_keeps_what_it_cited(as_tom, article, asked):
    question = asked[GONE]
    response = effects(as_tom, article).save(**{key(question): "retire"})
    assert Question.objects.get(pk=question.pk).state == Question.State.RETIRED
    assert cited(question) == [(1, "p3", GONE)]
    assert "1 question retired" in said(response)
    assert str(question) not in open_cases(as_tom, article)


def test_words_typed_for_a_question_that_stays_are_not_asked_about(as_tom, article, asked):
    question = asked[GONE]
    response = effects(as_tom, article).save(**{key(question): "leave", words_of(question): "nowhere"})
    assert response.status_code == 302
    assert cited(question) == [(1, "p3", GONE)]


def test_a_question_goes_over_only_as_a_whole(as_tom, article):
    both = question_on(article, PLACED, GONE)
    effects(as_tom, article).save()
    assert cited(both) == [(1, "p2", PLACED), (1, "p3", GONE)]
    page = later(as_tom, article)
    assert page.marked(both) == [GONE]
    assert f"placed passage 2: “{PLACED}”" in " ".join(page.case(both).text_content().split())
    page = refused(page, {key(both): "move"})
    assert len(page.errors) == 1
    page.save(**{words_of(both, 2): "Nobody was hurt"})
    assert cited(both) == [(2, "p2", PLACED), (2, "p3", "Nobody was hurt")]


def test_other_words_may_be_chosen_beside_an_orphan_for_words_that_stand(as_tom, article):
    both = question_on(article, PLACED, GONE)
    chosen = {
        key(both): "move",
        words_of(both, 1): "according to the mayor",
        words_of(both, 2): "the council said",
    }
    effects(as_tom, article).save(**chosen)
    assert cited(both) == [(2, "p2", "according to the mayor"), (2, "p1", "the council said")]


def test_what_a_question_cites_of_another_article_stays(as_tom, article):
    other = ArticleFactory(sentences=OLD)
    question = question_on(article, PLACED, cites=[(passage(article, 2), PLACED), (passage(other, 3), GONE)])
    effects(as_tom, article).save()
    assert cited(question) == [(2, "p2", PLACED), (1, "p3", GONE)]


def test_a_point_goes_over(as_tom, article):
    made = side_on(article, PLACED)
    response = effects(as_tom, article).save()
    taken = SidePassage.objects.get(side__point=made, side__says="Yes")
    assert (taken.passage, taken.quote, taken.is_found) == (
        passage(current_of(article).article, 2),
        PLACED,
        True,
    )
    assert "1 point cite" in said(response)


def test_other_words_may_be_chosen_for_a_point(as_tom, article):
    made = side_on(article, GONE)
    taken = SidePassage.objects.get(side__point=made, side__says="Yes")
    effects(as_tom, article).save(**{key(made): "move", f"{key(made)}-{taken.pk}-words": "Nobody was hurt"})
    taken.refresh_from_db()
    assert (taken.passage.anchor, taken.passage.revision.number, taken.quote) == ("p3", 2, "Nobody was hurt")


# Questions that are not asked as they stand.


def test_a_draft_goes_over_and_stays_a_draft(as_tom, article):
    question = question_on(article, PLACED, published=False)
    effects(as_tom, article).save()
    question.refresh_from_db()
    assert drafted(question) == [(2, "p2", PLACED)]
    assert (question.state, question.current) == (Question.State.DRAFT, None)


def test_of_a_question_with_unpublished_changes_the_draft_goes_over_and_students_keep_theirs(
    as_tom, as_ada, ada, article
):
    question = question_on(article, PLACED)
    stem = question.stem
    Question.objects.filter(pk=question.pk).update(stem="When, do you think, does it open?")
    response = effects(as_tom, article).save()
    assert f"“{Question.objects.get()}” has changes that are not published." in said(response)
    assert "students are asked the version that cites the old one until you publish it" in said(response)
    assert drafted(question) == [(2, "p2", PLACED)]
    assert cited(question) == [(1, "p2", PLACED)]
    slot = attempt_of(ada, question.question_set).slots.get()
    assert stem in as_ada.get(slot.get_absolute_url()).text
    publish(question, at=now())
    assert cited(question) == [(2, "p2", PLACED)]


def test_a_question_whose_draft_is_not_ready_does_not_stop_the_others(as_tom, article, asked):
    """A teacher may leave a draft half written; the new text is stored all the same."""
    half_written = asked[PLACED]
    half_written.options.all().delete()
    other = ArticleFactory(sentences=OLD)
    DraftCitation.objects.create(question=half_written, passage=passage(other), quote="not what stands there")
    response = effects(as_tom, article).save()
    assert response.status_code == 302
    assert cited(half_written) == [(1, "p2", PLACED)]
    assert cited(asked[MOVED]) == [(2, "p1", MOVED)]


def test_a_question_that_cannot_be_published_on_the_new_text_stays_and_says_why(as_tom, article):
    """Of a text in which every sentence supports it, a student has nothing to find."""
    question = QuestionFactory(
        kind="evidence",
        stem="Which sentence says when the bridge is to open?",
        options=[],
        cites=[(passage(article, 2), PLACED)],
        published=True,
    )
    response = effects(
        as_tom, article, ["It was to open again after seven days, according to the mayor."]
    ).save()
    assert current_of(article).number == 2
    assert "goes on citing the text it cites" in said(response)
    assert cited(question) == drafted(question) == [(1, "p2", PLACED)]


def test_a_question_that_reads_the_article_asks_for_the_sentence_of_the_new_text(
    as_tom, as_ada, ada, article
):
    question = QuestionFactory(
        kind="evidence",
        stem="Which sentence says when the bridge is to open?",
        options=[],
        cites=[(passage(article, 2), PLACED)],
        published=True,
    )
    running = attempt_of(ada, question.question_set).slots.get()
    effects(as_tom, article, ["A first sentence.", *NEW]).save()
    assert cited(question) == [(2, "p3", PLACED)]
    later_on = attempt_of(ada, question.question_set).slots.get()
    for slot, right in ((running, "2.1"), (later_on, "3.1")):
        as_ada.post(slot.get_absolute_url(), {"given": right})
        slot = type(slot).objects.get(pk=slot.pk)
        assert slot.given_answer.fraction == 1
    assert "A first sentence." not in as_ada.get(running.get_absolute_url()).text.partition("</form>")[0]


# Once, and one after the other.


def test_sending_the_same_form_twice_does_everything_once(as_tom, article, asked):
    page = effects(as_tom, article)
    changes = {
        key(asked[GONE]): "move",
        words_of(asked[GONE]): "the fire brigade reported",
        key(asked[CHANGED]): "retire",
    }
    page.save(**changes)
    before = stored()
    assert page.save(**changes).status_code == 302
    after = stored()
    assert after[:-1] == before[:-1]


def test_sending_the_same_form_twice_is_logged_once(as_tom, article, asked):
    page = effects(as_tom, article)
    page.save()
    page.save()
    assert log_of(article) == ["Added revision 2."]


def test_of_two_teachers_the_second_sees_what_the_first_did_before_saving(as_tom, article, asked):
    una = signed_in(person("una", "Teachers", is_staff=True))
    theirs, mine = [*NEW, "A fair is planned."], [NEW[1], NEW[0]]
    page = effects(una, article, mine)
    effects(as_tom, article, theirs).save()
    before = stored()
    response = page.save()
    assert response.status_code == 409
    assert "The article got revision 2 by tom while you were editing, and yours would replace it." in said(
        response
    )
    assert stored() == before
    again = Settling(una, response, 409)
    assert "A fair is planned." not in again.text.partition("The new text")[2]
    assert again.save().status_code == 302
    assert [found.text for found in current_of(article).passages.all()] == mine
    assert cited(asked[PLACED])[0][0] == 3


def test_what_the_second_teacher_chose_and_typed_is_not_lost(as_tom, article, asked):
    una = signed_in(person("una", "Teachers", is_staff=True))
    question = asked[GONE]
    page = effects(una, article, NEW[:3])
    effects(as_tom, article, [*NEW, "A fair is planned."]).save()
    chosen = {key(question): "move", words_of(question): "Nobody was hurt"}
    again = Settling(una, page.save(**chosen), 409)
    assert again.values.items() >= chosen.items()
    again.save()
    assert cited(question) == [(3, "p3", "Nobody was hurt")]


@pytest.mark.django_db(transaction=True)
def test_of_texts_saved_at_the_same_moment_one_is_stored_and_the_others_are_asked_again(article, asked):
    people = [UserFactory(is_staff=True, is_superuser=True) for _ in range(3)]
    pages = [
        effects(signed_in(teacher), article, [*NEW, f"A fair is planned by {teacher}."]) for teacher in people
    ]
    assert sorted(saved_at_once(pages)) == [302, 409, 409]
    assert article.revisions.count() == 2
    assert asked[PLACED].versions.count() == 2
    assert cited(asked[PLACED]) == [(2, "p2", PLACED)]


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_several_times_at_the_same_moment_does_everything_once(host, article, asked):
    pages = [effects(signed_in(host), article) for _ in range(3)]
    changes = {key(asked[GONE]): "move", words_of(asked[GONE]): "the council said"}
    assert saved_at_once(pages, **changes) == [302, 302, 302]
    assert article.revisions.count() == 2
    assert {words: question.versions.count() for words, question in asked.items()} == {
        PLACED: 2,
        MOVED: 2,
        GONE: 2,
        CHANGED: 1,
    }
    assert log_of(article) == ["Added revision 2."]


def saved_at_once(pages: list[Settling], **changes: str) -> list[int]:
    """What each is answered. Threads have connections of their own, so these tests commit."""
    ready = Barrier(len(pages))

    def save(page: Settling) -> int:
        ready.wait()
        try:
            return page.save(**changes).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pages)) as teachers:
        return list(teachers.map(save, pages))


def test_an_edit_begun_on_an_older_text_is_shown_against_the_new_one(as_tom, article, asked):
    first = article.current_id
    article.revise(body([*NEW, "A fair is planned."]), BRIEF)
    before = stored()
    response = edit(as_tom, article, NEW, based_on=first)
    assert "The article got revision 2 while you were editing" in said(response)
    assert stored() == before
    Settling(as_tom, response, 409).save()
    assert [found.text for found in current_of(article).passages.all()] == NEW


def test_two_teachers_who_write_the_same_make_one_revision(as_tom, article, asked):
    una = signed_in(person("una", "Teachers", is_staff=True))
    mine, theirs = effects(una, article), effects(as_tom, article)
    mine.save()
    assert theirs.save().status_code == 302
    assert article.revisions.count() == 2
    assert asked[PLACED].versions.count() == 2


def test_decisions_on_a_text_that_was_replaced_meanwhile_are_asked_anew(as_tom, article, asked):
    article.revise(body(NEW), BRIEF)
    page = later(as_tom, article)
    article.revise(body([NEW[2]]), BRIEF)
    before = stored()
    response = page.save(**{key(asked[CHANGED]): "move"})
    assert response.status_code == 409
    assert "The article got another revision meanwhile." in said(response)
    assert stored() == before
    again = Settling(as_tom, response, 409)
    assert again.values[key(asked[CHANGED])] == "move"
    again.save()
    assert cited(asked[CHANGED]) == [(3, "p1", CHANGED_TO)]


def test_a_place_selected_in_a_text_that_was_replaced_meanwhile_is_no_place_in_the_new_one(
    as_tom, article, asked
):
    """The same number and character may hold the same words of quite another sentence."""
    question = asked[GONE]
    article.revise(body(AGAIN), BRIEF)
    page = later(as_tom, article)
    another = "The ferry is to run till the new year or after seven days of rest at the most."
    another = another.rjust(len(another) + AGAIN[4].index(PLACED) - another.index(PLACED), ".")
    article.revise(body([*NEW, another]), BRIEF)
    place = f"p5:{another.index(PLACED)}"
    chosen = {key(question): "move", words_of(question): PLACED, where_of(question): place}
    again = Settling(as_tom, page.save(**chosen), 409)
    assert again.values[words_of(question)] == PLACED
    assert len(Settling(as_tom, again.save(), 422).errors) == 1


def test_questions_retired_meanwhile_are_left_as_they_are(as_tom, article, asked):
    page = effects(as_tom, article)
    asked[PLACED].retire()
    asked[GONE].retire()
    changes = {
        key(asked[GONE]): "move",
        words_of(asked[GONE]): "Nobody was hurt",
        key(asked[CHANGED]): "move",
    }
    assert page.save(**changes).status_code == 302
    assert cited(asked[PLACED]) == [(1, "p2", PLACED)]
    assert cited(asked[GONE]) == [(1, "p3", GONE)]
    assert cited(asked[CHANGED]) == [(2, "p3", CHANGED_TO)]


def test_a_question_written_meanwhile_stays_where_it_is_and_stops_nothing(as_tom, article, asked):
    """The page did not show it, so nothing was decided on it; it comes next."""
    page = effects(as_tom, article)
    question = question_on(article, CHANGED)
    response = page.save(**{key(asked[CHANGED]): "move"})
    assert response.status_code == 302
    assert cited(asked[CHANGED]) == [(2, "p3", CHANGED_TO)]
    assert cited(question) == [(1, "p4", CHANGED)]
    assert str(question) in open_cases(as_tom, article)


# What was sent.


@pytest.mark.parametrize("change", [lambda sent: "", lambda sent: sent[:-1], lambda sent: "x" + sent])
def test_a_text_that_was_tampered_with_stores_nothing(as_tom, article, asked, change):
    page = effects(as_tom, article)
    before = stored()
    response = page.save(text=change(page.values["text"]))
    assert response["Location"] == address(article, "edit")
    assert "The text did not arrive whole." in said(response)
    assert stored() == before


def test_the_text_of_another_article_is_not_taken(as_tom, article, asked):
    other = ArticleFactory(sentences=OLD)
    question_on(other, PLACED)
    page = effects(as_tom, article)
    page.address = address(other, "settle")
    response = page.save()
    assert response["Location"] == address(other, "edit")
    assert current_of(other).number == current_of(article).number == 1


@pytest.mark.parametrize("name", ["edit", "settle", "revise"])
def test_a_student_gets_none_of_these_pages(as_ada, as_tom, article, asked, name):
    sent = effects(as_tom, article).values | {"text": as_typed(NEW), "based_on": article.current_id}
    before = stored()
    for response in (as_ada.get(address(article, name)), as_ada.post(address(article, name), sent)):
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]
    assert stored() == before


@pytest.mark.parametrize("name", ["edit", "settle", "revise"])
def test_staff_without_the_right_to_add_articles_get_none_either(client, eve, article, name):
    eve.is_staff = True
    eve.save()
    client.force_login(eve)
    assert client.get(address(article, name)).status_code == 403
    assert client.post(address(article, name), {}).status_code == 403


@pytest.mark.parametrize("name", ["edit", "settle"])
def test_an_article_that_is_not_there_is_not_found(as_tom, name):
    assert as_tom.get(f"/admin/quizzes/article/99/{name}/").status_code == 404
    bare = Article.objects.create(slug="bare", title="Bare", publisher="Nobody")
    assert as_tom.get(address(bare, name)).status_code == 404


# Later.


def test_what_stayed_is_settled_later(as_tom, article, asked):
    effects(as_tom, article).save()
    page = later(as_tom, article)
    assert page.counts == "Of the citations 1 changed, 1 orphaned"
    response = page.save(
        **{key(asked[CHANGED]): "move", key(asked[GONE]): "move", words_of(asked[GONE]): "Nobody was hurt"}
    )
    assert response["Location"] == article.get_absolute_url()
    assert "2 questions cite the new text." in said(response)
    assert cited(asked[CHANGED]) == [(2, "p3", CHANGED_TO)]
    assert cited(asked[GONE]) == [(2, "p3", "Nobody was hurt")]
    assert log_of(asked[GONE]) == ["Cites revision 2 of bridge."]
    assert "quotes the text that is shown now" in open_cases(as_tom, article)


def test_later_too_an_error_keeps_what_was_typed_and_saves_nothing(as_tom, article, asked):
    article.revise(body(NEW), BRIEF)
    refused(later(as_tom, article), {key(asked[GONE]): "move", words_of(asked[GONE]): "nowhere"})


def test_behind_an_original_nothing_is_to_be_settled(as_tom, article, asked):
    attach_original(article, body(["A.", "B.", "C.", "D."]))
    assert "quotes the text that is shown now" in open_cases(as_tom, article)
    assert cited(asked[GONE]) == [(1, "p3", GONE)]


def test_an_import_leaves_what_it_changed_to_be_settled(as_tom, article, asked, tmp_path):
    file = tmp_path / "bridge.txt"
    file.write_text("\n\n".join(NEW), encoding="utf-8")
    call_command("import_article", str(file), "--slug=bridge", "--new-revision", "--brief", stdout=StringIO())
    assert {question.versions.count() for question in asked.values()} == {1}
    page = later(as_tom, article)
    assert page.counts == "Of the citations 1 placed, 1 moved, 1 changed, 1 orphaned"
    page.save()
    assert cited(asked[PLACED]) == [(2, "p2", PLACED)]


def test_a_library_whose_brief_changed_leaves_what_it_changed_to_be_settled(as_tom, tmp_path):
    folder = library(tmp_path, OLD)
    load(folder)
    question, article = Question.objects.get(library_name="opening"), Article.objects.get(slug="bridge")
    library(tmp_path, ["A first sentence.", *NEW])
    load(folder)
    assert current_of(article).number == 2
    assert cited(question) == [(1, "p2", PLACED)]
    page = later(as_tom, article)
    assert page.counts == "Of the citations 1 placed"
    page.save()
    assert cited(question) == [(2, "p3", PLACED)]


def test_loading_the_library_again_leaves_what_went_over_where_it_is(as_tom, tmp_path):
    """The file names passage 2, as the text was; the question cites passage 3, where its words stand now."""
    folder = library(tmp_path, OLD)
    load(folder)
    question, article = Question.objects.get(library_name="opening"), Article.objects.get(slug="bridge")
    effects(as_tom, article, ["A first sentence.", *NEW]).save()
    load(folder)
    assert cited(question) == [(2, "p3", PLACED)]
    assert passage(Article.objects.get(slug="bridge")).text == "A first sentence."


def library(folder, sentences):
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "sets").mkdir(exist_ok=True)
    passages = "\n".join(f'p{number} = "{text}"' for number, text in enumerate(sentences, start=1))
    head = 'title = "The bridge"\npublisher = "The Lend Post"\nkind = "news_report"\n[passages]\n'
    (folder / "articles" / "bridge.toml").write_text(head + passages)
    (folder / "sets" / "bridge.toml").write_text(
        f"""
title = "The bridge"
slug = "bridge"
[[questions]]
name = "opening"
kind = "single_choice"
stem = "After how many days was the bridge to open again?"
options = [{{ text = "Three" }}, {{ text = "Seven", right = true }}]
citations = [{{ passage = "bridge p2", quote = "{PLACED}" }}]
"""
    )
    return folder


def load(folder) -> None:
    call_command("load_library", str(folder), stdout=StringIO())


def test_what_waits_for_several_texts_is_placed_from_the_text_it_cites(as_tom, article, asked):
    article.revise(body(NEW), BRIEF)
    article.revise(body([OLD[3], NEW[1], "A fair is planned."]), BRIEF)
    page = later(as_tom, article)
    assert page.counts == "Of the citations 2 placed, 2 orphaned"
    page.save()
    assert cited(asked[CHANGED]) == [(3, "p1", CHANGED)]


def test_a_question_written_on_an_older_text_is_to_be_settled_as_well(as_tom, article):
    old = passage(article, 2)
    article.revise(body(["A first sentence.", *NEW]), BRIEF)
    question = QuestionFactory(cites=[(old, PLACED)], published=True)
    page = later(as_tom, article)
    assert page.counts == "Of the citations 1 placed"
    page.save()
    assert cited(question) == [(2, "p3", PLACED)]


def test_a_question_that_is_asked_again_after_it_was_retired_is_to_be_settled(as_tom, article):
    question = question_on(article, PLACED)
    question.retire()
    article.revise(body(["A first sentence.", *NEW]), BRIEF)
    assert "quotes the text that is shown now" in open_cases(as_tom, article)
    publish(question, at=now())
    later(as_tom, article).save()
    assert cited(question) == [(2, "p3", PLACED)]


@pytest.fixture
def more_than_a_page(article) -> None:
    """Two questions on changed words more than a page takes."""
    question_set = QuestionSetFactory()
    for _ in range(MOST_CASES + 2):
        question_on(article, CHANGED, question_set=question_set, published=False)


def all_go_over(page: Settling) -> HttpResponse:
    return page.save(**{name: "move" for name in page.values if name.removeprefix("question-").isdecimal()})


def test_more_cases_than_a_page_takes_come_one_page_after_the_other(as_tom, article, more_than_a_page):
    page = effects(as_tom, article)
    assert f"The first {MOST_CASES} of {MOST_CASES + 2}" in page.text
    response = all_go_over(page)
    assert response["Location"] == address(article, "settle")
    assert f"{MOST_CASES} questions cite the new text; 2 questions stay" in said(response)
    page = later(as_tom, article)
    assert page.counts == "Of the citations 2 changed"
    all_go_over(page)
    assert not DraftCitation.objects.filter(passage__revision__number=1).exists()


def test_sending_a_full_page_twice_does_everything_once(as_tom, article, more_than_a_page):
    page = effects(as_tom, article)
    all_go_over(page)
    assert all_go_over(page).status_code == 302
    assert DraftCitation.objects.filter(passage__revision__number=1).count() == 2


def test_a_full_page_of_questions_with_several_citations_each_can_be_sent(as_tom, article):
    """A request holds a thousand fields; a page must not hold more than can be sent back."""
    question_set = QuestionSetFactory()
    for _ in range(MOST_CASES):
        question_on(article, CHANGED, GONE, MOVED, question_set=question_set, published=False)
    page = effects(as_tom, article)
    assert page.save().status_code == 302
    assert current_of(article).number == 2


# Whose numbers a text has.


def paste(client: Client, article: Article, sentences: list[str], wording: str = "original") -> HttpResponse:
    """Both steps: the text, then its blocks with their roles as proposed."""
    data = {"title": article.title, "wording": wording, "pasted": as_typed(sentences)}
    response = client.post(address(article, "revise"), data)
    (form,) = html.document_fromstring(response.text).xpath("//form[@action='/admin/quizzes/article/roles/']")
    roles = {name: "body" for name, value in form.form_values() if name.startswith("role-")}
    return client.post("/admin/quizzes/article/roles/", dict(form.form_values()) | roles)


LONG = [f"“{sentence}” So it stood in the paper of that Monday, on the third page." for sentence in NEW]


def test_an_original_pasted_over_a_brief_with_as_many_passages_keeps_its_numbers(as_tom, article, asked):
    first = article.current
    response = paste(as_tom, article, LONG)
    assert response["Location"] == article.get_absolute_url()
    revision = current_of(article)
    assert (revision.wording, revision.numbered_as) == (ORIGINAL, first)
    assert cited(asked[GONE]) == [(1, "p3", GONE)]
    assert "quotes the text that is shown now" in open_cases(as_tom, article)


@pytest.mark.parametrize("sentences", [LONG[:3], [*LONG, "The third page had a picture of it as well."]])
def test_an_original_with_other_counts_has_numbers_of_its_own(as_tom, article, asked, sentences):
    page = Settling(as_tom, paste(as_tom, article, sentences))
    assert current_of(article).number == 1
    page.save()
    revision = current_of(article)
    assert (revision.number, revision.wording, revision.numbered_as) == (2, ORIGINAL, None)
    assert cited(asked[PLACED]) == [(2, "p2", PLACED)]


def test_a_brief_pasted_over_a_brief_has_numbers_of_its_own(as_tom, article, asked):
    Settling(as_tom, paste(as_tom, article, LONG, "brief")).save()
    assert (current_of(article).wording, current_of(article).numbered_as) == (BRIEF, None)


def test_an_original_that_is_edited_keeps_the_numbers_while_its_passages_are_as_many(as_tom, article, asked):
    first = article.current
    attach_original(article, body(LONG))
    response = edit(as_tom, article, [LONG[0].replace("third", "second"), *LONG[1:]])
    assert response["Location"] == article.get_absolute_url()
    revision = current_of(article)
    assert (revision.number, revision.wording, revision.numbered_as) == (3, ORIGINAL, first)
    assert cited(asked[GONE]) == [(1, "p3", GONE)]


def test_an_original_that_gains_a_passage_has_numbers_of_its_own(as_tom, article, asked):
    attach_original(article, body(LONG))
    article.refresh_from_db()
    Settling(as_tom, edit(as_tom, article, [*LONG, "One more."])).save()
    assert (current_of(article).number, current_of(article).numbered_as) == (3, None)


def test_an_edit_of_a_brief_never_keeps_the_numbers(as_tom, article, asked):
    """Nobody said that its third passage is the third of before."""
    effects(as_tom, article, [*OLD[:2], "Another third.", OLD[3]]).save()
    assert current_of(article).numbered_as is None

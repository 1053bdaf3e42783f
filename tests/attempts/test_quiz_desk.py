"""The desk, where teachers write how a question set is given."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from lxml import html

from quizzes.attempts.disclosure import EVERYTHING, PARTS, Phase
from quizzes.models import Attempt, DrawRule, ExtraTime, FeedbackBand, Quiz
from tests.attempts.quizzes import HOUR, MINUTE, NOON, quiz, send, slot_of, start, started
from tests.factories import TopicFactory, question_set_with

pytestmark = pytest.mark.django_db

LIST = "/admin/quizzes/quiz/"
EVERY_BOX = [f"{phase.value}:{part}" for part in PARTS for phase in Phase]
HOW_IT_ASKS = ("question_set", "behaviour", "penalty", "is_shuffled", "shuffles_options", "is_forward_only")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


class Form:
    """A quiz's form as a browser holds it: what it shows, and what pressing a button sends."""

    def __init__(self, client: Client, given: Quiz | None = None) -> None:
        self.client = client
        self.address = f"{LIST}{given.pk}/change/" if given else f"{LIST}add/"
        self.take(client.get(self.address))

    def take(self, response) -> None:
        self.response, self.page = response, html.document_fromstring(response.content.decode())
        (form,) = self.page.xpath("//form[@id='quiz_form']")
        self.values: dict[str, list[str]] = {}
        for name, value in form.form_values():
            self.values.setdefault(name, []).append(re.sub(r"^\r?\n", "", value))
        self.names = {element.name for element in form.inputs if element.name}

    def press(self, **changes) -> str:
        """The words of the page that comes then. A field that is None is not sent."""
        sent = {name: value for name, value in (self.values | changes).items() if value is not None}
        response = self.client.post(self.address, sent | {"_continue": "Save"}, follow=True)
        assert response.status_code == 200
        self.take(response)
        return words(response)

    def ticked(self) -> set[str]:
        return set(self.values.get("review", ()))

    def row(self, inline: str, number: int = 0, **fields) -> dict:
        """The fields of a row, in a formset that holds that many and one more."""
        total = max(number + 1, int(self.values[f"{inline}-TOTAL_FORMS"][0]))
        named = {f"{inline}-{number}-{name}": value for name, value in fields.items()}
        return {f"{inline}-TOTAL_FORMS": str(total)} | named


def words(response) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())


def act(client: Client, action: str, *quizzes: Quiz) -> str:
    chosen = [given.pk for given in quizzes]
    return words(client.post(LIST, {"action": action, "_selected_action": chosen}, follow=True))


# A new quiz.


def test_a_teacher_makes_a_quiz_with_a_draw_bands_and_extra_time(as_tom, ada):
    question_set, topic = question_set_with(4), TopicFactory(name="Bridges")
    form = Form(as_tom)
    said = form.press(
        title="Monday",
        question_set=question_set.pk,
        introduction="Stay **calm**.",
        is_offered="on",
        behaviour="deferred_certainty",
        is_shuffled="on",
        is_open_book=None,
        opens_at_0="2026-03-02",
        opens_at_1="13:00:00",
        closes_at_0="2026-03-02",
        closes_at_1="15:00:00",
        minutes="20",
        attempts_allowed="2",
        counts="average",
        pass_percent="60",
        review=EVERY_BOX,
        **form.row("draws", count="3", topic=str(topic.pk), difficulty="2"),
        **form.row("bands", from_percent="60", text="Well read."),
        **form.row("extra_times", username="ada", minutes="10"),
    )
    assert "was added successfully" in said
    made = Quiz.objects.get()
    assert (made.title, made.question_set, made.behaviour) == ("Monday", question_set, "deferred_certainty")
    assert (made.is_offered, made.is_shuffled, made.is_open_book, made.is_practice) == (
        True,
        True,
        False,
        False,
    )
    assert (made.opens_at, made.closes_at, made.minutes) == (NOON + HOUR, NOON + 3 * HOUR, 20)
    assert (made.attempts_allowed, made.counts, made.pass_percent) == (2, "average", 60)
    assert made.review == EVERYTHING
    draw, band, extra = made.draws.get(), made.bands.get(), made.extra_times.get()
    assert (draw.count, draw.topic, draw.difficulty, draw.question_set) == (3, topic, 2, None)
    assert (band.from_percent, band.text) == (60, "Well read.")
    assert (extra.student, extra.minutes) == (ada, 10)


def test_a_quiz_made_at_the_desk_can_be_taken(as_tom, as_ada):
    Form(as_tom).press(title="Monday", question_set=question_set_with(2).pk, is_offered="on")
    attempt = start(as_ada, Quiz.objects.get())
    send(as_ada, slot_of(attempt), "Seven")
    assert Attempt.objects.get().mark == 1


def test_a_new_quiz_is_not_offered_unless_it_is_ticked(as_tom):
    form = Form(as_tom)
    assert "is_offered" not in form.values
    form.press(title="Monday", question_set=question_set_with(1).pk)
    assert not Quiz.objects.offered().exists()


def test_a_quiz_needs_a_title_and_a_set(as_tom):
    said = Form(as_tom).press()
    assert said.count("This field is required.") == 2
    assert not Quiz.objects.exists()


def test_practice_is_not_on_the_desk(as_tom):
    practice = Quiz.practice(question_set_with(1))
    assert practice.title not in words(as_tom.get(LIST)).replace(practice.question_set.title, "", 1)
    assert as_tom.get(f"{LIST}{practice.pk}/change/", follow=True).redirect_chain[0][0] == "/admin/"


@pytest.mark.parametrize("path", ["", "add/"])
def test_a_student_gets_no_desk(as_ada, path):
    assert "/admin/login/" in as_ada.get(f"{LIST}{path}")["Location"]


# What it shows is what is stored.


def test_saving_a_quiz_as_the_form_shows_it_changes_nothing(as_tom, ada):
    given = quiz(
        introduction="Stay calm.",
        behaviour="deferred",
        review={"later": ["mark"], "closed": ["correctness", "evidence"]},
        opens_at=NOON,
        closes_at=NOON + HOUR,
        minutes=10,
        attempts_allowed=3,
        counts="last",
        pass_percent=0,
        penalty=0.25,
    )
    DrawRule.objects.create(quiz=given, count=2)
    FeedbackBand.objects.create(quiz=given, from_percent=0, text="Well.")
    ExtraTime.objects.create(quiz=given, student=ada, minutes=5)
    assert "was changed successfully" in Form(as_tom, given).press()
    again = Quiz.objects.get()
    for field in Quiz._meta.fields:
        if field.name != "review":
            assert getattr(again, field.name) == getattr(given, field.name), field.name
    shown = {phase: parts for phase, parts in again.review.items() if parts}
    assert {phase: set(parts) for phase, parts in shown.items()} == {
        phase: set(parts) for phase, parts in given.review.items()
    }
    assert (again.draws.get().count, again.bands.get().text, again.extra_times.get().student) == (
        2,
        "Well.",
        ada,
    )


def test_saving_keeps_the_usual_penalty_of_a_third(as_tom):
    given = quiz(behaviour="interactive")
    Form(as_tom, given).press(title="Tuesday")
    assert Quiz.objects.get().penalty == pytest.approx(1 / 3)


def test_a_right_answer_at_the_fourth_try_earns_nothing_in_a_quiz_of_the_desk(as_tom, as_ada):
    question_set = question_set_with(1, hints="One.\nTwo.\nThree.")
    Form(as_tom).press(
        title="Monday",
        question_set=question_set.pk,
        is_offered="on",
        behaviour="interactive",
        review=EVERY_BOX,
    )
    attempt = start(as_ada, Quiz.objects.get())
    for text in ("Three", "Nine", "Three", "Seven"):
        send(as_ada, slot_of(attempt), text)
    page = as_ada.get(slot_of(attempt).get_absolute_url())
    assert "0 of 1 mark" in page.text


def test_the_matrix_has_a_box_for_each_part_in_each_phase_with_a_name(as_tom):
    form = Form(as_tom)
    boxes = form.page.xpath("//table[@class='matrix']//input[@type='checkbox']")
    assert [box.get("value") for box in boxes] == EVERY_BOX
    assert len({box.get("aria-label") for box in boxes}) == len(boxes) == 28


def test_a_new_quiz_starts_with_every_box_ticked(as_tom):
    assert Form(as_tom).ticked() == set(EVERY_BOX)


def test_the_boxes_ticked_are_the_parts_that_show(as_tom):
    given = quiz()
    form = Form(as_tom, given)
    chosen = {"just_after:mark", "closed:correctness", "closed:evidence"}
    form.press(review=sorted(chosen))
    assert form.ticked() == chosen
    assert Quiz.objects.get().review == {
        "during": [],
        "just_after": ["mark"],
        "later": [],
        "closed": ["correctness", "evidence"],
    }


def test_with_no_box_ticked_nothing_shows(as_tom):
    given = quiz()
    form = Form(as_tom, given)
    form.press(review=None)
    assert form.ticked() == set()
    assert not any(Quiz.objects.get().review.values())


def test_boxes_stay_as_they_were_ticked_when_something_else_is_wrong(as_tom):
    form = Form(as_tom, quiz())
    form.press(review=["later:mark"], title="")
    assert form.ticked() == {"later:mark"}
    assert Quiz.objects.get().review == EVERYTHING


# What is wrong is told.


def refused(client: Client, given: Quiz, **changes) -> str:
    before = Quiz.objects.filter(pk=given.pk).values().get()
    said = Form(client, given).press(**changes)
    assert "Please correct the error" in said
    assert Quiz.objects.filter(pk=given.pk).values().get() == before
    return said


def test_a_quiz_that_closes_before_it_opens_is_refused(as_tom):
    said = refused(
        as_tom,
        quiz(),
        opens_at_0="2026-03-02",
        opens_at_1="13:00",
        closes_at_0="2026-03-02",
        closes_at_1="12:00",
    )
    assert "The quiz closes before it opens. Write a later time for “closes”." in said


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("minutes", "0", "greater than or equal to 1"),
        ("minutes", "-5", "greater than or equal to"),
        ("minutes", "1000000000000", "less than or equal to"),
        ("attempts_allowed", "0", "greater than or equal to 1"),
        ("pass_percent", "101", "less than or equal to 100"),
        ("penalty", "1.5", "less than or equal to 1"),
        ("penalty", "-0.1", "greater than or equal to 0"),
        ("penalty", "nan", "Enter a number."),
        ("behaviour", "adaptive", "adaptive is not one of the available choices"),
        ("counts", "median", "median is not one of the available choices"),
        ("review", ["later:everything"], "later:everything is not one of the available choices"),
        ("opens_at_0", "yesterday", "Enter a valid date."),
    ],
)
def test_a_value_out_of_bounds_is_refused_and_told(as_tom, field, value, told):
    assert told in refused(as_tom, quiz(), **{field: value})


@pytest.mark.parametrize("review", [None, ["during:mark"], ["later:correctness"]])
def test_several_tries_need_correctness_during_the_attempt(as_tom, review):
    said = refused(as_tom, quiz(), behaviour="interactive", review=review)
    assert "A quiz with several tries has to say whether an answer is right." in said
    assert "Tick “Whether right” under “During the attempt”." in said


def test_several_tries_need_it_once_attempted_too(as_tom, ada):
    given = quiz(behaviour="interactive")
    started(ada, given)
    assert "several tries" in refused(as_tom, given, review=["later:correctness"])


@pytest.mark.parametrize(
    ("username", "minutes", "told"),
    [
        ("nobody", "5", "Nobody signs in as “nobody”. Write the name as they do."),
        ("ada", "0", "greater than or equal to 1"),
        ("ada", "", "This field is required."),
        ("", "5", "This field is required."),
    ],
)
def test_extra_time_that_cannot_be_is_refused(as_tom, ada, username, minutes, told):
    given = quiz()
    form = Form(as_tom, given)
    assert told in form.press(**form.row("extra_times", username=username, minutes=minutes))
    assert not ExtraTime.objects.exists()


def test_a_student_who_has_extra_time_gets_none_a_second_time(as_tom, ada):
    given = quiz()
    ExtraTime.objects.create(quiz=given, student=ada, minutes=5)
    form = Form(as_tom, given)
    said = form.press(**form.row("extra_times", 1, username="ada", minutes="9"))
    assert "This student has extra time here already." in said
    assert ExtraTime.objects.get().minutes == 5


@pytest.mark.parametrize("is_new", [True, False])
def test_a_student_written_down_twice_at_once_is_told_too(as_tom, ada, is_new):
    form = Form(as_tom) if is_new else Form(as_tom, quiz())
    rows = form.row("extra_times", 0, username="ada", minutes="5")
    rows |= form.row("extra_times", 1, username="ada", minutes="9")
    said = form.press(title="Monday", question_set=question_set_with(1).pk, **rows)
    assert "This student stands here twice. Keep one of the lines." in said
    assert not ExtraTime.objects.exists()


def test_two_bands_from_the_same_percent_are_refused(as_tom):
    form = Form(as_tom, quiz())
    rows = form.row("bands", 0, from_percent="50", text="One.")
    rows |= form.row("bands", 1, from_percent="50", text="Other.")
    assert "Please correct the duplicate" in form.press(**rows)
    assert not FeedbackBand.objects.exists()


def test_a_draw_of_nothing_is_refused(as_tom):
    form = Form(as_tom, quiz())
    assert "greater than or equal to 1" in form.press(**form.row("draws", count="0"))


def test_a_draw_that_finds_too_few_is_saved_with_a_warning(as_tom):
    form = Form(as_tom, quiz(2))
    said = form.press(**form.row("draws", count="5"))
    assert "There are 3 questions too few to draw from." in said
    assert DrawRule.objects.get().count == 5


# Extra time.


def test_extra_time_of_the_desk_holds_at_once(as_tom, ada):
    given = quiz(minutes=10)
    attempt = started(ada, given)
    form = Form(as_tom, given)
    form.press(**form.row("extra_times", username=" ada ", minutes="5"))
    attempt.refresh_from_db()
    assert attempt.deadline_at == NOON + 15 * MINUTE


def test_extra_time_changed_and_taken_back_at_the_desk_holds_at_once(as_tom, ada):
    given = quiz(minutes=10)
    attempt = started(ada, given)
    ExtraTime.objects.create(quiz=given, student=ada, minutes=5)
    form = Form(as_tom, given)
    for change, minutes in (({"extra_times-0-minutes": "20"}, 30), ({"extra_times-0-DELETE": "on"}, 10)):
        form.press(**change)
        attempt.refresh_from_db()
        assert attempt.deadline_at == NOON + minutes * MINUTE


def test_extra_time_given_to_another_student_is_taken_from_the_first(as_tom, ada, eve):
    given = quiz(minutes=10)
    attempt = started(ada, given)
    ExtraTime.objects.create(quiz=given, student=ada, minutes=5)
    Form(as_tom, given).press(**{"extra_times-0-username": "eve"})
    assert given.extra_for(ada) == 0 * MINUTE
    attempt.refresh_from_db()
    assert attempt.deadline_at == NOON + 10 * MINUTE


# Once somebody was asked.


def test_how_it_asks_is_settled_once_attempted_and_the_form_says_why(as_tom, ada):
    given = quiz()
    assert set(HOW_IT_ASKS) <= Form(as_tom, given).names
    started(ada, given)
    form = Form(as_tom, given)
    assert not set(HOW_IT_ASKS) & form.names
    assert "Students have been asked, so how it asks stays." in words(form.response)
    changes = {"behaviour": "immediate", "penalty": "0.9", "question_set": str(question_set_with(1).pk)}
    form.press(**changes, is_forward_only="on", is_shuffled="on", title="Tuesday")
    again = Quiz.objects.get()
    assert again.title == "Tuesday"
    for name in HOW_IT_ASKS:
        assert getattr(again, name) == getattr(given, name)


def test_the_draw_is_settled_once_attempted(as_tom, ada):
    given = quiz()
    DrawRule.objects.create(quiz=given, count=1)
    started(ada, given)
    form = Form(as_tom, given)
    assert not [name for name in form.names if name.startswith("draws-") and name.endswith("count")]
    form.press(**{"draws-TOTAL_FORMS": "1", "draws-INITIAL_FORMS": "0", "draws-0-count": "2"})
    assert DrawRule.objects.get().count == 1


def test_when_it_opens_and_what_shows_can_change_at_any_time(as_tom, ada):
    given = quiz()
    started(ada, given)
    form = Form(as_tom, given)
    form.press(closes_at_0="2026-03-02", closes_at_1="14:00", review=["closed:mark"], pass_percent="50")
    again = Quiz.objects.get()
    assert again.closes_at == NOON + 2 * HOUR
    assert again.review["closed"] == ["mark"]
    assert again.pass_percent == 50


def test_a_quiz_with_attempts_is_not_deleted(as_tom, ada):
    given = quiz()
    started(ada, given)
    as_tom.post(f"{LIST}{given.pk}/delete/", {"post": "yes"})
    assert Quiz.objects.exists()
    assert Attempt.objects.exists()


# Duplicates.


def test_a_duplicate_asks_in_the_same_way_and_is_not_offered_yet(as_tom, ada):
    given = quiz(behaviour="interactive", penalty=0.2, minutes=10, review={"during": ["correctness"]})
    DrawRule.objects.create(quiz=given, count=2)
    FeedbackBand.objects.create(quiz=given, from_percent=50, text="Well.")
    ExtraTime.objects.create(quiz=given, student=ada, minutes=5)
    started(ada, given)
    assert "1 duplicated." in act(as_tom, "duplicate", given)
    copy = Quiz.objects.exclude(pk=given.pk).get()
    assert copy.title == "Bridges on Monday (copy)"
    assert not copy.is_offered
    own = {"id", "title", "is_offered"}
    for field in Quiz._meta.fields:
        if field.name not in own:
            assert getattr(copy, field.name) == getattr(given, field.name), field.name
    assert (copy.draws.get().count, copy.bands.get().text) == (2, "Well.")
    assert not copy.extra_times.exists()
    assert not copy.attempts.exists()
    assert (given.draws.count(), given.bands.count(), given.extra_times.count()) == (1, 1, 1)
    assert set(HOW_IT_ASKS) <= Form(as_tom, copy).names


def test_several_quizzes_are_duplicated_together(as_tom):
    quizzes = [quiz(1), quiz(1)]
    assert "2 duplicated." in act(as_tom, "duplicate", *quizzes)
    assert Quiz.objects.count() == 4


def test_a_quiz_of_the_library_can_be_duplicated(as_tom):
    given = quiz(library_name="monday")
    assert "1 duplicated." in act(as_tom, "duplicate", given)
    assert Quiz.objects.exclude(pk=given.pk).get().library_name is None


def test_the_longest_title_can_be_duplicated(as_tom):
    given = quiz(title="x" * 200)
    act(as_tom, "duplicate", given)
    assert len(Quiz.objects.exclude(pk=given.pk).get().title) <= 200


# The list.


def test_the_list_tells_what_matters_and_counts_attempts(as_tom, ada, eve):
    given = quiz(behaviour="deferred_certainty")
    for student in (ada, eve):
        started(student, given)
    page = html.document_fromstring(as_tom.get(LIST).content.decode())
    (row,) = page.xpath("//table[@id='result_list']/tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
    assert cells[1:4] == ["Bridges on Monday", given.question_set.title, "Deferred feedback, with certainty"]
    assert cells[-1] == "2"


def test_the_list_costs_the_same_with_many_quizzes(as_tom, ada, django_assert_max_num_queries):
    for _ in range(12):
        started(ada, quiz(1))
    as_tom.get("/admin/")
    with django_assert_max_num_queries(12):
        assert as_tom.get(LIST).text.count('name="_selected_action"') == 12


def test_times_of_the_desk_are_times_of_the_site(as_tom):
    """The desk writes local time, the store keeps the moment."""
    form = Form(as_tom, quiz(opens_at=datetime(2026, 7, 1, 8, tzinfo=UTC)))
    assert (form.values["opens_at_0"], form.values["opens_at_1"]) == (["2026-07-01"], ["08:00:00"])

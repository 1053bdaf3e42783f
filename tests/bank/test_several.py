"""Changing several questions at once."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from quizzes.attempts.models import Quiz
from quizzes.bank.models import Question, QuestionSet
from tests.bank.reviewed import LIST, reviewed_set, words
from tests.factories import QuestionFactory, QuestionSetFactory, TopicFactory, attempt_of, question_set_with

pytestmark = pytest.mark.django_db
SEVERAL = f"{LIST}several/"


class Desk:
    """The page as a browser holds it."""

    def __init__(self, client: Client, questions) -> None:
        self.client = client
        ids = [question.pk for question in questions]
        self.take(client.post(LIST, {"action": "change_several", "_selected_action": ids}))

    def take(self, response) -> None:
        self.response, self.words = response, words(response)
        forms = html.document_fromstring(response.content.decode()).xpath(
            "//form[contains(@class, 'several')]"
        )
        self.values: dict[str, list[str]] = {}
        for name, value in forms[0].form_values() if forms else []:
            self.values.setdefault(name, []).append(value)

    def press(self, button: str = "", **fields):
        sent = (
            self.values
            | {name: str(value) for name, value in fields.items()}
            | ({button: "1"} if button else {})
        )
        self.take(self.client.post(SEVERAL, sent, follow=True))
        return self

    def do(self, **fields):
        """Look at what it does, then do it."""
        return self.press(**fields).press("do")


def test_what_it_does_is_seen_before_it_is_done(as_tom):
    question_set, target = question_set_with(3), QuestionSetFactory(title="Ferries")
    desk = Desk(as_tom, question_set.questions.all()).press(question_set=target.pk, difficulty=3)
    assert "3 of 3 would change" in desk.words
    assert "Moves to “Ferries”: 3" in desk.words
    assert not target.questions.exists()


def test_questions_that_move_come_last_in_their_order_and_the_others_keep_their_places(as_tom):
    question_set, target = question_set_with(4), question_set_with(2)
    moved = list(question_set.questions.in_order())[1:3]
    left = list(question_set.questions.exclude(pk__in=[row.pk for row in moved]).values("pk", "position"))
    old = list(target.questions.in_order())
    desk = Desk(as_tom, moved).do(question_set=target.pk)
    assert "2 questions changed." in desk.words
    assert list(target.questions.in_order()) == [*old, *moved]
    assert list(question_set.questions.values("pk", "position")) == left


def test_an_open_attempt_keeps_what_it_was_given(as_tom, ada):
    question_set, target = question_set_with(2), QuestionSetFactory()
    attempt = attempt_of(ada, question_set)
    slots = list(attempt.slots.values())
    Desk(as_tom, question_set.questions.all()).do(question_set=target.pk)
    assert list(attempt.slots.values()) == slots


def test_a_quiz_that_draws_from_a_set_draws_what_moved_there(as_tom, ada):
    question_set, target = question_set_with(2), question_set_with(1)
    Desk(as_tom, question_set.questions.all()).do(question_set=target.pk)
    assert Quiz.practice(QuestionSet.objects.get(pk=target.pk)).question_set == target
    assert attempt_of(ada, target).slots.count() == 3


def test_topic_and_difficulty_are_set_and_taken_away(as_tom):
    question_set, topic = question_set_with(2), TopicFactory(name="Ferries")
    Desk(as_tom, question_set.questions.all()).do(topic=topic.pk, difficulty=3)
    assert set(question_set.questions.values_list("topic__name", "difficulty")) == {("Ferries", 3)}
    Desk(as_tom, question_set.questions.all()).do(topic="none")
    assert set(question_set.questions.values_list("topic__name", "difficulty")) == {(None, 3)}


def test_those_that_cannot_be_published_are_told_why_and_stay_wholly_as_they_are(as_tom):
    target = QuestionSetFactory()
    good, bad = QuestionFactory(), QuestionFactory(cites=[])
    desk = Desk(as_tom, [good, bad]).press(question_set=target.pk, state="publish")
    assert "1 of 2 would change" in desk.words
    assert "none supports the answer" in desk.words
    desk.press("do")
    assert "1 question changed." in desk.words
    assert "1 question stayed as before." in desk.words
    good.refresh_from_db()
    assert (good.state, good.question_set) == ("published", target)
    before = bad.question_set
    bad.refresh_from_db()
    assert (bad.state, bad.question_set) == ("draft", before)


def test_a_set_that_is_reviewed_publishes_nothing_that_moves_there_unseen(as_tom):
    question = QuestionFactory()
    desk = Desk(as_tom, [question]).press(question_set=reviewed_set().pk, state="publish")
    assert "only once a second teacher approved" in desk.words


def test_a_question_that_is_asked_already_may_move_to_a_reviewed_set(as_tom):
    question, target = QuestionFactory(published=True), reviewed_set()
    Desk(as_tom, [question]).do(question_set=target.pk)
    question.refresh_from_db()
    assert (question.question_set, question.state) == (target, "published")


def test_questions_are_retired_together(as_tom):
    question_set = question_set_with(2)
    Desk(as_tom, question_set.questions.all()).do(state="retire")
    assert set(question_set.questions.values_list("state", flat=True)) == {"retired"}


def test_nothing_chosen_is_asked_for(as_tom):
    desk = Desk(as_tom, question_set_with(1).questions.all()).press()
    assert desk.response.status_code == 422
    assert "Nothing is chosen yet." in desk.words


def test_a_forged_choice_keeps_what_was_chosen_beside_it(as_tom):
    desk = Desk(as_tom, question_set_with(1).questions.all()).press(topic="99999", difficulty=3)
    assert desk.response.status_code == 422
    assert desk.values["difficulty"] == ["3"]


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_done(as_tom):
    question_set = question_set_with(2)
    desk = Desk(as_tom, question_set.questions.all()).press(difficulty=3)
    question_set.questions.in_order().first().retire()
    desk.press("do")
    assert desk.response.status_code == 409
    assert "nothing was done" in desk.words
    assert not Question.objects.filter(difficulty=3).exists()
    desk.press("do")
    assert Question.objects.filter(difficulty=3).count() == 2


def test_a_double_click_finds_it_done(as_tom):
    question_set, target = question_set_with(2), QuestionSetFactory()
    desk = Desk(as_tom, question_set.questions.all()).press(question_set=target.pk)
    sent = desk.values | {"do": "1"}
    as_tom.post(SEVERAL, sent)
    positions = list(target.questions.in_order().values_list("pk", "position"))
    assert "That is done already." in words(as_tom.post(SEVERAL, sent, follow=True))
    assert list(target.questions.in_order().values_list("pk", "position")) == positions


def test_what_was_done_stands_in_each_questions_history(as_tom):
    question = question_set_with(1).questions.get()
    Desk(as_tom, [question]).do(difficulty=3)
    history = as_tom.get(reverse("admin:quizzes_question_history", args=[question.pk]))
    assert "difficulty Medium → Hard" in words(history)


def test_the_address_alone_leads_to_the_list(as_tom):
    assert as_tom.get(SEVERAL)["Location"] == LIST
    assert as_tom.post(SEVERAL, {"ids": ["x", "9" * 30]})["Location"] == LIST


def test_students_and_strangers_get_nowhere(as_ada):
    question = question_set_with(1).questions.get()
    for client in (as_ada, Client()):
        response = client.post(SEVERAL, {"ids": [question.pk], "difficulty": "3", "do": "1"})
        assert response.status_code in (302, 403)
    assert Question.objects.get().difficulty == 2


@pytest.mark.parametrize("count", [2, 12])
def test_looking_at_many_takes_no_more_queries(as_tom, count, django_assert_max_num_queries):
    questions = question_set_with(count).questions.all()
    desk = Desk(as_tom, questions)
    with django_assert_max_num_queries(20):
        desk.press(difficulty=3)


class TestNearDuplicates:
    def test_pairs_of_a_set_are_shown_with_the_words_that_differ(self, as_tom):
        stem = "After how many days was the bridge over the Lend to open again?"
        one = QuestionFactory(stem=stem)
        QuestionFactory(stem=stem.replace("days", "weeks"))
        page = as_tom.get(f"{LIST}alike/", {"set": one.question_set.slug})
        assert "1 pair in" in words(page)
        assert "<del>days</del><ins>weeks</ins>" in page.text

    def test_a_set_without_any_says_so(self, as_tom):
        question_set = QuestionSetFactory()
        assert "None in" in words(as_tom.get(f"{LIST}alike/", {"set": question_set.slug}))
        assert as_tom.get(f"{LIST}alike/").status_code == 200
        assert as_tom.get(f"{LIST}alike/", {"set": "nothing"}).status_code == 404

    def test_the_set_leads_there(self, as_tom):
        question_set = QuestionSetFactory()
        page = as_tom.get(f"/admin/quizzes/questionset/{question_set.pk}/change/")
        assert f"{LIST}alike/?set={question_set.slug}" in page.text

    def test_students_get_nowhere(self, as_ada):
        assert as_ada.get(f"{LIST}alike/").status_code == 302

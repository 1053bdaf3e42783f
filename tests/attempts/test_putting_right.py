"""A wrong key put right: whose mark changes, that nobody is harmed, and that it can be taken back."""

import pytest

from quizzes.attempts import corrected
from quizzes.attempts.putting_right import Overtaken, make, problem, proposed
from quizzes.bank.corrections import Correction, alike
from quizzes.bank.models import Question
from quizzes.bank.publishing import publish
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, Option, Remark
from tests.attempts.corrections import (
    LATER,
    correction,
    finished,
    first_question,
    marks,
    put_right,
    taken_back,
)
from tests.attempts.quizzes import (
    NOON,
    TO_COUNT,
    answer,
    answers_to,
    kept,
    one_of_each_kind,
    quiz,
    slot_of,
    started,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(db):
    return quiz(3, behaviour="immediate")


def test_an_answer_accepted_since_is_right_and_the_mark_goes_up(ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", "Three"])
    put_right(first_question(at_once), "accept", text="Nine")
    assert marks(attempt) == (2, 3)
    assert slot_of(attempt).answer.credit == 1


def test_what_was_marked_first_is_kept_and_comes_back(ada, tom, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", "Three"])
    before = list(Answer.objects.order_by("pk").values())
    made = put_right(first_question(at_once), "accept", text="Nine")
    assert taken_back(made, tom)
    assert marks(attempt) == (1, 3)
    assert list(Answer.objects.order_by("pk").values()) == before
    assert not Correction.objects.standing().exists()


def test_others_answers_stay_as_they_are(ada, eve, at_once):
    finished(ada, at_once, ["Nine", "Seven", "Three"])
    other = finished(eve, at_once, ["Three", "Seven", "Three"])
    put_right(first_question(at_once), "accept", text="Nine")
    assert marks(other) == (1, 3)
    assert set(Remark.objects.values_list("slot__attempt__student__username", flat=True)) == {"ada"}


def test_whoever_chose_an_option_left_out_has_the_credit(ada, eve, at_once):
    attempts = [finished(ada, at_once, ["Nine", "", ""]), finished(eve, at_once, ["Three", "", ""])]
    put_right(first_question(at_once), "drop_option", text="Nine")
    assert [marks(attempt)[0] for attempt in attempts] == [1, 0]


def test_everyone_asked_in_a_finished_attempt_has_the_credit_also_without_an_answer(ada, eve, at_once):
    attempts = [finished(ada, at_once, ["Nine", "", ""]), finished(eve, at_once, ["", "", ""])]
    put_right(first_question(at_once), "credit_to_all")
    assert [marks(attempt) for attempt in attempts] == [(1, 3), (1, 3)]
    assert slot_of(attempts[1]).mark == 1
    # How right it was stays as it was.
    assert slot_of(attempts[0]).answer.credit == 0


def test_a_question_dropped_counts_for_nobody_and_the_percentage_follows(ada, at_once):
    at_once.pass_percent = 50
    at_once.save()
    attempt = finished(ada, at_once, ["Nine", "Seven", "Three"])
    assert not attempt.has_passed
    put_right(first_question(at_once), "drop_question")
    assert marks(attempt) == (1, 2)
    assert attempt.has_passed


@pytest.mark.parametrize(("keeps_better", "expected"), [(True, (2, 3)), (False, (1, 2))])
def test_dropping_harms_nobody_unless_it_is_wanted(ada, at_once, keeps_better, expected):
    attempt = finished(ada, at_once, ["Seven", "Seven", "Three"])
    put_right(first_question(at_once), "drop_question", keeps_better=keeps_better)
    assert marks(attempt) == expected


@pytest.mark.parametrize(("keeps_better", "expected"), [(True, 1), (False, 0)])
def test_marks_by_a_newer_version_fall_only_where_that_is_wanted(ada, at_once, keeps_better, expected):
    attempt = finished(ada, at_once, ["Seven", "", ""])
    question = first_question(at_once)
    old = question.current
    new = published_with(question, "Nine")
    details = {"version": new.pk, "number": new.number, "key": new.key}
    put_right(question, "remark", version_ids=[old.pk], details=details, keeps_better=keeps_better)
    assert marks(attempt)[0] == expected


def test_a_newer_version_marks_what_was_given_to_an_older_one(ada, tom, at_once):
    attempt = finished(ada, at_once, ["Nine", "", ""])
    question = first_question(at_once)
    old = question.current
    new = published_with(question, "Nine")
    details = {"version": new.pk, "number": new.number, "key": new.key}
    made = put_right(question, "remark", version_ids=[old.pk], details=details)
    assert marks(attempt)[0] == 1
    assert taken_back(made, tom)
    assert marks(attempt)[0] == 0


def published_with(question: Question, right: str):
    Option.objects.filter(question=question).update(is_right=False)
    Option.objects.filter(question=question, text=right).update(is_right=True)
    return publish(Question.objects.get(pk=question.pk), at=LATER)


def test_versions_with_other_options_do_not_take_each_others_answers(at_once):
    question = first_question(at_once)
    old = question.current
    Option.objects.create(question=question, position=4, text="Ten")
    new = publish(question, at=LATER)
    assert alike(old, [old, new]) == [old]


@pytest.mark.parametrize(
    ("certainty", "expected"), [(1, (0, 1)), (2, (-2, 2)), (3, (-6, 3))], ids=["low", "mid", "high"]
)
def test_what_is_accepted_earns_what_the_certainty_would_have(ada, certainty, expected):
    given = quiz(1, behaviour="immediate_certainty")
    attempt = finished(ada, given, ["Nine"], certainty=certainty)
    assert attempt.mark == expected[0]
    put_right(first_question(given), "accept", text="Nine")
    assert marks(attempt) == (expected[1], 3)


def test_of_several_tries_the_one_that_is_accepted_would_have_been_the_last(ada):
    given = quiz(1, behaviour="interactive", hints="Look again.\nOnce more.", penalty=0.25)
    attempt = started(ada, given)
    for text in ("Nine", "Three", "Seven"):
        answer(slot_of(attempt), text)
    assert marks(attempt) == (0.5, 1)
    put_right(first_question(given), "accept", text="Nine")
    assert marks(attempt) == (1, 1)


def test_tries_of_a_running_attempt_count_by_the_corrected_key(ada):
    given = quiz(1, behaviour="interactive", hints="Look again.", penalty=0.25)
    attempt = started(ada, given)
    answer(slot_of(attempt), "Nine")
    put_right(first_question(given), "accept", text="Nine")
    assert slot_of(attempt).last_result == "right"
    attempt.refresh_from_db()
    attempt.finish(at=NOON)
    assert marks(attempt) == (1, 1)


def test_an_answer_given_after_the_correction_is_marked_by_it_and_remembers_how_it_would_have_been(
    ada, tom, at_once
):
    attempt = started(ada, at_once)
    made = put_right(first_question(at_once), "accept", text="Nine")
    answer(slot_of(attempt), "Nine")
    assert slot_of(attempt).answer.first_credit == 0
    assert marks(attempt)[0] == 1
    assert taken_back(made, tom)
    assert marks(attempt)[0] == 0
    assert slot_of(attempt).answer.first_credit is None


def test_what_was_saved_and_not_marked_yet_is_marked_by_the_corrected_key(ada):
    given = quiz(2)
    attempt = started(ada, given)
    kept(slot_of(attempt), "Nine")
    put_right(first_question(given), "accept", text="Nine")
    attempt.refresh_from_db()
    attempt.finish(at=NOON)
    assert marks(attempt) == (1, 2)


@pytest.mark.parametrize(
    ("what", "expected"), [("credit_to_all", (1, 2)), ("drop_question", (0, 1)), ("accept", (0, 2))]
)
def test_an_attempt_started_after_the_correction_ends_by_it(ada, what, expected):
    given = quiz(2)
    question = first_question(given)
    put_right(question, what, text="Nine" if what == "accept" else "")
    attempt = started(ada, given)
    attempt.finish(at=NOON)
    assert marks(attempt) == expected


def test_a_dropped_question_still_counts_at_the_end_for_whom_it_helps(ada, at_once):
    put_right(first_question(at_once), "drop_question")
    attempt = started(ada, at_once)
    assert attempt.points == 2
    for position, text in enumerate(["Seven", "Three", "Three"], 1):
        answer(slot_of(attempt, position), text)
    assert marks(attempt) == (1, 3)


def test_an_attempt_that_opens_again_loses_what_was_granted(ada):
    given = quiz(2, minutes=5)
    attempt = started(ada, given)
    attempt.finish(at=attempt.deadline_at)
    put_right(first_question(given), "credit_to_all")
    assert marks(attempt) == (1, 2)
    attempt.refresh_from_db()
    attempt.reopen()
    assert marks(attempt) == (0, 2)
    assert slot_of(attempt).granted is None


def test_of_two_corrections_the_first_can_be_taken_back(ada, tom, at_once):
    attempt = finished(ada, at_once, ["Nine", "Three", "Three"])
    question = first_question(at_once)
    first = put_right(question, "credit_to_all")
    put_right(question, "accept", text="Nine")
    assert taken_back(first, tom)
    assert marks(attempt)[0] == 1
    assert slot_of(attempt).answer.credit == 1


@pytest.mark.parametrize("kind", KINDS)
def test_answers_of_every_kind_can_be_accepted_and_taken_back(ada, tom, kind):
    question = one_of_each_kind()[kind]
    given = quiz(question_set=question.question_set, behaviour="immediate")
    attempt = started(ada, given)
    slot = attempt.slots.get(version=question.current)
    typed = next(typed for typed, credit in answers_to(kind) if credit == 0)
    authored = slot.task.read(slot.task.arranged(slot.served.content, []), list(typed))
    slot.submit(authored, at=NOON)
    attempt.refresh_from_db()
    attempt.finish(at=NOON)
    for said, part in slot.task.parts(slot.served.content, authored):
        made = correction(question, "accept", details={"given": part, "said": said})
        if not problem(made):
            made = make(made, at=LATER, seen=proposed(made).digest)
    after = Answer.objects.get(slot=slot)
    assert after.credit == 1 or None in authored
    for made in Correction.objects.standing():
        taken_back(made, tom)
    assert marks(attempt)[0] == 0


def test_what_is_done_is_what_was_seen(ada, eve, at_once):
    finished(ada, at_once, ["Nine", "", ""])
    made = correction(first_question(at_once), "accept", text="Nine")
    seen = proposed(made).digest
    finished(eve, at_once, ["Nine", "", ""])
    with pytest.raises(Overtaken) as overtaken:
        make(made, at=LATER, seen=seen)
    assert len(overtaken.value.args[0].found) == 2
    assert not Correction.objects.exists()
    assert set(Attempt.objects.values_list("mark", flat=True)) == {0}


def test_a_button_clicked_twice_makes_one_correction(ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "", ""])
    made = correction(first_question(at_once), "accept", text="Nine")
    again = Correction(
        **{name: getattr(made, name) for name in ("question", "what", "details", "version_ids", "token")}
    )
    seen = proposed(made).digest
    assert make(made, at=LATER, seen=seen) == make(again, at=LATER, seen=seen)
    assert (Correction.objects.count(), Remark.objects.count(), marks(attempt)[0]) == (1, 1, 1)


def test_taking_back_twice_takes_back_once(ada, tom, at_once):
    finished(ada, at_once, ["Nine", "", ""])
    made = put_right(first_question(at_once), "accept", text="Nine")
    assert [taken_back(made, tom), taken_back(made, tom)] == [True, False]


def test_what_is_right_already_need_not_be_accepted(at_once):
    assert "already" in problem(correction(first_question(at_once), "accept", text="Seven"))
    assert problem(correction(first_question(at_once), "accept", text="Nine")) == ""
    put_right(first_question(at_once), "drop_question")
    assert "already" in problem(correction(first_question(at_once), "drop_question"))


def test_the_only_right_option_cannot_be_left_out(at_once):
    assert "nothing would be right" in problem(
        correction(first_question(at_once), "drop_option", text="Seven")
    )


def test_other_rooms_hear_which_attempts_changed(ada, eve, tom, at_once, monkeypatch):
    heard = []
    monkeypatch.setattr(
        corrected, "CORRECTED", [lambda made, ids, at: heard.append((made.is_standing, list(ids)))]
    )
    attempt = finished(ada, at_once, ["Nine", "", ""])
    finished(eve, at_once, ["Three", "", ""])
    made = put_right(first_question(at_once), "accept", text="Nine")
    taken_back(made, tom)
    assert heard == [(True, [attempt.pk]), (False, [attempt.pk])]


def test_a_failing_listener_leaves_everything_as_it_was(ada, at_once, monkeypatch):
    attempt = finished(ada, at_once, ["Nine", "", ""])

    def fail(*_):
        raise RuntimeError("no")

    monkeypatch.setattr(corrected, "CORRECTED", [fail])
    with pytest.raises(RuntimeError):
        put_right(first_question(at_once), "accept", text="Nine")
    assert (marks(attempt)[0], Correction.objects.count(), Remark.objects.count()) == (0, 0, 0)


def test_a_correction_takes_as_many_statements_for_many_as_for_few(
    ada, eve, at_once, django_assert_max_num_queries
):
    for student in (ada, eve):
        for _ in range(4):
            finished(student, at_once, ["Nine", "Seven", ""])
    made = correction(first_question(at_once), "accept", text="Nine")
    seen = proposed(made).digest
    with django_assert_max_num_queries(16 + TO_COUNT):
        make(made, at=LATER, seen=seen)
    assert Remark.objects.count() == 8


def test_each_attempt_is_reckoned_by_itself_however_many_began_at_once(ada, eve, tom, at_once):
    attempts = [finished(student, at_once, ["Nine", "Seven", ""]) for student in (ada, eve)]
    _, second, _ = at_once.question_set.questions.in_order().select_related("current")
    put_right(second, "drop_question")
    made = put_right(first_question(at_once), "credit_to_all")
    taken_back(made, tom)
    assert [marks(attempt) for attempt in attempts] == [(1, 3), (1, 3)]

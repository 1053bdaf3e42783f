from datetime import timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import ProtectedError

from core.erasing import erase
from quizzes.kinds.kind import Given, Unreadable
from quizzes.models import (
    CertaintyTally,
    GivenTally,
    MarkTally,
    OptionTally,
    QuestionTally,
    Slot,
    TopicTally,
    TotalTally,
    VersionTally,
)
from quizzes.progress.tallies import triggers
from quizzes.progress.tallies.rebuilding import differences, follow, rebuild
from quizzes.progress.tallies.tables import TABLES
from quizzes.progress.units import PER_MARK
from tests.attempts.corrections import finished, first_question, put_right, taken_back
from tests.attempts.quizzes import NOON, SECOND, answer, kept, one_of_each_kind, quiz, slot_of, started
from tests.factories import TopicFactory
from tests.progress.by_hand import stored, told

pytestmark = pytest.mark.django_db


def is_right() -> bool:
    """Whether the tables hold what the rows come to, by both ways of telling."""
    assert stored() == told()
    return not list(differences())


def readable(slot: Slot) -> Given:
    """What one of the examples of its kind gave."""
    found = (slot.task.read(slot.face, example.typed) for example in slot.task.EXAMPLES)
    return next(given for given in found if not isinstance(given, Unreadable))


def test_an_answer_counts_for_its_student_and_its_version(ada):
    given = quiz(2, behaviour="immediate")
    attempt = started(ada, given)
    answer(slot_of(attempt, 1), "Seven")
    tally = QuestionTally.objects.get()
    assert (tally.student, tally.question, tally.answers) == (ada, first_question(given), 1)
    assert tally.credit == PER_MARK
    assert VersionTally.objects.get().answers == GivenTally.objects.get().answers == 1
    assert TopicTally.objects.get().week == (NOON - timedelta(days=NOON.weekday())).date()
    assert not MarkTally.objects.exists()
    assert is_right()


def test_an_attempt_counts_for_its_quiz_once_it_has_ended(ada):
    given = quiz(2, behaviour="immediate")
    finished(ada, given, ["Seven", "Nine"])
    total = TotalTally.objects.get()
    assert (total.total, total.points) == (PER_MARK, 2 * PER_MARK)
    assert (total.attempts, total.firsts, total.lasts, total.bests) == (1, 1, 1, 1)
    assert {(row.mark, row.rest) for row in MarkTally.objects.all()} == {(PER_MARK, 0), (0, PER_MARK)}
    assert set(OptionTally.objects.values_list("percent", flat=True)) == {50}
    assert is_right()


def test_a_question_left_alone_earned_nothing_and_chose_nothing(ada):
    finished(ada, quiz(2, behaviour="immediate"), ["Seven", ""])
    assert set(OptionTally.objects.filter(option="").values_list("attempts", flat=True)) == {1}
    assert is_right()


def test_of_several_attempts_the_first_the_last_and_the_best_are_told(ada):
    given = quiz(1, behaviour="immediate")
    for text in ("Nine", "Seven", "Three"):
        finished(ada, given, [text])
    counts = {row.total: (row.attempts, row.firsts, row.lasts, row.bests) for row in TotalTally.objects.all()}
    assert counts == {0: (2, 1, 1, 0), PER_MARK: (1, 0, 0, 1)}
    assert is_right()


@pytest.mark.parametrize("behaviour", ["deferred", "deferred_certainty"])
def test_what_is_marked_at_the_end_counts_at_the_end(ada, behaviour):
    attempt = started(ada, quiz(3, behaviour=behaviour))
    kept(slot_of(attempt, 1), "Seven", certainty=3)
    kept(slot_of(attempt, 2), "Nine", certainty=2)
    assert not QuestionTally.objects.exists()
    attempt.finish(at=NOON + SECOND)
    assert QuestionTally.objects.count() == 2
    assert CertaintyTally.objects.count() == (2 if behaviour == "deferred_certainty" else 0)
    attempt.finish(at=NOON + 2 * SECOND)
    assert is_right()


def test_every_kind_of_question_is_counted(ada):
    questions = one_of_each_kind()
    given = quiz(
        question_set=next(iter(questions.values())).question_set,
        behaviour="immediate",
        shuffles_options=False,
    )
    attempt = started(ada, given)
    for slot in attempt.slots.with_attempt():
        slot.submit(readable(slot), at=NOON)
    attempt.refresh_from_db()
    assert attempt.is_finished
    assert GivenTally.objects.count() == len(questions)
    assert is_right()


def test_an_attempt_that_time_ended_and_more_time_opens_again_counts_no_more(ada):
    given = quiz(2, minutes=10)
    attempt = started(ada, given)
    kept(slot_of(attempt, 1), "Seven")
    attempt.settle(at=NOON + timedelta(minutes=20))
    assert TotalTally.objects.exists()
    attempt.deadline_at = NOON + timedelta(hours=1)
    attempt.save(update_fields=["deadline_at"])
    attempt.reopen()
    assert not TotalTally.objects.exists()
    assert not QuestionTally.objects.exists()
    assert is_right()


@pytest.mark.parametrize("what", ["accept", "credit_to_all", "drop_question"])
def test_a_key_put_right_and_taken_back_is_followed(ada, eve, tom, what):
    given = quiz(2, behaviour="immediate")
    finished(ada, given, ["Nine", "Seven"])
    finished(eve, given, ["Seven", ""])
    before = stored()
    made = put_right(first_question(given), what, text="Nine" if what == "accept" else "")
    assert stored() != before
    assert is_right()
    taken_back(made, tom)
    assert stored() == before
    assert is_right()


def test_an_attempt_begun_with_a_corrected_key_is_counted_as_it_is_marked(ada, eve):
    given = quiz(2, behaviour="immediate")
    finished(ada, given, ["Nine", "Seven"])
    put_right(first_question(given), "credit_to_all")
    finished(eve, given, ["", "Seven"])
    attempt = started(ada, given)
    answer(slot_of(attempt, 1), "Three")
    answer(slot_of(attempt, 2), "Seven")
    attempt.refresh_from_db()
    assert attempt.is_finished
    assert is_right()


def test_what_a_teacher_tries_out_counts_for_the_teacher_alone(tom):
    finished(tom, quiz(2, behaviour="immediate"), ["Nine", "Seven"])
    assert QuestionTally.objects.filter(student=tom).count() == 2
    for model in (VersionTally, GivenTally, TotalTally, MarkTally, OptionTally):
        assert not model.objects.exists()
    tom.is_staff = False
    tom.save()
    assert is_right()


def test_a_repetition_of_what_was_missed_counts_for_its_student_and_not_for_its_quiz(ada):
    attempt = finished(ada, quiz(2, behaviour="immediate"), ["Nine", "Seven"])
    again = attempt.repeat_missed(at=NOON, chance=Random(7))
    answer(slot_of(again, 1), "Seven")
    assert TotalTally.objects.count() == 1
    assert QuestionTally.objects.get(question=first_question(attempt.quiz)).answers == 2
    assert is_right()


def test_a_question_that_gets_another_topic_takes_its_answers_along(ada):
    given = quiz(1, behaviour="immediate")
    finished(ada, given, ["Seven"])
    question, ferries = first_question(given), TopicFactory(name="Ferries")
    for topic in (ferries, None, ferries):
        question.topic = topic
        question.save()
        assert list(TopicTally.objects.values_list("topic", flat=True)) == ([topic.pk] if topic else [])
        assert is_right()


def test_erasing_a_student_leaves_the_figures_and_takes_what_was_typed(ada):
    questions = one_of_each_kind()
    given = quiz(
        question_set=next(iter(questions.values())).question_set,
        behaviour="immediate",
        shuffles_options=False,
    )
    attempt = started(ada, given)
    for slot in attempt.slots.with_attempt():
        slot.submit(readable(slot), at=NOON)
    before = stored()
    erase(ada, at=NOON, chance=Random(7))
    after = stored()
    assert {table for table in before if before[table] != after[table]} == {"GivenTally"}
    assert len(after["GivenTally"]) < len(before["GivenTally"])
    assert is_right()


def test_an_attempt_that_is_deleted_counts_no_more(ada):
    given = quiz(1, behaviour="immediate")
    first, second = finished(ada, given, ["Nine"]), finished(ada, given, ["Seven"])
    second.delete()
    assert TotalTally.objects.get().lasts == 1
    assert is_right()
    type(first).objects.filter(student=ada).delete()
    assert not any(stored().values())


def test_who_has_answered_cannot_be_deleted(ada):
    finished(ada, quiz(1, behaviour="immediate"), ["Nine"])
    with pytest.raises(ProtectedError):
        ada.delete()


def test_a_rebuild_finds_and_mends_what_is_wrong(ada):
    finished(ada, quiz(2, behaviour="immediate"), ["Nine", "Seven"])
    right = stored()
    QuestionTally.objects.filter(credit=0).update(answers=5)
    MarkTally.objects.filter(mark=0).delete()
    VersionTally.objects.filter(credit=0).update(credit=3)
    GivenTally.objects.all().delete()
    sentences = [str(found) for found in differences()]
    assert len(sentences) == 5
    assert any(
        sentence.startswith("QuestionTally of student")
        and "5 answers, 0 credit kept, 1 answers, 0 credit in the rows" in sentence
        for sentence in sentences
    )
    assert stored() != right
    assert rebuild() == 5
    assert stored() == right
    assert rebuild() == 0


def test_answers_from_before_there_were_tallies_are_told_after_a_migration(ada):
    given = quiz(2, behaviour="immediate")
    finished(ada, given, ["Nine", "Seven"])
    right = stored()
    for table in TABLES:
        table.model.objects.all().delete()
    triggers.take_away(connection)
    follow()
    assert stored() == right
    assert not triggers.lay()


def test_the_triggers_step_aside_where_something_is_migrated_and_only_there():
    triggers.lift(plan=[])
    assert not triggers.lay()
    triggers.lift(plan=[("0099_something", False)])
    assert triggers.lay()


@pytest.mark.django_db(transaction=True)
def test_the_tables_that_the_triggers_name_can_be_altered():
    """SQLite makes such a table anew, and that fails under a trigger that names it."""
    call_command("migrate", "quizzes", "0031", verbosity=0)
    call_command("migrate", verbosity=0)
    assert not triggers.lay()

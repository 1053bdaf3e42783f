"""What students read of a correction: only what the quiz lets show, and the key as it was put right."""

import pytest

from quizzes.classrooms.known import names
from quizzes.models import Classroom
from tests.attempts.corrections import LATER, finished, first_question, marks, put_right, taken_back
from tests.attempts.quizzes import NOON, quiz, review, slot_of

pytestmark = pytest.mark.django_db
EVERYTHING = ["correctness", "mark", "feedback", "explanation", "right_answer", "evidence", "overall"]


@pytest.fixture
def at_once(db):
    return quiz(3, behaviour="immediate")


def page(client, attempt) -> str:
    return " ".join(review(client, attempt).text.split())


def test_the_review_tells_what_was_put_right_with_the_reason_and_the_mark(as_ada, ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", ""])
    put_right(first_question(at_once), "accept", text="Nine", reason="The <b>report</b> says nine.")
    told = page(as_ada, attempt)
    assert "Marked anew on 3 March: “Nine” is accepted too. Your mark went from 1 to 2." in told
    assert "The &lt;b&gt;report&lt;/b&gt; says nine." in told
    assert "2 of 3 marks" in told


def test_the_review_of_a_dropped_question_says_that_it_does_not_count(as_ada, ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", ""])
    put_right(first_question(at_once), "drop_question")
    told = page(as_ada, attempt)
    assert "does not count" in told
    assert "Your mark went from 1 of 3 to 1 of 2." in told


def test_a_review_in_which_every_question_was_dropped_opens(as_ada, ada):
    given = quiz(1, behaviour="immediate")
    attempt = finished(ada, given, ["Nine"])
    put_right(first_question(given), "drop_question")
    assert marks(attempt) == (0, 0)
    assert review(as_ada, attempt).status_code == 200


def test_what_was_taken_back_is_told_once(as_ada, ada, tom, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", ""])
    taken_back(put_right(first_question(at_once), "accept", text="Nine"), tom)
    told = page(as_ada, attempt)
    assert "Taken back on 3 March: “Nine” is accepted too. Your mark went from 2 to 1." in told
    assert "Marked anew" not in told


def test_whoever_is_not_marked_otherwise_reads_that_the_key_was_put_right(as_eve, eve, at_once):
    attempt = finished(eve, at_once, ["Seven", "", ""])
    put_right(first_question(at_once), "accept", text="Nine")
    told = page(as_eve, attempt)
    assert "Put right on 3 March: “Nine” is accepted too." in told
    assert "Your mark went" not in told


@pytest.mark.parametrize(
    ("shown", "told", "hidden"),
    [
        (["mark"], ["Marked anew on 3 March. Your mark went from 1 to 2."], ["Nine”", "Because."]),
        (["right_answer"], ["“Nine” is accepted too.", "Because."], ["Your mark went"]),
        ([], [], ["Marked anew", "“Nine”", "Because."]),
    ],
    ids=["mark alone", "right answer alone", "nothing"],
)
def test_a_review_tells_no_more_of_a_correction_than_its_quiz_shows(as_ada, ada, shown, told, hidden):
    given = quiz(2, behaviour="immediate", review={"just_after": shown, "later": shown})
    attempt = finished(ada, given, ["Nine", "Seven"])
    put_right(first_question(given), "accept", text="Nine", reason="Because.")
    found = page(as_ada, attempt)
    assert all(sentence in found for sentence in told)
    assert not any(sentence in found for sentence in hidden)


def test_the_answered_question_shows_the_corrected_verdict(as_ada, ada, at_once):
    attempt = finished(ada, at_once, ["Nine", "Seven", ""])
    put_right(first_question(at_once), "accept", text="Nine")
    answered = as_ada.get(slot_of(attempt).get_absolute_url()).text
    assert "Right." in answered


def test_a_review_with_corrections_costs_two_queries_more(
    as_ada, ada, at_once, django_assert_max_num_queries
):
    attempt = finished(ada, at_once, ["Nine", "Nine", "Nine"])
    for question in at_once.question_set.questions.all():
        put_right(question, "accept", text="Nine")
    review(as_ada, attempt)
    with django_assert_max_num_queries(10):
        review(as_ada, attempt)


def test_a_teacher_knows_the_students_of_own_classes_by_the_names_they_have_there(tom, eve, ada, host):
    classroom = Classroom.objects.create(name="9b", code="ABCDEFGH", created_at=NOON)
    classroom.teachings.create(teacher=tom)
    classroom.admit(ada, at=NOON, name="Ada B.")
    removed = classroom.admit(eve, at=NOON)
    removed.removed_at = LATER
    removed.save()
    assert names(tom, [ada.pk, eve.pk]) == {ada.pk: "Ada B."}
    assert names(host, [ada.pk, eve.pk]) == {}

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from core.models import User
from quizzes.kinds import KINDS
from quizzes.management.commands import make_history
from quizzes.models import (
    Answer,
    Article,
    Attempt,
    Citation,
    Classroom,
    MarkTally,
    Question,
    QuestionSet,
    Quiz,
    Slot,
)
from quizzes.progress.made_up import history
from quizzes.progress.made_up import questions as history_questions
from quizzes.progress.made_up.questions import WRITERS
from quizzes.progress.tallies.rebuilding import differences
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
SIZE = {"students": 40, "answers": 300, "questions": 20, "until": "2026-07-31"}
EVERY_BEHAVIOUR = {"answers": 2_000, "questions": 120}
DIGEST = "9ed5d16825249304c84091a062d4817c902e5ef0c791db04218729c840f8d0ff"


def make(**options) -> str:
    out = StringIO()
    call_command(
        "make_history",
        *(
            f"--{name}={value}" if value is not None else f"--{name}"
            for name, value in (SIZE | options).items()
        ),
        stdout=out,
    )
    return out.getvalue()


def test_it_makes_what_was_asked_for():
    told = make()
    assert Answer.objects.count() == 300
    assert Question.objects.published().count() == 20
    assert User.objects.filter(groups__name="Students").count() == 40
    classes = {room.name: room.student_count for room in Classroom.objects.with_counts()}
    assert classes == {"Class 1": 30, "Class 2": 10, "The whole year": 40}
    assert "300 answers" in told


def test_the_same_seed_makes_the_same_rows_on_every_store():
    make(**EVERY_BEHAVIOUR)
    assert digest() == DIGEST


def test_another_seed_makes_other_rows():
    make(seed=8)
    assert digest() != DIGEST


def digest() -> str:
    rows = json.dumps(told(Slot.objects.all()), default=str)
    return hashlib.sha256(rows.encode()).hexdigest()


def told(slots: QuerySet[Slot]) -> list[list]:
    """Attempts with their slots and answers, in words rather than ids."""
    along = ("attempt__student", "attempt__quiz", "version__question", "answer")
    return [row(slot) for slot in slots.select_related(*along).order_by("attempt", "position")]


def row(slot: Slot) -> list:
    attempt, version, answer = slot.attempt, slot.version, slot.given_answer
    face = version.task.arranged(version.face, slot.option_order)
    texts = [option["text"] for option in face.get("options", [])]
    said = [
        answer and version.task.said(face, answer.given),
        *(version.task.said(face, tried["given"]) for tried in slot.tries),
    ]
    marked = answer and [answer.credit, answer.fraction, answer.certainty, utc(answer.answered_at)]
    return [
        [attempt.student.username, attempt.quiz.title, attempt.quiz.is_practice, attempt.number],
        [utc(attempt.started_at), utc(attempt.finished_at), attempt.answered_count, attempt.mark],
        [slot.position, version.question.stem, texts, slot.typed, slot.certainty, said, marked],
    ]


def utc(moment) -> str:
    return moment and localtime(moment).isoformat()


def test_in_two_histories_to_be_compared_the_year_gives_the_same(monkeypatch):
    """A year of twenty is quicker made."""
    monkeypatch.setattr(history, "YEAR_SIZE", 20)
    monkeypatch.setattr(make_history, "YEAR_SIZE", 20)
    monkeypatch.setattr(make_history, "LEAST_COMPARABLE", 2_000)
    rows = []
    for answers in (2_000, 2_600):
        with transaction.atomic():
            make(answers=answers, comparable=None)
            assert Answer.objects.count() == answers
            year = list(Classroom.objects.get(name="Class 1").memberships.order_by("pk")[:20])
            rows.append(told(Slot.objects.filter(attempt__student__memberships__in=year)))
            transaction.set_rollback(True)
    assert len(rows[0]) > 1_000
    assert sorted(rows[0], key=repr) == sorted(rows[1], key=repr)


def test_a_history_to_be_compared_needs_room():
    with pytest.raises(CommandError, match="Ask for 10,000 answers and 501 students"):
        make(comparable=None)
    assert not QuestionSet.objects.exists()


def test_counts_and_marks_are_what_the_rows_say():
    make(**EVERY_BEHAVIOUR)
    columns = ("pk", "answered_count", "mark", "finished_at")
    before = {row[0]: row[1:] for row in Attempt.objects.values_list(*columns)}
    for attempt in Attempt.objects.select_related("quiz"):
        attempt.recount()
        points = sum(slot.points for slot in attempt.slots.all()) * attempt.quiz.how.best
        assert attempt.points == points
        assert attempt.slots.count() == attempt.slot_count
    after = {row[0]: row[1:] for row in Attempt.objects.values_list(*columns)}
    assert {pk: (count, end) for pk, (count, _, end) in after.items()} == {
        pk: (count, end) for pk, (count, _, end) in before.items()
    }
    assert {pk: mark for pk, (_, mark, _) in after.items()} == pytest.approx(
        {pk: mark for pk, (_, mark, _) in before.items()}
    )


def test_every_answer_has_the_mark_it_would_get():
    make(**EVERY_BEHAVIOUR)
    answers = Answer.objects.select_related("slot__version", "slot__attempt__quiz")
    assert {answer.slot.version.kind for answer in answers} == {writer.__name__ for writer in WRITERS}
    assert {answer.slot.attempt.quiz.behaviour for answer in answers} == {
        quiz.behaviour for quiz in Quiz.objects.filter(is_practice=False)
    }
    for answer in answers:
        slot = answer.slot
        assert slot.credit_of(answer.given) == answer.credit
        anew = slot.answered(
            answer.given,
            answer.credit,
            at=answer.answered_at,
            certainty=answer.certainty,
            tries_before=len(slot.tries),
        )
        assert (anew.fraction, anew.certainty) == (answer.fraction, answer.certainty)


def test_what_is_counted_is_what_the_answers_come_to():
    make()
    assert MarkTally.objects.exists()
    assert not list(differences())


def test_what_is_saved_reads_as_what_was_answered():
    make(**EVERY_BEHAVIOUR)
    saved = Slot.objects.filter(typed__isnull=False, attempt__quiz__behaviour__startswith="deferred")
    assert saved.filter(answer=None).exists()
    for slot in saved.filter(answer__isnull=False).select_related("answer", "version"):
        assert slot.task.read(slot.face, slot.typed) == slot.answer.given
        assert slot.answer.is_of_the_end
        assert slot.certainty == slot.answer.certainty


def test_every_review_and_every_open_attempt_can_be_opened():
    make(**EVERY_BEHAVIOUR)
    assert Attempt.objects.open().exists()
    for quiz in Quiz.objects.all():
        for attempts, page in [
            (quiz.attempts.finished(), "attempts:review"),
            (quiz.attempts.open(), "attempts:take"),
        ]:
            if attempt := attempts.select_related("student").first():
                answer = signed_in(attempt.student).get(reverse(page, args=[attempt.pk]), follow=True)
                assert answer.status_code == 200


def test_the_questions_rest_on_the_library_where_it_is_loaded():
    call_command("load_library", stdout=StringIO())
    articles = Article.objects.count()
    make(questions=200)
    assert Article.objects.count() == articles > 1
    made = Citation.objects.filter(version__question__question_set__slug__startswith="made-history")
    assert made.values("passage__revision__article").distinct().count() > 1
    assert all(citation.is_found for citation in made.select_related("passage"))


def test_without_a_library_it_brings_an_article():
    make()
    (article,) = Article.objects.all()
    assert Citation.objects.filter(passage__revision__article=article).count() == 20


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
def test_what_is_written_is_of_a_kind_that_is_installed(writer):
    assert writer.__name__ in KINDS


def test_a_word_is_told_by_where_it_stands_first():
    reading = history_questions.Reading("a text", "Ferry ferry bridge, Bridge harbour across ferry.")
    assert reading.words == ["Ferry", "bridge", "harbour", "across"]


def test_it_keeps_away_from_real_people(settings):
    settings.ATTEST_DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="real people"):
        make()
    assert not QuestionSet.objects.exists()


def test_a_history_is_made_once():
    make()
    with pytest.raises(CommandError, match="already"):
        make()
    assert Answer.objects.count() == 300


def test_whoever_is_made_signs_in_in_a_demo_alone():
    make()
    assert not User.objects.filter(is_demo=False).exists()


@pytest.mark.parametrize("wrong", ["0", "many", "-3"])
def test_a_size_that_is_no_number_is_refused(wrong):
    with pytest.raises(CommandError, match="number from 1"):
        make(students=wrong)

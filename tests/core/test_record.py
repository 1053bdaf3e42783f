"""The record that a person can take along."""

import csv
import io
import json
import tracemalloc
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from core import exporting
from core.models import User
from core.personal import about_people
from core.record_cells import MARK
from quizzes.attempts.disclosure import Disclosure
from quizzes.attempts.own_record import Row, Version, right_answer
from quizzes.attempts.work import Work
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, Review, Slot
from tests.attempts.quizzes import MINUTE, NOON, quiz, started
from tests.core import a_life
from tests.core.a_life import NAMES, TYPED, live
from tests.factories import attempt_of, own_card, question_set_with

pytestmark = pytest.mark.django_db


def record_of(person: User, at=None) -> ZipFile:
    with exporting.record(person, at=at or now()) as file:
        return ZipFile(io.BytesIO(file.read()))


def listed(archive: ZipFile, name: str) -> list[dict]:
    return json.loads(archive.read(f"{name}.json"))


def table(archive: ZipFile, name: str) -> list[dict]:
    text = archive.read(f"{name}.csv").decode("utf-8")
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK))))


def everything(archive: ZipFile) -> str:
    return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_each_sort_of_thing_comes_as_a_table_and_as_json_and_the_readme_tells_them_all(ada):
    archive = record_of(ada)
    sheets = [holds.sheet for _, holds in about_people() if holds.sheet]
    assert set(archive.namelist()) == {
        "README.txt",
        *(f"{name}.{form}" for name in sheets for form in ("csv", "json")),
    }
    told = archive.read("README.txt").decode()
    for sheet in sheets:
        assert f"{sheet}.csv" in told
    assert archive.testzip() is None


def test_everything_a_person_left_is_in_it(host):
    person = a_life.student()
    live(person, host, at=a_life.at_noon())
    told = everything(record_of(person))
    for word in (*NAMES, *TYPED[:4]):
        assert word in told or json.dumps(word)[1:-1] in told, word
    assert host.username not in told


def test_nothing_of_anybody_else_is_in_it(host, ada):
    person = a_life.student()
    live(person, host, at=a_life.at_noon())
    told = everything(record_of(ada))
    assert not [word for word in (*NAMES, *TYPED) if word in told]


def test_both_files_of_a_sort_hold_the_same_rows(ada):
    own_card(ada, "=cmd|' /C calc'!A0 {{seven}}")
    archive = record_of(ada)
    (row,), (cells,) = listed(archive, "notes"), table(archive, "notes")
    assert row["front"] == "=cmd|' /C calc'!A0 {{seven}}"
    assert cells["front"] == "'=cmd|' /C calc'!A0 {{seven}}"
    assert [str(value) for value in (row["id"], row["back"])] == [cells["id"], cells["back"]]


def test_an_answer_stands_with_what_was_asked_and_what_came_of_it(ada):
    attempt = attempt_of(ada, question_set_with(1))
    slot = attempt.slots.with_attempt().get()
    wrong = [option["text"] for option in slot.face["options"]].index("Nine") + 1
    slot.submit(slot.read([str(wrong)]), at=now())
    (row,) = listed(record_of(ada), "answers")
    assert row["asked"] == slot.face["stem"]
    assert row["options"] == [option["text"] for option in slot.face["options"]]
    assert (row["given"], row["result"], row["mark"], row["points"]) == ("Nine", "wrong", 0, 1)
    assert row["right_answer"] == "Seven"
    assert row["explanation"] == "The mayor spoke of seven days."


SECRETS = ("right_answer", "explanation", "result", "mark")


def test_what_a_quiz_keeps_to_itself_is_not_in_it(ada):
    attempt = started(ada, quiz(question_set=a_life.set_of_every_kind(), review={}), now())
    for slot in attempt.slots.with_attempt():
        slot.save_work(Work(("1",), revision=0), at=now())
    attempt.finish(at=now())
    archive = record_of(ada)
    for row in listed(archive, "answers"):
        assert not any(row[name] for name in SECRETS)
    assert listed(archive, "attempts")[0]["mark"] is None
    assert "The mayor spoke of seven days." not in everything(archive)


def test_the_record_shows_an_attempt_no_sooner_than_its_review_does(ada):
    given = quiz(1, closes_at=NOON + 60 * MINUTE, review={"closed": ["correctness", "right_answer", "mark"]})
    attempt = started(ada, given)
    slot = attempt.slots.with_attempt().get()
    slot.save_work(Work(("1",), revision=0), at=NOON)
    attempt.finish(at=NOON + MINUTE)
    (before,) = listed(record_of(ada, NOON + 30 * MINUTE), "answers")
    (after,) = listed(record_of(ada, NOON + 90 * MINUTE), "answers")
    assert not any(before[name] for name in SECRETS)
    assert after["right_answer"] == "Seven"
    assert after["result"]
    assert not after["explanation"]


def test_while_an_attempt_runs_nothing_tells_what_is_right(ada):
    """Not answered, saved, tried: whatever the quiz shows later."""
    for behaviour in ("immediate", "deferred", "interactive"):
        attempt = started(ada, quiz(1, behaviour=behaviour, hints="Look again."), now())
        if behaviour == "deferred":
            attempt.slots.with_attempt().get().save_work(Work(("1",), revision=0), at=now())
    archive = record_of(ada)
    assert not any(row[name] for row in listed(archive, "answers") for name in SECRETS)
    assert "The mayor spoke of seven days." not in everything(archive)


def test_the_keys_of_open_questions_do_not_change_a_byte_of_the_record(ada, eve):
    """Two students are asked the same with another key behind it: their records are the same."""
    records = []
    for person, right in ((ada, "Three"), (eve, "Nine")):
        options = [(text, text == right) for text in ("Three", "Seven", "Nine")]
        given = quiz(
            question_set=question_set_with(1, options=options, stem="How long?"), shuffles_options=False
        )
        attempt = started(person, given, NOON)
        attempt.slots.with_attempt().get().save_work(Work(("1",), revision=0), at=NOON)
        (row,) = listed(record_of(person, NOON), "answers")
        records.append({name: value for name, value in row.items() if name not in ("attempt", "question")})
    assert records[0] == records[1]


def test_a_question_that_was_not_reached_is_not_told_where_there_is_no_way_back(ada):
    started(ada, quiz(3, is_forward_only=True), now())
    assert [row["position"] for row in listed(record_of(ada), "answers")] == [1]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_right_answer_to_every_kind_of_question_can_be_told(kind):
    for example in KINDS[kind].EXAMPLES:
        task, draft = KINDS[kind], example.draft
        version = Version(1, task, task.face(draft), task.key(draft))
        unanswered = Row._make([None] * len(Row._fields))
        face = task.arranged(version.face, example.order)
        assert right_answer(unanswered, version, face, Disclosure(right_answer=True))
        assert right_answer(unanswered, version, face, Disclosure()) == ""


def many(person: User, attempts: int, reviews: int) -> None:
    """Many attempts at one set of three, all answered, and many ratings of one card."""
    question_set = question_set_with(3)
    first = attempt_of(person, question_set)
    versions = list(first.slots.values_list("version", "option_order", "points"))
    made = Attempt.objects.bulk_create(
        Attempt(
            student=person,
            quiz=first.quiz,
            number=number,
            started_at=NOON,
            finished_at=NOON,
            slot_count=3,
            answered_count=3,
            points=3,
            mark=3,
        )
        for number in range(2, attempts + 2)
    )
    slots = Slot.objects.bulk_create(
        [
            Slot(attempt=attempt, position=position, version_id=version, option_order=order, points=points)
            for attempt in made
            for position, (version, order, points) in enumerate(versions, 1)
        ],
        batch_size=5000,
    )
    Answer.objects.bulk_create(
        [
            Answer(slot=slot, given=slot.option_order[:1], credit=1, fraction=1, answered_at=NOON)
            for slot in slots
        ],
        batch_size=5000,
    )
    card = own_card(person)
    Review.objects.bulk_create(
        [
            Review(card=card, student=person, rating=3, at=NOON, state_before=0, before={})
            for _ in range(reviews)
        ],
        batch_size=5000,
    )


def cost_of_record(person: User) -> tuple[int, int]:
    """Queries, and the most memory it took at once, in bytes."""
    tracemalloc.start()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        exporting.record(person, at=NOON).close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return len(queries), peak


def test_ten_times_the_rows_take_neither_many_more_queries_nor_more_memory(ada, eve):
    many(ada, attempts=200, reviews=1000)
    many(eve, attempts=2000, reviews=10000)
    cost_of_record(ada)
    few_queries, few_bytes = cost_of_record(ada)
    queries, peak = cost_of_record(eve)
    assert queries <= few_queries + 2
    assert few_queries < 40
    assert peak < few_bytes + 6_000_000


def test_the_host_writes_a_record_for_somebody(ada, tmp_path, capsys):
    own_card(ada)
    file = tmp_path / "ada.zip"
    call_command("export_person", "ada", str(file))
    assert listed(ZipFile(file), "account")[0]["username"] == "ada"
    assert str(file) in capsys.readouterr().out


def test_a_file_that_is_there_is_not_overwritten(ada, tmp_path):
    file = tmp_path / "ada.zip"
    file.write_text("something else")
    with pytest.raises(CommandError, match="Name another file"):
        call_command("export_person", "ada", str(file))
    assert file.read_text() == "something else"


def test_a_record_of_nobody_is_refused_in_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match='There is no "zoe" here'):
        call_command("export_person", "zoe", str(tmp_path / "zoe.zip"))

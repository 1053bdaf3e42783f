"""Every door by which a question, an article, a quiz, a class or somebody's rights change leaves its line."""

from importlib import import_module
from io import StringIO
from pkgutil import iter_modules
from random import Random

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from core import audit
from core.acting import acting
from core.commands import AuditedCommand
from core.models import STUDENTS, TEACHERS, Entry
from quizzes.articles.models import Revision
from quizzes.articles.settling import Settling, Words
from quizzes.attempts.admin import duplicate
from quizzes.audited import AUDITED, NOT_AUDITED
from quizzes.bank.admin import renumber
from quizzes.bank.drafted import digest_of
from quizzes.bank.library_points import ask_about, go_back
from quizzes.bank.publishing import publish
from quizzes.management import commands
from quizzes.models import Classroom, Correction, ExtraTime, Option, Question, Quiz, Report, Topic
from tests.articles.edited import NEW, OLD, PLACED, question_on
from tests.audit.reading import Since
from tests.bank.test_library import Library
from tests.bank.test_question_desk import LIST, Form
from tests.browser.answers import typed
from tests.classrooms.given import assigned, classroom_with, quiz
from tests.factories import (
    PASSWORD,
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    attempt_of,
    body,
    passage,
    point,
    question_set_with,
)

pytestmark = pytest.mark.django_db

STEM = "After how many days?"


@pytest.fixture
def question(db) -> Question:
    return QuestionFactory(stem=STEM)


def test_every_model_of_ours_is_audited_or_says_why_not():
    ours = set(apps.get_app_config("quizzes").get_models())
    assert ours == set(AUDITED) | set(NOT_AUDITED)
    assert not set(AUDITED) & set(NOT_AUDITED)


def test_every_model_is_told_under_one_that_lines_are_about():
    for model, audited in AUDITED.items():
        assert audited.under == "" or model not in audit.subjects()
        for step in audited.under.split(".") if audited.under else ():
            model = model._meta.get_field(step).related_model
        assert model in audit.subjects()


def test_columns_that_are_named_exist():
    for model, audited in audit.AUDITED.items():
        columns = {field.name for field in model._meta.get_fields()}
        named = {*audited.only, *audited.besides, *audited.groups, *audited.personal}
        assert named | {audited.person.removesuffix("_id") or "id"} <= columns, model


# The desk.


def test_a_question_saved_with_option_and_citation_is_one_line(as_tom, question):
    form, since = Form(as_tom, question), Since()
    form.press(
        **{"options-0-is_right": "on", "options-1-is_right": "", "draft_citations-0-quote": "the mayor"}
    )
    assert [str(part) for part in since.line.parts] == [
        "option “Three”: right no → yes",
        "option “Seven”: right yes → no",
        "citation P2 “the mayor”: quote after seven days → the mayor, begins at character 0 → 52",
    ]
    assert (since.line.who, since.line.kind, since.line.subject) == ("tom", "question", STEM)


def test_saving_and_publishing_is_one_act(as_tom, question):
    form, since = Form(as_tom, question), Since()
    form.press("_publish", stem="After how many weeks?")
    assert [str(part) for part in since.line.parts] == [
        "stem After how many days? → After how many weeks?, state Draft → Published",
        "published as version 1",
    ]


def test_a_question_saved_as_it_stands_leaves_no_line(as_tom, question):
    form, since = Form(as_tom, question), Since()
    form.press()
    assert since.told == []


def test_an_option_taken_away_is_told_with_what_it_said(as_tom, question):
    form, since = Form(as_tom, question), Since()
    form.press(**{"options-2-DELETE": "on"})
    (part,) = since.line.parts
    assert str(part) == "option “Nine” removed"
    assert {field.label: field.before for field in part.fields}["feedback"] == "On Nine."


def test_rows_put_in_another_order_say_so(question):
    since = Since()
    question.options.filter(text="Three").update(position=9)
    renumber(question.options.all())
    assert [str(part) for part in lines_of(since)] == [
        "option “Seven”: position 2 → 1",
        "option “Nine”: position 3 → 2",
        "option “Three”: position 9 → 3",
    ]


def lines_of(since: Since) -> list:
    return [part for line in since.lines for part in line.parts]


def test_publishing_from_the_list_is_a_line_a_question(as_tom):
    questions = QuestionFactory.create_batch(2)
    since = Since()
    as_tom.post(LIST, {"action": "publish", "_selected_action": [row.pk for row in questions]})
    assert [line.who for line in since.lines] == ["tom"] * 2
    assert [str(part) for part in lines_of(since)] == [
        "state Draft → Published",
        "published as version 1",
    ] * 2


def test_retiring_from_the_list_leaves_a_line(as_tom):
    question = QuestionFactory(stem=STEM, published=True)
    since = Since()
    as_tom.post(LIST, {"action": "retire", "_selected_action": question.pk})
    assert since.told == [f"tom: question “{STEM}”: state Published → Retired"]


def test_deleting_a_question_names_it_and_all_it_had(as_tom, question):
    since = Since()
    as_tom.post(f"{LIST}{question.pk}/delete/", {"post": "yes"})
    assert since.line.subject == STEM
    assert [str(part) for part in since.line.parts].count("deleted") == 1
    assert sum("option" in str(part) for part in since.line.parts) == 3


def test_deleting_a_point_is_told_of_the_questions_that_asked_about_it(as_tom, question):
    question.point = point()
    question.save()
    since = Since()
    as_tom.post(f"/admin/quizzes/point/{question.point_id}/delete/", {"post": "yes"})
    assert f"tom: question “{STEM}”: point emptied" in since.told


def test_a_topic_renamed_leaves_a_line(as_tom):
    topic, since = Topic.objects.create(name="Bridges"), Since()
    as_tom.post(f"/admin/quizzes/topic/{topic.pk}/change/", {"name": "Rivers"})
    assert since.told == ["tom: topic “Rivers”: name Bridges → Rivers"]


def test_of_something_new_its_columns_are_kept_and_nothing_that_points_at_it():
    since = Since()
    QuestionSetFactory()
    (entry,) = since.entries
    assert set(entry.changes) == {
        "title",
        "slug",
        "description",
        "position",
        "is_for_practice",
        "is_reviewed",
    }


# Articles.


def test_a_new_text_is_told_by_its_number_and_length_and_not_copied(as_tom):
    article = ArticleFactory(short_name="The Post", sentences=OLD)
    since = Since()
    with acting(door="command import_article"):
        article.revise(body(NEW), Revision.Wording.ORIGINAL)
    assert since.told == [
        "command import_article: article “The Post”: revision 2 stored: the publisher's words, 4 passages"
    ]
    assert not any(sentence in str(list(since.entries.values())) for sentence in NEW)


def test_what_goes_over_to_a_new_text_is_told_of_each_question(as_tom, tom):
    article = ArticleFactory(sentences=OLD)
    question = question_on(article, PLACED, stem=STEM)
    article.revise(body(NEW), article.current.wording)
    since = Since()
    settling = Settling.of(article)
    (case,) = settling.cases
    with acting(tom):
        case.holder.move(
            {quotation.key: quotation_in_new(article) for quotation in case.holder.quotations},
            at=now(),
            by=tom,
        )
    assert since.line.subject == str(question)
    assert "published as version 2" in [str(part) for part in since.line.parts]


def quotation_in_new(article):
    landed = passage(article, 2)
    return Words(landed, landed.find(PLACED))


def test_an_article_deleted_takes_its_texts_along_and_says_so(tom):
    article = ArticleFactory(short_name="The Post", sentences=OLD)
    article.revise(body(NEW), article.current.wording)
    since = Since()
    with acting(tom):
        article.delete()
    assert sorted(str(part) for part in since.line.parts) == [
        "deleted",
        "revision 1 removed",
        "revision 2 removed",
    ]
    assert since.line.subject == "The Post"


# Quizzes and points.


def test_a_duplicated_quiz_is_one_line_with_its_draws(tom):
    quiz = Quiz.objects.create(question_set=question_set_with(1), title="The test")
    quiz.draws.create(count=1)
    since = Since()
    with acting(tom):
        duplicate(quiz)
    assert since.told == ["tom: quiz “The test (copy)”: created; draw “1 at random” added"]


def test_extra_time_is_told_with_whose_it_is(tom, ada):
    quiz = Quiz.objects.create(question_set=question_set_with(1), title="The test")
    since = Since()
    with acting(tom):
        ExtraTime.objects.create(quiz=quiz, student=ada, minutes=20)
    assert since.told == ["tom: quiz “The test”: extra time for ada: 20 minutes"]


def test_what_a_quiz_shows_is_told_by_when(tom):
    quiz = Quiz.objects.create(question_set=question_set_with(1), title="The test")
    since = Since()
    with acting(tom):
        quiz.review = quiz.review | {"during": ["mark"]}
        quiz.save()
    (field,) = since.line.parts[0].fields
    assert (field.label, field.after) == ("shows while it runs", "mark")


def test_a_sets_practice_is_made_by_the_program_and_is_nobodys_act():
    question_set = question_set_with(1)
    since = Since()
    Quiz.practice(question_set)
    assert since.told == []


def test_a_side_and_its_words_are_told_of_the_point(tom):
    made = point()
    since = Since()
    with acting(tom):
        side = made.sides.first()
        side.says = "A week"
        side.save()
        side.passages.first().delete()
    assert since.told == [
        f"tom: point “{made}”: side “A week”: says Seven days → A week; passage P2 “after seven days” removed"
    ]


# Classes.


def test_a_class_and_who_comes_and_goes_are_told_of_the_class(as_tom, tom, ada):
    since = Since()
    with acting(tom):
        classroom = Classroom.open_for(tom, "7b", at=now(), chance=Random(1))
    with acting(ada):
        membership = classroom.admit(ada, at=now(), name="Ada L.")
    for act in ("", "", "take_in", "take_in"):
        as_tom.post(reverse("classrooms:remove", args=[classroom.pk, membership.pk]), {"act": act})
    assert since.told[:2] == [
        "tom: class “7b”: created; teacher tom added",
        "ada: class “7b”: student ada added",
    ]
    removed, taken_in = since.told[2:]
    assert removed.startswith("tom: class “7b”: student ada: removed at: ")
    assert taken_in == "tom: class “7b”: student ada: removed at emptied"


def test_a_roster_is_one_line_that_names_everyone(as_tom, tom, eve):
    classroom = classroom_with(tom, eve, name="7b")
    classroom.memberships.get().remove(at=now())
    page = reverse("classrooms:roster", args=[classroom.pk])
    rows = ["name,user name", "Eve,eve", *(f"Student {number},s{number}" for number in range(30))]
    file = SimpleUploadedFile("roster.csv", "\n".join(rows).encode())
    promise = as_tom.post(page, {"file": file}).context["promise"].signed
    since = Since()
    for _ in range(2):
        as_tom.post(page, {"promise": promise})
    told = [str(part) for part in since.line.parts]
    assert since.line.who == "tom"
    assert sorted(told) == sorted(
        [*(f"student s{number} added" for number in range(30)), "student eve: removed at emptied"]
    )
    assert "Student 7" in str(list(since.entries.values_list("changes", flat=True)))


def test_an_archived_class_is_told_and_so_is_one_taken_up_again(as_tom, tom):
    classroom = classroom_with(tom, name="7b")
    since = Since()
    for act in ("", "", "take_up", "take_up"):
        as_tom.post(reverse("classrooms:archive", args=[classroom.pk]), {"act": act})
    archived, taken_up = since.told
    assert archived.startswith("tom: class “7b”: archived at: ")
    assert taken_up == "tom: class “7b”: archived at emptied"


def test_an_assignment_withdrawn_is_told_and_so_is_one_given_again(as_tom, tom):
    given = assigned(classroom_with(tom, name="7b"), quiz())
    since = Since()
    for withdrawn in ("1", "1", "0", "0"):
        as_tom.post(
            reverse("classrooms:withdraw", args=[given.classroom_id, given.pk]), {"withdrawn": withdrawn}
        )
    withdrawn, again = since.told
    assert " withdrawn at: " in withdrawn
    assert again.endswith(" withdrawn at emptied")
    assert {line.who for line in since.lines} == {"tom"}


def test_who_an_assignment_is_for_is_told_by_names_that_can_be_forgotten(as_tom, tom, ada, eve):
    given = assigned(classroom_with(tom, ada, eve, name="7b"), quiz(), ada)
    page = reverse("classrooms:edit_assignment", args=[given.classroom_id, given.pk])
    since = Since()
    for _ in range(2):
        as_tom.post(page, {"is_for_everyone": "", "chosen": [eve.pk]})
    (part,) = since.line.parts
    assert str(part).endswith("chosen ada → eve")
    assert "eve" not in str(list(since.entries.values()))


# What students say, and what is put right.


def test_a_report_answered_is_told_of_the_question(as_tom, ada):
    slot = attempt_of(ada).slots.first()
    report = Report.send(slot, reason=Report.Reason.KEY, text="No.", at=now())
    since = Since()
    for outcome in (Report.Outcome.MENDED, Report.Outcome.STANDS):
        as_tom.post(f"/admin/quizzes/report/{report.pk}/change/", {"outcome": outcome, "reply": "Thank you."})
    (part,) = since.line.parts
    assert since.line.who == "tom"
    assert (
        str(part)
        == "report “The marked answer is wrong”: what came of it: Mended for those who are asked from now on"
    )
    assert "Thank you" not in str(list(since.entries.values()))


def test_a_correction_taken_back_is_told_of_the_question(as_tom, ada):
    slot = attempt_of(ada).slots.first()
    question = slot.version.question
    correction = Correction.objects.create(
        question=question, what="credit_to_all", version_ids=[slot.version_id], made_at=now()
    )
    page = f"/admin/quizzes/correction/{correction.pk}/back/"
    seen = as_tom.get(page).context["proposal"].digest
    since = Since()
    for _ in range(2):
        as_tom.post(page, {"seen": seen})
    (part,) = since.line.parts
    assert (since.line.who, since.line.subject) == ("tom", str(question))
    assert " taken back at: " in str(part)


def test_a_restored_version_tells_of_the_citations_that_are_others(as_tom, tom, question):
    publish(question, at=now(), by=tom)
    version = question.versions.get()
    citation = question.draft_citations.first()
    citation.quote, citation.start = "the mayor", 52
    citation.save()
    page = f"{LIST}{question.pk}/versions/{version.number}/restore/"
    since = Since()
    for _ in range(2):
        as_tom.post(page, {"seen": digest_of(question)})
    assert sorted(str(part) for part in since.line.parts) == [
        "citation P2 “after seven days” added",
        "citation P2 “the mayor” removed",
        "edited by: tom",
    ]


def test_joining_twice_is_one_line(tom, ada):
    classroom = Classroom.open_for(tom, "7b", at=now(), chance=Random(1))
    since = Since()
    for _ in range(2):
        with acting(ada):
            classroom.admit(ada, at=now())
    assert len(since.lines) == 1


# Rights.


def test_rights_given_at_the_desk_are_told_and_nothing_else_of_the_account(client, host, ada):
    client.force_login(host)
    since = Since()
    fields = {"username": "ada", "email": "ada@example.org", "is_active": "on", "is_staff": "on"}
    teachers = Group.objects.get_or_create(name=TEACHERS)[0]
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    client.post(f"/admin/core/user/{ada.pk}/change/", fields | dates | {"groups": [teachers.pk]})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert since.told == [f"host: account “ada”: staff status no → yes, groups {STUDENTS} → {TEACHERS}"]
    assert "example.org" not in str(list(Entry.objects.values()))


def test_a_group_told_to_take_somebody_in_is_told_of_the_account(ada, host):
    group, since = Group.objects.create(name="Helpers"), Since()
    with acting(host):
        group.user_set.add(ada)
    assert since.told == ["host: account “ada”: groups: Helpers"]


def test_groups_that_are_cleared_are_those_one_was_in(ada, host):
    Group.objects.create(name="Helpers")
    since = Since()
    with acting(host):
        ada.groups.clear()
    assert since.told == ["host: account “ada”: groups emptied"]
    assert since.line.parts[0].fields[0].before == STUDENTS


def test_signing_in_leaves_no_line(client, ada):
    since = Since()
    response = client.post("/accounts/login/", {"username": "ada", "password": PASSWORD})
    assert response.status_code == 302
    ada.refresh_from_db()
    assert ada.last_login
    assert since.told == []


# Commands, and code that says nothing.


def test_a_library_loaded_is_one_line_an_item(tmp_path):
    library, since = Library(tmp_path), Since()
    library.load()
    lines = {(line.kind, line.who) for line in since.lines}
    assert {who for _, who in lines} == {"command load_library"}
    assert [line.kind for line in since.lines].count("question") == Question.objects.count()
    assert [line.kind for line in since.lines].count("article") == 1
    first = next(line for line in since.lines if line.kind == "question")
    assert [str(part) for part in first.parts] == ["created", "published as version 1"]
    assert since.entries.filter(content_type__model="question").count() == Question.objects.count()


def test_a_library_loaded_again_leaves_no_line(tmp_path):
    library = Library(tmp_path)
    library.load()
    since = Since()
    library.load()
    assert since.told == []


def test_a_changed_file_tells_what_it_changed(tmp_path):
    library = Library(tmp_path)
    library.load()
    since = Since()
    library.change(library.set, 'text = "Three"', 'text = "Thirteen"')
    library.load()
    assert "published as version 2" in [str(part) for part in since.line.parts]
    (part,) = [part for part in since.line.parts if part.is_changed]
    assert [field.label for field in part.fields] == ["options"]
    assert "Three" in part.fields[0].before
    assert "Thirteen" in part.fields[0].after


def test_a_library_that_is_refused_leaves_no_line(tmp_path):
    library, since = Library(tmp_path), Since()
    library.change(library.set, 'quote = "after seven days"', 'quote = "after nine days"')
    library.refusal()
    assert not since.entries.exists()


def test_questions_that_a_file_moves_to_a_point_say_so(tom):
    question = QuestionFactory(stem=STEM, library_name="opening")
    made = point()
    since = Since()
    with acting(tom):
        ask_about(question, made)
    assert since.told == [f"tom: question “{STEM}”: point: {made}"]


def test_an_article_that_a_file_calls_dependent_says_so(tom):
    ArticleFactory(slug="source", short_name="The Source")
    ArticleFactory(slug="rewrite", short_name="The Rewrite")
    since = Since()
    for _ in range(2):
        with acting(tom):
            go_back([["rewrite", "source"]])
    assert since.told == ["tom: article “The Rewrite”: goes back to: The Source"]


def test_what_a_row_of_the_library_keeps_for_itself_is_no_change(tmp_path):
    library = Library(tmp_path)
    library.load()
    Question.objects.update(library_digest="")
    since = Since()
    library.load()
    assert Question.objects.exclude(library_digest="").exists()
    assert since.told == []


def test_every_command_of_ours_says_that_it_was_the_command():
    names = [module.name for module in iter_modules(commands.__path__)]
    assert names
    for name in names:
        command = import_module(f"quizzes.management.commands.{name}").Command
        assert issubclass(command, AuditedCommand), f"{name}: let it be an AuditedCommand"


def test_an_account_made_by_a_command_says_so():
    since = Since()
    call_command("create_demo_accounts", stdout=StringIO())
    assert {line.who for line in since.lines} == {"command create_demo_accounts"}
    assert {line.subject for line in since.lines} == {"student", "teacher", "History 9b"}


def test_code_that_says_nothing_is_called_a_script(question):
    since = Since()
    question.retire()
    assert since.line.who == "a script"


# What is always so.


def test_an_act_that_is_rolled_back_leaves_no_line(question):
    since = Since()
    with transaction.atomic():
        question.retire()
        assert since.told
        transaction.set_rollback(True)
    assert since.told == []


def test_a_save_that_changes_nothing_leaves_no_line(question):
    since = Since()
    for row in (question, *question.options.all(), *question.draft_citations.all(), question.question_set):
        row.save()
    assert not since.entries.exists()


def test_two_acts_on_one_question_are_two_lines(question, tom, host):
    since = Since()
    for person, topic in ((tom, "Rivers"), (host, "Weirs")):
        with acting(person):
            question.topic = Topic.objects.create(name=topic)
            question.save()
    assert [line.who for line in since.lines if line.kind == "question"] == ["tom", "host"]


def test_an_act_within_an_act_is_still_of_the_same_person(tom, question):
    since = Since()
    with acting(tom), acting(door="import"):
        question.retire()
    assert since.line.who == "tom, import"


def test_an_answer_leaves_no_line_and_asks_nobody_who_acts(ada):
    slot = attempt_of(ada).slots.first()
    since = Since()
    with acting(actor=lambda: pytest.fail("the person was asked for")):
        slot.submit(slot.read(typed(slot, "wrong")), at=now())
    assert since.told == []


def test_what_an_audited_save_costs(question, django_assert_num_queries):
    """A row changed: one look at what it was, one entry. A new row or one that goes: the entry alone."""
    Entry.objects.log_create(question, changes={}, action=Entry.Action.UPDATE)
    question.position = 7
    with django_assert_num_queries(3):
        question.save(update_fields=["position"])
    with django_assert_num_queries(2):
        question.save(update_fields=["position"])
    with django_assert_num_queries(2):
        option = Option.objects.create(question=question, text="Ten")
    with django_assert_num_queries(2):
        option.delete()

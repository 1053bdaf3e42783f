"""The item analysis as teachers see it: over everybody, over a class, and of one question."""

import re
from random import Random

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.erasing import erase
from core.models import User
from quizzes.models import Assignment, Classroom, GivenTally, Membership, Question, Quiz
from quizzes.progress.items import cells, class_cells
from quizzes.progress.items.selections import Selection
from tests.attempts.corrections import finished, first_question
from tests.attempts.quizzes import NOON, quiz, started
from tests.conftest import HTMX
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory, classroom_of

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "Seven", "Nine"
# Of three questions, the first is answered rightly by the weak alone.
ANSWERS = ([WRONG, RIGHT, RIGHT], [WRONG, RIGHT, RIGHT], [RIGHT, WRONG, WRONG], [RIGHT, WRONG, RIGHT])
MOST_QUERIES = 14


@pytest.fixture
def given() -> Quiz:
    return quiz(3, behaviour="immediate")


@pytest.fixture
def students(given) -> list[User]:
    """Four who took the quiz once each."""
    return [taken(given, texts) for texts in ANSWERS]


@pytest.fixture
def classroom(tom, students) -> Classroom:
    """Tom's, with all of them but the last."""
    return classroom_of(tom, *students[:3])


def taken(given: Quiz, texts: list[str], student: User | None = None) -> User:
    student = student or UserFactory()
    finished(student, given, texts)
    return student


def of_quiz(given: Quiz, **query) -> str:
    return reverse("progress:quiz", args=[given.pk], query=query)


def of_question(question: Question, **query) -> str:
    return reverse("progress:question", args=[question.pk], query=query)


def of_class(classroom: Classroom, given: Quiz, **query) -> str:
    return reverse("progress:classroom_quiz", args=[classroom.pk, given.pk], query=query)


def text_of(client: Client, url: str) -> str:
    """What the page says, without its tags."""
    page = client.get(url)
    assert page.status_code == 200
    return " ".join(re.sub("<[^>]*>", " ", page.text).split())


def row_of(client: Client, url: str, question: Question) -> str:
    """What the table says of the question."""
    (row,) = [row for row in client.get(url).text.split("<tr>") if question.stem in row]
    return " ".join(re.sub("<[^>]*>", " ", row).split())


def tallies_read(client: Client, url: str) -> set[str]:
    """The tables of tallies from which rows were fetched for the page."""
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return set(re.findall(r'FROM "(quizzes_\w+tally)"', " ".join(one["sql"] for one in asked)))


@pytest.mark.usefixtures("students")
def test_a_question_the_weakest_did_better_at_is_told_first(as_tom, given):
    page = text_of(as_tom, of_quiz(given))
    stems = [question.stem for question in given.question_set.questions.in_order()]
    assert page.index(stems[0]) < page.index(stems[1])
    row = row_of(as_tom, of_quiz(given), first_question(given))
    assert "The weakest did better than the strongest: look at the key. Early: 4 attempts." in row
    assert "50.0 % 0.58 33.3 % 33.3 % –" in row


@pytest.mark.usefixtures("students")
def test_questions_may_stand_in_the_order_asked(as_tom, given):
    last = given.question_set.questions.in_order().last()
    first = first_question(given)
    Question.objects.filter(pk=first.pk).update(position=last.position + 1)
    page = text_of(as_tom, of_quiz(given, order="asked"))
    assert page.index(last.stem) < page.index(first.stem)


def test_the_figures_are_of_the_attempts_that_were_chosen(as_tom, given, ada):
    taken(given, [WRONG, WRONG, WRONG], ada)
    taken(given, [RIGHT, RIGHT, RIGHT], ada)
    taken(given, [RIGHT, WRONG, WRONG], ada)
    facility = {
        one: row_of(as_tom, of_quiz(given, attempts=one.value), first_question(given)) for one in Selection
    }
    assert " 1 0.0 % " in facility[Selection.FIRST]
    assert " 1 100.0 % " in facility[Selection.LAST]
    assert " 1 100.0 % " in facility[Selection.BEST]
    assert " 3 66.7 % " in facility[Selection.ALL]


@pytest.mark.parametrize(
    ("rule", "attempts", "facility"),
    [("first", 1, "0.0"), ("last", 1, "50.0"), ("highest", 1, "100.0"), ("average", 3, "50.0")],
)
def test_unless_others_are_asked_for_the_attempts_are_those_by_which_the_quiz_counts(
    as_tom, tom, ada, rule, attempts, facility
):
    given, classroom = quiz(2, behaviour="immediate", counts=rule), classroom_of(tom, ada)
    for texts in ([WRONG, WRONG], [RIGHT, RIGHT], [WRONG, RIGHT]):
        taken(given, texts, ada)
    question = first_question(given)
    for url in (of_quiz(given), of_class(classroom, given)):
        told = text_of(as_tom, url).replace("\N{NO-BREAK SPACE}", " ")
        assert f"Mean {facility} %" in told
        assert told.count("(these count)") + told.count("(their average counts)") == 1
        assert told.count(f"{Selection.counted(rule).label} (") == 1
    for url in (of_question(question, quiz=given.pk), of_class(classroom, given, question=question.pk)):
        assert told_of(as_tom, url) == Selection.counted(rule).told
    exported = as_tom.get(reverse("progress:items", args=[given.pk, "csv"]))
    assert f"items-{Selection.counted(rule).value}.csv" in exported["Content-Disposition"]
    assert exported.text.splitlines()[1].startswith(f"1,{attempts},")


def told_of(client: Client, url: str) -> str:
    """Whose attempts the page says that it is about."""
    return client.get(url).context["selection"].told


def test_over_all_quizzes_no_choice_of_attempts_is_the_one_that_counts(as_tom, given):
    page = text_of(as_tom, of_question(first_question(given)))
    assert "Best attempts" in page
    assert "count)" not in page


@pytest.mark.usefixtures("students")
def test_the_whole_quiz_is_told_with_what_each_figure_means(as_tom, given):
    page = text_of(as_tom, of_quiz(given))
    assert "Coefficient of internal consistency" in page
    assert "Cronbach’s alpha, in percent." in page
    assert "Distribution of marks" in page
    assert "4 attempts so far" in page


def test_without_an_attempt_the_page_says_what_counts(as_tom, given):
    assert "No attempt counts yet." in text_of(as_tom, of_quiz(given))


def test_a_trial_of_a_teacher_counts_for_nothing(as_tom, tom, given):
    taken(given, ANSWERS[0], tom)
    assert "No attempt counts yet." in text_of(as_tom, of_quiz(given))


@pytest.mark.usefixtures("students")
def test_a_page_asked_for_by_htmx_is_the_page(as_tom, given):
    assert as_tom.get(of_quiz(given), headers=HTMX).text.startswith("<!doctype html>")


@pytest.mark.usefixtures("students")
def test_students_find_no_item_analysis(as_ada, given):
    for url in (of_quiz(given), of_question(first_question(given))):
        assert as_ada.get(url).status_code == 404


def test_a_class_has_the_figures_of_its_own_students(as_tom, given, classroom):
    row = row_of(as_tom, of_class(classroom, given), first_question(given))
    assert " 3 33.3 % " in row


def test_who_left_the_class_counts_there_no_more(as_tom, given, classroom, students):
    Membership.objects.get(student=students[2]).remove(NOON)
    assert " 2 0.0 % " in row_of(as_tom, of_class(classroom, given), first_question(given))


def test_another_teacher_does_not_see_the_class(classroom, given, host, client):
    client.force_login(host)
    assert client.get(of_class(classroom, given)).status_code == 404


def test_a_quiz_the_class_has_nothing_to_do_with_is_not_there(as_tom, classroom):
    assert as_tom.get(of_class(classroom, quiz(1))).status_code == 404


def test_a_quiz_that_was_assigned_is_there_before_anybody_took_it(as_tom, classroom):
    Assignment(classroom=classroom, quiz=(new := quiz(1)), created_at=NOON).give()
    assert "No attempt counts yet." in text_of(as_tom, of_class(classroom, new))


@pytest.mark.parametrize("selection", Selection)
def test_a_class_of_everybody_has_everybodys_figures(tom, given, students, selection):
    taken(given, [RIGHT, "", RIGHT], students[0])
    taken(given, [RIGHT, WRONG, RIGHT], students[1])
    everybody = cells.of_quiz(given, selection)
    runs = class_cells.runs(classroom_of(tom, *students), given, selection)
    own = class_cells.of_class(runs, given)
    assert sorted(own.cells) == sorted(everybody.cells)
    assert sum(one.count for one in own.wholes) == sum(one.count for one in everybody.wholes)
    assert {(one.points, one.total) for one in own.wholes} == {
        (one.points, one.total) for one in everybody.wholes
    }


@pytest.mark.parametrize("selection", Selection)
def test_a_class_of_everybody_chose_what_everybody_chose(tom, given, students, selection):
    taken(given, ["", WRONG, WRONG], students[0])
    question = first_question(given)
    runs = class_cells.runs(classroom_of(tom, *students), given, selection)
    own = class_cells.chosen(runs, question, {question.current_id: question.current})
    assert sorted(own) == sorted(cells.chosen(question, selection, [given.pk])[given.pk])


def test_an_attempt_that_runs_counts_nowhere(tom, given, ada):
    started(ada, given)
    assert class_cells.runs(classroom_of(tom, ada), given, Selection.ALL) == []


def test_a_class_sees_who_of_it_chose_what(as_tom, given, classroom):
    page = text_of(as_tom, of_class(classroom, given, question=first_question(given).pk))
    assert "The weakest chose “Seven”, which is right, more often than the strongest" in page
    assert "Discriminative efficiency" in page


@pytest.mark.parametrize("wanted", ["0", "x", "99999999999"])
def test_a_question_the_class_was_not_asked_is_not_there(as_tom, given, classroom, wanted):
    assert as_tom.get(of_class(classroom, given, question=wanted)).status_code == 404


@pytest.mark.usefixtures("students")
def test_a_question_is_told_version_by_version(as_tom, given):
    page = text_of(as_tom, of_question(first_question(given)))
    assert (
        "Version 1 in Bridges on Monday Look The weakest did better than the strongest: look at the key. "
        "Early: 4 attempts. 4"
    ) in page
    assert "version 1, 4 with 50 % of the credit" in page
    assert "Who chose what, version 1" in page
    assert "passage 2" in page


def test_the_verdict_says_nothing_that_the_options_deny(as_tom, given):
    """Who did well elsewhere did badly here, and yet the right option was chosen by more of the strongest third."""
    for texts in ([WRONG] * 3, [WRONG] * 3, [WRONG, RIGHT, WRONG], [RIGHT, WRONG, WRONG]):
        taken(given, texts)
    question = first_question(given)
    assert "-33.3" in row_of(as_tom, of_quiz(given), question).replace("−", "-")
    pages = [of_quiz(given), of_question(question), of_question(question, quiz=given.pk)]
    for page in [text_of(as_tom, url) for url in pages]:
        assert "Who did well elsewhere did rather worse here: look at the key." in page
        assert "The weakest did better" not in page
    assert "“Seven”, which is right, was chosen by 50 % of the strongest third and 0 % of the weakest." in (
        text_of(as_tom, pages[1]).replace("\N{NO-BREAK SPACE}", " ")
    )


def test_where_marks_depend_on_certainty_a_question_is_judged_by_who_had_it_right(as_tom, tom):
    given, students = quiz(2, behaviour="immediate_certainty"), UserFactory.create_batch(4)
    for student, text in zip(students, (RIGHT, RIGHT, RIGHT, WRONG), strict=True):
        finished(student, given, [text, text], certainty=3)
    question, classroom = first_question(given), classroom_of(tom, *students)
    for url in (of_quiz(given), of_class(classroom, given)):
        page = text_of(as_tom, url)
        assert "25.0 %" in row_of(as_tom, url, question).replace("\N{NO-BREAK SPACE}", " ")
        assert "No better than blind guessing" not in page
        assert "a point is worth from −6 to 3" in page
        assert "1 ended below 0, which is drawn as 0." in page
        assert "Low: for a test" not in page
    for url in (of_question(question, quiz=given.pk), of_class(classroom, given, question=question.pk)):
        page = text_of(as_tom, url).replace("\N{NO-BREAK SPACE}", " ")
        assert "Marks here depend on how sure students were; 75.0 % had it right" in page


@pytest.mark.usefixtures("students")
def test_in_one_quiz_a_question_has_all_its_figures(as_tom, given):
    page = text_of(as_tom, of_question(first_question(given), quiz=given.pk))
    assert "Its figures in this quiz" in page
    assert "Effective weight – How much of the differences" in page


@pytest.mark.usefixtures("students")
def test_the_figures_of_a_question_are_reckoned_once_and_again_when_an_attempt_counts(as_tom, given):
    question = first_question(given)
    for url in (of_question(question), of_question(question, quiz=given.pk)):
        cache.clear()
        first, again = tallies_read(as_tom, url), tallies_read(as_tom, url)
        assert {"quizzes_marktally", "quizzes_optiontally", "quizzes_totaltally"} <= first
        assert not again & {"quizzes_optiontally", "quizzes_totaltally"}
        before = text_of(as_tom, url)
        taken(given, [WRONG] * 3)
        after = text_of(as_tom, url)
        assert after != before
        cache.clear()
        assert text_of(as_tom, url) == after


@pytest.mark.usefixtures("students")
def test_what_is_kept_of_one_quiz_is_not_told_of_another(as_tom, given):
    question, other = first_question(given), quiz(3, question_set=given.question_set)
    text_of(as_tom, of_question(question))
    taken(other, [WRONG] * 3)
    both, alone = (
        as_tom.get(url).context["report"].rows
        for url in (of_question(question), of_question(question, quiz=other.pk))
    )
    assert [(row.quiz, row.figures.attempts) for row in both] == [(given, 4), (other, 1)]
    assert [(row.quiz, row.figures.attempts) for row in alone] == [(other, 1)]


@pytest.mark.parametrize("wanted", ["0", "x"])
def test_in_a_quiz_that_is_not_there_a_question_is_not_told(as_tom, given, wanted):
    assert as_tom.get(of_question(first_question(given), quiz=wanted)).status_code == 404


def test_a_question_never_published_is_not_told(as_tom):
    assert as_tom.get(of_question(QuestionFactory())).status_code == 404


def test_a_question_nobody_was_asked_says_so(as_tom, given):
    page = text_of(as_tom, of_question(first_question(given)))
    assert "No attempt that asked it counts yet." in page


@pytest.fixture
def typed() -> Question:
    """A short text, to which students gave the right word, two missed spellings and another word."""
    question_set = QuestionSetFactory()
    question = QuestionFactory(
        question_set=question_set, kind="short_text", options=[("Danube", True)], published=True
    )
    given = quiz(question_set=question_set, behaviour="immediate")
    for text in ("Danube", "Danub", "Danub", "Dannube", "Rhine", "Rhine", "Rhine"):
        attempt = started(UserFactory(), given)
        attempt.slots.with_attempt().get().submit(text, at=NOON)
    return question


def test_missed_spellings_stand_before_what_is_simply_wrong(as_tom, typed):
    page = text_of(as_tom, of_question(typed))
    places = [
        page.index(text)
        for text in (
            "Near to a right answer",
            "Danub 2 times",
            "Dannube 1 time",
            "Other answers",
            "Rhine 3 times",
            "Right by the key",
            "Danube 1 time",
        )
    ]
    assert places == sorted(places)


def test_a_missed_spelling_is_accepted_from_there_for_all_who_wrote_it(as_tom, typed):
    page = as_tom.get(of_question(typed)).text
    accept = re.search(r'<span class="said">Danub</span>.*?href="([^"]+)"', page)[1].replace("&amp;", "&")
    preview = as_tom.get(accept)
    assert preview.status_code == 200
    assert "Danub" in preview.text
    assert "2 finished attempts" in " ".join(re.sub("<[^>]*>", " ", preview.text).split())


@pytest.fixture
def ordered() -> Question:
    """Three things in their order, which two students answered: one of them put two the wrong way round."""
    question_set = QuestionSetFactory()
    options = [("Bell", True), ("Bridge", True), ("Boat", True)]
    question = QuestionFactory(question_set=question_set, kind="ordering", options=options, published=True)
    given = quiz(question_set=question_set, behaviour="immediate")
    for typed in (["1-1", "2-2", "3-3"], ["1-1", "3-2", "2-3"]):
        slot = started(UserFactory(), given).slots.with_attempt().get()
        slot.submit(slot.task.read(slot.face, typed), at=NOON)
    return question


def test_an_order_is_never_a_missed_spelling(as_tom, ordered):
    page = text_of(as_tom, of_question(ordered))
    assert "What was answered" in page
    assert "Other answers" in page
    assert "Near to a right answer" not in page


def test_what_the_key_names_with_or_is_one_answer(as_tom):
    """An accepted answer may itself hold the word that joins several."""
    question_set = QuestionSetFactory()
    question = QuestionFactory(
        question_set=question_set, kind="short_text", options=[("war or peace", True)], published=True
    )
    given = quiz(question_set=question_set, behaviour="immediate")
    for text in ("peace", "war or peece"):
        started(UserFactory(), given).slots.with_attempt().get().submit(text, at=NOON)
    page = text_of(as_tom, of_question(question))
    places = [
        page.index(text) for text in ("Near to", "war or peece 1 time", "Other answers", "peace 1 time")
    ]
    assert places == sorted(places)


def class_that_wrote(tom: User, question_set, *texts: str) -> tuple[Classroom, Quiz]:
    """Each student of the class finished an attempt with that text; one who is not in it wrote another."""
    given = quiz(question_set=question_set, behaviour="immediate")
    students = UserFactory.create_batch(len(texts) + 1)
    for student, text in zip(students, (*texts, "Elbe"), strict=True):
        attempt = started(student, given)
        attempt.slots.with_attempt().get().submit(text, at=NOON)
        attempt.finish(at=NOON)
    return classroom_of(tom, *students[:-1]), given


def test_a_class_sees_what_it_wrote_itself_and_where_to_accept_it(as_tom, tom, typed):
    classroom, given = class_that_wrote(tom, typed.question_set, "Danub", "Rhine", "Danub", "Danube")
    url = of_class(classroom, given, question=typed.pk)
    page = text_of(as_tom, url)
    told = ("Near to a right answer", "Danub 2 times", "Other answers", "Rhine 1 time", "Right by the key")
    places = [page.index(text) for text in told]
    assert places == sorted(places)
    assert "Elbe" not in page
    accept = re.search(r'<span class="said">Danub</span>.*?href="([^"]+)"', as_tom.get(url).text)[1]
    assert as_tom.get(accept.replace("&amp;", "&")).status_code == 200


def test_what_an_erased_student_wrote_is_told_no_more(as_tom, tom, typed):
    classroom, given = class_that_wrote(tom, typed.question_set, "Danub", "Rhine")
    erase(classroom.memberships.first().student, at=NOON, chance=Random(7))
    page = text_of(as_tom, of_class(classroom, given, question=typed.pk))
    assert "Danub 1 time" not in page


def test_what_a_class_wrote_is_counted_by_the_store(as_tom, tom, typed, django_assert_max_num_queries):
    classroom, given = class_that_wrote(tom, typed.question_set, *["Danub", "Rhine", "Danube"] * 5)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = text_of(as_tom, of_class(classroom, given, question=typed.pk))
    assert "Danub 5 times" in page


def test_the_desk_counts_what_was_given_without_going_through_the_answers(as_tom, typed):
    GivenTally.objects.filter(given="Rhine").update(answers=1000)
    page = as_tom.get(reverse("admin:quizzes_correction_key", args=[typed.pk])).text
    assert "1004 answers" in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_pages_ask_the_store_seldom_however_many_took_it(
    as_tom, tom, given, django_assert_max_num_queries, count
):
    people = [taken(given, ANSWERS[number % 4]) for number in range(count)]
    classroom, question = classroom_of(tom, *people), first_question(given)
    urls = [
        of_quiz(given),
        of_class(classroom, given),
        of_class(classroom, given, question=question.pk),
        of_question(question),
        of_question(question, quiz=given.pk),
    ]
    for url in urls:
        with django_assert_max_num_queries(MOST_QUERIES):
            as_tom.get(url)


def test_the_page_of_answers_asks_the_store_seldom(as_tom, typed, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        as_tom.get(of_question(typed))


def test_the_ways_in_are_where_teachers_work(as_tom, as_ada, given, classroom):
    question = first_question(given)
    assignment = Assignment(classroom=classroom, quiz=given, created_at=NOON).give()
    ways = {
        reverse("admin:quizzes_quiz_change", args=[given.pk]): of_quiz(given),
        reverse("admin:quizzes_question_change", args=[question.pk]): of_question(question),
        assignment.get_absolute_url(): of_class(classroom, given),
        given.question_set.get_absolute_url(): of_quiz(given),
    }
    for page, way in ways.items():
        assert f'href="{way}"' in as_tom.get(page).text, page
    assert of_quiz(given) not in as_ada.get(given.question_set.get_absolute_url()).text

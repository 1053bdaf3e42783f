"""The page of a student's own progress."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from quizzes.attempts.disclosure import EVERYTHING, PARTS
from quizzes.models import Attempt, Question, Review
from quizzes.progress.models import CertaintyTally, TopicTally
from quizzes.progress.students.today import QUIZZES
from quizzes.progress.told import NEWER_WEIGH_MORE
from quizzes.progress.units import PER_MARK
from tests.attempts.corrections import finished
from tests.attempts.quizzes import HOUR, NOON, quiz, started
from tests.classrooms.given import assigned, classroom_with
from tests.classrooms.given import quiz as quiz_to_assign
from tests.conftest import HTMX, signed_in
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    body,
    passage,
    question_set_with,
)
from tests.flashcards.cards import card, in_review

pytestmark = pytest.mark.django_db
PAGE = "/progress/"
ALL_BUT_EVIDENCE = {phase: [part for part in PARTS if part != "evidence"] for phase in EVERYTHING}


@pytest.fixture(autouse=True)
def a_moment_later():
    with time_machine.travel(NOON + HOUR):
        yield


def answered(student, *texts: str, topic="Bridges", **fields):
    """A finished attempt at a quiz on the topic, marked at once, with these options chosen."""
    questions = question_set_with(len(texts), topic=TopicFactory(name=topic))
    return finished(student, quiz(question_set=questions, behaviour="immediate", **fields), list(texts))


def tallied(student, topic: str, answers: int, right: int) -> None:
    TopicTally.objects.create(
        student=student,
        topic=TopicFactory(name=topic),
        week=NOON.date(),
        answers=answers,
        credit=right * PER_MARK,
    )


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def url_of(topic: str = "Bridges") -> str:
    return reverse("progress:practise", args=[TopicFactory(name=topic).pk])


def test_who_did_nothing_yet_is_told_what_to_do(as_ada):
    page = as_ada.get(PAGE)
    assert page.context["today"].is_empty
    assert "Nothing is waiting." in page.text
    assert page.text.count('class="empty"') == 4
    assert "Sureness" not in page.text


def test_the_weakest_topics_are_told_each_with_a_button(as_ada, ada):
    for topic, right in (("Boats", 27), ("Bridges", 15), ("Tolls", 3), ("Ferries", 21)):
        tallied(ada, topic, 30, right)
    tallied(ada, "Locks", 1, 0)
    page = as_ada.get(PAGE)
    assert [str(one.topic) for one in page.context["today"].weakest] == ["Tolls", "Locks", "Bridges"]
    assert f'action="{url_of("Tolls")}"' in page.text


def test_a_topic_without_a_miss_is_not_weak(as_ada, ada):
    answered(ada, "Seven")
    assert as_ada.get(PAGE).context["today"].weakest == []


def test_few_answers_are_told_as_few(as_ada, ada):
    answered(ada, "Nine")
    page = as_ada.get(PAGE)
    assert page.context["mastery"].rows[0].note == "few recent answers"
    (weak,) = page.context["today"].weakest
    assert f"{weak.told} · few recent answers" in page.text


def test_wherever_a_share_stands_beside_answers_it_says_that_newer_ones_weigh_more(as_ada, ada):
    answered(ada, "Nine")
    page = html.document_fromstring(as_ada.get(PAGE).text)
    notes = page.xpath(
        "//div[h3='Weakest topics']/p/text() | //figure[@id='by-topic']/p[@class='chart-note']/text()"
    )
    assert notes == [NEWER_WEIGH_MORE] * 2


def test_what_likely_means_is_said_once_and_stands_at_both_charts(as_ada, ada):
    answered(ada, "Nine")
    CertaintyTally.objects.create(student=ada, certainty=3, answers=100, right=50)
    page = as_ada.get(PAGE).text
    assert page.count("nine times in ten") == 1
    keys = html.document_fromstring(page).xpath("//p[@class='chart-key one']/span/text()")
    assert keys == ["likely (nine times in ten); the fewer answers, the wider", "likely"]
    assert page.count('<th scope="col">Likely</th>') == 2


def test_the_button_of_a_topic_starts_its_practice(as_ada, ada):
    answered(ada, "Nine", "Seven")
    response = as_ada.post(url_of())
    attempt = Attempt.objects.open().get()
    assert response["Location"] == attempt.get_absolute_url()
    missed = Question.objects.get(versions__slots__answer__credit=0)
    assert attempt.slots.first().version.question == missed


def test_a_double_click_on_it_starts_one(as_ada, ada):
    answered(ada, "Nine")
    assert as_ada.post(url_of())["Location"] == as_ada.post(url_of())["Location"]


def test_a_topic_that_cannot_be_practised_says_why(as_ada):
    response = as_ada.post(url_of("Ferries"))
    assert response["Location"] == PAGE
    (message,) = get_messages(response.wsgi_request)
    assert "No question on “Ferries”" in str(message)


def test_a_topic_that_is_none_is_not_found(as_ada):
    assert as_ada.post("/progress/topics/999/practice/").status_code == 404


def test_topics_are_offered_as_people_count(as_ada, ada):
    for number in (10, 9, 1):
        tallied(ada, f"Week {number}", answers=5, right=4)
    assert [one.topic.name for one in as_ada.get(PAGE).context["known"]] == ["Week 1", "Week 9", "Week 10"]


def test_one_topic_is_drawn_beside_all(as_ada, ada):
    answered(ada, "Nine", topic="Boats")
    answered(ada, "Seven")
    page = as_ada.get(PAGE, {"topic": TopicFactory(name="Boats").pk})
    assert [line.name for line in page.context["change"].lines] == ["All topics", "Boats"]
    told = [line.points[-1].told for line in page.context["change"].lines]
    assert [plain(one) for one in told] == ["50 %, 2 answers", "0 %, 1 answer"]


@pytest.mark.parametrize("asked", ["", "999", "x", "１"])
def test_what_is_no_topic_of_ones_own_draws_all_alone(as_ada, ada, asked):
    answered(ada, "Seven")
    page = as_ada.get(PAGE, {"topic": asked})
    assert [line.name for line in page.context["change"].lines] == ["All topics"]


def test_sureness_is_told_where_it_was_asked(as_ada, ada):
    CertaintyTally.objects.create(student=ada, certainty=3, answers=100, right=50)
    CertaintyTally.objects.create(student=ada, certainty=1, answers=10, right=3)
    page = as_ada.get(PAGE)
    assert "When you were very sure, you were right 5 times in 10, but that pays only over 80 %" in plain(
        page.text
    )
    assert [dot.label for dot in page.context["calibration"].dots] == ["Not very sure", "Very sure"]


def test_a_passage_that_cost_marks_leads_into_the_reader_with_its_words_marked(as_ada, ada):
    answered(ada, "Nine")
    (found,) = as_ada.get(PAGE).context["passages"]
    assert (found.answers, found.lost) == (1, 1.0)
    assert "<mark>after seven days</mark>" in as_ada.get(found.url).text


def test_passages_stand_by_what_they_cost(as_ada, ada):
    article, topic = ArticleFactory(), TopicFactory()
    questions = QuestionSetFactory()
    for number, words in ((1, "on Monday"), (2, "after seven days"), (2, "seven days"), (3, "Two shops")):
        cites = [(passage(article, number), words)]
        QuestionFactory(question_set=questions, topic=topic, cites=cites, published=True)
    finished(ada, quiz(question_set=questions, behaviour="immediate"), ["Nine", "Nine", "Three", "Seven"])
    found = as_ada.get(PAGE).context["passages"]
    assert [(one.passage.label, one.answers, one.lost) for one in found] == [
        ("passage 2", 2, 2.0),
        ("passage 1", 1, 1.0),
    ]


def test_a_passage_whose_words_moved_is_told_where_they_stand_today_as_to_the_teacher(
    as_ada, ada, as_tom, tom
):
    article = ArticleFactory()
    cites = [(passage(article, 2), "after seven days")]
    questions = QuestionSetFactory()
    QuestionFactory(question_set=questions, cites=cites, published=True)
    finished(ada, quiz(question_set=questions, behaviour="immediate"), ["Nine"])
    article.revise(body(["A new beginning.", *(one.text for one in article.current.passages.all())]), "brief")
    (found,) = as_ada.get(PAGE).context["passages"]
    assert found.passage.label == "passage 3"
    member = classroom_with(tom, ada).memberships.get(student=ada)
    of_teacher = as_tom.get(reverse("progress:student", args=[member.classroom_id, member.pk]))
    (same,) = of_teacher.context["report"].passages
    assert (same.passage, same.url, same.told) == (found.passage, found.url, found.told)
    assert "<mark>after seven days</mark>" in as_ada.get(found.url).text


def test_a_passage_that_its_quiz_does_not_show_is_not_told(as_ada, ada):
    answered(ada, "Nine", review=ALL_BUT_EVIDENCE)
    page = as_ada.get(PAGE)
    assert page.context["known"]
    assert page.context["passages"] == []


def test_a_passage_shows_once_its_question_was_answered_where_it_shows(as_ada, ada):
    hidden = answered(ada, "Nine", review=ALL_BUT_EVIDENCE)
    finished(ada, quiz(question_set=hidden.quiz.question_set, behaviour="immediate"), ["Seven"])
    (found,) = as_ada.get(PAGE).context["passages"]
    assert found.answers == 2


def test_what_a_quiz_keeps_to_itself_is_told_nowhere(as_ada, ada):
    answered(ada, "Nine", review={})
    page = as_ada.get(PAGE)
    assert page.context["known"] == page.context["passages"] == []
    assert "after seven days" not in page.text


def test_passages_are_shut_while_a_closed_book_attempt_runs(as_ada, ada):
    answered(ada, "Nine")
    attempt = started(ada, quiz(is_open_book=False), at=now())
    assert as_ada.get(PAGE).context["passages"] is None
    attempt.finish(at=now())
    assert as_ada.get(PAGE).context["passages"]


def test_cards_that_are_due_are_told_with_the_way_to_them(as_ada, ada):
    card(ada, **in_review(now()))
    page = as_ada.get(PAGE)
    assert "<h3>1 card</h3>" in page.text
    assert reverse("flashcards:review") in page.text


def test_what_is_assigned_and_what_runs_is_told_once(as_ada, ada, tom):
    room = classroom_with(tom, ada)
    given = quiz_to_assign()
    assigned(room, given)
    other = started(ada, quiz(title="The other"), at=now())
    started(ada, given, at=now())
    today = as_ada.get(PAGE).context["today"]
    assert [task.thing for task in today.tasks] == [given]
    assert today.running == [other]


def test_an_attempt_whose_time_is_over_is_not_told_as_running(as_ada, ada):
    started(ada, quiz(minutes=5), at=now() - timedelta(hours=1))
    assert as_ada.get(PAGE).context["today"].running == []


def test_open_quizzes_are_told_where_nothing_is_assigned(as_ada, ada, tom):
    given = quiz()
    assert as_ada.get(PAGE).context["today"].quizzes == [given]
    assigned(classroom_with(tom, ada), quiz_to_assign())
    assert as_ada.get(PAGE).context["today"].quizzes == []


def test_what_was_taken_already_is_not_offered_again(as_ada, ada):
    taken, other = quiz(title="Taken"), quiz(title="Other")
    started(ada, taken, at=now()).finish(at=now())
    assert as_ada.get(PAGE).context["today"].quizzes == [other]


def test_an_open_quiz_whose_time_ran_out_is_not_offered_again(as_ada, ada):
    started(ada, quiz(minutes=5), at=now() - timedelta(hours=1))
    assert as_ada.get(PAGE).context["today"].quizzes == []


def test_of_many_open_quizzes_those_that_close_first_are_told(as_ada):
    for number in range(QUIZZES):
        quiz(title=f"A {number}")
    last = quiz(title="Z", closes_at=now() + 2 * HOUR)
    first = quiz(title="Zz", closes_at=now() + HOUR)
    found = as_ada.get(PAGE).context["today"].quizzes
    assert len(found) == QUIZZES
    assert found[:2] == [first, last]


def test_an_open_quiz_starts_with_one_click(as_ada, ada):
    given = quiz()
    start = reverse("attempts:start", args=[given.pk])
    assert f'action="{start}"' in as_ada.get(PAGE).text
    assert as_ada.post(start)["Location"] == ada.attempts.get().get_absolute_url()


SEEN = "Teachers of your classes see what it tells of your answers, the questions you missed, your marks,"


def test_who_is_in_a_class_is_told_what_its_teachers_see(as_ada, as_eve, ada, tom):
    room = classroom_with(tom, ada)
    assert SEEN in as_ada.get(PAGE).text
    assert "Teachers of your classes" not in as_eve.get(PAGE).text
    room.archive(at=now())
    assert SEEN in as_ada.get(PAGE).text, "an archived class can still be read"
    room.memberships.get(student=ada).remove(now())
    assert SEEN not in as_ada.get(PAGE).text


def test_an_author_who_is_in_a_class_is_told_too_and_one_who_runs_it_is_not(as_tom, tom, host):
    classroom_with(tom, host)
    assert SEEN in signed_in(host).get(PAGE).text
    assert SEEN not in as_tom.get(PAGE).text


def test_who_runs_classes_finds_their_progress(as_tom, as_ada, tom, ada, host):
    room, put_away = classroom_with(tom, ada), classroom_with(tom, ada)
    put_away.archive(at=now())
    other = classroom_with(host, tom)
    page = as_tom.get(PAGE).text
    links = html.document_fromstring(page).xpath("//section[@aria-labelledby='your-classes']//a/@href")
    assert links == [reverse("progress:classroom", args=[room.pk])]
    assert reverse("progress:classroom", args=[other.pk]) not in page
    assert "Your classes" not in as_ada.get(PAGE).text
    tom.groups.clear()
    assert "Your classes" not in as_tom.get(PAGE).text, "who is no teacher any more runs none"


def test_nothing_of_another_student_is_told(as_eve, ada):
    answered(ada, "Nine")
    card(ada, **in_review(now()))
    page = as_eve.get(PAGE)
    assert page.context["known"] == page.context["passages"] == []
    assert page.context["forecast"].is_empty


def test_the_page_is_the_same_with_htmx_and_needs_none(as_ada, ada):
    answered(ada, "Nine")
    assert as_ada.get(PAGE, headers=HTMX).context["known"] == as_ada.get(PAGE).context["known"]


def test_teachers_have_their_own(as_tom, tom):
    answered(tom, "Nine")
    assert [str(one.topic) for one in as_tom.get(PAGE).context["known"]] == ["Bridges"]


def test_it_is_found_in_the_navigation(as_ada, client):
    assert f'href="{PAGE}"' in as_ada.get("/").text
    assert f'href="{PAGE}"' not in client.get("/").text


def test_it_takes_fewer_than_fifteen_queries_with_everything_on_it(
    as_ada, ada, tom, django_assert_max_num_queries
):
    room = classroom_with(tom, ada)
    assigned(room, quiz_to_assign())
    assigned(room, question_set_with(2))
    answered(ada, "Nine", "Seven", review={"closed": list(PARTS)})
    for topic in ("Boats", "Bridges", "Tolls"):
        answered(ada, "Nine", "Seven", topic=topic)
    CertaintyTally.objects.create(student=ada, certainty=3, answers=10, right=5)
    started(ada, quiz(), at=now())
    Review.objects.create(
        card=card(ada, **in_review(now())), student=ada, rating=3, at=now(), state_before=2, before={}
    )
    with django_assert_max_num_queries(14):
        page = as_ada.get(PAGE)
    today = page.context["today"]
    assert len(today.tasks) == 2
    assert all(
        (today.running, today.weakest, today.cards.total, page.context["passages"], page.context["known"])
    )

"""A student's own progress: what to do today, how it stands, and practice of one topic."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from quizzes.attempts.models import NotOpen
from quizzes.attempts.topic_practice import practise
from quizzes.attempts.views import chance_of
from quizzes.bank.models import Topic
from quizzes.bank.reading_order import reading_order
from quizzes.classrooms import finding, work_shown
from quizzes.flashcards.models import Learner
from quizzes.progress.charts import Lines
from quizzes.progress.charts.scales import told_share
from quizzes.progress.classes.figures import LATELY
from quizzes.progress.students import figures as own_figures
from quizzes.progress.students.knowledge import Whom, calibration_chart, topics_chart, weeks_chart
from quizzes.progress.students.mastery import day_of_weeks, mastery
from quizzes.progress.students.own_tallies import OwnTallies
from quizzes.progress.students.passages import own_passages
from quizzes.progress.students.studied import studied
from quizzes.progress.students.today import Known, attempts_that_matter, today_of
from quizzes.progress.told import NEWER_WEIGH_MORE


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """All of it; `?topic=` draws one topic beside all of them."""
    at, learner = now(), Learner.of(request.user)
    attempts = attempts_that_matter(request.user)
    tallies = OwnTallies(request.user, at, attempts)
    known = known_topics(tallies, at)
    today = today_of(request.user, attempts, known, at)
    chosen = chosen_topic(request, known)
    context = {
        "today": today,
        "to_do": work_shown.rows(request, today.tasks),
        "zone": learner.zone,
        "known": known,
        "chosen": chosen,
        "newer_weigh_more": NEWER_WEIGH_MORE,
        "mastery": topics_chart({one.topic.name: one.mastery for one in known}),
        "change": change(tallies, chosen, at),
        "calibration": calibration_chart(tallies.certainties, Whom.YOU),
        "passages": own_passages(tallies, attempts, at),
        "classes": finding.run_today(request.user),
        "away_days": LATELY.days,
        **cards(learner, at),
    }
    return render(request, "progress/own.html", context)


def known_topics(tallies: OwnTallies, at: datetime) -> list[Known]:
    """Those of which anything is known, by name."""
    names, today = tallies.topic_names, day_of_weeks(at)
    found = {topic: mastery(weeks, today) for topic, weeks in tallies.topics.items()}
    known = [Known(Topic(pk=topic, name=names[topic]), one) for topic, one in found.items() if one]
    return sorted(known, key=lambda one: reading_order(one.topic.name))


def chosen_topic(request: HttpRequest, known: Sequence[Known]) -> Topic | None:
    """One of the student's own; nothing for what is none."""
    wanted = request.GET.get("topic", "")
    return next((one.topic for one in known if str(one.topic.pk) == wanted), None)


def change(tallies: OwnTallies, chosen: Topic | None, at: datetime) -> Lines:
    every = [week for of_topic in tallies.topics.values() for week in of_topic]
    beside = (chosen.name, tallies.topics[chosen.pk]) if chosen else None
    return weeks_chart(every, day_of_weeks(at), beside)


def cards(learner: Learner, at: datetime) -> dict:
    found = studied(learner, at)
    return {
        "calendar": own_figures.calendar_chart(found),
        "forecast": own_figures.forecast_chart(found),
        "retentions": found.retentions,
        "aim": told_share(learner.desired_retention),
    }


@require_POST
def practise_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Practise the questions on a topic that are known least, or go on where that was left."""
    topic, at = get_object_or_404(Topic, pk=topic_id), now()
    did = OwnTallies(request.user, at).questions
    known = {question: one.credit / one.answers for question, one in did.items() if one.answers}
    attempt = practise(request.user, topic, known, at=at, chance=chance_of(request.user, topic))
    if isinstance(attempt, NotOpen):
        messages.info(request, attempt.sentence)
        return redirect("progress:own")
    return redirect(attempt)

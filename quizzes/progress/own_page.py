"""A student's own progress: what to do today, how it stands, and practice of one topic."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from quizzes.attempts.models import Attempt, NotOpen
from quizzes.attempts.topic_practice import practise
from quizzes.attempts.views import chance_of
from quizzes.bank.models import Topic
from quizzes.bank.reading_order import reading_order
from quizzes.classrooms import work_shown
from quizzes.flashcards.models import Learner
from quizzes.progress import own_figures
from quizzes.progress.mastery import Week, mastery
from quizzes.progress.own_passages import CostlyPassage, citations_of, costly_passages, shown_to
from quizzes.progress.own_tallies import OwnTallies
from quizzes.progress.studied import studied
from quizzes.progress.today import Known, attempts_that_matter, today_of


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
        "mastery": own_figures.mastery_chart(known),
        "change": change(tallies.topics, chosen, at),
        "calibration": own_figures.calibration_chart(tallies.certainties),
        "passages": passages(tallies, attempts, at),
        **cards(learner, at),
    }
    return render(request, "progress/own.html", context)


def known_topics(tallies: OwnTallies, at: datetime) -> list[Known]:
    """Those of which anything is known, by name."""
    names, today = tallies.topic_names, at.astimezone(UTC).date()
    found = {topic: mastery(weeks, today) for topic, weeks in tallies.topics.items()}
    known = [Known(Topic(pk=topic, name=names[topic]), one) for topic, one in found.items() if one]
    return sorted(known, key=lambda one: reading_order(one.topic.name))


def chosen_topic(request: HttpRequest, known: Sequence[Known]) -> Topic | None:
    """One of the student's own; nothing for what is none."""
    wanted = request.GET.get("topic", "")
    return next((one.topic for one in known if str(one.topic.pk) == wanted), None)


def change(weeks: Mapping[int, Sequence[Week]], chosen: Topic | None, at: datetime) -> own_figures.Lines:
    every = [week for of_topic in weeks.values() for week in of_topic]
    beside = (chosen.name, weeks[chosen.pk]) if chosen else None
    return own_figures.change_chart(every, beside, at.astimezone(UTC).date())


def passages(tallies: OwnTallies, attempts: Sequence[Attempt], at: datetime) -> list[CostlyPassage] | None:
    """None while the student may not read the sources. What an attempt withholds is no evidence for the others."""
    if any(not (one.is_finished or one.is_abandoned or one.quiz.is_open_book) for one in attempts):
        return None
    did = {question: one for question, one in tallies.questions.items() if one.answers}
    missed = [question for question, one in did.items() if one.credit < one.answers]
    if not missed:
        return []
    withholding = [one.pk for one in attempts if not one.disclosed(at).evidence]
    return costly_passages(shown_to(tallies.student, citations_of(missed), withholding), did)


def cards(learner: Learner, at: datetime) -> dict:
    found = studied(learner, at)
    return {
        "calendar": own_figures.calendar_chart(found),
        "forecast": own_figures.forecast_chart(found),
        "retentions": found.retentions,
        "aim": own_figures.told_share(learner.desired_retention),
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

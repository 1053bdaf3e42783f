"""Reports to print: a student's own, and a student's for the teacher of a class."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from quizzes.attempts.models import settle_all
from quizzes.classrooms.finding import for_its_teacher
from quizzes.classrooms.models import Classroom, Membership
from quizzes.classrooms.own_time import in_own_time
from quizzes.classrooms.standing import meant_for, standings
from quizzes.progress.passages import costly
from quizzes.progress.students import whole_tallies
from quizzes.progress.students.knowledge import Whom
from quizzes.progress.students.mastery import day_of_weeks
from quizzes.progress.students.own_tallies import OwnTallies
from quizzes.progress.students.passages import own_passages
from quizzes.progress.students.report import Tallies, report_of
from quizzes.progress.students.results import own_results
from quizzes.progress.students.today import attempts_that_matter

LATEST = 12
"""So many assignments or quizzes stand in a report; where there are older ones, it says so."""


@require_safe
@in_own_time
def own(request: HttpRequest) -> HttpResponse:
    """Of what shows to the student now, nothing else."""
    at, student = now(), request.user
    settle_all(student.attempts.all(), at=at)
    attempts = attempts_that_matter(student)
    shown = OwnTallies(student, at, attempts)
    names = shown.topic_names
    tallies = Tallies({names[topic]: weeks for topic, weeks in shown.topics.items()}, shown.certainties)
    passages = own_passages(shown, attempts, at)
    results = own_results(student, at)
    context = {
        "report": report_of(tallies, day_of_weeks(at), Whom.YOU, passages),
        "results": results[:LATEST],
        "has_older": len(results) > LATEST,
    }
    return render(request, "progress/own_report.html", context)


@require_safe
@for_its_teacher
@in_own_time
def student(request: HttpRequest, classroom: Classroom, membership_id: int) -> HttpResponse:
    """One student of the class, by all they answered. Who was removed from the class has none here any more."""
    members = classroom.memberships.current().select_related("student", "classroom")
    member, at = get_object_or_404(members, pk=membership_id), now()
    tallies = Tallies(
        whole_tallies.topics(member.student_id),
        whole_tallies.certainties(member.student_id),
    )
    passages = costly(whole_tallies.questions(member.student_id))
    given = list(meant_for(member)[: LATEST + 1])
    context = {
        "classroom": classroom,
        "member": member,
        "report": report_of(tallies, day_of_weeks(at), Whom.THEY, passages),
        "standings": standings(member, given[:LATEST], at),
        "has_older": len(given) > LATEST,
    }
    return render(request, "progress/student.html", context)


def beside_member(request: HttpRequest, membership: Membership) -> SafeString:
    """The way to the report, on the page on which a teacher sees one student."""
    if membership.removed_at is not None:
        return SafeString()
    return render_to_string("progress/_way_to_report.html", {"membership": membership}, request)

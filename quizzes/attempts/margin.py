"""What attempts show a student beside a passage: how they answered there. And in how many attempts a version stands."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count, F, QuerySet, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now

from core.models import User
from quizzes.articles.models import Passage, Revision
from quizzes.attempts.models import settle_all
from quizzes.attempts.slot import Slot
from quizzes.bank.margin import may_author
from quizzes.bank.models import Citation
from quizzes.bank.resting import resting_on


def attempt_counts(version_ids: Collection[int]) -> dict[int, int]:
    """In how many attempts each version stands, those of teachers included: none of them may lose it."""
    asked = Slot.objects.filter(version__in=version_ids).values_list("version")
    return dict(asked.annotate(attempts=Count("attempt", distinct=True)).order_by())


def own_answers(request: HttpRequest, revision: Revision) -> dict[int, SafeString]:
    """How a student answered the questions on each passage, as far as it may show now.

    What is not answered, or may not show, leaves no trace: beside its passage the key would be told.
    """
    if not request.user.is_authenticated or may_author(request):
        return {}
    return {
        passage.pk: render_to_string("attempts/_margin.html", {"slots": slots})
        for passage, slots in shown_on(request.user, revision).items()
    }


def shown_on(student: User, revision: Revision) -> dict[Passage, list[Slot]]:
    """The slots of the student's latest answers by the passages that decided them."""
    at = now()
    settle_all(student.attempts.all(), at=at)
    by_version = defaultdict(list)
    for slot in latest_answers(student, revision):
        slot.disclosed = slot.attempt.disclosed(at)
        if slot.disclosed.correctness and slot.disclosed.evidence:
            by_version[slot.version_id].append(slot)
    if not by_version:
        return {}
    deciding = Citation.objects.filter(version__in=by_version, stance=Citation.Stance.SUPPORTS)
    return {
        passage: [
            slot for version in dict.fromkeys(row.version_id for row in rows) for slot in by_version[version]
        ]
        for passage, rows in resting_on(revision, deciding).items()
    }


def latest_answers(student: User, revision: Revision) -> QuerySet[Slot]:
    """The slot with the student's latest answer to each question that ever cited the article, `stem` with it."""
    citing = Citation.objects.filter(passage__revision__article=revision.article_id)
    answered = Slot.objects.of(student).filter(
        answer__isnull=False, version__question__in=citing.values("version__question")
    )
    place = Window(
        RowNumber(),
        partition_by=F("version__question"),
        order_by=[F("answer__answered_at").desc(), F("answer__pk").desc()],
    )
    latest = answered.annotate(place=place).filter(place=1).values("pk")
    return (
        Slot.objects.of(student)
        .filter(pk__in=latest)
        .select_related("answer", "attempt__quiz")
        .annotate(stem=KeyTextTransform("stem", "version__face"))
        .order_by("version__question__position", "version__question_id")
    )

"""Passages that keep costing a student marks, as far as they may show to the student now."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from core.models import User
from quizzes.attempts.models import Attempt
from quizzes.attempts.slot import Slot
from quizzes.bank.models import Citation
from quizzes.progress.passages import Costly, costly
from quizzes.progress.students.own_tallies import OwnTallies

MOST = 5


def own_passages(tallies: OwnTallies, attempts: Sequence[Attempt], at: datetime) -> list[Costly] | None:
    """Those a teacher is told of, with the same words, less what an attempt withholds; that is no evidence for others.

    None while the student may not read the sources. `attempts` are as in today.py those that matter.
    """
    if any(not (one.is_finished or one.is_abandoned or one.quiz.is_open_book) for one in attempts):
        return None
    withholding = [one.pk for one in attempts if not one.disclosed(at).evidence]
    did = {question: one for question, one in tallies.questions.items() if one.answers}
    return costly(did, shown_to(tallies.student, withholding))[:MOST]


def shown_to(student: User, withholding: Collection[int]) -> QuerySet[Citation]:
    """Those of questions the student answered in some other attempt than those, which do not show their evidence."""
    answered = Slot.objects.of(student).filter(
        version__question=OuterRef("version__question"), answer__isnull=False
    )
    return Citation.objects.filter(Exists(answered.exclude(attempt__in=withholding)))

"""Whom a teacher knows by name: the students of the classes the teacher teaches."""

from collections.abc import Collection

from core.models import User
from quizzes.classrooms.models import Membership


def names(viewer: User, student_ids: Collection[int]) -> dict[int, str]:
    """What the viewer calls those among them who are in a class of the viewer's today."""
    known = Membership.objects.current().filter(student__in=student_ids, classroom__teachings__teacher=viewer)
    return {
        membership.student_id: membership.called
        for membership in known.select_related("student").order_by("pk")
    }

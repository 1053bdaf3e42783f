"""How the answers of all students to the versions of questions went: what `bank.coverage.ANSWERED` asks for."""

from collections.abc import Collection

from quizzes.progress.models import VersionTally
from quizzes.progress.units import marks


def how_students_did(version_ids: Collection[int]) -> dict[int, tuple[int, float]]:
    """How many answers to each version have a mark, and their mean credit. What teachers try out does not count."""
    rows = VersionTally.objects.filter(version__in=version_ids, answers__gt=0)
    figures = rows.values_list("version", "answers", "credit")
    return {version: (answers, marks(credit) / answers) for version, answers, credit in figures}

"""How well the students of a class know each topic by now, in one query however many answers there are."""

from collections import defaultdict
from datetime import date

from django.db.models import DateField, F, FloatField, Func, QuerySet, Sum, Value
from django.db.models.functions import Cast, Greatest, Power

from quizzes.progress.models import TopicTally
from quizzes.progress.students.mastery import HALF_LIFE, Weighed
from quizzes.progress.units import PER_MARK


class DaysAfter(Func):
    """How many days the first date comes after the second."""

    arg_joiner = " - "
    template = "(%(expressions)s)"
    output_field = FloatField()

    def as_sqlite(self, compiler, connection, **extra) -> tuple[str, list]:
        return self.as_sql(
            compiler,
            connection,
            template="(julianday(%(expressions)s))",
            arg_joiner=") - julianday(",
            **extra,
        )


def weight(today: date) -> Power:
    """What an answer of a week weighs: as mastery.py has it."""
    age = Cast(DaysAfter(Cast(Value(today), DateField()), F("week")), FloatField())
    return Power(Value(0.5), Greatest(age, Value(0.0)) / Value(float(HALF_LIFE.days)))


def known_topics(students: QuerySet, today: date) -> dict[int, dict[int, Weighed]]:
    """By the student's id and the topic's; `students` are ids, best those of a query."""
    rows = (
        TopicTally.objects.filter(student__in=students, answers__gt=0)
        .alias(weight=weight(today))
        .values_list("student", "topic")
        .annotate(
            total=Sum("answers"),
            weights=Sum(F("weight") * F("answers")),
            squares=Sum(F("weight") * F("weight") * F("answers")),
            credits=Sum(F("weight") * F("credit") / PER_MARK),
        )
        .order_by()
    )
    found: dict[int, dict[int, Weighed]] = defaultdict(dict)
    for student, topic, *sums in rows:
        found[student][topic] = Weighed(*sums)
    return dict(found)

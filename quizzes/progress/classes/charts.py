"""The charts of a class."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from quizzes.classrooms.models import Classroom, Membership
from quizzes.progress.charts import Cell, Column, Columns, Grid, GridHead, GridRow
from quizzes.progress.charts.scales import told_share
from quizzes.progress.classes.figures import Standing
from quizzes.progress.classes.quizzes import GivenQuiz
from quizzes.progress.items.distributions import HEAD, named, wholly
from quizzes.progress.students.mastery import Mastery
from quizzes.progress.told import NEWER_WEIGH_MORE, counted, earned

NOTHING = Cell(None, "no answers yet", is_vague=False)


def grid_of(classroom: Classroom, standing: Standing, members: Sequence[Membership]) -> Grid:
    """Each of these members by each topic on which somebody in the class answered; first the class as a whole."""
    whole = GridRow("The whole class", "", cells(standing.whole, standing))
    rows = [
        GridRow(
            one.called,
            reverse("progress:student", args=[classroom.pk, one.pk]),
            cells(standing.known.get(one.student_id, {}), standing),
        )
        for one in members
    ]
    return Grid(
        "topics",
        "Students by topic",
        reading_of(standing),
        "Student",
        [GridHead(topic.name, "") for topic in standing.topics],
        [whole, *rows],
        note=NEWER_WEIGH_MORE,
    )


def cells(known: Mapping[int, Mastery], standing: Standing) -> list[Cell]:
    return [cell(known.get(topic.pk)) for topic in standing.topics]


def cell(known: Mastery | None) -> Cell:
    return Cell(known.share, earned(known.share, known.answers), known.is_vague) if known else NOTHING


def reading_of(standing: Standing) -> str:
    """On which topic to begin."""
    tellable = {topic: known for topic, known in standing.whole.items() if not known.is_vague}
    if not tellable:
        return "There are too few answers so far to say on which topic the class is weakest."
    topic, known = min(tellable.items(), key=lambda pair: (pair[1].share, pair[0]))
    name, share = standing.topic_names[topic], told_share(known.share)
    return f"As a whole, the class earns least on {name}: {share} of the credit."


def marks_chart(given: GivenQuiz) -> Columns:
    """How many students have which mark."""
    columns = [
        Column(named(place), count, counted(count, "student")) for place, count in enumerate(given.marks.bins)
    ]
    return Columns(
        f"marks-{given.assignment.pk}",
        f"Marks in {given.assignment.thing}",
        reading_of_marks(given),
        HEAD,
        columns,
    )


def reading_of_marks(given: GivenQuiz) -> str:
    marks = given.marks
    if not marks.percents:
        return "Nobody has a mark yet."
    if len(marks.percents) == 1:
        return f"One student has a mark so far: {marks.mean:.0f} %."
    return f"Half of the {len(marks.percents)} marks are {wholly(marks.median)} or more; the mean is {marks.mean:.0f} %."

"""What a report of one student shows: made of tallies, whoever may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quizzes.progress.charts import Bars, Calibration, Lines
from quizzes.progress.passages import Costly
from quizzes.progress.students.knowledge import Whom, calibration_chart, topics_chart, weeks_chart
from quizzes.progress.students.mastery import Week, mastery
from quizzes.progress.students.own_tallies import Did

PASSAGES = 5


@dataclass(frozen=True)
class Tallies:
    """Of one student: weeks by the name of their topic, and how often right by certainty."""

    topics: Mapping[str, Sequence[Week]]
    certainties: Mapping[int, Did]


@dataclass(frozen=True)
class Report:
    """`since` is the first week with an answer; None, and nothing to show, where there is none. Passages are None while
    they may not be read."""

    answers: int
    since: date | None
    topics: Bars
    weeks: Lines
    calibration: Calibration
    passages: Sequence[Costly] | None


def report_of(tallies: Tallies, today: date, whom: Whom, passages: Sequence[Costly] | None = ()) -> Report:
    weeks = [week for found in tallies.topics.values() for week in found]
    known = {name: mastery(of_topic, today) for name, of_topic in tallies.topics.items()}
    return Report(
        answers=sum(week.answers for week in weeks),
        since=min((week.start for week in weeks), default=None),
        topics=topics_chart({name: one for name, one in known.items() if one}),
        weeks=weeks_chart(weeks, today),
        calibration=calibration_chart(tallies.certainties, whom),
        passages=None if passages is None else passages[:PASSAGES],
    )

"""What a report of one student shows: made of tallies, whoever may see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile

from quizzes.attempts.behaviours import Certainty
from quizzes.bank.reading_order import reading_order
from quizzes.progress.charts import Bar, Bars, Calibration, Dot, Line, Lines, Point
from quizzes.progress.mastery import Mastery, Week, mastery, wilson
from quizzes.progress.own_tallies import Did
from quizzes.progress.passages import Costly

WEEKS = 26
PASSAGES = 5


@dataclass(frozen=True)
class Tallies:
    """Of one student: weeks by the name of their topic, and how often right by certainty."""

    topics: Mapping[str, Sequence[Week]]
    certainties: Mapping[int, Did]


@dataclass(frozen=True)
class Report:
    """`since` is the first week with an answer; None, and nothing to show, where there is none. Each passage comes with
    how its questions were answered."""

    answers: int
    since: date | None
    topics: Bars
    weeks: Lines
    calibration: Calibration
    passages: Sequence[tuple[Costly, str]]


def report_of(tallies: Tallies, today: date, passages: Sequence[Costly] = ()) -> Report:
    weeks = [week for found in tallies.topics.values() for week in found]
    return Report(
        answers=sum(week.answers for week in weeks),
        since=min((week.start for week in weeks), default=None),
        topics=topic_bars(tallies.topics, today),
        weeks=week_line(weeks, today),
        calibration=calibration(tallies.certainties),
        passages=[(one, told(one.answers, one.answers - one.lost)) for one in passages[:PASSAGES]],
    )


def topic_bars(topics: Mapping[str, Sequence[Week]], today: date) -> Bars:
    """The least known first; those with too few answers to say last."""
    found = [(name, known) for name, weeks in topics.items() if (known := mastery(weeks, today))]
    found.sort(key=lambda pair: (pair[1].is_vague, pair[1].share, reading_order(pair[0])))
    rows = [topic_bar(name, known) for name, known in found]
    return Bars("topics", "How well each topic is known", topics_reading(found), "Topic", rows)


def topic_bar(name: str, known: Mastery) -> Bar:
    note = "few answers" if known.is_vague else ""
    figure = told(known.answers, known.share * known.answers)
    return Bar(name, known.share, figure, known.low, known.high, note=note)


def told(answers: int, credit: float) -> str:
    """As in "62 %, 14 answers"."""
    return f"{100 * credit / answers:.0f} %, {answers} answer{'s' if answers > 1 else ''}"


def topics_reading(found: Sequence[tuple[str, Mastery]]) -> str:
    clear = [name for name, known in found if not known.is_vague]
    if not clear:
        return "There are too few answers yet to tell one topic from another: the bands are wide."
    if len(clear) == 1:
        return f"Only of {clear[0]} are there enough answers to say much."
    return f"{clear[0]} is known least, {clear[-1]} best; the thin line is where the true share lies, nine times in ten."


def week_line(weeks: Iterable[Week], today: date) -> Lines:
    """The share of the credit in each of the last weeks, from the first with an answer."""
    monday = today - timedelta(days=today.weekday())
    sums = {monday - timedelta(weeks=ago): Did(0, 0) for ago in range(WEEKS - 1, -1, -1)}
    for week in weeks:
        if week.start in sums:
            before = sums[week.start]
            sums[week.start] = Did(before.answers + week.answers, before.credit + week.credit)
    points = [week_point(start, did) for start, did in sums.items()]
    drawn = list(dropwhile(lambda point: point.share is None, points))
    reading = weeks_reading(list(sums.values()))
    return Lines("weeks", "How it changed", reading, "Week of", [Line("All topics", drawn)])


def week_point(monday: date, did: Did) -> Point:
    label = f"{monday.day} {monday:%b}"
    if not did.answers:
        return Point(label, None, "no answers")
    return Point(label, did.credit / did.answers, told(did.answers, did.credit))


def weeks_reading(sums: Sequence[Did]) -> str:
    """The later half of the weeks beside the earlier."""
    halves = (sums[: len(sums) // 2], sums[len(sums) // 2 :])
    earlier, later = (share_of(half) for half in halves)
    if later is None:
        return "There are no answers from the last three months."
    if earlier is None:
        return f"In the last three months {100 * later:.0f} % of the credit was earned."
    return f"In the last three months {100 * later:.0f} % of the credit was earned, in the three before {100 * earlier:.0f} %."


def share_of(sums: Sequence[Did]) -> float | None:
    answers = sum(did.answers for did in sums)
    return sum(did.credit for did in sums) / answers if answers else None


def calibration(certainties: Mapping[int, Did]) -> Calibration:
    """How often the student was right when they were so sure; empty where no quiz ever asked."""
    dots = [dot(Certainty(level), did) for level, did in sorted(certainties.items()) if did.answers]
    return Calibration("calibration", "How sure, and how often right", calibration_reading(certainties), dots)


CLAIMED = {Certainty.LOW: 1 / 3, Certainty.MID: 11 / 15, Certainty.HIGH: 0.9}
"""The middle of the range for which each level pays best: under 67 %, to 80 %, above."""


def dot(level: Certainty, did: Did) -> Dot:
    share = did.credit / did.answers
    low, high = wilson(share, did.answers)
    return Dot(level.label, CLAIMED[level], share, low, high, f"{did.credit:.0f} of {did.answers} right")


def calibration_reading(certainties: Mapping[int, Did]) -> str:
    highest = certainties.get(Certainty.HIGH)
    if not highest or not highest.answers:
        return "Never yet very sure of an answer."
    return f"When very sure, right {10 * highest.credit / highest.answers:.0f} times in 10."

"""What a student knows, drawn: by topic, by week, and by how sure they were. The same figures for whoever reads them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import dropwhile

from quizzes.attempts.behaviours import HIGH_PAYS_FROM, MID_PAYS_FROM, Certainty
from quizzes.bank.reading_order import reading_order
from quizzes.progress import told
from quizzes.progress.charts import Bar, Bars, Calibration, Dot, Line, Lines, Point
from quizzes.progress.charts.calendars import monday_of
from quizzes.progress.charts.scales import told_share
from quizzes.progress.students.mastery import Mastery, Week, wilson
from quizzes.progress.students.own_tallies import Did

WEEKS_BACK = 26
NOTHING = Did(0, 0.0)
# From how often right to how often right each certainty is the best to choose.
CLAIMS = {
    Certainty.LOW: (0.0, MID_PAYS_FROM),
    Certainty.MID: (MID_PAYS_FROM, HIGH_PAYS_FROM),
    Certainty.HIGH: (HIGH_PAYS_FROM, 1.0),
}


class Whom(StrEnum):
    """Who a sentence is about: its reader, or the student of its reader."""

    YOU = "you"
    THEY = "they"


def topics_chart(known: Mapping[str, Mastery]) -> Bars:
    """By the topics' names, the least known first."""
    found = sorted(known.items(), key=lambda pair: (pair[1].middle, reading_order(pair[0])))
    return Bars(
        "by-topic",
        "How well each topic is known",
        topics_reading(found),
        "Topic",
        [topic_bar(*pair) for pair in found],
        note=told.NEWER_WEIGH_MORE,
    )


def topic_bar(name: str, known: Mastery) -> Bar:
    figure = told.earned(known.share, known.answers)
    return Bar(name, known.share, figure, known.low, known.high, note=known.doubt)


def topics_reading(found: Sequence[tuple[str, Mastery]]) -> str:
    """Two topics are told apart where their bands lie apart."""
    clear = [name for name, known in found if not known.is_vague]
    if not clear:
        return "There are too few answers yet to tell one topic from another: the bands are wide."
    (first, least), (last, best) = found[0], found[-1]
    if least.high < best.low:
        return f"{first} is known least, {last} best."
    if len(clear) == 1:
        return f"Only of {clear[0]} are there enough answers to say much."
    return "No topic is clearly known better than another: their bands overlap."


def weeks_chart(
    weeks: Iterable[Week], today: date, beside: tuple[str, Iterable[Week]] | None = None
) -> Lines:
    """The share of the credit in each of the last weeks, from the first with an answer; one topic beside all where it
    is asked for. `today` is that of the weeks: see mastery.py."""
    sums = {"All topics": sums_of(weeks, today)}
    if beside:
        sums[beside[0]] = sums_of(beside[1], today)
    mondays = list(dropwhile(lambda monday: not sums["All topics"][monday].answers, sums["All topics"]))
    lines = [
        Line(name, [week_point(monday, of_line[monday]) for monday in mondays])
        for name, of_line in sums.items()
    ]
    reading = weeks_reading(list(sums[lines[-1].name].values()))
    return Lines("by-week", "How it changed", reading, "Week of", lines)


def sums_of(weeks: Iterable[Week], today: date) -> dict[date, Did]:
    """By the Mondays of the last weeks."""
    last = monday_of(today)
    sums = {last - timedelta(weeks=ago): NOTHING for ago in range(WEEKS_BACK - 1, -1, -1)}
    for week in weeks:
        if week.start in sums:
            before = sums[week.start]
            sums[week.start] = Did(before.answers + week.answers, before.credit + week.credit)
    return sums


def week_point(monday: date, did: Did) -> Point:
    label = f"{monday.day} {monday:%b}"
    if not did.answers:
        return Point(label, None, "no answers")
    share = did.credit / did.answers
    return Point(label, share, told.earned(share, did.answers))


def weeks_reading(sums: Sequence[Did]) -> str:
    """The later half of the weeks beside the earlier."""
    halves = (sums[: len(sums) // 2], sums[len(sums) // 2 :])
    earlier, later = (share_of(half) for half in halves)
    if later is None:
        return "There are no answers from the last three months."
    sentence = f"In the last three months {told_share(later)} of the credit was earned"
    return f"{sentence}." if earlier is None else f"{sentence}, in the three before {told_share(earlier)}."


def share_of(sums: Sequence[Did]) -> float | None:
    answers = sum(did.answers for did in sums)
    return sum(did.credit for did in sums) / answers if answers else None


def calibration_chart(certainties: Mapping[int, Did], whom: Whom) -> Calibration:
    """How often the student was right when they were so sure; empty where no quiz ever asked."""
    asked = {certainty: did for certainty in Certainty if (did := certainties.get(certainty)) and did.answers}
    dots = [dot(certainty, did) for certainty, did in asked.items()]
    title = f"When {whom} were sure, were {whom} right?"
    return Calibration("sureness", title, calibration_reading(asked, whom), dots)


def dot(certainty: Certainty, did: Did) -> Dot:
    share = did.credit / did.answers
    low, high = wilson(share, did.answers)
    figure = f"right in {did.credit:.0f} of {told.counted(did.answers, 'answer')}"
    sentence = f"{figure}; the best choice {range_told(certainty)}"
    return Dot(certainty.label, sum(CLAIMS[certainty]) / 2, share, low, high, sentence)


def calibration_reading(asked: Mapping[Certainty, Did], whom: Whom) -> str:
    """About the highest certainty that was ever said."""
    if not asked:
        return "No quiz has asked yet how sure the answers are."
    certainty = max(asked)
    answers, right = asked[certainty]
    times = f"{10 * right / answers:.0f} times in 10"
    said = f"When {whom} were {certainty.label.lower()}, {whom} were right {times}"
    return f"{said}{judged(certainty, right / answers, answers, whom)}."


def judged(certainty: Certainty, share: float, answers: int, whom: Whom) -> str:
    """Only what the answers bear out: the band must lie outside of what the certainty claims."""
    low, high = wilson(share, answers)
    least, most = CLAIMS[certainty]
    if high < least:
        advice = ": say less, or look twice" if whom is Whom.YOU else ""
        return f", but that pays only {range_told(certainty)}{advice}"
    return f": {whom} know more than {whom} say" if low > most else ""


def range_told(certainty: Certainty) -> str:
    """As in "from 67 to 80 %": how often one must be right for it to earn most."""
    least, most = CLAIMS[certainty]
    if least == 0:
        return f"under {told_share(most)}"
    return f"over {told_share(least)}" if most == 1 else f"from {100 * least:.0f} to {told_share(most)}"

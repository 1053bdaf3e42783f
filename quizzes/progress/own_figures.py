"""What a student's page draws of the student's own figures, and the sentences beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from quizzes.attempts.behaviours import HIGH_PAYS_FROM, MID_PAYS_FROM, Certainty
from quizzes.progress.charts import (
    Bar,
    Bars,
    Calendar,
    Calibration,
    Column,
    Columns,
    Day,
    Dot,
    Line,
    Lines,
    Point,
)
from quizzes.progress.mastery import Week, wilson
from quizzes.progress.own_tallies import Did
from quizzes.progress.studied import DAYS_AHEAD, ONE_DAY, WEEKS_BACK, Studied
from quizzes.progress.today import Known, answers_told

ONE_WEEK = timedelta(weeks=1)
# From how often right to how often right each certainty is the best to choose.
CLAIMS = {
    Certainty.LOW: (0.0, MID_PAYS_FROM),
    Certainty.MID: (MID_PAYS_FROM, HIGH_PAYS_FROM),
    Certainty.HIGH: (HIGH_PAYS_FROM, 1.0),
}


def mastery_chart(known: Sequence[Known]) -> Bars:
    rows = [
        Bar(
            one.topic.name,
            one.mastery.share,
            one.told,
            one.mastery.low,
            one.mastery.high,
            note="few answers" if one.mastery.is_vague else "",
        )
        for one in sorted(known, key=lambda one: one.mastery.share)
    ]
    return Bars("by-topic", "How well you know each topic", mastery_told(known), "Topic", rows)


def mastery_told(known: Sequence[Known]) -> str:
    clear = [one for one in known if not one.mastery.is_vague]
    if not known:
        return "Nothing is answered yet. Practise a set, and its topics stand here."
    if not clear:
        return "There are too few answers on each topic to say much: the bands are wide."
    low, high = (pick(clear, key=lambda one: one.mastery.share) for pick in (min, max))
    if low is high:
        return f"Enough is answered on one topic, {low.topic.name}: {told_share(low.mastery.share)}, newer answers weighing more."
    return (
        f"Strongest is {high.topic.name}, weakest {low.topic.name}, newer answers weighing more. "
        "Where the band is wide, there are few answers."
    )


def told_share(share: float) -> str:
    return f"{100 * share:.0f} %"


def mondays_until(today: date) -> list[date]:
    last = today - ONE_DAY * today.weekday()
    return [last - ONE_WEEK * back for back in range(WEEKS_BACK - 1, -1, -1)]


def change_chart(weeks: Iterable[Week], chosen: tuple[str, Iterable[Week]] | None, today: date) -> Lines:
    """All topics by week, and one beside them where one is chosen."""
    mondays = mondays_until(today)
    lines = [line_of("All topics", weeks, mondays)]
    if chosen:
        lines.append(line_of(chosen[0], chosen[1], mondays))
    return Lines("by-week", "How it changed", change_told(lines[-1]), "Week of", lines)


def line_of(name: str, weeks: Iterable[Week], mondays: Sequence[date]) -> Line:
    sums: dict[date, tuple[int, float]] = {}
    for week in weeks:
        answers, credit = sums.get(week.start, (0, 0.0))
        sums[week.start] = (answers + week.answers, credit + week.credit)
    return Line(name, [point_of(monday, *sums.get(monday, (0, 0.0))) for monday in mondays])


def point_of(monday: date, answers: int, credit: float) -> Point:
    label = f"{monday.day} {monday:%b}"
    if not answers:
        return Point(label, None, "no answers")
    share = credit / answers
    return Point(label, share, f"{told_share(share)}, {answers_told(answers)}")


def change_told(line: Line) -> str:
    """Compares the first with the last that is known of a line."""
    known = [point for point in line.points if point.share is not None]
    if not known:
        return f"Nothing was answered in the last {WEEKS_BACK} weeks."
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{line.name}: answered in one week so far, that of {first.label}: {told_share(first.share)}."
    return (
        f"{line.name}: {told_share(first.share)} in the week of {first.label}, "
        f"{told_share(last.share)} in that of {last.label}."
    )


def calibration_chart(did: Mapping[int, Did]) -> Calibration:
    dots = [
        Dot(
            certainty.label,
            sum(CLAIMS[certainty]) / 2,
            did[certainty].credit / did[certainty].answers,
            *wilson(did[certainty].credit / did[certainty].answers, did[certainty].answers),
            told=f"right in {did[certainty].credit:.0f} of {answers_told(did[certainty].answers)}; "
            f"the best choice {range_told(certainty)}",
        )
        for certainty in Certainty
        if did.get(certainty) and did[certainty].answers
    ]
    return Calibration("sureness", "When you were sure, were you right?", calibration_told(did), dots)


def calibration_told(did: Mapping[int, Did]) -> str:
    """About the highest certainty that was ever said."""
    said = [certainty for certainty in reversed(Certainty) if did.get(certainty) and did[certainty].answers]
    if not said:
        return "You have not been asked how sure you are yet."
    certainty = said[0]
    answers, right = did[certainty]
    times = f"{10 * right / answers:.0f} times in 10"
    return f"When you were {certainty.label.lower()}, you were right {times}{judged(certainty, right / answers, answers)}."


def judged(certainty: Certainty, share: float, answers: int) -> str:
    """Only what the answers bear out: the band must lie outside of what the certainty claims."""
    low, high = wilson(share, answers)
    least, most = CLAIMS[certainty]
    if high < least:
        return f", but that pays only {range_told(certainty)}: say less, or look twice"
    if low > most:
        return ": you know more than you say"
    return ""


def range_told(certainty: Certainty) -> str:
    """As in "from 67 to 80 %": how often one must be right for it to earn most."""
    least, most = CLAIMS[certainty]
    if least == 0:
        return f"under {told_share(most)}"
    return f"over {told_share(least)}" if most == 1 else f"from {100 * least:.0f} to {told_share(most)}"


def calendar_chart(studied: Studied) -> Calendar:
    first = mondays_until(studied.today)[0]
    dates = [first + ONE_DAY * day for day in range((studied.today - first).days + 1)]
    days = [Day(on, studied.by_day.get(on, 0), cards_told(studied.by_day.get(on, 0))) for on in dates]
    count, active = sum(day.count for day in days), sum(day.count > 0 for day in days)
    if not count:
        reading = f"No card was rated in the last {WEEKS_BACK} weeks."
    else:
        reading = f"In the last {WEEKS_BACK} weeks you rated {cards_told(count)} on {active} day{'' if active == 1 else 's'}."
    return Calendar("reviewed", "Cards you rated", reading, days)


def forecast_chart(studied: Studied) -> Columns:
    dates = [studied.today + ONE_DAY * day for day in range(DAYS_AHEAD)]
    columns = [
        Column(
            "today" if on == studied.today else f"{on.day} {on:%b}",
            studied.due.get(on, 0),
            cards_told(studied.due.get(on, 0)),
            is_marked=on == studied.today,
        )
        for on in dates
    ]
    count = sum(column.count for column in columns)
    if not count:
        reading = f"No card is due in the next {DAYS_AHEAD} days."
    else:
        fullest = max(columns, key=lambda column: column.count)
        reading = (
            f"{cards_told(columns[0].count)} {'is' if columns[0].count == 1 else 'are'} due today, overdue ones included, "
            f"and {cards_told(count)} in {DAYS_AHEAD} days; most on {fullest.label}: {fullest.count:,}. "
            "What you learn anew comes on top."
        ).replace("on today", "today")
    return Columns("to-come", "Cards to come", reading, "Day", columns)


def cards_told(count: int) -> str:
    return f"{count:,} card{'' if count == 1 else 's'}"

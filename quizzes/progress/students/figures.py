"""What a student's page draws of the student's cards, and the sentences beside it."""

from quizzes.progress.charts import Calendar, Column, Columns
from quizzes.progress.charts.calendars import ONE_DAY, ONE_WEEK, Day, monday_of
from quizzes.progress.students.studied import DAYS_AHEAD, WEEKS_BACK, Studied
from quizzes.progress.told import counted


def calendar_chart(studied: Studied) -> Calendar:
    first = monday_of(studied.today) - ONE_WEEK * (WEEKS_BACK - 1)
    dates = [first + ONE_DAY * day for day in range((studied.today - first).days + 1)]
    days = [Day(on, studied.by_day.get(on, 0), counted(studied.by_day.get(on, 0), "rating")) for on in dates]
    count, active = sum(day.count for day in days), sum(day.count > 0 for day in days)
    if not count:
        reading = f"No card was rated in the last {WEEKS_BACK} weeks."
    else:
        reading = f"In the last {WEEKS_BACK} weeks you rated cards {counted(count, 'time')}, on {counted(active, 'day')}."
    return Calendar("reviewed", "How often you rated a card", reading, days)


def forecast_chart(studied: Studied) -> Columns:
    dates = [studied.today + ONE_DAY * day for day in range(DAYS_AHEAD)]
    columns = [
        Column(
            "today" if on == studied.today else f"{on.day} {on:%b}",
            studied.due.get(on, 0),
            counted(studied.due.get(on, 0), "card"),
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
            f"{counted(columns[0].count, 'card')} {'is' if columns[0].count == 1 else 'are'} due today, overdue ones included, "
            f"and {counted(count, 'card')} in {DAYS_AHEAD} days; most on {fullest.label}: {fullest.count:,}. "
            "What you learn anew comes on top."
        ).replace("on today", "today")
    return Columns("to-come", "Cards to come", reading, "Day", columns)

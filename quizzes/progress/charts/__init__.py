"""The charts of the progress pages: what each shows, and where its ink goes. The templates stand in progress/charts/.

Shares are from 0 to 1; what lies outside is drawn at the edge, while `told` says what is so. Every chart has its
figures as a table too.
"""

from quizzes.progress.charts.bars import Bar, Bars
from quizzes.progress.charts.calendars import Calendar, Day
from quizzes.progress.charts.calibration import Calibration, Dot
from quizzes.progress.charts.chart import Chart, Table
from quizzes.progress.charts.columns import Column, Columns
from quizzes.progress.charts.grid import Cell, Grid, GridHead, GridRow
from quizzes.progress.charts.lines import Line, Lines, Point
from quizzes.progress.charts.thirds import Thirds, ThirdsRow

__all__ = [
    "Bar",
    "Bars",
    "Calendar",
    "Calibration",
    "Cell",
    "Chart",
    "Column",
    "Columns",
    "Day",
    "Dot",
    "Grid",
    "GridHead",
    "GridRow",
    "Line",
    "Lines",
    "Point",
    "Table",
    "Thirds",
    "ThirdsRow",
]

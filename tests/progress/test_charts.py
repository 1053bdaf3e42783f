"""Where the ink of the charts goes."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.charts import (
    Bar,
    Bars,
    Calendar,
    Calibration,
    Cell,
    Column,
    Columns,
    Day,
    Dot,
    Grid,
    GridHead,
    GridRow,
    Line,
    Lines,
    Point,
    Thirds,
    ThirdsRow,
)
from quizzes.progress.charts.calendars import SHADES, WEEKS_IN_A_BLOCK
from quizzes.progress.charts.chart import FOOT, NARROW, PLOT, TOP, WIDE
from quizzes.progress.charts.scales import (
    are_apart,
    axis_labels,
    pushed_apart,
    round_steps,
    signed,
    told_range,
    told_share,
)
from quizzes.progress.items.distributions import BINS, named

SHARES = st.floats(min_value=-0.5, max_value=1.5)
COUNTS = st.integers(0, 10**7) | st.floats(0, 10**6)
TEXTS = st.text(max_size=80)
WIDTHS = st.sampled_from([NARROW, WIDE])


def of(text: str) -> float:
    """A place, as a number; that it is text with two decimals is part of the claim."""
    number = text.removesuffix("%")
    assert len(number.partition(".")[2]) == 2
    return float(number)


def columns(counts: list[float]) -> Columns:
    return Columns(
        "c", "Marks", "", "Mark", [Column(str(at), count, f"{count}") for at, count in enumerate(counts)]
    )


def lines(*runs: list[float | None]) -> Lines:
    return Lines(
        "l",
        "Change",
        "",
        "Week",
        [
            Line(f"line {number}", [Point(str(at), share, f"{share}") for at, share in enumerate(run)])
            for number, run in enumerate(runs)
        ],
    )


def calendar(first: date, counts: list[int]) -> Calendar:
    return Calendar(
        "k",
        "Cards",
        "",
        [Day(first + timedelta(days=at), count, f"{count}") for at, count in enumerate(counts)],
    )


@given(SHARES, SHARES, SHARES)
def test_a_bar_and_its_whisker_stay_in_their_row(share, low, high):
    bar = Bar("Numbers", share, "", low, high)
    assert all(0 <= of(place) <= 100 for place in (bar.width, *bar.whisker))


@given(st.floats(0, 1), st.floats(0, 1))
def test_bars_are_as_long_as_their_shares(one, other):
    widths = [of(Bar("", share, "").width) for share in (one, other)]
    assert widths == pytest.approx([100 * one, 100 * other], abs=0.006)


def test_a_bar_without_a_band_has_no_whisker():
    assert not Bar("", 0.5, "").has_whisker
    assert not Bar("", 0.5, "", low=0.2).has_whisker
    assert Bar("", 0.5, "", 0.0, 1.0).has_whisker


@given(st.lists(COUNTS, min_size=1, max_size=60))
def test_columns_stay_in_the_drawing_and_do_not_touch(counts):
    chart = columns(counts)
    drawn = chart.drawn
    for column in drawn:
        assert 0 <= of(column.x) <= of(column.x) + of(column.width) <= 100.01
        assert TOP <= of(column.y) <= TOP + PLOT
        assert of(column.y) + of(column.height) == pytest.approx(TOP + PLOT, abs=0.011)
        assert 0 <= of(column.figure_y) <= chart.height
    for one, following in itertools.pairwise(drawn):
        assert of(one.x) + of(one.width) <= of(following.x) + 0.011


@given(st.lists(COUNTS, min_size=1, max_size=60))
def test_columns_are_as_high_as_their_counts(counts):
    chart = columns(counts)
    most = chart.steps[-1]
    heights = [of(column.height) for column in chart.drawn]
    assert heights == pytest.approx([PLOT * count / most for count in counts], abs=0.011)


def test_negative_counts_draw_nothing_and_no_column_hangs_down():
    assert [of(column.height) for column in columns([-3, 4]).drawn] == [0, PLOT]


@given(COUNTS)
def test_an_axis_reaches_its_most_in_few_equal_round_steps(most):
    steps = round_steps(most, only_wholes=float(most).is_integer())
    assert steps[0] == 0
    assert steps[-1] >= most * (1 - 1e-6)
    assert 2 <= len(steps) <= 5
    assert sorted(set(steps)) == steps


@pytest.mark.parametrize(
    ("most", "steps"),
    [(1, [0, 1]), (3, [0, 1, 2, 3]), (11, [0, 5, 10, 15]), (0, [0, 1]), (100, [0, 50, 100])],
)
def test_an_axis_of_counts_has_whole_steps(most, steps):
    assert round_steps(most, only_wholes=True) == steps


@given(st.lists(TEXTS, min_size=1, max_size=220), WIDTHS, st.booleans())
def test_labels_under_a_drawing_never_overlap_nor_leave_it(texts, width, ends_with_last):
    places = [(at + 0.5) / len(texts) for at in range(len(texts))]
    labels = axis_labels(places, texts, width, ends_with_last)
    assert are_apart(labels)
    assert all(0 <= label.start <= label.end <= width for label in labels)


def test_labels_that_have_room_are_all_shown():
    assert [label.text for label in axis_labels([0.1, 0.5, 0.9], ["one", "two", "three"], WIDE)] == [
        "one",
        "two",
        "three",
    ]


def test_of_many_labels_the_first_or_the_last_is_kept():
    texts = [f"week {number}" for number in range(100)]
    places = [number / 99 for number in range(100)]
    assert axis_labels(places, texts, NARROW)[0].text == "week 0"
    assert axis_labels(places, texts, NARROW, ends_with_last=True)[-1].text == "week 99"


@given(st.lists(st.floats(0, 200), min_size=2, max_size=4))
def test_names_at_the_ends_of_lines_keep_apart_in_their_order(places):
    moved = pushed_apart(places, 16, 18, 178)
    order = sorted(range(len(places)), key=lambda at: places[at])
    down = [moved[at] for at in order]
    assert all(18 <= place <= 178 for place in moved)
    assert all(other - one >= 16 - 1e-6 for one, other in itertools.pairwise(down))


@given(st.lists(st.lists(SHARES | st.none(), max_size=80), max_size=6))
def test_lines_stay_in_the_plot(runs):
    chart = lines(*runs)
    assert len(chart.drawn) <= 4
    for line in chart.drawn:
        for mark in line.marks:
            assert 0 <= of(mark.x) <= 100
            assert TOP <= of(mark.y) <= TOP + PLOT
        assert 0 <= of(line.label_y) <= TOP + PLOT + FOOT
        assert all(
            0 <= float(number) <= 100 for number in line.path.replace("M", " ").replace("L", " ").split()
        )


def test_a_line_breaks_where_nothing_is_known():
    (line,) = lines([0.0, 0.5, None, 1.0, 1.0]).drawn
    assert line.path == "M0.00 100.00L25.00 50.00M75.00 0.00L100.00 0.00"


def test_a_point_between_two_gaps_is_marked_however_many_there_are():
    run = [0.5] * 100 + [None, 0.25, None] + [0.5] * 100
    marks = lines(run).drawn[0].marks
    assert of(marks[-1].x) == 100
    assert any(of(mark.y) == TOP + 0.75 * PLOT for mark in marks)
    assert len(marks) < 25


def test_a_line_of_which_nothing_is_known_is_not_drawn():
    chart = lines([None, None], [0.5, 0.6])
    assert [drawn.line.name for drawn in chart.drawn] == ["line 1"]


def test_four_lines_differ_in_letter_and_marker():
    drawn = lines(*[[0.5, 0.6]] * 4).drawn
    assert len({line.letter for line in drawn}) == len({line.shape for line in drawn}) == 4


@given(SHARES, SHARES, SHARES, SHARES)
def test_dots_and_their_reach_stay_in_the_square(claimed, share, low, high):
    dot = Dot("Sure", claimed, share, low, high, "")
    assert all(0 <= of(place) <= 100 for place in (dot.x, dot.y, *dot.whisker))


def test_who_was_right_as_often_as_claimed_lies_on_the_diagonal():
    dot = Dot("Sure", 0.7, 0.7, None, None, "")
    assert of(dot.x) + of(dot.y) == 100


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.lists(st.integers(0, 500), min_size=1, max_size=500))
def test_every_day_has_one_square_inside_its_block(first, counts):
    weeks = calendar(first, counts).weeks
    drawn = [day for block in weeks.blocks for day in block.days]
    assert [day.day.on for day in drawn] == [first + timedelta(days=at) for at in range(len(counts))]
    for block in weeks.blocks:
        assert len({(day.x, day.y) for day in block.days}) == len(block.days)
        assert all(0 < day.x <= block.width - 12 and 0 < day.y <= block.height - 12 for day in block.days)
        assert len({day.x for day in block.days}) <= WEEKS_IN_A_BLOCK


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 900))
def test_names_of_months_do_not_overlap(first, count):
    for block in calendar(first, [1] * count).weeks.blocks:
        places = [label.x for label in block.months]
        assert all(other - one >= 30 for one, other in itertools.pairwise(places))


def test_monday_is_on_top_and_a_new_week_begins_a_column():
    sunday, monday = calendar(date(2026, 1, 4), [1, 1]).weeks.blocks[0].days
    assert sunday.y > monday.y
    assert sunday.x < monday.x


def test_days_that_are_not_told_had_nothing():
    days = [Day(date(2026, 1, 5), 4, "4"), Day(date(2026, 1, 7), 1, "1")]
    (block,) = Calendar("k", "Cards", "", days).weeks.blocks
    assert [day.level for day in block.days] == [4, 0, 1]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60).filter(any))
def test_more_is_never_lighter_and_the_legend_names_each_shade(counts):
    weeks = calendar(date(2026, 1, 5), counts).weeks
    levels = [weeks.level(count) for count in sorted(counts)]
    assert levels == sorted(levels)
    assert all(weeks.level(count) > 0 for count in counts if count)
    assert [shade.level for shade in weeks.shades] == list(range(weeks.level(max(counts)) + 1))
    assert len(weeks.shades) <= SHADES + 1


@pytest.mark.parametrize(
    ("share", "level"), [(0, 0), (0.19, 0), (0.2, 1), (0.6, 3), (0.8, 4), (1, 4), (1.2, 4), (-1, 0)]
)
def test_a_cell_has_one_of_five_levels(share, level):
    assert Cell(share, "").level == level


def test_a_cell_of_few_answers_stands_in_brackets():
    assert Cell(0.62, "", is_vague=True).figure == "(62\N{NO-BREAK SPACE}%)"
    assert Cell(None, "").figure == "–"


def test_marks_in_tens_have_every_other_label_in_a_column_of_a_page():
    chart = Columns("marks", "", "", "Mark", [Column(named(place), 1, "") for place in range(BINS)])
    phone, column, page = (
        [label.text for label in labels]
        for labels in (chart.narrow_labels, chart.medium_labels, chart.wide_labels)
    )
    assert len(phone) < len(column) <= len(page)
    assert column == [named(place) for place in range(0, BINS, 2)]


def grid_of(count: int) -> Grid:
    row = GridRow("ada", "", [Cell(0.5, str(number)) for number in range(count)])
    return Grid("topics", "", "", "Student", [GridHead(str(number)) for number in range(count)], [row])


@pytest.mark.parametrize(
    ("count", "widths"), [(0, []), (1, []), (8, []), (9, [4, 5]), (10, [5, 5]), (30, [7, 8, 7, 8])]
)
def test_a_grid_too_wide_for_paper_comes_in_parts_of_about_the_same_width(count, widths):
    sheets = grid_of(count).sheets
    assert [len(sheet.heads) for sheet in sheets] == widths
    told = [cell.told for sheet in sheets for cell in sheet.rows[0].cells]
    assert told == [head.label for sheet in sheets for head in sheet.heads]
    assert told == [str(number) for number in range(count if widths else 0)]


def test_a_chart_of_nothing_knows_it():
    empty = [
        Bars("", "", "", "", []),
        columns([]),
        columns([0, 0]),
        lines(),
        lines([None, None]),
        Calibration("", "", "", []),
        Calendar("", "", "", []),
        calendar(date(2026, 1, 5), [0, 0]),
        Thirds("", "", "", []),
        Grid("", "", "", "", [], []),
    ]
    assert all(chart.is_empty for chart in empty)


def test_every_figure_stands_in_the_table_too():
    assert [row[1] for row in columns([3, 4]).table.rows] == ["3", "4"]
    assert lines([0.5], [0.25, 0.75]).table.rows == [("0", "0.5", "0.25"), ("1", "", "0.75")]
    bars = Bars("b", "", "", "Topic", [Bar("Gas", 0.5, "half", 0.25, 0.75), Bar("Oil", None, "not yet")])
    assert bars.table.rows == [("Gas", "half", "25–75\N{NO-BREAK SPACE}%"), ("Oil", "not yet", "")]
    thirds = Thirds("t", "", "", [ThirdsRow("Geneva", True, 1, 0.5, 0, ("all", "half", "none"))])
    assert thirds.table.rows == [("Geneva (right)", "all", "half", "none")]
    (week,) = calendar(date(2026, 1, 6), [7, 8]).table.rows
    assert week == ("5 January 2026", "", "7", "8", "", "", "", "")


@pytest.mark.parametrize(
    ("number", "places", "told"), [(-0.04, 1, "0.0"), (-0.4, 0, "0"), (-2.5, 1, "−2.5"), (0.05, 2, "0.05")]
)
def test_a_number_has_the_sign_of_a_minus_and_none_before_nothing(number, places, told):
    assert signed(number, places) == told


def test_shares_below_nothing_have_the_sign_of_a_minus_too():
    assert (told_share(-0.25), told_range(-0.25, 0.5)) == (
        "−25\N{NO-BREAK SPACE}%",
        "−25–50\N{NO-BREAK SPACE}%",
    )

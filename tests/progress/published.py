"""Marks and figures published with Moodle's own tests of its quiz statistics, where a spreadsheet had reckoned them.

Moodle's tests allow 1.5 in 100,000 between these figures and its own. As they are published they are better than that: the
walkthrough's are rounded at the tenth place after the point, those of the generated attempts to ten digits. So ours may be
half a unit of that last place away, and no more.
"""

from math import floor, log10
from typing import Any

import pytest

# Twenty-five attempts at seven questions worth one mark each.
WALKTHROUGH = """
1 1 1 1 1 0 1
1 1 1 1 .5 1 0
1 1 1 1 .5 0 1
0 0 1 1 1 0 0
1 0 1 0 0 1 .5
1 1 1 1 .5 0 .5
0 1 1 1 .5 1 .5
1 1 1 0 .5 1 .5
1 0 1 1 1 1 1
0 1 1 0 .5 1 .5
.8 0 1 1 .5 1 .5
1 1 1 0 .5 1 1
1 0 1 1 .5 1 .5
1 0 1 1 1 0 .5
0 0 1 1 0 1 1
1 0 1 0 .5 1 1
.8 0 1 1 .5 0 1
1 0 1 1 0 1 .5
1 0 1 1 .5 0 .5
0 1 1 0 .5 1 0
1 1 .3333333 1 .5 0 .5
1 1 1 0 .5 0 .5
1 1 1 1 0 1 .5
0 0 1 0 .5 1 1
0 0 1 1 1 1 1
"""
WALKTHROUGH_ITEMS = {
    "facility_index": [70.4, 48, 97.3333332, 68, 52, 64, 62],
    "sd": [0.4513682901, 0.5099019514, 0.13333334, 0.4760952286, 0.3055050463, 0.4898979486, 0.331662479],
    "effective_weight": [
        21.2922742344,
        18.8979800309,
        4.443012573,
        18.9347251357,
        11.1450138688,
        9.8081339177,
        15.4788602394,
    ],
    "discrimination_index": [
        -7.0650767526,
        -28.8982125772,
        -9.1230674268,
        -22.6306444113,
        -17.6997047674,
        -45.3785178421,
        -5.6543166602,
    ],
    "discriminative_efficiency": [
        -9.4550536967,
        -36.7834118938,
        -21.6545012165,
        -31.4411395613,
        -21.1794802584,
        -56.9365974439,
        -6.5043742058,
    ],
}
WALKTHROUGH_QUIZ = {
    "attempts": 25,
    "mean": 4.617333332,
    "median": 4.5,
    "sd": 0.8117265554,
    "skewness": -0.092502502,
    "kurtosis": -0.7073968557,
    "internal_consistency": -87.2230935542,
    "error_ratio": 136.8294900795,
    "standard_error": 1.1106813066,
}

# Twenty-two attempts at twenty questions: four that nobody has marked yet, three worth nothing, then these thirteen.
STATES_SLOTS = (8, 9, 10, 11, 12, 19, 20, 17, 18, 14, 15, 16, 13)
STATES = """
5.5 .3 .9 1 .3 0 1 1 0 0 0 1 1
1 .9 .9 .3 .3 0 1 0 1 0 0 1 1
2.5 1 .9 .3 1 1 1 1 1 0 1 1 0
4 .3 .9 1 .3 0 1 1 0 0 0 0 0
3 .9 .3 .9 1 1 0 1 1 1 0 0 0
4.5 .9 1 1 .9 0 0 0 0 1 1 1 0
3 .3 .3 .3 .3 1 1 1 1 0 1 1 1
6 .9 .9 1 .3 0 1 1 0 1 1 1 0
.5 .9 1 .9 .3 0 1 1 1 1 1 0 0
5.5 .9 1 .9 .3 0 0 1 0 1 0 0 1
2.5 .9 1 1 .9 0 1 1 0 1 0 0 0
4 .9 .3 .9 1 0 1 1 1 1 1 1 0
4 .9 .3 .3 1 1 0 0 1 1 1 0 1
3 1 1 .3 1 1 0 1 1 1 0 1 0
1 1 .9 .3 .3 0 0 0 0 0 1 0 1
1 .3 .3 .3 .9 0 1 0 0 0 0 1 0
1.5 1 .3 .9 1 0 0 1 0 1 0 1 1
4 .9 1 .9 1 0 0 0 1 1 1 1 0
2 .9 .9 .3 .9 0 0 0 0 1 0 0 0
1 1 .3 .3 .3 0 0 1 0 1 1 0 0
6 .9 1 1 .9 1 1 0 0 0 0 1 0
7 .9 .3 .3 .3 0 0 1 1 0 1 1 1
"""
STATES_TOTALS = (
    12,
    7.4,
    11.7,
    8.5,
    10.1,
    11.3,
    11.2,
    14.1,
    8.6,
    11.6,
    9.3,
    13.1,
    11.5,
    11.3,
    5.5,
    4.8,
    8.7,
    11.8,
    6,
    5.9,
    12.8,
    13.8,
)
STATES_MAXIMA = (1, 1, 1, 1, 0, 0, 0, 8, *[1] * 12)
NONE = (None,) * 7
STATES_ITEMS = {
    "facility_index": (
        *(0, 0, 0, 0, None, None, None, 41.19318182, 81.36363636, 71.36363636, 65.45454545, 65.90909091),
        *(36.36363636, 59.09090909, 50, 59.09090909, 63.63636364, 45.45454545, 27.27272727, 50),
    ),
    "sd": (
        *(0, 0, 0, 0, 0, 0, 0, 1.912733589, 0.2512738111, 0.3226312277, 0.3334199022, 0.3375811591),
        *(0.4923659639, 0.5032362797, 0.5117663157, 0.5032362797, 0.4923659639, 0.5096471914),
        *(0.4558423058, 0.5117663157),
    ),
    "effective_weight": (
        *(0, 0, 0, 0, 0, 0, 0, 26.58464457, 3.368456046, 3.253955259, 7.584083694, 3.79658376),
        *(3.183278505, 4.532356904, 7.78856243, 10.08351572, 8.381139345, 8.727645713, 7.946277111),
        4.769500946,
    ),
    "discrimination_index": (
        *(*NONE, 25.88327077, 1.170256965, -4.207816809, 28.16930644, -2.513606859, -12.99017581),
        *(-8.900638238, 8.670004606, 29.63337745, 15.18945843, 16.21079629, 15.52451404, -8.396734802),
    ),
    "discriminative_efficiency": (
        *(*NONE, 27.23492723, 1.382386552, -4.691171307, 31.12404354, -2.877487579, -17.5074184),
        *(-10.27568922, 10.86956522, 34.58997279, 17.4790556, 20.14359793, 22.06477733, -10),
    ),
}


def at_the_tenth_place(walkthrough: Any) -> Any:
    """Equals what is rounded to the walkthrough's figures."""
    return pytest.approx(walkthrough, rel=0, abs=0.5e-10)


def to_ten_digits(figure: float | None) -> Any:
    """Equals what is rounded to a figure of the generated attempts."""
    if not figure:
        return figure
    return pytest.approx(figure, rel=0, abs=0.5 * 10.0 ** (floor(log10(abs(figure))) - 9))


def numbers(table: str) -> list[list[float]]:
    return [[float(mark) for mark in line.split()] for line in table.split("\n") if line]


def walkthrough() -> list[list[float]]:
    return numbers(WALKTHROUGH)


def states() -> list[list[float]]:
    """With a nought in each slot that nobody got a mark in."""
    rows = (dict(zip(STATES_SLOTS, row, strict=True)) for row in numbers(STATES))
    return [[row.get(slot, 0) for slot in range(1, 21)] for row in rows]

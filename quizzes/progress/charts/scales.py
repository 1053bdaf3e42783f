"""From figures to places in a drawing: shares of its width and height, the ticks of an axis, labels that keep apart.

A drawing is as wide as the page lets it be, and its letters stay as large as those beside it: so places across are in
percent, and places down in pixels. All of them are text with two decimals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

LETTER = 7.5
"""How wide a letter is at the most, on average, where letters are 13 pixels high."""
APART = 10.0
"""What is kept free between two labels."""
LONGEST_LABEL = 14
TINY = 1e-6
"""What is smaller than this is drawn as nothing."""


@dataclass(frozen=True)
class Tick:
    """A line across the drawing, and the figure it stands for."""

    y: str
    text: str


@dataclass(frozen=True)
class AxisLabel:
    """A label under a drawing. It reaches from `start` to `end`, in pixels, where the drawing is as wide as foreseen."""

    text: str
    x: str
    anchor: str
    start: float
    end: float


def within(share: float) -> float:
    """A share that can be drawn: what is below nothing is nothing, and the whole is the most."""
    return min(max(share, 0.0), 1.0)


def coordinate(place: float) -> str:
    return f"{place:.2f}"


def across(share: float) -> str:
    return f"{100 * within(share):.2f}%"


def signed(number: float, places: int = 0) -> str:
    """With the sign of a minus rather than a hyphen, and with none before what is rounded to nothing."""
    told = f"{number:.{places}f}"
    return told.replace("-", "−" if float(told) else "")


def told_share(share: float) -> str:
    return f"{signed(100 * share)}\N{NO-BREAK SPACE}%"


def told_range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{signed(100 * low)}–{told_share(high)}"


def told_number(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.6g}"


def shortened(text: str, longest: int = LONGEST_LABEL) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def round_steps(most: float, only_wholes: bool, at_most: int = 4) -> list[float]:
    """From 0 in equal round steps (1, 2 or 5 at some power of ten) to the first that is not below `most`."""
    if most < TINY:
        return [0.0, 1.0]
    raw = most / at_most
    power = 10.0 ** floor(log10(raw))
    step = next(power * lead for lead in (1, 2, 5, 10) if power * lead >= raw * (1 - 1e-9))
    if only_wholes:
        step = max(step, 1.0)
    count = max(ceil(most / step - 1e-9), 1)
    return [round(number * step, 10) for number in range(count + 1)]


def axis_labels(
    places: Sequence[float], texts: Sequence[str], width: int, ends_with_last: bool = False
) -> list[AxisLabel]:
    """As many labels, evenly chosen, as stand side by side on a drawing so many pixels wide.

    `places` are shares of the width. The first label is among them or, if asked for, the last.
    """
    labels = [axis_label(place, text, width) for place, text in zip(places, texts, strict=True)]
    if ends_with_last:
        labels.reverse()
    chosen = next((some for step in range(1, len(labels)) if are_apart(some := labels[::step])), labels[:1])
    return [label for label in sorted(chosen, key=lambda label: label.start) if label.text]


def axis_label(place: float, text: str, width: int) -> AxisLabel:
    """In the middle under its place, or at the edge where it would reach beyond."""
    text = shortened(text)
    long = len(text) * LETTER
    start = within(place) * width - long / 2
    if start < 0:
        return AxisLabel(text, across(0), "start", 0, long)
    if start + long > width:
        return AxisLabel(text, across(1), "end", width - long, width)
    return AxisLabel(text, across(place), "middle", start, start + long)


def are_apart(labels: Sequence[AxisLabel]) -> bool:
    inked = sorted((label for label in labels if label.text), key=lambda label: label.start)
    return all(one.end + APART <= other.start for one, other in pairwise(inked))


def pushed_apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places in their order, moved as little as it takes to keep `gap` between any two, from `low` to `high`.

    Where so many do not fit, they stand as far apart as there is room.
    """
    if len(places) < 2:
        return [min(max(place, low), high) for place in places]
    gap = min(gap, (high - low) / (len(places) - 1))
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    floor_here = low
    for index in order:
        moved[index] = floor_here = max(moved[index], floor_here)
        floor_here += gap
    ceiling_here = high
    for index in reversed(order):
        moved[index] = ceiling_here = min(moved[index], ceiling_here)
        ceiling_here -= gap
    return moved

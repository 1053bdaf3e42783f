"""What the figures of a whole quiz mean, and what a teacher should make of them.

The bounds are those of "Quiz report statistics" in Moodle's developer documentation; ours are how far mean and median lie
apart, and that skewness and kurtosis are told only beyond what chance may make of them (chance.py).
"""

from collections.abc import Callable

from quizzes.progress.items.chance import is_chance, kurtosis_error, skewness_error
from quizzes.progress.items.verdicts import (
    NO_BOUND,
    TOO_FEW,
    Bands,
    Figure,
    Told,
    Verdict,
    act,
    below,
    fine,
    look,
    number,
    percent,
    with_doubt,
)
from quizzes.progress.statistics import QuizFigures

QUIZ_FIGURES = (
    Figure(
        "Mean", "What students earned on average, in percent of the best possible mark.", "Arithmetic mean."
    ),
    Figure(
        "Median",
        "Half of the attempts earned less, half more.",
        "The middle one, or the mean of the two in the middle.",
    ),
    Figure("Standard deviation", "How far the marks lie apart.", "The standard deviation of a sample."),
    Figure(
        "Skewness",
        "To which side the marks trail off: below 0 to the low ones.",
        "k₃/k₂^1.5, by Fisher’s k-statistics.",
    ),
    Figure(
        "Kurtosis",
        "How peaked the marks are beside the bell curve, which has 0.",
        "k₄/k₂², by Fisher’s k-statistics.",
    ),
    Figure(
        "Coefficient of internal consistency",
        "How far the questions agree on who is strong.",
        "Cronbach’s alpha, in percent.",
    ),
    Figure("Error ratio", "How much of the differences between marks is chance.", "100·√(1 − alpha)."),
    Figure(
        "Standard error",
        "How far a mark may lie from what this student would earn on average, two times in three.",
        "The standard deviation times the error ratio.",
    ),
)
CONSISTENCY: Bands = (
    (64, act("Unsatisfactory: the questions measure different things, or several tell nobody apart.")),
    (75, look("Fair: mend the questions that tell strong from weak least.")),
    (float("inf"), fine("Satisfactory: the questions agree on who is strong.")),
)
ERROR: Bands = (
    (50, fine("Most of the differences between marks are differences between students.")),
    (float("inf"), look("More than half of the differences between marks is chance.")),
)
STANDARD_ERROR: Bands = (
    (8, fine("Small: a second, equal quiz would give nearly the same mark.")),
    (float("inf"), look("Large: do not hang much on a few percent.")),
)
SPREAD: Bands = (
    (12, look("The marks are bunched up: it tells students little apart.")),
    (18, fine("A good spread.")),
    (float("inf"), fine("A wide spread.")),
)
MEAN: Bands = (
    (50, look("Low: for a test that shall tell students apart, 50 to 75 % is usual.")),
    (75, fine("As is usual for a test that shall tell students apart.")),
    (float("inf"), fine("High, as it should be where everybody is to have learned it.")),
)
SKEWNESS: Bands = (
    (-1, look("A long tail of low marks: those above the middle are hardly told apart.")),
    (1, fine("Neither the strong nor the weak are crowded together.")),
    (float("inf"), look("A long tail of high marks: those below the middle are hardly told apart.")),
)
KURTOSIS: Bands = (
    (0, fine("Flatter than the bell curve: the marks lie far apart.")),
    (1, fine("About as peaked as the bell curve.")),
    (float("inf"), look("Most marks are alike: very strong and very weak students are hardly told apart.")),
)
DRAWN = fine("Attempts were asked different questions, so how far the questions agree cannot be told.")
SAME = fine("Cannot be told: there are too few attempts or questions, or all marks are the same.")


def quiz_told(
    whole: QuizFigures, points: float, *, asks_all_the_same: bool, asks_certainty: bool
) -> list[Told]:
    """All figures of a quiz; `points` is the best possible mark. Where marks depend on certainty, they run from far below
    nothing to it, and what is usual elsewhere says nothing."""
    in_marks = (whole.mean, whole.median, whole.sd, whole.standard_error)
    mean, median, sd, error = (
        None if mark is None or not points else 100 * mark / points for mark in in_marks
    )
    unknown = SAME if asks_all_the_same else DRAWN
    usual = no_bounds if asks_certainty else below
    found = (
        (percent(mean), TOO_FEW if mean is None else usual(mean, MEAN)),
        (percent(median), TOO_FEW if median is None else on_median(median, mean)),
        (percent(sd), TOO_FEW if sd is None else usual(sd, SPREAD)),
        (
            number(whole.skewness),
            on_shape(whole.skewness, skewness_error(whole.attempts), usual, SKEWNESS),
        ),
        (
            number(whole.kurtosis),
            on_shape(whole.kurtosis, kurtosis_error(whole.attempts), usual, KURTOSIS),
        ),
        (percent(whole.internal_consistency), judged(whole.internal_consistency, CONSISTENCY, unknown)),
        (percent(whole.error_ratio), judged(whole.error_ratio, ERROR, unknown)),
        (percent(error), unknown if error is None else usual(error, STANDARD_ERROR)),
    )
    return [
        Told(figure, value, with_doubt(verdict, whole.attempts))
        for figure, (value, verdict) in zip(QUIZ_FIGURES, found, strict=True)
    ]


def no_bounds(value: float, bands: Bands) -> Verdict:
    return NO_BOUND


def judged(value: float | None, bands: Bands, why_unknown: Verdict) -> Verdict:
    return why_unknown if value is None else below(value, bands)


def on_shape(
    value: float | None, error: float, usual: Callable[[float, Bands], Verdict], bands: Bands
) -> Verdict:
    """What asks for a look is told only where it is no chance."""
    if value is None:
        return SAME
    verdict = usual(value, bands)
    if verdict.severity and is_chance(value, error):
        return fine("No farther from the bell curve than chance may take it.")
    return verdict


def on_median(median: float, mean: float) -> Verdict:
    if abs(median - mean) < 5:
        return fine("Near the mean: neither side trails off far.")
    if median < mean:
        return fine("Below the mean: a few high marks lift that.")
    return fine("Above the mean: a few low marks pull that down.")

"""What a figure means, by which rule it is made, and what a teacher should make of it.

The bounds are those of "Quiz report statistics" in Moodle's developer documentation
(docs.moodle.org/dev/Quiz_report_statistics); where it has none, the sentence only describes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from quizzes.progress.scales import signed
from quizzes.progress.statistics import ItemFigures, QuizFigures

FEW = 30
"""With fewer attempts chance moves every figure a good deal."""


class Severity(IntEnum):
    """How much a verdict asks for: nothing, a look, an act."""

    NONE = 0
    LOOK = 1
    ACT = 2

    @property
    def slug(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Verdict:
    severity: Severity
    sentence: str


@dataclass(frozen=True)
class Figure:
    """What a figure is called; in a sentence each, what it means, and the rule it is made by."""

    name: str
    meaning: str
    rule: str


@dataclass(frozen=True)
class Told:
    """A figure of one question or quiz; `value` is ready to be read."""

    figure: Figure
    value: str
    verdict: Verdict


Bands = Sequence[tuple[float, Verdict]]


def fine(sentence: str) -> Verdict:
    return Verdict(Severity.NONE, sentence)


def look(sentence: str) -> Verdict:
    return Verdict(Severity.LOOK, sentence)


def act(sentence: str) -> Verdict:
    return Verdict(Severity.ACT, sentence)


ITEM_FIGURES = (
    Figure(
        "Facility index",
        "How much of its marks students earned on average: high is easy.",
        "The mean mark in percent of the best one.",
    ),
    Figure(
        "Standard deviation",
        "How far the marks on it lie apart.",
        "The standard deviation of a sample, in marks.",
    ),
    Figure(
        "Random guess score",
        "What blind choice would earn on average.",
        "The mean credit of its options; nothing where an answer is typed.",
    ),
    Figure(
        "Intended weight",
        "How much of the whole mark it is meant to make.",
        "Its points in percent of all.",
    ),
    Figure(
        "Effective weight",
        "How much of the differences between students it makes.",
        "The root of its covariance with the whole, in percent of the sum of such roots.",
    ),
    Figure(
        "Discrimination index",
        "How far those who did well elsewhere did well here.",
        "Pearson’s correlation of its marks with those of all other questions, in percent.",
    ),
    Figure(
        "Discriminative efficiency",
        "The same beside the best that its marks allow, so that easy and hard questions can be compared.",
        "Its covariance with the rest, in percent of what that were with both lists sorted.",
    ),
)
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
        "How far a mark may lie from what the student is worth, two times in three.",
        "The standard deviation times the error ratio.",
    ),
)
TOO_FEW = fine("Too few attempts to say.")
WORTH_NOTHING = fine("It is worth nothing here, so it tells nothing.")
FACILITY: Bands = (
    (5, act("Extremely difficult, or something is wrong with it: look at the key and the text.")),
    (10, look("Very difficult.")),
    (20, look("Difficult.")),
    (34, fine("Moderately difficult.")),
    (65, fine("About right for the average student.")),
    (80, fine("Fairly easy.")),
    (89, fine("Easy.")),
    (94, fine("Very easy.")),
    (100, fine("Extremely easy: it tells hardly anybody apart.")),
)
NEGATIVE = act("The weakest did better than the strongest: look at the key.")
DISCRIMINATION: Bands = (
    (20, look("Very weak: who is strong elsewhere is hardly better here.")),
    (30, fine("Weak: it tells strong from weak only a little.")),
    (50, fine("Adequate: the strong do better here.")),
    (float("inf"), fine("Very good: it tells strong from weak.")),
)
EFFICIENCY: Bands = (
    (50, look("It tells strong from weak less well than such a question could.")),
    (float("inf"), fine("It tells strong from weak about as well as it can.")),
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


def below(value: float, bands: Bands) -> Verdict:
    """That of the first band which ends above the value."""
    return next(verdict for end, verdict in bands if value < end or end == bands[-1][0])


def early(attempts: int) -> str:
    """That there are few attempts, where there are: chance may have made it then."""
    if attempts >= FEW:
        return ""
    return f"Early: {attempts} attempt{'s' * (attempts != 1)}."


def with_doubt(verdict: Verdict, attempts: int) -> Verdict:
    doubt = early(attempts)
    return Verdict(verdict.severity, f"{verdict.sentence} {doubt}") if doubt else verdict


def verdict_on(item: ItemFigures, guess: float | None) -> Verdict:
    """The one thing to be said of a question: what is worst about it. `guess` is what blind choice earns."""
    return with_doubt(worst_of(item, guess), item.attempts)


def worst_of(item: ItemFigures, guess: float | None) -> Verdict:
    if item.facility_index is None:
        return WORTH_NOTHING
    if item.sd is None:
        return TOO_FEW
    if item.discrimination_index is None:
        return on_no_differences(item)
    found = [
        on_discrimination(item.discrimination_index),
        on_facility(item.facility_index),
        on_guessing(item.facility_index, guess),
    ]
    return max(found, key=lambda verdict: verdict.severity)


def on_no_differences(item: ItemFigures) -> Verdict:
    if item.sd:
        return fine("All earned the same elsewhere, so there is no strong and weak to tell apart.")
    if item.facility_index >= 100:
        return fine("Everybody had it right: it tells nobody apart.")
    if item.facility_index <= 0:
        return act("Nobody had any of it right: look at the key and the text.")
    return fine("Everybody earned the same here: it tells nobody apart.")


def on_facility(index: float | None) -> Verdict | None:
    """The bands of Moodle end at whole percents. What a mark above the best makes of it is in the last."""
    if index is None:
        return None
    return next((verdict for end, verdict in FACILITY if round(index) <= end), FACILITY[-1][1])


def on_discrimination(index: float | None) -> Verdict | None:
    return None if index is None else NEGATIVE if index < 0 else below(index, DISCRIMINATION)


def on_efficiency(efficiency: float | None) -> Verdict | None:
    return None if efficiency is None else NEGATIVE if efficiency < 0 else below(efficiency, EFFICIENCY)


def on_guessing(facility: float, guess: float | None) -> Verdict:
    if guess and facility <= 100 * guess:
        return look("No better than blind guessing.")
    return fine("Better than blind guessing.")


def on_sd(sd: float, best: float) -> Verdict:
    """Less than a third of the best mark is not satisfactory, Moodle's documentation says."""
    if sd < best / 3:
        return fine("Most earned much the same here.")
    return fine("Marks differ well.")


def on_weights(effective: float | None, intended: float | None) -> Verdict | None:
    if effective is None:
        return None
    if intended is None or abs(effective - intended) <= intended / 4:
        return fine("About as much as intended.")
    if effective > intended:
        return fine("More than intended: it decides much about who stands where.")
    return fine("Less than intended: it decides little about who stands where.")


def percent(value: float | None) -> str:
    return "–" if value is None else f"{signed(value, 1)}\u00a0%"


def number(value: float | None) -> str:
    return "–" if value is None else signed(value, 2)


def item_told(item: ItemFigures, best: float, guess: float | None) -> list[Told]:
    """All figures of one question; `best` is the best mark it can earn."""
    found = (
        (percent(item.facility_index), on_facility(item.facility_index)),
        (number(item.sd), None if item.sd is None else on_sd(item.sd, best)),
        (percent(None if guess is None else 100 * guess), on_chance(item, guess)),
        (percent(item.intended_weight), fine("As its points have it.")),
        (percent(item.effective_weight), on_weights(item.effective_weight, item.intended_weight)),
        (percent(item.discrimination_index), on_discrimination(item.discrimination_index)),
        (percent(item.discriminative_efficiency), on_efficiency(item.discriminative_efficiency)),
    )
    return [
        Told(figure, value, with_doubt(verdict or missing(item), item.attempts))
        for figure, (value, verdict) in zip(ITEM_FIGURES, found, strict=True)
    ]


def on_chance(item: ItemFigures, guess: float | None) -> Verdict | None:
    if guess is None:
        return fine("Several are chosen together, so chance cannot be told.")
    if not guess:
        return fine("Nobody gets it right by chance.")
    return None if item.facility_index is None else on_guessing(item.facility_index, guess)


def missing(item: ItemFigures) -> Verdict:
    """Why a figure of a question is not to be had."""
    if item.facility_index is None:
        return WORTH_NOTHING
    if item.sd is None:
        return TOO_FEW
    if item.discrimination_index is None:
        return on_no_differences(item)
    return act("It works against the others: the strongest did worst here. Look at the key.")


def quiz_told(whole: QuizFigures, points: float, *, asks_all_the_same: bool) -> list[Told]:
    """All figures of a quiz; `points` is the best possible mark."""
    in_marks = (whole.mean, whole.median, whole.sd, whole.standard_error)
    mean, median, sd, error = (
        None if mark is None or not points else 100 * mark / points for mark in in_marks
    )
    unknown = SAME if asks_all_the_same else DRAWN
    found = (
        (percent(mean), judged(mean, MEAN, TOO_FEW)),
        (percent(median), TOO_FEW if median is None else on_median(median, mean)),
        (percent(sd), judged(sd, SPREAD, TOO_FEW)),
        (number(whole.skewness), judged(whole.skewness, SKEWNESS, SAME)),
        (number(whole.kurtosis), judged(whole.kurtosis, KURTOSIS, SAME)),
        (percent(whole.internal_consistency), judged(whole.internal_consistency, CONSISTENCY, unknown)),
        (percent(whole.error_ratio), judged(whole.error_ratio, ERROR, unknown)),
        (percent(error), judged(error, STANDARD_ERROR, unknown)),
    )
    return [
        Told(figure, value, with_doubt(verdict, whole.attempts))
        for figure, (value, verdict) in zip(QUIZ_FIGURES, found, strict=True)
    ]


def judged(value: float | None, bands: Bands, why_unknown: Verdict) -> Verdict:
    return why_unknown if value is None else below(value, bands)


def on_median(median: float, mean: float) -> Verdict:
    if abs(median - mean) < 5:
        return fine("Near the mean: neither side trails off far.")
    if median < mean:
        return fine("Below the mean: a few high marks lift that.")
    return fine("Above the mean: a few low marks pull that down.")

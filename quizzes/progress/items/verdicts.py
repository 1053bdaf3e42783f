"""What the figures of a question mean, by which rule each is made, and what a teacher should make of it.

The bounds of facility, standard deviation, discrimination and efficiency are those of "Quiz report statistics" in Moodle's
developer documentation (docs.moodle.org/dev/Quiz_report_statistics). Ours are what blind guessing is held against, how far
weights may lie apart, and when something is told to be wrong: not of few attempts, nor by what chance may make (chance.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from quizzes.progress.charts.scales import signed
from quizzes.progress.items.chance import FEW, is_below_chance
from quizzes.progress.statistics import ItemFigures


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


@dataclass(frozen=True)
class Seen:
    """What is known of a question beside its figures.

    `guess` is the credit that blind choice earns, None where chance cannot be told. `weakest_did_better`: than the
    strongest third. Where marks depend on certainty, `right` is the percent of attempts that had it right; where
    `counts_parts`, those that had a part of it right among them.
    """

    guess: float | None = None
    weakest_did_better: bool = False
    right: float | None = None
    counts_parts: bool = False


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
TOO_FEW = fine("Too few attempts to say.")
WORTH_NOTHING = fine("It is worth nothing here, so it tells nothing.")
DEPENDS = "Marks here depend on how sure students were"
NO_BOUND = fine(f"{DEPENDS}, so the usual bounds do not apply.")
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


def below(value: float, bands: Bands) -> Verdict:
    """That of the first band which ends above the value."""
    return next(verdict for end, verdict in bands if value < end or end == bands[-1][0])


def early(attempts: int) -> str:
    """That there are few attempts, where there are: chance may have made it then."""
    if attempts >= FEW:
        return ""
    return f"Early: {attempts} attempt{'s' * (attempts != 1)}."


def with_doubt(verdict: Verdict, attempts: int) -> Verdict:
    """Of few attempts nothing is more than worth a look."""
    if not (doubt := early(attempts)):
        return verdict
    return Verdict(min(verdict.severity, Severity.LOOK), f"{verdict.sentence} {doubt}")


def verdict_on(item: ItemFigures, seen: Seen) -> Verdict:
    """The one thing to be said of a question: what is worst about it."""
    return with_doubt(worst_of(item, seen), item.attempts)


def worst_of(item: ItemFigures, seen: Seen) -> Verdict:
    if item.facility_index is None:
        return WORTH_NOTHING
    if item.sd is None:
        return TOO_FEW
    if item.discrimination_index is None:
        return on_no_differences(item)
    found = [on_discrimination(item, seen), on_facility_here(item, seen), on_guessing(item, seen)]
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


def on_facility_here(item: ItemFigures, seen: Seen) -> Verdict | None:
    """By how many had it right where the index tells how sure they were, too. Who had a part of it right may have earned
    little of it: that it is difficult can be told of them, that it is easy cannot."""
    if item.facility_index is None or seen.right is None:
        return on_facility(item.facility_index)
    verdict = on_facility(seen.right)
    told = f"{DEPENDS}; {percent(seen.right)} had it right{', wholly or in part' * seen.counts_parts}."
    if seen.counts_parts and not verdict.severity:
        return fine(told)
    return Verdict(verdict.severity, f"{told} {verdict.sentence}")


def on_discrimination(item: ItemFigures, seen: Seen) -> Verdict | None:
    index = item.discrimination_index
    if index is None:
        return None
    return below_nothing(item, seen) if index < 0 else below(index, DISCRIMINATION)


def on_efficiency(item: ItemFigures, seen: Seen) -> Verdict | None:
    efficiency = item.discriminative_efficiency
    if efficiency is None:
        return None
    return below_nothing(item, seen) if efficiency < 0 else below(efficiency, EFFICIENCY)


def below_nothing(item: ItemFigures, seen: Seen) -> Verdict:
    """Of a question at which those who did well elsewhere did badly. The strongest third may still have done better, for the
    thirds are those of the whole mark, of which the question is a part."""
    if seen.weakest_did_better:
        told = "The weakest did better than the strongest: look at the key."
    else:
        told = "Who did well elsewhere did rather worse here: look at the key."
    if is_below_chance(item.discrimination_index / 100, item.attempts):
        return act(told)
    return look(told if early(item.attempts) else f"{told} It may be chance.")


def on_guessing(item: ItemFigures, seen: Seen) -> Verdict | None:
    """By how many had it right where the index tells how sure they were, too."""
    reached = item.facility_index if seen.right is None else seen.right
    if reached is None:
        return None
    if seen.guess and reached <= 100 * seen.guess:
        return look("No better than blind guessing.")
    if seen.guess and seen.counts_parts:
        return fine(f"{percent(reached)} had it right, wholly or in part.")
    return fine("Better than blind guessing.")


def on_sd(sd: float, best: float, seen: Seen) -> Verdict:
    """Less than a third of the best mark is not satisfactory, Moodle's documentation says."""
    if seen.right is not None:
        return NO_BOUND
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


def item_told(item: ItemFigures, best: float, seen: Seen) -> list[Told]:
    """All figures of one question; `best` is the best mark it can earn."""
    guess = None if seen.guess is None else 100 * seen.guess
    found = (
        (percent(item.facility_index), on_facility_here(item, seen)),
        (number(item.sd), None if item.sd is None else on_sd(item.sd, best, seen)),
        (percent(guess), on_chance(item, seen)),
        (percent(item.intended_weight), fine("As its points have it.")),
        (percent(item.effective_weight), on_weights(item.effective_weight, item.intended_weight)),
        (percent(item.discrimination_index), on_discrimination(item, seen)),
        (percent(item.discriminative_efficiency), on_efficiency(item, seen)),
    )
    return [
        Told(figure, value, with_doubt(verdict or missing(item, seen), item.attempts))
        for figure, (value, verdict) in zip(ITEM_FIGURES, found, strict=True)
    ]


def on_chance(item: ItemFigures, seen: Seen) -> Verdict | None:
    if seen.guess is None:
        return fine("Several are chosen together, so chance cannot be told.")
    if not seen.guess:
        return fine("Nobody gets it right by chance.")
    return on_guessing(item, seen)


def missing(item: ItemFigures, seen: Seen) -> Verdict:
    """Why a figure of a question is not to be had. Its weight is not where it works against the others."""
    if item.facility_index is None:
        return WORTH_NOTHING
    if item.sd is None:
        return TOO_FEW
    if item.discrimination_index is None:
        return on_no_differences(item)
    return below_nothing(item, seen)

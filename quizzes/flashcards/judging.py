"""How well parameters foretell what a student recalled: log-loss, and RMSE(bins) as the open benchmark of schedulers has it.

Judged is the first review of a card on each later day. Reviews of the same day move the memory on and are not judged.
The benchmark is open-spaced-repetition/srs-benchmark on GitHub; its function is `rmse_matrix`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor, fsum, log, sqrt
from statistics import mean, stdev

from quizzes.flashcards.scheduling import Memory, Plan, Rating, rate, retrievability

# Nothing is so sure that its opposite would cost without end; the benchmark cuts at the same place.
SURE = 2.0**-52


@dataclass(frozen=True)
class Seen:
    """One rating of a card; `day` counts the student's days from anywhere."""

    rating: Rating
    at: datetime
    day: int


History = Sequence[Seen]
"""All ratings of one card from its very first on, in their order."""


@dataclass(frozen=True)
class Recall:
    """One recall that was foretold. `nth` counts the card's days with a review, from 1 for the first ever."""

    at: datetime
    foretold: float
    is_recalled: bool
    days: int
    nth: int
    lapses: int

    @property
    def bin(self) -> tuple[float, int, int]:
        """Recalls that resemble each other: by days gone by, reviews and lapses before, each on a scale of powers."""
        return (
            round(2.48 * 3.62 ** power(self.days, 3.62), 2),
            round(1.99 * 1.89 ** power(self.nth, 1.89)),
            round(1.65 * 1.73 ** power(self.lapses, 1.73)) if self.lapses else 0,
        )


def power(number: int, base: float) -> int:
    return floor(log(number) / log(base))


@dataclass(frozen=True)
class Judgement:
    """Less is better: of `losses`, what each recall cost, and of `rmse`, of foretold and real shares in bins."""

    losses: tuple[float, ...]
    rmse: float

    @property
    def log_loss(self) -> float:
        return fsum(self.losses) / len(self.losses)

    def beats(self, other: "Judgement") -> bool:
        """On the same recalls: by more than luck gives, and with shares that are no worse.

        Of five students made up whose memory follows the default parameters, one's fitted ones lost less by luck, and
        foretold later reviews worse. So the gain must be twice its own standard error.
        """
        gains = [theirs - ours for ours, theirs in zip(self.losses, other.losses, strict=True)]
        return clearly_above_zero(gains) and self.rmse <= other.rmse


def clearly_above_zero(gains: Sequence[float]) -> bool:
    if len(gains) < 2:
        return False
    return mean(gains) > 2 * stdev(gains) / sqrt(len(gains))


def replayed(history: History, plan: Plan) -> Iterator[tuple[Memory, int]]:
    """What the card's memory was before each rating, and after the last; each with the days since the one before."""
    memory, last = Memory(), None
    for seen in history:
        # A clock put back counts as no time gone by.
        days = 0 if last is None else max(seen.day - last.day, 0)
        yield memory, days
        memory = rate(
            memory, seen.rating, plan=plan, at=seen.at, chance=None, days_since=days if last else None
        )
        last = seen
    yield memory, 0


def recalls(history: History, plan: Plan) -> Iterator[Recall]:
    nth, lapses = 1, 0
    for seen, (memory, days) in zip(history, replayed(history, plan), strict=False):
        if not days:
            continue
        nth += 1
        foretold = retrievability(memory, plan=plan, at=seen.at, days_since=days)
        is_recalled = seen.rating != Rating.Again
        yield Recall(seen.at, foretold, is_recalled, days, nth, lapses)
        lapses += not is_recalled


def judged(found: Sequence[Recall]) -> Judgement:
    """Raises ValueError where there is nothing to judge by."""
    if not found:
        raise ValueError("There is no recall to judge by. Give at least one.")
    return Judgement(tuple(loss(one) for one in found), rmse_in_bins(found))


def loss(recall: Recall) -> float:
    """-log of the chance that was foretold for what then happened."""
    chance = recall.foretold if recall.is_recalled else 1 - recall.foretold
    return -log(min(max(chance, SURE), 1 - SURE))


def rmse_in_bins(found: Iterable[Recall]) -> float:
    """The root of the mean squared gap between foretold and real shares of the bins, each weighing as many as it holds."""
    bins = defaultdict(list)
    for one in found:
        bins[one.bin].append(one.foretold - one.is_recalled)
    squares = fsum(fsum(gaps) ** 2 / len(gaps) for gaps in bins.values())
    return sqrt(squares / sum(len(gaps) for gaps in bins.values()))

"""FSRS's 21 parameters fitted to one student's reviews: the door to the optimiser of the package `fsrs`.

It needs torch, which the default install does without: `missing()` tells what to install. Import this module only where
it is about to be used, for with torch that takes seconds.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from fsrs import Optimizer, Rating, ReviewLog
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizzes.flashcards.judging import History

Fit = Callable[[Sequence[History]], tuple[float, ...]]
EXTRA = "fsrs[optimizer]"
DAY_ONE = datetime(2000, 1, 1, tzinfo=UTC)
# As many as FSRS shows; more would only store the last bits of a processor.
DECIMALS = 4


def missing() -> str:
    """A sentence with the remedy where the optimiser is not installed, else nothing."""
    try:
        Optimizer(())
    except ImportError:
        return (
            "The optimiser of fsrs is not installed: torch, pandas or tqdm is missing. "
            f'Install them beside Attest with: pip install "{EXTRA}"'
        )
    return ""


def fitted(histories: Sequence[History], engine: Callable[..., Optimizer] = Optimizer) -> tuple[float, ...]:
    """The same for the same reviews. The default ones where fewer than 512 recalls lie on later days."""
    logs = [log for card, history in enumerate(histories) for log in logs_of(card, history)]
    found = engine(logs).compute_optimal_parameters()
    return tuple(round(parameter, DECIMALS) for parameter in found or DEFAULT_PARAMETERS)


def logs_of(card: int, history: History) -> list[ReviewLog]:
    """The optimiser counts spans of 24 hours between reviews; so each is told at a time at which those are the student's days."""
    first, latest, told = history[0].day if history else 0, 0, []
    for place, seen in enumerate(history):
        latest = max(latest, seen.day - first)
        # A second more each time, so that a later review never falls short of a whole day.
        at = DAY_ONE + timedelta(days=latest, seconds=place)
        told.append(
            ReviewLog(card_id=card, rating=Rating(seen.rating), review_datetime=at, review_duration=None)
        )
    return told

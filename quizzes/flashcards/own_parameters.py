"""Parameters of FSRS of a student's own: fitted to the older four fifths of what was recalled, judged by the latest fifth.

What is kept is what won. Fitted again on everything, they would be parameters that nobody has judged; so the latest
fifth waits for the next time. A run right after therefore finds the same ones, and changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection
from django.db.models import Max

from core.models import User
from core.turns import write_in_turn
from quizzes.flashcards.days import day_of
from quizzes.flashcards.judging import History, Judgement, Seen, judged, recalls, replayed
from quizzes.flashcards.models import Learner, Review
from quizzes.flashcards.scheduling import Memory, Plan, Rating, State
from quizzes.flashcards.studying import UNDONE_WITHIN

FITTED_ON = 0.8
A_BATCH = 2_000


@dataclass(frozen=True)
class Kept:
    """The ratings of one card, with the ids of their rows."""

    card: int
    rows: tuple[int, ...]
    history: History


@dataclass(frozen=True)
class Outcome:
    """How a student's fitting went; without judgements where there was nothing to judge by."""

    student: User
    reviews: int
    verdict: str
    now: Judgement | None = None
    fitted: Judgement | None = None


def fit_own(student: User, *, fit, at: datetime, minimum: int, is_trial: bool = False) -> Outcome:
    """Fit, judge, and keep what won; `fit` makes parameters of histories. A trial keeps nothing."""
    learner = Learner.of(student)
    kept = list(kept_histories(learner))
    count = student.card_reviews.count()
    if count < minimum:
        return Outcome(student, count, f"left as it is: fewer than {minimum:,} reviews")
    histories = [one.history for one in kept]
    moment = moment_of_trial(histories, learner.plan)
    if moment is None:
        return Outcome(student, count, "left as it is: no card came back on a later day")
    plan = with_parameters(learner, fit(list(before(histories, moment))))
    held_out = [judged_from(histories, one, moment) for one in (learner.plan, plan)]
    return Outcome(student, count, settled(learner, plan, held_out, at=at, is_trial=is_trial), *held_out)


def settled(
    learner: Learner, plan: Plan, held_out: Sequence[Judgement], *, at: datetime, is_trial: bool
) -> str:
    now, fitted = held_out
    if plan.parameters == learner.plan.parameters:
        return "unchanged: the fit gives the same ones"
    if not fitted.beats(now):
        return "kept the old ones: the new ones do not clearly win"
    if is_trial:
        return "the new ones win, and would be kept"
    return (
        "kept the new ones" if adopt(learner, plan, at=at) else "left as it is: settled elsewhere meanwhile"
    )


def with_parameters(learner: Learner, parameters: tuple[float, ...]) -> Plan:
    return Plan(desired_retention=learner.desired_retention, parameters=parameters)


def kept_histories(learner: Learner, cards: Sequence[int] | None = None) -> Iterator[Kept]:
    """Of the student's cards that are known from their first rating on; the others tell nothing of how they began."""
    rows = Review.objects.filter(student=learner.student_id).order_by("card", "pk")
    if cards is not None:
        rows = rows.filter(card__in=cards)
    told = rows.values_list("card", "pk", "rating", "at", "state_before").iterator(chunk_size=A_BATCH)
    for card, of_card in groupby(told, key=lambda row: row[0]):
        found = list(of_card)
        if found[0][4] == State.NEW:
            history = [
                Seen(Rating(row[2]), row[3], day_of(row[3], learner.zone).toordinal()) for row in found
            ]
            yield Kept(card, tuple(row[1] for row in found), history)


def moment_of_trial(histories: Sequence[History], plan: Plan) -> datetime | None:
    """Four fifths of the recalls that can be judged lie before it."""
    times = sorted(one.at for history in histories for one in recalls(history, plan))
    return times[int(FITTED_ON * len(times))] if times else None


def before(histories: Sequence[History], moment: datetime) -> Iterator[History]:
    for history in histories:
        if older := [seen for seen in history if seen.at < moment]:
            yield older


def judged_from(histories: Sequence[History], plan: Plan, moment: datetime) -> Judgement:
    """Each card is replayed from its start; what counts is from that moment on."""
    return judged([one for history in histories for one in recalls(history, plan) if one.at >= moment])


@dataclass(frozen=True)
class Replay:
    """A card's memory under other parameters: before each rating, and now."""

    kept: Kept
    memories: tuple[Memory, ...]

    @classmethod
    def of(cls, kept: Kept, plan: Plan) -> "Replay":
        return cls(kept, tuple(memory for memory, _ in replayed(kept.history, plan)))


def adopt(learner: Learner, plan: Plan, *, at: datetime) -> bool:
    """Store the parameters, and what each card's memory is under them. False where other ones were stored meanwhile.

    Due days stay as they were told, and the new parameters reckon the next ones: else a whole collection would fall due,
    or vanish, overnight. A card that is rated in the very moment may keep a memory of the old parameters until the
    next fitting; its rating is never lost.
    """
    replays = {kept.card: Replay.of(kept, plan) for kept in kept_histories(learner)}
    with write_in_turn():
        stored, _ = Learner.objects.select_for_update().get_or_create(student=learner.student)
        if stored.parameters != learner.parameters:
            return False
        for kept in kept_histories(learner, rated_since(learner, replays)):
            replays[kept.card] = Replay.of(kept, plan)
        Learner.objects.filter(pk=stored.pk).update(parameters=list(plan.parameters))
        remember(replays.values())
        follow_undo(learner, replays, at)
    return True


def rated_since(learner: Learner, replays: dict[int, Replay]) -> list[int]:
    last = (
        Review.objects.filter(student=learner.student_id).order_by().values_list("card").annotate(Max("pk"))
    )
    return [card for card, pk in last if card in replays and replays[card].kept.rows[-1] != pk]


def remember(replays) -> None:
    """By hand, for Django would send a thousand conditions in one statement. Not where a card was rated just now."""
    rows = [
        (
            replay.memories[-1].stability,
            replay.memories[-1].difficulty,
            replay.kept.card,
            len(replay.kept.rows),
        )
        for replay in replays
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE quizzes_card SET stability = %s, difficulty = %s WHERE id = %s AND review_count = %s",
            rows,
        )


def follow_undo(learner: Learner, replays: dict[int, Replay], at: datetime) -> None:
    """A rating that can still be taken back leads to the memory that the new parameters have for that time."""
    within_a_day = Review.objects.filter(student=learner.student_id, at__gt=at - UNDONE_WITHIN)
    by_answer = Review.objects.filter(student=learner.student_id).exclude(answer=None)
    changed = []
    for review in (within_a_day | by_answer).iterator(chunk_size=A_BATCH):
        replay = replays.get(review.card_id)
        if replay is None or review.pk not in replay.kept.rows:
            continue
        memory = replay.memories[replay.kept.rows.index(review.pk)]
        review.before |= {"stability": memory.stability, "difficulty": memory.difficulty}
        changed.append(review)
    Review.objects.bulk_update(changed, ["before"], batch_size=200)

"""When a card comes back. Numbers called published stand in the tests of py-fsrs, ts-fsrs, fsrs-rs or Anki."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import fsrs
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.attempts.behaviours import Certainty
from quizzes.flashcards import scheduling
from quizzes.flashcards.scheduling import Memory, Plan, Rating, State, fuzz_range, previews, rate, told

NOON = datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating

# The 19 parameters of fsrs-rs's own tests, brought to 21 as it does for a set of FSRS-5.
OLDER = (0.6845422, 1.6790825, 4.7349424, 10.042885, 7.4410233, 0.64219797, 1.071918, 0.0025195254, 1.432437)
OLDER += (0.1544, 0.8692766, 2.0696752, 0.0953, 0.2975, 2.4691248, 0.19542035, 3.201072, 0.18046261)
OLDER += (0.121442534, 0.0, 0.5)

RATINGS = st.sampled_from(Rating)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
STEPS = st.lists(st.timedeltas(SECOND, 12 * HOUR), max_size=3).map(sorted).map(tuple)
PLANS = st.builds(
    Plan,
    desired_retention=st.floats(0.70, 0.97),
    learning_steps=STEPS,
    relearning_steps=STEPS,
    longest_interval=st.integers(1, 36_500),
    parameters=st.sampled_from([DEFAULT_PARAMETERS, OLDER]),
    fuzz=st.booleans(),
)
SOON, LATE = st.timedeltas(timedelta(), HOUR), st.timedeltas(timedelta(), 900 * DAY)
HISTORIES = st.lists(st.tuples(RATINGS, SOON | LATE), max_size=8)
SEEDS = st.integers(0, 2**64)


class Draw(Random):
    """Chance that always comes out the same."""

    def __init__(self, number: float) -> None:
        super().__init__()
        self.number = number

    def random(self) -> float:
        return self.number


def with_parameters(changed: dict[int, float], **rest) -> Plan:
    return Plan(parameters=tuple(changed.get(i, w) for i, w in enumerate(DEFAULT_PARAMETERS)), **rest)


def with_stability(stability: float, **rest) -> Plan:
    """A plan by which a first Easy leaves that stability, and goes straight to review."""
    return with_parameters({3: stability}, learning_steps=(), **rest)


def rated(ratings, waits, plan: Plan) -> Memory:
    """A new card rated each time after so many days."""
    memory, at = Memory(), NOON
    for rating, days in zip(ratings, waits, strict=True):
        at += timedelta(days=days)
        memory = rate(memory, rating, plan=plan, at=at, chance=None)
    return memory


def after(history, plan: Plan, at: datetime) -> tuple[Memory, datetime]:
    memory = Memory()
    for rating, wait in history:
        memory = rate(memory, rating, plan=plan, at=at, chance=None)
        at += wait
    return memory, at


def in_review(stability: float, difficulty: float, ago: timedelta) -> Memory:
    return Memory(State.REVIEW, None, stability, difficulty, NOON, NOON - ago)


def interval(memory: Memory) -> timedelta:
    return memory.due - memory.last_review


# Published numbers


def test_the_published_history_of_thirteen_ratings():
    memory, at, days = Memory(), NOON, []
    for rating in [GOOD] * 6 + [AGAIN] * 2 + [GOOD] * 5:
        memory = rate(memory, rating, plan=Plan(), at=at, chance=None)
        days.append(interval(memory).days)
        at = memory.due
    assert days == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


@pytest.mark.parametrize(
    ("plan", "stability"), [(Plan(), 53.62691), (with_parameters({17: 0.0, 18: 0.0, 19: 0.0}), 53.335106)]
)
def test_the_published_memory_after_six_ratings(plan, stability):
    memory = rated([AGAIN] + [GOOD] * 5, [0, 0, 1, 3, 8, 21], plan)
    assert memory.stability == pytest.approx(stability, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty", "days", "state"),
    [
        (AGAIN, 0.212, 6.4133, 0, State.LEARNING),
        (HARD, 1.2931, 5.11217071, 0, State.LEARNING),
        (GOOD, 2.3065, 2.11810397, 0, State.LEARNING),
        (EASY, 8.2956, 1.0, 8, State.REVIEW),
    ],
)
def test_the_published_first_rating(rating, stability, difficulty, days, state):
    memory = rate(Memory(), rating, plan=Plan(), at=NOON, chance=None)
    assert memory.stability == stability
    assert memory.difficulty == pytest.approx(difficulty, abs=1e-8)
    assert (interval(memory).days, memory.state) == (days, state)


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [
        (AGAIN, 2.9691455, 8.000659),
        (HARD, 17.091452, 7.6913934),
        (GOOD, 31.722992, 7.382128),
        (EASY, 71.7502, 7.0728626),
    ],
)
def test_the_published_memory_behind_each_button(rating, stability, difficulty):
    plan = Plan(parameters=OLDER)
    memory = rated([AGAIN, GOOD, GOOD, GOOD, rating], [0, 1, 3, 8, 21], plan)
    assert memory.stability == pytest.approx(stability, rel=2e-6)
    assert memory.difficulty == pytest.approx(difficulty, rel=2e-6)


@pytest.mark.parametrize(
    ("rating", "difficulty", "stability"),
    [
        (AGAIN, 8.34176237, 1.596818),
        (HARD, 6.66599536, 5),
        (GOOD, 4.99022837, 5),
        (EASY, 3.31446137, 8.12960956),
    ],
)
def test_the_published_steps_within_a_day(rating, difficulty, stability):
    memory = rate(in_review(5.0, 5.0, HOUR), rating, plan=Plan(), at=NOON, chance=None)
    assert memory.difficulty == pytest.approx(difficulty, abs=1e-7)
    assert memory.stability == pytest.approx(stability, abs=1e-7)


@pytest.mark.parametrize(
    ("plan", "chances"),
    [
        (Plan(), [1, 0.9, 0.84588465, 0.8093881]),
        (with_parameters({20: 0.2}), [1, 0.9, 0.84028935, 0.7985001]),
    ],
)
def test_the_published_forgetting_curves(plan, chances):
    memory = in_review(1.0, 5.0, timedelta())
    told = [scheduling.retrievability(memory, plan=plan, at=NOON + days * DAY) for days in range(4)]
    assert told == pytest.approx(chances, abs=1e-7)


def test_the_published_retrievability_on_the_day_an_easy_card_is_due():
    memory = rate(Memory(), EASY, plan=Plan(), at=NOON, chance=None)
    assert scheduling.retrievability(memory, plan=Plan(), at=memory.due) == pytest.approx(0.9024733, abs=1e-6)


@pytest.mark.parametrize(("retention", "days"), [(0.7, 9), (0.8, 3), (0.9, 1)])
def test_the_published_interval_for_a_desired_retention(retention, days):
    plan = with_stability(1.0, desired_retention=retention)
    assert previews(Memory(), plan=plan, at=NOON, chance=None)[EASY] == days * DAY


@pytest.mark.parametrize(
    ("plan", "first", "second"),
    [
        (Plan(), [1, 5.5, 10], [1, 10]),
        (Plan(learning_steps=(10 * MINUTE,)), [10, 15], None),
    ],
)
def test_the_published_learning_steps(plan, first, second):
    shown = [wait / MINUTE for wait in previews(Memory(), plan=plan, at=NOON, chance=None).values()]
    assert shown[: len(first)] == first
    assert all(minutes >= 24 * 60 for minutes in shown[len(first) :])
    if second:
        once = rate(Memory(), GOOD, plan=plan, at=NOON, chance=None)
        shown = [wait / MINUTE for wait in previews(once, plan=plan, at=once.due, chance=None).values()]
        assert shown[:2] == second
        assert shown[2] >= 24 * 60


def test_a_forgotten_card_comes_back_after_its_relearning_step_and_then_another_day():
    forgotten = rate(in_review(20.0, 5.0, 20 * DAY), AGAIN, plan=Plan(), at=NOON, chance=None)
    assert (forgotten.state, forgotten.step, forgotten.due) == (State.RELEARNING, 0, NOON + 10 * MINUTE)
    again = rate(forgotten, GOOD, plan=Plan(), at=forgotten.due, chance=None)
    assert (again.state, again.step) == (State.REVIEW, None)
    assert interval(again) >= DAY


def test_without_steps_every_rating_goes_by_days():
    plan = Plan(learning_steps=(), relearning_steps=())
    first = rate(Memory(), AGAIN, plan=plan, at=NOON, chance=None)
    second = rate(first, AGAIN, plan=plan, at=first.due, chance=None)
    assert [first.state, second.state] == [State.REVIEW, State.REVIEW]
    assert min(interval(first), interval(second)) >= DAY


@pytest.mark.parametrize(
    ("days", "longest", "low", "middle", "high"),
    [
        (1, 1000, 1, 1, 1),
        (2, 1000, 2, 2, 2),
        (7, 1000, 5, 7, 9),
        (17, 1000, 14, 17, 20),
        (20, 1000, 17, 20, 23),
        (37, 1000, 33, 37, 41),
        (100, 99, 92, 96, 99),
    ],
)
def test_the_published_fuzz_of_anki(days, longest, low, middle, high):
    plan = with_stability(float(days), longest_interval=longest)
    seen = [previews(Memory(), plan=plan, at=NOON, chance=Draw(draw))[EASY].days for draw in (0.0, 0.5, 0.99)]
    assert seen == [low, middle, high]


# Against fsrs itself


def card_beside(at: datetime) -> fsrs.Card:
    return fsrs.Card(card_id=1, due=at)


@given(plan=PLANS, history=HISTORIES, at=MOMENTS)
def test_a_memory_goes_the_way_of_a_card_of_fsrs(plan, history, at):
    beside = fsrs.Scheduler(
        plan.parameters,
        plan.desired_retention,
        plan.learning_steps,
        plan.relearning_steps,
        plan.longest_interval,
        enable_fuzzing=False,
    )
    memory, card = Memory(), card_beside(at)
    for rating, wait in history:
        memory = rate(memory, rating, plan=plan, at=at, chance=None)
        card, _ = beside.review_card(card, rating, at)
        assert vars(memory) == {name: value for name, value in vars(card).items() if name != "card_id"}
        at += wait
        assert scheduling.retrievability(memory, plan=plan, at=at) == beside.get_card_retrievability(card, at)


@given(history=HISTORIES.filter(bool), at=MOMENTS, plans=st.lists(PLANS, min_size=2, max_size=2))
def test_a_card_lives_through_a_change_of_its_plan(history, at, plans):
    memory, at = after(history, plans[0], at)
    for wait in previews(memory, plan=plans[1], at=at, chance=None).values():
        assert timedelta() < wait <= plans[1].longest_interval * DAY


# Intervals, whatever the history


@given(plan=PLANS, history=HISTORIES, at=MOMENTS, seed=SEEDS)
def test_each_button_does_what_it_says(plan, history, at, seed):
    memory, at = after(history, plan, at)
    shown = previews(memory, plan=plan, at=at, chance=Random(seed))
    assert list(shown) == list(Rating)
    for rating, wait in shown.items():
        done = rate(memory, rating, plan=plan, at=at, chance=Random(seed))
        assert (done.due - at, done.last_review) == (wait, at)
        assert rate(memory, rating, plan=plan, at=at, chance=Random(seed)) == done


@given(plan=PLANS, history=HISTORIES, at=MOMENTS, seed=SEEDS)
def test_a_card_is_due_later_but_never_later_than_the_longest_interval(plan, history, at, seed):
    memory, at = after(history, plan, at)
    for wait in previews(memory, plan=plan, at=at, chance=Random(seed)).values():
        assert timedelta() < wait <= plan.longest_interval * DAY


@given(plan=PLANS, history=HISTORIES, at=MOMENTS, seed=SEEDS)
def test_a_better_rating_never_means_a_shorter_wait(plan, history, at, seed):
    memory, at = after(history, plan, at)
    shown = previews(memory, plan=plan, at=at, chance=Random(seed))
    assert shown[HARD] <= shown[GOOD] <= shown[EASY]


@given(plan=PLANS, history=HISTORIES.filter(bool), at=MOMENTS)
def test_stability_and_difficulty_keep_their_bounds(plan, history, at):
    memory, _ = after(history, plan, at)
    assert memory.stability > 0
    assert 1 <= memory.difficulty <= 10


@given(plan=PLANS, history=HISTORIES.filter(bool), at=MOMENTS, later=st.integers(0, 900))
def test_what_is_not_seen_is_forgotten_from_day_to_day(plan, history, at, later):
    memory, at = after(history, plan, at)
    chances = [
        scheduling.retrievability(memory, plan=plan, at=at + days * DAY) for days in (0, later, later + 1)
    ]
    assert 1 >= chances[0] >= chances[1] >= chances[2] > 0


def test_of_a_new_card_nothing_is_recalled():
    assert scheduling.retrievability(Memory(), plan=Plan(), at=NOON) == 0.0


def test_rating_leaves_the_memory_it_was_given_as_it_was():
    memory = in_review(5.0, 5.0, 5 * DAY)
    rate(memory, EASY, plan=Plan(), at=NOON, chance=Random(1))
    assert memory == in_review(5.0, 5.0, 5 * DAY)


@pytest.mark.parametrize("rating", Rating)
def test_a_clock_that_was_put_back_does_no_harm(rating):
    memory, earlier = in_review(5.0, 5.0, timedelta()), NOON - 3 * DAY
    done = rate(memory, rating, plan=Plan(), at=earlier, chance=None)
    assert done == rate(in_review(5.0, 5.0, 3 * DAY), rating, plan=Plan(), at=earlier, chance=None)
    assert done.due > earlier
    assert scheduling.retrievability(memory, plan=Plan(), at=earlier) == 1


# Fuzz


@given(plan=PLANS, history=HISTORIES, at=MOMENTS, seed=SEEDS, rating=RATINGS)
def test_fuzz_moves_a_review_within_its_range_and_nothing_else(plan, history, at, seed, rating):
    memory, at = after(history, plan, at)
    plain = rate(memory, rating, plan=plan, at=at, chance=None)
    moved = rate(memory, rating, plan=plan, at=at, chance=Random(seed))
    first, last = fuzz_range(interval(plain).days, plan.longest_interval)
    if plan.fuzz and plain.state == State.REVIEW:
        assert first <= interval(moved).days <= last
        assert interval(moved) % DAY == timedelta()
    else:
        assert moved == plain
    assert (moved.stability, moved.difficulty, moved.state) == (
        plain.stability,
        plain.difficulty,
        plain.state,
    )


def test_every_day_of_the_range_comes_up_and_no_other():
    plan = with_stability(7.0)
    seen = {previews(Memory(), plan=plan, at=NOON, chance=Random(seed))[EASY].days for seed in range(200)}
    assert seen == {5, 6, 7, 8, 9}


@pytest.mark.parametrize("draw", [0.0, 1 - 2**-53])
@given(days=st.integers(1, 40_000), longest=st.integers(1, 40_000))
def test_the_furthest_chance_stays_in_the_range(draw, days, longest):
    assume(days <= longest)
    first, last = fuzz_range(days, longest)
    assert 1 <= first <= days <= last <= longest
    assert scheduling.fuzzed(days, draw, longest).days in (first, last)


def test_a_plan_without_fuzz_asks_no_chance():
    chance = Random(1)
    rate(Memory(), EASY, plan=Plan(fuzz=False), at=NOON, chance=chance)
    assert chance.getstate() == Random(1).getstate()


@given(history=HISTORIES, at=MOMENTS, rating=RATINGS)
def test_one_number_is_drawn_for_a_rating_and_one_for_all_previews(history, at, rating):
    memory, at = after(history, Plan(), at)
    drawn_once, rating_chance, preview_chance = Random(3), Random(3), Random(3)
    drawn_once.random()
    rate(memory, rating, plan=Plan(), at=at, chance=rating_chance)
    previews(memory, plan=Plan(), at=at, chance=preview_chance)
    assert rating_chance.getstate() == preview_chance.getstate() == drawn_once.getstate()


# The student's days


@given(plan=PLANS, history=HISTORIES.filter(bool), at=MOMENTS, rating=RATINGS, days=st.integers(0, 900))
def test_days_since_the_last_review_may_be_told_instead_of_counted(plan, history, at, rating, days):
    memory, at = after(history, plan, at)
    then = Memory(**{**vars(memory), "last_review": at - days * DAY})
    as_told = {"plan": plan, "at": at, "days_since": days}
    as_counted = {"plan": plan, "at": at}
    assert rate(memory, rating, **as_told, chance=None) == rate(then, rating, **as_counted, chance=None)
    assert previews(memory, **as_told, chance=None) == previews(then, **as_counted, chance=None)
    assert scheduling.retrievability(memory, **as_told) == scheduling.retrievability(then, **as_counted)


def test_a_new_card_has_no_last_review_to_count_from():
    assert rate(Memory(), GOOD, plan=Plan(), at=NOON, chance=None, days_since=3) == rate(
        Memory(), GOOD, plan=Plan(), at=NOON, chance=None
    )


def test_a_card_of_yesterday_evening_grows_this_morning():
    memory, morning = in_review(1.2, 6.0, 16 * HOUR), {"plan": Plan(), "at": NOON, "chance": None}
    assert interval(rate(memory, GOOD, **morning, days_since=1)) > 2 * DAY
    assert interval(rate(memory, GOOD, **morning)) == DAY


# What is refused


@pytest.mark.parametrize("retention", [0.699, 0.971, 0, 1, float("nan")])
def test_a_retention_out_of_reason_is_refused_with_a_sentence(retention):
    with pytest.raises(
        ValueError, match=rf"^The desired retention is {retention}\. Choose one from 0\.70 to 0\.97\.$"
    ):
        Plan(desired_retention=retention)


@pytest.mark.parametrize("retention", [0.70, 0.97])
def test_the_outermost_retentions_are_taken(retention):
    assert Plan(desired_retention=retention).desired_retention == retention


@pytest.mark.parametrize("field", ["learning_steps", "relearning_steps"])
@pytest.mark.parametrize("step", [timedelta(), -MINUTE, 12 * HOUR + SECOND])
def test_a_step_is_some_time_within_a_day(field, step):
    with pytest.raises(ValueError, match="Choose more than nothing, and at most 12 hours"):
        Plan(**{field: (MINUTE, step)})


def test_the_longest_interval_is_a_day_at_least():
    with pytest.raises(ValueError, match="Choose at least 1"):
        Plan(longest_interval=0)


@pytest.mark.parametrize("parameters", [(), DEFAULT_PARAMETERS[:-1], (-1.0, *DEFAULT_PARAMETERS[1:])])
def test_parameters_out_of_bounds_are_refused_with_the_plan(parameters):
    with pytest.raises(ValueError, match="parameters"):
        Plan(parameters=parameters)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.REVIEW},
        {"stability": 1.0},
        {"due": NOON},
        {"step": 0},
        {
            "state": State.REVIEW,
            "step": 0,
            "stability": 1.0,
            "difficulty": 5.0,
            "due": NOON,
            "last_review": NOON,
        },
        {"state": State.LEARNING, "stability": 1.0, "difficulty": 5.0, "due": NOON, "last_review": NOON},
        {"state": State.RELEARNING, "step": 0, "stability": 1.0, "difficulty": 5.0, "due": NOON},
    ],
)
def test_a_memory_that_contradicts_itself_is_refused(fields):
    with pytest.raises(ValueError, match="cannot be"):
        Memory(**fields)


def test_a_time_without_a_zone_is_refused():
    for act in (scheduling.retrievability, lambda memory, **how: previews(memory, **how, chance=None)):
        with pytest.raises(ValueError, match="no time zone"):
            act(Memory(), plan=Plan(), at=datetime(2026, 1, 1))


def test_any_zone_tells_the_same_instant():
    there = NOON.astimezone(ZoneInfo("Asia/Kathmandu"))
    memory = rate(in_review(5.0, 5.0, 5 * DAY), GOOD, plan=Plan(), at=there, chance=None)
    assert memory == rate(in_review(5.0, 5.0, 5 * DAY), GOOD, plan=Plan(), at=NOON, chance=None)
    assert (memory.last_review.tzinfo, memory.due.tzinfo) == (UTC, UTC)


@pytest.mark.parametrize("rating", [0, 5])
def test_there_are_four_ratings(rating):
    with pytest.raises(ValueError, match="Rating"):
        rate(Memory(), rating, plan=Plan(learning_steps=()), at=NOON, chance=None)


# How it is done


def test_neither_the_clock_nor_chance_is_asked_and_nothing_sleeps(monkeypatch):
    class NoClock(datetime):
        @classmethod
        def now(cls, tz=None):
            raise AssertionError("asked the clock")

    def refuse(*args):
        raise AssertionError("slept, or threw dice")

    for module in (fsrs.card, fsrs.scheduler):
        monkeypatch.setattr(module, "datetime", NoClock)
    monkeypatch.setattr(fsrs.scheduler, "random", refuse)
    monkeypatch.setattr(time, "sleep", refuse)
    memory, _ = after([(GOOD, HOUR), (EASY, 9 * DAY), (AGAIN, HOUR)], Plan(), NOON)
    previews(memory, plan=Plan(), at=NOON + 10 * DAY, chance=Random(1))
    scheduling.retrievability(memory, plan=Plan(), at=NOON)
    scheduling.retrievability(Memory(), plan=Plan(), at=NOON)


def test_a_thousand_ratings_take_less_than_a_second():
    memory, at, began = Memory(), NOON, time.process_time()
    for count in range(1000):
        memory = rate(memory, GOOD if count % 3 else AGAIN, plan=Plan(), at=at, chance=Random(count))
        at = memory.due if memory.due.year < 2100 else NOON
    assert time.process_time() - began < 1


def test_equal_plans_share_a_scheduler():
    assert scheduling.scheduler_of(Plan()) is scheduling.scheduler_of(Plan())
    assert scheduling.scheduler_of(Plan()) is not scheduling.scheduler_of(Plan(desired_retention=0.8))


# Lapses and leeches


@pytest.mark.parametrize(
    ("state", "rating", "lapsed"),
    [
        (State.REVIEW, AGAIN, True),
        (State.REVIEW, HARD, False),
        (State.LEARNING, AGAIN, False),
        (State.RELEARNING, AGAIN, False),
    ],
)
def test_only_what_was_learned_can_lapse(state, rating, lapsed):
    step = None if state == State.REVIEW else 0
    assert scheduling.is_lapse(Memory(state, step, 5.0, 5.0, NOON, NOON - DAY), rating) is lapsed


def test_a_new_card_cannot_lapse():
    assert not scheduling.is_lapse(Memory(), AGAIN)


def test_the_published_leeches_of_anki():
    assert [lapses for lapses in range(21) if scheduling.is_leech(lapses)] == [8, 12, 16, 20]


# Answers in a quiz


@pytest.mark.parametrize("certainty", [None, *Certainty])
@pytest.mark.parametrize("credit", [-0.5, 0, 0.5, 0.99])
def test_an_answer_that_is_not_wholly_right_is_again_however_sure(credit, certainty):
    assert scheduling.rating_for_answer(credit, certainty) == AGAIN


@pytest.mark.parametrize(
    ("certainty", "rating"),
    [(None, GOOD), (Certainty.LOW, HARD), (Certainty.MID, GOOD), (Certainty.HIGH, GOOD)],
)
def test_a_right_answer_is_good_and_a_right_guess_hard(certainty, rating):
    assert scheduling.rating_for_answer(1, certainty) == rating


@given(history=HISTORIES, at=MOMENTS)
def test_a_right_guess_never_puts_a_card_off_longer_than_knowing_it(history, at):
    memory, at = after(history, Plan(), at)
    shown = previews(memory, plan=Plan(), at=at, chance=None)
    assert shown[scheduling.rating_for_answer(1, 1)] <= shown[scheduling.rating_for_answer(1, 3)]


@pytest.mark.parametrize("certainty", [0, 4, -1])
def test_an_unknown_certainty_is_refused(certainty):
    with pytest.raises(ValueError, match=f"The certainty is {certainty}"):
        scheduling.rating_for_answer(1, certainty)


# Words


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (SECOND, "1 min"),
        (MINUTE, "1 min"),
        (5.5 * MINUTE, "6 min"),
        (10 * MINUTE, "10 min"),
        (59 * MINUTE + 29 * SECOND, "59 min"),
        (59 * MINUTE + 30 * SECOND, "1 hour"),
        (90 * MINUTE, "2 hours"),
        (23.5 * HOUR, "1 day"),
        (DAY, "1 day"),
        (11 * DAY, "11 days"),
        (30 * DAY, "30 days"),
        (31 * DAY, "1 month"),
        (46 * DAY, "1.5 months"),
        (61 * DAY, "2 months"),
        (363 * DAY, "11.9 months"),
        (364 * DAY, "1 year"),
        (365 * DAY, "1 year"),
        (498 * DAY, "1.4 years"),
        (730 * DAY, "2 years"),
        (36_500 * DAY, "100 years"),
    ],
)
def test_an_interval_is_told_in_few_words(wait, words):
    assert told(wait) == words


UNITS = {"min": MINUTE, "hour": HOUR, "day": DAY, "month": 365 * DAY / 12, "year": 365 * DAY}
WAITS = st.one_of(
    st.timedeltas(timedelta(0), 2 * HOUR),
    st.timedeltas(timedelta(0), 40 * DAY),
    st.timedeltas(timedelta(0), 36_500 * DAY),
)


def heard(words: str) -> timedelta:
    number, unit = words.split()
    return float(number) * UNITS[unit.removesuffix("s")]


@given(waits=st.lists(WAITS, min_size=2, max_size=12))
def test_a_longer_interval_never_reads_shorter(waits):
    for shorter, longer in pairwise(sorted(waits)):
        assert heard(told(shorter)) <= heard(told(longer))


@given(wait=WAITS.filter(lambda wait: wait >= MINUTE))
def test_what_is_told_is_off_by_half_of_the_last_unit_said_at_most(wait):
    words = told(wait)
    unit = UNITS[words.split()[1].removesuffix("s")]
    part = unit / 10 if words.split()[1].startswith(("month", "year")) else unit
    assert abs(heard(words) - wait) <= part / 2 + SECOND


@given(wait=WAITS)
def test_one_is_singular_and_nothing_else_is(wait):
    number, unit = told(wait).split()
    assert unit == "min" or (number == "1") != unit.endswith("s")

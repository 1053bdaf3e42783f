"""manage.py fit_memory: who gets parameters of their own, what that does to the cards, and to what can be taken back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from core.models import User
from quizzes.flashcards import fitting, own_parameters, studying
from quizzes.flashcards.models import Card, Learner, Review
from quizzes.flashcards.own_parameters import fit_own, kept_histories
from quizzes.flashcards.scheduling import DEFAULT_PARAMETERS, Plan, Rating
from tests.factories import attempt_of
from tests.flashcards.cards import DAY, card, in_review, learner_of, rated, row
from tests.flashcards.synthetic import UNUSUAL, histories, store

pytestmark = pytest.mark.django_db
BAD = (0.01, 0.01, 0.01, 0.01, *DEFAULT_PARAMETERS[4:])
LATER = histories(UNUSUAL, cards=40, days=200, seed=4)
AT = max(seen.at for history in LATER for seen in history) + 2 * DAY


def real(found) -> tuple[float, ...]:
    """Stands in for the optimiser: it knows the truth."""
    return UNUSUAL.parameters


@pytest.fixture
def lived(ada) -> list[Card]:
    """Ada's cards, with some hundred reviews that follow unusual parameters."""
    return store(ada, LATER)


def fit(student: User, found=real, **how):
    student = User.objects.get(pk=student.pk)
    return fit_own(student, fit=found, **{"at": AT, "minimum": 100} | how)


def fit_memory(*arguments: str, **options) -> str:
    out = StringIO()
    call_command("fit_memory", *arguments, stdout=out, **{"fit": real} | options)
    return out.getvalue()


def stored(student: User) -> Learner | None:
    return Learner.objects.filter(student=student).first()


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Learner, Card, Review)]


# What is kept.


def test_parameters_that_clearly_win_are_kept(ada, lived):
    outcome = fit(ada)
    assert outcome.verdict == "kept the new ones"
    assert outcome.fitted.log_loss < outcome.now.log_loss
    assert stored(ada).plan.parameters == UNUSUAL.parameters


def test_parameters_that_do_not_win_change_nothing(ada, lived):
    before = everything()
    outcome = fit(ada, lambda found: BAD)
    assert outcome.verdict == "kept the old ones: the new ones do not clearly win"
    assert everything() == before


def test_the_fit_never_sees_what_it_is_judged_by(ada, lived):
    given = []
    outcome = fit(ada, lambda found: given.extend(found) or UNUSUAL.parameters)
    last_given = max(seen.at for history in given for seen in history)
    later = [review for review in Review.objects.all() if review.at > last_given]
    assert len(later) >= len(outcome.now.losses) > 20
    assert sum(map(len, given)) + len(later) == Review.objects.count()


def test_a_fifth_of_the_recalls_is_held_out(ada, lived):
    whole = own_parameters.judged_from(
        [one.history for one in kept_histories(Learner.of(ada))], UNUSUAL, LATER[0][0].at
    )
    assert len(fit(ada).now.losses) == pytest.approx(len(whole.losses) / 5, rel=0.1)


def test_a_second_run_changes_nothing(ada, lived):
    fit(ada)
    before = everything()
    assert fit(ada).verdict == "unchanged: the fit gives the same ones"
    assert everything() == before


def test_a_trial_changes_nothing(ada, lived):
    before = everything()
    assert fit(ada, is_trial=True).verdict == "the new ones win, and would be kept"
    assert everything() == before


def test_of_two_runs_at_once_the_second_leaves_what_the_first_kept(ada, lived):
    def while_another_run_ends(found):
        fit(ada)
        return (0.06, *UNUSUAL.parameters[1:])

    assert fit(ada, while_another_run_ends).verdict == "left as it is: settled elsewhere meanwhile"
    assert stored(ada).plan.parameters == UNUSUAL.parameters


def test_how_one_learns_stays_as_it_was_set(ada, lived):
    learner_of(ada, desired_retention=0.85, new_a_day=7)
    fit(ada)
    assert (stored(ada).desired_retention, stored(ada).new_a_day) == (0.85, 7)


def test_few_reviews_are_left_alone(ada, lived):
    before = everything()
    assert fit(ada, minimum=10_000).verdict == "left as it is: fewer than 10,000 reviews"
    assert everything() == before


def test_cards_that_never_came_back_tell_nothing(ada):
    for found in [card(ada) for _ in range(3)]:
        rated(found)
    assert fit(ada, minimum=1).verdict == "left as it is: no card came back on a later day"


def test_other_students_cards_stay_as_they_are(ada, eve, lived):
    theirs = store(eve, LATER[:3])
    before = [row(one) for one in theirs]
    fit(ada)
    assert [row(one) for one in theirs] == before


# What the cards become.


def test_each_card_is_remembered_as_if_the_parameters_had_been_there_from_its_start(ada, eve, lived):
    fit(ada)
    alike = store(eve, LATER, UNUSUAL)
    names = ("stability", "difficulty")
    for mine, theirs in zip(lived, alike, strict=True):
        now_is, wanted = row(mine), row(theirs)
        assert [now_is[name] for name in names] == pytest.approx([wanted[name] for name in names])


def test_due_days_stay_as_they_were_told(ada, lived):
    kept = ("due", "state", "step", "last_review", "review_count")
    before = [[row(one)[name] for name in kept] for one in lived]
    fit(ada)
    assert [[row(one)[name] for name in kept] for one in lived] == before


def test_the_next_rating_goes_by_the_new_parameters(ada, lived):
    fit(ada)
    learner = Learner.objects.get(student=ada)
    assert learner.plan == Plan(parameters=UNUSUAL.parameters)
    found = Card.objects.get(pk=lived[0].pk)
    wanted = studying.after(found, Rating.Good, learner=learner, at=AT)["stability"]
    rated(found, at=AT)
    assert row(found)["stability"] == pytest.approx(wanted)


def test_a_card_whose_first_rating_is_not_known_keeps_its_memory(ada, lived):
    brought = card(ada, **in_review() | {"review_count": 0})
    rated(brought, at=AT - DAY)
    before = row(brought)
    fit(ada)
    assert row(brought) == before


def test_a_card_rated_while_the_fit_ran_is_remembered_with_that_rating(ada, eve, lived):
    found = lived[0]

    def while_ada_learns(histories):
        rated(found, at=AT)
        return UNUSUAL.parameters

    fit(ada, while_ada_learns)
    learner = learner_of(eve, parameters=list(UNUSUAL.parameters))
    alike = store(eve, LATER[:1], UNUSUAL)[0]
    studying.give(alike, Rating.Good, learner=learner, at=AT, seen=alike.review_count)
    assert row(found)["stability"] == pytest.approx(row(alike)["stability"])


def test_a_card_rated_between_the_replay_and_its_storing_is_replayed_anew(ada, eve, lived, monkeypatch):
    found, of = lived[0], own_parameters.Replay.of
    late = []

    def and_then_ada_rates(kept, plan):
        replay = of(kept, plan)
        if not late and kept.card == lived[-1].pk:
            late.append(rated(found, at=AT))
        return replay

    monkeypatch.setattr(own_parameters.Replay, "of", and_then_ada_rates)
    fit(ada)
    assert late
    learner = learner_of(eve, parameters=list(UNUSUAL.parameters))
    alike = store(eve, LATER[:1], UNUSUAL)[0]
    studying.give(alike, Rating.Good, learner=learner, at=AT, seen=alike.review_count)
    assert row(found)["stability"] == pytest.approx(row(alike)["stability"])


# What can be taken back.


def test_a_rating_of_before_the_fit_is_taken_back_to_a_memory_of_the_new_parameters(ada, eve, lived):
    due = row(lived[0])["due"]
    rated(lived[0], at=AT)
    fit(ada)
    assert studying.undo(Review.objects.filter(card=lived[0]).first())
    alike = store(eve, LATER[:1], UNUSUAL)[0]
    names = ("stability", "difficulty")
    assert [row(lived[0])[name] for name in names] == pytest.approx([row(alike)[name] for name in names])
    assert row(lived[0])["due"] == due


def test_a_first_rating_is_taken_back_to_a_new_card(ada, lived):
    fresh = card(ada)
    before = row(fresh)
    rated(fresh, at=AT)
    fit(ada)
    assert studying.undo(Review.objects.get(card=fresh))
    assert row(fresh) == before


def test_what_an_answer_did_is_taken_back_likewise_however_old(ada, lived):
    review = Review.objects.filter(card=lived[0]).first()
    wanted = dict(review.before)
    from_answer(review)
    fit(ada)
    kept = Review.objects.get(pk=review.pk).before
    assert kept["stability"] != wanted["stability"]
    assert kept | {"stability": 0, "difficulty": 0} == wanted | {"stability": 0, "difficulty": 0}


def from_answer(review: Review) -> None:
    """As if an answer in a quiz had stood for it."""
    slot = attempt_of(review.student).slots.first()
    slot.submit(slot.read(["1"]), at=now())
    Review.objects.filter(answer=slot.given_answer.pk).delete()
    Review.objects.filter(pk=review.pk).update(answer=slot.given_answer.pk)


# The command.


def test_the_command_tells_each_student_who_has_enough_reviews(ada, eve, lived):
    store(eve, LATER[:2])
    told = fit_memory("--minimum", "300")
    assert "ada" in told
    assert "eve" not in told
    assert "→" in told
    assert "kept the new ones" in told


def test_the_command_says_so_where_nobody_has_enough(ada, lived):
    assert fit_memory() == "Nobody has 1,000 reviews yet. Nothing was changed.\n"


def test_the_command_tries_without_keeping(ada, lived):
    before = everything()
    assert "would be kept" in fit_memory("--minimum", "300", "--dry-run")
    assert everything() == before


def test_the_command_takes_one_student_by_name(ada, eve, lived):
    store(eve, LATER[:2])
    told = fit_memory("--student", "eve")
    assert "left as it is: fewer than 1,000 reviews" in told
    assert "ada" not in told


def test_the_command_knows_nobody_by_a_name_that_is_none(ada):
    with pytest.raises(CommandError, match="nobody is called “adda”"):
        fit_memory("--student", "adda")


def test_without_the_optimiser_the_command_says_what_to_install(monkeypatch):
    def absent(logs):
        raise ImportError("torch")

    monkeypatch.setattr(fitting, "Optimizer", absent)
    with pytest.raises(CommandError, match=r'pip install "fsrs\[optimizer\]"') as refused:
        fit_memory(fit=None)
    assert refused.value.returncode == 1


def test_reading_the_reviews_costs_the_same_for_many_cards(ada, django_assert_num_queries):
    store(ada, LATER[:4])
    with django_assert_num_queries(1):
        assert len(list(kept_histories(Learner(student=ada)))) == 4

from dataclasses import replace

import pytest

from quizzes.attempts.results import COUNTS
from quizzes.progress import statistics
from quizzes.progress.items.quiz_verdicts import quiz_told
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.verdicts import (
    Seen,
    Severity,
    Told,
    item_told,
    number,
    on_facility,
    percent,
    verdict_on,
)
from quizzes.progress.statistics import ItemFigures, QuizFigures
from tests.progress import published

ORDINARY = ItemFigures(1, 100, 60.0, 0.4, 10.0, 11.0, 45.0, 60.0)
QUIZ = QuizFigures(100, 6.0, 6.1, 1.5, -0.4, 0.2, 80.0, 44.7, 0.67)


def on(guess: float | None = None, weakest_did_better: bool = True, right=None, parts=False, **figures):
    """The verdict on an ordinary question that differs in these figures."""
    return verdict_on(replace(ORDINARY, **figures), Seen(guess, weakest_did_better, right, parts))


def of_quiz(asks_all_the_same: bool = True, asks_certainty: bool = False, **figures) -> dict[str, Told]:
    """What is told of an ordinary quiz that differs in these figures, by their names."""
    told = quiz_told(
        replace(QUIZ, **figures), 10, asks_all_the_same=asks_all_the_same, asks_certainty=asks_certainty
    )
    return {one.figure.name: one for one in told}


@pytest.mark.parametrize(
    ("figures", "severity", "begins"),
    [
        ({}, Severity.NONE, "Adequate"),
        ({"discrimination_index": 50.0}, Severity.NONE, "Very good"),
        ({"discrimination_index": 29.9}, Severity.NONE, "Weak"),
        ({"discrimination_index": 19.9}, Severity.LOOK, "Very weak"),
        ({"discrimination_index": -20.0}, Severity.ACT, "The weakest did better than the strongest: look"),
        (
            {"discrimination_index": -20.0, "weakest_did_better": False},
            Severity.ACT,
            "Who did well elsewhere did rather worse here: look",
        ),
        ({"facility_index": 5.0}, Severity.ACT, "Extremely difficult"),
        ({"facility_index": 9.0}, Severity.LOOK, "Very difficult"),
        ({"facility_index": 33.0, "guess": 1 / 3}, Severity.LOOK, "No better than blind guessing"),
        ({"facility_index": None}, Severity.NONE, "It is worth nothing here"),
        ({"sd": None}, Severity.NONE, "Too few"),
        (
            {"sd": 0.0, "discrimination_index": None, "facility_index": 0.0},
            Severity.ACT,
            "Nobody had any of it right",
        ),
        ({"sd": 0.0, "discrimination_index": None, "facility_index": 100.0}, Severity.NONE, "Everybody had"),
        ({"discrimination_index": None}, Severity.NONE, "All earned the same elsewhere"),
    ],
)
def test_the_worst_of_a_question_is_told(figures, severity, begins):
    found = on(**figures)
    assert found.severity is severity
    assert found.sentence.startswith(begins)


def test_a_wrong_key_outweighs_all_else():
    assert on(discrimination_index=-20.0, facility_index=7.0, guess=0.5).sentence.startswith("The weakest")


def test_few_attempts_are_told_with_every_verdict():
    assert "Early: 29 attempts." in on(attempts=29).sentence
    assert "Early" not in on(attempts=30).sentence
    few = [*item_told(replace(ORDINARY, attempts=1), 1, Seen()), *of_quiz(attempts=1).values()]
    assert all("Early: 1 attempt." in one.verdict.sentence for one in few)


def test_every_figure_is_told_with_its_meaning_and_its_rule():
    rows = [*item_told(ORDINARY, 1, Seen(0.25)), *of_quiz().values()]
    assert len(rows) == 15
    for row in rows:
        assert row.value != "–"
        assert all(
            text.endswith(".") for text in (row.figure.meaning, row.figure.rule, row.verdict.sentence)
        ), row


def test_what_is_not_to_be_had_says_why():
    item = ItemFigures(1, 2, 50.0, 0.5, 50.0, None, None, None)
    nothing = QuizFigures(0, *[None] * 8)
    rows = [*item_told(item, 1, Seen())]
    rows += quiz_told(nothing, 0, asks_all_the_same=True, asks_certainty=False)
    assert all(len(row.verdict.sentence) > 20 for row in rows)


def test_where_questions_were_drawn_it_is_told_why_agreement_is_unknown():
    rows = of_quiz(asks_all_the_same=False, internal_consistency=None, error_ratio=None, standard_error=None)
    for name in ("Coefficient of internal consistency", "Error ratio", "Standard error"):
        assert rows[name].value == "–"
        assert "asked different questions" in rows[name].verdict.sentence


@pytest.mark.parametrize(
    ("name", "value", "severity"),
    [
        ("internal_consistency", 63.9, Severity.ACT),
        ("internal_consistency", 64.0, Severity.LOOK),
        ("internal_consistency", 75.0, Severity.NONE),
        ("error_ratio", 50.1, Severity.LOOK),
        ("error_ratio", 49.0, Severity.NONE),
        ("skewness", -1.5, Severity.LOOK),
        ("skewness", 0.0, Severity.NONE),
        ("kurtosis", 1.5, Severity.LOOK),
        ("standard_error", 0.9, Severity.LOOK),
    ],
)
def test_the_figures_of_a_quiz_are_judged(name, value, severity):
    assert max(row.verdict.severity for row in of_quiz().values()) is Severity.NONE
    assert max(row.verdict.severity for row in of_quiz(**{name: value}).values()) is severity


def test_the_published_quiz_is_found_wanting_but_its_attempts_are_few():
    """In Moodle's own test every question of it has a negative discrimination, in 25 attempts."""
    items = statistics.item_analysis([1] * 7, published.walkthrough())
    found = [verdict_on(item, Seen(weakest_did_better=True)) for item in items]
    assert {verdict.severity for verdict in found} == {Severity.LOOK}
    assert all(verdict.sentence.endswith("look at the key. Early: 25 attempts.") for verdict in found)


# What chance may make.


@pytest.mark.parametrize("index", [-0.1, -1.3, -16.0])
def test_what_chance_may_make_is_worth_a_look_and_no_more(index):
    found = on(discrimination_index=index)
    assert found.severity is Severity.LOOK
    assert found.sentence.endswith("look at the key. It may be chance.")


@pytest.mark.parametrize(
    "figures",
    [
        {"discrimination_index": -90.0},
        {"facility_index": 1.0},
        {"sd": 0.0, "discrimination_index": None, "facility_index": 0.0},
    ],
)
def test_of_few_attempts_nothing_asks_for_an_act(figures):
    assert on(**figures).severity is Severity.ACT
    found = on(attempts=29, **figures)
    assert (found.severity, found.sentence[-20:]) == (Severity.LOOK, " Early: 29 attempts.")


def test_of_few_attempts_not_even_a_poor_agreement_does():
    name = "Coefficient of internal consistency"
    assert of_quiz(internal_consistency=30.0)[name].verdict.severity is Severity.ACT
    assert of_quiz(internal_consistency=30.0, attempts=29)[name].verdict.severity is Severity.LOOK


def test_every_figure_that_is_below_nothing_is_judged_alike():
    item = replace(
        ORDINARY, discrimination_index=-90.0, discriminative_efficiency=-95.0, effective_weight=None
    )
    told = [one.verdict for one in item_told(item, 1, Seen()) if "did rather worse" in one.verdict.sentence]
    assert [verdict.severity for verdict in told] == [Severity.ACT] * 3


@pytest.mark.parametrize(
    ("name", "figure", "value", "attempts"),
    [("Skewness", "skewness", -1.2, 12), ("Kurtosis", "kurtosis", 1.5, 30)],
)
def test_a_shape_that_chance_may_make_is_not_told(name, figure, value, attempts):
    row = of_quiz(attempts=attempts, **{figure: value})[name]
    assert row.verdict.severity is Severity.NONE
    assert row.verdict.sentence.startswith("No farther from the bell curve than chance may take it.")
    assert of_quiz(attempts=100, **{figure: value})[name].verdict.severity is Severity.LOOK


# Marks by certainty, from −6 to 3 a point.


def test_by_certainty_a_question_is_as_hard_as_it_is_right_seldom():
    """Of a true or false with three in four right, all very sure: (3·0.75 − 6·0.25) / 3 is 25 % of the best mark."""
    found = on(guess=0.5, facility_index=25.0, right=75.0)
    assert (found.severity, found.sentence[:8]) == (Severity.NONE, "Adequate")
    facility, sd, guess, *_ = item_told(replace(ORDINARY, facility_index=25.0), 3, Seen(0.5, right=75.0))
    assert facility.value == "25.0\u00a0%"
    assert facility.verdict.sentence == (
        "Marks here depend on how sure students were; 75.0\u00a0% had it right. Fairly easy."
    )
    assert sd.verdict.sentence == (
        "Marks here depend on how sure students were, so the usual bounds do not apply."
    )
    assert guess.verdict.sentence == "Better than blind guessing."


def test_by_certainty_too_what_hardly_anybody_has_right_is_told():
    assert on(facility_index=-150.0, right=4.0).severity is Severity.ACT
    assert on(guess=0.5, facility_index=-60.0, right=50.0).sentence.startswith("No better than blind")


def test_where_parts_count_nothing_is_called_easy_for_those_who_had_a_part():
    told = [one.verdict for one in item_told(ORDINARY, 3, Seen(0.25, right=90.0, counts_parts=True))]
    assert told[0].sentence == (
        "Marks here depend on how sure students were; 90.0\u00a0% had it right, wholly or in part."
    )
    assert told[2].sentence == "90.0\u00a0% had it right, wholly or in part."
    assert on(right=9.0, parts=True).sentence.endswith("had it right, wholly or in part. Very difficult.")


def test_by_certainty_a_quiz_is_not_held_against_what_is_usual_elsewhere():
    odd = {"mean": -20.0, "sd": 0.1, "skewness": -3.0, "kurtosis": 9.0, "standard_error": 5.0}
    told = of_quiz(asks_certainty=True, **odd)
    for name in ("Mean", "Standard deviation", "Skewness", "Kurtosis", "Standard error"):
        assert told[name].verdict.severity is Severity.NONE
        assert told[name].verdict.sentence.startswith("Marks here depend on how sure students were")
    assert told["Coefficient of internal consistency"].verdict.sentence.startswith("Satisfactory")


def test_no_figure_says_what_a_student_is_worth():
    rows = [*item_told(ORDINARY, 1, Seen(0.25)), *of_quiz().values()]
    assert not [row for row in rows if "is worth" in row.figure.meaning]
    assert "what this student would earn on average" in of_quiz()["Standard error"].figure.meaning


@pytest.mark.parametrize("text", ["", "worst", "FIRST", "best "])
def test_an_unknown_choice_of_attempts_is_the_usual(text):
    assert Selection.asked(text, Selection.LAST) is Selection.LAST


def test_every_rule_by_which_a_quiz_counts_has_its_attempts():
    found = {rule: Selection.counted(rule).value for rule in COUNTS}
    assert found == {"highest": "best", "average": "all", "first": "first", "last": "last"}


def test_one_choice_says_that_it_counts_and_of_an_average_how():
    assert [one.chip("last") for one in Selection if "count" in one.chip("last")] == [
        "Last attempts (these count)"
    ]
    assert Selection.ALL.chip("average") == "All attempts (their average counts)"
    assert [one.chip("") for one in Selection] == [one.label for one in Selection]


def test_each_choice_of_attempts_has_its_column():
    assert {one.value: Selection.asked(one.value, Selection.BEST).column for one in Selection} == {
        "first": "firsts",
        "last": "lasts",
        "best": "bests",
        "all": "attempts",
    }


def test_a_facility_above_the_best_is_very_easy_and_no_fault():
    assert on(facility_index=120.0).severity is Severity.NONE
    assert on_facility(120.0).sentence.startswith("Extremely easy")


def test_what_is_rounded_to_nothing_has_no_sign():
    assert (percent(-0.01), percent(-1.26), number(-0.001)) == ("0.0\u00a0%", "−1.3\u00a0%", "0.00")

from dataclasses import replace

import pytest

from quizzes.progress import statistics
from quizzes.progress.nearness import is_near
from quizzes.progress.selections import Selection
from quizzes.progress.statistics import ItemFigures, QuizFigures
from quizzes.progress.verdicts import Severity, item_told, number, on_facility, percent, quiz_told, verdict_on
from tests.progress import published

ORDINARY = ItemFigures(1, 100, 60.0, 0.4, 10.0, 11.0, 45.0, 60.0)
QUIZ = QuizFigures(100, 6.0, 6.1, 1.5, -0.4, 0.2, 80.0, 44.7, 0.67)


def on(guess: float | None = None, **figures):
    return verdict_on(replace(ORDINARY, **figures), guess)


@pytest.mark.parametrize(
    ("figures", "severity", "begins"),
    [
        ({}, Severity.NONE, "Adequate"),
        ({"discrimination_index": 50.0}, Severity.NONE, "Very good"),
        ({"discrimination_index": 29.9}, Severity.NONE, "Weak"),
        ({"discrimination_index": 19.9}, Severity.LOOK, "Very weak"),
        ({"discrimination_index": -0.1}, Severity.ACT, "The weakest did better than the strongest"),
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
    assert on(discrimination_index=-5.0, facility_index=7.0, guess=0.5).sentence.startswith("The weakest")


def test_few_attempts_are_told_with_every_verdict():
    assert "Early: 29 attempts." in on(attempts=29).sentence
    assert "Early" not in on(attempts=30).sentence
    few = [*item_told(replace(ORDINARY, attempts=1), 1, None)]
    few += quiz_told(replace(QUIZ, attempts=1), 10, asks_all_the_same=True)
    assert all("Early: 1 attempt." in one.verdict.sentence for one in few)


def test_every_figure_is_told_with_its_meaning_and_its_rule():
    rows = [*item_told(ORDINARY, 1, 0.25), *quiz_told(QUIZ, 10, asks_all_the_same=True)]
    assert len(rows) == 15
    for row in rows:
        assert row.value != "–"
        assert all(
            text.endswith(".") for text in (row.figure.meaning, row.figure.rule, row.verdict.sentence)
        ), row


def test_what_is_not_to_be_had_says_why():
    item = ItemFigures(1, 2, 50.0, 0.5, 50.0, None, None, None)
    nothing = QuizFigures(0, *[None] * 8)
    rows = [*item_told(item, 1, None), *quiz_told(nothing, 0, asks_all_the_same=True)]
    assert all(len(row.verdict.sentence) > 20 for row in rows)


def test_where_questions_were_drawn_it_is_told_why_agreement_is_unknown():
    drawn = replace(QUIZ, internal_consistency=None, error_ratio=None, standard_error=None)
    rows = {row.figure.name: row for row in quiz_told(drawn, 10, asks_all_the_same=False)}
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
    before = [row.verdict.severity for row in quiz_told(QUIZ, 10, asks_all_the_same=True)]
    after = quiz_told(replace(QUIZ, **{name: value}), 10, asks_all_the_same=True)
    assert max(before) is Severity.NONE
    assert max(row.verdict.severity for row in after) is severity


def test_the_published_quiz_is_found_wanting():
    """In Moodle's own test every question of it has a negative discrimination."""
    rows = published.walkthrough()
    items = statistics.item_analysis([1] * 7, rows)
    assert {verdict_on(item, None).severity for item in items} == {Severity.ACT}


@pytest.mark.parametrize("text", ["", "worst", "FIRST", "best "])
def test_an_unknown_choice_of_attempts_is_the_best(text):
    assert Selection.asked(text) is Selection.BEST


def test_each_choice_of_attempts_has_its_column():
    assert {one.value: Selection.asked(one.value).column for one in Selection} == {
        "first": "firsts",
        "last": "lasts",
        "best": "bests",
        "all": "attempts",
    }


@pytest.mark.parametrize(
    ("said", "is_a_slip"),
    [("Viena", True), (" vienna ", True), ("Wienna", True), ("Berlin", False), ("", False)],
)
def test_a_missed_spelling_is_near_and_another_word_is_not(said, is_a_slip):
    assert is_near(said, ["Vienna", "Wien"]) == is_a_slip


def test_nothing_is_near_where_nothing_is_right():
    assert not is_near("Vienna", [])


def test_a_facility_above_the_best_is_very_easy_and_no_fault():
    assert on(facility_index=120.0).severity is Severity.NONE
    assert on_facility(120.0).sentence.startswith("Extremely easy")


def test_what_is_rounded_to_nothing_has_no_sign():
    assert (percent(-0.01), percent(-1.26), number(-0.001)) == ("0.0\u00a0%", "−1.3\u00a0%", "0.00")

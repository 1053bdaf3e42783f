"""The rules by which a partly right choice of several options is marked."""

import os
from itertools import combinations

import pytest
from django.template.loader import render_to_string

from quizzes.kinds import multiple_response
from quizzes.kinds.kind import Draft, DraftOption

# The animals of the readme of Moodle's "OU multiple response" question: which are mammals?
ANIMALS = ("Dog", "Frog", "Toad", "Cat", "Cow", "Newt", "Lion")
MAMMALS = "ADEG"


def question(count: int, right: str, rule: str | None = None) -> Draft:
    options = tuple(DraftOption(letter, letter, letter in right) for letter in "ABCDEFG"[:count])
    return Draft("Which?", settings={"rule": rule} if rule else {}, options=options)


def credit(draft: Draft, chosen: str) -> float:
    return multiple_response.grade(multiple_response.key(draft), list(chosen)).credit


@pytest.mark.parametrize(("chosen", "expected"), [("ADEG", 1), ("D", 0.25), ("ADEGF", 0.75), ("ADEBC", 0.25)])
def test_right_minus_wrong_gives_the_values_of_that_readme(chosen, expected):
    assert credit(question(len(ANIMALS), MAMMALS, "right_minus_wrong"), chosen) == expected


# That readme states 1/n less for each wrong choice; what its code does and its question_test.php expects is the
# rule of the handbook, the worst n of too many choices. `two_of_four` there: A and C are right.


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [("AC", 1), ("A", 0.5), ("BD", 0), ("ABD", 0), ("AB", 0.5), ("ACD", 0.5), ("ABCD", 0)],
)
def test_proportional_gives_the_values_of_moodles_own_tests(chosen, expected):
    assert credit(question(4, "AC", "proportional"), chosen) == expected


@pytest.mark.parametrize(
    ("right", "chosen", "expected"),
    [
        ("ABC", "A", 1 / 3),
        ("ABC", "AB", 2 / 3),
        ("ABC", "ABC", 1),
        ("ABC", "ABCD", 2 / 3),
        ("ABC", "ABCDE", 1 / 3),
        ("ABC", "ABCDEF", 0),
    ],
)
def test_proportional_gives_what_moodles_own_tests_give_for_one_try(right, chosen, expected):
    assert credit(question(6, right, "proportional"), chosen) == pytest.approx(expected)


@pytest.mark.parametrize(("chosen", "expected"), [("AC", 1), ("A", 0), ("ABC", 0), ("BD", 0), ("ABCD", 0)])
def test_all_or_nothing_takes_the_right_choice_alone(chosen, expected):
    assert credit(question(4, "AC", "all_or_nothing"), chosen) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [("AC", 1), ("A", 0.75), ("AB", 0.5), ("ABC", 0.75), ("ABCD", 0.5), ("B", 0.25), ("BD", 0)],
)
def test_each_option_is_judged_by_itself(chosen, expected):
    assert credit(question(4, "AC", "each_option"), chosen) == expected


@pytest.mark.parametrize("rule", multiple_response.CREDITS)
def test_full_credit_is_for_the_right_choice_alone_and_none_for_its_opposite(rule):
    draft = question(5, "BD", rule)
    choices = ["".join(chosen) for size in range(1, 6) for chosen in combinations("ABCDE", size)]
    assert [chosen for chosen in choices if credit(draft, chosen) == 1] == ["BD"]
    assert all(0 <= credit(draft, chosen) <= 1 for chosen in choices)
    assert credit(draft, "ACE") == 0


def test_every_rule_that_can_be_chosen_marks():
    assert dict(multiple_response.RULE.choices).keys() == multiple_response.CREDITS.keys()


def test_without_a_rule_each_wrong_choice_cancels_a_right_one():
    assert credit(question(4, "AC"), "AB") == credit(question(4, "AC", "right_minus_wrong"), "AB") == 0


def test_a_key_stored_before_there_were_rules_marks_as_it_did():
    old = {"explanation": "", "right": ["A", "C"], "feedback": {}}
    marks = [multiple_response.grade(old, list(chosen)).credit for chosen in ("AC", "A", "ACB", "AB", "ABD")]
    assert marks == [1, 0.5, 0.5, 0, 0]


def test_a_question_without_a_rule_is_compiled_as_it_was_before_there_were_rules():
    for draft in (question(4, "AC"), question(4, "AC", "right_minus_wrong")):
        assert multiple_response.face(draft).keys() == {"stem", "options", "keep_order"}
        assert multiple_response.key(draft).keys() == {"explanation", "right", "feedback"}


def test_a_face_names_the_rule_and_nothing_else_changes_with_it():
    faces = [multiple_response.face(question(4, "AC", rule)) for rule in multiple_response.CREDITS]
    named = [face.pop("marking", multiple_response.RULE.default) for face in faces]
    assert named == list(multiple_response.CREDITS)
    assert all(face == faces[0] for face in faces)


def test_an_unknown_rule_is_refused():
    (sentence,) = multiple_response.problems(question(4, "AC", "harsh"))
    assert sentence == (
        'The setting “Marking” has the unknown value "harsh". '
        "Choose right_minus_wrong or all_or_nothing or each_option or proportional."
    )


@pytest.mark.skipif("DJANGO_SETTINGS_MODULE" not in os.environ, reason="templates need Django's settings")
@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("right_minus_wrong", "Each wrong choice takes a right one away."),
        ("all_or_nothing", "It counts only if every right option is chosen and no other."),
        ("each_option", "Every option counts: a right one chosen, a wrong one left."),
        ("proportional", "Each choice beyond the number of right options takes a right one away."),
    ],
)
def test_the_page_says_before_the_answer_how_it_is_marked(rule, sentence):
    face = multiple_response.face(question(4, "AC", rule))
    page = render_to_string("kinds/multiple_response.html#ask", {"face": face, "typed": [], "problem": ""})
    assert sentence in page
    assert page.count("marking") == 1

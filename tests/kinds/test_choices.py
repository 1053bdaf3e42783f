"""Single choice, multiple response and true/false."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import multiple_response, single_choice, true_false
from quizzes.kinds.kind import ALL, Column, Draft, DraftOption, Unreadable

WITH_OPTIONS = pytest.mark.parametrize("kind", [single_choice, multiple_response])


def chance(seed: int) -> Random:
    return Random(seed)


def question(*texts: str, right: tuple[int, ...] = (1,), settings: dict | None = None) -> Draft:
    options = tuple(
        DraftOption(f"o{position}", text, is_right=position in right)
        for position, text in enumerate(texts, 1)
    )
    return Draft("Which?", "Because.", settings or {}, options)


def with_credit(draft: Draft, position: int, credit: object) -> Draft:
    options = list(draft.options)
    options[position - 1] = replace(options[position - 1], details={"credit": credit})
    return replace(draft, options=tuple(options))


# Two drafts that differ only in what is right must be the same to whoever has not answered.

option_texts = st.lists(st.text(max_size=20), min_size=2, max_size=6)


@WITH_OPTIONS
@given(
    texts=option_texts, one=st.sets(st.integers(1, 6)), other=st.sets(st.integers(1, 6)), seed=st.integers()
)
def test_nothing_before_the_answer_depends_on_which_option_is_right(kind, texts, one, other, seed):
    faces = [kind.face(question(*texts, right=tuple(right))) for right in (one, other)]
    orders = [kind.order(face, chance(seed)) for face in faces]
    shown = [kind.arranged(face, order) for face, order in zip(faces, orders, strict=True)]
    assert json.dumps(faces[0]) == json.dumps(faces[1])
    assert json.dumps(shown[0]) == json.dumps(shown[1])


def test_a_statement_looks_the_same_whether_it_is_true_or_false():
    yes, no = (
        Draft("It rains.", settings={"answer": answer, f"feedback_{answer}": "x"})
        for answer in ("true", "false")
    )
    assert json.dumps(true_false.face(yes)) == json.dumps(true_false.face(no))


@WITH_OPTIONS
def test_options_are_shuffled_unless_their_order_is_kept(kind):
    texts = [str(year) for year in range(1990, 2000)]
    mixed, kept = kind.face(question(*texts)), kind.face(question(*texts, settings={"keep_order": True}))
    authored = [option["id"] for option in mixed["options"]]
    orders = {tuple(kind.order(mixed, chance(seed))) for seed in range(20)}
    assert len(orders) > 15
    assert kind.order(kept, chance(1)) == authored


def test_true_always_stands_before_false():
    face = true_false.face(true_false.EXAMPLES[0].draft)
    assert {tuple(true_false.order(face, chance(seed))) for seed in range(9)} == {("true", "false")}


@WITH_OPTIONS
def test_a_position_means_the_option_that_stands_there(kind):
    face = kind.arranged(kind.face(question("a", "b", "c")), ["o3", "o1", "o2"])
    assert kind.read(face, ["1"]) == ["o3"]


def test_several_chosen_options_are_kept_as_authored():
    face = multiple_response.arranged(multiple_response.face(question("a", "b", "c")), ["o3", "o1", "o2"])
    assert multiple_response.read(face, ["3", "1"]) == ["o2", "o3"]


@WITH_OPTIONS
def test_an_order_that_leaves_an_option_out_is_a_mistake_of_ours(kind):
    with pytest.raises(ValueError, match="each option"):
        kind.arranged(kind.face(question("a", "b")), ["o1"])


@WITH_OPTIONS
@pytest.mark.parametrize("typed", ["0", "3", "-1", "1.0", "01", "²", "o1", "9" * 5000, "1\ud8002"])
def test_a_position_that_is_not_on_the_page_is_unreadable(kind, typed):
    answer = kind.read(kind.face(question("a", "b")), [typed])
    assert isinstance(answer, Unreadable)
    assert len(answer.sentence) < 200


def test_a_near_miss_earns_its_credit_and_is_shown_as_partly_right():
    draft = with_credit(question("a", "b", "c"), 2, "0.5")
    key = single_choice.key(draft)
    assert single_choice.grade(key, ["o2"]).credit == 0.5
    rows = single_choice.outcome(single_choice.face(draft), key, ["o2"], ALL)["rows"]
    assert [row["sign"] for row in rows] == ["missed", "partly", ""]


@pytest.mark.parametrize(
    ("chosen", "credit"),
    [("12", 1), ("1", 1 / 2), ("123", 1 / 2), ("13", 0), ("3", 0), ("34", 0), ("1234", 0)],
)
def test_a_wrong_choice_cancels_a_right_one_and_never_more(chosen, credit):
    draft = question("a", "b", "c", "d", right=(1, 2))
    given = multiple_response.read(multiple_response.face(draft), list(chosen))
    assert multiple_response.grade(multiple_response.key(draft), given).credit == credit


def test_an_outcome_signs_every_option_and_explains_only_the_chosen():
    options = tuple(DraftOption(id, id, id in "ab", feedback=f"about {id}") for id in "abcd")
    draft = Draft("Which?", options=options)
    face = multiple_response.arranged(multiple_response.face(draft), list("dcba"))
    outcome = multiple_response.outcome(face, multiple_response.key(draft), ["a", "c"], ALL)
    assert [row["sign"] for row in outcome["rows"]] == ["", "wrong", "missed", "right"]
    assert [row["feedback"] for row in outcome["rows"]] == ["", "about c", "", "about a"]
    assert (outcome["given_text"], outcome["right_text"]) == ("c; a", "b; a")


def test_matched_names_the_chosen_rows():
    draft = question("a", "b", "c", right=(1, 2))
    assert multiple_response.grade(multiple_response.key(draft), ["o1", "o3"]).matched == ("o1", "o3")


@pytest.mark.parametrize("answer", [True, "true", "True", " TRUE "])
def test_a_true_statement_may_be_marked_by_a_word_or_a_boolean(answer):
    draft = Draft("It rains.", settings={"answer": answer})
    assert true_false.problems(draft) == []
    assert true_false.key(draft)["right"] == ["true"]


@pytest.mark.parametrize("answer", [False, "false"])
def test_a_false_statement_is_set_not_unset(answer):
    draft = Draft("It rains.", settings={"answer": answer})
    assert true_false.problems(draft) == []
    assert true_false.key(draft)["right"] == ["false"]


REFUSED = [
    (single_choice, question("a", "b", right=()), "No option is marked as right. Mark the right one."),
    (
        single_choice,
        question("Rome", "Oslo", "Bern", right=(1, 3)),
        'Options 1 "Rome" and 3 "Bern" are marked as right, and only one may be. Keep one of the marks.',
    ),
    (
        single_choice,
        question("a"),
        "The number of options is 1. Write at least 2, so that there is a choice.",
    ),
    (single_choice, question("a", " "), "Option 2 has no text. Write it, or remove the row."),
    (
        single_choice,
        question("The  Café", "b", "the Cafe\u0301"),
        'Options 1 and 3 are the same, "The Café". Change or remove all but one.',
    ),
    (
        single_choice,
        with_credit(question("a", "b"), 2, 1.5),
        "Option 2: the credit 1.5 is outside 0 to 1. Write a part of the full mark, such as 0.5.",
    ),
    (
        single_choice,
        with_credit(question("a", "b"), 2, "half"),
        'Option 2: the credit "half" is not a number. Write one from 0 to 1, such as 0.5.',
    ),
    (
        single_choice,
        with_credit(question("a", "b"), 2, 1),
        "Option 2 is not right but has full credit. Write less than 1, or mark it as right.",
    ),
    (
        single_choice,
        with_credit(question("a", "b"), 1, 0.5),
        "Option 1 is right, so its credit is 1, not 0.5. Leave that field empty.",
    ),
    (multiple_response, question("a", "b", right=()), "No option is marked as right. Mark each right one."),
    (
        multiple_response,
        question("a", "b", right=(1, 2)),
        "Every option is marked as right, so choosing all needs no knowledge. Add a wrong option.",
    ),
    (multiple_response, question("a", "b", ""), "Option 3 has no text. Write it, or remove the row."),
    (
        multiple_response,
        question("１", "1", "2"),
        'Options 1 and 2 are the same, "１". Change or remove all but one.',
    ),
    (true_false, Draft("It rains."), "The setting “The statement is” is not set. Choose True or False."),
    (
        true_false,
        Draft("It rains.", settings={"answer": "maybe"}),
        'The setting “The statement is” has the value "maybe". Choose True or False.',
    ),
    (
        true_false,
        replace(question("a", "b"), settings={"answer": True}),
        "There are option rows, which a statement does not use. Remove them.",
    ),
]


@pytest.mark.parametrize(("kind", "draft", "sentence"), REFUSED)
def test_a_faulty_draft_is_refused_with_place_fault_and_remedy(kind, draft, sentence):
    assert kind.problems(draft) == [sentence]


@WITH_OPTIONS
def test_a_draft_without_options_is_refused(kind):
    assert "The number of options is 0. Write at least 2, so that there is a choice." in kind.problems(
        question()
    )


def test_two_options_with_one_id_are_a_mistake_of_ours():
    with pytest.raises(ValueError, match="same id"):
        Draft("Which?", options=(DraftOption("a", "1"), DraftOption("a", "2")))


def test_a_statement_without_an_answer_has_no_key():
    with pytest.raises(ValueError, match="no key"):
        true_false.key(Draft("It rains."))


@pytest.mark.parametrize(
    ("written", "is_on"),
    [(True, True), ("on", True), ("1", True), (False, False), ("false", False), ("", False), (None, False)],
)
def test_a_flag_is_read_however_a_form_or_a_file_wrote_it(written, is_on):
    assert Column("keep", "Keep", "flag", default=False).of({"keep": written}) is is_on

"""What holds for every kind when a wrong key is put right, checked on the examples each kind carries."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import (
    KINDS,
    cloze,
    matching,
    multiple_response,
    ordering,
    short_text,
    single_choice,
    true_false,
)
from quizzes.kinds.kind import ALL, NOTHING, Kind, Refusal
from tests.kinds.test_contract import EVERY_KIND, EVERY_READABLE, shown

DROPPING = {"single_choice", "multiple_response", "matching", "cloze"}


def same_question(kind: Kind, draft) -> list:
    """What the readable examples of a draft give, without twins."""
    found = []
    for example in kind.EXAMPLES:
        if example.draft == draft and example.credit is not None:
            answer = kind.read(shown(kind, example), example.typed)
            found += [answer] * (answer not in found)
    return found


def credits(kind: Kind, key: dict, answers: list) -> list[float]:
    return [kind.grade(key, answer).credit for answer in answers]


def never_falls(before: list[float], after: list[float]) -> bool:
    return all(now >= then - 1e-9 for then, now in zip(before, after, strict=True))


@EVERY_READABLE
def test_whatever_of_an_answer_is_accepted_makes_it_right_and_nobody_else_worse(kind, example):
    face, key = kind.face(example.draft), kind.key(example.draft)
    answer, others = kind.read(shown(kind, example), example.typed), same_question(kind, example.draft)
    before = credits(kind, key, others)
    for _, part in kind.parts(face, answer):
        key = kind.accepting(face, key, part)
        assert not isinstance(key, Refusal)
    assert never_falls(before, credits(kind, key, others))
    if not leaves_open(answer):
        assert kind.grade(key, answer).credit == 1
    else:
        assert kind.grade(key, answer).credit <= 1


def leaves_open(answer) -> bool:
    return isinstance(answer, list) and None in answer


@EVERY_READABLE
def test_accepting_twice_is_accepting_once(kind, example):
    face, key = kind.face(example.draft), kind.key(example.draft)
    for _, part in kind.parts(face, kind.read(shown(kind, example), example.typed)):
        once = kind.accepting(face, key, part)
        assert kind.accepting(face, once, part) == once


@EVERY_READABLE
def test_accepting_and_dropping_change_no_key_they_are_given_and_survive_json(kind, example):
    face, key = kind.face(example.draft), kind.key(example.draft)
    before = json.dumps([face, key])
    made = [
        kind.accepting(face, key, part)
        for _, part in kind.parts(face, kind.read(shown(kind, example), example.typed))
    ]
    made += [kind.without_option(face, key, id) for id in kind.droppable(face)]
    assert json.dumps([face, key]) == before
    for corrected in made:
        assert isinstance(corrected, Refusal) or json.loads(json.dumps(corrected)) == corrected


@EVERY_READABLE
def test_dropping_whatever_there_is_harms_nobody(kind, example):
    face, key, answers = kind.face(example.draft), kind.key(example.draft), same_question(kind, example.draft)
    dropped = 0
    for id in kind.droppable(face):
        after = kind.without_option(face, key, id)
        if isinstance(after, Refusal):
            assert after.sentence.endswith(".")
            continue
        assert never_falls(credits(kind, key, answers), credits(kind, after, answers)), id
        key, dropped = after, dropped + 1
    assert bool(dropped) == (slug_of(kind) in DROPPING)


def slug_of(kind: Kind) -> str:
    return next(slug for slug, other in KINDS.items() if other is kind)


@EVERY_KIND
def test_what_is_no_part_of_the_question_can_neither_be_dropped_nor_be_left(kind):
    draft = kind.EXAMPLES[0].draft
    face, key = kind.face(draft), kind.key(draft)
    assert isinstance(kind.without_option(face, key, "no such thing"), Refusal)
    for id in kind.droppable(face):
        key = key if isinstance(after := kind.without_option(face, key, id), Refusal) else after
    assert kind.grade(key, same_question(kind, draft)[0]).credit == 1


@EVERY_READABLE
def test_a_corrected_key_shows_what_is_right_and_hides_it_where_nothing_shows(kind, example):
    face, key = kind.face(example.draft), kind.key(example.draft)
    answer = kind.read(shown(kind, example), example.typed)
    for _, part in kind.parts(face, answer):
        key = kind.accepting(face, key, part)
    arranged = kind.arranged(face, example.order)
    if not leaves_open(answer):
        assert '"wrong"' not in json.dumps(kind.outcome(arranged, key, answer, ALL))
    first = kind.outcome(arranged, kind.key(example.draft), answer, NOTHING)
    assert kind.outcome(arranged, key, answer, NOTHING) == first


def test_an_option_that_is_accepted_beside_the_right_one_is_told_with_it():
    face, key = single_choice.face(single_choice.RIVERS), single_choice.key(single_choice.RIVERS)
    told = single_choice.outcome(face, single_choice.accepting(face, key, ["c"]), ["a"], ALL)
    assert told["right_text"] == "The Danube or The Wien"


def test_whoever_chose_an_option_that_was_dropped_has_the_credit_without_being_called_right():
    face, key = single_choice.face(single_choice.RIVERS), single_choice.key(single_choice.RIVERS)
    dropped = single_choice.without_option(face, key, "a")
    assert single_choice.grade(dropped, ["a"]).credit == 1
    assert [row["sign"] for row in single_choice.outcome(face, dropped, ["a"], ALL)["rows"]] == [
        "given",
        "missed",
        "",
    ]


def test_the_only_right_option_cannot_be_dropped_until_another_is_accepted():
    face, key = single_choice.face(single_choice.RIVERS), single_choice.key(single_choice.RIVERS)
    assert isinstance(single_choice.without_option(face, key, "b"), Refusal)
    accepted = single_choice.accepting(face, key, ["c"])
    assert not isinstance(single_choice.without_option(face, accepted, "b"), Refusal)


def test_the_last_two_options_stay():
    face, key = single_choice.face(single_choice.RIVERS), single_choice.key(single_choice.RIVERS)
    two_left = single_choice.without_option(face, key, "a")
    assert isinstance(single_choice.without_option(face, two_left, "c"), Refusal)


def test_of_several_right_options_a_dropped_one_is_neither_right_nor_wrong():
    face, key = (
        multiple_response.face(multiple_response.PRIMES),
        multiple_response.key(multiple_response.PRIMES),
    )
    without_9 = multiple_response.without_option(face, key, "b")
    assert multiple_response.grade(without_9, ["a", "b", "c", "d"]).credit == 1
    without_2 = multiple_response.without_option(face, key, "a")
    assert multiple_response.grade(without_2, ["c", "d"]).credit == 1
    # Two of three before; one of two would be less.
    assert multiple_response.grade(without_2, ["a", "c"]).credit == pytest.approx(2 / 3)


def test_both_answers_to_a_statement_can_be_taken():
    face, key = true_false.face(true_false.WHALES), true_false.key(true_false.WHALES)
    both = true_false.accepting(face, key, ["true"])
    assert [true_false.grade(both, [value]).credit for value in ("true", "false")] == [1, 1]
    assert true_false.outcome(face, both, ["true"], ALL)["right_text"] == "False or True"


def test_a_star_in_an_accepted_answer_is_no_wildcard():
    face, key = short_text.face(short_text.CAPITAL), short_text.key(short_text.CAPITAL)
    corrected = short_text.accepting(face, key, "Os*lo")
    assert [short_text.grade(corrected, text).credit for text in ("os*lo", "Os and lo")] == [1, 0]
    assert short_text.outcome(face, corrected, "Oslo", ALL)["right_answers"] == ["Reykjavík", "Os*lo"]


@given(text=st.text(min_size=1, max_size=60))
def test_any_text_that_can_be_read_can_be_accepted(text):
    face, key = short_text.face(short_text.CAPITAL), short_text.key(short_text.CAPITAL)
    answer = short_text.read(face, [text])
    if isinstance(answer, str):
        assert short_text.grade(short_text.accepting(face, key, answer), answer).credit == 1


def test_one_gap_alone_can_be_put_right():
    face, key = cloze.face(cloze.MOON), cloze.key(cloze.MOON)
    answer = cloze.read(face, ["1968", "Buzz", "1", "30"])
    told, part = cloze.parts(face, answer)[1]
    corrected = cloze.accepting(face, key, part)
    assert told == "Gap 2: Buzz"
    assert [cloze.grade(each, answer).credit for each in (key, corrected)] == [0.25, 0.5]


def test_a_text_may_go_with_a_second_answer():
    face, key = matching.face(matching.MOUNTAINS), matching.key(matching.MOUNTAINS)
    answer = matching.read(face, ["1-3", "2-1", "3-3"])
    corrected = matching.accepting(face, key, dict(matching.parts(face, answer))["Aconcagua: North America"])
    assert matching.grade(corrected, answer).credit == 1
    assert matching.outcome(face, corrected, answer, ALL)["right_text"].startswith(
        "Aconcagua: South America or North America;"
    )


def test_an_order_with_an_open_place_cannot_be_accepted():
    face, key = ordering.face(ordering.PLANETS), ordering.key(ordering.PLANETS)
    answer = ordering.read(face, ["1-3"])
    assert isinstance(ordering.accepting(face, key, answer), Refusal)
    assert ordering.parts(face, answer) == []


def test_other_options_make_another_shape():
    fewer = single_choice.RIVERS.__class__("Which?", options=single_choice.RIVERS.options[:2])
    assert single_choice.shape(single_choice.face(fewer)) != single_choice.shape(
        single_choice.face(single_choice.RIVERS)
    )
    assert ordering.shape(ordering.face(ordering.PLANETS)) != ordering.shape(
        ordering.face(ordering.INVENTIONS)
    )
    assert matching.shape(matching.face(matching.MOUNTAINS)) != matching.shape(matching.face(matching.RIVERS))
    assert cloze.shape(cloze.face(cloze.MOON)) != cloze.shape(cloze.face(cloze.FALL))

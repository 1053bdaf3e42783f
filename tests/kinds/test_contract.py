"""What holds for every kind, checked on the examples each kind carries."""

import inspect
import json
import re
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.kinds import CHOICES, KINDS
from quizzes.kinds.kind import ALL, NOTHING, Example, Grade, Kind, Unreadable

CASES = [
    pytest.param(kind, example, id=f"{slug}-{number}")
    for slug, kind in KINDS.items()
    for number, example in enumerate(kind.EXAMPLES)
]
READABLE = [case for case in CASES if case.values[1].credit is not None]
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
EVERY_EXAMPLE = pytest.mark.parametrize(("kind", "example"), CASES)
EVERY_READABLE = pytest.mark.parametrize(("kind", "example"), READABLE)


def shown(kind: Kind, example: Example) -> dict:
    return kind.arranged(kind.face(example.draft), example.order)


@EVERY_EXAMPLE
def test_an_example_earns_the_credit_it_promises(kind, example):
    given = kind.read(shown(kind, example), example.typed)
    if example.credit is None:
        assert isinstance(given, Unreadable)
    else:
        assert kind.grade(kind.key(example.draft), given).credit == pytest.approx(example.credit)


@EVERY_EXAMPLE
def test_an_example_may_be_published(kind, example):
    assert kind.problems(example.draft) == []


@EVERY_KIND
def test_a_kind_shows_right_wrong_and_unreadable_answers_and_partly_right_where_it_has_them(kind):
    credits = {example.credit for example in kind.EXAMPLES}
    assert {0.0, 1.0, None} <= credits
    assert any(credit not in (0.0, 1.0, None) for credit in credits) == kind.HAS_PARTIAL_CREDIT


@EVERY_KIND
def test_a_kind_says_in_one_sentence_what_students_do(kind):
    assert re.fullmatch(r"Students [^.]+\.", kind.SUMMARY)


@EVERY_EXAMPLE
def test_face_and_key_share_no_field(kind, example):
    face, key = kind.face(example.draft), kind.key(example.draft)
    assert "stem" in face
    assert "explanation" in key
    assert not face.keys() & key.keys()


@EVERY_EXAMPLE
def test_no_feedback_and_no_explanation_stands_in_a_face(kind, example):
    face = json.dumps(shown(kind, example))
    secrets = [example.draft.explanation, *kind.key(example.draft)["feedback"].values()]
    assert not [secret for secret in secrets if secret and json.dumps(secret)[1:-1] in face]


@EVERY_READABLE
def test_face_key_and_given_survive_json(kind, example):
    face, key = shown(kind, example), kind.key(example.draft)
    for value in (face, key, kind.read(face, example.typed)):
        assert json.loads(json.dumps(value)) == value


@EVERY_READABLE
def test_marking_changes_nothing_it_is_given(kind, example):
    face, key = kind.face(example.draft), kind.key(example.draft)
    before = json.dumps([face, key])
    given = kind.read(kind.arranged(face, example.order), example.typed)
    kind.grade(key, given)
    kind.outcome(kind.arranged(face, example.order), key, given, ALL)
    assert json.dumps([face, key]) == before


@EVERY_READABLE
def test_an_outcome_says_in_plain_lines_what_was_given_and_what_was_right(kind, example):
    face, key = shown(kind, example), kind.key(example.draft)
    outcome = kind.outcome(face, key, kind.read(face, example.typed), ALL)
    for line in (outcome["given_text"], outcome["right_text"]):
        assert line
        assert line.splitlines() == [line]


@EVERY_EXAMPLE
def test_an_outcome_without_an_answer_still_tells_the_right_one(kind, example):
    outcome = kind.outcome(shown(kind, example), kind.key(example.draft), None, ALL)
    assert outcome["given_text"] == "No answer"
    assert outcome["right_text"]
    assert not [row for row in outcome.get("rows", []) if row["is_chosen"] or row["feedback"]]


@EVERY_READABLE
def test_an_answer_is_told_without_the_key(kind, example):
    face = shown(kind, example)
    given = kind.read(face, example.typed)
    outcomes = [kind.outcome(face, kind.key(example.draft), given, shows) for shows in (ALL, NOTHING)]
    assert [outcome["given_text"] for outcome in outcomes] == [kind.said(face, given)] * 2


@EVERY_READABLE
def test_words_of_an_answer_stand_in_what_is_told_of_it_and_are_right_where_they_are_accepted(kind, example):
    face, key = shown(kind, example), kind.key(example.draft)
    for said, part in kind.parts(face, kind.read(face, example.typed)):
        written = kind.written(face, key, part)
        if written is None:
            continue
        assert written.words in said
        assert written.rights
        assert not kind.options(face)
        if written.words in written.rights:
            assert kind.accepting(face, key, part) == key


@pytest.mark.parametrize(
    ("slug", "holds_words"), [(slug, slug in ("short_text", "cloze")) for slug in sorted(KINDS)]
)
def test_only_what_is_written_in_words_can_be_misspelt(slug, holds_words):
    kind = KINDS[slug]
    found = [
        kind.written(face, kind.key(example.draft), part)
        for example in kind.EXAMPLES
        if example.credit is not None
        for face in [shown(kind, example)]
        for _, part in kind.parts(face, kind.read(face, example.typed))
    ]
    assert any(found) == holds_words


@EVERY_READABLE
def test_what_an_answer_chose_is_among_the_options(kind, example):
    face = shown(kind, example)
    options = kind.options(face)
    chosen = kind.chosen(face, kind.read(face, example.typed))
    assert set(chosen) <= set(options)
    assert bool(chosen) == bool(options)
    assert all(isinstance(told, str) and "\n" not in told for told in options.values())


@EVERY_EXAMPLE
def test_what_is_right_is_among_the_options_and_some_is(kind, example):
    options, rights = kind.options(kind.face(example.draft)), kind.rights(kind.key(example.draft))
    assert rights <= set(options)
    assert bool(rights) == bool(options)


@EVERY_EXAMPLE
def test_blind_choice_never_earns_all_nor_less_than_nothing(kind, example):
    guess = kind.guess(kind.face(example.draft), kind.key(example.draft))
    assert guess is None or 0 <= guess < 1


def test_what_blind_choice_earns_counts_near_misses():
    rivers = KINDS["single_choice"].EXAMPLES[0].draft
    kind = KINDS["single_choice"]
    assert kind.guess(kind.face(rivers), kind.key(rivers)) == pytest.approx((0 + 1 + 0.5) / 3)


@pytest.mark.parametrize(
    ("slug", "guess"),
    [("true_false", 0.5), ("short_text", 0), ("numeric", 0), ("cloze", 0), ("multiple_response", None)],
)
def test_what_blind_choice_earns(slug, guess):
    kind = KINDS[slug]
    draft = kind.EXAMPLES[0].draft
    assert kind.guess(kind.face(draft), kind.key(draft)) == guess


def test_of_several_answers_to_match_one_is_met_by_chance():
    kind = KINDS["matching"]
    draft = kind.EXAMPLES[0].draft
    face = kind.face(draft)
    assert kind.guess(face, kind.key(draft)) == 1 / len(face["options"])


@EVERY_READABLE
def test_without_what_was_typed_an_answer_can_still_be_kept_and_shown(kind, example):
    face, key = shown(kind, example), kind.key(example.draft)
    given = kind.read(face, example.typed)
    left = kind.anonymous(face, given)
    assert json.loads(json.dumps(left)) == left == kind.anonymous(face, left)
    assert kind.outcome(face, key, left, ALL)["given_text"] is not None
    assert isinstance(kind.said(face, left), str)


@EVERY_READABLE
def test_no_word_that_was_typed_is_left_where_an_answer_forgets_its_student(kind, example):
    """Whatever of an answer can be seen to hang on the typed words, and not on options or numbers, goes."""
    face = shown(kind, example)
    typed = [TYPED if value in words_typed(kind, example) else value for value in example.typed]
    assert TYPED not in json.dumps(kind.anonymous(face, kind.read(face, typed)))


TYPED = "Quasimodo Xylander"


def words_typed(kind: Kind, example: Example) -> set[str]:
    """Those values of an example that are read as well when they are other words: free text."""
    face = shown(kind, example)
    changed = {value: [TYPED if one == value else one for one in example.typed] for value in example.typed}
    return {
        value
        for value, typed in changed.items()
        if value and not isinstance(kind.read(face, typed), Unreadable)
    }


def test_some_kinds_do_take_words():
    free = {
        slug
        for slug, kind in KINDS.items()
        if any(words_typed(kind, example) for example in kind.EXAMPLES if example.credit is not None)
    }
    assert free == {"short_text", "cloze"}


@pytest.mark.parametrize(("slug", "typed"), [("numeric", "42 195 m"), ("single_choice", "2")])
def test_choices_and_numbers_stay(slug, typed):
    kind = KINDS[slug]
    face = kind.face(kind.EXAMPLES[0].draft)
    given = kind.read(face, [typed])
    assert kind.anonymous(face, given) == given


@EVERY_READABLE
def test_where_nothing_shows_an_outcome_holds_no_right_answer_and_no_feedback(kind, example):
    face, key = shown(kind, example), kind.key(example.draft)
    for answer in (None, kind.read(face, example.typed)):
        outcome = kind.outcome(face, key, answer, NOTHING)
        assert outcome["right_text"] == ""
        told = json.dumps(outcome)
        assert not [text for text in key["feedback"].values() if json.dumps(text)[1:-1] in told]
        assert not re.search('"(right|wrong|partly)"', told)


@EVERY_READABLE
def test_the_order_of_options_never_changes_the_credit(kind, example):
    face, key = kind.face(example.draft), kind.key(example.draft)
    seen = kind.arranged(face, example.order)
    for order in permutations([option["id"] for option in face.get("options", [])]):
        arranged = kind.arranged(face, order)
        typed = moved(example.typed, seen, arranged)
        assert kind.grade(key, kind.read(arranged, typed)).credit == pytest.approx(example.credit)
        assert kind.read(arranged, typed) == kind.read(seen, example.typed)


def moved(typed: tuple[str, ...], seen: dict, arranged: dict) -> tuple[str, ...]:
    """The same options chosen at the positions they have in another arrangement: "2", or "1-2" for a place of it."""
    places = {option["id"]: str(place) for place, option in enumerate(arranged.get("options", []), 1)}
    if not places:
        return typed
    split = [value.rpartition("-") for value in typed]
    return tuple(
        f"{before}{dash}{places[seen['options'][int(last) - 1]['id']]}" for before, dash, last in split
    )


@EVERY_EXAMPLE
def test_an_order_holds_each_option_once(kind, example):
    face = kind.face(example.draft)
    one, other = (kind.order(face, Random(7)) for _ in range(2))
    assert sorted(one) == sorted(option["id"] for option in face.get("options", []))
    assert one == other


@EVERY_KIND
@settings(max_examples=60)
@given(typed=st.lists(st.text(max_size=600), max_size=4))
def test_no_text_is_too_strange_to_be_read_or_refused(kind, typed):
    for example in kind.EXAMPLES[-1:] + kind.EXAMPLES[:1]:
        face, key = kind.face(example.draft), kind.key(example.draft)
        given = kind.read(face, typed)
        if isinstance(given, Unreadable):
            assert given.sentence.endswith(".")
        else:
            assert 0 <= kind.grade(key, given).credit <= 1
            assert kind.outcome(face, key, given, ALL)["given_text"]
            assert json.loads(json.dumps(given)) == given


@EVERY_KIND
@given(number=st.integers(-5, 50) | st.floats() | st.text("0123456789.,' eE+-−٣５", max_size=12))
def test_numbers_of_all_sorts_are_read_or_refused(kind, number):
    example = kind.EXAMPLES[0]
    given = kind.read(kind.face(example.draft), [str(number)])
    if not isinstance(given, Unreadable):
        assert 0 <= kind.grade(kind.key(example.draft), given).credit <= 1


@EVERY_KIND
def test_a_kind_holds_all_that_the_contract_names(kind):
    for name in (*Kind.__annotations__, *(name for name in vars(Kind) if not name.startswith("_"))):
        assert hasattr(kind, name), name
    for name, function in inspect.getmembers(Kind, inspect.isfunction):
        if not name.startswith("_"):
            assert list(inspect.signature(getattr(kind, name)).parameters) == [
                parameter for parameter in inspect.signature(function).parameters if parameter != "self"
            ]


@EVERY_KIND
def test_an_empty_stem_is_refused(kind):
    blank = replace(kind.EXAMPLES[0].draft, stem=" \u200b")
    assert kind.problems(blank) == ["The stem is empty. Write the question there."]


def test_slugs_and_labels_come_in_the_order_of_the_table():
    assert [slug for slug, _ in CHOICES] == list(KINDS)
    assert len({label for _, label in CHOICES}) == len(KINDS)


@pytest.mark.parametrize("credit", [-0.01, 1.01, float("nan")])
def test_a_credit_outside_0_to_1_is_a_mistake_of_ours(credit):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Grade(credit)

"""Every kind can turn what was published back into a draft that publishes the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import KINDS
from quizzes.kinds.kind import Draft, DraftOption, Kind, ReadingPassage
from tests.kinds.test_contract import EVERY_EXAMPLE


def published(kind: Kind, draft: Draft) -> list[dict]:
    """Face and key as the store gives them back."""
    return json.loads(json.dumps([kind.face(draft), kind.key(draft)]))


def comes_back(kind: Kind, draft: Draft) -> bool:
    face, key = published(kind, draft)
    again = kind.draft_of(face, key)
    return kind.problems(again) == [] and published(kind, again) == [face, key]


@EVERY_EXAMPLE
def test_a_draft_made_from_face_and_key_makes_them_again(kind, example):
    assert comes_back(kind, example.draft)


@EVERY_EXAMPLE
def test_making_a_draft_changes_nothing_it_is_given(kind, example):
    face, key = published(kind, example.draft)
    before = json.dumps([face, key])
    kind.draft_of(face, key)
    assert json.dumps([face, key]) == before


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("factor", ["1/3", "1/60", "1000", "1e-7", "1e21", "2/7"])
def test_factors_of_units_come_back_to_the_last_digit(language, factor):
    rows = (DraftOption("1", "5", details={"tolerance": 0.1, "tolerance_type": "nominal"}),)
    settings = {"unit": "km", "units": f"other = {factor}\nm = 1/1000", "language": language}
    draft = Draft("How far?", settings=settings, options=rows)
    assert KINDS["numeric"].problems(draft) == []
    assert comes_back(KINDS["numeric"], draft)


TEXT = "I. We met. They left at noon. A b c"
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda ends: tuple(sorted(ends)))


@given(spans=st.lists(SPANS, min_size=1, max_size=5), unit=st.sampled_from(["sentence", "passage"]))
def test_whatever_words_are_cited_the_same_units_come_back(spans, unit):
    reading = (
        ReadingPassage("passage 1", TEXT, tuple(spans)),
        ReadingPassage("passage 2", "Nobody knew. So be it."),
    )
    kind, draft = KINDS["evidence"], Draft("Select it.", settings={"unit": unit}, reading=reading)
    if not kind.problems(draft):
        assert comes_back(kind, draft)


WORDS = st.text(alphabet="ab 1,.*[]<é\n-'", max_size=12)


@given(
    pieces=st.lists(WORDS, min_size=2, max_size=4),
    rows=st.lists(st.tuples(WORDS, st.booleans()), max_size=4),
    kinds=st.lists(st.sampled_from(["short_text", "numeric", "single_choice"]), min_size=4, max_size=4),
)
def test_a_text_with_gaps_comes_back_whatever_stands_around_them(pieces, rows, kinds):
    text = pieces[0] + "".join(f"[{number}]{piece}" for number, piece in enumerate(pieces[1:], 1))
    options = [
        DraftOption(
            str(number),
            "7" if kinds[gap - 1] == "numeric" else f"{word}x{number}",
            right,
            word,
            {"gap": gap, "asks": kinds[gap - 1]},
        )
        for gap in range(1, len(pieces))
        for number, (word, right) in enumerate([("a", True), ("b", False), *rows], 10 * gap)
        if kinds[gap - 1] != "numeric" or number == 10 * gap
    ]
    kind, draft = KINDS["cloze"], Draft("Fill.", settings={"text": text}, options=tuple(options))
    if not kind.problems(draft):
        assert comes_back(kind, draft)

"""Short text: what folds together, what a wildcard accepts, what may not be published."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.kinds import short_text
from quizzes.kinds.kind import ALL, Draft, DraftOption, Unreadable


def question(*rows: tuple, **settings) -> Draft:
    """Rows of text, credit and feedback; the latter two may be left out."""
    options = tuple(
        DraftOption(
            f"r{number}",
            text,
            details={"credit": rest[0]} if rest else {},
            feedback=rest[1] if len(rest) > 1 else "",
        )
        for number, (text, *rest) in enumerate(rows, 1)
    )
    return Draft("What?", settings=settings, options=options)


def credit(draft: Draft, typed: str) -> float:
    return short_text.grade(short_text.key(draft), short_text.read(short_text.face(draft), [typed])).credit


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("Novo-Ogaryovo", "novo–ogaryovo"),
        ("Novo-Ogaryovo", "NOVO\N{NON-BREAKING HYPHEN}OGARYOVO"),
        ("-40", "\N{MINUS SIGN}40"),
        ("O'Neill", "o’neill"),
        ("O'Neill", "O´Neill"),
        ('the "Thaw"', "the “thaw”"),
        ("Nord Stream", "  nord \t\n stream\u00a0"),
        ("Reykjavík", "Reykjavi\u0301k"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδός".replace("ό", "ο")),
        ("\u0390", "\u03aa\u0301"),
        ("file", "\ufb01le"),
        ("NATO", "ＮＡＴＯ"),
        ("NATO", "NA\u200bTO\u00ad"),
        ("NATO", "NA\x00TO"),
    ],
)
def test_two_ways_of_typing_one_answer_are_equal(accepted, typed):
    assert credit(question((accepted,)), typed) == 1
    assert credit(question((typed,)), accepted) == 1


@pytest.mark.parametrize(
    ("accepted", "typed"), [("résumé", "resume"), ("NATO", "NAT O"), ("10", "1O"), ("the talks", "talks")]
)
def test_different_answers_stay_different(accepted, typed):
    assert credit(question((accepted,)), typed) == 0


def test_capitals_count_where_the_teacher_says_so():
    assert credit(question(("pH",), match_case=True), "PH") == 0
    assert credit(question(("pH",), match_case=True), " pH ") == 1
    assert credit(question(("pH",)), "PH") == 1


@pytest.mark.parametrize(
    ("pattern", "typed", "fits"),
    [
        ("*peskov", "Dmitry Peskov", True),
        ("*peskov", "Peskov", True),
        ("*peskov", "Peskov, Dmitry", False),
        ("crimea*", "Crimean Peninsula", True),
        ("crimea*", "the Crimea", False),
        ("* peninsula", "Kola peninsula", True),
        ("* peninsula", "peninsula", False),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("ab*ba", "aba", False),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "acb", False),
        ("*b*b*", "abab", True),
        ("*b*b*", "ab", False),
        ("a**c", "abc", True),
        (r"2\*3", "2*3", True),
        (r"2\*3", "2x3", False),
        (r"2\**", "2*3", True),
        ("a.c", "abc", False),
        ("a.*", "abc", False),
        ("[ab]*", "ab", False),
        ("＊", "＊", True),
        ("x*y", "x*y", True),
    ],
)
def test_a_star_stands_for_any_run_of_characters_and_nothing_else_is_special(pattern, typed, fits):
    assert credit(question((pattern,)), typed) == float(fits)


def test_a_hostile_pattern_and_answer_take_no_time():
    draft = question(("*a" * 249 + "*b",), ("x",))
    began = time.perf_counter()
    assert credit(draft, "a" * 500) == 0
    assert time.perf_counter() - began < 0.25


@given(
    pieces=st.lists(st.text("abÉß -’٣", max_size=6), min_size=1, max_size=5),
    filler=st.text("ab *\\.", max_size=6),
)
def test_a_pattern_accepts_itself_with_its_stars_filled(pieces, filler):
    accepted, typed = "|" + "*".join(pieces) + "|", "|" + filler.join(pieces) + "|"
    assume(blanks_meet(pieces, filler) is False)
    assert credit(question((accepted,)), typed) == 1


def blanks_meet(pieces: list[str], filler: str) -> bool:
    """Whether a blank ends up beside another one, where typing folds the two to one."""
    return "  " in filler.join(pieces) or any("  " in piece for piece in pieces)


def test_the_first_matching_row_wins_and_brings_its_feedback():
    draft = question(("Minsk*", 0.5, "Which of them?"), ("Minsk II",), ("*", 0, "Look at the map."))
    key, face = short_text.key(draft), short_text.face(draft)
    assert short_text.grade(key, "minsk ii").matched == ("r1",)
    outcome = short_text.outcome(face, key, "Paris", ALL)
    assert (outcome["sign"], outcome["feedback"]) == ("wrong", ["Look at the map."])


def test_right_answers_are_those_with_full_credit_written_out():
    draft = question(("*Peskov",), ("2 \\* 3",), ("Peskov",), ("Lavrov", 0.5))
    outcome = short_text.outcome(short_text.face(draft), short_text.key(draft), "Lavrov", ALL)
    assert outcome["right_answers"] == ["2 * 3", "Peskov"]
    assert outcome["right_text"] == "2 * 3 or Peskov"
    assert (outcome["sign"], outcome["given"]) == ("partly", "Lavrov")


def test_where_all_right_answers_are_patterns_their_wildcards_show_as_dots():
    draft = question(("*Peskov",), ("Dmi*y",))
    outcome = short_text.outcome(short_text.face(draft), short_text.key(draft), None, ALL)
    assert outcome["right_answers"] == ["…Peskov", "Dmi…y"]


def test_what_was_typed_is_kept_as_typed_without_what_no_store_takes():
    assert short_text.read({"stem": "What?"}, ["  Die\x00 „Grüne\ud800“ Insel \x07 "]) == "Die „Grüne“ Insel"


@pytest.mark.parametrize("length", [500, 501])
def test_500_characters_are_the_most(length):
    assert isinstance(short_text.read({"stem": "What?"}, ["x" * length]), Unreadable) == (length > 500)


def test_a_face_knows_nothing_of_the_accepted_answers():
    rows = [("Geneva",), ("Genf", 0.5, "In German.")]
    assert short_text.face(question(*rows)) == short_text.face(question(*rows[::-1], ("x",), match_case=True))


REFUSED = [
    (
        question(("Rome", 0.5)),
        "No accepted answer has full credit, so nobody can be right. Add one with credit 1.",
    ),
    (question(), "No accepted answer has full credit, so nobody can be right. Add one with credit 1."),
    (question(("Rome",), (" ",)), "Accepted answer 2 has no text. Write it, or remove the row."),
    (
        question(("Rome",), ("Oslo", 2)),
        "Accepted answer 2: the credit 2 is outside 0 to 1. Write a part of the full mark, such as 0.5.",
    ),
    (
        question(("Rome",), ("Oslo",), ("ROME",)),
        'Accepted answers 1 and 3 are the same, "Rome". Change or remove all but one.',
    ),
    (
        question(("Rome",), (" * *", 0.5)),
        'Accepted answer 2, "* *", accepts everything. Add the words it must contain, or set its credit to 0.',
    ),
    (
        question(("R*", 0.5), ("Rome",)),
        'Accepted answer 2 is never reached, because accepted answer 1, "R*", comes first. Move 2 above it.',
    ),
    (
        question(("*", 0), ("Rome*",)),
        'Accepted answer 2 is never reached, because accepted answer 1, "*", comes first. Move 2 above it.',
    ),
    (
        question(("x" * 501,)),
        "Accepted answer 1 is longer than the 500 characters a student may write. Shorten it.",
    ),
]


@pytest.mark.parametrize(("draft", "sentence"), REFUSED)
def test_a_faulty_draft_is_refused_with_place_fault_and_remedy(draft, sentence):
    assert short_text.problems(draft) == [sentence]


@pytest.mark.parametrize(
    "draft",
    [
        question(("Rome",), ("*", 0)),
        question(("*Peskov",), ("Dmitry Peskov",)),
        question(("pH",), ("PH", 0), match_case=True),
    ],
)
def test_a_catch_all_without_credit_and_a_needless_row_may_be_published(draft):
    assert short_text.problems(draft) == []

"""Filling the gaps of a text."""

import json
import os
import re
from dataclasses import replace
from itertools import permutations

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import cloze
from quizzes.kinds.cloze import FALL, MOON
from quizzes.kinds.kind import ALL, NOTHING, Draft, DraftOption, Shows, Unreadable, Written

ON_A_PAGE = pytest.mark.skipif(
    "DJANGO_SETTINGS_MODULE" not in os.environ, reason="templates need Django's settings"
)


def test_of_the_gaps_only_those_that_ask_for_words_hold_any_each_with_its_own_right_ones():
    face, key = cloze.face(MOON), cloze.key(MOON)
    given = cloze.read(face, ("1969", "Amstrong", "1", "30"))
    found = [cloze.written(face, key, part) for _, part in cloze.parts(face, given)]
    assert found == [None, Written("Amstrong", ("Neil Armstrong", "Armstrong"), gap=2), None, None]


def row(gap: object, text: str, is_right: bool = False, feedback: str = "", **details: object) -> DraftOption:
    """A row whose id is its text, for a gap that differs in nothing else from its fellows."""
    return DraftOption(f"{gap}-{text}", text, is_right, feedback, {"gap": gap, **details})


def choice(gap: int, *texts: str, right: str) -> list[DraftOption]:
    return [row(gap, text, text == right, asks="single_choice") for text in texts]


def question(text: str, *rows: DraftOption, **settings: object) -> Draft:
    return Draft("Complete it.", "Because.", {"text": text, **settings}, rows)


def credit(draft: Draft, *typed: str) -> float:
    return cloze.grade(cloze.key(draft), cloze.read(cloze.face(draft), typed)).credit


def outcome(draft: Draft, *typed: str, shows: Shows = ALL) -> dict:
    answer = cloze.read(cloze.face(draft), typed) if typed else None
    return cloze.outcome(cloze.face(draft), cloze.key(draft), answer, shows)


def gaps_of(told: dict) -> list[dict]:
    return [piece for piece in told["pieces"] if "gap" in piece]


TEA = question(
    "Green and black tea come from [1] plant, [2]; water boils at [3] °C.",
    row(1, "one"),
    row(1, "the same", feedback="Word for word."),
    row(2, "Camellia sinensis"),
    row(2, "camellia", credit=0.5, feedback="Which one of them?"),
    row(3, "100", asks="numeric", tolerance=1, tolerance_type="nominal"),
)


# What a student sees before answering


def test_a_face_cuts_the_text_at_its_gaps_and_keeps_the_blanks_around_them():
    assert cloze.face(TEA) == {
        "stem": "Complete it.",
        "pieces": [
            {"text": "Green and black tea come from "},
            {"gap": 1, "asks": "short_text", "before": "", "after": ""},
            {"text": " plant, "},
            {"gap": 2, "asks": "short_text", "before": "", "after": ";"},
            {"text": " water boils at "},
            {"gap": 3, "asks": "numeric", "before": "", "after": ""},
            {"text": " °C."},
        ],
        "gap_count": 3,
        "language": "en",
    }


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("[1], and", "", ","),
        ("a ([1]).", "(", ")."),
        ("said “[1]”, then", "“", "”,"),
        ("it cost $[1]!", "$", "!"),
        ("pre[1]ed", "", ""),
        ("**[1]**", "", ""),
        ("`[1]`, _[1]_", "", ""),
        ("a&nbsp;[1]&nbsp;b", "", ""),
        ("wait …[1]... . .", "…", "..."),
    ],
)
def test_punctuation_that_touches_a_gap_goes_with_it_but_no_word_and_no_markdown(text, before, after):
    gap = next(piece for piece in cloze.face(question(text))["pieces"] if "gap" in piece)
    assert (gap["before"], gap["after"]) == (before, after)


@given(
    st.lists(st.sampled_from(["[1]", "[2]", "(", ",", " ", "a", "**", "&amp;", "\\", "[", "]", "\n", "é"]))
)
def test_no_character_of_a_text_is_lost_or_moved(parts):
    text = "".join(parts)
    pieces = cloze.face(question(text))["pieces"]
    told = [
        f"{piece['before']}[{piece['gap']}]{piece['after']}" if "gap" in piece else piece["text"]
        for piece in pieces
    ]
    assert "".join(told) == " ".join(text.split())


@pytest.mark.parametrize("text", ["\\[1] is a note", "in [2022]", "[a]", "[]", "[-1]", "[1.5]"])
def test_other_brackets_are_no_gaps(text):
    assert cloze.face(question(text))["pieces"] == [{"text": text}]


def test_a_choice_is_offered_by_its_texts_whatever_the_order_of_its_rows():
    rows = choice(1, "zinc", "Copper", "iron", right="iron")
    faces = {json.dumps(cloze.face(question("It is [1].", *order))) for order in permutations(rows)}
    assert len(faces) == 1
    assert json.loads(faces.pop())["pieces"][1]["options"] == ["Copper", "iron", "zinc"]


@pytest.mark.parametrize(
    ("language", "texts", "offered"),
    [
        ("en", ["100", "9", "-20"], ["-20", "9", "100"]),
        ("en", ["1,000", "9.5", "1000.0"], ["9.5", "1,000", "1000.0"]),
        ("de", ["1.000", "9,5"], ["9,5", "1.000"]),
        ("en", ["100", "9", "none"], ["100", "9", "none"]),
    ],
)
def test_a_choice_of_numbers_is_offered_by_size(language, texts, offered):
    draft = question("It is [1].", *choice(1, *texts, right=texts[0]), language=language)
    assert cloze.face(draft)["pieces"][1]["options"] == offered


words = st.text("abc *[1]", min_size=1, max_size=8)


@given(words, words, st.booleans(), st.sampled_from(["zinc", "iron", "lead"]))
def test_nothing_before_the_answer_depends_on_what_is_right(one, other, is_longer, right):
    def draft(accepted: str, right: str) -> Draft:
        more = [row(1, "another one", feedback="Well.", credit=0.3)] if is_longer else []
        metals = choice(2, "zinc", "iron", "lead", right=right)
        return question("[1] is [2], [3].", row(1, accepted), *more, *metals, row(3, "5", asks="numeric"))

    plain = question(
        "[1] is [2], [3].",
        *choice(2, "lead", "zinc", "iron", right="zinc"),
        row(3, "7", asks="numeric", tolerance=1, tolerance_type="nominal"),
        row(1, other),
        match_case=True,
    )
    assert json.dumps(cloze.face(draft(one, right))) == json.dumps(cloze.face(plain))


def test_a_face_is_made_of_any_draft():
    for settings in ({}, {"text": None}, {"text": 7}, {"text": "[1] [1] [7]", "language": ["?"]}):
        draft = Draft("", settings=settings, options=(row("x", ""), row(None, "a"), row(1, "", asks="essay")))
        assert "pieces" in cloze.face(draft)


# Reading


def test_an_answer_has_an_item_for_each_gap_as_its_kind_reads_it():
    assert cloze.read(cloze.face(MOON), ["1969", " Neil ", "2", ""]) == [
        {"value": 1969.0, "unit": "", "typed": "1969"},
        "Neil",
        ["2"],
        None,
    ]


@pytest.mark.parametrize(
    ("draft", "typed", "sentence"),
    [
        (MOON, [], "Fill a gap first."),
        (MOON, ["", "\x00", " ", "\u200b"], "Fill a gap first."),
        (
            MOON,
            ["1969"],
            "The gaps and the answers that arrived differ in number, 4 and 1. Load the page again and fill the gaps there.",
        ),
        (
            MOON,
            ["two hundred", "", "", ""],
            'Gap 1: "two hundred" is not a number. Write one in digits, as in 7.5.',
        ),
        (MOON, ["", "", "4", ""], 'Gap 3: There is no option "4" here. Choose among options 1 to 3.'),
        (
            MOON,
            ["1969", "y" * 501, "", "x"],
            "Gap 2: The answer has 501 characters. Shorten it to 500 at most.",
        ),
        (FALL, ["9,8", "1.6"], 'Gap 2: "1.6" has a decimal point. Write a decimal comma, as in 1,6.'),
        (MOON, ["", "", "", "30 rounds"], 'Gap 4: This answer takes no unit such as "rounds". Write the number alone.'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_gap_and_a_remedy(draft, typed, sentence):
    assert cloze.read(cloze.face(draft), typed) == Unreadable(sentence)


@given(st.lists(st.text() | st.sampled_from(["", "1", "2", "1969"]), min_size=4, max_size=4))
def test_any_text_is_refused_or_read_and_worth_between_0_and_1(typed):
    answer = cloze.read(cloze.face(MOON), typed)
    if isinstance(answer, Unreadable):
        assert answer.sentence.endswith(".")
    else:
        assert len(answer) == 4
        assert 0 <= cloze.grade(cloze.key(MOON), answer).credit <= 1


# Marking


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("one", "camellia sinensis", "100"), 1),
        (("ONE", "Camellia  Sinensis", "101"), 1),
        (("one", "camellia", "100"), 2.5 / 3),
        (("one", "", ""), 1 / 3),
        (("", "camellia", ""), 0.5 / 3),
        (("one", "rose", "101.1"), 1 / 3),
        (("two", "rose", "212"), 0),
        (("camellia", "one", "100"), 1 / 3),
    ],
)
def test_the_credit_is_the_mean_over_all_gaps_and_open_ones_earn_nothing(typed, expected):
    assert credit(TEA, *typed) == pytest.approx(expected)


def test_all_gaps_right_is_full_credit_to_the_last_digit():
    for count in range(1, 30):
        draft = question(
            " ".join(f"[{gap}]" for gap in range(1, count + 1)),
            *(row(gap, "a") for gap in range(1, count + 1)),
        )
        assert credit(draft, *["a"] * count) == 1.0


def test_capital_letters_count_where_the_text_says_so():
    strict = replace(TEA, settings={**TEA.settings, "match_case": True})
    assert credit(strict, "One", "camellia Sinensis", "100") == pytest.approx(1 / 3)


def test_a_choice_may_have_a_near_miss():
    near = [
        row(1, "Rhine"),
        row(1, "Danube", True, asks="single_choice"),
        row(1, "Inn", credit=0.25, feedback="Close."),
    ]
    draft = question("Vienna lies on the [1].", near[1], near[0], near[2])
    assert cloze.problems(draft) == []
    assert [credit(draft, position) for position in "123"] == [1, 0.25, 0]


def test_the_credit_that_a_form_fills_in_says_nothing_of_a_choice():
    rows = [replace(each, details={**each.details, "credit": 1.0}) for each in choice(1, "a", "b", right="b")]
    draft = question("[1]", *rows)
    assert cloze.problems(draft) == []
    assert [credit(draft, position) for position in "12"] == [0, 1]


def test_the_mark_is_the_same_in_whatever_order_the_rows_of_a_choice_were_written():
    for rows in permutations(choice(1, "zinc", "Copper", "iron", right="iron")):
        assert [credit(question("It is [1].", *rows), position) for position in "123"] == [0, 1, 0]


def test_the_first_row_that_matches_counts():
    draft = question("[1]", row(1, "x"), row(1, "Old*", credit=0.5), row(1, "*", credit=0))
    assert [credit(draft, typed) for typed in ("x", "old x", "new x")] == [1, 0.5, 0]


def test_matched_names_the_rows_by_their_own_ids():
    answer = cloze.read(cloze.face(MOON), ["1968", "Neil", "1", "9"])
    assert cloze.grade(cloze.key(MOON), answer).matched == ("b", "e", "h")


def test_blank_rows_follow_the_first_of_their_gap_even_where_a_choice_is_sorted():
    draft = question(
        "[1], [2]",
        row(1, "zinc", True, asks="single_choice"),
        row(2, "5", asks="numeric"),
        row(1, "gold"),
        row(2, "6", credit=0.5),
    )
    assert cloze.problems(draft) == []
    assert cloze.face(draft)["pieces"][0]["options"] == ["gold", "zinc"]
    assert credit(draft, "2", "6.0") == 0.75


def test_a_right_mark_means_nothing_where_there_is_no_choice():
    draft = question("[1] [2]", row(1, "a", True), row(2, "5", True, asks="numeric"), row(1, "b"))
    assert cloze.problems(draft) == []
    assert credit(draft, "b", "5") == 1


def test_settings_left_from_another_kind_do_not_reach_a_gap():
    draft = question("[1]", row(1, "5", asks="numeric"), units="nonsense", unit_required=True)
    assert cloze.problems(draft) == []
    assert credit(draft, "5") == 1


# Afterwards


def test_an_outcome_sets_each_answer_into_the_text_with_its_sign():
    told = outcome(TEA, "the same", "camellia", "")
    assert [(gap["given_text"], gap["sign"]) for gap in gaps_of(told)] == [
        ("the same", "right"),
        ("camellia", "partly"),
        ("–", "missed"),
    ]
    assert [piece["text"] for piece in told["pieces"] if "gap" not in piece][1:] == [
        " plant, ",
        " water boils at ",
        " °C.",
    ]
    assert gaps_of(told)[1]["after"] == ";"
    assert told["feedback"] == [
        {"gap": 1, "text": "Word for word."},
        {"gap": 2, "text": "Which one of them?"},
    ]
    assert told["given_text"] == "1 the same; 2 camellia; 3 –"
    assert told["right_text"] == "1 one or the same; 2 Camellia sinensis; 3 100 ± 1"


def test_a_choice_is_told_by_its_text():
    told = outcome(MOON, "1969", "Aldrin", "1", "")
    assert told["given_text"] == "1 1969; 2 Aldrin; 3 Gene Cernan; 4 –"
    assert told["right_text"] == "1 1969; 2 Neil Armstrong or Armstrong; 3 Michael Collins; 4 30 ± 2"
    assert [gap["sign"] for gap in gaps_of(told)] == ["right", "wrong", "wrong", "missed"]
    assert told["feedback"] == [{"gap": 3, "text": "He came later."}]


def test_without_an_answer_every_gap_is_open():
    told = outcome(TEA)
    assert told["given_text"] == "No answer"
    assert {gap["sign"] for gap in gaps_of(told)} == {"missed"}
    assert told["feedback"] == []


@pytest.mark.parametrize(
    ("shows", "sign", "has_right", "has_feedback"),
    [
        (Shows(True, False, False), "partly", False, False),
        (Shows(False, True, False), "given", True, False),
        (Shows(False, False, True), "given", False, True),
    ],
)
def test_sign_right_answer_and_feedback_show_each_on_its_own(shows, sign, has_right, has_feedback):
    told = outcome(TEA, "", "camellia", "", shows=shows)
    gap = gaps_of(told)[1]
    assert gap["sign"] == sign
    assert (gap["right_text"] == "Camellia sinensis") is has_right
    assert bool(told["right_text"]) is has_right
    assert bool(told["feedback"]) is has_feedback


@given(st.sampled_from([("one", "", "100"), ("x", "camellia", ""), ()]), st.sampled_from(["one", "x"]))
def test_where_nothing_shows_an_outcome_does_not_depend_on_the_key(typed, accepted):
    other = replace(TEA, options=(row(1, accepted, credit=1), row(2, "rose"), *TEA.options[4:]))
    assert outcome(TEA, *typed, shows=NOTHING) == outcome(other, *typed, shows=NOTHING)


# Drafts that may not be published

METALS = choice(1, "zinc", "iron", right="iron")
REFUSED = [
    (
        question(" \n", row(1, "a")),
        "The setting “Text with gaps” is empty. Write the text there, with [1] in the place of the first gap.",
        "Row 1: gap 1 does not stand in the text. Write [1] there, or change the row's gap.",
    ),
    (
        question("No gap here."),
        "The setting “Text with gaps” has no gap. Write [1] in the place of the first one.",
    ),
    (
        question("[1] and [1], [2]", row(1, "a"), row(2, "b")),
        "The setting “Text with gaps” has gap 1 2 times. Give each gap a number of its own.",
    ),
    (
        question("[1], [3]", row(1, "a"), row(3, "b")),
        "The setting “Text with gaps” numbers its gaps 1 and 3. Count them from 1 to 2 as they follow each other.",
    ),
    (
        question("[2], [1]", row(1, "a"), row(2, "b")),
        "The setting “Text with gaps” numbers its gaps 2 and 1. Count them from 1 to 2 as they follow each other.",
    ),
    (
        question("[0]", row(0, "a")),
        "The setting “Text with gaps” numbers its gaps 0. Count them from 1 to 1 as they follow each other.",
    ),
    (
        question("[1] [2] [3]", row(1, "a"), row(2.0, "b")),
        "Gap 3 stands in the text but has no accepted answer. Add a row with gap 3.",
    ),
    (
        question("[1]", row(1, "a"), row(2, "b")),
        "Row 2: gap 2 does not stand in the text. Write [2] there, or change the row's gap.",
    ),
    (
        question("[1]", row(1, "a"), row(" ", "b")),
        "Row 2: the gap is missing. Write the number of the gap that it fills, such as 1.",
    ),
    *(
        (
            question("[1]", row(written, "b"), row(1, "a")),
            f'Row 1: the gap "{written}" is not a whole number. Write it as in the text, such as 1.',
        )
        for written in (1.5, -1, "one", float("inf"), float("nan"), 1e300)
    ),
    (
        question("[1]", row(1, "7", asks="numeric"), row(1, "seven", asks="short_text")),
        (
            "Gap 1: its rows ask for “Numeric” and “Short text”. "
            "Choose one for all of them, or fill in the first only."
        ),
    ),
    (
        question("[1]", row(1, "7"), row(1, "8", asks="numeric")),
        (
            "Gap 1: its rows ask for “Short text” and “Numeric”. "
            "Choose one for all of them, or fill in the first only."
        ),
    ),
    (
        question("[1]", row(1, "7", asks="essay")),
        'Gap 1: it asks for the unknown "essay". Choose among short_text, numeric and single_choice.',
    ),
    (question("[1]", row(1, "")), "Gap 1: Accepted answer 1 has no text. Write it, or remove the row."),
    (
        question("[1] [2]", row(1, "a"), row(2, "b", credit=0.5)),
        "Gap 2: No accepted answer has full credit, so nobody can be right. Add one with credit 1.",
    ),
    (
        question("[1]", row(1, "seven", asks="numeric")),
        'Gap 1: Accepted answer 1: "seven" is not a number. Write one in digits, as in 7.5.',
    ),
    (
        question("[1]", row(1, "7", asks="numeric"), language="tlh"),
        'Gap 1: The setting “Numbers are written as in” has the unknown value "tlh". Choose among',
    ),
    (
        question("[1]", METALS[1]),
        "Gap 1: The number of options is 1. Write at least 2, so that there is a choice.",
    ),
    (
        question("[1]", *choice(1, "zinc", "iron", right="")),
        "Gap 1: No option is marked as right. Mark the right one.",
    ),
    (
        question("[1]", *METALS, row(1, "lead", True)),
        'Gap 1: Options 2 "iron" and 3 "lead" are marked as right, and only one may be. Keep one of the marks.',
    ),
]


@pytest.mark.parametrize(("draft", "sentences"), [(draft, sentences) for draft, *sentences in REFUSED])
def test_a_faulty_draft_is_refused_with_place_fault_and_remedy(draft, sentences):
    found = cloze.problems(draft)
    assert [sentence[: len(start)] for sentence, start in zip(found, sentences, strict=True)] == sentences
    with pytest.raises(ValueError, match=re.escape(sentences[0])):
        cloze.key(draft)


# On the page


def ask(draft: Draft, *typed: str, problem: str = "") -> str:
    context = {"face": cloze.face(draft), "typed": list(typed), "problem": problem}
    return render_to_string("kinds/cloze.html#ask", context)


def answered(draft: Draft, *typed: str, shows: Shows = ALL) -> str:
    return render_to_string("kinds/cloze.html#answered", {"outcome": outcome(draft, *typed, shows=shows)})


def read_out(page: str) -> str:
    """The words of a page as they stand on it; a field is a line below."""
    page = re.sub(r"(?s)<select.*?</select>|<input[^>]*>", "_", page)
    page = re.sub(r"<[^>]*>", "", page).replace("&NoBreak;", "").replace("&nbsp;", " ")
    return " ".join(page.split())


@ON_A_PAGE
def test_fields_stand_in_the_text_with_blanks_only_where_it_has_them():
    draft = question("a **b** [1], “[2]” and [3]([4]) *c*.", *(row(gap, "x") for gap in range(1, 5)))
    assert read_out(ask(draft)) == "a b 1_, “2_” and 3_(4_) c."


@ON_A_PAGE
def test_each_gap_is_a_field_with_a_name_for_those_who_hear_the_page():
    page = ask(MOON)
    assert re.findall(r'<(input|select)\s+class="given" name="given" aria-label="(.*?)"', page) == [
        ("input", "Gap 1 of 4"),
        ("input", "Gap 2 of 4"),
        ("select", "Gap 3 of 4"),
        ("input", "Gap 4 of 4"),
    ]
    assert page.count('name="given"') == 4
    assert page.count('inputmode="decimal"') == 2


@ON_A_PAGE
def test_what_was_typed_comes_back_into_its_gap_and_never_becomes_markup():
    page = ask(MOON, "1969", '"><b>*x*', "3", "")
    assert re.findall(r'\n  value="(.*?)"', page) == ["1969", "&quot;&gt;&lt;b&gt;*x*", ""]
    assert re.findall(r'value="(\d)" selected', page) == ["3"]
    assert "<b>" not in page + answered(MOON, "", "<b>*x*", "", "")


@ON_A_PAGE
@pytest.mark.parametrize(
    ("problem", "focused"),
    [
        ("", []),
        ("Fill a gap first.", ["Gap 1 of 4"]),
        ('Gap 3: There is no option "9" here. Choose among options 1 to 3.', ["Gap 3 of 4"]),
    ],
)
def test_the_gap_at_fault_has_the_focus(problem, focused):
    page = ask(MOON, problem=problem)
    assert re.findall(r'aria-label="([^"]*)"[^>]* autofocus', page) == focused
    assert page.count("aria-invalid") == problem.count("Gap ")


@ON_A_PAGE
def test_only_positions_of_a_choice_reach_the_page():
    draft = question("[1]", *METALS)
    assert "1-iron" not in ask(draft) + answered(draft, "1")


@ON_A_PAGE
def test_answers_stand_in_the_text_with_the_right_words_after_those_that_are_not():
    assert read_out(answered(TEA, "the same", "camellia", "99")) == (
        "Green and black tea come from gap 1✓ the same (your answer, right) plant, "
        "gap 2◐ camellia (your answer, partly right) ✓ Right answer: Camellia sinensis; "
        "water boils at gap 3✓ 99 (your answer, right) °C. "
        "Gap 1: Word for word. Gap 2: Which one of them?"
    )


@ON_A_PAGE
def test_wrong_and_open_gaps_are_told_in_words():
    page = read_out(answered(TEA, "two", "", ""))
    assert "✗ two (your answer, not right) ✓ Right answer: one or the same plant" in page
    assert "○ –(left open) ✓ Right answer: Camellia sinensis; water" in page


@ON_A_PAGE
def test_an_answer_shown_without_its_evaluation_has_no_other_words_than_its_own():
    assert read_out(answered(TEA, "one", "rose", "", shows=NOTHING)) == (
        "Green and black tea come from gap 1● one (your answer) plant, "
        "gap 2● rose (your answer); water boils at gap 3○ –(left open) °C."
    )

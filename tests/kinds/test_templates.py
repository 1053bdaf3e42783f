"""The templates of the kinds: fields to answer in, and what is shown afterwards."""

import os

import pytest
from django.template.loader import render_to_string

from quizzes.kinds import KINDS, multiple_response, numeric, short_text, single_choice
from quizzes.kinds.kind import ALL, NOTHING, Draft, DraftOption, Shows

if "DJANGO_SETTINGS_MODULE" not in os.environ:
    pytest.skip("templates need Django's settings", allow_module_level=True)

EVERY_KIND = pytest.mark.parametrize("slug", KINDS)
SIGN_WORDS = {
    "right": "your answer, right",
    "partly": "your answer, partly right",
    "wrong": "your answer, not right",
}


def ask(slug: str, draft: Draft, typed: tuple[str, ...] = (), problem: str = "") -> str:
    face = KINDS[slug].arranged(KINDS[slug].face(draft), [])
    return render_to_string(
        f"kinds/{slug}.html#ask", {"face": face, "typed": list(typed), "problem": problem}
    )


def answered(slug: str, draft: Draft, given: object, shows: Shows = ALL) -> str:
    outcome = KINDS[slug].outcome(KINDS[slug].face(draft), KINDS[slug].key(draft), given, shows)
    return render_to_string(f"kinds/{slug}.html#answered", {"outcome": outcome})


@EVERY_KIND
def test_a_kind_asks_in_a_field_that_its_reader_reads(slug):
    assert 'name="given"' in ask(slug, KINDS[slug].EXAMPLES[0].draft)


@EVERY_KIND
def test_an_outcome_is_told_in_words(slug):
    kind = KINDS[slug]
    for example in (
        example for example in kind.EXAMPLES if example.credit in (0.0, 1.0) and not example.order
    ):
        page = answered(slug, example.draft, kind.read(kind.face(example.draft), example.typed))
        assert "your answer, " in page
        assert (SIGN_WORDS["right"] in page) or example.credit == 0


@EVERY_KIND
def test_a_question_left_open_shows_the_right_answer(slug):
    page = answered(slug, KINDS[slug].EXAMPLES[0].draft, None)
    assert "ight answer" in page
    assert "your answer" not in page


@EVERY_KIND
def test_an_answer_can_be_shown_without_its_evaluation(slug):
    kind = KINDS[slug]
    example = next(example for example in kind.EXAMPLES if example.credit == 0 and not example.order)
    page = answered(slug, example.draft, kind.read(kind.face(example.draft), example.typed), NOTHING)
    assert "your answer" in page
    assert not [word for word in (*SIGN_WORDS.values(), "ight answer") if word in page]


@EVERY_KIND
def test_a_problem_is_tied_to_the_field(slug):
    draft = KINDS[slug].EXAMPLES[0].draft
    assert 'problem"' in ask(slug, draft, problem="Choose an option first.")
    assert 'problem"' not in ask(slug, draft)


def test_what_was_chosen_stays_chosen():
    page = ask("multiple_response", multiple_response.EXAMPLES[0].draft, typed=("1", "3"))
    assert [line.count("checked") for line in page.splitlines() if "<input" in line] == [1, 0, 1, 0]
    assert page.count('type="checkbox"') == 4


def test_option_ids_never_stand_on_the_page():
    draft = Draft("Which?", options=(DraftOption("id-71", "a", is_right=True), DraftOption("id-72", "b")))
    assert "id-7" not in ask("single_choice", draft) + answered("single_choice", draft, ["id-72"])


def test_what_was_typed_is_refilled_and_never_becomes_markup():
    draft = short_text.EXAMPLES[0].draft
    page = ask("short_text", draft, typed=('"><b>x',), problem="Too long.")
    assert 'value="&quot;&gt;&lt;b&gt;x"' in page
    assert 'aria-invalid="true"' in page
    assert "<b>" not in answered("short_text", draft, "<b>x</b> *y*")


def test_a_partly_right_text_says_so_and_shows_the_right_one_and_why():
    page = answered("short_text", short_text.EXAMPLES[0].draft, "reykjavik")
    for part in (SIGN_WORDS["partly"], "Right answer: <strong>Reykjavík</strong>", "The i has an accent."):
        assert part in page


def test_a_near_miss_says_that_it_is_partly_right():
    assert SIGN_WORDS["partly"] in answered("single_choice", single_choice.EXAMPLES[0].draft, ["c"])


def test_a_right_option_left_out_says_so():
    assert "a right answer you left out" in answered(
        "multiple_response", multiple_response.EXAMPLES[0].draft, ["a"]
    )


def test_a_unit_stands_beside_the_field_unless_it_must_be_written():
    shown, required = (
        Draft(
            "How long?", settings={"unit": "hours", "unit_required": flag}, options=(DraftOption("a", "8"),)
        )
        for flag in (False, True)
    )
    assert 'aria-describedby="unit"' in ask("numeric", shown)
    assert "hours" in ask("numeric", shown)
    assert "hours" not in ask("numeric", required)
    assert numeric.problems(required) == []

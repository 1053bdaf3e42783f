"""Each rule of advice with what it must find and what it must pass over; and how often it speaks in the library."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.advice import advice
from quizzes.kinds import KINDS
from quizzes.kinds.kind import Draft, DraftOption, Kind
from quizzes.management.commands.load_library import LIBRARY

SINGLE, SEVERAL = KINDS["single_choice"], KINDS["multiple_response"]
OWN = {"text", "right", "feedback"}


def choice(*texts: str, stem: str = "When did the bridge open again?", right: int = 1) -> Draft:
    options = (DraftOption(str(number), text, number == right) for number, text in enumerate(texts, 1))
    return Draft(stem, options=tuple(options))


def said(draft: Draft, task: Kind = SINGLE, others: tuple[Draft, ...] = ()) -> list[str]:
    return [f"{found.place}: {found.sentence}" for found in advice(task, draft, others)]


def guidelines(draft: Draft, task: Kind = SINGLE, others: tuple[Draft, ...] = ()) -> set[str]:
    return {found.reference.rpartition("guideline ")[2] for found in advice(task, draft, others)}


PLAIN = choice("On Monday", "On Tuesday", "On Friday")


def test_a_plain_question_gets_no_advice():
    assert said(PLAIN) == []


@pytest.mark.parametrize("text", ["All of the above", "all of these.", "Both are correct", "All the above"])
def test_all_of_the_above_is_advised_against(text):
    assert guidelines(choice("On Monday", "On Tuesday", text)) == {"26"}


@pytest.mark.parametrize(
    "text", ["None of the above", "None of these", "Neither of the two is right", "None"]
)
def test_none_of_the_above_is_to_be_used_with_care(text):
    assert guidelines(choice("On Monday", "On Tuesday", text)) == {"25"}


@pytest.mark.parametrize("text", ["All of the ministers", "None of the shops", "Both banks of the Lend"])
def test_all_and_none_of_something_named_are_answers(text):
    assert said(choice("On Monday", "On Tuesday", text)) == []


def test_a_right_option_that_is_longer_by_half_and_twenty_characters_is_told():
    texts = ("On Monday, after the council had met", "On Tuesday", "On Friday")
    (sentence,) = said(choice(*texts))
    assert sentence.startswith("Option 1: The right option has 36 characters and the longest wrong one 10.")
    assert said(choice(*texts, right=2)) == []
    assert said(choice(texts[0], "On Tuesday, as soon as it could", "On Friday")) == []


@pytest.mark.parametrize(
    "stem",
    [
        "Which of the shops did not close?",
        "Who was not on the bridge?",
        "All of these were closed except",
        "What are not the mayor's words?",
    ],
)
def test_a_question_turned_round_by_a_small_word_is_told(stem):
    assert guidelines(replace(PLAIN, stem=stem)) == {"17"}


@pytest.mark.parametrize(
    "stem",
    [
        "Which of the shops did NOT close?",
        "Which of the shops did **not** close?",
        "Who was _not_ on the bridge?",
        "Why did the shop not close?",
        "What would the council not be allowed to do?",
        "Which passage is by the mayor and not by the council?",
        "All of these were closed **except**",
    ],
)
def test_a_stressed_not_and_one_within_what_is_asked_about_are_fine(stem):
    assert said(replace(PLAIN, stem=stem)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10 to 20 days", "20 to 30 days"),
        ("10-20", "15 – 25"),
        ("at least 5 days", "3 to 7 days"),
        ("up to 10", "between 10 and 20"),
        ("On Monday", "On Monday morning"),
    ],
)
def test_options_that_may_both_be_so_are_told(one, other):
    assert guidelines(choice(one, other, "Never in 2021")) >= {"22"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10 to 19 days", "20 to 30 days"),
        ("10 to 20 days", "10 to 20 weeks"),
        ("up to 9", "10 or more"),
        ("The shops closed", "The shops never closed"),
        ("In May", "In May 2021"),
        ("Monday", "Monday morning"),
    ],
)
def test_options_that_exclude_each_other_are_fine(one, other):
    assert "22" not in guidelines(choice(one, other, "On some other day"))


def test_a_telling_word_that_only_the_right_option_repeats_is_told():
    stem = "What did the flood do to the bridge?"
    assert guidelines(choice("The flood broke it", "It did nothing", "Rust broke it", stem=stem)) == {"28b"}
    assert said(choice("The flood broke it", "The flood did nothing", "Rust broke it", stem=stem)) == []
    assert said(choice("Rust broke it", "The flood broke it", "It did nothing", stem=stem)) == []


def test_an_absolute_word_in_a_wrong_option_is_told_unless_the_right_one_has_one_too():
    assert guidelines(choice("On Monday", "Never", "On Friday")) == {"28a"}
    assert said(choice("Never", "Always on Mondays", "On Friday")) == []


def test_an_absolute_word_gives_a_false_statement_away():
    statement = Draft("The bridge was completely closed.", settings={"answer": "false"})
    assert "absolute terms" in advice(KINDS["true_false"], statement)[0].reference
    assert advice(KINDS["true_false"], replace(statement, settings={"answer": "true"})) == []


def test_a_stem_that_ends_with_an_article_fits_every_option():
    assert guidelines(choice("ferry", "engine", "boat", stem="The shop bought an")) == {"28c"}
    assert said(choice("oven", "engine", "anchor", stem="The shop bought an …")) == []


def test_many_options_and_two_are_told_where_one_is_right():
    six = choice("One", "Two", "Three", "Four", "Five", "Six")
    assert "There are 6 options" in said(six)[0]
    assert said(six, SEVERAL) == said(six)
    assert "There are two options" in said(choice("One", "Two"))[0]
    several = replace(six, options=(*six.options[:4], replace(six.options[4], is_right=True), six.options[5]))
    assert said(several, SEVERAL) == []


def test_words_that_every_option_begins_with_belong_into_the_stem():
    texts = [f"Because the council of the town wanted {what}" for what in ("money", "peace", "time")]
    assert guidelines(choice(*texts)) == {"13"}


def test_a_stem_of_very_many_words_is_told():
    assert guidelines(replace(PLAIN, stem="After what the mayor said " * 17)) == {"16"}


def test_a_question_of_the_set_that_tells_the_answer_is_named():
    stem = "Who closed the bridge over the Lend on Monday?"
    asked = choice("The town council", "The owner", "A judge", stem=stem)
    told = Draft("Why did the town council close the bridge over the Lend on Monday?")
    elsewhere = Draft("How many members does the town council have?")
    assert guidelines(asked, others=(told, elsewhere)) == {"4"}
    assert said(asked, others=(elsewhere,)) == []
    accepted = Draft(
        stem, options=(DraftOption("a", "The town council"), DraftOption("b", "Lend", details={"credit": 0}))
    )
    assert guidelines(accepted, KINDS["short_text"], (told,)) == {"4"}


def test_a_copy_of_the_question_does_not_tell_its_answer():
    assert said(PLAIN, others=(PLAIN,)) == []


def test_advice_names_its_reason_and_its_source():
    (found,) = advice(SINGLE, choice("On Monday", "On Tuesday", "None of these"))
    assert found.place == "Option 3"
    assert found.reason.endswith(".")
    assert found.reference.startswith("Haladyna, Downing and Rodriguez (2002)")


TEXTS = st.text(max_size=40) | st.sampled_from(["", " ", "a", "an", "10-20", "None of the above", "1,2.3-4"])
OPTIONS = st.lists(st.tuples(TEXTS, st.booleans(), TEXTS), max_size=7)


@given(stem=TEXTS, rows=OPTIONS, kind=st.sampled_from(sorted(KINDS)))
def test_nothing_that_is_written_makes_advice_fail(stem, rows, kind):
    options = tuple(
        DraftOption(str(number), text, right, details={"credit": detail, "gap": detail})
        for number, (text, right, detail) in enumerate(rows)
    )
    draft = Draft(stem, settings={"answer": stem}, options=options)
    advice(KINDS[kind], draft, [draft, Draft(stem + " over the Lend")])


def library() -> Iterator[tuple[str, Kind, Draft, list[Draft]]]:
    for file in sorted((LIBRARY / "sets").glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))["questions"]
        drafts = [drafted(question) for question in content]
        for question, draft in zip(content, drafts, strict=True):
            yield (
                question["name"],
                KINDS[question["kind"]],
                draft,
                [other for other in drafts if other is not draft],
            )


def drafted(question: dict) -> Draft:
    rows = enumerate(question.get("options", []), 1)
    options = (
        DraftOption(str(number), str(row.get("text", "")), row.get("right", False), details=row)
        for number, row in rows
    )
    return Draft(question["stem"], settings=question.get("settings", {}), options=tuple(options))


def test_advice_does_not_cry_wolf():
    """Each remark it makes on the library was looked at and is fair; there are few."""
    questions = list(library())
    spoken = [name for name, task, draft, others in questions if advice(task, draft, others)]
    assert "two-articles-one-witness" in spoken
    assert len(spoken) < 0.05 * len(questions)

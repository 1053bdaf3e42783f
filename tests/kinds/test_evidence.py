"""Evidence: what is a unit of the text, what is right, and what a selection beside it is worth."""

import json
import os
import re
import string
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import evidence
from quizzes.kinds.kind import ALL, NOTHING, Draft, DraftOption, ReadingPassage, Shows, Unreadable

# Tokens, articles left out: 2 + 3 in the first passage, 1 + 4 + 2 in the second, 4 in the third.
HEAD = "Bees dance. A dance shows direction."
BODY = "Look! The sun’s place matters most. It moves."
CAPTION = "A hive, seen from above."
PARTS = ("1.1", "1.2", "2.1", "2.2", "2.3", "3.1")


def bees(*cited: tuple[int, int, int], unit: str = "sentence") -> Draft:
    """A question on the text about bees; cited are (passage, start, end)."""
    texts = {"passage 1": HEAD, "passage 2": BODY, "caption 1": CAPTION}
    reading = tuple(
        ReadingPassage(label, text, tuple((start, end) for place, start, end in cited if place == number))
        for number, (label, text) in enumerate(texts.items(), 1)
    )
    return Draft("Select what supports it.", "Because.", {"unit": unit}, reading=reading)


def words(number: int, quote: str) -> tuple[int, int, int]:
    start = (HEAD, BODY, CAPTION)[number - 1].index(quote)
    return number, start, start + len(quote)


def credit(draft: Draft, *names: str) -> float:
    given = evidence.read(evidence.face(draft), names)
    return evidence.grade(evidence.key(draft), given).credit


# The face


def test_the_text_is_shown_passage_by_passage_and_sentence_by_sentence():
    assert evidence.face(bees(words(1, "dance"))) == {
        "stem": "Select what supports it.",
        "unit": "sentence",
        "passages": [
            {"label": "passage 1", "sentences": ["Bees dance.", "A dance shows direction."]},
            {"label": "passage 2", "sentences": ["Look!", "The sun’s place matters most.", "It moves."]},
            {"label": "caption 1", "sentences": ["A hive, seen from above."]},
        ],
    }


spans = st.tuples(st.integers(1, 3), st.integers(0, 45), st.integers(0, 45))


@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4), st.sampled_from(["sentence", "passage"]))
def test_nothing_before_the_answer_depends_on_what_is_cited(one, other, unit):
    faces = [evidence.face(bees(*cited, unit=unit)) for cited in (one, other)]
    assert json.dumps(faces[0]) == json.dumps(faces[1])
    assert json.dumps(evidence.arranged(faces[0], [])) == json.dumps(evidence.arranged(faces[1], []))
    assert evidence.order(faces[0], Random(1)) == evidence.order(faces[1], Random(1)) == []


def test_each_passage_is_arranged_in_its_units_with_its_number_beside_it():
    passages = evidence.arranged(evidence.face(bees(words(1, "dance"))), [])["passages"]
    assert [passage["number"] for passage in passages] == ["1", "2", ""]
    assert [unit["name"] for passage in passages for unit in passage["units"]] == list(PARTS)
    assert passages[0]["units"][1] == {"name": "1.2", "text": "A dance shows direction."}


def test_a_whole_passage_is_one_unit_where_passages_are_selected():
    passages = evidence.arranged(evidence.face(bees(words(1, "dance"), unit="passage")), [])["passages"]
    assert passages[1]["units"] == [{"name": "2", "text": BODY}]


def test_a_passage_without_words_has_no_unit():
    reading = (ReadingPassage("passage 1", " "), ReadingPassage("passage 2", "One. Two.", ((0, 3),)))
    for unit, names in (("sentence", ["2.1", "2.2"]), ("passage", ["2"])):
        draft = Draft("Which?", settings={"unit": unit}, reading=reading)
        assert list(evidence.key(draft)["tokens"]) == names


def test_an_unknown_unit_shows_sentences_until_it_is_mended():
    assert evidence.face(bees(words(1, "dance"), unit="word"))["unit"] == "sentence"


# What is right


@pytest.mark.parametrize(
    ("cited", "targets"),
    [
        ([words(2, "sun’s place")], [["2.2"]]),
        ([words(2, "most. It moves")], [["2.2", "2.3"]]),
        ([words(2, "The sun’s place matters most. ")], [["2.2"]]),
        ([words(2, ". It moves.")], [["2.3"]]),
        ([words(3, "hive"), words(1, "Bees")], [["1.1"], ["3.1"]]),
        ([words(2, "place"), words(2, "sun")], [["2.2"]]),
        ([words(2, "moves"), words(2, "Look")], [["2.1"], ["2.3"]]),
        ([words(2, "sun"), words(2, "most. It")], [["2.2"], ["2.2", "2.3"]]),
        ([(1, 0, 3000)], [["1.1", "1.2"]]),
        ([words(1, "Bees"), (2, 500, 600), (2, 3, 3), (2, 9, 4)], [["1.1"]]),
    ],
)
def test_each_cited_span_is_a_target_of_the_sentences_it_touches(cited, targets):
    assert evidence.key(bees(*cited))["targets"] == targets


def test_each_cited_span_is_a_target_of_the_passage_it_stands_in():
    draft = bees(words(2, "most. It"), words(3, "hive"), words(2, "sun"), unit="passage")
    assert evidence.key(draft)["targets"] == [["2"], ["3"]]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The Question Answering System", 3),  # the example of Zeng et al. 2020, A Survey on MRC, 2.4.2
        ("A cat, an ant and the THE.", 3),
        ("It’s the U.S.–Russia “open-door” policy — 1,000.5 km", 6),
        ("“…” — !", 0),
        ("", 0),
    ],
)
def test_tokens_are_words_without_case_punctuation_and_articles(text, count):
    assert evidence.token_count(text) == count


def squad_tokens(text: str) -> list[str]:
    """As the evaluation script of SQuAD 1.1 is described: lower case, no punctuation, no articles, cut at blanks."""
    bare = text.lower().translate(dict.fromkeys(map(ord, string.punctuation)))
    return re.sub(r"\b(?:a|an|the)\b", " ", bare).split()


@given(st.text(string.ascii_letters + string.digits + string.punctuation + "  ", max_size=60))
def test_tokens_are_counted_as_squad_counts_them(text):
    assert evidence.token_count(text) == len(squad_tokens(text))


def test_the_key_counts_the_tokens_of_every_unit():
    assert evidence.key(bees(words(1, "Bees")))["tokens"] == dict(zip(PARTS, [2, 3, 1, 4, 2, 4], strict=True))
    by_passage = evidence.key(bees(words(1, "Bees"), unit="passage"))["tokens"]
    assert by_passage == {"1": 5, "2": 7, "3": 4}


# What a selection is worth. By hand: P = shared/selected, R = shared/right, F1 = 2PR/(P + R).


@pytest.mark.parametrize(
    ("names", "worth"),
    [
        (["2.2"], 1),
        (["2.2", "2.3"], 4 / 5),  # P 4/6, R 1
        (["2.1", "2.2"], 8 / 9),  # P 4/5, R 1
        (["1.1", "1.2", "2.1", "2.2", "2.3", "3.1"], 8 / 20),  # P 4/16, R 1
        (["2.1"], 0),
        (["1.2", "3.1"], 0),
    ],
)
def test_a_selection_around_the_cited_sentence_earns_the_harmonic_mean(names, worth):
    assert credit(bees(words(2, "sun")), *names) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("names", "worth"),
    [
        (["2.2", "2.3"], 1),
        (["2.2"], 4 / 5),  # P 1, R 4/6
        (["2.3"], 1 / 2),  # P 1, R 2/6
        (["1.2", "2.3"], 4 / 11),  # P 2/5, R 2/6
    ],
)
def test_part_of_the_cited_sentences_earns_the_harmonic_mean(names, worth):
    assert credit(bees(words(2, "most. It")), *names) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("names", "worth"),
    [
        (["1.1"], 1),
        (["2.2"], 1),
        (["1.1", "2.2"], 1),  # the two targets together
        (["1.1", "2.1"], 4 / 5),  # against 1.1: P 2/3, R 1
        (["1.1", "2.2", "3.1"], 3 / 4),  # against both: P 6/10, R 1
        (["3.1"], 0),
    ],
)
def test_the_target_that_suits_best_counts_and_two_that_suffice_are_no_fault(names, worth):
    assert credit(bees(words(1, "Bees"), words(2, "sun")), *names) == pytest.approx(worth)


def test_one_of_three_targets_is_not_asked_for_when_two_are_selected():
    draft = bees(words(1, "Bees"), words(2, "sun"), words(3, "hive"))
    assert credit(draft, "1.1", "3.1") == 1


def test_a_passage_is_worth_its_tokens():
    draft = bees(words(2, "sun"), unit="passage")
    assert [credit(draft, *names) for names in ("2", "1", "13", "12", "123")] == [
        1, 0, 0, pytest.approx(14 / 19), pytest.approx(14 / 23)
    ]  # fmt: skip


def test_the_same_words_elsewhere_in_the_text_earn_nothing():
    reading = (ReadingPassage("passage 1", "It rained. It rained.", ((11, 21),)),)
    draft = Draft("Which?", reading=reading)
    assert (credit(draft, "1.1"), credit(draft, "1.2")) == (0, 1)


def test_a_cited_sentence_without_tokens_is_right_only_by_itself():
    reading = (ReadingPassage("passage 1", "Go. The. Now.", ((4, 7),)),)
    draft = Draft("Which?", reading=reading)
    assert (credit(draft, "1.2"), credit(draft, "1.1"), credit(draft, "1.1", "1.2")) == (1, 0, 0)


def squad_f1(selected: str, right: str) -> float:
    """F1 of two bags of words. Where no word stands twice in a text, its place makes no difference."""
    one, other = squad_tokens(selected), squad_tokens(right)
    shared = (Counter(one) & Counter(other)).total()
    if not shared:
        return 0.0
    precision, recall = shared / len(one), shared / len(other)
    return 2 * precision * recall / (precision + recall)


some_names = st.sets(st.integers(0, 7), min_size=1)


@given(st.lists(st.integers(0, 5), min_size=8, max_size=8), some_names, some_names)
def test_where_no_word_stands_twice_the_worth_is_that_of_squad(lengths, selected, right):
    word = iter(f"w{number}" for number in range(100))
    texts = [
        f"S{place} {' '.join(next(word) for _ in range(length))}." for place, length in enumerate(lengths)
    ]
    first, last = min(right), max(right)
    whole = " ".join(texts)
    start = whole.index(texts[first])
    reading = (ReadingPassage("passage 1", whole, ((start, whole.index(texts[last]) + len(texts[last])),)),)
    draft = Draft("Which?", reading=reading)
    cited = " ".join(texts[first : last + 1])
    names = [f"1.{place + 1}" for place in selected]
    assert credit(draft, *names) == pytest.approx(squad_f1(" ".join(texts[i] for i in selected), cited))


@given(st.lists(spans, min_size=1, max_size=4), st.permutations(PARTS), st.integers(1, 6))
def test_credit_lies_between_0_and_1_in_whatever_order_the_boxes_arrive(cited, names, count):
    draft = bees(words(1, "Bees"), *cited)
    worth = credit(draft, *names[:count])
    assert 0 <= worth <= 1
    assert worth == credit(draft, *sorted(names[:count]))
    right = {name for target in evidence.key(draft)["targets"] for name in target}
    assert (worth > 0) == bool(right & set(names[:count]))


def test_no_row_of_feedback_applies():
    assert evidence.grade(evidence.key(bees(words(1, "Bees"))), ["1.1"]).matched == ()


# Reading


def test_selected_units_are_kept_once_and_in_the_order_of_the_text():
    face = evidence.face(bees(words(1, "Bees")))
    assert evidence.read(face, ["3.1", " 1.2\x00", "", "1.2"]) == ["1.2", "3.1"]


def test_the_tenth_sentence_comes_after_the_second():
    reading = (ReadingPassage("passage 1", "So it is. " * 10, ((0, 2),)),)
    assert evidence.read(evidence.face(Draft("Which?", reading=reading)), ["1.10", "1.2"]) == ["1.2", "1.10"]


@pytest.mark.parametrize(
    ("unit", "sentence"), [("sentence", "Select a sentence first."), ("passage", "Select a passage first.")]
)
def test_nothing_selected_is_unreadable(unit, sentence):
    face = evidence.face(bees(words(1, "Bees"), unit=unit))
    assert evidence.read(face, []) == evidence.read(face, ["", " "]) == Unreadable(sentence)


@pytest.mark.parametrize(
    "typed", ["0", "2", "1.3", "4.1", "1.0", "01.1", "1.1.1", "１.1", "-1.1", "1,1", "9" * 5000]
)
def test_a_sentence_that_is_not_in_the_text_is_unreadable(typed):
    answer = evidence.read(evidence.face(bees(words(1, "Bees"))), ["1.1", typed])
    assert isinstance(answer, Unreadable)
    assert answer.sentence.startswith("There is no sentence ")
    assert len(answer.sentence) < 200


def test_a_sentence_is_not_read_where_passages_are_selected():
    face = evidence.face(bees(words(1, "Bees"), unit="passage"))
    assert evidence.read(face, ["1.1"]) == Unreadable(
        'There is no passage "1.1" in the text. Select one that is.'
    )


@given(st.lists(st.text() | st.sampled_from([*PARTS, "1", "4.1"]), max_size=5))
def test_whatever_arrives_is_read_or_refused(typed):
    for unit in ("sentence", "passage"):
        draft = bees(words(1, "Bees"), unit=unit)
        answer = evidence.read(evidence.face(draft), typed)
        if not isinstance(answer, Unreadable):
            assert answer
            assert 0 <= evidence.grade(evidence.key(draft), answer).credit <= 1
            assert evidence.said(evidence.face(draft), answer)


# Telling


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["2.2"], "passage 2, sentence 2"),
        (["2.1", "2.2", "2.3"], "passage 2, sentences 1, 2 and 3"),
        (["1.1", "2.1", "2.3", "3.1"], "passage 1, sentence 1; passage 2, sentences 1 and 3; caption 1"),
    ],
)
def test_an_answer_is_told_by_its_places(names, line):
    assert evidence.said(evidence.face(bees(words(1, "Bees"))), names) == line


def test_passages_are_told_by_their_labels():
    assert evidence.said(evidence.face(bees(words(1, "Bees"), unit="passage")), ["1", "3"]) == (
        "passage 1; caption 1"
    )


def test_the_right_answer_is_told_with_its_alternatives():
    draft = bees(words(2, "most. It"), words(3, "hive"))
    outcome = evidence.outcome(evidence.face(draft), evidence.key(draft), None, ALL)
    assert outcome["right_text"] == "passage 2, sentences 2 and 3 or caption 1"
    assert outcome["right_answers"] == ["passage 2, sentences 2 and 3", "caption 1"]
    assert outcome["given_text"] == "No answer"


def signs(draft: Draft, given: list[str] | None, shows: Shows = ALL) -> dict[str, str]:
    outcome = evidence.outcome(evidence.arranged(evidence.face(draft), []), evidence.key(draft), given, shows)
    return {row["label"]: row["sign"] for row in outcome["rows"]}


def test_an_outcome_repeats_only_what_was_selected_or_is_right():
    draft = bees(words(2, "most. It"))
    outcome = evidence.outcome(evidence.face(draft), evidence.key(draft), ["1.2", "2.2"], ALL)
    assert outcome["rows"] == [
        {
            "label": "passage 1, sentence 2",
            "text": "A dance shows direction.",
            "is_chosen": True,
            "feedback": "",
            "sign": "wrong",
        },
        {
            "label": "passage 2, sentence 2",
            "text": "The sun’s place matters most.",
            "is_chosen": True,
            "feedback": "",
            "sign": "right",
        },
        {
            "label": "passage 2, sentence 3",
            "text": "It moves.",
            "is_chosen": False,
            "feedback": "",
            "sign": "missed",
        },
    ]
    assert outcome["right_answers"] == []


def test_an_alternative_is_not_missed_by_an_answer_that_is_full_without_it():
    draft = bees(words(1, "Bees"), words(3, "hive"))
    assert signs(draft, ["1.1"]) == {"passage 1, sentence 1": "right", "caption 1": "also"}
    assert signs(draft, ["1.2"])["caption 1"] == "missed"
    face, key = evidence.face(draft), evidence.key(draft)
    assert evidence.outcome(face, key, ["1.1"], ALL)["right_answers"] == []


def test_the_right_sentence_stays_hidden_until_it_may_be_shown():
    draft = bees(words(3, "hive"))
    assert signs(draft, ["1.1"], Shows(right_answer=False)) == {"passage 1, sentence 1": "wrong"}
    assert signs(draft, ["1.1"], NOTHING) == {"passage 1, sentence 1": "given"}
    assert signs(draft, None, NOTHING) == {}


@given(st.lists(spans, max_size=3), st.sets(st.sampled_from(PARTS), min_size=1))
def test_where_nothing_shows_the_outcome_is_the_same_for_every_key(cited, names):
    one, other = bees(words(1, "Bees"), *cited), bees(words(3, "hive"))
    given = sorted(names)
    assert evidence.outcome(evidence.face(one), evidence.key(one), given, NOTHING) == evidence.outcome(
        evidence.face(other), evidence.key(other), given, NOTHING
    )


# Drafts

GOOD = bees(words(1, "Bees"))
REFUSED = [
    (replace(GOOD, stem=" "), "The stem is empty. Write the question there."),
    (
        replace(GOOD, settings={"unit": "word"}),
        'The setting “Students select” has the unknown value "word". Choose sentence or passage.',
    ),
    (
        replace(GOOD, options=(DraftOption("a", "Bees dance."),)),
        "There are option rows, but the answer is selected in the text. Remove them.",
    ),
    (
        replace(GOOD, reading=()),
        "Citations: none supports the statement, so there is no text to read. Cite the words that support it.",
    ),
    (
        bees(),
        "Citations: the words that support the statement are not found in the text. Quote them as they stand there.",
    ),
    (
        bees((1, 10, 11)),
        "Citations: the words that support the statement are not found in the text. Quote them as they stand there.",
    ),
    (
        bees((1, 0, 99), (2, 0, 99), (3, 0, 99)),
        "Citations: every sentence of the text is cited, so selecting any needs no reading. Cite fewer words.",
    ),
    (
        bees((1, 0, 9), (2, 0, 9), (3, 0, 9), unit="passage"),
        "Citations: every passage of the text is cited, so selecting any needs no reading. Cite fewer words.",
    ),
]


@pytest.mark.parametrize(("draft", "sentence"), REFUSED)
def test_a_faulty_draft_is_refused_with_place_fault_and_remedy(draft, sentence):
    assert evidence.problems(draft) == [sentence]


def test_a_sound_draft_has_no_problems():
    assert evidence.problems(GOOD) == []
    assert evidence.problems(replace(GOOD, settings={})) == []


@pytest.mark.parametrize("draft", [bees(), replace(GOOD, reading=())])
def test_a_text_without_cited_words_has_no_key(draft):
    with pytest.raises(ValueError, match="no key"):
        evidence.key(draft)


@pytest.mark.skipif("DJANGO_SETTINGS_MODULE" not in os.environ, reason="templates need Django's settings")
class TestPage:
    def ask(self, draft: Draft, *typed: str, problem: str = "") -> str:
        face = evidence.arranged(evidence.face(draft), [])
        return render_to_string(
            "kinds/evidence.html#ask", {"face": face, "typed": list(typed), "problem": problem}
        )

    def answered(self, draft: Draft, given: list[str] | None, shows: Shows = ALL) -> str:
        face = evidence.arranged(evidence.face(draft), [])
        outcome = evidence.outcome(face, evidence.key(draft), given, shows)
        return render_to_string("kinds/evidence.html#answered", {"outcome": outcome})

    def test_every_sentence_has_a_box_that_its_reader_reads(self):
        draft = bees(words(1, "Bees"))
        values = re.findall(r'type="checkbox" name="given" value="([^"]*)"', self.ask(draft))
        assert values == list(PARTS)
        assert evidence.read(evidence.face(draft), values) == list(PARTS)

    def test_every_passage_has_a_box_where_passages_are_selected(self):
        page = self.ask(bees(words(1, "Bees"), unit="passage"))
        assert re.findall(r'name="given" value="([^"]*)"', page) == ["1", "2", "3"]
        assert f"<span>{BODY}</span>" in page
        assert "Select the passage that supports it" in page

    def test_boxes_are_grouped_by_passages_and_these_numbered_as_in_the_reader(self):
        page = self.ask(bees(words(1, "Bees")))
        for part in (
            'role="group" aria-label="passage 2"',
            '<span class="no" aria-hidden="true">2</span>',
            'role="group" aria-label="caption 1"',
            '<span class="label" aria-hidden="true">Caption 1</span>',
        ):
            assert page.count(part) == 1

    def test_what_was_selected_stays_selected(self):
        page = self.ask(bees(words(1, "Bees")), "2.2", "3.1", problem="Select a sentence first.")
        assert re.findall(r'value="([^"]*)" checked', page) == ["2.2", "3.1"]
        assert re.findall(r'value="([^"]*)" autofocus', page) == ["1.1"]

    def test_what_needs_a_script_is_hidden_without_one(self):
        page = self.ask(bees(words(1, "Bees")))
        assert '<span class="by-drag" hidden>' in page
        assert '<button class="link clear" type="button" hidden>' in page

    def test_the_text_of_an_article_never_becomes_markup(self):
        reading = (ReadingPassage("passage 1", "One <b>*x*</b> two. Three.", ((0, 3),)),)
        draft = Draft("Which?", reading=reading)
        for page in (self.ask(draft), self.answered(draft, ["1.1"])):
            assert "One &lt;b&gt;*x*&lt;/b&gt; two." in page

    def test_an_answer_is_signed_sentence_by_sentence(self):
        page = self.answered(bees(words(2, "most. It")), ["1.2", "2.2"])
        told = re.findall(r"where\">(.*?)</span>.*?<small>(.*?)</small>", page, re.DOTALL)
        assert told == [
            ("Passage 1, sentence 2", "your answer, not right"),
            ("Passage 2, sentence 2", "your answer, right"),
            ("Passage 2, sentence 3", "Right answer"),
        ]

    def test_alternatives_are_told_apart_from_what_belongs_together(self):
        draft = bees(words(2, "most. It"), words(3, "hive"))
        assert "<strong>passage 2, sentences 2 and 3</strong> or <strong>caption 1</strong>" in self.answered(
            draft, None
        )
        assert "<small>also right</small>" in self.answered(draft, ["3.1"])

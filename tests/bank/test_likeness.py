"""Near-duplicate questions: how alike two are, with which words they differ, and how they are found among many.

What is found of seeded edits of the 132 questions of the library, by the share from which two count as alike:

    edit                                 0.70   0.78   0.86
    capitals, other order, words added   100%   100%   100%
    an eighth of the words left out      100%   100%   100%
    one or two words replaced            100%   100%    98%
    three slips of typing                100%   100%    89%
    a number changed, a "not" put in     100%   100%   100%, each told as asking otherwise
    pairs of the library told as alike      9      1      0   of 8,646
"""

import re
from collections.abc import Callable
from itertools import combinations
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.bank.advice import right_texts
from quizzes.bank.alike import alike_in, like
from quizzes.bank.likeness import Index, Wording, likeness, near
from quizzes.bank.wordlike import words
from tests.bank.test_advice import library
from tests.factories import QuestionFactory, QuestionSetFactory

WORDINGS = [
    Wording(draft.stem, " ".join(right_texts(task, draft) or [row.text for row in draft.options]))
    for _, task, draft, _ in library()
]
STEMS = [wording.stem for wording in WORDINGS]


def test_typography_emphasis_and_addresses_are_no_words():
    assert words("“In **Geneva**”, [see](https://example.org/a-b) it") == words('"in geneva", see it')


def test_words_are_found_in_scripts_without_blanks():
    assert words("東京は") == ["東", "京", "は"]
    assert words("Où est l’Élysée ?") == ["où", "est", "l'élysée"]


def test_questions_that_differ_in_a_number_are_alike_and_ask_otherwise():
    found = likeness(Wording("Who met on 10 January?", "Ada"), Wording("Who met on 12 January?", "Ada"))
    assert found.is_near
    assert (found.only_one, found.only_other) == (("10",), ("12",))
    assert found.asks_otherwise


@pytest.mark.parametrize("word", ["not", "never", "nicht", "jamais"])
def test_questions_that_differ_in_a_negation_ask_otherwise(word):
    stem = "The envoys of both sides met in Geneva on Monday"
    assert likeness(Wording(stem), Wording(f"{stem} {word}")).asks_otherwise


def test_a_question_told_in_another_order_is_the_same():
    found = likeness(Wording("In Geneva, who met?"), Wording("Who met in Geneva?"))
    assert found.share == 1
    assert not found.asks_otherwise


def test_the_same_stem_with_quite_another_answer_is_not_alike():
    stem = "Which of these is true?"
    assert not likeness(
        Wording(stem, "The bridge was closed by the council"), Wording(stem, "Two shops lost their customers")
    ).is_near


def typed_badly(stem: str, chance: Random) -> str:
    for _ in range(3):
        place = chance.randrange(1, len(stem) - 2)
        stem = stem[:place] + stem[place + 1] + stem[place] + stem[place + 2 :]
    return stem


def shortened(stem: str, chance: Random) -> str:
    kept = stem.split()
    for _ in range(max(1, len(kept) // 8)):
        kept.pop(chance.randrange(len(kept)))
    return " ".join(kept)


def reordered(stem: str, chance: Random) -> str:
    return " ".join(chance.sample(stem.split(), len(stem.split())))


def renumbered(stem: str, chance: Random) -> str:
    return re.sub(r"\d+", lambda number: str(int(number[0]) + 2), stem, count=1)


def denied(stem: str, chance: Random) -> str:
    return re.sub(r" (was|were|did|is|are) ", r" \1 not ", stem, count=1)


def found_again(edit: Callable[[str, Random], str]) -> tuple[int, int, int]:
    """How many edited stems there are, how many are found, and how many of these ask otherwise."""
    chance, index = Random(5), Index(dict(enumerate(STEMS)))
    edited = [
        (number, changed) for number, stem in enumerate(STEMS) if (changed := edit(stem, chance)) != stem
    ]
    found = [
        likeness(Wording(STEMS[number]), Wording(changed))
        for number, changed in edited
        if number in index.near(changed) and number in near(changed, dict(enumerate(STEMS)))
    ]
    alike = [one for one in found if one.is_near]
    return len(edited), len(alike), sum(one.asks_otherwise for one in alike)


@pytest.mark.parametrize("edit", [typed_badly, shortened, reordered])
def test_nearly_every_edited_copy_is_found(edit):
    edited, found, _ = found_again(edit)
    assert edited > 120
    assert found >= 0.97 * edited


@pytest.mark.parametrize("edit", [renumbered, denied])
def test_every_copy_that_asks_something_else_is_found_and_told_so(edit):
    edited, found, otherwise = found_again(edit)
    assert edited > 10
    assert edited == found == otherwise


def test_questions_of_the_library_are_hardly_ever_taken_for_copies():
    alike = [pair for pair in combinations(WORDINGS, 2) if likeness(*pair).is_near]
    assert len(alike) <= 2


def test_the_index_finds_what_comparing_all_with_all_finds():
    index = Index(dict(enumerate(STEMS)))
    for stem in STEMS:
        alike = {other for other, text in enumerate(STEMS) if likeness(Wording(stem), Wording(text)).is_near}
        assert alike <= set(index.near(stem))
        assert alike <= set(near(stem, dict(enumerate(STEMS))))


@pytest.mark.django_db
class TestInTheBank:
    def test_a_copy_in_another_set_is_found_with_the_words_that_differ(self):
        one = QuestionFactory(
            stem="After how many days was the bridge over the Lend to open again?", cites=[]
        )
        other = QuestionFactory(
            stem="After how many weeks was the bridge over the Lend to open again?", cites=[]
        )
        QuestionFactory(stem="Who spoke for the council of the town?", cites=[])
        (pair,) = like(one)
        assert (pair.one, pair.other) == (one, other)
        assert (pair.likeness.only_one, pair.likeness.only_other) == (("days",), ("weeks",))

    def test_each_pair_of_a_set_is_told_once(self):
        question_set = QuestionSetFactory()
        stem = "After how many days was the bridge over the Lend to open again?"
        twins = [QuestionFactory(question_set=question_set, stem=stem, cites=[]) for _ in range(2)]
        (pair,) = alike_in(question_set)
        assert {pair.one, pair.other} == set(twins)

    def test_items_to_order_are_compared_too(self):
        stem, kind = "Put these in order of time.", "ordering"
        items = [
            {"text": text} for text in ("The council met", "The bridge was closed", "The shops lost money")
        ]
        others = [{"text": text} for text in ("The war began", "A treaty was signed", "Envoys left for home")]
        one = QuestionFactory(stem=stem, kind=kind, options=items, cites=[])
        QuestionFactory(stem=stem, kind=kind, options=others, cites=[])
        same = QuestionFactory(stem=stem, kind=kind, options=items[::-1], cites=[])
        assert [pair.other for pair in like(one)] == [same]

    @pytest.mark.parametrize("count", [2, 12])
    def test_finding_takes_four_queries_however_many_there_are(self, count):
        stem = "After how many days was the bridge over the Lend to open again?"
        question = QuestionFactory.create_batch(count, stem=stem, cites=[])[0]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(like(question, limit=20)) == count - 1
        assert len(asked) == 4

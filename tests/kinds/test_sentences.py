"""Where the sentences of a passage end. In the examples a bar stands where one does."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import sentences

ENDS = [
    "The bell rang.| Everyone left.",
    "Is it late?| It is!| Run…| They ran.",
    "The tower fell in 1902.| 10 years later it stood again.",
    "“It fell.”| “It did not.”",
    'He nodded. | "Then we go."',
    "She left (it was late).| He stayed.",
    "It was late.| (She had gone.)",
    "The bridge is long.[12]| It crosses the Forth.",
    "They came from the U.S.| The ship was full.",
    "It opened at 9 p.m.| In the morning it was shut.",
    "It was built by Otis Inc.| It still runs.",
    "Was it Plan B.| They had no other.",
    "Did anyone come?| No.| The hall was empty.",
    "They met in Sept.| Rain fell all month.",
    "He ruled as Louis XVI.| France was poor.",
    "What did he say?| Nothing.",
    "He asked “Why?”| Then he left.",
    "He asked “Why?”| The minister said nothing.",
    "He asked “Why?”| Rome was silent, he said.",
    "Пришла весна.| Снег растаял.",
    "הגשם ירד.| השמש זרחה.",
]
GOES_ON = [
    "J. S. Bach played for Dr. Burney and Mr. A. Smith.",
    "Mrs. The was a name in a book.",
    "U.S. officials met N. Korea’s envoy and U.S.-Russia talks went on.",
    "The U.S. Senate and the U.S. “envoy” agreed.",
    "The train left at 5 p.m. Monday from Washington, D.C. Union Station.",
    "On Jan. 10 and Sept. 3 they sold No. 7 and pp. 4 to 9.",
    "Pi is about 3.14 and version 2.0.1 is out at attest.example.org today.",
    "Gen. Grant, Sen. Clay, Rep. Lee, Gov. Ross and Lt. Poe met in St. Louis vs. Boston.",
    "The ex-Gen. Brown and the Paris-St. Denis line.",
    "Martin Luther King Jr. Boulevard runs past Acme Corp. Tower and the Co. Wicklow road.",
    "Smith et al. Report that i.e. Rome, e.g. Ostia, fell.",
    "“Why?” Ada Lovelace asked.",
    "“Stop!” Mr. Brunel of the Great Western cried.",
    "The room was full. of smoke, the report says, iPads and all.",
    "They wrote “we … The rest is lost”.",
    "They wrote that [...] Rome fell and (…) Ostia too.",
    "He left … Rome was far.",
    "2. The second rule is short.",
    "(b) The rule named b. is short.",
    "A. The first answer.",
    "The talks ended. . ",
    "NATO without NATO. “",
    "No full stop at all",
]


@pytest.mark.parametrize("marked", ENDS)
def test_a_sentence_ends_where_the_next_one_starts(marked):
    assert sentences.split(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize("text", GOES_ON)
def test_a_full_stop_that_only_shortens_a_word_ends_nothing(text):
    assert sentences.split(text) == [text.strip()]


def test_blanks_between_sentences_are_folded_and_those_within_are_kept():
    text = " One  is here.\n\n Two\u00a0is\there.  "
    assert sentences.split(text) == ["One  is here.", "Two\u00a0is\there."]
    assert sentences.spans(text) == [(1, 14), (17, 29)]


def test_an_empty_text_has_no_sentence():
    assert sentences.split("") == sentences.split(" \n") == []


SHAPES = "U.S. Mr. The He said Rome 1. 2024. p.m. “Why?” end. … .” ( ) [1] a. !"
prose = st.text() | st.lists(st.sampled_from([*SHAPES.split(), "", "\n", "\u00a0"])).map(" ".join)


@given(prose)
def test_splitting_neither_loses_nor_changes_a_character(text):
    spans = sentences.spans(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    between = [text[edges[place] : edges[place + 1]] for place in range(0, len(edges), 2)]
    assert edges == sorted(edges)
    assert "".join(between).strip() == ""
    assert [text[start:end] for start, end in spans] == sentences.split(text)
    assert all(part and part == part.strip() for part in sentences.split(text))


@given(prose)
def test_each_sentence_but_the_last_ends_with_a_sign_that_ends_one(text):
    for part in sentences.split(text)[:-1]:
        assert set(part.split()[-1]) & set(".!?…")


@pytest.mark.parametrize("piece", ["A. ", "U.S.", "“?” A ", "[1]", "... ", "A.B", "1. "])
def test_long_texts_of_any_shape_are_split_in_bounded_time(piece):
    began = time.perf_counter()
    sentences.split(piece * 30_000)
    assert time.perf_counter() - began < 3

"""What a word is, what its stem is, and where it stands. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.search.words import LONGEST_TEXT, LONGEST_WORD, said, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seven days, the MAYOR said.", ["seven", "days", "the", "mayor", "said"]),
        ("L’État é e\u0301 Ångström", ["l", "etat", "e", "e", "angstrom"]),
        ("Straße Œuvre Ærø Łódź", ["strasse", "oeuvre", "aero", "lodz"]),
        ("Ёлка ΟΔΟΣ ὁδός", ["елка", "οδοσ", "οδοσ"]),
        ("day-long NATO–Russia 100,000 10th", ["day", "long", "nato", "russia", "100", "000", "10th"]),
        ("Russia's Russia’s Ryabkov's,", ["russia", "russia", "ryabkov"]),
        ("it's 's s", ["it", "s"]),
        ("ﬁne CO² ½", ["fine", "co2", "1", "2"]),
        ("co\u00adoperate zero\u200bwidth", ["cooperate", "zerowidth"]),
        ("北京大学 と", ["北", "京", "大", "学", "と"]),
        ("مُحَمَّد، שָׁלוֹם", ["محمد", "שלום"]),
        ("😀 … — “” \0 ()", []),
        ("", []),
    ],
)
def test_words_are_what_a_reader_would_call_the_same_word(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "family",
    [
        ("talk", "talks", "talked", "talking"),
        ("country", "countries"),
        ("agree", "agrees", "agreed"),
        ("plan", "plans", "planned", "planning"),
        ("exercise", "exercises", "exercised", "exercising"),
        ("witness", "witnesses", "witnessed"),
        ("deny", "denies", "denied", "denying"),
        ("close", "closed", "closing", "closes"),
        ("bridge", "bridges"),
        ("add", "added", "adding"),
        ("movie", "movies"),
        ("bus", "buses"),
    ],
)
def test_inflections_of_a_word_have_one_stem(family):
    assert len(set(map(stem, family))) == 1


@pytest.mark.parametrize(
    "word", ["king", "string", "bring", "bed", "need", "crisis", "status", "pass", "s", "2022"]
)
def test_what_only_looks_inflected_stays_whole(word):
    assert stem(word) == word


def test_different_words_stay_apart():
    pairs = [
        ("form", "formal"),
        ("nation", "national"),
        ("troop", "trooper"),
        ("talk", "tale"),
        ("part", "party"),
    ]
    assert [pair for pair in pairs if stem(pair[0]) == stem(pair[1])] == []


def test_a_word_stands_where_it_is_printed():
    text = "Russia’s e\u0301té: ﬁne! 北京"
    assert [(word.said, text[word.start : word.end]) for word in words(text)] == [
        ("russia", "Russia"),
        ("ete", "e\u0301té"),
        ("fine", "ﬁne"),
        ("北", "北"),
        ("京", "京"),
    ]


def test_very_long_words_are_compared_by_their_beginning():
    assert said("z" * 500) == ["z" * LONGEST_WORD]


def test_a_text_is_read_up_to_its_longest():
    assert len(said("word " * LONGEST_TEXT)) == LONGEST_TEXT / 5


@given(st.text())
def test_any_text_has_the_same_words_with_and_without_their_places(text):
    placed = words(text)
    assert [word.said for word in placed] == said(text)
    assert [word.stem for word in placed] == list(map(stem, said(text)))
    assert all(0 <= word.start < word.end <= len(text) for word in placed)
    assert [word.start for word in placed] == sorted(word.start for word in placed)


@given(st.text())
def test_words_hold_nothing_that_a_query_language_could_mean(text):
    assert not any(set(word) & set(" '\"*:()&|!<>\\-^\0") for word in said(text))
